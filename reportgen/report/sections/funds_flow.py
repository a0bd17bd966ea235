"""Where money came from and where it went since the start of the year, from the balance sheet."""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest
from math import fsum
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Lack
from reportgen.analysis.comparison.sources_and_uses import ASSETS
from reportgen.report.desk import drawings, form_rows
from reportgen.report.desk.answers import scribe, unanswered
from reportgen.report.desk.sheet import Column, Figure, Line, Sheet, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.analysis.comparison.sources_and_uses import Movement, SourcesAndUses
    from reportgen.model.definition import Text
    from reportgen.report.desk.answers import Scribe
    from reportgen.report.desk.context import Context

SECTION: Final = "funds_flow"
MOST: Final = 6
"""Bars on either side of the drawing, besides one for all that are left."""
LOANS: Final = ("short_term_loans", "long_term_loans")
HELD: Final = (*ASSETS, "works", "other_assets")


def funds_flow(context: Context) -> Sheet:
    """Sources, uses, and the change of cash that is left."""
    found: SourcesAndUses | Lack = context.material.analysis["comparison.sources_and_uses"]
    if isinstance(found, Lack):
        return unanswered(context, SECTION, found)
    writer = scribe(context, SECTION)
    drawn = [_figure(writer, found)] if found.sources or found.uses else []
    return Sheet(_headline(writer, found), (*drawn, _table(writer, found)))


def _name(context: Context, one: Movement) -> Text:
    key = f"funds_flow.{one.id}"
    return context.say(key) if key in context.say.words else context.caption(one.id)


def _headline(writer: Scribe, found: SourcesAndUses) -> Text:
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


def _moved(context: Context, one: Movement, *, is_source: bool) -> Text:
    """A movement in a sentence: a balance is no source and no use, but that it grew, fell or was repaid is one."""
    is_repaid = one.id in LOANS and not is_source
    how = "fell" if is_source == (one.id in HELD) else "grew"
    name = context.say.within(_name(context, one))
    return context.say(f"funds_flow.moved.{'repaid' if is_repaid else how}", name=name)


def _bars(context: Context, moved: tuple[Movement, ...], sign: float) -> list[tuple[Text, float]]:
    """The largest of one side, then all that are left in one bar, so that the bars make the sum of the side."""
    most = len(moved) if len(moved) <= MOST + 1 else MOST
    rows = [(_name(context, one), sign * (one.amount.value or 0.0)) for one in moved[:most]]
    if rest := moved[most:]:
        left = sign * fsum(one.amount.value or 0.0 for one in rest)
        rows.append((context.say("funds_flow.rest", n=len(rest)), left))
    return rows


def _figure(writer: Scribe, found: SourcesAndUses) -> Figure:
    rows = [*_bars(writer.context, found.sources, 1.0), *_bars(writer.context, found.uses, -1.0)]
    drawn, cash = drawings.amounts(writer, rows), found.cash.amount.value or 0.0
    sums = {
        key: writer.shown(value, "money", sign=key == "cash")
        for key, value in (("sources", found.total), ("uses", found.total - cash), ("cash", cash))
    }
    assert drawn.note is not None
    return replace(drawn, note=writer.context.say("funds_flow.figure.summed", note=drawn.note, **sums))


def _table(writer: Scribe, found: SourcesAndUses) -> Table:
    """Sources at the left, uses at the right, each with its sum."""
    context, say, table = writer.context, writer.context.say, writer.table()
    pairs = zip_longest(_cells(table, found.sources), _cells(table, found.uses), fillvalue=("", ""))
    lines = [Line((*left, *right)) for left, right in pairs]
    cash = found.cash.amount.value or 0.0
    sums = {"sources": found.total, "uses": found.total - cash}
    names = {kind: say(f"funds_flow.sum.{kind}") for kind in sums}
    totals = {kind: table.write(total, "money") for kind, total in sums.items()}
    lines.append(Line((names["sources"], totals["sources"], names["uses"], totals["uses"]), "total"))
    name = say("funds_flow.cash")
    lines.append(Line((name, table.write(found.cash.amount, "money", sign=True), "", ""), "grand"))
    columns = (
        Column(say("funds_flow.sources"), 56), Column(say("funds_flow.head.amount"), 30, "n"),
        Column(say("funds_flow.uses"), 56), Column(say("funds_flow.head.amount"), 30, "n"),
    )  # fmt: skip
    caption = context.table(SECTION, say("funds_flow.table", unit=form_rows.unit(context)))
    return Table(caption, columns, tuple(lines), (*_notes(context), *table.notes.lines()), dense=True)


def _notes(context: Context) -> tuple[Text, ...]:
    """How sources and uses hang together, and that printed parts may miss their sums."""
    note, rounded = context.say("funds_flow.note"), context.say("statement.rounded", unit=form_rows.unit(context))
    return (note,) if context.exact else (note, rounded)


def _cells(table: Scribe, moved: tuple[Movement, ...]) -> Iterator[tuple[Text | str, str]]:
    for one in moved:
        yield _name(table.context, one), table.write(one.amount, "money")
