"""What a file is by its content, whatever its name says, and whether it may be opened at all."""

from __future__ import annotations

import re
import zipfile
import zlib
from enum import StrEnum
from typing import Final

from reportgen.intake.extent import MAX_CELLS
from reportgen.intake.packages import Package
from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.model.trouble import in_words

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
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
ROW: Final = re.compile(rb"<table:table-row\b([^>]*)>(.*?)</table:table-row>", re.DOTALL)
CELL: Final = re.compile(rb"<table:(?:covered-)?table-cell\b([^>]*)>")
REPEATED: Final = re.compile(rb'number-(?:rows|columns)-repeated="(\d+)"')


class Kind(StrEnum):
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
    WEB_ARCHIVE = "web_archive"
    EMPTY = "empty"


MARKS: Final = (((b"PK",), Kind.PACKAGE), ((b"PAR1",), Kind.PARQUET), (PICTURES, Kind.PICTURE))
UNREADABLE: Final = frozenset({Kind.PDF, Kind.PICTURE, Kind.WORD, Kind.XML, Kind.WEB_ARCHIVE})


def kind_of(content: bytes) -> Kind:
    """The kind of a file by its first bytes; what has no mark of its own is text."""
    start = content[:2048]
    if not content:
        return Kind.EMPTY
    if start.startswith(OLE):
        return Kind.WORD if WORD in content[:1_000_000] else Kind.COMPOUND
    if b"%PDF-" in start[:1024]:
        return Kind.PDF
    known = next((kind for marks, kind in MARKS if start.startswith(marks)), None)
    return known or _marked_up(_narrow(content[:8192]))


def _narrow(start: bytes) -> bytes:
    """The beginning of a text without its mark, one byte for each character of ASCII."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return start[2:].replace(b"\x00", b"")
    return start.removeprefix(b"\xef\xbb\xbf")


def _marked_up(start: bytes) -> Kind:
    if start.lstrip()[:13].lower() == b"mime-version:":
        return Kind.WEB_ARCHIVE
    if SPREADSHEET.search(start) and start.lstrip().startswith(b"<"):
        return Kind.SPREADSHEET_XML
    if HTML.match(start) or XHTML.match(start):
        return Kind.HTML
    return Kind.XML if start.lstrip().startswith(b"<?xml") else Kind.TEXT


def opened(content: bytes, file: str) -> Package | Finding | None:
    """The package of a workbook, None where it is of another kind; or why it is not opened."""
    if not content:
        return Finding("I05", Place(file))
    if content.startswith(OLE) and ENCRYPTED in content:
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
    if any(member.flag_bits & 1 for member in members):
        return Finding("I04", Place(file))
    is_large = len(package.content) * MAX_RATIO > MAX_UNPACKED
    deflated = (member for member in members if member.compress_type == zipfile.ZIP_DEFLATED)
    if is_large and not all(package.is_honest(member) for member in deflated):
        return too_large
    for member in members:
        is_xml = member.filename.endswith((".xml", ".rels")) and member.file_size
        if is_xml and DECLARES.search(package.start(member, HEAD)):
            return Finding("I49", Place(file))
    if "content.xml" in package and _repeats(package.read("content.xml")):
        return too_large
    return None


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
