"""Builds samples/broken: one small case for each mistake, and the findings that it must give.

python -m scripts.broken_samples
"""

from __future__ import annotations

import io
import json
import re
import shutil
import struct
import zipfile
from pathlib import Path
from typing import Any

from reportgen.catalog import load_catalog
from scripts import small_workbooks as small

TARGET = Path(__file__).parents[1] / "samples" / "broken"
CASE = """entity: {id: shili, name: {zh: 示例医院, en: Sample Hospital}}
regime: "2019"
currency: CNY
illustrative: true
"""
FORM = "会政财02"
MONTHLY = ("本月数", "本年累计数")
ANNUAL = ("本年数", "上年数")
INDICATOR = """{id}:
  name: {{zh: 自定义指标, en: Own indicator}}
  ability: operating
  formula: {formula}
  unit: ratio
  direction: higher
  source: 本院 / own
"""


def case(kind: str, text: str = CASE) -> Path:
    """A fresh folder with its case.yaml."""
    folder = TARGET / kind / "case"
    (folder / "data").mkdir(parents=True)
    if text:
        (folder / "case.yaml").write_text(text, encoding="utf-8")
    return folder


def expect(kind: str, exit_code: int, *findings: dict[str, Any], **more: Any) -> None:
    """Write down what must be said."""
    content = {"command": ["check"], "exit_code": exit_code, "findings": list(findings)} | more
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    (TARGET / kind / "expected.json").write_text(text, encoding="utf-8")


def finding(rule: str, severity: str, file: str, **place: Any) -> dict[str, Any]:
    """One expected finding."""
    where = {"file": file, "sheet": None, "cell": None, "line": None} | place
    return {"rule": rule, "severity": severity, "place": where}


def annual(
    folder: Path,
    name: str = "data/2025年度报表.xlsx",
    scale: int = 1,
    leaves: dict[str, int] | None = None,
    changes: small.Cells | None = None,
) -> None:
    """A year's statement of income and expense that ties."""
    catalog = load_catalog()
    columns = [small.figures(FORM, catalog, scale, leaves), small.figures(FORM, catalog)]
    rows = small.sheet(FORM, "2025年度", ANNUAL, columns)
    small.write(folder / name, {"收入费用表": rows}, {"收入费用表": changes or {}})


def monthly(folder: Path, month: int) -> None:
    """A month's statement, the same figures each month and the year to date rolled on."""
    made = small.figures(FORM, load_catalog(), month)
    so_far = small.figures(FORM, load_catalog(), month * (month + 1) // 2)
    rows = small.sheet(FORM, f"2026年{month}月", MONTHLY, [made, so_far])
    small.write(folder / f"data/2026年{month:02}月报表.xlsx", {"收入费用表": rows})


def encrypted() -> bytes:
    """The outer shape of a workbook with a password: a compound file that holds an encrypted package."""
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    signature = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    sizes = struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    sectors = struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0)
    header = signature + bytes(16) + sizes + sectors + struct.pack("<109I", 0, *[free] * 108)
    allocation = struct.pack("<128I", table, end, *[free] * 126)
    root = entry("Root Entry", kind=5, child=1)
    return header + allocation + root + entry("EncryptionInfo", right=2) + entry("EncryptedPackage") + entry("", kind=0)


def entry(name: str, *, kind: int = 2, right: int = 0xFFFFFFFF, child: int = 0xFFFFFFFF) -> bytes:
    """One entry of a compound file's folder."""
    text = name.encode("utf-16-le")
    tail = struct.pack("<36xIQ", 0xFFFFFFFE, 0)
    return struct.pack("<64sHBBIII", text, len(text) + 2, kind, 1, 0xFFFFFFFF, right, child) + tail


def build() -> None:
    """Write all broken cases anew."""
    shutil.rmtree(TARGET, ignore_errors=True)
    unreadable_files()
    files_made_to_harm()
    what_is_not_seen()
    bombs()
    wrong_sheets()
    wrong_definitions()


def unreadable_files() -> None:
    """Files that are no case and no workbook."""
    annual(case("no_case_yaml", ""))
    expect("no_case_yaml", 3, finding("I02", "error", "case.yaml"))
    whole = (TARGET / "no_case_yaml" / "case" / "data" / "2025年度报表.xlsx").read_bytes()
    broken = (
        ("unreadable_workbook", "损坏.xlsx", whole[:3000], "I03"),
        ("empty_workbook", "空.xlsx", b"", "I05"),
        ("encrypted_workbook", "加密.xlsx", encrypted(), "I04"),
    )
    for kind, name, content, rule in broken:
        folder = case(kind)
        annual(folder)
        (folder / "data" / name).write_bytes(content)
        expect(kind, 1, finding(rule, "error", f"data/{name}"))


def files_made_to_harm() -> None:
    """Files that are not what they say, or would harm a reader that trusts them; each beside a good one."""
    whole = (TARGET / "no_case_yaml" / "case" / "data" / "2025年度报表.xlsx").read_bytes()
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    laughs = b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
    bomb = b'<!DOCTYPE a [<!ENTITY a0 "a">' + laughs + b"]>"
    outside = b'<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    kinds = (
        ("pdf_named_workbook", "扫描件.xlsx", b"%PDF-1.4\n1 0 obj <<>> endobj\n%%EOF\n", "I48", None),
        ("picture_named_workbook", "照片.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(64), "I48", None),
        ("web_page_named_workbook", "导出.xls", b"<html><table><tr><td>1</td></tr></table></html>", "I48", None),
        ("far_cell", "远处.xlsx", patched(whole, "sheet1.xml", b"</sheetData>", far), "I50", "收入费用表"),
        ("entity_bomb", "实体.xlsx", patched(whole, "sharedStrings.xml", b"<sst", bomb + b"<sst"), "I49", None),
        ("outside_entity", "外部.xlsx", patched(whole, "sharedStrings.xml", b"<sst", outside + b"<sst"), "I49", None),
        ("not_a_text", "乱码.csv", bytes(range(256)) * 4, "I21", None),
        ("broken_zip_member", "断.xlsx", whole[: len(whole) // 2] + bytes(len(whole) // 2), "I03", None),
    )
    for kind, name, content, rule, page in kinds:
        folder = case(kind)
        annual(folder)
        (folder / "data" / name).write_bytes(content)
        expect(kind, 1, finding(rule, "error", f"data/{name}", sheet=page))
    strange_words()


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


def bombs() -> None:
    """Small files that would unfold to more than the memory holds."""
    spreadsheet = "application/vnd.oasis.opendocument.spreadsheet"
    cell = '<table:table-cell table:number-columns-repeated="900" office:value-type="float" office:value="1"/>'
    rows = f'<table:table-row table:number-rows-repeated="9000">{cell}</table:table-row>' * 100
    kinds = (
        ("zip_bomb", "炸弹.xlsx", {"xl/workbook.xml": bytes(420_000_000)}),
        ("zip_bomb_of_another_kind", "炸弹.xlsb", {"xl/workbook.bin": bytes(420_000_000)}),
        ("rows_without_end", "重复.ods", {"mimetype": spreadsheet.encode(), "content.xml": rows.encode()}),
    )
    for kind, name, members in kinds:
        folder = case(kind)
        annual(folder)
        with zipfile.ZipFile(folder / "data" / name, "w", zipfile.ZIP_BZIP2) as archive:
            for member, content in members.items():
                archive.writestr(zipfile.ZipInfo(member, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_BZIP2)
        expect(kind, 1, finding("I38", "error", f"data/{name}"))


def patched(content: bytes, member: str, old: bytes | re.Pattern[bytes], new: bytes) -> bytes:
    """A workbook with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            part = source.read(info)
            if info.filename.endswith(member):
                part = part.replace(old, new, 1) if isinstance(old, bytes) else old.sub(new, part, count=1)
            target.writestr(zipfile.ZipInfo(info.filename, (2026, 1, 1, 0, 0, 0)), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


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


def wrong_definitions() -> None:
    """Definition files of the user with a mistake, and a division that has no result."""
    annual(case("unknown_key", CASE.replace("currency:", "curency:")))
    expect("unknown_key", 3, finding("D03", "error", "case.yaml", line=3))

    folder = case("unknown_item")
    annual(folder)
    own(folder, "medical_incme / total_income")
    expect("unknown_item", 3, finding("F05", "error", "indicators/own.yaml", line=4))

    folder = case("division_by_zero")
    annual(folder, leaves={"investment_income": 0})
    own(folder, "medical_income / investment_income")
    indicator = {"id": "own_ratio", "value": None, "reason": "zero_denominator"}
    expect("division_by_zero", 0, command=["evaluate", "--period", "2025"], indicator=indicator)


def own(folder: Path, formula: str) -> None:
    """An indicator of the hospital's own."""
    (folder / "indicators").mkdir()
    text = INDICATOR.format(id="own_ratio", formula=formula)
    (folder / "indicators" / "own.yaml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    build()
