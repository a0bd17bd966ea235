"""One page for an indicator: where it stands among peers, how it moved, what to do, which cells it rests on.

What stands above the drawings of a card: what they show, in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, Final

from reportgen.catalog.calendar_words import period_name
from reportgen.model import printing
from reportgen.model.definition import Text
from reportgen.model.period import Period
from reportgen.model.schemes import Grade
from reportgen.report.desk.brief.growth import cause
from reportgen.report.desk.grades import gradings, indicator_pictures, outlook
from reportgen.report.desk.grades.indicator_pictures import full_series
from reportgen.report.desk.grades.together import weighed
from reportgen.report.desk.judgement import alarms, selection
from reportgen.report.desk.sources import passport_rows
from reportgen.report.desk.tables import doubts
from reportgen.report.section import Piece

if TYPE_CHECKING:
    from reportgen.model.reports import Options
    from reportgen.model.results import ScoredIndicator
    from reportgen.report.desk.captions import Caption
    from reportgen.report.desk.context import HospitalContext, PlacedChart
    from reportgen.report.desk.grades.indicator_pictures import Series
    from reportgen.report.desk.judgement.alarms import Undone
    from reportgen.report.desk.sources.passport_rows import PassportRow


def strip_note(context: HospitalContext, indicator: ScoredIndicator) -> Text:
    """What a dot is and where it is best to be; what an arrow is, where there is one."""
    note = context.say(f"card.strip.{indicator.direction}", n=indicator.peer.n if indicator.peer else 0)
    parts = [note, context.say("strip.unit", unit=context.unit(indicator.id))]
    if any(indicator_pictures.beyond(context, indicator)):
        parts.append(context.say("strip.beyond.note"))
    return Text(zh="".join(part.zh for part in parts), en="".join(part.en for part in parts))


def position(context: HospitalContext, indicator: ScoredIndicator) -> Text:
    """What the drawing of the peers shows, in words."""
    name = context.short(indicator.id)
    return context.say(f"card.figure.{_standing(indicator)}", name=name, **_among(indicator))


def place(context: HospitalContext, indicator: ScoredIndicator) -> Text:
    """The same for the tile of the peers, which needs no name."""
    return context.say(f"card.tile.{_standing(indicator)}", **_among(indicator))


def _standing(indicator: ScoredIndicator) -> str:
    """How they are told; of all and of none it is said so."""
    assert indicator.peer is not None
    nearness, before, n = _nearness(indicator), indicator.peer.rank - 1, indicator.peer.n
    ends = {0: ".none", n: ".all"} if nearness != "within" else {}
    return f"{nearness}{ends.get(before, '')}"


def _nearness(indicator: ScoredIndicator) -> str:
    """Whether peers can be better, or only nearer to a range, or at most in it too."""
    if gradings.far_edge(indicator) is None:
        return "better"
    return "nearer" if gradings.gap(indicator) else "within"


def _among(indicator: ScoredIndicator) -> dict[str, printing.PrintedNumber]:
    """How many peers there are, how many stand before the hospital, and how many are in the best range."""
    assert indicator.peer is not None
    found = gradings.target(indicator)
    low, high = found if isinstance(found, tuple) else (inf, -inf)
    inside = sum(1 for value in indicator.peer.values if low <= value <= high)
    return {
        "better": printing.whole(indicator.peer.rank - 1),
        "inside": printing.whole(inside),
        "n": printing.whole(indicator.peer.n),
    }


FEWEST: Final = 3
"""Periods of which one is said to be the highest or lowest."""


def course(context: HospitalContext, indicator: ScoredIndicator, history: Series) -> Text:
    """What the drawing of the periods shows: that it ends at its highest or lowest, else where it went from."""
    known = [
        (period, value) for period, value in zip(history.periods, history.values, strict=True) if value is not None
    ]
    (first, was), (last, now) = known[0], known[-1]
    facts = {
        "name": context.short(indicator.id),
        "first": period_name(first),
        "last": period_name(last),
        "was": context.spoken(indicator.id, was),
        "now": context.spoken(indicator.id, now),
    }
    others = [value for _, value in known[:-1]]
    side = "highest" if now > max(others) else "lowest" if now < min(others) else ""
    if side and len(known) >= FEWEST and facts["now"] not in [context.spoken(indicator.id, one) for one in others]:
        return context.say(f"card.figure.{side}", n=_count(context, last, len(known)), **facts)
    period, turn = max(known, key=lambda point: max(point[1] - max(was, now), min(was, now) - point[1]))
    spoken = context.spoken(indicator.id, turn)
    if min(was, now) <= turn <= max(was, now) or spoken in (facts["was"], facts["now"]):
        return context.say("card.figure.course", **facts)
    return context.say("card.figure.turned", turn=spoken, then=period_name(period), **facts)


def _count(context: HospitalContext, period: str, n: int) -> Text:
    return context.say(f"card.figure.{Period.parse(period).kind}", n=n)


FULL: Final = 100.0
PAIR: Final = 2
"""Periods with a value that make no line."""


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

    `taken` is the measure of the hospital's own list that is about it; where there is none, `is_assigned` leaves room
    to write in who takes the measure on, and until when.
    """

    kicker: Text
    headline: Text
    is_half: bool
    meaning: Text | None
    tiles: tuple[Tile, ...]
    caution: Text | None
    strip: PlacedChart | None
    strip_caption: Caption | None
    strip_note: Text
    trend: PlacedChart | None
    trend_caption: Caption | None
    trend_unit: Text
    trend_kind: str
    trend_note: Text
    cause: Text | None
    measure: Text
    taken: Undone | None
    is_assigned: bool
    formula: Text
    parts: tuple[PassportRow, ...]


def anchors(context: HospitalContext, options: Options) -> tuple[str, ...]:
    """The ids of the pages, known before they are written."""
    return tuple(anchor(identifier) for identifier in _chosen(context, options))


def of_ability(context: HospitalContext, ability: str, options: Options) -> list[Piece]:
    """Whole pages for the chosen indicators of one ability, in the order of the scorecard."""
    found = [context.evaluation.indicator(identifier) for identifier in _chosen(context, options)]
    return [_piece(context, each, is_one_of_all=True) for each in found if each.ability == ability]


def anchor(identifier: str) -> str:
    """The id of the page of an indicator."""
    return f"card-{identifier}"


def pieces(context: HospitalContext, options: Options) -> list[Piece]:
    """The pages: of the weak indicators the worst first, of all in the order of the scorecard."""
    of_all = options.word("of") != "weak"
    found = [context.evaluation.indicator(identifier) for identifier in _chosen(context, options)]
    return [_piece(context, each, is_one_of_all=of_all) for each in found]


def _piece(context: HospitalContext, indicator: ScoredIndicator, *, is_one_of_all: bool) -> Piece:
    content = _card(context, indicator, is_one_of_all=is_one_of_all)
    return Piece(anchor(indicator.id), content, context.short(indicator.id), indicator.id)


def _chosen(context: HospitalContext, options: Options) -> tuple[str, ...]:
    return selection.SELECTIONS[options.word("of")](context)


def _card(context: HospitalContext, indicator: ScoredIndicator, *, is_one_of_all: bool) -> Card:
    definition = context.indicator(indicator.id)
    ability = next(ability for ability in context.evaluation.abilities if ability.id == indicator.ability)
    history = full_series(context, indicator)
    half = selection.is_half(context, indicator.id) and not is_one_of_all
    section = anchor(indicator.id)
    strip = indicator_pictures.strip_picture(context, indicator, half=half)
    line = indicator_pictures.trend_picture(context, indicator, history, half=half)
    span, name = context.span, context.short(indicator.id)
    taken = alarms.under_way(context, indicator.id)
    return Card(
        kicker=ability.name if is_one_of_all else context.say("card.kicker", ability=ability.name),
        headline=_headline(context, indicator),
        is_half=half,
        meaning=None if half else definition.meaning,
        tiles=tuple(_tiles(context, indicator)),
        caution=doubts.of(context, indicator.id),
        strip=strip,
        strip_caption=context.figure(section, position(context, indicator), context.say("card.listed.strip", name=name))
        if strip
        else None,
        strip_note=strip_note(context, indicator),
        trend=line,
        trend_caption=context.figure(
            section, course(context, indicator, history), context.say(f"card.listed.{span}", name=name)
        )
        if line
        else None,
        trend_unit=context.unit(indicator.id),
        trend_kind=span,
        trend_note=_trend_note(context, indicator, history),
        cause=None if half else cause(context, indicator.id),
        measure=outlook.advice(context, indicator),
        taken=taken,
        is_assigned=not is_one_of_all and selection.is_unowned(context, indicator),
        formula=passport_rows.formula_text(context, indicator.id),
        parts=() if half else tuple(passport_rows.parts(context, indicator.id)),
    )


def _trend_note(context: HospitalContext, indicator: ScoredIndicator, history: Series) -> Text:
    """What is said of the periods below the line; the values themselves, where they are but two."""
    note = indicator_pictures.trend_note(context, indicator, history)
    if len(history.known) != PAIR or history.values[-1] is None:
        return note
    return context.say("trend.note.pair", course=course(context, indicator, history), note=note)


def _headline(context: HospitalContext, indicator: ScoredIndicator) -> Text:
    assert indicator.value is not None
    say = context.say
    first = context.valued(context.name(indicator.id), indicator.id, indicator.value)
    gap = gradings.gap(indicator)
    standard = gradings.bare(context, indicator)
    parts = [first]
    if standard:
        found = gradings.side(indicator) or "met"
        key = f"card.headline.{found}.graded" if indicator.standards is not None else f"card.headline.{found}"
        parts.append(say(key, gap=_distance(context, indicator, gap or 0.0), standard=standard))
    parts.append(_event(context, indicator, is_short=bool(gap and standard)))
    if _is_last(context, indicator) and indicator.peer is not None:
        parts.append(say("card.headline.last", n=printing.whole(indicator.peer.n)))
    return say.join(parts, "list.comma_only")


def _is_last(context: HospitalContext, indicator: ScoredIndicator) -> bool:
    """Whether a good grade hides that every peer does better."""
    peer = indicator.peer
    return context.grade_of(indicator) in outlook.STRONG and peer is not None and peer.rank > peer.n > 1


def _distance(context: HospitalContext, indicator: ScoredIndicator, gap: float, *, sign: bool = False) -> Text:
    """A distance with its unit: percentages differ in points."""
    if indicator.unit == "percent":
        digits = printing.measured(gap, context.indicator(indicator.id), sign=sign)
        return context.say("measured.percentage_points", digits=digits)
    return context.spoken(indicator.id, gap, sign=sign)


def _event(context: HospitalContext, indicator: ScoredIndicator, *, is_short: bool) -> Text:
    """What became of its grade since the period before; one that stays the best short of its standard has its score."""
    now, was = context.grade_of(indicator), outlook.earlier_grade(context, indicator.id)
    assert now is not None
    if is_short and was == now == Grade.EXCELLENT and indicator.score is not None:
        score = gradings.one_decimal(indicator.score)
        return context.say("card.headline.stays_short", score=score, grade=context.grade(now))
    if was is None or was == now:
        return context.say("card.headline.stays" if was else "card.headline.grade", grade=context.grade(now))
    key = "card.headline.rose" if outlook.is_better(now, was) else "card.headline.fell"
    return context.say(f"{key}.{context.span}", before=context.grade(was), grade=context.grade(now))


def _tiles(context: HospitalContext, indicator: ScoredIndicator) -> list[Tile]:
    assert indicator.value is not None
    assert indicator.score is not None
    say = context.say
    tiles = [Tile(say("card.tile.value"), context.spoken(indicator.id, indicator.value), *_change(context, indicator))]
    if (standard := gradings.standards_best(context, indicator)) is not None:
        tiles.append(
            Tile(
                say("card.tile.standard"),
                gradings.measured(context, indicator, standard),
                say(f"standard.{gradings.kind(indicator)}"),
            )
        )
    if indicator.peer is not None:
        median = context.spoken(indicator.id, indicator.peer.median)
        tiles.append(Tile(say("card.tile.median"), median, place(context, indicator)))
    score = say("phrase.words", words=gradings.one_decimal(indicator.score))
    tiles.append(Tile(say("card.tile.score"), score, _lost(context, indicator), grade=context.grade_of(indicator)))
    tiles.append(Tile(say("card.tile.weight"), *_weight(context, indicator)))
    return tiles


def _lost(context: HospitalContext, indicator: ScoredIndicator) -> Text:
    """What it costs the total, where there is one."""
    assert indicator.score is not None
    if indicator.score >= FULL:
        return context.say("card.tile.nothing_lost")
    if context.evaluation.score is None:
        return context.say("card.tile.no_total")
    lost = context.points((FULL - indicator.score) * indicator.effective_weight, sign=False)
    return context.say("card.tile.lost", lost=lost)


def _change(context: HospitalContext, indicator: ScoredIndicator) -> tuple[Text, str]:
    if indicator.previous is None or indicator.value is None:
        return context.say("card.no_previous"), ""
    difference = indicator.value - indicator.previous
    better = gradings.improved(indicator, difference)
    is_seen = context.printed(indicator.id, difference) != context.printed(indicator.id, 0.0)
    sense = {1: "fav", -1: "unfav", 0: ""}[better if is_seen else 0]
    words = context.say(f"card.change.{context.span}", change=_distance(context, indicator, difference, sign=True))
    return (context.say(f"card.change.{sense}", change=words) if sense else words), sense


def _weight(context: HospitalContext, indicator: ScoredIndicator) -> tuple[Text, Text]:
    """What it weighed, as tables of abilities have it, and whether that is the weight of the scheme."""
    say, own = context.say, printing.percent(indicator.weight, 2)
    counted = printing.percent(weighed(context.evaluation, indicator), 2)
    if str(counted) != str(own):
        return say("phrase.words", words=counted), say("card.weight.before", weight=own)
    key = "scheme" if context.evaluation.score is None else "same"
    return say("phrase.words", words=own), say(f"card.weight.{key}")
