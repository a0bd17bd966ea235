"""The rows of a hospital's own page: each indicator beside its standard and the hospital's level."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.model.schemes import Grade
from reportgen.report.desk.captions import Notes
from reportgen.report.desk.grades import gradings
from reportgen.report.desk.sources.passport_rows import cells
from reportgen.report.passport import ProvenanceEntry

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.model.results import PeerPosition, ScoredIndicator
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.desk.grades.group import GroupContext

MOST: Final = 24
"""Indicators that a page holds; of more those that cost most."""


@dataclass(frozen=True)
class MemberIndicatorRow:
    """One indicator: value, standard of the best level, middle and place in the level, score, grade, its change."""

    name: Text
    unit: Text
    value: str
    value_pad: str
    standard: str
    standard_pad: str
    median: str
    median_pad: str
    place: str
    score: str
    grade: Grade | None
    change: str
    change_sense: int


def chosen(context: HospitalContext) -> list[ScoredIndicator]:
    """All in the order of the scheme, or those that cost most where a page cannot hold them all."""
    rows = list(context.evaluation.indicators)
    if len(rows) <= MOST:
        return rows
    costly = sorted(rows, key=lambda row: (-(100.0 - (row.score or 0.0)) * row.effective_weight, row.id))[:MOST]
    return [row for row in rows if row in costly]


def standard_head(desk: GroupContext, shown: list[ScoredIndicator]) -> Text:
    """Of which grade the standards are, where each is that of a grade; a rank may stand above a value short of it."""
    best = next((grade for grade in Grade if grade in desk.material.scheme.grades), None)
    if best is None or any(row.standards is None for row in shown if gradings.target(row) is not None):
        return desk.say("scorecard.head.standard")
    return desk.say("group.head.standard_of", grade=desk.grade(best))


def has_level(desk: GroupContext, context: HospitalContext) -> bool:
    """Whether enough others of its level are ranked for their middles and the hospital's places to be told."""
    entity, rows = context.material.entity, context.evaluation.indicators
    return any(row.peer is not None or desk.beside.indicator(entity, row.id) is not None for row in rows)


def indicator(
    desk: GroupContext, context: HospitalContext, row: ScoredIndicator, notes: Notes, anchor: str
) -> MemberIndicatorRow:
    """One indicator with its passport entries; what is not there is a dash with its reason."""
    why = desk.reason(row.reason) if row.reason is not None else desk.say("group.no_figure")
    pad = gradings.padding(context, row.id)
    few, beside = desk.too_few_others, notes if has_level(desk, context) else Notes()
    earlier = notes if context.before and context.before.score is not None else Notes()  # else there is no column
    printed = None if row.value is None else context.printed(row.id, row.value)
    if row.value is not None and printed is not None:
        origin = desk.say("group.origin.formula")
        places = cells(context, row.id)
        context.enter(
            ProvenanceEntry(f"indicator.{row.id}", desk.short(row.id), printed, anchor, row.value, origin, places)
        )
    change = _change(context, row)
    middle = row.peer.median if row.peer else desk.beside.indicator(context.material.entity, row.id)
    return MemberIndicatorRow(
        name=desk.short(row.id),
        unit=desk.unit(row.id),
        value=printed or notes.absent(why),
        value_pad=pad if printed else "",
        standard=gradings.standards_best(context, row) or notes.absent(desk.say("reason.no_standard")),
        standard_pad=pad if gradings.target(row) is not None else "",
        median=beside.absent(few) if middle is None else context.printed(row.id, middle),
        median_pad="" if middle is None else pad,
        place=_place(row.peer) if row.peer else beside.absent(_no_place(desk, context, few) if printed else why),
        score=_score(desk, context, row, anchor) if row.score is not None else notes.absent(why),
        grade=context.grade_of(row),
        change=earlier.absent(desk.say("group.unlike")) if change is None else printing.number(change, 1, sign=True),
        change_sense=0 if change is None else printing.sense(printing.number(change, 1, sign=True)),
    )


def _place(peer: PeerPosition) -> str:
    return printing.composed("{} / {}", printing.whole(peer.rank), printing.whole(peer.n + 1))


def _no_place(desk: GroupContext, context: HospitalContext, few: Text) -> Text:
    return few if desk.is_ranked(context.material.entity) else desk.say("group.unranked")


def _score(desk: GroupContext, context: HospitalContext, row: ScoredIndicator, anchor: str) -> str:
    assert row.score is not None
    origin, printed = desk.say("group.origin.scored"), gradings.one_decimal(row.score)
    entry = ProvenanceEntry(f"indicator.{row.id}.score", desk.short(row.id), printed, anchor, row.score, origin)
    return context.enter(replace(entry, places=cells(context, row.id)))


def _change(context: HospitalContext, row: ScoredIndicator) -> float | None:
    earlier = context.before.indicators if context.before else ()
    before = next((one.score for one in earlier if one.id == row.id), None)
    return None if before is None or row.score is None else row.score - before
