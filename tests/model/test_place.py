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
