"""What a chart is, and the measures all charts share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from reportgen.model.printing import Figure

MM = 96 / 25.4
"""Pixels of SVG and CSS in a millimetre."""
PT = 96 / 72
"""Pixels in a point."""

Ink = Mapping[str, str]
"""Design tokens by name without dashes in front: ``ink["accent"]``; the same that the pages use."""

Range = tuple[float, float]


class Drawing(bytes):
    """The SVG of a chart, and the figures of its labels, so that they are traced like those of a table."""

    figures: tuple[Figure, ...]

    def __new__(cls, svg: bytes, figures: tuple[Figure, ...]) -> Self:
        """A drawing and its figures."""
        drawing = super().__new__(cls, svg)
        drawing.figures = figures
        return drawing


@dataclass(frozen=True)
class Chart:
    """A finished picture.

    Attributes:
        svg: the drawing, with real text.
        alt: one sentence with the finding and its numbers.
        width_mm, height_mm: the size at which it is meant to stand.
    """

    svg: bytes
    alt: str
    width_mm: float
    height_mm: float

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures of its labels; none where it was not drawn by marks."""
        return self.svg.figures if isinstance(self.svg, Drawing) else ()


def padded(values: Sequence[float], share: float = 0.14) -> Range:
    """The range of values with some air on both sides; never of width zero."""
    low, high = min(values), max(values)
    air = (high - low) * share or abs(high) * share or 1.0
    return low - air, high + air


def spread(positions: Sequence[float], gap: float) -> list[float]:
    """Move labels as little as needed so that neighbours stand at least `gap` apart; the order is kept.

    Args:
        positions: where the labels would like to stand.
        gap: smallest distance, in the same unit.
    """
    order = sorted(range(len(positions)), key=lambda index: positions[index])
    blocks: list[tuple[float, list[int]]] = []  # centre of a run of touching labels, and its members in order
    for index in order:
        blocks.append((positions[index], [index]))
        while len(blocks) > 1 and _touch(blocks[-2], blocks[-1], gap):
            blocks[-2:] = [_joined(blocks[-2], blocks[-1], positions, gap)]
    placed = [0.0] * len(positions)
    for centre, members in blocks:
        first = centre - gap * (len(members) - 1) / 2
        for rank, index in enumerate(members):
            placed[index] = first + rank * gap
    return placed


def _touch(left: tuple[float, list[int]], right: tuple[float, list[int]], gap: float) -> bool:
    half_widths = gap * (len(left[1]) + len(right[1])) / 2
    return right[0] - left[0] < half_widths - 1e-9


def _joined(
    left: tuple[float, list[int]], right: tuple[float, list[int]], positions: Sequence[float], gap: float
) -> tuple[float, list[int]]:
    members = left[1] + right[1]
    shifts = [positions[index] - gap * rank for rank, index in enumerate(members)]
    return sum(shifts) / len(shifts) + gap * (len(members) - 1) / 2, members
