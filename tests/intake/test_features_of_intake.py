"""What whole files of a hospital come to: one item whatever it is called, statements of all regimes, exports as they are."""

from __future__ import annotations

import random
from pathlib import Path
from types import ModuleType

import pytest

from analysis.cases import write
from intake.family import pages
from intake.family.scoring import score
from pages import page_of
from reportgen import checks, compute, intake, pipeline
from reportgen.catalog import Catalog, load, load_catalog, strict_yaml
from reportgen.catalog.builtin import AliasFile
from reportgen.model.dataset import View

from .conftest import rules

HEAD = "单位名称,期间,项目,数值\n"


def tidy(path: Path, *rows: str) -> Path:
    path.write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.serves("000-04")
@pytest.mark.parametrize(("encoding", "mark"), [("gb18030", ","), ("utf-16", "\t"), ("utf-8-sig", ";")])
def test_an_export_of_a_ledger_is_read_without_conversion_each_number_with_its_place(
    encoding: str, mark: str, tmp_path: Path, catalog: Catalog
):
    rows = [["编制单位：甲院", "2025年10月", "单位：元"], ["项目", "本月数", "本年累计数"], ["一、本期收入", "5.5", "50.25"],
            ["（二）事业收入", "5.5", "50.25"], ["二、本期费用", "4", "40"], ["三、本期盈余", "1.5", "10.25"]]  # fmt: skip
    (tmp_path / "收入费用表.csv").write_bytes("\r\n".join(mark.join(row) for row in rows).encode(encoding))

    reading = intake.read_paths([tmp_path], catalog)

    assert {(v.item, str(v.view), v.value, v.place.cell) for v in reading.values() if v.item == "total_income"} == {
        ("total_income", "", 5.5, "B3"), ("total_income", "ytd", 50.25, "C3"),
    }  # fmt: skip


@pytest.mark.serves("000-09")
def test_two_files_that_call_an_item_by_other_names_give_one_figure(tmp_path: Path, catalog: Catalog):
    tidy(tmp_path / "a.csv", "甲院,2025,货币资金,7", "甲院,2025,应收账款净额,8")
    tidy(tmp_path / "b.csv", "甲院,2025,现金及银行存款,7", "甲院,2025,應收帳款淨額,8")
    item = catalog.items["cash_and_bank"]

    reading = intake.read_paths([tmp_path], catalog)

    assert {(v.item, v.value) for v in reading.values()} == {("cash_and_bank", 7), ("accounts_receivable_net", 8)}
    assert len(list(reading.values())) == 2
    assert all((item.name.zh, item.name.en, item.statement, item.unit))


@pytest.mark.serves("000-09")
def test_every_item_has_an_id_of_its_own_names_in_both_languages_a_statement_and_a_unit(catalog: Catalog):
    spelled: dict[str, set[str]] = {}
    for name, item in catalog.items.items():
        assert all((item.name.zh, item.name.en, item.statement, item.unit)), name
        spelled.setdefault(item.name.zh, set()).add(name)

    assert len(catalog.items) > 500
    assert {zh: ids for zh, ids in spelled.items() if len(ids) > 1} == {}


@pytest.mark.serves("000-09")
def test_a_spelling_that_two_items_claim_is_an_error():
    document = strict_yaml.read("source: x\nnames: {货币: cash_and_bank,\n  货币: total_assets}\n", "names.yaml")

    _, found = load.validate(AliasFile, document.content or {}, document)

    assert [(finding.rule, finding.place.line) for finding in found] == [("D02", 3)]
    assert "“货币” is repeated" in load_catalog().messages.both(found[0]).message.en


@pytest.mark.serves("000-03", "000-13")
@pytest.mark.parametrize(
    ("indicator", "value"),
    [
        ("outpatient_income_per_visit", 300.0),
        ("income_per_bed_day", 900.0 * 1000 / 4000),
        ("inpatient_income_per_discharge", 900.0),
    ],
)
def test_statements_and_workload_of_separate_files_join_in_one_indicator(
    tmp_path: Path, catalog: Catalog, indicator: str, value: float
):
    tidy(
        tmp_path / "statements.csv",
        "甲院,2025,门急诊收入,600000",
        "甲院,2025,住院收入,900000",
        "乙院,2025,门急诊收入,1",
    )
    tidy(tmp_path / "workload.csv", "甲院,2025,门急诊人次,2000", "甲院,2025,出院人数,1000", "甲院,2025,实际占用总床日数,4000",
         "甲院,2025,手术人次,250", "甲院,2024,门急诊人次,7")  # fmt: skip

    reading = intake.read_paths([tmp_path], catalog)

    assert reading.dataset.value("surgeries", "甲院", "2025") == 250
    assert {value.place.file for value in reading.values()} == {"statements.csv", "workload.csv"}
    assert compute.indicators(reading.dataset, catalog).at(indicator, "甲院", "2025").value == pytest.approx(value)


@pytest.mark.serves("000-28")
def test_names_of_a_ledger_that_mapping_yaml_tells_are_read_without_asking(
    tmp_path: Path, catalog: Catalog, small: ModuleType
):
    (tmp_path / "case.yaml").write_text("entity: {id: a, name: {zh: 甲院, en: A}}\n", encoding="utf-8")
    rows = [["收入费用表"], ["编制单位：甲院", "2025年度", "单位：元"], ["项目", "本年数"], ["一、本期收入", 9], ["ERP-营业款", 7],
            ["二、本期费用", 4], ["三、本期盈余", 5]]  # fmt: skip
    small.write(tmp_path / "data" / "a.xlsx", {"表": rows})
    before = intake.read(intake.open_case(tmp_path), catalog)
    (tmp_path / "mapping.yaml").write_text(intake.with_names("", {"ERP-营业款": "business_income"}), encoding="utf-8")

    after = intake.read(intake.open_case(tmp_path), catalog)

    assert rules(before) == ["I13"]
    assert rules(after) == []
    assert after.dataset.value("business_income", "a", "2025") == 7


@pytest.mark.serves("000-28")
@pytest.mark.parametrize(
    ("item", "read"),
    [("avg_staff", {"other_income": 7.0}),  # stands on no such form: meant for another table
     ("rental_income", {"rental_income": 7.0, "other_income": None})],
)  # fmt: skip
def test_a_name_of_mapping_yaml_moves_an_official_line_only_to_an_item_of_its_form(
    tmp_path: Path, catalog: Catalog, small: ModuleType, item: str, read: dict[str, float | None]
):
    (tmp_path / "case.yaml").write_text("entity: {id: a, name: {zh: 甲院, en: A}}\n", encoding="utf-8")
    rows = [["收入费用表"], ["编制单位：甲院", "2025年度", "单位：元"], ["项目", "本年数"], ["一、本期收入", 9], ["其他收入", 7],
            ["二、本期费用", 4], ["三、本期盈余", 5]]  # fmt: skip
    small.write(tmp_path / "data" / "a.xlsx", {"表": rows})
    (tmp_path / "mapping.yaml").write_text(intake.with_names("", {"其他收入": item}), encoding="utf-8")

    found = intake.read(intake.open_case(tmp_path), catalog)

    assert rules(found) == []
    assert {name: found.dataset.value(name, "a", "2025") for name in read} == read


@pytest.mark.serves("000-28")
@pytest.mark.parametrize(
    ("item", "told", "read"),
    [("ar_insurance", [], 3.0), ("drug_inventory", [], 3.0),
     ("drug_expense", ["I13"], None)],  # a flow: meant for another table than a balance sheet
)  # fmt: skip
def test_a_line_beside_those_of_a_form_is_the_item_that_mapping_yaml_says(
    tmp_path: Path, catalog: Catalog, small: ModuleType, item: str, told: list[str], read: float | None
):
    (tmp_path / "case.yaml").write_text("entity: {id: a, name: {zh: 甲院, en: A}}\n", encoding="utf-8")
    rows = [["资产负债表"], ["编制单位：甲院", "2025年12月31日", "单位：元"], ["资产", "期末余额", "年初余额"], ["流动资产："],
            ["货币资金", 2, 1], ["应收账款净额", 5, 4], ["其中：局里欠款", 3, 2], ["预付账款", 1, 1], ["存货", 1, 2],
            ["流动资产合计", 9, 8], ["固定资产净值", 1, 1], ["非流动资产合计", 1, 1], ["资产总计", 10, 9]]  # fmt: skip
    small.write(tmp_path / "data" / "a.xlsx", {"表": rows})
    (tmp_path / "mapping.yaml").write_text(intake.with_names("", {"其中：局里欠款": item}), encoding="utf-8")

    found = intake.read(intake.open_case(tmp_path), catalog)

    assert [rule for rule in rules(found) if rule in {"I13", "I33"}] == told
    assert found.dataset.value(item, "a", "2025") == read
    assert found.dataset.value(item, "a", "2025", View.OPEN) == (read and 2.0)
    assert [form.filled for form in found.dataset.forms] == [8]  # lines of the form, and none beside them


@pytest.mark.serves("001-49")
def test_taxes_owed_and_paid_have_items_and_load_from_a_tidy_table(tmp_path: Path, catalog: Catalog):
    tidy(tmp_path / "a.csv", "甲院,2025,应交增值税,-3", "甲院,2025,其他应交税费,4", "甲院,2025,支付的各项税费,5")

    value = intake.read_paths([tmp_path], catalog).dataset.value

    found = [value(item, "甲院", "2025") for item in ("vat_payable", "other_taxes_payable", "taxes_paid")]
    assert found == [-3, 4, 5]


@pytest.mark.serves("001-49")
def test_taxes_of_a_tidy_table_are_printed_line_by_line(tmp_path: Path):
    write(tmp_path, {"vat_payable@2025": -3e4, "other_taxes_payable@2025": 4e4, "taxes_paid@2025": 5e4})
    page = page_of(pipeline.evaluate(pipeline.check(tmp_path), period="2025"), "statement")

    assert page.row("Value-added tax payable")[1] == "−3.00"
    assert page.row("Other taxes payable")[1] == "4.00"
    assert page.row("Taxes paid")[1] == "5.00"


@pytest.mark.serves("003-010")
@pytest.mark.parametrize("code", ["会医01-1998", "会医02-1998", "会医02附01-1998", "会医02附02-1998"])
@pytest.mark.parametrize("unit", ["元", "万元"])
def test_the_four_statements_of_1998_are_told_apart_and_read(code: str, unit: str, tmp_path: Path, catalog: Catalog):
    page = pages.page(code, catalog, random.Random(code), unit=unit)  # noqa: S311 - figures of a test

    reading = intake.read_paths([pages.write(tmp_path / "a.xlsx", [page])], catalog)

    assert score(reading, [(t, "a.xlsx", page.name, c) for t, c in page.truths()]).faults == []
    assert {form.form for form in reading.dataset.forms} == {code}


def cash_flows(tmp_path: Path, catalog: Catalog, small: ModuleType, closing: int) -> intake.Reading:
    cash = small.sheet("会政财04", "2025年度", ["本年金额"], [{"cf_op_business_receipts": 10, "operating_cash_inflow": 10,
        "cf_op_staff_paid": 14, "operating_cash_outflow": 14, "net_operating_cash_flow": -4, "cf_inv_recovered": 3,
        "investing_cash_inflow": 3, "net_investing_cash_flow": 3, "cf_fin_loans_received": 2, "financing_cash_inflow": 2,
        "net_financing_cash_flow": 2, "cf_net_increase": 1}], catalog=catalog)  # fmt: skip
    balance = small.sheet("会政财01", "2025年12月31日", ["期末余额", "年初余额"],
                          [{"cash_and_bank": closing, "current_assets": closing, "total_assets": closing},
                           {"cash_and_bank": 50, "current_assets": 50, "total_assets": 50}], catalog=catalog)  # fmt: skip
    small.write(tmp_path / "a.xlsx", {"现金流量表": cash, "资产负债表": balance})
    return intake.read_paths([tmp_path], catalog)


@pytest.mark.serves("003-021", "003-049")
@pytest.mark.parametrize(("closing", "gaps"), [(51, []), (60, [-9.0])])
def test_a_cash_flow_statement_keeps_its_signs_and_meets_the_balance_sheet_or_a_finding_says_by_how_much_not(
    closing: int, gaps: list[float], tmp_path: Path, catalog: Catalog, small: ModuleType
):
    data = cash_flows(tmp_path, catalog, small, closing).dataset

    assert data.value("net_operating_cash_flow", small.ENTITY, "2025") == -4
    assert data.value("net_investing_cash_flow", small.ENTITY, "2025") == 3
    assert data.value("net_financing_cash_flow", small.ENTITY, "2025") == 2
    found = [f for f in checks.all_of(data, catalog).findings if f.rule in {"V47", "V48", "V49", "V50", "V51"}]
    assert [f.facts["gap"] for f in found] == gaps
