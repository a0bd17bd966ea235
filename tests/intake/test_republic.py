"""Statements of hospitals in Taiwan: years of the Republic, and the names that its rules give to lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen import pipeline
from reportgen.intake.periods import dates
from reportgen.intake.periods.short_dates import arabic
from reportgen.intake.words import known_names

CASE = "entity: {id: tw, name: {zh: 仁愛醫院, en: Jen-Ai Hospital}}\nlanguages: zh-Hant-en\ncurrency: TWD\n"
BALANCE = """仁愛醫院
資產負債表
民國{now}年及{before}年12月31日,,單位：新臺幣元
項目,{now}年12月31日,{before}年12月31日
流動資產,,
現金及約當現金,"356,120,450","312,870,113"
應收醫療帳款淨額,"412,556,780","398,220,341"
流動資產合計,"768,677,230","711,090,454"
不動產、廠房及設備淨額,"1,845,221,009","1,790,334,512"
其他資產,"14,556,777","15,002,118"
非流動資產合計,"1,859,777,786","1,805,336,630"
資產總計,"2,628,455,016","2,516,427,084"
應付費用,"188,223,450","176,334,112"
流動負債合計,"188,223,450","176,334,112"
長期借款,"480,000,000","540,000,000"
其他負債,"33,221,450","31,556,778"
非流動負債合計,"513,221,450","571,556,778"
負債總計,"701,444,900","747,890,890"
淨值總計,"1,927,010,116","1,768,536,194"
負債及淨值總計,"2,628,455,016","2,516,427,084"
"""
INCOME = """仁愛醫院
收支餘絀表
民國{now}年及{before}年1月1日至12月31日,,單位：新臺幣元
項目,{now}年度,{before}年度
醫務收入,"2,456,778,120","2,301,445,667"
門急診收入,"1,120,334,556","1,045,223,118"
住院收入,"1,336,443,564","1,256,222,549"
人事費用,"1,022,334,119","978,556,120"
醫材費用,"312,445,667","298,334,118"
折舊費用,"156,778,112","148,556,223"
醫務利益,"165,887,221","111,665,877"
非醫務活動收入,"33,445,667","29,556,112"
本期餘絀,"178,030,182","116,665,211"
"""


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("民國113年12月31日", "2024年12月31日"),
        ("民國98年度", "2009年度"),
        ("113年12月31日", "2024年12月31日"),
        ("113年及112年12月31日", "2024年及2023年12月31日"),
        ("民國一一三年", "2024年"),
        ("113.12.31", "2024.12.31"),
        ("113/06/30", "2024/06/30"),
        ("2024年", "2024年"),
        ("第13年", "第13年"),
        ("113", "113"),
        ("113.5", "113.5"),
        ("1113年", "1113年"),
        ("113/150/90", "113/150/90"),
    ],
)
def test_years_of_the_republic_are_years_of_the_common_era_where_nothing_else_can_be_meant(
    said: str, meant: str
) -> None:
    assert arabic(said.replace("國", "国")) == meant


@pytest.mark.parametrize(
    ("head", "period"),
    [("113年度", "2024"), ("113年12月31日", "2024-12"), ("民國113年", "2024"), ("114年6月", "2025-06")],
)
def test_heads_of_columns_name_them(head: str, period: str) -> None:
    found = dates.head(head)

    assert found is not None
    assert str(found.period) == period


def test_the_statements_of_such_a_hospital_are_read_whole(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    for name, text in {"資產負債表": BALANCE, "收支餘絀表": INCOME}.items():
        (tmp_path / "data" / f"{name}.csv").write_text(text.format(now=113, before=112), encoding="utf-8")
    checked = pipeline.check(tmp_path)
    values = checked.reading.dataset.values
    read = {item: value for (item, *_), value in values.loc[("tw", "2024")].dropna().items()}

    assert {finding.rule for finding in checked.findings} <= {"W56", "I99"}
    assert sorted(period for _, period in values.index) == ["2023", "2024"]
    assert (
        read.items()
        >= {
            "cash_and_bank": 356_120_450.0,
            "accounts_receivable_net": 412_556_780.0,
            "fixed_assets_net": 1_845_221_009.0,
            "other_noncurrent_assets": 14_556_777.0,
            "accrued_expenses": 188_223_450.0,
            "other_noncurrent_liabilities": 33_221_450.0,
            "net_assets": 1_927_010_116.0,
            "medical_income": 2_456_778_120.0,
            "outpatient_income": 1_120_334_556.0,
            "personnel_expense": 1_022_334_119.0,
            "consumables_expense": 312_445_667.0,
            "depreciation_expense": 156_778_112.0,
            "operating_surplus": 165_887_221.0,
            "other_income": 33_445_667.0,
            "period_surplus": 178_030_182.0,
        }.items()
    )


@pytest.mark.parametrize("name", ["仁愛醫院", "仁愛 醫院", "仁愛醫院資產負債表"])
def test_a_hospital_is_called_as_its_sheet_writes_it(name: str) -> None:
    assert known_names.hospital_of_name(name) == "仁愛醫院"


def test_a_line_that_earlier_rules_of_the_mainland_have_too_bears_no_year_of_theirs(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    (tmp_path / "data" / "收支餘絀表.csv").write_text(
        INCOME.format(now=113, before=112).replace("折舊費用", "管理費用"), encoding="utf-8"
    )
    checked = pipeline.check(tmp_path)
    (item,) = {item for item, *_ in checked.reading.dataset.values.columns if item.startswith("admin_expense")}

    assert "2012" not in checked.catalog.items[item].name.zh + checked.catalog.items[item].name.en
