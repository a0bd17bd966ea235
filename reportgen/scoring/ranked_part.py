"""A part whose objects are judged against one another: hospitals of one period, or one hospital's own periods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.model.definitions import Direction
from reportgen.model.period import Period
from reportgen.model.schemes import Ranking, SchemePart
from reportgen.scoring.arrays import Booleans, Floats, Levels
from reportgen.scoring.context import ScoringContext
from reportgen.scoring.kernels import places
from reportgen.scoring.methods import METHODS, SUM, joined
from reportgen.scoring.parts import PartScores, effective_weights
from reportgen.scoring.ranking import RANKINGS_OF_OBJECTS, Objects, Ranked, scores
from reportgen.scoring.sample import Sample, gather
from reportgen.scoring.standards import edges
from reportgen.scoring.weighing import Remark, Weights

if TYPE_CHECKING:
    from reportgen.model.values import IndicatorValues

FEWEST: Final = 3
"""Objects below which being first or last says nothing."""
OBJECTS_PER_INDICATOR: Final = 5
ADEQUATE: Final = 0.6
SIGNIFICANT: Final = 0.05
SIGNS: Final = {Direction.HIGHER: 1.0, Direction.LOWER: -1.0}


@dataclass(frozen=True, eq=False)
class RankedField:
    """The objects that were judged together: which rows of the sample they are, their names, their result."""

    rows: Booleans
    names: tuple[str, ...]
    by: str
    ranked: Ranked


def scores_of_objects(context: ScoringContext, part: SchemePart, sample: Sample, weights: Weights) -> PartScores:
    """Judge the hospital and its peers, or its own periods, by a method of RANKINGS_OF_OBJECTS.

    Indicators that the hospital lacks are left out for all, their weight redistributed; objects that lack one of the
    others are left out. The result is withheld for fewer than three objects and where the figures leave it undefined.
    """
    directions, unscored = context.directions(part), context.unscored(sample)
    merits = merits_of(part, np.where(unscored, np.nan, sample.values), directions)
    there: Booleans = ~np.isnan(merits[:1])
    effective = effective_weights(weights.shares, context.groups(part), there)
    found, most = _field(context, part, sample, merits, there[0], effective[0])
    if found is None:
        remark: Remark = ("S35", {"n": most, "fewest": FEWEST})
        return _scores(part, sample, _told(weights, [remark]), effective, there, None)
    remarks = list(_remarks(found.ranked, int(there.sum()), len(found.names)))
    return _scores(part, sample, _told(weights, remarks), effective, there, found)


def _told(weights: Weights, remarks: list[Remark]) -> Weights:
    return replace(weights, remarks=(*weights.remarks, *remarks))


def merits_of(part: SchemePart, values: Floats, directions: Mapping[str, Direction]) -> Floats:
    """(n, m) values, those that are best within a range as their score by levels; NaN where missing."""
    columns = [
        _score_of_range(part, name, values[:, column], direction) if direction not in SIGNS else values[:, column]
        for column, (name, direction) in enumerate(directions.items())
    ]
    return np.column_stack(columns)


def _score_of_range(part: SchemePart, name: str, values: Floats, direction: Direction) -> Floats:
    standards = part.indicators[name].standards
    if standards is None:
        return np.full(len(values), np.nan)
    return METHODS["level_efficacy"](values, edges(standards, direction), np.array(part.coefficients)).score


def judged(part: SchemePart, matrix: Floats, directions: Mapping[str, Direction], weights: Floats) -> Ranked:
    """The part's method on complete objects.

    Args:
        part: its method and options.
        matrix: (n, k) merits of the k indicators that are judged.
        directions: of these indicators.
        weights: (k,) adding up to 1.
    """
    signs = np.array([SIGNS.get(one, 1.0) for one in directions.values()])
    with np.errstate(all="ignore"):
        return RANKINGS_OF_OBJECTS[part.method](Objects(matrix, signs, weights), part.ranking)


def panel_totals(part: SchemePart, values: Floats, directions: Mapping[str, Direction], weights: Floats) -> Floats:
    """(n,) scores 0–1 of all hospitals of a panel that have every figure; NaN for the others, and for too few."""
    totals = np.full(len(values), np.nan)
    merits = merits_of(part, values, directions)
    rows = np.asarray(~np.isnan(merits).any(axis=1), dtype=np.bool_)
    if rows.sum() >= FEWEST:
        totals[rows] = scores(part.method, judged(part, merits[rows], directions, weights), part.ranking)
    return totals


def _field(  # noqa: PLR0913 - arrays in step, by name
    context: ScoringContext, part: SchemePart, sample: Sample, merits: Floats, there: Booleans, weights: Floats
) -> tuple[RankedField | None, int]:
    """The first set of objects that is large enough, judged; else None, and how many there were at most."""
    kept = {name: one for (name, one), known in zip(context.directions(part).items(), there, strict=True) if known}
    most = 0
    for by, objects, matrix in _candidates(context, part, sample, merits):
        rows = np.asarray(~np.isnan(matrix[:, there]).any(axis=1), dtype=np.bool_)
        most = max(most, int(rows.sum()))
        if there.any() and rows.sum() >= FEWEST:
            ranked = judged(part, matrix[rows][:, there], kept, weights[there])
            names = tuple(name for name, whole in zip(objects, rows, strict=True) if whole)
            return RankedField(rows, names, by, ranked), most
    return None, most


def _candidates(
    context: ScoringContext, part: SchemePart, sample: Sample, merits: Floats
) -> Iterator[tuple[str, tuple[str, ...], Floats]]:
    """Peers, then the own periods of the same kind; the hospital's own row is the first of each."""
    if part.ranking.objects != "years":
        yield "peers", sample.entities, merits
    if part.ranking.objects != "peers":
        past = own_periods(context.values, context.entity, context.period)
        rows = [gather(context.values, None, sample.indicators, context.entity, one).values for one in past]
        directions = context.directions(part)
        earlier = [merits_of(part, row, directions) for row in rows]
        yield "years", (context.period, *past), np.vstack([merits[:1], *earlier])


def own_periods(values: IndicatorValues, entity: str, period: str) -> list[str]:
    """The same period of earlier years that the hospital has, latest first."""
    index = values.values.index
    known = set(index.get_level_values(1)[index.get_level_values(0) == entity])
    now = Period.parse(period)
    parsed = sorted((Period.parse(str(one)) for one in known), key=Period.sort_key, reverse=True)
    alike = (one for one in parsed if one.kind is now.kind and one.months_elapsed == now.months_elapsed)
    return [str(one) for one in alike if one.year < now.year]


def _scores(  # noqa: PLR0913 - arrays in step, by name
    part: SchemePart, sample: Sample, weights: Weights, effective: Floats, there: Booleans, found: RankedField | None
) -> PartScores:
    """The part's arrays over the sample; hospitals that were not among the objects have no total."""
    n, m = sample.values.shape
    totals, single = np.full(n, np.nan), np.full((n, m), np.nan)
    nothing = np.full(n, np.nan)
    level = Levels(np.full(n, -1), nothing, nothing, nothing, nothing, nothing)
    missing = np.broadcast_to(((~there) * weights.shares).sum(axis=1), n)
    ranking = None
    if found is not None:
        rows = found.rows if found.by == "peers" else np.arange(n) == 0
        chosen = slice(None) if found.by == "peers" else slice(0, 1)
        totals[rows] = scores(part.method, found.ranked, part.ranking)[chosen]
        if joined(part) == SUM and found.ranked.parts is not None:
            single[np.ix_(rows, there[0])] = found.ranked.parts[chosen]
        ranking = _ranking(part, found, tuple(np.array(sample.indicators)[there[0]].tolist()))
    everywhere = np.broadcast_to(effective, (n, m))
    found_scores = PartScores(part, weights, everywhere, single, missing, (level,) * m, joint=totals)
    return replace(found_scores, additive=joined(part) == SUM, ranking=ranking)


def _ranking(part: SchemePart, found: RankedField, indicators: tuple[str, ...]) -> Ranking | None:
    results = found.ranked.results
    if np.isnan(results[0]):
        return None
    own = {name: float(of[0]) for name, of in found.ranked.of_object.items()}
    facts = {name: value if np.isfinite(value) else None for name, value in {**found.ranked.facts, **own}.items()}
    rank = int(places(results)[0])
    return Ranking(part.method, float(results[0]), rank, len(found.names), found.by, found.names, indicators, facts)


def _remarks(ranked: Ranked, indicators: int, objects: int) -> Iterator[Remark]:
    """What makes a ranking doubtful: figures that do not differ, too few objects, no common factors."""
    if np.isnan(ranked.results).any():
        yield "S36", {}
        return
    if "kmo" not in ranked.facts:
        return
    if objects < OBJECTS_PER_INDICATOR * indicators:
        yield "S44", {"n": objects, "indicators": indicators, "needed": OBJECTS_PER_INDICATOR * indicators}
    kmo, p = ranked.facts["kmo"], ranked.facts["bartlett_p"]
    if not (kmo >= ADEQUATE and p < SIGNIFICANT):
        yield "S45", {"kmo": "-" if np.isnan(kmo) else kmo, "p": "-" if np.isnan(p) else p}
