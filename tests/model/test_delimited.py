"""What is written as CSV is no formula in a spreadsheet program, and comes back as it was."""

from __future__ import annotations

import csv
import io

import pytest

from reportgen.model import foreign_text

FORMULAS = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "\nx",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "-",
    "=1",
]
HARMLESS = ["", "甲院", "'quoted'", "a=b", "-5", "+3.5", "-1.2e-7", "-4.5%", "O'Neill", 5, -5, -2.5, None, True]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_begins_like_a_formula_stands_behind_an_apostrophe(text: str):
    assert foreign_text.escaped(text) == f"'{text}"
    assert foreign_text.read_back(f"'{text}") == text


@pytest.mark.parametrize("cell", HARMLESS)
def test_numbers_and_other_texts_stay_as_they_are(cell: object):
    assert foreign_text.escaped(cell) == cell
    if isinstance(cell, str):
        assert foreign_text.read_back(cell) == cell


def test_no_cell_of_a_table_is_a_formula():
    made = foreign_text.table([FORMULAS, HARMLESS])

    first, second = csv.reader(io.StringIO(made, newline=""))

    assert all(cell.startswith("'") for cell in first)
    assert second == ["" if cell is None else str(cell) for cell in HARMLESS]
