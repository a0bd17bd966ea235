"""Expenses by nature below each expense by function: added where the sheet proves them whole, else told and not read."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from intake import rows
from intake.rows import Rows, values
from reportgen.catalog import Catalog
from reportgen.intake.reading import Reading

HEAD: Final[Rows] = [("收入费用表",), ("2025年", "单位：元"), ("项目", "本年累计", "上年同期")]
INCOME: Final[Rows] = [("一、本期收入", 3000, 2800), ("（一）财政拨款收入", 100, 100), ("（二）事业收入", 2880, 2690),
                       ("其中：医疗收入", 2880, 2690), ("（三）其他收入", 20, 10), ("二、本期费用", 2900, 2750)]  # fmt: skip
OPERATING: Final[Rows] = [("（一）业务活动费用", 2400, 2300), ("其中：人员经费", 1200, 1100), ("药品费", 800, 790),
                          ("固定资产折旧费", 300, 310), ("其他费用", 100, 100)]  # fmt: skip
ADMIN: Final[Rows] = [("（二）单位管理费用", 400, 370), ("其中：人员经费", 250, 240), ("固定资产折旧费", 50, 40),
                      ("其他费用", 100, 90)]  # fmt: skip
OTHER: Final[Rows] = [("（三）其他费用", 100, 80), ("其中：利息费用", 60, 50)]
RESULT: Final[Rows] = [("三、本期盈余", 100, 50)]


def read(tmp_path: Path, catalog: Catalog, *parts: Rows, unit: str = "元") -> Reading:
    every = (row for part in (HEAD, INCOME, *parts, RESULT) for row in part)
    return rows.read(
        tmp_path, catalog, [tuple(f"单位：{unit}" if cell == "单位：元" else cell for cell in row) for row in every]
    )


def rules(reading: Reading) -> dict[str, str | None]:
    return {one.rule: one.place.cell for one in reading.findings if one.rule[0] == "I"}


def test_natures_are_added_over_the_functions_in_each_column(tmp_path: Path, catalog: Catalog) -> None:
    found = read(tmp_path, catalog, OPERATING, ADMIN, OTHER)

    now, before = values(found), values(found, "comp")
    assert (now["personnel_expense"], now["drug_expense"], now["depreciation_expense"]) == (1450, 800, 350)
    assert (before["personnel_expense"], before["drug_expense"], before["depreciation_expense"]) == (1340, 790, 350)
    assert (now["other_expense"], before["other_expense"], now["interest_expense"]) == (100, 80, 60)
    assert rules(found) == {"I120": "A10", "I70": "A18"}


def test_a_sum_names_the_cells_that_it_is_made_of(tmp_path: Path, catalog: Catalog) -> None:
    found = read(tmp_path, catalog, OPERATING, ADMIN, OTHER, unit="万元")

    (entity,) = {one.entity for one in found.values()}
    parts = found.dataset.summands(("personnel_expense", entity, "2025", ""))
    assert [(part.name.zh, part.value, [place.cell for place in part.places]) for part in parts] == [
        ("（一）业务活动费用—其中：人员经费", 12_000_000, ["B11"]),
        ("（二）单位管理费用—其中：人员经费", 2_500_000, ["B16"]),
    ]


def test_a_name_of_another_function_that_has_not_the_number_of_one_is_a_part(tmp_path: Path, catalog: Catalog) -> None:
    """The statement has no line of other expenses: the last one is that of administration."""
    found = values(read(tmp_path, catalog, OPERATING, ADMIN))

    assert "other_expense" not in found
    assert found["personnel_expense"] == 1450


@pytest.mark.parametrize(("last", "other"), [(100, None), (80, 80)])
def test_without_numbers_the_sum_tells_where_a_function_ends(
    tmp_path: Path, catalog: Catalog, last: float, other: float | None
) -> None:
    """Behind parts that come to 300 of 400, other expenses of 100 are among them; of 80 they are a function."""
    bare = [(label.partition("）")[2] or label, *cells) for label, *cells in (*OPERATING, *ADMIN)]
    bare[4], bare[-1] = ("水电费", 100, 100), ("其他费用", last, last if other else 90)
    found = values(read(tmp_path, catalog, bare))

    assert found.get("other_expense") == other
    assert found.get("personnel_expense") == 1450


@pytest.mark.parametrize("change", ["undivided", "apart"])
def test_natures_that_no_sum_proves_are_told_and_not_read(tmp_path: Path, catalog: Catalog, change: str) -> None:
    """A function that is not divided, or whose parts do not come to it, may hold more of a nature that it does not name."""
    admin = ADMIN[:1] if change == "undivided" else [ADMIN[0], ("水电费", 90, 90), *ADMIN[2:]]
    found = read(tmp_path, catalog, OPERATING, admin, OTHER)

    assert "personnel_expense" not in values(found)
    assert rules(found)["I121"] == "A11"


def test_a_nature_that_each_function_names_needs_no_further_proof(tmp_path: Path, catalog: Catalog) -> None:
    found = read(tmp_path, catalog, OPERATING[:2], ADMIN[:2], OTHER)

    assert values(found)["personnel_expense"] == 1450
    assert "I121" not in rules(found)


def test_parts_of_parts_are_not_added_twice(tmp_path: Path, catalog: Catalog) -> None:
    goods: Rows = [("商品和服务费用", 900, 890), ("其中：药品费", 800, 790), ("固定资产折旧费", 300, 310)]
    found = values(read(tmp_path, catalog, [*OPERATING[:2], *goods], ADMIN, OTHER))

    assert (found["expense_goods_services"], found["drug_expense"], found["personnel_expense"]) == (900, 800, 1450)
