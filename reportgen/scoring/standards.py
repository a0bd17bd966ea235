"""Standards as edges for the kernels, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import numpy as np

from reportgen.model.definitions import Direction
from reportgen.model.schemes import Bound, Standards
from reportgen.scoring.arrays import Floats

LARGEST: Final = 1e15
"""Beyond this a number has no exact digits, and the difference of two may overflow."""
TWO_SIDED: Final = frozenset({Direction.RANGE, Direction.TARGET})


def edges(standards: Standards, direction: Direction) -> Floats:
    """Low and high edges of the five levels, (2, 5); an open side holds −inf or +inf."""
    values = standards.values()
    low = [value[0] if isinstance(value, tuple) else value for value in values]
    high = [value[1] if isinstance(value, tuple) else value for value in values]
    if direction is Direction.HIGHER:
        high = [np.inf] * len(high)
    elif direction is Direction.LOWER:
        low = [-np.inf] * len(low)
    return np.array([low, high], dtype=np.float64)


def faults(standards: Standards, direction: Direction) -> Iterator[str]:
    """Rules that the standards break: S17 no usable number, S06 not strictly monotone, S07 not of the direction."""
    values = standards.values()
    if not all(abs(bound) < LARGEST for value in values for bound in bounds(value)):
        yield "S17"
        return
    pairs = [value for value in values if isinstance(value, tuple)]
    if direction is Direction.NONE or len(pairs) != (len(values) if direction in TWO_SIDED else 0):
        yield "S07"
        return
    low, high = edges(standards, direction)
    falling = all(better > worse for better, worse in pairwise(low)) or not np.isfinite(low).any()
    rising = all(better < worse for better, worse in pairwise(high)) or not np.isfinite(high).any()
    if not (falling and rising and low[0] <= high[0]):
        yield "S06"


def bounds(value: Bound) -> tuple[float, ...]:
    """One number, or the two edges of a range."""
    return value if isinstance(value, tuple) else (value,)


def listed(standards: Standards) -> str:
    """The five values as people write them, best first."""
    return " / ".join(str(written(value)) if isinstance(value, tuple) else f"{value:g}" for value in standards.values())


def written(value: Bound | None) -> float | str | None:
    """A standard as a fact of a finding: a range in words."""
    return f"[{value[0]:g}, {value[1]:g}]" if isinstance(value, tuple) else value
