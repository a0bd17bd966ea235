"""The hospital and its peers as one matrix: the hospital is the first row.

Values that can be scored: finite, and small enough to have exact digits.

What an indicator rests on: the items behind it, and whether all of them stand in financial statements.

Where a hospital stands among its peers (edge rules E38, E41).

Medians and quartiles leave the hospital out (type 7, linear); percentile and rank count it in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.model.definitions import Direction
from reportgen.model.period import Period
from reportgen.model.printing import half_up
from reportgen.model.results import PeerPosition
from reportgen.model.values import CODES, Reason
from reportgen.scoring.arrays import Booleans, Floats
from reportgen.scoring.relative import NOISE
from reportgen.scoring.standards import LARGEST

if TYPE_CHECKING:
    import numpy.typing as npt

    from reportgen.catalog import Catalog
    from reportgen.model.values import IndicatorValues

NET_ASSET_BASED: Final = frozenset(
    {"debt_to_net_assets_ratio", "asset_net_asset_multiplier", "return_on_net_assets", "net_asset_growth"}
)
"""Indicators that lose their meaning when net assets are negative (edge rule E04)."""

NEGATIVE_BASE: Final = frozenset({CODES[Reason.NEGATIVE_DENOMINATOR], CODES[Reason.NEGATIVE_BASE]})


@dataclass(frozen=True, eq=False)
class Sample:
    """Values of some indicators for one period.

    Shapes: n entities, the hospital first; m indicators.

    Attributes:
        values: (n, m), NaN where missing.
        reasons: (n, m), codes of `model.reason`.
    """

    period: str
    entities: tuple[str, ...]
    indicators: tuple[str, ...]
    values: Floats
    reasons: npt.NDArray[np.int8]

    @property
    def floored(self) -> Booleans:
        """(n, m) whether there is no value because net assets are negative, which must not be a relief."""
        based = np.array([name in NET_ASSET_BASED for name in self.indicators], dtype=bool)
        return np.asarray(based & np.isin(self.reasons, list(NEGATIVE_BASE)), dtype=np.bool_)

    @property
    def complete(self) -> Booleans:
        """(n,) whether an entity has every indicator."""
        return np.asarray(~np.isnan(self.values).any(axis=1), dtype=np.bool_)


def gather(
    values: IndicatorValues, peers: IndicatorValues | None, indicators: Sequence[str], entity: str, period: str
) -> Sample:
    """The hospital's row and one row for each peer that has the period, in the order of their ids."""
    names = list(indicators)
    own = [values.at(name, entity, period) for name in names]
    rows = np.array([[np.nan if one.value is None else one.value for one in own]], dtype=np.float64)
    codes = np.array([[CODES[one.reason] if one.reason else 0 for one in own]], dtype=np.int8)
    others: tuple[str, ...] = ()
    if peers is not None:
        others, theirs, why = _of_peers(peers, tuple(names), period)
        if entity in others:
            at = others.index(entity)
            others = (*others[:at], *others[at + 1 :])
            theirs, why = np.delete(theirs, at, axis=0), np.delete(why, at, axis=0)
        rows, codes = np.vstack([rows, theirs]), np.vstack([codes, why])
    return Sample(period, (entity, *others), tuple(names), rows, codes)


@lru_cache(maxsize=16)
def _of_peers(
    peers: IndicatorValues, names: tuple[str, ...], period: str
) -> tuple[tuple[str, ...], Floats, npt.NDArray[np.int8]]:
    """The ids of all who have the period, their values and the codes of what is missing: once for a panel."""
    index, columns = peers.values.index, list(names)
    wanted = index.get_level_values(1) == period
    theirs = peers.values.loc[wanted].reindex(columns=columns).to_numpy(dtype=np.float64)
    absent = CODES[Reason.MISSING_INPUT]
    why = peers.reasons.loc[wanted].reindex(columns=columns, fill_value=absent).to_numpy(dtype=np.int8)
    return tuple(index.get_level_values(0)[wanted].tolist()), np.where(why > 0, np.nan, theirs), why


def years(values: IndicatorValues, indicators: Sequence[str], entity: str, period: str) -> Sample:
    """The hospital's own full years up to a period, one row each; `entities` are the years."""
    now = Period.parse(period)
    texts = values.values.index.get_level_values(1)[values.values.index.get_level_values(0) == entity]
    known = sorted({text for text in texts if len(text) == len("2025") and int(text) <= now.year})
    samples = [gather(values, None, indicators, entity, year) for year in known]
    width = len(tuple(indicators))
    return Sample(
        period,
        tuple(known),
        tuple(indicators),
        np.vstack([sample.values for sample in samples]) if samples else np.empty((0, width)),
        np.vstack([sample.reasons for sample in samples]) if samples else np.empty((0, width), dtype=np.int8),
    )


@lru_cache(maxsize=4)
def usable(values: IndicatorValues) -> IndicatorValues:
    """The values, those that no arithmetic can bear turned into missing ones for the reason invalid_input."""
    if values.largest < LARGEST:
        return values
    numbers = values.values.to_numpy(dtype=np.float64)
    wrong = (np.abs(numbers) >= LARGEST) & (values.reasons.to_numpy() == 0)
    return replace(
        values,
        values=values.values.mask(wrong),
        reasons=values.reasons.mask(wrong, CODES[Reason.INVALID_INPUT]).astype("int8"),
    )


FINANCIAL: Final = frozenset({"balance_sheet", "income", "cash_flow", "net_assets", "medical_income_detail", "cost"})


def is_financial(indicator: str, catalog: Catalog) -> bool:
    """Whether it rests on statements alone."""
    items = catalog.items_behind.get(indicator, ())
    return bool(items) and all(catalog.items[item].statement in FINANCIAL for item in items)


FEWEST: Final = 5
PERCENT: Final = 100.0


def position(values: Floats, scores: Floats, direction: Direction) -> PeerPosition | None:
    """The place of the first of some values among the others; None without it or with fewer than five peers.

    The percentile is the mid-rank share of hospitals with a smaller value, in percent; the rank counts from the best
    value, and from the best score where neither more nor less is better. What division leaves of amounts kept to the
    fen parts nobody: such values share a place.

    Args:
        values: (n,), the hospital first, NaN where missing.
        scores: (n,) the same indicator's scores.
        direction: which values are better.
    """
    others = values[1:][~np.isnan(values[1:])]
    own = values[0]
    if np.isnan(own) or len(others) < FEWEST:
        return None
    lower, median, upper = np.quantile(others, [0.25, 0.5, 0.75]).tolist()
    merit = {Direction.HIGHER: values, Direction.LOWER: -values}.get(direction, scores)
    near = NOISE * abs(own)
    below, same = (others < own - near).sum(), (np.abs(others - own) <= near).sum() + 1
    ahead, close = merit[1:] - merit[0], NOISE * abs(merit[0])
    return PeerPosition(
        n=len(others),
        median=median,
        lower_quartile=lower,
        upper_quartile=upper,
        percentile=float(PERCENT * (below + 0.5 * same) / (len(others) + 1)),
        rank=1 + int((ahead > close).sum()),
        values=tuple(np.sort(others, kind="stable").tolist()),
        tied=int((np.abs(ahead) <= close).sum()),
    )


def quartiles(values: Floats) -> tuple[float, float]:
    """The lower and the upper one."""
    lower, upper = np.quantile(values, [0.25, 0.75])
    return float(lower), float(upper)


def standing(totals: Floats, decimals: int) -> tuple[int | None, int, float | None]:
    """Rank of the first total, number of hospitals ranked, and the median total of its peers.

    Ranks are competition ranks (1, 2, 2, 4) on totals rounded as printed; None with fewer than five peers.
    """
    others = totals[1:][~np.isnan(totals[1:])]
    if len(others) < FEWEST:
        return None, 0, None
    median = float(np.median(others))
    if np.isnan(totals[0]):
        return None, len(others), median
    own, mine, step = float(totals[0]), half_up(float(totals[0]), decimals), 10.0**-decimals
    near = others[np.abs(others - own) <= 2 * step]  # what is farther off is printed as another number
    better = int((others - own > 2 * step).sum()) + sum(half_up(total, decimals) > mine for total in near.tolist())
    return 1 + better, 1 + len(others), median
