"""Columns of departments, or of other parts in words of their own, beside the total that they come to on every line.

The total is the hospital's figure; the sums prove it, for nothing else tells that the other columns are its parts. So
is the row of the total below rows of departments.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from reportgen.intake.figures import CellValue, comes_to, figure
from reportgen.intake.head_columns import HeadColumn
from reportgen.intake.head_words import MONEY, Role, role_of
from reportgen.intake.sheets import Sheet
from reportgen.intake.vocabulary import bare, vocabulary

FEWEST: Final = 3
"""Lines with figures that prove a total."""
PARTS: Final = frozenset({Role.OTHER, Role.ENTITY})
Parts = tuple[int, frozenset[int]]
"""The column of a total, and those of its parts."""


def found(sheet: Sheet, row: int) -> Parts | None:
    """The total and its parts that a row names behind the head of labels; None where the lines do not prove it."""
    texts = {column: cell for column, cell in enumerate(sheet.rows[row]) if isinstance(cell, str) and cell.strip()}
    totals = [column for column, text in texts.items() if _is_total(text)]
    if len(totals) != 1 or len(texts) <= FEWEST:
        return None
    label, *named = sorted(texts)
    parts = frozenset(named) - {*totals}
    roles = {role_of(texts[column]) for column in parts}
    are_parts = Role.OTHER in roles and roles <= PARTS and role_of(texts[label]) is Role.LABEL
    return (totals[0], parts) if are_parts and _is_proved(sheet, row, totals[0], parts) else None


def settled(sheet: Sheet, row: int, columns: Sequence[HeadColumn]) -> Sequence[HeadColumn]:
    """The columns of a head, a total with the figures and its parts as such."""
    if any(column.role in MONEY for column in columns if column.role is not Role.ENTITY):
        return columns
    if (total := found(sheet, row)) is None:
        return columns
    roles = {total[0]: Role.CURRENT, **dict.fromkeys(total[1], Role.WORKED_OUT)}
    return [replace(one, role=roles[one.index], entity="") if one.index in roles else one for one in columns]


@lru_cache(maxsize=8192)
def _is_total(text: str) -> bool:
    return bare(text).lower() in vocabulary().consolidated


def _is_proved(sheet: Sheet, row: int, total: int, parts: frozenset[int]) -> bool:
    lines = [_line(sheet, below, (total, *parts)) for below in range(row + 1, len(sheet.rows))]
    filled = [cells for cells in lines if any(cell.value is not None for cell in cells)]
    return len(filled) >= FEWEST and all(comes_to(whole, each) for whole, *each in filled)


def row_of_total(sheet: Sheet, head: int, name: int, columns: Sequence[int]) -> int | None:
    """The row of the total below a head, most of whose figures are the sums of the rows above it; None of any other.

    Sums of groups among the rows are left out, and ratios are no sums.
    """
    words = vocabulary().total_rows
    rows = [row for row in range(head + 1, len(sheet.rows)) if sheet.text(row, name).strip()]
    total = next((row for row in rows if _named(sheet, row, name) in {*vocabulary().consolidated, *words}), None)
    parts = [row for row in rows if total and row < total and not _named(sheet, row, name).endswith(words)]
    if total is None or len(parts) < 2:  # noqa: PLR2004 - of one part nothing is a sum
        return None
    lines = [[figure(sheet.at(row, column)) for row in (total, *parts)] for column in columns]
    filled = [cells for cells in lines if cells[0].value]
    return total if 2 * sum(comes_to(whole, each) for whole, *each in filled) > len(filled) else None


def _named(sheet: Sheet, row: int, column: int) -> str:
    return bare(sheet.text(row, column)).lower()


def _line(sheet: Sheet, row: int, columns: Sequence[int]) -> list[CellValue]:
    return [figure(sheet.at(row, column)) for column in columns]
