"""Raised and enclosed figures behind an amount or a name point to a note, and are no part of it."""

from __future__ import annotations

import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Final

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from reportgen import intake
from reportgen.catalog import Catalog
from reportgen.intake.words.figures import figure
from reportgen.intake.words.labels import bare, normalised
from reportgen.intake.workbooks import formats, opening
from reportgen.intake.workbooks.sheets import Sheet

CASE: Final = "entity: {id: h, name: {zh: 示例医院, en: H}}\nregime: other\ncurrency: USD\nscheme: none\n"
PAGE: Final = """<html><body><table><tr><td>Balance sheet</td><td></td></tr><tr><td>(in dollars)</td><td></td></tr>
<tr><td></td><td>2025<sup>1</sup></td></tr><tr><td>Total current assets</td><td>500<sup>1</sup></td></tr>
<tr><td>Total assets<sup>2</sup></td><td>1000</td></tr></table></body></html>"""
DOCUMENT: Final = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0">'
    '<office:automatic-styles><style:style style:name="T1" style:family="text"><style:text-properties'
    ' style:text-position="33% 58%"/></style:style></office:automatic-styles><office:body><office:spreadsheet>'
    '<table:table table:name="A">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
)
CELL: Final = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1234①", 1234), ("1,234.56①", 1234.56), ("1234²", 1234), ("1,234.5⁽¹⁾", 1234.5), ("1,234 *", 1234), ("20†", 20), ("(1,234)②", -1234),
        ("1,234.56 [2]", 1234.56), ("1234⑴", 1234),
    ],
)  # fmt: skip
def test_a_mark_of_a_note_is_no_figure_of_the_amount(cell: str, value: float) -> None:
    """Enclosed and raised figures fold into plain ones: 1234① was read as 12341."""
    assert (figure(cell).value, figure(cell).problem) == (value, None)


@pytest.mark.parametrize("cell", ["①", "²", "1①2", "①1234", "12,345,67"])
def test_a_mark_alone_or_within_makes_no_amount(cell: str) -> None:
    assert (figure(cell).value, figure(cell).problem) == (None, "I09")


def test_names_and_heads_are_compared_without_it() -> None:
    assert (normalised("Total assets²"), normalised("货币资金①")) == ("totalassets", "货币资金")
    assert (bare("2025¹"), bare("期末余额 ②"), bare("建筑面积m²"), bare("①")) == ("2025", "期末余额", "建筑面积m2", "1")


def read(folder: Path, catalog: Catalog) -> dict[str, float]:
    """What is read of the data of the case."""
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    reading = intake.read(intake.open_case(folder), catalog)
    return {one.item: one.value for one in reading.values() if not one.derived}


def test_a_raised_run_of_a_text_is_such_a_mark(tmp_path: Path, catalog: Catalog) -> None:
    """A text is read without its setting: 500 with a raised 1 behind it was 5001."""
    book, small = openpyxl.Workbook(), InlineFont(vertAlign="superscript")
    sheet = book.active
    assert sheet is not None
    for row in [("Balance sheet",), ("(in dollars)",), ("", 2025), ("Total current assets", 0), ("", 1000)]:
        sheet.append(row)
    sheet["B4"] = CellRichText("500", TextBlock(small, "1"))
    sheet["A5"] = CellRichText("Total assets", TextBlock(small, "(2)"))
    (tmp_path / "data").mkdir()
    book.save(tmp_path / "data" / "a.xlsx")

    assert read(tmp_path, catalog) == {"current_assets": 500, "total_assets": 1000}


def test_so_is_one_of_a_page(tmp_path: Path, catalog: Catalog) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.html").write_text(PAGE, encoding="utf-8")

    assert read(tmp_path, catalog) == {"current_assets": 500, "total_assets": 1000}


def test_so_is_one_of_an_open_document(tmp_path: Path, catalog: Catalog) -> None:
    high = '<text:span text:style-name="T1">1</text:span>'
    lines = [("Balance sheet", ""), ("(in dollars)", ""), ("", "2025"), ("Total current assets", f"500{high}")]
    cells = ["".join(map(CELL.format, line)) for line in [*lines, (f"Total assets{high}", "1000")]]
    rows = "".join(f"<table:table-row>{one}</table:table-row>" for one in cells)
    (tmp_path / "data").mkdir()
    with zipfile.ZipFile(tmp_path / "data" / "a.ods", "w") as package:
        for name, part in {**opening.PACKED, "content.xml": DOCUMENT.format(rows=rows)}.items():
            package.writestr(name, part)

    assert read(tmp_path, catalog) == {"current_assets": 500, "total_assets": 1000}


def test_so_is_one_of_an_old_workbook() -> None:
    page = SimpleNamespace(rich_text_runlist_map={(0, 1): [(3, 7)]}, cell_value=lambda *_: "5001")
    sheet = Sheet("a.xls", "A", (("Cash", "5001"),))

    assert formats._with_raised(sheet, page, frozenset({7})).rows == (("Cash", "500¹"),)
    assert formats._with_raised(sheet, page, frozenset()) is sheet
