"""Parts that judge hospitals, or years, against one another: no indicator has a score of its own there.

What the indicators that are there count, where others of the scheme have no score.

How far the experts agree who rated a part: told wherever their marks are used.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.scoring.ranking import UNWEIGHTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reportgen.model.definition import Text
    from reportgen.model.results import Evaluation, ScoredAbility, ScoredIndicator, ScoredPart
    from reportgen.model.schemes import Ranking
    from reportgen.report.desk.context import HospitalContext


def ranked(context: HospitalContext) -> Iterator[tuple[ScoredPart, Ranking]]:
    """The parts that rank, with what they found."""
    for part in context.evaluation.parts:
        if part.ranking is not None:
            yield part, part.ranking


def is_ranked_alone(context: HospitalContext) -> bool:
    """Whether there is no total because a part gives a rank and nothing else."""
    return any(part.score is None and not part.withheld for part, _ in ranked(context))


def is_judged_together(context: HospitalContext, indicator: ScoredIndicator) -> bool:
    """Whether an indicator that has a value is judged only together with others."""
    if indicator.value is None or indicator.score is not None:
        return False
    return any(part.id == indicator.part for part, _ in ranked(context))


def is_absent(context: HospitalContext, indicator: ScoredIndicator) -> bool:
    """Whether an indicator is not judged at all, neither alone nor together with others."""
    return indicator.score is None and not is_judged_together(context, indicator)


def is_all_together(context: HospitalContext) -> bool:
    """Whether no indicator has a score of its own because all are judged together."""
    indicators = context.evaluation.indicators
    return any(is_judged_together(context, one) for one in indicators) and all(one.score is None for one in indicators)


def place(context: HospitalContext, part: ScoredPart, found: Ranking) -> Text:
    """The rank among how many, with its interval."""
    facts = {"rank": printing.whole(found.rank), "among": printing.whole(found.among)}
    interval = context.robustness.rankings.get(part.id)
    if interval is None:
        return context.say("together.place_unsure", **facts)
    return context.say("together.place", low=printing.whole(interval.low), high=printing.whole(interval.high), **facts)


def headline(context: HospitalContext) -> Text | None:
    """What a ranking says in one line; None where nothing is ranked."""
    for part, found in ranked(context):
        method = context.say(f"scoring.{found.method}")
        return context.say("together.headline", method=method, place=place(context, part, found))
    return None


def how(context: HospitalContext, found: Ranking) -> Text:
    """What the interval of a rank comes from."""
    return context.say(f"together.how.{'without_one' if found.method in UNWEIGHTED else 'weights'}")


NOISE: Final = 1e-9
"""Of binary numbers."""


def times(evaluation: Evaluation) -> list[float]:
    """How many times its weight in the scheme each indicator counts that counts at all."""
    return [row.effective_weight / row.weight for row in evaluation.indicators if row.weight and row.effective_weight]


def is_redistributed(indicator: ScoredIndicator) -> bool:
    """Whether it counts more or less than the scheme says."""
    return abs(indicator.weight - indicator.effective_weight) > NOISE


def has_gaps(evaluation: Evaluation) -> bool:
    """Whether any of those that count in a total does; what is withheld rests on no weights."""
    counted = (row for row in evaluation.indicators if row.effective_weight)
    return evaluation.score is not None and any(is_redistributed(row) for row in counted)


WHOLE: Final = 1.0 - 1e-9
"""Of the weight, as much as rounding leaves of all."""


def is_shared_out(evaluation: Evaluation, part: str) -> bool:
    """Whether the weight of what has no score went to what has one, of all parts or within its own."""
    if not _is_scored(evaluation, part):
        return False
    own = [one for one in evaluation.indicators if one.part == part]
    return _stands_for_all(evaluation.indicators, 1.0) or _stands_for_all(own, math.fsum(one.weight for one in own))


def _is_scored(evaluation: Evaluation, part: str) -> bool:
    """Whether weights of a part came to anything: in a total, or in a score of its own."""
    return evaluation.score is not None or any(one.id == part and one.score is not None for one in evaluation.parts)


def _stands_for_all(rows: Iterable[ScoredIndicator], whole: float) -> bool:
    return 0.0 < whole * WHOLE <= math.fsum(one.effective_weight for one in rows if one.score is not None)


def without_any_score(evaluation: Evaluation) -> frozenset[str]:
    """Abilities of which no indicator has a score."""
    scored = {one.ability for one in evaluation.indicators if one.score is not None}
    return frozenset(one.ability for one in evaluation.indicators) - scored


def weighed(evaluation: Evaluation, indicator: ScoredIndicator) -> float:
    """What an indicator weighed in the score; as planned where its ability has no score and kept its weight.

    Where neither its part nor the whole has a score nothing was weighed: the weight is that of the scheme.
    """
    is_kept = indicator.ability in without_any_score(evaluation) and not is_shared_out(evaluation, indicator.part)
    return indicator.weight if is_kept or not _is_scored(evaluation, indicator.part) else indicator.effective_weight


def weight_of(evaluation: Evaluation, ability: ScoredAbility) -> float:
    """What an ability weighed: what its indicators did together; as planned where none of them weighed by itself."""
    own = [weighed(evaluation, one) for one in evaluation.indicators if one.ability == ability.id]
    found = sum(own)  # keeps what it is made of
    is_planned = abs(found - ability.weight) <= NOISE or (found <= NOISE and ability.score is not None)
    return ability.weight if not own or is_planned else found


def rule_of_missing(context: HospitalContext) -> Iterator[Text]:
    """What becomes of weights without a score; of those of a whole ability where there is one whose weight went on."""
    parts, evaluation = context.material.scheme.parts.values(), context.evaluation
    limit = printing.percent(min(part.missing_limit for part in parts), 0)
    yield context.say("appendix.words.missing", limit=limit)
    whole = without_any_score(evaluation)
    if any(one.ability in whole and is_shared_out(evaluation, one.part) for one in evaluation.indicators):
        yield context.say("appendix.words.missing.ability")


def redistributed(context: HospitalContext) -> Text | None:
    """Which indicators have no score, and what became of their weights; None where all have one.

    Of a part that has no score at all nothing is spread, and without a total it counts for nothing.
    """
    rows = context.evaluation.indicators
    missing = [one for one in rows if one.score is None and one.weight and not one.effective_weight]
    if not missing:
        return None
    spread = math.fsum(one.effective_weight - one.weight for one in rows if one.effective_weight)
    weight = math.fsum(one.weight for one in missing)
    parts = {"weight": weight, "spread": spread, "rest": weight - spread}
    facts = {name: printing.percent(part, 2) for name, part in parts.items()}
    nil = printing.percent(0.0, 2)
    key = "" if facts["rest"] == nil else ".none" if facts["spread"] == nil else ".partly"
    key = key if context.evaluation.score is not None else ".withheld"
    names = context.say.join([context.say.within(context.short(one.id)) for one in missing])
    return context.say(f"scorecard.redistributed{key}", n=len(missing), names=context.say.begun(names), **facts)


THREE: Final = 3
CONSISTENT: Final = 0.7
"""Cronbach's alpha from which ratings are usually taken as consistent (Nunnally 1978)."""


def agreement(context: HospitalContext, part: ScoredPart) -> Text:
    """How far the experts of a part agree, on how many of them it rests, and what that means."""
    items = sum(one.part == part.id for one in context.evaluation.indicators)
    facts: dict[str, Text | str] = {
        "part": part.name,
        "experts": printing.whole(part.experts),
        "items": printing.whole(items),
    }
    facts["rated"] = printing.whole(part.rated)
    if part.reliability is None:
        return context.say("consultation.reliability_undefined", **facts)
    told = context.say("consultation.reliability", alpha=printing.number(part.reliability, THREE), **facts)
    key = "negative" if part.reliability < 0 else "firm" if part.reliability >= CONSISTENT else "weak"
    return context.say(f"consultation.reliability_means.{key}", told=told, line=printing.number(CONSISTENT, 2))


def agreements(context: HospitalContext) -> Iterator[Text]:
    """The same of each part that experts rated and that counts."""
    yield from (
        agreement(context, part) for part in context.evaluation.parts if part.experts and part.score is not None
    )


def warned(context: HospitalContext, ability: ScoredAbility) -> Text | None:
    """A sentence beside the score of an ability whose experts agree too little, or contradict one another."""
    part = next((one for one in context.evaluation.parts if one.id == ability.part), None)
    if part is None or part.reliability is None or part.reliability >= CONSISTENT or ability.score is None:
        return None
    key = "contradicting" if part.reliability < 0 else "agreeing_little"
    alpha, experts = printing.number(part.reliability, THREE), printing.whole(part.experts)
    return context.say(f"consultation.{key}", alpha=alpha, experts=experts)
