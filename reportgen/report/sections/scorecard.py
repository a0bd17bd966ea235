"""Which indicators drive the result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.model.definition import Text
from reportgen.model.schemes import Grade
from reportgen.model.values import Flag
from reportgen.report import marks
from reportgen.report.calendar_words import period_name
from reportgen.report.conditions import is_redacted
from reportgen.report.desk import gradings, outlook, together
from reportgen.report.desk.answers import annualised
from reportgen.report.desk.captions import Notes
from reportgen.report.desk.context import SCORE_DECIMALS
from reportgen.report.desk.indicator_pictures import Series, series
from reportgen.report.desk.outlook import Signal, effects, signal
from reportgen.report.passport import ProvenanceEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reportgen.model.results import ScoredAbility, ScoredIndicator
    from reportgen.report.desk.captions import Caption
    from reportgen.report.desk.context import HospitalContext


FEW_NOTES: Final = 3
METHOD: Final = "method"
"""The section that says how scores came about, and what standards rest on."""


@dataclass(frozen=True)
class ScorecardRow:
    """One indicator; `pad` classes say how many decimals are missing for alignment."""

    id: str
    name: Text
    unit: Text
    value: str
    value_pad: str
    standard: str
    standard_pad: str
    median: str
    median_pad: str
    sparkline: str | None
    signal: Signal
    score: str
    grade: Grade | None

    @property
    def tint(self) -> str:
        """Class of the row's ground: only weak grades are tinted."""
        return f"tint-{self.grade}" if self.grade in gradings.WEAK else ""

    @property
    def trend_marks(self) -> str:
        """The drawings behind the trend's word: its line, then its arrow."""
        drawn = [self.sparkline or "", self.signal.mark]
        return ",".join(f"url({source})" if source else "none" for source in drawn) if any(drawn) else ""


@dataclass(frozen=True)
class Group:
    """The section of one ability."""

    name: Text
    weight: str
    score: str
    grade: Grade | None
    rows: tuple[ScorecardRow, ...]
    experts: Text | None = None


@dataclass(frozen=True)
class Scorecard:
    """The table with its key and notes; `like` is a number with as many decimals as totals have."""

    headline: Text
    caption: Caption
    groups: tuple[Group, ...]
    total_score: str
    total_grade: Grade | None
    like: str
    notes: tuple[Text, ...]
    legend: Text
    trend_head: str
    key: tuple[gradings.GradeKey, ...]

    @property
    def has_many_notes(self) -> bool:
        """Whether its notes take room that the rows have to give."""
        return len(self.notes) > FEW_NOTES


def scorecard(context: HospitalContext) -> Scorecard:
    """The table of all indicators by ability."""
    notes = Notes()
    evaluation, moved = context.evaluation, effects(context)
    span = "effect" if moved else context.span
    return Scorecard(
        headline=_headline(context),
        caption=context.table("scorecard", context.say("scorecard.table")),
        groups=tuple(_group(context, ability, moved, notes) for ability in evaluation.abilities),
        total_score=printing.DASH if evaluation.score is None else context.score(evaluation.score),
        total_grade=evaluation.grade,
        like=context.score(0.0),
        notes=(*notes.lines(), *_remarks(context)),
        legend=_legend(context, span),
        trend_head=f"scorecard.head.trend.{span}",
        key=gradings.grade_key(context),
    )


def _legend(context: HospitalContext, span: str) -> Text:
    say, grades = context.say, context.material.scheme.grades
    key, lowest = "" if grades else ".plain", printing.number(max(grades.values(), default=0.0), 0)
    standard = say(f"scorecard.legend.standard{key}", best=gradings.best(context), lowest=lowest)
    more = [] if context.material.peers is None else [say("relative.legend")]
    return say.join([standard, say(f"scorecard.legend.{span}"), *more], "list.sentences")


def _headline(context: HospitalContext) -> Text:
    scored = [indicator for indicator in context.evaluation.indicators if gradings.is_quantitative(context, indicator)]
    counts = [(grade, sum(1 for i in scored if context.grade_of(i) == grade)) for grade in Grade]
    parts = [context.say("scorecard.count", n=n, grade=context.grade(grade)) for grade, n in counts if n]
    if together.is_all_together(context):
        return context.say("together.scorecard", n=len(scored))
    absent = sum(1 for indicator in scored if together.is_absent(context, indicator))
    listed = context.say.join(parts) if parts else context.say("scorecard.none")
    key = "scorecard.headline.absent" if absent else "scorecard.headline.full"
    return context.say(key, n=len(scored), listed=listed, absent=absent)


def _group(context: HospitalContext, ability: ScoredAbility, moved: Mapping[str, Signal], notes: Notes) -> Group:
    members = [indicator for indicator in context.evaluation.indicators if indicator.ability == ability.id]
    counted = [indicator for indicator in members if gradings.is_quantitative(context, indicator)]
    printed = context.score(ability.score) if ability.score is not None else printing.DASH
    if ability.score is not None:
        key = f"score.{ability.id}"
        context.enter(
            ProvenanceEntry(
                key, ability.name, printed, "scorecard", ability.score, context.say("passport.origin.ability")
            )
        )
    return Group(
        name=ability.name,
        weight=printing.percent(ability.weight, 1),
        score=printed,
        grade=ability.grade,
        rows=tuple(_row(context, indicator, moved.get(indicator.id), notes) for indicator in counted),
        experts=_experts(context, ability, [i for i in members if not gradings.is_quantitative(context, i)]),
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
    to = f".{METHOD}" if context.anchor(METHOD) else ""
    if said is None or said.period is None:
        return context.say(f"scorecard.experts.undated{to}", n=len(rated), experts=experts)
    date = period_name(said.period)
    return context.say(f"scorecard.experts.dated{to}", n=len(rated), experts=experts, date=date)


def _row(context: HospitalContext, indicator: ScoredIndicator, moved: Signal | None, notes: Notes) -> ScorecardRow:
    definition = context.indicator(indicator.id)
    pad = gradings.padding(context, indicator.id)
    history = series(context, indicator)
    return ScorecardRow(
        id=indicator.id,
        name=outlook.marked(context, indicator.id, definition.name),
        unit=context.unit(indicator.id),
        value=_value(context, indicator, notes),
        value_pad=pad if indicator.value is not None else "pad-0",
        standard=gradings.standards_best(context, indicator) or notes.absent(_no_standard(context, indicator)),
        standard_pad=pad if gradings.target(indicator) is not None else "pad-0",
        median=_median(context, indicator, notes),
        median_pad=pad if indicator.peer else "pad-0",
        sparkline=_sparkline(context, indicator, history),
        signal=moved or signal(context, indicator, history),
        score=printing.number(indicator.score, SCORE_DECIMALS) if indicator.score is not None else printing.DASH,
        grade=context.grade_of(indicator),
    )


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


def _median(context: HospitalContext, indicator: ScoredIndicator, notes: Notes) -> str:
    if indicator.peer is None:
        return notes.absent(context.say("scorecard.no_peers"))
    return context.printed(indicator.id, indicator.peer.median)


def _sparkline(context: HospitalContext, indicator: ScoredIndicator, history: Series) -> str | None:
    if len(history.known) < 2:  # noqa: PLR2004 - a line needs two points
        return None
    alert = context.grade_of(indicator) in gradings.WEAK
    drawing = marks.sparkline(history.values, gradings.levels(indicator), alert=alert)
    return context.mark(f"spark-{indicator.id}", drawing)


def _remarks(context: HospitalContext) -> Iterable[Text]:
    """What redistribution of weights did, what flags say, and what standards are where no method is told."""
    left_out = [
        indicator
        for indicator in context.evaluation.indicators
        if indicator.reason is not None and indicator.weight and not indicator.effective_weight
    ]
    if left_out:
        names = context.say.join([context.short(indicator.id) for indicator in left_out])
        weight = printing.percent(sum(indicator.weight for indicator in left_out), 2)
        yield context.say("scorecard.redistributed", n=len(left_out), names=names, weight=weight)
    if any(indicator.score is None for indicator in context.evaluation.indicators):
        yield context.say("scorecard.dash")
    if (asked := outlook.explained(context)) is not None:
        yield asked
    flagged = [i for i in context.evaluation.indicators if i.flags]
    yield from annualised(context, [indicator.id for indicator in flagged])
    for flag in sorted({flag for indicator in flagged for flag in indicator.flags} - {Flag.ANNUALISED}):
        names = context.say.join([context.short(i.id) for i in flagged if flag in i.flags])
        yield context.say("scorecard.flag", names=names, flag=context.reason(flag))
    if is_redacted(context.material) and not context.anchor(METHOD):
        yield from gradings.origin(context)
