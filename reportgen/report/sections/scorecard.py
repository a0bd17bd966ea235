"""Which indicators drive the result."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum
from typing import TYPE_CHECKING, Final

from reportgen.catalog.calendar_words import period_name
from reportgen.model import printing
from reportgen.model.definition import Text
from reportgen.model.schemes import Grade
from reportgen.model.values import Flag
from reportgen.report import marks
from reportgen.report.conditions import is_redacted
from reportgen.report.desk.captions import Notes
from reportgen.report.desk.grades import gradings, outlook, together
from reportgen.report.desk.grades.indicator_pictures import band
from reportgen.report.desk.grades.scale import scale
from reportgen.report.desk.tables import doubts
from reportgen.report.desk.tables.answers import annualised
from reportgen.report.passport import ProvenanceEntry
from reportgen.scoring.recount import FULL
from reportgen.scoring.standards import SCORE_DECIMALS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reportgen.model.results import Evaluation, ScoredAbility, ScoredIndicator
    from reportgen.report.desk.captions import Caption
    from reportgen.report.desk.context import HospitalContext

FEW_NOTES: Final = 3
LOSS_MM, RANK_MM, DIGIT_MM = 17.0, 11.0, 1.6
"""Of the columns of points lost and ranks with numbers like −5.45 and 12/345, and of each digit more."""
LONG, LONG_ENGLISH = 10, 27
"""Characters and letters beyond which a name is too long for a line of the table."""
NAMED: Final = 2
"""Indicators that the headline names."""
READING: Final = "reading"
"""The section that shows the grades with their shapes."""
METHOD: Final = "method"
"""The section that says how scores came about, and what standards rest on."""


@dataclass(frozen=True)
class ScorecardRow:
    """One indicator that is measured; `pad` classes say how many decimals are missing for alignment.

    Attributes:
        worsens: whether its months say so, by the rules of process control.
        band: where it stands among the peers, right is better; rank: its place from the best; "" without peers.
        loss: points it costs the total, bar: the same drawn; "" where it has no score.
    """

    id: str
    name: Text
    value: str
    value_pad: str
    worsens: bool
    past: str
    past_pad: str
    standard: str
    standard_pad: str
    band: str | None
    rank: str
    score: str
    grade: Grade | None
    loss: str
    bar: str | None

    @property
    def tint(self) -> str:
        """Class of the row's ground: only weak grades are tinted."""
        return f"tint-{self.grade}" if self.grade in gradings.WEAK else ""


@dataclass(frozen=True)
class RatedRow:
    """One indicator that experts rate."""

    id: str
    name: Text
    raters: Text
    score: str
    grade: Grade | None
    loss: str
    bar: str | None


@dataclass(frozen=True)
class Group:
    """The section of one ability."""

    name: Text
    weight: str
    score: str
    grade: Grade | None
    loss: str
    rows: tuple[ScorecardRow, ...]
    rated: tuple[RatedRow, ...] = ()
    experts: Text | None = None


@dataclass(frozen=True)
class Scorecard:
    """The table with its key and notes; `like` is a number with as many decimals as totals have."""

    headline: Text
    counts: Text | None
    caption: Caption
    groups: tuple[Group, ...]
    total_score: str
    total_grade: Grade | None
    total_loss: str
    like: str
    notes: tuple[Text, ...]
    legend: Text | None
    key: tuple[gradings.GradeKey, ...]
    has_key: bool
    has_peers: bool
    has_past: bool
    has_loss: bool

    @property
    def has_many_notes(self) -> bool:
        """Whether its notes take room that the rows have to give."""
        return len(self.notes) > FEW_NOTES

    @property
    def widths(self) -> tuple[float, ...]:
        """Of its columns in mm: what has no figures has no column, and names take its room."""
        rows = [row for group in self.groups for row in group.rows]
        lost = [*(row.loss for row in rows), *(row.loss for group in self.groups for row in group.rated)]
        past, loss = (14.0,) if self.has_past else (), (LOSS_MM + _beyond("−5.45", lost),) if self.has_loss else ()
        peers = (28.0, RANK_MM + _beyond("12/345", [row.rank for row in rows])) if self.has_peers else ()
        fixed = (16.0, *past, 22.0, *peers, 12.5, 9.5, *loss)
        return (172.0 - sum(fixed), *fixed)


def _beyond(usual: str, printed: Sequence[str]) -> float:
    return DIGIT_MM * max(0, max(map(len, printed), default=0) - len(usual))


def scorecard(context: HospitalContext) -> Scorecard:
    """The table of all indicators: abilities by what they cost, and indicators within them."""
    notes, evaluation = Notes(), context.evaluation
    past = {one.id: one for one in earlier.indicators} if (earlier := _last_year(context)) is not None else {}
    quantitative = [one for one in evaluation.indicators if gradings.is_quantitative(context, one)]
    found = _Table(
        notes=notes,
        past=past,
        most=max(
            (lost for one in evaluation.indicators if (lost := outlook.points_lost(context, one)) is not None),
            default=0.0,
        ),
        has_past=any(one.id in past and past[one.id].value is not None for one in quantitative),
        has_peers=any(one.peer is not None for one in quantitative),
    )
    abilities = sorted(evaluation.abilities, key=lambda one: -(_lost_by(context, one) or 0.0))
    return Scorecard(
        headline=(headline := _headline(context)),
        counts=None if (counts := _counts(context)) == headline else counts,
        caption=context.table("scorecard", context.say("scorecard.table")),
        groups=tuple(_group(context, ability, found) for ability in abilities),
        total_score=printing.DASH if evaluation.score is None else context.score(evaluation.score),
        total_grade=evaluation.grade,
        total_loss=_printed_loss(context, _lost_in_all(context)),
        like=context.score(0.0),
        notes=(*notes.lines(), *_remarks(context)),
        legend=_legend(context, found),
        key=gradings.grade_key(context),
        has_key=scale(context) is None and context.anchor(READING) is None,
        has_peers=found.has_peers,
        has_past=found.has_past,
        has_loss=evaluation.score is not None,
    )


@dataclass(frozen=True)
class _Table:
    """What all rows share: their notes, last year's figures, the largest loss, and which columns there are."""

    notes: Notes
    past: Mapping[str, ScoredIndicator]
    most: float
    has_past: bool
    has_peers: bool


def _last_year(context: HospitalContext) -> Evaluation | None:
    return context.preceding if context.is_year else context.same_last_year


def _lost_by(context: HospitalContext, ability: ScoredAbility) -> float | None:
    rows = (one for one in context.evaluation.indicators if one.ability == ability.id)
    known = [lost for one in rows if (lost := outlook.points_lost(context, one)) is not None]
    return fsum(known) if known else None


def _lost_in_all(context: HospitalContext) -> float | None:
    return None if context.evaluation.score is None else FULL - context.evaluation.score


def _printed_loss(context: HospitalContext, lost: float | None) -> str:
    return "" if lost is None else context.points(-lost, sign=False)


def _bar(context: HospitalContext, indicator: ScoredIndicator, table: _Table) -> str | None:
    lost = outlook.points_lost(context, indicator)
    if lost is None or lost <= 0 or table.most <= 0:
        return None
    return context.mark(f"loss-{indicator.id}", marks.loss_bar(lost / table.most))


def _legend(context: HospitalContext, table: _Table) -> Text | None:
    say, grades = context.say, context.material.scheme.grades
    key, lowest = "" if grades else ".plain", printing.number(max(grades.values(), default=0.0), 0)
    has_standards = gradings.have_standards(context.evaluation.indicators)
    told = [say(f"scorecard.legend.standard{key}", best=gradings.best(context), lowest=lowest)] * has_standards
    if table.has_peers:
        told.append(say("scorecard.legend.peers"))
    if any(outlook.worsens(context, one) for one in context.evaluation.indicators if one.value is not None):
        told.append(say("scorecard.legend.worse"))
    if context.evaluation.score is not None:
        told.append(say("scorecard.legend.loss"))
    if any(one.score is None for one in context.evaluation.indicators):
        told.append(say("scorecard.dash"))
    return say.join(told, "list.sentences") if told else None


def _headline(context: HospitalContext) -> Text:
    """What is lost in all, and the two indicators that cost most; without a total how many have which grade."""
    lost = _lost_in_all(context)
    rows = [
        (one, points)
        for one in context.evaluation.indicators
        if (points := outlook.points_lost(context, one)) is not None
    ]
    first = [(one, points) for one, points in sorted(rows, key=lambda row: -row[1]) if points > 0][:NAMED]
    if lost is None or lost <= 0 or len(first) < NAMED or together.is_all_together(context):
        return _counts(context)
    named = [
        context.say("scorecard.costs", name=context.named(one.id), points=context.points(points, sign=False))
        for one, points in first
    ]
    return context.say("scorecard.headline.lost", lost=context.points(lost, sign=False), named=context.say.join(named))


def _counts(context: HospitalContext) -> Text:
    scored = [indicator for indicator in context.evaluation.indicators if gradings.is_quantitative(context, indicator)]
    counts = [(grade, sum(1 for i in scored if context.grade_of(i) == grade)) for grade in Grade]
    parts = [context.say("scorecard.count", n=n, grade=context.grade(grade)) for grade, n in counts if n]
    if together.is_all_together(context):
        return context.say("together.scorecard", n=len(scored))
    absent = sum(1 for indicator in scored if together.is_absent(context, indicator))
    listed = context.say.join(parts) if parts else context.say("scorecard.none")
    key = "scorecard.headline.absent" if absent else "scorecard.headline.full"
    return context.say(key, n=len(scored), listed=listed, absent=absent)


def _group(context: HospitalContext, ability: ScoredAbility, table: _Table) -> Group:
    members = [indicator for indicator in context.evaluation.indicators if indicator.ability == ability.id]
    ordered = sorted(members, key=lambda one: -(outlook.points_lost(context, one) or 0.0))
    counted = [indicator for indicator in ordered if gradings.is_quantitative(context, indicator)]
    rated = [indicator for indicator in ordered if not gradings.is_quantitative(context, indicator)]
    printed = context.score(ability.score) if ability.score is not None else printing.DASH
    if ability.score is not None:
        origin = context.say("passport.origin.ability")
        context.enter(ProvenanceEntry(f"score.{ability.id}", ability.name, printed, "scorecard", ability.score, origin))
    return Group(
        name=ability.name,
        weight=printing.percent(together.weight_of(context.evaluation, ability), 1),
        score=printed,
        grade=ability.grade,
        loss=_printed_loss(context, _lost_by(context, ability)),
        rows=tuple(_row(context, indicator, table) for indicator in counted),
        rated=tuple(_rated(context, indicator, table) for indicator in rated),
        experts=_experts(context, ability, rated),
    )


def _rated(context: HospitalContext, indicator: ScoredIndicator, table: _Table) -> RatedRow:
    return RatedRow(
        id=indicator.id,
        name=context.short(indicator.id),
        raters=context.say("scorecard.raters", n=indicator.raters)
        if indicator.raters
        else context.say("scorecard.raters.none"),
        score=printing.number(indicator.score, SCORE_DECIMALS) if indicator.score is not None else printing.DASH,
        grade=context.grade_of(indicator),
        loss=_printed_loss(context, outlook.points_lost(context, indicator)),
        bar=_bar(context, indicator, table),
    )


def _experts(context: HospitalContext, ability: ScoredAbility, rated: list[ScoredIndicator]) -> Text | None:
    """Who rated when, and whether they contradict one another."""
    if not rated:
        return None
    said = _round(context, rated)
    warned = together.warned(context, ability)
    return said if warned is None else context.say.join([said, warned], "list.stops")


def _round(context: HospitalContext, rated: list[ScoredIndicator]) -> Text:
    experts, said = max(indicator.raters for indicator in rated), context.material.opinions
    if not experts:
        return context.say("scorecard.experts.none", n=len(rated))
    to = f".{METHOD}" if context.anchor(METHOD) else ""
    if said is None or said.period is None:
        return context.say(f"scorecard.experts.undated{to}", n=len(rated), experts=experts)
    date = period_name(said.period)
    return context.say(f"scorecard.experts.dated{to}", n=len(rated), experts=experts, date=date)


def _row(context: HospitalContext, indicator: ScoredIndicator, table: _Table) -> ScorecardRow:
    pad, was = gradings.padding(context, indicator.id), table.past.get(indicator.id)
    past = None if was is None else was.value
    name, notes = doubts.marked(context, indicator.id, _called(context, indicator)), table.notes
    return ScorecardRow(
        id=indicator.id,
        name=name,
        value=_value(context, indicator, notes),
        value_pad=pad if indicator.value is not None else "pad-0",
        worsens=indicator.value is not None and outlook.worsens(context, indicator),
        past=_past(context, indicator, past, table),
        past_pad=pad if past is not None else "pad-0",
        standard=gradings.standards_best(context, indicator) or notes.absent(_no_standard(context, indicator)),
        standard_pad=pad if gradings.target(indicator) is not None else "pad-0",
        band=band(context, indicator),
        rank=_rank(context, indicator, table),
        score=printing.number(indicator.score, SCORE_DECIMALS) if indicator.score is not None else printing.DASH,
        grade=context.grade_of(indicator),
        loss=_printed_loss(context, outlook.points_lost(context, indicator)),
        bar=_bar(context, indicator, table),
    )


def _called(context: HospitalContext, indicator: ScoredIndicator) -> Text:
    """Its name, or the short one where that is long, with the unit where the name does not say it."""
    name, unit = context.indicator(indicator.id).name, context.unit(indicator.id)
    says_unit = name.zh.endswith((unit.zh, context.say("scorecard.number_of", unit=unit).zh))
    english = len(name.en) + (0 if says_unit else len(unit.en) + 2)
    is_long = len(name.zh) > LONG or (context.mode != "zh" and english > LONG_ENGLISH)
    called = context.short(indicator.id) if is_long else name
    return called if says_unit else context.say("scorecard.measured", name=called, unit=unit)


def _past(context: HospitalContext, indicator: ScoredIndicator, value: float | None, table: _Table) -> str:
    if not table.has_past:
        return ""
    if value is None:
        return table.notes.absent(context.say("scorecard.no_past"))
    return context.printed(indicator.id, value)


def _rank(context: HospitalContext, indicator: ScoredIndicator, table: _Table) -> str:
    """The place from the best, of the peers and the hospital itself; ties share it."""
    if not table.has_peers:
        return ""
    if indicator.peer is None:
        return table.notes.absent(gradings.unplaced(context, indicator))
    facts = {"rank": printing.whole(indicator.peer.rank), "of": printing.whole(indicator.peer.n + 1)}
    return context.text("scorecard.rank.tied" if indicator.peer.tied else "scorecard.rank", **facts)


def _value(context: HospitalContext, indicator: ScoredIndicator, notes: Notes) -> str:
    if indicator.value is None:
        return notes.absent(_absence(context, indicator))
    printed = context.printed(indicator.id, indicator.value)
    entry = ProvenanceEntry(
        f"indicator.{indicator.id}", context.name(indicator.id), printed, "scorecard", indicator.value
    )
    context.enter(entry)
    return printed


def _no_standard(context: HospitalContext, indicator: ScoredIndicator) -> Text:
    key = "together.no_standard" if together.is_judged_together(context, indicator) else "reason.no_standard"
    return context.say(key)


def _absence(context: HospitalContext, indicator: ScoredIndicator) -> Text:
    return context.reason(indicator.reason) if indicator.reason else context.say("reason.missing_input")


def _remarks(context: HospitalContext) -> Iterable[Text]:
    """What redistribution of weights did, what flags say, and what standards are where no method is told."""
    if (unscored := together.redistributed(context)) is not None:
        yield unscored
    if (asked := doubts.explained(context)) is not None:
        yield asked
    flagged = [i for i in context.evaluation.indicators if i.flags]
    yield from annualised(context, [indicator.id for indicator in flagged])
    for flag in sorted({flag for indicator in flagged for flag in indicator.flags} - {Flag.ANNUALISED}):
        names = context.say.join([context.short(i.id) for i in flagged if flag in i.flags])
        yield context.say("scorecard.flag", names=names, flag=context.reason(flag))
    if is_redacted(context.material) and not context.anchor(METHOD):
        yield from gradings.origin(context)
