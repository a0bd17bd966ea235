"""Names beside rows and lines in one language or in two: the second small behind the first, or under it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from reportgen.report.charts.chart import Ink
from reportgen.report.charts.marks import Label
from reportgen.report.charts.wording import width_mm as wide

SMALL_POINTS: Final = 6.6
SMALLER: Final = SMALL_POINTS / 7.5
BEHIND_MM: Final = 0.8
"""How far the second name stands behind the first."""
APART_PX: Final = 5.6
"""By how much two names of a row are moved from its middle."""
TWO_LINES_MM: Final = 6.8
"""Height of a row whose names are on two lines."""


def length_mm(name: str, other: str) -> float:
    """About how wide both names are, one behind the other."""
    return wide(name) + (BEHIND_MM + wide(other) * SMALLER if other else 0.0)


def row_height(names: Iterable[tuple[str, str]], room_mm: float, row_mm: float) -> float:
    """The height of rows: more where one of them has its names on two lines."""
    return max(row_mm, TWO_LINES_MM) if any(_parted(*both, room_mm) for both in names) else row_mm


def named(  # noqa: PLR0913 - two names, their place, and their measures
    name: str, other: str, x: float, y: float, ink: Ink, *, room_mm: float, per_mm: float, color: str = "ink",
    dx: float = 0, bold: bool = False,
) -> Iterator[Label]:  # fmt: skip
    """The labels of a name at its place.

    Args:
        name: in the leading language.
        other: in the other, or "".
        x: where it begins.
        y: its middle.
        ink: colours.
        room_mm: room for both in a line.
        per_mm: data units of a millimetre across.
        color: token of the first name.
        dx: pixels by which all is moved to the right.
        bold: whether the first name is bold.
    """
    parted = _parted(name, other, room_mm)
    yield Label(x, y, name, ink[color], dx=dx, dy=-APART_PX if parted else 0, bold=bold)
    if parted:
        yield Label(x, y, other, ink["ink-3"], SMALL_POINTS, dx=dx, dy=APART_PX)
    elif other:
        yield Label(x + per_mm * (wide(name) + BEHIND_MM), y, other, ink["ink-3"], SMALL_POINTS, dx=dx)


def _parted(name: str, other: str, room_mm: float) -> bool:
    return bool(other) and length_mm(name, other) > room_mm
