"""The sample's notes and operations agree with the statements and with themselves.

The rules are written out here by the labels that the forms print; nothing of the program is used.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from samples.renhe import CASE, SETS, YEARS, Book, balance
from samples.statement_reader import Lines, sides, workbook


def operations() -> list[Any]:
    found = []
    for year in (*YEARS, 2026):
        for name, rows in workbook(CASE / f"data/{year}/{year}年运营数据.xlsx").items():
            lines = sides(rows)[0]
            found += [pytest.param(lines, column, id=f"{year} {name} {column}") for column in lines.columns]
    return found


@pytest.mark.parametrize(("lines", "column"), operations())
def test_operations_agree_with_themselves(lines: Lines, column: str) -> None:
    def at(label: str) -> Decimal:
        return lines.at(label, column)

    assert at("门急诊人次") == at("门诊人次") + at("急诊人次") > 0
    assert at("期末在院人数") == at("期初在院人数") + at("入院人数") - at("出院人数") > 0
    health = ["执业（助理）医师数", "注册护士数", "药师（士）数", "技师（士）数", "其他卫生技术人员数"]
    assert at("卫生技术人员数") == lines.sum(health, column)
    assert at("职工人数") == at("卫生技术人员数") + lines.sum(
        ["其他技术人员数", "管理人员数", "工勤技能人员数"], column
    )
    assert Decimal("0.78") < at("实际占用总床日数") / at("实际开放总床日数") < Decimal(1)
    assert 5 < at("出院者占用总床日数") / at("出院人数") < 8


@pytest.mark.parametrize("book", SETS)
def test_the_notes_explain_the_lines_of_the_balance_sheet(book: Book) -> None:
    notes, sheet = sides(book["补充资料-余额"])[0], balance(book)
    for column in ("期末余额", "年初余额"):
        cash = notes.sum(["库存现金", "银行存款", "其他货币资金"], column)
        assert cash == sheet.at("货币资金", column)
        assert notes.at("应收账款原值", column) - notes.at("应收账款坏账准备", column) == sheet.at(
            "应收账款净额", column
        )
        kinds = ["药品", "卫生材料", "低值易耗品", "其他材料"]
        assert notes.sum([f"库存物品-{kind}" for kind in kinds], column) == sheet.at("存货", column)
        assert notes.sum(["预收医疗款", "其他预收账款"], column) == sheet.at("预收账款", column)
        assert notes.sum(["职工福利基金", "医疗风险基金"], column) == sheet.at("专用基金", column)
        fixed = ["房屋及构筑物", "通用设备", "专用设备", "图书和档案", "家具和用具"]
        assert notes.sum([f"固定资产-{kind}" for kind in fixed], column) == sheet.at("固定资产原值", column)
