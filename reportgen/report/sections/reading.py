"""How to read the report: grades and their shapes, marks, charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.report.desk.gradings import grade_key
from reportgen.report.desk.sheet import Block, Column, Line, Sheet, Table
from reportgen.report.speech import same

if TYPE_CHECKING:
    from reportgen.report.desk.context import Context

SECTION = "reading"


def reading(context: Context) -> Sheet:
    """Tables of what stands for what."""
    say, key = context.say, grade_key(context)
    blocks: list[Block] = []
    if key:
        blocks.append(_grades(context))
    blocks += [_signs(context, group) for group in ("marks", "colours", "charts", "numbers")]
    counted = sum(len(block.lines) for block in blocks if isinstance(block, Table))
    return Sheet(say("reading.headline" if key else "reading.headline.plain", n=len(key), signs=counted), tuple(blocks))


def _grades(context: Context) -> Table:
    say = context.say
    columns = (
        Column(say("scorecard.head.grade"), 40), Column(say("reading.head.shape"), 20, "grade"),
        Column(say("reading.head.drawn"), 46), Column(say("reading.head.range"), 66),
    )  # fmt: skip
    lines = tuple(
        Line((key.name, str(key.grade), say(f"reading.shape.{key.grade}"), same(key.range)))
        for key in grade_key(context)
    )
    decimals = context.material.scheme.decimals
    note = say("reading.bounds", decimals=decimals)
    return Table(context.table(SECTION, say("reading.grades")), columns, lines, (note,), dense=True)


def _signs(context: Context, group: str) -> Table:
    say = context.say
    names, meanings = say.words.under(f"reading.{group}.sign"), say.words.under(f"reading.{group}.means")
    columns = (Column(say("reading.head.sign"), 42), Column(say("reading.head.means"), 130))
    lines = tuple(Line((names[name], meanings[name])) for name in names)
    return Table(context.table(SECTION, say(f"reading.{group}.title")), columns, lines, dense=True)
