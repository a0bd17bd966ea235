"""Why the score is another one than a year before: by indicator, from quarter to quarter; effects add up exactly."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import fsum
from typing import TYPE_CHECKING, Final

from reportgen.analysis import ScoreBridge, score_bridge
from reportgen.analysis.attribution import ChangeCause
from reportgen.analysis.robustness import change_of, grades_of
from reportgen.catalog.calendar_words import period_with_year
from reportgen.model.period import Period, PeriodKind
from reportgen.report.charts import BridgeRow, bridge
from reportgen.report.desk.captions import Notes
from reportgen.report.desk.grades import gradings, years
from reportgen.report.desk.grades.years import unlike, year_before
from reportgen.report.desk.tables import sheet
from reportgen.report.desk.tables.sheet import Block, ChartFigure, SectionContent, Table, TableColumn, TableRow
from reportgen.report.passport import ProvenanceEntry
from reportgen.report.speech import capital
from reportgen.report.tokens import ink

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.analysis import IndicatorStep
    from reportgen.analysis.attribution import Attribution, GradePoint
    from reportgen.model.definition import Text
    from reportgen.model.results import Evaluation
    from reportgen.model.schemes import Grade
    from reportgen.report.desk.captions import Caption
    from reportgen.report.desk.context import HospitalContext, PlacedChart

MOST: Final = 12
ROW_MM: Final = 7.4
"""Of the bridge, as high as the rows of the table beside it."""
SECTION: Final = "attribution"


@dataclass(frozen=True)
class EffectRow:
    """One cause and its points."""

    name: Text
    meaning: Text
    points: str


@dataclass(frozen=True)
class AttributionRow:
    """The points of one indicator by cause, in the order of `Effect`, and their sum."""

    name: Text
    points: tuple[str, ...]
    total: str


@dataclass(frozen=True)
class ScoreAttribution:
    """A change split: the score before, five effects, the score after; the bridge; the indicators behind it.

    Causes that moved no indicator have no column of nothing but nil: `causes_shown` has the places of the others.
    """

    before: Text
    before_score: str
    effects: tuple[EffectRow, ...]
    total: str
    after: Text
    after_score: str
    picture: PlacedChart
    causes: tuple[Text, ...]
    causes_shown: tuple[int, ...]
    effects_caption: Caption
    indicators_caption: Caption
    indicators: tuple[AttributionRow, ...]
    sums: tuple[str, ...]


@dataclass(frozen=True)
class HistoryRow:
    """One period of the grade history."""

    period: Text
    score: str
    grade: Grade
    words: Text


@dataclass(frozen=True)
class Why:
    """The section; `change` is missing where no score of last year compares."""

    headline: Text
    change: ScoreAttribution | None
    history: tuple[HistoryRow, ...]
    unlike: Text | None
    restated: Text | None
    history_caption: Caption | None


def attribution(context: HospitalContext) -> Why | None:
    """The change since the same period of last year and the grade history; None where there is neither."""
    found = change_of(context.material)
    points = [point for point in grades_of(context.material) if point.grade is not None]
    if found is None and len(points) < 2:  # noqa: PLR2004 - one grade is no history
        return None
    compared = unlike(context)
    restated = context.material.restated and any(part.weighting != "given" for part in context.evaluation.parts)
    told = "restated" if found is not None else "restated.alone"
    return Why(
        headline=_headline(context, found),
        change=_change(context, found) if found is not None else None,
        history=tuple(_history(context, *pair) for pair in zip((None, *points), points, strict=False)),
        unlike=None if compared is None else capital(years.told(context, compared)),
        restated=context.say(f"attribution.history.{told}") if restated and len(points) > 1 else None,
        history_caption=context.table(SECTION, context.say("attribution.history.title")) if len(points) > 1 else None,
    )


def _headline(context: HospitalContext, found: Attribution | None) -> Text:
    if found is None:
        return context.say("attribution.headline.none")
    period, change, none = period_with_year(found.before_period), found.after - found.before, context.points(0.0)
    if context.points(change) == none:
        return context.say("attribution.headline.same", period=period)
    effect, part = max(found.effects, key=lambda row: row[1] if change > 0 else -row[1])
    cause, share = context.say(f"robustness.effect.{effect}"), context.points(part)
    others = {context.points(points) for name, points in found.effects if name != effect}
    key = f"{'up' if change > 0 else 'down'}{'.all' if others <= {none} else ''}"
    points = context.points(abs(change), sign=False)
    return context.say(f"attribution.headline.{key}", period=period, points=points, cause=cause, part=share)


def _change(context: HospitalContext, found: Attribution) -> ScoreAttribution:
    say, rows, nil = context.say, found.indicators[:MOST], context.points(0.0)
    before, after = period_with_year(found.before_period), period_with_year(found.after_period)
    some = "" if len(rows) < len(found.indicators) else ".all"
    lines = (*(_line(context, context.name(row.id), row.points) for row in rows), *_others(context, found))
    return ScoreAttribution(
        before=say("attribution.before", period=before),
        before_score=context.score(found.before),
        effects=tuple(_effect(context, effect, points) for effect, points in found.effects),
        total=context.points(found.after - found.before),
        after=say("attribution.after", period=after),
        after_score=context.score(found.after),
        picture=_picture(context, found),
        causes=tuple(say.begun(say(f"robustness.effect.{effect}")) for effect in ChangeCause),
        causes_shown=tuple(at for at, _ in enumerate(ChangeCause) if {row.points[at] for row in lines} - {nil}),
        effects_caption=context.table(SECTION, say("attribution.effects")),
        indicators_caption=context.table(SECTION, say(f"attribution.indicators{some}", n=len(rows))),
        indicators=lines,
        sums=tuple(context.points(points) for _, points in found.effects),
    )


def _effect(context: HospitalContext, effect: ChangeCause, points: float) -> EffectRow:
    name, origin = context.say.begun(context.say(f"robustness.effect.{effect}")), context.say("attribution.origin")
    entry = ProvenanceEntry(f"attribution.{effect}", name, context.points(points), SECTION, points, origin)
    return EffectRow(name, context.say(f"attribution.means.{effect}"), context.enter(entry))


def _others(context: HospitalContext, found: Attribution) -> tuple[AttributionRow, ...]:
    rest = found.indicators[MOST:]
    sums = tuple(fsum(row.points[place] for row in rest) for place in range(len(ChangeCause)))
    return (_line(context, context.say("attribution.others", n=len(rest)), sums),) if rest else ()


def _line(context: HospitalContext, name: Text, points: tuple[float, ...]) -> AttributionRow:
    return AttributionRow(name, tuple(context.points(one) for one in points), context.points(fsum(points)))


def _picture(context: HospitalContext, found: Attribution) -> PlacedChart:
    steps = [
        BridgeRow(found.before, context.score(found.before), is_total=True),
        *[BridgeRow(points, context.points(points), sense=_sense(context, points)) for _, points in found.effects],
        BridgeRow(found.after, context.score(found.after), is_total=True),
    ]
    named = [(context.say(f"robustness.effect.{effect}"), context.points(points)) for effect, points in found.effects]
    said = [context.say("bridge.alt.step", name=name, change=change) for name, change in named]
    listed = context.say.join(said, "list.comma_only")
    facts = {"before": context.score(found.before), "after": context.score(found.after)}
    alt = context.text("bridge.alt", steps=listed, **facts)
    return context.picture("attribution", bridge(steps, alt, ink(), width_mm=70, row_mm=ROW_MM))


def _sense(context: HospitalContext, points: float) -> int:
    if context.points(points) == context.points(0.0):
        return 0
    return 1 if points > 0 else -1


def _history(context: HospitalContext, before: GradePoint | None, point: GradePoint) -> HistoryRow:
    assert point.grade is not None
    was, bounds = before.grade if before else None, context.material.scheme.grades
    rose = was is not None and bounds[point.grade] > bounds[was]
    side = "first" if was is None else "same" if was is point.grade else "up" if rose else "down"
    printed = "" if point.score is None else context.score(point.score)
    return HistoryRow(period_with_year(point.period), printed, point.grade, context.say(f"attribution.history.{side}"))


SCORE_CHANGES_SECTION: Final = "score_changes"
QUARTER: Final = 3
BAR_MM: Final = 84.0
SCORE_CHANGES_ROW_MM: Final = 4.6
"""Of the bridge, so low that the quarters find room on its page."""
MOST_ACROSS: Final = 6
"""Abilities whose scores find room beside each other."""


def score_changes(context: HospitalContext) -> SectionContent:
    """The bridge of the year and the results of its quarters."""
    say, before = context.say, year_before(context)
    found = score_bridge(before, context.evaluation) if before else None
    lines: tuple[Text, ...] = ()
    if before is None or found is None:
        headline, words = _unlike(context)
        blocks: list[Block] = [sheet.Paragraphs((words,))]
        lines = (words,) if unlike(context) is None else ()
    else:
        blocks = [_score_changes_picture(context, found), _steps(context, before, found)]
        headline = _score_changes_headline(context, found)
    quarters = _quarters(context)
    key = "months" if context.material.case.file.fiscal_year_start == 1 else "fiscal"
    key = "unscored" if _ends_of_quarters(context) else key
    none = say(f"score_changes.no_quarters.{key}")
    blocks.append(quarters or sheet.Paragraphs((none,), say("score_changes.quarters")))
    return SectionContent(headline, tuple(blocks), lacking=(*lines, none) if lines and quarters is None else ())


def _unlike(context: HospitalContext) -> tuple[Text, Text]:
    """Title and words where there is no total of last year, or one that does not compare."""
    say, compared = context.say, unlike(context)
    if compared is None:
        is_scored, period = context.evaluation.score is not None, period_with_year(context.material.period)
        was = context.material.history.get(str(context.period.previous_year()))
        has_figures = was is not None and any(one.score is not None for one in was.indicators)
        key = ".now" if not is_scored else ".before" if has_figures else ""
        headline = say(f"score_changes.headline.none{'' if is_scored else '.now'}", period=period)
        return headline, say(f"score_changes.none{key}")
    words = capital(years.told(context, compared))
    if compared.change is None:
        return say("score_changes.headline.none", period=period_with_year(context.material.period)), words
    return say(
        "score_changes.headline.shared",
        period=period_with_year(compared.period),
        n=len(compared.shared),
        change=context.points(compared.change),
    ), words


def _score_changes_headline(context: HospitalContext, found: ScoreBridge) -> Text:
    say, first = context.say, found.indicators[0]  # that of the largest effect
    if {str(context.points(one.change)) for one in (found, first)} == {str(context.points(0.0))}:
        return say("score_changes.headline.level", period=period_with_year(found.before_period))
    side = "up" if found.change >= 0 else "down"
    return say(
        f"score_changes.headline.{side}",
        period=period_with_year(found.before_period),
        change=context.points(abs(found.change), sign=False),
        name=context.named(first.id),
        points=context.points(first.change),
    )


def _score_changes_picture(context: HospitalContext, found: ScoreBridge) -> ChartFigure:
    names = {ability.id: ability.name for ability in context.evaluation.abilities}
    moved = [step for step in found.abilities if step.id in names]
    steps = [
        BridgeRow(found.before, context.score(found.before), is_total=True),
        *[BridgeRow(step.change, context.points(step.change), sense=_sense(context, step.change)) for step in moved],
        BridgeRow(found.after, context.score(found.after), is_total=True),
    ]
    before, now = period_with_year(found.before_period), period_with_year(found.after_period)
    told = [context.say("bridge.alt.step", name=names[s.id], change=context.points(s.change)) for s in moved]
    alt = context.text(
        "bridge.alt",
        before=context.score(found.before),
        after=context.score(found.after),
        steps=context.say.join(told, "list.comma_only"),
    )
    alt = context.text("score_changes.alt", words=alt)
    picture = context.picture("score-changes", bridge(steps, alt, ink(), width_mm=BAR_MM, row_mm=SCORE_CHANGES_ROW_MM))
    caption = context.figure(SCORE_CHANGES_SECTION, context.say("score_changes.figure", before=before, now=now))
    note = gradings.noted(context, context.say("bridge.note"), found.change, [step.change for step in moved])
    return ChartFigure(caption, picture, note, (before, *[names[step.id] for step in moved], now), SCORE_CHANGES_ROW_MM)


def _steps(context: HospitalContext, before: Evaluation, found: ScoreBridge) -> Table:
    say, notes = context.say, Notes()
    old = {indicator.id: indicator.score for indicator in before.indicators}
    whole = {ability.id: ability.score for ability in before.abilities}
    steps = {step.id: step for step in found.indicators}
    lines: list[TableRow] = []
    for ability in found.abilities:
        own = next((a for a in context.evaluation.abilities if a.id == ability.id), None)
        if own is None:
            continue
        scores = (_shown(context, score, context.score, notes) for score in (whole.get(own.id), own.score))
        lines.append(TableRow((own.name, *scores, "", "", context.points(ability.change)), "section"))
        members = [i for i in context.evaluation.indicators if i.ability == ability.id and i.id in steps]
        lines += [_step(context, old.get(i.id), i.score, steps[i.id], notes) for i in members]
    totals = (context.score(found.before), context.score(found.after))
    lines.append(TableRow((say("score_changes.sum"), *totals, "", "", context.points(found.change)), "grand"))
    columns = (
        TableColumn(say("scorecard.head.indicator"), 62),
        TableColumn(period_with_year(found.before_period), 20, "n"),
        TableColumn(period_with_year(found.after_period), 20, "n"),
        TableColumn(say("score_changes.head.score"), 24, "n"),
        TableColumn(say("score_changes.head.weight"), 24, "n"),
        TableColumn(say("score_changes.head.effect"), 22, "n"),
    )
    caption = context.table(SCORE_CHANGES_SECTION, say("score_changes.table"))
    return Table(caption, columns, tuple(lines), (say("score_changes.note"), *notes.lines()), dense=True)


def _step(
    context: HospitalContext, was: float | None, now: float | None, step: IndicatorStep, notes: Notes
) -> TableRow:
    scores = (_shown(context, score, gradings.one_decimal, notes) for score in (was, now))
    effects = (context.points(one) for one in (step.from_score, step.from_weight, step.change))
    return TableRow((context.short(step.id), *scores, *effects), level=1)


def _shown(context: HospitalContext, score: float | None, printed: Callable[[float], str], notes: Notes) -> str:
    return notes.absent(context.say("score_changes.unscored")) if score is None else printed(score)


def _quarters(context: HospitalContext) -> Table | None:
    """Results of the year to the end of each quarter, as far as the months are there."""
    material, say = context.material, context.say
    if material.judge is None:
        return None
    judged = [found for end in _ends_of_quarters(context) if (found := material.judge(end)).score is not None]
    if not judged:
        return None
    abilities = context.evaluation.abilities
    if len(abilities) > MOST_ACROSS:
        return _quarters_across(context, judged)
    columns = (
        TableColumn(say("score_changes.head.until"), 34),
        *(TableColumn(a.name, 20, "n") for a in abilities),
        TableColumn(say("verdict.total"), 20, "n"),
        TableColumn(say("score_changes.head.change"), 18, "n"),
        TableColumn(say("scorecard.head.grade"), 12, "grade"),
    )
    notes, ids = Notes(), [a.id for a in abilities]
    lines = [_quarter(context, *pair, ids, notes) for pair in zip(judged, (None, *judged[:-1]), strict=True)]
    caption = context.table(SCORE_CHANGES_SECTION, say("score_changes.quarters"))
    under = (say("score_changes.quarters.note"), *years.notes_on(context, judged), *notes.lines())
    return Table(caption, columns, tuple(lines), under, dense=True)


def _ends_of_quarters(context: HospitalContext) -> list[str]:
    """The last months of quarters that there are statements of."""
    material = context.material
    months = range(QUARTER, context.period.months_elapsed + 1, QUARTER)
    ends = [str(Period(context.period.year, PeriodKind.MONTH, month)) for month in months]
    return [end for end in ends if (material.entity, end) in material.dataset.values.index]


def _quarters_across(context: HospitalContext, judged: list[Evaluation]) -> Table:
    """The same with a column for each quarter: more abilities than find room beside each other."""
    say, notes, abilities = context.say, Notes(), context.evaluation.abilities
    before = (None, *judged[:-1])
    down = [
        _quarter(context, *pair, [a.id for a in abilities], notes).cells for pair in zip(judged, before, strict=True)
    ]
    names = [*(a.name for a in abilities), say("verdict.total"), say("score_changes.head.change")]
    lines = [TableRow((name, *(cells[place] for cells in down))) for place, name in enumerate(names, start=1)]
    grades = [context.grade(found.grade) if found.grade else "" for found in judged]
    lines.append(TableRow((say("scorecard.head.grade"), *grades)))
    columns = (
        TableColumn(say("appendix.head.ability"), 52),
        *(TableColumn(period_with_year(found.period), 30, "n") for found in judged),
    )
    under = (say("score_changes.quarters.note"), *years.notes_on(context, judged), *notes.lines())
    caption = context.table(SCORE_CHANGES_SECTION, say("score_changes.quarters"))
    return Table(caption, columns, tuple(lines), under, dense=True)


def _quarter(
    context: HospitalContext, found: Evaluation, before: Evaluation | None, abilities: list[str], notes: Notes
) -> TableRow:
    assert found.score is not None
    if before is None or before.score is None:
        change: str = notes.absent(context.say("score_changes.first"))
    elif not replace(context.material, period=found.period, evaluation=found).is_like_for_like(before):
        change = notes.absent(context.say("score_changes.others"))
    else:
        change = context.points(found.score - before.score)
    scores = (_score(context, found, name, notes) for name in abilities)
    total = (context.score(found.score), change, str(found.grade or ""))
    return TableRow((period_with_year(found.period), *scores, *total))


def _score(context: HospitalContext, found: Evaluation, ability: str, notes: Notes) -> str:
    score = next((one.score for one in found.abilities if one.id == ability), None)
    return years.absent(context, found, ability, notes) if score is None else context.score(score)
