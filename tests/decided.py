"""A case of one hospital with tables in which something is asked for and decided, written for a test."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import openpyxl

Cell = str | float
LINES: Final = ["预算科目", "预算类别", "批复数", "调整后预算", "记账数"]
APPLICATIONS: Final = ["申请编号", "申请预算科目", "申请类型", "申请金额", "申请人", "申请日期", "预算审核人", "预算审核日期",
                       "预算审核结果", "核定金额"]  # fmt: skip
SETTLEMENTS: Final = ["结算书编号", "分包单位", "验工计价金额", "代垫费用", "扣回代垫费用", "其他扣款", "扣留质量保证金", "应付结算款",
                      "已付结算款", "验工计价日期", "业务部门扣款意见", "计划部门审核日期", "项目经理审批日期", "送达财务日期",
                      "竣工手续日期"]  # fmt: skip
PROGRAMMES: Final = ["绩效项目", "计划投入", "预期成果", "成果单位", "计划成果数", "上年投入", "上年成果数", "目标变更日期", "绩效责任人",
                     "测算依据"]  # fmt: skip


def case(folder: Path) -> Path:
    """A hospital with total assets and nothing else, for the year 2025."""
    (folder / "data").mkdir(parents=True)
    words = "entity: {id: h, name: {zh: 某医院, en: A hospital}}\nregime: '2019'\nscheme: none\nillustrative: true\n"
    (folder / "case.yaml").write_text(words, encoding="utf-8")
    (folder / "data" / "a.csv").write_text("entity,period,item,value\nh,2025,total_assets,5000000\n", encoding="utf-8")
    return folder


def table(path: Path, title: str, when: str, head: Sequence[str], *rows: Sequence[Cell]) -> None:
    """A workbook with one table: its title, its period and unit, its head in row 3, its rows from row 4."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in ([title], [when, "", "单位：元"], list(head), *map(list, rows)):
        sheet.append(row)
    book.save(path)


def lines(folder: Path, *rows: Sequence[Cell]) -> None:
    """The lines of the budget of 2025."""
    table(folder / "budget" / "lines.xlsx", "预算执行全过程表", "2025年度", LINES, *rows)


def applications(folder: Path, *rows: Sequence[Cell]) -> None:
    """Applications for budget of 2025."""
    table(folder / "budget" / "applications.xlsx", "预算申请表", "2025年度", APPLICATIONS, *rows)


def settlements(folder: Path, *rows: Sequence[Cell]) -> None:
    """Settlements with subcontractors of 2025."""
    table(folder / "business" / "settlements.xlsx", "分包工程结算书", "2025年度", SETTLEMENTS, *rows)


def programmes(folder: Path, when: str, *rows: Sequence[Cell]) -> None:
    """The performance budget of a year."""
    table(folder / "budget" / "programmes.xlsx", "绩效预算表", when, PROGRAMMES, *rows)


def balance_sheet(path: Path, name: str, extra: Sequence[tuple[str, int]] = ()) -> None:
    """The balance sheet of 2025 as a small hospital writes it: ten lines of the official form, and some of its own."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [
        ("资产负债表",), (f"编制单位：{name}", "2025年12月31日", "单位：元"), ("资产", "期末余额", "负债和净资产", "期末余额"),
        ("货币资金", 500, "应付账款", 150), ("存货", 100, "应付职工薪酬", 50), ("流动资产合计", 600, "流动负债合计", 200),
        ("固定资产净值", 400, "负债合计", 200), ("非流动资产合计", 400, "净资产合计", 800), *extra,
        ("资产总计", 1000, "负债和净资产总计", 1000),
    ]:  # fmt: skip
        sheet.append(row)
    book.save(path)
