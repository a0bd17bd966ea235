"""What the words of tables of cost by department mean."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from reportgen.intake.labels import bare, normalised
from reportgen.intake.vocabulary import vocabulary

DIRECT: Final = "direct"
INDIRECT: Final = "indirect"
FULL: Final = "full"
TOTAL: Final = "total"
NUMBER: Final = re.compile(r"\(\d{1,2}\)$|=.*$")
"""The number of a column behind its name."""
LINES: Final = {"medical_business": "cost_medical_business", "administration": "cost_administration"}
RESULTS: Final = {
    "full": "cost_full_clinical", "income": "dept_income_total", "margin": "dept_margin_total",
    "per_bed_day": "cost_per_bed_day", "per_visit": "cost_per_visit",
}  # fmt: skip
Word = tuple[str, str]
"""A cost element, and whether its direct, indirect or full cost is meant."""


@lru_cache(maxsize=4096)
def element(text: str) -> str | None:
    """The cost element that a head or a line names."""
    return _named(NUMBER.sub("", bare(text)), _table("elements"))


@lru_cache(maxsize=4096)
def kind(text: str) -> str | None:
    """Whether a head says direct, indirect or full cost."""
    return _named(NUMBER.sub("", bare(text)), _table("kinds"))


def group(key: str) -> str:
    """The group of departments that a line opens, "" where it opens none."""
    return _named(key, _table("groups")) or ""


def line(key: str, within: str) -> str | None:
    """The item of a subtotal of a group or of a line of the hospital; None for a department."""
    words = vocabulary().costs
    if key in {normalised(word) for word in words.subtotals} and within:
        return f"cost_direct_{within}"
    for name, names in words.groups.items():
        if any(key == normalised(f"{word}{end}") for word in names for end in ("", *words.subtotals)):
            return f"cost_direct_{name}"
    total = _named(key, _table("totals"))
    return LINES.get(total or "")


def is_total(key: str, *, full: bool) -> bool:
    """Whether a line is the hospital's total; below a group the word for a sum is that of the group."""
    total = _named(key, _table("totals")) == TOTAL
    return total and (full or key not in {normalised(word) for word in vocabulary().costs.subtotals})


def item(word: Word, *, full: bool, department: bool) -> str:
    """The item of an element; of full cost only the sum is known by its kind.

    The direct cost of a department is what its full cost begins with; that of the hospital is its total.
    """
    name, what = word
    if not full and name == TOTAL:
        return "cost_full_direct" if department else "cost_total"
    if not full:
        return f"cost_{name}"
    if name == TOTAL:
        return {DIRECT: "cost_full_direct", INDIRECT: "cost_full_indirect", FULL: "cost_full_clinical"}[what]
    return f"cost_full_{name}" if what == FULL else ""


@lru_cache(maxsize=4096)
def result(label: str) -> str | None:
    """The item of a line where departments stand across: an element of full cost, or what follows from it."""
    found = _named(normalised(label), _table("results"))
    if found:
        return RESULTS[found]
    name = element(normalised(label))
    return f"cost_full_{name}" if name and name != TOTAL else None


def _named(key: str, table: tuple[tuple[str, frozenset[str]], ...]) -> str | None:
    return next((name for name, words in table if key in words), None)


@lru_cache(maxsize=8)
def _table(name: str) -> tuple[tuple[str, frozenset[str]], ...]:
    words = getattr(vocabulary().costs, name)
    return tuple((key, frozenset(normalised(word) for word in listed)) for key, listed in words.items())
