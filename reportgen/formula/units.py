"""Units as exponents: money divided by money is a pure number, money and persons cannot be added."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

Dimension = Mapping[str, int]
"""Exponents by base unit, none of them 0; an empty one is a pure number."""

PURE: Final[Dimension] = MappingProxyType({})

COMPOUND: Final[Mapping[str, Dimension]] = {
    "bed_day": {"bed": 1, "day": 1},
    "days": {"day": 1},
    "money_per_person": {"money": 1, "person": -1},
    "money_each": {"money": 1},
    **dict.fromkeys(
        ("index", "level", "score", "number", "percent", "ratio", "times", "rate", "fraction", "years", "months"), PURE
    ),
}
"""Units that are not a base unit of their own."""


PER_DAY: Final[Mapping[str, tuple[int, ...]]] = {"count": (-1, 1), "money_each": (-1,)}
"""Exponents of the day that a declared unit tolerates besides its own."""


def dimension_of(unit: str) -> Dimension:
    """Exponents of a unit by its name; an unknown word is a base unit of its own."""
    return COMPOUND.get(unit, {unit: 1})


def product(left: Dimension, right: Dimension, sign: int = 1) -> Dimension:
    """Multiply, or divide with `sign` −1."""
    exponents = {unit: left.get(unit, 0) + sign * right.get(unit, 0) for unit in sorted({*left, *right})}
    return {unit: exponent for unit, exponent in exponents.items() if exponent}


def power(base: Dimension, exponent: int) -> Dimension:
    """Raise to a whole power."""
    return {unit: times * exponent for unit, times in base.items() if exponent}


def agrees(found: Dimension, declared: str) -> bool:
    """Whether a formula's dimension may be shown in the declared unit.

    Money and days have to agree. What is counted (persons, beds, visits …) cancels freely, and so do the days in a
    rate per day: visits per doctor and day, bed-days per employee, money per bed-day.
    """
    wanted = dimension_of(declared)
    if found.get("money", 0) != wanted.get("money", 0):
        return False
    days = found.get("day", 0)
    return days == wanted.get("day", 0) or days in PER_DAY.get(declared, ())


def spelled(dimension: Dimension) -> str:
    """As people write it: ``money / person``, ``bed·day``, ``1`` for a pure number."""
    above = "·".join(_raised(unit, exponent) for unit, exponent in dimension.items() if exponent > 0)
    below = "·".join(_raised(unit, -exponent) for unit, exponent in dimension.items() if exponent < 0)
    return f"{above or '1'} / {below}" if below else above or "1"


def _raised(unit: str, exponent: int) -> str:
    return unit if exponent == 1 else f"{unit}^{exponent}"
