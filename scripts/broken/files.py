"""Files that are no workbook, or would harm a reader that trusts them."""

from __future__ import annotations

import zipfile

from scripts.broken.compound import encrypted
from scripts.broken.folder import TARGET, annual, case, expect, finding, patched


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
