"""Findings of the lint: they stand on a page, and name what stands there.

The names in templates and styles that the rules know: whoever renames one there renames it here.

Where something stands on a sheet, in millimetres from its top left corner.

Colours as they are seen: over what they stand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from reportgen.model.finding import Fact, Finding, Severity
from reportgen.model.place import NOWHERE
from reportgen.report.tokens import parts

LONGEST: Final = 36


def found(
    rule: str, page: int, element: str, heading: str = "", severity: Severity | None = None, **facts: Fact
) -> Finding:
    """A finding of one of the L rules.

    Args:
        rule: its id in catalog/messages/layout.yaml.
        page: number of the page, from 1.
        element: the words, or the file of the chart, by which it is known.
        heading: the heading above it.
        severity: where it differs from the rule's own.
        **facts: what else its message names.
    """
    where: dict[str, Fact] = {"page": page, "element": shown(element), "heading": shown(heading or element)}
    return Finding(rule, NOWHERE, where | facts, severity)


def shown(words: str) -> str:
    """Words on one line, as many as are needed to know them."""
    line = " ".join(words.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST].rstrip()}\N{HORIZONTAL ELLIPSIS}"


def millimetres(value: float) -> str:
    """A length as it is said."""
    return f"{value:.1f}"


TITLES: Final = frozenset({"h1", "h2", "h3"})
HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
TITLE: Final = "title"
"""The title of a section, on whichever level it stands."""
KICKER: Final = "kicker"
PHRASE: Final = "phrase"
"""A part of a title that stays on one line."""
ENGLISH: Final = "en"
"""The English beside the Chinese of the same words."""
PARAGRAPHS: Final = frozenset({"p", "li", "div"}) | HEADINGS
NOTE: Final = "note"
TOTALS: Final = frozenset({"total", "grand"})
"""Rows that add up what stands above them."""
OPENERS: Final = frozenset({"opens"})
"""Those among them that stand before their parts and may begin a page."""
FIGURES: Final = "n"
"""Cells of figures, set to the right."""
BADGE: Final = "badge"
CHIP: Final = "chip"
"""What a page says of its standing: draft, illustrative."""
GROUPS: Final = frozenset({"tr", "li", "tile", "score-row", "grade-key"})
"""What holds a badge and its score together."""
TILE: Final = "tile"
COMMENTARY: Final = "commentary"
"""The accountant's own words."""
UNLIKE: Final = frozenset({"passport", "warnings", "unlike"})
"""Tables that list numbers of unlike kinds, each with its own unit."""
CODES: Final = frozenset({"place", "code", "pre", "formula", "report-number"})
"""File names, cells, keys: not words of a language."""
FURNITURE: Final = frozenset({"pg", "page-ref", "contents"})
"""References to pages."""

COVERS: Final = frozenset({"cover"})
"""Named pages without running heads and feet."""
UNNUMBERED: Final = frozenset({"official-bare"})
"""An empty page before the imprint and that of the imprint itself."""
OFFICIAL: Final = frozenset({"official"}) | UNNUMBERED
"""Named pages that follow GB/T 9704."""
BOUND: Final = OFFICIAL | {"official-wide", "courtesy", "courtesy-first", "courtesy-wide"}
"""Named pages of official documents: the letter, tables on their side, a copy in English."""
ISSUER: Final = "issuer-mark"
IMPRINT: Final = "imprint"


@dataclass(frozen=True, slots=True)
class SheetArea:
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

    def depth(self, other: SheetArea) -> float:
        """How far two rectangles reach into each other, in the direction in which that is less; negative if apart."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return min(across, down)

    def excess(self, frame: SheetArea) -> dict[str, float]:
        """How far each side lies beyond that of a frame; negative inside."""
        return {
            "left": frame.left - self.left,
            "top": frame.top - self.top,
            "right": self.right - frame.right,
            "bottom": self.bottom - frame.bottom,
        }

    def shares_columns(self, other: SheetArea) -> bool:
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
