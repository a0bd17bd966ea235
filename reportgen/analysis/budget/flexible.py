"""The flexible budget: what the budget of expense would have been for the work that was really done.

flexed = static · (1 − variable share + variable share · work index); flexed − static is owed to the work, actual −
flexed to spending, and the two add up to actual − static.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Facts, Figure, Lack
from reportgen.analysis.budget.execution import planned
from reportgen.model.values import Reason

if TYPE_CHECKING:
    from reportgen.analysis.books import Books
    from reportgen.analysis.material import Analyses

EXPENSE: Final = "total_expense"
WORK: Final = (
    ("outpatient_emergency_visits", "budget_visits", "outpatient_cost"),
    ("discharges", "budget_discharges", "inpatient_cost"),
)
"""Work, its plan of the year, and the cost that says how much it weighs."""


@dataclass(frozen=True)
class Work:
    """One kind of work to date.

    Attributes:
        planned: of a part of a year the year's plan by the share that these months had of last year's work.
        weight: its share of last year's cost, a fraction; the weights add up to 1.
    """

    id: str
    planned: float
    actual: float
    weight: float

    @property
    def index(self) -> float:
        """Actual over planned work."""
        return self.actual / self.planned


@dataclass(frozen=True)
class Flexible:
    """Static, flexed and actual expense to date, money; variable_share: of last year's cost, a fraction."""

    static: float
    flexed: float
    actual: float
    variable_share: float
    work: tuple[Work, ...]

    @property
    def work_index(self) -> float:
        """Work done over work planned, weighted by cost."""
        return fsum(one.weight * one.index for one in self.work)

    @property
    def by_work(self) -> float:
        """What more or less work would cost."""
        return self.flexed - self.static

    @property
    def by_spending(self) -> float:
        """What was spent beyond the budget for the work done."""
        return self.actual - self.flexed


def flexible(analyses: Analyses) -> Flexible | Lack:
    """The flexible budget to date."""
    books = analyses.books
    static, actual = books.budget_to_date(EXPENSE), books.to_date(EXPENSE)
    if static.value is None:
        return Lack("budget", Reason.NO_BUDGET, {"item": books.item(EXPENSE).name})
    if actual.value is None:
        return _absent(books, EXPENSE)
    costs = [books.last_year(item) for item in ("fixed_cost", "variable_cost")]
    fixed, variable = (one.value for one in costs)
    if fixed is None or variable is None:
        return _absent(books, "fixed_cost" if fixed is None else "variable_cost", before=True)
    work = _work(books)
    return work if isinstance(work, Lack) else flex(static.value, actual.value, fixed, variable, work)


def flex(static: float, actual: float, fixed: float, variable: float, work: tuple[Work, ...]) -> Flexible | Lack:
    """Flex a budget; nothing where cost is negative or all of it zero, or where no work was planned."""
    if fixed < 0 or variable < 0 or fixed + variable == 0:
        return Lack("cost_negative", Reason.NEGATIVE_BASE)
    share = variable / (fixed + variable)
    index = fsum(one.weight * one.index for one in work)
    return Flexible(static, static * (1 - share + share * index), actual, share, work)


def _work(books: Books) -> tuple[Work, ...] | Lack:
    found: list[tuple[str, float, float, float]] = []
    for item, plan, cost in WORK:
        done, due, weight = books.to_date(item), _due(books, item, plan), books.last_year(cost)
        if done.value is None:
            return _absent(books, item)
        if due.value is None:
            lost = plan if due.reason is Reason.NO_BUDGET else item
            return _absent(books, lost, before=lost == item)
        if weight.value is None:
            return _absent(books, cost, before=True)
        if due.value <= 0 or weight.value <= 0:
            return Lack("drivers_not_positive", Reason.NEGATIVE_BASE, {"item": books.item(item).name})
        found.append((item, due.value, done.value, weight.value))
    whole = fsum(weight for *_, weight in found)
    return tuple(Work(item, due, done, weight / whole) for item, due, done, weight in found)


def _due(books: Books, item: str, plan: str) -> Figure:
    """Planned work to date: never a share by time, but by what these months were of last year's work."""
    whole = planned(books, plan)
    if not books.now.is_partial:
        return whole
    year = books.now.fiscal_year.previous_year()
    return whole * books.last_year(item).over(books.to_date(item, year))


def _absent(books: Books, item: str, *, before: bool = False) -> Lack:
    period = books.now.previous_year() if before else books.now
    facts: Facts = {"item": books.item(item).name, "period": str(period)}
    return Lack("item_of", Reason.MISSING_INPUT, facts)
