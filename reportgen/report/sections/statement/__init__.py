"""Statement pages: the official forms of the period, or else the items that were read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reportgen.report.section import Piece
from reportgen.report.sections.statement.official import FIRST, POSITION, further, statements
from reportgen.report.sections.statement.plain import plain_statement

if TYPE_CHECKING:
    from reportgen.model.reports import Options
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.sections.statement.table import StatementPage

GROUPS: Final = {f"statement-{FIRST}": "income", f"statement-{POSITION}": "balance_sheet"}
"""The group of lines that an official form holds."""
NO_STATEMENTS: Final = ("operations", "other")


def pieces(context: HospitalContext, options: Options) -> list[Piece]:
    """A page for each statement: the main ones, every form of the period, or those that are not the main ones.

    What was read stands in place of the main ones where there is no official form, and of the one that is none.
    """
    exact, of = options.word("unit") == "exact", options.word("of")
    desk = replace(context, exact=exact)
    official = [*(statements(desk) if of != "rest" else []), *(further(desk) if of != "main" else [])]
    plain = _in_own_words(context, official) if of != "rest" else None
    found = (*official, *([plain] if plain else []))
    captioned = [
        replace(
            statement, is_exact=exact and statement is not plain, caption=context.table(statement.id, statement.title)
        )
        for statement in found
    ]
    return [Piece(statement.id, statement, statement.title) for statement in captioned]


def _in_own_words(context: HospitalContext, official: list[StatementPage]) -> StatementPage | None:
    """What was read beside the official forms: of income or of the position where only the other one is a form."""
    if not official:
        return plain_statement(context)
    covered = {GROUPS[page.id] for page in official if page.id in GROUPS}
    if covered >= {*GROUPS.values()} or not covered:
        return None
    return plain_statement(context, without=(*NO_STATEMENTS, *covered))
