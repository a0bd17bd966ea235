"""The performance budget of the coming year, looked at before it begins."""

from __future__ import annotations

from pathlib import Path

import pytest

import decided
from pages import Part, section_of
from reportgen import pipeline

READY = ["日间手术", 4200000, "完成日间手术", "例", 6000, 3600000, 4800, "", "普外科", "例均耗材"]
STEADY = ["对口支援", 900000, "派驻医师", "人月", 60, 880000, 62, "2025-12-20", "医务部", "补助标准"]
FAULTY = ["智慧药房", 1500000, "", "", 0, "", "", "2026-02-01", "", ""]


def page(folder: Path, when: str, *rows: list[str | float]) -> Part:
    decided.case(folder)
    decided.programmes(folder, when, *rows)
    return section_of(pipeline.evaluate(pipeline.check(folder), period="2025"), "before_year", "en")


@pytest.mark.serves("004-12")
def test_programmes_of_next_year_print_with_money_result_and_unit_cost_beside_last_years(tmp_path: Path):
    printed = page(tmp_path / "case", "2026年度", READY, STEADY)
    rows = {row[0]: row for row in printed.table("Programme", "Planned", "Money")[1:]}
    # 4,200,000 / 6,000 = 700 after 3,600,000 / 4,800 = 750; 900,000 / 60 = 15,000 after 880,000 / 62 = 14,193.55
    assert rows["日间手术"][3:] == ["6,000.0", "例", "420.00", "700.00", "750.00", "−6.7"]
    assert rows["对口支援"][5:] == ["90.00", "15,000.00", "14,193.55", "+5.7"]
    assert rows["Total"][5] == "510.00"
    assert printed.title == "2026: all 2 programmes have aims that are clear, concrete and steady"


@pytest.mark.serves("004-12")
def test_an_aim_that_is_not_clear_concrete_and_steady_says_what_it_lacks(tmp_path: Path):
    printed = page(tmp_path / "case", "2026年度", READY, FAULTY)
    assert printed.title == "2026: 2 programmes, 1 with an aim that is clear, concrete and steady"
    (row,) = printed.table("Programme", "What is missing")[1:]
    assert row[0] == "智慧药房"
    assert row[1].split("; ") == [
        "no expected result (not clear)", "no owner (not clear)", "no planned number (not concrete)",
        "no unit of result (not concrete)", "no base of the estimate (not concrete)",
        "changed once the year had begun (not steady)",
    ]  # fmt: skip


def test_the_year_itself_is_shown_where_the_next_has_no_budget_yet(tmp_path: Path):
    assert page(tmp_path / "case", "2025年度", READY).title.startswith("2025: the one programme has")


def test_without_the_table_its_columns_are_named(tmp_path: Path):
    folder = decided.case(tmp_path / "case")
    found = section_of(pipeline.evaluate(pipeline.check(folder), period="2025"), "before_year", "en")
    assert "No performance budget" in found.text
    assert "Planned money" in found.text


def test_unit_costs_are_in_the_currency_of_the_case(tmp_path: Path):
    folder = decided.case(tmp_path / "case")
    words = (folder / "case.yaml").read_text("utf-8").replace("regime: '2019'", "regime: other\ncurrency: USD")
    (folder / "case.yaml").write_text(words, "utf-8")
    decided.programmes(folder, "2026年度", READY)
    printed = section_of(pipeline.evaluate(pipeline.check(folder), period="2025"), "before_year", "en")

    assert "unit cost: US dollars" in printed.text
    assert "yuan" not in printed.text
    assert printed.title == "2026: the one programme has an aim that is clear, concrete and steady"
