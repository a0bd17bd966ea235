"""Hospitals that changed their grade or kept it: the bridge of each from the total before, and what moved most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.group.grades import grade_counts
from reportgen.analysis.group.movers import Mover, keepers
from reportgen.analysis.group.movers import movers as found_movers
from reportgen.model import printing
from reportgen.report.calendar_words import period_spoken
from reportgen.report.desk import heads
from reportgen.report.desk.sheet import LANDSCAPE_MM, Column, Line, Sheet, Table, Words, saying

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.model.definition import Text
    from reportgen.report.desk.group import GroupDesk
    from reportgen.report.speech import Fact

SECTION: Final = "movers"
NAME: Final = 40.0
SCORE: Final = 16.8
GRADE: Final = 9.0
EFFECT: Final = 13.5
LEAST_CAUSE: Final = 40.0
"""Widths in mm; the last column has what the others leave."""
HAN_MM: Final = 2.6
HEAD_SHARE: Final = 1.1
HEAD_AIR_MM: Final = 2.4
"""A character of a head; its type beside the smallest; the room beside its words."""
KEPT_UP_TO: Final = 10
"""Hospitals of the same grade that are shown, those whose totals changed most."""


def movers(desk: GroupDesk) -> Sheet:
    """Risers, fallers, then those that kept their grade; one sentence where nobody changed it or nothing compares."""
    found = found_movers(desk.material)
    compared = grade_counts(desk.material).compared
    if not compared:
        return saying(desk.say("group.movers.headline.none"), desk.say("group.movers.none"))
    if not found:
        return Sheet(desk.say("group.movers.headline.still", n=compared), (Words((desk.say("group.movers.still"),)),))
    rose = [one for one in found if one.change > 0]
    fell = [one for one in reversed(found) if one.change <= 0]
    headline = desk.say("group.movers.headline", n=compared, rose=_count(desk, rose), fell=_count(desk, fell))
    groups = [(_heading(desk, some, key), some) for key, some in (("rose", rose), ("fell", fell)) if some]
    return Sheet(headline, (_table(desk, [*groups, *_kept(desk)]),), (desk.say("group.movers.lead"),))


def _count(desk: GroupDesk, rows: list[Mover]) -> int:
    return desk.count((one.hospital for one in rows), "grade")


def _heading(desk: GroupDesk, rows: list[Mover], key: str, **shown: str) -> Text:
    return desk.say(f"group.movers.{key}", n=_count(desk, rows), **shown)


def _kept(desk: GroupDesk) -> Iterator[tuple[Text, list[Mover]]]:
    """Those of the same grade, or of many those whose totals changed most."""
    found = list(keepers(desk.material))
    shown = found[:KEPT_UP_TO]
    if len(shown) < len(found):
        yield _heading(desk, found, "kept.some", shown=printing.whole(len(shown))), shown
    elif shown:
        yield _heading(desk, found, "kept"), shown


def _table(desk: GroupDesk, groups: list[tuple[Text, list[Mover]]]) -> Table:
    """One table, for the columns of all are the same; each group of hospitals has a heading in it."""
    say = desk.say
    names = {one.id: one.name for member in desk.material.members for one in member.evaluation.abilities}
    before, now = period_spoken(desk.material.before), period_spoken(desk.material.period)
    effects = [_effect_mm(name, desk) for name in names.values()]
    cause = max(LANDSCAPE_MM - NAME - 2 * (SCORE + GRADE) - sum(effects), LEAST_CAUSE)
    columns = (
        Column(say("group.head.hospital"), NAME, "stacked"),
        Column(say("group.head.score_of", period=before), SCORE, "n"),
        Column(say("verdict.head.grade"), GRADE, "grade"),
        *(Column(name, width, "n") for name, width in zip(names.values(), effects, strict=True)),
        Column(say("group.head.score_of", period=now), SCORE, "n"),
        Column(say("verdict.head.grade"), GRADE, "grade"),
        Column(say("group.head.main"), cause, "stacked"),
    )
    lines: list[Line] = []
    for heading, rows in groups:
        lines += [Line((heading,), "section"), *(_line(desk, one, tuple(names)) for one in rows)]
    caption = desk.table(SECTION, say("group.movers.table"))
    return Table(caption, columns, tuple(lines), (say("group.movers.note"),), dense=True)


def _effect_mm(name: Text, desk: GroupDesk) -> float:
    """How wide a column is whose head holds the Chinese name on one line, and breaks the English between words."""
    chinese = 0.0 if desk.mode == "en" else len(name.zh) * HAN_MM
    return max(EFFECT, HEAD_AIR_MM + max(chinese, HEAD_SHARE * heads.head_mm(name, desk.mode, is_low=True)))


def _line(desk: GroupDesk, one: Mover, abilities: tuple[str, ...]) -> Line:
    effects = (desk.points(one.abilities.get(name, 0.0)) for name in abilities)
    return Line(
        (
            desk.short_names[one.hospital], desk.score(one.before), str(one.grade_before), *effects,
            desk.score(one.now), str(one.grade_now), _main(desk, one),
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
