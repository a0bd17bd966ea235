"""Quartiles of many peer groups and the place of every hospital in its own, for all indicators at once (E38, E41).

Quartiles by linear interpolation (type 7); percentiles by mid-rank, (below + equal / 2) / n, the hospital counted in.

The figures of a dataset as one array: a column costs a look into a dictionary.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from reportgen.model.dataset import Dataset

Values = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Matrix:
    """Rows as in the dataset; `at` says which column holds an item's view."""

    figures: NDArray[np.float64]
    at: Mapping[tuple[str, str], int]

    @staticmethod
    def of(dataset: Dataset) -> Matrix:
        """The figures of a dataset."""
        frame = dataset.values
        items, views = frame.columns.get_level_values(0), frame.columns.get_level_values(1)
        at = {key: number for number, key in enumerate(zip(items, views, strict=True))}
        return Matrix(frame.to_numpy(dtype=np.float64), at)

    def __contains__(self, key: tuple[str, str]) -> bool:
        return key in self.at

    def column(self, item: str, view: str) -> Values:
        """A view of an item for every row, NaN where nothing was read."""
        number = self.at.get((item, view))
        return np.full(len(self.figures), np.nan) if number is None else self.figures[:, number]


SHARES: Final = (0.25, 0.5, 0.75)
Groups = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class PeerStatistics:
    """Statistics of g groups, for n rows and m indicators.

    Attributes:
        groups: (g,) the groups' numbers, ascending.
        counts: (g, m) values in each group.
        quartiles: (g, 3, m), NaN where a group has no value.
        percentiles: (n, m) 0–1, NaN where a row has no value.
    """

    groups: Groups
    counts: Groups
    quartiles: Values
    percentiles: Values


def peer_statistics(values: Values, groups: Groups) -> PeerStatistics:
    """Sort each group once, and read everything from the sorted block.

    Args:
        values: (n, m), finite, NaN where there is none.
        groups: (n,) the group of each row: hospitals that are compared, in one period.
    """
    numbers = np.unique(groups)
    counts = np.zeros((len(numbers), values.shape[1]), dtype=np.int64)
    quartiles = np.full((len(numbers), len(SHARES), values.shape[1]), np.nan)
    percentiles = np.full(values.shape, np.nan)
    for number, rows in enumerate(_members(groups)):
        order, ordered = _sorted(values[rows].T)
        counts[number] = (~np.isnan(ordered)).sum(axis=1)
        quartiles[number] = _quantiles(ordered, counts[number])
        percentiles[rows] = _percentiles(ordered, order, counts[number]).T
    return PeerStatistics(numbers, counts, quartiles, percentiles)


def _members(groups: Groups) -> Iterator[Groups]:
    """The rows of each group, groups ascending."""
    order = np.argsort(groups, kind="stable")
    ends = np.flatnonzero(np.diff(groups[order])) + 1
    yield from np.split(order, ends)


def _sorted(block: Values) -> tuple[Groups, Values]:
    """Each line in ascending order and where its values stood; what is missing comes last.

    It is infinite while it is sorted: numbers alone are sorted several times as fast as numbers that may be missing.
    """
    filled = np.where(np.isnan(block), np.inf, block)
    order = filled.argsort(axis=1)
    ordered = np.take_along_axis(filled, order, axis=1)
    return order, np.where(np.isinf(ordered), np.nan, ordered)


def _quantiles(ordered: Values, counts: Groups) -> Values:
    lines, last = np.arange(len(ordered)), np.maximum(counts - 1, 0)
    found = np.empty((len(SHARES), len(ordered)))
    for number, share in enumerate(SHARES):
        place = share * last
        low = place.astype(np.int64)
        below, above = ordered[lines, low], ordered[lines, np.minimum(low + 1, last)]
        found[number] = below + (above - below) * (place - low)
    return found


def _percentiles(ordered: Values, order: Groups, counts: Groups) -> Values:
    """Mid-ranks in the sorted block, put back where the values stood."""
    places = np.broadcast_to(np.arange(ordered.shape[1], dtype=np.float64), ordered.shape)
    new = ordered[:, 1:] != ordered[:, :-1]  # a NaN differs from everything, and its place is thrown away
    middles = places if new.all() else _middles(places, new)
    with np.errstate(all="ignore"):
        shares = (middles + 0.5) / counts[:, None]
    found = np.empty_like(ordered)
    np.put_along_axis(found, order, np.where(np.isnan(ordered), np.nan, shares), axis=1)
    return found


def _middles(places: Values, new: NDArray[np.bool_]) -> Values:
    """The mean place of equal values."""
    edge = np.ones((len(places), 1), dtype=np.bool_)
    first = np.maximum.accumulate(np.where(np.hstack([edge, new]), places, 0.0), axis=1)
    ends = np.where(np.hstack([new, edge]), places, places.shape[1])
    last = np.flip(np.minimum.accumulate(np.flip(ends, axis=1), axis=1), axis=1)
    return (first + last) / 2
