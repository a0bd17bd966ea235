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
    """A page for each statement: the main ones, every form of the period, or those that are not the main ones.

    What was read stands in place of the main ones where there is no official form.
    """
    exact, of = options.word("unit") == "exact", options.word("of")
    desk = replace(context, exact=exact)
    official = [*(statements(desk) if of != "rest" else []), *(further(desk) if of != "main" else [])]
    plain = plain_statement(context) if not official and of != "rest" else None
    found = (*official, *([plain] if plain else []))
    captioned = [
        replace(
            statement, is_exact=exact and statement is not plain, caption=context.table(statement.id, statement.title)
        )
        for statement in found
    ]
    return [Piece(statement.id, statement, statement.title) for statement in captioned]
