"""Where a method is computed a second time by straight arithmetic: by method, what makes inputs and what they come to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np

Case = tuple[dict[str, Any], dict[str, Any]]
Make = Callable[[np.random.Generator], Case]
HERE: Final[dict[str, Make]] = {}


def second(name: str) -> Callable[[Make], Make]:
    """Registers another way to a method's results."""

    def kept(make: Make) -> Make:
        HERE[name] = make
        return make

    return kept


def some(chance: np.random.Generator, *shape: int, low: float = 1, high: float = 50) -> Any:
    """Figures with two decimals."""
    return chance.uniform(low, high, shape).round(2).tolist()
