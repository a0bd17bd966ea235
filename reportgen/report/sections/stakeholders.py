"""One hospital as several groups see it, side by side: totals, weights, and which weights make the difference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Figure, Unavailable
from reportgen.report.charts import DumbbellRow
from reportgen.report.desk.tables import drawings
from reportgen.report.desk.tables.answers import scribe, unanswered
from reportgen.report.desk.tables.sheet import SectionContent, Table, TableColumn, TableRow

if TYPE_CHECKING:
    from reportgen.analysis.value.stakeholders import AbilityMove, Stakeholders, StakeholderView
    from reportgen.model.definition import Text
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.desk.tables.answers import CellWriter
    from reportgen.report.desk.tables.sheet import ChartFigure

SECTION: Final = "stakeholders"
WHOLE_MM: Final = 172.0
NAME_MM, SCORE_MM = 34.0, 20.0


def stakeholders(context: HospitalContext) -> SectionContent:
    """Totals as a drawing and a table, then the weights."""
    found: Stakeholders | Unavailable = context.material.analysis["value.stakeholders"]
    if isinstance(found, Unavailable):
        return unanswered(context, SECTION, found)
    writer = scribe(context, SECTION)
    blocks = (_drawn(writer, found), _totals(writer, found), _weights(writer, found))
    return SectionContent(_headline(writer, found), blocks)


def _name(context: HospitalContext, view: StakeholderView) -> Text:
    return context.say("stakeholders.first") if view.name is None else view.name


def _headline(writer: CellWriter, found: Stakeholders) -> Text:
    context, say, scored = writer.context, writer.context.say, found.scored
    low, high = (choose(scored, key=lambda one: one.score or 0.0) for choose in (min, max))
    ends = {
        key: writer.said(key, say(f"stakeholders.{key}"), view.score or 0.0, "score")
        for key, view in (("low", low), ("high", high))
    }
    names = {"lowest": say.within(_name(context, low)), "highest": say.within(_name(context, high))}
    key = "headline.same" if ends["low"] == ends["high"] else "headline"
    return say(f"stakeholders.{key}", n=len(scored), **ends, **names)


def _drawn(writer: CellWriter, found: Stakeholders) -> ChartFigure:
    context, first = writer.context, found.views[0]
    rows = [_row(writer, first, one, one.score) for one in found.scored if one.score is not None]
    return drawings.pairs(writer, rows, first=_name(context, first))


def _row(writer: CellWriter, first: StakeholderView, one: StakeholderView, score: float) -> DumbbellRow:
    name = _name(writer.context, one)
    words = name.in_language(writer.context.language), writer.shown(score, "score"), writer.context.behind(name)
    return DumbbellRow(words[0], first.score, score, *words[1:])


def _totals(writer: CellWriter, found: Stakeholders) -> Table:
    context, table = writer.context, writer.table()
    heads = {
        "view": (34.0, ""),
        "score": (18.0, "n"),
        "grade": (18.0, "c"),
        "change": (18.0, "n"),
        "lift": (42.0, ""),
        "drag": (42.0, ""),
    }
    lines = [_total(table, found, one) for one in found.views]
    note = context.say("stakeholders.note", first=context.say.within(_name(context, found.views[0])))
    return table.grid("totals", heads, lines, note)


def _total(table: CellWriter, found: Stakeholders, one: StakeholderView) -> TableRow:
    context, first = table.context, found.views[0]
    change = None if one.score is None or first.score is None else one.score - first.score
    cells = (
        _name(context, one),
        table.write(one.score, "score"),
        context.grade(one.grade) if one.grade else "",
        "" if one is first else table.write(change, "score", sign=True),
        *(_move(table, found, move) for move in (one.lift, one.drag)),
    )
    return TableRow(cells)


def _move(table: CellWriter, found: Stakeholders, move: AbilityMove | None) -> Text | str:
    if move is None:
        return ""
    points = table.shown(move.points, "score", sign=True)
    return table.context.say("stakeholders.move", name=found.abilities[move.ability], points=points)


def _weights(writer: CellWriter, found: Stakeholders) -> Table:
    """Abilities down, views across: weights, and below them what they come to."""
    context, say, table = writer.context, writer.context.say, writer.table()
    width = (WHOLE_MM - NAME_MM - SCORE_MM) / len(found.views)
    columns = (
        TableColumn(say("stakeholders.head.ability"), NAME_MM),
        TableColumn(say("stakeholders.head.points"), SCORE_MM, "n"),
        *(TableColumn(_name(context, one), width, "n") for one in found.views),
    )
    lines = [
        TableRow((name, _score(table, found.scores[ability]), *_shares(table, found, ability)))
        for ability, name in found.abilities.items()
    ]
    totals = tuple(table.write(one.score, "score") for one in found.views)
    grades = tuple(context.grade(one.grade) if one.grade else "" for one in found.views)
    lines += [TableRow((say("stakeholders.total"), "", *totals), "total")]
    lines += [TableRow((say("stakeholders.grade"), "", *grades))]
    notes = [say("stakeholders.weights.note", scheme=context.material.catalog.schemes[found.scheme].name)]
    if found.unscored:
        names = say.join([say.within(found.abilities[one]) for one in found.unscored])
        notes.append(say("stakeholders.weights.missing", names=names))
    caption = context.table(SECTION, say("stakeholders.table.weights"))
    return Table(caption, columns, tuple(lines), (*notes, *table.remarks()), dense=True, is_unlike=True)


def _score(table: CellWriter, score: float | None) -> str:
    return table.write(Figure.missing() if score is None else score, "score")


def _shares(table: CellWriter, found: Stakeholders, ability: str) -> tuple[str, ...]:
    return tuple(table.shown(one.weights.get(ability, 0.0), "tenths") for one in found.views)
