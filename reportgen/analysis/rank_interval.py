"""A rank among peers with its interval: never alone, since near neighbours change places with a little weight.

The hospital and its peers, all scored by the same part of a scheme: material for ranks and for other methods.

The objects that a part judged against one another, with their figures: what ranks and other methods are tried on.

How firmly a part's ranking of objects stands: ranks by weights that could as well have been a little different.

Methods that find their own weights are tried with each object left out of their making in turn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.analysis.distance import DRAWS_NOISE as NOISE
from reportgen.analysis.draws import INTERVAL, Assumptions, drawn_weights
from reportgen.model.definitions import Direction
from reportgen.model.results import Evaluation, ScoredIndicator
from reportgen.model.schemes import Ranking, Scheme, SchemePart
from reportgen.scoring.arrays import Floats, Integers
from reportgen.scoring.methods import JOINT, LAYERED, VALUED
from reportgen.scoring.parts import TOLERANCE, scored
from reportgen.scoring.ranked_part import SIGNS, merits_of
from reportgen.scoring.ranking import UNWEIGHTED, Objects, by_weights
from reportgen.scoring.sample import gather, usable

if TYPE_CHECKING:
    from reportgen.model.values import IndicatorValues

SINGLY: Final = VALUED - JOINT - {LAYERED}
"""Methods that score each value by itself, so that hospitals can be ranked by what they add up to."""


@dataclass(frozen=True, eq=False)
class PeerScores:
    """n hospitals, the own first, and m indicators that values are scored in.

    Attributes:
        values: (n, m), NaN where missing; scores: (n, m), 0–1, NaN where not scored.
        weights: (m,) shares that add up to 1; groups: (m,) number of the ability within the part.
        directions: which values are better.
        limit: share of the weight that may be missing.
    """

    entities: tuple[str, ...]
    indicators: tuple[str, ...]
    values: Floats
    scores: Floats
    weights: Floats
    groups: Integers
    directions: tuple[Direction, ...]
    limit: float

    @property
    def ranked(self) -> Floats:
        """(n,) whether a hospital has enough scores to be ranked, as 0 and 1."""
        missing = (np.isnan(self.scores) * self.weights).sum(axis=1)
        return np.where(missing <= self.limit + TOLERANCE, 1.0, 0.0)

    def totals(self, weights: Floats) -> Floats:
        """(n, draws) totals 0–1 for (draws, m) weights, missing weight spread as in the evaluation."""
        there = ~np.isnan(self.scores)
        filled = np.where(there, self.scores, 0.0)
        won = np.zeros((len(self.scores), len(weights)))
        alive = np.zeros_like(won)
        for group in np.unique(self.groups):
            columns = self.groups == group
            own = weights[:, columns].T
            gained = filled[:, columns] @ own
            whole = own.sum(axis=0)[None, :]
            if there[:, columns].all():
                won += gained
                alive += whole
                continue
            kept = there[:, columns].astype(np.float64) @ own
            won += np.divide(gained * whole, kept, out=np.zeros_like(kept), where=kept > 0)
            alive += whole * (kept > 0)
        return np.divide(won, alive, out=np.full_like(won, np.nan), where=alive > 0)


def panel_scores(
    evaluation: Evaluation, scheme: Scheme, values: IndicatorValues, peers: IndicatorValues | None
) -> PeerScores | None:
    """The largest part of the scheme that values are scored in, each by itself; None without peers or such a part."""
    parts = {name: part for name, part in scheme.parts.items() if part.method in SINGLY}
    if peers is None or not parts:
        return None
    chosen = max(parts, key=lambda name: parts[name].share)
    part = parts[chosen]
    rows = [row for row in evaluation.indicators if row.part == chosen and row.weight > 0]
    if not rows:
        return None
    sample = gather(usable(values), usable(peers), [row.id for row in rows], evaluation.entity, evaluation.period)
    if len(sample.entities) < 2:  # noqa: PLR2004 - nobody to compare with
        return None
    scores = np.column_stack(
        [
            scored(
                part,
                part.indicators[row.id].model_copy(update={"standards": row.standards}),
                sample.values[:, column],
                row.direction,
                row.reference,
            ).score
            for column, row in enumerate(rows)
        ]
    )
    weights = np.array([row.weight for row in rows])
    order = list(dict.fromkeys(row.ability for row in rows))
    return PeerScores(
        sample.entities,
        tuple(row.id for row in rows),
        sample.values,
        np.where(sample.floored, 0.0, scores),
        weights / weights.sum(),
        np.array([order.index(row.ability) for row in rows], dtype=np.int64),
        tuple(row.direction for row in rows),
        part.missing_limit,
    )


FEWEST: Final = 5
CELLS: Final = 4_000_000
"""Totals that are held at once; larger panels are drawn for in slices."""
MOST: Final = 60_000_000
"""Totals computed altogether; a very large panel gets fewer draws, and the result says how many."""


@dataclass(frozen=True)
class RankInterval:
    """The rank by the scheme's weights, and the ranks of the middle 95 % of the draws on weights.

    Attributes:
        among: hospitals ranked, the own among them; draws: how many were made.
    """

    rank: int
    low: int
    high: int
    among: int
    draws: int


def rank_interval(panel: PeerScores | None, assumed: Assumptions) -> RankInterval | None:
    """The interval; None with fewer than five peers, or where the hospital itself is not ranked."""
    if panel is None or not panel.ranked[0] or panel.ranked[1:].sum() < FEWEST:
        return None
    keep = panel.ranked > 0
    among = int(keep.sum())
    count = max(1, min(assumed.count, MOST // among))
    generator = np.random.default_rng(assumed.seed)
    weights = drawn_weights(panel.weights, Assumptions(count, weights=assumed.weights), generator)
    slices = np.array_split(weights, max(1, -(-among * count // CELLS)))
    found = np.concatenate([_ranks(panel.totals(piece)[keep]) for piece in slices if len(piece)])
    own = int(_ranks(panel.totals(panel.weights[None, :])[keep])[0])
    low, high = np.quantile(found, INTERVAL, method="nearest")
    return RankInterval(own, min(own, int(low)), max(own, int(high)), among, count)


def unranked(panel: PeerScores | None, scheme: Scheme) -> str | None:
    """Why there is no rank, a key below ``sure.place`` of the words; None where there is one."""
    if not any(part.method in SINGLY for part in scheme.parts.values()):
        return "none.method"
    if panel is None or panel.ranked[1:].sum() < FEWEST:
        return "none"
    return None if panel.ranked[0] else "none.own"


def _ranks(totals: Floats) -> Integers:
    """(draws,) rank of the first row."""
    return np.asarray(1 + (totals[1:] > totals[0] + NOISE).sum(axis=0), dtype=np.int64)


YEARS: Final = "years"


@dataclass(frozen=True, eq=False)
class JudgedTogether:
    """A part whose method ranks objects: its definition, what came of it, and the figures, the hospital's row first."""

    part: SchemePart
    ranking: Ranking
    objects: Objects


def judged_together(
    evaluation: Evaluation, scheme: Scheme, values: IndicatorValues, peers: IndicatorValues | None
) -> dict[str, JudgedTogether]:
    """Each part of an evaluation that has a ranking, by its id."""
    found = {}
    for part in evaluation.parts:
        if part.ranking is not None:
            rows = [one for one in evaluation.indicators if one.part == part.id and one.id in part.ranking.indicators]
            definition = scheme.parts[part.id]
            objects = _objects(evaluation, definition, part.ranking, rows, values, peers)
            found[part.id] = JudgedTogether(definition, part.ranking, objects)
    return found


def _objects(  # noqa: PLR0913 - whose figures, when and among whom
    evaluation: Evaluation,
    part: SchemePart,
    ranking: Ranking,
    rows: list[ScoredIndicator],
    values: IndicatorValues,
    peers: IndicatorValues | None,
) -> Objects:
    """The objects that were judged, with their figures."""
    names, entity = [row.id for row in rows], evaluation.entity
    values = usable(values)
    if ranking.by == YEARS:
        own = [gather(values, None, names, entity, period).values for period in ranking.objects]
        matrix = np.vstack(own)
    else:
        sample = gather(values, values if peers is None else usable(peers), names, entity, evaluation.period)
        chosen = [sample.entities.index(name) for name in ranking.objects]
        matrix = sample.values[chosen]
    judged = {row.id: part.indicators[row.id].model_copy(update={"standards": row.standards}) for row in rows}
    directions = {row.id: row.direction for row in rows}
    merits = merits_of(part.model_copy(update={"indicators": judged}), matrix, directions)
    weights = np.array([row.effective_weight for row in rows])
    signs = np.array([SIGNS.get(row.direction, 1.0) for row in rows])
    return Objects(merits, signs, weights / weights.sum())


def intervals(parts: Mapping[str, JudgedTogether], assumed: Assumptions) -> dict[str, RankInterval]:
    """The interval of the rank in each part that judges objects against one another, by the part's id."""
    return {name: _interval(one, assumed) for name, one in parts.items()}


def _interval(judged: JudgedTogether, assumed: Assumptions) -> RankInterval:
    part, objects, rank = judged.part, judged.objects, judged.ranking.rank
    among = len(objects.matrix)
    count = max(1, min(assumed.count, MOST // among))
    draws = drawn_weights(
        objects.weights, Assumptions(count, weights=assumed.weights), np.random.default_rng(assumed.seed)
    )
    with np.errstate(all="ignore"):
        found = by_weights(part.method, objects, part.ranking, draws)
    low, high = np.quantile(_ranking_interval_ranks(found), INTERVAL, method="nearest")
    made = among if part.method in UNWEIGHTED else count
    return RankInterval(rank, min(rank, int(low)), max(rank, int(high)), among, made)


def _ranking_interval_ranks(results: Floats) -> Floats:
    """(draws,) rank of the first object."""
    return np.asarray(1 + (results[1:] > results[0] + NOISE).sum(axis=0), dtype=np.float64)
