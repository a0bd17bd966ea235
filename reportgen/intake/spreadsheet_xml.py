"""Spreadsheets of the XML kind of 2003, which programs still write under the name of a workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element, ParseError, XMLParser

from reportgen.intake import contents, number_formats
from reportgen.intake.extent import MAX_CELLS
from reportgen.intake.figures import Cell
from reportgen.intake.sheets import Position, Sheet
from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.model.trouble import in_words

SPACE: Final = "{urn:schemas-microsoft-com:office:spreadsheet}"
EXCEL: Final = "{urn:schemas-microsoft-com:office:excel}"
MARK: Final = b"urn:schemas-microsoft-com:office:spreadsheet"


def sheets(content: bytes, file: str) -> tuple[tuple[Sheet, ...], tuple[Finding, ...]]:
    """All sheets; what cannot be read is a finding."""
    if contents.DECLARES.search(content):
        return (), (Finding("I49", Place(file)),)
    try:
        parser = XMLParser()  # noqa: S314 - declared entities are refused above
        parser.feed(content)
        root: Element = parser.close()
    except (ParseError, ValueError) as error:
        return (), (Finding("I03", Place(file), {"problem": in_words(error)}),)
    styles = dict(_styles(root))
    found: list[Sheet] = []
    findings: list[Finding] = []
    for sheet in root.iter(f"{SPACE}Worksheet"):
        name = sheet.get(f"{SPACE}Name", "")
        read = _Reader(styles)
        if read.fits(sheet):
            found.append(read.sheet(file, name, hidden=_is_hidden(sheet)))
        else:
            findings.append(Finding("I50", Place(file, name), {"limit": MAX_CELLS // 1_000_000}))
    return tuple(found), tuple(findings)


def _styles(root: Element) -> Iterator[tuple[str, int]]:
    """Styles whose format shows another number → the power of ten by which it shrinks it."""
    for style in root.iter(f"{SPACE}Style"):
        for shown in style.iter(f"{SPACE}NumberFormat"):
            code = shown.get(f"{SPACE}Format", "")
            power = number_formats.PERCENT if code == "Percent" else number_formats.power_of(code)
            if power:
                yield style.get(f"{SPACE}ID", ""), power


def _is_hidden(sheet: Element) -> bool:
    return any((shown.text or "") != "SheetVisible" for shown in sheet.iter(f"{EXCEL}Visible"))


def _index(element: Element, after: int) -> int:
    """Where a row, column or cell stands, from 0: where it says so, else behind the one before."""
    said = element.get(f"{SPACE}Index", "")
    return int(said) - 1 if said.isdigit() else after


def _span(element: Element, name: str) -> int:
    said = element.get(f"{SPACE}{name}", "")
    return int(said) if said.isdigit() else 0


class _Reader:
    """One sheet while it is read."""

    def __init__(self, styles: dict[str, int]) -> None:
        self.styles = styles
        self.cells: dict[Position, Cell] = {}
        self.merged: list[tuple[int, int, int, int]] = []
        self.uncached: dict[Position, str] = {}
        self.errors: dict[Position, str] = {}
        self.formats: dict[Position, int] = {}
        self.rows: set[int] = set()
        self.columns: set[int] = set()

    def fits(self, sheet: Element) -> bool:
        """Read all cells; whether the sheet is of a size that can be laid out."""
        for table in sheet.iter(f"{SPACE}Table"):
            row = column = 0
            for child in table:
                if child.tag == f"{SPACE}Column":
                    column = _index(child, column)
                    last = column + _span(child, "Span")
                    if child.get(f"{SPACE}Hidden") == "1":
                        self.columns |= set(range(column, min(last, column + 200) + 1))
                    column = last + 1
                elif child.tag == f"{SPACE}Row":
                    row = _index(child, row)
                    self._row(child, row)
                    row += 1 + _span(child, "Span")
        height, width = self._size()
        return height * width <= MAX_CELLS

    def _row(self, element: Element, row: int) -> None:
        if element.get(f"{SPACE}Hidden") == "1":
            self.rows.add(row)
        column = 0
        for cell in element.iter(f"{SPACE}Cell"):
            column = _index(cell, column)
            self._cell(cell, (row, column))
            across, down = _span(cell, "MergeAcross"), _span(cell, "MergeDown")
            if across or down:
                self.merged.append((row, column, row + down, column + across))
            column += 1 + across

    def _cell(self, element: Element, spot: Position) -> None:
        data = element.find(f"{SPACE}Data")
        text = "".join(data.itertext()) if data is not None else ""
        formula = element.get(f"{SPACE}Formula", "")
        if formula and not text:
            self.uncached[spot] = formula
        kind = data.get(f"{SPACE}Type", "") if data is not None else ""
        if kind == "Error":
            self.errors[spot] = text
        elif text:
            self.cells[spot] = _value(kind, text)
        power = self.styles.get(element.get(f"{SPACE}StyleID", ""))
        if power and kind == "Number":
            self.formats[spot] = power

    def _size(self) -> tuple[int, int]:
        spots = (*self.cells, *self.uncached, *self.errors)
        return max((row + 1 for row, _ in spots), default=0), max((column + 1 for _, column in spots), default=0)

    def sheet(self, file: str, name: str, *, hidden: bool) -> Sheet:
        """What was read."""
        height, width = self._size()
        rows: list[list[Cell]] = [[""] * width for _ in range(height)]
        for (row, column), cell in self.cells.items():
            rows[row][column] = cell
        return Sheet(
            file, name, tuple(map(tuple, rows)), tuple(self.merged), self.uncached, {}, self.errors, self.formats,
            frozenset(self.rows), frozenset(self.columns), hidden,
        )  # fmt: skip


def _value(kind: str, text: str) -> Cell:
    try:
        if kind == "Number":
            return float(text)
        if kind == "DateTime":
            return dt.datetime.fromisoformat(text)
    except ValueError:
        return text
    return text == "1" if kind == "Boolean" else text
