"""Departments in their work: what they bring and cost for each unit, employee and hundred yuan, beside the hospital.

Ratios that would have to divide one cost among two kinds of patients are not made: a department with out-patients and
in-patients has no cost a visit.

Disease groups: cases, weight, income, cost and what insurers pay, for each case and each point of weight.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from reportgen.analysis import tables
from reportgen.analysis.answer import Figure, Unavailable, added
from reportgen.analysis.comparison.against import Base, Compared, compared
from reportgen.model.printing import half_up
from reportgen.model.values import Reason

if TYPE_CHECKING:
    from reportgen.analysis.answer import RegisterRow
    from reportgen.analysis.books import Books
    from reportgen.analysis.material import Analyses

TABLE: Final = "departments"
HUNDRED: Final = 100.0
SUMMED: Final = (
    "visits",
    "discharges",
    "bed_days",
    "case_weight",
    "staff",
    "income",
    "drug_income",
    "consumables_income",
    "drug_cost",
    "consumables_cost",
    "personnel_cost",
    "direct_cost",
)
CLINICAL: Final = "clinical"
MOST: Final = 10
"""So many departments and groups are shown."""
PLACES: Final = 2
"""Decimals of a mean weight."""


@dataclass(frozen=True)
class CaseMix:
    """The mean weight of the cases of a table beside that of all discharges."""

    own: Figure
    hospital: Figure

    @property
    def gap(self) -> float | None:
        """By how much the two differ as they are printed; None where they do not, or one is missing."""
        if self.own.value is None or self.hospital.value is None:
            return None
        return float(abs(half_up(self.own.value, PLACES) - half_up(self.hospital.value, PLACES))) or None

    @property
    def is_known(self) -> bool:
        """Whether both are there."""
        return self.own.value is not None and self.hospital.value is not None


@dataclass(frozen=True)
class WorkRatios:
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
        mix: the mean weight of a case of all clinical departments beside that of the hospital.
    """

    departments: tuple[WorkRatios, ...]
    clinical: WorkRatios
    without_figures: tuple[str, ...]
    work_left: Mapping[str, Figure]
    mix: CaseMix

    @property
    def ranked(self) -> tuple[WorkRatios, ...]:
        """The departments with most case weight an employee."""
        known = [one for one in self.departments if one.weight_per_staff.value is not None]
        return tuple(sorted(known, key=lambda one: -(one.weight_per_staff.value or 0.0))[:MOST])


HOSPITAL: Final = {
    "visits": "outpatient_emergency_visits",
    "discharges": "discharges",
    "bed_days": "occupied_bed_days",
    "case_weight": "drg_weight_sum",
}


def departments(analyses: Analyses) -> DepartmentWork | Unavailable:
    """Departments to date."""
    books = analyses.books
    rows = tables.to_date(analyses, TABLE)
    if isinstance(rows, Unavailable):
        return rows
    before = tables.last_year(analyses, TABLE)
    earlier = {} if isinstance(before, Unavailable) else before
    period = str(books.now.previous_year())
    found = tuple(_work(row.key, _figures(row), _before(earlier.get(row.key)), period, row) for row in rows.values())
    both = [_together(table) for table in (rows, earlier)]
    left = {name: books.to_date(item) - _sum(rows, name) for name, item in HOSPITAL.items()}
    lost = tuple(name for name, row in rows.items() if (row.figure("income") + row.figure("direct_cost")).value is None)
    clinical = _work(CLINICAL, both[0], both[1], period)
    return DepartmentWork(found, clinical, lost, left, _mix(books, clinical.case_mix))


def _mix(books: Books, own: Figure) -> CaseMix:
    return CaseMix(own, books.to_date("drg_weight_sum").over(books.to_date("discharges")))


def _figures(row: RegisterRow) -> dict[str, Figure]:
    return {name: row.figure(name) for name in SUMMED}


def _before(row: RegisterRow | None) -> dict[str, Figure]:
    none = Figure.missing(Reason.MISSING_PRIOR)
    return _figures(row) if row is not None else dict.fromkeys(SUMMED, none)


def _together(rows: Mapping[str, RegisterRow]) -> dict[str, Figure]:
    clinical = {name: row for name, row in rows.items() if row.words.get("class") == CLINICAL}
    return {name: _sum(clinical, name) for name in SUMMED}


def _sum(rows: Mapping[str, RegisterRow], column: str) -> Figure:
    """The sum over those that count the work at all; money has to be there for each."""
    figures = [row.figure(column) for row in rows.values()]
    counted = figures if column not in HOSPITAL else [one for one in figures if one.value is not None]
    return added(counted)


def _work(
    identifier: str,
    now: Mapping[str, Figure],
    before: Mapping[str, Figure],
    period: str,
    row: RegisterRow | None = None,
) -> WorkRatios:
    out, into = _has(now, "visits"), _has(now, "bed_days") or _has(now, "discharges")
    none, cost, per_100 = Figure.missing(Reason.NOT_APPLICABLE), now["direct_cost"], _per_100(now, "consumables_cost")
    single = {"visit": out and not into, "bed": into and not out}
    return WorkRatios(
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


DISEASE_GROUPS_TABLE: Final = "disease_groups"


@dataclass(frozen=True)
class DiseaseGroup:
    """One group, or all together.

    Attributes:
        weight: relative weight of a case; points: cases · weight.
        share: of all cases, a fraction.
        per_case, cost_per_case: income and cost a case; cost_per_point: cost a point of weight.
        margin: income − cost; settlement: what insurers pay − cost; money.
        stay: bed days a case.
        is_rest: whether it holds cases of many groups together; it is not ranked among them.
    """

    id: str
    name: str
    cases: Figure
    weight: Figure
    points: Figure
    share: Figure
    income: Figure
    cost: Figure
    payment: Figure
    margin: Figure
    settlement: Figure
    per_case: Figure
    cost_per_case: Figure
    cost_per_point: Figure
    stay: Figure
    is_rest: bool = False


@dataclass(frozen=True)
class DiseaseGroups:
    """Groups in the order of the table and their sum.

    Attributes:
        cases_left: discharges of the hospital that no group holds.
        mix: the mean weight of a case of all groups beside that of the hospital.
    """

    groups: tuple[DiseaseGroup, ...]
    total: DiseaseGroup
    cases_left: Figure
    mix: CaseMix

    @property
    def in_deficit(self) -> tuple[DiseaseGroup, ...]:
        """Groups whose cost exceeds what insurers pay, largest shortfall first."""
        return _below(self.named, "settlement")

    @property
    def named(self) -> tuple[DiseaseGroup, ...]:
        """Groups in the sense of the word."""
        return tuple(one for one in self.groups if not one.is_rest)

    @property
    def rest(self) -> tuple[DiseaseGroup, ...]:
        """What the table holds together."""
        return tuple(one for one in self.groups if one.is_rest)

    @property
    def lowest(self) -> tuple[DiseaseGroup, ...]:
        """The groups that are paid least against cost."""
        return tuple(
            sorted(self.named, key=lambda one: (one.settlement.value is None, one.settlement.value or 0.0))[:MOST]
        )

    @property
    def widest(self) -> tuple[DiseaseGroup, ...]:
        """The groups with the widest gap between payment and cost, to either side."""
        known = [one for one in self.named if one.settlement.value is not None]
        return tuple(sorted(known, key=lambda one: -abs(one.settlement.value or 0.0))[:MOST])


def disease_groups(analyses: Analyses) -> DiseaseGroups | Unavailable:
    """Groups to date."""
    rows = tables.to_date(analyses, DISEASE_GROUPS_TABLE)
    if isinstance(rows, Unavailable):
        return rows
    cases = added(row.figure("cases") for row in rows.values())
    groups = tuple(_group(row, cases) for row in rows.values())
    books, total = analyses.books, _total(groups, cases)
    return DiseaseGroups(groups, total, books.to_date("discharges") - cases, _mix(books, total.weight))


def _group(row: RegisterRow, cases: Figure) -> DiseaseGroup:
    count, weight = row.figure("cases"), row.figure("weight")
    amounts = [row.figure(name) for name in ("group_income", "group_cost", "payment", "group_bed_days")]
    made = _made(row.key, row.words.get("group_name", row.key), (count, cases), weight, count * weight, amounts)
    return replace(made, is_rest=row.is_rest)


def _total(groups: Iterable[DiseaseGroup], cases: Figure) -> DiseaseGroup:
    known = list(groups)
    points = added(one.points for one in known)
    amounts = [added(getattr(one, name) for one in known) for name in ("income", "cost", "payment")]
    days = added(one.stay * one.cases for one in known)
    return _made("total", "total", (cases, cases), points.over(cases), points, [*amounts, days])


def _made(  # noqa: PLR0913 - a group has so many parts
    identifier: str,
    name: str,
    cases: tuple[Figure, Figure],
    weight: Figure,
    points: Figure,
    amounts: list[Figure],
) -> DiseaseGroup:
    (count, whole), (income, cost, payment, days) = cases, amounts
    return DiseaseGroup(
        id=identifier,
        name=name,
        cases=count,
        weight=weight,
        points=points,
        share=count.over(whole),
        income=income,
        cost=cost,
        payment=payment,
        margin=income - cost,
        settlement=payment - cost,
        per_case=income.over(count),
        cost_per_case=cost.over(count),
        cost_per_point=cost.over(points),
        stay=days.over(count),
    )


def _below(groups: Iterable[DiseaseGroup], by: str) -> tuple[DiseaseGroup, ...]:
    found = [one for one in groups if (getattr(one, by).value or 0.0) < 0]
    return tuple(sorted(found, key=lambda one: (getattr(one, by).value, one.id)))
