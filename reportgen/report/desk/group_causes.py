"""Whom the grades of a group are about, and where its change comes from: the hospitals and the ability behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.group.movers import shifts
from reportgen.model.schemes import Grade

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from reportgen.analysis.group.movers import Shifts
    from reportgen.model.definition import Text
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
        lowest = _named(desk, reversed(every[-FEW:]))
        yield say("group.verdict.weak.many", which=say.join(counted(desk, now, WEAK)), names=lowest)
        return
    which = [
        say("group.verdict.weak.named", grade=desk.grade(grade), names=_named(desk, some))
        for grade, some in found.items()
        if some
    ]
    yield say("group.verdict.weak", n=desk.count(every, "grade"), which=say.join(which, "list.semicolon"))


def causes(desk: GroupDesk) -> Iterator[Text]:
    """How many totals rose and fell, by how much on average, the ability behind most of that, and who fell furthest."""
    found = shifts(desk.material)
    if not found.changes:
        return
    mean = sum(found.abilities.values())
    most = max(found.abilities, key=lambda name: (found.abilities[name] * (1 if mean > 0 else -1), name))
    names = {one.id: one.name for member in desk.material.members for one in member.evaluation.abilities}
    rose, fell = (
        desk.count((who for who, change in found.changes.items() if change * sign > 0), "score.total")
        for sign in (1, -1)
    )
    facts: dict[str, Fact] = {"up": rose, "down": fell, "mean": desk.points(mean), "name": names[most]}
    facts["effect"] = desk.points(found.abilities[most])
    falls = sorted((change, who) for who, change in found.changes.items() if change < 0)[:FEW]
    without = _without(found, {who for _, who in falls})
    n = desk.count((who for _, who in falls), "score.total")
    if mean < 0 < without:
        yield desk.say("group.verdict.cause.without", rest=desk.points(without), n=n, **facts)
    else:
        yield desk.say("group.verdict.cause", **facts)
    if falls:
        told = [
            desk.say("group.verdict.fallen.one", name=desk.names[who], change=desk.points(change))
            for change, who in falls
        ]
        yield desk.say("group.verdict.fallen", names=desk.say.join(told), n=n)


def _without(found: Shifts, named: set[str]) -> float:
    """The mean change of all others: whether it is some few alone that make it a fall."""
    others = [change for who, change in found.changes.items() if who not in named]
    return sum(others) / len(others) if others else 0.0


def _named(desk: GroupDesk, hospitals: Iterable[str]) -> Text:
    return desk.say.join([desk.names[hospital] for hospital in hospitals])
