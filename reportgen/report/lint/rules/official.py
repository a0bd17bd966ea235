"""L20: pages that follow GB/T 9704-2012, sections 5 to 7."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reportgen.model.finding import Finding
from reportgen.report.lint.found import found, millimetres
from reportgen.report.lint.layout import Layout, Line, Page
from reportgen.report.lint.vocabulary import IMPRINT, ISSUER, OFFICIAL, UNNUMBERED

TEXT_BLOCK_MM: Final = (156.0, 225.0)
TOLERANCE_MM: Final = 1.0
MOST_LINES: Final = 22
SAME_LINE_MM: Final = 2.0
NUMBER: Final = re.compile(r"[0-9]+")
ODD: Final = "@bottom-right"
EVEN: Final = "@bottom-left"


def official(layout: Layout) -> Iterator[Finding]:
    """L20: text block, lines of a page, issuer's mark, imprint and the side of the page number."""
    pages = [page for page in layout.pages if page.name in OFFICIAL]
    for page in pages:
        yield from _text_block(page)
        yield from _number_side(page)
        for block in page.blocks:
            if ISSUER in block.classes and len(block.lines) > 1:
                yield found("L20", page.number, block.text, what="@layout.fault.issuer", measure=str(len(block.lines)))
    if pages:
        yield from _imprint(pages)


def _text_block(page: Page) -> Iterator[Finding]:
    width, height = page.content.width, page.content.height
    apart = abs(width - TEXT_BLOCK_MM[0]), abs(height - TEXT_BLOCK_MM[1])
    if max(apart) > TOLERANCE_MM:
        size = f"{millimetres(width)} × {millimetres(height)}"
        yield found("L20", page.number, "", what="@layout.fault.block", measure=size)
    if not page.tables and (count := _count_lines(page)) > MOST_LINES:
        yield found("L20", page.number, "", what="@layout.fault.lines", measure=str(count))


def _count_lines(page: Page) -> int:
    """Lines of text one under another; those side by side count once."""
    lines = [line for block in page.blocks if not block.is_inline for line in block.lines if line.text]
    tops = sorted(_middle(line) for line in lines)
    return sum(1 for above, below in zip([float("-inf"), *tops], tops, strict=False) if below - above > SAME_LINE_MM)


def _middle(line: Line) -> float:
    return (line.area.top + line.area.bottom) / 2


def _number_side(page: Page) -> Iterator[Finding]:
    due, other = (ODD, EVEN) if page.number % 2 else (EVEN, ODD)
    is_due = page.name not in UNNUMBERED
    if _has_number(page, due) is not is_due or _has_number(page, other):
        yield found("L20", page.number, "", what="@layout.fault.side", measure=str(page.number))


def _has_number(page: Page, corner: str) -> bool:
    return any(NUMBER.search(block.text) for block in page.margins.get(corner, ()))


def _imprint(pages: list[Page]) -> Iterator[Finding]:
    """The imprint stands on the last page, and that is an even one."""
    holders = [page for page in pages if any(IMPRINT in block.roles for block in page.blocks)]
    last = pages[-1]
    if holders != [last] or last.number % 2:
        yield found("L20", last.number, "", what="@layout.fault.imprint", measure=str(last.number))
