"""Small drawings inside table rows and badges, as SVG backgrounds: decoration beside a number or a word in text.

Words as shapes: for marks that are seen and neither read aloud nor copied.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from reportgen.model.schemes import Grade
from reportgen.report import fonts
from reportgen.report.tokens import colour

SHAPES: Final = {
    Grade.EXCELLENT: '<circle cx="12" cy="12" r="11.4" {paint}/>',
    Grade.GOOD: '<rect x=".6" y=".6" width="22.8" height="22.8" rx="5" {paint}/>',
    Grade.FAIR: '<polygon points="6.3,1.6 17.7,1.6 23.3,12 17.7,22.4 6.3,22.4 .7,12" {paint}/>',
    Grade.LOW: '<path d="M1.2 1.2H22.8V14.5L12 23.2L1.2 14.5Z" {paint}/>',
    Grade.POOR: '<polygon points="12,.6 23.4,12 12,23.4 .6,12" {paint}/>',
}
"""Circle, rounded square, hexagon, shield pointing down, diamond."""

DRAFT: Final = 19
"""Size of the letters of the draft mark, in millimetres."""

ARROWS: Final = {"up": "M12 3L22 20H2Z", "down": "M12 21L22 4H2Z"}


def badge(grade: Grade) -> bytes:
    """The shape of a grade; its letter is text above it."""
    paint = f'fill="{colour(grade)}" stroke="{colour(f"{grade}-edge")}" stroke-width="1.1"'
    return _drawing(24, 24, SHAPES[grade].format(paint=paint))


def arrow(direction: str, token: str) -> bytes:
    """A triangle up or down in the colour of a token."""
    return _drawing(24, 24, f'<path d="{ARROWS[direction]}" fill="{colour(token)}"/>')


def wave() -> bytes:
    """Natural variation: neither better nor worse."""
    path = "M2 12C5 5 8 5 11 12S18 19 22 12"
    return _drawing(24, 24, f'<path d="{path}" fill="none" stroke="{colour("ink-3")}" stroke-width="2.4"/>')


def hatch() -> bytes:
    """The ground of a cell that is partly filled."""
    lines = "".join(f'<path d="M{x} 16L{x + 16} 0" />' for x in range(-16, 36, 5))
    return _drawing(34, 15, f'<g stroke="{colour("prev")}" stroke-width="1" fill="none">{lines}</g>')


def draft(path: str, width: float) -> bytes:
    """The draft mark over a page: the outline of a word, so that it is not copied with the text.

    Args:
        path: of the word, in ems, its ordinate upwards.
        width: of the word, in ems.
    """
    place = f"rotate(-30 105 148) translate({105 - width * DRAFT / 2:.3f} 160) scale({DRAFT} {-DRAFT})"
    return _drawing(210, 297, f'<path transform="{place}" fill="{colour("ink")}" fill-opacity=".08" d="{path}"/>')


FULL: Final = 100.0


@dataclass(frozen=True)
class Bands:
    """Bounds and tints of the grades from 0 to where scores end, for the ground of bullets."""

    rows: tuple[tuple[float, float, Grade], ...]

    @property
    def top(self) -> float:
        """Where scores end: at 100, or above it where a scheme gives more."""
        return max((high for _, high, _ in self.rows), default=FULL)

    def ground(self, width: float, height: float) -> str:
        """Tinted rectangles in true proportion."""
        scale = width / self.top
        return "".join(
            f'<rect x="{_n(low * scale)}" width="{_n((high - low) * scale - 0.25)}" height="{_n(height)}"'
            f' fill="{colour(f"{grade}-tint")}"/>'
            for low, high, grade in self.rows
        )


def bullet(score: float, previous: float | None, peer: float | None, bands: Bands, *, ring: bool = False) -> bytes:
    """A bar over the grade bands; a tick for the peers' median, a triangle for the score before. 44 × 5.6 mm.

    With `ring` the score before is the ring that it is in a dumbbell, where both stand on one page.
    """
    width, height = 44.0, 5.6
    x = width / bands.top
    parts = [bands.ground(width, 4.4)]
    parts.append(f'<rect y="1.1" width="{_n(score * x)}" height="2" fill="{colour("bar")}"/>')
    if previous is not None and ring:
        at = min(max(previous * x, 1.2), width - 1.2)
        paint = f'fill="{colour("paper")}" stroke="{colour("ink")}" stroke-width=".4"'
        parts.append(f'<circle cx="{_n(at)}" cy="2.1" r="1" {paint}/>')
    elif previous is not None:
        at = previous * x
        shape = f"M{_n(at)} 3.5l.9 1.7h-1.8Z"
        parts.append(f'<path d="{shape}" fill="{colour("prev")}" stroke="{colour("ink")}" stroke-width=".22"/>')
    if peer is not None:  # last, so that a ring near it does not cover it
        parts.append(f'<rect x="{_n(peer * x - 0.25)}" y=".3" width=".5" height="3.6" fill="{colour("ink")}"/>')
    return _drawing(width, height, "".join(parts))


LOWEST: Final = 30.0
"""Where the scale of a dumbbell begins; a score below it stands at its edge, as an arrow."""


def dumbbell(score: float, previous: float | None, bands: Bands) -> bytes:
    """The score now as a dot, the one before as a ring, on the grade bands from 30 to where scores end. 26 × 4.4 mm."""
    width, height, middle = 26.0, 4.4, 2.2
    scale = width / (bands.top - LOWEST)
    shown = [(max(low, LOWEST) - LOWEST, high - LOWEST, grade) for low, high, grade in bands.rows if high > LOWEST]
    parts = [Bands(tuple(shown)).ground(width, height)]

    def at(value: float) -> float:
        return min(max((value - LOWEST) * scale, 1.5), width - 1.5)

    if previous is not None:
        way = f"M{_n(at(previous))} {_n(middle)}H{_n(at(score))}"
        line = f'<path d="{way}" stroke="{colour("ink")}" stroke-width=".4"/>'
        ring = f'<circle cx="{_n(at(previous))}" cy="{_n(middle)}" r="1.25" fill="{colour("paper")}"'
        parts.append(f'{line}{ring} stroke="{colour("ink")}" stroke-width=".3"/>')
    if score < LOWEST:
        parts.append(f'<path d="M.2 {_n(middle)}l1.8 -1.1v2.2Z" fill="{colour("ink")}"/>')
    else:
        parts.append(f'<circle cx="{_n(at(score))}" cy="{_n(middle)}" r=".8" fill="{colour("ink")}"/>')
    return _drawing(width, height, "".join(parts))


def peer_band(own: float, peers: Sequence[float], *, ahead: bool) -> bytes:
    """The middle half of the peers, their median and the own place on a scale on which right is better. 30 × 5 mm.

    Args:
        own: merit of the own value: the more the better.
        peers: merits of the peers; the scale leaves their outer twentieths out.
        ahead: whether the own place is at the median or ahead of it: filled, else hollow.
    """
    width, height, middle, edge = 30.0, 5.0, 2.5, 1.6
    low, lower, median, upper, high = (float(one) for one in np.percentile(peers, (5, 25, 50, 75, 95)))
    low, high = min(low, own), max(high, own)

    def at(value: float) -> float:
        return edge + (value - low) / (high - low) * (width - 2 * edge) if high > low else width - edge

    fill = colour("ink") if ahead else colour("paper")
    x = at(own)
    diamond = f"M{_n(x)} .9L{_n(x + 1.5)} {middle}L{_n(x)} 4.1L{_n(x - 1.5)} {middle}Z"
    box = f'x="{_n(at(lower))}" y="1.2" width="{_n(max(at(upper) - at(lower), 0.4))}" height="2.6"'
    parts = [
        f'<path d="M{_n(edge)} {middle}H{_n(width - edge)}" stroke="{colour("prev")}" stroke-width=".3"/>',
        f'<rect {box} fill="{colour("rule")}"/>',
        f'<path d="M{_n(at(median))} .7V4.3" stroke="{colour("ink")}" stroke-width=".5"/>',
        f'<path d="{diamond}" fill="{fill}" stroke="{colour("ink")}" stroke-width=".4"/>',
    ]
    return _drawing(width, height, "".join(parts))


LOSS_BAR_MM: Final = 6.0
"""The longest bar of points lost; the column of the scorecard leaves this and a gap beside its longest number."""


def loss_bar(share: float) -> bytes:
    """Points lost as a bar, of the largest of its table. 6 × 3 mm."""
    width = _n(max(LOSS_BAR_MM * share, 0.2))
    return _drawing(LOSS_BAR_MM, 3.0, f'<rect x="0" y=".3" width="{width}" height="2.4" fill="{colour("ink-2")}"/>')


def sparkline(values: Sequence[float | None], standard: Sequence[float], *, alert: bool = False) -> bytes:
    """A line on its own scale with the levels of its standard and the last point dotted. 21 × 5.4 mm.

    A missing value breaks it.
    """
    width, height, margin = 21.0, 5.4, 0.7
    known = [value for value in values if value is not None] + list(standard)
    low, high = min(known), max(known)
    air = (high - low) * 0.16 or abs(high) * 0.1 or 1.0
    step = (width - 2 * margin) / max(len(values) - 1, 1)

    def point(index: int, value: float) -> tuple[float, float]:
        return margin + index * step, height * (1 - (value - low + air) / (high - low + 2 * air))

    parts = []
    for edge in standard:
        level = _n(point(0, edge)[1])
        line = f'<path d="M0 {level}H{_n(width)}" stroke-dasharray=".8 .6"'
        parts.append(f'{line} stroke="{colour("ink-3")}" stroke-width=".18" fill="none"/>')
    for run in _runs(values):
        path = "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in (point(i, v) for i, v in run))
        parts.append(f'<path d="{path}" stroke="{colour("ink-2")}" stroke-width=".32" fill="none"/>')
    if values and (last := values[-1]) is not None:
        x, y = point(len(values) - 1, last)
        parts.append(f'<circle cx="{_n(x)}" cy="{_n(y)}" r=".62" fill="{colour("unfav" if alert else "ink")}"/>')
    return _drawing(width, height, "".join(parts))


JUDGED: Final = {
    "fav": '<circle cx="11.6" cy="1.7" r=".75" fill="none" stroke="{paint}" stroke-width=".35"/>',
    "unfav": '<path d="M11.6 .6l1.1 1.1l-1.1 1.1l-1.1 -1.1Z" fill="{paint}"/>',
}
"""What tells favourable from adverse in grey, at the end of a bar: a ring, and a filled diamond."""


def variance(share: float, token: str) -> bytes:
    """A bar left or right of a centre line, and its judgement; `share` of half its width, −1 to 1. 14 × 3.4 mm."""
    width, height, centre = 14.0, 3.4, 5.1
    length = min(abs(share), 1.0) * (centre - 0.2)
    start = centre - length if share < 0 else centre
    bar = f'<rect x="{_n(start)}" y=".7" width="{_n(length)}" height="2" fill="{colour(token)}"/>'
    line = f'<rect x="{_n(centre - 0.1)}" width=".2" height="{height}" fill="{colour("prev")}"/>'
    return _drawing(width, height, line + bar + JUDGED.get(token, "").format(paint=colour(token)))


def fixed() -> Mapping[str, bytes]:
    """The drawings that every report needs, by file name."""
    found = {f"marks/{grade}.svg": badge(grade) for grade in Grade}
    for token in ("fav", "unfav", "ink-3"):
        found |= {f"marks/{direction}-{token}.svg": arrow(direction, token) for direction in ARROWS}
    return found | {"marks/wave.svg": wave(), "marks/hatch.svg": hatch()}


def _runs(values: Sequence[float | None]) -> Iterable[list[tuple[int, float]]]:
    run: list[tuple[int, float]] = []
    for index, value in enumerate(values):
        if value is None:
            if run:
                yield run
            run = []
        else:
            run.append((index, value))
    if run:
        yield run


def _drawing(width: float, height: float, content: str) -> bytes:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(width)} {_n(height)}"'
    return f'{head} width="{_n(width)}mm" height="{_n(height)}mm">{content}</svg>'.encode()


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


@lru_cache(maxsize=8)
def outline(words: str) -> tuple[str, float]:
    """The path of words in the face of the charts, standing on the axis with the ordinate upwards, and their width.

    Both in ems.

    Raises:
        Refused: R03 if the family is not installed.
    """
    import uharfbuzz as hb
    from fontTools.pens.svgPathPen import SVGPathPen
    from fontTools.pens.transformPen import TransformPen

    face = hb.Face(hb.Blob.from_file_path(str(fonts.text_face())))
    font, em = hb.Font(face), face.upem
    pen, width = SVGPathPen(None, ntos=lambda length: f"{length:.4f}"), 0.0
    for character in words:
        glyph = font.get_nominal_glyph(ord(character))
        font.draw_glyph_with_pen(glyph, TransformPen(pen, (1 / em, 0, 0, 1 / em, width, 0)))
        width += font.get_glyph_h_advance(glyph) / em
    return pen.getCommands(), width
