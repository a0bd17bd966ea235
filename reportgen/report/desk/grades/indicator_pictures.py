"""The two charts of an indicator's card: where it stands among the peers, and how it moved.

The history of one indicator: months where there are months, else years.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING, Final

from reportgen.analysis import SignalKind, trend_signal
from reportgen.analysis.blocks import one_definition
from reportgen.catalog.calendar_words import period_tick
from reportgen.model import printing
from reportgen.model.definitions import Direction
from reportgen.model.period import Period, PeriodKind
from reportgen.report import marks
from reportgen.report.charts import ControlLimits, Strip, TrendPoint, ends, near, peer_strip, reach, trend
from reportgen.report.desk.grades import gradings
from reportgen.report.desk.tables.drawings import ticks
from reportgen.report.tokens import ink

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.analysis import TrendSignal
    from reportgen.model.definition import Text
    from reportgen.model.results import PeerPosition, ScoredIndicator
    from reportgen.report.desk.context import HospitalContext, PlacedChart

SPARK_MONTHS: Final = 12
TREND_MONTHS: Final = 24
FEWEST: Final = 3
"""Points of a line: two are told as a pair."""
LONGEST_GAP: Final = 3
"""Months without a value over which a line goes on: a December told by the form of its year alone is no part of it."""


@dataclass(frozen=True)
class Series:
    """Values by period, oldest first, None where there is none.

    Attributes:
        signal: verdict of the process-control rules on month values; None under twelve points.
        since: the first period, where earlier ones are left out since the indicator was defined otherwise; else None.
    """

    periods: tuple[str, ...]
    values: tuple[float | None, ...]
    signal: TrendSignal | None
    since: str | None = None

    @property
    def known(self) -> tuple[float, ...]:
        """The values that are there."""
        return tuple(value for value in self.values if value is not None)

    @property
    def judged(self) -> int:
        """How many of the newest follow each other without a gap: those by which they are judged."""
        return len(self.values) - _after_last_gap(self.values, 1)

    def last(self, length: int) -> Series:
        """The newest periods only."""
        return Series(self.periods[-length:], self.values[-length:], self.signal, self.since)


def series(context: HospitalContext, indicator: ScoredIndicator) -> Series:
    """The last twelve months, or the years that there are."""
    return full_series(context, indicator).last(SPARK_MONTHS)


def full_series(context: HospitalContext, indicator: ScoredIndicator) -> Series:
    """Up to 24 months on month values, or all years on the evaluation basis, up to the report's period."""
    material = context.material
    values = material.month_values if context.is_month else material.values
    if values is None:
        return Series((), (), None)
    every = _periods(context)
    periods = tuple(one for one in every if one_definition(material.catalog, indicator.id, one, material.period))
    otherwise = [values.at(indicator.id, material.entity, one).value for one in every if one not in periods]
    found = tuple(values.at(indicator.id, material.entity, period).value for period in periods)
    first = _after_last_gap(found, LONGEST_GAP + 1 if context.is_month else len(found) + 1)
    periods, found = periods[first:], found[first:]
    since = periods[0] if periods and any(value is not None for value in otherwise) else None
    return Series(periods, found, _signal(found) if context.is_month else None, since)


def _after_last_gap(values: Sequence[float | None], length: int) -> int:
    """Where the values begin that have no gap of that length among them; behind all where there is none."""
    first, missing = len(values), 0
    for at in range(len(values) - 1, -1, -1):
        missing = 0 if values[at] is not None else missing + 1
        if missing == length:
            break
        first = first if missing else at
    return first


def _signal(values: Sequence[float | None]) -> TrendSignal | None:
    """What the newest months that follow each other say, with those outside the limits counted among all."""
    start = _after_last_gap(values, 1)
    found = trend_signal([value for value in values[start:] if value is not None])
    return found and replace(found, outside=tuple(start + at for at in found.outside))


def _periods(context: HospitalContext) -> tuple[str, ...]:
    now = context.period
    if now.kind is PeriodKind.MONTH:
        return _months_back(now)
    known = map(Period.parse, context.material.dataset.periods(context.material.entity))
    alike = [period for period in known if period.kind is now.kind and str(period) <= str(now)]
    first = [str(min(alike, key=Period.sort_key).previous_year())] if now.kind is PeriodKind.YEAR and alike else []
    return (*first, *map(str, alike))  # the first sheets may tell of the year before them


def _months_back(now: Period) -> tuple[str, ...]:
    periods = [now]
    while len(periods) < TREND_MONTHS:
        periods.append(periods[-1].preceding())
    return tuple(str(period) for period in reversed(periods))


FULL_MM: Final = 172.0
HALF_MM: Final = 82.0
TREND_MM: Final = 52.0
HALF_TREND_MM: Final = 34.0
MOST_TICKS: Final = 9


def strip_picture(
    context: HospitalContext, indicator: ScoredIndicator, *, half: bool, name: str = "strip", alt: str = ""
) -> PlacedChart | None:
    """Every peer a dot, and our own value; None without peers."""
    peer = indicator.peer
    if peer is None or indicator.value is None or not peer.values:
        return None
    unit = context.indicator(indicator.id).unit
    level, best, far = (
        gradings.line(indicator),
        gradings.standards_best(context, indicator),
        gradings.far_edge(indicator),
    )
    values = tuple(printing.displayed(value, unit) for value in peer.values)
    own = printing.displayed(indicator.value, unit)
    edges = [None if edge is None else printing.displayed(edge, unit) for edge in (level, far)]
    scale, off = _scale(indicator, peer, unit), beyond(context, indicator)
    strip = Strip(
        peers=values,
        own=own,
        own_label=_named(context, "own", context.printed(indicator.id, indicator.value), half=half),
        quartiles=_quartiles(peer, unit),
        median_label=_named(context, "median", context.printed(indicator.id, peer.median), half=half),
        half_label=context.text("strip.half") if half else context.labelled(context.say("strip.half")),
        ticks=ticks(scale, (MOST_TICKS // 2 if half else MOST_TICKS) - sum(map(bool, off))),
        standard=edges[0],
        standard_label=_named(context, "standard", best, half=half) if best else "",
        far_edge=edges[1],
        alert=context.grade_of(indicator) in gradings.WEAK,
        printed=tuple(context.printed(indicator.id, value) for value in peer.values),
        reach=scale,
        beyond=off,
    )
    drawn = peer_strip(strip, alt or _strip_alt(context, indicator, peer), ink(), width_mm=HALF_MM if half else FULL_MM)
    return context.picture(f"{name}-{indicator.id}", drawn)


def _named(context: HospitalContext, key: str, value: str, *, half: bool) -> str:
    """What a value in a drawing is called, and the value; in both languages where a page in both has room for them."""
    if half or context.mode != "zh-en":
        return context.text(f"strip.{key}", value=value)
    return context.text("strip.both", name=context.labelled(context.say(f"strip.name.{key}")), value=value)


def beyond(context: HospitalContext, indicator: ScoredIndicator) -> tuple[str, str]:
    """What is said of peers below and above the scale of the strip: how many they are, and the farthest of them."""
    peer = indicator.peer
    if peer is None or indicator.value is None or not peer.values:
        return "", ""
    unit = context.indicator(indicator.id).unit
    low, high = _scale(indicator, peer, unit)
    known = sorted((printing.displayed(value, unit), value) for value in peer.values)
    below, above = [real for shown, real in known if shown < low], [real for shown, real in known if shown > high]
    return _off(context, indicator.id, below), _off(context, indicator.id, above[::-1])


def _scale(indicator: ScoredIndicator, peer: PeerPosition, unit: str) -> tuple[float, float]:
    ends = (indicator.value, gradings.line(indicator), gradings.far_edge(indicator))
    kept = [printing.displayed(end, unit) for end in ends if end is not None]
    return reach([printing.displayed(value, unit) for value in peer.values], _quartiles(peer, unit), kept)


def _off(context: HospitalContext, identifier: str, far: Sequence[float]) -> str:
    if not far:
        return ""
    value = context.printed(identifier, far[0])
    return context.text(
        "strip.beyond.one" if len(far) == 1 else "strip.beyond.many", n=printing.whole(len(far)), value=value
    )


def _quartiles(peer: PeerPosition, unit: str) -> tuple[float, float, float]:
    shown = [printing.displayed(value, unit) for value in (peer.lower_quartile, peer.median, peer.upper_quartile)]
    return shown[0], shown[1], shown[2]


def _strip_alt(context: HospitalContext, indicator: ScoredIndicator, peer: PeerPosition) -> str:
    assert indicator.value is not None
    value, median = context.spoken(indicator.id, indicator.value), context.spoken(indicator.id, peer.median)
    facts = {"name": context.name(indicator.id), "value": value, "median": median}
    return context.text("strip.alt", rank=str(peer.rank), of=str(peer.n + 1), **facts)


def trend_picture(
    context: HospitalContext, indicator: ScoredIndicator, history: Series, *, half: bool
) -> PlacedChart | None:
    """The line of the periods with the standard and, of months, the limits of natural variation."""
    if not _is_drawn(context, indicator, history) or history.values[-1] is None:
        return None
    unit = context.indicator(indicator.id).unit
    shown = [None if value is None else printing.displayed(value, unit) for value in history.values]
    points = [
        TrendPoint(
            period_tick(period),
            value,
            special=_is_special(history, index),
            printed="" if real is None else context.printed(indicator.id, real),
        )
        for index, (period, value, real) in enumerate(zip(history.periods, shown, history.values, strict=True))
    ]
    level, best = gradings.line(indicator), gradings.standards_best(context, indicator)
    standard, far_edge, far = None, None, gradings.far_edge(indicator)
    if level is not None and best is not None:
        standard = (printing.displayed(level, unit), _named(context, "standard", best, half=half))
    if far is not None and level is not None:
        standard, far_edge = (_edge(context, indicator, *ends) for ends in ((level, far), (far, level)))
    limits = _limits(context, history.signal, unit, history.judged)
    known = [value for value in shown if value is not None]
    known += [limits.lower, limits.upper] if limits else []
    extra = near(known, [one[0] for one in (standard, far_edge) if one])
    alt = _trend_alt(context, indicator, history)
    chart = trend(
        points,
        context.printed(indicator.id, history.values[-1]),
        ticks([*ends(known), *extra]),
        alt,
        ink(),
        limits=limits,
        standard=standard,
        far_edge=far_edge,
        width_mm=HALF_MM if half else FULL_MM,
        height_mm=HALF_TREND_MM if half else TREND_MM,
    )
    return context.picture(f"trend-{indicator.id}", chart)


def _edge(context: HospitalContext, indicator: ScoredIndicator, level: float, other: float) -> tuple[float, str]:
    """One end of a standard that is a range, with its own words: those of the range at one of its lines mislead."""
    side = "trend.upper" if level > other else "trend.lower"
    at = printing.displayed(level, context.indicator(indicator.id).unit)
    return at, context.text(side, value=context.printed(indicator.id, level))


def _is_special(history: Series, index: int) -> bool:
    signal = history.signal
    if signal is None or signal.kind is SignalKind.STEADY:
        return False
    if signal.kind in {SignalKind.OUTSIDE, SignalKind.UNCLEAR}:
        return index in signal.outside
    return index >= len(history.values) - 7


def _limits(context: HospitalContext, signal: TrendSignal | None, unit: str, count: int) -> ControlLimits | None:
    if signal is None:
        return None
    shown = [printing.displayed(value, unit) for value in (signal.mean, signal.lower, signal.upper)]
    label = context.text("trend.mean", n=count, value=printing.number(shown[0], 1))
    return ControlLimits(shown[0], shown[1], shown[2], label)


def _trend_alt(context: HospitalContext, indicator: ScoredIndicator, history: Series) -> str:
    first, last = history.known[0], history.known[-1]
    facts = {"first": context.spoken(indicator.id, first), "last": context.spoken(indicator.id, last)}
    return context.text("trend.alt", name=context.name(indicator.id), n=len(history.known), **facts)


def _is_drawn(context: HospitalContext, indicator: ScoredIndicator, history: Series) -> bool:
    return len(history.known) >= FEWEST and not is_level(context, indicator, history)


def is_level(context: HospitalContext, indicator: ScoredIndicator, history: Series) -> bool:
    """Whether all of its values print alike, so that a line would show nothing."""
    return len({context.printed(indicator.id, value) for value in history.known}) == 1


def _is_off(context: HospitalContext, indicator: ScoredIndicator, history: Series) -> bool:
    """Whether the standard lies beyond the axis of the line, so that an arrow stands for it."""
    unit, level = context.indicator(indicator.id).unit, gradings.line(indicator)
    if level is None or not _is_drawn(context, indicator, history):
        return False
    signal = history.signal
    kept = [*history.known, *((signal.lower, signal.upper) if signal else ())]
    return not near([printing.displayed(value, unit) for value in kept], [printing.displayed(level, unit)])


OF_SPAN: Final = {"month": "few", "quarter": "quarters", "year": "years"}
"""What is said of a line that no rule judges, by what its points are."""


def trend_note(context: HospitalContext, indicator: ScoredIndicator, history: Series) -> Text:
    """What the line and an arrow beside it show, the verdict, and whether it begins where it was defined anew."""
    verdict = OF_SPAN[context.span]
    if len(history.known) < FEWEST:
        verdict = f"{verdict}.undrawn"
    elif is_level(context, indicator, history):
        value = context.spoken(indicator.id, history.known[-1])
        return context.say("trend.note.level", n=len(history.known), value=value)
    elif context.is_month and len(history.known) >= SPARK_MONTHS:
        verdict = f"{verdict}.gap"
    note = context.say(f"trend.note.{history.signal.kind if history.signal else verdict}")
    if _is_off(context, indicator, history):
        note = context.say("trend.note.beyond", note=note)
    if history.since is None:
        return note
    return context.say("trend.note.since", note=note, period=period_tick(history.since))


def band(context: HospitalContext, indicator: ScoredIndicator) -> str | None:
    """Among the peers by merit, so that right is better whatever the indicator."""
    if indicator.peer is None or indicator.value is None or not indicator.peer.values:
        return None
    own, *peers = (_merit(indicator, value) for value in (indicator.value, *indicator.peer.values))
    return context.mark(f"band-{indicator.id}", marks.peer_band(own, peers, ahead=own >= median(peers)))


def _merit(indicator: ScoredIndicator, value: float) -> float:
    """More is better: the value, its negative, or the negative distance outside the best range."""
    if indicator.direction is Direction.HIGHER:
        return value
    if indicator.direction is Direction.LOWER:
        return -value
    best = gradings.target(indicator)
    if best is None:
        return 0.0
    low, high = best if isinstance(best, tuple) else (best, best)
    return -max(low - value, value - high, 0.0)
