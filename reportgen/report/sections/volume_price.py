"""Volume, price and mix: materials by quantity and price, drug income, income of disease groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Lack
from reportgen.report.desk import form_rows
from reportgen.report.desk.answers import answered, last_year, named, scribe, span
from reportgen.report.desk.bridges import End, Move, bridge_figure
from reportgen.report.desk.sheet import Column, Line, Sheet, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.analysis.drivers.materials import Article, Materials
    from reportgen.analysis.drivers.split import Split
    from reportgen.analysis.drivers.volume_price_mix import VolumePriceMix
    from reportgen.model.definition import Text
    from reportgen.report.desk.answers import Scribe
    from reportgen.report.desk.context import Context
    from reportgen.report.desk.sheet import Block, Figure

SECTION: Final = "volume_price"
MOST: Final = 5
"""Articles of a class, and disease groups, that a table names."""


def volume_price(context: Context) -> Sheet:
    """Each split that the registers allow; for the others what to supply."""
    analysis = context.material.analysis
    goods: Mapping[str, Materials | Lack] | Lack = analysis["drivers.materials"]
    drugs: tuple[Split, Split] | Lack = analysis["drivers.drug_income"]
    groups: VolumePriceMix | Lack = analysis["drivers.case_mix"]
    writer = scribe(context, SECTION)
    lacks = [one for one in (goods, drugs, groups) if isinstance(one, Lack)]
    blocks: list[Block] = []
    headline = None
    if not isinstance(groups, Lack):
        headline = _headline(writer, groups)
        blocks += [_mix(writer, groups)]
    if not isinstance(drugs, Lack):
        blocks.append(_drugs(writer, drugs))
    if not isinstance(goods, Lack):
        lacks += [one for one in goods.values() if isinstance(one, Lack)]
        known = [one for one in goods.values() if not isinstance(one, Lack)]
        blocks.append(_materials(writer, known))
        headline = headline or _goods_headline(writer, known)
    return answered(context, SECTION, headline, blocks, lacks)


def _headline(writer: Scribe, found: VolumePriceMix) -> Text:
    context, say = writer.context, writer.context.say
    change, effects = found.after - found.before, found.effects()
    name, most = max(effects.items(), key=lambda row: row[1] if change >= 0 else -row[1])
    facts: dict[str, Text | str] = {
        "base": last_year(context), "factor": say.within(named(context, name)),
        "change": writer.money("headline", say("volume_price.groups"), change),
        "amount": writer.money("headline.most", named(context, name), most),
    }  # fmt: skip
    return say(f"volume_price.headline.{'up' if change >= 0 else 'down'}", **facts)


def _goods_headline(writer: Scribe, known: list[Materials]) -> Text:
    context, say = writer.context, writer.context.say
    one = max(known, key=lambda each: abs(each.after - each.before))
    price = writer.money("headline.price", named(context, "price"), one.price_effect)
    quantity = writer.money("headline.quantity", named(context, "volume"), one.quantity_effect)
    side = "less" if one.price_effect < 0 else "more"
    quantities = "fewer" if one.quantity_effect < 0 else "greater"
    facts: dict[str, Text | str] = {"name": say(f"volume_price.class.{one.kind}"), "price": price, "quantity": quantity}
    return say(f"volume_price.headline.goods.{side}.{quantities}", **facts)


def _mix(writer: Scribe, found: VolumePriceMix) -> Figure:
    context, now = writer.context, writer.context.period
    ends = (End(span(context, str(now.previous_year())), found.before), End(span(context, str(now)), found.after))
    moves = [Move(named(context, name), amount) for name, amount in found.effects().items()]
    words = context.say("volume_price.figure.groups", n=len(found.services))
    note = context.say("volume_price.note.groups", unit=form_rows.unit(context))
    return bridge_figure(writer, "groups", words, ends, moves, "money", note)


def _drugs(writer: Scribe, found: tuple[Split, Split]) -> Table:
    """In the order printed, and free of order."""
    context, say, table = writer.context, writer.context.say, writer.table()
    ordered, free = found
    columns = (
        Column(say("drivers.head.factor"), 50), Column(say("volume_price.head.before"), 26, "n"),
        Column(say("volume_price.head.after"), 26, "n"), Column(say("analysis.method.chain"), 35, "n"),
        Column(say("analysis.method.shapley"), 35, "n"),
    )  # fmt: skip
    lines = []
    for one, other in zip(ordered.effects, free.effects, strict=True):
        name = named(context, one.id)
        form = "count" if one.id == "discharges" else "number"
        cells = [table.write(value, form) for value in (one.before, one.after)]
        cells.append(table.write(one.amount, "money", sign=True))
        cells.append(table.write(other.amount, "money", sign=True))
        lines.append(Line((name, *cells)))
    name = say("volume_price.drugs")
    sums = [table.write(split.change, "money", sign=True) for split in (ordered, free)]
    total = [table.write(value, "money") for value in (ordered.before, ordered.after)]
    lines.append(Line((name, *total, *sums), "grand"))
    caption = context.table(SECTION, say("volume_price.table.drugs", unit=form_rows.unit(context)))
    return Table(caption, columns, tuple(lines), (say("volume_price.note.drugs"),), dense=True, is_unlike=True)


def _materials(writer: Scribe, known: list[Materials]) -> Table:
    context, say, table = writer.context, writer.context.say, writer.table()
    columns = (
        Column(say("volume_price.head.article"), 52), Column(say("volume_price.head.old_price"), 22, "n"),
        Column(say("volume_price.head.price"), 22, "n"), Column(say("volume_price.head.price_effect"), 26, "n"),
        Column(say("volume_price.head.quantity_effect"), 26, "n"), Column(say("volume_price.head.change"), 24, "n"),
    )  # fmt: skip
    lines: list[Line] = []
    for one in known:
        kind = say(f"volume_price.class.{one.kind}")
        effects = (one.price_effect, one.quantity_effect, one.after - one.before)
        cells = [table.write(value, "money", sign=True) for value in effects]
        lines.append(Line((kind, "", "", *cells), "section"))
        lines += [_article(table, article) for article in one.articles[:MOST]]
    caption = context.table(SECTION, say("volume_price.table.materials", unit=form_rows.unit(context)))
    note = say("volume_price.note.materials", n=MOST, currency=context.say.currency_name())
    return Table(caption, columns, tuple(lines), (note, *table.notes.lines()), dense=True, is_unlike=True)


def _article(table: Scribe, one: Article) -> Line:
    prices = [table.write(value, "number") for value in (one.price_before, one.price_after)]
    effects = (one.price_effect, one.quantity_effect, one.price_effect + one.quantity_effect)
    cells = [table.write(value, "money", sign=True) for value in effects]
    return Line((table.own(one.name), *prices, *cells), level=1)
