"""A table of things whose heads are not those of its register is told by its name, with the columns that it lacks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from intake.rows import read
from reportgen.catalog import Catalog

YEARS: list[tuple[Any, ...]] = [
    ("应收账款账龄分析表",), ("2025年12月31日", None, "单位：元"), ("客户名称", "期末余额", "2年以内", "2-3年", "3-4年", "4年以上"),
    ("甲保险", 500_000.0, 400_000.0, 60_000.0, 30_000.0, 10_000.0), ("合计", 500_000.0, 400_000.0, 60_000.0, 30_000.0, 10_000.0),
]  # fmt: skip
DAYS: list[tuple[Any, ...]] = [
    ("Accounts payable ageing",), ("As at 31 December 2025",), ("Creditor", "0-30 days", "Over 30 days", "Total"),
    ("A", 3000.0, 1000.0, 4000.0),
]  # fmt: skip
PLAIN: list[tuple[Any, ...]] = [
    ("2025年",), ("科室", "收入", "成本", "结余"), ("内科", 120.5, 100.0, 20.5), ("外科", 90.0, 95.0, -5.0), ("合计", 210.5, 195.0, 15.5),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "table", "lacks"),
    [
        (YEARS, "应收医疗款账龄表", "3个月以内"),
        (DAYS, "应付账款账龄表", "欠款3个月以内"),
        (PLAIN, "科室收支表", "科室类别、直接成本合计"),
    ],
)
def test_it_is_told_with_what_it_lacks(
    tmp_path: Path, catalog: Catalog, rows: list[tuple[Any, ...]], table: str, lacks: str
) -> None:
    found = [one for one in read(tmp_path, catalog, rows).findings if one.rule == "K09"]

    assert [(one.facts["table"].zh, one.facts["columns"].zh) for one in found] == [(table, lacks)]  # type: ignore[union-attr]


@pytest.mark.parametrize("head", ["Payor", "Financial class", "Insurance"])
def test_american_ages_by_payer_are_read_and_what_is_lacking_counts_their_sums(
    tmp_path: Path, catalog: Catalog, head: str
) -> None:
    ages = ["0-30 days", "31-60 days", "61-90 days", "91-180 days", "Over 180 days"]
    title, row = [("Accounts receivable aging ($)",), ("December 31, 2025",)], ("Medicare", 5, 4, 3, 2, 1, 15)
    reading = read(tmp_path, catalog, [*title, (head, *ages, "Total A/R"), row])
    lacking = read(tmp_path, catalog, [*title, ("Who", *ages, "Total A/R"), row])

    (record,) = reading.registers.by_id["receivables_ageing"].records
    assert {name: value for name, value in record.cells.items() if name != "payer"} == {
        "within_3_months": 12, "within_6_months": 2, "owed": 15,
    }  # fmt: skip
    (told,) = [one for one in lacking.findings if one.rule == "K09"]
    assert told.facts["columns"].en == "Payer"  # type: ignore[union-attr]
