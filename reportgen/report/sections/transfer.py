"""Who can teach whom: for each weak indicator of a level the three hospitals of that level which do best in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.group.transfer import Lesson, lessons
from reportgen.report.desk.sheet import Column, Line, Sheet, Table, saying

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.report.desk.group import GroupDesk

SECTION: Final = "transfer"
NAMED: Final = 6
"""Learners that are named; of more the number is told."""


def transfer(desk: GroupDesk) -> Sheet:
    """A table by level; one sentence where nobody is weak in anything that can be learned."""
    found = lessons(desk.material)
    if not found:
        return saying(desk.say("group.transfer.headline.none"), desk.say("group.transfer.none"))
    taught = [one for one in found if one.teachers]
    headline = desk.say("group.transfer.headline", n=len(found), taught=len(taught))
    return Sheet(headline, (_table(desk, found),), (desk.say("group.transfer.lead"),))


def _table(desk: GroupDesk, found: tuple[Lesson, ...]) -> Table:
    say = desk.say
    columns = (
        Column(say("scorecard.head.indicator"), 34),
        Column(say("group.head.learners"), 64),
        Column(say("group.head.teachers"), 74),
    )
    lines: list[Line] = []
    for tier in desk.levels:
        own = [one for one in found if one.tier.id == tier.id]
        if own:
            lines.append(Line((desk.tier_name(tier),), "section"))
            lines.extend(_line(desk, one) for one in own)
    caption = desk.table(SECTION, say("group.transfer.table", n=len(found)))
    return Table(caption, columns, tuple(lines), (say("group.transfer.note"),), dense=True)


def _line(desk: GroupDesk, one: Lesson) -> Line:
    teachers = [
        desk.say("group.transfer.teacher", name=desk.names[hospital], value=desk.spoken(one.indicator, value))
        for hospital, value in one.teachers
    ]
    taught = desk.say.join(teachers, "list.semicolon") if teachers else desk.say("group.transfer.nobody")
    return Line((desk.short(one.indicator), _learners(desk, one.learners), taught))


def _learners(desk: GroupDesk, hospitals: tuple[str, ...]) -> Text:
    names = [desk.names[hospital] for hospital in hospitals[:NAMED]]
    rest = len(hospitals) - len(names)
    words = desk.say.join(names, "list.semicolon")
    return desk.say("group.transfer.more", names=words, n=len(hospitals), rest=rest) if rest else words
