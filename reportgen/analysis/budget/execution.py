"""Execution of the budget: totals on the budget basis, lines of the budget table, lines of the statements, months.

One line of a budget held against what was done: execution, gap to the elapsed part of the year, standing.

What the year was planned as, how much of it is over, and to which side of the budget an item belongs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Figure, Unavailable
from reportgen.analysis.budget.applications import budget_lines
from reportgen.model.period import MONTHS, Period
from reportgen.model.values import Reason

if TYPE_CHECKING:
    from reportgen.analysis.answer import RegisterRow
    from reportgen.analysis.books import Books
    from reportgen.analysis.material import Analyses

INCOME: Final = "income"
MOST_DRAWN: Final = 15
"""Lines of a drawing beside the totals."""
WHOLE: Final = 1.0


class BudgetStanding(StrEnum):
    """How a line stands against its budget and the calendar."""

    OVER = "over"  # more than the whole year's budget
    AHEAD = "ahead"  # further than the year, by more than the case allows
    ON_TRACK = "on_track"
    BEHIND = "behind"


@dataclass(frozen=True)
class Executed:
    """A line of a budget.

    Attributes:
        group: income, expense or capital.
        owner: who answers for the line, "" where nobody is named.
        budget: of the whole year as last adjusted; actual: to date.
        variance: actual − budget; variance_rate: over the budget.
        execution: actual over budget, a fraction; missing where the budget is zero or negative.
        gap: execution − elapsed part of the year, a fraction.
        beyond: actual − budget · elapsed part, money: what the line is ahead of time by.
        standing: None where there is no execution.
        favourable: once the year is over: income that reached its budget, expense that kept to it; None before.
    """

    id: str
    group: str
    owner: str
    budget: Figure
    actual: Figure
    variance: Figure
    variance_rate: Figure
    execution: Figure
    gap: Figure
    beyond: Figure
    standing: BudgetStanding | None
    favourable: bool | None


@dataclass(frozen=True)
class BudgetCalendar:
    """How much of the year is over, a fraction, and from which share of a budget on a deviation is pointed out."""

    elapsed: float
    off: float


def executed(  # noqa: PLR0913 - a line has a name, a kind, an owner and two amounts
    identifier: str, group: str, budget: Figure, actual: Figure, when: BudgetCalendar, owner: str = ""
) -> Executed:
    """Hold a line against its budget."""
    execution, variance = actual.over(budget), actual - budget
    gap = execution + Figure(-when.elapsed)
    return Executed(
        id=identifier,
        group=group,
        owner=owner,
        budget=budget,
        actual=actual,
        variance=variance,
        variance_rate=variance.over(budget),
        execution=execution,
        gap=gap,
        beyond=actual - budget.times(when.elapsed),
        standing=_standing(execution, gap, when.off),
        favourable=_favourable(group, variance) if when.elapsed >= WHOLE else None,
    )


def by_amount(lines: Iterable[Executed], *standings: BudgetStanding) -> tuple[Executed, ...]:
    """Lines that stand so, those with the largest amount first."""
    chosen = [line for line in lines if line.standing in standings]
    return tuple(sorted(chosen, key=lambda line: (-abs(_amount(line)), line.id)))


def _amount(line: Executed) -> float:
    found = line.variance if line.standing is BudgetStanding.OVER else line.beyond
    return found.value or 0.0


def _standing(execution: Figure, gap: Figure, off: float) -> BudgetStanding | None:
    if execution.value is None or gap.value is None:
        return None
    if execution.value > WHOLE:
        return BudgetStanding.OVER
    if abs(gap.value) <= off:
        return BudgetStanding.ON_TRACK
    return BudgetStanding.AHEAD if gap.value > 0 else BudgetStanding.BEHIND


def _favourable(group: str, variance: Figure) -> bool | None:
    if variance.value is None:
        return None
    return variance.value >= 0 if group == INCOME else variance.value <= 0


ROOTS: Final = {"total_income": "income", "total_expense": "expense"}


def calendar(analyses: Analyses) -> BudgetCalendar:
    """Where the year stands, and what deviation the case allows."""
    elapsed = analyses.books.now.months_elapsed / MONTHS
    return BudgetCalendar(elapsed, analyses.material.case.file.analysis.off_budget)


def planned(books: Books, item: str) -> Figure:
    """An item of the year's plan."""
    found = books.to_date(item, books.now.fiscal_year)
    return found if found.value is not None else Figure.missing(Reason.NO_BUDGET)


def group_of(books: Books, item: str | None) -> str:
    """Whether an item is a part of all income or of all expense, "" for neither."""
    for _ in books.cells.items:
        if item is None or item not in books.cells.items:
            return ""
        if item in ROOTS:
            return ROOTS[item]
        item = books.item(item).parent
    return ""


TOTALS: Final = (
    ("income", "income", "budget_total_income", "actual_income_execution"),
    ("expense", "expense", "budget_total_expense", "actual_expense_execution"),
    ("capital", "capital", "budget_capital_expenditure", "capital_expenditure"),
)
"""Id, kind, budget of the year, and what is held against it: amounts of budget accounting, never accruals."""
STATEMENT: Final = "income"


@dataclass(frozen=True)
class ExecutionPoint:
    """Cumulative execution at the end of a month, by total; elapsed: part of the year that is over."""

    period: str
    elapsed: float
    execution: tuple[tuple[str, Figure], ...]


@dataclass(frozen=True)
class Execution:
    """The budget of a year and what became of it so far.

    Attributes:
        elapsed: part of the year that is over, a fraction.
        totals: income, expense and capital, as far as the year's budget has them.
        lines: of the budget table, what was booked against what was last adjusted.
        departments: direct cost against the target cost of the second split of the budget.
        items: lines of the income statement with a budget beside them, both on the accrual basis.
        leaves: those of them that no other one is a part of.
        path: months of the year so far, with the execution of the totals.
    """

    elapsed: float
    totals: tuple[Executed, ...]
    lines: tuple[Executed, ...] | Unavailable
    departments: tuple[Executed, ...] | Unavailable
    items: tuple[Executed, ...]
    leaves: tuple[Executed, ...]
    path: tuple[ExecutionPoint, ...]

    @property
    def known(self) -> tuple[Executed, ...]:
        """Lines of the budget table, or of the statements where there is none; no total beside its parts."""
        return self.leaves if isinstance(self.lines, Unavailable) else self.lines

    @property
    def drawn(self) -> tuple[Executed, ...]:
        """The totals and the first lines, as far as they are executed at all, as many as a drawing holds."""
        known = [line for line in (*self.totals, *self.known) if line.execution.value is not None]
        return tuple(known[: MOST_DRAWN + len(self.totals)])

    @property
    def overspent(self) -> tuple[Executed, ...]:
        """Lines spent beyond the year's budget, largest first."""
        spent = [line for line in self.known if line.group != INCOME]
        return by_amount(spent, BudgetStanding.OVER)

    @property
    def off(self) -> tuple[Executed, ...]:
        """Lines that deviate by more than the case allows, largest amount first."""
        return by_amount(self.known, BudgetStanding.OVER, BudgetStanding.AHEAD, BudgetStanding.BEHIND)


def execution(analyses: Analyses) -> Execution | Unavailable:
    """Everything that has a budget."""
    when = calendar(analyses)
    rows = budget_lines(analyses)
    lines = rows if isinstance(rows, Unavailable) else tuple(_line(row, when) for row in rows.values())
    totals, items = tuple(_totals(analyses.books, when)), tuple(_items(analyses, when))
    if isinstance(lines, Unavailable) and not totals and not items:
        return lines
    split = analyses["budget.second_split"]
    departments = split if isinstance(split, Unavailable) else split.departments
    totalled = {analyses.books.item(one.id).parent for one in items}
    leaves = tuple(one for one in items if one.id not in totalled)
    path = tuple(_path(analyses.books)) if totals else ()
    return Execution(when.elapsed, totals, lines, departments, items, leaves, path)


def _totals(books: Books, when: BudgetCalendar) -> Iterator[Executed]:
    for name, group, budget, actual in TOTALS:
        whole = planned(books, budget)
        if whole.value is not None:
            yield executed(name, group, whole, books.to_date(actual), when)


def _line(row: RegisterRow, when: BudgetCalendar) -> Executed:
    group, owner = row.words.get("line_class", ""), row.words.get("line_owner", "")
    return executed(row.key, group, row.figure("adjusted"), row.figure("booked"), when, owner)


def _items(analyses: Analyses, when: BudgetCalendar) -> Iterator[Executed]:
    books = analyses.books
    for item, defined in books.cells.items.items():
        if defined.statement != STATEMENT:
            continue
        group = group_of(books, item)
        budget = books.budget(item) if group else Figure.missing(Reason.NO_BUDGET)
        if budget.value is not None:
            yield executed(item, group, budget, books.to_date(item), when)


def _path(books: Books) -> Iterator[ExecutionPoint]:
    budgets = {name: planned(books, budget) for name, _, budget, _ in TOTALS}
    for month in books.months_to_date():
        found = tuple(
            (name, _month(books, actual, month).over(budgets[name]))
            for name, _, _, actual in TOTALS
            if budgets[name].value is not None
        )
        yield ExecutionPoint(str(month), month.months_elapsed / MONTHS, found)


def _month(books: Books, item: str, month: Period) -> Figure:
    """Cumulative to the month; at the end of the period, what stands on the page."""
    if month.months_elapsed == books.now.months_elapsed:
        return books.to_date(item)
    return books.to_date(item, month)
