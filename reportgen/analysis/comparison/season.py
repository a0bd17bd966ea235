"""Months and their season: indices by the ratio to a centred moving average, and rolling twelve months."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.analysis.answer import Facts, Figure, Lack, added
from reportgen.analysis.comparison.against import Base, Compared, compared
from reportgen.model.period import MONTHS, Period
from reportgen.model.reason import Reason

if TYPE_CHECKING:
    from reportgen.analysis.books import Books
    from reportgen.analysis.material import Analyses
    from reportgen.scoring.arrays import Floats

ITEMS: Final = (
    "total_income", "medical_income", "total_expense", "outpatient_emergency_visits", "discharges", "occupied_bed_days",
)  # fmt: skip
FEWEST: Final = 2 * MONTHS
"""Months from which a season can be told from a single good or bad month."""


@dataclass(frozen=True)
class Season:
    """How the months of an item differ.

    Attributes:
        indices: January to December, a mean month is 1; their mean is 1.
        adjusted: the newest month without its season; of the same unit as the item.
        months: how many months the indices rest on.
    """

    indices: tuple[float, ...]
    adjusted: Figure
    months: int


@dataclass(frozen=True)
class Monthly:
    """An item by month.

    Attributes:
        series: months up to now, oldest first; missing months are there without a value.
        season: missing with fewer than two whole years of unbroken positive months.
        rolling: the twelve months up to now against the twelve before.
    """

    id: str
    series: tuple[tuple[str, Figure], ...]
    season: Season | Lack
    rolling: Compared
    rolling_now: Figure


def seasons(analyses: Analyses) -> Mapping[str, Monthly | Lack]:
    """The monthly items by id."""
    return {item: monthly(analyses.books, item) for item in ITEMS}


def monthly(books: Books, item: str) -> Monthly | Lack:
    """One item by month."""
    known = {when: value for when, value in books.monthly(item) if value.value is not None}
    if not known:
        return Lack("months", Reason.MISSING_INPUT, {"item": books.item(item).name, "have": 0, "need": MONTHS})
    first = min(known, key=Period.sort_key)
    count = (books.now.year - first.year) * MONTHS + books.now.months_elapsed - first.number + 1
    months = books.months_back(count)
    series = tuple((str(when), known.get(when, Figure.missing())) for when in months)
    now, before = _twelve(series, 0), _twelve(series, MONTHS)
    period = series[-MONTHS - 1][0] if len(series) > MONTHS else ""
    return Monthly(item, series, season(books, item, series), compared(Base.LAST_YEAR, now, before, period), now)


def _twelve(series: Sequence[tuple[str, Figure]], back: int) -> Figure:
    """The sum of twelve months that end so many months before the newest."""
    end = len(series) - back
    if end < MONTHS:
        return Figure.missing(Reason.MISSING_PRIOR)
    return added(value for _, value in series[end - MONTHS : end])


def season(books: Books, item: str, series: Sequence[tuple[str, Figure]]) -> Season | Lack:
    """Seasonal indices of the unbroken months at the end of a series."""
    values, when = unbroken(series)
    facts: Facts = {"item": books.item(item).name, "have": len(values), "need": FEWEST}
    if len(values) < FEWEST:
        return Lack("months", Reason.MISSING_PRIOR, facts)
    if (values <= 0).any():
        return Lack("months_not_positive", Reason.NEGATIVE_BASE, facts)
    indices = seasonal_indices(values, when[0].number)
    newest = series[-1][1]
    return Season(indices, newest.times(1 / indices[when[-1].number - 1]), len(values))


def unbroken(series: Sequence[tuple[str, Figure]]) -> tuple[Floats, tuple[Period, ...]]:
    """The newest months without a gap between them, and their periods."""
    kept: list[tuple[Period, float]] = []
    for period, value in reversed(series):
        if value.value is None:
            break
        kept.append((Period.parse(period), value.value))
    kept.reverse()
    return np.array([value for _, value in kept], dtype=np.float64), tuple(when for when, _ in kept)


def seasonal_indices(values: Floats, first_month: int) -> tuple[float, ...]:
    """Mean ratio of each month to the centred mean of the twelve around it, scaled to a mean of 1.

    Args:
        values: (n,) positive months without gaps, n ≥ 24.
        first_month: 1–12, of the first value.
    """
    weights = np.array([0.5, *([1.0] * (MONTHS - 1)), 0.5]) / MONTHS
    centred = np.convolve(values, weights, mode="valid")
    half = MONTHS // 2
    ratios = values[half : len(values) - half] / centred
    months = (np.arange(half, len(values) - half) + first_month - 1) % MONTHS
    means = np.array([ratios[months == month].mean() for month in range(MONTHS)])
    return tuple(float(one) for one in means * MONTHS / means.sum())
