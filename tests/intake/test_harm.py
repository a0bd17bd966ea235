"""Files made to fill the memory or to take for ever: refused or read within seconds and less than a gigabyte."""

from __future__ import annotations

import atexit
import json
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from intake.test_binary_workbooks import book
from reportgen.intake.workbooks import contents, spreadsheets, trial

ROOT = Path(__file__).parents[2]
STEPS = 600
"""Times that a million additions would take as long; a slower machine is given as much more time."""
MEGABYTES = 1000
PROGRAM = """
import json, os, re, sys, time
from pathlib import Path
from reportgen import intake
from reportgen.catalog import load_catalog
intake.read_paths([], catalog := load_catalog())
begun = time.process_time()
for number in range(5_000_000):
    number + 1
step = (time.process_time() - begun) / 5
print(flush=True)
while path := sys.stdin.readline().strip():
    if child := os.fork():
        if os.waitpid(child, 0)[1]:
            print("null", flush=True)
        continue
    Path("/proc/self/clear_refs").write_text("5")
    begun = time.process_time()
    reading = intake.read_paths([Path(path)], catalog)
    spent = (time.process_time() - begun) / step
    peak = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024
    found = {"rules": [f.rule for f in reading.findings], "peak": peak, "spent": spent, "values": reading.has_values}
    print(json.dumps(found), flush=True)
    os._exit(0)
"""
"""Reads each file in a copy of itself, which starts with the definitions and no file."""
Part = Callable[[str, bytes], Iterable[bytes]]
BOMB = 900


@pytest.fixture
def good(tmp_path: Path, small: ModuleType) -> Path:
    return small.write(tmp_path / "good.xlsx", {"表": [["资产负债表"], ["货币资金", 5]]})


def changed(good: Path, part: Part, name: str = "a.xlsx") -> Path:
    path = good.with_name(name)
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        for member in source.namelist():
            with target.open(member, "w", force_zip64=True) as stream:
                for piece in part(member, source.read(member)):
                    stream.write(piece)
    return path


def sheet_part(end: Callable[[], Iterable[bytes]]) -> Part:
    """Put something behind the last row of the sheet, piece by piece."""

    def pieces(name: str, xml: bytes) -> Iterator[bytes]:
        if "sheet1.xml" not in name:
            yield xml
            return
        before, mark, after = xml.partition(b"</sheetData>")
        yield before
        yield from end()
        yield mark + after

    return pieces


@cache
def reader() -> subprocess.Popen[str]:
    started = subprocess.Popen(
        [sys.executable, "-c", PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    atexit.register(lambda: (started.kill(), started.wait()))
    assert started.stdout
    started.stdout.readline()
    return started


def read(path: Path) -> dict[str, object]:
    asked, told = reader().stdin, reader().stdout
    assert asked
    assert told
    print(path, file=asked, flush=True)
    found: dict[str, object] = json.loads(told.readline())
    assert int(str(found["peak"])) < MEGABYTES
    assert float(str(found["spent"])) < STEPS, "time of the processor, whatever else it does"
    return found


def bomb(path: Path, name: str, before: bytes = b"", after: bytes = b"", **others: bytes) -> Path:
    """A package with a part of 900 MB, packed as pieces of one: packing all of it takes longer than any test of it.

    Its digest is not right; whoever would hold the part to it has unfolded it.
    """
    with zipfile.ZipFile(path, "w") as archive:
        for member, content in others.items():
            archive.writestr(member, content)
        told = zipfile.ZipInfo(name)
        archive.writestr(told, _packed(before) + _megabyte() * BOMB + _packed(after, zlib.Z_FINISH))
        told.compress_type, told.file_size = zipfile.ZIP_DEFLATED, len(before) + 1_000_000 * BOMB + len(after)
        assert archive.fp
        archive.fp.seek(told.header_offset)
        archive.fp.write(told.FileHeader())
        archive.fp.seek(0, os.SEEK_END)
    return path


@cache
def _megabyte() -> bytes:
    return _packed(b" " * 1_000_000)


def _packed(content: bytes, end: int = zlib.Z_FULL_FLUSH) -> bytes:
    """A piece that refers to nothing before it."""
    packer = zlib.compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush(end)


def bombed(good: Path) -> Path:
    """A workbook whose sheet goes on behind its last row."""
    with zipfile.ZipFile(good) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    name = next(name for name in parts if "sheet1.xml" in name)
    before, mark, after = parts.pop(name).partition(b"</sheetData>")
    return bomb(good.with_name("a.xlsx"), name, before, mark + after, **parts)


def test_a_bomb_is_what_would_be_unfolded(good: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys.modules[__name__], "BOMB", 2)
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(bombed(good)) as found:
        (name,) = (name for name in source.namelist() if "sheet1.xml" in name)
        info = found.getinfo(name)
        info.CRC = zlib.crc32(source.read(name).replace(b"</sheetData>", b" " * 2_000_000 + b"</sheetData>"))

        assert found.read(name).count(b" " * 2_000_000 + b"</sheetData>") == 1
        assert found.testzip() is None


def test_a_zip_bomb_is_not_unfolded(good: Path):
    assert read(bombed(good))["rules"] == ["I38"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_part_that_declares_entities_is_refused_in_any_letters(good: Path, encoding: str):
    page = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>'.encode(encoding)
    path = changed(good, lambda name, part: [page if name.endswith("sheet1.xml") else part])

    assert [finding.rule for finding in spreadsheets.sheets(path.read_bytes(), "a.xlsx")[1]] == ["I49"]


@pytest.mark.slow
def test_a_zip_bomb_that_lies_about_its_size_is_not_unfolded(good: Path):
    path = bombed(good)
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        told = next(m for m in archive.infolist() if "sheet1.xml" in m.filename).file_size.to_bytes(4, "little")
    path.write_bytes(bytes(content).replace(told, (2000).to_bytes(4, "little")))

    assert read(path)["rules"] in (["I38"], ["I03"])


@pytest.mark.slow
def test_a_million_empty_formatted_rows_are_nothing(good: Path):
    def rows() -> Iterator[bytes]:
        cells = "".join(f'<c r="{column}{{0}}" s="1"/>' for column in "CD")
        for first in range(3, 1_048_577, 10_000):
            last = min(first + 10_000, 1_048_577)
            yield "".join(f'<row r="{row}" s="1">{cells.format(row)}</row>' for row in range(first, last)).encode()

    assert read(changed(good, sheet_part(rows)))["rules"] == ["I60"]


@pytest.mark.slow
def test_a_cell_at_the_far_corner_is_told_and_not_laid_out(good: Path):
    path = changed(good, sheet_part(lambda: [b'<row r="1048576"><c s="0" r="XFD1048576"><v>1</v></c></row>']))

    assert read(path)["rules"] == ["I50"]


@pytest.mark.parametrize("place", ["A99999999", "ZZZZZZ2", "A" * 20 + "2", "xfe2"])
@pytest.mark.slow
def test_a_cell_that_no_sheet_has_is_told_and_not_laid_out(good: Path, place: str):
    path = changed(
        good, lambda name, xml: [xml.replace(b'r="B2"', b'r="%s"' % place.encode()) if "sheet1.xml" in name else xml]
    )

    assert read(path)["rules"] == ["I50"]


@pytest.mark.parametrize(
    ("cell", "far", "sure"),
    [
        ('<c r="B2" s="1"><v>1</v></c>', False, True),
        ('<c s="1" r="B9999"><v>1</v></c>', False, True),
        ('<row r="10001"><c r="B10001"><v>1</v></c></row>', False, True),
        ('<c r="XFD1048576"><v>1</v></c>', True, True),
        ('<c r="XFE1"><v>1</v></c>', True, True),
        ('<c r="A1048577"><v>1</v></c>', True, True),
        ('<c r="A99999999"/>', False, True),
        ('<row r="1048577"><c r="A1"><v>1</v></c></row>', True, True),
        ('<row r="4294967296" hidden="1"><c r="A1"><v>1</v></c></row>', True, True),
        ("<c r='XFD1048577'><v>1</v></c>", True, True),
        ("<c r='B2'><v>1</v></c>", False, False),
        ('<c r="B2" r="A1"><v>1</v></c>', False, True),
        ('<c r="A99999" r="A1"><v>1</v></c>', False, False),
        ('<c a=">" r="A99999999"><v>1</v></c>', False, False),
        ('<c\nr="A99999999"><v>1</v></c>', True, True),
        ('<x:c r="A99999999"><v>1</v></x:c>', True, True),
        ('<x:c r="A9"><v>1</v></x:c>', False, False),
    ],
)
@pytest.mark.slow
def test_how_far_a_sheet_reaches_is_known_or_known_to_be_unsure(cell: str, far: bool, sure: bool):  # noqa: FBT001
    found = contents.of_xml(f"<worksheet><sheetData>{cell}</sheetData></worksheet>".encode())

    assert (found.cells > contents.MAX_CELLS, found.is_sure) == (far, sure)


def binary(path: Path, row: int, column: int) -> Path:
    """A workbook (xlsb) of two lines, whose second one stands in another row and its figure in another column."""
    book(path, [["货币资金", 5.0], ["应收账款", 6.0]])
    line, figure = struct.pack("<IIHBBBI", 1, 0, 300, 0, 0, 0, 0), struct.pack("<IId", 1, 1, 6.0)
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    with zipfile.ZipFile(path, "w") as target:
        for name, part in parts.items():
            moved = part.replace(line, struct.pack("<I", row) + line[4:])
            target.writestr(name, moved.replace(figure, struct.pack("<I", column) + figure[4:]))
    return path


@pytest.mark.parametrize(
    ("row", "column", "reach"),
    [
        (1, 1, 4),
        (399_872, 1, 399_873 * 2),
        (399_872, 16_383, 399_873 * 16_384),
        (0xFFFFFFF0, 1, contents.BEYOND),
        (5, 0x0F000000, contents.BEYOND),
        (1, 16_384, contents.BEYOND),
    ],
)
@pytest.mark.slow
def test_a_binary_workbook_that_reaches_too_far_is_told(tmp_path: Path, row: int, column: int, reach: int):
    path = binary(tmp_path / "a.xlsb", row, column)
    with zipfile.ZipFile(path) as package:
        assert contents.of_records(package.read("xl/worksheets/sheet1.bin")) == reach

    assert ("I50" in str(read(path)["rules"])) == (reach > contents.MAX_CELLS)


@pytest.mark.slow
def test_what_the_look_before_misses_a_trial_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A sheet of seventeen thousand million cells that nobody counted: only a process that may die can tell."""
    path = binary(tmp_path / "a.xlsb", 0xFFFFF, 0x3FFF)
    monkeypatch.setattr(contents, "of_records", lambda _: 0)

    found, findings = spreadsheets.sheets(path.read_bytes(), "a.xlsb")

    assert (found, [finding.rule for finding in findings]) == ((), ["I50"])
    assert spreadsheets.sheets(binary(path, 1, 1).read_bytes(), "a.xlsb")[0], "one like any other passes it"


def test_a_trial_costs_little_more_than_the_start_of_python():
    command = [sys.executable, "-I", "-X", "importtime", trial.__file__]
    ran = subprocess.run(command, input=b"", capture_output=True, check=True)

    assert b"python_calamine" in ran.stderr
    assert b"reportgen" not in ran.stderr


@pytest.mark.slow
def test_a_figure_repeated_without_end_is_told(good: Path):
    cell = '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"/>'
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    path = good.with_name("a.ods")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", f"<office:document-content>{row}</office:document-content>")

    assert read(path)["rules"] == ["I38"]


@pytest.mark.slow
def test_figures_repeated_row_by_row_until_they_fill_the_memory_are_told(good: Path):
    cell = '<table:table-cell table:number-columns-repeated="900" office:value-type="float" office:value="1"/>'
    rows = f'<table:table-row table:number-rows-repeated="9000">{cell}</table:table-row>' * 100
    path = good.with_name("a.ods")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", f"<office:document-content>{rows}</office:document-content>")

    assert read(path)["rules"] == ["I38"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "name"),
    [("xlsb", "xl/workbook.bin"), ("ods", "content.xml"), ("xlsm", "xl/vbaProject.bin"), ("xlsm", "content.xml")],
)
def test_a_bomb_in_any_kind_of_package_is_not_unfolded(kind: str, name: str, tmp_path: Path):
    assert read(bomb(tmp_path / f"a.{kind}", name))["rules"] == ["I38"]


@pytest.mark.parametrize(
    ("name", "content", "rules"),
    [
        ("a.xls", b"<html><table>" + (b"<tr>" + b"<td colspan=1000 rowspan=1000>1</td>" * 50 + b"</tr>") * 2000, ["I51", "I60"]),
        ("a.xls", b"<html>" + b"<table><tr><td>" * 20_000, ["I48"]),
        ("a.csv", b"," * 2_000_000 + b"\n1,2\n", ["I08"]),
        ("a.csv", "项目,本年数\n".encode() + "甲,1\n".encode() * 150_000, ["I08"]),
        ("a.csv", b'"' * 3_000_001, ["I03"]),
        ("a.csv", b"1," * 50_000_000, ["I03"]),
        ("a.csv", b"," * 2_000_000 + b"\n1,2" * 1000, ["I50"]),
    ],
    ids=["spans", "tables in tables", "columns", "lines", "quotes", "one line", "one long line of many"],
)  # fmt: skip
@pytest.mark.slow
def test_texts_without_end_are_told_or_left(name: str, content: bytes, rules: list[str], tmp_path: Path):
    (tmp_path / name).write_bytes(content)

    assert sorted(map(str, read(tmp_path / name)["rules"])) == rules  # type: ignore[call-overload]


@pytest.mark.slow
def test_merged_areas_without_end_are_looked_at_once(good: Path):
    areas = b"".join(b'<mergeCell ref="A1:XFD1048576"/>' for _ in range(50_000))
    path = changed(
        good,
        lambda name, xml: (
            [xml.replace(b"</sheetData>", b"</sheetData><mergeCells>" + areas + b"</mergeCells>")]
            if "sheet1.xml" in name
            else [xml]
        ),
    )

    assert read(path)["rules"] in (["I08"], ["I60"])


@pytest.mark.slow
def test_a_file_within_a_zip_whose_sheet_leads_outside_is_not_followed(good: Path, tmp_path: Path):
    (tmp_path / "secret.xml").write_text("<a/>", encoding="utf-8")
    path = changed(good, lambda _, xml: [xml.replace(b"worksheets/sheet1.xml", b"../../secret.xml")])

    found = read(path)

    assert not found["values"]
    assert found["rules"] in (["I03"], [])


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv", "a.ods", "a.xls", "a.xlsb"])
@pytest.mark.parametrize(
    "content", [b"", b"PK", b"PK\x03\x04" + bytes(100), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), bytes(1000)]
)
@pytest.mark.slow
def test_rubbish_is_an_error_and_no_crash(tmp_path: Path, name: str, content: bytes, catalog: object):
    from reportgen import intake

    (tmp_path / name).write_bytes(content)

    reading = intake.read_paths([tmp_path], catalog)  # type: ignore[arg-type]

    assert len(reading.findings) == 1
    assert reading.findings[0].rule in {"I03", "I05", "I21"}
