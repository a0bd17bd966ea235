"""What follows from each grade, where those who set the scheme say so: one row for each band that has a text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.report.desk import gradings
from reportgen.report.desk.sheet import Column, Line, Sheet, Table
from reportgen.report.speech import same

if TYPE_CHECKING:
    from reportgen.report.desk.context import Context

SECTION: Final = "consequences"


def consequences(context: Context) -> Sheet | None:
    """The table, best grade first; None where the scheme says nothing of consequences."""
    say, scheme, grade = context.say, context.material.scheme, context.evaluation.grade
    if not scheme.consequences:
        return None
    columns = (
        Column(say("scorecard.head.grade"), 24),
        Column(say("consequences.head.range"), 28),
        Column(say("consequences.head.follows"), 120),
    )
    keys = [key for key in gradings.grade_key(context) if key.grade in scheme.consequences]
    lines = tuple(Line((key.name, same(key.range), scheme.consequences[key.grade])) for key in keys)
    caption = context.table(SECTION, say("consequences.table"))
    named = None if grade is None else context.grade(grade)
    headline = say("consequences.headline", grade=named) if named else say("consequences.headline.none")
    return Sheet(headline, (Table(caption, columns, lines, (say("consequences.note"),)),))
