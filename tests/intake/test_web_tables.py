"""Web pages and XML spreadsheets under the name of a workbook, and text without the mark of its encoding."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen import intake
from reportgen.catalog import Catalog

from .conftest import rules

ROWS = [
    ["编制单位：甲院", "2025年度", "单位：万元"],
    ["项目", "本年数", "上年数"],
    ["一、本期收入", "1,200.50", "900"],
    ["（二）事业收入", "800.25", "600"],
    ["二、本期费用", "1,000.00", "-"],
    ["三、本期盈余", "200.50", "-50.00"],
]


def page(encoding: str) -> bytes:
    cells = ["<tr>" + "".join(f"<td nowrap>{cell}</td>" for cell in row) + "</tr>" for row in ROWS]
    head = f'<meta http-equiv=Content-Type content="text/html; charset={encoding}">'
    title = '<tr><td colspan=3 rowspan="1">收入费用表<br>（年报）</td></tr>'
    return f"<html><head>{head}<style>td{{}}</style></head><body><table>{title}{''.join(cells)}</table></body></html>".encode(
        encoding
    )


@pytest.mark.parametrize("encoding", ["gb2312", "utf-8"])
def test_a_web_page_named_xls_is_read_as_what_it_is(encoding: str, tmp_path: Path, catalog: Catalog):
    (tmp_path / "收入.xls").write_bytes(page(encoding))

    reading = intake.read_paths([tmp_path], catalog)

    assert reading.dataset.value("total_income", "甲院", "2025") == 12_005_000
    assert reading.dataset.value("period_surplus", "甲院", "2025", "comp") == -500_000
    assert rules(reading) == ["I51"]
    assert {value.place.cell for value in reading.values() if value.item == "total_income"} == {"B4", "C4"}


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("a.xls", b"<html><body>nothing to see</body></html>", "I48"),
        ("a.html", b"<html><body>nothing to see</body></html>", "I54"),
        ("a.xls", b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "I48"),
        ("a.xls", b'<?xml version="1.0"?><note>no workbook</note>', "I48"),
        ("a.xls", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "I49"),
        ("a.xls", b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "I03"),
    ],
)  # fmt: skip
def test_a_page_without_a_table_is_named_as_what_it_is(
    name: str, content: bytes, rule: str, tmp_path: Path, catalog: Catalog
):
    (tmp_path / name).write_bytes(content)

    assert rules(intake.read_paths([tmp_path / name], catalog)) == [rule]


def test_a_number_beside_the_one_shown_is_the_one_that_counts(tmp_path: Path, catalog: Catalog):
    content = page("utf-8").replace(b"<td nowrap>1,200.50</td>", b'<td x:num="1200.4567">1,200.46</td>')
    (tmp_path / "a.xls").write_bytes(content)

    assert intake.read_paths([tmp_path], catalog).dataset.value("total_income", "甲院", "2025") == 12_004_567


def xml(rows: list[list[str]]) -> bytes:
    def cell(said: str, index: int) -> str:
        number = said.replace(",", "").replace("-", "", 1).replace(".", "", 1).isdigit()
        at = f' ss:Index="{index}"' if index else ""
        kind, plain = ("Number", said.replace(",", "")) if number else ("String", said)
        return f'<Cell{at}><Data ss:Type="{kind}">{plain}</Data></Cell>'

    lines = []
    for row in rows:
        cells = [cell(said, number if number == len(row) else 0) for number, said in enumerate(row, start=1) if said]
        lines.append(f"<Row>{''.join(cells)}</Row>")
    spaces = (
        'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'
    )
    return f'<?xml version="1.0"?>\n<Workbook {spaces}><Worksheet ss:Name="表"><Table>{"".join(lines)}</Table></Worksheet></Workbook>'.encode()


def test_an_xml_spreadsheet_named_xls_is_read(tmp_path: Path, catalog: Catalog):
    (tmp_path / "a.xls").write_bytes(xml([["收入费用表"], *ROWS]))

    reading = intake.read_paths([tmp_path], catalog)

    assert reading.dataset.value("total_expense", "甲院", "2025") == 10_000_000
    assert rules(reading) == ["I51"]
    assert next(v.place for v in reading.values() if v.item == "total_expense").cell == "B6"


@pytest.mark.parametrize(("stated", "encoding"), [("GB2312", "gb18030"), ("gbk", "gbk"), ("UTF-16", "utf-16")])
def test_an_xml_spreadsheet_in_chinese_encodings_is_read(
    tmp_path: Path, catalog: Catalog, stated: str, encoding: str
) -> None:
    text = xml([["收入费用表"], *ROWS]).decode().replace('"1.0"?', f'"1.0" encoding="{stated}"?', 1)
    (tmp_path / "a.xls").write_bytes(text.encode(encoding))

    assert intake.read_paths([tmp_path], catalog).dataset.value("total_expense", "甲院", "2025") == 10_000_000


@pytest.mark.parametrize(("stated", "broken"), [("UTF-16", "<!DOCTYPE"), ("hz", "<!DOC~\nTYPE")])
def test_what_an_encoding_hides_is_refused_as_what_it_is(
    tmp_path: Path, catalog: Catalog, stated: str, broken: str
) -> None:
    """Letters of two bytes, and lines that are broken within a word, are declared entities all the same."""
    plain = xml([["收入费用表"], *ROWS]).decode()
    text = plain.replace('"1.0"?>', f'"1.0" encoding="{stated}"?>{broken} a [<!ENT~\nITY b "c">]>', 1)
    encoded = text.encode("utf-16") if stated == "UTF-16" else text.encode("hz").replace(b"~~\n", b"~\n")
    (tmp_path / "a.xls").write_bytes(encoded)

    assert rules(intake.read_paths([tmp_path], catalog)) == ["I49"]


def test_formulas_errors_and_hidden_parts_of_an_xml_spreadsheet_are_told(tmp_path: Path, catalog: Catalog):
    content = xml([["收入费用表"], *ROWS])
    content = content.replace(b'<Cell><Data ss:Type="Number">1200.50</Data></Cell>', b'<Cell ss:Formula="=R[1]C"/>')
    content = content.replace(b'<Data ss:Type="Number">800.25</Data>', b'<Data ss:Type="Error">#REF!</Data>')
    content = content.replace(b"<Table>", b'<Table><Column ss:Index="3" ss:Hidden="1"/>')
    (tmp_path / "a.xls").write_bytes(content)

    reading = intake.read_paths([tmp_path], catalog)

    told = {(f.rule, f.place.cell) for f in reading.findings}
    assert {("W19", "B4"), ("I10", "B5"), ("W21", "C4")} <= told
    assert reading.dataset.value("business_income", "甲院", "2025") is None


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_text_in_utf_16_without_its_mark_is_read(encoding: str, tmp_path: Path, catalog: Catalog):
    text = "\r\n".join("\t".join(row) for row in [["收入费用表"], *ROWS])
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))

    assert intake.read_paths([tmp_path], catalog).dataset.value("total_income", "甲院", "2025") == 12_005_000


def flat(rows: list[list[str]], before: str = "") -> bytes:
    """An OpenDocument spreadsheet in one file, laid out as LibreOffice saves it."""
    cells = '<table:table-cell office:value-type="string" calcext:value-type="string">\n<text:p>{}</text:p>\n</table:table-cell>'
    lines = "\n".join(f"<table:table-row>\n{''.join(map(cells.format, row))}\n</table:table-row>" for row in rows)
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    table = f'<table:table table:name="表">\n{lines}\n</table:table>'
    body = f"<office:body>\n<office:spreadsheet>\n{table}\n</office:spreadsheet>\n</office:body>"
    return f'<?xml version="1.0"?>\n{before}<office:document {spaces} office:mimetype="x">\n{body}\n</office:document>'.encode()


@pytest.mark.parametrize(("name", "told"), [("a.fods", ["W20"]), ("a.xml", ["W20"]), ("a.xls", ["I51", "W20"])])
def test_an_open_document_in_one_file_is_read_as_one_in_a_package(
    tmp_path: Path, catalog: Catalog, name: str, told: list[str]
) -> None:
    """It was called neither a workbook nor a text table."""
    (tmp_path / name).write_bytes(flat([["收入费用表"], *ROWS]))

    reading = intake.read_paths([tmp_path], catalog)

    assert reading.dataset.value("total_expense", "甲院", "2025") == 10_000_000
    assert next(v.place for v in reading.values() if v.item == "total_expense").cell == "B6"
    assert rules(reading) == told


def test_an_open_document_in_one_file_that_declares_entities_or_is_cut_off_is_refused(
    tmp_path: Path, catalog: Catalog
) -> None:
    (tmp_path / "a.fods").write_bytes(flat(ROWS, '<!DOCTYPE a [<!ENTITY b "c">]>'))
    (tmp_path / "b.fods").write_bytes(flat(ROWS)[:-300])

    assert rules(intake.read_paths([tmp_path], catalog)) == ["I49", "I03"]
