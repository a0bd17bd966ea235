"""How much of a page words take before they are set, so that a page that is to be one page leaves out what has no room.

Estimates: a character of Chinese is as wide as its size, digits and capitals a bit over half of it, letters a bit less.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reportgen.model.definition import LanguageMode, Text

POINT_MM: Final = 25.4 / 72
HAN: Final = "\u2e80"
WIDE, NARROW, THIN = 0.56, 0.51, 0.27
"""Widths of digits and capitals, of letters, and of spaces and points, in their size."""
THINS: Final = frozenset(" ,.;:'ilj()")
SLACK: Final = 1.02
"""What is lost at the ends of lines."""


def lines(words: str, width_mm: float, points: float) -> int:
    """On how many lines words of a size stand."""
    wide = sum(map(_width, words)) * points * POINT_MM
    return max(1, ceil(wide * SLACK / width_mm))


def _width(character: str) -> float:
    if character >= HAN:
        return 1.0
    return THIN if character in THINS else WIDE if character.isdigit() or character.isupper() else NARROW


@dataclass(frozen=True)
class SetType:
    """Type: its size in points, and its leading."""

    points: float
    leading: float

    def height(self, words: str, width_mm: float) -> float:
        """Of words in millimetres."""
        return lines(words, width_mm, self.points) * self.points * self.leading * POINT_MM


@dataclass(frozen=True)
class Setting:
    """Words as a page sets them: in the leading language, in two languages the other one below."""

    mode: LanguageMode
    first: SetType
    below: SetType

    def height(self, words: Text | None, width_mm: float) -> float:
        """Of a text in millimetres; nothing is as high as nothing."""
        if words is None:
            return 0.0
        if self.mode == "en":
            return self.first.height(words.en, width_mm)
        own = self.first.height(words.zh, width_mm)
        return own + (self.below.height(words.en, width_mm) if self.mode == "zh-en" else 0.0)

    def inline(self, words: Text | None, width_mm: float) -> float:
        """The same of words behind which the other language stands on the same line."""
        if words is None or self.mode != "zh-en":
            return self.height(words, width_mm)
        return self.first.height(f"{words.zh} {words.en}", width_mm)

    def row(self, cells: Sequence[Text | None], widths: Iterable[float], air_mm: float) -> float:
        """Of a row of a table, by its highest cell."""
        return air_mm + max(self.height(cell, width) for cell, width in zip(cells, widths, strict=True))
