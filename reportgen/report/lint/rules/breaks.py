"""L03, L04, L05: where pages end and begin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from typing import Final

from reportgen.model.finding import Finding, Severity
from reportgen.report.lint.area import Area
from reportgen.report.lint.found import found
from reportgen.report.lint.layout import Block, Layout, Page
from reportgen.report.lint.vocabulary import COVERS, KICKER, PARAGRAPHS, TITLES

FOLLOWERS: Final = 2
"""Lines or rows that a heading wants under it."""
LEAST_USED: Final = 0.25
LEAST_USED_LAST: Final = 0.10
HAN: Final = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
WORDLESS: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Item:
    """A line, row, picture or heading; `weight` is what it counts as under a heading, `rank` is 0 but for headings."""

    area: Area
    weight: int
    rank: int
    text: str
    heading: str


def _items(page: Page) -> list[Item]:
    """Everything on a page in reading order, tables by their rows."""
    inside = [(table.order, table.end) for table in page.tables]
    found_: list[tuple[int, Item]] = []
    for block in page.blocks:
        if not block.is_inline and not any(start < block.order <= end for start, end in inside):
            rank = _rank(block)
            found_.append((block.order, Item(block.area, len(block.lines), rank, block.text, block.heading)))
    for table in page.tables:
        rows = table.body
        found_ += [(row.order, Item(row.area, 1, 0, row.text, table.heading)) for row in rows]
    for picture in page.pictures:
        found_.append((picture.order, Item(picture.area, FOLLOWERS, 0, picture.source, picture.heading)))
    return [item for _, item in sorted(found_, key=lambda pair: pair[0])]


def _rank(block: Block) -> int:
    if KICKER in block.roles:
        return 1
    return next((int(title[1]) for title in sorted(TITLES) if title in block.roles), 0)


def headings(layout: Layout) -> Iterator[Finding]:
    """L03: a heading or a table's head with nothing, or less than two lines or rows, before the page ends."""
    pages = [_items(page) for page in layout.pages]
    for page, items, following in zip(layout.pages, pages, [*pages[1:], []], strict=True):
        goes_on = bool(following) and following[0].rank == 0
        yield from _left_alone(page.number, items, goes_on=goes_on)
    yield from _heads(layout)


def _left_alone(number: int, items: Sequence[Item], *, goes_on: bool) -> Iterator[Finding]:
    for index, item in enumerate(items):
        if not item.rank:
            continue
        below = [later for later in items[index + 1 :] if later.area.shares_columns(item.area)]
        if any(later.rank and later.rank <= item.rank for later in below):
            continue
        count = sum(later.weight for later in below if not later.rank)
        if count < FOLLOWERS and (goes_on or not count):
            yield found("L03", number, item.text, item.heading, count=count)


def _heads(layout: Layout) -> Iterator[Finding]:
    rows: dict[int, int] = {}
    for page in layout.pages:
        for table in page.tables:
            rows[table.element] = rows.get(table.element, 0) + len(table.body)
    for page in layout.pages:
        for table in page.tables:
            here = len(table.body)
            if table.head and here < min(FOLLOWERS, rows[table.element] or 1):
                yield found("L03", page.number, table.head[0].text, table.heading, count=here)


def lonely_lines(layout: Layout) -> Iterator[Finding]:
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


def _split(page: Page, following: Page) -> Iterator[Finding]:
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


def _is_paragraph(block: Block) -> bool:
    return not block.is_inline and block.tag in PARAGRAPHS


def _is_short(block: Block) -> bool:
    words = WORDLESS.sub("", block.lines[-1].text)
    return len(words) == 1 and bool(HAN.match(words))


def fill(layout: Layout) -> Iterator[Finding]:
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


def _is_wide(page: Page) -> bool:
    return page.content.width > page.content.height
