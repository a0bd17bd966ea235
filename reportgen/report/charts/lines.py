"""A few series on one scale, each named at its end.

The fan: months that were, months that may follow, and the band in which such forecasts came out.

The dumbbell: where something stood and where it stands, row by row on one scale.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reportgen.report.charts.canvas import HATCH, Canvas, layered
from reportgen.report.charts.chart import (
    FORECAST,
    AreaMark,
    Axis,
    Chart,
    Dot,
    Ink,
    LineMark,
    Mark,
    RuleMark,
    TextMark,
    length_mm,
    named,
    padded,
    row_height,
    spread,
)

LABEL_MM: Final = 4.0
LEADER_MM, MOST_NAMES_MM = 8.0, 84.0
"""Room before the words at the ends of the lines, and the room for both at most."""
DASHES: Final[tuple[tuple[float, ...], ...]] = ((), (5, 2), (1.5, 2), (6, 2, 1.5, 2), (3, 2))
"""Series are told apart without colour."""


@dataclass(frozen=True)
class Course:
    """One series: its values in order of time, None where there is none, and the words at its end.

    `behind` is its name in the other language.
    """

    name: str
    values: tuple[float | None, ...]
    printed: str
    behind: str = ""


def lines(  # noqa: PLR0913 - a chart has these parts
    courses: Sequence[Course],
    periods: Sequence[str],
    ticks: dict[float, str],
    alt: str,
    ink: Ink,
    *,
    base: float | None = None,
    names_mm: float = 46,
    width_mm: float = 172,
    height_mm: float = 50,
) -> Chart:
    """Lines from their own range, the first in full ink; `base` draws the level from which all are counted."""
    known = [value for course in courses for value in course.values if value is not None]
    end = len(periods) - 1
    plot_mm = width_mm - 12
    widest = max((length_mm(_words(course), course.behind) for course in courses if course.behind), default=0.0)
    names_mm = max(names_mm, min(widest + LEADER_MM, MOST_NAMES_MM))
    right = end + (end or 1) * names_mm / (plot_mm - names_mm)
    low, high = padded([*known, *([base] if base is not None else [])], 0.1)
    visible = {at: text for at, text in ticks.items() if low <= at <= high}
    x_axis = Axis({float(at): text for at, text in enumerate(periods)}, domain=False)
    y_axis = Axis(visible, grid=True, domain=False, tick_size=0)
    canvas = Canvas(plot_mm, height_mm - 6, (-0.15, right), (low, high), ink, x_axis, y_axis)
    marks: list[Mark] = [] if base is None else [RuleMark(-0.15, end, base, base, ink["ink-3"], 0.8)]
    gap = (high - low) / (height_mm - 6) * LABEL_MM
    return Chart(
        canvas.draw([*marks, *_courses(courses, end, gap, (right + 0.15) / plot_mm, ink)]), alt, width_mm, height_mm
    )


def _courses(courses: Sequence[Course], end: int, gap: float, per_mm: float, ink: Ink) -> Iterator[Mark]:
    known = [(number, course) for number, course in enumerate(courses) if course.values[end] is not None]
    last = [course.values[end] or 0.0 for _, course in known]
    for number, course in enumerate(courses):
        points = tuple((float(at), value) for at, value in enumerate(course.values))
        yield LineMark(points, ink[_tone(number)], 1.8 if number == 0 else 1.3, DASHES[number % len(DASHES)])
    reach = end * 0.03 or 0.03
    for (number, course), value, at in zip(known, last, spread(last, gap), strict=True):
        yield Dot(end, value, ink[_tone(number)], size=20)
        yield RuleMark(end + reach * 0.5, end + reach * 2, value, at, ink["prev"], 0.6)
        yield from named(
            _words(course),
            course.behind,
            end + reach * 2.4,
            at,
            ink,
            room_mm=MOST_NAMES_MM,
            per_mm=per_mm,
            color=_tone(number),
            bold=number == 0,
        )


def _words(course: Course) -> str:
    return f"{course.printed} {course.name}"


def _tone(number: int) -> str:
    return "ink" if number == 0 else "ink-2"


PRINTED_MM: Final = 15.0
MOST_WORDS: Final = 6


@dataclass(frozen=True)
class Fan:
    """A series and its continuation.

    Attributes:
        labels: words of all months, those ahead last.
        known: values that were, oldest first; ahead: the forecast; bands: lower and upper bound for each month ahead,
            empty where there were too few trials for any.
        printed: the last forecast as printed.
    """

    labels: tuple[str, ...]
    known: tuple[float, ...]
    ahead: tuple[float, ...]
    bands: tuple[tuple[float, float], ...]
    printed: str


def fan(  # noqa: PLR0913 - a chart has these parts
    rows: Fan, ticks: dict[float, str], alt: str, ink: Ink, width_mm: float = 82, height_mm: float = 36
) -> Chart:
    """The line of the months, dashed where it is a forecast, in a hatched band; not from zero."""
    end = len(rows.labels) - 1
    low, high = padded([*rows.known, *rows.ahead, *(bound for band in rows.bands for bound in band)], 0.1)
    every = max(1, round((end + 1) / MOST_WORDS))
    plot_mm = width_mm - 12
    right = end + 0.5 + (end + 1) * PRINTED_MM / (plot_mm - PRINTED_MM)
    x_axis = Axis({float(at): rows.labels[at] for at in range(end, -1, -every)})
    y_axis = Axis({at: text for at, text in ticks.items() if low <= at <= high}, grid=True, domain=False, tick_size=0)
    canvas = Canvas(plot_mm, height_mm - 6, (-0.5, right), (low, high), ink, x_axis, y_axis)
    return Chart(canvas.draw(list(_marks(rows, ink))), alt, width_mm, height_mm)


def _marks(rows: Fan, ink: Ink) -> Iterator[Mark]:
    now = len(rows.known) - 1
    last = rows.known[-1]
    if rows.bands:
        edges = [(float(now), last, last), *_edges(rows.bands, now)]
        yield AreaMark(tuple(edges), HATCH, FORECAST)
    yield LineMark(tuple((float(at), value) for at, value in enumerate(rows.known)), ink["ink"], 1.6)
    path = [(float(now), last), *((float(now + 1 + at), value) for at, value in enumerate(rows.ahead))]
    yield LineMark(tuple(path), ink["ink"], 1.6, (4, 2), FORECAST)
    yield Dot(now, last, ink["ink"], size=20)
    end = now + len(rows.ahead)
    yield Dot(end, rows.ahead[-1], ink["paper"], size=26, stroke=ink["ink"], stroke_width=1.2)
    yield TextMark(end, rows.ahead[-1], rows.printed, ink["ink"], 8, dx=6, bold=True)


def _edges(bands: Sequence[tuple[float, float]], now: int) -> Iterator[tuple[float, float, float]]:
    return ((float(now + 1 + at), low, high) for at, (low, high) in enumerate(bands))


NAMES_MM: Final = 60.0
DUMBBELL_PRINTED_MM: Final = 30.0
DOT_MM: Final = 2.2
ASIDE: Final = 0.19
"""How far circles that would cover each other move from the middle of their row, in rows."""


@dataclass(frozen=True)
class DumbbellRow:
    """One row: its name, both values, and the words at its right end; `before` is None where there was none.

    `behind` is its name in the other language.
    """

    name: str
    before: float | None
    now: float
    printed: str
    behind: str = ""


def dumbbell(  # noqa: PLR0913 - a chart has these parts
    pairs: Sequence[DumbbellRow],
    ticks: dict[float, str],
    alt: str,
    ink: Ink,
    width_mm: float = 172,
    row_mm: float = 5.4,
) -> Chart:
    """A grey circle for before, a dark one for now, below it where they meet.

    The scale begins at zero or lower, and ends at the tick beyond the highest value.
    """
    known = [value for pair in pairs for value in (pair.before, pair.now) if value is not None]
    low, most = min(0.0, *known), max(0.0, *known)
    high = min((at for at in ticks if at >= most > 0), default=most * 1.03 or 1.0)
    per_mm = (high - low) / (width_mm - NAMES_MM - DUMBBELL_PRINTED_MM - 4)
    frame = (low - per_mm * NAMES_MM, high + per_mm * (DUMBBELL_PRINTED_MM + 4))
    visible = {at: text for at, text in ticks.items() if low <= at <= high}
    rows, row_mm = len(pairs), row_height(((one.name, one.behind) for one in pairs), NAMES_MM, row_mm)
    axis = Axis(visible, grid=True, domain=False, tick_size=0)
    canvas = Canvas(width_mm - 2, row_mm * rows, frame, (-0.5, rows - 0.5), ink, axis, downwards=True)
    return Chart(canvas.draw(layered(_dumbbell_marks(pairs, frame, per_mm, ink))), alt, width_mm, row_mm * rows + 6)


def _dumbbell_marks(
    pairs: Sequence[DumbbellRow], frame: tuple[float, float], per_mm: float, ink: Ink
) -> Iterator[Mark]:
    for row, pair in enumerate(pairs):
        if pair.before is not None:
            yield RuleMark(min(pair.before, pair.now), max(pair.before, pair.now), row, row, ink["ink-3"], 1.4)
    for row, pair in enumerate(pairs):
        yield from named(pair.name, pair.behind, frame[0], row, ink, room_mm=NAMES_MM, per_mm=per_mm)
        yield TextMark(frame[1], row, pair.printed, ink["ink"], align="right")
        aside = 0.0
        if pair.before is not None:
            aside = ASIDE if abs(pair.now - pair.before) < per_mm * DOT_MM else 0.0
            yield Dot(pair.before, row - aside, ink["prev"], size=30, stroke=ink["ink-2"], stroke_width=1.1)
        yield Dot(pair.now, row + aside, ink["ink"], size=30)
