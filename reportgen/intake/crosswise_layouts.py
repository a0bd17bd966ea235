"""Which column of a table with a row for each hospital or period is what: hospitals, periods, and the items."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from reportgen.intake import banner, columns, dates, lists, one_measure, summed
from reportgen.intake.context import ReadingContext
from reportgen.intake.figures import figure
from reportgen.intake.head_words import Role, known_heads, role_of
from reportgen.intake.labels import bare, normalised, unit_of
from reportgen.intake.rows_of_heads import HeadOfRows, heads_at
from reportgen.intake.sheets import Sheet
from reportgen.intake.tables import SheetLine
from reportgen.intake.vocabulary import vocabulary
from reportgen.model.period import PeriodKind

SEARCHED: Final = 20
LEAST: Final = 2
"""Columns of a table at least, where all of them are items; of a single one the rows have to be periods."""
LEAST_ITEMS: Final = 3
LEAST_SHARE: Final = 0.5
FEWEST: Final = 2
"""Rows of periods that tell that a table of one item has such rows."""


@dataclass(frozen=True)
class CrosswiseLayout:
    """The head's first and last row, its key columns, and the names of the other columns with their roles, all from 0.

    `period` is None where the words above the table tell it for all rows. Where its head says that it names months or
    quarters, `kind` is which, and `year` may be a column of its own. `worked_out` are heads of shares and changes,
    `years` those of columns that are of years of their own, `total` the row of the hospital beside its departments
    and `parts` how many these are. `measure` is what the title says that all columns hold.
    """

    first: int
    row: int
    period: int | None
    year: int | None
    kind: PeriodKind | None
    entity: int | None
    code: int | None
    department: int | None
    view: int | None
    names: dict[int, tuple[SheetLine, Role | None]]
    worked_out: dict[int, str]
    years: dict[int, int]
    total: int | None = None
    parts: int = 0
    measure: str = ""


def layout(sheet: Sheet, context: ReadingContext) -> CrosswiseLayout | None:
    """The columns of such a table, or None where the sheet is none."""
    rows = range(min(SEARCHED, len(sheet.rows)))
    for row in rows:
        for heads in heads_at(sheet, row):
            found = _layout(sheet, heads, context)
            if found is not None and _is_known(sheet, found, context):
                return found
    for row in rows:
        measured = one_measure.over_rows(sheet, row, context)
        found = _layout(sheet, measured[0], context) if measured else None
        if measured and found is not None and _is_known(sheet, found, context):
            return replace(found, measure=measured[1])
    return None


def _is_known(sheet: Sheet, found: CrosswiseLayout, context: ReadingContext) -> bool:
    """Whether so many of the columns are items that the table is one of them: a single one where rows are periods."""
    lines = [line for line, _ in found.names.values() if line.key not in context.computed]
    known = sum(bool(lists.item_of(line, context)) for line in lines)
    if known == len(lines) and (found.period is not None or found.total is not None):
        return known >= LEAST or (known == 1 and _names_periods(sheet, found))
    return len(found.names) >= LEAST and known >= max(LEAST_ITEMS, LEAST_SHARE * len(found.names))


def _names_periods(sheet: Sheet, found: CrosswiseLayout) -> bool:
    """Whether the rows with a figure in the one column of items name periods, but for those of a total."""
    if found.period is None:
        return False
    filled = [row for row in range(found.row + 1, len(sheet.rows)) if all(
        figure(sheet.at(row, column)).value is not None for column in found.names)]  # fmt: skip
    cells = [sheet.at(row, found.period) for row in filled]
    named = [cell for cell in cells if not isinstance(cell, str) or dates.months_of(cell) or dates.stated(cell)]
    return len(named) >= FEWEST and len(named) >= len(cells) - 1


def _layout(sheet: Sheet, head: HeadOfRows, context: ReadingContext) -> CrosswiseLayout | None:
    heads = [bare(text).lower() for text in head.texts]
    words = vocabulary().tidy

    def of(*names: str) -> int | None:
        return next((heads.index(name) for name in names if name in heads), None)

    year, months, quarters = of(*words.years), of(*words.months), of(*words.quarters)
    kind = None if quarters is None else PeriodKind.QUARTER
    kind = kind if months is None else PeriodKind.MONTH
    part = quarters if months is None else months
    year = None if part is None else year
    whose = (*words.entity, *words.entity_code)
    period = part if year is not None else of(*words.period)
    entity, department = of(*whose, *words.entity_or_unit), of(*words.department)
    if period is None and (of(*whose, *words.department) is None or not _is_dated(sheet, head)):
        return None
    keys = {period, year, department, entity, of(*words.view), *map(of, whose)}
    is_of_parts = period is None and of(*whose) is None
    others = {
        column: _named(head, column)
        for column, name in enumerate(heads)
        if name and column not in keys and role_of(name) in {Role.OTHER, Role.TOTAL, Role.ENTITY, Role.LABEL}
    }
    apart = {
        column: head.texts[column].strip() for column, name in enumerate(heads) if role_of(name) is Role.WORKED_OUT
    }
    added = tuple(at for at, (line, _) in others.items() if not lists.is_mean(line, context))
    total, parts = (summed.row_of_total(sheet, head.last, department or 0, added) if is_of_parts else None) or (
        None,
        [],
    )
    if is_of_parts and total is None:
        return None
    return CrosswiseLayout(
        head.first, head.last, period, year, kind, None if is_of_parts else entity, of(*words.entity_code), department,
        of(*words.view), others, apart,
        {at: year for at, year in enumerate(head.years) if year is not None and at in others}, total, len(parts),
    )  # fmt: skip


def _is_dated(sheet: Sheet, head: HeadOfRows) -> bool:
    """Whether the words above a table tell one period, for which its rows may stand."""
    around = banner.around(sheet, head.first, len(sheet.rows))
    return around.stated is not None and not around.stated.is_odd and not around.others


def _named(above: HeadOfRows, column: int) -> tuple[SheetLine, Role | None]:
    """The name of an item, without the words behind it that tell which figure of the item stands below."""
    row, label = above.last, above.texts[column].strip()
    key = normalised(label)
    for role, heads in known_heads().items():
        for head in heads:
            stem = key.removesuffix(f"({head})").removesuffix(head).rstrip("-_")
            if stem and stem != key and len(head) > 1 and role in columns.VIEWS:
                return SheetLine(row, column, label, stem, unit_of(label)), role
    return SheetLine(row, column, label, key, unit_of(label)), None
