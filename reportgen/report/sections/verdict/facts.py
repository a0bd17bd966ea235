"""What stands beside the score: its place in the band, the data behind it, its place among the peers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.model import printing
from reportgen.model.printing import half_up
from reportgen.report.desk import together
from reportgen.report.desk.scale import band_of

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.report.desk.context import Context


@dataclass(frozen=True)
class SideFact:
    """One line beside the score; `is_relative` where it tells a place among peers, not a distance to standards."""

    name: Text
    value: Text
    is_relative: bool = False


def side_facts(context: Context) -> list[SideFact]:
    """The lines in their order."""
    evaluation, say = context.evaluation, context.say
    facts = []
    if evaluation.score is not None and evaluation.grade is not None:
        low, high, above, below = band_of(context, evaluation.grade)
        share = (evaluation.score - low) / (high - low)
        place = say(
            "verdict.fact.place.value",
            low=printing.shortest(low),
            high=printing.shortest(high),
            share=printing.percent(share, 0),
        )
        facts.append(SideFact(say("verdict.fact.place"), place))
        if above is not None:
            gap = say("phrase.points", n=context.points(high - evaluation.score, sign=False))
            facts.append(SideFact(say("verdict.fact.above", grade=context.grade(above)), gap))
        if below is not None:
            margin = say("phrase.points", n=context.points(evaluation.score - low, sign=False))
            facts.append(SideFact(say("verdict.fact.below", grade=context.grade(below)), margin))
    if evaluation.rank is not None and context.peers_partly and evaluation.comparable_score is not None:
        own = say("phrase.points", n=context.score(evaluation.comparable_score))
        facts.append(SideFact(say("verdict.fact.comparable"), own))
    return [*facts, _completeness(context), *_place(context)]


def _place(context: Context) -> list[SideFact]:
    """The rank among the peers with its interval; a rank without one is not printed."""
    evaluation, found = context.evaluation, context.rank_interval
    if evaluation.rank is None or not evaluation.ranked or found is None:
        return []
    low, high = min(found.low, evaluation.rank), max(found.high, evaluation.rank)
    facts = {
        "rank": printing.whole(evaluation.rank),
        "of": printing.whole(evaluation.ranked),
        "low": printing.whole(low),
        "high": printing.whole(high),
    }
    name = context.say(f"verdict.fact.rank.{'partly' if context.peers_partly else 'whole'}")
    return [SideFact(name, context.say("relative.rank", **facts), is_relative=True)]


def _completeness(context: Context) -> SideFact:
    quality, say = context.material.quality, context.say
    missing = sum(1 for indicator in context.evaluation.indicators if together.is_absent(context, indicator))
    is_whole = half_up(100 * quality.completeness, 1) % 1 == 0
    share = printing.percent(quality.completeness, 0 if is_whole else 1)
    words = (
        say("verdict.fact.data.missing", share=share, n=missing)
        if missing
        else say("verdict.fact.data.full", share=share)
    )
    return SideFact(say("verdict.fact.data"), words)
