"""What an OpenDocument spreadsheet says beyond its values: what is hidden, calculated, or shown otherwise."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final
from xml.parsers.expat import ExpatError, ParserCreate

from reportgen.intake import number_formats
from reportgen.intake.sheets import Position, Sheet

WORTH: Final = re.compile(
    rb'display-factor="|visibility="(?:collapse|filter)"|table:formula="|<number:percentage-style|table:display="false"'
)
MOST: Final = 50_000_000
"""Bytes of a document that is looked through a second time."""
LONGEST_RUN: Final = 2000
SHRINKS: Final = {"1000": 3, "1000000": 6}
HIDDEN: Final = frozenset({"collapse", "filter"})
CELLS: Final = frozenset({"table-cell", "covered-table-cell"})
NUMBERS: Final = frozenset({"float", "percentage", "currency"})
AREA: Final = re.compile(r"\[\.([$A-Z0-9]+)(?::\.([$A-Z0-9]+))?\]")
Said = Mapping[str, str]


@dataclass
class _Page:
    """One table, and where reading it has come to."""

    name: str
    row: int = 0
    column: int = 0
    heads: int = 0
    repeat: int = 1
    uncached: dict[Position, str] = field(default_factory=dict)
    formulas: dict[Position, str] = field(default_factory=dict)
    formats: dict[Position, int] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    styles: dict[int, str] = field(default_factory=dict)
    row_style: str = ""


def with_markup(content: bytes, styles: bytes, sheets: tuple[Sheet, ...]) -> tuple[Sheet, ...]:
    """The sheets with what content.xml and styles.xml say beyond values; as they are where that is nothing.

    A document that is too large to be looked through a second time is left as it is.
    """
    if len(content) + len(styles) > MOST or not (WORTH.search(content) or WORTH.search(styles)):
        return sheets
    reader = _Reader()
    try:
        for document in filter(None, (styles, content)):
            reader.read(document)
    except ExpatError:
        return sheets
    pages = {page.name: page for page in reader.pages}
    return tuple(_with(sheet, pages[sheet.name]) if sheet.name in pages else sheet for sheet in sheets)


def _with(sheet: Sheet, page: _Page) -> Sheet:
    height = max([len(sheet.rows), *(row + 1 for row, _ in page.uncached)])
    width = max([sheet.width, *(column + 1 for _, column in page.uncached)])
    rows = [*sheet.rows, *([()] * (height - len(sheet.rows)))]
    return replace(
        sheet,
        rows=tuple((*row, *([""] * (width - len(row)))) for row in rows),
        uncached=page.uncached,
        formulas=page.formulas,
        formats=page.formats,
        hidden_rows=frozenset(page.hidden_rows),
        hidden_columns=frozenset(page.hidden_columns),
    )


class _Reader:
    """Follows the elements of a document."""

    def __init__(self) -> None:
        self.pages: list[_Page] = []
        self.powers: dict[str, int] = {}
        self.styles: dict[str, int] = {}
        self.style = ""

    def read(self, content: bytes) -> None:
        """Read a whole document."""
        parser = ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.Parse(content, True)  # noqa: FBT003 - the last and only part

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        said = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        if name == "table" and tag.startswith("table:"):
            self.pages.append(_Page(said.get("name", "")))
        elif not self.pages:
            self._style(name, said)
        elif name == "table-column":
            _columns(self.pages[-1], said)
        elif name == "table-row":
            _row(self.pages[-1], said)
        elif name in CELLS:
            self._cell(self.pages[-1], said)

    def _end(self, tag: str) -> None:
        if tag == "table:table-row" and self.pages:
            self.pages[-1].row += self.pages[-1].repeat

    def _style(self, name: str, said: Said) -> None:
        if name in {"number-style", "percentage-style", "currency-style"}:
            self.style = said.get("name", "")
            if name == "percentage-style":
                self.powers[self.style] = number_formats.PERCENT
        elif name == "number" and said.get("display-factor") in SHRINKS:
            self.powers[self.style] = SHRINKS[said["display-factor"]]
        elif name == "style" and said.get("data-style-name") in self.powers:
            self.styles[said.get("name", "")] = self.powers[said["data-style-name"]]

    def _cell(self, page: _Page, said: Said) -> None:
        spot = page.row, page.column
        formula = said.get("formula", "").partition("=")[2]
        if formula and not said.get("value-type"):
            page.uncached[spot] = f"={formula}"
        elif formula:
            page.formulas[spot] = AREA.sub(_reference, formula).replace(";", ",")
        style = said.get("style-name") or page.row_style or page.styles.get(page.column, "")
        power = self.styles.get(style)
        if power and said.get("value-type") in NUMBERS:
            page.formats[spot] = power
        page.column += _count(said, "number-columns-repeated")


def _reference(found: re.Match[str]) -> str:
    """An area as workbooks of the other kind write it."""
    return f"{found[1]}:{found[2]}" if found[2] else found[1]


def _columns(page: _Page, said: Said) -> None:
    count = _count(said, "number-columns-repeated")
    if said.get("visibility") in HIDDEN:
        page.hidden_columns |= set(range(page.heads, page.heads + min(count, LONGEST_RUN)))
    style = said.get("default-cell-style-name", "")
    page.styles |= dict.fromkeys(range(page.heads, page.heads + min(count, LONGEST_RUN)), style)
    page.heads += count


def _row(page: _Page, said: Said) -> None:
    page.column, page.repeat = 0, _count(said, "number-rows-repeated")
    page.row_style = said.get("default-cell-style-name", "")
    if said.get("visibility") in HIDDEN:
        page.hidden_rows |= set(range(page.row, page.row + min(page.repeat, LONGEST_RUN)))


def _count(said: Said, name: str) -> int:
    number = said.get(name, "1")
    return int(number) if number.isdigit() else 1
