"""Purchasing and stocks watched."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.business.test_goods import GROWN
from analysis.cases import write
from pages import page_of
from report.sections.annual import amount, rows
from report.sections.subjects import page, tables
from reportgen import pipeline
from reportgen.analysis.material import Material
from reportgen.report.desk.tables.sheet import SectionContent


@pytest.fixture(scope="module")
def month(materials: Callable[..., Material]) -> Material:
    return materials("renhe", "2026-10")


@pytest.fixture(scope="module")
def sheet(month: Material) -> SectionContent:
    return page(month, "materials_watch")


@pytest.mark.serves("000-06", "000-07")
@pytest.mark.parametrize(
    ("name", "indicator", "unit", "digits", "line"),
    [
        ("Consumables per 100", "consumables_per_100_medical_income", "¥", 2, "20.00"),
        ("Consumables turnover", "consumables_turnover", "times", 2, "12.00"),
        ("Growth of consumables expense", "consumables_expense_growth", "%", 2, "8.00"),
        ("Drug share", "drug_share", "%", 2, "28.00"),
        ("Drug stock days", "drug_turnover_days", "days", 1, "25.0"),
        ("Drug purchases to use", "drug_purchase_to_use", "ratio", 2, "1.05"),
    ],
)
def test_each_watched_indicator_prints_its_value_and_line(
    month: Material, name: str, indicator: str, unit: str, digits: int, line: str
):
    value = month.values.at(indicator, "renhe", "2026-10").value or 0.0
    row = page_of(month, "materials_watch").row(name)

    shown = f"{value * (100 if unit == '%' else 1):,.{digits}f}"
    assert [row[1], row[2], *row[4:]] == [unit, shown, line, "not reached"]


@pytest.mark.serves("000-06", "000-07")
def test_an_indicator_beyond_its_line_is_marked_with_value_line_and_advice(tmp_path: Path):
    write(tmp_path, GROWN)
    page = page_of(pipeline.evaluate(pipeline.check(tmp_path), period="2025"), "materials_watch")
    marked = {row[0]: row[2:] for row in page.table("Indicator", "State")[1:] if row[-1] != "not reached"}

    assert marked == {
        "Consumables per 100": ["24.00", "—①", "22.00", "yellow"],
        "Growth of consumables expense": ["20.00", "—①", "18.00", "orange"],
        "Drug purchases to use": ["1.40", "—①", "1.35", "red"],
    }
    for advice in (
        "Consumables per 100 has reached a line; what is usually done: Compare use by department and case",
        "Drug purchases to use has reached a line; what is usually done: Compare purchase plans with use",
    ):
        assert advice in page.text


@pytest.mark.serves("000-06", "000-07")
def test_six_indicators_are_held_against_their_lines(sheet: SectionContent, month: Material):
    found = month.analysis["business.consumables"]
    lines = list(rows(tables(sheet)[0], "en"))
    assert len(lines) == 6
    quiet = sum(row[5] == "not reached" for row in lines)
    assert len(lines) - quiet == len(found.beyond)
    assert {row[1] for row in lines} == {"¥", "times", "%", "days", "ratio"}
    share = next(row for row in lines if row[0] == "Drug share")
    assert (amount(share[4]), share[5]) == (28.0, "not reached")


@pytest.mark.serves("003-174")
def test_articles_are_pointed_out_by_kind_without_a_cause(sheet: SectionContent):
    table = tables(sheet)[1]
    kinds = [row[0] for row in rows(table, "en") if len(row) == 1]
    assert any(kind.startswith("Bought beyond use") for kind in kinds)
    assert "says nothing of the cause" in table.notes[0].en


def test_stocks_lead_from_opening_to_closing(sheet: SectionContent):
    for row in rows(tables(sheet)[3]):
        opening, bought, used, closing = (amount(cell) for cell in row[1:5])
        assert opening + bought - used == pytest.approx(closing, abs=0.016)
