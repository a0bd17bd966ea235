"""Of a hospital whose balance sheet is an official form and whose income statement is in words of its own, both are printed."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest

from population.hospitals import emptied
from reportgen import pipeline
from reportgen.errors import Refused
from reportgen.report.assembly import hospital

CASE: Final = "entity: {id: h, name: {zh: 甲医院, en: A Hospital}}\nlanguages: zh\n"
POSITION: Final = """资产负债表,,
2025年12月31日,,单位：元
项目,期末余额,年初余额
货币资金,5200,4800
应收账款净额,3100,2900
流动资产合计,8300,7700
固定资产净值,20000,20500
资产总计,28300,28200
应付账款,4200,4300
流动负债合计,4200,4300
负债合计,4200,4300
累计盈余,24100,23900
净资产合计,24100,23900
负债和净资产总计,28300,28200
"""
INCOME: Final = """收支情况,,
2025年,,单位：元
项目,本年数,上年数
收入合计,21000,20000
医疗收入,19000,18200
其他收入,2000,1800
费用合计,20800,19500
人员经费,9000,8700
药品费,11800,10800
"""


def pages(folder: Path, files: dict[str, str]) -> dict[str, Any]:
    """The pages of statements of a board report, by id."""
    case = emptied(folder / "case")
    (case / "data").mkdir(exist_ok=True)
    (case / "case.yaml").write_text(CASE, encoding="utf-8")
    for name, text in files.items():
        (case / "data" / f"{name}.csv").write_text(text, encoding="utf-8")
    report = hospital(pipeline.evaluate(pipeline.check(case)), "board", "zh")
    return {one.id: one.content for one in report.sections if one.id.startswith("statement")}


def test_both_statements_are_printed(tmp_path: Path) -> None:
    """The statement of income was left out where the other one was a form."""
    found = pages(tmp_path, {"资产负债表": POSITION, "收支": INCOME})

    assert list(found) == ["statement-position", "statement-plain"]
    rows = {row.caption.zh: row.cells for row in found["statement-plain"].rows}
    assert {"本期收入", "医疗收入", "人员经费", "本期费用"} <= rows.keys()
    assert not {"资产总计", "货币资金"} & rows.keys()
    assert found["statement-plain"].headline.zh == "比2024年：本期收入增长5.0%"


def test_a_statement_is_printed_once(tmp_path: Path) -> None:
    assert [*pages(tmp_path, {"收支": INCOME})] == ["statement-plain"]


def test_a_period_without_totals_of_a_statement_is_not_taken_by_itself(tmp_path: Path) -> None:
    """With totals in other words it is, though the form of that name was never read."""
    with pytest.raises(Refused) as refused:
        pages(tmp_path, {"资产负债表": POSITION, "收支": INCOME.partition("医疗收入")[0]})

    assert [one.rule for one in refused.value.findings] == ["C05"]


MONTH: Final = """收支月报,,,
2026年6月,,,单位：元
项目,本月,本年累计,上年同期累计
收入合计,1000,6000,5700
医疗收入,900,5400,5100
其他收入,100,600,600
费用合计,960,5760,5520
人员经费,400,2400,2340
"""


def test_last_year_to_date_beside_the_month_stands_on_its_statement(tmp_path: Path) -> None:
    """Nothing was submitted for June of last year; the column beside this year's tells it all the same."""
    page = pages(tmp_path, {"收支": MONTH})["statement-plain"]

    (income,) = (row.cells for row in page.rows if row.caption.zh == "本期收入")
    assert [head.words.zh for head in page.heads][:2] == ["2025年6月", "2026年6月"]
    assert [cell.text for cell in income] == ["5,700.00", "6,000.00", "+5.3"]
