"""The hospital beside others and beside its own best: medians, best values, and the gap to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.analysis.answer import Figure, Lack
from reportgen.analysis.comparison.direction import direction_of
from reportgen.model.definitions import Direction
from reportgen.model.period import PeriodKind
from reportgen.model.reason import Reason

if TYPE_CHECKING:
    from reportgen.analysis.material import Analyses

FEWEST_PEERS: Final = 3
"""Below, a median would be somebody's own figure."""
SIGN: Final[Mapping[Direction, int]] = {Direction.HIGHER: 1, Direction.LOWER: -1}


@dataclass(frozen=True)
class Found:
    """A base of comparison: its value, whose it is, of when, and of how many earlier periods it is the best."""

    value: Figure
    source: str
    period: str
    n: int = 0


@dataclass(frozen=True)
class Benchmark:
    """One row of a dumbbell chart.

    Attributes:
        best: the best peer's value; who: its id.
        gap: how far the hospital is behind the best, in the unit of the indicator; at or below zero it leads.
        place: 1 is best among `n` hospitals, the own one counted in.
    """

    id: str
    own: float
    best: float
    who: str
    median: float
    gap: float
    place: int
    n: int


def peer_values(analyses: Analyses, name: str) -> dict[str, float]:
    """Values of the peers in the period of the report, by entity."""
    peers, period = analyses.material.peers, analyses.material.period
    if peers is None or name not in peers.values.columns:
        return {}
    rows = _rows(analyses, period)
    column = peers.values[name].to_numpy()[[row for row, _ in rows]]
    return {who: float(value) for (_, who), value in zip(rows, column, strict=True) if np.isfinite(value)}


def _rows(analyses: Analyses, period: str) -> list[tuple[int, str]]:
    """Positions and ids of the peers that have the period; looked up once for all indicators."""
    kept: dict[str, list[tuple[int, str]]] = analyses.__dict__.setdefault("_peer_rows", {})
    if period not in kept:
        index = analyses.material.peers.values.index if analyses.material.peers is not None else ()
        kept[period] = [(row, str(who)) for row, (who, when) in enumerate(index) if when == period]
    return kept[period]


def peer_median(analyses: Analyses, name: str) -> Found | None:
    """The median of the peers; None with fewer than three."""
    values = peer_values(analyses, name)
    if len(values) < FEWEST_PEERS:
        return None
    return Found(Figure(median(values.values())), "", analyses.material.period)


def best_of_peers(analyses: Analyses, name: str, direction: Direction) -> Found | None:
    """The best peer's value; None where no direction says what is best."""
    values = peer_values(analyses, name)
    if direction not in SIGN or not values:
        return None
    who = max(values, key=lambda one: (SIGN[direction] * values[one], one))
    return Found(Figure(values[who]), who, analyses.material.period)


def best_of_years(analyses: Analyses, name: str, direction: Direction) -> Found | None:
    """The best value of the own earlier periods of the same kind: years, or the same month of years.

    A part of a year is never held against a whole one; of equal values the latest counts.
    """
    books = analyses.books
    if direction not in SIGN:
        return None
    kind, last = books.now.kind, books.now.sort_key()
    known = (when for when in books.cells.periods if when.kind is kind and when.sort_key() < last)
    if kind is not PeriodKind.YEAR:
        known = (when for when in known if when.number == books.now.number)
    found = {when: value for when in known if (value := books.indicator(name, when).value) is not None}
    if not found:
        return None
    when = max(found, key=lambda one: (SIGN[direction] * found[one], one.sort_key()))
    return Found(Figure(found[when]), str(when), str(when), len(found))


def benchmarks(analyses: Analyses) -> tuple[Benchmark, ...] | Lack:
    """Each scored indicator with a direction beside the best peer, farthest behind first by share of the best."""
    if analyses.material.peers is None:
        return Lack("peers", Reason.MISSING_INPUT)
    found = []
    for row in analyses.material.evaluation.indicators:
        best = best_of_peers(analyses, row.id, direction_of(analyses, row.id))
        values = peer_values(analyses, row.id)
        if row.value is None or best is None or best.value.value is None or len(values) < FEWEST_PEERS:
            continue
        sign = SIGN[direction_of(analyses, row.id)]
        gap = sign * (best.value.value - row.value)
        place = 1 + sum(sign * value > sign * row.value for value in values.values())
        middle = median(values.values())
        found.append(Benchmark(row.id, row.value, best.value.value, best.source, middle, gap, place, len(values) + 1))
    return tuple(sorted(found, key=lambda one: (-one.gap / abs(one.best) if one.best else 0.0, one.id)))
