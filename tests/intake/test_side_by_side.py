"""Two statements side by side on one sheet, each under its own title."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from intake.conftest import rules
from reportgen import intake
from reportgen.catalog import Catalog

ENTITY = "示例医院"


def beside(left: list[list[Any]], right: list[list[Any]], gap: int) -> list[list[Any]]:
    """The cells of two sheets in the same rows, with empty columns between them."""
    wide, far = max(map(len, left)), max(map(len, right))
    height = max(len(left), len(right))
    filled = [[*row, *[None] * (wide - len(row))] for row in [*left, *[[]] * (height - len(left))]]
    others = [[*row, *[None] * (far - len(row))] for row in [*right, *[[]] * (height - len(right))]]
    return [[*one, *[None] * gap, *other] for one, other in zip(filled, others, strict=True)]


@pytest.mark.serves("001-30")
@pytest.mark.parametrize("gap", [1, 3])
def test_each_is_read_with_its_own_unit_and_its_own_cells(
    gap: int, small: ModuleType, catalog: Catalog, tmp_path: Path
):
    income, cash = small.figures("会政财02", catalog, 2), small.figures("会政财04", catalog, 3)
    left = small.sheet("会政财02", "2025年度", ("本年数",), [income], catalog=catalog)
    right = small.sheet("会政财04", "2025年度", ("本年金额",), [cash], unit="万元", catalog=catalog)
    path = small.write(tmp_path / "a.xlsx", {"表": beside(left, right, gap)})

    reading = intake.read_paths([path], catalog)

    value = reading.dataset.value
    assert {item: value(item, ENTITY, "2025") for item in income} == income
    assert {item: value(item, ENTITY, "2025") for item in cash} == {item: 10_000 * x for item, x in cash.items()}
    assert rules(reading) == []
    column = "ABCDEFGH"[max(map(len, left)) + gap + 1]
    assert {v.place.cell[0] for v in reading.values() if v.item in cash and v.place.cell} == {column}


def test_a_sheet_with_an_empty_column_inside_one_statement_stays_whole(
    small: ModuleType, catalog: Catalog, tmp_path: Path
):
    made = small.figures("会政财01", catalog)
    rows = small.sheet("会政财01", "2025年12月31日", ("期末余额", "年初余额"), [made, made], catalog=catalog)
    path = small.write(tmp_path / "a.xlsx", {"表": [[*row[:3], None, *row[3:]] for row in rows]})

    assert rules(intake.read_paths([path], catalog)) == []
