"""Who can teach whom: for each weak indicator of a level the three hospitals of that level which do best in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis.group.transfer import Lesson, left_out, lessons
from reportgen.model.known import count

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.model.definition import Text
    from reportgen.report.desk.group import GroupDesk
    from reportgen.report.speech import Fact

LEVELS_IN_TITLE: Final = 2
"""Levels of hospitals that a title counts one by one."""
NAMED: Final = 4
"""Learners that are named; of more the number is told."""


@dataclass(frozen=True)
class Valued:
    """One hospital with its value."""

    name: Text
    value: str


@dataclass(frozen=True)
class LessonRow:
    """One indicator: who is weak in it, who does best."""

    name: Text
    unit: Text
    learners: tuple[Valued, ...]
    more: Text | None
    teachers: tuple[Valued, ...]


@dataclass(frozen=True)
class LevelLessons:
    """The weak indicators of one level, in a table of their own, so that its head goes on with it over pages."""

    title: Text
    rows: tuple[LessonRow, ...]

    @property
    def finest(self) -> str:
        """A value with the most decimals, to whose point the others are aligned."""
        values = [one.value for row in self.rows for one in (*row.learners, *row.teachers)]
        return max(values, key=lambda value: len(value.partition(".")[2]), default="")


@dataclass(frozen=True)
class Transfer:
    """The page, or pages."""

    headline: Text
    lead: Text
    levels: tuple[LevelLessons, ...]
    left_out: Text | None = None


def transfer(desk: GroupDesk) -> Transfer:
    """A table by level; one sentence where nobody is weak in anything that can be learned."""
    found = lessons(desk.material)
    if not found:
        none = desk.say("group.transfer.none")
        return Transfer(desk.say("group.transfer.headline.none"), none, ())
    levels = []
    for tier in desk.levels:
        own = [one for one in found if one.tier.id == tier.id]
        if own:
            title = desk.say("group.transfer.table", level=desk.tier_name(tier), n=count(map(_key, own)))
            levels.append(LevelLessons(title, tuple(_row(desk, one) for one in own)))
    return Transfer(
        headline=_headline(desk, found),
        lead=desk.say("group.transfer.lead"),
        levels=tuple(levels),
        left_out=_left_out(desk),
    )


def _left_out(desk: GroupDesk) -> Text | None:
    """The weak indicators that are not listed, by level, so that all can be counted."""
    found = left_out(desk.material)
    if not found:
        return None
    by_level = []
    for tier in desk.levels:
        names = [desk.short(one.indicator) for one in found if one.tier.id == tier.id]
        if names:
            joined = desk.say.join(names, "list.comma")
            by_level.append(desk.say("group.transfer.left_out.level", level=desk.tier_name(tier), names=joined))
    levels = desk.say.join(by_level, "list.semicolon")
    return desk.say("group.transfer.left_out", n=count(map(_key, found)), levels=levels)


def _headline(desk: GroupDesk, found: tuple[Lesson, ...]) -> Text:
    """How many weak indicators there are, listed or not, and for how many of each level there is a teacher."""
    taught, every = [one for one in found if one.teachers], (*found, *left_out(desk.material))
    by_level = []
    for tier in desk.levels:
        own = count(_key(one) for one in taught if one.tier.id == tier.id)
        if own:
            by_level.append(desk.say("group.transfer.level", level=desk.tier_name(tier), n=own))
    if not taught:
        return desk.say("group.transfer.headline.nobody", n=count(map(_key, every)))
    key = "group.transfer.headline.all" if len(taught) == len(every) else "group.transfer.headline"
    key = key if len(by_level) <= LEVELS_IN_TITLE else f"{key}.levels"
    facts: dict[str, Fact] = {"n": count(map(_key, every)), "taught": count(map(_key, taught))}
    return desk.say(key, levels=desk.say.join(by_level), **facts)


def _key(one: Lesson) -> str:
    return f"level.{one.tier.id}.indicator.{one.indicator}"


def _row(desk: GroupDesk, one: Lesson) -> LessonRow:
    rest = one.learners[NAMED:]
    more = desk.say("group.transfer.more", rest=desk.count(rest, f"indicator.{one.indicator}.score")) if rest else None
    return LessonRow(
        name=desk.short(one.indicator),
        unit=desk.unit(one.indicator),
        learners=_valued(desk, one, one.learners[:NAMED]),
        more=more,
        teachers=_valued(desk, one, (hospital for hospital, _ in one.teachers)),
    )


def _valued(desk: GroupDesk, one: Lesson, hospitals: Iterable[str]) -> tuple[Valued, ...]:
    found = ((who, desk.material.by_id[who].evaluation.indicator(one.indicator).value) for who in hospitals)
    return tuple(
        Valued(desk.short_names[who], desk.printed(one.indicator, value)) for who, value in found if value is not None
    )
