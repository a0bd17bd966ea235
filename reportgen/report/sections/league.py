"""The league: every hospital with its rank, never without the interval of it; apart those that are not ranked."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Lack
from reportgen.analysis.group.league import RANKED_FROM
from reportgen.analysis.group.tiers import median
from reportgen.model import printing
from reportgen.model.schemes import Grade
from reportgen.model.warnings import Level
from reportgen.report import marks
from reportgen.report.desk.gradings import WEAK
from reportgen.report.desk.notes import Notes
from reportgen.report.desk.scale import bullet_bands
from reportgen.report.passport import Entry
from reportgen.report.section import Piece

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reportgen.analysis.group.league import Place
    from reportgen.analysis.material import Material
    from reportgen.model.definition import Text
    from reportgen.model.reports import Options
    from reportgen.report.desk.group import GroupDesk
    from reportgen.report.speech import Fact

SECTION: Final = "league"
WHOLE_UP_TO: Final = 20
"""Hospitals that stand in one table; more are split by level."""
BADGES_UP_TO: Final = 24
"""Hospitals whose grades stand as badges in a row; of more the grades are counted."""
RANK_MM: Final = 18.0
HISTORY_MM: Final = (10.0, 14.0)
LEVEL_MM: Final = 19.0
SCORE_MM: Final = (40.0, 10.0)
ALERTS_MM: Final = 13.0
ABILITY_MM: Final = 13.0
WIDE_MM: Final = 257.0


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
    remark: Text | None
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


@dataclass(frozen=True)
class Unranked:
    """One hospital without a rank, and why."""

    name: Text
    level: Text
    completeness: str
    score: str
    why: Text


@dataclass(frozen=True)
class Spread:
    """One ability over the hospitals: badges best to worst, or counts by grade; the middle score, those below fair."""

    name: Text
    badges: tuple[Grade, ...]
    counts: tuple[str, ...]
    median: str
    below: str


@dataclass(frozen=True)
class LeagueTable:
    """One page or more of the league.

    Attributes:
        widths: of the columns in mm.
        has_history: whether places and totals compare with those of the preceding period.
        has_levels: whether the hospitals are of several levels.
    """

    headline: Text
    widths: tuple[float, ...]
    has_history: bool
    has_levels: bool
    abilities: tuple[Text, ...]
    rows: tuple[LeagueRow, ...]
    unranked: tuple[Unranked, ...]
    spreads: tuple[Spread, ...]
    grades: tuple[tuple[Grade, Text], ...]
    notes: tuple[Text, ...]


def pieces(desk: GroupDesk, options: Options) -> Iterator[Piece]:
    """The league in one piece, or by level where there are many hospitals."""
    places = desk.material.league.places
    if len(places) <= WHOLE_UP_TO or len(desk.levels) == 1:
        yield Piece(options.entry, _table(desk, places, None), name=desk.say("group.league.whole"))
        return
    for number, tier in enumerate(desk.levels, start=1):
        own = [place for place in places if place.hospital in set(tier.hospitals)]
        level = desk.tier_name(tier)
        yield Piece(f"{options.entry}-{number}", _table(desk, own, level), name=level)


def _table(desk: GroupDesk, places: Iterable[Place], level: Text | None) -> LeagueTable:
    own = list(places)
    members = [desk.material.by_id[place.hospital] for place in own if place.rank is not None]
    notes = Notes()
    has_levels = len({desk.material.level(place.hospital) for place in own}) > 1
    abilities = {one.id: one.name for member in desk.material.members for one in member.evaluation.abilities}
    rows = tuple(_rows(desk, own, tuple(abilities), notes))
    return LeagueTable(
        headline=_headline(desk, own, level),
        widths=_widths(len(abilities), has_history=_has_history(desk), has_levels=has_levels),
        has_history=_has_history(desk),
        has_levels=has_levels,
        abilities=tuple(abilities.values()),
        rows=rows,
        unranked=tuple(_unranked(desk, place, notes) for place in own if place.rank is None),
        spreads=tuple(_spread(desk, members, *one, notes) for one in abilities.items()) if level is None else (),
        grades=tuple((grade, desk.grade(grade)) for grade in Grade if grade in desk.material.scheme.grades),
        notes=(*_notes(desk, own), *notes.lines()),
    )


def _has_history(desk: GroupDesk) -> bool:
    return any(place.moved is not None for place in desk.material.league.places)


def _widths(abilities: int, *, has_history: bool, has_levels: bool) -> tuple[float, ...]:
    """Widths of the columns in mm; names have what the others leave."""
    moved, change = ([one] if has_history else [] for one in HISTORY_MM)
    behind = [*([LEVEL_MM] if has_levels else []), *SCORE_MM, *change, ALERTS_MM, *[ABILITY_MM] * abilities]
    name = WIDE_MM - RANK_MM - sum(moved) - sum(behind)
    return tuple(round(width, 2) for width in (RANK_MM, *moved, name, *behind))


def _headline(desk: GroupDesk, places: list[Place], level: Text | None) -> Text:
    ranked = [place for place in places if place.rank is not None]
    group = level if level is not None else desk.say("group.league.all")
    if not ranked:
        return desk.say("group.league.headline.none", level=group, n=len(places))
    first = ranked[0]
    total = desk.total(desk.material.by_id[first.hospital].evaluation)
    facts: dict[str, Fact] = {"level": group, "n": len(ranked), "name": desk.names[first.hospital], "score": total}
    interval = f"{first.low}\u2013{first.high}"
    return desk.say("group.league.headline", rank=str(first.rank), interval=interval, **facts)


def _rows(desk: GroupDesk, places: list[Place], abilities: tuple[str, ...], notes: Notes) -> Iterator[LeagueRow]:
    ranked = [place for place in places if place.rank is not None]
    totals = [desk.material.by_id[place.hospital].evaluation.score or 0.0 for place in ranked]
    middle = median(totals)
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


def _row(desk: GroupDesk, place: Place, abilities: tuple[str, ...], notes: Notes, *, is_first: bool) -> LeagueRow:
    member = desk.material.by_id[place.hospital]
    own, before = desk.at(member), desk.before(member)
    evaluation = member.evaluation
    change = None
    if before is not None and before.score is not None and evaluation.score is not None:
        change = evaluation.score - before.score
    scores = {one.id: one for one in evaluation.abilities}
    red, other = _alerts(desk, member, notes)
    title = desk.say("verdict.total")
    origin = desk.say("passport.origin.total")
    score = own.enter(Entry("score.total", title, desk.total(evaluation), SECTION, evaluation.score or 0.0, origin))
    return LeagueRow(
        rank=str(place.rank),
        interval=f"{place.low}\u2013{place.high}",
        moved=notes.absent(desk.say("group.unlike")) if place.moved is None else str(abs(place.moved)),
        moved_sense=_sense(place.moved or 0),
        name=desk.names[place.hospital],
        remark=_remark(desk, member) if place.is_flagged else None,
        level=_level(desk, place.hospital),
        mark=own.mark("dumbbell", _dumbbell(desk, evaluation.score, before.score if before else None)),
        score=score,
        grade=evaluation.grade,
        change=notes.absent(desk.say("group.unlike")) if change is None else desk.points(change),
        change_sense=0 if change is None or desk.points(change) == desk.points(0.0) else _sense(change),
        abilities=tuple(_cell(desk, scores[name].score if name in scores else None, notes) for name in abilities),
        red=red,
        other=other,
        target=desk.page_of(place.hospital),
        is_first=is_first,
    )


def _middle(desk: GroupDesk, ranked: list[Place], abilities: tuple[str, ...], middle: float, notes: Notes) -> LeagueRow:
    members = [desk.material.by_id[place.hospital] for place in ranked]
    cells = []
    for name in abilities:
        found = [one.score for member in members for one in member.evaluation.abilities if one.id == name]
        cells.append(_cell(desk, median(found), notes, "group.few"))
    return LeagueRow(
        rank="", interval="", moved="", moved_sense=0, name=desk.say("group.league.median", n=len(ranked)),
        remark=None, level=None, mark=None, score=desk.score(middle), grade=desk.grade_for(middle), change="",
        change_sense=0, abilities=tuple(cells), red="", other="", is_median=True,
    )  # fmt: skip


def _cell(desk: GroupDesk, score: float | None, notes: Notes, why: str = "group.no_score") -> AbilityCell:
    if score is None:
        return AbilityCell(notes.absent(desk.say(why)), "", None)
    grade = desk.grade_for(score)
    return AbilityCell(desk.score(score), f"tint-{grade}" if grade else "", grade if grade in WEAK else None)


def _level(desk: GroupDesk, hospital: str) -> Text:
    return desk.class_name(desk.material.level(hospital))


def _remark(desk: GroupDesk, member: Material) -> Text:
    return desk.say("group.league.data", share=printing.percent(member.quality.completeness, 0))


def _dumbbell(desk: GroupDesk, now: float | None, before: float | None) -> bytes:
    return marks.dumbbell(now or 0.0, before, bullet_bands(desk))


def _sense(value: float) -> int:
    return (value > 0) - (value < 0)


def _alerts(desk: GroupDesk, member: Material, notes: Notes) -> tuple[str, str]:
    """Warnings of the highest level, and of the others, by the lines of the case's set."""
    found = member.analysis["signals.risks"]
    if isinstance(found, Lack):
        return notes.absent(desk.say("group.no_lines")), ""
    counts = Counter(one.level for one in found.warned)
    return str(counts[Level.RED]), str(sum(counts.values()) - counts[Level.RED])


def _unranked(desk: GroupDesk, place: Place, notes: Notes) -> Unranked:
    member = desk.material.by_id[place.hospital]
    share = member.quality.completeness
    why = "group.league.why.data" if share < RANKED_FROM else "group.league.why.score"
    return Unranked(
        name=desk.names[place.hospital],
        level=_level(desk, place.hospital),
        completeness=printing.percent(share, 0),
        score=notes.absent(desk.say("group.no_total"))
        if member.evaluation.score is None
        else desk.total(member.evaluation),
        why=desk.say(why, limit=printing.percent(RANKED_FROM, 0)),
    )


def _spread(desk: GroupDesk, members: list[Material], identifier: str, name: Text, notes: Notes) -> Spread:
    scores = sorted(
        (one.score for member in members for one in member.evaluation.abilities if one.id == identifier
         and one.score is not None), reverse=True,
    )  # fmt: skip
    graded = [grade for score in scores if (grade := desk.grade_for(score)) is not None]
    counts = Counter(graded)
    middle = median(scores)
    return Spread(
        name=name,
        badges=tuple(graded) if len(graded) <= BADGES_UP_TO else (),
        counts=tuple(str(counts[grade]) for grade in Grade if grade in desk.material.scheme.grades),
        median=notes.absent(desk.say("group.few")) if middle is None else desk.score(middle),
        below=str(counts[Grade.LOW] + counts[Grade.POOR]),
    )


def _notes(desk: GroupDesk, places: list[Place]) -> Iterator[Text]:
    yield desk.say(
        "group.league.note.rank", n=str(desk.material.league.ranked), draws=f"{desk.material.league.draws:,}"
    )
    yield desk.say("group.league.note.marks")
    if not _has_history(desk):
        yield desk.say("group.league.note.first")
    if any(place.is_flagged for place in places):
        yield desk.say("group.league.note.flagged")
    if sum(place.rank is not None for place in places) < len(places):
        yield desk.say("group.league.note.unranked", limit=printing.percent(RANKED_FROM, 0))
