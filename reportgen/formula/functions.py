"""The functions of the language and how many arguments each takes.

The right name that somebody probably meant.

What is wrong with a formula, and at which column of its text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.model.finding import Fact


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


CLOSE_ENOUGH: Final = 60


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The name most like a wrong one, or None if none is like it."""
    from rapidfuzz import fuzz, process

    found = process.extractOne(name, sorted(names), scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH)
    return str(found[0]) if found else None


class FormulaError(Exception):
    """A formula cannot be read, names something unknown, or adds what cannot be added.

    Attributes:
        column: column in the formula's text, from 1.
        rule: id of the message, F01 …
        facts: values for the message's placeholders.
    """

    def __init__(self, column: int, rule: str, facts: Mapping[str, Fact] | None = None) -> None:
        """Keep where and what; the words stand in the catalog."""
        self.column = column
        self.rule = rule
        self.facts = dict(facts or {})
        super().__init__(f"column {column}: {rule} {self.facts}")
