"""Contracts: fulfilled and paid beside the time that has run, what asks for a look, who answers for which figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Lack
from reportgen.model import printing
from reportgen.report.charts import Pair
from reportgen.report.desk import drawings, form_rows
from reportgen.report.desk.answers import choice, left_out, scribe, unanswered
from reportgen.report.desk.sheet import Line, Sheet, Words

if TYPE_CHECKING:
    from reportgen.analysis.business.contracts import Contract, Contracts
    from reportgen.analysis.business.responsibility import Responsibility
    from reportgen.model.definition import Text
    from reportgen.report.desk.answers import Scribe
    from reportgen.report.desk.context import Context
    from reportgen.report.desk.sheet import Block, Figure, Table

SECTION: Final = "contracts"
HEADS: Final = {
    "contract": (40.0, ""), "owner": (19.0, ""), "amount": (21.0, "n"), "paid": (21.0, "n"), "fulfilled": (15.0, "n"),
    "share": (15.0, "n"), "elapsed": (15.0, "n"), "term": (26.0, ""),
}  # fmt: skip


def contracts(context: Context) -> Sheet:
    """Contracts, sums by class, and figures that nobody answers for."""
    found: Contracts | Lack = context.material.analysis["business.contracts"]
    owners: Responsibility = context.material.analysis["business.responsibility"]
    writer = scribe(context, SECTION)
    if isinstance(found, Lack) and not owners.figures:
        return unanswered(context, SECTION, found)
    blocks: list[Block] = []
    if not isinstance(found, Lack):
        blocks += [*_figure(writer, found), _contracts(writer, found), _sums(writer, found)]
    blocks.append(_owners(writer, owners))
    if owners.unowned:
        names = context.say.join([_figure_name(context, one.kind, one.id, one.name) for one in owners.unowned])
        words = context.say("contracts.unowned", n=len(owners.unowned), names=names)
        blocks.append(Words((words,), context.say("contracts.unowned.title")))
    lacks = [found] if isinstance(found, Lack) else []
    return Sheet(_headline(context, found, owners), (*blocks, *left_out(context, lacks)))


def _figure_name(context: Context, kind: str, identifier: str, name: str) -> Text:
    return context.named(identifier) if kind == "indicators" else context.own(name or identifier)


def _headline(context: Context, found: Contracts | Lack, owners: Responsibility) -> Text:
    unowned = len(owners.unowned)
    if isinstance(found, Lack):
        return context.say("contracts.headline.owners", n=len(owners.figures), unowned=unowned)
    return context.say("contracts.headline", n=len(found.contracts), marked=len(found.marked), unowned=unowned)


def _figure(writer: Scribe, found: Contracts) -> list[Figure]:
    """What is paid and what is fulfilled, those that are paid furthest ahead first."""
    rows = []
    for one in found.contracts:
        paid, done = one.paid_share.value, one.fulfilled_share.value
        if paid is not None and done is not None:
            said = writer.shown(done - paid, "percent", sign=True)
            rows.append(
                Pair(
                    one.subject,
                    paid * printing.PERCENT,
                    done * printing.PERCENT,
                    said,
                )
            )
    rows.sort(key=lambda row: row.now - (row.before or 0.0))
    return [drawings.pairs(writer, rows, n=len(rows))] if rows else []


def _contracts(writer: Scribe, found: Contracts) -> Table:
    context, say, table = writer.context, writer.context.say, writer.table()
    lines = [_contract(table, one) for one in found.contracts]
    return table.grid("contracts", HEADS, lines, say("contracts.note"), unit=form_rows.unit(context))


def _contract(table: Scribe, one: Contract) -> Line:
    say = table.context.say
    marks = [say(f"analysis.mark.{mark}") for mark in one.marks]
    term = [say(f"analysis.term.{one.term}")] if one.term else []
    return Line((
        table.own(one.subject), table.cell(one.owner), table.write(one.amount, "money"), table.write(one.paid, "money"),
        table.write(one.fulfilled_share, "percent"), table.write(one.paid_share, "percent"),
        table.write(one.elapsed, "percent"), say.join([*term, *marks], "list.semicolon") if term or marks else "",
    ))  # fmt: skip


def _sums(writer: Scribe, found: Contracts) -> Table:
    context, table = writer.context, writer.table()
    heads = {"class": (52.0, ""), "count": (20.0, "n"), **dict.fromkeys(("amount", "paid", "unpaid"), (33.0, "n"))}
    lines = [
        Line((
            choice(context, "contracts", "contract_class", name), table.shown(float(one.count), "count"),
            *(table.write(figure, "money") for figure in (one.amount, one.paid, one.unpaid)),
        ))
        for name, one in found.by_class.items()
    ]  # fmt: skip
    return table.grid("classes", heads, lines, unit=form_rows.unit(context))


def _owners(writer: Scribe, found: Responsibility) -> Table:
    """How many figures of each kind have an owner."""
    say, table = writer.context.say, writer.table()
    kinds = dict.fromkeys(one.kind for one in found.figures)
    heads = {"kind": (82.0, ""), "figures": (45.0, "n"), "owned": (45.0, "n")}
    lines = []
    for kind in kinds:
        all_of = found.of(kind)
        owned = sum(one.owner is not None for one in all_of)
        name = say(f"contracts.kind.{kind}")
        lines.append(Line((name, table.shown(float(len(all_of)), "count"), table.shown(float(owned), "count"))))
    return table.grid("owners", heads, lines, say("contracts.owners.note"))
