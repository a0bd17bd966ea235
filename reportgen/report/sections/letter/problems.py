"""Problems, each with one number and what the data shows of its cause; then the hospital's measure for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.catalog.calendar_words import day_name
from reportgen.model import printing
from reportgen.model.definitions import Direction
from reportgen.model.known import under
from reportgen.model.schemes import Grade
from reportgen.report.desk.brief import growth, story
from reportgen.report.desk.documents import correspondence
from reportgen.report.desk.grades import gradings, outlook
from reportgen.report.desk.judgement import evidence
from reportgen.report.desk.sources.passport_rows import TARGET
from reportgen.report.desk.tables import doubts
from reportgen.report.desk.tables.answers import called
from reportgen.report.desk.tables.figures import item_figures
from reportgen.report.speech import capital

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.model.definition import Text
    from reportgen.model.results import ScoredIndicator
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.desk.documents.correspondence import Planned
    from reportgen.report.desk.tables.figures import ItemFigures

PAIR: Final = 2
"""Figures of a quotient: how each of them moved says where its change comes from."""
STOPS: Final = "\u3002.;\uff1b"


@dataclass(frozen=True)
class LetterParagraph:
    """A paragraph that begins with a numbered heading of its own, or with none."""

    lead: Text | None
    words: Text


def problems(context: HospitalContext) -> Iterator[LetterParagraph]:
    """What is reported as a problem, one sentence where nothing costs points; then other red lines that are crossed."""
    say, found = context.say, reported(context)
    if found:
        more = ".more" if len(found) > outlook.MOST_POINTS else ""
        yield LetterParagraph(None, say(f"submission.problem.rule{more}"))
    for number, indicator in enumerate(found, start=1):
        numeral = say(f"submission.numeral.{number}")
        lead = say("submission.level.second", number=numeral, title=_title(context, indicator))
        told = [_number(context, indicator), *_cause(context, indicator)]
        yield LetterParagraph(lead, say.join(told, "list.sentences"))
    if not found and context.evaluation.score is not None:
        best, good = context.grade(Grade.EXCELLENT), context.grade(Grade.GOOD)
        grades = {context.grade_of(one) for one in context.evaluation.indicators}
        key = "submission.problem.none.good" if Grade.GOOD in grades else "submission.problem.none"
        yield LetterParagraph(None, say(key, best=best, good=good))
    known = {one.id for one in found}
    crossed = [one for one in evidence.crossed_lines(context) if one.indicator not in known]
    if crossed:
        listed = [evidence.crossing(context, one, in_full=True) for one in crossed]
        also = "" if not found and context.evaluation.score is None else ".also"
        words = say(f"submission.problem.red{also}", n=len(crossed), listed=say.join(listed, "list.semicolon"))
        yield LetterParagraph(None, words)


def reported(context: HospitalContext) -> list[ScoredIndicator]:
    """What costs most points, three at most, then what else the hospital has a measure for: each answers a problem."""
    found = outlook.endangered(context)
    aimed = {one.indicator for one in correspondence.measures(context)} - {one.id for one in found}
    return [*found, *(one for one in context.evaluation.indicators if one.id in aimed and _is_weak(context, one))]


def _is_weak(context: HospitalContext, indicator: ScoredIndicator) -> bool:
    return indicator.score is not None and context.grade_of(indicator) is not Grade.EXCELLENT


def _kind(context: HospitalContext, indicator: ScoredIndicator) -> str:
    """On which side of its standard it lies."""
    if indicator.is_floored:
        return "floored"
    if not gradings.is_quantitative(context, indicator):
        return "rated"
    if not gradings.gap(indicator):
        return "watched"
    return {Direction.HIGHER: "low", Direction.LOWER: "high"}.get(indicator.direction, _side(indicator))


def _title(context: HospitalContext, indicator: ScoredIndicator) -> Text:
    """What the problem is: short of the standard alone where most peers do no better."""
    kind, beyond = _kind(context, indicator), 0.0
    if indicator.peer is not None and indicator.value is not None:
        beyond = indicator.value - indicator.peer.median
    has_peers = indicator.peer is not None and ((kind == "low" and beyond >= 0) or (kind == "high" and beyond <= 0))
    return context.say(f"submission.problem.{'ahead' if has_peers else kind}", name=context.name(indicator.id))


def _side(indicator: ScoredIndicator) -> str:
    """On which side of a range."""
    found = gradings.target(indicator)
    if not isinstance(found, tuple) or indicator.value is None:
        return "outside"
    return "low" if indicator.value < found[0] else "high"


def _number(context: HospitalContext, indicator: ScoredIndicator) -> Text:
    """The value beside its standard, the score, the grade in a word."""
    say, grade = context.say, context.grade_of(indicator)
    score = gradings.one_decimal(indicator.score or 0.0)
    judged = (
        say("submission.problem.graded", score=score, grade=context.grade(grade))
        if grade
        else say("submission.problem.scored", score=score)
    )
    if indicator.is_floored:
        judged = say("submission.problem.at_floor", judged=judged)
    if not gradings.is_quantitative(context, indicator) or indicator.value is None:
        return say("submission.sentence", words=judged)
    clauses = [say("submission.problem.value", value=context.spoken(indicator.id, indicator.value))]
    if (best := gradings.spoken(context, indicator)) is not None:
        clauses.append(say("submission.problem.standard", standard=best))
    if indicator.peer is not None:
        median = context.spoken(indicator.id, indicator.peer.median)
        clauses.append(say("submission.problem.median", median=median))
    asked = doubts.beside(context, indicator.id)
    clauses += [judged, asked] if asked is not None else [judged]
    return say("submission.sentence", words=say.join(clauses, "list.comma_only"))


def _cause(context: HospitalContext, indicator: ScoredIndicator) -> Iterator[Text]:
    """What the hospital says, else which lines moved a growth or how the two figures of a quotient moved, else unknown.

    Figures of a quotient that moved it towards its standard do not explain why it falls short. Of what cannot be
    computed the cause is told with its score.
    """
    say, given = context.say, correspondence.letter(context).causes.get(indicator.id)
    if given is not None:
        yield say("submission.problem.cause", cause=_bare(context, given))
    elif not indicator.is_floored:
        yield _seen_cause(context, indicator)


def _seen_cause(context: HospitalContext, indicator: ScoredIndicator) -> Text:
    say = context.say
    if gradings.is_quantitative(context, indicator) and indicator.value is not None:
        if (lines := growth.cause(context, indicator.id)) is not None:
            return lines
        if (before := _improved_from(context, indicator)) is not None:
            was = context.spoken(indicator.id, before)
            return say("submission.problem.improved", before=was, earlier=correspondence.earlier(context))
        moves = _moves(context, indicator.id)
        if len(moves) == PAIR:
            one, other = moves
            return say("submission.problem.moves", one=one, other=other, earlier=correspondence.earlier(context))
    return say("submission.problem.unknown")


def _improved_from(context: HospitalContext, indicator: ScoredIndicator) -> float | None:
    """The value of a year ago, where the indicator has since moved away from its problem, and it shows in print."""
    material, before = context.material, str(context.period.previous_year())
    earlier = material.values.at(indicator.id, material.entity, before).value
    if earlier is None or indicator.value is None:
        return None
    if context.printed(indicator.id, earlier) == context.printed(indicator.id, indicator.value):
        return None
    change = indicator.value - earlier
    side = _kind(context, indicator)
    return earlier if (side == "low" and change > 0) or (side == "high" and change < 0) else None


def _moves(context: HospitalContext, identifier: str) -> list[Text]:
    """How the figures of an indicator changed on last year, where it rests on two that compare."""
    names = list(dict.fromkeys(leaf.id for leaf in context.material.derive(identifier).items()))
    figures = [item_figures(context.material, name) for name in names] if len(names) == PAIR else []
    return [_moved(context, one, one.change) for one in figures if one is not None and one.change is not None]


def _moved(context: HospitalContext, one: ItemFigures, change: float) -> Text:
    name = context.say.within(called(context, one.id) if one.id in story.SPOKEN else one.item.name)
    share = printing.percent(abs(change), 1)
    if share == printing.percent(0.0, 1):
        return context.say("submission.problem.held", name=name)
    return context.say(f"submission.problem.{'grew' if change > 0 else 'shrank'}", name=name, share=share)


def _bare(context: HospitalContext, given: Text) -> Text:
    """The hospital's words without the stop at their end."""
    return context.say("phrase.words", words=type(given)(zh=given.zh.rstrip(STOPS), en=given.en.rstrip(STOPS)))


def arrangements(context: HospitalContext) -> Iterator[LetterParagraph]:
    """What is done about each problem, in the order of the problems, then measures of another aim.

    A problem without a measure has a blank; where there is no measure at all, each has blanks to fill in.
    """
    given, found = correspondence.measures(context), reported(context)
    if not given:
        yield LetterParagraph(None, context.say(f"submission.arrangement.{'open' if found else 'none'}"))
    mended = {one.id for one in found}
    answers = [(_of(context, one.id), [m for m in given if m.indicator == one.id]) for one in found]
    answers += [(_aim(context, measure), [measure]) for measure in given if measure.indicator not in mended]
    for number, (title, measures) in enumerate(answers, start=1):
        lead = context.say("submission.level.second", number=context.say(f"submission.numeral.{number}"), title=title)
        yield LetterParagraph(lead, _answer(context, measures, has_any=bool(given)))


def _answer(context: HospitalContext, measures: Sequence[Planned], *, has_any: bool) -> Text:
    said = [_arrangement(context, measure) for measure in measures]
    blank = context.say(f"submission.arrangement.{'missing' if has_any else 'each'}")
    return context.say.join(said or [blank], "list.sentences")


def _of(context: HospitalContext, identifier: str) -> Text:
    return context.say("submission.arrangement.of", name=context.name(identifier))


def _aim(context: HospitalContext, measure: Planned) -> Text:
    known = measure.indicator in context.material.catalog.indicators
    if measure.indicator is None or not known:
        return context.say("submission.arrangement.general")
    return _of(context, measure.indicator)


def _arrangement(context: HospitalContext, measure: Planned) -> Text:
    say, blank = context.say, context.say("submission.blank")
    due = _term(context, measure)
    action = capital(_bare(context, measure.action))
    facts = {"action": action, "owner": measure.owner or blank, "due": due}
    known = measure.indicator in context.material.catalog.indicators
    if measure.target is None or measure.indicator is None or not known:
        return say("submission.arrangement.words", **facts)
    target = context.spoken(measure.indicator, under(measure.target, f"{TARGET}.{measure.indicator}"))
    return say("submission.arrangement.words.aimed", **facts, target=target)


def _term(context: HospitalContext, measure: Planned) -> Text:
    """By when; a date that slipped is never left out."""
    say = context.say
    if not measure.term:
        return say("submission.blank")
    if measure.is_late:
        return say("submission.arrangement.late", due=day_name(measure.term), blank=say("submission.blank"))
    if measure.term != measure.due and measure.due:
        return say("submission.arrangement.moved", due=day_name(measure.due), term=day_name(measure.term))
    return day_name(measure.term)
