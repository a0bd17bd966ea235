"""Rows of an official table that stand on one page with those beside them: sums, deductions, heads."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.report.desk.sheet_rows import Line

LESS: Final = "\u51cf\uff1a"
"""What the name of a deduction begins with."""


def manner(rows: Sequence[Line], row: int) -> str:
    """Class of a row that no page ends or begins with alone: a total, the last above one, a head of rows below.

    What is deducted stays under what it is deducted from, and what is left under both.
    """
    if _is_sum(rows, row) or _is_deducted(rows, row) or (row and _is_deducted(rows, row - 1)):
        return " sum"
    if _is_head(rows, row):
        return " head"
    return " last-of-sum" if row and row + 1 < len(rows) and _is_sum(rows, row + 1) else ""


def _is_sum(rows: Sequence[Line], row: int) -> bool:
    """Whether a row has a name in bold with an amount beside it."""
    cells = rows[row].cells
    named = ((cell, beside) for cell, beside in pairwise(cells) if cell.kind == "total")
    return row > 0 and any(beside.kind == "n" for _, beside in named)


def _is_deducted(rows: Sequence[Line], row: int) -> bool:
    """Whether a row takes something off the one before it."""
    names = (cell.text for cell in rows[row].cells if cell.kind in {"row", "total"})
    return any((name if isinstance(name, str) else name.zh).startswith(LESS) for name in names)


def _is_head(rows: Sequence[Line], row: int) -> bool:
    """Whether a row has a name in bold without an amount beside it, and none on its other side."""
    cells = rows[row].cells
    return any(cell.kind == "total" and beside.kind == "none" for cell, beside in pairwise(cells))
