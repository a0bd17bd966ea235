"""The income statement of a company is read as a whole: what its amounts prove is neither unknown nor missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.rows import Rows, read, values
from reportgen import intake, pipeline
from reportgen.catalog import Catalog
from reportgen.intake.reading import Reading

CASE = """\
entity: {id: h, name: {zh: 示例医院, en: Example Hospital}}
regime: other
currency: CNY
scheme: none
"""
SHORT: Rows = [
    ("一、营业收入", 1000.0), ("减：营业成本", 600.0), ("税金及附加", 3.0), ("销售费用", 100.0), ("管理费用", 120.0), ("财务费用", 27.0),
    ("加：其他收益", 11.0), ("二、营业利润（亏损以“-”号填列）", 161.0), ("加：营业外收入", 2.0), ("减：营业外支出", 3.0),
    ("三、利润总额（亏损总额以“-”号填列）", 160.0), ("减：所得税费用", 40.0), ("四、净利润（净亏损以“-”号填列）", 120.0),
]  # fmt: skip
LONG: Rows = [
    ("一、营业总收入", 1000.0), ("其中：营业收入", 1000.0), ("二、营业总成本", 850.0), ("其中：营业成本", 600.0), ("税金及附加", 3.0),
    ("销售费用", 100.0), ("管理费用", 127.0), ("财务费用", 20.0), ("其中：利息费用", 22.0), ("利息收入", 2.0), ("加：其他收益", 10.0),
    ("投资收益（损失以“-”号填列）", 5.0), ("信用减值损失（损失以“-”号填列）", -4.0), ("三、营业利润（亏损以“-”号填列）", 161.0),
    ("加：营业外收入", 2.0), ("减：营业外支出", 3.0), ("四、利润总额（亏损总额以“-”号填列）", 160.0), ("减：所得税费用", 40.0),
    ("五、净利润（净亏损以“-”号填列）", 120.0),
]  # fmt: skip


def rows(lines: Rows) -> Rows:
    return [("利润表",), ("编制单位：示例医院有限公司", "2025年度", "单位：元"), ("项目", "本期金额"), *lines]


def of_case(tmp_path: Path, catalog: Catalog, lines: Rows) -> Reading:
    """What is read of a case whose only file holds these lines."""
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    read(tmp_path / "data", catalog, rows(lines))
    return intake.read(intake.open_case(tmp_path), catalog)


@pytest.mark.parametrize("lines", [SHORT, LONG])
def test_every_line_between_two_results_is_accounted_for(tmp_path: Path, catalog: Catalog, lines: Rows) -> None:
    found = of_case(tmp_path, catalog, lines)

    assert {one.rule for one in found.findings} <= {"I110"}
    figures = values(found)
    assert (figures["total_income"], figures["total_expense"]) == (1000.0, 850.0)
    assert (figures["operating_gains"], figures["operating_surplus"], figures["period_surplus"]) == (11.0, 161.0, 120.0)
    assert {one.rule for one in pipeline.check(tmp_path).findings} <= {"I110", "W56"}


def test_lines_that_do_not_come_to_the_result_are_told_one_by_one(tmp_path: Path, catalog: Catalog) -> None:
    found = of_case(tmp_path, catalog, [*SHORT[:3], *SHORT[4:]])

    assert "I13" in {one.rule for one in found.findings}
    assert "total_expense" not in values(found)


def test_expenses_by_nature_stay_items(tmp_path: Path, catalog: Catalog) -> None:
    lines: Rows = [
        ("Total revenue", 1000.0), ("Less: Salaries and wages", 600.0), ("Supplies", 200.0), ("Depreciation", 50.0),
        ("Operating surplus", 150.0),
    ]  # fmt: skip
    found = values(of_case(tmp_path, catalog, lines))

    assert (found["salaries_and_wages"], found["supplies_expense"], found["depreciation_expense"]) == (
        600.0,
        200.0,
        50.0,
    )
    assert (found["total_expense"], found["operating_surplus"]) == (850.0, 150.0)


TRUST: Rows = [
    ("Operating income from patient care activities", 412.3, 396.1), ("Other operating income", 51.2, 49.8),
    ("Operating expenses", -452.9, -441.0), ("Operating surplus/(deficit)", 10.6, 4.9), ("Finance income", 1.9, 1.7),
    ("Finance expenses", -2.6, -2.7), ("PDC dividends payable", -5.1, -4.9), ("Net finance costs", -5.8, -5.9),
    ("Surplus/(deficit) for the year", 4.8, -1.0),
]  # fmt: skip
TRUST_HEAD: Rows = [("Statement of Comprehensive Income",), ("$ in millions", "2025", "2024")]


def of_trust(tmp_path: Path, catalog: Catalog, lines: Rows) -> Reading:
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text(CASE.replace("CNY", "USD"), encoding="utf-8")
    read(tmp_path / "data", catalog, [*TRUST_HEAD, *lines])
    return intake.read(intake.open_case(tmp_path), catalog)


@pytest.mark.parametrize("sign", [-1, 1])
def test_what_a_result_takes_off_income_is_total_expense_whatever_it_is_called(
    tmp_path: Path, catalog: Catalog, sign: int
) -> None:
    """In brackets or not, as trusts of the NHS print it; what leads on to the surplus is told once."""
    found = of_trust(tmp_path, catalog, [*TRUST[:2], (TRUST[2][0], sign * 452.9, sign * 441.0), *TRUST[3:]])

    rules = {one.rule for one in found.findings}
    assert "I115" in rules
    assert "I110" in rules
    assert not rules & {"I13", "I33"}
    years = {(one.item, one.period): one.value for one in found.values()}
    assert (years["total_expense", "2025"], years["total_expense", "2024"]) == (452.9e6, 441.0e6)
    assert (years["interest_expense", "2025"], years["interest_income", "2025"]) == (2.6e6, 1.9e6)


@pytest.mark.parametrize("at", [0, 3, 8])
def test_an_expense_that_no_column_proves_stays_unknown(tmp_path: Path, catalog: Catalog, at: int) -> None:
    """One figure that is 1 too much in the last column, of income, of the result of operations, or of the surplus."""
    wrong = (TRUST[at][0], TRUST[at][1], TRUST[at][2] + 1.0)
    found = of_trust(tmp_path, catalog, [*TRUST[:at], wrong, *TRUST[at + 1 :]])

    told = {one.facts["label"] for one in found.findings if one.rule in {"I13", "I33"}}
    assert told == ({"PDC dividends payable", "Net finance costs"} if at == 8 else {"Operating expenses"}) | (
        {"PDC dividends payable", "Net finance costs"} if at == 3 else set()
    )
