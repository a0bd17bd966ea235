"""What an OpenDocument spreadsheet says beyond its values: what is hidden, calculated, or shown otherwise.

Number formats that show another number than the one in the cell: scaled ones and percentages.

What an old workbook (xls) says beyond its values: hidden rows and columns, and formats that show other numbers.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Final, TypeVar
from xml.parsers.expat import ExpatError, ParserCreate

from reportgen.intake.workbooks.raised import raised
from reportgen.intake.workbooks.sheets import Position, Sheet, position

PERCENT: Final = -2
"""The power of ten of a percentage."""
YEAR: Final = -3
"""That of a day of which the year alone shows."""
YEARS: Final = re.compile(r"[^a-z0#?]*y+[^a-z0#?]*")
BUILT_IN_PERCENTS: Final = frozenset({9, 10})
THOUSAND: Final = 3
FORMAT: Final = re.compile(rb"<(?:\w+:)?numFmt\b[^>]*>")
CODE: Final = re.compile(rb'\bformatCode="([^"]*)"')
NUMBER: Final = re.compile(rb'\bnumFmtId="(\d+)"')
STYLES: Final = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
STYLE: Final = re.compile(rb"<(?:\w+:)?xf\b[^>]*>")
FONTS: Final = re.compile(rb"<(?:\w+:)?fonts\b.*?</(?:\w+:)?fonts>", re.DOTALL)
FONT: Final = re.compile(rb"<(?:\w+:)?font(?:\s[^>]*)?(?:/>|>.*?</(?:\w+:)?font>)", re.DOTALL)
STRUCK: Final = re.compile(rb"<(?:\w+:)?strike\s*(?:/>|>|val=\"(?:1|true|on)\")")
FONT_NUMBER: Final = re.compile(rb'\bfontId="(\d+)"')
STYLED: Final = re.compile(rb'<c\b(?=[^>]*?\br="([A-Z]{1,3}\d{1,7})")(?=[^>]*?\bs="(\d+)")[^>/]*>')
LITERAL: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|_.|\*.')
SPLIT: Final = re.compile(r"[\\!]\.([0#?]+)|\"\.\"([0#?]+)")  # a written point before the last digits: 0!.0000
COMMAS: Final = re.compile(r"[0#?](,+)(?![0#?,])")
CURRENCY: Final = re.compile(r"\[\$([^\]-]+)(?:-[0-9A-Fa-f]+)?\]")
SIGN: Final = re.compile(r"(?:\\|\")?([$\u00a3\u00a5\uffe5\u20ac\u20b1\u20b9\u0e3f])")
Shown = TypeVar("Shown", int, str)
ENTITIES: Final = {"&quot;": '"', "&lt;": "<", "&gt;": ">", "&amp;": "&"}


@lru_cache(maxsize=1024)
def power_of(code: str) -> int:
    """By how many powers of ten a format shrinks what it shows; PERCENT for a percentage, 0 for a plain one.

    YEAR for the years of days.
    """
    first = code.partition(";")[0]
    split = SPLIT.search(first)
    digits = len(split[1] or split[2] or "") if split else 0
    plain = LITERAL.sub("", first)
    if "%" in plain.replace("\\%", ""):
        return PERCENT
    if YEARS.fullmatch(plain.lower()):
        return YEAR
    commas = COMMAS.search(plain)
    return digits + THOUSAND * (len(commas[1]) if commas else 0)


def of_styles(xml: bytes) -> dict[int, int]:
    """Styles of cells whose format shows another number, by their index in a workbook's styles → the power of ten."""
    codes = {number: power_of(code) for number, code in _formats(xml)}
    codes |= dict.fromkeys(BUILT_IN_PERCENTS, PERCENT)
    return _by_style(xml, codes)


def signs_of_styles(xml: bytes) -> dict[int, str]:
    """Styles of cells whose format shows the sign of a currency, by their index → the sign."""
    return _by_style(xml, {number: sign_in(code) for number, code in _formats(xml)})


def struck_styles(xml: bytes) -> dict[int, int]:
    """Styles of cells that strike their content through, by their index."""
    fonts = FONTS.search(xml)
    struck = {number for number, font in enumerate(FONT.findall(fonts[0]) if fonts else ()) if STRUCK.search(font)}
    block = STYLES.search(xml) if struck else None
    numbers = [FONT_NUMBER.search(style) for style in STYLE.findall(block[0])] if block else []
    return {index: 1 for index, number in enumerate(numbers) if number and int(number[1]) in struck}


@lru_cache(maxsize=1024)
def sign_in(code: str) -> str:
    """What a format puts beside its number, maybe the sign of a currency: $ of [$$-409]#,##0; "" of a plain one."""
    first = code.partition(";")[0]
    found = CURRENCY.search(first) or SIGN.search(first)
    return found[1].strip() if found else ""


def _by_style(xml: bytes, codes: Mapping[int, Shown]) -> dict[int, Shown]:
    """What formats show by the index of the styles that have them."""
    block = STYLES.search(xml)
    numbers = [NUMBER.search(style) for style in STYLE.findall(block[0])] if block else []
    shown = {index: codes.get(int(number[1])) for index, number in enumerate(numbers) if number}
    return {index: one for index, one in shown.items() if one}


def of_cells(xml: bytes, styles: Mapping[int, Shown]) -> dict[Position, Shown]:
    """The cells of a sheet whose format shows more or another number than they hold → what."""
    if not any(b's="%d"' % index in xml for index in styles):
        return {}
    found = ((cell, styles.get(int(style))) for cell, style in STYLED.findall(xml))
    return {position(cell.decode()): one for cell, one in found if one}


def as_shown(sheet: Sheet) -> Sheet:
    """A sheet with the years of days of which nothing else shows: the first of January is that of no month there."""
    spots = [spot for spot, power in sheet.formats.items() if power == YEAR]
    if not spots:
        return sheet
    within = [(row, column) for row, column in spots if row < len(sheet.rows) and column < len(sheet.rows[row])]
    days = ((spot, sheet.rows[spot[0]][spot[1]]) for spot in within)
    years = {spot: str(day.year) for spot, day in days if isinstance(day, dt.date)}
    formats = {spot: power for spot, power in sheet.formats.items() if power != YEAR}
    return replace(sheet.replaced(years), formats=formats)


def _formats(xml: bytes) -> Iterator[tuple[int, str]]:
    for found in FORMAT.findall(xml):
        number, code = NUMBER.search(found), CODE.search(found)
        if number and code:
            yield int(number[1]), _text(code[1])


def _text(code: bytes) -> str:
    text = code.decode(errors="replace")
    for entity, character in ENTITIES.items():
        text = text.replace(entity, character)
    return text


MOST_CELLS: Final = 2_000_000
"""Cells of a workbook that is opened a second time."""
NUMBER_RECORD: Final = 2
DATE_RECORD: Final = 3
RAISED: Final = 1
"""The escapement of a font of raised characters."""


def with_markup(content: bytes, sheets: tuple[Sheet, ...]) -> tuple[Sheet, ...]:
    """The sheets with their markup; as they are where the workbook is too large, or cannot be opened this way."""
    if sum(len(sheet.rows) * sheet.width for sheet in sheets) > MOST_CELLS:
        return sheets
    try:
        return _marked(content, sheets)
    except Exception:  # noqa: BLE001 - the values are read already; a reader of its own may fail on what calamine takes
        return sheets


def _marked(content: bytes, sheets: tuple[Sheet, ...]) -> tuple[Sheet, ...]:
    import xlrd

    with xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=io.StringIO()) as book:
        codes = [book.format_map[style.format_key].format_str for style in book.xf_list]
        powers = {index: power for index, code in enumerate(codes) if (power := power_of(code))}
        signs = {index: sign for index, code in enumerate(codes) if (sign := sign_in(code))}
        struck = {index for index, style in enumerate(book.xf_list) if book.font_list[style.font_index].struck_out}
        by_name = {page.name: page for page in book.sheets()}
        styles = powers, signs, struck
        high = frozenset(index for index, font in enumerate(book.font_list) if font.escapement == RAISED)
        pages = [by_name.get(sheet.name or "") for sheet in sheets]
        found = [_with(sheet, page, styles) for sheet, page in zip(sheets, pages, strict=True)]
        return tuple(_with_raised(sheet, page, high) for sheet, page in zip(found, pages, strict=True))


def _with(sheet: Sheet, page: Any, styles: tuple[Mapping[int, int], Mapping[int, str], AbstractSet[int]]) -> Sheet:
    if page is None:
        return sheet
    rows = frozenset(row for row, about in page.rowinfo_map.items() if about.hidden)
    columns = frozenset(column for column, about in page.colinfo_map.items() if about.hidden)
    (powers, signs, struck), lined = styles, dict[Position, int]()
    formats, beside = dict[Position, int](), dict[Position, str]()
    for row in range(page.nrows if any(styles) else 0):
        for column in range(page.row_len(row)):
            style, kind = page.cell_xf_index(row, column), page.cell_type(row, column)
            power = powers.get(style)
            if power and kind == (DATE_RECORD if power == YEAR else NUMBER_RECORD):
                formats[row, column] = power
            if style in signs and kind == NUMBER_RECORD:
                beside[row, column] = signs[style]
            if style in struck:
                lined[row, column] = 1
    markup = replace(sheet, hidden_rows=rows, hidden_columns=columns, formats=formats, signs=beside)
    return replace(markup, struck=lined)


def _with_raised(sheet: Sheet, page: Any, fonts: AbstractSet[int]) -> Sheet:
    """The sheet with raised characters for what such fonts set: a 1 that points to a note."""
    changed = dict[Position, str]()
    for (row, column), runs in page.rich_text_runlist_map.items() if page is not None and fonts else ():
        text, ends = page.cell_value(row, column), [*(at for at, _ in runs[1:]), None]
        if any(font in fonts for _, font in runs) and sheet.at(row, column) == text:
            pieces = [(text[at:end], font in fonts) for (at, font), end in zip(runs, ends, strict=True)]
            changed[row, column] = text[: runs[0][0]] + "".join(
                raised(one) if is_high else one for one, is_high in pieces
            )
    rows = [
        [changed.get((number, at), cell) for at, cell in enumerate(cells)] if changed else cells
        for number, cells in enumerate(sheet.rows)
    ]
    return replace(sheet, rows=tuple(map(tuple, rows)), like=None) if changed else sheet


WORTH: Final = re.compile(
    rb'display-factor="|visibility="(?:collapse|filter)"|table:formula="|<number:percentage-style|table:display="false"'
    rb"|text-line-through-(?:style|type)|<number:currency-symbol|<number:text>[^<\w]*(?:\$|\xe2\x82|\xc2[\xa3\xa5])"
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
class _TablePosition:
    """One table, and where reading it has come to."""

    name: str
    row: int = 0
    column: int = 0
    heads: int = 0
    repeat: int = 1
    uncached: dict[Position, str] = field(default_factory=dict)
    formulas: dict[Position, str] = field(default_factory=dict)
    formats: dict[Position, int] = field(default_factory=dict)
    signs: dict[Position, str] = field(default_factory=dict)
    struck: dict[Position, int] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    styles: dict[int, str] = field(default_factory=dict)
    row_style: str = ""


def open_document_with_markup(content: bytes, styles: bytes, sheets: tuple[Sheet, ...]) -> tuple[Sheet, ...]:
    """The sheets with what content.xml and styles.xml say beyond values; as they are where that is nothing.

    A document that is too large to be looked through a second time is left as it is.
    """
    if len(content) + len(styles) > MOST or not (WORTH.search(content) or WORTH.search(styles)):
        return sheets
    reader = _DocumentReader()
    try:
        for document in filter(None, (styles, content)):
            reader.read(document)
    except ExpatError:
        return sheets
    pages = {page.name: page for page in reader.pages}
    return tuple(_open_document_with(sheet, pages[sheet.name]) if sheet.name in pages else sheet for sheet in sheets)


def _open_document_with(sheet: Sheet, page: _TablePosition) -> Sheet:
    height = max([len(sheet.rows), *(row + 1 for row, _ in page.uncached)])
    width = max([sheet.width, *(column + 1 for _, column in page.uncached)])
    rows = [*sheet.rows, *([()] * (height - len(sheet.rows)))]
    return replace(
        sheet,
        rows=tuple((*row, *([""] * (width - len(row)))) for row in rows),
        uncached=page.uncached,
        formulas=page.formulas,
        formats=page.formats,
        signs=page.signs,
        struck=page.struck,
        hidden_rows=frozenset(page.hidden_rows),
        hidden_columns=frozenset(page.hidden_columns),
    )


class _DocumentReader:
    """Follows the elements of a document."""

    def __init__(self) -> None:
        self.pages: list[_TablePosition] = []
        self.powers: dict[str, int] = {}
        self.styles: dict[str, int] = {}
        self.beside: dict[str, str] = {}
        self.signs: dict[str, str] = {}
        self.struck: set[str] = set()
        self.style, self.named, self.of_cells = "", "", ""

    def read(self, content: bytes) -> None:
        """Read a whole document."""
        parser = ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(content, True)  # noqa: FBT003 - the last and only part

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        said = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        if name == "table" and tag.startswith("table:"):
            self.pages.append(_TablePosition(said.get("name", "")))
        elif not self.pages:
            self._style(name, said)
        elif name == "table-column":
            _columns(self.pages[-1], said)
        elif name == "table-row":
            _row(self.pages[-1], said)
        elif name in CELLS:
            self._cell(self.pages[-1], said)

    def _text(self, text: str) -> None:
        if self.named == "currency-symbol" or (self.named == "text" and SIGN.match(text.strip())):
            self.beside[self.style] = self.beside.get(self.style, "") + text.strip()

    def _end(self, tag: str) -> None:
        self.named = ""
        if tag == "table:table-row" and self.pages:
            self.pages[-1].row += self.pages[-1].repeat

    def _style(self, name: str, said: Said) -> None:
        self.named = name
        if name in {"number-style", "percentage-style", "currency-style", "text-style"}:
            self.style = said.get("name", "")
            if name == "percentage-style":
                self.powers[self.style] = PERCENT
        elif name == "number" and said.get("display-factor") in SHRINKS:
            self.powers[self.style] = SHRINKS[said["display-factor"]]
        elif name == "map" and said.get("apply-style-name") in self.beside:  # of positive amounts, declared before
            self.beside.setdefault(self.style, self.beside[said["apply-style-name"]])
        elif name == "text-properties" and {*_lines_through(said)} - {"none"}:
            self.struck.add(self.of_cells)
        elif name == "style":
            self.of_cells = said.get("name", "")
            self._cells(said.get("name", ""), said.get("data-style-name", ""))

    def _cells(self, style: str, data: str) -> None:
        """What the format of a style of cells shows."""
        self.styles |= {style: self.powers[data]} if data in self.powers else {}
        self.signs |= {style: self.beside[data]} if data in self.beside else {}

    def _cell(self, page: _TablePosition, said: Said) -> None:
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
        if style in self.signs and said.get("value-type") in NUMBERS:
            page.signs[spot] = self.signs[style]
        if style in self.struck and said.get("value-type"):
            page.struck[spot] = 1
        page.column += _count(said, "number-columns-repeated")


def _lines_through(said: Said) -> Iterator[str]:
    """How a style of texts strikes them through."""
    yield from (said[key] for key in ("text-line-through-style", "text-line-through-type") if key in said)


def _reference(found: re.Match[str]) -> str:
    """An area as workbooks of the other kind write it."""
    return f"{found[1]}:{found[2]}" if found[2] else found[1]


def _columns(page: _TablePosition, said: Said) -> None:
    count = _count(said, "number-columns-repeated")
    if said.get("visibility") in HIDDEN:
        page.hidden_columns |= set(range(page.heads, page.heads + min(count, LONGEST_RUN)))
    style = said.get("default-cell-style-name", "")
    page.styles |= dict.fromkeys(range(page.heads, page.heads + min(count, LONGEST_RUN)), style)
    page.heads += count


def _row(page: _TablePosition, said: Said) -> None:
    page.column, page.repeat = 0, _count(said, "number-rows-repeated")
    page.row_style = said.get("default-cell-style-name", "")
    if said.get("visibility") in HIDDEN:
        page.hidden_rows |= set(range(page.row, page.row + min(page.repeat, LONGEST_RUN)))


def _count(said: Said, name: str) -> int:
    number = said.get(name, "1")
    return int(number) if number.isdigit() else 1
