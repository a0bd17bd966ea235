"""One page for each hospital of a group: its place, its abilities beside its level, every indicator, the way up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis.group.tiers import tier_of
from reportgen.model import printing
from reportgen.report import marks
from reportgen.report.desk import gradings, outlook
from reportgen.report.desk.notes import Notes
from reportgen.report.desk.scale import bullet_bands
from reportgen.report.passport import Entry
from reportgen.report.section import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.analysis.material import Material
    from reportgen.model.definition import Text
    from reportgen.model.reports import Options
    from reportgen.model.results import PeerPosition, ScoredAbility, ScoredIndicator
    from reportgen.model.schemes import Grade
    from reportgen.report.desk.context import Context
    from reportgen.report.desk.group import GroupDesk
    from reportgen.report.desk.outlook import Path, Point
    from reportgen.report.speech import Fact

MOST: Final = 24
"""Indicators that a page holds; of more those that cost most."""


@dataclass(frozen=True)
class SideFact:
    """One line beside the score."""

    name: Text
    value: Text


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
class IndicatorRow:
    """One indicator: value, middle and place in the level, score, grade, change of the score."""

    name: Text
    unit: Text
    value: str
    value_pad: str
    median: str
    median_pad: str
    place: str
    score: str
    grade: Grade | None
    change: str
    change_sense: int


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
    facts: tuple[SideFact, ...]
    abilities: tuple[AbilityRow, ...]
    risks: tuple[Point, ...]
    indicators: tuple[IndicatorRow, ...]
    indicators_title: Text
    path: Path | None
    notes: tuple[Text, ...]


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
    shown = _chosen(context)
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
        facts=tuple(_facts(desk, member)),
        abilities=tuple(_ability(desk, context, one, notes, anchor) for one in evaluation.abilities),
        risks=outlook.risks(context),
        indicators=tuple(_indicator(desk, context, one, notes, anchor) for one in shown),
        indicators_title=_title(desk, len(shown), len(evaluation.indicators)),
        path=outlook.path(context),
        notes=notes.lines(),
    )


def _headline(desk: GroupDesk, context: Context) -> Text:
    say, evaluation = desk.say, context.evaluation
    place = desk.material.league.by_id[evaluation.entity]
    if evaluation.score is None or evaluation.grade is None:
        return say("group.member.headline.withheld")
    facts: dict[str, Fact] = {"grade": desk.grade(evaluation.grade), "score": desk.total(evaluation)}
    if place.rank is None:
        return say("group.member.headline.unranked", **facts)
    interval = desk.interval(place)
    ranked = printing.whole(desk.material.league.ranked)
    return say("group.member.headline", rank=printing.whole(place.rank), interval=interval, of=ranked, **facts)


def _remark(desk: GroupDesk, context: Context) -> Text | None:
    evaluation = context.evaluation
    if evaluation.grade and evaluation.grade_unrounded and evaluation.grade != evaluation.grade_unrounded:
        return desk.say("verdict.rounded", grade=desk.grade(evaluation.grade_unrounded))
    return desk.say("verdict.interim") if evaluation.interim else None


def _facts(desk: GroupDesk, member: Material) -> Iterator[SideFact]:
    say, material = desk.say, desk.material
    place = material.league.by_id[member.entity]
    tier = next(tier for tier in desk.levels if tier.id == tier_of(material, member.entity))
    yield SideFact(say("group.head.rank"), desk.place_words(place))
    middle = desk.median_of(tier.hospitals)
    yield SideFact(
        say("group.member.level_median", level=desk.tier_name(tier)),
        say("group.too_few") if middle is None else say("phrase.points", n=desk.score(middle)),
    )
    yield SideFact(
        say("verdict.fact.data"), say("phrase.words", words=printing.percent(member.quality.completeness, 0))
    )
    problems = {"errors": member.quality.errors, "warnings": member.quality.warnings}
    yield SideFact(say("group.member.findings"), say("group.member.findings.value", **problems))


def _ability(desk: GroupDesk, context: Context, one: ScoredAbility, notes: Notes, anchor: str) -> AbilityRow:
    weight = printing.number(one.weight * printing.PERCENT, 1)
    middle = _ability_median(desk, context.material, one.id)
    printed = notes.absent(desk.say("group.few")) if middle is None else desk.score(middle)
    if one.score is None:
        return AbilityRow(one.name, weight, None, notes.absent(desk.say("group.no_score")), printed, None)
    earlier = {row.id: row.score for row in context.before.abilities} if context.before else {}
    drawing = marks.bullet(one.score, earlier.get(one.id), middle, bullet_bands(desk))
    origin = desk.say("group.origin.ability")
    score = context.enter(Entry(f"ability.{one.id}", one.name, desk.score(one.score), anchor, one.score, origin))
    return AbilityRow(one.name, weight, context.mark(f"bullet-{one.id}", drawing), score, printed, one.grade)


def _ability_median(desk: GroupDesk, member: Material, identifier: str) -> float | None:
    own = tier_of(desk.material, member.entity)
    return desk.ability_medians.get((own, identifier))


def _chosen(context: Context) -> list[ScoredIndicator]:
    """All in the order of the scheme, or those that cost most where a page cannot hold them all."""
    rows = list(context.evaluation.indicators)
    if len(rows) <= MOST:
        return rows
    costly = sorted(rows, key=lambda row: (-(100.0 - (row.score or 0.0)) * row.effective_weight, row.id))[:MOST]
    return [row for row in rows if row in costly]


def _indicator(desk: GroupDesk, context: Context, row: ScoredIndicator, notes: Notes, anchor: str) -> IndicatorRow:
    why = desk.reason(row.reason) if row.reason is not None else desk.say("group.no_figure")
    pad = gradings.padding(context, row.id)
    few = desk.say("group.few")
    printed = None if row.value is None else context.printed(row.id, row.value)
    if row.value is not None and printed is not None:
        origin = desk.say("group.origin.formula")
        context.enter(Entry(f"indicator.{row.id}", desk.short(row.id), printed, anchor, row.value, origin))
    change = _change(context, row)
    return IndicatorRow(
        name=desk.short(row.id),
        unit=desk.unit(row.id),
        value=printed or notes.absent(why),
        value_pad=pad if printed else "",
        median=context.printed(row.id, row.peer.median) if row.peer else notes.absent(few if printed else why),
        median_pad=pad if row.peer else "",
        place=_place(row.peer) if row.peer else notes.absent(few if printed else why),
        score=_score(desk, context, row, anchor) if row.score is not None else notes.absent(why),
        grade=context.grade_of(row),
        change=notes.absent(desk.say("group.unlike")) if change is None else printing.number(change, 1, sign=True),
        change_sense=0 if change is None else _sense(change),
    )


def _place(peer: PeerPosition) -> str:
    return printing.composed("{} / {}", printing.whole(peer.rank), printing.whole(peer.n + 1))


def _score(desk: GroupDesk, context: Context, row: ScoredIndicator, anchor: str) -> str:
    assert row.score is not None
    origin, printed = desk.say("group.origin.scored"), gradings.one_decimal(row.score)
    return context.enter(Entry(f"indicator.{row.id}.score", desk.short(row.id), printed, anchor, row.score, origin))


def _change(context: Context, row: ScoredIndicator) -> float | None:
    earlier = context.before.indicators if context.before else ()
    before = next((one.score for one in earlier if one.id == row.id), None)
    return None if before is None or row.score is None else row.score - before


def _sense(change: float) -> int:
    if printing.number(change, 1) == printing.number(0.0, 1):
        return 0
    return 1 if change > 0 else -1


def _title(desk: GroupDesk, shown: int, there: int) -> Text:
    if shown == there:
        return desk.say("group.member.indicators", n=shown)
    return desk.say("group.member.indicators.some", n=shown, of=there)
