"""Statement pages: the official forms of the period, or else the items that were read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.report.section import Piece
from reportgen.report.sections.statement.official import statements
from reportgen.report.sections.statement.plain import plain_statement

if TYPE_CHECKING:
    from reportgen.model.reports import Options
    from reportgen.report.desk.context import Context


def pieces(context: Context, options: Options) -> list[Piece]:
    """A page for each statement."""
    del options
    official = statements(context)
    plain = plain_statement(context) if not official else None
    found = (*official, *([plain] if plain else []))
    return [Piece(statement.id, statement, statement.title) for statement in found]
