"""Problems, each with one number and what the data shows of its cause; arrangements as the hospital made them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.model.definitions import Direction
from reportgen.report.calendar_words import day_name
from reportgen.report.desk import correspondence, gradings, outlook, standards
from reportgen.report.desk.figures import item_figures
from reportgen.report.desk.passport_rows import leaves
from reportgen.report.speech import told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.model.definition import Text
    from reportgen.model.results import ScoredIndicator
    from reportgen.model.submission import Arrangement
    from reportgen.report.desk.context import Context

PAIR: Final = 2
"""Figures of a quotient: how each of them moved says where its change comes from."""
STOPS: Final = "\u3002.;\uff1b"


@dataclass(frozen=True)
class Item:
    """A paragraph that begins with a numbered heading of its own, or with none."""

    lead: Text | None
    words: Text


def problems(context: Context) -> Iterator[Item]:
    """What costs most points, three at most; one sentence where there is nothing of the kind."""
    say, found = context.say, outlook.endangered(context)
    for number, indicator in enumerate(found, start=1):
        title = say(f"submission.problem.{_kind(context, indicator)}", name=context.short(indicator.id))
        lead = say("submission.level.second", number=say(f"submission.numeral.{number}"), title=title)
        yield Item(lead, say.join([_number(context, indicator), _cause(context, indicator)], "list.sentences"))
    if not found and context.evaluation.score is not None:
        yield Item(None, say("submission.problem.none"))


def _kind(context: Context, indicator: ScoredIndicator) -> str:
    """On which side of its standard it lies."""
    if not gradings.is_quantitative(context, indicator):
        return "rated"
    if not standards.gap(indicator):
        return "watched"
    return {Direction.HIGHER: "low", Direction.LOWER: "high"}.get(indicator.direction, "outside")


def _number(context: Context, indicator: ScoredIndicator) -> Text:
    """The value beside its standard, the score, the grade in a word."""
    say, grade = context.say, context.grade_of(indicator)
    score = gradings.one_decimal(indicator.score or 0.0)
    judged = say("submission.problem.graded", score=score, grade=context.grade(grade)) if grade else say(
        "submission.problem.scored", score=score)  # fmt: skip
    if not gradings.is_quantitative(context, indicator) or indicator.value is None:
        return say("submission.sentence", words=judged)
    clauses = [say("submission.problem.value", value=context.spoken(indicator.id, indicator.value))]
    if (bare := standards.bare(context, indicator)) is not None:
        unit = context.unit(indicator.id)
        clauses.append(say(f"submission.problem.standard.{'percent' if unit.en == '%' else 'plain'}", standard=bare))
    return say("submission.sentence", words=say.join([*clauses, judged], "list.comma_only"))


def _cause(context: Context, indicator: ScoredIndicator) -> Text:
    """What the hospital says, else how the two figures of the quotient moved, else that it is not yet known."""
    say, given = context.say, correspondence.letter(context).causes.get(indicator.id)
    if given is not None:
        return say("submission.problem.cause", cause=_bare(context, given))
    if gradings.is_quantitative(context, indicator) and indicator.value is not None:
        moves = _moves(context, indicator.id)
        if len(moves) == PAIR:
            return say("submission.problem.moves", moves=say.join(moves, "list.comma_only"))
    return say("submission.problem.unknown")


def _moves(context: Context, identifier: str) -> list[Text]:
    """How the figures of an indicator changed on last year, where it rests on two that compare."""
    names = list(dict.fromkeys(leaf.id for leaf in leaves(context.material.derive(identifier))))
    figures = [item_figures(context.material, name) for name in names] if len(names) == PAIR else []
    return [
        context.say(
            f"submission.problem.{'grew' if one.change >= 0 else 'shrank'}",
            name=context.say.within(one.item.name),
            share=printing.percent(abs(one.change), 1),
        )
        for one in figures
        if one is not None and one.change is not None
    ]


def _bare(context: Context, given: Text) -> Text:
    """The hospital's words without the stop at their end."""
    return context.say("phrase.words", words=type(given)(zh=given.zh.rstrip(STOPS), en=given.en.rstrip(STOPS)))


def capital(words: Text) -> Text:
    """Words that begin a sentence: in English with a capital."""
    return told(words.zh, words.en[:1].upper() + words.en[1:], [words])


def arrangements(context: Context) -> Iterator[Item]:
    """The measures of the case, with owner and date; where there are none, the hospital is to fill them in."""
    say, given = context.say, correspondence.letter(context).measures
    for number, measure in enumerate(given, start=1):
        title = _aim(context, measure)
        lead = say("submission.level.second", number=say(f"submission.numeral.{number}"), title=title)
        yield Item(lead, _arrangement(context, measure))
    if not given:
        yield Item(None, say("submission.arrangement.none"))


def _aim(context: Context, measure: Arrangement) -> Text:
    known = measure.indicator in context.material.catalog.indicators
    if measure.indicator is None or not known:
        return context.say("submission.arrangement.general")
    return context.say("submission.arrangement.of", name=context.short(measure.indicator))


def _arrangement(context: Context, measure: Arrangement) -> Text:
    say, blank = context.say, context.say("submission.blank")
    due = day_name(measure.due) if measure.due else blank
    action = capital(_bare(context, measure.action))
    return say("submission.arrangement.words", action=action, owner=measure.owner or blank, due=due)
