"""The way to the next grade: what management can move, how far, and what it brings.

What to do about a weak indicator: a measure bound to its numbers, never more income, price or surplus.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from reportgen import analysis
from reportgen.analysis.answer import Unavailable
from reportgen.analysis.signals.risks import is_pressed
from reportgen.model.definitions import Direction
from reportgen.model.known import values
from reportgen.model.printing import half_up
from reportgen.model.schemes import Grade, Scheme
from reportgen.report.desk.grades import gradings
from reportgen.report.desk.grades.scale import FULL
from reportgen.report.desk.tables import doubts
from reportgen.report.speech import capital
from reportgen.scoring.standards import verdict

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from reportgen.analysis.grade_path import Quarters
    from reportgen.analysis.outlook.proposed import Proposed
    from reportgen.catalog import Catalog
    from reportgen.model.definition import Text
    from reportgen.model.results import Evaluation, ScoredAbility, ScoredIndicator
    from reportgen.report.desk.context import HospitalContext

MOST_LEVERS: Final = 5
MOST_NAMED: Final = 4
"""Of the levers that are not shown, those that are named."""
MOST_ALIKE: Final = 2  # indicators, or abilities, that are named where they cost or moved as much
MOST_THREATS: Final = 2
"""Indicators that threaten a grade alike and are named; more are counted."""
MORE_DECIMALS: Final = 3
"""Most decimals beyond the usual ones with which a lever's value and goal are told apart."""


@dataclass(frozen=True)
class LeverStep:
    """One cell of the path; `asked` where its figure is in question, `told` the name in a sentence that says so."""

    name: Text
    asked: Text | None
    told: Text
    change: Text
    gain: str
    total: str


@dataclass(frozen=True)
class Path:
    """From now to the next grade; `end` is missing where no set of levers reaches it.

    Attributes:
        note: what threatens the best grade.
        remarks: the same or how many levers are not shown, and what else has to be known to follow the way.
        rest, rest_gain: the levers that are not shown and what they bring, so that the steps lead to the end.
        rounding: said where the steps, added as printed, miss the end, or the best that can be reached.
    """

    title: Text
    now: str
    now_grade: Grade
    steps: tuple[LeverStep, ...]
    end: str | None
    end_grade: Grade | None
    note: Text | None
    remarks: Text | None = None
    rest: Text | None = None
    rest_gain: str = ""
    rounding: Text | None = None


def costliest(evaluation: Evaluation) -> analysis.Risk | None:
    """The indicator that costs most points, whether it worsens or not; the first where others cost as many."""
    found = analysis.risks(evaluation, None, 1)
    return found[0] if found else None


def costliest_ones(context: HospitalContext) -> tuple[analysis.Risk, ...]:
    """That one with those that cost as many points in print, so that none is said to cost more than its equals."""
    found = analysis.risks(context.evaluation, None, len(context.evaluation.indicators))
    lost = [context.points(one.points_lost, sign=False) for one in found]
    return tuple(one for one, points in zip(found, lost, strict=True) if points == lost[0])


def first(context: HospitalContext) -> str | None:
    """The step that brings most."""
    found = _way(context)
    return found.levers[0].id if found and found.levers else None


def shared(context: HospitalContext, identifier: str) -> str | None:
    """The step of the way whose measure moves this indicator too, which for that is no step of its own."""
    found, defined = _way(context), context.material.catalog.indicators
    steps = [lever.id for lever in found.levers] if found else []
    driver = defined[identifier].driver if identifier in defined else None
    if driver is None or identifier in steps:
        return None
    return next((one for one in steps if defined[one].driver == driver), None)


def attainable(context: HospitalContext) -> str:
    """From whom it is known how far the steps of the way may go: both, own, peers; or standard, where from nobody."""
    found = _way(context)
    return _known_from(context, {one.id for one in found.levers} if found else ())


def path(context: HospitalContext) -> Path | None:
    """The way to the next grade, or at the best grade its margin and largest threat."""
    found = _way(context)
    grade, score = context.evaluation.grade, context.evaluation.score
    if found is None or grade is None or score is None:
        return None
    if not any(one.standards for one in context.evaluation.indicators):  # levers are known of five levels only
        return None
    felt = _felt(context, found)
    shown, rest = felt[:MOST_LEVERS], felt[MOST_LEVERS:]
    reached = found.reached and bool(shown)
    told = (_threat(context, found) or _more(context, rest), *_remarks(context, found))
    remarks = [words for words in told if words is not None]
    return Path(
        title=_title(context, found),
        now=context.score(score),
        now_grade=grade,
        steps=tuple(_step(context, lever) for lever in shown),
        end=context.score(found.levers[-1].total) if reached else None,
        end_grade=_end_grade(context, found.levers[-1].total) if reached else None,
        note=_threat(context, found),
        remarks=capital(context.say.join(remarks, "list.semicolon")) if remarks else None,
        rest=_rest(context, rest) if rest else None,
        rest_gain=context.points(_gain(rest)) if rest else "",
        rounding=context.say("path.rounding") if shown and _misses(context, found, shown, rest) else None,
    )


def _end_grade(context: HospitalContext, score: float) -> Grade:
    """The grade of the score that the steps lead to: one step may pass more than one bound."""
    scheme = context.material.scheme
    return verdict(score, scheme.grades, scheme.decimals).grade


def _count(levers: list[analysis.Lever]) -> int:
    return values(lever.value for lever in levers)


def _gain(levers: list[analysis.Lever]) -> float:
    return sum(lever.gain for lever in levers)


def _misses(
    context: HospitalContext, found: analysis.PathToGrade, shown: list[analysis.Lever], rest: list[analysis.Lever]
) -> bool:
    """Whether the total now and the steps, added as they are printed, are not the total at the end."""
    decimals = context.material.scheme.decimals
    parts = [context.evaluation.score or 0.0, *(lever.gain for lever in shown), _gain(rest)]
    return sum(half_up(part, decimals) for part in parts) != half_up(found.levers[-1].total, decimals)


def _felt(context: HospitalContext, found: analysis.PathToGrade) -> list[analysis.Lever]:
    """The levers that bring something in print: a step of 0.00 points advises nothing."""
    decimals = context.material.scheme.decimals
    return [lever for lever in found.levers if half_up(lever.gain, decimals)]


def _way(context: HospitalContext) -> analysis.PathToGrade | None:
    return analysis.path_to_next_grade(*_known(context), is_pressed=is_pressed(context.material.analysis))


def _levers(context: HospitalContext) -> tuple[analysis.Improvement, ...]:
    return analysis.levers(*_known(context), is_pressed=is_pressed(context.material.analysis))


def _known(context: HospitalContext) -> tuple[Evaluation, Scheme, Catalog, Sequence[Evaluation], Quarters]:
    material = context.material
    return context.evaluation, material.scheme, material.catalog, context.history, material.quarters


def _barred(context: HospitalContext) -> tuple[str, ...]:
    """What asks for money that is not there."""
    material = context.material
    pressed = is_pressed(material.analysis)
    return analysis.unaffordable(context.evaluation, material.scheme, material.catalog, is_pressed=pressed)


def _title(context: HospitalContext, found: analysis.PathToGrade) -> Text:
    if found.target is None:
        return context.say("path.title.best", margin=context.points(-found.gap, sign=False))
    facts: dict[str, Text | str] = {"grade": context.grade(found.target), "best": context.score(found.best)}
    if not found.levers:
        return context.say("path.title.none", **facts)
    key = f"{'reached' if found.reached else 'unreached'}{'.beyond' if _is_beyond(found) else ''}"
    return context.say(f"path.title.{key}", n=values(lever.value for lever in found.levers), **facts)


def _is_beyond(found: analysis.PathToGrade) -> bool:
    """Whether every step is longer than the hospital is known to have made within a year."""
    return all(lever.is_beyond for lever in found.levers)


def _threat(context: HospitalContext, found: analysis.PathToGrade) -> Text | None:
    """What threatens the best grade."""
    if found.threat is None:
        return None
    loss, level = context.points(found.threat.loss, sign=False), context.grade(found.threat.level)
    named = [context.named(one) for one in (found.threat.id, *found.threat.besides)]
    if len(named) > MOST_THREATS:
        return context.say("path.threat.many", n=len(named), level=level, loss=loss)
    key = "path.threat" if len(named) == 1 else "path.threat.each"
    return context.say(key, name=context.say.join(named), level=level, loss=loss)


def _more(context: HospitalContext, rest: list[analysis.Lever]) -> Text | None:
    """How many steps are not shown, and what they bring."""
    return context.say("path.more", n=_count(rest), gain=context.points(_gain(rest))) if rest else None


def _rest(context: HospitalContext, rest: list[analysis.Lever]) -> Text:
    """The steps that are not shown, by their names."""
    names = context.say.join([context.named(lever.id) for lever in rest[:MOST_NAMED]], "list.comma")
    return context.say("path.rest" if len(rest) <= MOST_NAMED else "path.rest.some", n=_count(rest), names=names)


def _remarks(context: HospitalContext, found: analysis.PathToGrade) -> Iterator[Text | None]:
    """How far steps go, why the first of them is no risk, what is missing on the way, and a last digit."""
    if found.target is None:
        return
    if found.levers:
        yield _rule(context, found)
        yield _alone(context)
        yield _beyond(context, found)
        yield _not_a_risk(context, found.levers[0])
    yield _left_out(context)
    yield _unaffordable(context)
    if found.levers and _is_off_in_last_digit(context, found):
        yield context.say("path.last_digit")


def _rule(context: HospitalContext, found: analysis.PathToGrade) -> Text:
    """What is called a benchmark: of peers and earlier results those that are known of the steps."""
    return context.say(
        f"path.rule.{_known_from(context, {one.id for one in found.levers})}", best=context.grade(Grade.EXCELLENT)
    )


def _alone(context: HospitalContext) -> Text | None:
    """That steps are not net, where the brief proposes measures by points that are."""
    proposed: Proposed | Unavailable = context.material.analysis["outlook.proposed"]
    is_net = not isinstance(proposed, Unavailable) and any(one.points is not None for one in proposed.steps)
    return context.say("path.alone") if is_net else None


def _known_from(context: HospitalContext, asked: Collection[str]) -> str:
    """From whom it is known how good some indicators can be: own periods, the peers, both, or the standard alone."""
    rows = [context.evaluation.indicator(identifier) for identifier in asked]
    has_past = any(row.id in asked and row.value is not None for each in context.history for row in each.indicators)
    others = any(row.peer is not None or row.id in context.material.quarters for row in rows)
    return "both" if has_past and others else "own" if has_past else "peers" if others else "standard"


def _beyond(context: HospitalContext, found: analysis.PathToGrade) -> Text | None:
    """Which steps shown are as long, where the title does not say it of all."""
    shown = _felt(context, found)[:MOST_LEVERS]
    names = [] if _is_beyond(found) else [context.named(lever.id) for lever in shown if lever.is_beyond]
    return context.say("path.beyond", names=context.say.join(names)) if names else None


def _unaffordable(context: HospitalContext) -> Text | None:
    """What is no step because it asks for money that a hospital of weak solvency does not have."""
    defined = context.material.catalog.indicators
    names = [context.named(name) for name in _barred(context) if not defined[name].not_lever]
    return context.say("path.unaffordable", names=context.say.join(names)) if names else None


def _not_a_risk(context: HospitalContext, lever: analysis.Lever) -> Text | None:
    """Why the step that brings most is not named among the risks: it has the best grade and much weight."""
    indicator = context.evaluation.indicator(lever.id)
    grade = context.grade_of(indicator)
    if grade is not Grade.EXCELLENT:
        return None
    return context.say("path.not_a_risk", name=context.named(lever.id), grade=context.grade(grade))


def _left_out(context: HospitalContext) -> Text | None:
    """What costs most points, where it is no lever: it would be missed on the path."""
    most, *alike = costliest_ones(context) or (None,)
    if most is None or alike or most.id in {one.id for one in _levers(context)}:
        return None
    defined, row = context.material.catalog.indicators.get(most.id), context.evaluation.indicator(most.id)
    key: str | None
    if defined is not None and defined.not_lever:
        key = "follows"
    elif row.standards is None or not gradings.is_quantitative(context, row):
        key = "unmeasured"
    else:
        key = _nobody_better(context, row)
    return None if key is None else context.say(f"path.left_out.{key}", name=context.named(most.id))


def _nobody_better(context: HospitalContext, row: ScoredIndicator) -> str | None:
    """Among whom no better value is known, as words tell it; None where one is, or nobody's is known."""
    material = context.material
    found = analysis.improvement(row, material.scheme, context.history, material.quarters.get(row.id, ()))
    if found is None or found.target != found.value or row.id in _barred(context):
        return None
    known = _known_from(context, (row.id,))
    return None if known == "standard" else f"best.{known}"


def _is_off_in_last_digit(context: HospitalContext, found: analysis.PathToGrade) -> bool:
    """Whether a printed step and the total before it miss the total after it."""
    decimals = context.material.scheme.decimals
    totals = [context.evaluation.score or 0.0, *(lever.total for lever in found.levers)]
    printed = [half_up(total, decimals) for total in totals]
    return any(
        before + half_up(lever.gain, decimals) != after
        for lever, (before, after) in zip(found.levers, pairwise(printed), strict=True)
    )


def _step(context: HospitalContext, lever: analysis.Lever) -> LeverStep:
    more = telling_apart(context, lever.id, lever.value, lever.target)
    value, goal = (context.spoken(lever.id, number, more) for number in (lever.value, lever.target))
    name, is_asked = context.short(lever.id), bool(doubts.asked(context, (lever.id,)))
    return LeverStep(
        name=name,
        asked=context.say("doubt.clause") if is_asked else None,
        told=context.say("path.doubted", name=name) if is_asked else name,
        change=context.say("path.change", value=value, target=goal),
        gain=context.points(lever.gain),
        total=context.score(lever.total),
    )


def telling_apart(context: HospitalContext, identifier: str, value: float, goal: float) -> int:
    """Decimals beyond the usual ones at which the value and the goal print differently; none where they never do."""
    apart = (
        more
        for more in range(MORE_DECIMALS + 1)
        if context.printed(identifier, value, more) != context.printed(identifier, goal, more)
    )
    return next(apart, 0)


def of_ability(context: HospitalContext, ability: ScoredAbility) -> Text:
    """The action for an ability, by the side on which most of its points are lost."""
    rows = [one for one in context.evaluation.indicators if one.ability == ability.id]
    return context.say(keyed(context, f"ability.{ability.id}", rows) or "measure.ability.general")


def keyed(context: HospitalContext, name: str, rows: list[ScoredIndicator]) -> str | None:
    """The words of an action; of one that is not the same for too little and for too much, those of the side missed.

    Too much of what is best low, such as expense, is no too much of what the ability has: it counts for neither side.
    """
    lost = {"either": 0.0, "above": 0.0, "below": 0.0}
    for one in rows:
        if (side := gradings.side(one)) is not None and one.score is not None:
            side = "either" if one.direction is Direction.LOWER else side
            lost[side] += (FULL - one.score) * one.effective_weight
    side = max(lost, key=lost.__getitem__)
    known = (f"measure.{name}.{side}" if any(lost.values()) else "", f"measure.{name}")
    return next((key for key in known if key in context.say.words), None)


def measure(context: HospitalContext, indicator: ScoredIndicator) -> Text:
    """The action, and the points that it would bring the total, as far as the way to the next grade goes.

    There are none for what is no lever, and none where there is no total.
    """
    key = keyed(context, indicator.id, [indicator])
    general = "measure.rated" if gradings.target(indicator) is None else "measure.general"
    action = context.say(key or general)
    if gradings.target(indicator) is None or indicator.value is None or indicator.score is None:
        return action
    if indicator.id in _barred(context):
        return context.say("measure.unaffordable")
    if context.indicator(indicator.id).not_lever or context.evaluation.score is None:
        return action
    material = context.material
    quarters = material.quarters.get(indicator.id, ())
    step = analysis.improvement(indicator, material.scheme, context.history, quarters)
    gain = step.gain if step else (FULL - indicator.score) * indicator.effective_weight
    if context.points(gain) == context.points(0.0):
        return action
    goal = step.target if step else gradings.nearest_edge(indicator)
    more = telling_apart(context, indicator.id, indicator.value, goal)
    value, target = (context.spoken(indicator.id, number, more) for number in (indicator.value, goal))
    points = context.points(gain, sign=False)
    worth = context.say("measure.worth", action=action, value=value, target=target, points=points)
    if (other := shared(context, indicator.id)) is None:
        return worth
    return context.say.join([worth, context.say("measure.shared", name=context.named(other))], "list.sentences")
