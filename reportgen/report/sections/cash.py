"""Where money came from and where it went since the start of the year, from the balance sheet.

Cash of the twelve months ahead: what the work brings, what falls due, the lowest point; and receipts of the year.

Where cash came from and what it was paid for: receipts and payments by activity, with their shares.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest
from math import fsum
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Unavailable
from reportgen.analysis.comparison.common_size import ASSETS
from reportgen.analysis.outlook.trials import CONFIDENCE
from reportgen.catalog.calendar_words import period_tick, period_with_year
from reportgen.model import printing
from reportgen.report.charts import BarPart, budget_columns, composition
from reportgen.report.charts.columns import MonthColumn as Bar
from reportgen.report.desk.brief.plans import left_out_later
from reportgen.report.desk.tables import drawings, figures
from reportgen.report.desk.tables.answers import answered, heading, left_out, scribe, unanswered
from reportgen.report.desk.tables.sheet import ChartFigure, Paragraphs, SectionContent, Table, TableColumn, TableRow
from reportgen.report.tokens import ink

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.analysis.comparison.common_size import CommonSize, Movement, SourcesAndUses
    from reportgen.analysis.comparison.common_size import WholePart as Share
    from reportgen.analysis.outlook.liquidity import CashReceipts, Liquidity
    from reportgen.analysis.outlook.year_end import Forecast
    from reportgen.model.definition import Text
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.desk.tables.answers import CellWriter
    from reportgen.report.desk.tables.sheet import Block

SECTION: Final = "cash_outlook"
FIGURES: Final = 4
"""Digits of a balance that tell one month from the next."""
FLOWS: Final = {"operations": 1, "capital": -1, "debts": -1, "contracts": -1}
"""Parts of the path with their sign on the page."""
PAYMENTS: Final = {"capital": {"capital"}, "debts": {"debts", "undated"}, "contracts": {"contracts"}}
"""Payments of which some are not in the path, by what was lacking."""


def cash_outlook(context: HospitalContext) -> SectionContent:
    """The path of cash, and the cash that the budgeted income will bring."""
    path: Liquidity | Unavailable = context.material.analysis["outlook.liquidity"]
    receipts: CashReceipts | Unavailable = context.material.analysis["outlook.cash_receipts"]
    lacks = [one for one in (path, receipts) if isinstance(one, Unavailable)]
    writer = scribe(context, SECTION)
    blocks: list[Block] = []
    headline = None
    if not isinstance(path, Unavailable):
        headline = _headline(writer, path)
        blocks += [_figure(writer, path), _table(writer, path), *_beside(writer, path)]
        lacks += path.lacks.values()
    if not isinstance(receipts, Unavailable):
        said = _receipts(writer, receipts)
        blocks.append(Paragraphs((said,), context.say("cash_outlook.receipts.title")))
        headline = headline or context.say("cash_outlook.headline.receipts")
    return answered(context, SECTION, headline, blocks, lacks)


def _headline(writer: CellWriter, path: Liquidity) -> Text:
    say, lowest = writer.context.say, path.lowest
    month = period_with_year(lowest.period)
    if path.short is not None:
        short = period_with_year(path.short)
        amount = writer.money("lowest", say("cash_outlook.head.cash"), lowest.cash)
        return say("cash_outlook.headline.short", short=short, month=month, amount=amount)
    facts: dict[str, Text | str | int] = {
        "n": len(path.months),
        "month": month,
        "amount": writer.money("lowest", say("cash_outlook.head.cash"), lowest.cash),
    }
    lacking = {*path.lacks, *(("undated",) if path.due_undated > printing.HALF_A_FEN else ())}
    unknown = [_without(writer, path, name) for name in PAYMENTS if lacking & PAYMENTS[name]]
    if unknown:
        return say("cash_outlook.headline.partial", without=say.join(unknown, "list.and"), **facts)
    return say("cash_outlook.headline.enough", **facts)


def _without(writer: CellWriter, path: Liquidity, name: str) -> Text:
    """A payment that is not in the path; of debts without a date what the balance sheet says."""
    say = writer.context.say
    if name == "debts" and path.due_undated > printing.HALF_A_FEN:
        amount = writer.money("due", say("cash_outlook.head.debts"), path.due_undated, path.due_within_year.places)
        return say("cash_outlook.without.debts_of", amount=amount)
    return say(f"cash_outlook.without.{name}")


def _figure(writer: CellWriter, path: Liquidity) -> ChartFigure:
    context, scale = writer.context, figures.scale(writer.context)
    largest = max(abs(month.cash) for month in path.months)
    places = max(0, min(2, FIGURES - len(str(int(largest / scale)))))  # else many columns would be called the same
    bars = [
        Bar(period_tick(one.period), one.cash / scale, printing.number(one.cash, places, over=scale), forecast=True)
        for one in path.months
    ]
    facts: dict[str, Text | str | int] = {
        "n": len(bars),
        "month": period_with_year(path.lowest.period),
        "unit": figures.unit(context),
    }
    alt = context.text("cash_outlook.alt", value=printing.number(path.lowest.cash, places, over=scale), **facts)
    picture = context.picture(SECTION, budget_columns(bars, alt, ink(), height_mm=40))
    caption = context.figure(SECTION, context.say("cash_outlook.figure"))
    return ChartFigure(caption, picture, context.say("cash_outlook.figure.note", unit=figures.unit(context)))


def _table(writer: CellWriter, path: Liquidity) -> Table:
    context, say, table = writer.context, writer.context.say, writer.table()
    there = [name for name in FLOWS if name == "operations" or name not in path.lacks]
    columns = (
        TableColumn(say("cash_outlook.head.month"), 32),
        *(TableColumn(say(f"cash_outlook.head.{name}"), 28, "n") for name in there),
        TableColumn(say("cash_outlook.head.cash"), 28, "n"),
    )
    start = table.write(path.cash, "money")
    lines = [TableRow((say("cash_outlook.start"), *("" for _ in there), start), "total")]
    for month in path.months:
        name = period_with_year(month.period)
        moved = [table.write(FLOWS[part] * getattr(month, part), "money", sign=True) for part in there]
        lines.append(TableRow((name, *moved, table.write(month.cash, "money"))))
    caption = context.table(SECTION, say("cash_outlook.table", unit=figures.unit(context)))
    key = "cash_outlook.note.gross" if "unpaid" in path.lacks else "cash_outlook.note"
    notes = [say(key, way=say(f"analysis.way.{path.way}")), *left_out_later(context)]
    if path.due_undated > printing.HALF_A_FEN:
        key = f"cash_outlook.due{'' if 'debts' in path.lacks else '.more'}"
        notes.append(say(key, amount=say.money(path.due_undated)))
    if abs(path.debts_gap.value or 0.0) > printing.HALF_A_FEN:
        notes.append(say("cash_outlook.debts_gap", gap=table.write(path.debts_gap, "money", sign=True)))
    return Table(caption, columns, tuple(lines), (*notes, *table.notes.lines()), dense=True)


def _beside(writer: CellWriter, path: Liquidity) -> list[Paragraphs]:
    """The balance at the end of the year beside that of the forecast, which is found in another way."""
    context, say = writer.context, writer.context.say
    other: Forecast | Unavailable = context.material.analysis["outlook.year_end"]["cash"]
    if isinstance(other, Unavailable):
        return []
    end = next(month for month in path.months if month.period == other.ahead[-1][0])
    name = say("cash_outlook.head.cash")
    facts: dict[str, Text | str | int] = {
        "month": period_with_year(end.period),
        "own": writer.money("beside.own", name, end.cash),
        "other": writer.money("beside.other", name, other.total),
    }
    if other.low is None or other.high is None:
        return [Paragraphs((say("cash_outlook.beside", **facts),))]
    facts["low"], facts["high"] = (
        writer.money(f"beside.{key}", name, value) for key, value in (("low", other.low), ("high", other.high))
    )
    where = "inside" if other.low <= end.cash <= other.high else "outside"
    return [Paragraphs((say(f"cash_outlook.beside.{where}", share=printing.percent(CONFIDENCE, 0), **facts),))]


def _receipts(writer: CellWriter, found: CashReceipts) -> Text:
    say = writer.context.say
    assert found.receipts.value is not None
    assert found.income.value is not None
    name = say("cash_outlook.receipts.title")
    facts: dict[str, Text | str | int] = {
        "n": len(found.ratios),
        "first": found.ratios[0][0],
        "last": found.ratios[-1][0],
        "ratio": writer.said("receipts.ratio", name, found.mean, "share"),
        "variation": writer.said("receipts.variation", name, found.variation, "share"),
        "income": writer.money("receipts.income", name, found.income.value, found.income.places),
        "amount": writer.money("receipts.amount", name, found.receipts.value),
    }
    return say("cash_outlook.receipts", **facts)


CASH_STRUCTURE_SECTION: Final = "cash_structure"
SIDES: Final = {"receipts": "cash_receipts", "payments": "cash_payments"}
ACTIVITIES: Final = ("operating", "investing", "financing")
"""In the order of the parts of both structures."""


def cash_structure(context: HospitalContext) -> SectionContent:
    """Both sides in one drawing and one table."""
    answers = context.material.analysis["comparison.common_size"]
    found = {side: answers[name] for side, name in SIDES.items()}
    known = {side: one for side, one in found.items() if not isinstance(one, Unavailable)}
    lacks = [one for one in found.values() if isinstance(one, Unavailable)]
    if not known:
        return unanswered(context, CASH_STRUCTURE_SECTION, *lacks)
    writer = scribe(context, CASH_STRUCTURE_SECTION)
    return SectionContent(
        _cash_structure_headline(writer, known),
        (_cash_structure_figure(writer, known), _cash_structure_table(writer, known), *left_out(context, lacks)),
    )


def _activity(context: HospitalContext, place: int) -> Text:
    return context.say(f"cash_structure.activity.{ACTIVITIES[place]}")


def _percent(share: Share) -> float:
    return (share.share.value or 0.0) * printing.PERCENT


def _cash_structure_headline(writer: CellWriter, known: dict[str, CommonSize]) -> Text:
    context, said = writer.context, []
    for side, one in known.items():
        place = max(range(len(one.parts)), key=lambda number: _percent(one.parts[number]))
        name = _activity(context, place)
        share = writer.said(f"headline.{side}", name, _percent(one.parts[place]) / printing.PERCENT, "share")
        said.append(context.say(f"cash_structure.headline.{side}", activity=context.say.within(name), share=share))
    return context.say.join(said, "list.semicolon")


def _cash_structure_figure(writer: CellWriter, known: dict[str, CommonSize]) -> ChartFigure:
    context, bars, told = writer.context, [], []
    for side, one in known.items():
        named = [(_activity(context, place), _percent(part)) for place, part in enumerate(one.parts)]
        parts = [
            BarPart(name.in_language(context.language), share, printing.number(share, 2), context.behind(name))
            for name, share in named
        ]
        bars.append((context.text(f"cash_structure.{side}"), parts))
        listed = [context.say("phrase.named", name=name, value=printing.number(share, 2)) for name, share in named]
        told.append(
            context.say(
                "cash_structure.alt.bar",
                side=context.say(f"cash_structure.{side}"),
                listed=context.say.join(listed, "list.comma"),
            )
        )
    alt = context.text("cash_structure.alt", listed=context.say.join(told, "list.semicolon"))
    caption = context.figure(CASH_STRUCTURE_SECTION, context.say("cash_structure.figure"))
    picture = context.picture(CASH_STRUCTURE_SECTION, composition(bars, alt, ink()))
    return ChartFigure(caption, picture, context.say("cash_structure.figure.note"))


def _cash_structure_table(writer: CellWriter, known: dict[str, CommonSize]) -> Table:
    context, table = writer.context, writer.table()
    heads = {"activity": (72.0, ""), "amount": (34.0, "n"), "share": (33.0, "n"), "before": (33.0, "n")}
    lines: list[TableRow] = []
    for side, one in known.items():
        lines.append(heading(context.say(f"cash_structure.{side}")))
        lines += [
            TableRow(
                (
                    _activity(context, place),
                    table.write(part.amount, "money"),
                    table.write(part.share, "share"),
                    table.write(part.earlier_share, "share"),
                ),
                level=1,
            )
            for place, part in enumerate(one.parts)
        ]
        all_of_it = table.write(one.whole.over(one.whole), "share")
        lines.append(
            TableRow((context.say("cash_structure.all"), table.write(one.whole, "money"), all_of_it, ""), "grand")
        )
    note = context.say("cash_structure.note")
    return table.grid("activities", heads, lines, note, unit=figures.unit(context))


FUNDS_FLOW_SECTION: Final = "funds_flow"
MOST: Final = 6
"""Bars on either side of the drawing, besides one for all that are left."""
LOANS: Final = ("short_term_loans", "long_term_loans")
HELD: Final = (*ASSETS, "works", "other_assets")


def funds_flow(context: HospitalContext) -> SectionContent:
    """Sources, uses, and the change of cash that is left."""
    found: SourcesAndUses | Unavailable = context.material.analysis["comparison.sources_and_uses"]
    if isinstance(found, Unavailable):
        return unanswered(context, FUNDS_FLOW_SECTION, found)
    writer = scribe(context, FUNDS_FLOW_SECTION)
    drawn = [_funds_flow_figure(writer, found)] if found.sources or found.uses else []
    return SectionContent(_funds_flow_headline(writer, found), (*drawn, _funds_flow_table(writer, found)))


def _name(context: HospitalContext, one: Movement) -> Text:
    key = f"funds_flow.{one.id}"
    return context.say(key) if key in context.say.words else context.caption(one.id)


def _funds_flow_headline(writer: CellWriter, found: SourcesAndUses) -> Text:
    context, say, cash = writer.context, writer.context.say, found.cash.amount.value or 0.0
    name = context.caption(found.cash.id)
    if not cash and not found.sources and not found.uses:
        return say("funds_flow.headline.same")
    facts: dict[str, Text | str] = {"amount": writer.money("headline", name, cash)}
    if found.sources and found.uses:
        facts["source"] = say.within(_moved(context, found.sources[0], is_source=True))
        facts["use"] = say.within(_moved(context, found.uses[0], is_source=False))
        return say(f"funds_flow.headline.{'up' if cash >= 0 else 'down'}", **facts)
    return say(f"funds_flow.headline.plain.{'up' if cash >= 0 else 'down'}", **facts)


def _moved(context: HospitalContext, one: Movement, *, is_source: bool) -> Text:
    """A movement in a sentence: a balance is no source and no use, but that it grew, fell or was repaid is one."""
    is_repaid = one.id in LOANS and not is_source
    how = "fell" if is_source == (one.id in HELD) else "grew"
    name = context.say.within(_name(context, one))
    return context.say(f"funds_flow.moved.{'repaid' if is_repaid else how}", name=name)


def _bars(context: HospitalContext, moved: tuple[Movement, ...], sign: float) -> list[tuple[Text, float]]:
    """The largest of one side, then all that are left in one bar, so that the bars make the sum of the side."""
    most = len(moved) if len(moved) <= MOST + 1 else MOST
    rows = [(_name(context, one), sign * (one.amount.value or 0.0)) for one in moved[:most]]
    if rest := moved[most:]:
        left = sign * fsum(one.amount.value or 0.0 for one in rest)
        rows.append((context.say("funds_flow.rest", n=len(rest)), left))
    return rows


def _funds_flow_figure(writer: CellWriter, found: SourcesAndUses) -> ChartFigure:
    rows = [*_bars(writer.context, found.sources, 1.0), *_bars(writer.context, found.uses, -1.0)]
    drawn, cash = drawings.amounts(writer, rows), found.cash.amount.value or 0.0
    sums = {
        key: writer.shown(value, "money", sign=key == "cash")
        for key, value in (("sources", found.total), ("uses", found.total - cash), ("cash", cash))
    }
    assert drawn.note is not None
    return replace(drawn, note=writer.context.say("funds_flow.figure.summed", note=drawn.note, **sums))


def _funds_flow_table(writer: CellWriter, found: SourcesAndUses) -> Table:
    """Sources at the left, uses at the right, each with its sum."""
    context, say, table = writer.context, writer.context.say, writer.table()
    pairs = zip_longest(_cells(table, found.sources), _cells(table, found.uses), fillvalue=("", ""))
    lines = [TableRow((*left, *right)) for left, right in pairs]
    cash = found.cash.amount.value or 0.0
    sums = {"sources": found.total, "uses": found.total - cash}
    names = {kind: say(f"funds_flow.sum.{kind}") for kind in sums}
    totals = {kind: table.write(total, "money") for kind, total in sums.items()}
    lines.append(TableRow((names["sources"], totals["sources"], names["uses"], totals["uses"]), "total"))
    name = say("funds_flow.cash")
    lines.append(TableRow((name, table.write(found.cash.amount, "money", sign=True), "", ""), "grand"))
    columns = (
        TableColumn(say("funds_flow.sources"), 56),
        TableColumn(say("funds_flow.head.amount"), 30, "n"),
        TableColumn(say("funds_flow.uses"), 56),
        TableColumn(say("funds_flow.head.amount"), 30, "n"),
    )
    caption = context.table(FUNDS_FLOW_SECTION, say("funds_flow.table", unit=figures.unit(context)))
    return Table(caption, columns, tuple(lines), (*_notes(context), *table.notes.lines()), dense=True)


def _notes(context: HospitalContext) -> tuple[Text, ...]:
    """How sources and uses hang together, and that printed parts may miss their sums."""
    note, rounded = context.say("funds_flow.note"), context.say("statement.rounded", unit=figures.unit(context))
    return (note,) if context.exact else (note, rounded)


def _cells(table: CellWriter, moved: tuple[Movement, ...]) -> Iterator[tuple[Text | str, str]]:
    for one in moved:
        yield _name(table.context, one), table.write(one.amount, "money")
