"""Statements of private non-profit hospitals of China: columns of restricted money beside their total."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.rows import read, values
from reportgen import intake
from reportgen.catalog import Catalog

CASE = "entity: {id: h, name: {zh: 心源康复医院, en: H}}\nregime: other\ncurrency: CNY\nscheme: none\n"
ACTIVITIES = [
    ("业务活动表",), ("编制单位：心源康复医院", None, "2025年度", None, None, None, "单位：人民币元"),
    ("项目", "上年数", None, None, "本年累计数", None, None),
    (None, "非限定性", "限定性", "合计", "非限定性", "限定性", "合计"),
    ("医疗服务收入", 570, None, 570, 620, None, 620), ("捐赠收入", 20, 6, 26, 7, 11, 18),
    ("收入合计", 590, 6, 596, 627, 11, 638), ("（一）业务活动成本", 500, None, 500, 540, None, 540),
    ("费用合计", 500, None, 500, 540, None, 540),
    ("四、净资产变动额（若为净资产减少额，以“-”号填列）", 90, 6, 96, 87, 11, 98),
]  # fmt: skip
CASH = [
    ("现金流量表",), ("编制单位：心源康复医院", "2025年度", "单位：人民币元"), ("项目", "本年金额"),
    ("一、业务活动产生的现金流量：",), ("现金流入小计", 640), ("购买商品、接受服务支付的现金", 220),
    ("支付给员工以及为员工支付的现金", 340), ("现金流出小计", 560), ("业务活动产生的现金流量净额", 80),
    ("二、投资活动产生的现金流量：",), ("购建固定资产和无形资产所支付的现金", 55), ("投资活动产生的现金流量净额", -55),
    ("三、筹资活动产生的现金流量：",), ("偿还借款所支付的现金", 40), ("筹资活动产生的现金流量净额", -40),
]  # fmt: skip


def statement(folder: Path, catalog: Catalog, rows: list[tuple[object, ...]]) -> intake.Reading:
    (folder / "data").mkdir()
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    read(folder / "data", catalog, rows)
    return intake.read(intake.open_case(folder), catalog)


def test_the_total_of_each_year_is_the_hospital_s(tmp_path: Path, catalog: Catalog) -> None:
    """All three columns of a year were this year's, so that every line had two different figures."""
    found = statement(tmp_path, catalog, ACTIVITIES)
    expected = {
        "total_income": 638.0,
        "donation_income": 18.0,
        "business_activity_expense": 540.0,
        "period_surplus": 98.0,
    }
    now = {item: found.dataset.value(item, "h", "2025") for item in expected}

    assert now == expected
    assert found.dataset.value("total_income", "h", "2024") == 596.0
    assert found.dataset.value("medical_income", "h", "2025") == 620.0
    assert {one.rule for one in found.findings} == {"W58", "I98", "I160"}


def test_subtotals_of_cash_are_those_of_the_net_below_them(tmp_path: Path, catalog: Catalog) -> None:
    """What came in from services was an inflow of investments."""
    known = values(statement(tmp_path, catalog, CASH))

    assert (known["cf12_op_inflow"], known["cf12_op_outflow"], known["cf12_op_net"]) == (640.0, 560.0, 80.0)
    assert not {"investing_cash_inflow", "investing_cash_outflow"} & {*known}
    assert (known["cf12_personnel_paid"], known["capital_expenditure_cash"]) == (340.0, 55.0)


def test_expenses_by_nature_below_their_total_are_those_of_the_hospital(tmp_path: Path, catalog: Catalog) -> None:
    """Personnel was told as a word of several meanings, all of them of official forms, and not read."""
    rows = [
        ("收入费用表",), ("编制单位：心源康复医院", None, "单位：人民币"), ("项目", "2025年", "2024年"),
        ("医疗收入", 140, 132), ("收入合计", 140, 132), ("人员经费", 62, 57), ("药品费", 41, 40), ("卫生材料费", 24, 22),
        ("费用合计", 127, 119), ("本期盈余", 13, 13),
    ]  # fmt: skip
    found = statement(tmp_path, catalog, rows)

    natures = ("personnel_expense", "drug_expense", "consumables_expense")
    assert [found.dataset.value(item, "h", "2025") for item in natures] == [62.0, 41.0, 24.0]
    assert "I14" not in {one.rule for one in found.findings}


def test_receivables_and_payables_together_and_grants_are_lines_of_their_own(tmp_path: Path, catalog: Catalog) -> None:
    """They were left out, so that current assets had lines that nothing was known of."""
    rows = [
        ("资产负债表",), ("编制单位：心源康复医院", "2025年12月31日", "单位：人民币元"), ("项目", "年末数", "年初数"),
        ("货币资金", 100, 90), ("应收款项", 60, 50), ("存货", 40, 30), ("流动资产合计", 200, 170),
        ("应付款项", 70, 65), ("预收账款", 10, 5), ("流动负债合计", 80, 70),
    ]  # fmt: skip
    found = statement(tmp_path, catalog, rows)

    assert found.dataset.value("trade_and_other_receivables", "h", "2025") == 60.0
    assert found.dataset.value("payables_and_accruals", "h", "2025") == 70.0
    assert not {"I13", "I33"} & {one.rule for one in found.findings}


DIVIDED = [
    ("业务活动表",), ("编制单位：心源康复医院", "2025年度", "单位：人民币元"), ("项目", "上年数", "本年数"),
    ("提供服务收入", 1500, 1600), ("收入合计", 1500, 1600),
    ("（一）业务活动成本", 1180, 1226), ("  其中：人员经费", 690, 720), ("        药品费", 310, 321),
    ("        固定资产折旧费", 70, 72), ("        其他业务成本", 110, 113),
    ("（二）管理费用", 250, 261), ("  其中：人员经费", 170, 178), ("        固定资产折旧费", 15, 15),
    ("        其他管理费用", 65, 68), ("（四）其他费用", 20, 30), ("费用合计", 1450, 1517),
]  # fmt: skip


def test_what_stands_below_two_functions_is_added_up(tmp_path: Path, catalog: Catalog) -> None:
    """Personnel of care and of administration were two different figures of one item, and neither was taken."""
    found = statement(tmp_path, catalog, DIVIDED)

    of_year = {item: found.dataset.value(item, "h", "2025") for item in ("personnel_expense", "depreciation_expense")}
    assert of_year == {"personnel_expense": 898.0, "depreciation_expense": 87.0}
    assert found.dataset.value("personnel_expense", "h", "2024") == 860.0
    assert found.dataset.value("drug_expense", "h", "2025") == 321.0
    told = {one.rule: one.facts for one in found.findings}
    assert told["I120"]["names"] == ("人员经费", "固定资产折旧费")
    assert not {"I13", "I33", "I43"} & told.keys()


@pytest.mark.parametrize("line", ["（二）管理费用", "        其他管理费用"])
def test_functions_that_their_lines_do_not_come_to_leave_the_question_open(
    tmp_path: Path, catalog: Catalog, line: str
) -> None:
    rows = [(name, *(one + 10 for one in more)) if name == line else (name, *more) for name, *more in DIVIDED]

    found = statement(tmp_path, catalog, rows)

    assert found.dataset.value("personnel_expense", "h", "2025") is None
    assert {"I43", "I33"} <= {one.rule for one in found.findings}
