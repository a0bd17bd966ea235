"""What was bought of equipment and buildings, month by month to date, against the year's capital budget."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Lack
from reportgen.model import printing
from reportgen.model.period import MONTHS
from reportgen.report.calendar_words import period_short
from reportgen.report.charts import Used, progress
from reportgen.report.desk import form_rows
from reportgen.report.desk.sheet import Figure, Line
from reportgen.report.tokens import ink

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.analysis.business.assets import Assets, Purchase
    from reportgen.report.desk.answers import Scribe
    from reportgen.report.desk.sheet import Block

HEADS: Final = {"month": (52.0, ""), "spent": (40.0, "n"), "planned": (40.0, "n"), "execution": (40.0, "n")}


def purchases(writer: Scribe, found: Assets) -> list[Block]:
    """The drawing where there is a budget, and the table; nothing where nothing was spent on record."""
    path = found.purchases
    if isinstance(path, Lack):
        return []
    table = writer.table()
    lines = [
        Line((
            period_short(point.period), table.write(point.spent, "money"), table.write(found.budget, "money"),
            table.write(point.execution, "percent"),
        ))
        for point in path
    ]  # fmt: skip
    unit = form_rows.unit(writer.context)
    return [*_drawing(writer, path), table.grid("purchases", HEADS, lines, unit=unit)]


def _drawing(writer: Scribe, path: Sequence[Purchase]) -> list[Figure]:
    context, say = writer.context, writer.context.say
    known = [(point, point.execution.value) for point in path if point.execution.value is not None]
    if not known:
        return []
    used = [
        Used(
            period_short(point.period).in_language(context.language),
            share * printing.PERCENT,
            writer.shown(share, "percent"),
        )
        for point, share in known
    ]
    elapsed = context.period.months_elapsed / MONTHS
    said = say("equipment.elapsed", elapsed=printing.percent(elapsed, 1))
    listed = say.join([say("phrase.named", name=one.name, value=one.printed) for one in used], "list.comma_only")
    alt = context.text("equipment.purchases.alt", listed=listed)
    chart = progress(used, elapsed * printing.PERCENT, said.in_language(context.language), alt, ink())
    caption = context.figure(writer.section, say("equipment.purchases.figure"))
    return [Figure(caption, context.picture("equipment-purchases", chart), say("equipment.purchases.note"))]
