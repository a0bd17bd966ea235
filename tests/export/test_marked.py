"""The user's own workbooks back: copies, coloured and commented, with a sheet of findings first."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from reportgen.catalog import Catalog, load_catalog
from reportgen.export.marked import workbooks
from reportgen.model.finding import Finding
from reportgen.model.place import Place

BOOK = "data/a.xlsx"


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workbook with a sheet of an awkward name, merged cells, a formula and a comment of its own."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "it's one"
    sheet["A1"], sheet["B2"], sheet["D4"] = 5, "=A1+1", "wide"
    sheet["B2"].comment = Comment("mine", "me")
    sheet.merge_cells("D4:E5")
    (tmp_path / "data").mkdir()
    book.save(tmp_path / BOOK)
    return tmp_path


def error(cell: str, file: str = BOOK, sheet: str | None = "it's one", text: str = "#REF!") -> Finding:
    return Finding("I10", Place(file, sheet, cell), {"text": text})


def opened(copies: dict[str, bytes], name: str = BOOK) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(copies[name]))


def test_cells_are_coloured_and_commented_in_both_languages(folder: Path, catalog: Catalog) -> None:
    sheet = opened(workbooks([error("A1")], folder, [BOOK], catalog))["it's one"]

    assert sheet["A1"].fill.fgColor.rgb[-6:] == "F0DDE3"
    assert "单元格是错误值 #REF!" in sheet["A1"].comment.text
    assert "The cell holds the error value #REF!" in sheet["A1"].comment.text
    assert (sheet["A1"].value, sheet["B2"].value) == (5, "=A1+1")


def test_a_comment_of_the_user_stays_and_several_findings_share_one(folder: Path, catalog: Catalog) -> None:
    note = Finding("I44", Place(BOOK, "it's one", "B2"), {"label": "x", "count": 1, "rows": None})
    text = opened(workbooks([note, error("B2")], folder, [BOOK], catalog))["it's one"]["B2"].comment.text

    assert text.startswith("mine\n\nI44")
    assert "I10" in text


def test_a_cell_within_merged_cells_is_marked_at_their_first(folder: Path, catalog: Catalog) -> None:
    sheet = opened(workbooks([error("E5")], folder, [BOOK], catalog))["it's one"]

    assert "I10" in sheet["D4"].comment.text


def test_the_findings_stand_first_with_links_to_their_cells(folder: Path, catalog: Catalog) -> None:
    book = opened(workbooks([error("A1")], folder, [BOOK], catalog))
    first = book.worksheets[0]
    (row,) = (row for row in first.iter_rows() if row[1].value == "I10")

    assert book.sheetnames[1:] == ["it's one"]
    assert "原文件没有改动" in first["A1"].value
    assert row[2].hyperlink.location == "'it''s one'!A1"


def test_the_original_is_not_touched_and_a_copy_is_the_same_each_time(folder: Path, catalog: Catalog) -> None:
    before = (folder / BOOK).read_bytes()
    first, second = (workbooks([error("A1")], folder, [BOOK], catalog) for _ in range(2))

    assert (folder / BOOK).read_bytes() == before
    assert [path.name for path in (folder / "data").iterdir()] == ["a.xlsx"]
    assert first == second
    assert first[BOOK].endswith(b"reportgen")


def test_the_overview_has_the_findings_of_all_files_with_links_to_the_copies(folder: Path, catalog: Catalog) -> None:
    loose = Finding("I05", Place("data/b.csv"))
    sheet = opened(workbooks([error("A1"), loose], folder, [BOOK, "data/b.csv"], catalog), "findings.xlsx").worksheets[
        0
    ]
    rows = {row[1].value: row[2] for row in sheet.iter_rows()}

    assert rows["I10"].hyperlink.target == "data/a.xlsx"
    assert rows["I05"].hyperlink is None


def test_what_looks_like_a_formula_or_holds_control_characters_is_text(folder: Path, catalog: Catalog) -> None:
    hostile = error("A1", "=HYPERLINK(1)", None, text="a\x01b")
    copies = workbooks([hostile, error("A1", text="\x02")], folder, [BOOK], catalog)
    sheet = opened(copies, "findings.xlsx").worksheets[0]

    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
    assert "a�b" in "".join(str(cell.value) for row in sheet.iter_rows() for cell in row)


def test_a_workbook_of_another_format_comes_back_with_its_values(folder: Path, catalog: Catalog) -> None:
    (folder / "data" / "old.xls").write_bytes((folder / BOOK).read_bytes())  # calamine looks at the content
    copies = workbooks([error("A1", "data/old.xls")], folder, ["data/old.xls"], catalog)
    book = opened(copies, "data/old.xlsx")

    assert book["it's one"]["A1"].value == 5
    assert "without formats and formulas" in "".join(str(cell.value) for cell in next(book.worksheets[0].columns))


def test_two_workbooks_that_differ_in_their_ending_keep_apart(folder: Path, catalog: Catalog) -> None:
    (folder / "data" / "a.xls").write_bytes((folder / BOOK).read_bytes())
    findings = [error("A1"), error("A1", "data/a.xls")]

    assert set(workbooks(findings, folder, [BOOK, "data/a.xls"], catalog)) == {
        "data/a.xlsx", "data/a.xlsx.xlsx", "findings.xlsx",
    }  # fmt: skip


def test_macros_are_left_out_and_that_is_said(folder: Path, catalog: Catalog) -> None:
    with zipfile.ZipFile(folder / BOOK, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    copies = workbooks([error("A1")], folder, [BOOK], catalog)

    with zipfile.ZipFile(io.BytesIO(copies[BOOK])) as archive:
        assert "xl/vbaProject.bin" not in archive.namelist()
    assert "Macros were not copied" in "".join(str(c.value) for c in next(opened(copies).worksheets[0].columns))


def test_a_file_that_cannot_be_copied_is_named_in_the_overview(folder: Path, catalog: Catalog) -> None:
    (folder / "data" / "broken.xlsx").write_bytes(b"PK nothing")
    copies = workbooks([Finding("I05", Place("data/broken.xlsx"))], folder, ["data/broken.xlsx"], catalog)

    assert set(copies) == {"findings.xlsx"}
    assert "data/broken.xlsx" in opened(copies, "findings.xlsx").worksheets[0]["A1"].value
