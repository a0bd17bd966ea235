"""Appraisal by bands; income and surplus are never a base of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from report.sections.annual import amount, rows
from report.sections.subjects import page, tables
from reportgen.analysis.material import Material
from reportgen.report.desk.sheet import Sheet


@pytest.fixture(scope="module")
def month(materials: Callable[..., Material]) -> Material:
    return materials("renhe", "2026-10")


@pytest.fixture(scope="module")
def sheet(month: Material) -> Sheet:
    return page(month, "appraisal")


def test_the_principle_stands_before_all(sheet: Sheet):
    assert "no basis of the appraisal or the pay" in sheet.lead[0].en
    assert "不作为任何科室或个人考核与薪酬的依据" in sheet.lead[0].zh


def test_the_band_is_that_of_the_printed_score(sheet: Sheet, month: Material):
    bands = month.analysis["business.appraisal"].bands
    units = [row for row in rows(tables(sheet)[0], "en") if len(row) > 1]
    for row in units:
        expected = next(name for name, low in bands.items() if amount(row[1]) >= low)
        assert row[2].lower() == expected
    best = sum(row[2] == "Excellent" for row in units)
    assert sheet.headline.en == f"{len(units)} units and posts appraised, {best} of them Excellent"
