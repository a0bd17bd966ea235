"""Binary workbooks (xlsb): their cells are read, and what cannot be seen of them is told."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path

from intake.conftest import rules
from reportgen import intake
from reportgen.catalog import Catalog
from reportgen.model.finding import Severity

RELATION = '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{0}" Target="{1}"/>'
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{0}</Relationships>'


def record(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return head + bytes([len(content) & 0x7F | (0x80 if len(content) > 0x7F else 0)]) + (
        bytes([len(content) >> 7]) if len(content) > 0x7F else b""
    ) + content  # fmt: skip


def text(words: str) -> bytes:
    return struct.pack("<I", len(words)) + words.encode("utf-16-le")


def sheet(rows: Sequence[Sequence[object]], *, hidden: int = -1, column: int = -1) -> bytes:
    """A part of [MS-XLSB] 2.1.7.62: dimension, rows, cells with inline texts, or with numbers of the second style."""
    made = [record(129), record(148, struct.pack("<4I", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)), record(145)]
    if column >= 0:
        made.insert(2, record(390) + record(60, struct.pack("<IIIIH", column, column, 2048, 0, 1)) + record(391))
    for number, cells in enumerate(rows):
        made.append(record(0, struct.pack("<IIHBBBI", number, 0, 300, 0, 0x10 if number == hidden else 0, 0, 0)))
        for at, cell in enumerate(cells):
            if isinstance(cell, str):
                made.append(record(6, struct.pack("<II", at, 0) + text(cell)))
            elif cell is not None:
                made.append(record(5, struct.pack("<IId", at, 1, cell)))
    return b"".join((*made, record(146), record(130)))


def styles(code: str) -> bytes:
    """Two styles of cells, a plain one and one with a format, and before them one that is of no cell."""
    formats = record(615, struct.pack("<I", 1)) + record(44, struct.pack("<H", 164) + text(code)) + record(616)
    of_none = record(626, struct.pack("<I", 1)) + record(47, struct.pack("<HH", 0, 164) + bytes(12)) + record(627)
    of_cells = [record(47, struct.pack("<HH", 0, number) + bytes(12)) for number in (0, 164)]
    return b"".join(
        (record(278), formats, of_none, record(617, struct.pack("<I", 2)), *of_cells, record(618), record(279))
    )


def book(path: Path, rows: Sequence[Sequence[object]], code: str = "", **hidden: int) -> Path:
    bundle = struct.pack("<II", 0, 1) + text("rId1") + text("表")
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("xl/workbook.bin", record(131) + record(143) + record(156, bundle) + record(144) + record(132))
        file.writestr("xl/worksheets/sheet1.bin", sheet(rows, **hidden))
        if code:
            file.writestr("xl/styles.bin", styles(code))
        file.writestr("_rels/.rels", RELATIONS.format(RELATION.format("officeDocument", "xl/workbook.bin")))
        file.writestr(
            "xl/_rels/workbook.bin.rels", RELATIONS.format(RELATION.format("worksheet", "worksheets/sheet1.bin"))
        )
    return path


ROWS: list[list[object]] = [
    ["编制单位：甲院", "2025年度", "单位：万元"], ["项目", "本年数", "上年数"], ["医疗收入", 12.5, 10.0], ["单位管理费用", 3.0, 2.0],
]  # fmt: skip


def test_cells_are_read(tmp_path: Path, catalog: Catalog):
    reading = intake.read_paths([book(tmp_path / "a.xlsb", ROWS)], catalog)

    assert reading.dataset.value("medical_income", "甲院", "2025") == 125_000
    assert rules(reading) == []


def test_formats_that_scale_are_seen(tmp_path: Path, catalog: Catalog):
    """Shown in ten thousands, held in yuan: the amounts were ten thousand times too large."""
    rows = [[cell * 10_000 if isinstance(cell, float) else cell for cell in row] for row in ROWS]

    reading = intake.read_paths([book(tmp_path / "a.xlsb", rows, "0\\.0000")], catalog)

    assert reading.dataset.value("medical_income", "甲院", "2025") == 125_000
    assert set(rules(reading)) == {"I71"}


def test_the_sign_of_a_currency_in_a_format_is_a_unit(tmp_path: Path, catalog: Catalog):
    (tmp_path / "data").mkdir()
    case = "entity: {id: h, name: {en: H}}\nregime: other\ncurrency: USD\nscheme: none\nlanguages: en\n"
    (tmp_path / "case.yaml").write_text(case, encoding="utf-8")
    rows = [
        ["Balance Sheet"],
        ["", "December 31, 2025"],
        ["Inventories", 4.0],
        ["Cash", 31.0],
        ["Total current assets", 35.0],
    ]
    book(tmp_path / "data" / "a.xlsb", rows, '"$"#,##0')

    reading = intake.read(intake.open_case(tmp_path), catalog)

    assert reading.dataset.value("current_assets", "h", "2025") == 35
    assert [catalog.messages.severity(one) for one in reading.findings if one.rule == "W05"] == [Severity.WARNING]


def test_hidden_rows_and_columns_are_told(tmp_path: Path, catalog: Catalog):
    reading = intake.read_paths([book(tmp_path / "a.xlsb", ROWS, hidden=3, column=2)], catalog)

    assert rules(reading) == ["W21", "W21"]


def test_records_that_are_cut_off_are_told(tmp_path: Path, catalog: Catalog):
    path = book(tmp_path / "a.xlsb", ROWS)
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    parts["xl/worksheets/sheet1.bin"] = record(60, b"\0") + parts["xl/worksheets/sheet1.bin"]
    with zipfile.ZipFile(path, "w") as file:
        for name, part in parts.items():
            file.writestr(name, part)

    reading = intake.read_paths([path], catalog)

    assert reading.dataset.value("medical_income", "甲院", "2025") == 125_000
    assert rules(reading) == ["I76"]
