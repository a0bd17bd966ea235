"""Projects as business: what a unit of result cost beside what was planned for it, and the contracts behind the money.

effect = (unit cost − planned unit cost) · units achieved: what dearer or cheaper results come to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.analysis.answer import Figure, Lack

if TYPE_CHECKING:
    from reportgen.analysis.budget.projects import Project, Projects
    from reportgen.analysis.material import Analyses


@dataclass(frozen=True)
class ProjectCost:
    """One project with a countable result.

    Attributes:
        achieved: units so far; spent: money so far.
        unit_cost, planned: money a unit; deviation: unit cost over planned − 1, a fraction.
        effect: money.
    """

    id: str
    name: str
    target: str
    achieved: Figure
    spent: Figure
    unit_cost: Figure
    planned: Figure
    deviation: Figure
    effect: Figure


@dataclass(frozen=True)
class ProjectCosts:
    """Projects with a countable result, and the names of those without one."""

    projects: tuple[ProjectCost, ...]
    uncounted: tuple[str, ...]


def projects(analyses: Analyses) -> ProjectCosts | Lack:
    """Projects to date."""
    found: Projects | Lack = analyses["budget.projects"]
    if isinstance(found, Lack):
        return found
    counted = [one for one in found.projects if one.unit_cost.value is not None and one.planned_unit_cost.value]
    uncounted = tuple(one.name for one in found.projects if one not in counted)
    return ProjectCosts(tuple(_cost(one) for one in counted), uncounted)


def _cost(one: Project) -> ProjectCost:
    dearer = one.unit_cost - one.planned_unit_cost
    return ProjectCost(
        one.id,
        one.name,
        one.target,
        one.achieved,
        one.money.actual,
        one.unit_cost,
        one.planned_unit_cost,
        dearer.over(one.planned_unit_cost),
        dearer * one.achieved,
    )
