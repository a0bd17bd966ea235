"""The definitions that the manual of the year has to settle."""

from __future__ import annotations

from pathlib import Path

import pytest

import filed
from report.sections.subjects import page, tables

pytestmark = pytest.mark.serves("004-05")


def test_what_the_manual_has_to_settle_is_listed_row_by_row(tmp_path: Path):
    sheet = page(filed.material(filed.filed(tmp_path / "case", filed.ENTRIES)), "appraised_doubts")
    (table,) = tables(sheet)
    assert len(table.lines) == 27  # all but the average stay
    assert sheet.headline.en == "27 definitions are to be checked against the manual of the year"
    assert "护士数除以医师数" in filed.cells(table, "23", "zh")[2]
