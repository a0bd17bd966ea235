"""A value of several services split into volume, mix and price, with what began and what ended apart.

For services of both periods, with Q all quantities: volume = Σ q0 (Q1/Q0 − 1) p0, mix = Σ (q1 − q0 Q1/Q0) p0,
price = Σ q1 (p1 − p0).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from reportgen.analysis.answer import Lack
from reportgen.model.reason import Reason


@dataclass(frozen=True)
class Service:
    """A quantity and its value before and after; a service that was not there has quantity and value 0."""

    id: str
    quantity_before: float
    value_before: float
    quantity_after: float
    value_after: float


@dataclass(frozen=True)
class ServiceEffects:
    """What one service added: had all grown alike, by its share of all, by its price."""

    id: str
    volume: float
    mix: float
    price: float


@dataclass(frozen=True)
class VolumePriceMix:
    """The change of a value; volume + mix + price + begun + ended = after − before.

    Attributes:
        begun, ended: values of services that have no base price, or no present one.
    """

    before: float
    after: float
    volume: float
    mix: float
    price: float
    begun: float
    ended: float
    services: tuple[ServiceEffects, ...]

    def effects(self) -> Mapping[str, float]:
        """The effects by name, in the order of the page; those that are nothing by nature are left out."""
        found = {"volume": self.volume, "mix": self.mix, "price": self.price}
        return found | {name: one for name, one in (("begun", self.begun), ("ended", self.ended)) if one}


def volume_price_mix(services: Sequence[Service]) -> VolumePriceMix | Lack:
    """Split the change; a service with a value but no quantity has no price and stops the split."""
    for one in services:
        for quantity, value in (
            (one.quantity_before, one.value_before),
            (one.quantity_after, one.value_after),
        ):
            if quantity < 0 or (quantity == 0 and value != 0):
                return Lack("quantity", Reason.ZERO_DENOMINATOR, {"name": one.id})
    both = [one for one in services if one.quantity_before > 0 and one.quantity_after > 0]
    begun = fsum(one.value_after for one in services if one.quantity_before == 0)
    ended = -fsum(one.value_before for one in services if one.quantity_after == 0)
    effects = tuple(_effects(both))
    return VolumePriceMix(
        fsum(one.value_before for one in services),
        fsum(one.value_after for one in services),
        fsum(one.volume for one in effects),
        fsum(one.mix for one in effects),
        fsum(one.price for one in effects),
        begun,
        ended,
        effects,
    )


def _effects(services: Sequence[Service]) -> list[ServiceEffects]:
    before, after = fsum(s.quantity_before for s in services), fsum(s.quantity_after for s in services)
    if not services:
        return []
    found = []
    for one in services:
        old_price = one.value_before / one.quantity_before
        expected = one.quantity_before * after / before
        volume = (expected - one.quantity_before) * old_price
        mix = (one.quantity_after - expected) * old_price
        found.append(ServiceEffects(one.id, volume, mix, one.value_after - one.quantity_after * old_price))
    return found
