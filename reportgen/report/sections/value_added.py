"""Value added, Z-scores and financial risk, with the caveats that a public hospital needs.

Preservation of state assets: net assets over the year so far, and what is held in kind.

What money does not say: environment, intangibles, strategy, staff and patients.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Figure as Number
from reportgen.analysis.answer import Unavailable
from reportgen.model import values
from reportgen.model.values import Reason
from reportgen.report import conditions
from reportgen.report.desk.grades import gradings
from reportgen.report.desk.tables import drawings, figures
from reportgen.report.desk.tables.answers import course, heading, left_out, scribe, span, unanswered
from reportgen.report.desk.tables.drawings import BridgeMove, End, bridge_figure
from reportgen.report.desk.tables.sheet import Paragraphs, SectionContent, TableRow
from reportgen.report.section import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportgen.analysis.value.capital import Eva, ValueAdded
    from reportgen.analysis.value.financial_risk import FinancialRisk, RiskGroup, RiskRow, ZScores
    from reportgen.analysis.value.views import IndicatorView, Seen
    from reportgen.model.definition import Text
    from reportgen.model.reports import Options
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.desk.tables.answers import CellWriter
    from reportgen.report.desk.tables.sheet import Block, ChartFigure, Table

SECTION: Final = "value_added"
MOST_DRAWN: Final = 12
"""Indicators whose changes are drawn."""
GROWTH: Final = "total_asset_growth"
STEPS: Final = ("surplus", "interest", "adjustments", "result", "capital", "charge", "value", "equity_charge")


def value_added(context: HospitalContext) -> SectionContent:
    """Risk first, then Z, then EVA; each caveat stands once, before the tables."""
    analysis = context.material.analysis
    risk: FinancialRisk | Unavailable = analysis["value.financial_risk"]
    scores: ZScores | Unavailable = analysis["value.z_score"]
    added: ValueAdded | Unavailable = analysis["value.eva"]
    lacks = [one for one in (risk, scores, added) if isinstance(one, Unavailable)]
    writer = scribe(context, SECTION)
    blocks: list[Block] = [] if isinstance(risk, Unavailable) else [*_moves(writer, risk), _risk(writer, risk)]
    caveats: list[Text] = []
    if not isinstance(scores, Unavailable):
        blocks.append(_scores(writer, scores))
        caveats += [context.say(key) for key in scores.caveats if not conditions.untrue({key}, context.material)]
    if not isinstance(added, Unavailable):
        blocks += _eva(writer, added)
        caveats.append(conditions.so(context, "analysis.caveat.eva", "analysis.caveat.eva.other"))
    if not blocks:
        return unanswered(context, SECTION, *lacks)
    notes = (Paragraphs(tuple(caveats), context.say("value_added.caveats")),) if caveats else ()
    return SectionContent(_headline(context, risk), (*notes, *blocks, *left_out(context, lacks)))


def _moves(writer: CellWriter, found: FinancialRisk) -> Iterator[Block]:
    """What moved most since last year: drawn, and a sentence for each group."""
    moves = {row.indicator: move for group in found.groups for row in group.rows if (move := _move(row)) is not None}
    if not moves:
        return
    most = sorted(moves, key=lambda name: (-abs(moves[name]), name))[:MOST_DRAWN]
    yield drawings.changes(writer, [(writer.context.short(name), moves[name]) for name in most], n=len(most))
    lines = [_said(writer, group, moves) for group in found.groups if any(row.indicator in moves for row in group.rows)]
    yield Paragraphs(tuple(lines))


def _move(row: RiskRow) -> float | None:
    """By which part of last year's value it changed; None where that was not above zero."""
    now, before = row.value.value, row.change.against.value
    return values.growth(now, before)


def _said(writer: CellWriter, group: RiskGroup, moves: Mapping[str, float]) -> Text:
    context, table = writer.context, writer.table()
    rows = {row.indicator: row for row in group.rows if row.indicator in moves}
    name = max(rows, key=lambda one: (abs(moves[one]), one))
    better, worse = (sum(row.better is verdict for row in rows.values()) for verdict in (True, False))
    row = rows[name]
    return context.say(
        "value_added.said",
        group=context.say(f"value_added.group.{group.id}"),
        better=better,
        worse=worse,
        name=context.say.within(context.short(name)),
        before=table.indicator(name, row.change.against.value),
        now=table.indicator(name, row.value.value),
        unit=context.unit(name),
    )


def _headline(context: HospitalContext, risk: FinancialRisk | Unavailable) -> Text:
    if isinstance(risk, Unavailable):
        return context.say("value_added.headline.plain")
    rows = [row for group in risk.groups for row in group.rows if row.value.value is not None]
    reached = sum(row.level is not None for row in rows)
    worse = sum(row.better is False for row in rows)
    return context.say("value_added.headline", n=len(rows), reached=reached, worse=worse)


def _risk(writer: CellWriter, found: FinancialRisk) -> Table:
    context, say, table = writer.context, writer.context.say, writer.table()
    heads = {
        "indicator": (54.0, ""),
        "unit": (18.0, "c"),
        "now": (22.0, "n"),
        "before": (22.0, "n"),
        "moved": (26.0, ""),
        "level": (30.0, ""),
    }
    lines: list[TableRow] = []
    for group in found.groups:
        known = [row for row in group.rows if row.value.value is not None]
        if known:
            lines.append(heading(say(f"value_added.group.{group.id}")))
        for row in known:
            earlier = table.indicator(row.indicator, row.change.against.value)
            moved = course(context, better=row.better)
            level = say(f"analysis.level.{row.level}") if row.level else ""
            now = table.indicator(row.indicator, row.value.value)
            lines.append(
                TableRow(
                    (context.short(row.indicator), context.unit(row.indicator), now, earlier, moved, level), level=1
                )
            )
    leverage = {
        name: table.write(figure, "times")
        for name, figure in (
            ("operating", found.operating_leverage),
            ("financial", found.financial_leverage),
        )
    }
    return table.grid("risk", heads, lines, say("value_added.risk.note", **leverage))


def _scores(writer: CellWriter, found: ZScores) -> Table:
    context, say, table = writer.context, writer.context.say, writer.table()
    heads = {
        "model": (62.0, ""),
        "z": (22.0, "n"),
        "then": (22.0, "n"),
        "lower": (22.0, "n"),
        "upper": (22.0, "n"),
        "zone": (22.0, ""),
    }
    lines = []
    for now, before in zip(found.now, found.before, strict=True):
        prior = Number.missing(Reason.MISSING_PRIOR)
        then = table.write(prior if isinstance(before, Unavailable) else before.z, "number")
        bounds = [table.write(value, "number") for value in (now.lower, now.upper)]
        name, zone = say(f"value_added.model.{now.model}"), say(f"analysis.zone.{now.zone}")
        lines.append(TableRow((name, table.write(now.z, "number"), then, *bounds, zone)))
    notes = (say("value_added.scores.note"),) if context.period.is_partial else ()
    return table.grid("scores", heads, lines, *notes, period=span(context, context.material.period))


def _eva(writer: CellWriter, found: ValueAdded) -> list[Block]:
    context, say, table = writer.context, writer.context.say, writer.table()
    before = None if isinstance(found.before, Unavailable) else found.before
    heads = {"step": (92.0, ""), "now": (40.0, "n"), "before": (40.0, "n")}
    lines = []
    for step in STEPS:
        amounts = [_amount(table, one, step) for one in (found.now, before)]
        lines.append(TableRow((say(f"value_added.step.{step}"), *amounts), "total" if step == "value" else ""))
    note = say("value_added.eva.note", rate=table.write(found.now.rate, "percent"))
    beside = [*_growth(writer), *gradings.one_of(writer, "surplus_quality")]
    listed = table.grid("eva", heads, lines, note, *beside, unit=figures.unit(context))
    return [listed, *_bridge(writer, found)]


def _growth(writer: CellWriter) -> list[Text]:
    """By how much the assets grew that the capital is tied up in."""
    context = writer.context
    grown = context.material.values.at(GROWTH, context.material.entity, context.material.period).value
    return [] if grown is None else [context.say("value_added.growth", growth=context.spoken(GROWTH, grown))]


def _amount(table: CellWriter, one: Eva | None, step: str) -> str:
    return table.write(Number.missing(Reason.MISSING_PRIOR) if one is None else getattr(one, step), "money")


def _bridge(writer: CellWriter, found: ValueAdded) -> list[ChartFigure]:
    """From last year's value to this one's."""
    say = writer.context.say
    parts = {"result": found.by_result, "capital": found.by_capital, "rate": found.by_rate}
    if isinstance(found.before, Unavailable):
        return []
    moves = [BridgeMove(say(f"value_added.by.{name}"), value) for name, value in parts.items() if value is not None]
    ends = (
        End(span(writer.context, found.before.period), found.before.value),
        End(span(writer.context, found.now.period), found.now.value),
    )
    note = say("value_added.bridge.note", unit=figures.unit(writer.context))
    return [bridge_figure(writer, "eva", say("value_added.bridge"), ends, moves, "money", note)]


VIEWS_SECTION: Final = "views"


def pieces(context: HospitalContext, options: Options) -> list[Piece]:
    """One table with a part for each view that is asked for."""
    found: Mapping[str, IndicatorView | Unavailable] = {
        name: context.material.analysis[f"value.{name}"] for name in options.words("of")
    }
    known = [one for one in found.values() if not isinstance(one, Unavailable)]
    lacks = [one for one in found.values() if isinstance(one, Unavailable)]
    if not known:
        return [Piece(options.entry, unanswered(context, VIEWS_SECTION, *lacks))]
    writer, say = scribe(context, VIEWS_SECTION), context.say
    table = writer.table()
    heads = {
        "indicator": (52.0, ""),
        "unit": (18.0, "c"),
        "now": (22.0, "n"),
        "before": (22.0, "n"),
        "moved": (20.0, ""),
        "evidence": (38.0, ""),
    }
    lines: list[TableRow] = []
    for one in known:
        lines.append(heading(say(f"views.of.{one.id}")))
        lines += [_views_line(table, row) for row in one.known]
    rows = [row for one in known for row in one.known]
    better, worse = (sum(row.better is verdict for row in rows) for verdict in (True, False))
    headline = say("views.headline", n=len(rows), better=better, worse=worse)
    whole = table.grid("views", heads, lines, say("views.note"))
    return [Piece(options.entry, SectionContent(headline, (whole, *left_out(context, lacks))))]


def _views_line(table: CellWriter, row: Seen) -> TableRow:
    context = table.context
    assert row.value.value is not None
    earlier = table.indicator(row.indicator, row.change.against.value)
    moved = course(context, better=row.better)
    now = table.indicator(row.indicator, row.value.value)
    name, unit = context.short(row.indicator), context.unit(row.indicator)
    return TableRow((name, unit, now, earlier, moved, table.cell(row.evidence)), level=1)
