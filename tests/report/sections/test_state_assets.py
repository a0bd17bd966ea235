"""Preservation of state assets."""

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
    return page(month, "state_assets")


def test_opening_and_changes_lead_to_closing_net_assets(sheet: Sheet, month: Material):
    found = month.analysis["value.state_assets"]
    groups: list[list[tuple[str, ...]]] = []
    for row in rows(tables(sheet)[0]):
        if len(row) == 1:
            groups.append([])
        else:
            groups[-1].append(row)
            opening, change, closing = (amount(cell) for cell in row[1:])
            assert opening + change == pytest.approx(closing, abs=0.011)
    assert sum(amount(row[3]) for row in groups[0]) == pytest.approx(found.closing / 1e4, abs=0.03)


def test_the_headline_tells_rate_and_verdict(sheet: Sheet, month: Material):
    found = month.analysis["value.state_assets"]
    assert f"{found.rate.value * 100:.2f}%" in sheet.headline.en
    assert "state assets grew" in sheet.headline.en
