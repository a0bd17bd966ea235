"""Workbooks to sheets: values by calamine, and from the XML what it does not tell."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final

from reportgen.intake import contents, extent, legacy, number_formats, open_document, sheet_xml, stale, trial
from reportgen.intake.extent import MAX_CELLS, NEAR, Extent
from reportgen.intake.packages import Package
from reportgen.intake.repeats import Repeats
from reportgen.intake.shared_texts import SharedTexts
from reportgen.intake.sheets import Position, Sheet, position
from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.model.trouble import in_words

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

STYLES: Final = "xl/styles.xml"
DOCUMENT: Final = ("content.xml", "styles.xml")
BINARY: Final = "xl/workbook.bin"
BINARY_SHEETS: Final = "xl/worksheets/"
TEXTS: Final = "xl/sharedStrings.xml"
CELL: Final = re.compile(rb"<c\b([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
REFERENCE: Final = re.compile(rb'\br="([A-Z]+\d+)"')
VALUE: Final = re.compile(rb"<(?:v|is)\b[^>/]*>[^<]*[^<\s]|<is>")  # a value that is not empty
FORMULA: Final = re.compile(rb"<f\b[^>]*?(?:/>|>(.*?)</f>)", re.DOTALL)
HIDDEN_ROW: Final = re.compile(rb'<row\b(?=[^>]*\bhidden="(?:1|true)")[^>]*\br="(\d+)"')
HIDDEN_COLUMN: Final = re.compile(rb'<col\b(?=[^>]*\bhidden="(?:1|true)")[^>]*>')
BOUNDS: Final = re.compile(rb'\b(min|max)="(\d+)"')
SHEET: Final = re.compile(rb'<sheet\b(?=[^>]*?\bname="([^"]*)")(?=[^>]*?:id="([^"]*)")')
SHARED: Final = re.compile(rb'<f\b(?=[^>]*\bt="shared")[^>]*?\bsi="(\d+)"')
RELATION: Final = re.compile(rb"<Relationship\b[^>]*>")
Trial = Callable[[], Finding | None]
"""Says, once for a workbook, why it cannot be opened in a process of its own."""
ATTRIBUTE: Final = re.compile(rb'\b(Id|Target)="([^"]*)"')


@dataclass(frozen=True)
class Markup:
    """What the XML of a sheet says beyond its values."""

    uncached: dict[Position, str] = field(default_factory=dict)
    errors: dict[Position, str] = field(default_factory=dict)
    formulas: dict[Position, str] = field(default_factory=dict)
    formats: dict[Position, int] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    extent: Extent = NEAR


def sheets(content: bytes, file: str) -> tuple[tuple[Sheet, ...], tuple[Finding, ...]]:
    """All sheets of a workbook; one that cannot be opened is a finding."""
    package = contents.opened(content, file)
    if isinstance(package, Finding):
        return (), (package,)
    if unfit := _unfit(content, package, file):
        return (), (unfit,)
    import python_calamine

    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        findings = [Finding("I76", Place(file))] if package and BINARY in package else []
        found = tuple(_sheets(workbook, (content, package), file, findings))
        return _with_markup(content, package, found), tuple(findings)
    except python_calamine.PasswordError:
        return (), (Finding("I04", Place(file)),)
    except (python_calamine.CalamineError, zipfile.BadZipFile, ValueError, OSError, MemoryError) as error:
        return (), (Finding("I03", Place(file), {"problem": in_words(error)}),)
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the reader's own crash on a damaged file
            raise
        return (), (Finding("I03", Place(file), {"problem": "@trouble.damaged"}),)


def _unfit(content: bytes, package: Package | None, file: str) -> Finding | None:
    """Why a workbook whose reader opens every sheet at once is not opened at all (I50, I03)."""
    if package and BINARY not in package and DOCUMENT[0] not in package:
        return None
    try:
        parts = [one for one in (package.members if package else ()) if one.filename.startswith(BINARY_SHEETS)]
        if package and any(extent.of_records(package.unpacked(part)) > MAX_CELLS for part in parts):
            return Finding("I50", Place(file), {"limit": MAX_CELLS // 1_000_000})
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        return Finding("I03", Place(file), {"problem": in_words(error)})
    return _on_trial(content, Place(file))


def _on_trial(content: bytes, place: Place) -> Finding | None:
    """Why a workbook cannot be opened in a process of its own, None where it can."""
    verdict = trial.refusal(content)
    if verdict == trial.Verdict.MEMORY:
        return Finding("I50", place, {"limit": MAX_CELLS // 1_000_000})
    return Finding("I03", place, {"problem": f"@trouble.{verdict}"}) if verdict else None


def _sheets(
    workbook: CalamineWorkbook, given: tuple[bytes, Package | None], file: str, findings: list[Finding]
) -> Iterator[Sheet]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    content, package = given
    tried = lru_cache(maxsize=1)(partial(_on_trial, content, Place(file)))
    members = _members(package) if package else {}
    styles = number_formats.of_styles(sheet_xml.plain(package.read(STYLES))) if package and STYLES in package else {}
    repeats = Repeats(SharedTexts(package.read(TEXTS) if package and TEXTS in package else b""))
    for meta in workbook.sheets_metadata:
        if meta.typ != SheetTypeEnum.WorkSheet:
            continue
        xml = sheet_xml.plain(package.read(members[meta.name])) if package and meta.name in members else b""
        first = partial(_first, workbook, (xml, styles), (Place(file, meta.name), tried), findings)
        sheet = repeats.read(xml, meta.name, first)
        if sheet is not None:
            yield replace(sheet, hidden=True) if meta.visible != SheetVisibleEnum.Visible else sheet


def _first(
    workbook: CalamineWorkbook,
    parts: tuple[bytes, Mapping[int, int]],
    asked: tuple[Place, Trial],
    findings: list[Finding],
) -> Sheet | None:
    """A sheet parsed; one that spans too much is a finding (I50), and one that may, where it fails a trial."""
    place, tried = asked
    extra = _read(*parts)
    unfit = None if extra.extent.is_sure or extra.extent.cells > MAX_CELLS else tried()
    if unfit is not None:
        findings.extend([unfit] if unfit not in findings else [])
        return None
    source = workbook.get_sheet_by_name(place.sheet or "") if extra.extent.cells <= MAX_CELLS else None
    if source is None or source.total_height * source.total_width > MAX_CELLS:
        findings.append(Finding("I50", place, {"limit": MAX_CELLS // 1_000_000}))
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
        extra.formulas,
        extra.errors,
        extra.formats,
        extra.hidden_rows,
        extra.hidden_columns,
    )


def _with_markup(file: bytes, package: Package | None, found: tuple[Sheet, ...]) -> tuple[Sheet, ...]:
    """The sheets of an old workbook or of an OpenDocument with what these say beyond values."""
    if file.startswith(contents.OLE):
        return legacy.with_markup(file, found)
    if package is None or DOCUMENT[0] not in package:
        return found
    content, styles = (package.read(name) if name in package else b"" for name in DOCUMENT)
    return open_document.with_markup(content, styles, found)


def _members(package: Package) -> dict[str, str]:
    """By sheet name the file of its XML; empty for packages that are not SpreadsheetML in XML."""
    book, relations = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    if book not in package or relations not in package:
        return {}
    targets = {}
    for relation in RELATION.findall(package.read(relations)):
        parts = {key.decode(): value.decode() for key, value in ATTRIBUTE.findall(relation)}
        targets[parts.get("Id", "")] = parts.get("Target", "")
    sheets_of = SHEET.findall(sheet_xml.plain(package.read(book)))
    named = ((name, _member(targets.get(key.decode(), ""))) for name, key in sheets_of)
    return {_unescaped(name.decode()): path for name, path in named if path in package}


def _member(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _read(xml: bytes, styles: Mapping[int, int]) -> Markup:
    """What the XML of a sheet says beyond its values; nothing more of one that spans too much to be read."""
    reach = extent.of_xml(xml)
    if reach.cells > MAX_CELLS:
        return Markup(extent=reach)
    found = Markup(extent=reach)
    if b"<f" in xml or b't="e"' in xml:
        shared: dict[bytes, tuple[Position, str]] = {}
        for attributes, inside in CELL.findall(xml):
            reference = REFERENCE.search(attributes)
            if reference and (b"<f" in inside or b't="e"' in attributes):
                _note(position(reference[1].decode()), attributes, inside, found, shared)
    rows = frozenset(int(row) - 1 for row in HIDDEN_ROW.findall(xml))
    formats = number_formats.of_cells(xml, styles)
    return replace(found, formats=formats, hidden_rows=rows, hidden_columns=frozenset(_hidden_columns(xml)))


def _note(
    spot: Position, attributes: bytes, inside: bytes, found: Markup, shared: dict[bytes, tuple[Position, str]]
) -> None:
    """Keep an error value, a formula without result, or the formula of a result."""
    if b't="e"' in attributes:
        value = re.search(rb"<v>([^<]*)</v>", inside)
        found.errors[spot] = value[1].decode() if value else "#N/A"
        return
    text = _formula(spot, inside, shared)
    if VALUE.search(FORMULA.sub(b"", inside)):
        if text:
            found.formulas[spot] = text
    elif not (b't="str"' in attributes and '"' in text):
        found.uncached[spot] = f"={text}"  # IF(A1=0,"",A1) has a result, which is an empty text


def _formula(spot: Position, inside: bytes, shared: dict[bytes, tuple[Position, str]]) -> str:
    """The text of a formula; of one that shares its text with others, as it reads in its own cell."""
    formula = FORMULA.search(inside)
    text = _unescaped((formula[1] or b"").decode()) if formula else ""
    same = SHARED.search(inside)
    if same and text:
        shared[same[1]] = spot, text
    elif same and same[1] in shared:
        return stale.moved(*shared[same[1]], spot)
    return text


def _hidden_columns(xml: bytes) -> Iterator[int]:
    for column in HIDDEN_COLUMN.findall(xml):
        bounds = {key: int(value) for key, value in BOUNDS.findall(column)}
        first = bounds.get(b"min", 1)
        yield from range(first - 1, min(bounds.get(b"max", first), first + 200))


def _unescaped(text: str) -> str:
    for entity, character in {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}.items():
        text = text.replace(entity, character)
    return text
