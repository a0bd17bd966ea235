"""The first page about a group: is it better, who moved between grades, what its hospitals share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis.group.shared import Shared, shared, strengths, weaknesses
from reportgen.analysis.group.tiers import GradeCounts, grade_counts, shifts
from reportgen.catalog.calendar_words import period_spoken
from reportgen.model import printing
from reportgen.model.known import count
from reportgen.model.schemes import Grade
from reportgen.report.desk.captions import Notes
from reportgen.report.desk.judgement.group_causes import at_red, at_red_lines, causes, count_at_red, weak
from reportgen.report.passport import ProvenanceEntry
from reportgen.scoring.sample import FEWEST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.model.definition import Text
    from reportgen.report.desk.grades.group import GroupContext
    from reportgen.report.speech import Fact

SECTION: Final = "group_verdict"
BEST: Final = (Grade.EXCELLENT, Grade.GOOD)


@dataclass(frozen=True)
class GradeTile:
    """How many hospitals have a grade, and how many had it before, where they are the same hospitals."""

    grade: Grade
    name: Text
    count: str
    before: Text | None


@dataclass(frozen=True)
class MoveCell:
    """Hospitals that went from one grade to another; `kind` is same, better or worse."""

    text: str
    kind: str


@dataclass(frozen=True)
class GradeMoveRow:
    """One grade before, and where its hospitals are now."""

    grade: Grade
    name: Text
    cells: tuple[MoveCell, ...]
    total: str


@dataclass(frozen=True)
class SharedRow:
    """One common strength or weakness: hospitals of the grades in question, of how many, the middle score."""

    name: Text
    words: Text
    score: str
    grade: Grade | None


@dataclass(frozen=True)
class LevelRow:
    """One level of hospitals: how many are ranked, by grade, and their middle total."""

    name: Text
    hospitals: str
    grades: tuple[str, ...]
    median: str
    grade: Grade | None


@dataclass(frozen=True)
class GroupVerdict:
    """The page."""

    headline: Text
    lead: tuple[Text, ...]
    tiles: tuple[GradeTile, ...]
    median: str
    median_grade: Grade | None
    median_of: tuple[Text, ...]
    grades: tuple[tuple[Grade, Text], ...]
    moves: tuple[GradeMoveRow, ...]
    moves_totals: tuple[str, ...]
    moves_title: Text
    moves_notes: tuple[Text, ...]
    compared: str
    levels: tuple[LevelRow, ...]
    strengths: tuple[SharedRow, ...]
    weaknesses: tuple[SharedRow, ...]
    fewest: int
    ranked: int
    notes: tuple[Text, ...]


def group_verdict(desk: GroupContext) -> GroupVerdict:
    """The whole page."""
    found = grade_counts(desk.material)
    common, notes = shared(desk.material), Notes()
    grades = tuple(grade for grade in Grade if grade in desk.material.scheme.grades)
    return GroupVerdict(
        headline=_headline(desk, found),
        lead=tuple(_lead(desk, found)),
        tiles=tuple(_tile(desk, found, grade) for grade in grades),
        median=_median(desk, found),
        median_grade=None if found.median is None else desk.grade_for(found.median),
        median_of=_median_of(desk, found),
        grades=tuple((grade, desk.grade(grade)) for grade in grades),
        moves=tuple(_row(desk, found, grade, grades) for grade in grades) if found.compared else (),
        moves_totals=tuple(printing.whole(found.later[grade]) for grade in grades),
        moves_title=_moves_title(desk, found),
        moves_notes=(desk.say("group.verdict.moves.note"), desk.say("group.verdict.compared", n=found.compared)),
        compared=printing.whole(found.compared),
        levels=tuple(_levels(desk, grades, notes)),
        strengths=tuple(_shared(desk, one, "strong") for one in strengths(common)),
        weaknesses=tuple(_shared(desk, one, "weak") for one in weaknesses(common)),
        fewest=FEWEST,
        ranked=found.ranked,
        notes=(*_notes(desk, found), *notes.lines()),
    )


def _headline(desk: GroupContext, found: GradeCounts) -> Text:
    say = desk.say
    if not found.ranked:
        return say(
            f"group.verdict.headline.none.{desk.why_no_total(desk.material.hospitals)}",
            n=desk.count(desk.material.hospitals),
        )
    good = sum(found.now[grade] for grade in BEST)
    facts: dict[str, Fact] = {"n": found.ranked, "good": good, "best": desk.grade(BEST[0]), "next": desk.grade(BEST[1])}
    first = say(f"group.verdict.headline.{'good' if good else 'none.good'}", **facts)
    if red := at_red_lines(desk):
        first = say("group.verdict.headline.red", n=count_at_red(desk, red), first=say.within(first))
    if not found.compared:
        return first
    if not found.rose and not found.fell:
        return say("group.verdict.headline.still", first=first, compared=found.compared)
    key = "moved" if found.rose and found.fell else "rose" if found.rose else "fell"
    return say(f"group.verdict.headline.{key}", first=first, rose=found.rose, fell=found.fell)


def _lead(desk: GroupContext, found: GradeCounts) -> Iterator[Text]:
    yield from weak(desk, found.now)
    yield from at_red(desk)
    yield from causes(desk)


def _tile(desk: GroupContext, found: GradeCounts, grade: Grade) -> GradeTile:
    name = desk.say("group.verdict.count", grade=desk.grade(grade))
    count = found.now[grade]
    origin = desk.say("group.origin.count")
    printed = desk.enter(ProvenanceEntry(f"count.{grade}", name, printing.whole(count), SECTION, float(count), origin))
    return GradeTile(grade, desk.grade(grade), printed, _count_before(desk, found, grade))


def _count_before(desk: GroupContext, found: GradeCounts, grade: Grade) -> Text | None:
    """The count of the period before; where not all compare, then and now of those that do, for the tile counts all."""
    if not found.compared:
        return None
    then = printing.whole(found.then[grade])
    if found.all_compare:
        return desk.say("group.verdict.before", n=then)
    return desk.say("group.verdict.before.compared", then=then, now=printing.whole(found.later[grade]))


def _median(desk: GroupContext, found: GradeCounts) -> str:
    if found.median is None:
        return printing.DASH
    name, origin = desk.say("group.verdict.median.name"), desk.say("group.origin.median")
    return desk.enter(ProvenanceEntry("group.median", name, desk.score(found.median), SECTION, found.median, origin))


def _median_of(desk: GroupContext, found: GradeCounts) -> tuple[Text, ...]:
    """Whose median stands in the tile, and the middle change of those that compare: one measure, as in the lead."""
    if found.median is None:
        return (desk.say("group.too_few"),)
    whose, change = desk.say("group.verdict.median.of", n=found.ranked), shifts(desk.material).median
    if change is None:
        return (whose,)
    return whose, desk.say("group.verdict.median.change", n=found.compared, change=desk.points(change))


def _row(desk: GroupContext, found: GradeCounts, before: Grade, grades: tuple[Grade, ...]) -> GradeMoveRow:
    cells = []
    for now in grades:
        kind = "same" if now is before else "better" if grades.index(now) < grades.index(before) else "worse"
        count = found.moves[before, now]
        cells.append(MoveCell(printing.whole(count), kind if count or kind == "same" else "none"))
    return GradeMoveRow(before, desk.grade(before), tuple(cells), printing.whole(found.then[before]))


def _moves_title(desk: GroupContext, found: GradeCounts) -> Text:
    before, now = period_spoken(desk.material.before), period_spoken(desk.material.period)
    return desk.say("group.verdict.moves", n=found.compared, before=before, now=now)


def _levels(desk: GroupContext, grades: tuple[Grade, ...], notes: Notes) -> Iterator[LevelRow]:
    """A row for each level; levels of fewer than five hospitals together, without a middle."""
    league = desk.material.league.by_id
    for name, hospitals in _by_level(desk):
        ranked = [hospital for hospital in hospitals if league[hospital].rank is not None]
        graded = [(hospital, desk.material.by_id[hospital].evaluation.grade) for hospital in ranked]
        found = {grade: [hospital for hospital, own in graded if own is grade] for grade in grades}
        middle = None if name is None else desk.median_of(ranked)
        yield LevelRow(
            name=desk.say("group.league.others") if name is None else name,
            hospitals=printing.whole(desk.count(ranked)),
            grades=tuple(printing.whole(desk.count(some, "grade")) for some in found.values()),
            median=notes.absent(desk.too_few) if middle is None else desk.score(middle),
            grade=None if middle is None else desk.grade_for(middle),
        )


def _by_level(desk: GroupContext) -> Iterator[tuple[Text | None, tuple[str, ...]]]:
    """The hospitals of each level with its name; None names those of small levels together."""
    for tier in desk.levels:
        if tier.is_shown:
            yield desk.tier_name(tier), tier.hospitals
    rest = tuple(hospital for tier in desk.levels if not tier.is_shown for hospital in tier.hospitals)
    if rest:
        yield None, rest


def _shared(desk: GroupContext, one: Shared, kind: str) -> SharedRow:
    count = one.strong if kind == "strong" else one.weak
    return SharedRow(
        name=desk.short(one.id),
        words=desk.say("group.verdict.strong" if kind == "strong" else "group.verdict.weak_in", n=count, of=one.n),
        score=printing.number(one.median, 1),
        grade=desk.grade_for(one.median, places=1),
    )


def _notes(desk: GroupContext, found: GradeCounts) -> Iterator[Text]:
    good = [found.now[grade] for grade in BEST]
    if all(good):  # else one tile has the number of the title
        yield desk.say("group.note.good", n=sum(good), best=desk.grade(BEST[0]), next=desk.grade(BEST[1]))
    given = count(desk.material.hospitals)
    everybody = count((*desk.material.hospitals, *desk.material.absent))
    key = "every" if everybody == given == found.ranked else "all" if found.ranked else "none"
    yield desk.say(f"group.note.{key}", all=everybody, given=given, ranked=found.ranked)
