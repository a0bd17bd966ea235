"""The slope list: every indicator's score from the period before to now, over the grade bands.

The band scale: where a score stands between the grades, in true proportions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportgen.report.charts.canvas import Canvas
from reportgen.report.charts.chart import MM, Chart, Dot, Ink, Mark, Rect, RuleMark, TextMark, spread
from reportgen.report.charts.chart import width_mm as wide

FULL = 100.0
ABOVE = 3.0
"""Points of score that a drawing shows above where scores end."""
ROOM_FOR_LEFT_LABEL = 25.0
USUAL_POINTS, NAME_POINTS, BOUND_POINTS, NOW_POINTS = 7.5, 8, 7, 9
"""Sizes of labels: the usual one, a grade's name between lines, a bound of the scale, and the score on it."""
BOLD = 1.08
"""By how much bold words are wider."""
NOW_SCALE = NOW_POINTS / USUAL_POINTS * BOLD
NOW_DX = 8
"""How far those words stand from their mark, in pixels."""
AIR_MM = 1.2
"""Least gap between two words of the scale."""


@dataclass(frozen=True)
class Band:
    """One grade on the scale: from `low` to `high`, its tint and the words under it."""

    low: float
    high: float
    tint: str
    label: str


@dataclass(frozen=True)
class SlopeReference:
    """A further score on the scale: up-triangle last period, diamond last year, dashed line the peers' median."""

    score: float
    mark: str  # triangle-up, diamond or line


@dataclass(frozen=True)
class BandScale:
    """What the scale shows.

    Attributes:
        score, label: where we are, and the bold words beside the marker.
        target, target_label: the next threshold and the distance to it; None in the best grade.
    """

    bands: tuple[Band, ...]
    score: float
    label: str
    references: tuple[SlopeReference, ...] = ()
    target: float | None = None
    target_label: str = ""


def band_scale(rows: BandScale, alt: str, ink: Ink, width_mm: float = 172, height_mm: float = 19) -> Chart:
    """Tinted bands from 0 to where scores end with the score, earlier scores and the way to the next grade."""
    top = _top(rows.bands)
    canvas = Canvas(width_mm - 1, height_mm, (0, top), (-0.5, 1.72), ink)
    mm = (width_mm - 1) / top
    marks = [*_bands(rows.bands, ink, mm), *_references(rows.references, ink), *_now(rows, ink), *_way(rows, ink, mm)]
    return Chart(canvas.draw(marks), alt, width_mm, height_mm)


def _top(bands: Sequence[Band]) -> float:
    return max((band.high for band in bands), default=FULL)


def _bands(bands: Sequence[Band], ink: Ink, mm: float) -> Iterator[Mark]:
    for band in bands:
        yield Rect(band.low, band.high, 0, 1, band.tint, says=f"{band.label} {band.low:g}–{band.high:g}")
    inner = [band.low for band in bands if band.low > 0]
    yield from (RuleMark(bound, bound, 0, 1, ink["ink-3"], 0.6) for bound in inner)
    top = _top(bands)
    sides = {0.0: ("left", 1.0), top: ("right", 1.0)}
    needed = {bound: wide(f"{bound:g}") * BOUND_POINTS / USUAL_POINTS / mm for bound in (0.0, *inner, top)}
    crowded = set[float]()
    for band in bands:
        # A bound at an end of the scale lies wholly within its band, any other by half.
        low, high = (needed[bound] * sides.get(bound, ("", 0.5))[1] for bound in (band.low, band.high))
        name, room = wide(band.label) / mm + AIR_MM / mm, band.high - band.low
        if low + name + high > room:
            crowded |= sides.keys() & {band.low, band.high}
        elif max(low, high) * 2 + name > room:
            room += low - high
        yield TextMark(band.low + room / 2, -0.05, band.label, ink["ink-2"], align="center", baseline="top", dy=1)
    for bound in needed:
        if bound not in crowded:
            align = sides.get(bound, ("center", 0.0))[0]
            yield TextMark(bound, -0.05, f"{bound:g}", ink["ink-3"], BOUND_POINTS, align, "top", dy=1)


def _references(references: Sequence[SlopeReference], ink: Ink) -> Iterator[Mark]:
    for reference in references:
        if reference.mark == "line":
            yield RuleMark(reference.score, reference.score, 0, 1, ink["ink"], 1.6, (3, 2))
        else:
            yield Dot(reference.score, 0.3, ink["prev"], reference.mark, 64, ink["ink"], 1.1)


def _now(rows: BandScale, ink: Ink) -> Iterator[Mark]:
    yield RuleMark(rows.score, rows.score, -0.02, 1, ink["ink"], 2.4)
    yield Dot(rows.score, 1.1, ink["ink"], "triangle-down", 110)
    left = rows.score > ROOM_FOR_LEFT_LABEL
    side, beside = ("right", -NOW_DX) if left else ("left", NOW_DX)
    yield TextMark(rows.score, 1.36, rows.label, ink["ink"], NOW_POINTS, side, dx=beside, bold=True)


def _way(rows: BandScale, ink: Ink, mm: float) -> Iterator[Mark]:
    """The way to the next grade, which begins behind the words of a low score and is left out where they reach it."""
    if rows.target is None:
        return
    words = 0.0 if rows.score > ROOM_FOR_LEFT_LABEL else NOW_DX / MM + wide(rows.label) * NOW_SCALE
    start = rows.score + max(0.9, (words + AIR_MM) / mm if words else 0.0)
    if start >= rows.target:
        return
    yield RuleMark(start, rows.target, 1.3, 1.3, ink["accent"], 1, (2, 2))
    yield Dot(rows.target, 1.3, ink["accent"], "triangle-right", 36)
    top = _top(rows.bands)
    if 7 / MM + wide(rows.target_label) * BOLD <= (top - rows.target) * mm:
        yield TextMark(rows.target, 1.3, rows.target_label, ink["accent"], 7.5, dx=7, bold=True)
    else:
        yield TextMark(top, 1.58, rows.target_label, ink["accent"], 7.5, "right", bold=True)


LABEL_GAP_MM = 3.7
TALL_MM = 4.0
"""Height of a grade's name with a little air."""
EDGE_MM = 1.6
"""How far a grade's name stays from the dots at the ends of the lines."""
STEPS = 8
"""Places between the two ends where a grade's name may stand, beside the middle, which is tried first."""
SPAN, LONG_SPAN = (-0.34, 2.2), (-0.34, 3.0)
"""Where the drawing begins and ends, the lines running from 0 to 1: with names in one language, and in two."""
BEHIND_POINTS, BEHIND_MM = 6.6, 0.6
"""Size of a name in the other language, and how far it stands behind the first."""


@dataclass(frozen=True)
class Slope:
    """One indicator: scores before and now, as printed, and whether its grade changed (1 up, -1 down, 0 no).

    `behind` is its name in the other language.
    """

    name: str
    before: float
    now: float
    before_printed: str
    now_printed: str
    crossing: int = 0
    behind: str = ""


def slope_list(  # noqa: PLR0913 - a chart has these parts
    slopes: Sequence[Slope], bands: Sequence[Band], alt: str, ink: Ink, width_mm: float = 90, height_mm: float = 82
) -> Chart:
    """Lines between two dates, labels at both ends pushed apart, colour only where the grade changed."""
    scores = [score for slope in slopes for score in (slope.before, slope.now)]
    low = max(0.0, min(scores) - 6)
    high = min(_top(bands) + ABOVE, max(scores) + 6)
    gap = (high - low) / height_mm * LABEL_GAP_MM
    span = LONG_SPAN if any(slope.behind for slope in slopes) else SPAN
    canvas = Canvas(width_mm - 1, height_mm, span, (low, high), ink)
    left = spread([slope.before for slope in slopes], gap)
    right = spread([slope.now for slope in slopes], gap)
    visible = [(band, max(band.low, low), min(band.high, high)) for band in bands]
    shown = [(band, bottom, top) for band, bottom, top in visible if top > bottom]
    tints = [Rect(0, 1, bottom, top, band.tint) for band, bottom, top in shown]
    mm, tall = width_mm / (span[1] - span[0]), (high - low) / height_mm * TALL_MM
    names = _behind(slopes, right, mm, ink)
    marks = [*tints, *band_names(slopes, shown, ink, mm, tall), *_lines(slopes, left, right, ink), *names]
    return Chart(canvas.draw(marks), alt, width_mm, height_mm)


def band_names(
    slopes: Sequence[Slope], bands: Sequence[tuple[Band, float, float]], ink: Ink, mm: float, tall: float
) -> Iterator[Mark]:
    """The grades, each where the lines leave room in its band: in the middle, else beside it, else where most is.

    They lie under the lines, so that none is cut where a band has no room for its name.

    Args:
        slopes: the lines.
        bands: the bands with the part of each that is shown.
        ink: colours.
        mm: width of the lines.
        tall: height of a name, in points of score.
    """
    for band, bottom, top in bands:
        if top - bottom <= tall:
            continue
        half = wide(band.label) * NAME_POINTS / USUAL_POINTS / 2 / mm
        free = 0.5 - half - EDGE_MM / mm
        places = [0.5, *(0.5 + free * (2 * step / STEPS - 1) for step in range(STEPS + 1))] if free > 0 else [0.5]
        found = [(*_room(slopes, (at - half, at + half), bottom, top), at) for at in places]
        _, middle, at = next((one for one in found if one[0] >= tall), max(found))
        yield TextMark(at, middle, band.label, ink["ink-2"], NAME_POINTS, "center", bold=True)


def _room(slopes: Sequence[Slope], sides: tuple[float, float], bottom: float, top: float) -> tuple[float, float]:
    """How much room the lines leave in a band between two sides, and its middle."""
    crossed = sorted(_within(slope, sides) for slope in slopes)
    return _widest([(low, high) for low, high in crossed if high > bottom and low < top], bottom, top)


def _within(slope: Slope, sides: tuple[float, float]) -> tuple[float, float]:
    """From where to where a line runs between two sides of a word."""
    ends = [slope.before + (slope.now - slope.before) * at for at in sides]
    return min(ends), max(ends)


def _widest(crossed: Sequence[tuple[float, float]], bottom: float, top: float) -> tuple[float, float]:
    """The widest gap between lines of a band, and its middle."""
    found, at = (0.0, (bottom + top) / 2), bottom
    for low, high in [*crossed, (top, top)]:
        found = max(found, (low - at, (at + low) / 2))
        at = max(at, high)
    return found


def _behind(slopes: Sequence[Slope], right: list[float], mm: float, ink: Ink) -> Iterator[Mark]:
    for slope, at in zip(slopes, right, strict=True):
        if slope.behind:
            first = wide(f"{slope.now_printed} {slope.name}") + BEHIND_MM
            yield TextMark(1.13 + first / mm, at, slope.behind, ink["ink-3"], BEHIND_POINTS)


def _lines(slopes: Sequence[Slope], left: list[float], right: list[float], ink: Ink) -> Iterator[Mark]:
    color = {1: ink["fav"], -1: ink["unfav"], 0: ink["prev"]}
    text = color | {0: ink["ink-2"]}
    order = sorted(range(len(slopes)), key=lambda index: abs(slopes[index].crossing))
    for index in order:
        slope = slopes[index]
        width = 2.2 if slope.crossing else 1.0
        yield RuleMark(0, 1, slope.before, slope.now, color[slope.crossing], width)
    says = [f"{slope.name} {slope.before_printed} → {slope.now_printed}" for slope in slopes]
    for slope, said in zip(slopes, says, strict=True):
        yield Dot(0, slope.before, ink["prev"], size=22, stroke=color[slope.crossing], says=said)
    yield from (Dot(1, s.now, text[s.crossing], size=26, says=said) for s, said in zip(slopes, says, strict=True))
    yield from (RuleMark(-0.11, -0.02, at, s.before, ink["prev"], 0.6) for s, at in zip(slopes, left, strict=True))
    yield from (RuleMark(1.02, 1.11, s.now, at, ink["prev"], 0.6) for s, at in zip(slopes, right, strict=True))
    for slope, at in zip(slopes, left, strict=True):
        yield TextMark(-0.13, at, slope.before_printed, text[slope.crossing], 7, "right")
    for slope, at in zip(slopes, right, strict=True):
        yield TextMark(1.13, at, f"{slope.now_printed} {slope.name}", text[slope.crossing])
