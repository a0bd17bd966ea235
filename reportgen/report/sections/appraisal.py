"""Appraisal of units and posts by bands; income and surplus are never a base of it, and the page says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Lack
from reportgen.model import printing
from reportgen.model.schemes import Grade
from reportgen.report.desk import drawings
from reportgen.report.desk.answers import heading, scribe, unanswered
from reportgen.report.desk.sheet import Line, Sheet, Words
from reportgen.report.speech import same

if TYPE_CHECKING:
    from reportgen.analysis.business.appraisal import Appraisal, Appraised
    from reportgen.model.definition import Text
    from reportgen.report.desk.answers import Scribe
    from reportgen.report.desk.context import Context
    from reportgen.report.desk.sheet import Block, Figure, Table

SECTION: Final = "appraisal"
GRADES: Final = frozenset(Grade)


def appraisal(context: Context) -> Sheet:
    """Units by kind of post, then criteria that do not count, with the principle before all."""
    found: Appraisal | Lack = context.material.analysis["business.appraisal"]
    if isinstance(found, Lack):
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
        blocks.append(Words(tuple(told), context.say("appraisal.barred", n=len(barred))))
    return Sheet(_headline(context, found), tuple(blocks), (found.principle,))


def _partly(writer: Scribe, found: Appraisal) -> list[Block]:
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
    return [Words(tuple(told), say("appraisal.partly", n=len(told)))] if told else []


def _headline(context: Context, found: Appraisal) -> Text:
    first = next(iter(found.bands))
    return context.say("appraisal.headline", n=len(found.units), best=found.count(first), band=_band(context, first))


def _band(context: Context, band: str) -> Text:
    return context.grade(Grade(band)) if band in GRADES else context.own(band)


def _figure(writer: Scribe, found: Appraisal) -> list[Figure]:
    """Scores from high to low, with the lower bound of the best band."""
    context = writer.context
    scored = [(unit, unit.score.value) for unit in found.units if unit.score.value is not None]
    ranked = sorted(scored, key=lambda one: (-one[1], one[0].id))
    rows = [(unit.id, score, _scored(writer, unit, score)) for unit, score in ranked]
    band, low = next(iter(found.bands.items()))
    mark = context.say("appraisal.bound", band=_band(context, band), low=printing.shortest(low))
    return [drawings.shares(writer, rows, (low, mark))] if rows else []


def _scored(writer: Scribe, unit: Appraised, score: float) -> str:
    """The score with its band, at the end of a bar."""
    shown = writer.shown(score, "score")
    band = _band(writer.context, unit.band) if unit.band else same("")
    return writer.context.text("appraisal.scored", score=shown, band=band)


def _units(writer: Scribe, found: Appraisal) -> Table:
    context, say, table = writer.context, writer.context.say, writer.table()
    heads = {"unit": (48.0, ""), "score": (20.0, "n"), "band": (18.0, "c"), "best": (43.0, ""), "worst": (43.0, "")}
    lines: list[Line] = []
    post = None
    for unit in found.units:
        if unit.post != post:
            post = unit.post
            lines.append(heading(say(f"appraisal.post.{post or 'unit'}")))
        lines.append(_unit(table, unit))
    return table.grid("units", heads, lines, say("appraisal.note", bounds=_bounds(context, found)))


def _bounds(context: Context, found: Appraisal) -> Text:
    """The bands with their lower bounds."""
    shown = [
        context.say("appraisal.bound", band=_band(context, band), low=printing.shortest(low))
        for band, low in found.bands.items()
    ]
    return context.say.join(shown, "list.comma")


def _unit(table: Scribe, unit: Appraised) -> Line:
    context = table.context
    counted = [one for one in unit.criteria if one.points.value is not None and one.full.value]
    ranked = sorted(counted, key=lambda one: -((one.score.value or 0.0) / (one.full.value or 1.0)))
    ends = [context.own(one.name) for one in (ranked[0], ranked[-1])] if ranked else ["", ""]
    band = _band(context, unit.band) if unit.band else ""
    return Line((context.own(unit.id), table.write(unit.score, "score"), band, *ends), level=1)
