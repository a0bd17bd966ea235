"""Actual, previous year and budget by month in the IBCS manner, and the variances under them.

Progress: how much of each budget is used, against the part of the year that is over.

Composition: stacked bars of a whole, at most five parts, labelled where they stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from reportgen.report.charts.canvas import HATCH, Canvas, layered
from reportgen.report.charts.chart import FORECAST, Axis, Chart, Ink, Mark, Rect, RuleMark, TextMark

HEADROOM: Final = 1.22
"""Room beyond the tallest column for its number, well below the legend."""
TWO_LINES: Final = 1.4
"""The same for two lines of words over a column."""
DATES_MM: Final = 4.0
"""Height of the months under a drawing."""
BESIDE: Final = 0.75
"""Room beyond the largest difference for its number, as a part of it."""
SIZES: Final = (7.5, 6.6)
"""Of amounts over columns, in points; the first is the usual one."""
DIGIT_MM: Final = 0.208
"""Width of a bold digit at one point, with the air that a label keeps on both sides shared among them."""


@dataclass(frozen=True)
class MonthColumn:
    """One month: actual solid, previous year grey behind at the left, budget outlined behind at the right.

    Attributes:
        label: words under the month.
        actual: None where the month has not happened; `printed` its words.
        variance, variance_printed: actual less budget; None where either is missing.
        says: all figures of the month in words.
        above: what stands over the number, in plain type; for a month to come over its budget.
    """

    label: str
    actual: float | None
    printed: str
    previous: float | None = None
    budget: float | None = None
    variance: float | None = None
    variance_printed: str = ""
    forecast: bool = False
    says: str = ""
    above: str = ""


def budget_columns(
    columns: Sequence[MonthColumn], alt: str, ink: Ink, width_mm: float = 172, height_mm: float = 46
) -> Chart:
    """Columns from zero; only the actual is labelled."""
    values = [v for c in columns for v in (c.actual, c.previous, c.budget) if v is not None]
    top = max(values, default=1.0) * (TWO_LINES if any(column.above for column in columns) else HEADROOM)
    bottom = min(0.0, min(values, default=0.0)) * HEADROOM
    axis = Axis({float(i): column.label for i, column in enumerate(columns)}, tick_size=0)
    canvas = Canvas(width_mm - 2, height_mm - 6, (-0.6, len(columns) - 0.4), (bottom, top), ink, axis)
    printed = _printed(columns, width_mm - 2)
    marks = [*_previous(columns, ink), *_budget(columns, ink), *_actual(columns, ink, printed), *_covered(columns, ink)]
    return Chart(canvas.draw(marks), alt, width_mm, height_mm)


def _previous(columns: Sequence[MonthColumn], ink: Ink) -> Iterator[Mark]:
    for index, column in enumerate(columns):
        if column.previous is not None:
            yield Rect(index - 0.42, index + 0.14, 0, column.previous, ink["prev"], says=column.says)


def _budget(columns: Sequence[MonthColumn], ink: Ink) -> Iterator[Mark]:
    for index, column in enumerate(columns):
        if column.budget is not None:
            yield Rect(index - 0.14, index + 0.42, 0, column.budget, ink["paper"], ink["ink"], says=column.says)


@dataclass(frozen=True)
class LabelPolicy:
    """In which size amounts stand over their columns, and over which: the last of every so many."""

    size: float
    every: int

    def has(self, index: int, count: int) -> bool:
        """Whether there is room for that of a column."""
        return (count - 1 - index) % self.every == 0


def _printed(columns: Sequence[MonthColumn], width_mm: float) -> LabelPolicy:
    """Amounts as large as the widest of them allows; smaller, then fewer, where there is no room."""
    widest, room = max((len(column.printed) for column in columns), default=0), width_mm / max(len(columns), 1)
    for size in SIZES:
        if widest * size * DIGIT_MM <= room:
            return LabelPolicy(size, 1)
    return LabelPolicy(SIZES[0], ceil(widest * SIZES[0] * DIGIT_MM / room))


def _actual(columns: Sequence[MonthColumn], ink: Ink, printed: LabelPolicy) -> Iterator[Mark]:
    known = [(i, c, c.actual) for i, c in enumerate(columns) if c.actual is not None]
    for index, column, actual in known:
        fill, series = (HATCH, FORECAST) if column.forecast else (ink["ink"], "")
        yield Rect(index - 0.28, index + 0.28, 0, actual, fill, ink["ink"], series=series, says=column.says)
    for index, column, actual in known:
        top = max(v for v in (actual, column.previous, column.budget) if v is not None)
        if printed.has(index, len(columns)):
            yield TextMark(
                index, max(top, 0), column.printed, ink["ink"], printed.size, "center", "bottom", dy=-2, bold=True
            )
        yield from _above(index, max(top, 0), column, ink, dy=-12)
    for index, column in enumerate(columns):
        if column.actual is None and column.budget is not None:
            yield from _above(index, column.budget, column, ink, dy=-2)


def _covered(columns: Sequence[MonthColumn], ink: Ink) -> Iterator[Mark]:
    """The upper edge of a budget that a higher actual would hide, light across it."""
    for index, column in enumerate(columns):
        if column.actual is not None and column.budget is not None and 0 < column.budget < column.actual:
            color = ink["ink" if column.forecast else "paper"]
            yield RuleMark(index - 0.14, index + 0.28, column.budget, column.budget, color, 0.9)


def _above(index: int, top: float, column: MonthColumn, ink: Ink, dy: float) -> Iterator[Mark]:
    if column.above:
        yield TextMark(index, top, column.above, ink["ink"], 7.5, "center", "bottom", dy=dy)


def variance_columns(  # noqa: PLR0913 - a chart has these parts
    columns: Sequence[MonthColumn],
    alt: str,
    ink: Ink,
    *,
    higher_is_better: bool,
    width_mm: float = 172,
    height_mm: float = 22,
    is_dated: bool = False,
) -> Chart:
    """Differences from budget around their own zero, coloured by sense and signed in words.

    `is_dated`: with the months under them, where no page holds the columns above for sure.
    """
    known = [(i, c, c.variance) for i, c in enumerate(columns) if c.variance is not None]
    widest = max((abs(value) for *_, value in known), default=1.0) or 1.0
    room = widest * BESIDE
    low, high = (side((0.0, *(value for *_, value in known))) for side in (min, max))
    span = (low - room if low else -room / 2, high + room if high else room / 2)
    axis = Axis({float(i): column.label for i, column in enumerate(columns)}, domain=False, tick_size=0)
    canvas = Canvas(width_mm - 2, height_mm, (-0.6, len(columns) - 0.4), span, ink, axis if is_dated else None)
    sense = 1 if higher_is_better else -1
    marks: list[Mark] = []
    for index, column, value in known:
        color = ink["fav"] if value * sense >= 0 else ink["unfav"]
        marks.append(Rect(index - 0.28, index + 0.28, 0, value, color, says=column.says))
        up = value >= 0
        marks.append(
            TextMark(
                index,
                value,
                column.variance_printed,
                color,
                7.5,
                "center",
                "bottom" if up else "top",
                dy=-2 if up else 2,
                bold=True,
            )
        )
    zero = RuleMark(-0.5, len(columns) - 0.5, 0, 0, ink["ink"], 1.0)
    return Chart(canvas.draw([*layered(marks), zero]), alt, width_mm, height_mm + (DATES_MM if is_dated else 0.0))


NAMES_MM: Final = 62.0
PRINTED_MM: Final = 16.0
TOP_MM: Final = 5.0
FULL: Final = 100.0
HALF_BAR: Final = 0.3


@dataclass(frozen=True)
class Used:
    """One line: its name, the share used in percent, and that share as printed."""

    name: str
    share: float
    printed: str


def progress(  # noqa: PLR0913 - a chart has these parts
    lines: Sequence[Used],
    elapsed: float,
    elapsed_label: str,
    alt: str,
    ink: Ink,
    width_mm: float = 172,
    row_mm: float = 5.4,
) -> Chart:
    """Bars from zero in an outline of the whole budget; the rule is the part of the year that is over."""
    reach = max(FULL, *(line.share for line in lines))
    per_mm = reach / (width_mm - NAMES_MM - PRINTED_MM)
    rows, height = len(lines), TOP_MM + row_mm * len(lines)
    frame = (-per_mm * NAMES_MM, reach + per_mm * PRINTED_MM)
    canvas = Canvas(width_mm, height, frame, (-0.5 - TOP_MM / row_mm, rows - 0.5), ink, downwards=True)
    marks = [
        *layered(_bars(lines, frame[0], ink)),
        RuleMark(elapsed, elapsed, -0.5, rows - 0.5, ink["accent"], 1.2, (4, 2)),
        TextMark(elapsed, -0.55, elapsed_label, ink["accent"], 7.5, "center", "bottom"),
    ]
    return Chart(canvas.draw(marks), alt, width_mm, height)


def _bars(lines: Sequence[Used], left: float, ink: Ink) -> Iterator[Mark]:
    for row, line in enumerate(lines):
        yield TextMark(left, row, line.name, ink["ink"], 7.5)
        yield Rect(0, FULL, row - HALF_BAR, row + HALF_BAR, ink["paper"], ink["prev"], 0.8)
    for row, line in enumerate(lines):
        yield Rect(0, max(line.share, 0.0), row - HALF_BAR, row + HALF_BAR, ink["ink-3"])
        yield TextMark(max(line.share, FULL), row, line.printed, ink["ink"], 7.5, dx=4, bold=True)


NAMES_SHARE = 12.0
NARROW = 6.5
UNDER_POINTS = 6.6


@dataclass(frozen=True)
class BarPart:
    """One part of a bar: its name, its share in percent, the share as printed, and its name in the other language."""

    name: str
    share: float
    printed: str
    under: str = ""


def composition(
    bars: Sequence[tuple[str, Sequence[BarPart]]], alt: str, ink: Ink, width_mm: float = 172, row_mm: float = 12
) -> Chart:
    """One bar a row, from dark to light, the last part named at its end; the parts of a row add up to about 100.

    Names in the other language stand under the bars.
    """
    greys = [ink[name] for name in ("ink", "ink-2", "ink-3", "prev", "wash-2")]
    light = {ink["prev"], ink["wash-2"]}
    canvas = Canvas(
        width_mm - 1, row_mm * len(bars), (-NAMES_SHARE, 100.5), (-0.62, len(bars) - 0.38), ink, downwards=True
    )
    marks: list[Mark] = []
    for row, (name, parts) in enumerate(bars):
        marks.append(TextMark(-NAMES_SHARE, row + 0.06, name, ink["ink"], 8))
        start = 0.0
        for part, fill in zip(parts, greys, strict=False):
            said = f"{name} {part.name} {part.printed}"
            marks.append(Rect(start, start + part.share, row - 0.12, row + 0.24, fill, ink["paper"], 1.0, says=said))
            words = ink["ink"] if fill in light else ink["paper"]
            if part.share >= NARROW:
                marks.append(
                    TextMark(start + part.share / 2, row + 0.06, part.printed, words, 7.5, "center", bold=True)
                )
            start += part.share
            last = part is parts[-1]
            place = (start, "right") if last else (start - part.share + 0.2, "left")
            if part.share >= NARROW or last:
                marks.append(TextMark(place[0], row - 0.16, part.name, ink["ink-2"], 7, place[1], "bottom"))
                marks.append(TextMark(place[0], row + 0.27, part.under, ink["ink-3"], UNDER_POINTS, place[1], "top"))
    bars_first = sorted(_written(marks), key=lambda mark: isinstance(mark, TextMark))
    return Chart(canvas.draw(layered(bars_first)), alt, width_mm, row_mm * len(bars))


def _written(marks: Sequence[Mark]) -> Iterator[Mark]:
    """Without names that are not there."""
    return (mark for mark in marks if not isinstance(mark, TextMark) or mark.text)
