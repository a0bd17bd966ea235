"""Departments in their work: what they bring and cost for each unit, employee and hundred yuan, beside the hospital.

Ratios that would have to divide one cost among two kinds of patients are not made: a department with out-patients and
in-patients has no cost a visit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis import tables
from reportgen.analysis.answer import Figure, Lack, added
from reportgen.analysis.comparison.against import Base, Compared, compared
from reportgen.model.reason import Reason

if TYPE_CHECKING:
    from reportgen.analysis.material import Analyses
    from reportgen.analysis.rows import Row

TABLE: Final = "departments"
HUNDRED: Final = 100.0
SUMMED: Final = (
    "visits", "discharges", "bed_days", "case_weight", "staff", "income", "drug_income", "consumables_income",
    "drug_cost", "consumables_cost", "personnel_cost", "direct_cost",
)  # fmt: skip
CLINICAL: Final = "clinical"


@dataclass(frozen=True)
class Work:
    """Ratios of one department, or of all clinical ones together.

    Attributes:
        case_mix: case weight a discharge; stay: bed days a discharge.
        weight_per_staff: case weight an employee; visits_per_staff likewise.
        cost_per_visit: of departments with out-patients alone; cost_per_bed_day, cost_per_case, cost_per_point: of
            departments with in-patients alone, money; else not applicable.
        consumables_per_100, drugs_per_100, personnel_per_100: cost for each 100 yuan of the department's income.
        consumables_change: of `consumables_per_100` against the same months of last year.
    """

    id: str
    group: str
    case_mix: Figure
    stay: Figure
    weight_per_staff: Figure
    visits_per_staff: Figure
    cost_per_visit: Figure
    cost_per_bed_day: Figure
    cost_per_case: Figure
    cost_per_point: Figure
    consumables_per_100: Figure
    drugs_per_100: Figure
    personnel_per_100: Figure
    consumables_change: Compared


@dataclass(frozen=True)
class DepartmentWork:
    """Departments in the order of the table, all clinical ones together, and what the table does not hold.

    Attributes:
        without_figures: departments whose income or direct cost is blank.
        work_left: the hospital's work that no department counts, by item: visits, discharges, bed days, case weight.
    """

    departments: tuple[Work, ...]
    clinical: Work
    without_figures: tuple[str, ...]
    work_left: Mapping[str, Figure]


HOSPITAL: Final = {
    "visits": "outpatient_emergency_visits",
    "discharges": "discharges",
    "bed_days": "occupied_bed_days",
    "case_weight": "drg_weight_sum",
}


def departments(analyses: Analyses) -> DepartmentWork | Lack:
    """Departments to date."""
    books = analyses.books
    rows = tables.to_date(analyses, TABLE)
    if isinstance(rows, Lack):
        return rows
    before = tables.last_year(analyses, TABLE)
    earlier = {} if isinstance(before, Lack) else before
    period = str(books.now.previous_year())
    found = tuple(_work(row.key, _figures(row), _before(earlier.get(row.key)), period, row) for row in rows.values())
    both = [_together(table) for table in (rows, earlier)]
    left = {name: books.to_date(item) - _sum(rows, name) for name, item in HOSPITAL.items()}
    lost = tuple(name for name, row in rows.items() if (row.figure("income") + row.figure("direct_cost")).value is None)
    return DepartmentWork(found, _work(CLINICAL, both[0], both[1], period), lost, left)


def _figures(row: Row) -> dict[str, Figure]:
    return {name: row.figure(name) for name in SUMMED}


def _before(row: Row | None) -> dict[str, Figure]:
    none = Figure.missing(Reason.MISSING_PRIOR)
    return _figures(row) if row is not None else dict.fromkeys(SUMMED, none)


def _together(rows: Mapping[str, Row]) -> dict[str, Figure]:
    clinical = {name: row for name, row in rows.items() if row.words.get("class") == CLINICAL}
    return {name: _sum(clinical, name) for name in SUMMED}


def _sum(rows: Mapping[str, Row], column: str) -> Figure:
    """The sum over those that count the work at all; money has to be there for each."""
    figures = [row.figure(column) for row in rows.values()]
    counted = figures if column not in HOSPITAL else [one for one in figures if one.value is not None]
    return added(counted)


def _work(
    identifier: str, now: Mapping[str, Figure], before: Mapping[str, Figure], period: str, row: Row | None = None
) -> Work:
    out, into = _has(now, "visits"), _has(now, "bed_days") or _has(now, "discharges")
    none, cost, per_100 = Figure.missing(Reason.NOT_APPLICABLE), now["direct_cost"], _per_100(now, "consumables_cost")
    single = {"visit": out and not into, "bed": into and not out}
    return Work(
        id=identifier,
        group=row.words.get("class", "") if row else CLINICAL,
        case_mix=now["case_weight"].over(now["discharges"]),
        stay=now["bed_days"].over(now["discharges"]),
        weight_per_staff=now["case_weight"].over(now["staff"]),
        visits_per_staff=now["visits"].over(now["staff"]),
        cost_per_visit=cost.over(now["visits"]) if single["visit"] else none,
        cost_per_bed_day=cost.over(now["bed_days"]) if single["bed"] else none,
        cost_per_case=cost.over(now["discharges"]) if single["bed"] else none,
        cost_per_point=cost.over(now["case_weight"]) if single["bed"] else none,
        consumables_per_100=per_100,
        drugs_per_100=_per_100(now, "drug_cost"),
        personnel_per_100=_per_100(now, "personnel_cost"),
        consumables_change=compared(Base.LAST_YEAR, per_100, _per_100(before, "consumables_cost"), period),
    )


def _has(figures: Mapping[str, Figure], column: str) -> bool:
    return (figures[column].value or 0.0) > 0


def _per_100(figures: Mapping[str, Figure], column: str) -> Figure:
    return figures[column].over(figures["income"]).times(HUNDRED)
