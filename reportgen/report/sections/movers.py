"""Hospitals that changed their grade or kept it: the bridge of each from the total before, and what moved most.

Those of the list of needs: a card for each; those beyond the first cards in a table.

Who can teach whom: for each weak indicator of a level the three hospitals of that level which do best in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis.group.shared import SharedLesson, left_out, lessons
from reportgen.analysis.group.tiers import Mover, grade_counts, keepers
from reportgen.analysis.group.tiers import movers as found_movers
from reportgen.catalog.calendar_words import period_spoken
from reportgen.model import printing
from reportgen.model.known import count
from reportgen.report import marks
from reportgen.report.desk import captions
from reportgen.report.desk.grades import outlook, ways
from reportgen.report.desk.grades.outlook import OutlookPoint
from reportgen.report.desk.grades.scale import Tick, bullet_bands, ticks
from reportgen.report.desk.judgement import evidence, group_needs
from reportgen.report.desk.judgement.group_needs import KindOfNeed
from reportgen.report.desk.tables.sheet import (
    LANDSCAPE_MM,
    PORTRAIT_MM,
    Paragraphs,
    SectionContent,
    Table,
    TableColumn,
    TableRow,
    saying,
)
from reportgen.report.speech import capital

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reportgen.analysis.group.league import LeaguePlace
    from reportgen.model.definition import Text
    from reportgen.model.schemes import Grade
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.desk.grades.group import GroupContext
    from reportgen.report.desk.grades.ways import Path
    from reportgen.report.speech import Fact

SECTION: Final = "movers"
NAME: Final = 40.0
SCORE: Final = 16.8
GRADE: Final = 9.0
EFFECT: Final = 13.5
LEAST_CAUSE: Final = 40.0
EASY_CAUSE: Final = 60.0
"""Widths in mm; the last column has what the others leave, and where that is much the page stands upright."""
HAN_MM: Final = 2.6
HEAD_SHARE: Final = 1.1
HEAD_AIR_MM: Final = 2.4
"""A character of a head; its type beside the smallest; the room beside its words."""
KEPT_UP_TO: Final = 10
"""Hospitals of the same grade that are shown, those whose totals changed most."""


def movers(desk: GroupContext) -> SectionContent:
    """Risers, fallers, then those that kept their grade; one sentence where nobody changed it or nothing compares."""
    found = found_movers(desk.material)
    compared = grade_counts(desk.material).compared
    if not compared:
        return saying(desk.say("group.movers.headline.none"), desk.say("group.movers.none"))
    if not found:
        return SectionContent(
            desk.say("group.movers.headline.still", n=compared),
            (Paragraphs((desk.say("group.movers.still", n=compared),)),),
        )
    rose = [one for one in found if one.change > 0]
    fell = [one for one in reversed(found) if one.change <= 0]
    key = "group.movers.headline" if rose and fell else f"group.movers.headline.{'rose' if rose else 'fell'}"
    headline = desk.say(key, n=compared, rose=_count(desk, rose), fell=_count(desk, fell))
    groups = [(_heading(desk, some, key), some) for key, some in (("rose", rose), ("fell", fell)) if some]
    return SectionContent(headline, (_table(desk, [*groups, *_kept(desk)]),), (desk.say("group.movers.lead"),))


def _count(desk: GroupContext, rows: list[Mover]) -> int:
    return desk.count((one.hospital for one in rows), "grade")


def _heading(desk: GroupContext, rows: list[Mover], key: str, **shown: str) -> Text:
    return desk.say(f"group.movers.{key}", n=_count(desk, rows), **shown)


def _kept(desk: GroupContext) -> Iterator[tuple[Text, list[Mover]]]:
    """Those of the same grade, or of many those whose totals changed most."""
    found = list(keepers(desk.material))
    shown = found[:KEPT_UP_TO]
    if len(shown) < len(found):
        yield _heading(desk, found, "kept.some", shown=printing.whole(len(shown))), shown
    elif shown:
        yield _heading(desk, found, "kept"), shown


def _table(desk: GroupContext, groups: list[tuple[Text, list[Mover]]]) -> Table:
    """One table, for the columns of all are the same; each group of hospitals has a heading in it."""
    say = desk.say
    names = {one.id: one.name for member in desk.material.members for one in member.evaluation.abilities}
    before, now = period_spoken(desk.material.before), period_spoken(desk.material.period)
    effects = [_effect_mm(name, desk) for name in names.values()]
    others = NAME + 2 * (SCORE + GRADE) + sum(effects)
    cause = PORTRAIT_MM - others
    if cause < EASY_CAUSE:
        cause = max(LANDSCAPE_MM - others, LEAST_CAUSE)
    columns = (
        TableColumn(say("group.head.hospital"), NAME, "stacked"),
        TableColumn(say("group.head.score_of", period=before), SCORE, "n"),
        TableColumn(say("verdict.head.grade"), GRADE, "grade"),
        *(TableColumn(name, width, "n") for name, width in zip(names.values(), effects, strict=True)),
        TableColumn(say("group.head.score_of", period=now), SCORE, "n"),
        TableColumn(say("verdict.head.grade"), GRADE, "grade"),
        TableColumn(say("group.head.main"), cause, "stacked"),
    )
    lines: list[TableRow] = []
    for heading, rows in groups:
        lines += [TableRow((heading,), "section"), *(_line(desk, one, tuple(names)) for one in rows)]
    caption = desk.table(SECTION, say("group.movers.table"))
    return Table(caption, columns, tuple(lines), (say("group.movers.note"),), dense=True)


def _effect_mm(name: Text, desk: GroupContext) -> float:
    """How wide a column is whose head holds the Chinese name on one line, and breaks the English between words."""
    chinese = 0.0 if desk.mode == "en" else len(name.zh) * HAN_MM
    return max(EFFECT, HEAD_AIR_MM + max(chinese, HEAD_SHARE * captions.head_mm(name, desk.mode, is_low=True)))


def _line(desk: GroupContext, one: Mover, abilities: tuple[str, ...]) -> TableRow:
    effects = (desk.points(one.abilities.get(name, 0.0)) for name in abilities)
    return TableRow(
        (
            desk.short_names[one.hospital],
            desk.score(one.before),
            str(one.grade_before),
            *effects,
            desk.score(one.now),
            str(one.grade_now),
            _main(desk, one),
        )
    )


def _main(desk: GroupContext, one: Mover) -> Text | str:
    """The indicator that moved most, from where to where; what lay behind it the data do not say."""
    if one.main is None:
        return desk.say(f"group.movers.{'many' if one.change else 'unmoved'}")
    member = desk.material.by_id[one.hospital]
    now = member.evaluation.indicator(one.main)
    earlier = desk.before(member)
    then = earlier.indicator(one.main).value if earlier is not None else None
    name, effect = desk.short(one.main), desk.points(one.effect)
    if then is None or now.value is None:
        return desk.say("group.movers.main.plain", name=name, effect=effect)
    values: dict[str, Fact] = {"then": desk.spoken(one.main, then), "now": desk.spoken(one.main, now.value)}
    if values["then"] == values["now"]:
        return desk.say("group.movers.main.alike", name=name, effect=effect, now=values["now"])
    return desk.say("group.movers.main", name=name, effect=effect, **values)


CARDS: Final = 12


@dataclass(frozen=True)
class AttentionCard:
    """One hospital: where it stands, what costs it most, the way to the next grade."""

    name: Text
    level: Text
    place: Text
    score: str
    grade: Grade | None
    mark: str
    ticks: tuple[Tick, ...]
    change: Text | None
    risks: tuple[OutlookPoint, ...]
    path: Path | None
    target: str | None


@dataclass(frozen=True)
class HospitalRow:
    """One more hospital, shorter."""

    name: Text
    place: str
    interval: str
    score: str
    grade: Grade | None
    risks: Text
    target: str | None


@dataclass(frozen=True)
class Attention:
    """The list."""

    headline: Text
    lead: Text
    cards: tuple[AttentionCard, ...]
    rows: tuple[HospitalRow, ...]
    others: int = 0


def attention(desk: GroupContext) -> Attention | None:
    """The hospitals of the list of needs that have a total: a card for each of the first, a row for the others.

    None where none has: the list before says who needs help, and the league who is not ranked.
    """
    listed = [one for one in group_needs.needy(desk) if one.need is not KindOfNeed.DATA]
    if not listed:
        return None
    places = [desk.material.league.by_id[one.hospital] for one in listed]
    return Attention(
        headline=group_needs.one_by_one(desk, listed),
        lead=desk.say("group.attention.lead"),
        cards=tuple(_card(desk, place) for place in places[:CARDS]),
        rows=tuple(_row(desk, place) for place in places[CARDS:]),
        others=desk.count((place.hospital for place in places[CARDS:]), "grade"),
    )


def _at_red(desk: GroupContext, context: HospitalContext) -> tuple[Text, ...]:
    """The red lines that a hospital reaches, each with value and line, as one clause."""
    told = [evidence.crossing(context, one) for one in evidence.crossed_lines(context)]
    return (desk.say("group.attention.red", names=desk.say.join(told, "list.comma")),) if told else ()


def _card(desk: GroupContext, place: LeaguePlace) -> AttentionCard:
    context = desk.at(desk.material.by_id[place.hospital])
    grade = context.evaluation.grade
    before = context.before.score if context.before else None
    drawing = marks.dumbbell(context.evaluation.score or 0.0, before, bullet_bands(desk))
    return AttentionCard(
        name=desk.names[place.hospital],
        level=desk.class_name(desk.material.level(place.hospital)),
        place=desk.place_words(place),
        score=desk.total(context.evaluation),
        grade=grade,
        mark=context.mark("dumbbell", drawing),
        ticks=ticks(desk),
        change=desk.change_words(context, marked=False),
        risks=(*(OutlookPoint(None, capital(red), None) for red in _at_red(desk, context)), *outlook.costs(context)),
        path=ways.path(context),
        target=desk.page_of(place.hospital),
    )


def _row(desk: GroupContext, place: LeaguePlace) -> HospitalRow:
    context = desk.at(desk.material.by_id[place.hospital])
    return HospitalRow(
        name=desk.names[place.hospital],
        place=printing.DASH if place.rank is None else printing.whole(place.rank),
        interval=desk.interval(place),
        score=desk.total(context.evaluation),
        grade=context.evaluation.grade,
        risks=_named(desk, context),
        target=desk.page_of(place.hospital),
    )


def _named(desk: GroupContext, context: HospitalContext) -> Text:
    """What costs a hospital most, and red lines; where nothing stands out, that, and how far its total fell."""
    told = [*(context.short(one.id) for one in outlook.endangered(context)), *_at_red(desk, context)]
    if not told:
        fall = desk.change_words(context, marked=False)
        told = [desk.say("group.attention.whole"), *([fall] if fall else [])]
    return desk.say.join(told, "list.semicolon")


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


def transfer(desk: GroupContext) -> Transfer:
    """A table by level; one sentence where nobody is weak in anything that can be learned."""
    found = lessons(desk.material)
    if not any(tier.ranked for tier in desk.levels):
        return Transfer(desk.say("group.transfer.headline.unranked"), desk.say("group.transfer.unranked"), ())
    if not found:
        none = desk.say("group.transfer.none")
        return Transfer(desk.say("group.transfer.headline.none"), none, (), _left_out(desk))
    levels = []
    for tier in desk.levels:
        own = [one for one in found if one.tier.id == tier.id]
        if own:
            title = desk.say("group.transfer.table", level=desk.tier_name(tier), n=count(map(_key, own)))
            levels.append(LevelLessons(title, tuple(_transfer_row(desk, one) for one in own)))
    return Transfer(
        headline=_headline(desk, found),
        lead=desk.say("group.transfer.lead"),
        levels=tuple(levels),
        left_out=_left_out(desk),
    )


def _left_out(desk: GroupContext) -> Text | None:
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


def _headline(desk: GroupContext, found: tuple[SharedLesson, ...]) -> Text:
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
    key = key if len(desk.levels) > 1 and len(by_level) <= LEVELS_IN_TITLE else f"{key}.levels"
    facts: dict[str, Fact] = {"n": count(map(_key, every)), "taught": count(map(_key, taught))}
    return desk.say(key, levels=desk.say.join(by_level), **facts)


def _key(one: SharedLesson) -> str:
    return f"level.{one.tier.id}.indicator.{one.indicator}"


def _transfer_row(desk: GroupContext, one: SharedLesson) -> LessonRow:
    rest = one.learners[NAMED:]
    more = desk.say("group.transfer.more", rest=desk.count(rest, f"indicator.{one.indicator}.score")) if rest else None
    return LessonRow(
        name=desk.short(one.indicator),
        unit=desk.unit(one.indicator),
        learners=_valued(desk, one, one.learners[:NAMED]),
        more=more,
        teachers=_valued(desk, one, (hospital for hospital, _ in one.teachers)),
    )


def _valued(desk: GroupContext, one: SharedLesson, hospitals: Iterable[str]) -> tuple[Valued, ...]:
    found = ((who, desk.material.by_id[who].evaluation.indicator(one.indicator).value) for who in hospitals)
    return tuple(
        Valued(desk.short_names[who], desk.printed(one.indicator, value)) for who, value in found if value is not None
    )
