"""Statement pages: the official forms of the period, or else the items that were read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen.report.section import Piece
from reportgen.report.sections.statement.official import further, statements
from reportgen.report.sections.statement.plain import plain_statement

if TYPE_CHECKING:
    from reportgen.model.reports import Options
    from reportgen.report.desk.context import HospitalContext


def pieces(context: HospitalContext, options: Options) -> list[Piece]:
    """A page for each statement: the main ones, or every form of the period."""
    exact = options.word("unit") == "exact"
    desk = replace(context, exact=exact)
    official = [*statements(desk), *(further(desk) if options.word("of") == "all" else [])]
    plain = plain_statement(context) if not official else None
    found = (*official, *([plain] if plain else []))
    captioned = [
        replace(
            statement, is_exact=exact and statement is not plain, caption=context.table(statement.id, statement.title)
        )
        for statement in found
    ]
    return [Piece(statement.id, statement, statement.title) for statement in captioned]
