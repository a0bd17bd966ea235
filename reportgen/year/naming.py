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
    year, now = rf"(?<!\d){_called(old)[0]}(?!\d)", str(_called(new)[0])
    for pattern, written in _spellings(old, new):
        found, count = re.subn(pattern, written, path, flags=re.IGNORECASE)
        if count:
            return re.sub(year, now, found)
    if not re.search(year, path):  # a month or quarter by itself may be one of another year
        return None
    for pattern, written in _alone(old, new):
        found, count = re.subn(pattern, written, path, flags=re.IGNORECASE)
        if count:
            return re.sub(year, now, found)
    return None


def _called(period: Period) -> tuple[int, int]:
    """The year and number by which names of files call a period: a month by the calendar."""
    return period.by_calendar if period.kind is PeriodKind.MONTH else (period.year, period.number)


def _spellings(old: Period, new: Period) -> Iterator[tuple[str, str]]:
    """Patterns that find the old period with its year, each with what takes its place."""
    words, (old_year, old_number), (new_year, number) = load_catalog().words, _called(old), _called(new)
    of_year, year = words["year.spelt.year"].zh, rf"(?<!\d){old_year}"
    match old.kind:
        case PeriodKind.YEAR:
            yield rf"{year}(?!\d)", str(new_year)
        case PeriodKind.QUARTER:
            between = rf"((?:{of_year})?[-_. ]?(?:{words['year.spelt.quarter'].zh}))"
            yield rf"{year}{between}{old_number}(?!\d)", rf"{new_year}\g<1>{number}"
        case PeriodKind.MONTH:
            yield rf"{year}((?:{of_year})|[-_. ]?){old_number:02}(?!\d)", rf"{new_year}\g<1>{number:02}"
            yield rf"{year}((?:{of_year})|[-_. ]){old_number}(?!\d)", rf"{new_year}\g<1>{number}"


def _alone(old: Period, new: Period) -> Iterator[tuple[str, str]]:
    """Patterns that find a month or quarter whose year stands elsewhere in the path."""
    words, (_, old_number), (_, number) = load_catalog().words, _called(old), _called(new)
    if old.kind is PeriodKind.MONTH:
        for width in ("02", ""):
            after = words["year.spelt.month"].zh
            yield rf"(?<!\d){old_number:{width}}(?={after})", f"{number:{width}}"
        for size in (None, BRIEF):
            yield rf"(?<![a-z]){ENGLISH[old_number - 1][:size]}(?![a-z])", ENGLISH[number - 1][:size]
    elif old.kind is PeriodKind.QUARTER:
        yield rf"(?<![a-z])(Q){old_number}(?!\d)", rf"\g<1>{number}"
