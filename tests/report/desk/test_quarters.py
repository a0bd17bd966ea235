"""A report on a quarter names the months that its amounts are of."""

from __future__ import annotations

from pathlib import Path

import pytest

from pages import page_of
from rendered import material
from reportgen import pipeline
from reportgen.report import assembly

CASE = "entity: {id: q, name: {zh: 青渡医院, en: Qingdu}, beds: 10}\nregime: '2019'\nscheme: comprehensive_80_20\n"
FIGURES = "entity,period,item,value\n" + "".join(
    f"q,2025-Q{number},{item},{value}\n"
    for number in (1, 2, 3)
    for item, value in (("total_income", 100), ("total_expense", 90), ("total_assets", 500), ("total_liabilities", 200))
)


@pytest.mark.parametrize(
    ("period", "zh", "en"),
    [
        ("2025-Q3", "2025年1月至9月", "January to September 2025"),
        ("2025-Q1", "2025年1月至3月", "January to March 2025"),
    ],
)
def test_amounts_to_date_stand_under_the_months_that_they_are_of(period: str, zh: str, en: str, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.csv").write_text(FIGURES, encoding="utf-8")
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    material = pipeline.grounds(pipeline.check(tmp_path), report="board", period=period)
    head = assembly.hospital(material, "board", "zh-en").furniture

    assert head.covered.zh.replace(" ", "") == zh
    assert head.covered.en == en
    assert zh in page_of(material, "letter", "zh", kind="agency").text.replace(" ", "")


@pytest.mark.parametrize(("period", "to_date", "used"), [("2025-Q1", "100.00", "25.0"), ("2025-Q3", "300.00", "75.0")])
def test_a_quarter_stands_against_the_budget_of_the_year(period: str, to_date: str, used: str, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    budget = "q,2025,total_income,400,budget\n"
    rows = "".join(f"{line},\n" for line in FIGURES.splitlines()[1:])
    (tmp_path / "data" / "a.csv").write_text(f"entity,period,item,value,view\n{rows}{budget}", encoding="utf-8")
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    material = pipeline.grounds(pipeline.check(tmp_path), report="board", period=period)
    page = page_of(material, "budget", "en")

    assert page.tables[0][0][1:4] == ["Quarter", "Year to date", "Year's budget"]
    assert page.row("Income")[1:] == ["100.00", to_date, "400.00", used]


def test_a_form_that_is_filed_of_a_quarter_heads_its_amounts_by_it() -> None:
    """And not by the month that the official form is made for."""
    tables = page_of(material("renhe", "2026-Q3"), "financial_statements", "zh", kind="agency").tables
    heads = [table[0] for table in tables]

    assert ["项目", "本季数", "本年累计数"] in heads
    assert not any("本月数" in head for head in heads)
