"""Where something stands on a sheet, in millimetres from its top left corner.

Colours as they are seen: over what they stand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from reportgen.report.tokens import parts


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    def depth(self, other: Area) -> float:
        """How far two rectangles reach into each other, in the direction in which that is less; negative if apart."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return min(across, down)

    def excess(self, frame: Area) -> dict[str, float]:
        """How far each side lies beyond that of a frame; negative inside."""
        return {
            "left": frame.left - self.left,
            "top": frame.top - self.top,
            "right": self.right - frame.right,
            "bottom": self.bottom - frame.bottom,
        }

    def shares_columns(self, other: Area) -> bool:
        """Whether one stands at least partly above the other."""
        return min(self.right, other.right) > max(self.left, other.left)


WHITE: Final = "#FFFFFF"
FILL: Final = re.compile(rb'fill="(#[0-9A-Fa-f]{6})"')
SHORT: Final = 4


def hexadecimal(colour: Any) -> tuple[str, float]:
    """A colour of the engine as ``#RRGGBB``, and how opaque it is."""
    red, green, blue = colour.to("srgb").coordinates
    return "#" + "".join(f"{round(max(0.0, min(1.0, part)) * 255):02X}" for part in (red, green, blue)), colour.alpha


@cache
def over(colour: str, alpha: float, ground: str) -> str:
    """What is seen where a translucent colour lies over a ground."""
    if alpha >= 1:
        return colour
    pairs = zip(parts(colour), parts(ground), strict=True)
    return "#" + "".join(f"{round(255 * (alpha * top + (1 - alpha) * under)):02X}" for top, under in pairs)


def normal(colour: str) -> str:
    """A colour of a drawing as ``#RRGGBB``."""
    if len(colour) == SHORT:
        colour = "#" + "".join(2 * digit for digit in colour[1:])
    return colour.upper()


def covering(style: Any, images: Mapping[str, bytes]) -> str | None:
    """The fill of a drawing that covers a box as its background; None where there is none."""
    for image, size in zip(style["background_image"], style["background_size"], strict=False):
        if image[0] != "url" or not _covers(size):
            continue
        content = next((images[name] for name in images if image[1].endswith(name)), b"")
        if match := FILL.search(content):
            return normal(match[1].decode())
    return None


def _covers(size: Any) -> bool:
    return size == "cover" or (
        isinstance(size, tuple) and all(getattr(part, "unit", "") == "%" and part.value >= 100 for part in size)  # noqa: PLR2004 - the whole
    )
