"""What a visit, a bed day, a case and a point of case weight bring and cost.

Income and cost of out-patients over visits; of in-patients over bed days, discharges and the sum of case weights.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Figure, Unavailable
from reportgen.analysis.books import lacking
from reportgen.analysis.comparison.against import Base, Compared, compared

if TYPE_CHECKING:
    from reportgen.analysis.books import Books
    from reportgen.analysis.material import Analyses
    from reportgen.model.period import Period

INPATIENT: Final = ("inpatient_income", "inpatient_cost", "inpatient_drug_income", "ip_consumables_income")
UNITS: Final = {
    "visit": (
        "outpatient_emergency_visits",
        ("outpatient_income", "outpatient_cost", "outpatient_drug_income", "op_consumables_income"),
    ),
    "bed_day": ("occupied_bed_days", INPATIENT),
    "case": ("discharges", INPATIENT),
    "cmi_point": ("drg_weight_sum", INPATIENT),
}
"""Unit → the item that counts it; income, cost, drugs and consumables of those who are counted."""
COST: Final = "medical_activity_expense"
MEASURES: Final = ("income", "cost", "drugs", "consumables", "difference")


@dataclass(frozen=True)
class PerUnit:
    """An amount a unit, to date, and against the same months of last year."""

    now: Figure
    change: Compared

    @property
    def rise(self) -> float | None:
        """The rate at which it rose, or stayed; None where it fell, or has no amount or no rate."""
        rate = self._rate
        return rate if rate is not None and rate >= 0 else None

    @property
    def fall(self) -> float | None:
        """The rate at which it fell, above zero."""
        rate = self._rate
        return -rate if rate is not None and rate < 0 else None

    @property
    def _rate(self) -> float | None:
        return None if self.now.value is None else self.change.rate.value


@dataclass(frozen=True)
class UnitMeasure:
    """One of the amounts a unit, by its name."""

    id: str
    amount: PerUnit


@dataclass(frozen=True)
class Unit:
    """One unit of work.

    Attributes:
        work: how many there were.
        income, cost, drugs, consumables: money a unit; the latter two are parts of the income.
        difference: income − cost, money a unit.
    """

    id: str
    work: PerUnit
    income: PerUnit
    cost: PerUnit
    difference: PerUnit
    drugs: PerUnit
    consumables: PerUnit

    @property
    def measures(self) -> tuple[UnitMeasure, ...]:
        """Its amounts as far as they are known."""
        found = [UnitMeasure(name, getattr(self, name)) for name in MEASURES]
        return tuple(one for one in found if one.amount.now.value is not None)


@dataclass(frozen=True)
class UnitEconomics:
    """All units for which there is work and income or cost.

    Attributes:
        cost_left: expense of medical activities that is neither out-patients' nor in-patients' cost; missing where the
            hospital does not state them.
    """

    units: tuple[Unit, ...]
    cost_left: Figure

    @property
    def first(self) -> Unit:
        """The first of them: there is none of these without one."""
        return self.units[0]

    def unit(self, identifier: str) -> Unit | None:
        """One of the units."""
        return next((one for one in self.units if one.id == identifier), None)


def unit_economics(analyses: Analyses) -> UnitEconomics | Unavailable:
    """Units to date; `Unavailable` where no work is known."""
    books = analyses.books
    units = tuple(_units(books))
    if not units:
        lost = lacking(books, [item for item, _ in UNITS.values()]) or lacking(books, UNITS["visit"][1])
        assert lost is not None  # else there would be a unit
        return lost
    left = books.to_date(COST) - books.to_date("outpatient_cost") - books.to_date("inpatient_cost")
    return UnitEconomics(units, left)


def _units(books: Books) -> Iterator[Unit]:
    before = books.now.previous_year()
    for name, (work, money) in UNITS.items():
        now, then = _amounts(books, work, money, books.now), _amounts(books, work, money, before)
        if now[0].value is not None and any(one.value is not None for one in now[1:3]):
            pairs = zip(now, then, strict=True)
            yield Unit(name, *(PerUnit(a, compared(Base.LAST_YEAR, a, b, str(before))) for a, b in pairs))


def _amounts(books: Books, work: str, money: tuple[str, ...], period: Period) -> tuple[Figure, ...]:
    """Work, then income, cost, difference, drugs and consumables a unit."""
    count = books.to_date(work, period)
    income, cost, drugs, consumables = (books.to_date(item, period).over(count) for item in money)
    return count, income, cost, income - cost, drugs, consumables
