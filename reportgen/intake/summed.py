"""Columns of departments, or of other parts in words of their own, beside the total that they come to on every line.

The total is the hospital's figure; the sums prove it, for nothing else tells that the other columns are its parts. So
is the row of the total below rows of departments.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import Final

from reportgen.intake import by_donor
from reportgen.intake.figures import CellValue, comes_to, figure
from reportgen.intake.head_columns import HeadColumn
from reportgen.intake.head_words import Role, role_of
from reportgen.intake.labels import bare
from reportgen.intake.sheets import Sheet
from reportgen.intake.vocabulary import vocabulary

FEWEST: Final = 3
"""Lines with figures that prove a total."""
PARTS: Final = frozenset({Role.OTHER, Role.ENTITY})
Parts = tuple[int, tuple[int, ...]]
"""The column of a total, and those of its parts."""


def found(sheet: Sheet, row: int) -> list[Parts]:
    """The totals that a row names and the parts of each; none where the lines do not prove all of them.

    Of several groups, as below a month and the year to date, each has its total behind its parts.
    """
    texts = {column: cell for column, cell in enumerate(sheet.rows[row]) if isinstance(cell, str) and cell.strip()}
    totals = [column for column, text in texts.items() if _is_total(text)]
    named = [column for column, text in texts.items() if column not in totals and role_of(text) is not Role.LABEL]
    if not totals or len(named) < 2 * len(totals) or not {role_of(texts[column]) for column in named} <= PARTS:
        return []
    bounds = [-1, *totals] if len(totals) > 1 else [-1, sheet.width]
    groups = [
        (total, tuple(column for column in named if first < column < last))
        for total, (first, last) in zip(totals, pairwise(bounds), strict=True)
    ]
    are_parts = any(role_of(texts[column]) is Role.OTHER for column in named)
    return groups if are_parts and all(_is_proved(sheet, row, *group) for group in groups) else []


def of_columns(sheet: Sheet, row: int, heads: Sequence[tuple[int, str]]) -> Parts | None:
    """The one total among the columns of some heads, and all others as its parts; None where lines do not prove it."""
    totals = [column for column, text in heads if _is_total(text)]
    parts = tuple(column for column, text in heads if column not in totals and role_of(text) in PARTS)
    is_one = len(totals) == 1 and len(parts) + 1 == len(heads)
    return (totals[0], parts) if is_one and _is_proved(sheet, row, totals[0], parts) else None


def settled(sheet: Sheet, row: int, columns: Sequence[HeadColumn]) -> Sequence[HeadColumn]:
    """The columns of a head, totals with the figures and their parts as such."""
    groups = found(sheet, row)
    parts = {column for _, group in groups for column in group}
    totals = {total for total, _ in groups}
    return [
        replace(one, role=by_donor.of_span(one), entity="")
        if one.index in totals
        else replace(one, role=Role.WORKED_OUT, entity="")
        if one.index in parts
        else one
        for one in columns
    ]


@lru_cache(maxsize=8192)
def _is_total(text: str) -> bool:
    return bare(text).lower() in vocabulary().consolidated


def _is_proved(sheet: Sheet, row: int, total: int, parts: Sequence[int]) -> bool:
    lines = [_line(sheet, below, (total, *parts)) for below in range(row + 1, len(sheet.rows))]
    filled = [cells for cells in lines if any(cell.value is not None for cell in cells)]
    return len(parts) > 1 and len(filled) >= FEWEST and all(comes_to(whole, each) for whole, *each in filled)


def row_of_total(sheet: Sheet, head: int, name: int, columns: Sequence[int]) -> tuple[int, list[int]] | None:
    """The row of the total below a head, most of whose figures are the sums of the rows above it, and these rows.

    None of any other table.

    A total in the first row is that of the rows below it. Sums of groups among the rows are left out, and ratios are
    no sums.
    """
    words = vocabulary().total_rows
    rows = [row for row in range(head + 1, len(sheet.rows)) if sheet.text(row, name).strip()]
    total = next((row for row in rows if _named(sheet, row, name) in {*vocabulary().consolidated, *words}), None)
    others = [row for row in rows if total and not _named(sheet, row, name).endswith(words)]
    parts = [row for row in others if row < (total or 0)] or [row for row in others if row > (total or 0)]
    if total is None or len(parts) < 2:  # noqa: PLR2004 - of one part nothing is a sum
        return None
    lines = [[figure(sheet.at(row, column)) for row in (total, *parts)] for column in columns]
    filled = [cells for cells in lines if cells[0].value]
    is_sum = 2 * sum(comes_to(whole, each) for whole, *each in filled) > len(filled)
    return (total, parts) if is_sum else None


def _named(sheet: Sheet, row: int, column: int) -> str:
    return bare(sheet.text(row, column)).lower()


def _line(sheet: Sheet, row: int, columns: Sequence[int]) -> list[CellValue]:
    return [figure(sheet.at(row, column)) for column in columns]
