"""Warnings of the year: in which month each began, and in which it ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.model.period import Period, PeriodKind
from reportgen.report.calendar_words import period_with_year
from reportgen.report.desk import gradings
from reportgen.report.desk.sheet import Column, Line, Sheet, Table, Words, saying

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.model.results import Evaluation, ScoredIndicator
    from reportgen.model.schemes import Grade
    from reportgen.report.desk.context import Context

SECTION: Final = "alerts"


@dataclass(frozen=True)
class Alert:
    """An indicator in a weak grade from one month to another.

    Attributes:
        closed: the first month in which it was out of the weak grades; None while it still is in one.
        worst, worst_score: of these months.
    """

    indicator: str
    opened: str
    closed: str | None
    months: int
    worst: Grade
    worst_score: float


def alerts(context: Context) -> Sheet:
    """Every spell of a weak grade within the year, in the order in which they began."""
    say, judged = context.say, _judged(context)
    if not judged:
        return saying(say("alerts.headline.unknown"), say("alerts.unknown"))
    found = [alert for i in _watched(context) for alert in _spells(context, i, judged)]
    if not found:
        said = Words((say("alerts.none", n=len(judged)), *_unwatched(context, judged)))
        return Sheet(say("alerts.headline.none", n=len(judged)), (said,))
    columns = (
        Column(say("scorecard.head.indicator"), 54), Column(say("alerts.head.opened"), 34),
        Column(say("alerts.head.closed"), 34), Column(say("alerts.head.months"), 14, "n"),
        Column(say("alerts.head.score"), 20, "n"), Column(say("alerts.head.worst"), 16, "grade"),
    )  # fmt: skip
    lines = tuple(_line(context, alert) for alert in sorted(found, key=lambda a: (a.opened, a.indicator)))
    still = sum(1 for alert in found if alert.closed is None)
    caption = context.table(SECTION, say("alerts.table", year=str(context.period.year)))
    notes = (say("alerts.note", n=len(judged)), *_unwatched(context, judged))
    table = Table(caption, columns, lines, notes)
    return Sheet(say("alerts.headline" if still else "alerts.headline.closed", n=len(found), still=still), (table,))


def _judged(context: Context) -> list[Evaluation]:
    """The months of the year as they were judged, the year to date each time."""
    material, now = context.material, context.period
    if material.judge is None:
        return []
    months = [str(Period(now.year, PeriodKind.MONTH, number)) for number in range(1, now.months_elapsed + 1)]
    there = [month for month in months if (material.entity, month) in material.dataset.values.index]
    judged = [material.evaluation if month == material.period else material.judge(month) for month in there]
    return [found for found in judged if any(i.score is not None for i in found.indicators)]


def _watched(context: Context) -> list[str]:
    return [i.id for i in context.evaluation.indicators if gradings.is_quantitative(context, i)]


def _unwatched(context: Context, judged: list[Evaluation]) -> list[Text]:
    """A sentence on indicators that the year judges and no month does."""
    monthly = {i.id for found in judged for i in found.indicators if i.score is not None}
    yearly = [i.id for i in context.evaluation.indicators if i.score is not None and i.id in set(_watched(context))]
    names = [context.named(name) for name in yearly if name not in monthly]
    if not names:
        return []
    return [context.say("alerts.unwatched", names=context.say.begun(context.say.join(names)), n=len(names))]


def _spells(context: Context, identifier: str, judged: list[Evaluation]) -> list[Alert]:
    spells: list[Alert] = []
    run: list[tuple[str, ScoredIndicator]] = []
    for found in judged:
        indicator = next((i for i in found.indicators if i.id == identifier), None)
        if indicator is not None and context.grade_of(indicator) in gradings.WEAK:
            run.append((found.period, indicator))
        elif run:
            spells.append(_alert(context, run, found.period))
            run = []
    return [*spells, _alert(context, run, None)] if run else spells


def _alert(context: Context, run: list[tuple[str, ScoredIndicator]], closed: str | None) -> Alert:
    worst = min((indicator for _, indicator in run), key=lambda indicator: indicator.score or 0.0)
    grade = context.grade_of(worst)
    assert grade is not None
    return Alert(worst.id, run[0][0], closed, len(run), grade, worst.score or 0.0)


def _line(context: Context, alert: Alert) -> Line:
    closed: Text = period_with_year(alert.closed) if alert.closed else context.say("alerts.open")
    return Line(
        (context.short(alert.indicator), period_with_year(alert.opened), closed, printing.whole(alert.months),
         gradings.one_decimal(alert.worst_score), str(alert.worst)),
    )  # fmt: skip
