"""Budgets and what is expected are told by titles and by the names of sheets and files, and are no actual figures."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest

from intake.rows import read_case
from reportgen.catalog import load_catalog
from reportgen.intake.reading import Reading

Rows = list[list[Any]]
CASE: Final = "entity: {id: h, name: {en: H}}\nregime: other\ncurrency: USD\nlanguages: en\n"
CHINESE: Final = 'entity: {id: h, name: {zh: 甲医院, en: A}}\nregime: "2019"\n'
LINES: Final[Rows] = [["Net patient service revenue", 120], ["Total operating expenses", 100]]
PLAIN: Final = "Statement of Operations (in dollars)"


def read(folder: Path, rows: Rows, sheet: str = "S", file: str = "a", case: str = CASE) -> Reading:
    return read_case(folder, load_catalog(), case, {sheet: rows}, f"{file}.xlsx")


def incomes(reading: Reading) -> dict[tuple[str, str], float]:
    return {(one.period, one.view): one.value for one in reading.values() if one.item == "medical_income"}


@pytest.mark.parametrize(
    ("file", "sheet", "above"),
    [
        ("a", "Budget", [PLAIN]), ("2026_Budget_final", "IS", [PLAIN]), ("a", "S", ["H", "FY2026 Operating Budget (in dollars)"]),
        ("a", "S", ["Budgeted Statement of Operations (in dollars)"]),
    ],
)  # fmt: skip
def test_a_statement_called_a_budget_holds_the_budget(tmp_path: Path, file: str, sheet: str, above: list[str]) -> None:
    """It was the actual figures of next year."""
    reading = read(tmp_path, [*([text] for text in above), ["", "2026"], *LINES], sheet, file)

    assert incomes(reading) == {("2026", "budget"): 120}


@pytest.mark.parametrize("sheet", ["Budget vs Actual", "Budget Variance", "Actual and Budget"])
def test_a_statement_that_compares_holds_budgets_below_their_heads_alone(tmp_path: Path, sheet: str) -> None:
    rows = [[PLAIN], ["", "2026", "2026 Budget"], *([name, value, value + 10] for name, value in LINES)]

    assert incomes(read(tmp_path, rows, sheet)) == {("2026", ""): 120, ("2026", "budget"): 130}


def test_what_was_actual_stays_so_in_a_budget(tmp_path: Path) -> None:
    rows = [
        ["FY2026 Budget (in dollars)"],
        ["", "2025 Actual", "2026"],
        *([name, value - 10, value] for name, value in LINES),
    ]

    assert incomes(read(tmp_path, rows)) == {("2025", ""): 110, ("2026", "budget"): 120}


@pytest.mark.parametrize(
    ("file", "sheet", "above"),
    [
        ("a", "Forecast", [PLAIN]), ("2026 projections", "IS", [PLAIN]), ("a", "S", ["Projected Statement of Operations (in dollars)"]),
        ("a", "S", [PLAIN, "2026 annualized based on six months"]), ("a", "S", ["Pro forma statement of operations (in dollars)"]),
    ],
)  # fmt: skip
def test_what_is_expected_is_told_and_not_read(tmp_path: Path, file: str, sheet: str, above: list[str]) -> None:
    reading = read(tmp_path, [*([text] for text in above), ["", "2026"], *LINES], sheet, file)

    assert incomes(reading) == {}
    assert [one.rule for one in reading.findings if one.rule == "I151"] == ["I151"]


@pytest.mark.parametrize(
    ("sheet", "found"), [("Forecast", {}), ("Budget", {("2026", "budget"): 9000}), ("KPI", {("2026", ""): 9000})]
)
def test_so_are_tables_with_a_row_for_each_year(
    tmp_path: Path, sheet: str, found: dict[tuple[str, str], float]
) -> None:
    rows = [["KPIs (in dollars)"], ["Fiscal Year", "Total Assets", "Total Liabilities", "Net Patient Service Revenue"],
            ["2026", 5000, 2000, 9000]]  # fmt: skip

    assert incomes(read(tmp_path, rows, sheet)) == found


def test_heads_that_say_what_they_hold_need_no_title(tmp_path: Path) -> None:
    rows = [
        [PLAIN],
        ["", "2024 Actual", "2025 Actual", "2026 Forecast"],
        *([name, value, value, value] for name, value in LINES),
    ]

    assert incomes(read(tmp_path, rows, "Forecast")) == {("2024", ""): 120, ("2025", ""): 120}


@pytest.mark.parametrize("word", ["Plan", "Budget"])
def test_years_in_numbers_below_plans_are_those_of_the_plans(tmp_path: Path, word: str) -> None:
    """A bare 2026 below the word for a plan was read as the statement of 2026."""
    rows: Rows = [[PLAIN], ["", "Actual", word], ["", 2025, 2026], *([name, value, value + 1] for name, value in LINES)]

    assert incomes(read(tmp_path, rows)) == {("2025", ""): 120, ("2026", "budget"): 121}


@pytest.mark.parametrize("head", ["Q3 Fcst", "Q3 XYZ"])
def test_a_quarter_of_what_is_expected_is_none_that_was(tmp_path: Path, head: str) -> None:
    lines = [[name, value, value + 1, value + 2] for name, value in LINES]
    found = incomes(read(tmp_path, [["H 2025 (in dollars)"], ["", "Q1 Act", "Q2 Act", head], *lines]))

    assert {period: value for (period, view), value in found.items() if not view} == {"2025-Q1": 120, "2025-Q2": 121}


@pytest.mark.parametrize(
    ("title", "view"),
    [
        ("本年盈余与预算结余的差异情况说明", ""), ("预算结余与本年盈余差异调节表", ""), ("预算会计报表附注", ""),
        ("2025年度预算表", "budget"), ("收入支出预算总表", "budget"),
    ],
)  # fmt: skip
def test_what_reconciles_the_budgetary_accounts_is_no_budget(tmp_path: Path, title: str, view: str) -> None:
    """Its check was never tried, for its figures were held to be those of a budget."""
    rows = [
        ["项目", "本年数"],
        ["本年预算结余（本年预算收支差额）", 7],
        ["取得借款确认的预算收入", 3],
        ["本年盈余（本年收入与费用的差额）", 5],
    ]

    reading = read(tmp_path, [[title], ["2025年度", "单位：元"], *rows], case=CHINESE)

    assert {one.view for one in reading.values()} == {view}
    assert {one.item for one in reading.values()} == {"rec_budget_balance", "rec_bgt_income_loans", "rec_surplus"}


@pytest.mark.parametrize("title", ["净　资　产　变　动　表", "净 资 产 变 动 表", "净资产变动表"])
def test_a_title_spaced_out_says_what_it_says(tmp_path: Path, title: str) -> None:
    """The statement of changes in net assets is no table of changes, however wide its title is set."""
    rows = [["项目", "本年数"], ["货币资金", 7], ["存货", 3], ["流动资产合计", 10]]

    reading = read(tmp_path, [[title], ["2025年12月31日", "单位：元"], *rows], case=CHINESE)

    assert {one.item for one in reading.values()} >= {"cash_and_bank", "inventories"}
