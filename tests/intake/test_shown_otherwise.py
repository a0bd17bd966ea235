"""What a cell shows is not always what it holds, and what is there is not always seen."""

from __future__ import annotations

import datetime as dt
import struct
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from reportgen import intake
from reportgen.catalog import Catalog
from reportgen.intake.columns import stale
from reportgen.intake.workbooks import formats, spreadsheets
from reportgen.intake.workbooks.sheets import Sheet

from .conftest import rules

ROWS: list[list[Any]] = [
    ["收入费用表"],
    ["编制单位：甲院", "2025年度", "单位：{unit}"],
    ["项目", "本年数", "上年数"],
    ["一、本期收入", 5_000_000.0, 4_000_000.0],
    ["（二）事业收入", 3_000_000.0, 2_500_000.0],
    ["（三）上级补助收入", 2_000_000.0, 1_500_000.0],
    ["二、本期费用", 4_500_000.0, 3_900_000.0],
    ["三、本期盈余", 500_000.0, 100_000.0],
]
Write = Callable[..., Path]


@pytest.fixture
def book(tmp_path: Path) -> Write:
    def made(unit: str, code: str = "", *, rows: Iterable[int] = (), columns: Iterable[int] = ()) -> Path:
        with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as target:
            sheet, shown = target.add_worksheet("表"), target.add_format({"num_format": code or "0.00"})
            for row, cells in enumerate(ROWS):
                for column, cell in enumerate(cells):
                    said = cell.format(unit=unit) if isinstance(cell, str) else cell
                    sheet.write(row, column, said, shown if isinstance(cell, float) else None)
            for row in rows:
                sheet.set_row(row, None, None, {"hidden": True})
            for column in columns:
                sheet.set_column(column, column, None, None, {"hidden": True})
        return tmp_path / "a.xlsx"

    return made


def value(path: Path, catalog: Catalog) -> float | None:
    return intake.read_paths([path], catalog).dataset.value("total_income", "甲院", "2025")


@pytest.mark.parametrize(
    ("code", "power"),
    [
        ("#,##0.00", 0), ("General", 0), ("0.00,", 3), ("#,##0,", 3), ("#,##0.00,,", 6), ("0!.0,", 4), ("0!.0000", 4),
        ("0\\.0000", 4), ('0"."0,', 4), ('#,##0.00,"千元"', 3), ("#,##0.00_);(#,##0.00)", 0), ("0.00%", formats.PERCENT),
        ('yyyy"年"', formats.YEAR), ("yyyy\\年;@", formats.YEAR), ('yyyy"年"m"月"', 0), ('0"%"', 0), ("[>=10000]0!.0,;0", 4), ("yyyy-mm-dd", 0), ('_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', 0),
    ],
)  # fmt: skip
def test_a_format_tells_by_how_much_it_shrinks(code: str, power: int):
    assert formats.power_of(code) == power


@pytest.mark.parametrize(("unit", "code"), [("千元", "#,##0.00,"), ("万元", "0!.0000"), ("元", "#,##0.00,")])
def test_what_the_cell_holds_is_read_and_not_multiplied_again(unit: str, code: str, book: Write, catalog: Catalog):
    path = book(unit, code)

    reading = intake.read_paths([path], catalog)

    assert reading.dataset.value("total_income", "甲院", "2025") == 5_000_000
    assert [(f.rule, f.place.cell, f.facts["count"]) for f in reading.findings] == [("I71", "B4", 10)]


def test_a_large_amount_that_is_shown_in_its_unit_is_none_too_large_for_it(tmp_path: Path, catalog: Catalog):
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as target:
        sheet, shown = target.add_worksheet("表"), target.add_format({"num_format": "0!.0000"})
        for row, cells in enumerate(ROWS):
            for column, cell in enumerate(cells):
                held = cell.format(unit="万元") if isinstance(cell, str) else cell * 1000
                sheet.write(row, column, held, shown if isinstance(held, float) else None)

    assert value(tmp_path / "a.xlsx", catalog) == 5_000_000_000


def test_a_unit_of_its_own_and_a_plain_format_multiply_as_ever(book: Write, catalog: Catalog):
    assert value(book("万元"), catalog) == 50_000_000_000


def test_a_unit_and_a_format_that_do_not_agree_leave_nothing_to_trust(book: Write, catalog: Catalog):
    reading = intake.read_paths([book("万元", "#,##0.00,")], catalog)

    assert not reading.has_values
    assert rules(reading) == ["W05"]


def test_a_percentage_by_format_is_no_amount(book: Write, catalog: Catalog):
    reading = intake.read_paths([book("元", "0.00%")], catalog)

    assert not reading.has_values
    assert set(rules(reading)) == {"I12"}


def test_hidden_rows_and_columns_are_read_and_told_once_a_run(book: Write, catalog: Catalog):
    reading = intake.read_paths([book("元", rows=(4, 5), columns=(2,))], catalog)

    assert [(f.rule, f.place.cell, f.facts["what"]) for f in reading.findings] == [
        ("W21", "B5", "@intake.row"), ("W21", "C4", "@intake.column"),
    ]  # fmt: skip
    assert reading.dataset.value("business_income", "甲院", "2025", "comp") == 2_500_000


SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{kind}:1.0"'
    for name, kind in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("number", "datastyle"),
        ("style", "style"),
    )
)
HIDDEN = ' table:visibility="collapse"'
SHRUNK = (
    '<number:number-style style:name="N1"><number:number number:display-factor="1000"/></number:number-style>'
    '<style:style style:name="c1" style:family="table-cell" style:data-style-name="N1"/>'
)


def open_document(path: Path, unit: str) -> Path:
    """The same table as an OpenDocument spreadsheet: in thousands by its style, a row and a column hidden."""

    def cell(value: Any) -> str:
        if isinstance(value, float):
            return f'<table:table-cell table:style-name="c1" office:value-type="float" office:value="{value}"/>'
        return f'<table:table-cell office:value-type="string"><text:p>{value.format(unit=unit)}</text:p></table:table-cell>'

    rows = [
        f"<table:table-row{HIDDEN if place == 4 else ''}>{''.join(map(cell, row))}</table:table-row>"
        for place, row in enumerate(ROWS)
    ]
    columns = '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
    body = f'<table:table table:name="表">{columns}{"".join(rows)}</table:table>'
    content = (
        f"<office:document-content {SPACES}><office:automatic-styles>{SHRUNK}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", f'<?xml version="1.0" encoding="UTF-8"?>{content}')
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>',
        )
    return path


@pytest.mark.slow
def test_an_open_document_hides_and_shrinks_as_well(catalog: Catalog, tmp_path: Path):
    reading = intake.read_paths([open_document(tmp_path / "a.ods", "千元")], catalog)

    assert reading.dataset.value("total_income", "甲院", "2025") == 5_000_000
    assert sorted(rules(reading)) == ["I71", "W21", "W21"]


def record(number: int, layout: str, *values: Any) -> bytes:
    """One record of an old workbook (BIFF8)."""
    body = struct.pack(f"<{layout}", *values)
    return struct.pack("<HH", number, len(body)) + body


def old_workbook(code: bytes = b"0,", *, lines: int = 0) -> bytes:
    """5 000 in B2 shown as 5, row 2 and column C hidden; 8 of the lines of its font strikes through."""
    name = b"a"
    font = record(0x31, "HHHHHBBBBBB5s", 200, lines, 0x7FFF, 400, 0, 0, 0, 0, 0, 5, 0, b"Arial")
    head = record(0x809, "HHHHII", 0x600, 5, 0, 0, 0, 0) + font * 4
    head += record(0x41E, f"HHB{len(code)}s", 164, len(code), 0, code)
    head += record(0xE0, "HHHBBBBIIH", 0, 164, 1, 0, 0, 0, 0, 0, 0, 0)
    rest = len(record(0x85, "IBBBB1s", 0, 0, 0, 1, 0, name)) + len(record(0x0A, ""))
    head += record(0x85, "IBBBB1s", len(head) + rest, 0, 0, 1, 0, name) + record(0x0A, "")
    page = record(0x809, "HHHHII", 0x600, 0x10, 0, 0, 0, 0)
    page += record(0x7D, "HHHHHH", 2, 2, 2048, 0, 1, 0) + record(0x208, "HHHHHHI", 1, 1, 2, 255, 0, 0, 0x20)
    return head + page + record(0x203, "HHHd", 1, 1, 0, 5000.0) + record(0x0A, "")


def test_an_old_workbook_hides_and_shrinks_as_well():
    (marked,) = formats.with_markup(old_workbook(), (Sheet("a.xls", "a", (("", ""), ("", 5000.0))),))

    assert (marked.hidden_rows, marked.hidden_columns, marked.formats) == ({1}, {2}, {(1, 1): 3})


@pytest.mark.parametrize("code", [b'"$"#,##0', b"[$$-409]#,##0", b'_("$"* #,##0_)'])
def test_an_old_workbook_shows_the_sign_of_a_currency_by_its_formats(code: bytes) -> None:
    (marked,) = formats.with_markup(old_workbook(code), (Sheet("a.xls", "a", (("", ""), ("", 5000.0))),))

    assert (marked.signs, marked.formats) == ({(1, 1): "$"}, {})


PLAIN_STYLE = '<number:number-style style:name="N1"><number:number/></number:number-style>'
SYMBOL_STYLE = (
    '<number:currency-style style:name="N1"><number:currency-symbol number:language="en">$</number:currency-symbol>'
    "<number:number/></number:currency-style>"
)
WRITTEN_STYLE = (
    '<number:number-style style:name="N1"><number:text> $</number:text><number:number/></number:number-style>'
)
BY_SIGN_STYLE = (
    f'{SYMBOL_STYLE.replace("N1", "N0")}<number:text-style style:name="N1"><number:text-content/>'
    '<style:map style:condition="value()&gt;0" style:apply-style-name="N0"/></number:text-style>'
)


@pytest.mark.parametrize(
    ("style", "sign"), [(PLAIN_STYLE, ""), (SYMBOL_STYLE, "$"), (WRITTEN_STYLE, "$"), (BY_SIGN_STYLE, "$")]
)
def test_an_open_document_shows_the_sign_of_a_currency_by_its_styles(style: str, sign: str) -> None:
    spaces = " ".join(f'xmlns:{name}="urn:{name}"' for name in ("office", "table", "style", "number"))
    content = (
        f'<office:document-content {spaces}>{style}<style:style style:name="c" style:data-style-name="N1"/>'
        '<table:table table:name="a"><table:table-row><table:table-cell table:style-name="c" office:value-type="float"/>'
        "</table:table-row></table:table></office:document-content>"
    )

    (marked,) = formats.open_document_with_markup(content.encode(), b"", (Sheet("a.ods", "a", ((5000.0,),)),))

    assert marked.signs == ({(0, 0): sign} if sign else {})


@pytest.mark.parametrize("how", ["xlsx", "csv"])
def test_figures_that_are_struck_through_are_told(tmp_path: Path, catalog: Catalog, how: str) -> None:
    """Nobody knows whether they still hold; a label and a plain figure are no such figures."""
    if how == "csv":
        (tmp_path / "a.csv").write_text("\n".join(",".join(map(str, row)).format(unit="元") for row in ROWS), "utf-8")
    else:
        with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as target:
            sheet, struck = target.add_worksheet("表"), target.add_format({"font_strikeout": True})
            for row, cells in enumerate(ROWS):
                sheet.write_row(row, 0, [cell.format(unit="元") if isinstance(cell, str) else cell for cell in cells])
            for row in (4, 6):
                sheet.write(row, 0, ROWS[row][0], struck)
                sheet.write(row, 1, ROWS[row][1], struck)

    reading = intake.read_paths([tmp_path], catalog)

    told = [(one.place.cell, one.facts["count"]) for one in reading.findings if one.rule == "W92"]
    assert told == ([("B5", 2)] if how == "xlsx" else [])
    assert reading.dataset.value("total_expense", "甲院", "2025") == 4_500_000


def test_old_workbooks_and_open_documents_strike_through_as_well() -> None:
    blank = Sheet("a.xls", "a", (("", ""), ("", 5000.0)))
    spaces = " ".join(f'xmlns:{name}="urn:{name}"' for name in ("office", "table", "style"))
    content = (
        f"<office:document-content {spaces}>"
        '<style:style style:name="c"><style:text-properties style:text-line-through-style="solid"/></style:style>'
        '<style:style style:name="d"><style:text-properties style:text-line-through-style="none"/></style:style>'
        '<table:table table:name="a"><table:table-row>'
        '<table:table-cell table:style-name="c" office:value-type="float"/>'
        '<table:table-cell table:style-name="d" office:value-type="float"/>'
        "</table:table-row></table:table></office:document-content>"
    )

    (old,) = formats.with_markup(old_workbook(lines=8), (blank,))
    (plain,) = formats.with_markup(old_workbook(), (blank,))
    (document,) = formats.open_document_with_markup(content.encode(), b"", (Sheet("a.ods", "a", ((1.0, 2.0),)),))

    assert ({*old.struck}, {*plain.struck}, {*document.struck}) == ({(1, 1)}, set(), {(0, 0)})


def sheet(*rows: tuple[Any, ...]) -> Sheet:
    return Sheet("a.xlsx", "表", rows)


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("SUM(A1:A3)", 6.0), ("A1+A2-A3", 0.0), ("SUM(A1:A2)+A3", 6.0), ("=+A1+1.5", 2.5), ("SUM(A1,A3)-SUM(A2)", 2.0),
        ("$A$1+A2", 3.0), ("SUM(A1:B3)", 6.0), ("A1*2", None), ("IF(A1=1,2,3)", None), ("Sheet2!A1+A2", None), ("B1+A1", None),
        ("SUM(A1:XFD1048576)", None), ("", None), ("A1 A2", None),
    ],
)  # fmt: skip
def test_sums_and_differences_are_worked_out_and_nothing_else(formula: str, result: float | None):
    assert stale.result(sheet((1.0, "x"), (2.0, ""), (3.0, "")), formula) == result


def test_a_shared_formula_moves_with_its_cell():
    assert spreadsheets.moved((5, 2), "SUM($A5:B5)+C$6-LOG10(D1)", (7, 3)) == "SUM($A7:C7)+D$6-LOG10(E3)"


@pytest.mark.parametrize(("stored", "told"), [(3.0, []), (4.0, [("I73", "B4", 3.0)])])
def test_a_stored_result_that_is_not_what_the_cells_come_to(
    stored: float, told: list[tuple[str, str, float]], tmp_path: Path, catalog: Catalog
):
    rows = [["年报"], ["编制单位：甲院", "2025年度", "单位：元"], ["项目", "本年数"], ["负债和净资产总计", "=SUM(B5:B6)"],
            ["负债合计", 1], ["净资产合计", 2]]  # fmt: skip
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        page = book.add_worksheet("表")
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if str(cell).startswith("="):
                    page.write_formula(row, column, str(cell), None, stored)
                else:
                    page.write(row, column, cell)

    reading = intake.read_paths([tmp_path], catalog)

    assert [(f.rule, f.place.cell, f.facts["now"]) for f in reading.findings] == told
    assert reading.dataset.value("liabilities_and_net_assets_total", "甲院", "2025") == stored


def test_prefixed_names_and_cells_without_references_hide_no_formula(book: Write, tmp_path: Path, catalog: Catalog):
    path = book("元")
    target = tmp_path / "b.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml"):
                content = content.replace(b'<c r="B4" s="1"><v>5000000</v></c>', b'<c r="B4" s="1"><f>1+1</f></c>')
                assert b"<f>" in content
                for tag in (b"worksheet", b"sheetData", b"row", b"c", b"v", b"f"):
                    content = content.replace(b"<%s " % tag, b"<x:%s " % tag).replace(b"<%s>" % tag, b"<x:%s>" % tag)
                    content = content.replace(b"</%s>" % tag, b"</x:%s>" % tag)
                content = content.replace(b"xmlns=", b"xmlns:x=", 1)
            new.writestr(name, content)

    reading = intake.read_paths([target], catalog)

    assert ("W19", "B4") in [(f.rule, f.place.cell) for f in reading.findings]


def test_of_two_versions_of_a_figure_the_column_that_shows_is_read(tmp_path: Path, catalog: Catalog):
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as target:
        sheet = target.add_worksheet("表")
        for row, cells in enumerate(ROWS):
            said = [cell.format(unit="元") if isinstance(cell, str) else cell for cell in cells]
            shown = [said[0], "审计前" if row == 2 else said[1] * 2 if row > 2 else None, *said[1:]]
            sheet.write_row(row, 0, shown)
        sheet.set_column(1, 1, None, None, {"hidden": True})

    reading = intake.read_paths([tmp_path], catalog)

    assert reading.dataset.value("total_income", "甲院", "2025") == 5_000_000
    assert [(f.rule, f.place.cell) for f in reading.findings] == [("W21", "B4"), ("I36", "B3")]


@pytest.mark.parametrize(("code", "period"), [('yyyy"年"', "2025"), ('yyyy"年"m"月"', "2025-01")])
def test_a_day_heads_a_column_by_what_of_it_shows(code: str, period: str, tmp_path: Path, catalog: Catalog):
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as target:
        sheet, shown = target.add_worksheet("表"), target.add_format({"num_format": code})
        sheet.write_row(0, 0, ["收入费用表 单位：元"])
        sheet.write_row(1, 0, ["项目"])
        for column, year in enumerate((2025, 2024), 1):
            sheet.write_datetime(1, column, dt.datetime(year, 1, 1), shown)  # noqa: DTZ001 - of a workbook
        for row, cells in enumerate(ROWS[3:], 2):
            sheet.write_row(row, 0, cells)

    dataset = intake.read_paths([tmp_path], catalog).dataset

    assert dataset.value("total_income", "", period) == 5_000_000
