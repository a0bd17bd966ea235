"""Binary workbooks (xlsb): their cells are read, and what cannot be seen of them is told."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path

from intake.conftest import rules
from reportgen import intake
from reportgen.catalog import Catalog

RELATION = '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{0}" Target="{1}"/>'
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{0}</Relationships>'


def record(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return head + bytes([len(content) & 0x7F | (0x80 if len(content) > 0x7F else 0)]) + (
        bytes([len(content) >> 7]) if len(content) > 0x7F else b""
    ) + content  # fmt: skip


def text(words: str) -> bytes:
    return struct.pack("<I", len(words)) + words.encode("utf-16-le")


def sheet(rows: Sequence[Sequence[object]]) -> bytes:
    """A part of [MS-XLSB] 2.1.7.62: dimension, rows, cells with inline texts or numbers."""
    made = [record(129), record(148, struct.pack("<4I", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)), record(145)]
    for number, cells in enumerate(rows):
        made.append(record(0, struct.pack("<IIHBBBI", number, 0, 300, 0, 0, 0, 0)))
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                made.append(record(6, struct.pack("<II", column, 0) + text(cell)))
            elif cell is not None:
                made.append(record(5, struct.pack("<IId", column, 0, cell)))
    return b"".join((*made, record(146), record(130)))


def book(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    bundle = struct.pack("<II", 0, 1) + text("rId1") + text("表")
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("xl/workbook.bin", record(131) + record(143) + record(156, bundle) + record(144) + record(132))
        file.writestr("xl/worksheets/sheet1.bin", sheet(rows))
        file.writestr("_rels/.rels", RELATIONS.format(RELATION.format("officeDocument", "xl/workbook.bin")))
        file.writestr(
            "xl/_rels/workbook.bin.rels", RELATIONS.format(RELATION.format("worksheet", "worksheets/sheet1.bin"))
        )
    return path


def test_cells_are_read_and_what_cannot_be_seen_is_told(tmp_path: Path, catalog: Catalog):
    rows = [
        ["编制单位：甲院", "2025年度", "单位：万元"], ["项目", "本年数", "上年数"], ["医疗收入", 12.5, 10.0], ["单位管理费用", 3.0, 2.0],
    ]  # fmt: skip

    reading = intake.read_paths([book(tmp_path / "a.xlsb", rows)], catalog)

    assert reading.dataset.value("medical_income", "甲院", "2025") == 125_000
    assert rules(reading) == ["I76"]
    assert reading.findings[0].place.file == "a.xlsb"
