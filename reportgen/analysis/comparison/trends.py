"""Series over years: amounts, changes, indices on a fixed base and on the year before, compound growth.

Months and their season: indices by the ratio to a centred moving average, and rolling twelve months.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.analysis.answer import Facts, Figure, Unavailable, added
from reportgen.analysis.comparison.against import HEADLINES, Base, Compared, Turn, change, compared
from reportgen.model.period import MONTHS, Period
from reportgen.model.values import Reason
from reportgen.scoring.calculators.change import growth_rate

if TYPE_CHECKING:
    from reportgen.analysis.books import Books
    from reportgen.analysis.material import Analyses
    from reportgen.scoring.arrays import Floats

FEWEST: Final = 2


@dataclass(frozen=True)
class GrowthPoint:
    """One period of a series.

    Attributes:
        difference, rate: against the period before; missing in the first and across a break.
        fixed: over the first comparable period, a fraction (1.08 is printed 108); chain: over the period before. None
            where one end is negative: a surplus is no multiple of a deficit.
        breaks: whether figures from here on do not compare with earlier ones (E18).
    """

    period: str
    value: Figure
    difference: Figure
    rate: Figure
    fixed: Figure
    chain: Figure
    turn: Turn | None = None
    breaks: bool = False


@dataclass(frozen=True)
class Trend:
    """A series and its growth since the last break.

    Attributes:
        growth: compound rate a period; missing unless both ends are positive.
        increment: mean change a period.
    """

    id: str
    steps: tuple[GrowthPoint, ...]
    growth: Figure
    increment: Figure


def trends(analyses: Analyses) -> Mapping[str, tuple[Trend, ...]]:
    """The headline items over whole years (``years``), and over the same part of each year (``to_date``)."""
    books = analyses.books
    first = [year.previous_year() for year in books.years[:1]]  # the comparative column of the oldest forms
    scopes = {"years": without_gaps((*first, *books.years)), "to_date": periods_alike(books)}
    return {scope: tuple(_known(books, periods)) for scope, periods in scopes.items()}


def _known(books: Books, periods: Sequence[Period]) -> Iterator[Trend]:
    for item in HEADLINES:
        found = of_item(books, item, periods)
        if isinstance(found, Trend):
            yield found


def periods_alike(books: Books) -> tuple[Period, ...]:
    """The same part of each year up to now, oldest first."""
    years = sorted({when.year for when in books.cells.periods if when.year <= books.now.year})
    return without_gaps([Period(year, books.now.kind, books.now.number) for year in years])


def without_gaps(periods: Sequence[Period]) -> tuple[Period, ...]:
    """The same with each year between that has no figures: what grew over two years did not grow in one."""
    if not periods:
        return ()
    first, last = periods[0], periods[-1]
    return tuple(replace(first, year=year) for year in range(first.year, last.year + 1))


def of_item(books: Books, item: str, periods: Sequence[Period]) -> Trend | Unavailable:
    """One item over some periods; periods before the first figure are left out."""
    values = [books.to_date(item, when) for when in periods]
    first = next((at for at, one in enumerate(values) if one.value is not None), len(values))
    if len(values) - first < FEWEST:
        return Unavailable("periods", Reason.MISSING_PRIOR, {"item": books.item(item).name, "need": FEWEST})
    return trend(item, [str(when) for when in periods[first:]], values[first:], books.cells.terms.breaks)


def trend(identifier: str, periods: Sequence[str], values: Sequence[Figure], breaks: Sequence[int] = ()) -> Trend:
    """Indices and growth of a series; nothing is compared across a break, and gaps stay gaps."""
    broken = [at > 0 and Period.parse(when).year in breaks for at, when in enumerate(periods)]
    steps: list[GrowthPoint] = []
    base: Figure | None = None
    for at, (period, value) in enumerate(zip(periods, values, strict=True)):
        if broken[at]:
            base = None
        if base is None and value.value is not None:
            base = value
        before = None if at == 0 or broken[at] else values[at - 1]
        steps.append(_step(period, value, before, base, breaks=broken[at]))
    start = max((at for at, one in enumerate(broken) if one), default=0)
    return Trend(identifier, tuple(steps), *_growth(values[start:]))


def _step(period: str, value: Figure, before: Figure | None, base: Figure | None, *, breaks: bool) -> GrowthPoint:
    if before is None:
        none = Figure.missing(Reason.NOT_COMPARABLE if breaks else Reason.MISSING_PRIOR)
        return GrowthPoint(period, value, none, none, _index(value, base), none, None, breaks)
    moved = change(value.value, before.value)
    difference = value - before
    rate = Figure(moved.rate, moved.reason, difference.places)
    return GrowthPoint(period, value, difference, rate, _index(value, base), _index(value, before), moved.turn, breaks)


def _index(value: Figure, base: Figure | None) -> Figure:
    if base is None:
        return Figure.missing(Reason.MISSING_PRIOR)
    index = value.over(base)
    return index if index.value is None or index.value >= 0 else Figure(None, Reason.NEGATIVE_BASE, index.places)


def _growth(values: Sequence[Figure]) -> tuple[Figure, Figure]:
    known = [(at, one) for at, one in enumerate(values) if one.value is not None]
    if len(known) < FEWEST:
        none = Figure.missing(Reason.MISSING_PRIOR)
        return none, none
    (first, begin), (last, end) = known[0], known[-1]
    assert begin.value is not None
    assert end.value is not None
    rate = growth_rate(begin.value, end.value, last - first)
    reason = Reason.ZERO_DENOMINATOR if begin.value == 0 else Reason.NEGATIVE_BASE
    increment = (end - begin).times(1 / (last - first))
    return Figure(rate, None if rate is not None else reason, increment.places), increment


ITEMS: Final = (
    "total_income",
    "medical_income",
    "total_expense",
    "outpatient_emergency_visits",
    "discharges",
    "occupied_bed_days",
)
SEASON_FEWEST: Final = 2 * MONTHS
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
    season: Season | Unavailable
    rolling: Compared
    rolling_now: Figure


def seasons(analyses: Analyses) -> Mapping[str, Monthly | Unavailable]:
    """The monthly items by id."""
    return {item: monthly(analyses.books, item) for item in ITEMS}


def monthly(books: Books, item: str) -> Monthly | Unavailable:
    """One item by month."""
    known = {when: value for when, value in books.monthly(item) if value.value is not None}
    if not known:
        return Unavailable("months", Reason.MISSING_INPUT, {"item": books.item(item).name, "have": 0, "need": MONTHS})
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


def season(books: Books, item: str, series: Sequence[tuple[str, Figure]]) -> Season | Unavailable:
    """Seasonal indices of the unbroken months at the end of a series."""
    values, when = unbroken(series)
    facts: Facts = {"item": books.item(item).name, "have": len(values), "need": SEASON_FEWEST}
    if len(values) < SEASON_FEWEST:
        return Unavailable("months", Reason.MISSING_PRIOR, facts)
    if (values <= 0).any():
        return Unavailable("months_not_positive", Reason.NEGATIVE_BASE, facts)
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
