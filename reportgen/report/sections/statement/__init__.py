"""Statement pages: the official forms of the period or the items that were read; and those attached to a letter."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from reportgen.catalog.calendar_words import period_name
from reportgen.report.desk.documents import form_sheets
from reportgen.report.desk.documents.furniture import hospital
from reportgen.report.desk.tables import official_tables
from reportgen.report.desk.tables.official_tables import OfficialColumn, OfficialRow, OfficialTable, Sheets
from reportgen.report.section import Piece
from reportgen.report.sections.statement.official import FIRST, POSITION, further, statements
from reportgen.report.sections.statement.plain import plain_statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.model.reports import Options
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.desk.tables.figures import FormLine
    from reportgen.report.sections.statement.table import StatementPage

GROUPS: Final = {f"statement-{FIRST}": "income", f"statement-{POSITION}": "balance_sheet"}
"""The group of lines that an official form holds."""
NO_STATEMENTS: Final = ("operations", "other")
ATTACHED: Final = "financial_statements"
AMOUNT_MM: Final = 36.0
YEARS: Final = 2
STATEMENTS: Final = ("income", "balance_sheet", "cash_flow", "other")
ELSEWHERE: Final = frozenset({"operations"})
"""Groups of lines; and those that another attachment holds."""


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


def attached(context: HospitalContext, options: Options) -> list[Piece]:
    """The forms that were read for the period; without official forms what was read; nothing where there is neither."""
    forms = form_sheets.present(context, options.words("forms"))
    found = tuple(sheet for form in forms for sheet in form_sheets.sheets_of(context, form, ATTACHED))
    found = found or tuple(_plain_tables(context))
    return [Piece(ATTACHED, Sheets(found))] if found else []


def _plain_tables(context: HospitalContext) -> Iterator[OfficialTable]:
    """The statements of a case without official forms, line by line, to the hundredth, beside those of last year."""
    if context.material.case.file.has_official_rules:
        return
    exact = replace(context, exact=True)
    page = plain_statement(exact, section=ATTACHED, most=YEARS, changes=False, without=ELSEWHERE)
    if page is None:
        return
    titles = {context.say(f"statement.group.{name}"): name for name in STATEMENTS}
    heads = [number for number, row in enumerate(page.rows) if not row.cells and row.caption in titles]
    for start, end in pairwise([*heads, len(page.rows)]):
        yield _attached_table(context, page, titles[page.rows[start].caption], page.rows[start + 1 : end])


def _attached_table(
    context: HospitalContext, page: StatementPage, name: str, rows: Sequence[FormLine]
) -> OfficialTable:
    """One statement, this period first, as official forms have it."""
    heads, rest = page.heads[::-1], context.say("statement.rest")
    names = form_sheets.UPRIGHT - AMOUNT_MM * len(heads)
    columns = [OfficialColumn(context.say("submission.head.item"), "row", names)]
    columns += [OfficialColumn(head.words, "n", AMOUNT_MM, head.parts) for head in heads]
    printed = "".join(f"{row.caption.zh}{''.join(cell.text for cell in row.cells)}" for row in rows)
    told = [note for note in page.notes if note.zh[:1] in printed]
    told += [context.say("submission.plain.note")] if any(row.caption == rest for row in rows) else []
    return OfficialTable(
        id=f"{page.id}-{name}",
        title=context.say(f"statement.group.{name}"),
        holder=hospital(context),
        period=period_name(context.material.period),
        code=context.say("submission.unit", unit=context.say.currency_name()),
        columns=tuple(columns),
        rows=tuple(_attached_row(one, len(heads)) for one in rows),
        notes=tuple(told),
        runs_on=True,
    )


def _attached_row(line: FormLine, amounts: int) -> OfficialRow:
    if not line.cells:
        return official_tables.group(line.caption, amounts + 1)
    cells = (official_tables.number(cell.text) for cell in line.cells[:amounts][::-1])
    return OfficialRow((official_tables.named(line.caption, line.level), *cells), "total" if line.emphasis else "")
