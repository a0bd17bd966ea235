"""What carries the grade and what endangers it.

What the months of an indicator say of its direction.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from reportgen import analysis
from reportgen.analysis import SignalKind, score_bridge
from reportgen.analysis.comparison.cash_bridge import RECEIVABLES
from reportgen.model.definition import Text
from reportgen.model.known import count
from reportgen.model.schemes import Grade
from reportgen.report.desk.grades import gradings, ways
from reportgen.report.desk.grades.indicator_pictures import Series, series
from reportgen.report.desk.grades.years import year_before
from reportgen.report.desk.tables import doubts
from reportgen.report.speech import same
from reportgen.scoring.recount import FULL

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from reportgen.model.results import ScoredIndicator
    from reportgen.report.desk.context import HospitalContext


MOST_POINTS: Final = 3
STRONG: Final = frozenset({Grade.EXCELLENT, Grade.GOOD, None})
"""Grades of a strength; a scheme without grades forbids none."""
COLLECTION_DAYS: Final = "receivable_turnover_days"
NOTABLE: Final = 0.05
"""Share of its days by which collection has to move before anybody is told that it is slower or quicker."""


@dataclass(frozen=True)
class Signal:
    """The trend in a word: arrow or wave, and its colour."""

    words: Text
    sense: str  # fav, unfav or quiet
    mark: str  # file of the arrow or wave, "" where there is no verdict


def signal(context: HospitalContext, indicator: ScoredIndicator, history: Series) -> Signal:
    """What the months say of the direction: a verdict by process-control rules, or that it is too early for one."""
    if indicator.value is None:
        return Signal(context.say("trend.not_scored"), "quiet", "")
    if history.signal is None:
        return Signal(context.say("trend.too_few"), "quiet", "")
    if history.signal.kind is SignalKind.STEADY:
        return Signal(context.say("trend.stable"), "quiet", "marks/wave.svg")
    if history.signal.kind is SignalKind.UNCLEAR:
        return Signal(context.say("trend.unclear"), "quiet", "")
    direction = "up" if history.signal.direction > 0 else "down"
    better = gradings.improved(indicator, history.signal.direction)
    sense = {1: "fav", -1: "unfav", 0: "ink-3"}[better]
    words = {1: "trend.better", -1: "trend.worse", 0: f"trend.{direction}"}[better]
    return Signal(context.say(words), sense, f"marks/{direction}-{sense}.svg")


def effects(context: HospitalContext) -> Mapping[str, Signal]:
    """What each indicator did to the total since last year, in points; none within a year, none of unlike totals.

    Years are too few for a verdict by process-control rules.
    """
    before = year_before(context) if context.is_year else None
    found = score_bridge(before, context.evaluation) if before else None
    return {step.id: _effect(context, step.change) for step in found.indicators} if found else {}


def _effect(context: HospitalContext, change: float) -> Signal:
    printed = context.points(change)
    sense = "quiet" if printed == context.points(0.0) else "fav" if change > 0 else "unfav"
    return Signal(same(printed), sense, "")


def worsens(context: HospitalContext, indicator: ScoredIndicator) -> bool:
    """Whether its months say so, by the rules of process control."""
    return signal(context, indicator, series(context, indicator)).sense == "unfav"


def has_trends(context: HospitalContext) -> bool:
    """Whether any indicator has single months enough to say whether it worsens."""
    return any(series(context, one).signal is not None for one in context.evaluation.indicators)


def is_kept(context: HospitalContext, indicator: ScoredIndicator) -> bool:
    """Whether nothing is to be done about it: measured, not worsening, and with nothing to gain.

    Nothing is to be gained at full marks, nor at the best grade where there is no total to raise, or no lever.
    """
    has_lever = context.evaluation.score is not None and not context.indicator(indicator.id).not_lever
    is_best = is_full(indicator) or (not has_lever and context.grade_of(indicator) is Grade.EXCELLENT)
    return is_best and gradings.is_quantitative(context, indicator) and not worsens(context, indicator)


def is_full(indicator: ScoredIndicator) -> bool:
    """Whether it has full marks."""
    return indicator.score is not None and indicator.score >= FULL


def advice(context: HospitalContext, indicator: ScoredIndicator) -> Text:
    """What to do about an indicator: its measure, or to keep to what is done where that leaves nothing to gain.

    Where the figures that it rests on are in question these are settled first: they allow no conclusion. What the
    peers do better is not said to be well as it is.
    """
    if rules := doubts.doubted(context).get(indicator.id):
        return context.say("measure.settle", rules=doubts.listed(context, rules))
    if not is_kept(context, indicator):
        return ways.measure(context, indicator)
    if is_full(indicator):
        return context.say("measure.kept")
    key = "measure.kept_behind" if analysis.is_behind(indicator) else "measure.kept_graded"
    return context.say(key, grade=gradings.best(context))


@dataclass(frozen=True)
class OutlookPoint:
    """One strength or risk.

    Attributes:
        target: the section with the details, where there is one.
        points: of a strength what it is ahead of the peers, of a risk what it costs; "" where neither is told.
    """

    grade: Grade | None
    words: Text
    target: str | None
    points: str = ""


def strengths(context: HospitalContext) -> tuple[OutlookPoint, ...]:
    """Three at most, of the two best grades, that neither the peers nor their own course contradict.

    What is named as a risk is no strength, nor is what rests on figures in question; beside one that is ahead of the
    peers none that is level with them, which the title over both would call ahead.
    """
    threatened = {one.id for one in endangered(context)} | set(doubts.doubted(context))
    everything = len(context.evaluation.indicators)
    found = analysis.strengths(context.evaluation, context.material.scheme, everything)
    kept = [(context.evaluation.indicator(one.id), one) for one in found if one.id not in threatened]
    solid = [
        (row, one)
        for row, one in kept
        if context.grade_of(row) in STRONG and not _is_contradicted(context, row, one.advantage)
    ]
    level = context.points(0.0)
    ahead = [(row, one) for row, one in solid if not one.against_peers or context.points(one.advantage) != level]
    return tuple(_strength(context, row, one) for row, one in (ahead or solid)[:MOST_POINTS])


def _strength(context: HospitalContext, indicator: ScoredIndicator, found: analysis.Strength) -> OutlookPoint:
    target = context.anchor(f"card-{indicator.id}", "scorecard")
    words = _words(context, indicator, is_strength=True)
    told = found.against_peers and context.evaluation.score is not None
    ahead = context.points(found.advantage) if told and context.points(found.advantage) != context.points(0.0) else ""
    return OutlookPoint(context.grade_of(indicator), words, target, ahead)


def _is_contradicted(context: HospitalContext, indicator: ScoredIndicator, advantage: float) -> bool:
    """Whether the peers or its own course speak against it, though the standards do not.

    Against it: the worse side of the peers' median, or for a range outside their middle half; a value outside its best
    range; months that worsen, or the last of which lie outside the range; since the preceding period or a year ago a
    loss of more points than it is ahead by; a story that tells it as slower.
    """
    if is_told_as_slower(context, indicator.id):
        return True
    rows = _earlier(context, indicator)
    fallen = any(
        analysis.fell(row.score, indicator.score, indicator.effective_weight)
        and ((row.score or 0.0) - (indicator.score or 0.0)) * indicator.effective_weight > advantage
        for row in rows
    )
    left = lately(context, indicator) is not None
    outside = isinstance(gradings.target(indicator), tuple) and bool(gradings.gap(indicator))
    return fallen or left or outside or worsens(context, indicator) or analysis.is_behind(indicator)


def _earlier(context: HospitalContext, indicator: ScoredIndicator) -> list[ScoredIndicator]:
    """The same indicator in the preceding period and a year ago, as far as there are any."""
    earlier = [one for one in (context.preceding, context.same_last_year) if one is not None]
    return [row for one in earlier for row in one.indicators if row.id == indicator.id]


def risks(context: HospitalContext) -> tuple[OutlookPoint, ...]:
    """Three at most, those that cost most first; what has the best grade is no risk, nor a good one that is steady."""
    return tuple(_point(context, one) for one in endangered(context))


def costs(context: HospitalContext) -> tuple[OutlookPoint, ...]:
    """What costs most points with what it costs: three at most, none of the best grade; how many cost as much."""
    found = analysis.risks(context.evaluation, None, len(context.evaluation.indicators))
    costly = _costly(context)
    rows = [(row, one) for one in found if (row := context.evaluation.indicator(one.id)) in costly]
    named = tuple(_costing(context, row, one) for row, one in rows[:MOST_POINTS])
    alike = _as_costly(context, [row for row, _ in rows[:MOST_POINTS]], costly)
    return named if alike is None else (*named, OutlookPoint(None, alike, None))


def costliest(context: HospitalContext, among: Collection[str]) -> ScoredIndicator | None:
    """Of some indicators the one that costs the total most; None without a total, or where none costs any in print."""
    evaluation = context.evaluation
    found = analysis.risks(evaluation, None, len(evaluation.indicators)) if evaluation.score is not None else ()
    most = next((evaluation.indicator(one.id) for one in found if one.id in among), None)
    return None if _lost(context, most) == _lost(context, None) else most


def as_costly_as(context: HospitalContext, one: ScoredIndicator, among: Collection[str]) -> tuple[ScoredIndicator, ...]:
    """An indicator, and those of some others that cost the total as many points in print."""
    found = (other for other in context.evaluation.indicators if other.id in among and other is not one)
    return (one, *(other for other in found if _lost(context, other) == _lost(context, one)))


def as_costly(context: HospitalContext, named: Sequence[ScoredIndicator]) -> Text | None:
    """How many others cost as much, in print, as one of the risks that are named: nothing ranks them below it."""
    return _as_costly(context, named, _risky(context))


def _as_costly(
    context: HospitalContext, named: Sequence[ScoredIndicator], among: Sequence[ScoredIndicator]
) -> Text | None:
    told = {_lost(context, one) for one in named} - {_lost(context, None)}
    alike = [one for one in among if one not in named and _lost(context, one) in told]
    if not alike:
        return None
    points = _lost(context, alike[0])
    n = count(context.key(f"indicator.{one.id}") for one in alike if _lost(context, one) == points)
    return context.say("outlook.as_costly", n=n, points=points)


def _lost(context: HospitalContext, indicator: ScoredIndicator | None) -> str:
    """What an indicator costs, as printed; of none, nothing."""
    lost = None if indicator is None else points_lost(context, indicator)
    return context.points(lost or 0.0, sign=False)


def _costly(context: HospitalContext) -> list[ScoredIndicator]:
    """What costs points and has not the best grade, that of most points first."""
    found = analysis.risks(context.evaluation, None, len(context.evaluation.indicators))
    indicators = [context.evaluation.indicator(one.id) for one in found]
    return [one for one in indicators if context.grade_of(one) is not Grade.EXCELLENT]


def _risky(context: HospitalContext) -> list[ScoredIndicator]:
    """The same without what is good and does not get worse."""
    return [one for one in _costly(context) if context.grade_of(one) is not Grade.GOOD or _gets_worse(context, one)]


def _gets_worse(context: HospitalContext, indicator: ScoredIndicator) -> bool:
    """Whether its months say so, or it has lost points since the preceding period or a year ago."""
    rows = _earlier(context, indicator)
    has_fallen = any(analysis.fell(row.score, indicator.score, indicator.effective_weight) for row in rows)
    return has_fallen or lately(context, indicator) is not None or worsens(context, indicator)


def endangered(context: HospitalContext) -> list[ScoredIndicator]:
    """The one list of what is scored and named as a risk, on page 1, in the summary and in the letter.

    What costs most points: three at most, none of the best grade, nor a good one that does not get worse. The step
    that brings most on the way to the next grade is among them: what helps most is what is missing most.
    """
    risky, first = _risky(context), ways.first(context)
    named = risky[:MOST_POINTS]
    called = [one for one in risky[MOST_POINTS:] if one.id == first]
    return [*named[: MOST_POINTS - len(called)], *called]


def _costing(context: HospitalContext, indicator: ScoredIndicator, found: analysis.Risk) -> OutlookPoint:
    """What an indicator is, what it should be, both with their unit, and what it costs."""
    say, name = context.say, context.short(indicator.id)
    if not gradings.is_quantitative(context, indicator) or indicator.value is None:
        return _point(context, indicator)
    standard = gradings.spoken(context, indicator)
    parts = [
        context.valued(name, indicator.id, indicator.value),
        *([] if standard is None else [say("outlook.standard", standard=standard)]),
        say("outlook.lost.points", points=context.points(found.points_lost, sign=False)),
    ]
    if (asked := doubts.beside(context, indicator.id)) is not None:
        parts.append(asked)
    target = context.anchor(f"card-{indicator.id}", "scorecard")
    return OutlookPoint(context.grade_of(indicator), say.join(parts, "list.comma_only"), target)


def _point(context: HospitalContext, indicator: ScoredIndicator) -> OutlookPoint:
    """What is said of an indicator, and what it costs."""
    target = context.anchor(f"card-{indicator.id}", "scorecard")
    words, lost = _words(context, indicator), points_lost(context, indicator)
    return OutlookPoint(context.grade_of(indicator), words, target, "" if lost is None else context.points(-lost))


def points_lost(context: HospitalContext, indicator: ScoredIndicator) -> float | None:
    """Points of the total that an indicator costs; None where it has no score of its own, or there is no total."""
    if indicator.score is None or not indicator.effective_weight or context.evaluation.score is None:
        return None
    return (FULL - indicator.score) * indicator.effective_weight


def _words(context: HospitalContext, indicator: ScoredIndicator, *, is_strength: bool = False) -> Text:
    """Value, standard and what there is to say; a strength short of its standard is one by what its peers reach."""
    say, name = context.say, context.short(indicator.id)
    if indicator.is_floored:
        return say("outlook.floored", name=name)
    if not gradings.is_quantitative(context, indicator) or indicator.value is None:
        score = gradings.one_decimal(indicator.score or 0.0)
        return say("outlook.rated", name=name, score=score, n=indicator.raters)
    parts = [context.valued(name, indicator.id, indicator.value)]
    is_short = is_strength and bool(gradings.gap(indicator))
    if not is_short and (standard := gradings.bare(context, indicator)) is not None:
        parts.append(say("outlook.standard", standard=standard))
    crossing = _crossing(context, indicator)
    if crossing is not None and not is_strength:
        parts.append(crossing)
    elif worsens(context, indicator):
        parts.append(say("outlook.worsens"))
    elif indicator.peer is not None:
        parts.append(say("outlook.median", median=gradings.beside(context, indicator.id, indicator.peer.median)))
    if (asked := doubts.beside(context, indicator.id)) is not None:
        parts.append(asked)
    return say.join(parts, "list.comma_only")


def lately(context: HospitalContext, indicator: ScoredIndicator) -> Text | None:
    """How many of the last single months lie beyond the range that they reach together, or None."""
    value, months = gradings.target(indicator), series(context, indicator).values
    if not isinstance(value, tuple) or not context.is_month or gradings.gap(indicator):
        return None
    low, high = value
    newest = months[::-1]
    above = sum(1 for _ in takewhile(lambda one: one is not None and one > high, newest))
    below = sum(1 for _ in takewhile(lambda one: one is not None and one < low, newest))
    if above or below:
        side, standard = "above" if above else "below", gradings.bare(context, indicator) or ""
        return context.say(f"outlook.lately.{side}", n=above or below, standard=standard)
    return None


def _crossing(context: HospitalContext, indicator: ScoredIndicator) -> Text | None:
    if context.preceding is None:
        return None
    before, after = earlier_grade(context, indicator.id), context.grade_of(indicator)
    if before is None or after is None or before == after:
        return None
    key = "outlook.rose" if is_better(after, before) else "outlook.fell"
    return context.say(key, before=context.grade(before), after=context.grade(after))


def earlier_grade(context: HospitalContext, identifier: str) -> Grade | None:
    """The grade in the preceding period."""
    earlier = context.preceding.indicators if context.preceding else ()
    return next((context.grade_of(indicator) for indicator in earlier if indicator.id == identifier), None)


def is_better(one: Grade, other: Grade) -> bool:
    """Whether a grade is above another."""
    order = list(Grade)
    return order.index(one) < order.index(other)


def collection(context: HospitalContext) -> tuple[float, float, float] | None:
    """The change of receivables since the start of the year, and days of last year and now, where they moved alike.

    None where the days moved by less than a twentieth: a day more in thirty is no delay.
    """
    books = context.material.analysis.books
    now, start = books.to_date(RECEIVABLES).value, books.opening(RECEIVABLES).value
    days, before = (
        books.indicator(COLLECTION_DAYS).value,
        books.indicator(COLLECTION_DAYS, books.now.previous_year()).value,
    )
    if now is None or start is None or start <= 0 or days is None or before is None:
        return None
    if abs(days - before) < NOTABLE * before or (now > start) is not (days > before):
        return None
    return now - start, before, days


def is_told_as_slower(context: HospitalContext, identifier: str) -> bool:
    """Whether the story says of these days that payers take longer."""
    found = collection(context) if identifier == COLLECTION_DAYS else None
    return found is not None and found[0] > 0
