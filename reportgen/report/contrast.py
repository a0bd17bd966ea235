"""How far colours, written ``#RRGGBB``, can be told from each other, on a screen and in grey."""

from __future__ import annotations

from functools import cache
from typing import Final

_THRESHOLD: Final = 0.04045
_DARK: Final = 216 / 24389


@cache
def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lightness(colour: str) -> float:
    """How light a colour is in grey: CIE 1976 L*, 0 black to 100 white."""
    luminance = _luminance(colour)
    return 116 * luminance ** (1 / 3) - 16 if luminance > _DARK else luminance * 24389 / 27


def parts(colour: str) -> tuple[float, ...]:
    """Red, green and blue from 0 to 1."""
    return tuple(int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5))


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= _THRESHOLD else ((part + 0.055) / 1.055) ** 2.4 for part in parts(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
