"""The second split of the budget: target costs of departments, their direct cost, and what nobody answers for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis import tables
from reportgen.analysis.answer import Figure, Lack, added
from reportgen.analysis.budget.executed import Calendar, Executed, Standing, by_amount, executed
from reportgen.analysis.budget.life import FEN
from reportgen.analysis.budget.plan import calendar, planned
from reportgen.model.reason import Reason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.analysis.material import Analyses
    from reportgen.analysis.rows import Row

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
        return None if self.gap.value is None else abs(self.gap.value) <= FEN

    @property
    def over(self) -> tuple[Executed, ...]:
        """Departments beyond their target, or ahead of the year by more than the case allows, largest first."""
        return by_amount(self.departments, Standing.OVER, Standing.AHEAD)


def second_split(analyses: Analyses) -> SecondSplit | Lack:
    """Targets of the year against cost to date."""
    targets = tables.in_force(analyses, TARGETS)
    if isinstance(targets, Lack):
        return targets
    costs = tables.to_date(analyses, DEPARTMENTS)
    if isinstance(costs, Lack):
        return costs
    books = analyses.books
    return split(targets, costs, planned(books, TOTAL), books.to_date(ACTUAL), calendar(analyses))


def split(
    targets: Mapping[str, Row], costs: Mapping[str, Row], budget: Figure, actual: Figure, when: Calendar
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
