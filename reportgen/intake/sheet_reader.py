"""One sheet: official form, free list, experts' table, tidy table, or not understood."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from reportgen.intake import (
    beside,
    blocks,
    crosswise,
    departments,
    hidden,
    joining,
    ledgers,
    lists,
    official,
    recognition,
    register_heads,
    registers,
    settings,
    sheet_names,
    stale,
    tables,
    tidy,
    turning,
)
from reportgen.intake.cells import OpenTable
from reportgen.intake.context import Context, Gathered
from reportgen.intake.figures import Cell, figure
from reportgen.intake.plans import Plans
from reportgen.intake.recognition import Found
from reportgen.intake.sheets import Sheet
from reportgen.intake.tables import Table
from reportgen.model.finding import Severity

Rows = Sequence[Sequence[Cell]]
MANY_FIGURES: Final = 12
MOST_ROWS: Final = 100_000
MOST_COLUMNS: Final = 16_384
"""What statements and lists stay below; larger sheets are tables of many, or none of ours."""


def read_file(sheets: Iterable[Sheet], context: Context, gathered: Gathered, plans: Plans) -> set[str]:
    """Read all sheets of one file; returns the kinds that were found (official, list, register, tidy, wide)."""
    kinds: set[str] = set()
    found: list[Found] = []
    unseen: list[Sheet] = []
    words = recognition.matrix_words(context.catalog.forms.values())
    for sheet in sheets:
        if sheet.hidden:
            unseen.append(sheet)
        elif known := plans.cut(sheet, words, context.catalog):
            found += known
        elif kind := _of_one_table(sheet, context, gathered):
            kinds.add(kind)
        elif max(len(sheet.rows) / MOST_ROWS, sheet.width / MOST_COLUMNS) > 1:
            kinds |= _large(sheet, context, gathered)
        elif len(parts := beside.parts(sheet, context.catalog)) > 1:
            found += beside.completed(plans.first(part, words, context.catalog) for part in parts)
        else:
            cut = plans.first(sheet, words, context.catalog)
            across = crosswise.layout(sheet, context) if not any(each.form for each in cut) else None
            if across:
                crosswise.read(sheet, across, context, gathered)
                kinds.add("wide")
                continue
            cut = _upright(sheet, cut, words, context)
            found += cut
            if not cut:
                _not_understood(sheet, sheet.rows, None, (context, gathered))
    monthly = settings.is_monthly(found)
    for each in sheet_names.applied(found, context):
        kinds |= _read_table(each, context, gathered, monthly=monthly)
    hidden.sheets(unseen, gathered, alone=not kinds)
    return kinds


def _of_one_table(sheet: Sheet, context: Context, gathered: Gathered) -> str:
    """Read a sheet that is one table with a head of its own kind; returns the kind, "" where it is none."""
    if register := register_heads.layout(sheet, context):
        registers.read(sheet, register, context, gathered)
        return "register"
    if costs := departments.layout(sheet):
        departments.read(sheet, costs, context, gathered)
        return "wide"
    if tidy.is_tidy(sheet):
        tidy.read(sheet, context, gathered)
        return "tidy"
    return ""


def _large(sheet: Sheet, context: Context, gathered: Gathered) -> set[str]:
    """A sheet larger than any statement: a table of many hospitals, or told and left."""
    across = crosswise.layout(sheet, context) if sheet.width <= MOST_COLUMNS else None
    if across is None:
        gathered.find("I08", sheet.whole, count=_figures(sheet.rows))
        return set()
    crosswise.read(sheet, across, context, gathered)
    return {"wide"}


def _upright(sheet: Sheet, found: list[Found], words: frozenset[str], context: Context) -> list[Found]:
    """The tables of a sheet; where none of them is a form as it stands, those of the sheet set upright if they are."""
    if any(each.form for each in found):
        return found
    upright = turning.upright(sheet)
    cut = joining.joined(tables.tables(upright, words)) if upright else []
    turned = [recognition.found(table, context.catalog) for table in cut]
    return turned if any(each.form for each in turned) else found


def _read_table(each: Found, context: Context, gathered: Gathered, *, monthly: bool) -> set[str]:
    table = each.table
    if ledgers.is_ledger(table):
        gathered.find("I77", table.sheet.whole, count=_figures(table.sheet.rows[table.head.last : table.last]))
        return set()
    listed = not each.form and lists.is_list(table, context)
    if not each.form and not listed:
        _not_understood(table.sheet, table.sheet.rows[table.head.first : table.last], each.nearest, (context, gathered))
        return set()
    if each.form and _is_blank(table):
        _blank(each, context, gathered)
        return {"official"}
    setting = settings.setting(table, context, gathered, monthly=monthly, official_form=each.form)
    if setting is None:
        return set()
    hidden.rows_and_columns(table, gathered)
    stale.tell(table, gathered)
    if each.form:
        form = context.catalog.forms[each.form]
        before = len(gathered.observations), len(gathered.findings)
        official.read(OpenTable(table, form, setting, context, gathered, each.routes), form)
        if before[1] == len(gathered.findings) and not any(blocks.told(gathered.observations[before[0] :])):
            _blank(each, context, gathered)
        return {"official"}
    lists.read(OpenTable(table, None, setting, context, gathered, each.routes))
    return {"list"}


def _is_blank(table: Table) -> bool:
    """Whether nothing at all stands in the columns of figures: what the banner lacks is then nobody's mistake."""
    columns = {column.index for side in table.sides for column in side.columns}
    lines = range(table.head.last + 1, table.last)
    if any(row in lines and column in columns for row, column in table.sheet.uncached):
        return False
    rows = map(table.sheet.rows.__getitem__, lines)
    return not any(
        str(row[column]).strip() for row in rows for column in columns if column < len(row) and row[column] is not None
    )


def _blank(each: Found, context: Context, gathered: Gathered) -> None:
    form = context.catalog.forms[each.form or ""]
    gathered.find("I78", each.table.sheet.whole, code=form.code, title=form.title)


def _not_understood(sheet: Sheet, rows: Rows, nearest: str | None, held: tuple[Context, Gathered]) -> None:
    """K09 of a table of things, I35 beside the nearest form, else I08, of a few figures a note; words are nobody's."""
    context, gathered = held
    count = _figures(rows)
    form = context.catalog.forms[nearest] if nearest else None
    register = register_heads.almost(sheet, context)
    if register is not None:
        definition, missing = register
        gathered.find("K09", sheet.whole, table=definition.name, columns=register_heads.named(missing))
    elif form is not None:
        gathered.find("I35", sheet.whole, count=count, code=form.code, title=form.title)
    elif count:
        gathered.find("I08", sheet.whole, Severity.NOTE if count < MANY_FIGURES else None, count=count)


def _figures(rows: Rows) -> int:
    """How many figures there are; where all are texts, those that can be read as amounts."""
    count = sum(isinstance(cell, int | float) and not isinstance(cell, bool) for row in rows for cell in row)
    return count or sum(isinstance(cell, str) and figure(cell).value is not None for row in rows for cell in row)
