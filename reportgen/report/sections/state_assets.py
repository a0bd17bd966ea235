"""Preservation of state assets: net assets over the year so far, and what is held in kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Lack
from reportgen.report.desk import form_rows
from reportgen.report.desk.answers import heading, left_out, named, scribe, unanswered
from reportgen.report.desk.bridges import End, Move, bridge_figure
from reportgen.report.desk.sheet import Line, Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.analysis.answer import Figure as Found
    from reportgen.analysis.value.state_assets import Held, NetAssetsPart, StateAssets
    from reportgen.model.definition import Text
    from reportgen.report.desk.answers import Scribe
    from reportgen.report.desk.context import Context
    from reportgen.report.desk.sheet import Block, Figure, Table

SECTION: Final = "state_assets"
HEADS: Final = {"line": (70.0, ""), "opening": (34.0, "n"), "change": (34.0, "n"), "closing": (34.0, "n")}


def state_assets(context: Context) -> Sheet:
    """The bridge of net assets, then assets in kind."""
    found: StateAssets | Lack = context.material.analysis["value.state_assets"]
    if isinstance(found, Lack):
        return unanswered(context, SECTION, found)
    writer = scribe(context, SECTION)
    blocks: list[Block] = []
    lacks = []
    if isinstance(found.parts, Lack):
        lacks.append(found.parts)
    elif any(one.change.value for one in found.parts):
        blocks.append(_figure(writer, found, found.parts))
    blocks.append(_table(writer, found))
    return Sheet(_headline(writer, found), (*blocks, *left_out(context, lacks)))


def _headline(writer: Scribe, found: StateAssets) -> Text:
    say = writer.context.say
    if found.rate.value is None or found.verdict is None:
        return say("state_assets.headline.plain")
    rate = writer.said("headline", say("state_assets.rate"), found.rate.value, "share")
    return say("state_assets.headline", rate=rate, verdict=say(f"analysis.preserved.{found.verdict}"))


def _figure(writer: Scribe, found: StateAssets, parts: Sequence[NetAssetsPart]) -> Figure:
    context, say = writer.context, writer.context.say
    moves = [Move(named(context, one.item), one.change.value) for one in parts if one.change.value]
    ends = End(say("state_assets.opening"), found.opening), End(say("state_assets.closing"), found.closing)
    note = say("state_assets.figure.note", unit=form_rows.unit(context))
    return bridge_figure(writer, "parts", say("state_assets.figure"), ends, moves, "money", note)


def _table(writer: Scribe, found: StateAssets) -> Table:
    context, say, table = writer.context, writer.context.say, writer.table()
    lines: list[Line] = []
    parts = () if isinstance(found.parts, Lack) else found.parts
    for key, rows in (("parts", parts), ("held", found.held)):
        if rows:
            lines.append(heading(say(f"state_assets.group.{key}")))
        lines += [_line(table, one) for one in rows]
    objective = table.write(found.objective, "money")
    plain = table.write(found.plain, "share")
    note = say("state_assets.note.stated" if found.stated else "state_assets.note", objective=objective, plain=plain)
    return table.grid("state", HEADS, lines, note, unit=form_rows.unit(context))


def _line(table: Scribe, one: NetAssetsPart | Held) -> Line:
    cells = (_written(table, one.opening), _written(table, one.change, sign=True), _written(table, one.closing))
    return Line((named(table.context, one.item), *cells), level=1)


def _written(table: Scribe, figure: Found, *, sign: bool = False) -> str:
    """A figure, or a dash where no cell has one: a blank line counts as zero in sums and is none on the page."""
    if figure.value == 0 and not figure.places:
        return table.notes.absent(table.context.say("state_assets.blank"))
    return table.write(figure, "money", sign=sign)
