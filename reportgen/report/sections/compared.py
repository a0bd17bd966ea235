"""Headline items against last year, the month before, the start of the year and the budget; and without one-offs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.comparison.against import Base
from reportgen.model import printing
from reportgen.model.reason import Reason
from reportgen.report.calendar_words import period_with_year
from reportgen.report.desk import drawings, form_rows
from reportgen.report.desk.answers import (
    amount_said,
    called,
    form_of,
    heading,
    last_year,
    named,
    scribe,
    span,
)
from reportgen.report.desk.sheet import Column, Figure, Line, Sheet, Table, saying
from reportgen.report.speech import same

if TYPE_CHECKING:
    from reportgen.analysis.comparison.against import Compared, Comparison
    from reportgen.analysis.comparison.one_off import Comparable
    from reportgen.model.definition import Text
    from reportgen.report.desk.answers import Scribe
    from reportgen.report.desk.context import Context

SECTION: Final = "compared"
FLOWS: Final = (Base.LAST_YEAR, Base.BUDGET, Base.BUDGET_OF_YEAR)
BALANCES: Final = (Base.LAST_YEAR, Base.YEAR_START, Base.PRECEDING)
MONTHS: Final = (Base.LAST_YEAR, Base.PRECEDING)
DRAWN: Final = 12
"""Rates that the drawing shows."""


def compared(context: Context) -> Sheet:
    """Amounts to date, amounts of the month, balances; then what was taken out or restated."""
    found: tuple[Comparison, ...] = context.material.analysis["comparison.items"]
    if not found:
        return saying(context.say("compared.headline.none"), context.say("compared.none"))
    writer = scribe(context, SECTION)
    scopes = {"to_date": FLOWS, "month": MONTHS, "closing": BALANCES}
    rows = {scope: [one for one in found if one.scope == scope] for scope in scopes}
    tables = [_table(writer, scope, rows[scope], bases) for scope, bases in scopes.items() if rows[scope]]
    others = _comparable(writer, context.material.analysis["comparison.one_off"])
    return Sheet(_headline(writer, found), (*_figure(writer, found), *tables, *others))


def _headline(writer: Scribe, found: tuple[Comparison, ...]) -> Text:
    """What the first item did, and how many of all rose and fell."""
    context, say = writer.context, writer.context.say
    first = found[0] if found[0].scope != "month" or len(found) == 1 else found[1]
    before = first.with_base(Base.LAST_YEAR)
    rates = [one.with_base(Base.LAST_YEAR) for one in found if one.scope != "month"]
    known = [one.rate.value for one in rates if one is not None and one.rate.value is not None]
    shown = [writer.shown(rate, "percent", sign=True) for rate in known]
    rose, fell = (sum(text.startswith(sign) for text in shown) for sign in ("+", printing.MINUS))
    assert first.now.value is not None
    name = called(context, first.id)
    facts: dict[str, Text | str] = {"name": name, "now": amount_said(context, first.id, first.now.value)}
    if before is None or before.rate.value is None:
        return say("compared.headline.plain", **facts)
    side = "up" if before.rate.value >= 0 else "down"
    share = writer.said("headline", name, abs(before.rate.value), "percent")
    facts |= {"base": last_year(context), "share": share}
    return say(f"compared.headline.{side}", n=len(shown), rose=rose, fell=fell, **facts)


def _figure(writer: Scribe, found: tuple[Comparison, ...]) -> list[Figure]:
    """What moved most since last year, by its rate; flows to date and balances."""
    rates = [(one.id, one.with_base(Base.LAST_YEAR)) for one in found if one.scope != "month"]
    known = [(name, one.rate.value) for name, one in rates if one is not None and one.rate.value is not None]
    most = sorted(known, key=lambda one: -abs(one[1]))[:DRAWN]
    rows = [(called(writer.context, name), rate) for name, rate in sorted(most, key=lambda one: -one[1])]
    return [drawings.changes(writer, rows, n=len(rows), base=last_year(writer.context))] if rows else []


def _table(writer: Scribe, scope: str, rows: list[Comparison], bases: tuple[Base, ...]) -> Table:
    context, say, table = writer.context, writer.context.say, writer.table()
    there = [base for base in bases if any(one.with_base(base) is not None for one in rows)]
    columns = [Column(say("compared.head.item"), 46), Column(say(f"compared.head.{scope}"), 26, "n")]
    for base in there:
        head = say("compared.head.amount", base=say(f"analysis.base.{base}"))
        columns += [Column(head, 24, "n")] if base is not Base.BUDGET_OF_YEAR else []
        columns.append(Column(head if base is Base.BUDGET_OF_YEAR else same("%"), 14, "n"))
    lines = tuple(_line(table, one, there) for one in rows)
    now = context.material.period
    period = span(context, now) if scope == "to_date" else period_with_year(now)
    caption = context.table(SECTION, say(f"compared.table.{scope}", period=period, unit=form_rows.unit(context)))
    means = [say(f"compared.means.{base}") for base in there]
    notes = (say.join(means, "list.sentences"),) if means else ()
    return Table(caption, tuple(columns), lines, (*notes, *table.notes.lines()), dense=True, is_unlike=True)


def _line(table: Scribe, one: Comparison, there: list[Base]) -> Line:
    context, form = table.context, form_of(table.context, one.id)
    name = context.caption(one.id)
    cells = [table.write(one.now, form)]
    for base in there:
        held = one.with_base(base)
        if held is None or held.against.value is None:
            absent = table.notes.absent(_absent(context, held))
            cells += [absent] * (1 if base is Base.BUDGET_OF_YEAR else 2)
            continue
        if base is Base.BUDGET_OF_YEAR:
            cells.append(table.write(one.now.over(held.against), "percent"))
            continue
        cells.append(table.write(held.difference, form, sign=True))
        cells.append(table.write(held.rate, "percent", sign=True))
    return Line((name, *cells))


def _absent(context: Context, held: Compared | None) -> Text:
    """Why there is nothing to hold a figure against; a year's budget may be stated without its months."""
    if held is None:
        return context.reason(Reason.NO_BUDGET)
    if held.base is Base.BUDGET and context.period.is_partial:
        return context.say("compared.means.no_months")
    return context.reason(held.against.reason or Reason.MISSING_PRIOR)


def _comparable(writer: Scribe, found: Comparable) -> tuple[Table, ...]:
    """Items without their one-off parts, and opening balances that are not last year's closing ones."""
    context, say, table = writer.context, writer.context.say, writer.table()
    lines: list[Line] = []
    for item in found.adjusted:
        lines.append(heading(named(context, item.item)))
        reported = table.write(item.reported, "money")
        lines.append(Line((say("compared.reported"), reported)))
        lines += [
            Line((context.own(event.reason), table.write(-event.amount, "money", sign=True)), level=1)
            for event in item.events
        ]
        adjusted = table.write(item.adjusted, "money")
        lines.append(Line((say("compared.adjusted"), adjusted), "total"))
    for one in found.restated:
        lines.append(heading(named(context, one.item)))
        parts = {"closing": one.closing, "opening": one.opening, "difference": one.difference}
        lines += [Line((say(f"compared.{key}"), table.write(figure, "money")))
                  for key, figure in parts.items()]  # fmt: skip
    if not lines:
        return ()
    columns = (Column(say("compared.head.item"), 120), Column(say("compared.head.value"), 52, "n"))
    caption = context.table(SECTION, say("compared.table.comparable", unit=form_rows.unit(context)))
    return (Table(caption, columns, tuple(lines), (say("compared.comparable.note"),), dense=True),)
