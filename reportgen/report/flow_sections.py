"""The sections of a document and the manners in which they stand: what the flow of its pages is decided about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

SECTION: Final = re.compile(r'<section class="(?P<manner>[^"]*)"')
VOLUME: Final = re.compile(r'data-volume="[^"]')
TITLE: Final = re.compile(r'<h[1-6] id="(?P<id>[^"]+)" class="title"')
NEARLY_EMPTY: Final = 0.4
"""Share of the text block."""
AIR: Final = 0.06
"""Share of the text block between two sections on one page, with what an estimate may miss."""
COMPACT: Final = "compact"
AIRY: Final = "airy"
AIRIER: Final = "airier"
PARTED: Final = "parted"
FOLLOW: Final = "follow"
WHOLE: Final = "whole"
PAGE: Final = "page"
WIDE: Final = "wide"
LOOSE: Final = "loose"  # the opening of a part that need not stand with what follows it
ALONE_ON_PAGE: Final = "apart"  # though it stands first in its part
TURNED: Final = "turned"  # on paper laid on its side, as what follows it on its page has to stand
KEPT: Final = "own-page"  # on a page of its own, though it might run on
SHARED: Final = "joins-volume"  # the page of the volume before it
STATEMENT: Final = "statement-page"
"""Manner of a statement: its rows are read as one, so it runs on only where it fits."""
PART: Final = "part"
MEMBER: Final = "member"
Manners = dict[int, str]
"""Of sections, by their number: what becomes of them."""
APART: Final = frozenset({WIDE, PART, MEMBER})
"""Manners of sections that keep a page of their own."""


@dataclass(frozen=True)
class FlowSection:
    """A section where it stands in the document.

    Attributes:
        manner: how it is to stand, in words.
        start, end: where these words stand.
        title: the id of its title; empty if it has none.
        run: the number of the sections that run on below each other, which it is one of.
        opens_volume: whether what the feet of pages name begins with it.
    """

    manner: str
    start: int
    end: int
    title: str
    run: int
    opens_volume: bool

    @property
    def words(self) -> tuple[str, ...]:
        """Its manner word by word."""
        return tuple(self.manner.split())


def flow_sections(html: str) -> Iterator[FlowSection]:
    """The sections of a document in their order."""
    found = list(SECTION.finditer(html))
    run = 0
    for section, end in zip(found, [*(one.start() for one in found[1:]), len(html)], strict=True):
        title, volume = (one.search(html, section.end(), end) for one in (TITLE, VOLUME))
        run += FOLLOW not in section["manner"].split()
        yield FlowSection(section["manner"], *section.span("manner"), title["id"] if title else "", run, bool(volume))


def titles_of(sections: Sequence[FlowSection]) -> set[str]:
    """The ids of their titles, of those that have one."""
    return {section.title for section in sections if section.title}
