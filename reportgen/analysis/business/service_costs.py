"""Service items: what each costs beside the price in force, and what that comes to over the services given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis import tables
from reportgen.analysis.answer import Figure, Lack, added

if TYPE_CHECKING:
    from reportgen.analysis.material import Analyses
    from reportgen.analysis.rows import Row

TABLE: Final = "service_costs"


@dataclass(frozen=True)
class Service:
    """One service item.

    Attributes:
        price: in force at the end of the period; unit_cost: as last computed; money.
        difference: price − unit cost; recovery: price over unit cost, a fraction.
        given: how many; effect: difference · given, money: what the prices leave uncovered where it is below zero.
    """

    id: str
    name: str
    price: Figure
    unit_cost: Figure
    difference: Figure
    recovery: Figure
    given: Figure
    effect: Figure


@dataclass(frozen=True)
class ServiceCosts:
    """Service items in the order of the table.

    Attributes:
        uncovered: sum of the effects below zero; covered: of those above; missing as soon as one effect is.
        recovery: all income at these prices over all cost.
    """

    services: tuple[Service, ...]
    uncovered: Figure
    covered: Figure
    recovery: Figure

    @property
    def below_cost(self) -> tuple[Service, ...]:
        """Items priced below what they cost, largest uncovered amount first, those without a number last."""
        found = [one for one in self.services if (one.difference.value or 0.0) < 0]
        return tuple(sorted(found, key=lambda one: (one.effect.value is None, one.effect.value or 0.0, one.id)))


def service_costs(analyses: Analyses) -> ServiceCosts | Lack:
    """Service items to date."""
    rows = tables.to_date(analyses, TABLE)
    if isinstance(rows, Lack):
        return rows
    found = tuple(_service(row) for row in rows.values())
    effects = [one.effect for one in found]
    low = added(one if one.value is None or one.value < 0 else one.times(0.0) for one in effects)
    high = added(one if one.value is None or one.value > 0 else one.times(0.0) for one in effects)
    income, cost = added(one.price * one.given for one in found), added(one.unit_cost * one.given for one in found)
    return ServiceCosts(found, low, high, income.over(cost))


def _service(row: Row) -> Service:
    price, cost, given = (row.figure(name) for name in ("price", "unit_cost", "services_given"))
    difference = price - cost
    name = row.words.get("service_name", row.key)
    return Service(row.key, name, price, cost, difference, price.over(cost), given, difference * given)
