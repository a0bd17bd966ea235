"""The same hospitals by several methods side by side, and whether the methods rank them alike.

For annual and board reports only: a submission shows the prescribed method alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from reportgen.analysis.distance import DRAWS_NOISE as NOISE
from reportgen.analysis.rank_interval import YEARS, JudgedTogether, PeerScores
from reportgen.model.definitions import Direction
from reportgen.scoring.arrays import Booleans, Floats, mean_ranks
from reportgen.scoring.experts import concordance
from reportgen.scoring.kernels.components import above, principal_components
from reportgen.scoring.kernels.ranking import integer_ranks, rank_sum_ratio, relation, topsis
from reportgen.scoring.kernels.weights import correlation
from reportgen.scoring.ranking import RANKINGS_OF_OBJECTS

SCHEME: Final = "scheme"
FEWEST: Final = 5
RHO: Final = 0.5
OBJECTS_PER_INDICATOR: Final = 5
"""Factors of fewer hospitals than this many times the indicators are not to be trusted."""


@dataclass(frozen=True)
class MethodRank:
    """One method: the hospital's result and its rank, or why there is none.

    Attributes:
        agreement: Spearman's correlation of its ranking with the scheme's.
        problem: key below ``robustness.problem`` of the words.
    """

    method: str
    result: float | None
    rank: int | None
    agreement: float | None = None
    problem: str | None = None


@dataclass(frozen=True)
class MethodComparison:
    """Several methods on the same hospitals.

    Attributes:
        among: hospitals with every figure, the own among them; indicators: those that all methods share.
        concordance: Kendall's W of the rankings, 0–1; p: of its test.
    """

    among: int
    indicators: tuple[str, ...]
    methods: tuple[MethodRank, ...]
    concordance: float | None
    p: float | None


@dataclass(frozen=True, eq=False)
class MethodInput:
    """What every method is given: merits (n, m) run from worse to better, ranges by their score; weights (m,)."""

    merits: Floats
    weights: Floats


def compare(panel: PeerScores | None) -> MethodComparison | None:
    """The scheme's method and others; None with fewer than five peers that have every figure."""
    if panel is None:
        return None
    there: Booleans = ~(np.isnan(panel.scores) | np.isnan(panel.values))
    columns: Booleans = there[0]
    rows: Booleans = np.asarray(there[:, columns].all(axis=1), dtype=np.bool_)
    if columns.sum() < 2 or rows[1:].sum() < FEWEST:  # noqa: PLR2004 - one indicator is no comparison
        return None
    names = tuple(name for name, kept in zip(panel.indicators, columns, strict=True) if kept)
    table = _table(panel, columns, rows)
    return _compared(table, panel.scores[rows][:, columns] @ table.weights, names, METHODS_COMPARED)


def compare_together(judged: JudgedTogether) -> MethodComparison | None:
    """The method that ranked a part's hospitals, and others on the same hospitals; the method itself stands once.

    Weights of methods that find their own are equal for the others. None for own years, and with fewer than five peers.
    """
    objects = judged.objects
    n, m = objects.matrix.shape
    if judged.ranking.by == YEARS or m < 2 or n - 1 < FEWEST:  # noqa: PLR2004 - one indicator is no comparison
        return None
    with np.errstate(all="ignore"):
        own = RANKINGS_OF_OBJECTS[judged.part.method](objects, judged.part.ranking).results
    table = MethodInput(_stretched(objects.matrix * objects.directions), objects.weights)
    others = {name: method for name, method in METHODS_COMPARED.items() if name != judged.part.method}
    return _compared(table, own, judged.ranking.indicators, others)


def _compared(
    table: MethodInput, own: Floats, indicators: tuple[str, ...], others: Mapping[str, Callable[[MethodInput], Floats]]
) -> MethodComparison:
    """The scheme's results (n,) first, then those of the other methods on the same table."""
    results = {SCHEME: own} | {name: method(table) for name, method in others.items()}
    rankings = {name: _ranking(found) for name, found in results.items() if not np.isnan(found).any()}
    told = tuple(_told(name, found, rankings, rankings[SCHEME]) for name, found in results.items())
    agreement, p = _agreement(list(rankings.values()))
    return MethodComparison(len(own), indicators, told, agreement, p)


def _table(panel: PeerScores, columns: Booleans, rows: Booleans) -> MethodInput:
    scores, values = panel.scores[rows][:, columns], panel.values[rows][:, columns]
    merits = scores.copy()
    for place, column in enumerate(np.flatnonzero(columns)):
        sign = {Direction.HIGHER: 1.0, Direction.LOWER: -1.0}.get(panel.directions[column])
        if sign is not None:
            merits[:, place] = sign * values[:, place]
    weights = panel.weights[columns]
    return MethodInput(_stretched(merits), weights / weights.sum())


def _stretched(merits: Floats) -> Floats:
    """Min-max of each column; a constant one is 1 throughout."""
    low, high = merits.min(axis=0), merits.max(axis=0)
    span = np.where(high > low, high - low, 1.0)
    return np.where(high > low, (merits - low) / span, 1.0)


def _components(table: MethodInput) -> Floats:
    """Scores over the components with an eigenvalue above 1; undefined for too few hospitals."""
    n, varying = len(table.merits), table.merits.std(axis=0) > 0
    if n < OBJECTS_PER_INDICATOR * varying.sum() or varying.sum() < 2:  # noqa: PLR2004 - as above
        return np.full(n, np.nan)
    chosen = table.merits[:, varying]
    z = (chosen - chosen.mean(axis=0)) / chosen.std(axis=0, ddof=1)
    found = principal_components(correlation(chosen))
    return found.composite(z, max(1, above(found.eigenvalues, 1.0)))


def _grey(table: MethodInput) -> Floats:
    ideal = np.ones(len(table.weights))
    return np.asarray(relation(ideal, table.merits, RHO).coefficients @ table.weights, dtype=np.float64)


METHODS_COMPARED: Final[Mapping[str, Callable[[MethodInput], Floats]]] = {
    "weighted_minmax": lambda table: table.merits @ table.weights,
    "topsis": lambda table: topsis(table.merits, table.weights, np.ones(len(table.weights)), "none").closeness,
    "rank_sum_ratio": lambda table: rank_sum_ratio(
        integer_ranks(table.merits, np.ones(len(table.weights))), table.weights
    ),
    "grey_relation": _grey,
    "principal_components": _components,
}
"""Methods beside the scheme's own: table → results (n,), more is better."""


def _ranking(results: Floats) -> Floats:
    return mean_ranks(-np.round(results, 12))


def _told(name: str, found: Floats, rankings: Mapping[str, Floats], own: Floats) -> MethodRank:
    if name not in rankings:
        return MethodRank(
            name, None, None, problem="too_few_hospitals" if name == "principal_components" else "constant"
        )
    rank = 1 + int((found[1:] > found[0] + NOISE).sum())
    return MethodRank(name, float(found[0]), rank, _spearman(rankings[name], own))


def _spearman(one: Floats, other: Floats) -> float | None:
    if one.std() == 0 or other.std() == 0:
        return None
    return float(np.corrcoef(one, other)[0, 1])


def _agreement(rankings: list[Floats]) -> tuple[float | None, float | None]:
    found = concordance(np.array(rankings), ranked=True)
    if np.isnan(found.corrected):
        return None, None
    return found.corrected, found.test(found.corrected)[1]
