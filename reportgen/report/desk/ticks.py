"""Round positions for the value axis of a chart."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from reportgen.model import printing

if TYPE_CHECKING:
    from collections.abc import Iterable

STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)


def ticks(values: Iterable[float], most: int = 6) -> dict[float, str]:
    """Positions with their printed words: round numbers over the range of the values, at most about `most` of them."""
    known = list(values)
    low, high = min(known), max(known)
    span = (high - low) or abs(high) or 1.0
    step = _step(span / most)
    places = max(0, -math.floor(math.log10(step) + 1e-9) + (1 if _is_half(step) else 0))
    first, last = math.floor(low / step) - 1, math.ceil(high / step) + 1
    return {index * step: printing.number(index * step, places) for index in range(first, last + 1)}


def _step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(step * power for step in STEPS if step * power >= rough * (1 - 1e-9))


def _is_half(step: float) -> bool:
    """Whether the step is a 2.5, which needs one decimal more than its size says."""
    leading = step / 10.0 ** math.floor(math.log10(step) + 1e-9)
    return abs(leading - STEPS[2]) < 1e-9  # noqa: PLR2004 - noise of binary
