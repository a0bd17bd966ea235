"""A change split into the effects of its factors: one after the other in a printed order, or free of any order.

Chain substitution replaces factors one by one; a joint effect falls to the factor replaced later. The Shapley split is
the mean over all orders; the logarithmic mean split (LMDI-I, Ang 2004) is for products of positive factors.

A value of several services split into volume, mix and price, with what began and what ended apart.

For services of both periods, with Q all quantities: volume = Σ q0 (Q1/Q0 − 1) p0, mix = Σ (q1 − q0 Q1/Q0) p0,
price = Σ q1 (p1 − p0).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, pairwise
from math import factorial, fsum, isfinite, log, prod
from typing import Final

from reportgen.analysis.answer import Unavailable
from reportgen.model.values import Reason

Value = Callable[[Sequence[float]], float]
MOST_FACTORS: Final = 8
"""The Shapley split looks at every subset."""


class SplitMethod(StrEnum):
    """How joint effects are shared out."""

    CHAIN = "chain"
    SHAPLEY = "shapley"
    LOGARITHMIC = "logarithmic"


@dataclass(frozen=True)
class FactorEffect:
    """What one factor did, in the unit of the result."""

    id: str
    before: float
    after: float
    amount: float


@dataclass(frozen=True)
class Split:
    """A change and its effects, which add up to it.

    Attributes:
        effects: in the order of replacement for a chain, of the factors else.
    """

    method: SplitMethod
    before: float
    after: float
    effects: tuple[FactorEffect, ...]

    @property
    def change(self) -> float:
        """After − before."""
        return self.after - self.before

    @property
    def order(self) -> tuple[str, ...]:
        """The factors as they were replaced."""
        return tuple(effect.id for effect in self.effects)


def chain(names: Sequence[str], before: Sequence[float], after: Sequence[float], value: Value = prod) -> Split:
    """Replace the factors in their order."""
    amounts = [later - earlier for earlier, later in pairwise(replaced(before, after, value))]
    return _split(SplitMethod.CHAIN, names, before, after, amounts, value)


def replaced(before: Sequence[float], after: Sequence[float], value: Value) -> tuple[float, ...]:
    """The result with none, one, two ... and all of the factors replaced."""
    return tuple(value([*after[:count], *before[count:]]) for count in range(len(before) + 1))


def shapley(names: Sequence[str], before: Sequence[float], after: Sequence[float], value: Value = prod) -> Split:
    """The mean effect of each factor over all orders.

    Raises:
        ValueError: with more factors than can be gone through.
    """
    count = len(names)
    if count > MOST_FACTORS:
        raise ValueError(count)
    worth = {
        chosen: value([after[at] if at in chosen else before[at] for at in range(count)])
        for size in range(count + 1)
        for chosen in map(frozenset, combinations(range(count), size))
    }
    amounts = []
    for factor in range(count):
        without = [chosen for chosen in worth if factor not in chosen]
        shares = (
            factorial(len(chosen)) * factorial(count - len(chosen) - 1) * (worth[chosen | {factor}] - worth[chosen])
            for chosen in without
        )
        amounts.append(fsum(shares) / factorial(count))
    return _split(SplitMethod.SHAPLEY, names, before, after, amounts, value)


def logarithmic(names: Sequence[str], before: Sequence[float], after: Sequence[float]) -> Split | Unavailable:
    """L(after, before) · ln(factor after / factor before), L the logarithmic mean; only for positive factors."""
    if min((*before, *after)) <= 0:
        return Unavailable("factors_not_positive", Reason.NEGATIVE_BASE)
    old, new = prod(before), prod(after)
    apart = log(new) - log(old)  # nothing between numbers next to each other
    mean = (new - old) / apart if apart else old
    amounts = [mean * log(later / earlier) for earlier, later in zip(before, after, strict=True)]
    return _split(SplitMethod.LOGARITHMIC, names, before, after, amounts, prod)


def quotient(factors: Sequence[float]) -> float:
    """A numerator over a denominator, for chains of a ratio."""
    numerator, denominator = factors
    return numerator / denominator


def _split(  # noqa: PLR0913 - a split has so many parts
    method: SplitMethod,
    names: Sequence[str],
    before: Sequence[float],
    after: Sequence[float],
    amounts: Sequence[float],
    value: Value,
) -> Split:
    effects = tuple(FactorEffect(*one) for one in zip(names, before, after, amounts, strict=True))
    return Split(method, value(before), value(after), effects)


def usable(before: Sequence[float], after: Sequence[float]) -> bool:
    """Whether all factors are finite and no divisor or driver is zero or negative before or after."""
    return all(isfinite(one) and one > 0 for one in (*before, *after))


@dataclass(frozen=True)
class ServiceVolume:
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


def volume_price_mix(services: Sequence[ServiceVolume]) -> VolumePriceMix | Unavailable:
    """Split the change; a service with a value but no quantity has no price and stops the split."""
    for one in services:
        for quantity, value in (
            (one.quantity_before, one.value_before),
            (one.quantity_after, one.value_after),
        ):
            if quantity < 0 or (quantity == 0 and value != 0):
                return Unavailable("quantity", Reason.ZERO_DENOMINATOR, {"name": one.id})
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


def _effects(services: Sequence[ServiceVolume]) -> list[ServiceEffects]:
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
