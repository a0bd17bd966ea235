"""Changes of definition and restatements: what does not compare with earlier years as it stands, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.report.calendar_words import period_with_year
from reportgen.report.desk import comparing
from reportgen.report.desk.sheet import Block, Column, Line, Sheet, Table, Words
from reportgen.report.desk.years import unlike
from reportgen.report.speech import capital, same

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.report.desk.context import Context

SECTION: Final = "restatements"


def restatements(context: Context) -> Sheet:
    """Earlier definitions, figures changed by an audit, breaks in the series, weights by which earlier years stand."""
    say = context.say
    found = [block for block in (_definitions(context), _adjusted(context)) if block is not None]
    breaks = context.material.case.file.comparable_from
    lines = [say("restatements.break", year=str(year)) for year in breaks]
    if context.material.history:
        lines.append(say("restatements.weights" if context.material.restated else "restatements.own_weights"))
    if (compared := unlike(context)) is not None:
        lines.append(capital(comparing.told(context, compared)))
    if not found:
        lines.append(say("restatements.none", n=len(context.evaluation.indicators)))
    blocks: list[Block] = [*found, Words(tuple(lines))]
    n = sum(len(table.lines) for table in found) + len(breaks)
    if not n:
        return Sheet(say("restatements.headline.none", n=len(context.evaluation.indicators)), tuple(blocks))
    return Sheet(say("restatements.headline", n=n), tuple(blocks))


def _definitions(context: Context) -> Table | None:
    say = context.say
    used = [context.indicator(i.id) for i in context.evaluation.indicators]
    lines = [
        Line((definition.name, str(old.valid_to), old.formula, old.note or same(old.source)))
        for definition in used for old in definition.earlier
    ]  # fmt: skip
    columns = (
        Column(say("scorecard.head.indicator"), 46), Column(say("restatements.head.until"), 18, "c"),
        Column(say("restatements.head.formula"), 60, "place"), Column(say("restatements.head.why"), 48),
    )  # fmt: skip
    caption = say("restatements.definitions")
    return Table(context.table(SECTION, caption), columns, tuple(lines)) if lines else None


def _adjusted(context: Context) -> Table | None:
    say, material = context.say, context.material
    mine = [(key, change) for key, change in material.dataset.adjustments.items() if key[1] == material.entity]
    lines = []
    for (item, _, period, _), change in sorted(mine, key=lambda pair: (pair[0][2], pair[0][0])):
        name: Text = context.caption(item) if item in material.catalog.items else same(item)
        amounts = [printing.number(value, 2) for value in (change.reported, change.audited)]
        difference = printing.number(change.amount, 2, sign=True)
        lines.append(Line((name, period_with_year(period), amounts[0], difference, amounts[1], change.reason)))
    columns = (
        Column(say("statement.column.item"), 36), Column(say("furniture.period"), 18),
        Column(say("restatements.head.reported"), 28, "n"), Column(say("restatements.head.amount"), 26, "n"),
        Column(say("restatements.head.audited"), 28, "n"), Column(say("restatements.head.why"), 36),
    )  # fmt: skip
    caption = say("restatements.adjusted", name=say.currency_name())
    return Table(context.table(SECTION, caption), columns, tuple(lines)) if lines else None
