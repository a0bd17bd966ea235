"""Workbooks to sheets: values by calamine, and from the XML what it does not tell."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from reportgen.intake import contents, extent
from reportgen.intake.packages import Package
from reportgen.intake.repeats import Repeats, SharedTexts
from reportgen.intake.sheets import Position, Sheet, position
from reportgen.model.finding import Finding
from reportgen.model.place import Place

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

MAX_CELLS: Final = 20_000_000
TEXTS: Final = "xl/sharedStrings.xml"
CELL: Final = re.compile(rb"<c\b([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
REFERENCE: Final = re.compile(rb'\br="([A-Z]+\d+)"')
VALUE: Final = re.compile(rb"<(?:v|is)\b[^>/]*>[^<]*[^<\s]|<is>")  # a value that is not empty
FORMULA: Final = re.compile(rb"<f\b[^>]*?(?:/>|>(.*?)</f>)", re.DOTALL)
HIDDEN_ROW: Final = re.compile(rb'<row\b(?=[^>]*\bhidden="(?:1|true)")[^>]*\br="(\d+)"')
HIDDEN_COLUMN: Final = re.compile(rb'<col\b(?=[^>]*\bhidden="(?:1|true)")[^>]*>')
BOUNDS: Final = re.compile(rb'\b(min|max)="(\d+)"')
SHEET: Final = re.compile(rb'<sheet\b[^>]*?\bname="([^"]*)"[^>]*?\br:id="([^"]*)"')
RELATION: Final = re.compile(rb"<Relationship\b[^>]*>")
ATTRIBUTE: Final = re.compile(rb'\b(Id|Target)="([^"]*)"')


@dataclass(frozen=True)
class Markup:
    """What the XML of a sheet says beyond its values."""

    uncached: dict[Position, str] = field(default_factory=dict)
    errors: dict[Position, str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    cells: int = 0


def sheets(content: bytes, file: str) -> tuple[tuple[Sheet, ...], tuple[Finding, ...]]:
    """All sheets of a workbook; one that cannot be opened is a finding."""
    package = contents.opened(content, file)
    if isinstance(package, Finding):
        return (), (package,)
    import python_calamine

    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        findings: list[Finding] = []
        return tuple(_sheets(workbook, package, file, findings)), tuple(findings)
    except python_calamine.PasswordError:
        return (), (Finding("I04", Place(file)),)
    except (python_calamine.CalamineError, zipfile.BadZipFile, ValueError, OSError, MemoryError) as error:
        return (), (Finding("I03", Place(file), {"problem": contents.words(error)}),)
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the reader's own crash on a damaged file
            raise
        return (), (Finding("I03", Place(file), {"problem": "@intake.damaged"}),)


def _sheets(workbook: CalamineWorkbook, package: Package | None, file: str, findings: list[Finding]) -> Iterator[Sheet]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    members = _members(package) if package else {}
    repeats = Repeats(SharedTexts(package.read(TEXTS) if package and TEXTS in package else b""))
    for meta in workbook.sheets_metadata:
        if meta.typ != SheetTypeEnum.WorkSheet:
            continue
        xml = package.read(members[meta.name]) if package and meta.name in members else b""
        first = partial(_first, workbook, xml, Place(file, meta.name), findings)
        sheet = repeats.read(xml, meta.name, first)
        if sheet is not None:
            yield replace(sheet, hidden=True) if meta.visible != SheetVisibleEnum.Visible else sheet


def _first(workbook: CalamineWorkbook, xml: bytes, place: Place, findings: list[Finding]) -> Sheet | None:
    """A sheet parsed; one that spans too much is a finding (I50)."""
    too_wide = Finding("I50", place, {"limit": MAX_CELLS // 1_000_000})
    extra = _read(xml)
    source = workbook.get_sheet_by_name(place.sheet or "") if extra.cells <= MAX_CELLS else None
    if source is None or source.total_height * source.total_width > MAX_CELLS:
        findings.append(too_wide)
        return None
    rows = source.to_python(skip_empty_area=False)
    spots = (*extra.uncached, *extra.errors)
    width = max([len(row) for row in rows] + [spot[1] + 1 for spot in spots], default=0)
    height = max([len(rows)] + [spot[0] + 1 for spot in spots])
    padded = [*rows, *([] for _ in range(height - len(rows)))]
    return Sheet(
        place.file,
        place.sheet,
        tuple(tuple(row) + ("",) * (width - len(row)) for row in padded),
        tuple((top, left, bottom, right) for (top, left), (bottom, right) in source.merged_cell_ranges or ()),
        extra.uncached,
        extra.errors,
        extra.hidden_rows,
        extra.hidden_columns,
    )


def _members(package: Package) -> dict[str, str]:
    """By sheet name the file of its XML; empty for packages that are not SpreadsheetML in XML."""
    book, relations = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    if book not in package or relations not in package:
        return {}
    targets = {}
    for relation in RELATION.findall(package.read(relations)):
        parts = {key.decode(): value.decode() for key, value in ATTRIBUTE.findall(relation)}
        targets[parts.get("Id", "")] = parts.get("Target", "")
    named = ((name, _member(targets.get(key.decode(), ""))) for name, key in SHEET.findall(package.read(book)))
    return {_unescaped(name.decode()): path for name, path in named if path in package}


def _member(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _read(xml: bytes) -> Markup:
    """What the XML of a sheet says beyond its values; nothing more of one that spans too much to be read."""
    spanned = extent.cells(xml)
    if spanned > MAX_CELLS:
        return Markup(cells=spanned)
    uncached: dict[Position, str] = {}
    errors: dict[Position, str] = {}
    if b"<f" in xml or b't="e"' in xml:
        for attributes, inside in CELL.findall(xml):
            reference = REFERENCE.search(attributes)
            if reference and (b"<f" in inside or b't="e"' in attributes):
                _note(position(reference[1].decode()), attributes, inside, uncached, errors)
    rows = frozenset(int(row) - 1 for row in HIDDEN_ROW.findall(xml))
    return Markup(uncached, errors, rows, frozenset(_hidden_columns(xml)), spanned)


def _note(
    spot: Position, attributes: bytes, inside: bytes, uncached: dict[Position, str], errors: dict[Position, str]
) -> None:
    if b't="e"' in attributes:
        value = re.search(rb"<v>([^<]*)</v>", inside)
        errors[spot] = value[1].decode() if value else "#N/A"
    elif not VALUE.search(FORMULA.sub(b"", inside)):
        formula = FORMULA.search(inside)
        if b't="str"' in attributes and formula and b'"' in (formula[1] or b"").replace(b"&quot;", b'"'):
            return  # calculated, and the result is an empty text, as of IF(A1=0,"",A1)
        uncached[spot] = "=" + _unescaped((formula[1] or b"").decode()) if formula else "="


def _hidden_columns(xml: bytes) -> Iterator[int]:
    for column in HIDDEN_COLUMN.findall(xml):
        bounds = {key: int(value) for key, value in BOUNDS.findall(column)}
        first = bounds.get(b"min", 1)
        yield from range(first - 1, min(bounds.get(b"max", first), first + 200))


def _unescaped(text: str) -> str:
    for entity, character in {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}.items():
        text = text.replace(entity, character)
    return text
