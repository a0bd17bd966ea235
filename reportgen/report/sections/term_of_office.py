"""One term of office: its first and its last year side by side, for every scored indicator."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.report.calendar_words import period_with_year
from reportgen.report.desk import gradings
from reportgen.report.desk.notes import Notes
from reportgen.report.desk.sheet import Column, Line, Sheet, Table, saying
from reportgen.report.desk.years import result, value

if TYPE_CHECKING:
    from reportgen.model.case_parts import TermOfOffice
    from reportgen.model.definition import Text
    from reportgen.model.results import Evaluation, ScoredIndicator
    from reportgen.report.desk.context import Context

SECTION: Final = "term_of_office"


def term_of_office(context: Context) -> Sheet:
    """The table, or what to state in case.yaml; figures of the part of the year that this report covers."""
    say, term = context.say, context.material.case.file.term_of_office
    if term is None or term.first_year >= term.last_year:
        return saying(say("term_of_office.headline.none"), say("term_of_office.none"))
    first, last = (str(replace(context.period, year=year)) for year in (term.first_year, term.last_year))
    notes = Notes()
    lines = [_line(context, row, (first, last), notes) for row in context.evaluation.indicators]
    columns = (
        Column(say("scorecard.head.indicator"), 46), Column(say("scorecard.head.unit"), 16, "c"),
        Column(period_with_year(first), 22, "n"), Column(period_with_year(last), 22, "n"),
        Column(say("term_of_office.head.change"), 20, "n"), Column(say("term_of_office.head.score_first"), 16, "n"),
        Column(say("term_of_office.head.score_last"), 16, "n"), Column(say("term_of_office.head.points"), 14, "n"),
    )  # fmt: skip
    caption = context.table(SECTION, say("term_of_office.table", first=first, last=last))
    table = Table(caption, columns, tuple(lines), notes.lines(), dense=True, is_unlike=True)
    return Sheet(_headline(context, term, (first, last)), (table,), (_lead(context, term),))


def _headline(context: Context, term: TermOfOffice, years: tuple[str, str]) -> Text:
    then, now = (_total(result(context, period)) for period in years)
    facts = {"first": str(term.first_year), "last": str(term.last_year)}
    if then is None or now is None:
        return context.say("term_of_office.headline.plain", n=len(context.evaluation.indicators), **facts)
    return context.say(
        "term_of_office.headline", before=context.score(then), now=context.score(now),
        change=context.points(now - then), **facts,
    )  # fmt: skip


def _lead(context: Context, term: TermOfOffice) -> Text:
    say = context.say
    whose = say("term_of_office.of", name=term.of) if term.of is not None else None
    words = say("term_of_office.lead")
    return words if whose is None else say.join([whose, words], "list.sentences")


def _total(found: Evaluation | None) -> float | None:
    return None if found is None else found.score


def _line(context: Context, row: ScoredIndicator, years: tuple[str, str], notes: Notes) -> Line:
    values = [value(context, row.id, period) for period in years]
    scores = [_score(result(context, period), row.id) for period in years]
    absent = context.say("years.absent")
    shown = [notes.absent(absent) if one is None else context.printed(row.id, one) for one in values]
    graded = [notes.absent(absent) if one is None else gradings.one_decimal(one) for one in scores]
    change, points = _difference(values), _difference(scores)
    moved = notes.absent(absent) if change is None else printing.measured(change, context.indicator(row.id), sign=True)
    gained = notes.absent(absent) if points is None else printing.number(points, 1, sign=True)
    return Line((context.short(row.id), context.unit(row.id), *shown, moved, *graded, gained))


def _score(found: Evaluation | None, identifier: str) -> float | None:
    if found is None:
        return None
    return next((row.score for row in found.indicators if row.id == identifier), None)


def _difference(pair: list[float | None]) -> float | None:
    before, now = pair
    return None if before is None or now is None else now - before
