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

NEGATIVE_BASE: Final = (CODES[Reason.NEGATIVE_DENOMINATOR], CODES[Reason.NEGATIVE_BASE])


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
        denominator, base = NEGATIVE_BASE
        return np.asarray(based & ((self.reasons == denominator) | (self.reasons == base)), dtype=np.bool_)

    @property
    def inapplicable(self) -> Booleans:
        """(n, m) what does not apply by its nature, and so is not missing."""
        return np.asarray(self.reasons == CODES[Reason.NOT_APPLICABLE], dtype=np.bool_)

    @property
    def complete(self) -> Booleans:
        """(n,) whether an entity has every indicator."""
        return np.asarray(~np.isnan(self.values).any(axis=1), dtype=np.bool_)


def gather(
    values: IndicatorValues, peers: IndicatorValues | None, indicators: Sequence[str], entity: str, period: str
) -> Sample:
    """The hospital's row and one row for each peer that has the period, in the order of their ids."""
    names = tuple(indicators)
    own = [values.at(name, entity, period) for name in names]
    rows = np.array([[np.nan if one.value is None else one.value for one in own]], dtype=np.float64)
    codes = np.array([[CODES[one.reason] if one.reason else 0 for one in own]], dtype=np.int8)
    if peers is None:
        return Sample(period, (entity,), names, rows, codes)
    panel = of_panel(peers, names, period)
    others = [at for at, one in enumerate(panel.entities) if one != entity]
    ids = (entity, *(panel.entities[at] for at in others))
    rows, codes = np.vstack([rows, panel.values[others]]), np.vstack([codes, panel.reasons[others]])
    return Sample(period, ids, names, rows, codes)


@lru_cache(maxsize=16)
def of_panel(peers: IndicatorValues, names: tuple[str, ...], period: str) -> Sample:
    """A row for each hospital of a panel that has the period, none before the others: once for a panel."""
    index, columns = peers.values.index, list(names)
    wanted = index.get_level_values(1) == period
    theirs = peers.values.loc[wanted].reindex(columns=columns).to_numpy(dtype=np.float64)
    absent = CODES[Reason.MISSING_INPUT]
    why = peers.reasons.loc[wanted].reindex(columns=columns, fill_value=absent).to_numpy(dtype=np.int8)
    ids = tuple(index.get_level_values(0)[wanted].tolist())
    return Sample(period, ids, names, np.where(why > 0, np.nan, theirs), why)


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


@dataclass(frozen=True, eq=False)
class OrderedValues:
    """Values in order, and how many of them lie where: made once for a panel, of which each hospital leaves itself out.

    Attributes:
        values: (k,) ascending, none missing.
        left_out: the place of the one that does not count.
    """

    values: Floats
    left_out: int | None = None

    @staticmethod
    def of(values: Floats) -> OrderedValues:
        """Those of some values that are there."""
        return OrderedValues(np.sort(values[~np.isnan(values)], kind="stable"))

    def without(self, value: float) -> OrderedValues:
        """All but one that has this value; a missing one was none of them."""
        return self if np.isnan(value) else replace(self, left_out=int(np.searchsorted(self.values, value)))

    def __len__(self) -> int:
        return len(self.values) - (self.left_out is not None)

    def each(self) -> Floats:
        """(k,) those that count."""
        return self.values if self.left_out is None else np.delete(self.values, self.left_out)

    def below(self, limit: float, *, inclusive: bool = False) -> int:
        """How many are less, or at most so much."""
        found = int(np.searchsorted(self.values, limit, side="right" if inclusive else "left"))
        return found - (self.left_out is not None and self.left_out < found)

    def within(self, value: float, distance: float) -> int:
        """How many are no farther from a value than this."""
        return self.below(value + distance, inclusive=True) - self.below(value - distance)

    def quantile(self, share: float) -> float:
        """Type 7, as numpy's linear one to the last bit, which orders the values anew for each question."""
        at = share * (len(self) - 1)
        lower, upper, between = self._at(int(at)), self._at(min(int(at) + 1, len(self) - 1)), at - int(at)
        step = upper - lower
        return upper - step * (1 - between) if between >= MIDDLE else lower + step * between

    def _at(self, place: int) -> float:
        moved = self.left_out is not None and place >= self.left_out
        return float(self.values[place + moved])


MIDDLE: Final = 0.5
"""From here on numpy reckons from the upper neighbour."""


def position(values: Floats, scores: Floats, direction: Direction) -> PeerPosition | None:
    """The place of the first of some values among the others, see `place_among`.

    Args:
        values: (n,), the hospital first, NaN where missing.
        scores: (n,) the same indicator's scores.
        direction: which values are better.
    """
    return place_among(
        float(values[0]), float(scores[0]), OrderedValues.of(values[1:]), OrderedValues.of(scores[1:]), direction
    )


def place_among(
    own: float, score: float, others: OrderedValues, scores: OrderedValues, direction: Direction
) -> PeerPosition | None:
    """The place of a value among others; None without it or with fewer than five peers.

    The percentile is the mid-rank share of hospitals with a smaller value, in percent; the rank counts from the best
    value, and from the best score where neither more nor less is better. What division leaves of amounts kept to the
    fen parts nobody: such values share a place.
    """
    if np.isnan(own) or len(others) < FEWEST:
        return None
    near = NOISE * abs(own)
    below, same = others.below(own - near), others.within(own, near) + 1
    return PeerPosition(
        n=len(others),
        median=others.quantile(0.5),
        lower_quartile=others.quantile(0.25),
        upper_quartile=others.quantile(0.75),
        percentile=PERCENT * (below + 0.5 * same) / (len(others) + 1),
        rank=1 + _ahead(own, score, others, scores, direction),
        values=tuple(others.each().tolist()),
        tied=same - 1 if direction in ONE_WAY else scores.within(score, NOISE * abs(score)),
    )


ONE_WAY: Final = {Direction.HIGHER, Direction.LOWER}


def _ahead(own: float, score: float, others: OrderedValues, scores: OrderedValues, direction: Direction) -> int:
    """How many are better."""
    if direction is Direction.LOWER:
        return others.below(own - NOISE * abs(own))
    merits, merit = (others, own) if direction is Direction.HIGHER else (scores, score)
    return len(merits) - merits.below(merit + NOISE * abs(merit), inclusive=True)


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
