"""One page for each hospital of a group: its place, its abilities beside its level, every indicator, the way up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.model import printing
from reportgen.model.known import count
from reportgen.report import marks
from reportgen.report.desk import gradings, group_alerts, outlook, ways
from reportgen.report.desk.notes import Notes
from reportgen.report.desk.scale import Tick, bullet_bands, ticks
from reportgen.report.passport import Entry
from reportgen.report.section import Piece
from reportgen.report.sections.member.foot import files, foot
from reportgen.report.sections.member.rows import IndicatorRow, chosen, indicator, standard_head

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reportgen.analysis.material import Material
    from reportgen.model.definition import Text
    from reportgen.model.reports import Options
    from reportgen.model.results import ScoredAbility, ScoredIndicator
    from reportgen.model.schemes import Grade
    from reportgen.report.desk.context import Context
    from reportgen.report.desk.group import GroupDesk
    from reportgen.report.desk.outlook import Point
    from reportgen.report.desk.ways import Path
    from reportgen.report.speech import Fact


@dataclass(frozen=True)
class SideFact:
    """One line beside the score."""

    name: Text
    value: Text

    @property
    def is_figures(self) -> bool:
        """Whether it reads the same in both languages, and is said once."""
        return not any(character.isalpha() for character in self.value.en)


@dataclass(frozen=True)
class AbilityRow:
    """One ability beside the middle of the hospital's level."""

    name: Text
    weight: str
    bullet: str | None
    score: str
    median: str
    grade: Grade | None


@dataclass(frozen=True)
class Member:
    """The page."""

    name: Text
    level: Text
    number: Text
    headline: Text
    grade: Grade | None
    score: str
    change: Text | None
    remark: Text | None
    mark: str | None
    scale: Text
    ticks: tuple[Tick, ...]
    facts: tuple[SideFact, ...]
    abilities: tuple[AbilityRow, ...]
    count: int
    signs: Text | None
    risks: tuple[Point, ...]
    indicators: tuple[IndicatorRow, ...]
    indicators_title: Text
    standard_head: Text
    path: Path | None
    reasons: tuple[Text, ...]
    notes: tuple[Text, ...]
    files: Text | None


def anchors(desk: GroupDesk, options: Options) -> tuple[str, ...]:
    """The ids of the pages."""
    return tuple(f"{options.entry}-{desk.handles[hospital]}" for hospital in desk.material.hospitals)


def pieces(desk: GroupDesk, options: Options) -> Iterator[Piece]:
    """Ranked hospitals by rank, then the others."""
    for place in desk.material.league.places:
        member = desk.material.by_id[place.hospital]
        anchor = f"{options.entry}-{desk.handles[place.hospital]}"
        yield Piece(anchor, _page(desk, member, anchor), name=desk.names[place.hospital], key=place.hospital)


def _page(desk: GroupDesk, member: Material, anchor: str) -> Member:
    context, evaluation = desk.at(member), member.evaluation
    notes = Notes()
    before = context.before.score if context.before else None
    shown = chosen(context)
    bands = bullet_bands(desk)
    drawing = None if evaluation.score is None else marks.dumbbell(evaluation.score, before, bands)
    return Member(
        name=desk.names[member.entity],
        level=desk.class_name(desk.material.level(member.entity)),
        number=desk.say("group.member.number", id=member.entity),
        headline=_headline(desk, context),
        grade=evaluation.grade,
        score=desk.total(evaluation),
        change=desk.change_words(context),
        remark=_remark(desk, context),
        mark=None if drawing is None else context.mark("dumbbell", drawing),
        scale=desk.say("group.member.scale.now" if before is None else "group.member.scale"),
        ticks=ticks(desk),
        facts=tuple(_facts(desk, member)),
        count=count(f"ability.{one.id}" for one in evaluation.abilities),
        abilities=tuple(_ability(desk, context, one, notes, anchor) for one in evaluation.abilities),
        signs=_signs(desk, context),
        risks=outlook.costs(context),
        indicators=tuple(indicator(desk, context, one, notes, anchor) for one in shown),
        indicators_title=_title(desk, _count(shown), _count(evaluation.indicators)),
        standard_head=standard_head(desk, shown),
        path=ways.path(context),
        reasons=notes.lines(),
        notes=foot(desk, context, shown, anchor),
        files=files(context),
    )


def _headline(desk: GroupDesk, context: Context) -> Text:
    say, evaluation = desk.say, context.evaluation
    place = desk.material.league.by_id[evaluation.entity]
    if evaluation.score is None or evaluation.grade is None:
        return say(f"group.member.headline.withheld.{gradings.why_no_total(evaluation)}")
    facts: dict[str, Fact] = {"grade": desk.grade(evaluation.grade), "score": desk.total(evaluation)}
    if place.rank is None:
        return say("group.member.headline.unranked", **facts)
    interval = desk.interval(place)
    ranked = printing.whole(desk.material.league.ranked)
    key = "group.member.headline.flagged" if place.is_flagged else "group.member.headline"
    return say(key, rank=printing.whole(place.rank), interval=interval, of=ranked, **facts)


def _remark(desk: GroupDesk, context: Context) -> Text | None:
    evaluation = context.evaluation
    if evaluation.grade and evaluation.grade_unrounded and evaluation.grade != evaluation.grade_unrounded:
        return desk.say("verdict.rounded", grade=desk.grade(evaluation.grade_unrounded))
    return desk.say("verdict.interim") if evaluation.interim else None


def _facts(desk: GroupDesk, member: Material) -> Iterator[SideFact]:
    say, material = desk.say, desk.material
    place = material.league.by_id[member.entity]
    tier = desk.tier(member.entity)
    yield SideFact(say("group.head.rank"), desk.place_words(place))
    middle = desk.median_of(tier.ranked)
    ranked = {"n": desk.count(tier.ranked)}
    yield SideFact(
        say("group.member.level_median", level=desk.tier_name(tier)),
        say("group.too_few")
        if middle is None
        else say("group.member.level_median.value", score=desk.score(middle), **ranked),
    )
    yield SideFact(
        say("verdict.fact.data"), say("phrase.words", words=printing.percent(member.quality.completeness, 1))
    )
    found = group_alerts.numbers(desk, member)
    if found is not None and found[0] != printing.whole(0):
        yield SideFact(say("group.member.warned"), say("phrase.words", words=found[0]))
    problems = {"errors": member.quality.errors, "warnings": member.quality.warnings}
    yield SideFact(say("group.member.findings"), say("group.member.findings.value", **problems))


def _ability(desk: GroupDesk, context: Context, one: ScoredAbility, notes: Notes, anchor: str) -> AbilityRow:
    weight = printing.number(one.weight, 1, times=printing.PERCENT)
    middle = desk.beside.ability(context.material.entity, one.id)
    printed = notes.absent(desk.say("group.few")) if middle is None else desk.score(middle)
    if one.score is None:
        return AbilityRow(one.name, weight, None, notes.absent(desk.say("group.no_score")), printed, None)
    earlier = {row.id: row.score for row in context.before.abilities} if context.before else {}
    drawing = marks.bullet(one.score, earlier.get(one.id), middle, bullet_bands(desk), ring=True)
    origin = desk.say("group.origin.ability")
    score = context.enter(Entry(f"ability.{one.id}", one.name, desk.score(one.score), anchor, one.score, origin))
    return AbilityRow(one.name, weight, context.mark(f"bullet-{one.id}", drawing), score, printed, one.grade)


def _signs(desk: GroupDesk, context: Context) -> Text | None:
    """What stands on the bars of the abilities: the scores before, the middles of the level."""
    before = {one.id for one in context.before.abilities if one.score is not None} if context.before else set()
    drawn = [one.id for one in context.evaluation.abilities if one.score is not None]
    middles = any(desk.beside.ability(context.material.entity, name) is not None for name in drawn)
    rings = any(name in before for name in drawn)
    if not drawn or not (rings or middles):
        return None
    return desk.say("group.member.bars." + ("both" if rings and middles else "before" if rings else "median"))


def _count(rows: Iterable[ScoredIndicator]) -> int:
    return count(f"indicator.{row.id}" for row in rows)


def _title(desk: GroupDesk, shown: int, there: int) -> Text:
    if shown == there:
        return desk.say("group.member.indicators", n=shown)
    return desk.say("group.member.indicators.some", n=shown, of=there)
