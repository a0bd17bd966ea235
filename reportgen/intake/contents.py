"""What a file is by its content, whatever its name says, and whether it may be opened at all."""

from __future__ import annotations

import re
import zipfile
import zlib
from enum import StrEnum
from typing import Final

from reportgen.intake.packages import Package
from reportgen.model.finding import Finding
from reportgen.model.place import Place

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
WORD: Final = "WordDocument".encode("utf-16-le")
MAX_UNPACKED: Final = 400_000_000
MAX_RATIO: Final = 1032
"""More than this no deflated byte unfolds to."""
HEAD: Final = 4096
"""Bytes of a file of XML in which it would declare entities."""
MAX_ROWS_REPEATED: Final = 10_000
MAX_CELLS_REPEATED: Final = 1_000
PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")
DECLARES: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
HTML: Final = re.compile(rb"^\s*(?:<!doctype html|<html|<table|<meta|<head|<div)", re.IGNORECASE)
REPEATED_ROW: Final = re.compile(rb'number-rows-repeated="(\d+)"(?:(?!</table:table-row>).)*?office:value', re.DOTALL)
REPEATED_CELL: Final = re.compile(rb'<table:table-cell(?=[^>]*office:value)[^>]*number-columns-repeated="(\d+)"')


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
    EMPTY = "empty"


MARKS: Final = (((b"PK",), Kind.PACKAGE), ((b"PAR1",), Kind.PARQUET), (PICTURES, Kind.PICTURE))
UNREADABLE: Final = frozenset({Kind.PDF, Kind.PICTURE, Kind.HTML, Kind.WORD, Kind.XML})


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
    return known or _marked_up(start.removeprefix(b"\xef\xbb\xbf"))


def _marked_up(start: bytes) -> Kind:
    if HTML.match(start):
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
        return Finding("I03", Place(file), {"problem": words(error)})


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
    """Whether an OpenDocument sheet repeats figures until they fill the memory."""
    rows = any(int(count) > MAX_ROWS_REPEATED for count in REPEATED_ROW.findall(xml))
    return rows or any(int(count) > MAX_CELLS_REPEATED for count in REPEATED_CELL.findall(xml))


def words(error: BaseException) -> str:
    """The first line of what went wrong."""
    return str(error).partition("\n")[0][:120] or type(error).__name__
