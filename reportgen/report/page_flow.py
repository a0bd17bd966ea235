"""Pages that hold no more than the end of a section: what follows runs on below it instead of on a new page.

How much of a page is used is known once it has been laid out. Forms and sheets begin on a page of their own; where
that would leave the page before nearly empty, the next one begins under it, as sections that run on always do; where
the paper turns after it and little would be left over for the page before, its rows stand closer, or part in the
middle. The last page of a document is followed by nothing: the last section that begins on a new page moves up instead,
where the page before it has room for what is left over; where it has none, the rows of the last section stand closer.
A section that one page can hold, of which not much more than half a page is left over at the end, or next to nothing
before a page that does not run on, gets that page to itself where the page before it stays used without it; else its
rows stand apart, so that more of it goes on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from reportgen.report.pdf import PageText

SECTION: Final = re.compile(r'<section class="(?P<manner>[^"]*)"')
TITLE: Final = re.compile(r'<h[1-6] id="(?P<id>[^"]+)" class="title"')
VERDICT: Final = re.compile(r'<section class="(?P<name>verdict)"')
NEARLY_EMPTY: Final = 0.34
"""Share of the text block."""
ENOUGH: Final = 0.6
"""Share of a page that makes it a used one."""
AIR: Final = 0.06
"""Share of the text block between two sections on one page."""
HALF: Final = 0.4
DIVIDER: Final = 0.3
"""Shares of the sheet above which a page stays used, or one that opens a part, where that spares a nearly empty one."""
CLOSER: Final = 0.1
"""Share of the text block that the rows of a section give up where they stand closer."""
COMPACT: Final = "compact"
AIRY: Final = "airy"
PARTED: Final = "parted"
FOLLOW: Final = "follow"
WHOLE: Final = "whole"
PAGE: Final = "page"
WIDE: Final = "wide"
ALONE_ON_PAGE: Final = "apart"  # though it stands first in its part
STATEMENT: Final = "statement-page"
"""Manner of a statement: its rows are read as one, so it runs on only where it fits."""
PART: Final = "part"
APART: Final = frozenset({WIDE, PART, "member"})
"""Manners of sections that keep a page of their own."""


def run_on(html: str, pages: Sequence[PageText]) -> str | None:
    """The document with sections under the remainders before them; None where no page is nearly empty."""
    return _verdict(html, pages) or _under(html, pages) or _drawn_up(html, pages) or _together(html, pages)


def _verdict(html: str, pages: Sequence[PageText]) -> str | None:
    """The document with a verdict closer together of which a few lines went on to another page; it is one page."""
    section = VERDICT.search(html)
    title = TITLE.search(html, section.end()) if section else None
    if section is None or title is None:
        return None
    at = next((number for number, page in enumerate(pages) if title["id"] in page.anchors), len(pages))
    titles = {match["id"] for match in TITLE.finditer(html)}
    if at + 1 >= len(pages) or titles & {*pages[at + 1].anchors} or pages[at + 1].used >= NEARLY_EMPTY:
        return None
    return f"{html[: section.end('name')]} {COMPACT}{html[section.end('name') :]}"


def _under(html: str, pages: Sequence[PageText]) -> str | None:
    following = {after.anchors for page, after in pairwise(pages) if _is_remainder(page, after)}
    begun = {anchor for anchors in following for anchor in anchors}
    places = [place for place in _places(html) if place[0] in begun]
    titles = {match["id"] for match in TITLE.finditer(html)}
    revised = html
    for title, start, end, manner in reversed(places):
        left = _left_over(title, titles, pages)
        tighter = f" {COMPACT}" if 0 < left <= CLOSER else f" {PARTED}" if CLOSER < left < NEARLY_EMPTY else ""
        tighter = "" if WHOLE in manner.split() else tighter
        revised = f"{revised[:start]}{manner}{tighter}{revised[end:]}"
    return revised if revised != html else None


def _left_over(title: str, titles: set[str], pages: Sequence[PageText]) -> float:
    """What a section that moves up would leave for a page of its own, where the paper turns after it; else 0."""
    at = next(number for number, page in enumerate(pages) if title in page.anchors)
    after = next((number for number in range(at + 1, len(pages)) if titles & {*pages[number].anchors}), at)
    if pages[after].size == pages[at].size:
        return 0.0
    return max(0.0, pages[at - 1].used + AIR + pages[after - 1].used - 1)


def _drawn_up(html: str, pages: Sequence[PageText]) -> str | None:
    """The document without a nearly empty last page, as far as that can be mended."""
    last = pages[-1]
    titles = {match["id"] for match in TITLE.finditer(html)}
    if len(pages) == 1 or last.used >= NEARLY_EMPTY or titles & {*last.anchors}:
        return None
    sections = list(SECTION.finditer(html))
    begun = [section for section in sections if FOLLOW not in section["manner"].split()]
    for title, start, end, manner in _places(html):
        at = next((number for number, page in enumerate(pages) if title in page.anchors), 0)
        if begun and start == begun[-1].start("manner") and at and _has_room(pages[at - 1 :]):
            return f"{html[:start]}{manner}{html[end:]}"
    end = sections[-1].end("manner")
    if {COMPACT, WIDE} & {*sections[-1]["manner"].split()}:
        return None
    return f"{html[:end]} {COMPACT}{html[end:]}"


def _together(html: str, pages: Sequence[PageText]) -> str | None:
    """The document with sections that leave little for a last page on a page of their own, or with more air."""
    sections = list(SECTION.finditer(html))
    ends = [*(section.start() for section in sections[1:]), len(html)]
    titles = {match["id"] for match in TITLE.finditer(html)}
    revised = html
    for before, section, end in reversed([*zip([None, *sections], sections, ends, strict=False)]):
        title, manner = TITLE.search(html, section.end(), end), section["manner"].split()
        torn = _torn(title["id"], titles, pages) if title and PAGE in manner else None
        if torn is None:
            continue
        is_first = before is not None and PART in before["manner"].split()
        if torn.left <= CLOSER and not torn.is_last and COMPACT not in manner:
            kept = [*manner, COMPACT]
        elif FOLLOW not in manner:
            continue
        elif torn.is_better_apart(DIVIDER if is_first else HALF):
            kept = [word for word in manner if word not in {FOLLOW, WHOLE, COMPACT}] + [ALONE_ON_PAGE] * is_first
        elif torn.left < NEARLY_EMPTY and not torn.is_last and AIRY not in manner:
            kept = [*(word for word in manner if word != COMPACT), AIRY]
        else:
            continue
        revised = f"{revised[: section.start('manner')]}{' '.join(kept)}{revised[section.end('manner') :]}"
    return revised if revised != html else None


@dataclass(frozen=True)
class TornSection:
    """A section that begins on one page and ends on the next, on which nothing follows it.

    Attributes:
        above: share of the sheet that stands above it on its first page.
        left: share of the text block that it uses of the second.
        is_last: whether the document ends with it.
    """

    above: float
    left: float
    is_last: bool

    def is_better_apart(self, least: float) -> bool:
        """Whether one page holds it and the page before stays used; `least` where next to nothing is left."""
        enough = ENOUGH if self.left >= NEARLY_EMPTY else least
        fits = self.left <= self.above  # what it leaves behind makes room for what goes on
        return fits and self.above >= enough and self.left < (ENOUGH if self.is_last else NEARLY_EMPTY)


def _torn(title: str, titles: set[str], pages: Sequence[PageText]) -> TornSection | None:
    at = next((number for number, page in enumerate(pages) if title in page.reach), len(pages))
    if at + 1 >= len(pages) or titles & {*pages[at + 1].anchors} or pages[at].size != pages[at + 1].size:
        return None
    is_last = at + 2 == len(pages)
    if not is_last and not titles & {*pages[at + 2].anchors}:
        return None
    return TornSection(pages[at].reach[title][0] / pages[at].size[1], pages[at + 1].used, is_last)


def _has_room(pages: Sequence[PageText]) -> bool:
    """Whether the first of some pages, all of one size, has room for what is on the last."""
    return 1 - pages[0].used > pages[-1].used + AIR and len({page.size for page in pages}) == 1


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
        if FOLLOW not in manner or (WHOLE in manner and STATEMENT not in manner):
            runs_on = [word for word in manner if word not in {FOLLOW, WHOLE}]
            follows = [*runs_on, FOLLOW, *([WHOLE] if STATEMENT in manner else [])]
            yield title["id"], section.start("manner"), section.end("manner"), " ".join(follows)
