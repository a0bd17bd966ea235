"""Faces that a case licenses: whether they may stand in a file, and whether columns of numbers keep straight."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any, Final

from reportgen.model.brand import FONTS
from reportgen.report.brand.unusable import Unusable

MAX_BYTES: Final = 40_000_000
RESTRICTED, NO_SUBSET, BITMAP = 0x0002, 0x0100, 0x0200
"""Bits of fsType (OpenType 1.9, OS/2): no embedding at all, none in parts, none of outlines."""
DIGITS: Final = "0123456789"
NEEDED: Final = (*DIGITS, ".", ",", "\N{MINUS SIGN}", "%")
"""What every table prints: without one of these a number would change its face in its middle."""
FAMILY: Final = 1


@dataclass(frozen=True)
class Typeface:
    """A font that can be printed: `name` is what it calls itself, `digest` the beginning of its SHA-256."""

    name: str
    digest: str


def typeface(name: str, content: bytes) -> Typeface:
    """What a font is, once nothing speaks against it.

    Raises:
        Unusable: with the reason.
    """
    if PurePosixPath(name).suffix.lower() not in FONTS:
        raise Unusable("B45")
    if len(content) > MAX_BYTES:
        raise Unusable("B35", size=f"{len(content) / 1e6:.1f}", limit=f"{MAX_BYTES / 1e6:.0f}")
    return _judged(content)


@lru_cache(maxsize=8)
def _judged(content: bytes) -> Typeface:
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(io.BytesIO(content), lazy=True) as font:
            _require(font)
            found = font["name"].getDebugName(FAMILY)
    except Unusable:
        raise
    except (TTLibError, KeyError, AssertionError, OSError, ValueError, EOFError, IndexError):
        raise Unusable("B45") from None
    return Typeface(found or "\N{EM DASH}", sha256(content).hexdigest()[:10])


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
