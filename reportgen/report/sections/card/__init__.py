"""One page for an indicator: where it stands among peers, how it moved, what to do, which cells it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.model.schemes import Grade
from reportgen.report.desk import doubts, gradings, indicator_pictures, outlook, passport_rows, standards
from reportgen.report.desk.measures import measure
from reportgen.report.desk.redistribution import is_redistributed
from reportgen.report.desk.series import full_series
from reportgen.report.section import Piece
from reportgen.report.sections.card import captions, causes, selection

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.model.reports import Options
    from reportgen.model.results import ScoredIndicator
    from reportgen.report.desk.captions import Caption
    from reportgen.report.desk.context import Context
    from reportgen.report.desk.desk import Picture
    from reportgen.report.desk.passport_rows import PassportRow


FULL: Final = 100.0


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
    """The page of one indicator, or with `is_half` the half page, without its cells.

    `is_assigned` leaves room to write in who takes the measure on, and until when.
    """

    kicker: Text
    headline: Text
    is_half: bool
    meaning: Text | None
    tiles: tuple[Tile, ...]
    caution: Text | None
    strip: Picture | None
    strip_caption: Caption | None
    strip_note: Text
    trend: Picture | None
    trend_caption: Caption | None
    trend_unit: Text
    trend_kind: str
    trend_note: Text
    cause: Text | None
    measure: Text
    is_assigned: bool
    formula: Text
    parts: tuple[PassportRow, ...]


def anchors(context: Context, options: Options) -> tuple[str, ...]:
    """The ids of the pages, known before they are written."""
    return tuple(anchor(identifier) for identifier in _chosen(context, options))


def all_anchors(context: Context) -> tuple[str, ...]:
    """The ids of a page for every indicator that has one."""
    return tuple(anchor(identifier) for identifier in selection.judged(context))


def of_ability(context: Context, ability: str) -> list[Piece]:
    """Whole pages for all indicators of one ability, in the order of the scorecard."""
    found = [context.evaluation.indicator(identifier) for identifier in selection.judged(context)]
    return [_piece(context, each, is_one_of_all=True) for each in found if each.ability == ability]


def anchor(identifier: str) -> str:
    """The id of the page of an indicator."""
    return f"card-{identifier}"


def pieces(context: Context, options: Options) -> list[Piece]:
    """The pages: of the weak indicators the worst first, of all in the order of the scorecard."""
    of_all = options.word("of") == "all"
    found = [context.evaluation.indicator(identifier) for identifier in _chosen(context, options)]
    return [_piece(context, each, is_one_of_all=of_all) for each in found]


def _piece(context: Context, indicator: ScoredIndicator, *, is_one_of_all: bool) -> Piece:
    content = _card(context, indicator, is_one_of_all=is_one_of_all)
    return Piece(anchor(indicator.id), content, context.short(indicator.id), indicator.id)


def _chosen(context: Context, options: Options) -> tuple[str, ...]:
    return selection.SELECTIONS[options.word("of")](context)


def _card(context: Context, indicator: ScoredIndicator, *, is_one_of_all: bool) -> Card:
    definition = context.indicator(indicator.id)
    ability = next(ability for ability in context.evaluation.abilities if ability.id == indicator.ability)
    history = full_series(context, indicator)
    half = selection.is_half(context, indicator.id) and not is_one_of_all
    section = anchor(indicator.id)
    strip = indicator_pictures.strip_picture(context, indicator, half=half)
    line = indicator_pictures.trend_picture(context, indicator, history, half=half)
    span, name = context.span, context.short(indicator.id)
    return Card(
        kicker=ability.name if is_one_of_all else context.say("card.kicker", ability=ability.name),
        headline=_headline(context, indicator),
        is_half=half,
        meaning=None if half else definition.meaning,
        tiles=tuple(_tiles(context, indicator)),
        caution=doubts.of(context, indicator.id),
        strip=strip,
        strip_caption=context.figure(
            section, captions.position(context, indicator), context.say("card.listed.strip", name=name)
        )
        if strip
        else None,
        strip_note=captions.strip_note(context, indicator),
        trend=line,
        trend_caption=context.figure(
            section, captions.course(context, indicator, history), context.say(f"card.listed.{span}", name=name)
        )
        if line
        else None,
        trend_unit=context.unit(indicator.id),
        trend_kind=span,
        trend_note=indicator_pictures.trend_note(context, indicator, history),
        cause=None if half else causes.cause(context, indicator.id),
        measure=measure(context, indicator),
        is_assigned=not is_one_of_all,
        formula=passport_rows.formula_text(context, indicator.id),
        parts=() if half else tuple(passport_rows.parts(context, indicator.id)),
    )


def _headline(context: Context, indicator: ScoredIndicator) -> Text:
    assert indicator.value is not None
    say = context.say
    first = context.valued(context.name(indicator.id), indicator.id, indicator.value)
    gap = standards.gap(indicator)
    standard = standards.bare(context, indicator)
    parts = [first]
    if standard:
        found = standards.side(indicator) or "met"
        key = f"card.headline.{found}.graded" if indicator.standards is not None else f"card.headline.{found}"
        parts.append(say(key, gap=_distance(context, indicator, gap or 0.0), standard=standard))
    parts.append(_event(context, indicator, is_short=bool(gap and standard)))
    if _is_last(context, indicator) and indicator.peer is not None:
        parts.append(say("card.headline.last", n=printing.whole(indicator.peer.n)))
    return say.join(parts, "list.comma_only")


def _is_last(context: Context, indicator: ScoredIndicator) -> bool:
    """Whether a good grade hides that every peer does better."""
    peer = indicator.peer
    return context.grade_of(indicator) in outlook.STRONG and peer is not None and peer.rank > peer.n > 1


def _distance(context: Context, indicator: ScoredIndicator, gap: float) -> Text:
    """A distance: percentages differ in points."""
    if indicator.unit == "percent":
        return context.say("measured.percentage_points", digits=context.printed(indicator.id, gap))
    return context.spoken(indicator.id, gap)


def _event(context: Context, indicator: ScoredIndicator, *, is_short: bool) -> Text:
    """What became of its grade; one that stays the best short of the best standard has its score beside it."""
    now, was = context.grade_of(indicator), outlook.earlier_grade(context, indicator.id)
    assert now is not None
    if is_short and was == now == Grade.EXCELLENT and indicator.score is not None:
        score = gradings.one_decimal(indicator.score)
        return context.say("card.headline.stays_short", score=score, grade=context.grade(now))
    if was is None or was == now:
        return context.say("card.headline.stays" if was else "card.headline.grade", grade=context.grade(now))
    key = "card.headline.rose" if outlook.is_better(now, was) else "card.headline.fell"
    return context.say(key, before=context.grade(was), grade=context.grade(now))


def _tiles(context: Context, indicator: ScoredIndicator) -> list[Tile]:
    assert indicator.value is not None
    assert indicator.score is not None
    say = context.say
    tiles = [Tile(say("card.tile.value"), context.spoken(indicator.id, indicator.value), *_change(context, indicator))]
    if (standard := standards.best(context, indicator)) is not None:
        tiles.append(
            Tile(
                say("card.tile.standard"),
                standards.measured(context, indicator, standard),
                say(f"standard.{standards.kind(indicator)}"),
            )
        )
    if indicator.peer is not None:
        median = context.spoken(indicator.id, indicator.peer.median)
        tiles.append(Tile(say("card.tile.median"), median, captions.place(context, indicator)))
    score = say("phrase.words", words=gradings.one_decimal(indicator.score))
    tiles.append(Tile(say("card.tile.score"), score, _lost(context, indicator), grade=context.grade_of(indicator)))
    weight = say("phrase.words", words=printing.percent(indicator.effective_weight, 2))
    tiles.append(Tile(say("card.tile.weight"), weight, _weight_note(context, indicator)))
    return tiles


def _lost(context: Context, indicator: ScoredIndicator) -> Text:
    """What it costs the total, where there is one."""
    assert indicator.score is not None
    if indicator.score >= FULL:
        return context.say("card.tile.nothing_lost")
    if context.evaluation.score is None:
        return context.say("card.tile.no_total")
    lost = context.points((FULL - indicator.score) * indicator.effective_weight, sign=False)
    return context.say("card.tile.lost", lost=lost)


def _change(context: Context, indicator: ScoredIndicator) -> tuple[Text, str]:
    if indicator.previous is None or indicator.value is None:
        return context.say("card.no_previous"), ""
    difference = indicator.value - indicator.previous
    better = standards.improved(indicator, difference)
    digits = printing.measured(difference, context.indicator(indicator.id), sign=True)
    is_seen = digits != printing.measured(0.0, context.indicator(indicator.id))
    sense = {1: "fav", -1: "unfav", 0: ""}[better if is_seen else 0]
    words = context.say(f"card.change.{context.span}", digits=digits)
    return (context.say(f"card.change.{sense}", change=words) if sense else words), sense


def _weight_note(context: Context, indicator: ScoredIndicator) -> Text:
    if is_redistributed(indicator):
        return context.say("card.weight.before", weight=printing.percent(indicator.weight, 2))
    return context.say("card.weight.same")
