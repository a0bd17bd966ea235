"""What carries the grade and what endangers it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from reportgen import analysis
from reportgen.model.definition import Text
from reportgen.model.schemes import Grade
from reportgen.report.desk import doubts, gradings, standards, ways
from reportgen.report.desk.series import series
from reportgen.report.desk.signals import worsens

if TYPE_CHECKING:
    from reportgen.model.results import ScoredIndicator
    from reportgen.report.desk.context import Context

MOST_POINTS: Final = 3
STRONG: Final = frozenset({Grade.EXCELLENT, Grade.GOOD, None})
"""Grades of a strength; a scheme without grades forbids none."""


@dataclass(frozen=True)
class Point:
    """One strength or risk; `target` is the section with the details, where there is one."""

    grade: Grade | None
    words: Text
    target: str | None


def strengths(context: Context) -> tuple[Point, ...]:
    """Three at most, of the two best grades, with neither the peers nor its own course against them.

    What is named as a risk is no strength, nor is what the path to the next grade asks to improve, nor what rests on
    figures in question.
    """
    threatened = {one.id for one in endangered(context)} | ways.asked(context) | set(doubts.doubted(context))
    everything = len(context.evaluation.indicators)
    found = analysis.strengths(context.evaluation, context.material.scheme, everything)
    kept = [context.evaluation.indicator(one.id) for one in found if one.id not in threatened]
    solid = [one for one in kept if context.grade_of(one) in STRONG and not _is_contradicted(context, one)]
    return tuple(_strength(context, indicator) for indicator in solid[:MOST_POINTS])


def _strength(context: Context, indicator: ScoredIndicator) -> Point:
    target = context.anchor(f"card-{indicator.id}", "scorecard")
    return Point(context.grade_of(indicator), _words(context, indicator, is_strength=True), target)


def _is_contradicted(context: Context, indicator: ScoredIndicator) -> bool:
    """Whether the peers or its own course speak against it, though the standards do not.

    Against it: the worse side of the peers' median, or for a range outside their middle half; months that worsen, or
    the last of which lie outside the range; a lower score than in the preceding period or a year ago, as far as the
    total shows it.
    """
    earlier = [one for one in (context.preceding, context.same_last_year) if one is not None]
    rows = [row for one in earlier for row in one.indicators if row.id == indicator.id]
    fallen = any(analysis.fell(row.score, indicator.score, indicator.effective_weight) for row in rows)
    left = lately(context, indicator) is not None
    return fallen or left or worsens(context, indicator) or analysis.is_behind(indicator)


def risks(context: Context) -> tuple[Point, ...]:
    """Three at most, worsening ones first; what has the best grade is no risk."""
    worst = ways.costliest(context.evaluation)
    return tuple(_point(context, one, worst) for one in endangered(context))


def costs(context: Context) -> tuple[Point, ...]:
    """What costs most points with what it costs: three at most, none of the best grade."""
    found = analysis.risks(context.evaluation, None, len(context.evaluation.indicators))
    rows = [(context.evaluation.indicator(one.id), one) for one in found]
    named = [(row, one) for row, one in rows if context.grade_of(row) is not Grade.EXCELLENT]
    return tuple(_costing(context, row, one) for row, one in named[:MOST_POINTS])


def endangered(context: Context) -> list[ScoredIndicator]:
    """What costs most points, worsening ones first: three at most, none of the best grade.

    The step that brings most on the way to the next grade is among them: what helps most is what is missing most.
    """
    found = analysis.risks(context.evaluation, context.preceding, len(context.evaluation.indicators))
    indicators = [context.evaluation.indicator(one.id) for one in found]
    risky = [one for one in indicators if context.grade_of(one) is not Grade.EXCELLENT]
    first = ways.first(context)
    named = risky[:MOST_POINTS]
    called = [one for one in risky[MOST_POINTS:] if one.id == first]
    return [*named[: MOST_POINTS - len(called)], *called]


def costly(context: Context) -> list[ScoredIndicator]:
    """What costs most points, whether it worsens or not: three at most, none of the best grade."""
    found = analysis.risks(context.evaluation, None, len(context.evaluation.indicators))
    indicators = [context.evaluation.indicator(one.id) for one in found]
    return [one for one in indicators if context.grade_of(one) is not Grade.EXCELLENT][:MOST_POINTS]


def _costing(context: Context, indicator: ScoredIndicator, found: analysis.Risk) -> Point:
    """What an indicator is, what it should be, both with their unit, and what it costs."""
    say, name = context.say, context.short(indicator.id)
    if not gradings.is_quantitative(context, indicator) or indicator.value is None:
        return _point(context, indicator)
    standard = standards.spoken(context, indicator)
    parts = [
        context.valued(name, indicator.id, indicator.value),
        *([] if standard is None else [say("outlook.standard", standard=standard)]),
        say("outlook.lost.points", points=context.points(found.points_lost, sign=False)),
    ]
    if (asked := doubts.beside(context, indicator.id)) is not None:
        parts.append(asked)
    target = context.anchor(f"card-{indicator.id}", "scorecard")
    return Point(context.grade_of(indicator), say.join(parts, "list.comma_only"), target)


def _point(context: Context, indicator: ScoredIndicator, worst: analysis.Risk | None = None) -> Point:
    """What is said of an indicator; of the one that costs most what it costs, since the title names it."""
    lost = worst.points_lost if worst is not None and worst.id == indicator.id else None
    target = context.anchor(f"card-{indicator.id}", "scorecard")
    return Point(context.grade_of(indicator), _words(context, indicator, lost), target)


def _words(
    context: Context, indicator: ScoredIndicator, lost: float | None = None, *, is_strength: bool = False
) -> Text:
    """Value, standard and what there is to say; a strength short of its standard is one by what its peers reach."""
    say, name = context.say, context.short(indicator.id)
    if not gradings.is_quantitative(context, indicator) or indicator.value is None:
        score = gradings.one_decimal(indicator.score or 0.0)
        return say("outlook.rated", name=name, score=score, n=indicator.raters)
    parts = [context.valued(name, indicator.id, indicator.value)]
    is_short = lost is None and is_strength and bool(standards.gap(indicator))
    if not is_short and (standard := standards.bare(context, indicator)) is not None:
        parts.append(say("outlook.standard", standard=standard))
    crossing = _crossing(context, indicator)
    if lost is not None:
        parts.append(say("outlook.lost", points=context.points(lost, sign=False)))
    elif crossing is not None:
        parts.append(crossing)
    elif worsens(context, indicator):
        parts.append(say("outlook.worsens"))
    elif indicator.peer is not None:
        parts.append(say("outlook.median", median=context.printed(indicator.id, indicator.peer.median)))
    if (asked := doubts.beside(context, indicator.id)) is not None:
        parts.append(asked)
    return say.join(parts, "list.comma_only")


def lately(context: Context, indicator: ScoredIndicator) -> Text | None:
    """How many of the last single months lie beyond the range that they reach together, or None."""
    value, months = standards.target(indicator), series(context, indicator).values
    if not isinstance(value, tuple) or not context.is_month or standards.gap(indicator):
        return None
    low, high = value
    newest = months[::-1]
    above = sum(1 for _ in takewhile(lambda one: one is not None and one > high, newest))
    below = sum(1 for _ in takewhile(lambda one: one is not None and one < low, newest))
    if above or below:
        side, standard = "above" if above else "below", standards.bare(context, indicator) or ""
        return context.say(f"outlook.lately.{side}", n=above or below, standard=standard)
    return None


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
