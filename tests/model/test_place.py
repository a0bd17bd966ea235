"""Places as people write them: workbook, sheet and cell; text table and cell; file, line and column."""

from __future__ import annotations

import pytest

from reportgen.model.place import Place


@pytest.mark.parametrize(
    ("place", "written"),
    [
        (Place("a.xlsx", "资产负债表", "C18"), "a.xlsx › 资产负债表!C18"),
        (Place("a.csv", cell="C18", line=18), "a.csv › C18"),
        (Place("a.csv", line=18), "a.csv:18"),
        (Place("case.yaml", line=3, column=9), "case.yaml:3:9"),
    ],
)
def test_a_place_names_row_and_column_wherever_both_are_known(place: Place, written: str):
    assert str(place) == written


@pytest.mark.parametrize(
    ("place", "row"),
    [
        (Place("a.xlsx", "S", "AB12"), 12),
        (Place("a.csv", cell="C3"), 3),
        (Place("a.yaml", line=7), 7),
        (Place("a"), None),
    ],
)
def test_the_row_of_a_place_is_that_of_its_cell_or_its_line(place: Place, row: int | None):
    assert place.row == row
