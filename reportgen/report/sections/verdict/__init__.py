"""Page 1: how are we, and why.

The title of page 1: grade, score, change, and what the change comes from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.model.definition import Text
from reportgen.model.schemes import Grade
from reportgen.report.conditions import is_redacted
from reportgen.report.desk.brief import causes, story
from reportgen.report.desk.documents.furniture import KeyFigure, key_figures
from reportgen.report.desk.grades import gradings, grounds, outlook, together, ways, years
from reportgen.report.desk.grades.scale import scale
from reportgen.report.desk.judgement import evidence
from reportgen.report.desk.tables import doubts
from reportgen.report.passport import ProvenanceEntry
from reportgen.report.section import Piece
from reportgen.report.sections.verdict import facts as verdict_facts
from reportgen.report.sections.verdict.facts import SideFact, side_facts
from reportgen.report.speech import capital
from reportgen.scoring.standards import verdict as judged

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.model.reports import Options
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.desk.grades.outlook import OutlookPoint
    from reportgen.report.desk.grades.scale import GradeScale
    from reportgen.report.desk.grades.ways import Path
    from reportgen.report.desk.judgement.evidence import RedLines
    from reportgen.report.sections.verdict.facts import AbilityRow, VerdictBridge
    from reportgen.report.speech import Fact


def headline(context: HospitalContext) -> Text:
    """The red lines that are crossed, before all else that the first page is titled with."""
    crossed = evidence.crossed_lines(context)
    if not crossed:
        return _found(context, with_cause=True)
    line, told = evidence.crossing(context, crossed[0]), _found(context, with_cause=False)
    if context.evaluation.score is None:
        told = context.say.within(told)
    if crossed[0].indicator in doubts.doubted(context):
        line = context.say("verdict.headline.asked", told=line)
    key = "verdict.headline.red.several" if len(crossed) > 1 else "verdict.headline.red"
    return context.say(key, n=len(crossed), line=line, told=told)


def _found(context: HospitalContext, *, with_cause: bool) -> Text:
    """Grade and score, how far from last year like for like, and the event behind it; else what costs most.

    Where nothing costs a point the money is told: full marks do not tell of a deficit. A title that a red line leads
    has no room for how the score moved and what it comes from.
    """
    evaluation = context.evaluation
    if not evaluation.indicators:
        told = causes.first(context)
        if told is None:
            return context.say("verdict.headline.unscored")
        key = "told.to_date" if context.period.is_partial else "told"
        return context.say(f"verdict.headline.unscored.{key}", told=capital(told))
    if evaluation.score is None or evaluation.grade is None or evaluation.score_printed is None:
        found = together.headline(context) if together.is_ranked_alone(context) else None
        return found or context.say(
            f"verdict.headline.withheld.{gradings.why_no_total(evaluation)}", name=_withheld_part(context)
        )
    facts: dict[str, Fact] = {"grade": context.grade(evaluation.grade), "score": context.score(evaluation.score)}
    held = _held(context)
    first = context.say("verdict.headline.score", **facts)
    if held is not None:
        first = context.say("verdict.headline.held", names=context.say.join(held.names), **facts)
    if not with_cause:
        return first
    course = verdict_facts.told_course(context)
    if course is not None:
        first = context.say("verdict.headline.course", first=first, course=_moved(context, course))
    cause = (_event(context, course) if course is not None else None) or _costliest(context) or _result(context)
    return first if cause is None else context.say("verdict.headline.both", first=first, cause=cause)


def _result(context: HospitalContext) -> Text | None:
    """What the story begins with, inside a sentence."""
    told = causes.first(context)
    return None if told is None else context.say.within(told)


def _moved(context: HospitalContext, course: years.ScoreCourse) -> Text:
    """How far the total is from the earlier one."""
    kind = "whole" if course.shared is None else "shared"
    earlier = course.earlier.period
    name = (
        grounds.spoken(context, earlier)
        if course.key == "before"
        else context.say(f"verdict.than.{grounds.kind(context)}", period=grounds.named(context, earlier))
    )
    change = context.points(abs(course.change), sign=False)
    direction = verdict_facts.direction(context, course.change)
    return context.say(f"verdict.headline.{kind}.{direction}", change=change, before=name)


def _event(context: HospitalContext, course: years.ScoreCourse) -> Text | None:
    """What the indicator did that took the score furthest where it went; None for a score that held."""
    first = verdict_facts.mover(context, course)
    if first is None:
        return None
    told = verdict_facts.event(context, course, first)
    words = told or context.say("verdict.headline.chiefly", name=context.named(first.id))
    return context.say("verdict.headline.asked", told=words) if first.id in doubts.doubted(context) else words


def _costliest(context: HospitalContext) -> Text | None:
    """The indicator that costs most, and the points with their passport; of several alike two, of more none."""
    alike = ways.costliest_ones(context)
    if not alike or len(alike) > ways.MOST_ALIKE:
        return None
    worst = alike[0]
    name, printed = context.named(worst.id), context.points(worst.points_lost, sign=False)
    origin, what = context.say("passport.origin.lost"), context.say("verdict.lost", name=name)
    lost = context.enter(ProvenanceEntry(f"score.lost.{worst.id}", what, printed, "verdict", worst.points_lost, origin))
    if len(alike) > 1:
        names = context.say.join([context.named(one.id) for one in alike])
        return context.say("verdict.headline.cause.several", name=names, lost=lost)
    return context.say("verdict.headline.cause", name=name, lost=lost)


def _withheld_part(context: HospitalContext) -> Text:
    withheld = [part for part in context.evaluation.parts if part.withheld]  # a part that is only ranked is not
    return context.say.within(withheld[0].name if withheld else context.say("verdict.total"))


ARROW: Final = {1: "up", -1: "down"}
MISSED: Final = "S30"
"""The remark of scoring that a mandatory standard is missed."""
MOST_OWNERS: Final = 2
"""Owners that one row of the box has room for."""


@dataclass(frozen=True)
class TotalChange:
    """The total against an earlier one; `sense` 1 up, −1 down, 0 the same; not printed where they do not compare."""

    printed: str
    sense: int
    words: Text


@dataclass(frozen=True)
class VerdictPage:
    """Everything on page 1 under the masthead.

    Attributes:
        is_explained: whether bridges, or a conclusion of each ability, tell what the score comes of.
        lists_chapters: whether the page names the chapters, for without scores it has room and no page else does.
    """

    key_figures: tuple[KeyFigure, ...]
    headline: Text
    is_scored: bool
    is_ranked_alone: bool
    is_together: bool
    grade: Grade | None
    score: str | None
    remark: Text | None
    remark_target: str | None
    consequence: Text | None
    changes: tuple[TotalChange, ...]
    facts: tuple[SideFact, ...]
    scale: GradeScale | None
    abilities: tuple[AbilityRow, ...]
    legend: Text
    bridges: tuple[VerdictBridge, ...]
    is_explained: bool
    lists_chapters: bool
    strengths: tuple[OutlookPoint, ...]
    risks: tuple[OutlookPoint, ...]
    no_points: Mapping[str, Text]
    points_note: Text | None
    evidence: Text | None
    red_lines: RedLines | None
    path: Path | None
    asks: tuple[Ask, ...] = ()


@dataclass(frozen=True)
class Ask:
    """One class of what is put to the board: its name, a sentence, and who answers by when where that is known."""

    name: Text
    words: Text
    owner: Text | None
    due: Text | None


def pieces(context: HospitalContext, options: Options) -> list[Piece]:
    """The first page, with what its report ends it with; what is put to the board is told to nobody else."""
    asks = options.word("ends") == "asks" and not is_redacted(context.material)
    return [Piece("verdict", verdict(context, asks=asks))]


def verdict(context: HospitalContext, *, asks: bool = False) -> VerdictPage:
    """The first page; with `asks` it ends with what the board is asked for, else with the way to the next grade."""
    evaluation, bridges = context.evaluation, verdict_facts.bridges(context, beside=asks)
    return VerdictPage(
        key_figures=key_figures(context),
        headline=headline(context),
        is_scored=bool(evaluation.indicators),
        is_ranked_alone=together.is_ranked_alone(context),
        is_together=together.is_all_together(context),
        grade=evaluation.grade,
        score=printed_score(context),
        remark=remark(context),
        remark_target=context.anchor("warnings") if doubts.doubted(context) else None,
        consequence=_consequence(context),
        changes=tuple(changes(context)),
        facts=tuple(side_facts(context)),
        scale=scale(context),
        abilities=verdict_facts.rows(context),
        legend=_legend(context),
        bridges=bridges,
        is_explained=bool(bridges) or context.anchor("conclusion") is not None,
        lists_chapters=not evaluation.indicators and context.anchor("contents") is None,
        strengths=outlook.strengths(context),
        risks=evidence.risks(context),
        no_points=_no_points(context),
        points_note=_points_note(context),
        evidence=evidence.evidence(context) if asks else None,
        red_lines=evidence.red_lines(context),
        path=None if asks else ways.path(context),
        asks=asked(context) if asks else (),
    )


def asked(context: HospitalContext) -> tuple[Ask, ...]:
    """What is put to the board: a sentence for each class, also where there is nothing in it."""
    found = story.proposals(context)
    listed = []
    for kind in story.ProposalKind:
        own = [one for one in found if one.kind is kind]
        owners = list(dict.fromkeys(one.owner for one in own if one.owner is not None))
        dues = list(dict.fromkeys(one.due for one in own if one.due is not None))
        listed.append(
            Ask(
                name=context.say(f"story.kind.{kind}"),
                words=story.said(context, kind),
                owner=context.say.join(owners, "list.comma") if 0 < len(owners) <= MOST_OWNERS else None,
                due=dues[0] if len(dues) == 1 else None,
            )
        )
    return tuple(listed)


def _legend(context: HospitalContext) -> Text:
    words = context.say(f"verdict.legend.{grounds.kind(context) if context.before else 'alone'}")
    if all(ability.score is not None for ability in context.evaluation.abilities):
        return words
    return context.say.join([words, context.say("verdict.dash")], "list.legend")


def printed_score(context: HospitalContext) -> str | None:
    """The total, entered in the passport; None where it is withheld."""
    evaluation = context.evaluation
    if evaluation.score is None or evaluation.score_printed is None:
        return None
    origin = context.say("passport.origin.total")
    return context.enter(
        ProvenanceEntry(
            "score.total",
            context.say("verdict.total"),
            context.score(evaluation.score),
            "verdict",
            evaluation.score,
            origin,
        )
    )


def _consequence(context: HospitalContext) -> Text | None:
    """What the scheme says follows from the grade; nothing where it says nothing."""
    grade = context.evaluation.grade
    return None if grade is None else context.material.scheme.consequences.get(grade)


def remark(context: HospitalContext) -> Text | None:
    """What has to be known with the grade: what kind of grade it is, and which of its figures are in question."""
    remarks = [words for words in (_kind_of_grade(context), doubts.remark(context)) if words is not None]
    return context.say.join(remarks, "list.stops") if remarks else None


@dataclass(frozen=True)
class _Held:
    """A grade that is held below that of the score: by which indicators, and what the score alone would give."""

    names: tuple[Text, ...]
    alone: Grade


def _held(context: HospitalContext) -> _Held | None:
    """Whether missed mandatory standards hold the grade below that of the score; None where they do not."""
    evaluation, scheme = context.evaluation, context.material.scheme
    if evaluation.score is None or evaluation.grade is None:
        return None
    alone = judged(evaluation.score, scheme.grades, scheme.decimals).grade
    missed = [facts["name"] for rule, facts in evaluation.warnings if rule == MISSED]
    if alone is evaluation.grade or not missed:
        return None
    return _Held(tuple(context.say.within(name) for name in missed if isinstance(name, Text)), alone)


def _kind_of_grade(context: HospitalContext) -> Text | None:
    evaluation = context.evaluation
    if (held := _held(context)) is not None:
        return context.say("verdict.held", grade=context.grade(held.alone), names=context.say.join(held.names))
    if together.is_ranked_alone(context):
        return context.say("together.alone")
    if evaluation.grade and evaluation.grade_unrounded and evaluation.grade != evaluation.grade_unrounded:
        return context.say("verdict.rounded", grade=context.grade(evaluation.grade_unrounded))
    return context.say("verdict.interim") if evaluation.interim and evaluation.grade is not None else None


def changes(context: HospitalContext) -> list[TotalChange]:
    """The total against both earlier ones; where nothing of one compares, that it does not, and why."""
    if context.evaluation.score is None:
        return []
    known, found = {one.key: one for one in years.courses(context)}, []
    for key, earlier in (("before", context.preceding), ("year_ago", context.same_last_year)):
        if key in known:
            found.append(_change(context, known[key]))
        elif earlier is not None and earlier.score is not None:
            found.append(TotalChange("", 0, years.why(context, context.material.compared(earlier))))
    return found


def _change(context: HospitalContext, course: years.ScoreCourse) -> TotalChange:
    period, score = course.earlier.period, context.score(course.then)
    name = (grounds.shortened if course.key == "before" else grounds.named)(context, period)
    if course.shared is not None:
        beside = context.points(course.beside)
        words = context.say("verdict.change.shared", period=name, n=course.shared, score=score, beside=beside)
    else:
        words = context.say(f"verdict.change.{course.key}.{grounds.kind(context)}", score=score, period=name)
        if context.mode == "zh-en":  # one line holds the earlier score once
            words = context.say("verdict.change.short", zh=words, period=name)
    change = context.points(course.change)
    return TotalChange(change, printing.sense(change), words)


def _no_points(context: HospitalContext) -> Mapping[str, Text]:
    """What stands in place of strengths and of risks where there are none, by the names of the scheme's grades."""
    best, good = context.grade(Grade.EXCELLENT), context.grade(Grade.GOOD)
    rows = context.evaluation.indicators
    grades = {context.grade_of(one) for one in rows} - {None}
    is_low = bool(grades) and not grades & outlook.STRONG
    key = "low" if is_low else "among" if any(one.peer is not None for one in rows) else "alone"
    return {
        "strengths": context.say(f"verdict.no_strengths.{key}", good=good),
        "risks": context.say(
            "verdict.no_risks.good" if Grade.GOOD in grades else "verdict.no_risks", best=best, good=good
        ),
    }


def _points_note(context: HospitalContext) -> Text | None:
    """What the points beside strengths and risks are, and how many others cost as much as a risk that is named."""
    ahead = any(one.points for one in outlook.strengths(context))
    lost = any(one.points for one in evidence.risks(context))
    note = [context.say("verdict.points" if ahead else "verdict.points.lost")] if ahead or lost else []
    alike = outlook.as_costly(context, outlook.endangered(context))
    told = note if alike is None else [*note, context.say("outlook.as_costly.sentence", words=alike)]
    return context.say.join(told, "list.sentences") if told else None
