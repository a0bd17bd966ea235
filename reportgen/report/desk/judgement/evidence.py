"""How strong the evidence of a grade is: what it withstands, what breaks it, and which red lines are crossed.

The best news never stands alone: draws come with other methods, raters and the smallest scenario of another grade.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Unavailable
from reportgen.analysis.method_comparison import SCHEME
from reportgen.analysis.robustness import remainder
from reportgen.model import printing
from reportgen.model.known import under
from reportgen.model.warnings import Level
from reportgen.report.desk.grades import outlook, together
from reportgen.report.desk.grades.outlook import MOST_POINTS, OutlookPoint, endangered, is_better
from reportgen.report.desk.judgement import alarms
from reportgen.report.desk.sources.passport_rows import WARNING
from reportgen.report.desk.tables import doubts
from reportgen.report.passport import ProvenanceEntry

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.analysis.draws import DrawnTotals
    from reportgen.analysis.method_comparison import MethodComparison
    from reportgen.analysis.outlook.what_if import ScenarioOutcome, WhatIf
    from reportgen.analysis.signals.risks import Risks, Warned
    from reportgen.model.definition import Text
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.speech import Fact

SHARE: Final = 2
"""Decimals of a percentage of ten thousand draws: each draw is seen."""
WIDEST: Final = ("both", "weights", "standards")
"""Draws by how much they move: those on all assumptions first."""


@dataclass(frozen=True)
class RedLines:
    """What stands beside the tag of red lines: how many are crossed, which, and what else is red."""

    crossed: int
    tag: Text
    words: Text


MOST_GRADED: Final = 3
"""Indicators red by grade that page 1 names; of more it says how many."""


def evidence(context: HospitalContext) -> Text | None:
    """The facts in one paragraph, in a fixed order; None for a result without a grade."""
    if context.evaluation.grade is None or context.evaluation.score is None:
        return None
    told = [*_draws(context), *_asked(context), *_ranks(context), *_raters(context), *_breaking(context)]
    return context.say.join(told, "list.sentences") if told else None


def _draws(context: HospitalContext) -> Iterator[Text]:
    drawn = {one.what: one for one in context.robustness.draws}
    found = next((drawn[what] for what in WIDEST if what in drawn), None)
    if found is None:
        return
    assert context.evaluation.grade is not None
    facts: dict[str, Fact] = {
        "count": printing.whole(context.robustness.assumed.count),
        "grade": context.grade(context.evaluation.grade),
        "low": context.score(found.low),
        "high": context.score(found.high),
    }
    if found.kept == 1:
        is_still = facts["low"] == facts["high"]
        yield context.say(f"evidence.draws.{found.what}.{'still' if is_still else 'all'}", **facts)
    else:
        yield context.say(f"evidence.draws.{found.what}.most", share=_kept(context, found), **facts)


def _kept(context: HospitalContext, found: DrawnTotals) -> str:
    printed = printing.percent(found.kept, SHARE)
    what, origin = context.say(f"robustness.what.{found.what}"), context.say("sure.origin.draws")
    name = context.say("sure.kept_of", what=what)
    return context.enter(ProvenanceEntry(f"robustness.kept.{found.what}", name, printed, "verdict", found.kept, origin))


def _asked(context: HospitalContext) -> Iterator[Text]:
    """What the result would be without the indicators whose figures are in question."""
    found = remainder(context.evaluation, context.material.scheme, doubts.doubted(context))
    if found is None:
        return
    weight = printing.percent(found.weight, 0)
    if found.total is None or found.grade is None:
        yield context.say("evidence.asked.withheld", n=found.count, weight=weight)
        return
    facts: dict[str, Fact] = {
        "n": found.count,
        "score": context.score(found.total),
        "grade": context.grade(found.grade),
    }
    yield context.say(f"evidence.asked.{'kept' if found.grade is context.evaluation.grade else 'other'}", **facts)


def _ranks(context: HospitalContext) -> Iterator[Text]:
    """The rank with its interval, and between which ranks the other methods put the hospital."""
    place, methods = context.robustness.rank, context.robustness.methods
    if place is None or context.evaluation.rank is None:
        return
    rank = context.evaluation.rank
    facts = {
        "rank": printing.whole(rank),
        "among": printing.whole(place.among),
        "low": printing.whole(min(place.low, rank)),
        "high": printing.whole(max(place.high, rank)),
    }
    part = "partly" if context.peers_partly else "whole"
    yield context.say(f"evidence.rank.{part}", **facts)
    others = other_ranks(methods) if methods else ()
    if methods is None or not others:
        return
    best, worst = (printing.whole(one) for one in (min(others), max(others)))
    among = printing.whole(methods.among)
    key = "same" if best == worst else "apart"
    yield context.say(f"evidence.methods.{key}", best=best, worst=worst, among=among)


def other_ranks(methods: MethodComparison) -> tuple[int, ...]:
    """Where the methods that are not the scheme's own put the hospital, as far as they could be applied."""
    return tuple(one.rank for one in methods.methods if one.rank is not None and one.method != SCHEME)


def _raters(context: HospitalContext) -> Iterator[Text]:
    """What is to be known of ratings, and the total without them."""
    evaluation = context.evaluation
    told = [words for ability in evaluation.abilities if (words := together.warned(context, ability)) is not None]
    yield from told[:1]
    has_raters = any(part.experts for part in evaluation.parts)
    if has_raters and context.peers_partly and evaluation.comparable_score is not None:
        yield context.say("evidence.unrated", score=context.score(evaluation.comparable_score))


def _breaking(context: HospitalContext) -> Iterator[Text]:
    """The scenario of the smallest loss that leads to a worse grade; or that none does, and how many to a better."""
    found: WhatIf | Unavailable = context.material.analysis["outlook.what_if"]
    own = context.evaluation.grade
    if isinstance(found, Unavailable) or not found.outcomes or own is None:
        return
    scored = [one for one in found.outcomes if one.grade is not None]
    worse = [one for one in scored if one.grade is not None and is_better(own, one.grade)]
    lifted = sum(one.grade is not own for one in scored)
    if worse:
        yield _broken(context, max(worse, key=lambda one: one.score_change or 0.0))
    elif lifted:
        yield context.say("evidence.lifted", n=lifted, of=len(scored))
    elif scored:
        yield context.say("evidence.unbroken", n=len(scored), grade=context.grade(own))


def _broken(context: HospitalContext, one: ScenarioOutcome) -> Text:
    assert one.grade is not None
    assert one.score is not None
    grade, score = context.grade(one.grade), context.score(one.score)
    return context.say("evidence.broken", scenario=context.say.within(one.name), grade=grade, score=score)


def red_lines(context: HospitalContext) -> RedLines | None:
    """Every red warning: those whose red line is crossed, by the set of the case, then those that are red by grade.

    None where no line of the set can be judged and no grade is red.
    """
    crossed = crossed_lines(context)
    graded = [
        one
        for one in alarms.alarms(context)
        if one.level is Level.RED and (one.line is None or one.line.level is not Level.RED)
    ]
    say, judged = context.say, _has_judged(context)
    if not judged and not graded:
        return None
    told = [say.join([crossing(context, one) for one in crossed], "list.comma_only")] if crossed else []
    told += [] if crossed or not judged else [say("evidence.red.none")]
    told += [_graded(context, graded, "graded" if judged else "unjudged")] if graded else []
    tag = say("evidence.red.tag", n=len(crossed)) if crossed else say(f"evidence.red.tag.{'none' if judged else 'set'}")
    return RedLines(len(crossed), tag, say("evidence.red.told", told=say.begun(say.join(told, "list.semicolon"))))


def risks(context: HospitalContext) -> tuple[OutlookPoint, ...]:
    """What costs most points, and red lines that are crossed beside while there is room: three at most.

    An indicator may cross a line without being scored, and is a risk whatever grade the others have.
    """
    named = {one.id for one in endangered(context)}
    crossed = [one for one in crossed_lines(context) if one.indicator not in named]
    beside = [_point(context, one) for one in crossed[: MOST_POINTS - len(named)]]
    return (*outlook.risks(context), *beside)


def crossed_lines(context: HospitalContext) -> list[Warned]:
    """The red warnings that come of a red line, and of no grade."""
    red = [one.line for one in alarms.alarms(context) if one.level is Level.RED and one.line is not None]
    return [line for line in red if line.level is Level.RED]


def _point(context: HospitalContext, one: Warned) -> OutlookPoint:
    scored = next((row for row in context.evaluation.indicators if row.id == one.indicator), None)
    grade = None if scored is None else context.grade_of(scored)
    return OutlookPoint(grade, context.say.begun(crossing(context, one)), context.anchor("warnings"))


def _has_judged(context: HospitalContext) -> bool:
    """Whether any line of the set could be held against a value."""
    found: Risks | Unavailable = context.material.analysis["signals.risks"]
    if isinstance(found, Unavailable):
        return False
    return len(found.unknown) < len(context.material.catalog.warnings[found.set_id].lines)


def crossing(context: HospitalContext, one: Warned, *, in_full: bool = False) -> Text:
    """An indicator, its value, and the red line that it crosses; `in_full` by its full name, as in a submission."""
    # of one hospital alone it is known by its value, also where no scheme scores it and no result holds it
    own = under(one.value, f"indicator.{one.indicator}", context.member) if context.member else one.value
    return context.say(
        "evidence.red.line",
        name=context.say.within(context.name(one.indicator)) if in_full else context.named(one.indicator),
        value=context.spoken(one.indicator, own),
        line=context.spoken(one.indicator, under(one.line, f"{WARNING}.{one.indicator}.{one.level}")),
    )


def _graded(context: HospitalContext, found: Sequence[alarms.Alarm], key: str) -> Text:
    """Those that are red by grade, however little they weigh: by name, and of many how many more there are."""
    say = context.say
    named = [context.valued(context.named(one.indicator), one.indicator, one.value) for one in found[:MOST_GRADED]]
    names = say.join(named, "list.comma" if len(found) > MOST_GRADED else "list.and")
    if len(found) > MOST_GRADED:
        names = say("evidence.red.more", names=names, n=len(found) - MOST_GRADED)
    return say(f"evidence.red.{key}", n=len(found), names=names)
