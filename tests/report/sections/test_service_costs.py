"""Services priced against their cost; administration by month."""

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
    return page(month, "service_costs")


def test_price_less_cost_is_the_gap_and_the_headline_counts_those_below(sheet: SectionContent):
    lines = list(rows(tables(sheet)[0]))
    for row in lines:
        price, cost, gap = (amount(cell) for cell in row[1:4])
        assert price - cost == pytest.approx(gap, abs=0.006)
    below = sum(amount(row[3]) < 0 for row in lines)
    assert sheet.headline.en == f"Of {len(lines)} services {below} are priced below what they cost"


def test_prices_are_no_lever(sheet: SectionContent):
    assert "no lever of improvement" in tables(sheet)[0].notes[0].en


@pytest.mark.serves("003-176")
def test_months_over_budget_are_counted_line_by_line(sheet: SectionContent, month: Material):
    found = month.analysis["business.indirect_costs"]
    *lines, total = rows(tables(sheet)[1])
    assert total[4] == str(len(found.total.over))
    assert [row[4][0] == "—" for row in lines] == [row[2][0] == "—" for row in lines]
    assert any(row[4][0] == "—" for row in lines)
    assert amount(total[1]) == pytest.approx(found.total.to_date.value / 1e4, abs=0.005)
