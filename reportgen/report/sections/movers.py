"""Hospitals that changed their grade: the bridge of each from the total before to that now, and what moved most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.group.grades import grade_counts
from reportgen.analysis.group.movers import Mover
from reportgen.analysis.group.movers import movers as found_movers
from reportgen.report.calendar_words import period_spoken
from reportgen.report.desk.sheet import LANDSCAPE_MM, Block, Column, Line, Sheet, Table, Words, saying

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.report.desk.group import GroupDesk
    from reportgen.report.speech import Fact

SECTION: Final = "movers"
NAME: Final = 30.0
SCORE: Final = 16.8
GRADE: Final = 10.0
EFFECT: Final = 17.8
LEAST_CAUSE: Final = 40.0
"""Widths in mm; the last column has what the others leave."""


def movers(desk: GroupDesk) -> Sheet:
    """Risers, then fallers; one sentence where nobody changed grade or nothing compares."""
    found = found_movers(desk.material)
    compared = grade_counts(desk.material).compared
    if not compared:
        return saying(desk.say("group.movers.headline.none"), desk.say("group.movers.none"))
    if not found:
        return Sheet(desk.say("group.movers.headline.still", n=compared), (Words((desk.say("group.movers.still"),)),))
    rose = [one for one in found if one.change > 0]
    fell = [one for one in reversed(found) if one.change <= 0]
    blocks: list[Block] = [_table(desk, some, key) for key, some in (("rose", rose), ("fell", fell)) if some]
    headline = desk.say("group.movers.headline", n=compared, rose=_count(desk, rose), fell=_count(desk, fell))
    return Sheet(headline, tuple(blocks), (desk.say("group.movers.lead"),))


def _count(desk: GroupDesk, rows: list[Mover]) -> int:
    return desk.count((one.hospital for one in rows), "grade")


def _table(desk: GroupDesk, rows: list[Mover], key: str) -> Table:
    say = desk.say
    names = {one.id: one.name for member in desk.material.members for one in member.evaluation.abilities}
    before, now = period_spoken(desk.material.before), period_spoken(desk.material.period)
    cause = max(LANDSCAPE_MM - NAME - 2 * (SCORE + GRADE) - EFFECT * len(names), LEAST_CAUSE)
    columns = (
        Column(say("group.head.hospital"), NAME, "stacked"),
        Column(say("group.head.score_of", period=before), SCORE, "n"),
        Column(say("verdict.head.grade"), GRADE, "grade"),
        *(Column(name, EFFECT, "n") for name in names.values()),
        Column(say("group.head.score_of", period=now), SCORE, "n"),
        Column(say("verdict.head.grade"), GRADE, "grade"),
        Column(say("group.head.main"), cause, "stacked"),
    )
    lines = tuple(_line(desk, one, tuple(names)) for one in rows)
    caption = desk.table(SECTION, say(f"group.movers.{key}", n=_count(desk, rows)))
    return Table(caption, columns, lines, (say("group.movers.note"),), dense=True)


def _line(desk: GroupDesk, one: Mover, abilities: tuple[str, ...]) -> Line:
    effects = (desk.points(one.abilities.get(name, 0.0)) for name in abilities)
    return Line(
        (
            desk.names[one.hospital], desk.score(one.before), str(one.grade_before), *effects, desk.score(one.now),
            str(one.grade_now), _main(desk, one),
        )
    )  # fmt: skip


def _main(desk: GroupDesk, one: Mover) -> Text | str:
    """The indicator that moved most, from where to where; what lay behind it the data do not say."""
    if one.main is None:
        return desk.say("group.movers.many")
    member = desk.material.by_id[one.hospital]
    now = member.evaluation.indicator(one.main)
    earlier = desk.before(member)
    then = earlier.indicator(one.main).value if earlier is not None else None
    name, effect = desk.short(one.main), desk.points(one.effect)
    if then is None or now.value is None:
        return desk.say("group.movers.main.plain", name=name, effect=effect)
    values: dict[str, Fact] = {"then": desk.spoken(one.main, then), "now": desk.spoken(one.main, now.value)}
    return desk.say("group.movers.main", name=name, effect=effect, **values)
