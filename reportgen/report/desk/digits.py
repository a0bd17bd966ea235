"""Numbers in cells as printed: how wide they are, and how many digits they have after the point."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from reportgen.model.definition import Text

DIGIT: Final = 0.5
MARK: Final = 0.25
SIGN: Final = 0.564
"""Widths of a digit, a comma or point, and a sign in the face of official digits, in sizes of its type."""
NUMBER: Final = re.compile(r"[0-9](?:\.(?P<decimals>[0-9]+))?$")


def ems(digits: str) -> float:
    """Width of a number, in sizes of its type."""
    return sum(DIGIT if one.isdigit() else MARK if one in ",." else SIGN for one in digits)


def decimals(text: Text | str) -> int | None:
    """Digits after the last point of a number; None where there is no number."""
    found = NUMBER.search(text) if isinstance(text, str) else None
    return None if found is None else len(found["decimals"] or "")
