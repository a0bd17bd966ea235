"""The period of a sheet, and what it makes of the months and years of its columns.

Months in heads without their year, as the year of the case has them: July above figures of FY2026 is one of 2025.

The period of a sheet and how its columns are to be understood by it.

Years whose months or quarters stand side by side: how far they go, and what a column of the year then holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from itertools import pairwise
from typing import Final

from reportgen.intake.context import ReadingContext
from reportgen.intake.grid.banner import titles
from reportgen.intake.grid.head_columns import HeadColumn
from reportgen.intake.grid.head_words import Role, caption
from reportgen.intake.grid.tables import SheetTable, TableSide
from reportgen.intake.periods import dates, spans
from reportgen.intake.periods.dates import DECEMBER, Stated
from reportgen.intake.periods.spans import QUARTER, Span, counted_in
from reportgen.intake.words.figures import comes_to, figure
from reportgen.intake.words.labels import bare, says_one_month, says_so_far
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.intake.workbooks.sheets import Position, Sheet
from reportgen.model.definitions import NO_RULES
from reportgen.model.period import MONTHS, Period, PeriodKind


def month_in_year(year: int, month: int, year_end: int) -> Period:
    """The month of a fiscal year, by the calendar."""
    return Period(year - (month > year_end), PeriodKind.MONTH, month)


def months_around(base: Period | None, columns: Iterable[HeadColumn]) -> tuple[Period, ...]:
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


def with_months_below_years(table: SheetTable, year_end: int) -> SheetTable:
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
    return replace(
        column, stated=replace(stated, period=month_in_year(stated.period.year, stated.period.number, year_end))
    )


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
        is_part: whether a sheet is of one month or quarter and no head speaks of the year so far: an English one that
            says no more, and any other whose title speaks of the month alone.
        is_either: whether the title speaks of the month and of the year so far, so that a head that names neither
            leaves open which of them its column is.
        has_budgets: whether heads of columns say that they hold budgets.
        months: those that heads name without a year, where they go on to the month of the sheet, or from it.
        newest: the newest year that a head names by itself and not as a fiscal one, 0 where none does.
        begun: the year in heads in which the sheet ends before that year is over, None where none does: columns of
            years then hold no whole years, but where a head says so.
        is_day: whether the sheet says on which day it ends.
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
    is_either: bool = False
    months: tuple[Period, ...] = ()
    newest: int = 0
    begun: Period | None = None
    is_day: bool = False


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
    texts = table.banner.texts
    is_so_far = any(says_so_far(text) or caption(text) is Role.YEAR_TO_DATE for text in texts)
    if base is not None and base.kind is not PeriodKind.YEAR and is_so_far:
        return base, month_of_title(table) is not OfMonth.ALONE
    if stated is not None and base is not None and (said := _months_said(stated, span, texts, year_end)) is not None:
        return said.found if not all(column.stated for column in columns) else (base, False)
    if stated is None or base is None or base.kind is not PeriodKind.MONTH or stated.is_to_date:
        return base, bool(stated and stated.is_to_date and base and base.kind is PeriodKind.MONTH)
    if span is None or not span.is_said or span.months == 1 or all(column.stated for column in columns):
        return base, False
    by_month = any(one.role is Role.MONTH or one.month for one in columns)
    found = spans.ended(stated, span, year_end, by_month=by_month)
    if by_month and (found is None or found[0].kind is not PeriodKind.MONTH):
        return base, False
    return found or ((base, False) if any(one.role is Role.YEAR_TO_DATE for one in columns) else None)


@dataclass(frozen=True)
class _MonthsSaid:
    """A period and whether it goes back to the beginning of its year; None of months that are neither part nor year."""

    found: tuple[Period, bool] | None


def _months_said(stated: Stated, span: Span | None, texts: Sequence[str], year_end: int) -> _MonthsSaid | None:
    """What months are that end a year, or that Chinese words count behind their last day; None where none are said.

    The day alone would make them the whole year: “Six months ended December 31”, 截至12月31日止6个月.
    """
    if stated.day is None or stated.period.kind is not PeriodKind.MONTH:
        return None
    if span is not None:
        ends_year = stated.period.number == year_end and span.is_said and span.months not in {1, MONTHS}
        return _MonthsSaid(spans.ended(stated, span, year_end)) if ends_year else None
    counted = [one for text in texts if not text.isascii() and (one := spans.named(text)) and one.month]
    if len(counted) != 1 or counted[0].month != stated.period.number:
        return None
    months, (_, begun) = counted[0].months, spans.in_fiscal_year(stated.period.year, stated.period.number, year_end)
    if months == begun < MONTHS:
        return _MonthsSaid((stated.period, months > 1))
    if months == QUARTER:
        quarter = spans.ended_quarter(stated.period.year, stated.period.number, year_end)
        return _MonthsSaid((quarter, False) if quarter else None)
    return None if months in {1, MONTHS} else _MonthsSaid(None)


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
    last, months = frame.base if ends else last, months_around(frame.base, found)
    plain = [one.stated.period for one in found if one.stated and not one.names_fiscal_year]
    years = [one.year for one in plain if one.kind is PeriodKind.YEAR]
    says, base = month_of_title(table), frame.base
    if says is OfMonth.ALONE and frame.span is None and base and base.kind is PeriodKind.MONTH:
        frame = replace(frame, span=spans.Span(1, base.number))
    is_either = says is OfMonth.EITHER and _is_not_first(frame)
    said = replace(frame, by_month=by_month, is_part=is_part, is_either=is_either, has_budgets=has_budgets)
    newest, is_day = max(years, default=0), bool(table.banner.stated and table.banner.stated.day)
    begun = _begun(frame, found, newest)
    return replace(said, last=last, months=months, newest=newest, begun=begun, is_day=is_day)


def newest_head(table: SheetTable) -> Period | None:
    """The newest year in the heads of columns, below a title that may name the one before it first."""
    named = [column.stated.period for side in table.sides for column in side.columns if column.stated]
    years = [one for one in named if one.kind is PeriodKind.YEAR]
    return max(years, key=lambda one: one.year) if years and years == named else None


def _begun(frame: Frame, columns: Sequence[HeadColumn], newest: int) -> Period | None:
    """The year in heads that is not over where the sheet ends."""
    if frame.base is None or frame.base.kind is PeriodKind.YEAR:
        return None
    year, elapsed, _ = counted_in(frame.base, frame.year_end)
    this = Period(frame.base.year if newest == frame.base.year else year, PeriodKind.YEAR)
    named = [one.stated.period for one in columns if one.stated and one.role not in {Role.BUDGET, Role.ORIGINAL}]
    return this if elapsed < MONTHS and this in named else None


def _is_not_first(frame: Frame) -> bool:
    """Whether a frame ends with a month that is not the first of its year: the year so far is then something else."""
    if frame.base is None or frame.base.kind is PeriodKind.YEAR:
        return False
    return counted_in(frame.base, frame.year_end)[1] > 1


class OfMonth(Enum):
    """What titles say of the figures below a month: nothing, the month alone, or it and the year so far."""

    UNSAID = 0
    ALONE = 1
    EITHER = 2


def month_of_title(table: SheetTable) -> OfMonth:
    """What the titles of a table say of the month; where they say both, the name of sheet or file may tell which."""
    above, (sheet, file) = [*titles(table.sheet, table.banner.texts)][:-2], [*titles(table.sheet, ())]
    for texts in (above, [sheet], [file]):
        alone, until = any(map(_says_month, texts)), any(map(_says_until, texts))
        if alone and until:
            named = [one for one in (sheet, file) if _says_month(one) != _says_until(one)]
            return (OfMonth.ALONE if _says_month(named[0]) else OfMonth.UNSAID) if named else OfMonth.EITHER
        if alone or until:
            return OfMonth.ALONE if alone else OfMonth.UNSAID
    return OfMonth.UNSAID


def _says_month(text: str) -> bool:
    return says_one_month(text) or spans.names_one_month([text])


@lru_cache(maxsize=8192)
def _says_until(text: str) -> bool:
    folded, words = bare(text).lower().replace("-", ""), vocabulary()
    is_of_more = not spans.names_one_month([text]) and any(word in folded for word in words.of_one_month.several)
    return says_so_far(text) or is_of_more or any(word in folded for word in words.to_date)


def _is_one_part(table: SheetTable, columns: Sequence[HeadColumn], frame: Frame) -> bool:
    stated = table.banner.stated
    speak = any(one.says_to_date or one.is_to_date or one.role in {Role.YEAR_TO_DATE, Role.YEAR} for one in columns)
    if frame.base and frame.base.kind is PeriodKind.MONTH and month_of_title(table) is OfMonth.ALONE and not speak:
        return True
    if not frame.years or frame.to_date or stated is None or stated.period.kind is PeriodKind.YEAR:
        return False
    is_said = frame.span.months in {1, spans.QUARTER} if frame.span else stated.day is None
    speak = speak or any(map(says_so_far, table.banner.texts))
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


def so_far(table: SheetTable, side: int, own: Mapping[int, Period], of_year: tuple[int, int]) -> YearSoFar:
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


def with_actual_alone(table: SheetTable) -> SheetTable:
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


def columns_differ(table: SheetTable, side: int, columns: tuple[HeadColumn, HeadColumn]) -> bool:
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
