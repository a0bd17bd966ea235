"""Pages that hold no more than the end of a section: what follows runs on below it instead of on a new page.

How much of a page is used is known once it has been laid out. Forms and sheets begin on a page of their own; where
that would leave the page before nearly empty, the next one begins under it, as sections that run on always do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from reportgen.report.pdf import PageText

SECTION: Final = re.compile(r'<section class="(?P<manner>[^"]*)"')
TITLE: Final = re.compile(r'<h[1-6] id="(?P<id>[^"]+)" class="title"')
NEARLY_EMPTY: Final = 0.34
"""Share of the text block."""
FOLLOW: Final = "follow"
WHOLE: Final = "whole"
PAGE: Final = "page"
WIDE: Final = "wide"
APART: Final = frozenset({WIDE, "part", "member"})
"""Manners of sections that keep a page of their own."""


def run_on(html: str, pages: Sequence[PageText]) -> str | None:
    """The document with sections under the remainders before them; None where no page is nearly empty."""
    following = {after.anchors for page, after in pairwise(pages) if _is_remainder(page, after)}
    begun = {anchor for anchors in following for anchor in anchors}
    places = [(start, end, manner) for title, start, end, manner in _places(html) if title in begun]
    if not places:
        return None
    for start, end, manner in reversed(places):
        html = f"{html[:start]}{manner}{html[end:]}"
    return html


def _is_remainder(page: PageText, after: PageText) -> bool:
    return page.used < NEARLY_EMPTY and page.size == after.size


def _places(html: str) -> Iterator[tuple[str, int, int, str]]:
    """Of each section that may run on under the one before it: the id of its title, where its manner stands, and which.

    One that runs on already, but only as a whole, may be parted instead.
    """
    sections = list(SECTION.finditer(html))
    ends = [*(section.start() for section in sections[1:]), len(html)]
    for before, section, end in zip(sections, sections[1:], ends[1:], strict=False):
        manner, earlier = section["manner"].split(), before["manner"].split()
        title = TITLE.search(html, section.end(), end)
        if not title or PAGE not in manner or PAGE not in earlier or WIDE in earlier or APART & set(manner):
            continue
        if FOLLOW not in manner or WHOLE in manner:
            runs_on = [word for word in manner if word not in {FOLLOW, WHOLE}]
            yield title["id"], section.start("manner"), section.end("manner"), " ".join([*runs_on, FOLLOW])
