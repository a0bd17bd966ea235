"""How much room the words of a drawing take, before they are set."""

from __future__ import annotations

from typing import Final

HAN_MM: Final = 2.65
NARROW_MM: Final = 1.4
LAST_NARROW: Final = "\u2e7f"


def width_mm(words: str) -> float:
    """About how wide a label of the usual size is: a Han character stands for two others."""
    return sum(HAN_MM if character > LAST_NARROW else NARROW_MM for character in words)
