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
