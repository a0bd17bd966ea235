"""What stands beside the score: its place in the band, the data behind it, its place among the peers.

The abilities on page 1: bullets with scores, and the bridges from earlier scores.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import fsum
from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.model.printing import half_up
from reportgen.report import marks
from reportgen.report.charts import BridgeRow
from reportgen.report.charts import bridge as draw_bridge
from reportgen.report.desk.grades import gradings, grounds, together, years
from reportgen.report.desk.grades.scale import band_of, bullet_bands
from reportgen.report.desk.tables import doubts
from reportgen.report.tokens import ink

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.model.definition import Text
    from reportgen.model.results import ScoredAbility, ScoredIndicator
    from reportgen.model.schemes import Grade
    from reportgen.report.desk.context import HospitalContext, PlacedChart
    from reportgen.report.speech import Fact


@dataclass(frozen=True)
class SideFact:
    """One line beside the score; `is_relative` where it tells a place among peers, not a distance to standards."""

    name: Text
    value: Text
    is_relative: bool = False


def side_facts(context: HospitalContext) -> list[SideFact]:
    """The lines in their order."""
    evaluation, say = context.evaluation, context.say
    formed = list(_formed_parts(context)) if evaluation.score is None else []
    facts = [*formed]
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
    is_ranked = evaluation.rank is not None and context.peers_partly
    if is_ranked and evaluation.comparable_score is not None and not formed:
        own = say("phrase.points", n=context.score(evaluation.comparable_score))
        facts.append(SideFact(say("verdict.fact.comparable"), own))
    return [*facts, _completeness(context), *_place(context)]


def _formed_parts(context: HospitalContext) -> Iterator[SideFact]:
    """Parts of the scheme that have a score, where the whole has none."""
    for part in context.evaluation.parts:
        if part.score is not None and not part.withheld and part.ranking is None:
            name = context.say("verdict.fact.part", name=part.name, share=printing.percent(part.share, 0))
            yield SideFact(name, context.say("phrase.points", n=context.score(part.score)))


def _place(context: HospitalContext) -> list[SideFact]:
    """The rank among the peers with its interval; a rank without one is not printed."""
    evaluation, found = context.evaluation, context.robustness.rank
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


def told_course(context: HospitalContext) -> years.ScoreCourse | None:
    """The change that the title tells: since last year before since last month, for a season is no event."""
    found = sorted(years.courses(context), key=lambda one: one.key != "year_ago")
    return next((one for one in found if direction(context, one.change) != "same"), found[-1] if found else None)


def direction(context: HospitalContext, change: float) -> str:
    """Where points went, as printed: up, down, or same."""
    return {1: "up", -1: "down", 0: "same"}[_sense(context, change)]


def mover(context: HospitalContext, course: years.ScoreCourse) -> ScoredIndicator | None:
    """The indicator that took the score furthest where it went; None for a score that held.

    One whose figures are in question gives way to the next that is not, unless it took the score much further.
    """
    sense, scored = _sense(context, course.change), {one.id: one for one in context.evaluation.indicators}
    along = [(name, change) for name, change in course.steps if name in scored and _sense(context, change) == sense]
    if not sense or not along:
        return None
    firm = next((step for step in along if step[0] not in doubts.doubted(context)), None)
    first = along[0] if firm is None or abs(firm[1]) < INSTEAD * abs(along[0][1]) else firm
    return scored[first[0]]


def event(context: HospitalContext, course: years.ScoreCourse, now: ScoredIndicator) -> Text | None:
    """An indicator then and now, by its value, or by its score where experts rate it; None where neither shows."""
    was = next((one for one in course.earlier.indicators if one.id == now.id), None)
    if was is None:
        return None
    name = context.named(now.id)
    if gradings.is_quantitative(context, now) and now.value is not None and was.value is not None:
        before, after = context.spoken(now.id, was.value), context.spoken(now.id, now.value)
        key = "rose" if now.value > was.value else "fell"
        return (
            None if before == after else context.say(f"verdict.headline.{key}", name=name, before=before, after=after)
        )
    if now.score is None or was.score is None:
        return None
    facts: dict[str, Fact] = {"before": gradings.one_decimal(was.score), "after": gradings.one_decimal(now.score)}
    return context.say(f"verdict.headline.rated.{'rose' if now.score > was.score else 'fell'}", name=name, **facts)


def rows(context: HospitalContext) -> tuple[AbilityRow, ...]:
    """The abilities in the order of the scheme."""
    earlier = {a.id: a.score for a in context.before.abilities} if context.before else {}
    return tuple(_row(context, ability, earlier.get(ability.id)) for ability in context.evaluation.abilities)


def _row(context: HospitalContext, ability: ScoredAbility, before: float | None) -> AbilityRow:
    weight = printing.number(together.weight_of(context.evaluation, ability), 1, times=printing.PERCENT)
    if ability.score is None:
        return AbilityRow(ability.name, weight, None, printing.DASH, None)
    drawing = marks.bullet(ability.score, before, None, bullet_bands(context))
    source = context.mark(f"bullet-{ability.id}", drawing)
    return AbilityRow(ability.name, weight, source, context.score(ability.score), ability.grade)


NARROW, WIDE = (25.0, 4.5), (38.0, 5.6)
"""Width of a drawing and height of its rows in mm, beside the score and beside the abilities."""
INSTEAD: Final = 0.5
"""Share of the largest step that one free of questions must be to be told in its place."""
MOST_STEPS: Final = 4
"""Indicators that a bridge names; the others are one step."""


def bridges(context: HospitalContext, *, beside: bool) -> tuple[VerdictBridge, ...]:
    """A bridge for each earlier result that compares: on the preceding period, and on the same one of last year.

    Two of them stand beside the score, and with `beside` a single one too. Where nothing moved there is none to draw.
    What the last digits miss is noted once, under the first: the second has no line to spare for it.
    """
    found = [one for one in years.courses(context) if _has_moved(context, one)]
    size = NARROW if len(found) > 1 or beside else WIDE
    steps = [_named(context, one) for one in found]
    drawn = [_bridge(context, one, named, size) for one, named in zip(found, steps, strict=True)]
    gaps = [_off_by(context, one, named) for one, named in zip(found, steps, strict=True)]
    if any(gaps):
        drawn[0] = replace(drawn[0], note=_last_digit(context, drawn[0].note, gaps))
    return tuple(drawn)


def _off_by(context: HospitalContext, course: years.ScoreCourse, named: Sequence[tuple[Text, float]]) -> float:
    """By how much the printed totals differ from what is printed between them."""
    return gradings.off_by(context, [course.now, -course.then], [change for _, change in named])


def _last_digit(context: HospitalContext, note: Text, gaps: Sequence[float]) -> Text:
    """The note, with what the last digits miss here, beside or in both."""
    first, *others = gaps
    key = "" if not any(others) else ".each" if {first} == {*others} else ".both" if first else ".beside"
    beside = context.points(others[0]) if others else ""
    return context.say(f"bridge.last_digit{key}", note=note, gap=context.points(first), beside=beside)


def _has_moved(context: HospitalContext, course: years.ScoreCourse) -> bool:
    return any(_sense(context, change) for change in (course.change, *(change for _, change in course.steps)))


def _named(context: HospitalContext, course: years.ScoreCourse) -> list[tuple[Text, float]]:
    """What moved most, all the rest as one, and what one period alone scored, which takes the row of a name."""
    most = MOST_STEPS if course.shared is None else MOST_STEPS - 1
    felt = [step for step in course.steps if _sense(context, step[1])][:most]
    rest = [change for name, change in course.steps if name not in {one for one, _ in felt}]
    named = [(context.short(name), change) for name, change in felt]
    if rest:
        named.append((context.say("bridge.rest" if felt else "bridge.rest.all", n=len(rest)), fsum(rest)))
    if course.shared is not None:
        named.append((context.say("bridge.beside", n=course.apart), course.beside))
    return named


def _bridge(
    context: HospitalContext, course: years.ScoreCourse, named: Sequence[tuple[Text, float]], size: tuple[float, float]
) -> VerdictBridge:
    rows = [
        BridgeRow(course.then, context.score(course.then), is_total=True),
        *[BridgeRow(change, context.points(change), sense=_sense(context, change)) for _, change in named],
        BridgeRow(course.now, context.score(course.now), is_total=True),
    ]
    before = (grounds.shortened if course.key == "before" else grounds.named)(context, course.earlier.period)
    now, key = grounds.shortened(context, context.evaluation.period), f"{course.key}.{grounds.kind(context)}"
    title = context.say(f"bridge.against.{key}", change=context.points(course.change), period=before)
    chart = draw_bridge(rows, _alternative(context, title, course, named), ink(), *size)
    return VerdictBridge(
        title=title,
        labels=(before, *[name for name, _ in named], now),
        picture=context.picture(f"bridge-{course.key}", chart),
        note=_note(context, course),
    )


def _note(context: HospitalContext, course: years.ScoreCourse) -> Text:
    """What the rows are counted in, of what the totals are where they are not the page's, and what moved most."""
    kind = context.say("bridge.note") if course.shared is None else context.say("bridge.note.shared", n=course.shared)
    told = [kind]
    first = mover(context, course)
    if course == told_course(context) and first is not None and (found := event(context, course, first)) is not None:
        told.append(found)
    return context.say.join(told, "list.semicolon")


def _sense(context: HospitalContext, change: float) -> int:
    if context.points(change) == context.points(0.0):
        return 0
    return 1 if change > 0 else -1


def _alternative(
    context: HospitalContext, title: Text, course: years.ScoreCourse, named: Sequence[tuple[Text, float]]
) -> str:
    """In its own words: two bridges of a score that never moved differ in their titles alone."""
    parts = [context.say("bridge.alt.step", name=name, change=context.points(change)) for name, change in named]
    steps = context.say.join(parts or [context.say("bridge.alt.unmoved")], "list.comma_only")
    before, after = context.score(course.then), context.score(course.now)
    return context.text("bridge.alt.named", name=title, before=before, steps=steps, after=after)
