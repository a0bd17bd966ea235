"""A few series on one scale, each named at its end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reportgen.report.charts.canvas import Canvas
from reportgen.report.charts.chart import Chart, Ink, padded, spread
from reportgen.report.charts.marks import Axis, Dot, Line, Mark, Rule
from reportgen.report.charts.naming import length_mm, named

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
    marks: list[Mark] = [] if base is None else [Rule(-0.15, end, base, base, ink["ink-3"], 0.8)]
    gap = (high - low) / (height_mm - 6) * LABEL_MM
    return Chart(
        canvas.draw([*marks, *_courses(courses, end, gap, (right + 0.15) / plot_mm, ink)]), alt, width_mm, height_mm
    )


def _courses(courses: Sequence[Course], end: int, gap: float, per_mm: float, ink: Ink) -> Iterator[Mark]:
    known = [(number, course) for number, course in enumerate(courses) if course.values[end] is not None]
    last = [course.values[end] or 0.0 for _, course in known]
    for number, course in enumerate(courses):
        points = tuple((float(at), value) for at, value in enumerate(course.values))
        yield Line(points, ink[_tone(number)], 1.8 if number == 0 else 1.3, DASHES[number % len(DASHES)])
    reach = end * 0.03 or 0.03
    for (number, course), value, at in zip(known, last, spread(last, gap), strict=True):
        yield Dot(end, value, ink[_tone(number)], size=20)
        yield Rule(end + reach * 0.5, end + reach * 2, value, at, ink["prev"], 0.6)
        yield from named(_words(course), course.behind, end + reach * 2.4, at, ink, room_mm=MOST_NAMES_MM,
                         per_mm=per_mm, color=_tone(number), bold=number == 0)  # fmt: skip


def _words(course: Course) -> str:
    return f"{course.printed} {course.name}"


def _tone(number: int) -> str:
    return "ink" if number == 0 else "ink-2"
