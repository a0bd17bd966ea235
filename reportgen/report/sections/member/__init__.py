"""One page for each hospital of a group: its place, its abilities beside its level, every indicator, the way up.

What stands at the foot of a hospital's own page: how to read its signs, its alerts, the files behind it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.model.known import count, under, values
from reportgen.report import marks
from reportgen.report.desk.captions import Notes
from reportgen.report.desk.grades import gradings, outlook, ways
from reportgen.report.desk.grades.scale import Tick, bullet_bands, ticks
from reportgen.report.desk.grades.together import has_gaps, times, weight_of
from reportgen.report.desk.judgement import evidence, group_causes
from reportgen.report.desk.judgement.alarms import alarms
from reportgen.report.desk.sources.passport_rows import WARNING, cells
from reportgen.report.passport import ProvenanceEntry
from reportgen.report.section import Piece
from reportgen.report.sections.member.rows import MemberIndicatorRow, chosen, has_level, indicator, standard_head
from reportgen.report.speech import same
from reportgen.scoring.sample import FEWEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reportgen.analysis.material import Material
    from reportgen.analysis.signals.risks import Warned
    from reportgen.model.definition import Text
    from reportgen.model.reports import Options
    from reportgen.model.results import ScoredAbility, ScoredIndicator
    from reportgen.model.schemes import Grade
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.desk.grades.group import GroupContext
    from reportgen.report.desk.grades.outlook import OutlookPoint
    from reportgen.report.desk.grades.ways import Path
    from reportgen.report.speech import Fact

FILES: Final = 3
"""Files that are named; of more there is the number too."""


def foot(desk: GroupContext, context: HospitalContext, shown: list[ScoredIndicator], anchor: str) -> tuple[Text, ...]:
    """A line each: how to read the table, what lies behind it."""
    read = (*_just_short(context, shown), *_weights(context), *_beside(desk, context))
    return (*read, *_alerts(context, anchor))


def _beside(desk: GroupContext, context: HospitalContext) -> Iterator[Text]:
    """Whom the middles and the places in the level are of, where there are any."""
    others = [hospital for hospital in desk.tier(context.material.entity).ranked if hospital != context.material.entity]
    key = "group.member.beside" if desk.is_ranked(context.material.entity) else "group.member.beside.unranked"
    if len(others) >= FEWEST:
        level = desk.tier_name(desk.tier(context.material.entity))
        yield desk.say(key, n=desk.count(others), level=level)
    elif not has_level(desk, context):
        yield desk.say("group.member.beside.few", least=FEWEST)


def files(context: HospitalContext) -> Text | None:
    """The files whose cells the indicators rest on; those of adjustments after the data that they change."""
    say, rows = context.say, context.evaluation.indicators
    changing = {one.place.file for one in context.material.dataset.adjustments.values()}
    found = {place.file for row in rows if row.value is not None for place in cells(context, row.id)}
    sources = sorted(found, key=lambda file: (file in changing, file))
    named = [same(file) for file in sources[:FILES]]
    if len(sources) > FILES:
        return say("group.member.files.more", files=say.join(named, "list.comma"), n=len(sources))
    return say("group.member.files", files=say.join(named, "list.comma")) if sources else None


def _weights(context: HospitalContext) -> Iterator[Text]:
    """What the indicators count after gaps, else the points they cost would contradict the weights of the scheme."""
    if has_gaps(context.evaluation):
        found = times(context.evaluation)
        low, high = (printing.number(end(found), 2) for end in (min, max))
        if low == high:
            yield context.say("group.member.weights", times=low)
        else:
            yield context.say("group.member.weights.range", low=low, high=high)


def _just_short(context: HospitalContext, shown: list[ScoredIndicator]) -> Iterator[Text]:
    """Which values print like a standard that they do not reach: points come from unrounded values."""
    short = [row for row in shown if gradings.is_just_short(context, row)]
    if short:
        names = context.say.join([context.short(row.id) for row in short], "list.comma")
        yield context.say(
            "group.member.short", names=names, n=values(row.value for row in short if row.value is not None)
        )


def _alerts(context: HospitalContext, anchor: str) -> Iterator[Text]:
    """Those alerts of the league that reached a line, gravest first; the table above has the grades of the others."""
    told = [_alert(context, one.line, anchor) for one in alarms(context) if one.line is not None]
    if told:
        yield context.say("group.member.alerts", names=context.say.join(told, "list.semicolon"))


def _alert(context: HospitalContext, one: Warned, anchor: str) -> Text:
    """What was warned of, how far it went, and the line that it reached; the value has its passport."""
    say, own = context.say, under(one.value, f"indicator.{one.indicator}", context.member)
    value = context.printed(one.indicator, own)
    origin, places = say("group.origin.formula"), cells(context, one.indicator)
    name = context.short(one.indicator)
    context.enter(ProvenanceEntry(f"indicator.{one.indicator}", name, value, anchor, one.value, origin, places))
    reached = under(one.line, f"{WARNING}.{one.indicator}.{one.level}")
    spoken, line = (context.spoken(one.indicator, number) for number in (own, reached))
    colour = say(f"group.member.alert.colour.{one.level}")
    return say("group.member.alert", name=name, value=spoken, colour=colour, line=line)


@dataclass(frozen=True)
class MemberFact:
    """One line beside the score."""

    name: Text
    value: Text

    @property
    def is_figures(self) -> bool:
        """Whether it reads the same in both languages, and is said once."""
        return not any(character.isalpha() for character in self.value.en)


@dataclass(frozen=True)
class MemberAbilityRow:
    """One ability beside the middle of the hospital's level."""

    name: Text
    weight: str
    bullet: str | None
    score: str
    median: str
    grade: Grade | None


@dataclass(frozen=True)
class MemberPage:
    """The page."""

    name: Text
    level: Text | None
    number: Text | None
    headline: Text
    grade: Grade | None
    score: str
    is_scored: bool
    change: Text | None
    remark: Text | None
    mark: str | None
    scale: Text
    ticks: tuple[Tick, ...]
    facts: tuple[MemberFact, ...]
    abilities: tuple[MemberAbilityRow, ...]
    count: int
    signs: Text | None
    risks: tuple[OutlookPoint, ...]
    indicators: tuple[MemberIndicatorRow, ...]
    indicators_title: Text
    standard_head: Text
    has_level: bool
    has_past: bool
    path: Path | None
    reasons: tuple[Text, ...]
    notes: tuple[Text, ...]
    files: Text | None


def anchors(desk: GroupContext, options: Options) -> tuple[str, ...]:
    """The ids of the pages."""
    return tuple(f"{options.entry}-{desk.handles[hospital]}" for hospital in desk.material.hospitals)


def pieces(desk: GroupContext, options: Options) -> Iterator[Piece]:
    """Ranked hospitals by rank, then the others."""
    for place in desk.material.league.places:
        member = desk.material.by_id[place.hospital]
        anchor = f"{options.entry}-{desk.handles[place.hospital]}"
        yield Piece(anchor, _page(desk, member, anchor), name=desk.names[place.hospital], key=place.hospital)


def _page(desk: GroupContext, member: Material, anchor: str) -> MemberPage:
    context, evaluation = desk.at(member), member.evaluation
    notes = Notes()
    before = context.before.score if context.before else None
    shown, level = chosen(context), desk.material.level(member.entity)
    bands = bullet_bands(desk)
    drawing = None if evaluation.score is None else marks.dumbbell(evaluation.score, before, bands)
    return MemberPage(
        name=desk.names[member.entity],
        level=desk.class_name(level) if any(map(desk.material.level, desk.material.hospitals)) else None,
        number=None
        if member.entity == desk.names[member.entity].en
        else desk.say("group.member.number", id=member.entity),
        headline=_at_red(context, anchor, _headline(desk, context)),
        grade=evaluation.grade,
        score=desk.total(evaluation),
        is_scored=evaluation.score is not None,
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
        has_level=has_level(desk, context),
        has_past=before is not None,
        path=ways.path(context),
        reasons=notes.lines(),
        notes=foot(desk, context, shown, anchor),
        files=files(context),
    )


def _headline(desk: GroupContext, context: HospitalContext) -> Text:
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


def _at_red(context: HospitalContext, anchor: str, placed: Text) -> Text:
    """The title that begins with the red line that is reached, as the list of needs does; of several the first."""
    lines = evidence.crossed_lines(context)
    if not lines:
        return placed
    first, key = context.say.within(_alert(context, lines[0], anchor)), "red" if len(lines) == 1 else "red.more"
    n = count(f"{context.member}.indicator.{one.indicator}" for one in lines)
    return context.say(f"group.member.headline.{key}", n=n, name=first, placed=placed)


def _remark(desk: GroupContext, context: HospitalContext) -> Text | None:
    evaluation = context.evaluation
    if evaluation.grade and evaluation.grade_unrounded and evaluation.grade != evaluation.grade_unrounded:
        return desk.say("verdict.rounded", grade=desk.grade(evaluation.grade_unrounded))
    return desk.say("verdict.interim") if evaluation.interim and evaluation.grade is not None else None


def _facts(desk: GroupContext, member: Material) -> Iterator[MemberFact]:
    say, material = desk.say, desk.material
    place = material.league.by_id[member.entity]
    tier = desk.tier(member.entity)
    yield MemberFact(say("group.head.rank"), desk.place_words(place))
    middle = desk.median_of(tier.ranked)
    ranked = {"n": desk.count(tier.ranked)}
    yield MemberFact(
        say("group.member.level_median", level=desk.tier_name(tier)),
        say("group.too_few")
        if middle is None
        else say("group.member.level_median.value", score=desk.score(middle), **ranked),
    )
    yield MemberFact(
        say("verdict.fact.data"), say("phrase.words", words=printing.percent(member.quality.completeness, 1))
    )
    found = group_causes.numbers(desk, member)
    if any(one != printing.whole(0) for one in found):
        yield MemberFact(say("group.member.warned"), say("phrase.words", words=printing.composed("{} / {}", *found)))
    problems = {"errors": member.quality.errors, "warnings": member.quality.warnings}
    yield MemberFact(say("group.member.findings"), say("group.member.findings.value", **problems))


def _ability(
    desk: GroupContext, context: HospitalContext, one: ScoredAbility, notes: Notes, anchor: str
) -> MemberAbilityRow:
    weight = printing.number(weight_of(context.evaluation, one), 1, times=printing.PERCENT)
    middle = desk.beside.ability(context.material.entity, one.id)
    beside = notes if has_level(desk, context) else Notes()
    printed = beside.absent(desk.too_few_others) if middle is None else desk.score(middle)
    if one.score is None:
        return MemberAbilityRow(one.name, weight, None, notes.absent(desk.say("group.no_score")), printed, None)
    earlier = {row.id: row.score for row in context.before.abilities} if context.before else {}
    drawing = marks.bullet(one.score, earlier.get(one.id), middle, bullet_bands(desk), ring=True)
    origin = desk.say("group.origin.ability")
    score = context.enter(
        ProvenanceEntry(f"ability.{one.id}", one.name, desk.score(one.score), anchor, one.score, origin)
    )
    return MemberAbilityRow(one.name, weight, context.mark(f"bullet-{one.id}", drawing), score, printed, one.grade)


def _signs(desk: GroupContext, context: HospitalContext) -> Text | None:
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


def _title(desk: GroupContext, shown: int, there: int) -> Text:
    if shown == there:
        return desk.say("group.member.indicators", n=shown)
    return desk.say("group.member.indicators.some", n=shown, of=there)
