"""Budget statements, appropriations, execution: sums are those of the statements."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from report.sections.reading import content
from report.sections.test_financial_statements import value
from reportgen.analysis.material import Material
from reportgen.report.section import Report

COLOURS = re.compile("#[0-9A-Fa-f]{6}")


def sheets(reports: Callable[..., Report], period: str | None = None):  # type: ignore[no-untyped-def]
    return {sheet.id: sheet for sheet in content(reports("renhe", "zh", period, "agency"), "budget_statements").sheets}


@pytest.mark.serves("003-126")
def test_the_sums_of_the_table_of_appropriations_are_those_of_the_statement(
    reports: Callable[..., Report], materials: Callable[..., Material]
):
    year = materials("renhe", "2025")
    rows = [[value(cell.text) if cell.text[0] != "—" else 0.0 for cell in row.cells[1:]]
            for row in sheets(reports, "2025")["subsidy"].rows]  # fmt: skip
    opening, moved, received, spent, carried = rows[-1]
    assert received == round(year.dataset.value("fa_total__income", year.entity, "2025"), 2)
    assert spent == round(year.dataset.value("fa_total__expense", year.entity, "2025"), 2)
    closing = [year.dataset.value(f"fa_total__close_{kind}", year.entity, "2025") for kind in ("carryover", "surplus")]
    assert carried == pytest.approx(sum(closing), abs=0.011)
    assert opening + moved + received - spent == pytest.approx(carried, abs=0.01)
    assert [rows[0][n] + rows[3][n] for n in range(5)] == pytest.approx(rows[-1], abs=0.01)


def test_a_month_has_no_budget_statement_but_its_execution(reports: Callable[..., Report], renhe: Material):
    found = sheets(reports)
    assert set(found) == {"execution"}
    cells = next(row.cells for row in found["execution"].rows if row.cells[0].text.zh == "一、本期收入")
    assert value(cells[3].text) == pytest.approx(value(cells[2].text) / value(cells[1].text) * 100, abs=0.005)
    assert value(cells[2].text) == round(renhe.dataset.value("total_income", renhe.entity, renhe.period, "ytd"), 2)


def test_months_with_a_budget_are_drawn_behind_the_tables_and_a_year_without_is_not(
    reports: Callable[..., Report], renhe: Material
):
    figure = content(reports("renhe", "zh", None, "agency"), "budget_statements").figure
    months = [f"2026-{month:02d}" for month in range(1, 11)]
    pairs = [[renhe.dataset.value("total_income", renhe.entity, at, of) for of in ("", "budget")] for at in months]
    assert all(earned < planned for earned, planned in pairs)
    assert figure.title.zh == "图1　2026年10个月本期收入均未达到预算（单位：万元）"
    assert "Figure 1" in figure.title.en
    assert figure.picture.width_mm <= 225
    assert not {"#B54A0B", "#1F69A8"} & set(COLOURS.findall(drawing(reports, figure.picture.source)))


def drawing(reports: Callable[..., Report], source: str) -> str:
    return reports("renhe", "zh", None, "agency").images[source].decode()


def test_the_widest_form_goes_on_below_under_its_own_heads(reports: Callable[..., Report]):
    found = [sheet for name, sheet in sheets(reports, "2025").items() if name.startswith("会政预03")]
    assert [len(sheet.columns) for sheet in found] == [7, 7]
    assert [span.span for span in found[0].spans] == [2, 2, 0, 0]
    assert found[1].title.zh.endswith("（续表）")
