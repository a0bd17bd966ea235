"""The year against its budget."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from report.sections.annual import amount, gap, rows, sheet, tables
from reportgen.analysis.material import Material
from reportgen.report.desk.sheet import Figure
from reportgen.report.section import Report


@pytest.mark.serves("001-43")
def test_actual_less_budget_is_the_difference(reports: Callable[..., Report], materials: Callable[..., Material]):
    data = materials("renhe", "2025").dataset
    found = sheet(reports("renhe", "zh", "2025", "annual"), "year_budget")
    lines = [row for row in rows(tables(found)[0]) if not row[2].startswith("—")]
    assert len(lines) >= 3
    for row in lines:
        assert amount(row[1]) - amount(row[2]) == pytest.approx(amount(row[3]), abs=0.011)
        assert amount(row[3]) / amount(row[2]) * 100 == pytest.approx(amount(row[4]), abs=0.051)
    assert amount(lines[0][1]) == pytest.approx(data.value("total_income", "renhe", "2025") / 1e4, abs=0.005)
    assert amount(lines[0][2]) == pytest.approx(data.value("total_income", "renhe", "2025", "budget") / 1e4, abs=0.005)


def test_all_months_of_the_year_are_drawn(reports: Callable[..., Report]):
    found = sheet(reports("renhe", "en", "2025", "annual"), "year_budget")
    figures = [block for block in found.blocks if isinstance(block, Figure)]
    assert [figure.picture.alt.split()[2] for figure in figures[:1]] == ["12"]


def test_without_a_budget_it_says_what_to_supply(reports: Callable[..., Report]):
    assert "budget workbook" in gap(reports("us-cms", "en", "2021", "annual"), "Budget and forecasts")


def test_the_key_names_last_year_only_where_its_months_are_drawn(
    reports: Callable[..., Report], materials: Callable[..., Material]
):
    data = materials("renhe", "2025").dataset
    has_last_year = any(data.value("total_income", "renhe", f"2024-{n:02}") is not None for n in range(1, 13))
    found = sheet(reports("renhe", "en", "2025", "annual"), "year_budget")
    first = next(block for block in found.blocks if isinstance(block, Figure))
    assert ("last year" in first.note.en) is has_last_year


def test_a_year_without_forecasts_says_so_under_its_table(reports: Callable[..., Report]):
    found = sheet(reports("renhe", "zh", "2025", "annual"), "year_budget")
    assert {block.kind for block in found.blocks} == {"table", "figure"}
    assert tables(found)[0].notes[-1].zh.startswith("预测回顾：")
