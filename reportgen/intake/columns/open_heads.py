"""Which heads of columns leave open of what they are: budgets of a part of a year, or one of two that titles name.

Actual figures and budgets side by side, of which nothing says of how many months they are, are told (W85).
"""

from __future__ import annotations

from typing import Final

from reportgen.intake.columns.sheet_periods import Frame, OfMonth, month_of_title
from reportgen.intake.context import FoundValues
from reportgen.intake.grid.head_columns import HeadColumn
from reportgen.intake.grid.head_words import Role
from reportgen.intake.grid.tables import SheetTable, marked
from reportgen.intake.periods import short_dates
from reportgen.intake.periods.dates import DECEMBER
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.model.dataset import View
from reportgen.model.period import Period, PeriodKind

TO_DATE: Final = frozenset({Role.YEAR_TO_DATE, Role.YEAR, Role.ACTUAL})
"""Heads below which a month's sheet has what came since the year began."""
OF_A_PART: Final = frozenset({Role.MONTH, Role.QUARTER})
PARTS: Final = OF_A_PART | TO_DATE
SAID: Final = OF_A_PART | {Role.YEAR_TO_DATE}
UNSAID: Final = frozenset({Role.ACTUAL, Role.CURRENT, Role.COMPARATIVE, Role.PRIOR, Role.ENTITY, Role.PERIOD})
"""Heads that say neither the month nor the time since the year began."""
YEARS: Final = UNSAID | {Role.YEAR}
NO_BUDGETS: Final = frozenset({Role.COMPARATIVE, Role.EARLIER, Role.PRIOR, Role.ORIGINAL, Role.ACTUAL})
"""Columns that are no budget in force even in a table of budgets."""
UNSURE: Final = "W85"
BUDGETS: Final = {Role.BUDGET: View.BUDGET, Role.ORIGINAL: View.BUDGET_ORIGINAL}


def is_open(column: HeadColumn, period: Period, frame: Frame) -> bool:
    """Whether a head leaves open of which months its column is."""
    if column.role is Role.EARLIER and (period.kind is not PeriodKind.YEAR or column.stated):
        return True
    if is_of_two_years(column, frame) or _is_open_budget(column, period, frame) or is_either(column, frame):
        return True
    return is_budget(column, frame) and is_of_part(column)


def is_budget(column: HeadColumn, frame: Frame) -> bool:
    """Whether a column holds budgets: by its head or by its table, where beside budgets parts of a year are none."""
    is_beside = frame.has_budgets and (column.is_to_date or column.roles & PARTS)
    return column.role in BUDGETS or (frame.budget and column.role not in NO_BUDGETS and not is_beside)


def is_of_part(column: HeadColumn) -> bool:
    """Whether a head speaks of the month or quarter, or of the time since the year began."""
    return column.is_to_date or column.says_to_date or column.says_part or bool(column.roles & (PARTS - {Role.YEAR}))


def is_of_two_years(column: HeadColumn, frame: Frame) -> bool:
    """Whether a head names a year by two, 2025/26, though the case's years are those of the calendar."""
    return frame.year_end == DECEMBER and any(map(short_dates.split_year, column.words))


def is_either(column: HeadColumn, frame: Frame) -> bool:
    """Whether the title speaks of the month and of the year so far, and a head does not say which of them it is."""
    if not frame.is_either or column.role not in UNSAID or column.month:
        return False
    if column.stated and (column.stated.period.kind is not PeriodKind.YEAR or column.is_to_date):
        return False
    return not (column.says_to_date or column.says_part or column.roles & SAID)


def is_of_year_so_far(column: HeadColumn, frame: Frame) -> bool:
    """Whether a head names a year and no more, on a sheet that ends before the newest of its years does."""
    stated = column.stated
    if frame.begun is None or frame.is_either or stated is None or stated.period.kind is not PeriodKind.YEAR:
        return False
    said = "".join(column.words).lower()
    return column.role in YEARS and not any(word in said for word in vocabulary().of_a_whole_year)


def _is_open_budget(column: HeadColumn, period: Period, frame: Frame) -> bool:
    """Whether a budget stands in a statement of a part of a year and does not say that it is the year's.

    Of others than English ones, and of tables of budgets, the title tells that they are of a part alone. Beside the
    year to date it is mostly that of the same months, of which no budgets are kept.
    """
    if period.kind is PeriodKind.YEAR:
        return False
    if frame.is_part or frame.is_either or is_plan_of_part(column, frame):
        is_undated = column.role is Role.BUDGET or (frame.budget and not column.stated)
        return is_undated and is_budget(column, frame) and not says_whole_year(column)
    if column.role is not Role.BUDGET or not frame.years or frame.budget:
        return False
    is_of_month = column.stated is not None and column.stated.is_month and frame.span is None
    is_in_english = "".join(column.words).isascii()
    return is_in_english and not is_of_month and not says_whole_year(column)


def is_plan_of_part(column: HeadColumn, frame: Frame) -> bool:
    """Whether the title of a table of budgets names a part of a year, and a head no period of its own."""
    is_of_part = frame.base is not None and frame.base.kind is not PeriodKind.YEAR
    return frame.budget and is_of_part and not column.stated and not column.month


def says_whole_year(column: HeadColumn) -> bool:
    """Whether a head of a budget calls it that of the whole year."""
    said = "".join(column.words).lower()
    return any(word in said for word in vocabulary().of_a_year)


def tell_unsure(table: SheetTable, frame: Frame, gathered: FoundValues) -> None:
    """W85: actual figures below the name of a month, beside budgets, and nothing says of how many months either is.

    They are read as the year to date and the budget of the year, as tables of how budgets are carried out have them.
    """
    base, words = frame.base, vocabulary()
    if not table.head.of(Role.ACTUAL) or base is None:
        return
    if base.kind is PeriodKind.YEAR or frame.to_date or frame.is_part or frame.is_either or frame.years:
        return
    title = table.banner.title
    if month_of_title(table) is not OfMonth.UNSAID or marked(title, (*words.titles_of_execution, *words.so_far)):
        return
    if base.number > 1 and (actual := _unsaid(table, Role.ACTUAL)) and (budget := _unsaid(table, Role.BUDGET)):
        place = table.head_place(actual)
        gathered.find(UNSURE, place, period=str(base), actual=actual.head, budget=budget.head)


def _unsaid(table: SheetTable, role: Role) -> HeadColumn | None:
    """The first column of a role whose head says nothing of months, years or how a budget is carried out."""
    words = vocabulary()
    more = (*words.titles_of_execution, *words.to_date, *words.of_a_year, words.year)
    columns = (column for side in table.sides for column in side.columns if column.role is role)
    said = ((column, "".join(column.words).lower()) for column in columns if not column.stated and not column.month)
    return next((column for column, head in said if not any(word in head for word in more)), None)
