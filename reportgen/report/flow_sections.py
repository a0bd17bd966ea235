"""The sections of a document as they stand on pages: which share pages, and what is done about pages nearly empty.

Before the paper turns, nothing that follows can begin below what is left over: it goes onto the turned paper itself,
above what stands there, where both have room. Where what follows runs on, and yet begins a page since its beginning is
one piece that the rest of the page is too low for, its rows stand closer.

A chain is what may stand on one flow of pages: it begins where a page has to begin, with what goes on from the page
before if that is the end of a long section, and ends before the next section that keeps a page of its own. Where its
sections, each in one piece, need fewer pages when each begins as soon as the page before has room, they do so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from reportgen.report.pdf import PageText

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
CHAIN_AIR: Final = 0.04
"""Share of the text block between two sections on one page."""
FULL: Final = 1.0
CLOSER: Final = 0.06
"""Share of its height that a section gives up where it stands closer."""
NEARLY_FULL: Final = 0.97
"""What a page holds for certain, whatever an estimate misses: above that its sections stand closer."""
EVENER: Final = 0.06
"""By how much less has to stay free, in squares of shares, for sections to move that spare no page."""
GIVES: Final = 0.1
"""Share of the text block that a verdict gives up where it stands closer."""


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


def turned(sections: Sequence[FlowSection], pages: Sequence[PageText]) -> Manners:
    """Sections alone on a page that they hardly use, before a wide one under which there is room for them."""
    found = Manners()
    for at, page, after in _alone(sections, pages):
        section, rest = sections[at], sections[at + 1 : at + 3]
        is_wide = any(WIDE in one.words for one in rest) and after.size[0] > after.size[1] and page.size != after.size
        own = section.opens_volume or {STATEMENT, *APART} & {*section.words} or PAGE not in section.words
        if is_wide and not own and _on_turned(page, after) <= 1:
            kept = [word for word in section.words if word not in {FOLLOW, WHOLE}]
            found[at] = " ".join([*kept, WIDE, TURNED])
    return found


def _on_turned(page: PageText, after: PageText) -> float:
    """Share of the turned page that what stands on both would use."""
    return page.used * page.block[1] / after.block[1] + AIR + after.used if after.block[1] else 1 + AIR


def closer_under(sections: Sequence[FlowSection], pages: Sequence[PageText]) -> Manners:
    """Sections that run on and yet begin a page after one that is hardly used."""
    found = Manners()
    for at, page, after in _alone(sections, pages):
        follows = sections[at + 1]
        stays = FOLLOW in follows.words and not {WHOLE, COMPACT, *APART} & {*follows.words}
        if stays and page.size == after.size and follows.title in after.anchors:
            found[at + 1] = f"{follows.manner} {COMPACT}"
    return found


def _alone(sections: Sequence[FlowSection], pages: Sequence[PageText]) -> Iterator[tuple[int, PageText, PageText]]:
    """Sections that are alone on a page and hardly use it, with that page and the next, where another begins."""
    titles = titles_of(sections)
    for at, section in enumerate(sections[:-1]):
        number = next((n for n, one in enumerate(pages) if section.title and section.title in one.anchors), len(pages))
        if number + 1 >= len(pages) or titles & {*pages[number].anchors} != {section.title}:
            continue
        page, after = pages[number], pages[number + 1]
        if page.used < NEARLY_EMPTY and sections[at + 1].title in after.anchors:
            yield at, page, after


@dataclass(frozen=True)
class Stretch:
    """A section as it stands in the pages.

    Attributes:
        section: its number.
        page, end: the pages on which it begins and ends.
        used: how far down it ends, as a share of the text block.
        height: its own, as a share of the text block; 1 where it is on several pages.
        runs_on: whether it may begin on any page already.
        may_run_on: whether it may be let do so.
        is_tied: whether what follows has to begin on its page.
        gives: how much lower it may become.
    """

    section: int
    page: int
    end: int
    used: float
    height: float
    runs_on: bool
    may_run_on: bool
    is_tied: bool = False
    gives: float = 0.0


@dataclass(frozen=True)
class Joined:
    """How a chain is set on few pages.

    Attributes:
        follow: sections to let run on.
        pages: how many begin after the one of its first section.
        blank: squares of the shares that stay free, added up.
        closer: sections to set closer.
    """

    follow: tuple[int, ...]
    pages: int = 0
    blank: float = 0.0
    closer: tuple[int, ...] = ()


@dataclass(frozen=True)
class TiedSections:
    """Sections in one piece, and their height."""

    height: float
    members: tuple[Stretch, ...]

    @property
    def runs_on(self) -> bool:
        """Whether they may begin on any page already."""
        return all(one.runs_on for one in self.members)

    @property
    def gives(self) -> float:
        """How much lower they become where they stand closer: all but what only ends on the page."""
        return CLOSER * sum(one.height for one in self.members if one.end == one.page and not one.gives)

    @property
    def moved(self) -> tuple[int, ...]:
        """Which have to be let do so."""
        return tuple(one.section for one in self.members if not one.runs_on)


def joined(stretches: Sequence[Stretch]) -> Iterator[Joined]:
    """Chain by chain that can be shorter, or as long and more evenly filled, what has to move for that."""
    for chain, is_open in _chains(stretches):
        first = chain[0]
        found = _set(chain, is_open=is_open)
        if first.gives:
            closer = _set([replace(first, used=first.used - first.gives), *chain[1:]], is_open=is_open)
            found = replace(closer, closer=(first.section, *closer.closer)) if closer.pages < found.pages else found
        now = chain[-1].end - first.end
        is_evener = found.pages == now and found.blank < _blank(chain, is_open=is_open) - EVENER
        if found.follow and (found.pages < now or is_evener):
            yield found


def _blank(chain: Sequence[Stretch], *, is_open: bool) -> float:
    """What stays free now, as `Joined` has it."""
    last = {one.end: one.used for one in chain}
    return sum((FULL - used) ** 2 for page, used in last.items() if not (is_open and page == chain[-1].end))


def _chains(stretches: Sequence[Stretch]) -> Iterator[tuple[list[Stretch], bool]]:
    """Stretches that could stand on one flow of pages, and whether what follows may begin on the last.

    The first may be the end of a long section, and what follows the last may be the beginning of one, or nothing.
    """
    chain: list[Stretch] = []
    for one in stretches:
        is_long = one.end > one.page
        if chain and (is_long or not (one.runs_on or one.may_run_on)):
            yield chain, one.runs_on
            chain = []
        chain = [one] if is_long or not chain else [*chain, one]
    if chain:
        yield chain, True


def _set(chain: Sequence[Stretch], *, is_open: bool) -> Joined:
    """The chain on as few pages as can be, and of such ways the one that fills them most evenly.

    What stays free of the last page counts, unless something may follow on it.
    """
    blocks = list(_blocks(chain))
    ways: list[Joined] = [Joined(())] * len(blocks)  # by the block that begins a page
    for first in reversed(range(len(blocks))):
        found: list[Joined] = []
        used, on_page = blocks[first].height, list[TiedSections]()
        for after in range(first + 1, len(blocks) + 1):
            follows = blocks[after] if after < len(blocks) else None
            wanted = used + CHAIN_AIR + follows.height if follows else used
            if follows is None or wanted > FULL or not follows.runs_on:
                rest = ways[after] if follows else Joined((), pages=-1)
                blank = 0.0 if follows is None and is_open else max(0.0, FULL - used) ** 2
                moved = tuple(section for one in on_page for section in one.moved)
                closer = tuple(_closer([blocks[first], *on_page])) if used > NEARLY_FULL else ()
                found.append(
                    Joined((*moved, *rest.follow), rest.pages + 1, rest.blank + blank, (*closer, *rest.closer))
                )
            if follows is None or wanted > FULL + _given([blocks[first], *on_page, follows]):
                break
            used = wanted
            on_page.append(follows)
        ways[first] = min(found, key=lambda way: (way.pages, way.blank))
    return ways[0]


def _given(on_page: Sequence[TiedSections]) -> float:
    """What sections of a page give up to be on it, where some have moved there."""
    return sum(one.gives for one in on_page) if any(one.moved for one in on_page[1:]) else 0.0


def _closer(on_page: Sequence[TiedSections]) -> Iterator[int]:
    """The sections of a page that stand closer where some have moved there."""
    if any(one.moved for one in on_page[1:]):
        members = (one for tied in on_page for one in tied.members)
        yield from (one.section for one in members if one.end == one.page and not one.gives)


def _blocks(chain: Sequence[Stretch]) -> Iterator[TiedSections]:
    """What stands in one piece with what it may not be parted from; of the first, what it leaves on its last page."""
    group, height = [chain[0]], chain[0].used
    for before, one in pairwise(chain):
        if before.is_tied:
            group, height = [*group, one], height + CHAIN_AIR + one.height
        else:
            yield TiedSections(height, tuple(group))
            group, height = [one], one.height
    yield TiedSections(height, tuple(group))
