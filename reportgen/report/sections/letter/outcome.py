"""How the evaluation came out, in the words of a letter: score, grade, their move, the place among the peers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from math import isclose
from typing import TYPE_CHECKING, Final

from reportgen.analysis import score_bridge
from reportgen.model.rounding import half_up
from reportgen.report.calendar_words import period_name
from reportgen.report.desk import doubts, gradings
from reportgen.report.passport import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.model.definition import Text
    from reportgen.model.printing import Figure
    from reportgen.model.results import Evaluation, ScoredIndicator
    from reportgen.report.desk.context import Context
    from reportgen.report.speech import Fact

NAME: Final = "letter"
TOLERANCE: Final = 1e-9
"""By which sums taken in another order may differ."""


def scored(context: Context, now: Evaluation, score: float) -> Text:
    """Score and grade in one clause; the score alone where nothing is graded."""
    printed = context.score(score)
    if now.grade:
        return context.say("submission.result.score", score=printed, grade=context.grade(now.grade))
    return context.say("submission.result.ungraded", score=printed)


def result(context: Context) -> Iterator[Text]:
    """Score and grade, how they moved, where they stand, and the abilities."""
    say, now = context.say, context.evaluation
    if now.score is None:
        yield say(f"submission.result.withheld.{gradings.why_no_total(now)}")
        return
    score = context.score(now.score)
    context.enter(Entry("score.total", say("verdict.total"), score, NAME, now.score, say("passport.origin.total")))
    clauses = [scored(context, now, now.score)]
    clauses += moved(context)
    found = [say("submission.sentence", words=say.join(clauses, "list.comma_only"))]
    if now.rank is not None and now.peer_median_score is not None and now.comparable_score is not None:
        found += [_place(context, now), *_sample(context)]
    found += [*_abilities(context), *_mostly(context)]
    if (asked := doubts.told(context, in_full=True)) is not None:
        found.append(asked)
    yield say.join(found, "list.sentences")


@dataclass(frozen=True)
class Mover:
    """The ability that moved the score most; `is_asked` where figures of its indicators are in question."""

    name: Text
    points: Figure
    is_asked: bool


def mover(context: Context) -> Mover | None:
    """The ability that moved the score most; None where nothing moved in print, or nothing compares."""
    before, names = context.before, {one.id: one.name for one in context.evaluation.abilities}
    found = score_bridge(before, context.evaluation) if before else None
    steps = [step for step in found.abilities if step.id in names] if found else []
    largest = max(steps, key=lambda step: abs(step.change), default=None)
    if before is None or largest is None:
        return None
    asked = doubts.doubted(context)
    of = [one for one in context.evaluation.indicators if one.ability == largest.id]
    points = context.points(_of_indicators(before, of, largest.change))
    if points == context.points(0.0):
        return None
    return Mover(context.say.within(names[largest.id]), points, any(one.id in asked for one in of))


def _of_indicators(before: Evaluation, now: Sequence[ScoredIndicator], change: float) -> float:
    """A change of points, as the sum of what each indicator gained, where the same ones were scored."""
    old = {one.id: one.points for one in before.indicators}
    gains = [one.points - was for one in now if one.points is not None and (was := old.get(one.id)) is not None]
    found = sum(gains)
    return found if isclose(found, change, abs_tol=TOLERANCE) else change


def _abilities(context: Context) -> Iterator[Text]:
    """Every ability with its score, and with what it did to the total where that compares with the period before."""
    say, before, now, decimals = context.say, context.before, context.evaluation, context.material.scheme.decimals
    scored = [(one, one.score) for one in now.abilities if one.score is not None]
    found = score_bridge(before, now) if before else None
    steps = {step.id: step.change for step in found.abilities} if found else {}
    if before is None or not scored or any(one.id not in steps for one, _ in scored):
        listed = [
            say("submission.result.ability", name=say.within(one.name), score=context.score(of)) for one, of in scored
        ]
        yield from [say("submission.result.abilities", listed=say.join(listed))] if listed else ()
        return
    listed, printed = [], Decimal(0)
    for one, of in scored:
        rows = [row for row in now.indicators if row.ability == one.id]
        change = _of_indicators(before, rows, steps[one.id])
        printed += half_up(change, decimals)
        points = context.points(change)
        facts: dict[str, Fact] = {"name": say.within(one.name), "score": context.score(of), "points": points}
        listed.append(say("submission.result.ability.moved", **facts))
    whole = half_up((now.score or 0.0) - (before.score or 0.0), decimals)
    key = "submission.result.abilities.moved"
    yield say(key if printed == whole else f"{key}.rounded", before=period_name(before.period), listed=say.join(listed))


def _mostly(context: Context) -> Iterator[Text]:
    """The indicator that moved the score most, in a sentence."""
    before, there = context.before, {one.id for one in context.evaluation.indicators}
    found = score_bridge(before, context.evaluation) if before else None
    steps = [step for step in found.indicators if step.id in there] if found else []
    largest = max(steps, key=lambda step: abs(step.change), default=None)
    if largest is None or context.points(largest.change) == context.points(0.0):
        return
    name = context.say.within(context.name(largest.id))
    yield context.say("submission.result.mostly", name=name, points=context.points(largest.change))


def moved(context: Context) -> list[Text]:
    """How the score moved on the period before and on last year, as far as those were scored."""
    now = context.evaluation
    earlier = [one for one in (context.before, context.year_ago) if one and one.score is not None]
    return [] if now.score is None else [_moved(context, now.score, one) for one in earlier]


def _moved(context: Context, score: float, earlier: Evaluation) -> Text:
    before = period_name(earlier.period)
    change = score - (earlier.score or 0.0)
    digits = context.points(abs(change), sign=False)
    if digits == context.points(0.0, sign=False):
        return context.say("submission.result.same", before=before)
    return context.say(f"submission.result.{'up' if change > 0 else 'down'}", before=before, digits=digits)


def _place(context: Context, now: Evaluation) -> Text:
    """The rank among peers, with the distance to their median."""
    assert now.comparable_score is not None
    assert now.peer_median_score is not None
    gap = now.comparable_score - now.peer_median_score
    kind = "partly" if context.peers_partly else "whole"
    place = context.say(f"submission.result.rank.{kind}", of=now.ranked, rank=now.rank or 0)
    key = f"submission.result.median.{'above' if gap >= 0 else 'below'}"
    distance = context.say(key, digits=context.points(abs(gap), sign=False))
    return context.say("submission.sentence", words=context.say.join([place, distance], "list.comma_only"))


def _sample(context: Context) -> Iterator[Text]:
    """Who the peers are, as far as the case says it."""
    peers = context.material.case.file.peers
    if peers is None or peers.name is None:
        return
    if peers.source is None:
        yield context.say("submission.result.sample", name=peers.name)
    else:
        yield context.say("submission.result.sample.sourced", name=peers.name, source=peers.source)
