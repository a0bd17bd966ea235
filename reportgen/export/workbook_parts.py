"""Cells of a workbook exchanged in its own XML, by the place of their bytes; every other byte stays as it is.

A library that reads and writes whole workbooks loses what it does not know: drawings, slicers, extensions, macros.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat
from xml.sax.saxutils import escape

Position = tuple[int, int]
"""Row and column, from 1."""
Edit = tuple[int, int, bytes]
"""From, to, and what stands there instead."""
REFERENCE: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
KIND: Final = re.compile(rb"""\s(?:t|cm|vm)\s*=\s*(?:"[^"]*"|'[^']*')""")
TAG: Final = re.compile(rb"""(?:[^"'>]|"[^"]*"|'[^']*')*+>""")
WIDE: Final = (b"\xff\xfe", b"\xfe\xff")
LETTERS: Final = 26
BEHIND_CALCULATION: Final = frozenset(
    {
        "oleSize",
        "customWorkbookViews",
        "pivotCaches",
        "smartTagPr",
        "smartTagTypes",
        "webPublishing",
        "fileRecoveryPr",
        "webPublishObjects",
        "extLst",
    }
)
"""What follows calcPr in a workbook (ECMA-376 part 1, 18.2.27)."""
FULLY: Final = re.compile(rb"""\sfullCalcOnLoad\s*=\s*(?:"[^"]*"|'[^']*')""")


def position(reference: str) -> Position:
    """Row and column of a cell such as ``$C$18``.

    Raises:
        ValueError: if it is none.
    """
    found = REFERENCE.fullmatch(reference)
    if found is None:
        raise ValueError(reference)
    column = 0
    for letter in found[1].upper():
        column = column * LETTERS + ord(letter) - ord("A") + 1
    return int(found[2]), column


def reference(at: Position) -> str:
    """The name of a cell."""
    letters, column = "", at[1]
    while column:
        column, rest = divmod(column - 1, LETTERS)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{at[0]}"


@dataclass(frozen=True)
class ElementSpan:
    """Where an element stands: its start tag, its end tag; both are one where it closes itself."""

    start: int
    opened: int
    closing: int
    end: int


@dataclass
class CellPart:
    """A cell of a sheet: where it stands, its formula, the area it calculates, and where its kept result stands."""

    element: ElementSpan
    formula: bool = False
    text: str = ""
    area: str = ""
    result: ElementSpan | None = None


@dataclass
class SheetParts:
    """What a sheet's XML has, by where it stands."""

    content: bytes
    prefix: bytes = b""
    rows: dict[int, ElementSpan] = field(default_factory=dict)
    cells: dict[Position, CellPart] = field(default_factory=dict)
    merged: list[tuple[Position, Position]] = field(default_factory=list)
    table: ElementSpan | None = None

    @property
    def formulas(self) -> str:
        """The text of all formulas."""
        return "\n".join(cell.text for cell in self.cells.values() if cell.formula)

    def anchor(self, at: Position) -> Position:
        """The cell, or the first one of the merged cells that it is part of."""
        for first, last in self.merged:
            if first[0] <= at[0] <= last[0] and first[1] <= at[1] <= last[1]:
                return first
        return at

    def is_calculated(self, at: Position) -> bool:
        """Whether a formula stands in a cell, or gives a result into it."""
        cell = self.cells.get(at)
        if cell is not None and cell.formula:
            return True
        return any(_within(at, other.area) for other in self.cells.values() if other.area)


def _within(at: Position, area: str) -> bool:
    first, _, last = area.partition(":")
    try:
        begin, end = position(first), position(last or first)
    except ValueError:
        return False
    return begin[0] <= at[0] <= end[0] and begin[1] <= at[1] <= end[1]


def parse(content: bytes, seen: Callable[[str, Mapping[str, str], ElementSpan, str], None]) -> None:
    """Tell every element once it has ended: its local name, attributes, place and text.

    Raises:
        ValueError: if it is no XML.
    """
    if content.startswith(WIDE):
        raise ValueError("UTF-16")
    reader = expat.ParserCreate()
    stack: list[tuple[str, dict[str, str], int, list[str]]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        stack.append((name, attributes, reader.CurrentByteIndex, []))

    def end(_: str) -> None:
        name, attributes, begun, words = stack.pop()
        opened = _end_of_tag(content, begun)
        empty = content[opened - 2 : opened] == b"/>"
        closing = begun if empty else reader.CurrentByteIndex
        finish = opened if empty else content.index(b">", closing) + 1
        seen(name.rpartition(":")[2], attributes, ElementSpan(begun, opened, closing, finish), "".join(words))

    def text(words: str) -> None:
        if stack:
            stack[-1][3].append(words)

    reader.StartElementHandler, reader.EndElementHandler, reader.CharacterDataHandler = start, end, text
    try:
        reader.Parse(content, True)  # noqa: FBT003 - the library's own
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error


def _end_of_tag(content: bytes, at: int) -> int:
    found = TAG.match(content, at)
    return found.end() if found else len(content)


def sheet_parts(content: bytes) -> SheetParts:
    """What a sheet has, and where.

    Raises:
        ValueError: if it is no XML, or a cell stands nowhere.
    """
    found = SheetParts(content)
    reader = _PartsReader(found)
    parse(content, reader.seen)
    return found


@dataclass
class _PartsReader:
    """A sheet while it is read: what of the cell and of the row that have not ended yet is known."""

    found: SheetParts
    formula: tuple[str, str] | None = None
    result: ElementSpan | None = None
    row: dict[int, CellPart] = field(default_factory=dict)
    number: int = 0

    def seen(self, name: str, attributes: Mapping[str, str], element: ElementSpan, text: str) -> None:
        """Take in an element that has ended."""
        if name == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            self.found.merged.append((position(first), position(last or first)))
        elif self.found.table is not None:
            return
        elif name == "f":
            is_area = attributes.get("t") in {"array", "dataTable"}
            self.formula = text, attributes.get("ref", "") if is_area else ""
        elif name == "v":
            self.result = element
        elif name == "c":
            self._cell(attributes, element)
        elif name == "row":
            self._row(attributes, element)
        elif name == "sheetData":
            self.found.table = element
            self.found.prefix = self.found.content[element.start + 1 : element.opened].partition(b"sheetData")[0]

    def _cell(self, attributes: Mapping[str, str], element: ElementSpan) -> None:
        column = max(self.row, default=0) + 1
        if "r" in attributes:
            self.number, column = position(attributes["r"])
        text, area = self.formula or ("", "")
        self.row[column] = CellPart(element, self.formula is not None, text, area, self.result)
        self.formula = self.result = None

    def _row(self, attributes: Mapping[str, str], element: ElementSpan) -> None:
        last = max(self.found.rows, default=0)
        number = int(attributes["r"]) if "r" in attributes else max(self.number, last + 1)
        self.found.rows[number] = element
        self.found.cells.update({(number, column): cell for column, cell in self.row.items()})
        self.row = {}


def with_values(parts: SheetParts, values: Mapping[Position, float | str | None], *, fresh: bool) -> bytes:
    """The sheet with these values in these cells; None empties a cell and keeps its style.

    `fresh`: let the kept results of formulas go, which were computed from other values.
    """
    return spliced(parts.content, [*_values(parts, values), *(_results(parts, values) if fresh else ())])


def _values(parts: SheetParts, values: Mapping[Position, float | str | None]) -> Iterator[Edit]:
    absent: dict[int, list[Position]] = {}
    for at, value in sorted(values.items()):
        cell = parts.cells.get(at)
        if cell is not None:
            tag = KIND.sub(b"", parts.content[cell.element.start : cell.element.opened].rstrip(b"/>"))
            yield cell.element.start, cell.element.end, _cell(tag, parts.prefix, value)
        elif value is not None:
            absent.setdefault(at[0], []).append(at)
    fresh_rows: list[bytes] = []
    for row, places in absent.items():
        made = [(at, _cell(_tag(parts.prefix, at), parts.prefix, values[at])) for at in places]
        if row not in parts.rows:
            following = min((other for other in parts.rows if other > row), default=None)
            line = _wrapped(parts.prefix, b"row", b' r="%d"' % row, b"".join(cell for _, cell in made))
            if following is None:
                fresh_rows.append(line)
            else:
                yield parts.rows[following].start, parts.rows[following].start, line
        else:
            yield from _into_row(parts, row, made)
    if fresh_rows and parts.table is not None:
        yield _appended(parts.content, parts.table, b"".join(fresh_rows))


def _into_row(parts: SheetParts, row: int, made: list[tuple[Position, bytes]]) -> Iterator[Edit]:
    behind: list[bytes] = []
    for at, cell in made:
        following = min((other for other in parts.cells if other[0] == row and other[1] > at[1]), default=None)
        if following is None:
            behind.append(cell)
        else:
            start = parts.cells[following].element.start
            yield start, start, cell
    if behind:
        yield _appended(parts.content, parts.rows[row], b"".join(behind))


def _appended(content: bytes, element: ElementSpan, more: bytes) -> Edit:
    """Something as the last of what an element holds."""
    if element.opened != element.end:
        return element.closing, element.closing, more
    tag = content[element.start : element.opened].rstrip(b"/>").rstrip()
    name = tag[1:].split(maxsplit=1)[0]
    return element.start, element.end, tag + b">" + more + b"</" + name + b">"


def _tag(prefix: bytes, at: Position) -> bytes:
    return b"<" + prefix + b'c r="' + reference(at).encode() + b'"'


def _cell(tag: bytes, prefix: bytes, value: float | str | None) -> bytes:
    tag = tag.rstrip()
    if value is None:
        return tag + b"/>"
    name = tag[1:].split(maxsplit=1)[0]
    if isinstance(value, str):
        words = _wrapped(prefix, b"t", b' xml:space="preserve"', escape(value).encode())
        return tag + b' t="inlineStr">' + _wrapped(prefix, b"is", b"", words) + b"</" + name + b">"
    return tag + b">" + _wrapped(prefix, b"v", b"", repr(value).encode()) + b"</" + name + b">"


def _wrapped(prefix: bytes, name: bytes, attributes: bytes, inside: bytes) -> bytes:
    return b"<" + prefix + name + attributes + b">" + inside + b"</" + prefix + name + b">"


def _results(parts: SheetParts, values: Mapping[Position, object]) -> Iterator[Edit]:
    for at, cell in parts.cells.items():
        if at not in values and cell.formula and cell.result is not None and cell.result.opened < cell.result.closing:
            tag = parts.content[cell.element.start : cell.element.opened]
            yield cell.element.start, cell.element.opened, re.sub(rb"""\st\s*=\s*(?:"[^"]*"|'[^']*')""", b"", tag)
            yield cell.result.start, cell.result.end, b""


def spliced(content: bytes, edits: Iterable[Edit]) -> bytes:
    """The content with each edit made; those at one place in the order in which they come."""
    made, at = [], 0
    for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
        made += [content[at:start], new]
        at = end
    return b"".join([*made, content[at:]])


def calculating(workbook: bytes) -> bytes:
    """The workbook's own part, told to calculate everything when it is opened."""
    found: list[tuple[str, ElementSpan]] = []
    parse(workbook, lambda name, _, element, __: found.append((name, element)))
    root = found[-1][1]
    for name, element in found:
        if name == "calcPr":
            tag = FULLY.sub(b"", workbook[element.start : element.opened])
            ending = b"/>" if tag.endswith(b"/>") else b">"
            return spliced(
                workbook, [(element.start, element.opened, tag.removesuffix(ending) + b' fullCalcOnLoad="1"' + ending)]
            )
    prefix = workbook[root.start + 1 : root.opened].partition(b"workbook")[0]
    at = min((one.start for name, one in found if name in BEHIND_CALCULATION), default=root.closing)
    return spliced(workbook, [(at, at, b"<" + prefix + b'calcPr fullCalcOnLoad="1"/>')])
