"""What carries the grade, what endangers it, and the way to the next one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen import analysis
from reportgen.model.definition import Text
from reportgen.model.known import values
from reportgen.model.schemes import Grade
from reportgen.report.desk import doubts, gradings, standards
from reportgen.report.desk.signals import worsens

if TYPE_CHECKING:
    from reportgen.model.results import Evaluation, ScoredIndicator
    from reportgen.report.desk.context import Context

MOST_LEVERS: Final = 5
MOST_POINTS: Final = 3
STRONG: Final = frozenset({Grade.EXCELLENT, Grade.GOOD, None})
"""Grades of a strength; a scheme without grades forbids none."""


@dataclass(frozen=True)
class Point:
    """One strength or risk; `target` is the section with the details, where there is one."""

    grade: Grade | None
    words: Text
    target: str | None


@dataclass(frozen=True)
class LeverStep:
    """One cell of the path."""

    name: Text
    change: Text
    gain: str
    total: str


@dataclass(frozen=True)
class Path:
    """From now to the next grade; `end` is missing where no set of levers reaches it.

    Attributes:
        note: levers that are not shown, or what threatens the best grade.
        left_out: that what costs most points is no lever, and why.
        remarks: both in one.
    """

    title: Text
    now: str
    now_grade: Grade
    steps: tuple[LeverStep, ...]
    end: str | None
    end_grade: Grade | None
    note: Text | None
    left_out: Text | None = None
    remarks: Text | None = None


def costliest(evaluation: Evaluation) -> analysis.Risk | None:
    """The indicator that costs most points, whether it worsens or not."""
    found = analysis.risks(evaluation, None, 1)
    return found[0] if found else None


def strengths(context: Context) -> tuple[Point, ...]:
    """Three at most, of the two best grades, with neither the peers nor its own course against them.

    What is named as a risk is no strength, nor is what the path to the next grade asks to improve.
    """
    threatened = {indicator.id for indicator in endangered(context)} | _asked(context)
    everything = len(context.evaluation.indicators)
    found = analysis.strengths(context.evaluation, context.material.scheme, everything)
    kept = [context.evaluation.indicator(one.id) for one in found if one.id not in threatened]
    solid = [one for one in kept if context.grade_of(one) in STRONG and not _is_contradicted(context, one)]
    return tuple(_point(context, indicator) for indicator in solid[:MOST_POINTS])


def _is_contradicted(context: Context, indicator: ScoredIndicator) -> bool:
    """Whether the peers or its own course speak against it, though the standards do not.

    Against it: the worse side of the peers' median, or for a range outside their middle half; months that worsen; a
    lower score than in the preceding period or a year ago, as far as the total shows it.
    """
    earlier = [one for one in (context.preceding, context.same_last_year) if one is not None]
    rows = [row for one in earlier for row in one.indicators if row.id == indicator.id]
    fallen = any(analysis.fell(row.score, indicator.score, indicator.effective_weight) for row in rows)
    return fallen or worsens(context, indicator) or analysis.is_behind(indicator)


def _asked(context: Context) -> set[str]:
    """What the path to the next grade asks to improve."""
    found = _way(context)
    return {lever.id for lever in found.levers} if found else set()


def risks(context: Context) -> tuple[Point, ...]:
    """Three at most, worsening ones first; what has the best grade is no risk."""
    return tuple(_point(context, indicator) for indicator in endangered(context))


def endangered(context: Context) -> list[ScoredIndicator]:
    """What costs most points, worsening ones first: three at most, none of the best grade."""
    found = analysis.risks(context.evaluation, context.preceding, len(context.evaluation.indicators))
    indicators = [context.evaluation.indicator(one.id) for one in found]
    return [one for one in indicators if context.grade_of(one) is not Grade.EXCELLENT][:MOST_POINTS]


def costly(context: Context) -> list[ScoredIndicator]:
    """What costs most points, whether it worsens or not: three at most, none of the best grade."""
    found = analysis.risks(context.evaluation, None, len(context.evaluation.indicators))
    indicators = [context.evaluation.indicator(one.id) for one in found]
    return [one for one in indicators if context.grade_of(one) is not Grade.EXCELLENT][:MOST_POINTS]


def _point(context: Context, indicator: ScoredIndicator) -> Point:
    return Point(
        context.grade_of(indicator), _words(context, indicator), context.anchor(f"card-{indicator.id}", "scorecard")
    )


def _words(context: Context, indicator: ScoredIndicator) -> Text:
    say, name = context.say, context.short(indicator.id)
    if not gradings.is_quantitative(context, indicator) or indicator.value is None:
        score = gradings.one_decimal(indicator.score or 0.0)
        return say("outlook.rated", name=name, score=score, n=indicator.raters)
    parts = [context.valued(name, indicator.id, indicator.value)]
    if (standard := standards.bare(context, indicator)) is not None:
        parts.append(say("outlook.standard", standard=standard))
    crossing = _crossing(context, indicator)
    if crossing is not None:
        parts.append(crossing)
    elif worsens(context, indicator):
        parts.append(say("outlook.worsens"))
    elif indicator.peer is not None:
        parts.append(say("outlook.median", median=context.printed(indicator.id, indicator.peer.median)))
    if (asked := doubts.beside(context, indicator.id)) is not None:
        parts.append(asked)
    return say.join(parts, "list.comma_only")


def _crossing(context: Context, indicator: ScoredIndicator) -> Text | None:
    if context.preceding is None:
        return None
    before, after = earlier_grade(context, indicator.id), context.grade_of(indicator)
    if before is None or after is None or before == after:
        return None
    key = "outlook.rose" if is_better(after, before) else "outlook.fell"
    return context.say(key, before=context.grade(before), after=context.grade(after))


def earlier_grade(context: Context, identifier: str) -> Grade | None:
    """The grade in the preceding period."""
    earlier = context.preceding.indicators if context.preceding else ()
    return next((context.grade_of(indicator) for indicator in earlier if indicator.id == identifier), None)


def is_better(one: Grade, other: Grade) -> bool:
    """Whether a grade is above another."""
    order = list(Grade)
    return order.index(one) < order.index(other)


def path(context: Context) -> Path | None:
    """The way to the next grade, or at the best grade its margin and largest threat."""
    found = _way(context)
    grade, score = context.evaluation.grade, context.evaluation.score
    if found is None or grade is None or score is None:
        return None
    if not any(one.standards for one in context.evaluation.indicators):  # levers are known of five levels only
        return None
    steps = tuple(_step(context, lever) for lever in found.levers[:MOST_LEVERS])
    reached = found.reached and bool(steps)
    note, left_out = _note(context, found), _left_out(context) if found.target is not None else None
    remarks = [words for words in (note, left_out) if words is not None]
    return Path(
        title=_title(context, found),
        now=context.score(score),
        now_grade=grade,
        steps=steps,
        end=context.score(found.levers[-1].total) if reached else None,
        end_grade=found.target if reached else None,
        note=note,
        left_out=left_out,
        remarks=context.say.join(remarks, "list.semicolon") if remarks else None,
    )


def _way(context: Context) -> analysis.PathToGrade | None:
    return analysis.path_to_next_grade(context.evaluation, context.material.scheme, context.material.catalog)


def _left_out(context: Context) -> Text | None:
    """What costs most points, where it is no lever: it would be missed on the path."""
    material, most = context.material, costliest(context.evaluation)
    known = {one.id for one, _ in analysis.levers(context.evaluation, material.scheme, material.catalog)}
    if most is None or most.id in known:
        return None
    defined = material.catalog.indicators.get(most.id)
    key = "follows" if defined is not None and defined.not_lever else "unmeasured"
    lost = context.points(most.points_lost, sign=False)
    return context.say(f"path.left_out.{key}", name=context.named(most.id), lost=lost)


def _title(context: Context, found: analysis.PathToGrade) -> Text:
    if found.target is None:
        return context.say("path.title.best", margin=context.points(-found.gap, sign=False))
    facts = {"grade": context.grade(found.target)}
    if not found.reached:
        return context.say("path.title.unreached", best=context.score(found.best), **facts)
    levers = values(lever.value for lever in found.levers)
    return context.say("path.title.reached", n=levers, best=context.grade(Grade.EXCELLENT), **facts)


def _note(context: Context, found: analysis.PathToGrade) -> Text | None:
    if found.threat is not None:
        loss = context.points(found.threat.loss, sign=False)
        return context.say("path.threat", name=context.named(found.threat.id), loss=loss)
    rest = found.levers[MOST_LEVERS:]
    if rest:
        gain = context.points(sum(lever.gain for lever in rest))
        return context.say("path.more", n=values(lever.value for lever in rest), gain=gain)
    return None


def _step(context: Context, lever: analysis.Lever) -> LeverStep:
    indicator = context.evaluation.indicator(lever.id)
    target = standards.nearest_edge(indicator)
    value, goal = context.printed(lever.id, lever.value), context.spoken(lever.id, target)
    return LeverStep(
        name=context.short(lever.id),
        change=context.say("path.change", value=value, target=goal),
        gain=context.points(lever.gain),
        total=context.score(lever.total),
    )
