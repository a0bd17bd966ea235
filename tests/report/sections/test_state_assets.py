"""Preservation of state assets."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from report.sections.annual import amount, rows
from report.sections.subjects import page, tables
from reportgen.analysis.material import Material
from reportgen.report.desk.tables.sheet import SectionContent


@pytest.fixture(scope="module")
def month(materials: Callable[..., Material]) -> Material:
    return materials("renhe", "2026-10")


@pytest.fixture(scope="module")
def sheet(month: Material) -> SectionContent:
    return page(month, "state_assets")


def counted(cell: str) -> float:
    """What a cell counts as in sums."""
    return 0.0 if cell.startswith("—") else amount(cell)


def test_opening_and_changes_lead_to_closing_net_assets(sheet: SectionContent, month: Material):
    found = month.analysis["value.state_assets"]
    groups: list[list[tuple[str, ...]]] = []
    for row in rows(tables(sheet)[0]):
        if len(row) == 1:
            groups.append([])
        else:
            groups[-1].append(row)
            opening, change, closing = (counted(cell) for cell in row[1:])
            assert opening + change == pytest.approx(closing, abs=0.011)
    assert sum(counted(row[3]) for row in groups[0]) == pytest.approx(found.closing / 1e4, abs=0.03)


def test_the_headline_tells_rate_and_verdict(sheet: SectionContent, month: Material):
    found = month.analysis["value.state_assets"]
    assert f"{found.rate.value * 100:.2f}%" in sheet.headline.en
    assert "state assets grew" in sheet.headline.en


def test_a_line_on_which_nothing_stands_is_no_zero(materials: Callable[..., Material]):
    year = materials("renhe", "2025")
    table = tables(page(year, "state_assets"))[0]
    cells = {row[0]: row[1:] for row in rows(table) if len(row) > 1}
    name = year.catalog.items["gratuitous_transfer_net_assets"].name.zh
    assert year.dataset.value("gratuitous_transfer_net_assets", "renhe", "2025") is None
    assert all(cell.startswith("—") for cell in cells[name])
    assert any("未填数" in note.zh for note in table.notes)
