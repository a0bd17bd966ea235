"""Numerator, denominator, source, evidence and department of each row."""

from __future__ import annotations

from pathlib import Path

import pytest

import filed
from report.sections.subjects import page, tables

pytestmark = pytest.mark.serves("004-05")


def test_the_evidence_stands_beside_numerator_and_denominator(tmp_path: Path):
    table = tables(page(filed.material(filed.filed(tmp_path / "case", filed.ENTRIES)), "appraised_evidence"))[0]
    assert filed.cells(table, "4", "zh")[2:] == ["3", "120", "病案首页", "病案统计", "医务部"]
    assert filed.cells(table, "3", "zh")[5] == "不适用：不开展三级手术"
