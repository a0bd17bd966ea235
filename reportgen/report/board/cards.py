"""One page for an indicator: where it stands among peers, how it moved, what to do, which cells it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.analysis import SignalKind
from reportgen.model import printing
from reportgen.report.board import outlook, passport_page, scorecard, standards
from reportgen.report.board.measures import measure
from reportgen.report.board.series import Series, full_series
from reportgen.report.board.ticks import ticks
from reportgen.report.calendar_words import period_tick
from reportgen.report.charts import Limits, Strip, TrendPoint, peer_strip, trend
from reportgen.report.tokens import ink

if TYPE_CHECKING:
    from reportgen.analysis import TrendSignal
    from reportgen.model.definition import Text
    from reportgen.model.results import PeerPosition, ScoredIndicator
    from reportgen.model.schemes import Grade
    from reportgen.report.board.context import Context, Picture
    from reportgen.report.board.passport_page import PassportRow


@dataclass(frozen=True)
class Tile:
    """One figure at the head of the page."""

    label: Text
    value: Text
    note: Text
    sense: str = ""
    grade: Grade | None = None


@dataclass(frozen=True)
class Card:
    """The page of one indicator."""

    id: str
    kicker: Text
    headline: Text
    meaning: Text | None
    tiles: tuple[Tile, ...]
    strip: Picture | None
    strip_note: Text
    trend: Picture | None
    trend_kind: str
    trend_note: Text
    measure: Text
    formula: Text
    parts: tuple[PassportRow, ...]


def cards(context: Context) -> tuple[Card, ...]:
    """The pages, worst indicator first."""
    return tuple(_card(context, context.evaluation.indicator(identifier)) for identifier in context.carded)


def _card(context: Context, indicator: ScoredIndicator) -> Card:
    definition = context.indicator(indicator.id)
    ability = next(ability for ability in context.evaluation.abilities if ability.id == indicator.ability)
    history = full_series(context, indicator)
    return Card(
        id=f"card-{indicator.id}",
        kicker=context.say("card.kicker", ability=ability.name),
        headline=_headline(context, indicator),
        meaning=definition.meaning,
        tiles=tuple(_tiles(context, indicator)),
        strip=_strip(context, indicator),
        strip_note=context.say(f"card.strip.{indicator.direction}", n=indicator.peer.n if indicator.peer else 0),
        trend=_trend(context, indicator, history),
        trend_kind="month" if context.is_month else "year",
        trend_note=_trend_note(context, history),
        measure=measure(context, indicator),
        formula=passport_page.formula_text(context, indicator.id),
        parts=tuple(passport_page.parts(context, indicator.id)),
    )


def _headline(context: Context, indicator: ScoredIndicator) -> Text:
    assert indicator.value is not None
    say = context.say
    first = say(
        "card.headline.value", name=context.name(indicator.id), value=context.spoken(indicator.id, indicator.value)
    )
    gap = standards.gap(indicator)
    standard = standards.best(context, indicator)
    parts = [first]
    if gap and standard:
        side = _side(indicator)
        parts.append(say(f"card.headline.{side}", gap=_distance(context, indicator, gap), standard=standard))
    elif standard:
        parts.append(say("card.headline.met", standard=standard))
    parts.append(_event(context, indicator))
    return say.join(parts, "list.comma_only")


def _side(indicator: ScoredIndicator) -> str:
    assert indicator.value is not None
    return "above" if indicator.value > standards.nearest_edge(indicator) else "below"


def _distance(context: Context, indicator: ScoredIndicator, gap: float) -> Text:
    """A distance: percentages differ in points."""
    if indicator.unit == "percent":
        return context.say("measured.percentage_points", digits=context.printed(indicator.id, gap))
    return context.spoken(indicator.id, gap)


def _event(context: Context, indicator: ScoredIndicator) -> Text:
    now, was = context.grade_of(indicator), outlook.earlier_grade(context, indicator.id)
    assert now is not None
    if was is None or was == now:
        return context.say("card.headline.stays" if was else "card.headline.grade", grade=context.grade(now))
    key = "card.headline.rose" if outlook.is_better(now, was) else "card.headline.fell"
    return context.say(key, before=context.grade(was), grade=context.grade(now))


def _tiles(context: Context, indicator: ScoredIndicator) -> list[Tile]:
    assert indicator.value is not None
    assert indicator.score is not None
    say = context.say
    tiles = [Tile(say("card.tile.value"), context.spoken(indicator.id, indicator.value), *_change(context, indicator))]
    if (standard := standards.best(context, indicator)) is not None and indicator.standards is not None:
        tiles.append(
            Tile(
                say("card.tile.standard"),
                say("phrase.words", words=standard),
                say(f"standard.{indicator.standards.kind}"),
            )
        )
    if indicator.peer is not None:
        rank = say("card.tile.rank", rank=str(indicator.peer.rank), of=str(indicator.peer.n + 1))
        tiles.append(Tile(say("card.tile.median"), context.spoken(indicator.id, indicator.peer.median), rank))
    lost = context.points((100 - indicator.score) * indicator.effective_weight, sign=False)
    score = say("phrase.words", words=scorecard.one_decimal(indicator.score))
    tiles.append(
        Tile(say("card.tile.score"), score, say("card.tile.lost", lost=lost), grade=context.grade_of(indicator))
    )
    weight = say("phrase.words", words=printing.percent(indicator.effective_weight, 2))
    tiles.append(Tile(say("card.tile.weight"), weight, _weight_note(context, indicator)))
    return tiles


def _change(context: Context, indicator: ScoredIndicator) -> tuple[Text, str]:
    if indicator.previous is None or indicator.value is None:
        return context.say("card.no_previous"), ""
    difference = indicator.value - indicator.previous
    better = standards.improved(indicator, difference)
    sense = {1: "fav", -1: "unfav", 0: ""}[better]
    digits = printing.measured(difference, context.indicator(indicator.id), sign=True)
    words = context.say(f"card.change.{'month' if context.is_month else 'year'}", digits=digits)
    return words, sense


def _weight_note(context: Context, indicator: ScoredIndicator) -> Text:
    if abs(indicator.weight - indicator.effective_weight) > 1e-9:  # noqa: PLR2004 - noise of binary
        return context.say("card.weight.before", weight=printing.percent(indicator.weight, 2))
    return context.say("card.weight.same")


def _strip(context: Context, indicator: ScoredIndicator) -> Picture | None:
    peer = indicator.peer
    if peer is None or indicator.value is None or not peer.values:
        return None
    unit = context.indicator(indicator.id).unit
    level, best = standards.line(indicator), standards.best(context, indicator)
    values = tuple(printing.displayed(value, unit) for value in peer.values)
    own = printing.displayed(indicator.value, unit)
    strip = Strip(
        peers=values,
        own=own,
        own_label=context.text("strip.own", value=context.printed(indicator.id, indicator.value)),
        quartiles=_quartiles(peer, unit),
        median_label=context.text("strip.median", value=context.printed(indicator.id, peer.median)),
        half_label=context.text("strip.half"),
        ticks=ticks([*values, own], 9),
        standard=None if level is None else printing.displayed(level, unit),
        standard_label=context.text("strip.standard", value=best) if best else "",
        alert=context.grade_of(indicator) in scorecard.WEAK,
    )
    return context.picture(f"strip-{indicator.id}", peer_strip(strip, _strip_alt(context, indicator, peer), ink()))


def _quartiles(peer: PeerPosition, unit: str) -> tuple[float, float, float]:
    shown = [printing.displayed(value, unit) for value in (peer.lower_quartile, peer.median, peer.upper_quartile)]
    return shown[0], shown[1], shown[2]


def _strip_alt(context: Context, indicator: ScoredIndicator, peer: PeerPosition) -> str:
    assert indicator.value is not None
    value, median = context.spoken(indicator.id, indicator.value), context.spoken(indicator.id, peer.median)
    facts = {"name": context.name(indicator.id), "value": value, "median": median}
    return context.text("strip.alt", rank=str(peer.rank), of=str(peer.n + 1), **facts)


def _trend(context: Context, indicator: ScoredIndicator, history: Series) -> Picture | None:
    if len(history.known) < 2 or history.values[-1] is None:  # noqa: PLR2004 - a line needs two points
        return None
    unit = context.indicator(indicator.id).unit
    shown = [None if value is None else printing.displayed(value, unit) for value in history.values]
    points = [
        TrendPoint(period_tick(period), value, special=_is_special(history, index))
        for index, (period, value) in enumerate(zip(history.periods, shown, strict=True))
    ]
    level, best = standards.line(indicator), standards.best(context, indicator)
    standard = None
    if level is not None and best is not None:
        standard = (printing.displayed(level, unit), context.text("strip.standard", value=best))
    limits = _limits(context, history.signal, unit, len(history.known))
    known = [value for value in shown if value is not None]
    extra = [standard[0]] if standard else []
    extra += [limits.lower, limits.upper] if limits else []
    alt = _trend_alt(context, indicator, history)
    chart = trend(points, context.printed(indicator.id, history.values[-1]), ticks([*known, *extra]), alt, ink(),
                  limits=limits, standard=standard, width_mm=172, height_mm=52)  # fmt: skip
    return context.picture(f"trend-{indicator.id}", chart)


def _is_special(history: Series, index: int) -> bool:
    signal = history.signal
    if signal is None or signal.kind is SignalKind.STEADY:
        return False
    if signal.kind is SignalKind.OUTSIDE:
        return index in signal.outside
    return index >= len(history.values) - 7


def _limits(context: Context, signal: TrendSignal | None, unit: str, count: int) -> Limits | None:
    if signal is None:
        return None
    shown = [printing.displayed(value, unit) for value in (signal.mean, signal.lower, signal.upper)]
    label = context.text("trend.mean", n=count, value=printing.number(shown[0], 1))
    return Limits(shown[0], shown[1], shown[2], label)


def _trend_alt(context: Context, indicator: ScoredIndicator, history: Series) -> str:
    first, last = history.known[0], history.known[-1]
    facts = {"first": context.spoken(indicator.id, first), "last": context.spoken(indicator.id, last)}
    return context.text("trend.alt", name=context.name(indicator.id), n=len(history.known), **facts)


def _trend_note(context: Context, history: Series) -> Text:
    if history.signal is None:
        return context.say("trend.note.few" if context.is_month else "trend.note.years")
    return context.say(f"trend.note.{history.signal.kind}")
