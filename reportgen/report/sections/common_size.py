"""Common size: parts as shares of their whole, now and last year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Lack
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
"""Share under which a part is no row of the drawing; the table has it."""


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
    shown = [part for part in one.parts if part.share.value is not None and abs(part.share.value) >= SMALLEST]
    rows = [_pair(writer, one, part) for part in shown]
    return drawings.pairs(writer, rows, one.id, title=title, base=last_year(context))


def _pair(writer: Scribe, one: CommonSize, part: Part) -> Pair:
    now = (part.share.value or 0.0) * printing.PERCENT
    before = None if part.earlier_share.value is None else part.earlier_share.value * printing.PERCENT
    name = _part_name(writer.context, one, part)
    words, behind = name.in_language(writer.context.language), writer.context.behind(name)
    return Pair(words, before, now, drawings.moved(writer, now, before), behind)


def _table(writer: Scribe, known: list[CommonSize]) -> Table:
    context, say, table = writer.context, writer.context.say, writer.table()
    columns = (
        Column(say("common_size.head.part"), 70), Column(say("common_size.head.amount"), 30, "n"),
        Column(say("common_size.head.share"), 24, "n"), Column(say("common_size.head.before"), 24, "n"),
        Column(say("common_size.head.change"), 24, "n"),
    )  # fmt: skip
    lines: list[Line] = []
    for one in known:
        lines.append(heading(context.material.catalog.structures[one.id].title))
        lines += [_line(table, one, part) for part in one.parts]
    caption = context.table(SECTION, say("common_size.table", unit=form_rows.unit(context)))
    return Table(caption, columns, tuple(lines), (say("common_size.note"), *table.notes.lines()), dense=True)


def _line(table: Scribe, one: CommonSize, part: Part) -> Line:
    name = _part_name(table.context, one, part)
    change = part.share - part.earlier_share
    return Line(
        (name, table.write(part.amount, "money"), table.write(part.share, "share"),
         table.write(part.earlier_share, "share"),
         table.write(change, "share", sign=True)), level=1,
    )  # fmt: skip
