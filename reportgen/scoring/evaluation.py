"""One hospital, one period, one scheme: scores, grade, and why."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.model.experts import ExpertOpinions
from reportgen.model.finding import Finding
from reportgen.model.place import NOWHERE
from reportgen.model.results import Evaluation, ScoredIndicator, ScoredPart
from reportgen.model.schemes import Scheme, SchemePart
from reportgen.scoring import totals, weighing
from reportgen.scoring.arrays import Floats
from reportgen.scoring.context import Context
from reportgen.scoring.expert_levels import coefficients_of, expert_levels, expert_weights
from reportgen.scoring.grades import verdict
from reportgen.scoring.methods import METHODS
from reportgen.scoring.parts import PartScores, assemble, score_values
from reportgen.scoring.peers import standing
from reportgen.scoring.results import abilities, judged_indicators, part_result, valued_indicators
from reportgen.scoring.sample import Sample, gather
from reportgen.scoring.scheme_rules import GIVEN, insist, weighting_name
from reportgen.scoring.weighing import Weights

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.model.values import IndicatorValues

INCOMPLETE: Final = 0.10
"""From this share of a part's weight missing the grade is marked as incomplete (edge rule E33)."""


def evaluate(  # noqa: PLR0913 - the facts of an evaluation, by name
    values: IndicatorValues,
    scheme: Scheme,
    scheme_id: str,
    catalog: Catalog,
    entity: str,
    period: str,
    *,
    opinions: ExpertOpinions | None = None,
    peers: IndicatorValues | None = None,
    first_month: int = 1,
    not_applicable: Collection[str] = (),
    weights_of: Evaluation | None = None,
) -> Evaluation:
    """Score one hospital for one period.

    Args:
        values: indicators on the scheme's basis.
        scheme: the rules.
        scheme_id: their id in the catalog.
        catalog: names, units and directions of the indicators.
        entity: the hospital.
        period: the year, quarter or month.
        opinions: the experts' opinions, for parts that experts judge.
        peers: indicators of the peers on the same basis; a row of the hospital itself is passed over.
        first_month: first month of the fiscal year; scores do not depend on it, values already do.
        not_applicable: indicators that the case declares as not applicable.
        weights_of: use the weights of this evaluation by the same scheme, so that two periods compare.

    Raises:
        Refused: if the scheme breaks its rules; all faults at once.
    """
    del first_month
    insist(scheme, scheme_id, catalog)
    declared = frozenset(not_applicable)
    context = Context(values, scheme, scheme_id, catalog, entity, period, opinions, peers, declared, weights_of)
    scored = {identifier: _scored(context, identifier, part) for identifier, part in scheme.parts.items()}
    return _evaluation(context, scored)


def remarks_of(evaluation: Evaluation) -> tuple[Finding, ...]:
    """What weighting and scoring remark, as findings that the messages can say."""
    return tuple(Finding(rule, NOWHERE, facts) for rule, facts in evaluation.warnings)


Scored = tuple[PartScores, tuple[ScoredIndicator, ...], ScoredPart]


def _scored(context: Context, identifier: str, part: SchemePart) -> Scored:
    """One part: its arrays, its indicators and its result."""
    if part.method in METHODS:
        sample = gather(context.values, context.peers, tuple(part.indicators), context.entity, context.period)
        scores = _by_values(context, identifier, part, sample)
        return scores, valued_indicators(context, identifier, scores, sample), part_result(identifier, scores)
    coefficients, raters = _opinions(context, part)
    scores = _by_experts(context, identifier, part, coefficients)
    return scores, judged_indicators(context, identifier, scores, raters), part_result(identifier, scores)


def _by_values(context: Context, identifier: str, part: SchemePart, sample: Sample) -> PartScores:
    return score_values(
        part,
        sample,
        _weights(context, identifier, part),
        context.directions(part),
        context.groups(part),
        context.unscored(sample),
        context.floor(sample),
        context.inapplicable(sample),
    )


def _opinions(context: Context, part: SchemePart) -> tuple[Floats, tuple[int, ...]]:
    """Mean coefficient and raters of each ability; all NaN and 0 without opinions."""
    if context.opinions is None:
        return np.full(len(part.indicators), np.nan), (0,) * len(part.indicators)
    mean, raters = expert_levels(coefficients_of(context.opinions, part))
    return mean, tuple(int(count) for count in raters)


def _by_experts(context: Context, identifier: str, part: SchemePart, means: Floats) -> PartScores:
    names = tuple(part.indicators)
    inapplicable = np.array([[name in context.not_applicable for name in names]], dtype=bool)
    scores = np.where(inapplicable[0], np.nan, means)[None, :]
    return assemble(part, _weights(context, identifier, part), scores, context.groups(part), inapplicable)


def _weights(context: Context, identifier: str, part: SchemePart) -> Weights:
    """The weights of a part by its rule, or those of another evaluation."""
    if context.weights_of is not None:
        earlier = next(one for one in context.weights_of.parts if one.id == identifier)
        return weighing.as_before(part, earlier, context.weights_of)
    if weighting_name(part) == GIVEN:
        return weighing.given(part)
    if part.method in METHODS:
        return weighing.computed(part, context.values, context.peers, context.catalog, context.entity, context.period)
    if context.opinions is None:
        return weighing.alike(part)
    return expert_weights(context.opinions, part)


def _evaluation(context: Context, scored: dict[str, Scored]) -> Evaluation:
    """All parts together."""
    arrays = {identifier: scores for identifier, (scores, _, _) in scored.items()}
    parts = tuple(part for _, _, part in scored.values())
    indicators = totals.rescaled(context, parts, [one for _, some, _ in scored.values() for one in some])
    score = totals.total(context, parts, indicators)
    result = None if score is None else verdict(score, context.scheme.grades, context.scheme.decimals)
    rank, ranked, median = standing(totals.comparable_totals(arrays), context.scheme.decimals)
    return Evaluation(
        scheme=context.scheme_id,
        scheme_version=context.scheme.version,
        entity=context.entity,
        period=context.period,
        indicators=indicators,
        abilities=abilities(context, indicators),
        parts=parts,
        score=score,
        score_printed=result.printed if result else None,
        grade=result.grade if result else None,
        grade_unrounded=result.unrounded if result else None,
        interim=context.interim,
        incomplete=any(part.missing_weight >= INCOMPLETE for part in parts),
        rank=rank,
        ranked=ranked,
        peer_median_score=median,
        warnings=tuple(totals.remarks(context, arrays, indicators)),
    )
