"""What the hospital owes by the month in which it falls due, and what it is owed by payer and age.

Days of cash with the lines that they should not fall to, and as they would be without what was borrowed.

The surplus of a year to its end: what was, what may come, and the budget.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import fsum
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
    Rect,
    RuleMark,
    TextMark,
    padded,
    spread,
    width_mm,
)
from reportgen.report.charts.trend import Free

POINTS: Final = 7.5
LABEL_MM: Final = 4.2
AXIS_MM: Final = 6.8
"""Under a plot, for the words of its axis."""
HEADROOM: Final = 1.3
MONTHS_MM: Final = 5.5
"""Under the columns, for the names of months."""


@dataclass(frozen=True)
class DueMonth:
    """A month: its label, what falls due in it and that as printed; whether it belongs to the heap."""

    label: str
    amount: float
    printed: str
    is_heap: bool = False


def due_columns(  # noqa: PLR0913 - a chart has these parts
    months: Sequence[DueMonth],
    soon: int,
    words: tuple[str, str],
    alt: str,
    ink: Ink,
    across_mm: float = 70,
    height_mm: float = 42,
) -> Chart:
    """Columns from zero on a ground under the first months, `words` over it and over the heap."""
    top = (max((month.amount for month in months), default=0.0) or 1.0) * HEADROOM * 1.15
    foot = -top / (height_mm - MONTHS_MM) * MONTHS_MM
    canvas = Canvas(across_mm - 2, height_mm, (-0.6, len(months) - 0.4), (foot, top), ink)
    marks: list[Mark] = [Rect(-0.6, min(soon, len(months)) - 0.5, 0, top, ink["wash"])]
    marks += layered(_due(months, ink))
    marks.append(RuleMark(-0.6, len(months) - 0.4, 0, 0, ink["ink"], 1.0))
    marks += [
        TextMark(at, 0, month.label, ink["ink-3"], POINTS, "center", "top", dy=4) for at, month in enumerate(months)
    ]
    said, heap = words
    marks.append(TextMark(-0.5, top, said, ink["ink"], POINTS, "left", "top", dy=3, bold=True))
    if heap:
        marks.append(TextMark(len(months) - 0.45, top, heap, ink["unfav"], POINTS, "right", "top", dy=16, bold=True))
    return Chart(canvas.draw(marks), alt, across_mm, height_mm)


def _due(months: Sequence[DueMonth], ink: Ink) -> Iterator[Mark]:
    for at, month in enumerate(months):
        if month.amount > 0 and month.is_heap:
            yield Rect(at - 0.34, at + 0.34, 0, month.amount, ink["paper"], ink["unfav"], 1.6)
        elif month.amount > 0:
            yield Rect(at - 0.34, at + 0.34, 0, month.amount, ink["ink"], ink["ink"], 1.6)
    for at, month in enumerate(months):
        if month.amount > 0:
            yield TextMark(at, month.amount, month.printed, ink["ink"], POINTS, "center", "bottom", dy=-3, bold=True)


@dataclass(frozen=True)
class AgedRow:
    """A payer: its amounts by age, youngest first, its sum and its change as printed; whether the change is a rise."""

    name: str
    ages: tuple[float, ...]
    printed: str
    change: str
    is_more: bool = False


LEAST_NAMES_MM, MOST_NAMES_MM = 20.0, 44.0
CHANGE_MM, SUM_MM = 13.0, 11.0
FILLS: Final = ("ink-2", "prev", HATCH, "paper")
"""Of ages, youngest first; hatched and hollow is what is old."""


def aged_bars(  # noqa: PLR0913 - a chart has these parts
    rows: Sequence[AgedRow],
    keys: Sequence[str],
    last: str,
    alt: str,
    ink: Ink,
    across_mm: float = 92,
    row_mm: float = 4.9,
) -> Chart:
    """Stacked bars from zero with the change at the right; a legend over them."""
    whole = max((fsum(row.ages) for row in rows), default=0.0) or 1.0
    widest = max((width_mm(row.name) for row in rows), default=0.0) + 1.0
    names_mm = min(max(widest, LEAST_NAMES_MM), MOST_NAMES_MM)
    per_mm = whole / (across_mm - names_mm - CHANGE_MM - SUM_MM)
    frame = (-per_mm * names_mm, whole + per_mm * (SUM_MM + CHANGE_MM))
    height = row_mm * (len(rows) + 1)
    canvas = Canvas(across_mm - 1, height, frame, (-1.5, len(rows) - 0.5), ink, downwards=True)
    marks = [*_legend(keys, frame[0], per_mm, ink), TextMark(frame[1], -1, last, ink["ink-2"], POINTS, "right")]
    for at, row in enumerate(rows):
        marks.append(TextMark(frame[0], at, row.name, ink["ink"], POINTS))
        marks += _ages(at, row, ink)
        color = ink["unfav" if row.is_more else "ink-2"]
        marks.append(TextMark(frame[1], at, row.change, color, POINTS, "right", bold=row.is_more))
    return Chart(canvas.draw(layered(marks)), alt, across_mm, height)


def _legend(keys: Sequence[str], left: float, per_mm: float, ink: Ink) -> Iterator[Mark]:
    at = left
    for key, fill in zip(keys, FILLS, strict=False):
        yield Rect(at, at + per_mm * 2.6, -1.24, -0.76, ink.get(fill, fill), ink["ink-2"], 0.7)
        yield TextMark(at + per_mm * 3.2, -1, key, ink["ink-2"], POINTS)
        at += per_mm * (6.0 + width_mm(key))


def _ages(at: int, row: AgedRow, ink: Ink) -> Iterator[Mark]:
    start = 0.0
    for amount, fill in zip(row.ages, FILLS, strict=False):
        if amount > 0:
            yield Rect(start, start + amount, at - 0.32, at + 0.32, ink.get(fill, fill), ink["ink-2"], 0.7)
        start += max(amount, 0.0)
    yield TextMark(start, at, row.printed, ink["ink"], POINTS, dx=4, bold=True)


@dataclass(frozen=True)
class DayLine:
    """A limit: its height, and its name with it; the gravest is drawn through."""

    days: float
    words: str
    is_red: bool = False


@dataclass(frozen=True)
class DaysOfCash:
    """A line of months.

    Attributes:
        labels: of the months; values: None where there is none.
        without: as they would be without what was borrowed, None before it.
        event: at which month it was borrowed, and the words for it; None without one.
        end: words behind the last value; end_without: behind the other line.
    """

    labels: tuple[str, ...]
    values: tuple[float | None, ...]
    without: tuple[float | None, ...] = ()
    event: tuple[int, str] | None = None
    end: str = ""
    end_without: str = ""


ENDS_MM: Final = 34.0


def days_of_cash(  # noqa: PLR0913 - a chart has these parts
    rows: DaysOfCash,
    limits: Sequence[DayLine],
    ticks: dict[float, str],
    alt: str,
    ink: Ink,
    across_mm: float = 172,
    height_mm: float = 44,
) -> Chart:
    """The scale holds every limit; it does not begin at zero."""
    known = [one for one in (*rows.values, *rows.without, *(line.days for line in limits)) if one is not None]
    low, high = padded(known, 0.16)
    end, plot = len(rows.labels) - 1, across_mm - 12
    right = end + (end or 1) * ENDS_MM / (plot - ENDS_MM)
    x_axis = Axis({float(at): label for at, label in enumerate(rows.labels)}, domain=False, points=POINTS)
    visible = {at: text for at, text in ticks.items() if low <= at <= high}
    y_axis = Axis(visible, grid=True, domain=False, tick_size=0, points=POINTS)
    canvas = Canvas(plot, height_mm - AXIS_MM, (-0.2, right), (low, high), ink, x_axis, y_axis)
    marks: list[Mark] = []
    for line in limits:
        color = ink["poor" if line.is_red else "accent"]
        marks.append(
            RuleMark(-0.2, end, line.days, line.days, color, 1.6 if line.is_red else 1.2, () if line.is_red else (4, 2))
        )
    plot_mm = height_mm - AXIS_MM
    lines = [one for one in (rows.values, rows.without, _risen(rows, high)) if one]
    free = Free(lines, (high - low) / plot_mm * LABEL_MM, (right + 0.2) / plot, (low, high), 0.0)
    for line in limits:
        others = [low, high, *(other.days for other in limits if other is not line)]
        place = free.place(line.words, line.days, others)
        marks.append(place.label(line.days, line.words, ink["poor" if line.is_red else "accent"], POINTS, bold=True))
    return Chart(canvas.draw([*marks, *_days(rows, (low, high), plot_mm, ink)]), alt, across_mm, height_mm)


def _risen(rows: DaysOfCash, high: float) -> tuple[float | None, ...]:
    """The upper end of the rule from the line to the words of the event, which no other words may stand across."""
    event = rows.event
    return tuple(high if at == event[0] else None for at in range(len(rows.labels))) if event else ()


def _days(rows: DaysOfCash, frame: tuple[float, float], plot_mm: float, ink: Ink) -> Iterator[Mark]:
    end = len(rows.labels) - 1
    if rows.without:
        yield LineMark(tuple(enumerate(rows.without)), ink["unfav"], 1.4, (3, 2))
    yield LineMark(tuple(enumerate(rows.values)), ink["ink"], 1.8)
    if rows.event is not None and (height := rows.values[rows.event[0]]) is not None:
        at, words = rows.event
        yield RuleMark(at, at, height, frame[1] - (frame[1] - frame[0]) * 0.1, ink["ink-2"], 0.8)
        yield TextMark(at, frame[1], words, ink["ink"], POINTS, "center", "top", dy=1, bold=True)
    ends = [
        (value, words, tone)
        for value, words, tone in (
            (rows.values[end], rows.end, "ink"),
            (rows.without[end] if rows.without else None, rows.end_without, "unfav"),
        )
        if value is not None
    ]
    gap = (frame[1] - frame[0]) / plot_mm * LABEL_MM
    for (value, words, tone), place in zip(ends, spread([one for one, _, _ in ends], gap), strict=True):
        fill = ink["ink" if tone == "ink" else "paper"]
        yield Dot(end, value, fill, size=26, stroke=ink[tone], stroke_width=1.4)
        yield TextMark(end, place, words, ink[tone], 8, dx=7, bold=True)


@dataclass(frozen=True)
class SurplusCourse:
    """A year by month: to date what was, then what may be.

    Attributes:
        labels: of the months of the year; known: of each month that was; ahead: of each that follows.
        band: of the whole year, None without one.
        budgets: (place of the month, amount, words) of the budget to date and of the year.
        now, end, reach: words behind the last month, the end, and its range.
    """

    labels: tuple[str, ...]
    known: tuple[float, ...]
    ahead: tuple[float, ...]
    band: tuple[float, float] | None
    budgets: tuple[tuple[int, float, str], ...]
    now: str
    end: str
    reach: str


COURSE_ENDS_MM: Final = 25.0
MONTHS_OF_WORDS: Final = 5
"""How far the words of a budget reach back over the months before it, where no line may run."""


def surplus_course(  # noqa: PLR0913 - a chart has these parts
    rows: SurplusCourse, ticks: dict[float, str], alt: str, ink: Ink, across_mm: float = 76, height_mm: float = 38
) -> Chart:
    """Cumulated: a line, dashed where it is a forecast, in a hatched wedge to the range of its end; budgets as dots."""
    past = list(accumulate(rows.known))
    path = list(accumulate((past[-1], *rows.ahead)))
    known = [0.0, *past, *path, *(rows.band or ()), *(amount for _, amount, _ in rows.budgets)]
    low, high = padded(known, 0.12)
    now, end, plot = len(past) - 1, len(past) - 1 + len(rows.ahead), across_mm - 12
    right = end + (end or 1) * COURSE_ENDS_MM / (plot - COURSE_ENDS_MM)
    x_axis = Axis({float(at): label for at, label in enumerate(rows.labels) if label}, domain=False, points=POINTS)
    visible = {at: text for at, text in ticks.items() if low <= at <= high}
    y_axis = Axis(visible, grid=True, domain=False, tick_size=0, points=POINTS)
    canvas = Canvas(plot, height_mm - AXIS_MM, (-0.3, right), (low, high), ink, x_axis, y_axis)
    marks: list[Mark] = [RuleMark(-0.3, end, 0, 0, ink["ink-3"], 0.8)]
    if rows.band is not None:
        marks.append(AreaMark(((float(now), past[-1], past[-1]), (float(end), *rows.band)), HATCH, FORECAST))
    marks.append(LineMark(tuple((float(at), one) for at, one in enumerate(past)), ink["ink"], 1.8))
    marks.append(
        LineMark(tuple((float(now + at), one) for at, one in enumerate(path)), ink["ink"], 1.6, (4, 2), FORECAST)
    )
    marks += [Dot(at, amount, ink["paper"], "square", 42, ink["ink"], 1.3) for at, amount, _ in rows.budgets]
    marks.append(Dot(now, past[-1], ink["ink"], size=26))
    marks.append(Dot(end, path[-1], ink["paper"], size=30, stroke=ink["ink"], stroke_width=1.3))
    gap = (high - low) / (height_mm - AXIS_MM) * LABEL_MM
    return Chart(
        canvas.draw([*marks, *_course_words(rows, past[-1], path[-1], now, end, gap, ink)]), alt, across_mm, height_mm
    )


def _course_words(  # noqa: PLR0913 - the places of the words
    rows: SurplusCourse, last: float, total: float, now: int, end: int, gap: float, ink: Ink
) -> Iterator[Mark]:
    """Words behind the end one under the other; the budget to date and what was stand left and under their marks."""
    behind = [(amount, words, False) for at, amount, words in rows.budgets if at == end]
    behind += [(total, rows.end, True)] + ([(total - gap, rows.reach, False)] if rows.reach else [])
    for (_, words, is_bold), place in zip(behind, spread([at for at, _, _ in behind], gap), strict=True):
        yield TextMark(end, place, words, ink["ink"], POINTS, dx=7, bold=is_bold)
    past = list(accumulate(rows.known))
    for at, amount, words in rows.budgets:
        is_free = all(abs(one - amount) > gap for one in past[max(at - MONTHS_OF_WORDS, 0) : at])
        if at != end and words and is_free:
            yield TextMark(at, amount, words, ink["ink"], POINTS, "right", dx=-6)
    yield TextMark(
        now, last, rows.now, ink["ink"], POINTS, "right" if now > end / 2 else "left", "top", dx=0, dy=5, bold=True
    )
