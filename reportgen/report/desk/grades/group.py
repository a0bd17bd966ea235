"""The desk at which a report about many hospitals is written.

The middle of the other ranked hospitals of a level: that beside which it stands is left out, of every figure.

Levels and kinds of hospitals as sources write them, in both languages.

What hospitals with long names are called in tables: their names without what stands in brackets.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

from reportgen.analysis import known
from reportgen.analysis.group.material import GroupMaterial
from reportgen.analysis.group.tiers import Tier, median, tiers
from reportgen.catalog.calendar_words import period_with_year
from reportgen.model import printing
from reportgen.model.definition import Text
from reportgen.model.known import VALUE, NumberSource, Sets, TracedNumber, count, counted, rank
from reportgen.model.printing import half_up
from reportgen.report.desk.context import HospitalContext, SubjectContext
from reportgen.report.desk.grades.gradings import why_no_total
from reportgen.report.speech import Speech, same
from reportgen.scoring.sample import FEWEST
from reportgen.scoring.standards import verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reportgen.analysis.group.league import LeaguePlace
    from reportgen.analysis.group.material import GroupMaterial
    from reportgen.analysis.material import Material
    from reportgen.model.definition import LanguageMode
    from reportgen.model.known import Counted
    from reportgen.model.results import Evaluation, PeerPosition
    from reportgen.model.schemes import Grade


Column = dict[str, float | None]
"""Figures of the hospitals of a level by hospital."""
CLASSES: Final = "group.class"
LONG: Final = 20
"""Han characters, or twice as many others, of a name that would make the rows of a table high."""
ASIDE: Final = re.compile(r"\s*(?:（[^（）]{9,}）|\([^()]{9,}\))")
"""Other names of a hospital, and whose it is; shorter brackets (a campus, a kind) tell hospitals apart."""
HAN: Final = "\u2e80"
WHOLE_UP_TO: Final = 20
"""Hospitals that stand in one table; more are split by level."""
INDICATOR: Final = "indicator"
LevelColumn = Mapping[str, tuple[NumberSource, ...]]
"""The values that the ranked hospitals of a level have, by indicator."""


@dataclass(frozen=True)
class Beside:
    """Hospitals by level with their results.

    Attributes:
        levels: every hospital in one of them.
        by_id: the hospitals.
    """

    levels: tuple[Tier, ...]
    by_id: Mapping[str, Material]

    def ability(self, hospital: str, identifier: str) -> float | None:
        """The middle score of an ability among the other ranked ones of a level; None of fewer than five."""
        return self._middle(self._abilities, hospital, identifier)

    def indicator(self, hospital: str, identifier: str) -> float | None:
        """The middle value of an indicator among the other ranked ones of a level; None of fewer than five."""
        return self._middle(self._indicators, hospital, identifier)

    def _middle(self, columns: Mapping[tuple[str, str], Column], hospital: str, identifier: str) -> float | None:
        column = columns.get((self._level[hospital], identifier), {})
        return median(value for other, value in column.items() if other != hospital)

    @cached_property
    def _level(self) -> Mapping[str, str]:
        return {hospital: tier.id for tier in self.levels for hospital in tier.hospitals}

    def _ranked(self) -> Iterator[tuple[str, str]]:
        return ((tier.id, hospital) for tier in self.levels for hospital in tier.ranked)

    @cached_property
    def _abilities(self) -> Mapping[tuple[str, str], Column]:
        found: dict[tuple[str, str], Column] = {}
        for level, hospital in self._ranked():
            for one in self.by_id[hospital].evaluation.abilities:
                found.setdefault((level, one.id), {})[hospital] = one.score
        return found

    @cached_property
    def _indicators(self) -> Mapping[tuple[str, str], Column]:
        found: dict[tuple[str, str], Column] = {}
        for level, hospital in self._ranked():
            for one in self.by_id[hospital].evaluation.indicators:
                found.setdefault((level, one.id), {})[hospital] = one.value
        return found


def class_name(say: Speech, said: str) -> Text:
    """What a level is called in both languages, as far as the words know it; else as it is said."""
    for words in say.words.under(CLASSES).values():
        if said in {words.zh, words.en} or said == words.zh.partition(" ")[0]:
            return words
    return same(said)


def short_names(names: Mapping[str, Text]) -> Mapping[str, Text]:
    """All names by hospital; one is shortened only if no other hospital is then called the same."""
    cut = {key: _cut(name) for key, name in names.items()}
    taken = Counter(words for name in cut.values() for words in {name.zh, name.en})
    return {key: name if taken[name.zh] == taken[name.en] == 1 else names[key] for key, name in cut.items()}


def _cut(name: Text) -> Text:
    if max(_width(name.zh), _width(name.en)) <= LONG:
        return name
    return Text(zh=ASIDE.sub("", name.zh).strip() or name.zh, en=ASIDE.sub("", name.en).strip() or name.en)


def _width(words: str) -> float:
    return sum(0.5 if character < HAN else 1.0 for character in words)


@dataclass(frozen=True)
class Division:
    """Hospitals that stand in one table.

    Attributes:
        suffix: of the anchor.
        is_mixed: whether it holds several levels, each of too few hospitals for a middle to be told.
        is_first: whether it begins a page; the others follow.
    """

    suffix: str
    title: Text
    hospitals: frozenset[str]
    is_mixed: bool = False
    is_first: bool = False


@dataclass(frozen=True, eq=False, kw_only=True)
class GroupContext(SubjectContext):
    """The desk of a group; each hospital has a desk of its own that shares the ledger and the drawings."""

    material: GroupMaterial

    @staticmethod
    def of(material: GroupMaterial, mode: LanguageMode) -> GroupContext:
        """A fresh desk for a group in one period."""
        speech = Speech(material.catalog.words, material.case.file.currency)
        desk = GroupContext(say=speech, mode=mode, material=known_group(material))
        desk.ledger.sets = sets(desk.material)
        return desk

    @property
    def too_few(self) -> Text:
        """Why there is no median: of fewer hospitals each could be told from it."""
        return self.say("group.few", least=FEWEST)

    @property
    def too_few_others(self) -> Text:
        """Why nothing beside a hospital is told of its level: of fewer others each could be told from it."""
        return self.say("group.few.others", least=FEWEST)

    @property
    def subject(self) -> Text:
        """What the group is called."""
        return self.material.name

    @cached_property
    def levels(self) -> tuple[Tier, ...]:
        """The hospitals by level, highest first."""
        return tiers(self.material)

    def tier(self, hospital: str) -> Tier:
        """The level of a hospital."""
        return next(tier for tier in self.levels if hospital in tier.hospitals)

    def is_ranked(self, hospital: str) -> bool:
        """Whether a hospital has a rank, and counts for the middles and places of others."""
        return self.material.league.by_id[hospital].rank is not None

    @cached_property
    def divisions(self) -> tuple[Division, ...]:
        """All hospitals together, or many of them level by level, levels of fewer than five in one."""
        everybody = frozenset(self.material.hospitals)
        if len(everybody) <= WHOLE_UP_TO or len(self.levels) == 1:
            return (Division("", self.say("group.league.all"), everybody, is_first=True),)
        shown = [tier for tier in self.levels if tier.is_shown]
        found = [
            Division(f"-{number}", self.tier_name(tier), frozenset(tier.hospitals), is_first=number == 1)
            for number, tier in enumerate(shown, start=1)
        ]
        rest = frozenset(hospital for tier in self.levels if not tier.is_shown for hospital in tier.hospitals)
        if rest:
            others = self.say("group.league.others")
            found.append(Division(f"-{len(shown) + 1}", others, rest, is_mixed=True, is_first=not shown))
        return tuple(found)

    @cached_property
    def names(self) -> Mapping[str, Text]:
        """Names of all hospitals of the data by id."""
        own, respell = self.material.case.file.entity, self.material.catalog.respell
        found = {key: same(respell(entity.name) or key) for key, entity in self.material.dataset.entities.items()}
        known = {hospital: found.get(hospital, same(hospital)) for hospital in self.material.hospitals}
        stated = {own.id: own.name} if own is not None else {}
        group = self.material.case.file.group
        return {**found, **known, **stated, **(group.members if group else {})}

    @cached_property
    def short_names(self) -> Mapping[str, Text]:
        """What they are called in tables, where a long name would make a row high."""
        return short_names(self.names)

    @property
    def handles(self) -> Mapping[str, str]:
        """What names of numbers, drawings and anchors of a hospital begin with."""
        return self.material.handles

    def count(self, hospitals: Iterable[str], of: str = "") -> Counted:
        """How many hospitals these are; `of` is the result of theirs that is counted."""
        return count((self.handles[hospital] for hospital in hospitals), of)

    def page_of(self, hospital: str) -> str | None:
        """The anchor of a hospital's own page, where this report has one."""
        return self.anchor(f"member-{self.handles[hospital]}")

    def at(self, member: Material) -> HospitalContext:
        """The desk of one hospital; names of its numbers and drawings begin with its handle."""
        return HospitalContext(
            say=self.say,
            mode=self.mode,
            ledger=self.ledger,
            images=self.images,
            captions=self.captions,
            anchors=self.anchors,
            member=self.handles[member.entity],
            material=member,
        )

    def before(self, member: Material) -> Evaluation | None:
        """A hospital's result of the preceding period, where its total compares with this one."""
        return self.material.earlier(member)

    def tier_name(self, tier: Tier) -> Text:
        """What the hospitals of a level are called; all of them, where the data name a level of none."""
        if len(self.levels) == 1 and not tier.id:
            return self.say("group.league.all")
        if tier.is_known:
            return self.say(f"hospital_level.{tier.id}")
        return self.class_name(tier.id)

    def class_name(self, said: str) -> Text:
        """A level or kind of hospital as its source writes it, in both languages where the words know it."""
        return class_name(self.say, self.material.catalog.respell(said)) if said else self.say("group.no_level")

    def total(self, evaluation: Evaluation | None) -> str:
        """A total as printed, or a dash."""
        if evaluation is None or evaluation.score is None:
            return printing.DASH
        return self.score(evaluation.score)

    @staticmethod
    def interval(place: LeaguePlace) -> str:
        """The range of a rank, or a dash where there is no rank."""
        if place.low is None or place.high is None:
            return printing.DASH
        return printing.composed("{}\u2013{}", printing.whole(place.low), printing.whole(place.high))

    def median_of(self, hospitals: Iterable[str]) -> float | None:
        """The middle total of those of some hospitals that are ranked; None of fewer than five."""
        ranked = filter(self.is_ranked, hospitals)
        return median(self.material.by_id[hospital].evaluation.score for hospital in ranked)

    def grade_for(self, score: float, places: int | None = None) -> Grade | None:
        """The band of a score as printed, to the scheme's decimals or to so many places."""
        grades, decimals = self.material.scheme.grades, self.material.scheme.decimals
        return verdict(score, grades, decimals if places is None else places).grade if grades else None

    @cached_property
    def beside(self) -> Beside:
        """What the other hospitals of its level have, for each hospital."""
        return Beside(self.levels, self.material.by_id)

    def why_no_total(self, hospitals: Iterable[str]) -> str:
        """What stopped the totals of hospitals of which none is ranked: data, unless most lack something else."""
        found = [
            why_no_total(self.material.by_id[name].evaluation) for name in hospitals if name in self.material.by_id
        ]
        return next((why for why in ("standards", "zero") if 2 * found.count(why) > len(found)), "data")

    def place_words(self, place: LeaguePlace) -> Text:
        """A rank with the interval of it, or that there is none."""
        if place.rank is None:
            return self.say("group.unranked")
        whole = printing.whole
        facts = {"rank": whole(place.rank), "of": whole(self.material.league.ranked)}
        return self.say("relative.rank", low=whole(place.low or 0), high=whole(place.high or 0), **facts)

    def change_words(self, context: HospitalContext, *, marked: bool = True) -> Text | None:
        """How a hospital's total changed since the preceding period; None where the two do not compare.

        `marked` is whether a change that its totals miss as printed bears the mark of rounding.
        """
        now, before = context.evaluation.score, context.before
        if now is None or before is None or before.score is None:
            return None
        facts = {"change": self.points(now - before.score), "score": self.score(before.score)}
        places = self.material.scheme.decimals
        if half_up(now, places) == half_up(before.score, places):
            return self.say("group.change.none", before=period_with_year(before.period))
        adds_up = half_up(now, places) - half_up(before.score, places) == half_up(now - before.score, places)
        return self.say(
            "group.change" if adds_up or not marked else "group.change.odd",
            before=period_with_year(before.period),
            **facts,
        )


def known_group(group: GroupMaterial) -> GroupMaterial:
    """The same group; its scores, values, standards and marks of quality know what they are."""
    scheme, levels = known.scheme(group.scheme), tiers(group)
    columns = {one: column for tier in levels for column in [_column(group, tier.ranked)] for one in tier.hospitals}
    members = (replace(_member(group, member, columns[member.entity]), scheme=scheme) for member in group.members)
    return replace(group, members=tuple(members), scheme=scheme)


def sets(group: GroupMaterial) -> Sets:
    """All hospitals, those with a rank, and those of each level."""
    handles, league = group.handles, group.league.by_id
    levels = {
        f"level.{number}": frozenset(handles[one] for one in tier.hospitals)
        for number, tier in enumerate(tiers(group), start=1)
    }
    ranked = frozenset(handles[one] for one in group.hospitals if league[one].rank is not None)
    return Sets({"group": frozenset(handles.values()), "ranked": ranked, **levels})


def _column(group: GroupMaterial, hospitals: tuple[str, ...]) -> LevelColumn:
    found: dict[str, list[NumberSource]] = {}
    for hospital in hospitals:
        for row in group.by_id[hospital].evaluation.indicators:
            if row.value is not None:
                found.setdefault(row.id, []).append(NumberSource(VALUE, f"indicator.{row.id}", group.handles[hospital]))
    return {name: tuple(some) for name, some in found.items()}


def _member(group: GroupMaterial, member: Material, level: LevelColumn) -> Material:
    handle, placing = group.handles[member.entity], partial(_peer, level)
    history = {
        period: known.evaluation(one, handle, f"{period}.", partial(_peer, {}))
        for period, one in member.history.items()
    }
    quarters = {name: _quarters(level.get(name, ()), *pair) for name, pair in member.quarters.items()}
    evaluation = known.evaluation(member.evaluation, handle, "", placing)
    quality = known.quality(member.quality, handle)
    return replace(member, evaluation=evaluation, history=history, quality=quality, quarters=quarters)


def _peer(level: LevelColumn, peer: PeerPosition, key: str, handle: str) -> PeerPosition:
    others = tuple(one for one in level.get(key.removeprefix(f"{INDICATOR}."), ()) if one.owner != handle)
    if len(others) != peer.n:
        return peer
    middle = TracedNumber(peer.median, NumberSource("median", parts=others))
    place = rank(peer.rank, handle, key, others)
    lower, upper = _quarters(others, peer.lower_quartile, peer.upper_quartile)
    return replace(peer, n=counted(others), rank=place, median=middle, lower_quartile=lower, upper_quartile=upper)


def _quarters(others: tuple[NumberSource, ...], lower: float, upper: float) -> tuple[float, float]:
    return TracedNumber(lower, NumberSource("lower_quartile", parts=others)), TracedNumber(
        upper, NumberSource("upper_quartile", parts=others)
    )
