"""Somebody's own workbook filled in by the names of its cells; formulas, styles and other parts stay as they are."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from typing import Final

from reportgen.errors import Refused
from reportgen.export import workbook_parts
from reportgen.export.named_values import NamedValue, NamedValues
from reportgen.export.workbook_parts import ElementSpan, Position, SheetParts
from reportgen.intake.workbooks import contents
from reportgen.model.finding import Finding
from reportgen.model.foreign_text import in_words
from reportgen.model.place import Place

WORKBOOK: Final = "xl/workbook.xml"
RELATIONS: Final = "xl/_rels/workbook.xml.rels"
SIGNED: Final = "_xmlsignatures/"
TARGET: Final = re.compile(r"=?(?:'((?:[^']|'')+)'|([^'!:\[\]]+))!(\$?[A-Z]{1,3}\$?\d+)(?::(\$?[A-Z]{1,3}\$?\d+))?")
"""The cell, or the area, that a name stands for."""
BUILT_IN: Final = "_xlnm."
ANYWHERE: Final = re.compile(r"\b(?:INDIRECT|OFFSET)\s*\(", re.IGNORECASE)
"""What may read a cell that it does not name."""
COPIED: Final = b"reportgen"
"""Comment of a package of ours, by which it is known again; whoever saves it leaves none."""


@dataclass(frozen=True)
class FilledCell:
    """A cell that a name asked for, with what it now holds; nothing and the reason where there is none."""

    name: str
    place: Place
    value: NamedValue


@dataclass(frozen=True)
class Filled:
    """The workbook, its cells in their order, and what is to be said of them."""

    content: bytes
    cells: tuple[FilledCell, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class _Name:
    """A name of the workbook that stands for a cell or an area."""

    text: str
    sheet: str
    first: Position
    last: Position


@dataclass(eq=False)
class _Template:
    """A workbook whose parts are read when they are asked for."""

    package: contents.Package
    file: str
    given: Sequence[tuple[str, str]] = ()
    findings: list[Finding] = field(default_factory=list)

    @cached_property
    def sheets(self) -> Mapping[str, str]:
        """Names of sheets → the parts that hold them."""
        targets: dict[str, str] = {}

        def related(name: str, attributes: Mapping[str, str], _: ElementSpan, __: str) -> None:
            if name == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
                targets[attributes["Id"]] = posixpath.normpath(posixpath.join("xl", attributes["Target"])).lstrip("/")

        workbook_parts.parse(self.package.read(RELATIONS), related)
        found: dict[str, str] = {}

        def listed(name: str, attributes: Mapping[str, str], _: ElementSpan, __: str) -> None:
            identifier = next((text for key, text in attributes.items() if key.endswith(":id")), "")
            if name == "sheet" and identifier in targets:
                found[attributes["name"]] = targets[identifier].removeprefix("xl/xl/")

        workbook_parts.parse(self.package.read(WORKBOOK), listed)
        return found

    @cached_property
    def names(self) -> tuple[_Name, ...]:
        """Names that stand for a cell or an area of a sheet, as they are written."""
        found: list[_Name] = []

        def seen(name: str, attributes: Mapping[str, str], _: ElementSpan, text: str) -> None:
            target = TARGET.fullmatch(text.strip()) if name == "definedName" else None
            said = attributes.get("name", "")
            if target is None or said.startswith(BUILT_IN) or attributes.get("function") == "1":
                return
            sheet = target[1].replace("''", "'") if target[1] else target[2]
            first = workbook_parts.position(target[3])
            found.append(_Name(said, sheet, first, workbook_parts.position(target[4] or target[3])))

        workbook_parts.parse(self.package.read(WORKBOOK), seen)
        return (*found, *self._given())

    def _given(self) -> Iterator[_Name]:
        for cell, name in self.given:
            target = TARGET.fullmatch(cell.strip())
            if target is None or target[4]:
                self.findings.append(Finding("G09", Place(self.file), {"cell": cell, "name": name}))
            else:
                sheet = target[1].replace("''", "'") if target[1] else target[2]
                first = workbook_parts.position(target[3])
                yield _Name(name, sheet, first, first)

    def parts(self, sheet: str) -> SheetParts:
        """What a sheet has."""
        if sheet not in self._parts:
            self._parts[sheet] = workbook_parts.sheet_parts(self.package.read(self.sheets[sheet]))
        return self._parts[sheet]

    @cached_property
    def _parts(self) -> dict[str, SheetParts]:
        return {}


def filled(content: bytes, file: str, values: NamedValues, given: Sequence[tuple[str, str]] = ()) -> Filled:
    """The workbook with a value in every cell that has a name of ours.

    A cell is emptied where there is no value: what stood there was that of another time. Where something was filled in,
    the kept results of formulas that may rest on it go, and the workbook calculates when it is opened.

    Args:
        content: the workbook.
        file: its name.
        values: what names can ask for.
        given: further cells, as ``Sheet!C5``, with what each asks for: of a workbook in which nobody may define names.

    Raises:
        Refused: G01-G03, or why the file cannot be read.
    """
    template = _opened(content, file, given)
    try:
        cells = tuple(_asked(template, values))
        exchanged = _exchanged(template, cells) if cells else {}
        return Filled(_packed(template.package, exchanged), cells, (*template.findings, *_told(cells)))
    except (ValueError, KeyError, IndexError, zipfile.BadZipFile, zlib.error, RecursionError) as error:
        raise Refused([Finding("I03", Place(file), {"problem": in_words(error)})]) from error


def _opened(content: bytes, file: str, given: Sequence[tuple[str, str]]) -> _Template:
    package = contents.opened(content, file)
    if isinstance(package, Finding):
        raise Refused([package])
    if package is None or WORKBOOK not in package or RELATIONS not in package:
        raise Refused([Finding("G01", Place(file))])
    if any(member.filename.startswith(SIGNED) for member in package.members):
        raise Refused([Finding("G02", Place(file))])
    return _Template(package, file, given)


def _asked(template: _Template, values: NamedValues) -> Iterator[FilledCell]:
    """Each cell with a name that we know; what cannot be filled is told."""
    tell: Callable[[Finding], None] = template.findings.append
    found = 0
    for name in sorted(
        template.names,
        key=lambda name: (
            (list(template.sheets).index(name.sheet), name.first) if name.sheet in template.sheets else (-1, (0, 0))
        ),
    ):
        asked = values.asked(name.text)
        place = Place(template.file, name.sheet, workbook_parts.reference(name.first))
        if asked is None:
            if name.first == name.last:
                tell(Finding("G04", place, {"name": name.text, "nearest": values.nearest(name.text)}))
            continue
        found += 1
        if name.sheet not in template.sheets:
            tell(Finding("G07", place, {"name": name.text}))
            continue
        parts = template.parts(name.sheet)
        at = parts.anchor(name.first)
        if name.first != name.last and parts.anchor(name.last) != at:
            tell(Finding("G06", place, {"name": name.text}))
        elif parts.is_calculated(at):
            tell(Finding("G05", place, {"name": name.text}))
        else:
            yield FilledCell(name.text, replace_cell(place, at), values.value(asked))
    if not found:
        raise Refused([Finding("G03", Place(template.file)), *template.findings])


def replace_cell(place: Place, at: Position) -> Place:
    """The place with another cell."""
    return Place(place.file, place.sheet, workbook_parts.reference(at))


def _told(cells: tuple[FilledCell, ...]) -> Iterator[Finding]:
    for cell in cells:
        if cell.value.value is None:
            yield Finding("G08", cell.place, {"name": cell.name, "reason": f"@reason.{cell.value.reason}"})


def _exchanged(template: _Template, cells: tuple[FilledCell, ...]) -> dict[str, bytes]:
    """The parts of the package that are others now."""
    by_sheet: dict[str, dict[Position, float | str | None]] = {}
    for cell in cells:
        by_sheet.setdefault(str(cell.place.sheet), {})[workbook_parts.position(str(cell.place.cell))] = cell.value.value
    exchanged = {WORKBOOK: workbook_parts.calculating(template.package.read(WORKBOOK))}
    for sheet in sorted(_reached(template, set(by_sheet)) | set(by_sheet)):
        made = workbook_parts.with_values(template.parts(sheet), by_sheet.get(sheet, {}), fresh=True)
        exchanged[template.sheets[sheet]] = made
    return exchanged


def _reached(template: _Template, filled_in: set[str]) -> set[str]:
    """Sheets with formulas that may rest on these, sheet by sheet."""
    formulas = {sheet: template.parts(sheet).formulas for sheet in template.sheets}
    reached = set(filled_in)
    while True:
        names = {name.text for name in template.names if name.sheet in reached}
        more = {
            sheet
            for sheet, text in formulas.items()
            if sheet not in reached and text and _rests_on(text, reached, names)
        }
        if not more:
            return reached
        reached |= more


def _rests_on(formulas: str, sheets: set[str], names: set[str]) -> bool:
    lower = formulas.lower()
    said = {name.lower() for name in names} | {sheet.replace("'", "''").lower() for sheet in sheets}
    return bool(ANYWHERE.search(formulas)) or any(word in lower for word in said)


def _packed(package: contents.Package, exchanged: Mapping[str, bytes]) -> bytes:
    """The package with some of its parts exchanged; the others as they are, in their order."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for member in package.members:
            entry = zipfile.ZipInfo(member.filename, member.date_time)
            entry.external_attr, entry.compress_type = member.external_attr, zipfile.ZIP_DEFLATED
            target.writestr(entry, exchanged.get(member.filename) or package.unpacked(member))
        target.comment = COPIED
    return made.getvalue()
