"""Appraisal of units and posts by bands; income and surplus are never a base of it, and the page says so.

Who answers for which indicator, and each measure through its cycle: plan, do, check, act.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Unavailable
from reportgen.model import printing
from reportgen.model.schemes import Grade
from reportgen.report import conditions
from reportgen.report.desk.captions import Notes
from reportgen.report.desk.judgement.alarms import course
from reportgen.report.desk.tables import drawings
from reportgen.report.desk.tables.answers import annualised, heading, left_out, scribe, unanswered
from reportgen.report.desk.tables.sheet import Paragraphs, SectionContent, Table, TableColumn, TableRow
from reportgen.report.speech import same

if TYPE_CHECKING:
    from reportgen.analysis.business.appraisal import Answerable, Appraisal, Appraised, Responsibility
    from reportgen.analysis.signals.follow_up import Action, FollowUp
    from reportgen.model.definition import Text
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.desk.tables.answers import CellWriter
    from reportgen.report.desk.tables.sheet import Block, ChartFigure

SECTION: Final = "appraisal"
GRADES: Final = frozenset(Grade)


def appraisal(context: HospitalContext) -> SectionContent:
    """Units by kind of post, then criteria that do not count, with the principle before all."""
    found: Appraisal | Unavailable = context.material.analysis["business.appraisal"]
    if isinstance(found, Unavailable):
        return unanswered(context, SECTION, found)
    writer = scribe(context, SECTION)
    blocks: list[Block] = [*_figure(writer, found), _units(writer, found)]
    blocks += _partly(writer, found)
    barred = [(unit, one) for unit in found.units for one in unit.excluded]
    if barred:
        told = [
            context.say("appraisal.barred.of", unit=context.own(unit.id), name=context.own(one.name))
            for unit, one in barred
        ]
        blocks.append(Paragraphs(tuple(told), context.say("appraisal.barred", n=len(barred))))
    principle = conditions.so(context, found.principle, f"{found.principle}.other")
    return SectionContent(_headline(context, found), tuple(blocks), (principle,))


def _partly(writer: CellWriter, found: Appraisal) -> list[Block]:
    """Units whose score rests on a part of its criteria, and on how much."""
    context, say = writer.context, writer.context.say
    told = []
    for unit in found.units:
        if unit.unscored:
            facts = {"unit": context.own(unit.id), "names": say.join([context.own(one.name) for one in unit.unscored])}
            share = unit.covered
            told.append(
                say("appraisal.partly.of", **facts, share=writer.shown(share, "percent"))
                if unit.score.value is not None and share is not None
                else say("appraisal.partly.without", **facts)
            )
    return [Paragraphs(tuple(told), say("appraisal.partly", n=len(told)))] if told else []


def _headline(context: HospitalContext, found: Appraisal) -> Text:
    first = next(iter(found.bands))
    return context.say("appraisal.headline", n=len(found.units), best=found.count(first), band=_band(context, first))


def _band(context: HospitalContext, band: str) -> Text:
    return context.grade(Grade(band)) if band in GRADES else context.own(band)


def _figure(writer: CellWriter, found: Appraisal) -> list[ChartFigure]:
    """Scores from high to low, with the lower bound of the best band."""
    context = writer.context
    scored = [(unit, unit.score.value) for unit in found.units if unit.score.value is not None]
    ranked = sorted(scored, key=lambda one: (-one[1], one[0].id))
    rows = [(unit.id, score, _scored(writer, unit, score)) for unit, score in ranked]
    band, low = next(iter(found.bands.items()))
    mark = context.say("appraisal.bound", band=_band(context, band), low=printing.shortest(low))
    return [drawings.shares(writer, rows, (low, mark))] if rows else []


def _scored(writer: CellWriter, unit: Appraised, score: float) -> str:
    """The score with its band, at the end of a bar."""
    shown = writer.shown(score, "score")
    band = _band(writer.context, unit.band) if unit.band else same("")
    return writer.context.text("appraisal.scored", score=shown, band=band)


def _units(writer: CellWriter, found: Appraisal) -> Table:
    context, say, table = writer.context, writer.context.say, writer.table()
    heads = {"unit": (48.0, ""), "score": (20.0, "n"), "band": (18.0, "c"), "best": (43.0, ""), "worst": (43.0, "")}
    lines: list[TableRow] = []
    post = None
    for unit in found.units:
        if unit.post != post:
            post = unit.post
            lines.append(heading(say(f"appraisal.post.{post or 'unit'}")))
        lines.append(_unit(table, unit))
    return table.grid("units", heads, lines, say("appraisal.note", bounds=_bounds(context, found)))


def _bounds(context: HospitalContext, found: Appraisal) -> Text:
    """The bands with their lower bounds."""
    shown = [
        context.say("appraisal.bound", band=_band(context, band), low=printing.shortest(low))
        for band, low in found.bands.items()
    ]
    return context.say.join(shown, "list.comma")


def _unit(table: CellWriter, unit: Appraised) -> TableRow:
    context = table.context
    counted = [one for one in unit.criteria if one.points.value is not None and one.full.value]
    ranked = sorted(counted, key=lambda one: -((one.score.value or 0.0) / (one.full.value or 1.0)))
    ends = [context.own(one.name) for one in (ranked[0], ranked[-1])] if ranked else ["", ""]
    band = _band(context, unit.band) if unit.band else ""
    return TableRow((context.own(unit.id), table.write(unit.score, "score"), band, *ends), level=1)


IMPROVEMENT_SECTION: Final = "improvement"
INDICATORS: Final = "indicators"


def improvement(context: HospitalContext) -> SectionContent:
    """Both tables; of measures the reason why there are none."""
    say = context.say
    owners: Responsibility = context.material.analysis["business.responsibility"]
    measures: FollowUp | Unavailable = context.material.analysis["signals.follow_up"]
    answerable = owners.of(INDICATORS)
    owned = sum(one.owner is not None for one in answerable)
    actions = () if isinstance(measures, Unavailable) else measures.actions
    blocks = [_owners(context, answerable), *([_cycle(context, actions)] if actions else [])]
    lacks = left_out(context, [measures]) if isinstance(measures, Unavailable) else ()
    headline = say("improvement.headline", n=len(answerable), owned=owned, measures=len(actions))
    return SectionContent(headline, (*blocks, *lacks))


def _owners(context: HospitalContext, answerable: tuple[Answerable, ...]) -> Table:
    say = context.say
    columns = (
        TableColumn(say("scorecard.head.indicator"), 62),
        TableColumn(say("scorecard.head.unit"), 20, "c"),
        TableColumn(say("scorecard.head.value"), 26, "n"),
        TableColumn(say("improvement.head.owner"), 64),
    )
    notes = Notes()
    annual = annualised(context, [one.id for one in answerable if one.figure.value is not None])
    lines = tuple(
        TableRow((context.short(one.id), context.unit(one.id), _value(context, one, notes), _owner(context, one)))
        for one in answerable
    )
    caption = context.table(IMPROVEMENT_SECTION, say("improvement.owners"))
    below = (*annual, *notes.lines(), say("improvement.owners.note"))
    return Table(caption, columns, lines, below, dense=True, is_unlike=True)


def _owner(context: HospitalContext, one: Answerable) -> Text | str:
    """Whom the hospital names, else the usual owner; nothing where there is none."""
    if one.owner is None:
        return ""
    return context.own(one.owner.zh) if one.owner.zh == one.owner.en else one.owner


def _value(context: HospitalContext, one: Answerable, notes: Notes) -> str:
    if one.figure.value is None:
        return notes.absent(context.say("improvement.no_value"))
    return context.printed(one.id, one.figure.value)


def _cycle(context: HospitalContext, actions: tuple[Action, ...]) -> Table:
    say = context.say
    heads = {"plan": 54.0, "do": 38.0, "check": 38.0, "act": 42.0}
    columns = tuple(TableColumn(say(f"improvement.head.{name}"), width) for name, width in heads.items())
    lines = tuple(_steps(context, one) for one in actions)
    caption = context.table(IMPROVEMENT_SECTION, say("improvement.cycle", n=len(actions)))
    return Table(caption, columns, lines, (say("improvement.cycle.note"),), dense=True)


def _steps(context: HospitalContext, one: Action) -> TableRow:
    """The four steps; one that nobody has taken yet is blank."""
    say = context.say
    name, measure = context.short(one.indicator), context.own(one.measure)
    plan = say("improvement.plan", name=name, measure=measure, raised=same(one.raised))
    return TableRow((plan, _do(context, one), _check(context, one), _act(context, one)))


def _do(context: HospitalContext, one: Action) -> Text:
    say, status = context.say, context.say(f"analysis.status.{one.status}")
    told = [context.own(one.owner)] if one.owner else []
    if one.term:
        key = "warnings.measures.moved" if one.moved else "improvement.due"
        told.append(say(key, day=same(one.due), moved=same(one.term)))
    return say.join([*told, status], "list.semicolon")


def _check(context: HospitalContext, one: Action) -> Text | str:
    moved = course(context, one)
    return context.say("improvement.checked", course=moved, day=same(context.material.period)) if moved else ""


def _act(context: HospitalContext, one: Action) -> Text | str:
    say = context.say
    told = [context.own(one.effect)] if one.effect else []
    told += [say("improvement.closed", day=same(one.closed))] if one.closed else []
    return say.join(told, "list.semicolon") if told else ""
