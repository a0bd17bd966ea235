"""What departments bring and cost, how that changed, and what no department answers for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import fsum
from typing import TYPE_CHECKING, Final

from reportgen.analysis import tables
from reportgen.analysis.answer import Figure, Lack, added
from reportgen.analysis.comparison.against import Base, Compared, compared
from reportgen.model.values import Reason

if TYPE_CHECKING:
    from reportgen.analysis.material import Analyses
    from reportgen.analysis.rows import Row

TABLE: Final = "departments"
WORK: Final = ("visits", "discharges", "bed_days", "case_weight")
COSTS: Final = ("personnel_cost", "drug_cost", "consumables_cost", "depreciation_cost", "other_cost")
FEN: Final = 0.005


@dataclass(frozen=True)
class Department:
    """One department, to date.

    Attributes:
        margin: income − direct cost; result: margin − allocated indirect cost, not applicable where its own cost is
            what is allocated to others.
        cost_rate: direct cost over income.
        income_change, cost_change: against the same months of last year.
        work: quantities by name, as far as the department counts them.
        per_unit: direct cost for one visit, discharge, bed day and point of case weight.
    """

    id: str
    group: str
    income: Figure
    direct_cost: Figure
    indirect_cost: Figure
    margin: Figure
    result: Figure
    cost_rate: Figure
    income_change: Compared
    cost_change: Compared
    costs: Mapping[str, Figure]
    work: Mapping[str, Figure]
    staff: Figure


@dataclass(frozen=True)
class Contribution:
    """What one department adds to the change of all margins."""

    id: str
    amount: float
    begun: bool = False
    ended: bool = False


@dataclass(frozen=True)
class Departments:
    """All departments, in the order of the table.

    Attributes:
        income, direct_cost: sums of the departments.
        income_left, cost_left: what the hospital's statements hold beyond them: not allocated to any department.
        contributions: to the change of the margin since last year, largest first; they add up to it. A `Lack` where
            last year's table is not there.
        margin_change: the sum of the contributions.
    """

    departments: tuple[Department, ...]
    income: Figure
    direct_cost: Figure
    income_left: Figure
    cost_left: Figure
    contributions: tuple[Contribution, ...] | Lack
    margin_change: float | None

    @property
    def is_complete(self) -> bool:
        """Whether the departments make up the hospital's income and cost."""
        return all(one.value is not None and abs(one.value) <= FEN for one in (self.income_left, self.cost_left))


def departments(analyses: Analyses) -> Departments | Lack:
    """Departments to date, against the same months of last year."""
    books = analyses.books
    rows = tables.to_date(analyses, TABLE)
    if isinstance(rows, Lack):
        return rows
    before = tables.last_year(analyses, TABLE)
    earlier = {} if isinstance(before, Lack) else before
    period = str(books.now.previous_year())
    found = _with_results(_department(row, earlier.get(row.key), period) for row in rows.values())
    income, cost = added(one.income for one in found), added(one.direct_cost for one in found)
    contributions = before if isinstance(before, Lack) else _contributions(rows, before)
    change = None if isinstance(contributions, Lack) else fsum(one.amount for one in contributions)
    return Departments(
        found,
        income,
        cost,
        books.to_date("medical_income") - income,
        books.to_date("medical_activity_expense") - cost,
        contributions,
        change,
    )


def ranked(found: Iterable[Department], by: str) -> tuple[Department, ...]:
    """Departments by a figure, highest first, those without it last; `by` is ``income_change`` or a field."""

    def key(one: Department) -> tuple[bool, float, str]:
        chosen = getattr(one, by)
        figure = chosen.rate if isinstance(chosen, Compared) else chosen
        return figure.value is None, -(figure.value or 0.0), one.id

    return tuple(sorted(found, key=key))


def _department(row: Row, before: Row | None, period: str) -> Department:
    income, direct, indirect = row.figure("income"), row.figure("direct_cost"), row.figure("indirect_cost")
    old = Figure.missing(Reason.MISSING_PRIOR)
    return Department(
        row.key,
        row.words.get("class", ""),
        income,
        direct,
        indirect,
        income - direct,
        income - direct - indirect,
        direct.over(income),
        compared(Base.LAST_YEAR, income, before.figure("income") if before else old, period),
        compared(Base.LAST_YEAR, direct, before.figure("direct_cost") if before else old, period),
        {name: row.figure(name) for name in COSTS if row.figure(name).value is not None},
        {name: row.figure(name) for name in WORK if row.figure(name).value is not None},
        row.figure("staff"),
    )


def _with_results(found: Iterable[Department]) -> tuple[Department, ...]:
    """Where cost is allocated, only those that bear some of it have a result: that of the others is borne by them.

    One without any figures has none either, but for another reason: a sum over it is not known.
    """
    departments = tuple(found)
    if not any(one.indirect_cost.value for one in departments):
        return departments
    none = Figure.missing(Reason.NOT_APPLICABLE)
    return tuple(one if one.indirect_cost.value or _is_blank(one) else replace(one, result=none) for one in departments)


def _is_blank(one: Department) -> bool:
    """Whether nothing was entered for a department; one with a cost of its own and no income is no such."""
    return one.income.value is None and one.direct_cost.value is None


def _contributions(now: Mapping[str, Row], before: Mapping[str, Row]) -> tuple[Contribution, ...] | Lack:
    """Changes of the margins; a department that began or ended counts with its whole margin, and is marked."""
    gaps = {name: _gaps(name, now) | _gaps(name, before) for name in {**now, **before}}
    holed = tuple(name for name, months in gaps.items() if months)
    if holed:
        months = tuple(sorted(set().union(*gaps.values())))
        return Lack("department_months", Reason.MISSING_INPUT, {"names": holed, "months": months})
    found = []
    for name in {**now, **before}:
        margins = [_margin(rows.get(name)) for rows in (before, now)]
        if any(one is None for one in margins):
            return Lack("department_without_figures", Reason.MISSING_INPUT, {"name": name})
        old, new = (one or 0.0 for one in margins)
        found.append(Contribution(name, new - old, begun=name not in before, ended=name not in now))
    return tuple(sorted(found, key=lambda one: (-abs(one.amount), one.id)))


def _gaps(name: str, rows: Mapping[str, Row]) -> set[str]:
    return set(rows[name].gaps) if name in rows else set()


def _margin(row: Row | None) -> float | None:
    """A margin; 0 for a department that is not there, None where its income or cost is blank."""
    if row is None:
        return 0.0
    return (row.figure("income") - row.figure("direct_cost")).value
