"""One page for an indicator: where it stands among peers, how it moved, what to do, which cells it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.model import printing
from reportgen.report.board import card_charts, exceptions, outlook, passport_page, scorecard, standards
from reportgen.report.board.measures import measure
from reportgen.report.board.series import full_series

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.model.results import ScoredIndicator
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
    """The page of one indicator, or with `is_half` the half page, without its cells."""

    id: str
    kicker: Text
    headline: Text
    is_half: bool
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
    half = exceptions.is_half(context, indicator.id)
    return Card(
        id=f"card-{indicator.id}",
        kicker=context.say("card.kicker", ability=ability.name),
        headline=_headline(context, indicator),
        is_half=half,
        meaning=None if half else definition.meaning,
        tiles=tuple(_tiles(context, indicator)),
        strip=card_charts.strip_picture(context, indicator, half=half),
        strip_note=context.say(f"card.strip.{indicator.direction}", n=indicator.peer.n if indicator.peer else 0),
        trend=card_charts.trend_picture(context, indicator, history, half=half),
        trend_kind="month" if context.is_month else "year",
        trend_note=card_charts.trend_note(context, history),
        measure=measure(context, indicator),
        formula=passport_page.formula_text(context, indicator.id),
        parts=() if half else tuple(passport_page.parts(context, indicator.id)),
    )


def _headline(context: Context, indicator: ScoredIndicator) -> Text:
    assert indicator.value is not None
    say = context.say
    first = context.valued(context.name(indicator.id), indicator.id, indicator.value)
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
