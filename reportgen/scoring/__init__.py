"""From indicators to scores and grades by the published methods that a scheme names.

The pure kernels stand in METHODS and WEIGHTINGS; `evaluate` applies a scheme to a hospital; CALCULATORS offer each
method alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Unpack

import numpy as np

from reportgen.model.finding import Finding
from reportgen.model.place import NOWHERE
from reportgen.model.results import Evaluation, ScoredIndicator, ScoredPart, UsedReference
from reportgen.model.schemes import Grade, Scheme, SchemePart
from reportgen.model.standards import HospitalClass
from reportgen.scoring import experts, standards, totals, weighing
from reportgen.scoring.arrays import Floats
from reportgen.scoring.context import Facts, ScoringContext
from reportgen.scoring.experts import coefficients_of, expert_levels, expert_weights, memberships, reliability
from reportgen.scoring.methods import (
    AHP,
    COMBINED,
    FUZZY,
    GIVEN,
    JOINT,
    METHODS,
    VALUED,
    WEIGHTINGS,
    WHOLE,
    joined,
    weighting_name,
)
from reportgen.scoring.panel import PanelScores, beside_peers, of_values, score_panel
from reportgen.scoring.parts import PartPeers, PartScores, assemble
from reportgen.scoring.ranked_part import scores_of_objects
from reportgen.scoring.results import abilities, judged_indicators, part_result, valued_indicators
from reportgen.scoring.sample import gather, standing, usable
from reportgen.scoring.scheme_rules import contradictions, doubts, insist, scheme_findings
from reportgen.scoring.standards import GradedScore, verdict
from reportgen.scoring.weighing import Weights

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.model.values import IndicatorValues

__all__ = [
    "METHODS",
    "WEIGHTINGS",
    "PanelScores",
    "contradictions",
    "doubts",
    "evaluate",
    "insist",
    "remarks_of",
    "scheme_findings",
    "score_panel",
]


INCOMPLETE: Final = 0.10
"""From this share of a part's weight missing the grade is marked as incomplete (edge rule E33)."""


WRITTEN: Final[Mapping[str, Callable[[SchemePart], Weights]]] = {GIVEN: weighing.given, AHP: weighing.compared}
"""Weightings that follow from the scheme alone."""
Scored = tuple[PartScores, tuple[ScoredIndicator, ...], ScoredPart]


def evaluate(  # noqa: PLR0913 - the facts of an evaluation, by name
    values: IndicatorValues,
    scheme: Scheme,
    scheme_id: str,
    catalog: Catalog,
    entity: str,
    period: str,
    *,
    peers: IndicatorValues | None = None,
    **facts: Unpack[Facts],
) -> Evaluation:
    """Score one hospital for one period.

    Args:
        values: indicators on the scheme's basis.
        scheme: the rules.
        scheme_id: their id in the catalog.
        catalog: names, units and directions of the indicators.
        entity: the hospital.
        period: the year, quarter or month.
        facts: see `Facts`.
        peers: indicators of the peers on the same basis; a row of the hospital itself is passed over. Methods that
            judge hospitals against one another take the other hospitals of `values` where there are none.

    Raises:
        Refused: if the scheme breaks its rules; all faults at once.
    """
    scheme = standards.applied(scheme, catalog.standards, facts.get("hospital") or HospitalClass(), period)
    insist(scheme, scheme_id, catalog)
    values, peers = usable(values), None if peers is None else usable(peers)
    if peers is None and any(part.method in JOINT for part in scheme.parts.values()):
        peers = values
    context = ScoringContext(
        values,
        scheme,
        scheme_id,
        catalog,
        entity,
        period,
        facts.get("opinions"),
        peers,
        frozenset(facts.get("not_applicable", ())),
        facts.get("weights_of"),
        facts.get("targets") or {},
        facts.get("inspections") or {},
        facts.get("rounds", ()),
        facts.get("keeps_peer_values", True),
    )
    return _evaluation(context, {one: _scored(context, one, part) for one, part in scheme.parts.items()})


def remarks_of(evaluation: Evaluation) -> tuple[Finding, ...]:
    """What weighting and scoring remark, as findings that the messages can say."""
    return tuple(Finding(rule, NOWHERE, facts) for rule, facts in evaluation.warnings)


def _scored(context: ScoringContext, identifier: str, part: SchemePart) -> Scored:
    """One part: its arrays, its indicators and its result."""
    if part.method in VALUED:
        used, weights = _references(context, part), _weights(context, identifier, part)
        scores = (_ranked if part.method in JOINT else _by_values)(context, part, weights, used)
        return scores, valued_indicators(context, identifier, scores, used), part_result(context, identifier, scores)
    rounds = experts.agreements(part, context.rounds)
    part, marks = experts.screened(part, context.opinions)
    coefficients, raters = _opinions(context, part)
    scores = _composed(context, part, _by_experts(context, identifier, part, coefficients))
    result = part_result(context, identifier, scores)
    if context.opinions is not None:
        found = reliability(coefficients_of(context.opinions, part))
        result = replace(result, reliability=found.alpha, experts=found.experts, rated=found.abilities)
        result = replace(result, screened=marks, rounds=rounds)
    if part.method == FUZZY and context.opinions is not None:
        rated = memberships(context.opinions, part)
        result = experts.with_membership(result, part, rated, scores.effective[0])
    return scores, judged_indicators(context, identifier, scores, raters), result


def _references(context: ScoringContext, part: SchemePart) -> dict[str, UsedReference]:
    """The single standard of each indicator that has one with a value."""
    directions = context.directions(part)
    found = {
        name: totals.chosen(context, name, indicator.references, directions[name])
        for name, indicator in part.indicators.items()
        if indicator.references
    }
    return {name: reference for name, reference in found.items() if reference is not None}


def _by_values(
    context: ScoringContext, part: SchemePart, weights: Weights, used: Mapping[str, UsedReference]
) -> PartScores:
    """A part in which each hospital is scored by itself: what its peers have makes no difference to it."""
    alone = gather(context.values, None, tuple(part.indicators), context.entity, context.period)
    scores = of_values(context, part, alone, weights, used, context.inapplicable(alone))
    return replace(scores, peers=beside_peers(context, part, weights, used))


def _ranked(context: ScoringContext, part: SchemePart, weights: Weights, _: Mapping[str, UsedReference]) -> PartScores:
    """A part in which hospitals are judged against one another."""
    sample = gather(context.values, context.peers, tuple(part.indicators), context.entity, context.period)
    scores = scores_of_objects(context, part, sample, weights)
    if context.peers is None:
        return scores
    return replace(scores, peers=PartPeers.of(scores.total[1:], sample.values[1:], scores.scores[1:]))


def _opinions(context: ScoringContext, part: SchemePart) -> tuple[Floats, tuple[int, ...]]:
    """Mean coefficient and raters of each ability; all NaN and 0 without opinions."""
    if context.opinions is None:
        return np.full(len(part.indicators), np.nan), (0,) * len(part.indicators)
    mean, raters = expert_levels(coefficients_of(context.opinions, part))
    return mean, tuple(int(count) for count in raters)


def _by_experts(context: ScoringContext, identifier: str, part: SchemePart, means: Floats) -> PartScores:
    names = tuple(part.indicators)
    inapplicable = np.array([[name in context.not_applicable for name in names]], dtype=bool)
    scores = np.where(inapplicable[0], np.nan, means)[None, :]
    return assemble(part, _weights(context, identifier, part), scores, context.groups(part), inapplicable)


def _composed(context: ScoringContext, part: SchemePart, scores: PartScores) -> PartScores:
    """The part's score by an operator that is no weighted mean; as it is where there is nothing to compose."""
    if joined(part) != WHOLE or context.opinions is None or not scores.effective[0].any():
        return scores
    degrees, _ = experts.composed(part, memberships(context.opinions, part), scores.effective[0])
    return replace(scores, joint=np.array([experts.score_of(part, degrees)]), additive=False)


def _weights(context: ScoringContext, identifier: str, part: SchemePart) -> Weights:
    """The weights of a part by its rule, or those of another evaluation."""
    if context.weights_of is not None:
        earlier = next(one for one in context.weights_of.parts if one.id == identifier)
        return weighing.as_before(part, earlier, context.weights_of)
    if weighting_name(part) in WRITTEN:
        return WRITTEN[weighting_name(part)](part)
    if weighting_name(part) == COMBINED:
        return weighing.combined(part, lambda single: _weights(context, identifier, single))
    if part.method in VALUED:
        return weighing.computed(part, context.values, context.peers, context.catalog, context.entity, context.period)
    if context.opinions is None:
        return weighing.alike(part)
    return expert_weights(context.opinions, part)


def _graded(context: ScoringContext, score: float, indicators: Sequence[ScoredIndicator]) -> GradedScore:
    """The verdict on a score, and never better than a missed mandatory standard allows."""
    found = verdict(score, context.scheme.grades, context.scheme.decimals)
    worst = totals.vetoed(context, indicators)
    if worst is None:
        return found
    order = list(Grade)
    held = max(found.grade, worst, key=order.index)
    return replace(found, grade=held, unrounded=max(found.unrounded, worst, key=order.index))


def _evaluation(context: ScoringContext, scored: dict[str, Scored]) -> Evaluation:
    """All parts together."""
    arrays = {identifier: scores for identifier, (scores, _, _) in scored.items()}
    parts = tuple(part for _, _, part in scored.values())
    indicators = totals.rescaled(context, parts, [one for _, some, _ in scored.values() for one in some])
    score = totals.total(context, parts, indicators)
    result = None if score is None else _graded(context, score, indicators)
    comparable = totals.comparable_totals(arrays)
    rank, ranked, median = standing(comparable, context.scheme.decimals)
    return Evaluation(
        scheme=context.scheme_id,
        scheme_version=context.scheme.version,
        entity=context.entity,
        period=context.period,
        indicators=indicators,
        abilities=abilities(context, arrays, indicators),
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
        comparable_score=None if np.isnan(comparable[0]) else float(comparable[0]),
        warnings=(
            *totals.remarks(context, arrays, indicators),
            *experts.remarks(parts, context.scheme, context.catalog.words),
            *experts.consultation_remarks(context, parts),
        ),
    )
