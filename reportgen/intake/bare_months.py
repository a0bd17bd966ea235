"""Months in heads without their year, as the year of the case has them: July above figures of FY2026 is one of 2025."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from reportgen.intake import dates
from reportgen.intake.dates import DECEMBER
from reportgen.intake.head_columns import HeadColumn
from reportgen.intake.tables import SheetTable
from reportgen.model.period import MONTHS, Period, PeriodKind


def in_year(year: int, month: int, year_end: int) -> Period:
    """The month of a fiscal year, by the calendar."""
    return Period(year - (month > year_end), PeriodKind.MONTH, month)


def around(base: Period | None, columns: Iterable[HeadColumn]) -> tuple[Period, ...]:
    """The months that go on from column to column, by that of the sheet among them; none where they do not.

    “December, January” in a statement of January ends with it, and July to October in one of October, too.
    """
    months = [one.month for one in columns if one.month and not one.stated and not one.quarter and _is_one(one)]
    if base is None or base.kind is not PeriodKind.MONTH or months.count(base.number) != 1:
        return ()
    steps = {(after - before) % MONTHS for before, after in pairwise(months)}
    if steps not in ({1}, {MONTHS - 1}):
        return ()
    step, at = (1 if steps == {1} else -1), months.index(base.number)
    counted = [base.year * MONTHS + base.number - 1 + step * (number - at) for number in range(len(months))]
    return tuple(Period(one // MONTHS, PeriodKind.MONTH, one % MONTHS + 1) for one in counted)


def _is_one(column: HeadColumn) -> bool:
    return column.since in {None, column.month}


def below_years(table: SheetTable, year_end: int) -> SheetTable:
    """The table, months below the name of a fiscal year as the calendar has them: FY2026 above, Jul below it."""
    if year_end == DECEMBER:
        return table
    sides = tuple(
        replace(side, columns=tuple(_by_calendar(column, year_end) for column in side.columns)) for side in table.sides
    )
    return table if sides == table.sides else replace(table, sides=sides)


def _by_calendar(column: HeadColumn, year_end: int) -> HeadColumn:
    stated = column.stated
    is_below = column.names_fiscal_year and any(map(dates.month_of, column.words))
    if stated is None or not stated.is_month or not is_below:
        return column
    return replace(column, stated=replace(stated, period=in_year(stated.period.year, stated.period.number, year_end)))
