"""L01, L02: everything stays in its frame, and nothing stands on anything else.

L03, L04, L05: where pages end and begin.

L06, L22: how lines end and begin.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from typing import Final

from reportgen.model.finding import Finding, Severity
from reportgen.report.lint.found import (
    COVERS,
    ENGLISH,
    KICKER,
    PARAGRAPHS,
    PHRASE,
    TITLE,
    TITLES,
    SheetArea,
    found,
    millimetres,
)
from reportgen.report.lint.layout import LaidBlock, LaidLine, LaidOutPages, LaidPage, Run

FOLLOWERS: Final = 2
"""Lines or rows that a heading wants under it."""
LEAST_USED: Final = 0.25
LEAST_USED_LAST: Final = 0.10
HAN: Final = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
WORDLESS: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class PageItem:
    """A line, row, picture or heading; `weight` is what it counts as under a heading, `rank` is 0 but for headings."""

    area: SheetArea
    weight: int
    rank: int
    text: str
    heading: str


def _items(page: LaidPage, lines: Mapping[int, int]) -> list[PageItem]:
    """Everything on a page in reading order, tables by their rows; a table of one row is enough under a heading.

    Args:
        page: the page.
        lines: how many rows each table has in all.
    """
    inside = [(table.order, table.end) for table in page.tables]
    found_: list[tuple[int, PageItem]] = []
    for block in page.blocks:
        if not block.is_inline and not any(start < block.order <= end for start, end in inside):
            rank = _rank(block)
            found_.append((block.order, PageItem(block.area, len(block.lines), rank, block.text, block.heading)))
    for table in page.tables:
        weight = 1 if lines[table.element] > 1 else FOLLOWERS
        found_ += [(row.order, PageItem(row.area, weight, 0, row.text, table.heading)) for row in table.body]
    for picture in page.pictures:
        found_.append((picture.order, PageItem(picture.area, FOLLOWERS, 0, picture.source, picture.heading)))
    return [item for _, item in sorted(found_, key=lambda pair: pair[0])]


def _rank(block: LaidBlock) -> int:
    if KICKER in block.roles:
        return 1
    return next((int(title[1]) for title in sorted(TITLES) if title in block.roles), 0)


def headings(layout: LaidOutPages) -> Iterator[Finding]:
    """L03: a heading or a table's head with nothing, or less than two lines or rows, before the page ends."""
    rows = _rows(layout)
    pages = [_items(page, rows) for page in layout.pages]
    for page, items, following in zip(layout.pages, pages, [*pages[1:], []], strict=True):
        goes_on = bool(following) and following[0].rank == 0
        yield from _left_alone(page.number, items, goes_on=goes_on)
    yield from _heads(layout, rows)


def _left_alone(number: int, items: Sequence[PageItem], *, goes_on: bool) -> Iterator[Finding]:
    for index, item in enumerate(items):
        if not item.rank:
            continue
        below = [later for later in items[index + 1 :] if later.area.shares_columns(item.area)]
        if any(later.rank and later.rank <= item.rank for later in below):
            continue
        count = sum(later.weight for later in below if not later.rank)
        if count < FOLLOWERS and (goes_on or not count):
            yield found("L03", number, item.text, item.heading, count=count)


def _rows(layout: LaidOutPages) -> dict[int, int]:
    rows: dict[int, int] = {}
    for table in (table for page in layout.pages for table in page.tables):
        rows[table.element] = rows.get(table.element, 0) + len(table.body)
    return rows


def _heads(layout: LaidOutPages, rows: Mapping[int, int]) -> Iterator[Finding]:
    for page in layout.pages:
        for table in page.tables:
            here = len(table.body)
            if table.head and here < min(FOLLOWERS, rows[table.element] or 1):
                yield found("L03", page.number, table.head[0].text, table.heading, count=here)


def lonely_lines(layout: LaidOutPages) -> Iterator[Finding]:
    """L04: a paragraph's line alone on its page; a warning for a last line of one Chinese character."""
    for page, following in pairwise(layout.pages):
        yield from _split(page, following)
    for page in layout.pages:
        for block in page.blocks:
            if len(block.lines) > 1 and block.tag in PARAGRAPHS and not block.is_inline and _is_short(block):
                last = block.lines[-1].text
                yield found(
                    "L04",
                    page.number,
                    block.text,
                    block.heading,
                    Severity.WARNING,
                    what="@layout.fault.character",
                    line=last,
                )


def _split(page: LaidPage, following: LaidPage) -> Iterator[Finding]:
    ends = {block.element: block for block in page.blocks if _is_paragraph(block)}
    begins = {block.element: block for block in reversed(following.blocks) if _is_paragraph(block)}
    for above in ends.values():
        below = begins.get(above.element)
        if below is None:
            continue
        if len(above.lines) == 1:
            yield found(
                "L04", page.number, above.text, above.heading, what="@layout.fault.bottom", line=above.lines[0].text
            )
        if len(below.lines) == 1:
            yield found(
                "L04", following.number, below.text, below.heading, what="@layout.fault.top", line=below.lines[0].text
            )


def _is_paragraph(block: LaidBlock) -> bool:
    return not block.is_inline and block.tag in PARAGRAPHS


def _is_short(block: LaidBlock) -> bool:
    words = WORDLESS.sub("", block.lines[-1].text)
    return len(words) == 1 and bool(HAN.match(words))


def fill(layout: LaidOutPages) -> Iterator[Finding]:
    """L05: a page that is empty or hardly used; a warning where the paper turns after it, since nothing can follow."""
    for page, following in zip_longest(layout.pages, layout.pages[1:]):
        if page.name in COVERS:
            continue
        feet = [block.area.bottom for block in page.blocks] + [picture.area.bottom for picture in page.pictures]
        used = max(0.0, max(feet, default=page.content.top) - page.content.top) / page.content.height
        if used < (LEAST_USED if following else LEAST_USED_LAST):
            words = next((block.text for block in page.blocks), "")
            turns = following is not None and used > 0 and _is_wide(page) is not _is_wide(following)
            severity = Severity.WARNING if turns else None
            yield found("L05", page.number, words, severity=severity, share=round(100 * used))


def _is_wide(page: LaidPage) -> bool:
    return page.content.width > page.content.height


CLOSING: Final = frozenset("、，。；：？！）》」』】〕〉”’…,.;:?!)]}")
OPENING: Final = frozenset("（《「『【〔〈“‘([{¥$€£")
ENDS: Final = frozenset("，；：。、,;:—")
"""Where a title may be broken."""
MOST_LINES: Final = 2
LEADER: Final = re.compile(r"\.{4}")
NUMBER_END: Final = re.compile(r"\d$")


def line_ends(layout: LaidOutPages) -> Iterator[Finding]:
    """L06: a closing mark first or an opening mark last on a line; a number parted from its unit."""
    units = _units(layout.about.units)
    for page in layout.pages:
        for block in page.blocks:
            for above, below in pairwise(block.lines):
                if above.text and below.text and (what := _fault(above, below, units)):
                    yield found("L06", page.number, f"{above.text[-12:]} ⏎ {below.text[:12]}", block.heading, mark=what)


def _units(words: frozenset[str]) -> re.Pattern[str]:
    longest = sorted(words, key=lambda word: (-len(word), word))
    return re.compile("|".join(rf"{re.escape(w)}(?![a-z])" for w in longest) or r"(?!)")


def _fault(above: LaidLine, below: LaidLine, units: re.Pattern[str]) -> str:
    if LEADER.match(below.text):  # the dots of a table of contents
        return ""
    if below.text[0] in CLOSING:
        return below.text[0]
    if above.text[-1] in OPENING:
        return above.text[-1]
    if NUMBER_END.search(above.text) and (unit := units.match(below.text)):
        return unit[0]
    return ""


def titles(layout: LaidOutPages) -> Iterator[Finding]:
    """L22: a title broken within a phrase, or of more than two lines."""
    for page in layout.pages:
        for block in page.blocks:
            if TITLE not in block.roles or block.is_inline:
                continue
            phrases = _phrases(page, block)
            count = sum(max([1, *(len(p.lines) for p in phrases if _within(p, line))]) for line in block.lines)
            if count > MOST_LINES or _is_broken(block, phrases):
                yield found("L22", page.number, block.text, count=count)


def _phrases(page: LaidPage, title: LaidBlock) -> list[LaidBlock]:
    inner = [block for block in page.blocks if block.order > title.order and PHRASE in block.classes]
    return [
        block
        for block in inner
        if block.is_inline and block.area.top >= title.area.top - 1 and block.area.bottom <= title.area.bottom + 1
    ]


def _within(phrase: LaidBlock, line: LaidLine) -> bool:
    return phrase.area.top >= line.area.top - 1 and phrase.area.bottom <= line.area.bottom + 1


def _is_broken(title: LaidBlock, phrases: list[LaidBlock]) -> bool:
    """Whether a Chinese title is broken elsewhere than at its marks; English is broken between any words."""
    if ENGLISH in title.roles or not title.language.startswith("zh"):
        return False
    if phrases:
        return any(len(phrase.lines) > 1 for phrase in phrases)
    return any(line.text[-1:] not in ENDS for line in title.lines[:-1])


BEYOND_MM: Final = 0.3
OVERLAP_MM: Final = 0.5
SIDES: Final = ("left", "right", "bottom")


def beyond(layout: LaidOutPages) -> Iterator[Finding]:
    """L01: words, pictures or tables beyond the page's text block, their cell or their margin box."""
    for page in layout.pages:
        told: set[tuple[int, str]] = set()
        for area, frame, element, heading in _framed(page):
            excess = area.excess(frame)
            side = max(SIDES, key=lambda side: excess[side])
            if excess[side] > BEYOND_MM and (key := (id(frame), side)) not in told:
                told.add(key)
                yield found(
                    "L01", page.number, element, heading, side=f"@layout.side.{side}", mm=millimetres(excess[side])
                )


def _framed(page: LaidPage) -> Iterator[tuple[SheetArea, SheetArea, str, str]]:
    for block, run in page.runs:
        yield run.area, block.frame, block.text, block.heading
    for picture in page.pictures:
        yield picture.area, picture.frame, picture.source, picture.heading
    for table in page.tables:
        words = next((row.text for row in table.rows), "")
        yield table.area, table.frame, words, table.heading


def overlaps(layout: LaidOutPages) -> Iterator[Finding]:
    """L02: two texts, or a text and a picture, on one another."""
    for page in layout.pages:
        pictures = [(picture.area, picture.source, picture.heading) for picture in page.pictures]
        texts = [(run.area, run.text, block.heading) for block, run in _inner(page.runs)]
        for (area, words, heading), (other, others, _) in colliding([*texts, *pictures]):
            depth = area.depth(other)
            yield found("L02", page.number, words, heading, other=others[:LONGEST].strip(), mm=millimetres(depth))


LONGEST: Final = 36
Thing = tuple[SheetArea, str, str]


def _inner(runs: Iterable[tuple[LaidBlock, Run]]) -> Iterator[tuple[LaidBlock, Run]]:
    return ((block, run) for block, run in runs if run.area.width > 0)


def colliding(things: list[Thing]) -> Iterator[tuple[Thing, Thing]]:
    """Pairs that reach into each other by more than the tolerance, found from the top of the page downwards."""
    open_: list[Thing] = []
    for thing in sorted(things, key=lambda thing: thing[0].top):
        top, left, right = thing[0].top + OVERLAP_MM, thing[0].left + OVERLAP_MM, thing[0].right - OVERLAP_MM
        open_ = [other for other in open_ if other[0].bottom > top]
        for other in open_:
            beside = other[0]
            if beside.left < right and beside.right > left and thing[0].depth(beside) > OVERLAP_MM:
                yield other, thing
        open_.append(thing)
