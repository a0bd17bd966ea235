"""Last year's column of a table of budgets is no statement of its own, and yields to one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from intake import rows as rows_of
from intake.conftest import Write, rules
from reportgen import intake
from reportgen.catalog import Catalog

INCOME, OWN = "会政财02", "示例医院"
Read = Callable[[], intake.Reading]
Put = Callable[..., None]


@pytest.fixture
def put(small: ModuleType, catalog: Catalog, write: Write) -> Put:
    """A workbook of the statement: its name, its period, and by column how many times the usual figures."""

    def putting(name: str, period: str, **columns: int) -> None:
        figures = [small.figures(INCOME, catalog, times) for times in columns.values()]
        write(small.sheet(INCOME, period, tuple(columns), figures), name)

    return putting


@pytest.mark.parametrize(("head", "view", "year"), [("上年数", "comp", "2025"), ("2024年执行数", "", "2024")])
@pytest.mark.parametrize("times", [1, 2])
def test_the_statement_stands_and_only_what_differs_is_noted(
    put: Put, read: Read, head: str, view: str, year: str, times: int
) -> None:
    """A form that is there twice would be told to be removed (I18), or have all of its figures dropped (W16)."""
    put("2024.xlsx", "2024年度", 本年数=1)
    put("2025.xlsx", "2025年度", 本年数=3, 上年数=1)
    put("budget.xlsx", "2025年度", 年度预算=4, **{head: times})

    reading = read()
    value = reading.dataset.value

    told = [finding for finding in reading.findings if finding.rule == "W64"]
    assert [rule for rule in rules(reading) if rule in {"I18", "I43", "W16"}] == []
    assert len(told) == times - 1
    assert all((one.place.file, one.facts["first"].file) == ("budget.xlsx", f"{year}.xlsx") for one in told)  # type: ignore[union-attr]
    assert value("total_income", OWN, "2025", "budget") == 4 * value("total_income", OWN, "2024")
    assert value("total_income", OWN, year, view) == value("total_income", OWN, "2024")


def test_it_is_read_where_no_statement_says_it_and_makes_no_form_of_its_year(put: Put, read: Read) -> None:
    """A form that is there has nil in its blank lines; a column of a budget says nothing of them."""
    put("budget.xlsx", "2025年度", 年度预算=4, 上年数=2)

    reading = read()

    assert reading.dataset.value("total_income", OWN, "2025", "comp") is not None
    assert reading.dataset.forms == ()


def test_what_a_budget_has_left_over_is_no_figure_of_its_year(tmp_path: Path, catalog: Catalog) -> None:
    """结余 heads columns of a matrix of public budgeting: beside budgets it passed for what was carried out."""
    rows = [("医疗收入", 900, 5), ("收入合计", 1000, 6), ("费用合计", 800, 7)]
    reading = rows_of.read(
        tmp_path, catalog, [("2025年预算执行情况", "", "单位：元"), ("项目", "预算数", "结余"), *rows]
    )

    assert {one.view for one in reading.values()} == {"budget"}
    assert ("I19", "C2") in {(one.rule, one.place.cell) for one in reading.findings}


@pytest.mark.parametrize(
    ("title", "head", "rules"),
    [
        ("2025年9月收入费用预算表", "金额", ["I117"]),
        ("2025年1-9月收入费用预算表", "预算数", ["I117"]),
        ("2025年9月收入费用预算表", "全年预算", []),
        ("2025年9月收入费用预算表", "2025年预算", []),
        ("2025年收入费用预算表", "金额", []),
    ],
)
def test_a_table_of_budgets_of_a_part_of_a_year_is_no_budget_of_the_year(
    tmp_path: Path, catalog: Catalog, title: str, head: str, rules: list[str]
) -> None:
    """Below a month of its title the amounts were read as the budget of the whole year, without a word."""
    lines = [("一、本期收入", 900), ("二、本期费用", 800), ("三、本期盈余", 100)]

    reading = rows_of.read(tmp_path, catalog, [(title,), ("编制单位：示例医院", "单位：元"), ("项目", head), *lines])

    assert [one.rule for one in reading.findings if one.rule in {"I19", "I117"}] == rules
    assert reading.dataset.value("total_income", OWN, "2025", "budget") == (None if rules else 900)


def test_what_was_carried_out_of_a_budget_is_not_the_budget(tmp_path: Path, catalog: Catalog) -> None:
    """Lines that are budgets by their names took last year's execution for theirs, and contradicted themselves (I43)."""
    heads = ("项目", "年初预算", "调整预算", "执行数", "上年执行数")
    lines = [("收入预算总额", 90, 95, 97, 88), ("支出预算总额", 80, 85, 86, 78), ("门急诊人次预算", 900, 900, 910, 880)]
    reading = rows_of.read(tmp_path, catalog, [("2025年预算执行情况表", "", "单位：元"), heads, *lines])

    assert rows_of.values(reading) == {
        "budget_total_income": 95,
        "budget_total_expense": 85,
        "budget_visits": 900,
        "actual_income_execution": 97,
        "actual_expense_execution": 86,
    }
    assert rows_of.values(reading, "comp") == {"actual_income_execution": 88, "actual_expense_execution": 78}
    assert [(one.rule, one.facts["head"]) for one in reading.findings if one.rule != "W20"] == [
        ("I173", "执行数"),
        ("I173", "上年执行数"),
    ]
