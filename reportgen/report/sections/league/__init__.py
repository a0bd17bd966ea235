"""The league: every hospital with its rank, never without the range of it; apart those that are not ranked.

Below the league: hospitals without a rank.

The rows of the league: one for each ranked hospital, and the middle of them in its place.

Where the page of each hospital is, by rank; the others behind.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis.group.league import RANKED_FROM
from reportgen.analysis.group.tiers import median
from reportgen.model import printing
from reportgen.report import marks
from reportgen.report.desk import captions
from reportgen.report.desk.captions import Notes
from reportgen.report.desk.grades import gradings
from reportgen.report.desk.grades.gradings import WEAK
from reportgen.report.desk.grades.scale import bullet_bands
from reportgen.report.desk.judgement import group_causes
from reportgen.report.passport import ProvenanceEntry
from reportgen.report.section import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.analysis.group.league import LeaguePlace
    from reportgen.model.definition import Text
    from reportgen.model.reports import Options
    from reportgen.model.schemes import Grade
    from reportgen.report.desk.grades.group import Division, GroupContext
    from reportgen.report.speech import Fact


@dataclass(frozen=True)
class Unranked:
    """One hospital without a rank, and why; `row` says so where it stands at the end of the league."""

    name: Text
    level: Text
    completeness: str
    score: str
    why: Text
    row: Text


def unranked(desk: GroupContext, place: LeaguePlace, notes: Notes) -> Unranked:
    """A hospital without a rank."""
    member = desk.material.by_id[place.hospital]
    share = member.quality.completeness
    found = gradings.why_no_total(member.evaluation) if member.evaluation.score is None else "data"
    if found == "data" or (found == "zero" and share < RANKED_FROM):
        why = "group.league.why.data" if share < RANKED_FROM else "group.league.why.score"
    else:
        why = f"group.league.why.{found}"
    reason = desk.say(why, share=printing.percent(share, 1), limit=printing.percent(RANKED_FROM, 0))
    return Unranked(
        name=desk.short_names[place.hospital],
        level=desk.class_name(desk.material.level(place.hospital)),
        completeness=printing.percent(share, 1),
        score=notes.absent(desk.say("group.no_total"))
        if member.evaluation.score is None
        else desk.total(member.evaluation),
        why=reason,
        row=desk.say("group.league.unranked.row", why=reason),
    )


SECTION: Final = "league"


@dataclass(frozen=True)
class AbilityCell:
    """The score of an ability; its badge only where it is weak."""

    score: str
    tint: str
    badge: Grade | None


@dataclass(frozen=True)
class LeagueRow:
    """One hospital, or the middle of all.

    Attributes:
        moved, change: as printed, with their sense 1, −1 or 0; a dash where the periods do not compare.
        remark: the share of the data, where it is not complete.
        mark: the drawing of the total on the scale of grades.
        target: the hospital's own page.
        is_first: whether a new grade begins here; is_median: whether it is the row of the middle.
    """

    rank: str
    interval: str
    moved: str
    moved_sense: int
    name: Text
    remark: str | None
    level: Text | None
    mark: str | None
    score: str
    grade: Grade | None
    change: str
    change_sense: int
    abilities: tuple[AbilityCell, ...]
    red: str
    other: str
    target: str | None = None
    is_first: bool = False
    is_median: bool = False


def rows(
    desk: GroupContext, places: list[LeaguePlace], abilities: tuple[str, ...], notes: Notes, *, has_middle: bool
) -> Iterator[LeagueRow]:
    """Best first, the middle where it belongs, if it is to be told."""
    ranked = [place for place in places if place.rank is not None]
    totals = [desk.material.by_id[place.hospital].evaluation.score or 0.0 for place in ranked]
    middle = median(totals) if has_middle else None
    before: Grade | None = None
    told = middle is None
    for place, total in zip(ranked, totals, strict=True):
        if middle is not None and not told and total < middle:
            yield _middle(desk, ranked, abilities, middle, notes)
            told = True
        grade = desk.material.by_id[place.hospital].evaluation.grade
        yield _row(desk, place, abilities, notes, is_first=before is not None and grade is not before)
        before = grade
    if middle is not None and not told:
        yield _middle(desk, ranked, abilities, middle, notes)


def _row(
    desk: GroupContext, place: LeaguePlace, abilities: tuple[str, ...], notes: Notes, *, is_first: bool
) -> LeagueRow:
    member = desk.material.by_id[place.hospital]
    own, before = desk.at(member), desk.before(member)
    evaluation = member.evaluation
    change = None
    if before is not None and before.score is not None and evaluation.score is not None:
        change = evaluation.score - before.score
    scores = {one.id: one for one in evaluation.abilities}
    red, other = group_causes.numbers(desk, member)
    is_told = _has_history(desk) and (change is None or place.moved is None)
    absent = notes.absent(desk.say("group.unlike")) if is_told else ""
    title = desk.say("verdict.total")
    origin = desk.say("passport.origin.total")
    score = own.enter(
        ProvenanceEntry("score.total", title, desk.total(evaluation), SECTION, evaluation.score or 0.0, origin)
    )
    return LeagueRow(
        rank=printing.whole(place.rank or 0),
        interval=desk.interval(place),
        moved=absent if place.moved is None else printing.whole(abs(place.moved)),
        moved_sense=printing.sense(printing.number(place.moved or 0, 0, sign=True)),
        name=desk.short_names[place.hospital],
        remark=printing.percent(member.quality.completeness, 1) if place.is_flagged else None,
        level=desk.class_name(desk.material.level(place.hospital)),
        mark=own.mark("dumbbell", _dumbbell(desk, evaluation.score, before.score if before else None)),
        score=score,
        grade=evaluation.grade,
        change=absent if change is None else desk.points(change),
        change_sense=0 if change is None else printing.sense(desk.points(change)),
        abilities=tuple(_cell(desk, scores[name].score if name in scores else None, notes) for name in abilities),
        red=red,
        other=other,
        target=desk.page_of(place.hospital),
        is_first=is_first,
    )


def _middle(
    desk: GroupContext, ranked: list[LeaguePlace], abilities: tuple[str, ...], middle: float, notes: Notes
) -> LeagueRow:
    members = [desk.material.by_id[place.hospital] for place in ranked]
    n = desk.count(member.entity for member in members)
    cells = []
    for name in abilities:
        found = [one.score for member in members for one in member.evaluation.abilities if one.id == name]
        cells.append(_cell(desk, median(found), notes, desk.too_few))
    return LeagueRow(
        rank="",
        interval="",
        moved="",
        moved_sense=0,
        name=desk.say("group.league.median", n=n),
        remark=None,
        level=None,
        mark=None,
        score=desk.score(middle),
        grade=desk.grade_for(middle),
        change="",
        change_sense=0,
        abilities=tuple(cells),
        red="",
        other="",
        is_median=True,
    )


def _cell(desk: GroupContext, score: float | None, notes: Notes, why: Text | None = None) -> AbilityCell:
    if score is None:
        return AbilityCell(notes.absent(why or desk.say("group.no_score")), "", None)
    grade = desk.grade_for(score)
    return AbilityCell(desk.score(score), f"tint-{grade}" if grade else "", grade if grade in WEAK else None)


def _level(desk: GroupContext, hospital: str) -> Text:
    return desk.class_name(desk.material.level(hospital))


def _dumbbell(desk: GroupContext, now: float | None, before: float | None) -> bytes:
    return marks.dumbbell(now or 0.0, before, bullet_bands(desk))


RANK_MM: Final = 18.2
HISTORY_MM: Final = (10.0, 11.6)
LEVEL_MM: Final = 17.4
SCORE_MM: Final = (36.6, 10.0)
ALERTS_MM: Final = 16.6
ABILITY_MM: Final = 12.6
HEAD_AIR_MM: Final = 1.8
LONGEST_HEAD: Final = 6
"""Chinese characters of an ability that stand on one line."""


@dataclass(frozen=True)
class LeagueTable:
    """One page or more of the league.

    Attributes:
        widths: of the columns in mm.
        has_history: whether places and totals compare with those of the preceding period.
        has_levels: whether the hospitals are of several levels.
        is_first: whether it begins a page; later levels follow.
        notes: under the league, whose signs they explain; reasons: why its figures are absent.
        unranked: at the end of the league, or where nobody is ranked in a table with notes_below under it.
    """

    headline: Text
    widths: tuple[float, ...]
    has_history: bool
    has_levels: bool
    is_first: bool
    abilities: tuple[Text, ...]
    rows: tuple[LeagueRow, ...]
    unranked: tuple[Unranked, ...]
    notes: tuple[Text, ...]
    reasons: tuple[Text, ...]
    notes_below: tuple[Text, ...] = ()


def pieces(desk: GroupContext, options: Options) -> Iterator[Piece]:
    """The league in one piece, or by level where there are many hospitals."""
    for division in desk.divisions:
        places = [place for place in desk.material.league.places if place.hospital in division.hospitals]
        yield Piece(f"{options.entry}{division.suffix}", _table(desk, places, division), name=division.title)


def _table(desk: GroupContext, places: list[LeaguePlace], division: Division) -> LeagueTable:
    abilities = {one.id: one.name for member in desk.material.members for one in member.evaluation.abilities}
    notes, below = Notes(), Notes()
    has_levels = len({desk.material.level(place.hospital) for place in places}) > 1
    found = tuple(rows(desk, places, tuple(abilities), notes, has_middle=not division.is_mixed))
    return LeagueTable(
        headline=_headline(desk, places, division),
        widths=_widths(desk, tuple(abilities.values()), has_history=_has_history(desk), has_levels=has_levels),
        has_history=_has_history(desk),
        has_levels=has_levels,
        is_first=division.is_first,
        abilities=tuple(abilities.values()),
        rows=found,
        unranked=tuple(unranked(desk, place, notes if found else below) for place in places if place.rank is None),
        notes=tuple(_notes(desk)),
        reasons=notes.lines(),
        notes_below=() if found else (*_without_rank(desk, places), *below.lines()),
    )


def _widths(
    desk: GroupContext, abilities: tuple[Text, ...], *, has_history: bool, has_levels: bool
) -> tuple[float, ...]:
    """Widths of the columns in mm; names have what the others leave."""
    whole = [captions.head_mm(name, desk.mode, (name.zh[:LONGEST_HEAD],), is_low=True) for name in abilities]
    of_abilities = [max(ABILITY_MM, width + HEAD_AIR_MM) for width in whole]
    moved, change = ([one] if has_history else [] for one in HISTORY_MM)
    behind = [*([LEVEL_MM] if has_levels else []), *SCORE_MM, *change, ALERTS_MM, *of_abilities]
    name = captions.names_beside((RANK_MM, *moved, *behind))
    return tuple(round(width, 2) for width in (RANK_MM, *moved, name, *behind))


def _has_history(desk: GroupContext) -> bool:
    return any(place.moved is not None for place in desk.material.league.places)


def _headline(desk: GroupContext, places: list[LeaguePlace], division: Division) -> Text:
    """From which total to which, and the middle of them where it may be told."""
    ranked = [place.hospital for place in places if place.rank is not None]
    if not ranked:
        return desk.say(
            f"group.league.headline.none.{desk.why_no_total([place.hospital for place in places])}",
            level=division.title,
            n=desk.count(place.hospital for place in places),
        )
    low, high = (desk.total(desk.material.by_id[ranked[end]].evaluation) for end in (-1, 0))
    facts: dict[str, Fact] = {"level": division.title, "n": desk.count(ranked), "low": low, "high": high}
    if len(ranked) == 1:
        return desk.say("group.league.headline.one", **facts)
    middle = None if division.is_mixed else desk.median_of(ranked)
    if middle is None:
        return desk.say("group.league.headline.few", **facts)
    return desk.say("group.league.headline", median=desk.score(middle), **facts)


def _notes(desk: GroupContext) -> Iterator[Text]:
    if desk.material.league.ranked:
        yield desk.say(
            "group.league.note.rank",
            n=desk.material.league.ranked,
            draws=printing.whole(desk.material.league.draws),
        )
        yield desk.say(f"group.league.note.marks{'' if _has_history(desk) else '.first'}")
    if not _has_history(desk):
        yield desk.say("group.league.note.first")


def _without_rank(desk: GroupContext, places: list[LeaguePlace]) -> Iterator[Text]:
    if sum(place.rank is not None for place in places) < len(places):
        yield desk.say("group.league.note.unranked", limit=printing.percent(RANKED_FROM, 0))


@dataclass(frozen=True)
class MemberIndexEntry:
    """One hospital; `target` is its page."""

    rank: str
    name: Text
    target: str


@dataclass(frozen=True)
class MemberIndex:
    """All hospitals that have a page; `order` says by what they stand, where any is ranked."""

    headline: Text
    entries: tuple[MemberIndexEntry, ...]
    order: Text | None


def member_index(desk: GroupContext) -> MemberIndex | None:
    """The index; None where hospitals have no pages of their own."""
    entries = tuple(
        MemberIndexEntry(
            printing.DASH if place.rank is None else printing.whole(place.rank), desk.names[place.hospital], target
        )
        for place in desk.material.league.places
        if (target := desk.page_of(place.hospital)) is not None
    )
    if not entries:
        return None
    order = desk.say("group.index.note") if desk.material.league.ranked else None
    return MemberIndex(desk.say("group.index.headline", n=desk.count(desk.material.hospitals)), entries, order)
