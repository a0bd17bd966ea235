"""L13, L14: what must not stand in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from reportgen.model.finding import Finding
from reportgen.model.printing import DASH
from reportgen.report.lint.found import found
from reportgen.report.lint.layout import Block, Layout, Page, Table
from reportgen.report.lint.vocabulary import CODES, COMMENTARY, HEADINGS, NOTE

LEFTOVERS: Final = re.compile(r"\{\{|\}\}|\{%|\bNaN\b|\bnan\b|\binf\b|\bUndefined\b|\bundefined\b|\bNone\b(?! [a-z])")
HAN: Final = "\u3400-\u9fff"
HYPHEN: Final = re.compile(r"(?<![\w\-./])-[0-9]")
HALF_WIDTH: Final = re.compile(f"[{HAN}][,(]|[,)][{HAN}]")
STRAIGHT: Final = re.compile(f"[{HAN}][\"']|[\"'][{HAN}]")


def leftovers(layout: Layout) -> Iterator[Finding]:
    """L13: a dash without its reason; what a program or a template left behind."""
    ends = {table.element: (page, table) for page in layout.pages for table in page.tables}
    for page in layout.pages:
        for block in (*page.blocks, *page.furniture):
            match = None if COMMENTARY in block.roles or block.is_inline else LEFTOVERS.search(block.text)
            if match:
                yield found("L13", page.number, block.text, block.heading, word=match[0])
        for table in page.tables:
            yield from _dashes(page, table, ends[table.element])


def _dashes(page: Page, table: Table, end: tuple[Page, Table]) -> Iterator[Finding]:
    """The first row with a dash alone in a cell, unless the note under the end of the table tells what it means."""
    bare = [row for row in table.body if any(cell.text == DASH for cell in row.cells)]
    if bare and not any(DASH in note.text for note in notes(*end)):
        yield found("L13", page.number, bare[0].text, table.heading, word=DASH)


def notes(page: Page, table: Table) -> Iterator[Block]:
    """The notes between a table and the next heading."""
    for block in page.blocks:
        if block.order > table.end and block.frame is not None:
            if block.roles & HEADINGS:
                return
            if NOTE in block.roles:
                yield block


def marks(layout: Layout) -> Iterator[Finding]:
    """L14: a hyphen for a minus, half-width marks and straight quotes in Chinese."""
    for page in layout.pages:
        for block in (*page.blocks, *page.furniture):
            if block.is_inline or block.roles & CODES:
                continue
            for line in block.lines:
                yield from _foreign(page.number, line.text, block.heading, (HYPHEN,))
                chinese = "".join(run.text for run in line.runs if not run.language.startswith("en"))
                yield from _foreign(page.number, chinese, block.heading, (HALF_WIDTH, STRAIGHT))


def _foreign(number: int, text: str, heading: str, patterns: Iterable[re.Pattern[str]]) -> Iterator[Finding]:
    for pattern in patterns:
        if match := pattern.search(text):
            start = max(0, match.start() - 8)
            yield found("L14", number, text[start : match.end() + 8], heading, mark=match[0])
