"""Rows of a form that a sheet gives by their parts alone, and blank totals beside those of the period."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from intake.rows import Rows, read, values
from reportgen.catalog import Catalog
from reportgen.intake.reading import Reading
from reportgen.model.finding import Severity

HEAD: Final[Rows] = [
    ("资产负债表",),
    ("编制单位：某县医院", "2025年12月31日", "单位：元"),
    ("项目", "期末余额", "年初余额"),
]
REST: Final[Rows] = [
    ("存货", 50, 40), ("流动资产合计", 260, 220), ("固定资产净值", 520, 500), ("非流动资产合计", 520, 500),
    ("资产总计", 780, 720), ("应付账款", 110, 100), ("流动负债合计", 110, 100), ("负债合计", 110, 100),
    ("净资产合计", 670, 620), ("负债和净资产总计", 780, 720),
]  # fmt: skip


def told(reading: Reading, *rules: str) -> list[tuple[str, str | None]]:
    return [(one.rule, one.place.cell) for one in reading.findings if one.rule in {"I13", "I33", *rules}]


def test_the_only_part_of_a_row_is_that_row_where_the_total_proves_it(tmp_path: Path, catalog: Catalog) -> None:
    found = read(tmp_path, catalog, [*HEAD, ("货币资金", 120, 100), ("应收医疗款", 90, 80), *REST])

    assert (values(found)["accounts_receivable_net"], values(found, "open")["accounts_receivable_net"]) == (90, 80)
    assert values(found)["ar_medical"] == 90
    assert told(found, "I123") == [("I123", "A5")]
    assert found.unread == ()


def test_several_parts_are_added_and_deducted_by_their_signs(tmp_path: Path, catalog: Catalog) -> None:
    parts: Rows = [("库存现金", 1, 2), ("银行存款", 119, 98), ("应收医疗款", 95, 84), ("减：应收账款坏账准备", 5, 4)]
    found = read(tmp_path, catalog, [*HEAD, *parts, *REST])

    assert (values(found)["cash_and_bank"], values(found)["accounts_receivable_net"]) == (120, 90)
    (entity,) = {one.entity for one in found.values()}
    cash = found.dataset.summands(("cash_and_bank", entity, "2025", ""))
    assert [(part.value, part.places[0].cell) for part in cash] == [(1, "B4"), (119, "B5")]


@pytest.mark.parametrize("amounts", [(100, 80), (90, 90)])
def test_without_the_proof_of_each_column_nothing_is_read(
    tmp_path: Path, catalog: Catalog, amounts: tuple[int, int]
) -> None:
    found = read(tmp_path, catalog, [*HEAD, ("货币资金", 120, 100), ("应收医疗款", *amounts), *REST])

    assert "accounts_receivable_net" not in values(found)
    assert told(found, "I123") == []


def test_what_rounding_may_leave_proves_no_part_that_is_smaller(tmp_path: Path, catalog: Catalog) -> None:
    """The total is one less than its lines: it may be without the one of cash on hand."""
    parts: Rows = [("库存现金", 1, 1), ("银行存款", 120, 100), ("应收账款净额", 90, 80)]

    assert "cash_and_bank" not in values(read(tmp_path, catalog, [*HEAD, *parts, *REST]))


def test_the_same_on_the_form_itself(tmp_path: Path, catalog: Catalog) -> None:
    form = catalog.forms["会政财01"]
    labels = [row.label for row in (*form.rows, *form.right_rows) if row.label != "应收账款净额"]
    known = {label: cells for label, *cells in (("货币资金", 120, 100), *REST)}
    rows = [(label, *known.get(label, (None, None))) for label in labels]
    rows.insert(rows.index(("货币资金", 120, 100)) + 1, ("应收医疗款", 90, 80))

    found = read(tmp_path, catalog, [*HEAD, *rows])

    assert [reading.form for reading in found.dataset.forms] == ["会政财01"]
    assert (values(found)["accounts_receivable_net"], values(found, "open")["accounts_receivable_net"]) == (90, 80)
    assert [rule for rule, _ in told(found, "I123")] == ["I123"]


def test_a_part_beside_its_row_is_no_second_one(tmp_path: Path, catalog: Catalog) -> None:
    found = read(
        tmp_path, catalog, [*HEAD, ("货币资金", 120, 100), ("应收账款净额", 90, 80), ("应收医疗款", 60, 50), *REST]
    )

    assert values(found)["accounts_receivable_net"] == 90
    assert told(found, "I123") == []


INCOME: Final[Rows] = [
    ("收入费用表",), ("2025年", "单位：元"), ("项目", "本年数", "上年数", "全年预算"), ("一、本期收入", 3000, 2900, 3100),
    ("（二）事业收入", 3000, 2900, 3100), ("其中：医疗收入", 3000, 2900, 3100), ("二、本期费用", 2900, 2850, 3000),
    ("（一）业务活动费用", 2900, 2850, 3000),
]  # fmt: skip


def test_a_blank_total_of_a_budget_or_of_last_year_is_added_up(tmp_path: Path, catalog: Catalog) -> None:
    found = read(tmp_path, catalog, [*INCOME, ("三、本期盈余", 100, None, None)])

    assert (values(found, "comp")["period_surplus"], values(found, "budget")["period_surplus"]) == (50, 100)
    assert told(found, "I75", "I122") == [("I122", "C9")]


def test_a_blank_total_of_the_period_is_an_error_and_beside_it_a_warning(tmp_path: Path, catalog: Catalog) -> None:
    """Where a line of the total is blank too, nobody can say what it comes to."""
    rows = [("二、本期费用", 2900, None, 3000) if row[0] == "二、本期费用" else row for row in INCOME]
    found = read(tmp_path, catalog, [*rows, ("三、本期盈余", None, None, 100)])

    severities = {
        (one.place.cell, one.severity or catalog.messages.severity(one)) for one in found.findings if one.rule == "I75"
    }
    assert ("B9", Severity.ERROR) in severities
    assert ("C9", Severity.WARNING) in severities
    assert "period_surplus" not in values(found, "comp")
