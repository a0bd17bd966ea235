"""Workbooks to sheets: values by calamine, and from the XML what it does not tell.

The XML of a sheet brought to one form, whoever wrote it: no prefixes, every cell with its reference.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final

from reportgen.intake.workbooks import contents, raised, trial
from reportgen.intake.workbooks import formats as intake_formats
from reportgen.intake.workbooks.contents import MAX_CELLS, NEAR, Extent, Package
from reportgen.intake.workbooks.repeats import Repeats, SharedTexts
from reportgen.intake.workbooks.sheets import Position, Sheet, letters, position
from reportgen.model.finding import Finding
from reportgen.model.foreign_text import in_words
from reportgen.model.place import Place

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook


ROOT: Final = re.compile(rb"<(\w+):(?:worksheet|workbook|styleSheet)\b")
PLAIN: Final = b"<worksheet"
ROOTS: Final = (b":worksheet", b":workbook", b":styleSheet")
FIRST: Final = re.compile(rb"<c\b[^>]*>")
SHEET_XML_CELL: Final = re.compile(rb"<(row|c)\b([^>]*)>")
ROW_NUMBER: Final = re.compile(rb'\br="(\d+)"')
COLUMN: Final = re.compile(rb'\br="([A-Z]+)\d+"')
START: Final = 4096


def plain(xml: bytes) -> bytes:
    """The XML with plain names of elements, and with the references that some programs leave out."""
    is_prefixed = xml.find(PLAIN, 0, START) < 0 and any(xml.find(name, 0, START) >= 0 for name in ROOTS)
    root = ROOT.search(xml, 0, START) if is_prefixed else None
    if root:
        xml = xml.replace(b"<%s:" % root[1], b"<").replace(b"</%s:" % root[1], b"</")
    first = FIRST.search(xml)
    return _referenced(xml) if first and b' r="' not in first[0] else xml


def _referenced(xml: bytes) -> bytes:
    """Each cell with the reference that follows from its place in its row."""
    row = column = 0

    def named(found: re.Match[bytes]) -> bytes:
        nonlocal row, column
        if found[1] == b"row":
            number = ROW_NUMBER.search(found[2])
            row, column = int(number[1]) if number else row + 1, 0
            return found[0] if number else b'<row r="%d"%s>' % (row, found[2])
        own = COLUMN.search(found[2])
        if own:
            column = _number(own[1])
            return found[0]
        column += 1
        return b'<c r="%s%d"%s>' % (letters(column - 1).encode(), row, found[2])

    return SHEET_XML_CELL.sub(named, xml)


def _number(name: bytes) -> int:
    """The number of a column by its letters, from 1."""
    number = 0
    for letter in name:
        number = number * 26 + letter - ord("A") + 1
    return number


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
PARTS: Final = re.compile(r"(?<![A-Za-z_!'.])(\$?)([A-Z]{1,3})(\$?)(\d{1,7})(?![\d(A-Za-z_!])")
RELATION: Final = re.compile(rb"<Relationship\b[^>]*>")
Styles = tuple[Mapping[int, int], Mapping[int, str], Mapping[int, int]]
"""By their index: those that show another number, and those that show the sign of a currency."""
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
    signs: dict[Position, str] = field(default_factory=dict)
    struck: dict[Position, int] = field(default_factory=dict)
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
        if package is not None and (marked := raised.in_package(package)) is not package:
            content, package = marked.content, marked
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        findings: list[Finding] = []
        found = tuple(_sheets(workbook, (content, package), file, findings))
        found = _with_markup(content, package, found, findings)
        return tuple(map(intake_formats.as_shown, found)), tuple(findings)
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
        if package and any(contents.of_records(package.unpacked(part)) > MAX_CELLS for part in parts):
            return Finding("I50", Place(file), {"limit": MAX_CELLS // 1_000_000})
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        return Finding("I03", Place(file), {"problem": in_words(error)})
    return _on_trial(content, Place(file))


def _on_trial(content: bytes, place: Place) -> Finding | None:
    """Why a workbook cannot be opened in a process of its own, None where it can."""
    verdict = trial.refusal(content)
    if verdict == trial.WorkbookRefusal.MEMORY:
        return Finding("I50", place, {"limit": MAX_CELLS // 1_000_000})
    return Finding("I03", place, {"problem": f"@trouble.{verdict}"}) if verdict else None


def _sheets(
    workbook: CalamineWorkbook, given: tuple[bytes, Package | None], file: str, findings: list[Finding]
) -> Iterator[Sheet]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    content, package = given
    tried = lru_cache(maxsize=1)(partial(_on_trial, content, Place(file)))
    members = _members(package) if package else {}
    listed = plain(package.read(STYLES)) if package and STYLES in package else b""
    readers = intake_formats
    styles = (readers.of_styles(listed), readers.signs_of_styles(listed), readers.struck_styles(listed))
    repeats = Repeats(SharedTexts(package.read(TEXTS) if package and TEXTS in package else b""))
    for meta in workbook.sheets_metadata:
        if meta.typ != SheetTypeEnum.WorkSheet:
            continue
        xml = plain(package.read(members[meta.name])) if package and meta.name in members else b""
        first = partial(_first, workbook, (xml, styles), (Place(file, meta.name), tried), findings)
        sheet = repeats.read(xml, meta.name, first)
        if sheet is not None:
            yield replace(sheet, hidden=True) if meta.visible != SheetVisibleEnum.Visible else sheet


def _first(
    workbook: CalamineWorkbook,
    parts: tuple[bytes, Styles],
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
        signs=extra.signs,
        struck=extra.struck,
    )


def _with_markup(
    file: bytes, package: Package | None, found: tuple[Sheet, ...], findings: list[Finding]
) -> tuple[Sheet, ...]:
    """The sheets of an old workbook, a binary one or an OpenDocument with what these say beyond values.

    I76 where that of a binary one cannot be seen.
    """
    if package and BINARY in package:
        from reportgen.intake.workbooks import binary_formats

        try:
            return binary_formats.with_markup(package, found)
        except struct.error:
            findings += [Finding("I76", Place(one.file)) for one in found[:1]]
            return found
    if file.startswith(contents.OLE):
        return intake_formats.with_markup(file, found)
    if package is None or DOCUMENT[0] not in package:
        return found
    content, styles = (package.read(name) if name in package else b"" for name in DOCUMENT)
    return intake_formats.open_document_with_markup(content, styles, found)


def _members(package: Package) -> dict[str, str]:
    """By sheet name the file of its XML; empty for packages that are not SpreadsheetML in XML."""
    book, relations = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    if book not in package or relations not in package:
        return {}
    targets = {}
    for relation in RELATION.findall(package.read(relations)):
        parts = {key.decode(): value.decode() for key, value in ATTRIBUTE.findall(relation)}
        targets[parts.get("Id", "")] = parts.get("Target", "")
    sheets_of = SHEET.findall(plain(package.read(book)))
    named = ((name, _member(targets.get(key.decode(), ""))) for name, key in sheets_of)
    return {_unescaped(name.decode()): path for name, path in named if path in package}


def _member(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _read(xml: bytes, styles: Styles) -> Markup:
    """What the XML of a sheet says beyond its values; nothing more of one that spans too much to be read."""
    reach = contents.of_xml(xml)
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
    formats, signs = intake_formats.of_cells(xml, styles[0]), intake_formats.of_cells(xml, styles[1])
    columns = frozenset(_hidden_columns(xml))
    struck = intake_formats.of_cells(xml, styles[2])
    return replace(found, formats=formats, signs=signs, struck=struck, hidden_rows=rows, hidden_columns=columns)


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
        return moved(*shared[same[1]], spot)
    return text


def moved(home: Position, formula: str, spot: Position) -> str:
    """A formula of one cell as it reads in another one, its relative references moved along."""
    down, right = spot[0] - home[0], spot[1] - home[1]

    def there(found: re.Match[str]) -> str:
        row, column = position(f"{found[2]}{found[4]}")
        row, column = row if found[3] else row + down, column if found[1] else column + right
        if row < 0 or column < 0:
            return "#REF!"
        return f"{found[1]}{letters(column)}{found[3]}{row + 1}"

    return PARTS.sub(there, formula)


def _hidden_columns(xml: bytes) -> Iterator[int]:
    for column in HIDDEN_COLUMN.findall(xml):
        bounds = {key: int(value) for key, value in BOUNDS.findall(column)}
        first = bounds.get(b"min", 1)
        yield from range(first - 1, min(bounds.get(b"max", first), first + 200))


def _unescaped(text: str) -> str:
    for entity, character in {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}.items():
        text = text.replace(entity, character)
    return text
