"""Whom the grades of a group are about, and where its change comes from: the hospitals and the ability behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.group.movers import shifts
from reportgen.model.schemes import Grade

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from reportgen.analysis.group.movers import Shifts
    from reportgen.model.definition import Text
    from reportgen.model.known import Counted
    from reportgen.report.desk.group import GroupDesk
    from reportgen.report.speech import Fact

WEAK: Final = (Grade.LOW, Grade.POOR)
MOST_NAMED: Final = 6
"""Hospitals in need of attention that are all named; of more those with the lowest totals."""
FEW: Final = 3
"""Hospitals that are named of many: the lowest, or those that fell furthest."""


def counted(desk: GroupDesk, now: Mapping[Grade, int], grades: Iterable[Grade]) -> list[Text]:
    """How many hospitals have each of the grades, as far as there are any."""
    return [desk.say("group.verdict.weak.one", n=now[grade], grade=desk.grade(grade)) for grade in grades if now[grade]]


def weak(desk: GroupDesk, now: Mapping[Grade, int]) -> Iterator[Text]:
    """Which hospitals need attention, by grade, the better first as in the league."""
    say, by_id = desk.say, desk.material.by_id
    graded = [(one.hospital, by_id[one.hospital].evaluation.grade) for one in desk.material.league.places
              if one.rank is not None]  # fmt: skip
    found = {grade: [hospital for hospital, own in graded if own is grade] for grade in WEAK}
    every = [hospital for some in found.values() for hospital in some]
    if not every:
        return
    if len(every) > MOST_NAMED:
        lowest = named(desk, reversed(every[-FEW:]))
        yield say("group.verdict.weak.many", which=say.join(counted(desk, now, WEAK)), names=lowest)
        return
    which = [
        say("group.verdict.weak.named", grade=desk.grade(grade), names=named(desk, some))
        for grade, some in found.items()
        if some
    ]
    yield say("group.verdict.weak", n=desk.count(every, "grade"), which=say.join(which, "list.semicolon"))


def causes(desk: GroupDesk) -> Iterator[Text]:
    """How many totals rose and fell and by how much, what moved them most on average, and who fell furthest."""
    found = shifts(desk.material)
    if not found.changes:
        return
    falls = sorted((change, who) for who, change in found.changes.items() if change < 0)[:FEW]
    n = desk.count((who for _, who in falls), "score.total")
    without = _without(found, {who for _, who in falls})
    facts: dict[str, Fact] = {"of": desk.count(found.changes, "score.total"), "mean": desk.points(found.mean)}
    facts |= {"up": _moved(desk, found, 1), "down": _moved(desk, found, -1)}
    if found.median is None:
        yield desk.say("group.verdict.changed.few", **facts)
    elif found.mean < 0 < without:
        facts |= {"median": desk.points(found.median), "rest": desk.points(without), "n": n}
        yield desk.say("group.verdict.changed.without", **facts)
    else:
        yield desk.say("group.verdict.changed", median=desk.points(found.median), **facts)
    yield from _behind(desk, found)
    if falls:
        told = [
            desk.say("group.verdict.fallen.one", name=desk.names[who], change=desk.points(change))
            for change, who in falls
        ]
        yield desk.say("group.verdict.fallen", names=desk.say.join(told), n=n)


def _moved(desk: GroupDesk, found: Shifts, sign: int) -> Counted:
    """How many totals rose, or fell."""
    return desk.count((who for who, change in found.changes.items() if change * sign > 0), "score.total")


def _behind(desk: GroupDesk, found: Shifts) -> Iterator[Text]:
    """The ability and the indicator that moved the totals most in the direction of their mean."""
    sign = 1 if found.mean > 0 else -1
    ability, indicator = (
        max(effects, key=lambda name: (effects[name] * sign, name)) for effects in (found.abilities, found.indicators)
    )
    names = {one.id: one.name for member in desk.material.members for one in member.evaluation.abilities}
    yield desk.say(
        "group.verdict.cause.up" if sign > 0 else "group.verdict.cause.down",
        ability=names[ability],
        effect=desk.points(found.abilities[ability]),
        indicator=desk.short(indicator),
        points=desk.points(found.indicators[indicator]),
    )


def _without(found: Shifts, named: set[str]) -> float:
    """The mean change of all others: whether it is some few alone that make it a fall."""
    others = [change for who, change in found.changes.items() if who not in named]
    return sum(others) / len(others) if others else 0.0


def named(desk: GroupDesk, hospitals: Iterable[str]) -> Text:
    """The names of some hospitals."""
    return desk.say.join([desk.names[hospital] for hospital in hospitals])
