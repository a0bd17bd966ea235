"""Whether a file is one that the program made and nobody has changed: told by what its format says of its maker.

The format is read, and every part that would say so has to; words that stand somewhere in a text say nothing.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterator
from csv import DictReader
from csv import Error as CsvError
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError, XMLParser

PROGRAM: Final = "reportgen"
MAKER: Final = re.compile(rf"{PROGRAM}( \d+\.\d+\.\d+\S*)?")
SCHEMA: Final = re.compile(rf"{PROGRAM}/[a-z-]+/\d+")
TABLE: Final = f"{PROGRAM}/table/1"
KEPT: Final = frozenset({"journal", "archive-record", "archive-index", "manifest"})
"""Schemas of records, which are kept as they are."""
WORKBOOK: Final = "docProps/core.xml"
NAMED: Final = (
    "{http://purl.org/dc/elements/1.1/}creator",
    "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}lastModifiedBy",
)
"""Who made a workbook, and who saved it last."""
COPIED: Final = PROGRAM.encode()
"""Comment of the package of a copy in which findings are marked; whoever saves it leaves none."""
SEALED: Final = re.compile(rb"# Written by reportgen ([^\n]*); sha256 = ([0-9a-f]{64})\n")
LARGEST: Final = 300_000_000


def is_ours(path: Path) -> bool:
    """Whether the program has written this very file."""
    if not path.is_file() or path.stat().st_size > LARGEST:
        return False
    content = path.read_bytes()
    known = next((look for start, look in BY_START if content.startswith(start)), _is_text_of_ours)
    try:
        return known(path, content)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, CsvError, ParseError):
        return False


def sealed(maker: str, content: bytes) -> bytes:
    """A text whose first line names its maker and the digest of the rest: once edited, it is the editor's."""
    return f"# Written by {PROGRAM} {maker}; sha256 = {sha256(content).hexdigest()}\n".encode() + content


def _is_document(path: Path, content: bytes) -> bool:
    """A PDF that names us, and that nobody has signed."""
    import pikepdf

    del content
    try:
        with pikepdf.open(path) as document:
            form: Any = document.Root.get("/AcroForm")
            fields = () if form is None else form.get("/Fields", ())
            signed = any(field.get("/FT") == "/Sig" and "/V" in field for field in fields)
            return not signed and _names_us(str(document.docinfo.get("/Creator", "")))
    except pikepdf.PdfError:
        return False


def _names_us(maker: str) -> bool:
    return MAKER.fullmatch(maker) is not None


def _is_picture(path: Path, content: bytes) -> bool:
    from PIL import Image

    del content
    with Image.open(path) as picture:
        return _names_us(str(picture.info.get("Software", "")))


def _is_table(path: Path, content: bytes) -> bool:
    """A Parquet file all of whose rows bear our schema."""
    import pyarrow.parquet

    del content
    rows = pyarrow.parquet.ParquetFile(path).read(columns=["schema"]).column("schema").to_pylist()
    return bool(rows) and set(rows) == {TABLE}


def _is_workbook(path: Path, content: bytes) -> bool:
    """A workbook that we made and nobody saved since."""
    del content
    try:
        with zipfile.ZipFile(path) as book:
            if book.comment == COPIED:
                return True
            root = _tree(book.read(WORKBOOK))
    except zipfile.BadZipFile:
        return False
    return all(root.findtext(name) == PROGRAM for name in NAMED)


def _tree(content: bytes) -> Element:
    """XML without a declaration of a document type, whose entities might have no end."""
    parser = XMLParser()  # noqa: S314 - declarations are refused
    parser.feed("" if b"<!" in content else content)
    return parser.close()


def _is_text_of_ours(path: Path, content: bytes) -> bool:
    """JSON, its lines, a table, a page, or definitions, told by their first characters."""
    del path
    if (found := SEALED.match(content)) is not None:
        return sha256(content[found.end() :]).hexdigest() == found[2].decode()
    text = content.decode("utf-8-sig")
    if text.lstrip().startswith("{"):
        documents = list(_documents(text))
        return bool(documents) and all(_is_result(one) for one in documents)
    if text.lower().startswith("<!doctype html>"):
        return _Page(text).is_ours
    rows = DictReader(text.splitlines(), strict=True)
    return rows.fieldnames is not None and {row.get("schema") for row in rows} == {TABLE}


def _documents(text: str) -> Iterator[Any]:
    """The one document, or that of each line."""
    try:
        yield json.loads(text)
    except ValueError:
        yield from (json.loads(line) for line in text.splitlines() if line)


def _is_result(content: Any) -> bool:
    schema = content.get("schema")
    return isinstance(schema, str) and SCHEMA.fullmatch(schema) is not None and schema.split("/")[1] not in KEPT


class _Page(HTMLParser):
    """A page for screens, asked who generated it; a template has marks of its own before it has a head."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.is_ours, self._is_over = False, False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A description in the head."""
        said = dict(attrs)
        self._is_over = self._is_over or tag == "body"
        if tag == "meta" and said.get("name") == "generator" and not self._is_over:
            self.is_ours = _names_us(said.get("content") or "")


BY_START: Final[tuple[tuple[bytes, Callable[[Path, bytes], bool]], ...]] = (
    (b"%PDF-", _is_document),
    (b"\x89PNG\r\n\x1a\n", _is_picture),
    (b"PAR1", _is_table),
    (b"PK", _is_workbook),
)
"""How a kind of file begins, and how it is asked."""
