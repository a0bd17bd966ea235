"""Which head cells speak for a cell, worked out on the whole table, spans counted.

The engine does so page by page, and misses columns below a cell that spans rows or columns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pydyf

from reportgen.report.pdf.structure.elements import Element, Tree

ROW = "row"


def name_heads(tree: Tree) -> None:
    """Scope of every head cell, and for every other cell its head cells, those of its row first."""
    for table in list(tree.top.below()):
        if table.role == "Table":
            _name_heads(table)


def _name_heads(table: Element) -> None:
    heads_of_row: dict[int, list[str]] = defaultdict(list)
    heads_of_column: dict[int, list[str]] = defaultdict(list)
    placed = list(_placed(table))
    for cell, rows, columns in placed:
        if cell.role == "TH":
            by_row = cell.html.get("scope", "col").startswith(ROW)
            cell.entry["A"]["Scope"] = "/Row" if by_row else "/Column"
            for index in rows if by_row else columns:
                (heads_of_row if by_row else heads_of_column)[index].append(cell.entry["ID"].string)
    for cell, rows, columns in placed:
        if cell.role == "TD":
            of_rows = [key for row in rows for key in heads_of_row[row]]
            of_columns = [key for column in columns for key in heads_of_column[column]]
            _write(cell, [*of_rows, *of_columns])


def _write(cell: Element, heads: list[str]) -> None:
    attributes = cell.entry["A"]
    attributes.pop("Headers", None)
    if heads:
        attributes["Headers"] = pydyf.Array(pydyf.String(key) for key in dict.fromkeys(heads))


def _placed(table: Element) -> Iterator[tuple[Element, range, range]]:
    """Cells with the rows and columns that they cover."""
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(_rows(table)):
        column = 0
        for cell in line.elements():
            while (row, column) in taken:
                column += 1
            attributes = cell.entry.get("A", {})
            rows = range(row, row + attributes.get("RowSpan", 1))
            columns = range(column, column + attributes.get("ColSpan", 1))
            taken.update((r, c) for r in rows for c in columns)
            yield cell, rows, columns


def _rows(element: Element) -> Iterator[Element]:
    """The rows of a table, not those of a table inside it."""
    for kid in element.elements():
        if kid.role == "TR":
            yield kid
        elif kid.role in {"THead", "TBody", "TFoot"}:
            yield from _rows(kid)
