"""What a file is by its content, whatever its name says, and whether it may be opened at all.

How far a sheet reaches, from its XML or its records, before anything is laid out in memory.

A reader lays out every cell between the first and the last one: a single reference that no sheet has would take the
memory of the machine. The bounds of a sheet are those of ECMA-376 part 1, 18.3.1.73 (1,048,576 rows, columns to XFD).

A workbook as the package of files that it is, each unpacked once.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from reportgen.errors import ExitCode, Refused
from reportgen.intake.workbooks.sheets import position
from reportgen.model.finding import Finding
from reportgen.model.foreign_text import in_words
from reportgen.model.place import Place

MAX_CELLS: Final = 20_000_000
"""Rows times columns of a sheet that is read."""
MOST_ROWS: Final = 1_048_576
MOST_COLUMNS: Final = 16_384
BEYOND: Final = MOST_ROWS * MOST_COLUMNS + 1
"""What a sheet is said to span that refers to a cell beyond the bounds of any."""
FAR: Final = re.compile(rb'<(?:c|row)\b(?! (?:(?!r=)[\w:.]+="[^"<>]*" +)*r="[A-Z]{0,2}\d{1,4}"[ />])|<\w+:(?:c|row)\b')
"""A column behind ZZ, a row behind 9999, or a place written unusually; else a sheet has at most seven million cells."""
TAG: Final = re.compile(rb"<(\w+:)?(c|row)\b((?:[^<>/]|/(?!>))*)>")
"""A row, or a cell that holds something; an empty one closes itself."""
REFERENCE: Final = re.compile(rb"""\br\s*=\s*["']([^"']*)["']""")
EXTENT_CELL: Final = re.compile(rb"[A-Za-z]{1,3}0*[1-9]\d{0,6}")
EXTENT_ROW: Final = re.compile(rb"0*[1-9]\d{0,6}")
ROW_RECORD: Final = 0
CELL_RECORDS: Final = frozenset(range(1, 13))
"""[MS-XLSB] 2.3.1: BrtCellBlank to BrtFmlaError; a cell begins with its column, a row with its number."""
MORE: Final = 0x80
"""The bit by which a number of a record's head goes on in the next byte."""


@dataclass(frozen=True)
class Extent:
    """How far a sheet reaches.

    Attributes:
        cells: rows times columns up to the last cell that holds something; 0 where that is certainly little.
        is_sure: whether every cell says in the usual way where it stands, so that no reader can see it elsewhere.
    """

    cells: int = 0
    is_sure: bool = True


NEAR: Final = Extent()


def of_xml(xml: bytes) -> Extent:
    """That of a sheet of a workbook (xlsx), by its XML."""
    if not FAR.search(xml):
        return NEAR
    last_row = last_column = 0
    is_sure = True
    for tag in TAG.finditer(xml):
        prefix, kind, attributes = tag.groups()
        places = REFERENCE.findall(attributes)
        is_sure = is_sure and len(places) == 1 and not prefix and b"='" not in attributes
        if not places:
            continue  # where it stands follows from its neighbours
        if kind == b"row":
            if not EXTENT_ROW.fullmatch(places[0]) or int(places[0]) > MOST_ROWS:
                return Extent(BEYOND)
            continue
        if not EXTENT_CELL.fullmatch(places[0]):
            return Extent(BEYOND)
        row, column = position(places[0].decode().upper())
        if row >= MOST_ROWS or column >= MOST_COLUMNS:
            return Extent(BEYOND)
        last_row, last_column = max(last_row, row + 1), max(last_column, column + 1)
    return Extent(last_row * last_column, is_sure)


def records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of a part of a binary workbook (xlsb): what kind each is of, and what it holds."""
    at = 0
    while at < len(part):
        kind, at = _number(part, at, 2)
        size, at = _number(part, at, 4)
        yield kind, part[at : at + size]
        at += size


def of_records(part: bytes) -> int:
    """Rows times columns of a sheet of a binary workbook (xlsb), by its records; of one cut off, by those there are."""
    last_row = last_column = row = 0
    for kind, body in records(part):
        if len(body) < 4:  # noqa: PLR2004 - four bytes make the number of a row or column
            continue
        if kind == ROW_RECORD:
            (row,) = struct.unpack_from("<I", body)
        elif kind in CELL_RECORDS:
            (column,) = struct.unpack_from("<I", body)
            if row >= MOST_ROWS or column >= MOST_COLUMNS:
                return BEYOND
            last_row, last_column = max(last_row, row + 1), max(last_column, column + 1)
    return last_row * last_column


def _number(part: bytes, at: int, most: int) -> tuple[int, int]:
    """A number of seven bits a byte, and where the next thing begins ([MS-XLSB] 2.1.4)."""
    number = 0
    for shift in range(most):
        if at >= len(part):
            break
        byte = part[at]
        at += 1
        number |= (byte & ~MORE) << (7 * shift)
        if not byte & MORE:
            break
    return number, at


MARK: Final = b"PK\x03\x04"
HEADER: Final = struct.Struct("<4s22x2H")
"""What stands in front of a file: its mark, and how long its name and its extra field are."""
CHUNK: Final = 1 << 20
KEPT: Final = 64_000_000
"""Bytes of unpacked files that are held; what goes beyond is unpacked whenever it is asked for."""


class Package:
    """The files of a zip archive.

    Raises:
        BadZipFile: if the content is no such archive; any of zlib's and zipfile's errors where a file of it is damaged.
    """

    def __init__(self, content: bytes) -> None:
        self.content = content
        self._archive = zipfile.ZipFile(io.BytesIO(content))
        self._held: dict[int, bytes] = {}
        self._size = 0

    @property
    def members(self) -> list[zipfile.ZipInfo]:
        """All files, with those of one name that are there twice."""
        return self._archive.infolist()

    def __contains__(self, name: str) -> bool:
        return name in self._archive.NameToInfo

    def read(self, name: str) -> bytes:
        """A file by its name, the last one of that name."""
        return self.unpacked(self._archive.getinfo(name))

    def unpacked(self, member: zipfile.ZipInfo) -> bytes:
        """A file."""
        held = self._held.get(member.header_offset)
        if held is not None:
            return held
        found = self._at_one_go(member)
        if found is None:
            found = self._archive.read(member)
        self._hold(member, found)
        return found

    def start(self, member: zipfile.ZipInfo, size: int) -> bytes:
        """The first bytes of a file."""
        if self._size + member.file_size <= KEPT:
            return self.unpacked(member)[:size]
        with self._archive.open(member) as stream:
            return stream.read(size)

    def is_honest(self, member: zipfile.ZipInfo) -> bool:
        """Whether a deflated file unfolds to no more than its entry says; what would not fit is not held."""
        fits = self._size + member.file_size <= KEPT
        if fits and (member.header_offset in self._held or self._hold(member, self._at_one_go(member)) is not None):
            return True
        return all(size <= member.file_size for size in self._steps(member))

    def _hold(self, member: zipfile.ZipInfo, found: bytes | None) -> bytes | None:
        if found is not None and self._size + len(found) <= KEPT:
            self._held[member.header_offset] = found
            self._size += len(found)
        return found

    def _packed(self, member: zipfile.ZipInfo) -> memoryview:
        """A file as it lies in the archive; nothing where no file begins at its entry."""
        start = member.header_offset
        header = self.content[start : start + HEADER.size]
        mark, name, extra = HEADER.unpack(header) if len(header) == HEADER.size else (b"", 0, 0)
        begin = start + HEADER.size + name + extra
        return memoryview(self.content)[begin : begin + member.compress_size] if mark == MARK else memoryview(b"")

    def _at_one_go(self, member: zipfile.ZipInfo) -> bytes | None:
        """A deflated file, None where it is another kind or not as its entry says."""
        if member.compress_type != zipfile.ZIP_DEFLATED or member.flag_bits & 1:
            return None
        unfold = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            found = unfold.decompress(self._packed(member), member.file_size + 1)
        except zlib.error:
            return None
        is_sound = unfold.eof and len(found) == member.file_size and zlib.crc32(found) == member.CRC
        return found if is_sound else None

    def _steps(self, member: zipfile.ZipInfo) -> Iterator[int]:
        """How much of a deflated file has been unfolded, step by step."""
        packed = self._packed(member)
        unfold = zlib.decompressobj(-zlib.MAX_WBITS)
        size = 0
        for at in range(0, len(packed), CHUNK):
            rest: bytes | memoryview = packed[at : at + CHUNK]
            while rest:
                size += len(unfold.decompress(rest, CHUNK * 16))
                yield size
                rest = unfold.unconsumed_tail


OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
MANIFEST, LOCKED = "META-INF/manifest.xml", b"encryption-data"
BEGINNINGS: Final = (bytes.fromhex("0908100000060500"), bytes.fromhex("0908080000050500"))
"""The first record of an old workbook, of Excel 97 and of 5.0."""
SECTOR, RECORD_HEAD, FILE_PASSWORD = 512, 4, 0x2F
WORD: Final = "WordDocument".encode("utf-16-le")
MAX_UNPACKED: Final = 400_000_000
MAX_RATIO: Final = 1032
"""More than this no deflated byte unfolds to."""
HEAD: Final = 4096
"""Bytes of a file of XML in which it would declare entities."""
PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")
DECLARES: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
HTML: Final = re.compile(rb"^\s*(?:<!doctype html|<html|<table|<meta|<head|<div)", re.IGNORECASE)
XHTML: Final = re.compile(rb"^\s*<\?xml[^>]*\?>\s*(?:<!doctype html[^>]*>\s*)?<html", re.IGNORECASE)
SPREADSHEET: Final = re.compile(rb"<(?:\w+:)?Workbook\b[^>]*urn:schemas-microsoft-com:office:spreadsheet")
FLAT: Final = re.compile(rb"<office:document\b")
ROW: Final = re.compile(rb"<table:table-row\b([^>]*)>(.*?)</table:table-row>", re.DOTALL)
CELL: Final = re.compile(rb"<table:(?:covered-)?table-cell\b([^>]*)>")
REPEATED: Final = re.compile(rb'number-(?:rows|columns)-repeated="(\d+)"')


class FileKind(StrEnum):
    """What a file is."""

    PACKAGE = "package"  # a zip archive: xlsx, xlsm, xlsb, ods
    COMPOUND = "compound"  # an OLE file: xls
    PARQUET = "parquet"
    TEXT = "text"
    PDF = "pdf"
    PICTURE = "picture"
    HTML = "html"
    WORD = "word"
    XML = "xml"
    SPREADSHEET_XML = "spreadsheet_xml"
    FLAT_DOCUMENT = "flat_document"  # an OpenDocument in one file: fods
    WEB_ARCHIVE = "web_archive"
    EMPTY = "empty"


MARKS: Final = (((b"PK",), FileKind.PACKAGE), ((b"PAR1",), FileKind.PARQUET), (PICTURES, FileKind.PICTURE))
UNREADABLE: Final = frozenset({FileKind.PDF, FileKind.PICTURE, FileKind.WORD, FileKind.XML, FileKind.WEB_ARCHIVE})


def kind_of(content: bytes) -> FileKind:
    """The kind of a file by its first bytes; what has no mark of its own is text."""
    start = content[:2048]
    if not content:
        return FileKind.EMPTY
    if start.startswith(OLE):
        return FileKind.WORD if WORD in content[:1_000_000] else FileKind.COMPOUND
    if b"%PDF-" in start[:1024]:
        return FileKind.PDF
    known = next((kind for marks, kind in MARKS if start.startswith(marks)), None)
    return known or _marked_up(_narrow(content[:8192]))


def _narrow(start: bytes) -> bytes:
    """The beginning of a text without its mark, one byte for each character of ASCII."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return start[2:].replace(b"\x00", b"")
    return start.removeprefix(b"\xef\xbb\xbf")


def _marked_up(start: bytes) -> FileKind:
    if start.lstrip()[:13].lower() == b"mime-version:":
        return FileKind.WEB_ARCHIVE
    if SPREADSHEET.search(start) and start.lstrip().startswith(b"<"):
        return FileKind.SPREADSHEET_XML
    if HTML.match(start) or XHTML.match(start):
        return FileKind.HTML
    if FLAT.search(start) and start.lstrip().startswith(b"<"):
        return FileKind.FLAT_DOCUMENT
    return FileKind.XML if start.lstrip().startswith(b"<?xml") else FileKind.TEXT


def bounded(path: Path, most: int, *, rule: str = "I38", file: str | None = None) -> bytes:
    """A file that a user has named, unless it is larger than any of its kind.

    Args:
        path: the file.
        most: bytes.
        rule: the finding of what holds more.
        file: what it is called in findings, where that is not the path.

    Raises:
        Refused: that rule, or C14 for what the system does not open.
    """
    place = Place(file or str(path))
    try:
        if path.stat().st_size > most:
            limit = most // 1_000_000
            raise Refused([Finding(rule, place, {"limit": limit, "problem": f"> {limit} MB"})], ExitCode.INPUT)
        return path.read_bytes()
    except OSError as error:
        raise Refused([Finding("C14", place, {"problem": in_words(error)})], ExitCode.INPUT) from None


def opened(content: bytes, file: str) -> Package | Finding | None:
    """The package of a workbook, None where it is of another kind; or why it is not opened."""
    if not content:
        return Finding("I05", Place(file))
    if content.startswith(OLE) and (ENCRYPTED in content or _has_password(content)):
        return Finding("I04", Place(file))
    if not content.startswith(b"PK"):
        return None
    try:
        package = Package(content)
        return _refusal(package, file) or package
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        return Finding("I03", Place(file), {"problem": in_words(error)})


def _refusal(package: Package, file: str) -> Finding | None:
    members = package.members
    too_large = Finding("I38", Place(file), {"limit": MAX_UNPACKED // 1_000_000})
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        return too_large
    is_locked = MANIFEST in package and LOCKED in package.read(MANIFEST)  # of OpenDocument
    if is_locked or any(member.flag_bits & 1 for member in members):
        return Finding("I04", Place(file))
    is_large = len(package.content) * MAX_RATIO > MAX_UNPACKED
    deflated = (member for member in members if member.compress_type == zipfile.ZIP_DEFLATED)
    if is_large and not all(package.is_honest(member) for member in deflated):
        return too_large
    for member in members:
        is_xml = member.filename.endswith((".xml", ".rels")) and member.file_size
        if is_xml and DECLARES.search(package.start(member, HEAD).replace(b"\0", b"")):  # in two bytes a letter, too
            return Finding("I49", Place(file))
    if "content.xml" in package and _repeats(package.read("content.xml")):
        return too_large
    return None


def _has_password(content: bytes) -> bool:
    """Whether an old workbook (xls) says among its first records that the others are encrypted."""
    at = next((found for begin in BEGINNINGS if (found := content.find(begin)) >= 0), len(content))
    end = min(at + SECTOR, len(content))
    while at + RECORD_HEAD <= end:
        record, size = struct.unpack_from("<HH", content, at)
        if record == FILE_PASSWORD:
            return True
        at += RECORD_HEAD + size
    return False


def _repeats(xml: bytes) -> bool:
    """Whether an OpenDocument repeats what it holds until it fills the memory."""
    if not REPEATED.search(xml):
        return False
    cells = 0
    for row in ROW.finditer(xml):
        width = filled = 0
        for cell in CELL.finditer(row[2]):
            width += _times(cell[1])
            filled = width if b"value-type=" in cell[1] else filled
        cells += filled * _times(row[1])
        if cells > MAX_CELLS:
            return True
    return False


def _times(attributes: bytes) -> int:
    found = REPEATED.search(attributes)
    return int(found[1]) if found else 1
