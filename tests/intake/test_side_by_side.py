"""Two statements side by side on one sheet, each under its own title."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import openpyxl
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


@pytest.mark.parametrize("heads", [("2025", "2024", "2025", "2024"), ("2025", "2024", "2023", "2022")])
@pytest.mark.parametrize("gap", [0, 1])
def test_names_of_lines_without_a_head_begin_a_second_statement(
    heads: tuple[str, ...], gap: int, catalog: Catalog, tmp_path: Path
) -> None:
    """Their figures had been those of the lines in front: patient revenue was cash of its year, without a word."""
    now, before, own, last = heads
    left = [
        ["Balance Sheet"], ["(in dollars)"], ["", now, before], ["Cash and cash equivalents", 100, 90],
        ["Total current assets", 300, 270], ["Total assets", 400, 370], ["Total liabilities", 50, 40],
    ]  # fmt: skip
    right = [
        ["Income Statement"], ["(in dollars)"], ["", own, last], ["Net patient service revenue", 1000, 900],
        ["Total operating revenue", 1010, 910], ["Total operating expenses", 950, 850], ["Operating income", 60, 60],
    ]  # fmt: skip
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text(
        "entity: {id: h, name: {en: H}}\nregime: other\ncurrency: USD\nlanguages: en\n", "utf-8"
    )
    write(tmp_path / "data" / "a.xlsx", beside(left, right, gap))

    value = intake.read(intake.open_case(tmp_path), catalog).dataset.value

    assert [value("cash_and_bank", "h", year) for year in (now, before)] == [100, 90]
    assert [value("medical_income", "h", year) for year in (own, last)] == [1000, 900]
    assert [value("total_expense", "h", year) for year in (own, last)] == [950, 850]


@pytest.mark.parametrize("marks", [("F", "U", "F"), ("F", "up on price", "U"), ("(1)", "(2)", "(3)")])
def test_marks_between_figures_are_no_names_of_lines(marks: tuple[str, ...], catalog: Catalog, tmp_path: Path) -> None:
    lines = ("Cash and cash equivalents", "Total current assets", "Total assets")
    rows = [[name, 100, mark, 90] for name, mark in zip(lines, marks, strict=True)]
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text(
        "entity: {id: h, name: {en: H}}\nregime: other\ncurrency: USD\nlanguages: en\n", "utf-8"
    )
    write(tmp_path / "data" / "a.xlsx", [["Balance Sheet"], ["(in dollars)"], ["", "2025", "", "2024"], *rows])

    value = intake.read(intake.open_case(tmp_path), catalog).dataset.value

    assert [value("cash_and_bank", "h", year) for year in ("2025", "2024")] == [100, 90]


def write(path: Path, rows: list[list[Any]]) -> None:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(path)
