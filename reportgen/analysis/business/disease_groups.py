"""Disease groups: cases, weight, income, cost and what insurers pay, for each case and each point of weight."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from reportgen.analysis import tables
from reportgen.analysis.answer import Figure, Lack, added

if TYPE_CHECKING:
    from reportgen.analysis.material import Analyses
    from reportgen.analysis.rows import Row

TABLE: Final = "disease_groups"


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
    """

    groups: tuple[DiseaseGroup, ...]
    total: DiseaseGroup
    cases_left: Figure

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
    def above_cost(self) -> int:
        """How many groups are paid at least what they cost."""
        return sum(one.settlement.value is not None and one.settlement.value >= 0 for one in self.named)


def disease_groups(analyses: Analyses) -> DiseaseGroups | Lack:
    """Groups to date."""
    rows = tables.to_date(analyses, TABLE)
    if isinstance(rows, Lack):
        return rows
    cases = added(row.figure("cases") for row in rows.values())
    groups = tuple(_group(row, cases) for row in rows.values())
    return DiseaseGroups(groups, _total(groups, cases), analyses.books.to_date("discharges") - cases)


def _group(row: Row, cases: Figure) -> DiseaseGroup:
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
