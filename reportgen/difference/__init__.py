"""Two cases, results or reports held against each other: numbers, grades, words, definitions and inputs."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reportgen.catalog import load_catalog
from reportgen.difference.comparing import Difference, difference
from reportgen.difference.reading import Wanted, of_case, of_file
from reportgen.errors import Refused
from reportgen.formula import names_in, parse
from reportgen.formula.functions import FormulaError

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.difference.comparing import ComparedSide

__all__ = ["Difference", "Wanted", "between"]

MANY: Final = "C02"
"""A case of several hospitals, of which one has to be chosen."""
DEEPEST: Final = 20
"""Indicators of indicators; a definition that names itself is refused when it is read."""


def between(first: Path, second: Path, wanted: Wanted) -> Difference:
    """What differs.

    Args:
        first: a case folder, a results.json or a report as PDF.
        second: likewise.
        wanted: of cases: which hospital, period and scheme; by default those of the other side.

    Raises:
        Refused: if one of them cannot be read, or is none of these.
    """
    files = [None if path.is_dir() else of_file(path, wanted.entity) for path in (first, second)]
    known = next((side for side in files if side is not None), None)
    one = files[0] or _of_case(first, wanted, known)
    other = files[1] or _of_case(second, wanted, one)
    return difference(one, other, _names(one, other))


def _of_case(path: Path, wanted: Wanted, other: ComparedSide | None) -> ComparedSide:
    """A case in the period of the other side; of a case of many hospitals, the one of the other side."""
    asked = replace(wanted, period=wanted.period or (other.period if other else None))
    try:
        return of_case(path, asked)
    except Refused as refused:
        if other is None or asked.entity is not None or all(one.rule != MANY for one in refused.findings):
            raise
    return of_case(path, replace(asked, entity=other.entity))


def _names(*sides: ComparedSide) -> Callable[[str], frozenset[str]]:
    """Items behind an indicator: by the formulas that the sides carry, else by those of the catalogue."""
    catalog = load_catalog()
    formulas = {key: one.formula for key, one in catalog.indicators.items()}
    for side in sides:
        carried = (side.definitions or {}).get("indicators", {})
        named = (row for row in carried.items() if isinstance(row[1], dict) and "formula" in row[1])
        formulas |= {key: str(one["formula"]) for key, one in named}

    @cache
    def of(key: str, depth: int = 0) -> frozenset[str]:
        if key not in formulas or depth > DEEPEST:
            return frozenset()
        try:
            named = names_in(parse(formulas[key]))
        except FormulaError:
            return frozenset()
        return frozenset(named).union(*(of(name, depth + 1) for name in named if name in formulas))

    return of
