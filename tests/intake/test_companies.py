"""Hospitals that are companies: statements by the standards for enterprises, in a case whose regime is other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import openpyxl
import pytest

from reportgen import intake, pipeline
from reportgen.catalog import load_catalog

Rows = list[tuple[Any, ...]]
CASE: Final = """entity: {id: kangning, name: {zh: 康宁医院, en: Kangning Hospital}}
regime: other
currency: CNY
unit: 元
languages: zh
"""
BALANCE: Final[Rows] = [
    ("资产负债表",), ("编制单位：{name}", "", "2025年12月31日", "", "", "单位：元"),
    ("资产", "期末余额", "上年年末余额", "负债和所有者权益（或股东权益）", "期末余额", "上年年末余额"),
    ("货币资金", 124, 109, "短期借款", 150, 180), ("应收账款", 183, 161, "应付账款", 142, 131),
    ("其他应收款", 11, 9, "合同负债", 23, 20), ("存货", 62, 60, "应交税费", 5, 9),
    ("流动资产合计", 380, 339, "流动负债合计", 320, 340), ("固定资产", 465, 488, "租赁负债", 72, 84),
    ("使用权资产", 89, 101, "非流动负债合计", 72, 84), ("非流动资产合计", 554, 589, "负债合计", 392, 424),
    ("", None, None, "所有者权益合计", 542, 504), ("资产总计", 934, 928, "负债和所有者权益总计", 934, 928),
]  # fmt: skip
PROFIT: Final[Rows] = [
    ("利润表",), ("编制单位：{name}", "2025年度", "单位：元"), ("项目", "本期金额", "上期金额"),
    ("一、营业收入", 1186, 1094), ("二、营业利润（亏损以“-”号填列）", 116, 78), ("四、净利润（净亏损以“-”号填列）", 38, 47),
]  # fmt: skip


@pytest.mark.parametrize(("said", "told"), [("", ["data/a.xlsx"]), ("regime: other", []), ("currency: USD", [])])
def test_a_company_that_says_no_rules_is_told_to_and_who_is_not_in_yuan_follows_none(
    tmp_path: Path, said: str, told: list[str]
) -> None:
    book = openpyxl.Workbook()
    for row in PROFIT:
        book.worksheets[0].append(tuple(one.format(name="康宁医院") if isinstance(one, str) else one for one in row))
    book.worksheets[0].cell(2, 4, None)
    (tmp_path / "data").mkdir()
    book.save(tmp_path / "data" / "a.xlsx")
    (tmp_path / "case.yaml").write_text(
        f"entity: {{id: kn, name: {{zh: 康宁医院, en: Kangning}}}}\n{said}\n", encoding="utf-8"
    )

    checked = pipeline.check(tmp_path)

    assert [finding.place.file for finding in checked.reading.findings if finding.rule == "I129"] == told
    assert any(one.item == "period_surplus" for one in checked.reading.values()) is not bool(told)


@pytest.fixture
def values(tmp_path: Path) -> Callable[..., tuple[dict[tuple[str, str, str], float], set[str]]]:
    """What is read of a case, by item, period and view, and the rules of what is told."""

    def of(name: str = "康宁医院") -> tuple[dict[tuple[str, str, str], float], set[str]]:
        book = openpyxl.Workbook()
        for title, rows in (("资产负债表", BALANCE), ("利润表", PROFIT)):
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(tuple(cell.format(name=name) if isinstance(cell, str) else cell for cell in row))
        del book["Sheet"]
        (tmp_path / "data").mkdir()
        book.save(tmp_path / "data" / "a.xlsx")
        (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
        reading = pipeline.check(tmp_path).reading
        found = {(one.item, one.period, one.view): one.value for one in reading.values() if one.entity == "kangning"}
        return found, {finding.rule for finding in reading.findings}

    return of


def test_both_sides_of_a_balance_sheet_and_the_profit_are_read(values: Any) -> None:
    found, rules = values()

    now = {item: value for (item, period, view), value in found.items() if (period, view) == ("2025", "")}
    assert (now["accounts_receivable_net"], now["other_receivables_net"], now["fixed_assets_net"]) == (183, 11, 465)
    assert (now["advances_received"], now["other_taxes_payable"], now["lease_liabilities"]) == (23, 5, 72)
    assert (now["net_assets"], now["liabilities_and_net_assets_total"], now["right_of_use_assets"]) == (542, 934, 89)
    assert (now["total_income"], now["operating_surplus"], now["period_surplus"]) == (1186, 116, 38)
    assert found["net_assets", "2025", "open"] == 504
    assert rules.isdisjoint({"I13", "I14", "I33", "I36", "W17", "W53"})


@pytest.mark.parametrize("ending", ["有限公司", "有限责任公司", "股份有限公司"])
def test_the_name_of_the_company_is_that_of_its_hospital(values: Any, ending: str) -> None:
    found, rules = values(f"康宁医院{ending}")

    assert found["total_assets", "2025", ""] == 934
    assert "W17" not in rules


def test_another_name_is_another_hospital(values: Any) -> None:
    found, rules = values("康宁医院管理有限公司")

    assert found == {}
    assert "W17" in rules


def test_every_line_of_the_balance_sheet_of_enterprises_is_known(tmp_path: Path) -> None:
    """Deferred tax, bonds, investment property: a company that had one of them was warned of it every month."""
    assets = ("交易性金融资产", "应收款项融资", "合同资产", "其他流动资产")
    held = ("债权投资", "长期应收款", "其他权益工具投资", "其他非流动金融资产", "投资性房地产", "递延所得税资产")
    owed = ("应付债券", "长期应付职工薪酬", "递延收益", "递延所得税负债")
    rows: Rows = [
        ("资产负债表",),
        ("编制单位：康宁医院", "2025年12月31日", "单位：元"),
        ("项目", "期末余额", "上年年末余额"),
    ]
    for lines, total in ((assets, "流动资产合计"), (held, "非流动资产合计")):
        rows += [*((line, 10.0 + at, 8.0 + at) for at, line in enumerate(lines))]
        rows.append((total, sum(10.0 + at for at in range(len(lines))), sum(8.0 + at for at in range(len(lines)))))
    rows.append(("资产总计", 121.0, 101.0))
    rows += [
        ("流动负债合计", 1.0, 1.0),
        *((line, 2.0, 2.0) for line in owed),
        ("非流动负债合计", 8.0, 8.0),
        ("负债合计", 9.0, 9.0),
    ]
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    (tmp_path / "data").mkdir()
    book.save(tmp_path / "data" / "a.xlsx")
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")

    reading = pipeline.check(tmp_path).reading

    assert {one.rule for one in reading.findings} & {"I13", "I14", "I33", "I43"} == set()
    assert reading.dataset.value("other_current_assets", "kangning", "2025") == 12.0 + 13.0
    assert reading.dataset.value("other_noncurrent_assets", "kangning", "2025") == 11.0 + 13.0 + 14.0 + 15.0


HONG_KONG: Final[Rows] = [
    ("聖安醫院",), ("收支表",), ("截至二零二五年三月三十一日止年度",), ("（港幣千元）",), ("", 2025, 2024),
    ("收入",), ("醫療服務收入", 812, 790), ("其他收入", 30, 28), ("總收入", 842, 818),
    ("支出",), ("僱員薪酬", -420, -401), ("折舊及攤銷", -60, -58), ("其他經營支出", -330, -320), ("總支出", -810, -779),
    ("年度盈餘", 32, 39),
]  # fmt: skip


def test_a_name_that_past_rules_have_too_is_that_of_today_where_no_rules_are_followed(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in HONG_KONG:
        book.worksheets[0].append(row)
    (tmp_path / "data").mkdir()
    book.save(tmp_path / "data" / "a.xlsx")
    case = "entity: {id: hk, name: {zh: 聖安醫院, en: St. Anne}}\ncurrency: HKD\nfiscal_year_start: 4\n"
    (tmp_path / "case.yaml").write_text(case, encoding="utf-8")

    read = {one.item: one.value for one in pipeline.check(tmp_path).reading.values() if one.period == "2025"}

    assert read["other_income"] == 30_000
    assert not [item for item in read if item.endswith(("_1998", "_2012"))]
    own = {"personnel_expense": 420_000, "depreciation_expense": 60_000}
    assert {**own, "period_surplus": 32_000}.items() <= read.items()


def test_interest_of_a_company_is_its_interest_expense(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (*PROFIT, ("财务费用", 9, 8), ("其中：利息支出", 11, 10), ("利息收入", 2, 2)):
        book.worksheets[0].append(row)
    (tmp_path / "data").mkdir()
    book.save(tmp_path / "data" / "a.xlsx")
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")

    read = {
        one.item: one.value
        for one in pipeline.check(tmp_path).reading.values()
        if (one.period, one.view) == ("2025", "")
    }

    assert (read["finance_expense"], read["interest_expense"]) == (9, 11)


def company(folder: Path, rows: Rows) -> Any:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    (folder / "data").mkdir()
    book.save(folder / "data" / "a.xlsx")
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    return pipeline.check(folder).reading


@pytest.mark.parametrize(
    "heads",
    [
        ("合并", "合并", "母公司", "母公司"),
        ("集团", "集团", "本公司", "本公司"),
        ("Group", "Group", "Company", "Company"),
        ("Group", "Group", "Trust", "Trust"),
    ],
)
def test_beside_the_columns_of_its_group_those_of_the_company_are_read(tmp_path: Path, heads: tuple[str, ...]) -> None:
    rows: Rows = [
        ("利润表",), ("编制单位：康宁医院", "2025年度"), ("项目", *heads), ("", "本期金额", "上期金额", "本期金额", "上期金额"),
        ("一、营业收入", 1186, 1094, 900, 850), ("四、净利润", 112, 89, 80, 70),
    ]  # fmt: skip
    reading = company(tmp_path, rows)

    found = {(one.period, one.entity): one.value for one in reading.values() if one.item == "total_income"}
    assert found == {("2025", "kangning"): 900, ("2024", "kangning"): 850}
    assert {one.rule for one in reading.findings} & {"I80", "I154"} == {"I154"}


def test_the_head_of_a_column_with_the_word_for_a_group_names_no_hospital(tmp_path: Path) -> None:
    rows: Rows = [("合并利润表",), ("编制单位：康宁医院", "2025年度"), ("项目", "本期合并", "上期合并")]
    reading = company(tmp_path, [*rows, ("一、营业收入", 1186, 1094), ("四、净利润", 112, 89)])

    found = {(one.period, one.entity): one.value for one in reading.values() if one.item == "total_income"}
    assert found == {("2025", "kangning"): 1186, ("2024", "kangning"): 1094}


def test_receipts_and_payments_of_a_company_are_known(tmp_path: Path) -> None:
    names = (
        "收到其他与经营活动有关的现金",
        "经营活动现金流入小计",
        "经营活动现金流出小计",
        "经营活动产生的现金流量净额",
    )
    rows: Rows = [("现金流量表",), ("编制单位：康宁医院", "2025年度"), ("项目", "本期金额")]
    reading = company(tmp_path, [*rows, *((name, 10 + at) for at, name in enumerate(names))])

    items = ["cf_op_other_receipts", "operating_cash_inflow", "operating_cash_outflow", "net_operating_cash_flow"]
    assert [one.item for one in sorted(reading.values(), key=lambda one: one.value)] == items
    assert "I68" not in {one.rule for one in reading.findings}


def test_without_a_case_the_statement_of_a_company_is_read_as_one(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in PROFIT:
        book.worksheets[0].append(tuple(one.format(name="康宁医院") if isinstance(one, str) else one for one in row))
    book.save(tmp_path / "a.xlsx")
    reading = intake.read_paths([tmp_path / "a.xlsx"], load_catalog())

    assert {one.item for one in reading.values()} >= {"total_income", "operating_surplus", "period_surplus"}
    assert {one.rule for one in reading.findings} & {"I08", "I60"} == set()
