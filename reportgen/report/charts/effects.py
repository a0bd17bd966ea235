"""Effect bars: how much each indicator moved the total.

The bridge: how one total became another, step by step.

The tornado: what each scenario would make of the score, over the bands of the grades.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reportgen.report.charts.canvas import Canvas, layered
from reportgen.report.charts.chart import (
    MM,
    SMALL_POINTS,
    SMALLER,
    Axis,
    Chart,
    Dot,
    Ink,
    Mark,
    Rect,
    RuleMark,
    TextMark,
    length_mm,
    named,
)
from reportgen.report.charts.chart import width_mm as wide
from reportgen.report.charts.slopes import Band

NAME_SHARE = 0.5
PRINTED_MM = 11.0


@dataclass(frozen=True)
class EffectBar:
    """One bar: name at the left, with it the same in the other language, value as printed at its end."""

    name: str
    value: float
    printed: str
    under: str = ""


def effect_bars(  # noqa: PLR0913 - a chart has these parts
    effects: Sequence[EffectBar],
    alt: str,
    ink: Ink,
    width_mm: float = 76,
    row_mm: float = 5.4,
    *,
    judged: bool = True,
    printed_mm: float = PRINTED_MM,
) -> Chart:
    """Bars to the left and right of a common zero, names at the edge; in ink alone where more is neither good nor bad.

    `printed_mm` is the room for the words at the ends of the bars.
    """
    above = max([0.0, *(effect.value for effect in effects)])
    below = max([0.0, *(-effect.value for effect in effects)])
    rooms = printed_mm * (2 if below > 0 else 1)
    per_mm = ((above + below) or 1.0) / (width_mm * (1 - NAME_SHARE) - rooms)
    left = below + per_mm * (printed_mm if below > 0 else 0.3)
    right = above + per_mm * printed_mm
    names = per_mm * width_mm * NAME_SHARE
    canvas = Canvas(
        width_mm, row_mm * len(effects), (-left - names, right), (-0.5, len(effects) - 0.5), ink, downwards=True
    )
    marks: list[Mark] = [*_names(effects, -left - names, per_mm, width_mm * NAME_SHARE, ink)]
    painted = [(row, effect, _color(effect, ink, judged=judged)) for row, effect in enumerate(effects)]
    marks += [
        Rect(0, e.value, row - 0.28, row + 0.28, color, says=f"{e.name} {e.printed}")
        for row, e, color in painted
        if e.value
    ]
    for is_left, align, shift in ((False, "left", 4), (True, "right", -4)):
        side = [one for one in painted if (one[1].value < 0) is is_left]
        marks += [TextMark(e.value, row, e.printed, color, align=align, dx=shift, bold=True) for row, e, color in side]
    marks.append(RuleMark(0, 0, -0.5, len(effects) - 0.5, ink["ink-3"], 0.8))
    return Chart(canvas.draw(marks), alt, width_mm, row_mm * len(effects))


def _names(effects: Sequence[EffectBar], left: float, per_mm: float, room_mm: float, ink: Ink) -> Iterator[Mark]:
    """The second names behind the first where all have the room, else each under its first."""
    room_mm = room_mm if all(length_mm(effect.name, effect.under) <= room_mm for effect in effects) else 0.0
    for row, effect in enumerate(effects):
        yield from named(effect.name, effect.under, left, row, ink, room_mm=room_mm, per_mm=per_mm)


def _color(effect: EffectBar, ink: Ink, *, judged: bool) -> str:
    if not judged:
        return ink["ink-2"]
    if effect.value > 0:
        return ink["fav"]
    return ink["unfav"] if effect.value < 0 else ink["ink-3"]


LABEL_AIR = 0.42
HALF_BAR = 0.3


@dataclass(frozen=True)
class BridgeRow:
    """One row: a total (drawn as a dot, since the axis does not begin at zero) or a change.

    Attributes:
        value: the total itself, or the change.
        printed: the words at its end.
        sense: 1 favourable, -1 unfavourable, 0 neither.
    """

    value: float
    printed: str
    is_total: bool = False
    sense: int = 0


def bridge(steps: Sequence[BridgeRow], alt: str, ink: Ink, width_mm: float = 42, row_mm: float = 6.2) -> Chart:
    """Totals as dots, changes as bars from where the one before ended; labels stand outside the table of names."""
    ends = list(_running(steps))
    low, high = min(min(pair) for pair in ends), max(max(pair) for pair in ends)
    air = (high - low) or 1.0
    x_range = (low - air * 0.08, high + air * (LABEL_AIR + 0.2))
    height = row_mm * len(steps)
    canvas = Canvas(width_mm, height, x_range, (-0.5, len(steps) - 0.5), ink, downwards=True)
    marks = [*_ground(len(steps), x_range, ink), *_connectors(steps, ends, ink), *layered(_bars(steps, ends, ink))]
    return Chart(canvas.draw(marks), alt, width_mm, height)


def _running(steps: Sequence[BridgeRow]) -> Iterator[tuple[float, float]]:
    total = 0.0
    for step in steps:
        start, total = (step.value, step.value) if step.is_total else (total, total + step.value)
        yield start, total


def _ground(rows: int, x_range: tuple[float, float], ink: Ink) -> Iterator[Mark]:
    return (RuleMark(*x_range, row + 0.5, row + 0.5, ink["wash-2"], 0.6) for row in range(rows - 1))


def _connectors(steps: Sequence[BridgeRow], ends: Sequence[tuple[float, float]], ink: Ink) -> Iterator[Mark]:
    for row in range(len(steps) - 1):
        start = row if steps[row].is_total else row + HALF_BAR
        stop = row + 1 if steps[row + 1].is_total else row + 1 - HALF_BAR
        yield RuleMark(ends[row][1], ends[row][1], start, stop, ink["ink-3"], 0.7)


def _bars(steps: Sequence[BridgeRow], ends: Sequence[tuple[float, float]], ink: Ink) -> Iterator[Mark]:
    for row, (step, (start, stop)) in enumerate(zip(steps, ends, strict=True)):
        color = ink["ink"] if step.is_total else {1: ink["fav"], -1: ink["unfav"], 0: ink["ink-3"]}[step.sense]
        if step.is_total:
            yield Dot(stop, row, color, size=64)
        else:
            yield Rect(start, stop, row - HALF_BAR, row + HALF_BAR, color)
        yield TextMark(max(start, stop), row, step.printed, color, 8, dx=6, bold=True)


NAMES_MM: Final = 62.0
TORNADO_PRINTED_MM: Final = 24.0
TOP_MM: Final = 8.0
AXIS_MM: Final = 6.0
LINE_MM, AIR_MM = 3.2, 2.2
"""From line to line of a name on several, and what a row is higher than they."""
ROOM_FOR_BAND_MM: Final = 8.0
BAND_MM: Final = 3.6
"""Below the last row, where the names of the bands stand: no score of a row can come upon them."""


@dataclass(frozen=True)
class ScenarioBar:
    """One scenario: its name, the score it would lead to, and that score with its grade in words.

    `behind` is its name in the other language.
    """

    name: str
    score: float
    printed: str
    behind: str = ""


def tornado(  # noqa: PLR0913 - a chart has these parts
    outcomes: Sequence[ScenarioBar],
    now: float,
    now_printed: str,
    bands: Sequence[Band],
    ticks: dict[float, str],
    alt: str,
    ink: Ink,
    width_mm: float = 172,
    row_mm: float = 6.4,
) -> Chart:
    """Lines from the present score to that of each scenario, names at the left, scores at their ends.

    Lines and not bars: the scale does not begin at zero, so that no length stands for a score.
    """
    scores = [now, *(one.score for one in outcomes)]
    low, high = min(scores), max(scores)
    air = ((high - low) or 1.0) * 0.04
    low, high = low - air, high + air
    plot_mm = width_mm - NAMES_MM - 2 * TORNADO_PRINTED_MM
    per_mm = (high - low) / plot_mm
    left, right = low - per_mm * (NAMES_MM + TORNADO_PRINTED_MM), high + per_mm * TORNADO_PRINTED_MM
    rows = len(outcomes)
    row_mm = max(row_mm, max(len(_lines(one)) for one in outcomes) * LINE_MM + AIR_MM)
    height, foot = TOP_MM + row_mm * rows + BAND_MM, rows - 0.5 + BAND_MM / row_mm
    axis = Axis({at: text for at, text in ticks.items() if low <= at <= high}, domain=False)
    frame = (left, right), (-0.5 - TOP_MM / row_mm, foot)
    canvas = Canvas(width_mm - 2, height, *frame, ink, axis, downwards=True)
    shown = [(band, max(band.low, low), min(band.high, high)) for band in bands]
    marks = [
        *layered(_tornado_ground([one for one in shown if one[2] > one[1]], now, foot, per_mm, ink)),
        *layered(_paths(outcomes, now, left, ink)),
        RuleMark(now, now, -0.6, foot, ink["ink"], 1.4),
        TextMark(now, -0.7, now_printed, ink["ink"], 8, "center", "bottom", bold=True),
    ]
    return Chart(canvas.draw(marks), alt, width_mm, height + AXIS_MM)


def _tornado_ground(
    shown: Sequence[tuple[Band, float, float]], now: float, foot: float, per_mm: float, ink: Ink
) -> Iterator[Mark]:
    for band, low, high in shown:
        yield Rect(low, high, -0.5, foot, band.tint, ink["paper"], 1.0)
    for band, low, high in shown:
        room = per_mm * max(ROOM_FOR_BAND_MM, wide(band.label))
        at = clear_of(now, low, high, room)
        if at is not None:
            yield TextMark(at, foot, band.label, ink["ink-2"], 7, "center", "bottom", dy=-1)


def clear_of(now: float, low: float, high: float, room: float) -> float | None:
    """The middle of a band for a label that takes some room, or of its wider side where the line now would cross it."""
    middle = (low + high) / 2
    if abs(middle - now) < room / 2:
        low, high = (low, now) if now - low > high - now else (now, high)
        middle = (low + high) / 2
    return middle if high - low >= room else None


def _paths(outcomes: Sequence[ScenarioBar], now: float, left: float, ink: Ink) -> Iterator[Mark]:
    for row, one in enumerate(outcomes):
        parts = _lines(one)
        for at, (words, points, tone) in enumerate(parts):
            yield TextMark(left, row, words, ink[tone], points, dy=LINE_MM * MM * (at - (len(parts) - 1) / 2))
        yield RuleMark(now, one.score, row, row, ink["ink-3"], 1.8)
        yield Dot(one.score, row, ink["ink"], size=34)
        down = one.score < now
        yield TextMark(one.score, row, one.printed, ink["ink"], 7.5, "right" if down else "left", dx=-7 if down else 7)


def _lines(one: ScenarioBar) -> list[tuple[str, float, str]]:
    """The lines of a name with their size and colour; those of the other language below, small."""
    first = [(words, 7.5, "ink") for words in _parted(one.name)]
    return first + [(words, SMALL_POINTS, "ink-3") for words in _parted(one.behind, NAMES_MM / SMALLER) if words]


def _parted(name: str, room_mm: float = NAMES_MM) -> list[str]:
    """A name in its column, on two lines where it is wider than that: at the space that leaves the shortest lines."""
    spaces = [at for at, character in enumerate(name) if character == " "]
    if wide(name) <= room_mm or not spaces:
        return [name]
    best = min(spaces, key=lambda at: max(wide(name[:at]), wide(name[at + 1 :])))
    return [name[:best], name[best + 1 :]]
