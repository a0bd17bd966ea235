"""L20: pages that follow GB/T 9704-2012, sections 5 to 7.

L12: tables over pages, and decimal points under each other.

L21: each page says how the report stands: draft, illustrative, or neither.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from reportgen.model.finding import Finding
from reportgen.report.lint.drawing import advance
from reportgen.report.lint.found import (
    CHIP,
    COVERS,
    FIGURES,
    IMPRINT,
    ISSUER,
    OFFICIAL,
    OPENERS,
    TOTALS,
    UNLIKE,
    UNNUMBERED,
    found,
    millimetres,
)
from reportgen.report.lint.layout import LaidCell, LaidLine, LaidOutPages, LaidPage, LaidTable

TEXT_BLOCK_MM: Final = (156.0, 225.0)
TOLERANCE_MM: Final = 1.0
MOST_LINES: Final = 22
SAME_LINE_MM: Final = 2.0
NUMBER: Final = re.compile(r"[0-9]+")
ODD: Final = "@bottom-right"
EVEN: Final = "@bottom-left"


def official(layout: LaidOutPages) -> Iterator[Finding]:
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


def _text_block(page: LaidPage) -> Iterator[Finding]:
    width, height = page.content.width, page.content.height
    apart = abs(width - TEXT_BLOCK_MM[0]), abs(height - TEXT_BLOCK_MM[1])
    if max(apart) > TOLERANCE_MM:
        size = f"{millimetres(width)} × {millimetres(height)}"
        yield found("L20", page.number, "", what="@layout.fault.block", measure=size)
    if not page.tables and (count := _count_lines(page)) > MOST_LINES:
        yield found("L20", page.number, "", what="@layout.fault.lines", measure=str(count))


def _count_lines(page: LaidPage) -> int:
    """Lines of text one under another; those side by side count once."""
    lines = [line for block in page.blocks if not block.is_inline for line in block.lines if line.text]
    tops = sorted(_middle(line) for line in lines)
    return sum(1 for above, below in zip([float("-inf"), *tops], tops, strict=False) if below - above > SAME_LINE_MM)


def _middle(line: LaidLine) -> float:
    return (line.area.top + line.area.bottom) / 2


def _number_side(page: LaidPage) -> Iterator[Finding]:
    due, other = (ODD, EVEN) if page.number % 2 else (EVEN, ODD)
    is_empty = not page.tables and not page.blocks  # before the imprint, where the text fills an even page
    is_due = page.name not in UNNUMBERED and not is_empty
    if _has_number(page, due) is not is_due or _has_number(page, other):
        yield found("L20", page.number, "", what="@layout.fault.side", measure=str(page.number))


def _has_number(page: LaidPage, corner: str) -> bool:
    return any(NUMBER.search(block.text) for block in page.margins.get(corner, ()))


def _imprint(pages: list[LaidPage]) -> Iterator[Finding]:
    """The imprint stands on the last page, and that is an even one."""
    holders = [page for page in pages if any(IMPRINT in block.roles for block in page.blocks)]
    last = pages[-1]
    if holders != [last] or last.number % 2:
        yield found("L20", last.number, "", what="@layout.fault.imprint", measure=str(last.number))


APART_MM: Final = 0.2
PT_MM: Final = 25.4 / 72
FIGURE: Final = re.compile(r"[≥≤≈+\u2212\s]*[0-9][0-9,]*(\.[0-9]+)?(\s*%)?")


def tables(layout: LaidOutPages) -> Iterator[Finding]:
    """L12: a total parted from its rows, a head that is not repeated, decimal points that are not under each other."""
    for page, following in pairwise(layout.pages):
        yield from _continued(page, following)
    for page in layout.pages:
        for table in page.tables:
            yield from _decimals(page, table)


def _continued(page: LaidPage, following: LaidPage) -> Iterator[Finding]:
    above = {table.element: table for table in page.tables}
    for table in following.tables:
        before = above.get(table.element)
        if before is None or not table.body:
            continue
        first = table.body[0]
        if first.classes & TOTALS and not first.classes & OPENERS:
            yield found("L12", following.number, first.text, table.heading, what="@layout.fault.total", mm="0")
        if before.head and not table.head:
            yield found("L12", following.number, first.text, table.heading, what="@layout.fault.head", mm="0")


def _decimals(page: LaidPage, table: LaidTable) -> Iterator[Finding]:
    if not table.head or table.classes & UNLIKE:  # facts one under another are no column of figures
        return
    columns: dict[int, list[tuple[float, LaidCell]]] = defaultdict(list)
    for row in table.body:
        for cell in row.cells:
            if FIGURES in cell.classes and (point := point_of(cell)) is not None:
                columns[cell.column].append((point, cell))
    for points in columns.values():
        middle = sorted(point for point, _ in points)[len(points) // 2]
        astray = [(point, cell) for point, cell in points if abs(point - middle) > APART_MM]
        if astray:
            point, cell = astray[0]
            yield found(
                "L12", page.number, cell.text, table.heading, what="@layout.fault.point", mm=millimetres(point - middle)
            )


def point_of(cell: LaidCell) -> float | None:
    """Where the whole part of a cell's number ends; None where it holds no number, or more than a number."""
    runs = [run for block in cell.blocks for line in block.lines for run in line.runs if run.text.strip()]
    if len(runs) != 1 or not (match := FIGURE.fullmatch(runs[0].text.strip())):
        return None
    run = runs[0]
    text = run.text.strip()
    behind = len(match[1] or "") + len(match[2] or "")
    em = run.size * PT_MM
    spacing = (run.area.width - advance(text, run.family, bold=run.bold) * em) / len(text)
    tail = advance(text[len(text) - behind :], run.family, bold=run.bold) * em
    return run.area.right - tail - spacing * behind


def chips(layout: LaidOutPages) -> Iterator[Finding]:
    """L21: a chip that is due and missing, or there and not due."""
    about = layout.about
    for page in layout.pages:
        if page.name in COVERS:
            continue
        shown = _chips(page)
        for words in about.due:
            if not any(word in chip for word in words for chip in shown):
                yield found("L21", page.number, " / ".join(sorted(words)), what="@layout.fault.missing")
        for words in about.banned:
            if any(word in chip for word in words for chip in shown):
                yield found("L21", page.number, " / ".join(sorted(words)), what="@layout.fault.surplus")


def _chips(page: LaidPage) -> list[str]:
    return [block.text for block in (*page.blocks, *page.furniture) if CHIP in block.roles]
