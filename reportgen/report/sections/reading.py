"""How to read the report: grades and their shapes, marks, charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.report.desk.grades_table import grades_table
from reportgen.report.desk.gradings import grade_key
from reportgen.report.desk.sheet import Block, Column, Line, Sheet, Table

if TYPE_CHECKING:
    from reportgen.report.desk.context import Context
    from reportgen.report.desk.group import GroupDesk
    from reportgen.report.desk.office import Office

SECTION = "reading"


def reading(context: Context) -> Sheet:
    """Tables of what stands for what."""
    say, key = context.say, grade_key(context)
    blocks: list[Block] = []
    if key:
        blocks.append(grades_table(context, SECTION))
    blocks += [_signs(context, group) for group in ("marks", "colours", "charts", "numbers")]
    counted = sum(len(block.lines) for block in blocks if isinstance(block, Table))
    return Sheet(say("reading.headline" if key else "reading.headline.plain", n=len(key), signs=counted), tuple(blocks))


def group_reading(desk: GroupDesk) -> Sheet:
    """What ranks, changes and marks of a group mean; the cover shows the grades."""
    signs = _signs(desk, "league", "told")
    return Sheet(desk.say("reading.headline.plain", signs=len(signs.lines)), (signs,))


def _signs(context: Office, group: str, style: str = "") -> Table:
    say = context.say
    names, meanings = say.words.under(f"reading.{group}.sign"), say.words.under(f"reading.{group}.means")
    columns = (Column(say("reading.head.sign"), 42), Column(say("reading.head.means"), 130, style))
    lines = tuple(Line((names[name], meanings[name])) for name in names)
    return Table(context.table(SECTION, say(f"reading.{group}.title")), columns, lines, dense=True)
