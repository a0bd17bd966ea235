"""Whom the grades of a group are about, and where its change comes from: the hospitals and the ability behind it.

Warnings of a group's hospitals: how many each has, and which hospitals reach a red line.

What stands under the keys of a report about many hospitals: each hospital's are looked up among its own results.

The hospitals that a case names as members of its group, held against those of the data.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Final

from reportgen.analysis.group.tiers import shifts
from reportgen.model import printing
from reportgen.model.finding import Finding
from reportgen.model.known import Counted, count
from reportgen.model.place import Place
from reportgen.model.schemes import Grade
from reportgen.model.warnings import Level
from reportgen.report.desk.grades.ways import MOST_ALIKE
from reportgen.report.desk.judgement import alarms, evidence
from reportgen.report.desk.sources.passport_rows import WITHIN, Keys, StandingKeys
from reportgen.report.passport import NumberOrigin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reportgen.analysis.group.material import GroupMaterial
    from reportgen.analysis.group.tiers import Shifts
    from reportgen.analysis.material import Material
    from reportgen.model.definition import Text
    from reportgen.model.known import Counted
    from reportgen.report.desk.grades.group import GroupContext
    from reportgen.report.speech import Fact

WEAK: Final = (Grade.LOW, Grade.POOR)
MOST_NAMED: Final = 6
"""Hospitals in need of attention that are all named; of more those with the lowest totals."""
FEW: Final = 3
"""Hospitals that are named of many: the lowest, or those that fell furthest."""


def counted(desk: GroupContext, now: Mapping[Grade, int], grades: Iterable[Grade]) -> list[Text]:
    """How many hospitals have each of the grades, as far as there are any."""
    return [desk.say("group.verdict.weak.one", n=now[grade], grade=desk.grade(grade)) for grade in grades if now[grade]]


def weak(desk: GroupContext, now: Mapping[Grade, int]) -> Iterator[Text]:
    """Which hospitals need attention, by grade, the better first as in the league."""
    say, by_id = desk.say, desk.material.by_id
    graded = [
        (one.hospital, by_id[one.hospital].evaluation.grade)
        for one in desk.material.league.places
        if one.rank is not None
    ]
    found = {grade: [hospital for hospital, own in graded if own is grade] for grade in WEAK}
    every = [hospital for some in found.values() for hospital in some]
    if not every:
        return
    if len(every) > MOST_NAMED:
        yield _lowest(desk, say.join(counted(desk, now, WEAK)), every)
        return
    which = [
        say("group.verdict.weak.named", grade=desk.grade(grade), names=named(desk, some))
        for grade, some in found.items()
        if some
    ]
    yield say("group.verdict.weak", n=desk.count(every, "grade"), which=say.join(which, "list.semicolon"))


def _lowest(desk: GroupContext, which: Text, every: Sequence[str]) -> Text:
    """Who has the lowest totals of many: nobody is picked out of those that have the same, and many are counted."""
    totals = {one: printing.number(desk.material.by_id[one].evaluation.score or 0.0, 2) for one in every}
    worst = list(reversed(every))
    alike = [one for one in worst if totals[one] == totals[worst[0]]]
    if len(alike) > FEW:
        return desk.say("group.verdict.weak.alike", which=which, n=len(alike), score=totals[worst[0]])
    lowest = [one for one in worst[:FEW] if totals[one] != totals[worst[FEW]]]
    return desk.say("group.verdict.weak.many", which=which, n=len(lowest), names=named(desk, lowest))


def causes(desk: GroupContext) -> Iterator[Text]:
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


def _moved(desk: GroupContext, found: Shifts, sign: int) -> Counted:
    """How many totals rose, or fell."""
    return desk.count((who for who, change in found.changes.items() if change * sign > 0), "score.total")


def _behind(desk: GroupContext, found: Shifts) -> Iterator[Text]:
    """What moved the totals most in the direction of their mean: the indicator, and of several abilities which one."""
    sign = 1 if found.mean > 0 else -1
    abilities, indicators = (_leading(desk, effects, sign) for effects in (found.abilities, found.indicators))
    if max(len(indicators), len(abilities)) > MOST_ALIKE:
        return
    alone = ".alone" if len(found.abilities) == 1 else ""
    if alone and len(found.indicators) == 1:
        return
    names = {one.id: one.name for member in desk.material.members for one in member.evaluation.abilities}
    yield desk.say(
        f"group.verdict.cause.{'up' if sign > 0 else 'down'}{alone}",
        n=len(found.changes),
        ability=desk.say.join([desk.say.within(names[one]) for one in abilities]),
        effect=desk.points(found.abilities[abilities[0]]),
        indicator=desk.say.join([desk.say.within(desk.short(one)) for one in indicators]),
        points=desk.points(found.indicators[indicators[0]]),
        abilities=len(abilities),
        indicators=len(indicators),
    )


def _leading(desk: GroupContext, effects: Mapping[str, float], sign: int) -> list[str]:
    """What moved the totals most in one direction, with what moved them as much in print."""
    most = max(effects, key=lambda name: (effects[name] * sign, name))
    return [most, *(one for one in effects if one != most and desk.points(effects[one]) == desk.points(effects[most]))]


def _without(found: Shifts, named: set[str]) -> float:
    """The mean change of all others: whether it is some few alone that make it a fall."""
    others = [change for who, change in found.changes.items() if who not in named]
    return sum(others) / len(others) if others else 0.0


def named(desk: GroupContext, hospitals: Iterable[str]) -> Text:
    """The names of some hospitals."""
    return desk.say.join([desk.names[hospital] for hospital in hospitals])


def numbers(desk: GroupContext, member: Material) -> tuple[printing.PrintedNumber, printing.PrintedNumber]:
    """Indicators that the register of warnings has at the highest level, and at the others."""
    handle, found = desk.handles[member.entity], alarms.alarms(desk.at(member))
    red = count(f"{handle}.indicator.{one.indicator}" for one in found if one.level is Level.RED)
    other = count(f"{handle}.indicator.{one.indicator}" for one in found if one.level is not Level.RED)
    return printing.whole(red), printing.whole(other)


def at_red(desk: GroupContext) -> Iterator[Text]:
    """Which hospitals reach a red line, whatever their grade: it may be a fair one, or none."""
    red = at_red_lines(desk)
    n = count_at_red(desk, red)
    if len(red) > MOST_NAMED:
        yield desk.say("group.verdict.red.many", n=n, of=desk.count(desk.material.hospitals))
    elif red:
        touched = dict.fromkeys(chain.from_iterable(red.values()))
        lines = desk.say.join([desk.say.within(desk.short(indicator)) for indicator in touched], "list.comma")
        yield desk.say("group.verdict.red", n=n, lines=lines, names=named(desk, red))


def at_red_lines(desk: GroupContext) -> dict[str, tuple[str, ...]]:
    """The hospitals that reach a red line, by rank, each with the indicators that do: those of the list of needs."""
    by_id, places = desk.material.by_id, desk.material.league.places
    return {place.hospital: found for place in places if (found := red_lines(desk, by_id[place.hospital]))}


def count_at_red(desk: GroupContext, red: Mapping[str, tuple[str, ...]]) -> Counted:
    """How many they are, with an indicator of each."""
    return count(f"{desk.handles[hospital]}.indicator.{found[0]}" for hospital, found in red.items())


def red_lines(desk: GroupContext, member: Material) -> tuple[str, ...]:
    """Indicators of a hospital that reach a red warning line, as the register has them."""
    return tuple(one.indicator for one in evidence.crossed_lines(desk.at(member)))


RESULTS: Final = f"results.json{WITHIN}"
SHARED: Final = ("rule.", "warning.", "scheme.", "ability.", "part.", "indicator.")
"""What keys begin with that are of no single hospital: all are judged by the same scheme."""

DRAWS: Final = "league.draws"
RANGE: Final = "rank."
"""What the keys of the ends of a range of ranks begin with."""


@dataclass(frozen=True, eq=False)
class GroupKeys(Keys):
    """The keys of a report about a group; numbers with a passport of their own are left to it."""

    desk: GroupContext

    def of(self, key: str) -> NumberOrigin | None:
        """What stands under a key; None where nothing is known of it, or its passport tells."""
        return None if key in self.desk.ledger.entries else super().of(key)

    @cached_property
    def _members(self) -> dict[str, StandingKeys]:
        members = self.desk.material.members
        return {self.desk.handles[one.entity]: StandingKeys(self.desk.at(one)) for one in members}

    def _of(self, key: str) -> NumberOrigin | None:
        handle, _, own = key.partition(".")
        if handle in self._members:
            keys = self._members[handle]
            found, name = self._rank(own) or keys.of(own), keys.context.material.entity
            return None if found is None else replace(found, key=key, at=_within(found.at, name))
        if key == DRAWS:
            return NumberOrigin(key, None, (), f"{RESULTS}draws", self.desk.say("passport.origin.program"))
        if key.startswith(SHARED) and self._members:
            found = next(iter(self._members.values())).of(key)
            return None if found is None else replace(found, at="" if found.at.startswith(RESULTS) else found.at)
        return None

    def _rank(self, key: str) -> NumberOrigin | None:
        """The lowest and the highest of the ranks that a hospital had with other weights."""
        if not key.startswith(RANGE):
            return None
        return NumberOrigin(key, None, (), f"{RESULTS}rank_interval", self.desk.say("group.origin.interval"))


def _within(at: str, hospital: str) -> str:
    """The way in the results of a group, which hold those of each hospital by its id."""
    return at.replace(RESULTS, f"{RESULTS}hospitals/{hospital}/", 1)


UNKNOWN: Final = "B23"


def unknown_members(material: GroupMaterial) -> Iterator[Finding]:
    """B23: hospitals that the case names and the data do not have."""
    group = material.case.file.group
    for name in sorted(set(group.members if group else ()) - set(material.dataset.entities)):
        yield Finding(UNKNOWN, Place("case.yaml"), {"name": name})
