"""Beside the league: hospitals without a rank, and how the grades of each ability are spread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis.group.league import RANKED_FROM
from reportgen.analysis.group.tiers import median
from reportgen.model import printing
from reportgen.model.known import values
from reportgen.model.schemes import Grade

if TYPE_CHECKING:
    from reportgen.analysis.group.league import Place
    from reportgen.analysis.material import Material
    from reportgen.model.definition import Text
    from reportgen.report.desk.group import GroupDesk
    from reportgen.report.desk.notes import Notes

BADGES_UP_TO: Final = 24
"""Hospitals whose grades stand as badges in a row; of more the grades are counted."""


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


def unranked(desk: GroupDesk, place: Place, notes: Notes) -> Unranked:
    """A hospital without a rank."""
    member = desk.material.by_id[place.hospital]
    share = member.quality.completeness
    why = "group.league.why.data" if share < RANKED_FROM else "group.league.why.score"
    return Unranked(
        name=desk.names[place.hospital],
        level=desk.class_name(desk.material.level(place.hospital)),
        completeness=printing.percent(share, 1),
        score=notes.absent(desk.say("group.no_total"))
        if member.evaluation.score is None
        else desk.total(member.evaluation),
        why=desk.say(why, limit=printing.percent(RANKED_FROM, 0)),
    )


def spread(desk: GroupDesk, members: list[Material], identifier: str, name: Text, notes: Notes) -> Spread:
    """One ability over the ranked hospitals."""
    scores = sorted(
        (one.score for member in members for one in member.evaluation.abilities if one.id == identifier
         and one.score is not None), reverse=True,
    )  # fmt: skip
    graded = [(grade, score) for score in scores if (grade := desk.grade_for(score)) is not None]
    counts = {grade: values(score for own, score in graded if own is grade) for grade in Grade}
    middle = median(scores)
    return Spread(
        name=name,
        badges=tuple(grade for grade, _ in graded) if len(graded) <= BADGES_UP_TO else (),
        counts=tuple(printing.whole(counts[grade]) for grade in Grade if grade in desk.material.scheme.grades),
        median=notes.absent(desk.say("group.few")) if middle is None else desk.score(middle),
        below=printing.whole(counts[Grade.LOW] + counts[Grade.POOR]),
    )
