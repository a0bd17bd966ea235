"""Equipment in use and capital projects."""

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
    return page(month, "equipment")


@pytest.mark.serves("000-32")
def test_each_machine_has_use_and_return(sheet: Sheet, month: Material):
    found = month.analysis["business.assets"].equipment
    lines = list(rows(tables(sheet)[0]))
    assert len(lines) == len(found)
    for row, one in zip(lines, found, strict=True):
        assert amount(row[3]) == pytest.approx(one.use.value * 100, abs=0.05)
    assert min(lines, key=lambda row: amount(row[3]))[0] in sheet.headline.zh


@pytest.mark.serves("003-086")
def test_projects_stand_by_present_value_and_are_for_information(sheet: Sheet):
    table = tables(sheet)[1]
    values = [amount(row[2]) for row in rows(table)]
    assert values == sorted(values, reverse=True)
    assert "invests by medical need" in table.notes[0].en
