"""Which period and view each money column of a table holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from reportgen.intake.columns import sheet_periods
from reportgen.intake.columns.open_heads import (
    BUDGETS,
    OF_A_PART,
    TO_DATE,
    is_budget,
    is_either,
    is_of_part,
    is_of_two_years,
    is_of_year_so_far,
    is_open,
    is_plan_of_part,
    says_whole_year,
)
from reportgen.intake.columns.sheet_periods import Frame, YearSoFar
from reportgen.intake.context import FoundValues
from reportgen.intake.grid.head_columns import HeadColumn
from reportgen.intake.grid.head_words import AHEAD, Role, counted_month, role_of
from reportgen.intake.grid.tables import SheetTable, TableSide
from reportgen.intake.periods import spans
from reportgen.intake.periods.dates import DECEMBER, LATE, Stated
from reportgen.intake.periods.spans import Span
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.model.dataset import View
from reportgen.model.definitions import Kind
from reportgen.model.period import Period, PeriodKind

MONTHS_OF_QUARTER: Final = 3
LAST_YEARS_PART, BUDGET_OF_A_PART, ODD_MONTHS, EITHER, OF_A_YEAR = "I116", "I117", "I127", "I161", "I163"
SUPERSEDED: Final = "I158"
UNTIL: Final = {Role.YEAR_TO_DATE: View.YEAR_TO_DATE, Role.MONTH: View.PERIOD}
"""Heads that say of the year that they name how much of it: all until the month of the sheet, or that month."""
BALANCES: Final = frozenset({Kind.STOCK, Kind.LEVEL})


@dataclass(frozen=True)
class ColumnMeaning:
    """A column's period, as text, its view, and the hospital that its head names, "" where it is the sheet's."""

    period: str
    view: View
    entity: str = ""


def meaning(column: HeadColumn, frame: Frame) -> ColumnMeaning | None:
    """The period and view of a column; None where its figures are not taken."""
    own, to_date = _own(column, frame), column.is_to_date
    if span := _span(column, frame):
        own, to_date = spans.ended(*span, frame.year_end, by_month=frame.by_month) or (None, False)
    if own and own.kind is PeriodKind.YEAR and (column.role in UNTIL or is_of_year_so_far(column, frame)):
        return _of_part(own, column, frame)
    period = own or frame.base
    if period is None or column.is_odd or (span and not own) or is_open(column, period, frame):
        return None
    if is_budget(column, frame):
        return ColumnMeaning(
            str(own or Period(spans.counted_in(period, frame.year_end)[0], PeriodKind.YEAR)),
            BUDGETS.get(column.role, View.BUDGET),
        )
    if column.role is Role.QUARTER:
        quarter = ended_quarter(period, frame.year_end)
        return ColumnMeaning(str(quarter), View.PERIOD) if quarter else None
    view = _view(column, period, names=own is not None or frame.is_part, to_date=to_date if own else frame.to_date)
    is_earlier = column.role is Role.EARLIER
    if is_earlier or (view is View.COMPARATIVE and frame.years and period.kind is PeriodKind.YEAR):
        return ColumnMeaning(str(period.previous_year(1 + is_earlier)), View.PERIOD)
    return None if view is None else ColumnMeaning(str(period), view)


def _of_part(year: Period, column: HeadColumn, frame: Frame) -> ColumnMeaning | None:
    """How much of the year in its head a column holds: by that head, by the title, or until the day of the sheet."""
    until, held = _until(year, frame), UNTIL.get(column.role)
    if held is None:
        is_quarter = frame.base is not None and frame.base.kind is PeriodKind.QUARTER and not frame.to_date
        is_said = frame.to_date or is_quarter or (frame.is_day and year == frame.begun)
        held = View.PERIOD if is_quarter else View.YEAR_TO_DATE
    else:
        is_said = until is not None and (held is View.YEAR_TO_DATE or until.kind is PeriodKind.MONTH)
    return ColumnMeaning(str(until), held) if until and is_said else None


def _until(year: Period, frame: Frame) -> Period | None:
    """How far a year goes on a sheet: as far as the year of its last month does, None where nothing names one.

    Where the newest year in heads is that of the calendar in which the last month lies, all are of the calendar.
    """
    if frame.last is None:
        return None
    newest = frame.last.year if frame.newest == frame.last.year else spans.counted_in(frame.last, frame.year_end)[0]
    shift = year.year - newest
    return replace(frame.last, year=frame.last.year + shift)


def _span(column: HeadColumn, frame: Frame) -> tuple[Stated, Span] | None:
    """The day that a head names and the months that end with it, where the head or the table says how many."""
    says_year = any(word.lower() in vocabulary().year_ended for word in column.words)
    says_year = says_year or (column.role in BUDGETS and says_whole_year(column))
    span = spans.named("".join(column.words)) or (None if frame.by_month or says_year else frame.span)
    if span is None or column.stated is None or column.stated.period.kind is PeriodKind.QUARTER:
        return None
    stated = column.stated
    if stated.period.kind is PeriodKind.YEAR and span.month and column.names_fiscal_year:
        before = span.month > frame.year_end  # October of FY2026, which began in July, is one of 2025
        stated = replace(stated, period=stated.period.previous_year(int(before)))
    return stated, span


def of_item(what: ColumnMeaning, column: HeadColumn, kind: Kind) -> ColumnMeaning:
    """The meaning for an item: a balance of several months is the one at their end."""
    if what.view is View.YEAR_TO_DATE and column.role is not Role.YEAR_TO_DATE and kind in BALANCES:
        return replace(what, view=View.PERIOD)
    return what


def _view(column: HeadColumn, period: Period, *, names: bool, to_date: bool) -> View | None:
    """The view by the words of the head; the month's figure on an annual or quarterly sheet is nobody's.

    A head that `names` its period holds what came in all of that, unless that is the time since the year began.
    """
    return _view_of(column.role, period.kind, names and not to_date, to_date)


@lru_cache(maxsize=256)
def _view_of(role: Role, kind: PeriodKind, own: bool, to_date: bool) -> View | None:  # noqa: FBT001 - of few values
    annual = kind is PeriodKind.YEAR
    whole = annual or own
    since_january = View.YEAR_TO_DATE if to_date and not annual else View.PERIOD
    return {
        Role.CLOSING: View.PERIOD,
        Role.OPEN: View.OPEN,
        Role.COMPARATIVE: View.COMPARATIVE,
        Role.PRIOR: View.COMPARATIVE if annual else None,
        Role.MONTH: View.PERIOD if kind is PeriodKind.MONTH else None,
        Role.YEAR_TO_DATE: View.PERIOD if annual else View.YEAR_TO_DATE,
        Role.YEAR: View.PERIOD if whole else View.YEAR_TO_DATE,
        Role.ACTUAL: View.PERIOD if whole else View.YEAR_TO_DATE,
    }.get(role, since_january)


def ended_quarter(period: Period, year_end: int = DECEMBER) -> Period | None:
    """The quarter that a period is, or that ends with it; of a fiscal year by the year in which that ends."""
    if period.kind is not PeriodKind.MONTH:
        return period if period.kind is PeriodKind.QUARTER else None
    return spans.ended_quarter(period.year, period.number, year_end)


def _own(column: HeadColumn, frame: Frame) -> Period | None:
    """The period that a column's head names, a bare month in the year of the sheet."""
    if column.stated:
        rhythm = PeriodKind.MONTH if frame.by_month else PeriodKind.YEAR
        return settled(column.stated, rhythm=rhythm, year_end=frame.year_end)
    if not frame.base or column.is_odd:
        return None
    if counted := _counted(column, frame):
        return counted
    if not column.month:
        return None
    year = spans.counted_in(frame.base, frame.year_end)[0]
    if column.quarter:
        return Period(year, PeriodKind.QUARTER, column.quarter)
    known = next((one for one in frame.months if one.number == column.month), None)
    return known or sheet_periods.month_in_year(year, column.month, frame.year_end)


def _counted(column: HeadColumn, frame: Frame) -> Period | None:
    """The month of a fiscal year that stands above the table, by its number there: Month 3, P3."""
    number = counted_month(column.words[-1]) if column.words and column.role is Role.MONTH else None
    if number is None or frame.base is None or frame.base.kind is not PeriodKind.YEAR:
        return None
    return sheet_periods.month_in_year(frame.base.year, (frame.year_end + number - 1) % DECEMBER + 1, frame.year_end)


def settled(stated: Stated, *, rhythm: PeriodKind = PeriodKind.YEAR, year_end: int = DECEMBER) -> Period:
    """A balance day in the last month of the fiscal year, or January to December, is the year's, but of monthly books.

    Of quarterly books that of the last month of a quarter is the quarter's; `rhythm` is of what the books are.
    A fiscal year that ends before December bears the name of the year in which it ends. A day early in a month, such as
    the first by which spreadsheets keep a month, ends none.
    """
    if rhythm is PeriodKind.QUARTER and year_end == DECEMBER and (stated.day or 0) >= LATE:
        return ended_quarter(stated.period) or stated.period
    at_end = (stated.day or 0) >= LATE and stated.period.number == year_end
    if (at_end or (stated.is_whole_year and year_end == DECEMBER)) and rhythm is not PeriodKind.MONTH:
        return stated.period.fiscal_year
    return stated.period


def meanings(table: SheetTable, side: int, frame: Frame, gathered: FoundValues) -> dict[int, ColumnMeaning]:
    """By column index; two columns of one meaning are a finding, and only the first is read, in the smallest unit.

    Where their figures differ neither is: nothing tells which of them is meant.

    Two versions of a figure are both read, to be told where they differ, unless one of them is hidden or says that the
    other one takes its place: as previously reported, beside the figures of that year as they are restated (I158).
    """
    found: dict[int, ColumnMeaning] = {}
    hidden = table.sheet.hidden_columns
    shown = {(meaning(one, frame), one.entity) for one in table.sides[side].columns if one.index not in hidden}
    seen: dict[tuple[ColumnMeaning, tuple[str, ...]], HeadColumn] = {}
    columns = table.sides[side].columns
    roles = {column.role for column in columns}
    held = _so_far(table, side, frame)
    first, until = held.first, held.until
    for column in sorted(columns, key=lambda one: one.factor or 0.0):
        what = meaning(column, frame)
        if until is not None and what == ColumnMeaning(str(frame.base), View.PERIOD):
            what = ColumnMeaning(str(until), View.YEAR_TO_DATE) if column.role is Role.YEAR_TO_DATE else None
        elif until is not None and what and column.role is Role.COMPARATIVE and column.stated is None:
            what = ColumnMeaning(str(until), View.COMPARATIVE)  # of as many months as those of this year that are there
        elif first is not None and what == ColumnMeaning(str(frame.base), View.OPEN):
            what = replace(what, period=str(first))
        single = what is not None and _is_of_part_alone(what, column, columns, frame)
        if what is None or single:
            if single or column.index in held.others or _names_another(column, frame):
                gathered.find(_unread(column, frame, single=single), table.head_place(column), head=column.head)
            continue
        if what.view is View.BUDGET_ORIGINAL and Role.BUDGET not in roles:
            what = replace(what, view=View.BUDGET)
        what = replace(what, entity=column.entity) if column.entity else what
        words = column.without_unit
        other = seen.get((what, words))
        if other or (column.index in hidden and (meaning(column, frame), column.entity) in shown):
            gathered.find("I36", table.head_place(column), head=column.head)
            if other and other.index in found and sheet_periods.columns_differ(table, side, (other, column)):
                del found[other.index]
                gathered.find("I36", table.head_place(other), head=other.head)
            continue
        seen[what, words] = column
        found[column.index] = what
    return _in_force(dict(sorted(found.items())), table, columns, gathered)


def _in_force(
    found: dict[int, ColumnMeaning], table: SheetTable, columns: Sequence[HeadColumn], gathered: FoundValues
) -> dict[int, ColumnMeaning]:
    """The columns without those that say of themselves that another one beside them restates them (I158)."""
    before = {one.index: one for one in columns if one.index in found and one.says_superseded}
    others = {what for index, what in found.items() if index not in before}
    left = [one for index, one in before.items() if found[index] in others]
    for column in left:
        gathered.find(SUPERSEDED, table.head_place(column), head=column.head)
    return {index: what for index, what in found.items() if index not in {one.index for one in left}}


def _so_far(table: SheetTable, side: int, frame: Frame) -> YearSoFar:
    """How far the months or quarters of the year of a table go that stand side by side."""
    if frame.base is None or frame.base.kind is not PeriodKind.YEAR or frame.budget:
        return YearSoFar()
    named = ((one.index, _own(one, frame)) for one in table.sides[side].columns)
    own = {index: period for index, period in named if period is not None and period.kind is not PeriodKind.YEAR}
    return sheet_periods.so_far(table, side, own, (frame.base.year, frame.year_end))


def _unread(column: HeadColumn, frame: Frame, *, single: bool) -> str:
    """The rule that tells why a column is not read: last year's part, a budget of a part, odd months, or else."""
    says_part = is_of_part(column) or is_plan_of_part(column, frame)
    is_of_a_part = is_budget(column, frame) and (frame.is_part or frame.is_either or says_part)
    if is_either(column, frame):
        return EITHER
    if is_of_year_so_far(column, frame):
        return OF_A_YEAR
    rule = BUDGET_OF_A_PART if is_of_a_part else ODD_MONTHS if column.is_odd else "I19"
    return LAST_YEARS_PART if single else rule


def _is_of_part_alone(what: ColumnMeaning, column: HeadColumn, columns: Sequence[HeadColumn], frame: Frame) -> bool:
    """Whether last year's figure is that of the month or quarter alone: below or beside it, and not to date.

    Beside it is it where nothing is to date, where another one of last year is, and between it and the year to date.
    Everywhere else the comparative of a part of a year is of the year to date, as its readers take it.
    """
    kind = Period.parse(what.period).kind
    if what.view is not View.COMPARATIVE or kind is PeriodKind.YEAR:
        return False
    said = column.roles
    if column.says_to_date or column.is_to_date or said & {Role.YEAR_TO_DATE, Role.YEAR}:
        return False
    alone = [one.index for one in columns if one.role in OF_A_PART]
    names_part = column.month is not None and column.since != 1
    is_alone = bool(said & OF_A_PART) or names_part or column.says_part or frame.is_part
    if is_alone or not alone:
        return is_alone
    since = [one.index for one in columns if one.role in TO_DATE]
    others = any(one.says_to_date for one in columns if one.role is Role.COMPARATIVE)
    between = any(part < column.index < until for part in alone for until in since)
    return between or others or (not since and kind is PeriodKind.MONTH)


def told(side: TableSide, read: Mapping[int, ColumnMeaning], frame: Frame) -> frozenset[HeadColumn]:
    """The columns of which `meanings` told that they are not read."""
    return frozenset(
        column
        for column in side.columns
        if column.index not in read and (_names_another(column, frame) or meaning(column, frame) is not None)
    )


def _names_another(column: HeadColumn, frame: Frame) -> bool:
    """Whether a head names a period that is not that of the sheet, or months that are no quarter and no year.

    A budget of which nothing says whether it is the year's is another one, too, and so is a month of a whole year.
    """
    if is_of_two_years(column, frame) or _is_of_no_month(column, frame) or is_of_year_so_far(column, frame):
        return True
    if frame.base is not None and is_open(column, frame.base, frame):
        return True
    if column.role is Role.YEAR_TO_DATE and column.stated is not None:
        return True
    return column.role in {Role.PRIOR, Role.EARLIER, Role.QUARTER} or column.is_odd or _span(column, frame) is not None


def _is_of_no_month(column: HeadColumn, frame: Frame) -> bool:
    """Whether a head speaks of the month in a statement in words of its own that is of no month."""
    is_of_year = frame.years and frame.base is not None and frame.base.kind is PeriodKind.YEAR
    return column.role is Role.MONTH and is_of_year and _counted(column, frame) is None


def default_view(stated: Stated | None, kind: Kind) -> View:
    """The view of a figure that names none: year to date for the flows of several months from January on."""
    to_date = stated is not None and stated.is_to_date and not stated.is_whole_year
    return View.YEAR_TO_DATE if to_date and kind not in BALANCES else View.PERIOD


VIEWS: Final = {
    Role.CLOSING: View.PERIOD,
    Role.OPEN: View.OPEN,
    Role.MONTH: View.PERIOD,
    Role.CURRENT: View.PERIOD,
    Role.YEAR_TO_DATE: View.YEAR_TO_DATE,
    Role.YEAR: View.PERIOD,
    Role.COMPARATIVE: View.COMPARATIVE,
    Role.ACTUAL: View.PERIOD,
    Role.ORIGINAL: View.BUDGET_ORIGINAL,
    Role.BUDGET: View.BUDGET,
}


def view_of(words: str, period: Period) -> View | None:
    """The view that a word names, None where it names none."""
    said = words.strip()
    if not said:
        return None
    if said.lower() in set(View):
        return View(said.lower())
    role = role_of(said)
    return view_of_role(role, period) if role in VIEWS else None


def view_of_role(role: Role | None, period: Period) -> View:
    """The view of a role; the year to date of a whole year is the year."""
    found = VIEWS.get(role, View.PERIOD) if role else View.PERIOD
    return View.PERIOD if found is View.YEAR_TO_DATE and period.kind is PeriodKind.YEAR else found


def no_view(words: str) -> str:
    """The rule that tells of words that name no view: of what is to come (I125), or not understood (I47)."""
    return "I125" if role_of(words) in AHEAD else "I47"


def years(found: Mapping[int, ColumnMeaning]) -> frozenset[int]:
    """The fiscal years of the periods that columns hold."""
    return frozenset(Period.parse(one.period).year for one in found.values())
