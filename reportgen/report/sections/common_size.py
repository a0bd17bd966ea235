"""Common size: parts as shares of their whole, now and last year."""

from __future__ import annotations

from dataclasses import replace
from math import fsum
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Lack, added
from reportgen.model import printing
from reportgen.report.charts import Pair
from reportgen.report.desk import drawings, form_rows
from reportgen.report.desk.answers import called, heading, last_year, left_out, named, scribe, unanswered
from reportgen.report.desk.sheet import Column, Figure, Line, Sheet, Table
from reportgen.report.section import Piece

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.analysis.comparison.common_size import CommonSize, Part
    from reportgen.model.definition import Text
    from reportgen.model.reports import Options
    from reportgen.report.desk.answers import Scribe
    from reportgen.report.desk.context import Context
    from reportgen.report.desk.sheet import Block

SECTION: Final = "common_size"
SMALLEST: Final = 0.005
"""Share under which a part has no row of its own in the drawing; the table has it."""


def pieces(context: Context, options: Options) -> list[Piece]:
    """The wholes that are asked for, one table for all; that of which the headline speaks is drawn."""
    found: Mapping[str, CommonSize | Lack] = context.material.analysis["comparison.common_size"]
    asked = {name: found[name] for name in options.words("of") if name in found}
    known = [one for one in asked.values() if not isinstance(one, Lack)]
    lacks = [one for one in asked.values() if isinstance(one, Lack)]
    if not known:
        return [Piece(options.entry, unanswered(context, SECTION, *lacks))]
    writer = scribe(context, SECTION)
    moved = [(one, part, _moved(part)) for one in known for part in one.parts]
    blocks: tuple[Block, ...] = (
        _figure(writer, _drawn(known, moved)),
        _table(writer, known),
        *left_out(context, lacks),
    )
    return [Piece(options.entry, Sheet(_headline(writer, moved), blocks))]


def _moved(part: Part) -> float | None:
    if part.share.value is None or part.earlier_share.value is None:
        return None
    return part.share.value - part.earlier_share.value


def _most_moved(moved: list[tuple[CommonSize, Part, float | None]]) -> tuple[CommonSize, Part, float] | None:
    """The part whose share moved most; None where nothing can be compared."""
    compared = [(one, part, change) for one, part, change in moved if change is not None]
    return max(compared, key=lambda row: abs(row[2]), default=None)


def _drawn(known: list[CommonSize], moved: list[tuple[CommonSize, Part, float | None]]) -> CommonSize:
    found = _most_moved(moved)
    return found[0] if found else known[0]


def _headline(writer: Scribe, moved: list[tuple[CommonSize, Part, float | None]]) -> Text:
    context, say = writer.context, writer.context.say
    found = _most_moved(moved)
    if found is None:
        return say("common_size.headline.first", n=len(moved))
    one, part, change = found
    whole = context.material.catalog.structures[one.id].whole
    assert part.share.value is not None
    facts: dict[str, Text | str] = {
        "whole": called(context, whole), "part": say.within(named(context, part.id)), "base": last_year(context),
        "share": writer.said("headline", named(context, part.id), part.share.value, "share"),
        "change": writer.said("headline.change", named(context, part.id), abs(change), "points"),
    }  # fmt: skip
    return say(f"common_size.headline.{'up' if change >= 0 else 'down'}", **facts)


def _part_name(context: Context, one: CommonSize, part: Part) -> Text:
    rest = context.material.catalog.structures[one.id].rest
    return rest if part.id == "rest" and rest is not None else named(context, part.id)


def _figure(writer: Scribe, one: CommonSize) -> Figure:
    context, title = writer.context, writer.context.material.catalog.structures[one.id].title
    known = [part for part in one.parts if part.share.value is not None]
    shown = [part for part in known if abs(part.share.value or 0.0) >= SMALLEST]
    small = [part for part in known if part not in shown]
    if shown and all(_moved(part) is not None for part in known):
        rows = [_shift(writer, _part_name(context, one, part), [part]) for part in shown]
        rows += [_shift(writer, context.say("common_size.small", n=len(small)), small)] if len(small) > 1 else []
        rows += [_shift(writer, _part_name(context, one, part), [part]) for part in small if len(small) == 1]
        return drawings.shifts(writer, rows, title=title, base=last_year(context))
    pairs = [_pair(writer, one, part) for part in shown]
    drawn = drawings.pairs(writer, pairs, one.id, title=title, base=last_year(context))
    return replace(drawn, note=context.say("common_size.figure.shares", base=last_year(context)))


def _shift(writer: Scribe, name: Text, parts: list[Part]) -> tuple[Text, float, str]:
    """By how many points a share moved, or that of all small parts together, so that the shares make the whole."""
    now = fsum(part.share.value or 0.0 for part in parts) * printing.PERCENT
    change = fsum(_moved(part) or 0.0 for part in parts) * printing.PERCENT
    return name, change, drawings.moved(writer, now, now - change)


def _pair(writer: Scribe, one: CommonSize, part: Part) -> Pair:
    now = (part.share.value or 0.0) * printing.PERCENT
    before = None if part.earlier_share.value is None else part.earlier_share.value * printing.PERCENT
    name = _part_name(writer.context, one, part)
    words, behind = name.in_language(writer.context.language), writer.context.behind(name)
    return Pair(words, before, now, drawings.moved(writer, now, before), behind)


def _table(writer: Scribe, known: list[CommonSize]) -> Table:
    context, say, table = writer.context, writer.context.say, writer.table()
    columns = (
        Column(say("common_size.head.part"), 62), Column(say("common_size.head.amount"), 28, "n"),
        Column(say("common_size.head.share"), 20, "n"), Column(say("common_size.head.before"), 22, "n"),
        Column(say("common_size.head.change"), 20, "n"), Column(say("common_size.head.growth"), 20, "n"),
    )  # fmt: skip
    lines: list[Line] = []
    for one in known:
        lines.append(heading(context.material.catalog.structures[one.id].title))
        lines += [_line(table, one, part) for part in one.parts]
        lines.append(_whole(table, one))
    caption = context.table(SECTION, say("common_size.table", unit=form_rows.unit(context)))
    return Table(caption, columns, tuple(lines), (say("common_size.note"), *table.notes.lines()), dense=True)


def _line(table: Scribe, one: CommonSize, part: Part) -> Line:
    name = _part_name(table.context, one, part)
    change = part.share - part.earlier_share
    return Line(
        (name, table.write(part.amount, "money"), table.write(part.share, "share"),
         table.write(part.earlier_share, "share"),
         table.write(change, "share", sign=True), table.write(part.against.rate, "percent", sign=True)), level=1,
    )  # fmt: skip


def _whole(table: Scribe, one: CommonSize) -> Line:
    """The whole, of which the parts make up a hundred."""
    context = table.context
    whole = context.material.catalog.structures[one.id].whole
    share = added(part.share for part in one.parts)
    return Line(
        (named(context, whole), table.write(one.whole, "money"), table.write(share, "share"), "", "", ""), "total"
    )
