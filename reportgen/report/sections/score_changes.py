"""Why the score is another one than a year ago, by indicator, and how it moved from quarter to quarter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis import ScoreBridge, score_bridge
from reportgen.model.period import Period, PeriodKind
from reportgen.report.calendar_words import period_with_year
from reportgen.report.charts import Step, bridge
from reportgen.report.desk import comparing, gradings, last_digit, quarter_notes
from reportgen.report.desk.notes import Notes
from reportgen.report.desk.sheet import Block, Column, Figure, Line, Sheet, Table, Words
from reportgen.report.desk.years import unlike, year_before
from reportgen.report.speech import capital
from reportgen.report.tokens import ink

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.analysis import IndicatorStep
    from reportgen.model.definition import Text
    from reportgen.model.results import Evaluation
    from reportgen.report.desk.context import Context

SECTION: Final = "score_changes"
QUARTER: Final = 3
BAR_MM: Final = 84.0
ROW_MM: Final = 4.6
"""Of the bridge, so low that the quarters find room on its page."""


def score_changes(context: Context) -> Sheet:
    """The bridge of the year and the results of its quarters."""
    say, before = context.say, year_before(context)
    found = score_bridge(before, context.evaluation) if before else None
    if before is None or found is None:
        headline, words = _unlike(context)
        blocks: list[Block] = [Words((words,))]
    else:
        blocks = [_picture(context, found), _steps(context, before, found)]
        headline = _headline(context, found)
    quarters = _quarters(context)
    blocks.append(quarters or Words((say("score_changes.no_quarters"),), say("score_changes.quarters")))
    return Sheet(headline, tuple(blocks))


def _unlike(context: Context) -> tuple[Text, Text]:
    """Title and words where there is no total of last year, or one that does not compare."""
    say, compared = context.say, unlike(context)
    if compared is None:
        none = say("score_changes.headline.none", period=period_with_year(context.material.period))
        return none, say("score_changes.none")
    words = capital(comparing.told(context, compared))
    if compared.change is None:
        return say("score_changes.headline.none", period=period_with_year(context.material.period)), words
    return say(
        "score_changes.headline.shared", period=period_with_year(compared.period), n=len(compared.shared),
        change=context.points(compared.change),
    ), words  # fmt: skip


def _headline(context: Context, found: ScoreBridge) -> Text:
    say = context.say
    first = found.indicators[0]
    side = "up" if found.change >= 0 else "down"
    return say(
        f"score_changes.headline.{side}", period=period_with_year(found.before_period),
        change=context.points(abs(found.change), sign=False), name=context.named(first.id),
        points=context.points(first.change),
    )  # fmt: skip


def _picture(context: Context, found: ScoreBridge) -> Figure:
    names = {ability.id: ability.name for ability in context.evaluation.abilities}
    moved = [step for step in found.abilities if step.id in names]
    steps = [
        Step(found.before, context.score(found.before), is_total=True),
        *[Step(step.change, context.points(step.change), sense=_sense(context, step.change)) for step in moved],
        Step(found.after, context.score(found.after), is_total=True),
    ]
    before, now = period_with_year(found.before_period), period_with_year(found.after_period)
    told = [context.say("bridge.alt.step", name=names[s.id], change=context.points(s.change)) for s in moved]
    alt = context.text(
        "bridge.alt", before=context.score(found.before), after=context.score(found.after),
        steps=context.say.join(told, "list.comma_only"),
    )  # fmt: skip
    alt = context.text("score_changes.alt", words=alt)
    picture = context.picture("score-changes", bridge(steps, alt, ink(), width_mm=BAR_MM, row_mm=ROW_MM))
    caption = context.figure(SECTION, context.say("score_changes.figure", before=before, now=now))
    note = last_digit.noted(context, context.say("bridge.note"), found.change, [step.change for step in moved])
    return Figure(caption, picture, note, (before, *[names[step.id] for step in moved], now), ROW_MM)


def _sense(context: Context, change: float) -> int:
    if context.points(change) == context.points(0.0):
        return 0
    return 1 if change > 0 else -1


def _steps(context: Context, before: Evaluation, found: ScoreBridge) -> Table:
    say, notes = context.say, Notes()
    old = {indicator.id: indicator.score for indicator in before.indicators}
    whole = {ability.id: ability.score for ability in before.abilities}
    steps = {step.id: step for step in found.indicators}
    lines: list[Line] = []
    for ability in found.abilities:
        own = next((a for a in context.evaluation.abilities if a.id == ability.id), None)
        if own is None:
            continue
        scores = (_shown(context, score, context.score, notes) for score in (whole.get(own.id), own.score))
        lines.append(Line((own.name, *scores, "", "", context.points(ability.change)), "section"))
        members = [i for i in context.evaluation.indicators if i.ability == ability.id and i.id in steps]
        lines += [_step(context, old.get(i.id), i.score, steps[i.id], notes) for i in members]
    lines.append(
        Line((say("score_changes.sum"), context.score(found.before), context.score(found.after), "", "",
              context.points(found.change)), "grand")
    )  # fmt: skip
    columns = (
        Column(say("scorecard.head.indicator"), 62), Column(period_with_year(found.before_period), 20, "n"),
        Column(period_with_year(found.after_period), 20, "n"), Column(say("score_changes.head.score"), 24, "n"),
        Column(say("score_changes.head.weight"), 24, "n"), Column(say("score_changes.head.effect"), 22, "n"),
    )  # fmt: skip
    caption = context.table(SECTION, say("score_changes.table"))
    return Table(caption, columns, tuple(lines), (say("score_changes.note"), *notes.lines()), dense=True)


def _step(context: Context, was: float | None, now: float | None, step: IndicatorStep, notes: Notes) -> Line:
    return Line(
        (context.short(step.id), *(_shown(context, score, gradings.one_decimal, notes) for score in (was, now)),
         context.points(step.from_score), context.points(step.from_weight), context.points(step.change)),
        level=1,
    )  # fmt: skip


def _shown(context: Context, score: float | None, printed: Callable[[float], str], notes: Notes) -> str:
    return notes.absent(context.say("score_changes.unscored")) if score is None else printed(score)


def _quarters(context: Context) -> Table | None:
    """Results of the year to the end of each quarter, as far as the months are there."""
    material, say = context.material, context.say
    if material.judge is None:
        return None
    months = range(QUARTER, context.period.months_elapsed + 1, QUARTER)
    ends = [str(Period(context.period.year, PeriodKind.MONTH, month)) for month in months]
    there = [end for end in ends if (material.entity, end) in material.dataset.values.index]
    judged = [found for end in there if (found := material.judge(end)).score is not None]
    if not judged:
        return None
    abilities = context.evaluation.abilities
    columns = (
        Column(say("score_changes.head.until"), 34), *(Column(a.name, 20, "n") for a in abilities),
        Column(say("verdict.total"), 20, "n"), Column(say("score_changes.head.change"), 18, "n"),
        Column(say("scorecard.head.grade"), 12, "grade"),
    )  # fmt: skip
    lines = []
    notes = Notes()
    before: Evaluation | None = None
    for found in judged:
        lines.append(_quarter(context, found, before, [a.id for a in abilities], notes))
        before = found
    caption = context.table(SECTION, say("score_changes.quarters"))
    under = (say("score_changes.quarters.note"), *quarter_notes.notes_on(context, judged), *notes.lines())
    return Table(caption, columns, tuple(lines), under, dense=True)


def _quarter(
    context: Context, found: Evaluation, before: Evaluation | None, abilities: list[str], notes: Notes
) -> Line:
    assert found.score is not None
    if before is not None and before.score is not None:
        change: str = context.points(found.score - before.score)
    else:
        change = notes.absent(context.say("score_changes.first"))
    return Line(
        (period_with_year(found.period), *(_score(context, found, name, notes) for name in abilities),
         context.score(found.score), change, str(found.grade or "")),
    )  # fmt: skip


def _score(context: Context, found: Evaluation, ability: str, notes: Notes) -> str:
    score = next((one.score for one in found.abilities if one.id == ability), None)
    return quarter_notes.absent(context, found, ability, notes) if score is None else context.score(score)
