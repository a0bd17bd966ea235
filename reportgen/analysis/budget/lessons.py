"""What the year's budget teaches for the next one: each line, project and department that missed it, and a suggestion.

The suggestion is a sentence of the catalogue by kind, words under ``analysis.lesson.``; what the hospital itself says
of the line in the budget table stands in its place. No cause is named that nobody gave.

The second split of the budget: target costs of departments, their direct cost, and what nobody answers for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from reportgen.analysis import tables
from reportgen.analysis.answer import Figure, Unavailable, added
from reportgen.analysis.budget.execution import (
    BudgetCalendar,
    BudgetStanding,
    Executed,
    by_amount,
    calendar,
    executed,
    planned,
)
from reportgen.analysis.budget.projects import ProjectResult
from reportgen.model.printing import HALF_A_FEN
from reportgen.model.values import Reason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.analysis.answer import RegisterRow
    from reportgen.analysis.budget.execution import Execution
    from reportgen.analysis.budget.life import Life
    from reportgen.analysis.budget.projects import Projects
    from reportgen.analysis.material import Analyses

TARGETS: Final = "department_targets"
DEPARTMENTS: Final = "departments"
TOTAL: Final = "budget_total_expense"
ACTUAL: Final = "total_expense"
GROUP: Final = "expense"


@dataclass(frozen=True)
class SecondSplit:
    """Targets and costs of the departments.

    Attributes:
        departments: target cost of the year against direct cost to date, in the order of the targets; a department
            without figures has no actual cost.
        rest: targets of names that are no department, together, against the expense that no department answers for.
        targets: sum of all targets; budget: the year's budget of expense; gap: targets − budget, which is to be 0.
        without_target: departments that have cost but no target.
        without_department: names of targets that are no department of the table.
    """

    departments: tuple[Executed, ...]
    rest: Executed
    targets: Figure
    budget: Figure
    gap: Figure
    without_target: tuple[str, ...]
    without_department: tuple[str, ...]

    @property
    def is_complete(self) -> bool | None:
        """Whether the targets make up the budget; None where one of them is missing."""
        return None if self.gap.value is None else abs(self.gap.value) <= HALF_A_FEN

    @property
    def listed(self) -> tuple[Executed, ...]:
        """The departments in the order of the targets, and what no department answers for."""
        return (*self.departments, self.rest)

    @property
    def over(self) -> tuple[Executed, ...]:
        """Departments beyond their target, or ahead of the year by more than the case allows, largest first."""
        return by_amount(self.departments, BudgetStanding.OVER, BudgetStanding.AHEAD)


def second_split(analyses: Analyses) -> SecondSplit | Unavailable:
    """Targets of the year against cost to date."""
    targets = tables.in_force(analyses, TARGETS)
    if isinstance(targets, Unavailable):
        return targets
    costs = tables.to_date(analyses, DEPARTMENTS)
    if isinstance(costs, Unavailable):
        return costs
    books = analyses.books
    return split(targets, costs, planned(books, TOTAL), books.to_date(ACTUAL), calendar(analyses))


def split(
    targets: Mapping[str, RegisterRow],
    costs: Mapping[str, RegisterRow],
    budget: Figure,
    actual: Figure,
    when: BudgetCalendar,
) -> SecondSplit:
    """Hold the targets against the costs."""
    known = [name for name in targets if name in costs]
    strangers = [name for name in targets if name not in costs]
    departments = tuple(
        executed(
            name,
            GROUP,
            targets[name].figure("target_cost"),
            costs[name].figure("direct_cost"),
            when,
            targets[name].words.get("owner", ""),
        )
        for name in known
    )
    whole = added(row.figure("target_cost") for row in targets.values())
    left = actual - added(row.figure("direct_cost") for row in costs.values())
    none = Figure.missing(Reason.NOT_APPLICABLE)
    planned_rest = added(targets[name].figure("target_cost") for name in strangers) if strangers else none
    return SecondSplit(
        departments,
        executed("rest", GROUP, planned_rest, left, when),
        whole,
        budget,
        whole - budget,
        tuple(name for name in costs if name not in targets),
        tuple(strangers),
    )


class LessonKind(StrEnum):
    """What went otherwise than planned; also the key of the suggestion."""

    INCOME_OVER = "income_over"
    INCOME_BEHIND = "income_behind"
    INCOME_AHEAD = "income_ahead"
    OVER = "over"
    AHEAD = "ahead"
    BEHIND = "behind"
    DISORDERED = "disordered"
    PROJECT_BEHIND = "project_behind"
    RESULT_MISSED = "result_missed"
    DEPARTMENT_OVER = "department_over"


UNSPENT: Final = frozenset({LessonKind.BEHIND, LessonKind.PROJECT_BEHIND})
"""What is to be scheduled within the year, and carried over once it is over."""


@dataclass(frozen=True)
class Lesson:
    """One lesson.

    Attributes:
        name: of the line, item, project or department; is_item: whether it is the id of an item.
        amount: variance of the year where the budget is exceeded, else what the line is ahead of time (+) or behind (−)
            by; of a disordered line the largest excess.
        rate: execution − elapsed part of the year; of a missed result its attainment − 1.
        remark: the hospital's own explanation, which replaces the suggestion; "" for none.
        is_over: whether the year is over, so that nothing is left to schedule in it.
    """

    kind: LessonKind
    name: str
    owner: str
    amount: Figure
    rate: Figure
    remark: str = ""
    is_item: bool = False
    is_over: bool = False

    @property
    def suggestion(self) -> str:
        """Which words say what is usually done."""
        return f"{self.kind}.over" if self.is_over and self.kind in UNSPENT else f"{self.kind}"


def lessons(analyses: Analyses) -> tuple[Lesson, ...] | Unavailable:
    """All lessons: lines first, then projects, then departments; each by amount. `Unavailable` without a budget."""
    execution = analyses["budget.execution"]
    if isinstance(execution, Unavailable):
        return execution
    found = list(_lines(execution, analyses["budget.life"]))
    found += _disordered(analyses["budget.life"], {line.id for line in execution.overspent})
    found += _projects(analyses["budget.projects"])
    found += _departments(analyses["budget.second_split"])
    is_over = not analyses.books.now.is_partial
    return tuple(replace(one, is_over=is_over) for one in found)


def _lines(execution: Execution, life: Life | Unavailable) -> Iterator[Lesson]:
    remarks = (
        {}
        if isinstance(life, Unavailable) or isinstance(life.lines, Unavailable)
        else {x.id: x.remark for x in life.lines}
    )
    for line in execution.off:
        income = line.group == "income"
        kind = LessonKind(f"income_{line.standing}" if income else f"{line.standing}")
        amount = line.variance if line.standing is BudgetStanding.OVER else line.beyond
        is_item = isinstance(execution.lines, Unavailable)
        yield Lesson(kind, line.id, line.owner, amount, line.gap, remarks.get(line.id, ""), is_item)


def _disordered(life: Life | Unavailable, told: set[str]) -> Iterator[Lesson]:
    """Lines in disorder; those beyond their budget are told already."""
    for line in () if isinstance(life, Unavailable) else life.disordered:
        if line.id in told:
            continue
        largest = max(line.exceeded, key=lambda one: one.amount)
        excess = Figure(largest.amount, None, line.stages[largest.later].places)
        rate = excess.over(line.stages[largest.earlier])
        yield Lesson(LessonKind.DISORDERED, line.id, line.owner, excess, rate, line.remark)


def _projects(projects: Projects | Unavailable) -> Iterator[Lesson]:
    known = () if isinstance(projects, Unavailable) else projects.projects
    for one in sorted(known, key=lambda each: (-abs(each.money.beyond.value or 0.0), each.id)):
        if one.money.standing is BudgetStanding.BEHIND:
            yield Lesson(LessonKind.PROJECT_BEHIND, one.name, one.owner, one.money.beyond, one.money.gap)
        if one.result is ProjectResult.MISSED:
            short = one.attainment + Figure(-1.0)
            yield Lesson(LessonKind.RESULT_MISSED, one.name, one.owner, one.money.actual, short)


def _departments(split: SecondSplit | Unavailable) -> Iterator[Lesson]:
    for one in () if isinstance(split, Unavailable) else split.over:
        amount = one.variance if one.standing is BudgetStanding.OVER else one.beyond
        yield Lesson(LessonKind.DEPARTMENT_OVER, one.id, one.owner, amount, one.gap)
