"""Periods as names of files spell them: whether a path speaks of one, and the path of the next one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reportgen.catalog import load_catalog
from reportgen.model.period import Period, PeriodKind

ENGLISH: Final = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                  "November", "December")  # fmt: skip
BRIEF: Final = 3
"""Letters of a month's abbreviation."""


def mentions(path: str, period: Period) -> bool:
    """Whether a path names a period: ``data/2026-11/a.xlsx``, ``2026年11月报表.xlsx``, ``2026/11月.xlsx``."""
    return moved(path, period, period) is not None


def moved(path: str, old: Period, new: Period) -> str | None:
    """The same path for another period of the same length; None where it does not name the old one."""
    year = rf"(?<!\d){old.year}(?!\d)"
    for pattern, written in _spellings(old, new):
        found, count = re.subn(pattern, written, path, flags=re.IGNORECASE)
        if count:
            return re.sub(year, str(new.year), found)
    if not re.search(year, path):  # a month or quarter by itself may be one of another year
        return None
    for pattern, written in _alone(old, new):
        found, count = re.subn(pattern, written, path, flags=re.IGNORECASE)
        if count:
            return re.sub(year, str(new.year), found)
    return None


def _spellings(old: Period, new: Period) -> Iterator[tuple[str, str]]:
    """Patterns that find the old period with its year, each with what takes its place."""
    words, year = load_catalog().words["year.spelt.year"].zh, rf"(?<!\d){old.year}"
    match old.kind:
        case PeriodKind.YEAR:
            yield rf"{year}(?!\d)", str(new.year)
        case PeriodKind.QUARTER:
            between = rf"((?:{words})?[-_. ]?(?:{load_catalog().words['year.spelt.quarter'].zh}))"
            yield rf"{year}{between}{old.number}(?!\d)", rf"{new.year}\g<1>{new.number}"
        case PeriodKind.MONTH:
            yield rf"{year}((?:{words})|[-_. ]?){old.number:02}(?!\d)", rf"{new.year}\g<1>{new.number:02}"
            yield rf"{year}((?:{words})|[-_. ]){old.number}(?!\d)", rf"{new.year}\g<1>{new.number}"


def _alone(old: Period, new: Period) -> Iterator[tuple[str, str]]:
    """Patterns that find a month or quarter whose year stands elsewhere in the path."""
    words = load_catalog().words
    if old.kind is PeriodKind.MONTH:
        for width in ("02", ""):
            after = words["year.spelt.month"].zh
            yield rf"(?<!\d){old.number:{width}}(?={after})", f"{new.number:{width}}"
        for size in (None, BRIEF):
            yield rf"(?<![a-z]){ENGLISH[old.number - 1][:size]}(?![a-z])", ENGLISH[new.number - 1][:size]
    elif old.kind is PeriodKind.QUARTER:
        yield rf"(?<![a-z])(Q){old.number}(?!\d)", rf"\g<1>{new.number}"
