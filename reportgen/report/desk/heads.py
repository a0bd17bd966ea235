"""Heads of narrow columns: how wide a column must be so that no word of its head is broken."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from reportgen.report.fonts import CHART_FAMILY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.model.definition import LanguageMode, Text

SIZE_MM: Final = 6.6 * 25.4 / 72
"""The smallest type of tables, in which heads of many columns stand."""
SHARE: Final = 0.01
"""Room in mm that is not worth sharing."""


def head_mm(words: Text, mode: LanguageMode) -> float:
    """Width of the longest English word of a head, in mm; Chinese heads break where their parts end."""
    from reportgen.report.lint.measures import advance  # loads the layout engine, which must find our fonts set up

    if mode == "zh":
        return 0.0
    return max(advance(word, CHART_FAMILY, bold=True) for word in words.en.split()) * SIZE_MM


def widths(needed: Sequence[float], room: float, widest: float) -> tuple[float, ...]:
    """What columns need, and what is left of the room shared out evenly up to a width; rounded down."""
    found, left = list(needed), room - sum(needed)
    while left > SHARE and any(width < widest for width in found):
        narrow = [place for place, width in enumerate(found) if width < widest]
        share = left / len(narrow)
        for place in narrow:
            grown = min(found[place] + share, widest)
            left -= grown - found[place]
            found[place] = grown
    return tuple(int(width * 100) / 100 for width in found)


def runs(needed: Sequence[float], room: float) -> Iterator[range]:
    """Columns side by side as far as the room goes, in as few tables as can be, all about as long."""
    for count in range(1, len(needed) + 1):
        bounds = [round(place * len(needed) / count) for place in range(count + 1)]
        found = [range(start, stop) for start, stop in pairwise(bounds)]
        if count == len(needed) or all(sum(needed[place] for place in run) <= room for run in found):
            yield from found
            return
