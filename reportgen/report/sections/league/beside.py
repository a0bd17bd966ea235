"""Below the league: hospitals without a rank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.analysis.group.league import RANKED_FROM
from reportgen.model import printing
from reportgen.report.desk import gradings

if TYPE_CHECKING:
    from reportgen.analysis.group.league import Place
    from reportgen.model.definition import Text
    from reportgen.report.desk.group import GroupDesk
    from reportgen.report.desk.notes import Notes


@dataclass(frozen=True)
class Unranked:
    """One hospital without a rank, and why; `row` says so where it stands at the end of the league."""

    name: Text
    level: Text
    completeness: str
    score: str
    why: Text
    row: Text


def unranked(desk: GroupDesk, place: Place, notes: Notes) -> Unranked:
    """A hospital without a rank."""
    member = desk.material.by_id[place.hospital]
    share = member.quality.completeness
    if member.evaluation.score is None and gradings.why_no_total(member.evaluation) == "standards":
        why = "group.league.why.standards"
    else:
        why = "group.league.why.data" if share < RANKED_FROM else "group.league.why.score"
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
