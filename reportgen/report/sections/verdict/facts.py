"""What stands beside the score: its place in the band, the data behind it, its place among the peers.

The abilities on page 1: bullets with scores, and the bridge from the score before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.analysis import ScoreBridge, score_bridge
from reportgen.model import printing
from reportgen.model.printing import half_up
from reportgen.report import marks
from reportgen.report.calendar_words import period_short
from reportgen.report.charts import BridgeRow
from reportgen.report.charts import bridge as draw_bridge
from reportgen.report.desk import gradings, together
from reportgen.report.desk.scale import band_of, bullet_bands
from reportgen.report.tokens import ink

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.model.results import ScoredAbility
    from reportgen.model.schemes import Grade
    from reportgen.report.desk.context import HospitalContext, PlacedChart


@dataclass(frozen=True)
class SideFact:
    """One line beside the score; `is_relative` where it tells a place among peers, not a distance to standards."""

    name: Text
    value: Text
    is_relative: bool = False


def side_facts(context: HospitalContext) -> list[SideFact]:
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


def _place(context: HospitalContext) -> list[SideFact]:
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


def _completeness(context: HospitalContext) -> SideFact:
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


@dataclass(frozen=True)
class AbilityRow:
    """One ability: its weight, the bullet behind its score, its grade."""

    name: Text
    weight: str
    bullet: str | None
    score: str
    grade: Grade | None


@dataclass(frozen=True)
class VerdictBridge:
    """How the score before became this one; `labels` stand beside the picture, row by row."""

    title: Text
    labels: tuple[Text, ...]
    picture: PlacedChart
    note: Text


def rows(context: HospitalContext) -> tuple[AbilityRow, ...]:
    """The abilities in the order of the scheme."""
    earlier = {a.id: a.score for a in context.before.abilities} if context.before else {}
    return tuple(_row(context, ability, earlier.get(ability.id)) for ability in context.evaluation.abilities)


def _row(context: HospitalContext, ability: ScoredAbility, before: float | None) -> AbilityRow:
    weight = printing.number(ability.weight, 1, times=printing.PERCENT)
    if ability.score is None:
        return AbilityRow(ability.name, weight, None, printing.DASH, None)
    drawing = marks.bullet(ability.score, before, None, bullet_bands(context))
    source = context.mark(f"bullet-{ability.id}", drawing)
    return AbilityRow(ability.name, weight, source, context.score(ability.score), ability.grade)


def bridge(context: HospitalContext) -> VerdictBridge | None:
    """The bridge, or None without an earlier result."""
    found = score_bridge(context.before, context.evaluation) if context.before else None
    if found is None:
        return None
    names = {ability.id: ability.name for ability in context.evaluation.abilities}
    moved = [step for step in found.abilities if step.id in names]
    steps = [
        BridgeRow(found.before, context.score(found.before), is_total=True),
        *[BridgeRow(step.change, context.points(step.change), sense=_sense(context, step.change)) for step in moved],
        BridgeRow(found.after, context.score(found.after), is_total=True),
    ]
    chart = draw_bridge(steps, _alternative(context, found, names), ink(), width_mm=38, row_mm=5.6)
    before, now = period_short(found.before_period), period_short(found.after_period)
    return VerdictBridge(
        title=_title(context, found.change),
        labels=(before, *[names[step.id] for step in moved], now),
        picture=context.picture("bridge", chart),
        note=gradings.noted(context, context.say("bridge.note"), found.change, [step.change for step in moved]),
    )


def _sense(context: HospitalContext, change: float) -> int:
    if context.points(change) == context.points(0.0):
        return 0
    return 1 if change > 0 else -1


def _title(context: HospitalContext, change: float) -> Text:
    sense = _sense(context, change)
    if not sense:
        return context.say("bridge.title.same")
    return context.say(f"bridge.title.{'up' if sense > 0 else 'down'}", change=context.points(abs(change), sign=False))


def _alternative(context: HospitalContext, found: ScoreBridge, names: dict[str, Text]) -> str:
    parts = [context.say("bridge.alt.step", name=names[s.id], change=context.points(s.change))
             for s in found.abilities if s.id in names]  # fmt: skip
    steps = context.say.join(parts, "list.comma_only")
    return context.text("bridge.alt", before=context.score(found.before), steps=steps, after=context.score(found.after))
