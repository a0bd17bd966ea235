"""Years whose months or quarters stand side by side: how far they go, and what a column of the year then holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from reportgen.intake import spans
from reportgen.intake.figures import comes_to, figure
from reportgen.intake.head_columns import HeadColumn
from reportgen.intake.head_words import Role
from reportgen.intake.sheets import Position, Sheet
from reportgen.intake.spans import QUARTER, counted_in
from reportgen.intake.tables import SheetTable, TableSide
from reportgen.model.period import MONTHS, Period, PeriodKind

OF_A_PART: Final = {1: Role.MONTH, QUARTER: Role.QUARTER}
MONTHS_OF: Final = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: QUARTER}


@dataclass(frozen=True)
class YearSoFar:
    """The first and the last month, or quarter, with figures, None of a year without any.

    Attributes:
        until: the last one, where the year is not over with it.
        others: columns of the year that hold neither what came until then nor, for all that is said, the whole year.
    """

    first: Period | None = None
    until: Period | None = None
    others: frozenset[int] = frozenset()


def of(table: SheetTable, side: int, own: Mapping[int, Period], of_year: tuple[int, int]) -> YearSoFar:
    """How far the parts of a year go that have columns of their own. Months of noughts are still to come.

    A column behind those of a year that is not over has what came since it began, and is no figure of the whole year;
    one before them has what stood when it began. Where the parts add up the year themselves, as the first half and the
    first three quarters do, a column of the year with other amounts than the last of them is the whole year's.

    Args:
        table: the table.
        side: which side of it.
        own: the periods that heads of columns name, by column.
        of_year: the year of the table, and the month in which it ends.
    """
    columns, lines = table.sides[side].columns, table.sides[side].lines
    filled = [one for one in columns if any(_moved(table.sheet, (line.row, one.index)) for line in lines)]
    counted = {index: counted_in(period, of_year[1]) for index, period in own.items()}
    parts = [one for one in filled if one.index in own and counted[one.index][0] == of_year[0]]
    parts.sort(key=lambda one: counted[one.index])
    if not parts:
        return YearSoFar()
    first, last = own[parts[0].index], own[parts[-1].index]
    more = [one for one in filled if one.role is Role.YEAR and _is_more(table.sheet, table.sides[side], one, parts)]
    if counted[parts[-1].index][1] == MONTHS or (more and parts[-1].is_to_date):
        return YearSoFar(first)
    return YearSoFar(first, last, frozenset(one.index for one in more))


def with_actual(table: SheetTable) -> SheetTable:
    """The table of a month or quarter whose columns of actual figures, beside the year to date, are of that alone."""
    stated, span = table.banner.stated, spans.of_table(table.banner.texts, [])
    if stated is None or stated.is_to_date:
        return table
    months = 0 if stated.period.kind is PeriodKind.YEAR else span.months if span else MONTHS_OF[stated.period.kind]
    role = OF_A_PART.get(months)
    if role is None:
        return table
    sides = tuple(replace(side, columns=tuple(_of_part(side.columns, role))) for side in table.sides)
    return table if sides == table.sides else replace(table, sides=sides)


def _of_part(columns: Sequence[HeadColumn], role: Role) -> Iterator[HeadColumn]:
    is_beside = any(one.role is Role.YEAR_TO_DATE for one in columns)
    for one in columns:
        is_open = one.role is Role.ACTUAL and one.stated is None and not one.month
        yield replace(one, role=role) if is_beside and is_open else one


def differ(table: SheetTable, side: int, columns: tuple[HeadColumn, HeadColumn]) -> bool:
    """Whether two columns in one unit have other figures on some line."""
    rows = [[figure(table.sheet.at(line.row, one.index)).value for one in columns] for line in table.sides[side].lines]
    return columns[0].factor == columns[1].factor and any(None not in row and row[0] != row[1] for row in rows)


def _is_more(sheet: Sheet, side: TableSide, year: HeadColumn, parts: Sequence[HeadColumn]) -> bool:
    """Whether a column of the year holds something else than what its parts come to.

    Of parts that add up the year themselves one other amount shows it, for some lines do not move after the last of
    them; of others all amounts have to be other ones, for means of months are no sums.
    """
    adds_up = parts[-1].is_to_date
    rows = [
        [figure(sheet.at(line.row, one.index)) for one in (year, *parts[-1 if adds_up else 0 :])] for line in side.lines
    ]
    filled = [cells for cells in rows if cells[0].value and any(cell.value is not None for cell in cells[1:])]
    apart = [not comes_to(total, cells) for total, *cells in filled]
    return any(apart) if adds_up else bool(apart) and all(apart)


def _moved(sheet: Sheet, spot: Position) -> bool:
    """Whether anything but nought stands in a cell; a formula without a result may come to anything."""
    found = figure(sheet.at(*spot))
    return spot in sheet.uncached or found.problem is not None or bool(found.value)
