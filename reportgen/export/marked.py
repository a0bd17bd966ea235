"""The user's own workbooks back: copies with cells coloured and commented, and a sheet of findings first.

Which files are copied, and what of each.

Cells coloured by severity, with the findings as a comment in both languages.

The sheet of findings: one a row, the gravest first, with a link to the cell.

A workbook as bytes that are the same each time, and that say who wrote them.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from reportgen import checks, writing
from reportgen.export.workbook import WRITTEN
from reportgen.model.finding import Finding, Severity
from reportgen.model.place import Place

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from reportgen.catalog import Catalog

FILLS: Final = {Severity.ERROR: "F0DDE3", Severity.WARNING: "FCEBD4", Severity.NOTE: "E8ECEF"}
AUTHOR: Final = "reportgen"
LONGEST: Final = 4000
CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
WIDTH: Final = 420
LINE_HEIGHT: Final = 18
LINE_LETTERS: Final = 42


def mark(book: Workbook, file: str, findings: Iterable[Finding], catalog: Catalog) -> None:
    """Colour and comment the cell of each finding; a cell that was named as part of a sum is left alone."""
    by_cell: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        place = finding.place
        if place.file == file and place.sheet in book.sheetnames and place.sheet and place.cell:
            by_cell[place.sheet, place.cell].append(finding)
    for (sheet, cell), told in by_cell.items():
        _mark(_anchor(book[sheet], cell), told, catalog)


def _mark(cell: Cell, findings: list[Finding], catalog: Catalog) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    said = [(finding.rule, catalog.messages.both(finding)) for finding in findings]
    gravest = min((words.severity for _, words in said), key=tuple(Severity).index)
    cell.fill = PatternFill("solid", fgColor=FILLS[gravest])
    own = [cell.comment.text] if cell.comment else []
    lines = [f"{rule}\n{words.message.zh}\n{words.message.en}" for rule, words in said]
    text = clean("\n\n".join([*own, *lines]))[:LONGEST]
    height = LINE_HEIGHT * sum(1 + len(line) // LINE_LETTERS for line in text.split("\n"))
    cell.comment = Comment(text, AUTHOR, height=height, width=WIDTH)


def _anchor(sheet: Worksheet, reference: str) -> Cell:
    """The cell, or the first one of the merged cells that it is part of."""
    for area in sheet.merged_cells.ranges:
        if reference in area:
            return sheet.cell(area.min_row, area.min_col)
    return sheet[reference]


def clean(text: str) -> str:
    """Text without the control characters that a workbook cannot hold."""
    return CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


HEADS: Final = ("severity", "rule", "place", "message", "message_en", "fix", "fix_en", "touches")
WIDTHS: Final = (12, 8, 36, 60, 60, 40, 40, 50)
PLACE: Final = HEADS.index("place") + 1
LONGEST_NAME: Final = 31
FOLLOWS: Final = "\N{DOWNWARDS ARROW WITH TIP RIGHTWARDS} "
LINK: Final = "0F4C81"


def list_findings(  # noqa: PLR0913 - what a sheet is made from
    book: Workbook,
    findings: Sequence[Finding],
    catalog: Catalog,
    remarks: Sequence[str],
    has: Callable[[Place], bool],
    files: Mapping[str, str] | None = None,
) -> None:
    """Put the sheet in front.

    Args:
        book: to which it is added.
        findings: what it lists.
        catalog: their words.
        remarks: lines above the table.
        has: whether a place can be linked to.
        files: names of other workbooks, where the places are not in this one.
    """
    sheet = book.create_sheet(_free_name(catalog.words["findings.sheet"].zh, book.sheetnames), 0)
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False
    for number, remark in enumerate(remarks, start=1):
        _write(sheet.cell(number, 1), remark)
    top = len(remarks) + 1
    _head(sheet, top, catalog)
    for row, (finding, follows) in enumerate(checks.ordered(findings, catalog), start=top + 1):
        _row(sheet, row, finding, catalog, follows=follows)
        if has(finding.place):
            _link(sheet.cell(row, PLACE), finding.place, (files or {}).get(finding.place.file))
    sheet.freeze_panes = f"A{top + 1}"
    sheet.auto_filter.ref = f"A{top}:H{max(top + 1, sheet.max_row)}"


def _head(sheet: Worksheet, row: int, catalog: Catalog) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    for column, (key, width) in enumerate(zip(HEADS, WIDTHS, strict=True), start=1):
        text = catalog.words[f"findings.head.{key}"]
        cell = sheet.cell(row, column)
        _write(cell, f"{text.zh} {text.en}")
        cell.font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = width


def _row(sheet: Worksheet, row: int, finding: Finding, catalog: Catalog, *, follows: bool) -> None:
    from openpyxl.styles import Alignment, PatternFill

    said = catalog.messages.both(finding)
    word = catalog.words[f"severity.{said.severity}"]
    touched = [catalog.indicators[name].name for name in checks.touched_by(finding, catalog)]
    contents = (
        f"{FOLLOWS if follows else ''}{word.zh} {word.en}",
        finding.rule,
        str(finding.place),
        said.message.zh,
        said.message.en,
        said.fix.zh if said.fix else "",
        said.fix.en if said.fix else "",
        "; ".join(f"{name.zh} {name.en}" for name in touched),
    )
    for column, content in enumerate(contents, start=1):
        cell = sheet.cell(row, column)
        _write(cell, content)
        cell.alignment = Alignment(vertical="top", wrap_text=column > PLACE)
    sheet.cell(row, 1).fill = PatternFill("solid", fgColor=FILLS[said.severity])


def _link(cell: Cell, place: Place, file: str | None) -> None:
    from openpyxl.styles import Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    sheet = (place.sheet or "").replace("'", "''")
    location = f"'{sheet}'!{place.cell or 'A1'}" if place.sheet else None
    target = quote(file) if file else None
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=location, target=target)
    cell.font = Font(underline="single", color=LINK)


def _write(cell: Cell, text: str) -> None:
    """Text that stays text, also where it looks like a formula."""
    cell.value = clean(text)
    cell.data_type = "s"


def _free_name(name: str, taken: Sequence[str]) -> str:
    """A name that no other sheet has."""
    lower = {other.lower() for other in taken}
    free, number = name[:LONGEST_NAME], 1
    while free.lower() in lower:
        number += 1
        free = f"{name[: LONGEST_NAME - 4]} {number}"
    return free


SIGNATURE: Final = b"reportgen"
MODIFIED: Final = re.compile(rb"<dcterms:modified[^>]*>[^<]*</dcterms:modified>")
CORE: Final = "docProps/core.xml"


def packed(book: Workbook) -> bytes:
    """The workbook without the time of writing."""
    saved = io.BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as source:
        parts = [
            (name, MODIFIED.sub(b"", part) if name == CORE else part)
            for name, part in ((name, source.read(name)) for name in source.namelist())
        ]
    return writing.packed(parts, comment=SIGNATURE)


WITH_FORMATS: Final = frozenset({".xlsx", ".xlsm"})
VALUES_ALONE: Final = frozenset({".xls", ".xlsb", ".ods", ".et"})
LARGEST: Final = 100_000_000
"""Bytes of an unpacked workbook that is still copied with its formats."""
OVERVIEW: Final = "findings.xlsx"
LOST: Final[Mapping[str, tuple[str, ...]]] = {
    "macros": ("xl/vbaProject.bin",),
    "drawings": ("xl/charts/", "xl/media/", "xl/drawings/drawing", "xl/diagrams/"),
    "controls": ("xl/ctrlProps/", "xl/activeX/"),
    "signatures": ("_xmlsignatures/",),
}
"""What a copy cannot keep, by the parts of a package that show it."""


def workbooks(findings: Sequence[Finding], folder: Path, files: Sequence[str], catalog: Catalog) -> dict[str, bytes]:
    """A copy of each workbook that has findings, by name, and ``findings.xlsx`` with all findings of all files.

    Args:
        findings: of the whole case.
        folder: where the files lie; nothing is written there.
        files: names of the files that were read.
        catalog: words of findings.
    """
    copies: dict[str, bytes] = {}
    names: dict[str, str] = {}
    remarks: list[str] = []
    for name in sorted(set(files) & {place.file for finding in findings for place in _places(finding)}):
        own = [finding for finding in findings if name in {place.file for place in _places(finding)}]
        copy = _copy(folder / name, name, own, catalog)
        if copy is None:
            remarks.append(f"{name}: {_both(catalog, 'not_copied')}")
        else:
            names[name] = _name(name, names.values())
            copies[names[name]] = copy
    copies[OVERVIEW] = _overview(findings, names, remarks, catalog)
    return copies


def _places(finding: Finding) -> tuple[Place, ...]:
    return (finding.place, *finding.places)


def _name(name: str, taken: Collection[str]) -> str:
    """The name of the copy: as the original's, always ``.xlsx``, with the old ending where two would be one."""
    path = PurePosixPath(name)
    plain = str(path.with_suffix(".xlsx"))
    return f"{name}.xlsx" if plain in taken or plain == OVERVIEW else plain


def _copy(path: Path, name: str, findings: Sequence[Finding], catalog: Catalog) -> bytes | None:
    ending = path.suffix.lower()
    opened = _opened(path.read_bytes(), ending) if ending in WITH_FORMATS | VALUES_ALONE else None
    if opened is None:
        return None
    book, remarks = opened
    sheets = list(book.sheetnames)
    mark(book, name, findings, catalog)
    told = [_both(catalog, "copy"), *(_both(catalog, remark) for remark in remarks)]
    list_findings(book, findings, catalog, told, lambda place: place.sheet in sheets and place.file == name)
    return packed(book)


def _opened(content: bytes, ending: str) -> tuple[Workbook, list[str]] | None:
    """The workbook and what its copy lacks, or None where it cannot be copied at all."""
    try:
        if ending in WITH_FORMATS:
            return _with_formats(content)
        return _values(content), ["values"]
    except Exception:  # noqa: BLE001 - libraries fail in many ways on damaged files; the findings are told all the same
        return None


def _with_formats(content: bytes) -> tuple[Workbook, list[str]] | None:
    import openpyxl

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
    if sum(member.file_size for member in members) > LARGEST:
        return None
    parts = [member.filename for member in members]
    lost = [key for key, starts in LOST.items() if any(part.startswith(starts) for part in parts)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of what it leaves out: we say so in the copy
        return openpyxl.load_workbook(io.BytesIO(content)), [f"dropped.{key}" for key in lost]


def _empty() -> Workbook:
    """A workbook without sheets and without the time of its making."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    book.properties.created = WRITTEN
    return book


def _values(content: bytes) -> Workbook:
    import python_calamine

    source = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    book = _empty()
    for name in source.sheet_names:
        sheet = book.create_sheet(name)
        for number, row in enumerate(source.get_sheet_by_name(name).to_python(skip_empty_area=False), start=1):
            for column, value in enumerate(row, start=1):
                if value not in ("", None):
                    cell = sheet.cell(number, column, value)
                    cell.data_type = "s" if isinstance(value, str) else cell.data_type
    return book


def _overview(findings: Sequence[Finding], names: Mapping[str, str], remarks: Sequence[str], catalog: Catalog) -> bytes:
    book = _empty()
    list_findings(book, findings, catalog, remarks, lambda place: place.file in names, names)
    return packed(book)


def _both(catalog: Catalog, key: str) -> str:
    text = catalog.words[f"findings.{key}"]
    return f"{text.zh} {text.en}"


__all__ = ["workbooks"]
