"""Files are written whole or not at all, never over what is not ours, and never where a record lies.

Whether a file is one that the program made and nobody has changed: told by what its format says of its maker.

The format is read, and every part that would say so has to; words that stand somewhere in a text say nothing.

Where records lie: what a hospital keeps or has written by hand, and no command with ``-o`` may touch.

Whether something is a record is decided by its place alone: a mark inside a file can be copied, and a form that was
filled in still bears the mark of the program that made it.

What a killed command left in a case is put right by the next one, which says what it did.
"""

from __future__ import annotations

import json
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from csv import DictReader
from csv import Error as CsvError
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError, XMLParser

from reportgen.errors import ExitCode, Refused
from reportgen.model.finding import Finding
from reportgen.model.place import NOWHERE, Place
from reportgen.writing import fill_folder, replace, unwritable

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


def _is_calendar(path: Path, content: bytes) -> bool:
    """A calendar of deadlines as we wrote it."""
    from reportgen.year.agenda import is_sealed

    del path
    return is_sealed(content)


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
        return _ScreenPage(text).is_ours
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


class _ScreenPage(HTMLParser):
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
    (b"BEGIN:VCALENDAR", _is_calendar),
)
"""How a kind of file begins, and how it is asked."""


CASE: Final = "case.yaml"
"""The file that makes a folder a case."""
JOURNAL: Final = "journal.jsonl"
ISSUED: Final = "issued"
REPORT: Final = ".pdf"
"""Reports in issued/ are issued ones; results of earlier years may be put there, over nothing."""
WRITTEN: Final = frozenset(
    {
        "data",
        "budget",
        "business",
        "experts",
        "checklists",
        "commentary",
        "brand",
        "templates",
        "styles",
        "mapping.yaml",
        "supplied.csv",
        "adjustments.csv",
        "ratings.csv",
        "targets.csv",
        "brand.yaml",
        CASE,
    }
)
"""What a hospital has filled in, decided or made: files of these names, and all that lies in these folders."""
DEFINITIONS: Final = frozenset({"items", "indicators", "schemes", "checks", "reports", "blocks", "languages"})
DEFINING: Final = frozenset({".yaml", ".yml"})
"""Folders of own definitions, and what a definition is: a folder ``reports`` may hold results as well."""
TABLES: Final = frozenset({"actions", "eliminations"})
"""Registers that lie in the case itself, whatever their ending."""
DEFINED: Final = frozenset({"standards"})
"""Own definitions that a command may also write: those that bear its mark may be made anew, no other ever."""
ARCHIVES: Final = ("0=ocfl_*", "0=ocfl_object_*", "bagit.txt")
"""What marks the root of an archive, an object in it, and a bag (OCFL 1.1, RFC 8493)."""


def is_record(path: Path) -> bool:
    """Whether nothing may be put at this path: it is a record, or would stand among records.

    Args:
        path: a file that is to be written; links on the way to it are followed.
    """
    return in_archive(path) or any(_is_kept(names[0], path) for names in _below_cases(path))


def is_definition(path: Path) -> bool:
    """Whether this file defines something of a case, so that only the command that made it may make it anew."""
    return path.exists() and any(names[0] in DEFINED for names in _below_cases(path))


def in_archive(path: Path) -> bool:
    """Whether a path lies within an archive, or in a bag."""
    return any(_is_archive(folder) for folder in _above(path))


def _is_kept(name: str, path: Path) -> bool:
    """By the first part of the way from the case."""
    if name == JOURNAL or (name == ISSUED and path.suffix.lower() == REPORT):
        return True
    is_defining = name in DEFINITIONS and path.suffix.lower() in DEFINING
    return (is_defining or name in {ISSUED, *WRITTEN} or Path(name).stem in TABLES) and path.exists()


def _is_archive(folder: Path) -> bool:
    return any(next(folder.glob(mark), None) is not None for mark in ARCHIVES)


def _above(path: Path) -> list[Path]:
    """The folders above a path, as it is named and as it really lies."""
    named, real = path.absolute(), path.resolve()
    return list(dict.fromkeys((*named.parents, *real.parents)))


def _below_cases(path: Path) -> list[tuple[str, ...]]:
    """The way to a path from each case that it lies in."""
    ways = (path.absolute(), path.resolve())
    return [way.relative_to(folder).parts for way in ways for folder in way.parents if (folder / CASE).is_file()]


NO_TEXT: Final = frozenset({"xlsx", "parquet", "pdf"})
"""Formats that a terminal cannot show."""
KINDS: Final = frozenset({"pdf", "html", "png", "xlsx", "json", "jsonl", "csv", "parquet"})
"""Formats whose files are called after them."""
LINES: Final = frozenset({"json", "jsonl"})
"""Both are JSON."""
FOLDERS: Final = frozenset({"pictures"})
"""Formats that are a folder of files."""


def ready(path: Path | None, form: str = "", *, force: bool = False) -> None:
    """See before any work that what it makes can be put there.

    Args:
        path: the file or folder named by ``-o``; None for stdout.
        form: the format; one that is no text needs a file.
        force: whether a file of somebody else may be overwritten.

    Raises:
        Refused: C25 if a file is needed and none was named, C26 if its name says another format; as `write` otherwise.
    """
    if path is None:
        if form in NO_TEXT:
            raise Refused([Finding("C25", NOWHERE, {"form": form})], ExitCode.USAGE)
        return
    _insist_on_its_kind(path, form)
    try:
        if form in FOLDERS:
            _insist_on_folder(path)
        else:
            _insist(path, force=force)
        there = next(folder for folder in (path, *path.absolute().parents) if folder.exists())
        tempfile.TemporaryFile(dir=there if there != path or path.is_dir() else path.parent).close()
    except OSError as error:
        raise unwritable(str(path), error) from error


def _insist_on_its_kind(path: Path, form: str) -> None:
    """Refuse a name that says another kind of file than what goes into it."""
    said = path.suffix.lower().removeprefix(".")
    if form in KINDS and said in KINDS and said != form and {said, form} != LINES:
        raise Refused([Finding("C26", Place(str(path)), {"form": form, "said": said})], ExitCode.USAGE)


def write(path: Path, content: bytes, *, force: bool = False) -> None:
    """Put content into a file in one step; folders on the way are made.

    Raises:
        Refused: C28 if a record lies there, C10 if the file is somebody else's (and `force` is off), C11 if it cannot
            be written.
    """
    _insist(path, force=force)
    replace(path, content)


def write_all(folder: Path, files: Mapping[str, bytes], *, force: bool = False) -> None:
    """Put files into a folder, which is made if need be: all of them, or none where one is somebody else's.

    Raises:
        Refused: as `write`; C22, if the folder is a file.
    """
    _insist_on_folder(folder)
    for name in files:
        _insist(folder / name, force=force)
    for name, content in files.items():
        replace(folder / name, content)


def _insist_on_folder(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise Refused([Finding("C22", Place(str(folder)))], ExitCode.USAGE)


def _insist(path: Path, *, force: bool) -> None:
    if path.is_dir():
        raise Refused([Finding("C12", Place(str(path)))], ExitCode.USAGE)
    if is_record(path) or (is_definition(path) and not is_ours(path)):
        raise Refused([Finding("C28", Place(str(path)))], ExitCode.USAGE)
    if path.exists() and not force and not is_ours(path):
        raise Refused([Finding("C10", Place(str(path)))], ExitCode.USAGE)


def fill(folder: Path, files: Mapping[str, bytes], rule: str) -> None:
    """`writing.fill_folder`, but never in an archive.

    Raises:
        Refused: C28 if it lies in an archive; as `writing.fill_folder` otherwise.
    """
    if in_archive(folder):
        raise Refused([Finding("C28", Place(str(folder)))], ExitCode.USAGE)
    fill_folder(folder, files, rule)


def put_right(folder: Path) -> None:
    """Finish or take back what was cut off in a case, and tell it on stderr."""
    from reportgen import lifecycle

    found = lifecycle.put_right(folder)
    if found:
        from reportgen.catalog import load_catalog
        from reportgen.cli import show
        from reportgen.cli.language import language

        show.concerns(found, load_catalog(), language())
