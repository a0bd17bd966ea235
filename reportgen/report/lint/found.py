"""Findings of the lint: they stand on a page, and name what stands there.

The names in templates and styles that the rules know: whoever renames one there renames it here.
"""

from __future__ import annotations

from typing import Final

from reportgen.model.finding import Fact, Finding, Severity
from reportgen.model.place import NOWHERE

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
