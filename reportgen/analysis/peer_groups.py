"""Standards from a panel: groups of hospitals, and what most, the middle and the best of each group reach.

Nothing is shown of fewer hospitals than `k`; quantiles are linear (type 7); outliers are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.model.definitions import Direction
from reportgen.model.period import Period
from reportgen.model.schemes import Bound
from reportgen.model.standards import size_of
from reportgen.scoring.arrays import Floats

if TYPE_CHECKING:
    import pandas as pd

    from reportgen.catalog import Catalog
    from reportgen.model.dataset import Dataset, Entity
    from reportgen.model.values import IndicatorValues

FEWEST: Final = 5
ALL: Final = "all"
PERCENTILES: Final = (0.10, 0.25, 0.50, 0.75, 0.90)
CENTRAL: Final = ((0.40, 0.60), (0.30, 0.70), (0.25, 0.75), (0.20, 0.80), (0.10, 0.90))
BEDS: Final = ("avg_open_beds", "beds_open")


@dataclass(frozen=True)
class PeerStandard:
    """One indicator in one group.

    Attributes:
        n: hospitals with a value; percentiles: at PERCENTILES; best: the extreme in the indicator's direction, None
            where neither more nor less is better.
        central: ranges around the median, narrowest first, at CENTRAL: levels of what is best within a range.
    """

    indicator: str
    n: int
    mean: float
    percentiles: tuple[float, ...]
    best: float | None
    central: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class PeerGroup:
    """A group of hospitals in one period; `standards` is empty below `k`, and then the number is not told."""

    by: str
    name: str
    period: str
    n: int | None
    standards: tuple[PeerStandard, ...]


@dataclass(frozen=True)
class PeerStandards:
    """All groups of a panel.

    Attributes:
        excluded: hospitals left out by the user, or as the own one.
        hidden: how many groups are too small to be shown.
    """

    period: str
    by: str
    k: int
    groups: tuple[PeerGroup, ...]
    excluded: tuple[str, ...]
    hidden: int


def peer_standards(  # noqa: PLR0913 - what is grouped, when, and who is left out
    dataset: Dataset,
    values: IndicatorValues,
    catalog: Catalog,
    period: str,
    *,
    by: str = "class",
    excluded: Collection[str] = (),
    k: int = FEWEST,
) -> PeerStandards:
    """Group the hospitals of one period and measure each group.

    Args:
        dataset: the panel.
        values: its indicators.
        catalog: directions of the indicators.
        period: which period of the panel.
        by: class (the group named in the data), size (beds), region, or all.
        excluded: hospitals that do not count.
        k: fewest hospitals of which anything is shown, never below 5.
    """
    k = max(k, FEWEST)
    rows = values.values[values.values.index.get_level_values(1) == period]
    known = rows.where(values.reasons.loc[rows.index] == 0)
    members: dict[str, list[str]] = {}
    for hospital in sorted(set(rows.index.get_level_values(0)) - set(excluded)):
        members.setdefault(GROUPINGS[by](dataset, hospital, period) or "-", []).append(hospital)
    groups = [
        PeerGroup(by, name, period, len(some), _standards(known.loc[(some, period), :], catalog, k))
        if len(some) >= k
        else PeerGroup(by, name, period, None, ())
        for name, some in sorted(members.items())
    ]
    hidden = sum(group.n is None for group in groups)
    left = tuple(sorted(set(excluded) & set(rows.index.get_level_values(0))))
    return PeerStandards(period, by, k, tuple(group for group in groups if group.n is not None), left, hidden)


def _standards(rows: pd.DataFrame, catalog: Catalog, k: int) -> tuple[PeerStandard, ...]:
    """The indicators that enough hospitals have."""
    return tuple(
        _standard(str(indicator), rows[indicator].dropna().to_numpy(dtype=np.float64), catalog)
        for indicator in rows.columns
        if not catalog.indicators[str(indicator)].obsolete and rows[indicator].notna().sum() >= k
    )


def _standard(indicator: str, values: Floats, catalog: Catalog) -> PeerStandard:
    best = {Direction.HIGHER: values.max, Direction.LOWER: values.min}.get(catalog.indicators[indicator].direction)
    quantiles = tuple(float(one) for one in np.quantile(values, PERCENTILES))
    mean, extreme = float(values.mean()), None if best is None else float(best())
    central = tuple((float(np.quantile(values, low)), float(np.quantile(values, high))) for low, high in CENTRAL)
    return PeerStandard(indicator, len(values), mean, quantiles, extreme, central)


def five_levels(standard: PeerStandard, direction: Direction) -> tuple[Bound, ...] | None:
    """Percentiles as five levels, the median the middle one, or ranges around it; None where two levels coincide."""
    if direction in {Direction.RANGE, Direction.TARGET}:
        nested = all(inner[0] > outer[0] and inner[1] < outer[1] for inner, outer in pairwise(standard.central))
        return standard.central if nested else None
    if direction is Direction.NONE:
        return None
    levels = standard.percentiles[::-1] if direction is Direction.HIGHER else standard.percentiles
    apart = np.diff(levels)
    strict = (apart < 0).all() if direction is Direction.HIGHER else (apart > 0).all()
    return tuple(levels) if strict else None


def latest(values: IndicatorValues) -> str:
    """The newest full year of a panel, or its newest period where there is no year."""
    known = [Period.parse(str(text)) for text in values.values.index.get_level_values(1).unique()]
    years = [period for period in known if not period.is_partial] or known
    return str(max(years, key=Period.sort_key))


def _entity(dataset: Dataset, hospital: str) -> Entity | None:
    return dataset.entities.get(hospital)


def _size(dataset: Dataset, hospital: str, period: str) -> str | None:
    found: Iterator[float | None] = (dataset.value(item, hospital, period) for item in BEDS)
    return size_of(next((value for value in found if value is not None), None))


GROUPINGS: Final[Mapping[str, Callable[[Dataset, str, str], str | None]]] = {
    "class": lambda dataset, hospital, _: one.group if (one := _entity(dataset, hospital)) else None,
    "region": lambda dataset, hospital, _: one.region if (one := _entity(dataset, hospital)) else None,
    "size": _size,
    ALL: lambda *_: ALL,
}
"""Group of a hospital by the name of the grouping; None where it is not known."""
