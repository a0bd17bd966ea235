"""Faces that a case licenses: whether they may stand in a file, and whether columns of numbers keep straight."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any, Final

from reportgen.model.brand import FONTS, Family
from reportgen.report.brand.mark import Unusable

MAX_BYTES: Final = 40_000_000
RESTRICTED, NO_SUBSET, BITMAP = 0x0002, 0x0100, 0x0200
"""Bits of fsType (OpenType 1.9, OS/2): no embedding at all, none in parts, none of outlines."""
DIGITS: Final = "0123456789"
NEEDED: Final = (*DIGITS, ".", ",", "\N{MINUS SIGN}", "%")
"""What every table prints: without one of these a number would change its face in its middle."""
LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
FAMILY: Final = 1
WIDEST: Final = 1.08
"""How much wider than ours digits or letters may be: beyond, page 1 and the tables have no room for them."""
OURS: Final[Mapping[tuple[Family, int], tuple[float, float]]] = {
    ("sans", 400): (0.555, 0.530), ("sans", 700): (0.590, 0.566),
    ("serif", 400): (0.557, 0.559), ("serif", 700): (0.593, 0.587),
}  # fmt: skip
"""Width of a digit, and the mean of the small letters, of the faces that pages are drawn for, in em."""


@dataclass(frozen=True)
class Typeface:
    """A font that can be printed.

    Attributes:
        name: what it calls itself.
        digest: the beginning of its SHA-256.
        digit, point, letters: width of a digit and of the decimal point, and the mean of the small letters, in em.
    """

    name: str
    digest: str
    digit: float
    point: float
    letters: float | None


def typeface(name: str, content: bytes, use: Family = "sans", weight: int = 400) -> Typeface:
    """What a font is, once nothing speaks against it in the place of ours.

    Raises:
        Unusable: with the reason.
    """
    if PurePosixPath(name).suffix.lower() not in FONTS:
        raise Unusable("B45")
    if len(content) > MAX_BYTES:
        raise Unusable("B35", size=f"{len(content) / 1e6:.1f}", limit=f"{MAX_BYTES / 1e6:.0f}")
    found = _judged(content)
    digit, letters = OURS[use, weight]
    share = max(found.digit / digit, (found.letters or 0) / letters)
    if share > WIDEST:
        raise Unusable("B49", percent=f"{(share - 1) * 100:.0f}", limit=f"{(WIDEST - 1) * 100:.0f}")
    return found


@lru_cache(maxsize=8)
def _judged(content: bytes) -> Typeface:
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(io.BytesIO(content), lazy=True) as font:
            _require(font)
            found = font["name"].getDebugName(FAMILY)
            digit, point = _width(font, "0"), _width(font, ".")
            has_letters = all(ord(one) in font.getBestCmap() for one in LETTERS)
            letters = _width(font, LETTERS) if has_letters else None
    except Unusable:
        raise
    except (TTLibError, KeyError, AssertionError, OSError, ValueError, EOFError, IndexError):
        raise Unusable("B45") from None
    return Typeface(found or "\N{EM DASH}", sha256(content).hexdigest()[:10], digit, point, letters)


def _width(font: Any, characters: str) -> float:
    """The mean of their widths, in em."""
    glyphs, widths = font.getBestCmap(), font["hmtx"]
    total = sum(int(widths[glyphs[ord(one)]][0]) for one in characters)
    return float(total / len(characters) / font["head"].unitsPerEm)


def _require(font: Any) -> None:
    if font["OS/2"].fsType & (RESTRICTED | NO_SUBSET | BITMAP):
        raise Unusable("B46")
    if "fvar" in font:
        raise Unusable("B45")
    glyphs = font.getBestCmap()
    lacking = "".join(character for character in NEEDED if ord(character) not in glyphs)
    if lacking:
        raise Unusable("B47", characters=lacking)
    widths = {font["hmtx"][glyphs[ord(digit)]][0] for digit in DIGITS}
    if len(widths) > 1:
        raise Unusable("B48")
