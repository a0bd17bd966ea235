"""Statements with one column of figures, headed by its period, or by its unit alone where a title names the period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from reportgen.intake import by_donor, dates, units
from reportgen.intake.figures import Cell, figure
from reportgen.intake.head_columns import HeadColumn
from reportgen.intake.head_words import MONEY, Role, role_at, role_of
from reportgen.intake.head_years import said, stands_by_years
from reportgen.intake.labels import bare
from reportgen.intake.sheets import Sheet
from reportgen.intake.vocabulary import vocabulary

MOST: Final = 3
"""Words in front of the figures, of labels and notes, and the head itself."""
ALONE: Final = frozenset({Role.CURRENT, Role.ACTUAL, Role.YEAR_TO_DATE, Role.MONTH, Role.YEAR, Role.CLOSING})
"""Of the one column of figures, below a period."""


def is_of_one_period(sheet: Sheet, row: int) -> bool:
    """Whether all that a row names is the period of one column, the first figures of which stand below beside words.

    So are statements of a single year headed, or by “Amount”, “Actual”, “Total” or the unit of the amounts, with the
    period above, a second one below its title. A date above a form has the heads of its columns below it; a unit may
    stand between the period and the figures.
    """
    cells = enumerate(sheet.rows[row])
    filled = [index for index, cell in cells if cell not in {"", None} and not _is_worked_out(cell)]
    if not filled or len(filled) > MOST or not filled[-1]:  # words of labels and notes, the period behind
        return False
    *words, period = (said(sheet.rows[row][index]) for index in filled)
    is_whole = isinstance(period, str) and bare(period).lower() in vocabulary().whole_heads
    is_head = dates.stated(period) or role_at(period) in ALONE or is_whole or _is_only_unit(sheet, row, filled)
    if not is_head or not all(isinstance(word, str) and stands_by_years(word) for word in words):
        return False
    column = [rows[filled[-1]] for rows in sheet.rows]
    below = range(row + 1, len(column))
    held = (number for number in below if sheet.holds(number, filled[-1]) and not is_unit(sheet, number))
    first = next((number for number in held if not _is_total(column[number])), row)
    is_below = any(figure(cell).value is not None for cell in column[:row])
    if first == row or (is_below and not _is_below_title(sheet, row)):
        return False
    names = [name for left in range(filled[-1]) if (name := sheet.text(first, left).strip())]
    is_figure = (first, filled[-1]) in sheet.uncached or (
        figure(column[first]).value is not None
        and (not dates.stated(said(column[first])) or not all(map(stands_by_years, names)))
    )
    return is_figure and bool(names)


def _is_below_title(sheet: Sheet, row: int) -> bool:
    """Whether the nearest row above is of words alone, as of a title: an amount without a name follows others."""
    rows = (sheet.rows[above] for above in range(row - 1, -1, -1))
    cells = next((found for one in rows if (found := [cell for cell in one if cell not in {"", None}])), [])
    return all(isinstance(cell, str) and figure(cell).value is None for cell in cells)


def _is_total(cell: Cell) -> bool:
    return isinstance(cell, str) and by_donor.is_total(cell)


def _is_only_unit(sheet: Sheet, row: int, filled: Sequence[int]) -> bool:
    """Whether the last word of a row is a unit, and no column without a word of its own holds figures below it.

    Of two columns below a unit one is last year's, and nothing tells which.
    """
    if not _is_unit(sheet.rows[row][filled[-1]]):
        return False
    others = [column for column in range(sheet.width) if column not in filled]
    below = range(row + 1, len(sheet.rows))
    return not any(figure(sheet.at(one, column)).value is not None for one in below for column in others)


def _is_worked_out(cell: Cell) -> bool:
    return isinstance(cell, str) and role_of(cell) is Role.WORKED_OUT


def is_unit(sheet: Sheet, row: int) -> bool:
    """Whether a row holds the unit of one column behind that of the labels, and nothing else: £000, $, 千元."""
    filled = [index for index, cell in enumerate(sheet.rows[row]) if cell not in {"", None}]
    return len(filled) == 1 and filled[0] > 0 and _is_unit(sheet.rows[row][filled[0]])


def with_amount(columns: Sequence[HeadColumn]) -> Sequence[HeadColumn]:
    """Columns of a head, that which is headed by its unit alone as the one with the figures, where no other one is."""
    units_ = [one for one in columns if one.written and all(map(_is_unit, one.written))]
    if len(units_) != 1 or any(one.role in MONEY for one in columns):
        return columns
    return [replace(one, role=Role.CURRENT) if one is units_[0] else one for one in columns]


def _is_unit(cell: Cell) -> bool:
    """Whether a cell says a unit and nothing else: £000, $, in thousands, 千元."""
    if not isinstance(cell, str):
        return False
    is_in_words = units.factor_in(cell) is not None and units.unit_in(cell) == units.unit_folded(cell)
    return is_in_words or units.factor_alone(cell) is not None
