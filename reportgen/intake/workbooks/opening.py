"""A file to sheets, by its content and not by its name.

Text tables: the encoding found strictly, the delimiter from the first lines.

Parquet files, where pyarrow is installed.

Control characters and marks that turn the direction of writing: taken out of what is read, and told.

Workbooks whose formulas have no results, calculated by LibreOffice where it is installed and that is asked for.

Plain tables that a user writes for a command: columns known by the words of their head, wherever that stands.
"""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from reportgen.intake.case.folder import TEXTS
from reportgen.intake.words.figures import Cell
from reportgen.intake.words.labels import UNSEEN
from reportgen.intake.workbooks import contents, spreadsheets
from reportgen.intake.workbooks.contents import MAX_CELLS, FileKind
from reportgen.intake.workbooks.sheets import Sheet
from reportgen.model.finding import Finding
from reportgen.model.foreign_text import in_words, read_back
from reportgen.model.place import Place

if TYPE_CHECKING:
    from reportgen.intake.words.figures import Cell
    from reportgen.model.definition import Text


MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
UNMARKED: Final = ("utf-16-le", "utf-16-be")
STRANGE: Final = re.compile(  # neither ASCII nor a letter or mark that Chinese or Western tables use
    r"[^\x09\x0a\x0d\x20-\x7e\u00a0-\u024f\u2000-\u206f\u20ac\u2150-\u218f\u2200-\u22ff\u2460-\u25ff\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]"
)
LINE: Final = re.compile(r"[^\r\n]+")
LINE_END: Final = re.compile(r"[\r\n]")
DELIMITERS: Final = ",\t;|"
SAMPLE: Final = 20
LONGEST: Final = 5_000_000
"""Characters of a line: three hundred for each of the most columns that a sheet has."""


def decoded_text(content: bytes) -> tuple[str, str] | None:
    """Text and encoding: by its mark, else UTF-8, GB18030, or UTF-16 without a mark; None where none fits."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return _decode(content, encoding)
    if b"\x00" in content:
        return _unmarked(content)
    return _decode(content, "utf-8") or _decode(content, "gb18030")


def _unmarked(content: bytes) -> tuple[str, str] | None:
    """UTF-16 without a mark: of both byte orders the one in which all is letters, figures and marks of a table."""
    for encoding in UNMARKED:
        found = _decode(content, encoding)
        if found and not STRANGE.search(found[0]) and any(mark in found[0] for mark in f"\n{DELIMITERS}"):
            return found
    return None


def _decode(content: bytes, encoding: str) -> tuple[str, str] | None:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else (text, encoding)


def delimiter(text: str) -> str:
    """The mark that cuts most of the first lines into equally many columns, and most columns."""
    lines = [line[0] for line in islice(LINE.finditer(text), SAMPLE) if line[0].strip()]

    def fit(mark: str) -> tuple[int, int]:
        counts = [row.count(mark) for row in lines]
        usual = max(set(counts), key=lambda count: (counts.count(count) * (count > 0), count), default=0)
        return (counts.count(usual) if usual else 0, usual)

    return max(DELIMITERS, key=fit)


def has_long_line(text: str) -> bool:
    """Whether some line is too long to be a row of a table."""
    half = LONGEST // 2
    windows = (slice(at, at + half) for at in range(0, len(text) - half, half))
    return any(not LINE_END.search(text, one.start, one.stop) and _length(text, one.start) > LONGEST for one in windows)


def _length(text: str, at: int) -> int:
    """How long the line is in which a character stands."""
    end = LINE_END.search(text, at)
    return (end.start() if end else len(text)) - max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) - 1


def text_sheet(content: bytes, file: str) -> tuple[Sheet | None, tuple[Finding, ...]]:
    """A text table as a sheet without a name; a field over several lines keeps the line on which it begins."""
    if not content:
        return None, (Finding("I05", Place(file)),)
    found = decoded_text(content)
    if found is None:
        return None, (Finding("I21", Place(file)),)
    text, _ = found
    if has_long_line(text):
        return None, (Finding("I03", Place(file), {"problem": "@trouble.long_line"}),)
    mark = delimiter(text)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=False))
    except csv.Error as error:
        return None, (Finding("I03", Place(file), {"problem": in_words(error)}),)
    if "'" in text:  # an apostrophe keeps a spreadsheet program from calculating a text
        rows = [[read_back(cell) for cell in row] for row in rows]
    width = max((len(row) for row in rows), default=0)
    if width * len(rows) > MAX_CELLS:
        return None, (Finding("I50", Place(file), {"limit": MAX_CELLS // 1_000_000}),)
    return Sheet(file, None, tuple((*row, *([""] * (width - len(row)))) for row in rows), mark=mark), ()


PAGES: Final = frozenset({".htm", ".html", ".xml"})


def sheets(content: bytes, file: str) -> tuple[tuple[Sheet, ...], tuple[Finding, ...]]:
    """The sheets of a workbook, or the one of a text table; what cannot be read is a finding.

    A file whose content is not what its name says is told (I48 where it cannot be read, I51 where it can).
    """
    kind = contents.kind_of(content)
    if kind in contents.UNREADABLE:
        return (), (Finding("I48", Place(file), {"what": f"@intake.kind_{kind}"}),)
    if kind in {FileKind.HTML, FileKind.SPREADSHEET_XML}:
        return _marked_up(content, file, kind)
    if kind is FileKind.PARQUET:
        return parquet_sheets(content, file)
    is_text = PurePosixPath(file).suffix.lower() in TEXTS
    if kind is FileKind.TEXT and (is_text or decoded_text(content)):
        sheet, findings = text_sheet(content, file)
        told = () if is_text or findings else (Finding("I51", Place(file), {"what": "@intake.kind_text"}),)
        return (sheet,) if sheet else (), (*findings, *told)
    found, findings = spreadsheets.sheets(content, file)
    told = (Finding("I51", Place(file), {"what": "@intake.kind_package"}),) if is_text and found else ()
    return found, (*findings, *told)


def _marked_up(content: bytes, file: str, kind: FileKind) -> tuple[tuple[Sheet, ...], tuple[Finding, ...]]:
    """The tables of a web page or of an XML spreadsheet; a page without any is told as what it is (I48)."""
    findings: tuple[Finding, ...] = ()
    if kind is FileKind.HTML:
        from reportgen.intake.workbooks import xml_tables

        found = xml_tables.web_sheets(content, file)
    else:
        from reportgen.intake.workbooks import xml_tables

        found, findings = xml_tables.sheets(content, file)
    as_named = PurePosixPath(file).suffix.lower() in PAGES
    if not found:
        what = {"what": f"@intake.kind_{kind}"}
        return (), findings or (Finding("I54" if as_named else "I48", Place(file), what),)
    if as_named:
        return found, findings
    return found, (*findings, Finding("I51", Place(file), {"what": f"@intake.kind_{kind}"}))


def parquet_sheets(content: bytes, file: str) -> tuple[tuple[Sheet, ...], tuple[Finding, ...]]:
    """The table of a Parquet file as a sheet without a name, heads in its first row."""
    try:
        import pyarrow.parquet as pq
    except ImportError:
        return (), (Finding("I52", Place(file)),)
    from pyarrow import ArrowException

    try:
        opened = pq.ParquetFile(io.BytesIO(content))
        if opened.metadata.num_rows * opened.metadata.num_columns > MAX_CELLS:
            return (), (Finding("I50", Place(file), {"limit": MAX_CELLS // 1_000_000}),)
        table = opened.read()
    except (ArrowException, OSError, ValueError) as error:
        return (), (Finding("I03", Place(file), {"problem": in_words(error)}),)
    columns = [[_cell(value) for value in column.to_pylist()] for column in table.columns]
    rows = zip(*columns, strict=True) if columns else ()
    return (Sheet(file, None, (tuple(table.column_names), *(tuple(row) for row in rows))),), ()


def _cell(value: Any) -> Cell:
    """A value of Parquet as that of a cell."""
    if value is None or isinstance(value, str | bool | int | float | dt.date):
        return "" if value is None else value
    return float(value) if hasattr(value, "as_tuple") else str(value)


SUSPECT: Final = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]|\xc2[\x80-\x9f]"
)
"""Bytes among which every such character of a text in UTF-8 is; others may be too."""
SPACE: Final = 0x20
ENDS: Final = (b"\t", b"\n", b"\r")
DELETE: Final = b"\x7f"
PORTION: Final = 1 << 18
"""Bytes that are looked through at a time."""
LEADS: Final = (b"\xe2\x80", b"\xe2\x81", b"\xc2")
"""How those begin that are more than one byte long."""


def without(sheets: Iterable[Sheet], findings: list[Finding]) -> Iterator[Sheet]:
    """The sheets with plain names and texts; the first cell concerned of each sheet is told (I53)."""
    plain_texts: set[str] = set()
    fine: dict[int, Sheet] = {}
    for sheet in sheets:
        repeats = sheet.like is not None and id(sheet.like.first) in fine
        place = _first(sheet, sheet.changed_texts if repeats else sheet.texts, plain_texts)
        if place is None:
            fine[id(sheet)] = sheet
            yield sheet
            continue
        findings.append(Finding("I53", place))
        rows = tuple(tuple(plain(cell) if isinstance(cell, str) else cell for cell in row) for row in sheet.rows)
        yield replace(sheet, name=None if sheet.name is None else plain(sheet.name), rows=rows, like=None)


def plain(text: str) -> str:
    """A text without them."""
    return UNSEEN.sub("", text)


def plain_table(content: bytes, file: str, findings: list[Finding]) -> bytes:
    """A text table without them; told once, with its first line."""
    decoded = decoded_text(content) if _is_suspect(content) else None
    found = UNSEEN.search(decoded[0]) if decoded else None
    if decoded is None or found is None:
        return content
    findings.append(Finding("I53", Place(file, line=decoded[0].count("\n", 0, found.start()) + 1)))
    return plain(decoded[0]).encode()


def _is_suspect(content: bytes) -> bool:
    """Whether a search of single characters is worth its time: most tables hold none of their bytes."""
    if _has_controls(content):
        return True
    return not content.isascii() and any(lead in content for lead in LEADS) and bool(SUSPECT.search(content))


def _has_controls(content: bytes) -> bool:
    """Whether there are control characters but for those that end lines and fields, counted a portion at a time."""
    import numpy as np

    low = sum(
        int(np.count_nonzero(np.frombuffer(content, np.uint8, min(PORTION, len(content) - at), at) < SPACE))
        for at in range(0, len(content), PORTION)
    )
    return low > sum(map(content.count, ENDS)) or DELETE in content


def _first(sheet: Sheet, among: frozenset[str], known: set[str]) -> Place | None:
    """The first cell concerned, if any of these texts is; those in which nothing was found are added to the known."""
    if sheet.name is not None and UNSEEN.search(sheet.name):
        return Place(sheet.file, plain(sheet.name))
    texts = among.difference(known)
    if not any(UNSEEN.search(text) for text in texts):
        known |= texts
        return None
    for row, cells in enumerate(sheet.rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, str) and cell and UNSEEN.search(cell):
                return sheet.place(row, column)
    return None


PROGRAMS: Final = ("soffice", "libreoffice")
SECONDS: Final = 120


def recalculated(content: bytes, file: str, found: tuple[Sheet, ...]) -> tuple[tuple[Sheet, ...], tuple[Finding, ...]]:
    """The sheets with the results of their formulas: I55, or those found where that is not possible: I56.

    Only cells that had no result are taken from LibreOffice; all others stay as the file has them.
    """
    program = next((path for name in PROGRAMS if (path := shutil.which(name))), None)
    if program is None:
        return found, (Finding("I56", Place(file), {"problem": "@intake.no_office"}),)
    made = _converted(program, content, Path(file).suffix or ".xlsx")
    if made is None:
        return found, (Finding("I56", Place(file), {"problem": "@intake.office_failed"}),)
    sheets, problems = spreadsheets.sheets(made, file)
    by_name = {sheet.name: sheet for sheet in sheets}
    filled = tuple(_filled(sheet, by_name.get(sheet.name)) for sheet in found)
    told = Finding("I55", Place(file), {"count": sum(len(sheet.uncached) for sheet in found)})
    return filled, (*problems, told)


def _converted(program: str, content: bytes, suffix: str) -> bytes | None:
    """The workbook as LibreOffice saves it, in a profile of its own and with nothing of the user's at hand."""
    with tempfile.TemporaryDirectory(prefix="reportgen-") as folder:
        source = Path(folder) / f"in{suffix}"
        source.write_bytes(content)
        command = [
            program,
            "--headless",
            "--norestore",
            f"-env:UserInstallation=file://{folder}/profile",
            "--convert-to",
            "xlsx",
            "--outdir",
            f"{folder}/out",
            str(source),
        ]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)  # noqa: S603 - a fixed command
            return (Path(folder) / "out" / "in.xlsx").read_bytes()
        except (OSError, subprocess.SubprocessError):
            return None


def _filled(sheet: Sheet, calculated: Sheet | None) -> Sheet:
    """The sheet with the results in the place of formulas without one."""
    if calculated is None or not sheet.uncached:
        return sheet
    rows = [list(cells) for cells in sheet.rows]
    left = dict(sheet.uncached)
    for row, column in sheet.uncached:
        within = row < len(calculated.rows) and column < calculated.width
        value = calculated.rows[row][column] if within else ""
        if value not in {"", None} and (row, column) not in calculated.uncached:
            rows[row][column] = value
            del left[row, column]
    errors = {**sheet.errors, **calculated.errors}
    return replace(sheet, rows=tuple(map(tuple, rows)), uncached=left, errors=errors, like=None)


DEEPEST: Final = 10
"""Rows among which the head is looked for."""


def find_columns(
    rows: Sequence[tuple[Cell, ...]], words: Mapping[str, Text], needed: frozenset[str]
) -> tuple[int, Mapping[str, int]] | None:
    """The row of the head, and which column is what; None where no row has all that is needed.

    Args:
        rows: of a sheet.
        words: what the columns may be called, by their key; spellings stand between strokes.
        needed: keys without which a row is no head.
    """
    spellings = {
        word.strip().lower(): key for key, text in words.items() for word in (*text.zh.split("/"), *text.en.split("/"))
    }
    for number, row in enumerate(rows[:DEEPEST]):
        columns: dict[str, int] = {}
        for index, cell in enumerate(row):
            key = spellings.get(str(cell).strip().lower())
            if key is not None:
                columns.setdefault(key, index)
        if needed <= columns.keys():
            return number, columns
    return None
