"""The rows of the league: one for each ranked hospital, and the middle of them in its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis.group.tiers import median
from reportgen.model import printing
from reportgen.report import marks
from reportgen.report.desk import group_alerts as alerts
from reportgen.report.desk.gradings import WEAK
from reportgen.report.desk.scale import bullet_bands
from reportgen.report.passport import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.analysis.group.league import Place
    from reportgen.analysis.material import Material
    from reportgen.model.definition import Text
    from reportgen.model.schemes import Grade
    from reportgen.report.desk.group import GroupDesk
    from reportgen.report.desk.notes import Notes

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
    desk: GroupDesk, places: list[Place], abilities: tuple[str, ...], notes: Notes, *, has_middle: bool
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
        rank=printing.whole(place.rank or 0),
        interval=desk.interval(place),
        moved=notes.absent(desk.say("group.unlike")) if place.moved is None else printing.whole(abs(place.moved)),
        moved_sense=_sense(place.moved or 0),
        name=desk.short_names[place.hospital],
        remark=printing.percent(member.quality.completeness, 1) if place.is_flagged else None,
        level=desk.class_name(desk.material.level(place.hospital)),
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
    n = desk.count(member.entity for member in members)
    cells = []
    for name in abilities:
        found = [one.score for member in members for one in member.evaluation.abilities if one.id == name]
        cells.append(_cell(desk, median(found), notes, "group.few"))
    return LeagueRow(
        rank="", interval="", moved="", moved_sense=0, name=desk.say("group.league.median", n=n),
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


def _dumbbell(desk: GroupDesk, now: float | None, before: float | None) -> bytes:
    return marks.dumbbell(now or 0.0, before, bullet_bands(desk))


def _sense(value: float) -> int:
    return (value > 0) - (value < 0)


def _alerts(desk: GroupDesk, member: Material, notes: Notes) -> tuple[str, str]:
    found = alerts.numbers(desk, member)
    return (notes.absent(desk.say("group.no_lines")), "") if found is None else found
