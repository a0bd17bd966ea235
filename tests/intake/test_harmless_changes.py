"""A year's statements as other programs and hands leave them: what changes no figure on paper changes none here."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from reportgen import intake
from reportgen.catalog import Catalog

YEAR: Final = Path(__file__).parents[2] / "samples" / "renhe" / "data" / "2025" / "2025年度财务报表.xlsx"
WIDE: Final = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")
TITLE_ROWS: Final = 2
Change = Callable[[Workbook], None]
Figures = Mapping[tuple[str, str, str, str], float]


def figures(folder: Path, catalog: Catalog) -> Figures:
    found = intake.read_paths([folder], catalog).values()
    return {(one.item, one.entity, one.period, one.view): one.value for one in found}


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory, catalog: Catalog) -> Figures:
    found = figures(saved(openpyxl.load_workbook(YEAR), tmp_path_factory.mktemp("year")), catalog)
    assert len(found) > 500
    return found


def saved(book: Workbook, folder: Path) -> Path:
    book.save(folder / "a.xlsx")
    return folder


def moved(rows: int, columns: int) -> Change:
    def change(book: Workbook) -> None:
        for sheet in book.worksheets:
            for area in map(str, list(sheet.merged_cells.ranges)):
                sheet.unmerge_cells(area)
            sheet.insert_rows(1, rows) if rows else sheet.insert_cols(1, columns)

    return change


def numbers(written: Callable[[str], str]) -> Change:
    def change(book: Workbook) -> None:
        for cell in (cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row):
            if isinstance(cell.value, float) or (type(cell.value) is int and abs(cell.value) > 9999):
                cell.value = written(f"{cell.value:,}")

    return change


def spaced_titles(book: Workbook) -> None:
    for sheet in book.worksheets:
        for row in sheet.iter_rows(max_row=TITLE_ROWS):
            for cell in row:
                if isinstance(cell.value, str):
                    cell.value = "\N{IDEOGRAPHIC SPACE}".join(cell.value)


def plain_names(book: Workbook) -> None:
    for number, sheet in enumerate(book.worksheets, start=1):
        sheet.title = f"Sheet{number}"


def note_below(sheet: Worksheet) -> None:
    sheet.cell(sheet.max_row + 2, 1).value = "注：本表由财务科根据账簿编制，打印日期：2026-03-30"


def noted(book: Workbook) -> None:
    for sheet in book.worksheets:
        note_below(sheet)
    book.create_sheet("说明")["A1"] = "本工作簿由信息系统导出"


CHANGES: Final[Mapping[str, Change]] = {
    "blank rows above": moved(3, 0),
    "blank columns in front": moved(0, 2),
    "numbers as text": numbers(str),
    "full width": numbers(lambda text: text.translate(WIDE)),
    "titles spaced out": spaced_titles,
    "sheets without names": plain_names,
    "notes and an explanation": noted,
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_no_figure_on_paper_changes_none_here(
    tmp_path: Path, catalog: Catalog, usual: Figures, change: str
) -> None:
    book = openpyxl.load_workbook(YEAR)
    CHANGES[change](book)

    assert figures(saved(book, tmp_path), catalog) == usual


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_sheets_saved_as_text_hold_the_same_figures(
    tmp_path: Path, catalog: Catalog, usual: Figures, encoding: str
) -> None:
    for sheet in openpyxl.load_workbook(YEAR).worksheets:
        with (tmp_path / f"{sheet.title}.csv").open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows(sheet.iter_rows(values_only=True))

    assert figures(tmp_path, catalog) == usual
