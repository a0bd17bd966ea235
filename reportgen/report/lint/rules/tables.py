"""L12: tables over pages, and decimal points under each other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from reportgen.model.finding import Finding
from reportgen.report.lint.found import found, millimetres
from reportgen.report.lint.layout import Cell, Layout, Page, Table
from reportgen.report.lint.measures import advance
from reportgen.report.lint.vocabulary import FIGURES, OPENERS, TOTALS, UNLIKE

APART_MM: Final = 0.2
PT_MM: Final = 25.4 / 72
FIGURE: Final = re.compile(r"[≥≤≈+\u2212\s]*[0-9][0-9,]*(\.[0-9]+)?(\s*%)?")


def tables(layout: Layout) -> Iterator[Finding]:
    """L12: a total parted from its rows, a head that is not repeated, decimal points that are not under each other."""
    for page, following in pairwise(layout.pages):
        yield from _continued(page, following)
    for page in layout.pages:
        for table in page.tables:
            yield from _decimals(page, table)


def _continued(page: Page, following: Page) -> Iterator[Finding]:
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


def _decimals(page: Page, table: Table) -> Iterator[Finding]:
    if not table.head or table.classes & UNLIKE:  # facts one under another are no column of figures
        return
    columns: dict[int, list[tuple[float, Cell]]] = defaultdict(list)
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


def point_of(cell: Cell) -> float | None:
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
