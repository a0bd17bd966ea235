"""Text that copies as it was written, also where two characters are drawn by one glyph.

A font draws the middle dot and the bullet alike; a file can say only once what that glyph means, so one of the two
would copy as the other. Runs with such a character carry their own words beside the glyphs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, Final

import pydyf

from reportgen.report.pdf import glyphs
from reportgen.report.pdf.structure.elements import Content, Spot, Tree

BLANK: Final = frozenset(" \u00a0\u00ad\u200b\u2060\u3000")
"""Characters whose exchange nobody sees: spaces, and marks of where a line may break."""


def keep_words(tree: Tree, document: Any, texts: Mapping[tuple[int, int], str], spots: Mapping[Content, Spot]) -> None:
    """Give each run that would copy wrongly its own words.

    Args:
        tree: the structure, for its pages.
        document: the laid-out pages with the fonts that were drawn.
        texts: the text of a piece of marked content, by page index and number.
        spots: where marked content stands.
    """
    doubtful = doubtful_characters(document.fonts.values(), chain.from_iterable(texts.values()))
    if not doubtful:
        return
    for (page, number), text in texts.items():
        if doubtful.intersection(text):
            spots[Content(tree.pages[page].reference, number)].properties["ActualText"] = pydyf.String(text)


def doubtful_characters(fonts: Iterable[Any], written: Iterable[str]) -> frozenset[str]:
    """Characters whose glyph stands for another one of a text."""
    characters = sorted(set(written) - BLANK)
    return frozenset(chain.from_iterable(_doubtful(font, characters) for font in fonts))


def _doubtful(font: Any, characters: list[str]) -> Iterator[str]:
    for character in characters:
        glyph = glyphs.nominal(font.hb_font, character)
        if glyph is not None:
            meant = font.to_unicode.get(glyph, character)
            if meant != character:
                yield character
