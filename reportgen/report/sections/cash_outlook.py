"""Cash of the twelve months ahead: what the work brings, what falls due, the lowest point; and receipts of the year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Lack
from reportgen.analysis.outlook.trials import CONFIDENCE
from reportgen.model import printing
from reportgen.report.calendar_words import period_tick, period_with_year
from reportgen.report.charts import budget_columns
from reportgen.report.charts.columns import Column as Bar
from reportgen.report.desk import form_rows
from reportgen.report.desk.answers import answered, scribe
from reportgen.report.desk.sheet import Column, Figure, Line, Sheet, Table, Words
from reportgen.report.tokens import ink

if TYPE_CHECKING:
    from reportgen.analysis.outlook.cash_receipts import CashReceipts
    from reportgen.analysis.outlook.liquidity import Liquidity
    from reportgen.analysis.outlook.year_end import Forecast
    from reportgen.model.definition import Text
    from reportgen.report.desk.answers import Scribe
    from reportgen.report.desk.context import Context
    from reportgen.report.desk.sheet import Block

SECTION: Final = "cash_outlook"
FEN: Final = 0.005
FLOWS: Final = {"operations": 1, "capital": -1, "debts": -1, "contracts": -1}
"""Parts of the path with their sign on the page."""
PAYMENTS: Final = {"capital": {"capital"}, "debts": {"debts", "undated"}, "contracts": {"contracts"}}
"""Payments of which some are not in the path, by what was lacking."""


def cash_outlook(context: Context) -> Sheet:
    """The path of cash, and the cash that the budgeted income will bring."""
    path: Liquidity | Lack = context.material.analysis["outlook.liquidity"]
    receipts: CashReceipts | Lack = context.material.analysis["outlook.cash_receipts"]
    lacks = [one for one in (path, receipts) if isinstance(one, Lack)]
    writer = scribe(context, SECTION)
    blocks: list[Block] = []
    headline = None
    if not isinstance(path, Lack):
        headline = _headline(writer, path)
        blocks += [_figure(writer, path), _table(writer, path), *_beside(writer, path)]
        lacks += path.lacks.values()
    if not isinstance(receipts, Lack):
        said = _receipts(writer, receipts)
        blocks.append(Words((said,), context.say("cash_outlook.receipts.title")))
        headline = headline or context.say("cash_outlook.headline.receipts")
    return answered(context, SECTION, headline, blocks, lacks)


def _headline(writer: Scribe, path: Liquidity) -> Text:
    say, lowest = writer.context.say, path.lowest
    month = period_with_year(lowest.period)
    if path.short is not None:
        short = period_with_year(path.short)
        amount = writer.money("lowest", say("cash_outlook.head.cash"), lowest.cash)
        return say("cash_outlook.headline.short", short=short, month=month, amount=amount)
    facts: dict[str, Text | str | int] = {
        "n": len(path.months), "month": month,
        "amount": writer.money("lowest", say("cash_outlook.head.cash"), lowest.cash),
    }  # fmt: skip
    unknown = [_without(writer, path, name) for name in PAYMENTS if path.lacks.keys() & PAYMENTS[name]]
    if unknown:
        return say("cash_outlook.headline.partial", without=say.join(unknown, "list.and"), **facts)
    return say("cash_outlook.headline.enough", **facts)


def _without(writer: Scribe, path: Liquidity, name: str) -> Text:
    """A payment that is not in the path; of debts without a table what the balance sheet says."""
    say, due = writer.context.say, path.due_within_year
    if name == "debts" and "debts" in path.lacks and due.value:
        amount = writer.money("due", say("cash_outlook.head.debts"), due.value, due.places)
        return say("cash_outlook.without.debts_of", amount=amount)
    return say(f"cash_outlook.without.{name}")


def _figure(writer: Scribe, path: Liquidity) -> Figure:
    context, scale = writer.context, form_rows.scale(writer.context)
    bars = [
        Bar(period_tick(month.period), month.cash / scale, printing.number(month.cash, 0, over=scale), forecast=True)
        for month in path.months
    ]
    facts: dict[str, Text | str | int] = {
        "n": len(bars),
        "month": period_with_year(path.lowest.period),
        "unit": form_rows.unit(context),
    }
    alt = context.text("cash_outlook.alt", value=printing.number(path.lowest.cash, 0, over=scale), **facts)
    picture = context.picture(SECTION, budget_columns(bars, alt, ink(), height_mm=40))
    caption = context.figure(SECTION, context.say("cash_outlook.figure"))
    return Figure(caption, picture, context.say("cash_outlook.figure.note", unit=form_rows.unit(context)))


def _table(writer: Scribe, path: Liquidity) -> Table:
    context, say, table = writer.context, writer.context.say, writer.table()
    there = [name for name in FLOWS if name == "operations" or name not in path.lacks]
    columns = (
        Column(say("cash_outlook.head.month"), 32),
        *(Column(say(f"cash_outlook.head.{name}"), 28, "n") for name in there),
        Column(say("cash_outlook.head.cash"), 28, "n"),
    )  # fmt: skip
    start = table.write(path.cash, "money")
    lines = [Line((say("cash_outlook.start"), *("" for _ in there), start), "total")]
    for month in path.months:
        name = period_with_year(month.period)
        moved = [table.write(FLOWS[part] * getattr(month, part), "money", sign=True) for part in there]
        lines.append(Line((name, *moved, table.write(month.cash, "money"))))
    caption = context.table(SECTION, say("cash_outlook.table", unit=form_rows.unit(context)))
    notes = [say("cash_outlook.note", way=say(f"analysis.way.{path.way}"))]
    if "debts" in path.lacks and path.due_within_year.value:
        due = table.write(path.due_within_year, "money")
        notes.append(say("cash_outlook.due", amount=due, unit=form_rows.unit(context)))
    if abs(path.debts_gap.value or 0.0) > FEN:
        notes.append(say("cash_outlook.debts_gap", gap=table.write(path.debts_gap, "money", sign=True)))
    return Table(caption, columns, tuple(lines), (*notes, *table.notes.lines()), dense=True)


def _beside(writer: Scribe, path: Liquidity) -> list[Words]:
    """The balance at the end of the year beside that of the forecast, which is found in another way."""
    context, say = writer.context, writer.context.say
    other: Forecast | Lack = context.material.analysis["outlook.year_end"]["cash"]
    if isinstance(other, Lack):
        return []
    end = next(month for month in path.months if month.period == other.ahead[-1][0])
    name = say("cash_outlook.head.cash")
    facts: dict[str, Text | str | int] = {
        "month": period_with_year(end.period),
        "own": writer.money("beside.own", name, end.cash), "other": writer.money("beside.other", name, other.total),
    }  # fmt: skip
    if other.low is None or other.high is None:
        return [Words((say("cash_outlook.beside", **facts),))]
    facts["low"], facts["high"] = (
        writer.money(f"beside.{key}", name, value) for key, value in (("low", other.low), ("high", other.high))
    )
    where = "inside" if other.low <= end.cash <= other.high else "outside"
    return [Words((say(f"cash_outlook.beside.{where}", share=printing.percent(CONFIDENCE, 0), **facts),))]


def _receipts(writer: Scribe, found: CashReceipts) -> Text:
    say = writer.context.say
    assert found.receipts.value is not None
    assert found.income.value is not None
    name = say("cash_outlook.receipts.title")
    facts: dict[str, Text | str | int] = {
        "n": len(found.ratios), "first": found.ratios[0][0], "last": found.ratios[-1][0],
        "ratio": writer.said("receipts.ratio", name, found.mean, "share"),
        "variation": writer.said("receipts.variation", name, found.variation, "share"),
        "income": writer.money("receipts.income", name, found.income.value, found.income.places),
        "amount": writer.money("receipts.amount", name, found.receipts.value),
    }  # fmt: skip
    return say("cash_outlook.receipts", **facts)
