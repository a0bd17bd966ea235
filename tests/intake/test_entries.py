"""Registers, an entry a row: contracts, purchases, and cash tagged with a line of the statement."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen import intake
from reportgen.catalog import Catalog

CASE = "entity: {id: a, name: {zh: 甲院, en: A}}\n"


def read(folder: Path, mapping: str, table: str, catalog: Catalog) -> intake.Reading:
    (folder / "data").mkdir()
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    (folder / "mapping.yaml").write_text(f"sources:\n  - {mapping}\n", encoding="utf-8")
    (folder / "data" / "t.csv").write_text(table, encoding="utf-8")
    return intake.read(intake.open_case(folder), catalog)


@pytest.mark.serves("001-33")
def test_contracts_are_added_up_by_year_and_only_those_that_are_asked_for(tmp_path: Path, catalog: Catalog):
    how = "{file: data/t.csv, layout: entries, period: 签订日期, unit: 10000, where: {状态: 执行}, columns: {合同金额: contract_value, 质保金: retention_money}}"
    table = "合同编号,签订日期,合同金额,质保金,状态\n1,2025-03-01,100.5,5,执行\n2,2025-07-15,200,,执行\n3,2024-08-01,50,2,执行\n4,2025-09-01,70,1,作废\n"

    reading = read(tmp_path, how, table, catalog)

    data = reading.dataset
    assert data.value("contract_value", "a", "2025") == 3_005_000
    assert data.value("retention_money", "a", "2025") == 50_000
    assert data.value("contract_value", "a", "2024") == 500_000
    assert reading.findings == ()
    value = next(v for v in reading.values() if (v.item, v.period) == ("contract_value", "2025"))
    assert value.derived
    assert value.place.line == 2


def test_a_sum_of_which_an_entry_cannot_be_read_is_no_sum(tmp_path: Path, catalog: Catalog):
    how = "{file: data/t.csv, layout: entries, by: month, period: 日期, columns: {金额: procurement_actual}}"

    reading = read(tmp_path, how, "日期,金额\n2025-03-01,5\n2025-03-02,x\n2025-04-01,7\nnever,7\n", catalog)

    assert reading.dataset.value("procurement_actual", "a", "2025-03") is None
    assert reading.dataset.value("procurement_actual", "a", "2025-04") == 7
    assert [(f.rule, f.place.cell) for f in reading.findings] == [("I09", "B3"), ("I29", "A5")]


@pytest.mark.serves("003-050")
def test_cash_tagged_with_lines_of_the_statement_becomes_the_statement(tmp_path: Path, catalog: Catalog):
    how = "{file: data/t.csv, layout: entries, by: month, period: 日期, label: 现金流量项目, amount: 金额, columns: {工资: cf_op_staff_paid}}"
    table = "日期,现金流量项目,金额\n2025-01-05,购买商品、接受劳务支付的现金,10\n2025-01-09,购买商品、接受劳务支付的现金,20\n2025-02-06,支付的各项税费,3\n2025-02-07,工资,4\n2025-02-08,买点东西,3\n"

    reading = read(tmp_path, how, table, catalog)

    data = reading.dataset
    assert data.value("cf_op_goods_services_paid", "a", "2025-01") == 30
    assert data.value("taxes_paid", "a", "2025-02") == 3
    assert data.value("cf_op_staff_paid", "a", "2025-02") == 4
    assert [(f.rule, f.place.cell, f.facts["label"]) for f in reading.findings] == [("I74", "B6", "买点东西")]


def test_a_column_that_is_not_there_is_told(tmp_path: Path, catalog: Catalog):
    how = "{file: data/t.csv, layout: entries, period: 日期, columns: {合同额: contract_value}}"

    assert [f.rule for f in read(tmp_path, how, "日期,金额\n2025-03-01,5\n", catalog).findings] == ["I23"]
