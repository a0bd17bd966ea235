"""Projects: money and results, each held against its target, and what a unit of the result costs.

The flexible budget: what the budget of expense would have been for the work that was really done.

flexed = static · (1 − variable share + variable share · work index); flexed − static is owed to the work, actual −
flexed to spending, and the two add up to actual − static.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import fsum
from typing import TYPE_CHECKING, Final

from reportgen.analysis import tables
from reportgen.analysis.answer import Facts, Figure, Unavailable, added
from reportgen.analysis.budget.execution import BudgetCalendar, Executed, calendar, executed, planned
from reportgen.model.values import Reason

if TYPE_CHECKING:
    from reportgen.analysis.answer import RegisterRow
    from reportgen.analysis.books import Books
    from reportgen.analysis.material import Analyses

TABLE: Final = "projects"
LOWER: Final = "lower"
PERCENT: Final = ("%", "％")
GROUP: Final = "expense"


class ProjectResult(StrEnum):
    """What became of a project's target."""

    MET = "met"
    OPEN = "open"  # not met, and the project is not over
    MISSED = "missed"  # not met at the project's end


@dataclass(frozen=True)
class Project:
    """One project, to date.

    Attributes:
        money: budget of the year with what was carried in, as adjusted, against what was spent.
        available: budget and carry-over together, as `money.budget`.
        target: what it is to reach, in words; aim and achieved: the value wanted and the value so far.
        attainment: achieved over aim; where less is better aim over achieved; a fraction.
        result: None where target or achievement is not stated.
        lag: attainment − execution: below zero where money runs ahead of results; not where less is better.
        unit_cost: spent for each unit achieved; planned_unit_cost: available money over the aim. Not where less is
            better, nor where the target's words are of a percentage.
    """

    id: str
    name: str
    funds: str
    owner: str
    ends: str
    money: Executed
    target: str
    aim: Figure
    achieved: Figure
    attainment: Figure
    result: ProjectResult | None
    lag: Figure
    unit_cost: Figure
    planned_unit_cost: Figure


@dataclass(frozen=True)
class Projects:
    """All projects in the order of the table, and their money together."""

    projects: tuple[Project, ...]
    total: Executed

    @property
    def met(self) -> tuple[Project, ...]:
        """Projects that have reached their target."""
        return tuple(one for one in self.projects if one.result == ProjectResult.MET)


def projects(analyses: Analyses) -> Projects | Unavailable:
    """Projects at the end of the period."""
    rows = tables.at_end(analyses, TABLE)
    if isinstance(rows, Unavailable):
        return rows
    when = calendar(analyses)
    today = analyses.books.last_day.isoformat()
    found = tuple(project(row, when, today) for row in rows.values())
    budget, spent = added(one.money.budget for one in found), added(one.money.actual for one in found)
    return Projects(found, executed("projects", GROUP, budget, spent, when))


def project(row: RegisterRow, when: BudgetCalendar, today: str) -> Project:
    """One row of the table; `today` is the last day of the period."""
    owner, lower = row.words.get("project_owner", ""), row.words.get("lower_is_better") == LOWER
    money = executed(row.key, GROUP, available(row), row.figure("project_spent"), when, owner)
    aim, achieved = row.figure("target_value"), row.figure("achieved_value")
    none, target = Figure.missing(Reason.NOT_APPLICABLE), row.words.get("target", "")
    is_count = not lower and not any(sign in target for sign in PERCENT)
    attainment = aim.over(achieved) if lower else achieved.over(aim)
    return Project(
        id=row.key,
        name=row.words.get("project_name", row.key),
        funds=row.words.get("funds", ""),
        owner=owner,
        ends=row.words.get("ends", ""),
        money=money,
        target=target,
        aim=aim,
        achieved=achieved,
        attainment=attainment,
        result=_result(aim, achieved, row.words.get("ends", ""), today, lower=lower),
        lag=none if lower else attainment - money.execution,
        unit_cost=money.actual.over(achieved) if is_count else none,
        planned_unit_cost=money.budget.over(aim) if is_count else none,
    )


def available(row: RegisterRow) -> Figure:
    """The budget as adjusted, with what was carried in: nothing where that is blank, unknown where it is unreadable."""
    adjusted, brought = row.figure("project_adjusted"), row.figure("carried_in")
    budget = row.figure("project_budget") if _is_blank(adjusted) else adjusted
    return budget if _is_blank(brought) else budget + brought


def _is_blank(figure: Figure) -> bool:
    return figure.value is None and figure.reason is not Reason.INVALID_INPUT


def _result(aim: Figure, achieved: Figure, ends: str, today: str, *, lower: bool) -> ProjectResult | None:
    if aim.value is None or achieved.value is None:
        return None
    met = achieved.value <= aim.value if lower else achieved.value >= aim.value
    if met:
        return ProjectResult.MET
    return ProjectResult.MISSED if ends and ends <= today else ProjectResult.OPEN


EXPENSE: Final = "total_expense"
WORK: Final = (
    ("outpatient_emergency_visits", "budget_visits", "outpatient_cost"),
    ("discharges", "budget_discharges", "inpatient_cost"),
)
"""Work, its plan of the year, and the cost that says how much it weighs."""


@dataclass(frozen=True)
class WorkToDate:
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
    work: tuple[WorkToDate, ...]

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


def flexible(analyses: Analyses) -> Flexible | Unavailable:
    """The flexible budget to date."""
    books = analyses.books
    static, actual = books.budget_to_date(EXPENSE), books.to_date(EXPENSE)
    if static.value is None:
        return Unavailable("budget", Reason.NO_BUDGET, {"item": books.item(EXPENSE).name})
    if actual.value is None:
        return _absent(books, EXPENSE)
    costs = [books.last_year(item) for item in ("fixed_cost", "variable_cost")]
    fixed, variable = (one.value for one in costs)
    if fixed is None or variable is None:
        return _absent(books, "fixed_cost" if fixed is None else "variable_cost", before=True)
    work = _work(books)
    return work if isinstance(work, Unavailable) else flex(static.value, actual.value, fixed, variable, work)


def flex(
    static: float, actual: float, fixed: float, variable: float, work: tuple[WorkToDate, ...]
) -> Flexible | Unavailable:
    """Flex a budget; nothing where cost is negative or all of it zero, or where no work was planned."""
    if fixed < 0 or variable < 0:
        return Unavailable("cost_negative", Reason.NEGATIVE_BASE)
    if fixed + variable == 0:
        return Unavailable("cost_nil", Reason.ZERO_DENOMINATOR)
    share = variable / (fixed + variable)
    index = fsum(one.weight * one.index for one in work)
    return Flexible(static, static * (1 - share + share * index), actual, share, work)


def _work(books: Books) -> tuple[WorkToDate, ...] | Unavailable:
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
            return Unavailable("drivers_not_positive", Reason.NEGATIVE_BASE, {"item": books.item(item).name})
        found.append((item, due.value, done.value, weight.value))
    whole = fsum(weight for *_, weight in found)
    return tuple(WorkToDate(item, due, done, weight / whole) for item, due, done, weight in found)


def _due(books: Books, item: str, plan: str) -> Figure:
    """Planned work to date: never a share by time, but by what these months were of last year's work."""
    whole = planned(books, plan)
    if not books.now.is_partial:
        return whole
    year = books.now.fiscal_year.previous_year()
    return whole * books.last_year(item).over(books.to_date(item, year))


def _absent(books: Books, item: str, *, before: bool = False) -> Unavailable:
    period = books.now.previous_year() if before else books.now
    facts: Facts = {"item": books.item(item).name, "period": str(period)}
    return Unavailable("item_of", Reason.MISSING_INPUT, facts)
