"""Return on net assets as a tree of factors, and what each factor did since last year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Lack
from reportgen.model import printing
from reportgen.report.charts import Node, tree
from reportgen.report.desk import form_rows
from reportgen.report.desk.answers import last_year, left_out, named, scribe, span, unanswered
from reportgen.report.desk.sheet import Column, Figure, Line, Sheet, Table
from reportgen.report.tokens import ink

if TYPE_CHECKING:
    from reportgen.analysis.answer import Figure as Number
    from reportgen.analysis.drivers.dupont import DuPont
    from reportgen.analysis.drivers.split import Split
    from reportgen.model.definition import Text
    from reportgen.report.desk.answers import Scribe
    from reportgen.report.desk.context import Context

SECTION: Final = "return_tree"
TIMES: Final = "\N{MULTIPLICATION SIGN}"
OVER: Final = "\N{DIVISION SIGN}"
FORMS: Final = {"surplus_margin": "share", "asset_turnover": "times", "equity_multiplier": "times"}
PARTS: Final = {
    "surplus_margin": ("period_surplus", "total_income"),
    "asset_turnover": ("total_income", "total_assets"),
    "equity_multiplier": ("total_assets", "net_assets"),
}
"""Numerator and denominator of each factor; balances are averages."""


def return_tree(context: Context) -> Sheet:
    """The tree, and the change split in order and free of order."""
    found: DuPont | Lack = context.material.analysis["drivers.dupont"]
    if isinstance(found, Lack):
        return unanswered(context, SECTION, found)
    writer = scribe(context, SECTION)
    ordered, free = found.in_order, found.order_free
    if isinstance(ordered, Lack) or isinstance(free, Lack):
        lack = ordered if isinstance(ordered, Lack) else Lack("last_year")
        return Sheet(_headline(writer, found, None), (_figure(writer, found), *left_out(context, (lack,))))
    return Sheet(_headline(writer, found, free), (_figure(writer, found), _table(writer, found, ordered, free)))


def _headline(writer: Scribe, found: DuPont, split: Split | None) -> Text:
    context, say = writer.context, writer.context.say
    name, value = say("return_tree.name"), found.now.return_on_net_assets.value
    assert value is not None
    now = writer.said("headline", name, value, "share")
    if split is None or writer.shown(split.change, "share") == writer.shown(0.0, "share"):
        return say("return_tree.headline.plain", now=now)
    most = max(split.effects, key=lambda one: one.amount if split.change > 0 else -one.amount)
    facts: dict[str, Text | str] = {
        "now": now, "base": last_year(context), "factor": say.within(named(context, most.id)),
        "change": writer.said("headline.change", name, abs(split.change), "points"),
        "amount": writer.said("headline.most", named(context, most.id), abs(most.amount), "points"),
    }  # fmt: skip
    return say(f"return_tree.headline.{'up' if split.change > 0 else 'down'}", **facts)


def _figure(writer: Scribe, found: DuPont) -> Figure:
    context, say = writer.context, writer.context.say
    now, before = found.now, found.before
    factors = []
    for at, (name, form) in enumerate(FORMS.items()):
        sign, parts = TIMES if at else "", _parts(writer, name)
        factors.append(_node(writer, named(context, name), now.factors[at], before.factors[at], form, sign, parts))
    root = _node(writer, say("return_tree.name"), now.return_on_net_assets, before.return_on_net_assets, "share", "",
                 tuple(factors))  # fmt: skip
    told = [say("phrase.named", name=factor.name, value=factor.printed) for factor in factors]
    alt = context.text("return_tree.alt", value=root.printed, listed=say.join(told, "list.comma_only"))
    caption = context.figure(SECTION, say("return_tree.figure", period=span(context, context.material.period)))
    key = "return_tree.figure.note.part" if context.period.is_partial else "return_tree.figure.note"
    note = say(key, unit=form_rows.unit(context))
    return Figure(caption, context.picture(SECTION, tree(root, alt, ink())), note)


def _node(  # noqa: PLR0913 - a box has these parts
    writer: Scribe, name: Text, now: Number, before: Number, form: str, sign: str, parts: tuple[Node, ...] = ()
) -> Node:
    context, pattern = writer.context, "{}%" if form == "share" else "{}"
    printed, then = (_shown(writer, value, form, pattern) for value in (now, before))
    words = context.text("return_tree.before", value=then)
    return Node(name.in_language(context.language), printed, words, sign, parts, context.behind(name))


def _shown(writer: Scribe, value: Number, form: str, pattern: str) -> str:
    if value.value is None:
        return writer.context.text("sign.dash")
    return printing.composed(pattern, printing.placed(writer.shown(value.value, form), value.places))


def _parts(writer: Scribe, factor: str) -> tuple[Node, ...]:
    """What a factor is the quotient of, as amounts of both periods."""
    context, books = writer.context, writer.context.material.analysis.books
    before, found = books.now.previous_year(), []
    for at, item in enumerate(PARTS[factor]):
        of = books.average if books.is_balance(item) else books.to_date
        name = context.say(f"return_tree.part.{item}")
        found.append(_node(writer, name, of(item), of(item, before), "money", OVER if at else ""))
    return tuple(found)


def _table(writer: Scribe, found: DuPont, ordered: Split, free: Split) -> Table:
    context, say, table = writer.context, writer.context.say, writer.table()
    columns = (
        Column(say("drivers.head.factor"), 46), Column(span(context, found.before.period), 28, "n"),
        Column(span(context, found.now.period), 28, "n"), Column(say("analysis.method.chain"), 35, "n"),
        Column(say("analysis.method.shapley"), 35, "n"),
    )  # fmt: skip
    lines = []
    for at, (one, other) in enumerate(zip(ordered.effects, free.effects, strict=True)):
        name, form = named(context, one.id), FORMS[one.id]
        cells = [table.write(value, form) for value in (found.before.factors[at], found.now.factors[at])]
        cells.append(table.write(one.amount, "share", sign=True))
        cells.append(table.write(other.amount, "share", sign=True))
        lines.append(Line((say.begun(name), *cells)))
    name = say("return_tree.name")
    whole = [table.write(ordered.before, "share"), table.write(ordered.after, "share")]
    whole += [table.write(split.change, "share", sign=True) for split in (ordered, free)]
    lines.append(Line((name, *whole), "grand"))
    caption = context.table(SECTION, say("return_tree.table"))
    return Table(caption, columns, tuple(lines), (say("return_tree.note"),), dense=True, is_unlike=True)
