"""The period of a sheet and how its columns are to be understood by it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from reportgen.intake import bare_months, spans
from reportgen.intake.context import ReadingContext
from reportgen.intake.dates import DECEMBER, Stated
from reportgen.intake.head_columns import HeadColumn
from reportgen.intake.head_words import Role
from reportgen.intake.spans import Span
from reportgen.intake.tables import SheetTable
from reportgen.model.definitions import NO_RULES
from reportgen.model.period import Period, PeriodKind

OF_THE_YEAR: Final = frozenset({Role.YEAR, Role.YEAR_TO_DATE, Role.BUDGET, Role.ORIGINAL, Role.COMPARATIVE, Role.OPEN})


@dataclass(frozen=True)
class Frame:
    """The period of a sheet and how it is to be understood.

    Attributes:
        base: period printed on the sheet, a year for an annual statement; None where there is none.
        budget: whether the figures are a budget.
        to_date: whether the period printed is that of several months from January on.
        year_end: the month in which the fiscal year ends.
        span: how many months end with the days that the columns name, None where nothing says it.
        years: whether a column of the year before is that year's own statement, as beside dated columns: no official
            form has its figures as comparatives.
        last: the month or quarter that the sheet goes up to: its own, or the last that its heads name.
        is_part: whether an English sheet is of one month or quarter and no head speaks of the year so far.
        has_budgets: whether heads of columns say that they hold budgets.
        months: those that heads name without a year, where they go on to the month of the sheet, or from it.
        newest: the newest year that a head names by itself and not as a fiscal one, 0 where none does.
        by_month: whether months one after another head columns, or one says that it is of one month, so that
            the last of a year is a month's too; months that the title says to end with the last of them are not those
            of each column.
    """

    base: Period | None
    budget: bool = False
    to_date: bool = False
    year_end: int = DECEMBER
    span: Span | None = None
    years: bool = False
    by_month: bool = False
    has_budgets: bool = False
    last: Period | None = None
    is_part: bool = False
    months: tuple[Period, ...] = ()
    newest: int = 0


def heads_a_quarter(table: SheetTable) -> bool:
    """Whether a table has a column of the quarter and none of the month."""
    return bool(table.head.of(Role.QUARTER)) and not table.head.of(Role.MONTH)


def of_months(
    table: SheetTable, base: Period | None, span: Span | None, year_end: int
) -> tuple[Period | None, bool] | None:
    """The period of a table with what it says of how many months end with it, and whether they began with the year.

    None of months that are neither a quarter nor began with the year, where no head tells which of them it holds.
    """
    stated, columns = table.banner.stated, [column for side in table.sides for column in side.columns]
    if stated is None or base is None or base.kind is not PeriodKind.MONTH or stated.is_to_date:
        return base, bool(stated and stated.is_to_date and base and base.kind is PeriodKind.MONTH)
    if span is None or not span.is_said or span.months == 1 or all(column.stated for column in columns):
        return base, False
    by_month = any(one.role is Role.MONTH or one.month for one in columns)
    found = spans.ended(stated, span, year_end, by_month=by_month)
    if by_month and (found is None or found[0].kind is not PeriodKind.MONTH):
        return base, False
    return found or ((base, False) if any(one.role is Role.YEAR_TO_DATE for one in columns) else None)


def are_months(heads: Iterable[Stated | None]) -> bool:
    """Whether heads name months one after another, by a day of each or not."""
    periods = [one.period for one in heads if one and one.period.kind is PeriodKind.MONTH]
    numbers = {one.year * DECEMBER + one.number for one in periods}
    return any(number + 1 in numbers for number in numbers)


def framed(table: SheetTable, frame: Frame) -> Frame:
    """The frame of a table with what its heads say."""
    found = [column for side in table.sides for column in side.columns]
    by_month = are_months(one.stated for one in found) or spans.names_one_month("".join(one.words) for one in found)
    named = [one.stated.period for one in found if one.stated and one.stated.period.kind is not PeriodKind.YEAR]
    ends = frame.base is not None and frame.base.kind is not PeriodKind.YEAR
    last = max(named, key=lambda one: spans.counted_in(one, frame.year_end), default=None)
    has_budgets, is_part = bool(table.head.of(Role.BUDGET, Role.ORIGINAL)), _is_one_part(table, found, frame)
    last, months = frame.base if ends else last, bare_months.around(frame.base, found)
    plain = [one.stated.period for one in found if one.stated and not one.names_fiscal_year]
    years = [one.year for one in plain if one.kind is PeriodKind.YEAR]
    said = replace(frame, by_month=by_month, is_part=is_part, has_budgets=has_budgets)
    return replace(said, last=last, months=months, newest=max(years, default=0))


def _is_one_part(table: SheetTable, columns: Sequence[HeadColumn], frame: Frame) -> bool:
    stated = table.banner.stated
    if not frame.years or frame.to_date or stated is None or stated.period.kind is PeriodKind.YEAR:
        return False
    is_said = frame.span.months in {1, spans.QUARTER} if frame.span else stated.day is None
    speak = any(one.says_to_date or one.is_to_date or one.role in {Role.YEAR_TO_DATE, Role.YEAR} for one in columns)
    return is_said and not speak and all("".join(one.words).isascii() for one in columns)


def year_of(columns: Sequence[HeadColumn], context: ReadingContext) -> Period | None:
    """The year of the months or quarters in heads, where all are of one: it is that of what they come to, too.

    So it is beside heads without a period that say to be of the year, of that so far, or budgets, where years are those
    of the calendar; in statements in words of their own beside any.
    """
    stated = [one.stated for one in columns if one.stated is not None]
    others = {one.role for one in columns if one.stated is None}
    years = {spans.counted_in(one.period, context.year_end)[0] for one in stated}
    are_parts = len(stated) > 1 and all(one.period.kind is not PeriodKind.YEAR for one in stated)
    is_said = context.year_end == DECEMBER and are_parts and bool(others) and others <= OF_THE_YEAR
    is_one = len(years) == 1 and (is_said or (context.regime == NO_RULES and are_months(stated)))
    return Period(years.pop(), PeriodKind.YEAR) if is_one else None
