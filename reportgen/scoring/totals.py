"""From the parts to the total, its remarks, and the totals of the peers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from reportgen.catalog.grades import grade_name
from reportgen.model.definition import Text
from reportgen.model.finding import Fact
from reportgen.model.reason import Flag, Reason
from reportgen.model.results import ScoredIndicator, ScoredPart
from reportgen.model.rounding import half_up
from reportgen.model.schemes import Grade, Reference
from reportgen.scoring.arrays import Floats
from reportgen.scoring.context import Context
from reportgen.scoring.methods import JOINT, VALUED
from reportgen.scoring.naming import part_name
from reportgen.scoring.parts import PartScores
from reportgen.scoring.references import mandatory
from reportgen.scoring.standards import written
from reportgen.scoring.weighing import Remark


def rescaled(
    context: Context, parts: Sequence[ScoredPart], indicators: Sequence[ScoredIndicator]
) -> tuple[ScoredIndicator, ...]:
    """Effective weights after a withheld part's share went to the others, where the scheme allows that."""
    scored = {part.id for part in parts if part.score is not None}
    share = math.fsum(part.share for part in parts if part.id in scored)
    if not context.scheme.allow_missing_part or len(scored) == len(parts) or not share:
        return tuple(indicators)
    factor = {part.id: 1 / share if part.id in scored else 0.0 for part in parts}
    return tuple(
        replace(
            one,
            effective_weight=one.effective_weight * factor[one.part],
            points=None if one.points is None else one.points * factor[one.part],
        )
        for one in indicators
    )


def total(context: Context, parts: Sequence[ScoredPart], indicators: Sequence[ScoredIndicator]) -> float | None:
    """The exact total; None where a part has no score, unless the scheme allows that a part is missing."""
    scored = {part.id for part in parts if part.score is not None}
    if not scored or (len(scored) < len(parts) and not context.scheme.allow_missing_part):
        return None
    return math.fsum(one.points for one in indicators if one.points is not None and one.part in scored)


def comparable_totals(parts: Mapping[str, PartScores]) -> Floats:
    """(n,) totals 0–100 of the parts that peers have as well: those scored by values, by their shares."""
    valued = [scores for scores in parts.values() if scores.part.method in VALUED]
    share = sum(scores.part.share for scores in valued)
    if not share:
        return np.full(1, np.nan)
    return np.asarray(100 * sum(scores.total * scores.part.share for scores in valued) / share, dtype=np.float64)


def remarks(
    context: Context, parts: Mapping[str, PartScores], indicators: Sequence[ScoredIndicator]
) -> Iterator[Remark]:
    """What weighting and scoring have to say beside the numbers."""
    for identifier, scores in parts.items():
        name: Fact = part_name(identifier, scores.part, context.catalog.words)
        yield from ((rule, {"part": name, **facts}) for rule, facts in scores.weights.remarks)
        if scores.withheld and (scores.joint is None or scores.missing[0] > scores.part.missing_limit):
            missing, limit = float(scores.missing[0]), scores.part.missing_limit
            yield "S25", {"part": name, "missing": _percent(missing), "limit": _percent(limit)}
    for one in indicators:
        if Flag.FLOORED in one.flags:
            yield "S26", {"indicator": one.id, "name": context.catalog.indicators[one.id].name}
    for one in indicators:
        without = one.value is not None and one.score is None and one.reason is Reason.NO_STANDARD
        if without and context.scheme.parts[one.part].method not in JOINT:
            yield "S28", {"indicator": one.id, "name": context.catalog.indicators[one.id].name}
    for one, reference in _missed(context, indicators):
        grade = reference.veto
        shown = grade_name(grade, context.scheme, context.catalog.words) if grade else Text(zh="-", en="-")
        yield (
            "S30",
            {"name": context.catalog.indicators[one.id].name, "standard": written(reference.value), "grade": shown},
        )
    yield from _doubles(context, indicators)


def _percent(share: float) -> float:
    """As messages print it."""
    return float(half_up(100 * share, 2))


def vetoed(context: Context, indicators: Sequence[ScoredIndicator]) -> Grade | None:
    """The worst grade that missed mandatory standards leave; None where none is missed."""
    missed = [reference.veto for _, reference in _missed(context, indicators) if reference.veto is not None]
    return max(missed, key=list(Grade).index, default=None)


def _missed(context: Context, indicators: Sequence[ScoredIndicator]) -> Iterator[tuple[ScoredIndicator, Reference]]:
    for one in indicators:
        part = context.scheme.parts[one.part]
        found = mandatory(context, one.id, part.indicators[one.id].references, one.direction)
        yield from ((one, reference) for reference, passed in found if not passed)


def _doubles(context: Context, indicators: Sequence[ScoredIndicator]) -> Iterator[Remark]:
    """Two indicators that say the same must not both be scored."""
    known = context.catalog.indicators
    for one, other in combinations(indicators, 2):
        same_formula = one.part == other.part and known[one.id].formula == known[other.id].formula
        if same_formula or other.id in known[one.id].same_as or one.id in known[other.id].same_as:
            yield "S27", {"name": known[one.id].name, "other": known[other.id].name}
