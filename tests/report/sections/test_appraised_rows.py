"""Each row of the appraisal with both years, the wanted direction, a mark and the grade."""

from __future__ import annotations

from pathlib import Path

import pytest

import filed
from report.sections.subjects import page, tables

pytestmark = pytest.mark.serves("004-05")


def test_each_row_shows_both_years_the_wanted_direction_and_a_mark_where_it_is_watched(tmp_path: Path):
    (table,) = tables(page(filed.material(filed.filed(tmp_path / "case", filed.ENTRIES)), "appraised_rows"))
    assert filed.cells(table, "1")[1:7] == [
        "▲Share of discharged patients with surgery", "%", "22.00", "25.00", "to rise", "worse",
    ]  # fmt: skip
    assert filed.cells(table, "25")[1].startswith("Talent-training")
    assert filed.cells(table, "3")[3].startswith("—")
