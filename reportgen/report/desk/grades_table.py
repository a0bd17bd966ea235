"""The key of the grades as a table: letter and shape, how it is drawn, from which score to which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.report.desk.gradings import grade_key
from reportgen.report.desk.sheet import Column, Line, Table
from reportgen.report.speech import same

if TYPE_CHECKING:
    from reportgen.report.desk.office import Office


def grades_table(context: Office, section: str) -> Table:
    """A row for each grade of the scheme, best first."""
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
    return Table(context.table(section, say("reading.grades")), columns, lines, (note,), dense=True)
