"""The functions of the language and how many arguments each takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Function:
    """A function.

    Attributes:
        least, most: number of arguments; None for any number.
        moves: whether it says at which time or in which column its argument is read.
    """

    least: int = 1
    most: int | None = 1
    moves: bool = False


FUNCTIONS: Final = {
    "open": Function(moves=True),
    "prev": Function(most=2, moves=True),
    "last": Function(moves=True),
    "avg": Function(moves=True),
    "month": Function(moves=True),
    "ytd": Function(moves=True),
    "annualised": Function(moves=True),
    "budget": Function(moves=True),
    "comp": Function(moves=True),
    "sum": Function(most=None),
    "max": Function(most=None),
    "min": Function(most=None),
    "abs": Function(),
    "npv": Function(least=2, most=None),
    "irr": Function(least=1, most=None),
    "fv": Function(least=3, most=5),
}

CALENDAR: Final = ("days", "months")
"""Names that every formula may use: days and months of the period on the basis of the evaluation."""

WORDS: Final = ("and", "between")
"""Words of comparisons; no item may be called so."""

COMPARISONS: Final = ("==", ">=", "<=", ">", "<")

EACH: Final = "each"
"""In the rule of a check, the name that stands for every line of its forms."""
