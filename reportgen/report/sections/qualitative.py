"""The qualitative review: what the experts said of each ability, and where it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.model.period import Period
from reportgen.model.schemes import Grade
from reportgen.report.calendar_words import period_name
from reportgen.report.desk import gradings
from reportgen.report.desk.sheet import Block, Column, Line, Sheet, Table, Words, saying
from reportgen.report.speech import same

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.model.experts import ExpertOpinions
    from reportgen.model.results import ScoredIndicator
    from reportgen.report.desk.context import Context

SECTION: Final = "qualitative"


def qualitative(context: Context) -> Sheet | None:
    """Scores, levels and importance by ability and by expert; None where the scheme asks no experts."""
    say, said = context.say, context.material.opinions
    rated = [i for i in context.evaluation.indicators if not gradings.is_quantitative(context, i)]
    if not rated:
        return None
    scored = [i for i in rated if i.score is not None]
    if said is None or not scored:
        return saying(say("qualitative.headline.none", n=len(rated)), say("qualitative.none"))
    blocks: list[Block] = [_scores(context, rated, said), _levels(context, said)]
    blocks.append(Words((_evidence(context, said), *_earlier(context, said)), say("qualitative.evidence")))
    return Sheet(_headline(context, scored, said), tuple(blocks))


def _headline(context: Context, scored: list[ScoredIndicator], said: ExpertOpinions) -> Text:
    ordered = sorted(scored, key=lambda i: (-(i.score or 0.0), i.id))
    best, worst = ordered[0], ordered[-1]
    return context.say(
        "qualitative.headline", n=len(scored), experts=len(said.experts), best=context.named(best.id),
        best_score=gradings.one_decimal(best.score or 0.0), worst=context.named(worst.id),
        worst_score=gradings.one_decimal(worst.score or 0.0),
    )  # fmt: skip


def _scores(context: Context, rated: list[ScoredIndicator], said: ExpertOpinions) -> Table:
    say, grades = context.say, tuple(Grade)
    columns = (
        Column(say("appendix.head.ability"), 58), *(Column(context.grade(grade), 13, "n") for grade in grades),
        Column(say("qualitative.head.importance"), 20, "n"), Column(say("scorecard.head.score"), 16, "n"),
        Column(say("scorecard.head.grade"), 13, "grade"),
    )  # fmt: skip
    lines = []
    for indicator in rated:
        levels = _column(said.levels, said.abilities, indicator.id)
        marks = [mark for mark in _column(said.importance, said.abilities, indicator.id) if mark is not None]
        mean = printing.number(sum(marks) / len(marks), 2) if marks else printing.DASH
        counts = (printing.whole(sum(1 for level in levels if level is grade)) for grade in grades)
        score = gradings.one_decimal(indicator.score) if indicator.score is not None else printing.DASH
        lines.append(Line((context.name(indicator.id), *counts, mean, score, str(context.grade_of(indicator) or ""))))
    caption = context.table(SECTION, say("qualitative.scores"))
    return Table(caption, columns, tuple(lines), (say("qualitative.scores.note"),))


def _column(rows: tuple[tuple[object, ...], ...], abilities: tuple[str, ...], identifier: str) -> list:  # type: ignore[type-arg]
    return [row[abilities.index(identifier)] for row in rows] if identifier in abilities else []


def _levels(context: Context, said: ExpertOpinions) -> Table:
    say = context.say
    known = [name for name in said.abilities if name in context.material.catalog.indicators]
    columns = (
        Column(say("qualitative.head.expert"), 30), *(Column(context.short(name), 20, "c") for name in known)
    )  # fmt: skip
    lines = []
    for expert, levels in zip(said.experts, said.levels, strict=True):
        given = dict(zip(said.abilities, levels, strict=True))
        lines.append(Line((context.own(expert), *(_level(context, given[name]) for name in known))))
    is_blank = any(level is None for levels in said.levels for level in levels)
    notes = (say("qualitative.levels.note"),) if is_blank else ()
    return Table(context.table(SECTION, say("qualitative.levels")), columns, tuple(lines), notes)


def _level(context: Context, level: Grade | None) -> Text | str:
    return printing.DASH if level is None else context.grade(level)


def _evidence(context: Context, said: ExpertOpinions) -> Text:
    date = period_name(said.period) if said.period else context.say("qualitative.undated")
    places = context.say.join([same(str(place)) for place in said.sheets], "list.comma")
    return context.say("qualitative.source", date=date, place=places if said.sheets else printing.DASH)


def _earlier(context: Context, said: ExpertOpinions) -> tuple[Text, ...]:
    """That the ratings are older than the end of what they are counted in; nothing where they are as late."""
    period, first = context.period, context.material.case.file.fiscal_year_start
    if said.period is None or Period.parse(said.period).end(first) >= period.end(first):
        return ()
    date = period_name(said.period)
    return (context.say("qualitative.source.earlier", date=date, period=period_name(str(period))),)
