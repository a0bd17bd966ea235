"""Which files are copied, and what of each."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from reportgen.export.marked.cells import mark
from reportgen.export.marked.listing import list_findings
from reportgen.export.marked.packing import packed
from reportgen.model.finding import Finding
from reportgen.model.place import Place

if TYPE_CHECKING:
    from openpyxl import Workbook

    from reportgen.catalog import Catalog

WITH_FORMATS: Final = frozenset({".xlsx", ".xlsm"})
VALUES_ALONE: Final = frozenset({".xls", ".xlsb", ".ods", ".et"})
LARGEST: Final = 100_000_000
"""Bytes of an unpacked workbook that is still copied with its formats."""
OVERVIEW: Final = "findings.xlsx"
WRITTEN: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - workbooks know no zones
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
