"""Workbooks that a password protects, and what XML spreadsheets of 2003 show beside their numbers."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from intake.conftest import rules
from reportgen import intake
from reportgen.catalog import Catalog
from reportgen.intake.workbooks import contents, xml_tables
from reportgen.model.finding import Finding

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
BEGIN = bytes.fromhex("0908100000060500") + bytes(12)


def old_workbook(*, locked: bool) -> bytes:
    """The beginning of an old workbook: its first records, the second of which tells that the others are encrypted."""
    record = struct.pack("<HH", 0x2F if locked else 0xE1, 2) + b"\1\0"
    return OLE + bytes(504) + BEGIN + record + bytes(1000)


def open_document(*, locked: bool) -> bytes:
    told = io.BytesIO()
    said = "<manifest:encryption-data/>" if locked else ""
    with zipfile.ZipFile(told, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", b"\x17\x80 not to be read")
        package.writestr("META-INF/manifest.xml", f"<manifest:file-entry>{said}</manifest:file-entry>")
    return told.getvalue()


@pytest.mark.parametrize(("make", "name"), [(old_workbook, "a.xls"), (open_document, "a.ods")])
def test_a_password_is_told_and_not_taken_for_damage(
    tmp_path: Path, catalog: Catalog, make: Callable[..., bytes], name: str
) -> None:
    (tmp_path / name).write_bytes(make(locked=True))

    reading = intake.read_paths([tmp_path / name], catalog)

    assert rules(reading) == ["I04"]
    assert reading.findings[0].place.file == name


@pytest.mark.parametrize("make", [old_workbook, open_document])
def test_others_are_not_said_to_have_one(make: Callable[..., bytes]) -> None:
    assert not isinstance(contents.opened(make(locked=False), "a"), Finding)


def test_signs_of_currencies_in_xml_spreadsheets_are_seen() -> None:
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    content = f"""<Workbook xmlns="{space}" xmlns:ss="{space}"><Styles>
      <Style ss:ID="e"><NumberFormat ss:Format="[$€-407]#,##0"/></Style>
      <Style ss:ID="n"><NumberFormat ss:Format="Euro Currency"/></Style></Styles>
      <Worksheet ss:Name="A"><Table><Row><Cell ss:StyleID="e"><Data ss:Type="Number">1</Data></Cell>
      <Cell ss:StyleID="n"><Data ss:Type="Number">2</Data></Cell><Cell><Data ss:Type="Number">3</Data></Cell></Row>
      </Table></Worksheet></Workbook>"""

    sheets, findings = xml_tables.sheets(content.encode(), "a.xml")

    assert findings == ()
    assert dict(sheets[0].signs) == {(0, 0): "€", (0, 1): "€"}
