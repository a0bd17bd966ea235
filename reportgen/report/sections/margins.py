"""Volume, price and mix: materials by quantity and price, drug income, income of disease groups.

What departments bring and cost, how that changed, and what no department answers for.
"""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Figure as Amount
from reportgen.analysis.answer import Unavailable, added
from reportgen.analysis.drivers.departments import ranked
from reportgen.model.values import Reason
from reportgen.report import conditions
from reportgen.report.desk.tables import drawings, figures
from reportgen.report.desk.tables import figures as desk_figures
from reportgen.report.desk.tables.answers import answered, last_year, left_out, named, scribe, span, unanswered
from reportgen.report.desk.tables.drawings import BridgeMove, End, bridge_figure
from reportgen.report.desk.tables.sheet import ChartFigure, SectionContent, Table, TableColumn, TableRow
from reportgen.report.section import Piece

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reportgen.analysis.drivers.departments import Article, Contribution, Department, Departments, Materials
    from reportgen.analysis.drivers.split import Split, VolumePriceMix
    from reportgen.model.definition import Text
    from reportgen.model.reports import Options
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.desk.tables.answers import CellWriter
    from reportgen.report.desk.tables.sheet import Block

SECTION: Final = "department_margins"
DRAWN: Final = 10
ORDERS: Final = {"income": "income", "growth": "income_change", "cost_rate": "cost_rate"}
"""What departments are ranked by, by the word that asks for it."""
WIDTHS: Final = {
    "income": 22,
    "income_rate": 16,
    "direct": 22,
    "cost_rate": 16,
    "margin": 20,
    "share": 16,
    "result": 20,
}
"""Columns after the name of the department."""
CHANGES: Final = frozenset({"income_rate", "cost_rate"})
"""Those that need last year's table."""

Cells = dict[str, "Text | str"]


def pieces(context: HospitalContext, options: Options) -> list[Piece]:
    """Departments by income, as many as asked for; contributions to the change of all margins."""
    found: Departments | Unavailable = context.material.analysis["drivers.departments"]
    if isinstance(found, Unavailable):
        return [Piece(options.entry, unanswered(context, SECTION, found))]
    writer = scribe(context, SECTION)
    table = _table(writer, found, options.number("most"), ORDERS[options.word("order")])
    if isinstance(found.contributions, Unavailable):
        alone: tuple[Block, ...] = (table, *left_out(context, (found.contributions,)))
        return [Piece(options.entry, SectionContent(_first(writer, found), alone))]
    blocks = (_figure(writer, found.contributions), table)
    return [Piece(options.entry, SectionContent(_headline(writer, found, found.contributions), blocks))]


def _first(writer: CellWriter, found: Departments) -> Text:
    """Without last year: how many departments cost more than they bring, and what all leave together."""
    say = writer.context.say
    margins = [one.margin.value for one in found.departments if one.margin.value is not None]
    total = fsum(margins)
    printed = writer.money("headline", say("department_margins.head.margin"), total)
    margin = printed if total >= 0 else say("department_margins.minus", amount=printed)
    earning = _earning(found.departments)
    facts = {"n": len(earning), "below": _below(earning), "all": len(found.departments), "known": len(margins)}
    key = "first" if len(margins) == len(found.departments) else "first.partly"
    return say(f"department_margins.headline.{key}", margin=margin, **facts)


def _earning(departments: Iterable[Department]) -> list[Department]:
    """Those with income: of a department that by its nature has none, cost above income says nothing."""
    return [one for one in departments if one.income.value]


def _below(departments: Iterable[Department]) -> int:
    """How many departments cost more than they bring."""
    return sum(1 for one in departments if one.margin.value is not None and one.margin.value < 0)


def _lead(context: HospitalContext, departments: Sequence[Department], most: int) -> Text:
    """How many cost more than they bring, listed and among the others, and how many have no income at all."""
    say, earning = context.say, _earning(departments)
    below, rest = _below(earning), _below(_earning(departments[most:]))
    key = "department_margins.below.listed" if departments[most:] else "department_margins.below"
    told = say(key, n=len(earning), below=below, listed=below - rest, others=rest)
    none = sum(1 for one in departments if not one.income.value and one.direct_cost.value is not None)
    return say("department_margins.below.and", told=told, none=none) if none else told


def _headline(writer: CellWriter, found: Departments, contributions: tuple[Contribution, ...]) -> Text:
    say, change = writer.context.say, found.margin_change or 0.0
    most = max(contributions, key=lambda one: one.amount if change >= 0 else -one.amount)
    facts: dict[str, Text | str] = {
        "change": writer.money("headline", say("department_margins.head.margin"), change),
        "name": writer.own(most.id),
        "amount": writer.money("headline.most", writer.own(most.id), most.amount),
    }
    return say(f"department_margins.headline.{'up' if change >= 0 else 'down'}", n=len(found.departments), **facts)


def _figure(writer: CellWriter, contributions: tuple[Contribution, ...]) -> ChartFigure:
    shown, rest = contributions[:DRAWN], contributions[DRAWN:]
    rows: list[tuple[Text | str, float]] = [(one.id, one.amount) for one in shown]
    if rest:
        name = writer.context.say("department_margins.others", n=len(rest))
        rows.append((name, fsum(one.amount for one in rest)))
    return drawings.amounts(writer, rows)


def _table(writer: CellWriter, found: Departments, most: int, order: str) -> Table:
    context, say, table = writer.context, writer.context.say, writer.table()
    has_changes = _has_changes(found)
    shown = {name: width for name, width in WIDTHS.items() if name not in CHANGES or has_changes}
    columns = (
        TableColumn(say("department_margins.head.name"), 40),
        *(TableColumn(say(f"department_margins.head.{part}"), width, "n") for part, width in shown.items()),
    )
    departments = ranked(found.departments, order)
    rows = [(_cells(table, one, has_changes=has_changes), "") for one in departments[:most]]
    if departments[most:]:
        rest = departments[most:]
        rows.append((_sums(table, rest, say("department_margins.others", n=len(rest)), shown), ""))
    every = _sums(table, departments, say("department_margins.all", n=len(departments)), shown)
    rows += [(every, "total"), (_left(table, found), "")]
    lines = [TableRow((cells["name"], *(cells.get(name, "") for name in shown)), emphasis) for cells, emphasis in rows]
    caption = context.table(
        SECTION, say("department_margins.table", n=len(departments), unit=desk_figures.unit(context))
    )
    below = _lead(context, departments, most)
    note = conditions.so(context, "department_margins.note", "department_margins.note.other")
    notes = (note, *table.notes.lines())
    return Table(caption, columns, tuple(lines), notes, lead=below, dense=True, is_unlike=True)


def _has_changes(found: Departments) -> bool:
    """Whether any department has figures of last year."""
    return any(one.income_change.rate.value is not None for one in found.departments)


def _cells(table: CellWriter, one: Department, *, has_changes: bool) -> Cells:
    rates = {"income_rate": one.income_change.rate, "cost_rate": one.cost_change.rate} if has_changes else {}
    return {
        "name": table.own(one.id),
        "income": table.write(one.income, "money"),
        **{name: table.write(rate, "percent", sign=True) for name, rate in rates.items()},
        "direct": table.write(one.direct_cost, "money"),
        "margin": table.write(one.margin, "money"),
        "share": table.write(one.cost_rate, "percent"),
        "result": table.write(one.result, "money"),
    }


def _sums(table: CellWriter, rest: Sequence[Department], name: Text, shown: Iterable[str]) -> Cells:
    """Departments together; of the rates shown that of cost alone, since changes have different bases."""
    figures = {"income": "income", "direct": "direct_cost", "margin": "margin", "result": "result"}
    sums = {part: _sum(getattr(one, field) for one in rest) for part, field in figures.items()}
    cells: Cells = {"name": name, **{part: table.write(figure, "money") for part, figure in sums.items()}}
    income, direct = sums["income"], sums["direct"]
    if income.value and direct.value is not None and not any(one.income.value is None for one in rest):
        share = Amount(direct.value / income.value, places=(*direct.places, *income.places))
        cells["share"] = table.write(share, "percent")
    lacking = [part for part in shown if part not in cells]
    return cells | {part: table.notes.absent(table.context.say("department_margins.no_sum")) for part in lacking}


def _sum(figures: Iterable[Amount]) -> Amount:
    """The sum of those that have such a figure at all."""
    borne = [one for one in figures if one.reason is not Reason.NOT_APPLICABLE]
    return added(borne) if borne else Amount.missing(Reason.NOT_APPLICABLE)


def _left(table: CellWriter, found: Departments) -> Cells:
    """What the hospital's statements hold beyond the departments."""
    dash = table.notes.absent(table.context.say("department_margins.no_department"))
    return {
        **dict.fromkeys((*CHANGES, "share", "margin", "result"), dash),
        "name": table.context.say("department_margins.left"),
        "income": table.write(found.income_left, "money"),
        "direct": table.write(found.cost_left, "money"),
    }


VOLUME_PRICE_SECTION: Final = "volume_price"
MOST: Final = 5
"""Articles of a class, and disease groups, that a table names."""


def volume_price(context: HospitalContext) -> SectionContent:
    """Each split that the registers allow; for the others what to supply."""
    analysis = context.material.analysis
    goods: Mapping[str, Materials | Unavailable] | Unavailable = analysis["drivers.materials"]
    drugs: tuple[Split, Split] | Unavailable = analysis["drivers.drug_income"]
    groups: VolumePriceMix | Unavailable = analysis["drivers.case_mix"]
    writer = scribe(context, VOLUME_PRICE_SECTION)
    lacks = [one for one in (goods, drugs, groups) if isinstance(one, Unavailable)]
    blocks: list[Block] = []
    headline = None
    if not isinstance(groups, Unavailable):
        headline = _volume_price_headline(writer, groups)
        blocks += [_mix(writer, groups)]
    if not isinstance(drugs, Unavailable):
        blocks.append(_drugs(writer, drugs))
    if not isinstance(goods, Unavailable):
        lacks += [one for one in goods.values() if isinstance(one, Unavailable)]
        known = [one for one in goods.values() if not isinstance(one, Unavailable)]
        blocks.append(_materials(writer, known))
        headline = headline or _goods_headline(writer, known)
    return answered(context, VOLUME_PRICE_SECTION, headline, blocks, lacks)


def _volume_price_headline(writer: CellWriter, found: VolumePriceMix) -> Text:
    context, say = writer.context, writer.context.say
    change, effects = found.after - found.before, found.effects()
    if writer.shown(change, "money") == writer.shown(0.0, "money"):
        return say("volume_price.headline.same", base=last_year(context))
    name, most = max(effects.items(), key=lambda row: row[1] if change >= 0 else -row[1])
    facts: dict[str, Text | str] = {
        "base": last_year(context),
        "factor": say.within(named(context, name)),
        "change": writer.money("headline", say("volume_price.groups"), change),
        "amount": writer.money("headline.most", named(context, name), most),
    }
    return say(f"volume_price.headline.{'up' if change >= 0 else 'down'}", **facts)


def _goods_headline(writer: CellWriter, known: list[Materials]) -> Text:
    context, say = writer.context, writer.context.say
    one = max(known, key=lambda each: abs(each.after - each.before))
    price = writer.money("headline.price", named(context, "price"), one.price_effect)
    quantity = writer.money("headline.quantity", named(context, "volume"), one.quantity_effect)
    side = "less" if one.price_effect < 0 else "more"
    quantities = "fewer" if one.quantity_effect < 0 else "greater"
    facts: dict[str, Text | str] = {"name": say(f"volume_price.class.{one.kind}"), "price": price, "quantity": quantity}
    return say(f"volume_price.headline.goods.{side}.{quantities}", **facts)


def _mix(writer: CellWriter, found: VolumePriceMix) -> ChartFigure:
    context, now = writer.context, writer.context.period
    ends = (End(span(context, str(now.previous_year())), found.before), End(span(context, str(now)), found.after))
    moves = [BridgeMove(named(context, name), amount) for name, amount in found.effects().items()]
    words = context.say("volume_price.figure.groups", n=len(found.services))
    note = context.say("volume_price.note.groups", unit=figures.unit(context))
    return bridge_figure(writer, "groups", words, ends, moves, "money", note)


def _drugs(writer: CellWriter, found: tuple[Split, Split]) -> Table:
    """In the order printed, and free of order."""
    context, say, table = writer.context, writer.context.say, writer.table()
    ordered, free = found
    columns = (
        TableColumn(say("drivers.head.factor"), 50),
        TableColumn(say("volume_price.head.before"), 26, "n"),
        TableColumn(say("volume_price.head.after"), 26, "n"),
        TableColumn(say("analysis.method.chain"), 35, "n"),
        TableColumn(say("analysis.method.shapley"), 35, "n"),
    )
    lines = []
    for one, other in zip(ordered.effects, free.effects, strict=True):
        name = named(context, one.id)
        form = "count" if one.id == "discharges" else "number"
        cells = [table.write(value, form) for value in (one.before, one.after)]
        cells.append(table.write(one.amount, "money", sign=True))
        cells.append(table.write(other.amount, "money", sign=True))
        lines.append(TableRow((name, *cells)))
    name = say("volume_price.drugs")
    sums = [table.write(split.change, "money", sign=True) for split in (ordered, free)]
    total = [table.write(value, "money") for value in (ordered.before, ordered.after)]
    lines.append(TableRow((name, *total, *sums), "grand"))
    caption = context.table(VOLUME_PRICE_SECTION, say("volume_price.table.drugs", unit=figures.unit(context)))
    return Table(caption, columns, tuple(lines), (say("volume_price.note.drugs"),), dense=True, is_unlike=True)


def _materials(writer: CellWriter, known: list[Materials]) -> Table:
    context, say, table = writer.context, writer.context.say, writer.table()
    columns = (
        TableColumn(say("volume_price.head.article"), 52),
        TableColumn(say("volume_price.head.old_price"), 22, "n"),
        TableColumn(say("volume_price.head.price"), 22, "n"),
        TableColumn(say("volume_price.head.price_effect"), 26, "n"),
        TableColumn(say("volume_price.head.quantity_effect"), 26, "n"),
        TableColumn(say("volume_price.head.change"), 24, "n"),
    )
    lines: list[TableRow] = []
    for one in known:
        kind = say(f"volume_price.class.{one.kind}")
        effects = (one.price_effect, one.quantity_effect, one.after - one.before)
        cells = [table.write(value, "money", sign=True) for value in effects]
        lines.append(TableRow((kind, "", "", *cells), "section"))
        lines += [_article(table, article) for article in one.articles[:MOST]]
    caption = context.table(VOLUME_PRICE_SECTION, say("volume_price.table.materials", unit=figures.unit(context)))
    note = say("volume_price.note.materials", n=MOST, currency=context.say.currency_name())
    return Table(caption, columns, tuple(lines), (note, *table.notes.lines()), dense=True, is_unlike=True)


def _article(table: CellWriter, one: Article) -> TableRow:
    prices = [table.write(value, "number") for value in (one.price_before, one.price_after)]
    effects = (one.price_effect, one.quantity_effect, one.price_effect + one.quantity_effect)
    cells = [table.write(value, "money", sign=True) for value in effects]
    return TableRow((table.own(one.name), *prices, *cells), level=1)
