"""Projects: money and results, each held against its target, and what a unit of the result costs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from reportgen.analysis import tables
from reportgen.analysis.answer import Figure, Lack, added
from reportgen.analysis.budget.execution import Calendar, Executed, calendar, executed
from reportgen.model.values import Reason

if TYPE_CHECKING:
    from reportgen.analysis.material import Analyses
    from reportgen.analysis.rows import Row

TABLE: Final = "projects"
LOWER: Final = "lower"
PERCENT: Final = ("%", "％")
GROUP: Final = "expense"


class Result(StrEnum):
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
    result: Result | None
    lag: Figure
    unit_cost: Figure
    planned_unit_cost: Figure


@dataclass(frozen=True)
class Projects:
    """All projects in the order of the table, and their money together."""

    projects: tuple[Project, ...]
    total: Executed


def projects(analyses: Analyses) -> Projects | Lack:
    """Projects at the end of the period."""
    rows = tables.at_end(analyses, TABLE)
    if isinstance(rows, Lack):
        return rows
    when = calendar(analyses)
    today = analyses.books.last_day.isoformat()
    found = tuple(project(row, when, today) for row in rows.values())
    budget, spent = added(one.money.budget for one in found), added(one.money.actual for one in found)
    return Projects(found, executed("projects", GROUP, budget, spent, when))


def project(row: Row, when: Calendar, today: str) -> Project:
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


def available(row: Row) -> Figure:
    """The budget as adjusted, with what was carried in: nothing where that is blank, unknown where it is unreadable."""
    adjusted, brought = row.figure("project_adjusted"), row.figure("carried_in")
    budget = row.figure("project_budget") if _is_blank(adjusted) else adjusted
    return budget if _is_blank(brought) else budget + brought


def _is_blank(figure: Figure) -> bool:
    return figure.value is None and figure.reason is not Reason.INVALID_INPUT


def _result(aim: Figure, achieved: Figure, ends: str, today: str, *, lower: bool) -> Result | None:
    if aim.value is None or achieved.value is None:
        return None
    met = achieved.value <= aim.value if lower else achieved.value >= aim.value
    if met:
        return Result.MET
    return Result.MISSED if ends and ends <= today else Result.OPEN
