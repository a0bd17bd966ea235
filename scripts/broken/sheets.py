"""Workbooks that open, with something wrong, misleading or out of sight in them."""

from __future__ import annotations

import re
from typing import Any

from reportgen.catalog import load_catalog
from scripts import small_workbooks as small
from scripts.broken.folder import ANNUAL, FORM, TARGET, annual, case, expect, finding, monthly, patched


def strange_words() -> None:
    """Names and words that would mislead whoever trusts them, in workbooks that are otherwise right."""
    book, page = "data/2025年度报表.xlsx", "收入费用表"
    annual(case("control_characters"), changes={(4, 0): "一、本期收入\u202e", (5, 0): "（一）财政\u200b拨款收入"})
    expect("control_characters", 0, finding("I53", "warning", book, sheet=page, cell="A5"))

    folder = case("sheet_named_like_a_path")
    catalog = load_catalog()
    rows = small.sheet(FORM, "2025年度", ANNUAL, [small.figures(FORM, catalog), small.figures(FORM, catalog)])
    small.write(folder / book, {"收入费用表": rows})
    content = (folder / book).read_bytes()
    (folder / book).write_bytes(patched(content, "xl/workbook.xml", "收入费用表".encode(), b"../../etc/passwd"))
    expect("sheet_named_like_a_path", 0)

    folder = case("link_to_another_workbook")
    annual(folder, changes={(4, 1): "='[C:\\\\other.xlsx]Sheet1'!B5"})
    expect("link_to_another_workbook", 1, finding("W19", "error", book, sheet=page, cell="B5"))

    annual(case("text_named_workbook"))
    text = "entity,period,item,value\n示例医院,2024,net_assets,5\n"
    (TARGET / "text_named_workbook" / "case" / "data" / "台账.xls").write_text(text, encoding="utf-8")
    expect("text_named_workbook", 0, finding("I51", "note", "data/台账.xls"))


def what_is_not_seen() -> None:
    """Workbooks that hold what they do not show, or show what they do not hold."""
    book, page = "data/2025年度报表.xlsx", "收入费用表"
    column = b'<cols><col min="3" max="3" width="9" hidden="1"/></cols><sheetData'
    name = b'<numFmts count="1"><numFmt numFmtId="164" formatCode="#,##0.00,"/></numFmts><fonts'
    style = b'<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    total = re.compile(rb'<c r="B5"><v>(\d+)</v></c>')
    kinds: tuple[tuple[str, str, list[tuple[str, bytes | re.Pattern[bytes], bytes]], str | None], ...] = (
        ("hidden_column", "W21", [("sheet1.xml", b"<sheetData", column)], "C5"),
        ("scaled_number_format", "I71", [("styles.xml", b"<fonts", name), ("styles.xml", b"</cellXfs>", style),
                                         ("sheet1.xml", total, rb'<c r="B5" s="1"><v>\1</v></c>')], "B5"),
        ("stale_formula", "I73", [("sheet1.xml", total, rb'<c r="B5"><f>B6+B10</f><v>\1</v></c>')], "B5"),
        ("hidden_sheet", "W21", [("workbook.xml", b'sheetId="1"', b'sheetId="1" state="veryHidden"')], None),
    )  # fmt: skip
    for kind, rule, changes, cell in kinds:
        folder = case(kind)
        annual(folder)
        content = (folder / book).read_bytes()
        for member, old, new in changes:
            content = patched(content, member, old, new)
        (folder / book).write_bytes(content)
        alone = kind == "hidden_sheet"  # nothing else is read
        expect(kind, int(alone), finding(rule, "error" if alone else "warning", book, sheet=page, cell=cell))

    annual(case("two_units"), changes={(0, 0): "收入费用表（单位：万元）"})
    expect("two_units", 1, finding("W05", "error", book, sheet=page))
    annual(case("odd_period"), changes={(2, 1): "2025年下半年"})
    expect("odd_period", 1, finding("I72", "error", book, sheet=page, cell="B3"))


def wrong_sheets() -> None:
    """Workbooks that open, with something wrong in them."""
    book, sheet = "data/2025年度报表.xlsx", "收入费用表"
    folder = case("unknown_form")
    annual(folder)
    rows: list[list[Any]] = [["食堂流水", None, None, None], ["窗口", "早餐", "午餐", "晚餐"]]
    rows += [[f"{number}号窗口", 120 + number, 310 + number, 205 + number] for number in range(1, 9)]
    small.write(folder / "data" / "食堂.xlsx", {"流水": rows})
    expect("unknown_form", 0, finding("I08", "warning", "data/食堂.xlsx", sheet="流水"))

    folder = case("missing_month")
    for month in (6, 8):
        monthly(folder, month)
    expect("missing_month", 0, finding("I16", "warning", "data/2026年08月报表.xlsx", sheet=sheet))

    annual(case("text_for_number"), changes={(9, 1): "见附注"})
    expect("text_for_number", 1, finding("I09", "error", book, sheet=sheet, cell="B10"))

    annual(case("formula_without_value"), changes={(4, 1): "=B6+B10"})
    expect("formula_without_value", 1, finding("W19", "error", book, sheet=sheet, cell="B5"))

    folder = case("two_files_one_form")
    annual(folder)
    annual(folder, "data/2025年度报表（改）.xlsx", scale=2)
    expect("two_files_one_form", 1, finding("W16", "error", "data/2025年度报表（改）.xlsx", sheet=sheet))
