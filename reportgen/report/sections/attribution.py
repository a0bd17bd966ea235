"""Why the score is another one than a year before: effects that add up exactly, and the grades so far."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum
from typing import TYPE_CHECKING, Final

from reportgen.analysis.attribution import Effect
from reportgen.analysis.for_material import change_of, grades_of
from reportgen.report.calendar_words import period_with_year
from reportgen.report.charts import Step, bridge
from reportgen.report.desk import comparing
from reportgen.report.desk.years import unlike
from reportgen.report.passport import Entry
from reportgen.report.speech import capital
from reportgen.report.tokens import ink

if TYPE_CHECKING:
    from reportgen.analysis.attribution import Attribution, GradePoint
    from reportgen.model.definition import Text
    from reportgen.model.schemes import Grade
    from reportgen.report.desk.captions import Caption
    from reportgen.report.desk.context import Context
    from reportgen.report.desk.desk import Picture

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
class IndicatorRow:
    """The points of one indicator by cause, in the order of `Effect`, and their sum."""

    name: Text
    points: tuple[str, ...]
    total: str


@dataclass(frozen=True)
class Change:
    """A change split: the score before, five effects, the score after; the bridge; the indicators behind it."""

    before: Text
    before_score: str
    effects: tuple[EffectRow, ...]
    total: str
    after: Text
    after_score: str
    picture: Picture
    causes: tuple[Text, ...]
    effects_caption: Caption
    indicators_caption: Caption
    indicators: tuple[IndicatorRow, ...]
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
    change: Change | None
    history: tuple[HistoryRow, ...]
    unlike: Text | None
    restated: Text | None
    history_caption: Caption | None


def attribution(context: Context) -> Why | None:
    """The change since the same period of last year and the grade history; None where there is neither."""
    found = change_of(context.material)
    points = [point for point in grades_of(context.material) if point.grade is not None]
    if found is None and len(points) < 2:  # noqa: PLR2004 - one grade is no history
        return None
    compared = unlike(context)
    restated = context.material.restated and any(part.weighting != "given" for part in context.evaluation.parts)
    return Why(
        headline=_headline(context, found),
        change=_change(context, found) if found is not None else None,
        history=tuple(_history(context, point, is_first=point is points[0]) for point in points),
        unlike=None if compared is None else capital(comparing.told(context, compared)),
        restated=context.say("attribution.history.restated") if restated and len(points) > 1 else None,
        history_caption=context.table(SECTION, context.say("attribution.history.title")) if len(points) > 1 else None,
    )


def _headline(context: Context, found: Attribution | None) -> Text:
    if found is None:
        return context.say("attribution.headline.none")
    period, change = period_with_year(found.before_period), found.after - found.before
    if context.points(change) == context.points(0.0):
        return context.say("attribution.headline.same", period=period)
    effect, part = max(found.effects, key=lambda row: row[1] if change > 0 else -row[1])
    cause, share = context.say(f"robustness.effect.{effect}"), context.points(part)
    key = "up" if change > 0 else "down"
    points = context.points(abs(change), sign=False)
    return context.say(f"attribution.headline.{key}", period=period, points=points, cause=cause, part=share)


def _change(context: Context, found: Attribution) -> Change:
    say = context.say
    before, after = period_with_year(found.before_period), period_with_year(found.after_period)
    rows = found.indicators[:MOST]
    return Change(
        before=say("attribution.before", period=before),
        before_score=context.score(found.before),
        effects=tuple(_effect(context, effect, points) for effect, points in found.effects),
        total=context.points(found.after - found.before),
        after=say("attribution.after", period=after),
        after_score=context.score(found.after),
        picture=_picture(context, found),
        causes=tuple(say.begun(say(f"robustness.effect.{effect}")) for effect in Effect),
        effects_caption=context.table(SECTION, say("attribution.effects")),
        indicators_caption=context.table(SECTION, say("attribution.indicators", n=len(rows))),
        indicators=(*(_line(context, context.name(row.id), row.points) for row in rows), *_others(context, found)),
        sums=tuple(context.points(points) for _, points in found.effects),
    )


def _effect(context: Context, effect: Effect, points: float) -> EffectRow:
    name, origin = context.say.begun(context.say(f"robustness.effect.{effect}")), context.say("attribution.origin")
    entry = Entry(f"attribution.{effect}", name, context.points(points), SECTION, points, origin)
    return EffectRow(name, context.say(f"attribution.means.{effect}"), context.enter(entry))


def _others(context: Context, found: Attribution) -> tuple[IndicatorRow, ...]:
    rest = found.indicators[MOST:]
    if not rest:
        return ()
    sums = tuple(fsum(row.points[place] for row in rest) for place in range(len(Effect)))
    return (_line(context, context.say("attribution.others", n=len(rest)), sums),)


def _line(context: Context, name: Text, points: tuple[float, ...]) -> IndicatorRow:
    return IndicatorRow(name, tuple(context.points(one) for one in points), context.points(fsum(points)))


def _picture(context: Context, found: Attribution) -> Picture:
    steps = [
        Step(found.before, context.score(found.before), is_total=True),
        *[Step(points, context.points(points), sense=_sense(context, points)) for _, points in found.effects],
        Step(found.after, context.score(found.after), is_total=True),
    ]
    said = [
        context.say("bridge.alt.step", name=context.say(f"robustness.effect.{effect}"), change=context.points(points))
        for effect, points in found.effects
    ]
    listed = context.say.join(said, "list.comma_only")
    facts = {"before": context.score(found.before), "after": context.score(found.after)}
    alt = context.text("bridge.alt", steps=listed, **facts)
    return context.picture("attribution", bridge(steps, alt, ink(), width_mm=70, row_mm=ROW_MM))


def _sense(context: Context, points: float) -> int:
    if context.points(points) == context.points(0.0):
        return 0
    return 1 if points > 0 else -1


def _history(context: Context, point: GradePoint, *, is_first: bool) -> HistoryRow:
    assert point.grade is not None
    words = context.say(f"attribution.history.{'first' if is_first else 'yes' if point.changed else 'no'}")
    printed = "" if point.score is None else context.score(point.score)
    return HistoryRow(period_with_year(point.period), printed, point.grade, words)
