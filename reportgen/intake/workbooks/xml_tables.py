"""Tables of a web page, as many programs write them under the name of a workbook.

Spreadsheets of the XML kind of 2003, which programs still write under the name of a workbook.
"""

from __future__ import annotations

import codecs
import datetime as dt
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final
from xml.etree.ElementTree import Element, ParseError, XMLParser

from reportgen.intake.words.figures import PLAIN, Cell, fold
from reportgen.intake.workbooks import contents, formats, raised
from reportgen.intake.workbooks.contents import MAX_CELLS
from reportgen.intake.workbooks.sheets import Position, Sheet
from reportgen.model.finding import Finding
from reportgen.model.foreign_text import in_words
from reportgen.model.place import Place

SPACE: Final = "{urn:schemas-microsoft-com:office:spreadsheet}"
EXCEL: Final = "{urn:schemas-microsoft-com:office:excel}"
ENCODING: Final = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z][\w.-]*)["'][^>]*\?>""")
DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
MANY_BYTES: Final = ("gb", "big5", "hz", "euc", "shift", "ms936", "cp936", "cp950", "windows-936", "windows-950")
UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
EURO: Final = "\u20ac"
MARK: Final = b"urn:schemas-microsoft-com:office:spreadsheet"


def sheets(content: bytes, file: str) -> tuple[tuple[Sheet, ...], tuple[Finding, ...]]:
    """All sheets; what cannot be read is a finding."""
    try:
        plain = in_unicode(content)
        if contents.DECLARES.search(plain):  # as it is parsed: an encoding may write the same letters otherwise
            return (), (Finding("I49", Place(file)),)
        parser = XMLParser()  # noqa: S314 - declared entities are refused above
        parser.feed(plain)
        root: Element = parser.close()
    except (ParseError, ValueError) as error:
        return (), (Finding("I03", Place(file), {"problem": in_words(error)}),)
    styles, signs = dict(_styles(root)), dict(_signs(root))
    found: list[Sheet] = []
    findings: list[Finding] = []
    for sheet in root.iter(f"{SPACE}Worksheet"):
        name = sheet.get(f"{SPACE}Name", "")
        read = _SheetReader(styles, signs)
        if read.fits(sheet):
            found.append(read.sheet(file, name, hidden=_is_hidden(sheet)))
        else:
            findings.append(Finding("I50", Place(file, name), {"limit": MAX_CELLS // 1_000_000}))
    return tuple(found), tuple(findings)


def in_unicode(content: bytes) -> bytes:
    """A document in the plainest encoding: its parser knows none of the others of many bytes, nor do those who look.

    Raises:
        ValueError: if it is not in the encoding that it states, or nobody knows that.
    """
    stated = ENCODING.match(content)
    name = "utf-16" if content.startswith(UTF_16) else stated[1].decode("ascii").lower() if stated else ""
    if not name.startswith(("utf-16", *MANY_BYTES)):
        return content
    try:
        text = content.decode("gb18030" if name.startswith("gb") else name)
    except LookupError as error:
        raise ValueError(name) from error
    return DECLARATION.sub("", text, count=1).encode()


def _styles(root: Element) -> Iterator[tuple[str, int]]:
    """Styles whose format shows another number → the power of ten by which it shrinks it."""
    for style in root.iter(f"{SPACE}Style"):
        for shown in style.iter(f"{SPACE}NumberFormat"):
            code = shown.get(f"{SPACE}Format", "")
            power = formats.PERCENT if code == "Percent" else formats.power_of(code)
            if power:
                yield style.get(f"{SPACE}ID", ""), power


def _signs(root: Element) -> Iterator[tuple[str, str]]:
    """Styles whose format shows the sign of a currency → the sign."""
    for style in root.iter(f"{SPACE}Style"):
        for shown in style.iter(f"{SPACE}NumberFormat"):
            code = shown.get(f"{SPACE}Format", "")
            sign = EURO if code == "Euro Currency" else formats.sign_in(code)
            if sign:
                yield style.get(f"{SPACE}ID", ""), sign


def _is_hidden(sheet: Element) -> bool:
    return any((shown.text or "") != "SheetVisible" for shown in sheet.iter(f"{EXCEL}Visible"))


def _index(element: Element, after: int) -> int:
    """Where a row, column or cell stands, from 0: where it says so, else behind the one before."""
    said = element.get(f"{SPACE}Index", "")
    return int(said) - 1 if said.isdigit() else after


def _span(element: Element, name: str) -> int:
    said = element.get(f"{SPACE}{name}", "")
    return int(said) if said.isdigit() else 0


class _SheetReader:
    """One sheet while it is read."""

    def __init__(self, styles: dict[str, int], beside: dict[str, str]) -> None:
        self.styles = styles
        self.beside = beside
        self.signs: dict[Position, str] = {}
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
        sign = self.beside.get(element.get(f"{SPACE}StyleID", ""))
        if sign and kind == "Number":
            self.signs[spot] = sign

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
            file,
            name,
            tuple(map(tuple, rows)),
            tuple(self.merged),
            self.uncached,
            {},
            self.errors,
            self.formats,
            frozenset(self.rows),
            frozenset(self.columns),
            hidden,
            signs=self.signs,
        )


def _value(kind: str, text: str) -> Cell:
    try:
        if kind == "Number":
            return float(text)
        if kind == "DateTime":
            return dt.datetime.fromisoformat(text)
    except ValueError:
        return text
    return text == "1" if kind == "Boolean" else text


CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
ENCODINGS: Final = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5"}
MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
NAME: Final = re.compile(r"<x:Name>([^<]{1,31})</x:Name>")
YEAR: Final = re.compile(r"(?:19|20)\d{2}")
SILENT: Final = frozenset({"script", "style", "head", "title"})
BREAKS: Final = frozenset({"br", "p", "div"})
RAISED: Final = "sup"
LEAST_ROWS: Final = 2
LEAST_COLUMNS: Final = 2
MOST_SPANNED: Final = 1000
MOST_CELLS: Final = 2_000_000
Area = tuple[int, int, int, int]


def web_sheets(content: bytes, file: str) -> tuple[Sheet, ...]:
    """The tables of a page, each as a sheet; none where it has no table, or one that is none of figures."""
    text = _text(content)
    reader = _WebTablesReader()
    reader.feed(text)
    reader.close()
    names = NAME.findall(text)
    found = []
    for number, table in enumerate(reader.done):
        if len(table.rows) < LEAST_ROWS or max(map(len, table.rows)) < LEAST_COLUMNS:
            continue
        width = max(map(len, table.rows))
        rows = tuple((*row, *([""] * (width - len(row)))) for row in table.rows)
        name = names[number] if number < len(names) else f"Sheet{number + 1}"
        found.append(Sheet(file, name, rows, tuple(table.merged)))
    return tuple(found)


def _text(content: bytes) -> str:
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    named = CHARSET.search(content[:4096])
    encoding = ENCODINGS.get(named[1].decode().lower(), "utf-8") if named else "utf-8"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")


class _TableReader:
    """One table while it is read; cells that span others leave them empty."""

    def __init__(self) -> None:
        self.rows: list[list[Cell]] = []
        self.merged: list[Area] = []
        self.taken: dict[int, set[int]] = {}
        self.size = 0

    def put(self, cell: Cell, down: int, right: int) -> None:
        row, cells = len(self.rows) - 1, self.rows[-1]
        self.size += down * right
        if self.size > MOST_CELLS:
            return
        while len(cells) in self.taken.get(row, ()):
            cells.append("")
        column = len(cells)
        cells.extend([cell, *([""] * (right - 1))])
        for below in range(row + 1, row + down):
            self.taken.setdefault(below, set()).update(range(column, column + right))
        if down > 1 or right > 1:
            self.merged.append((row, column, row + down - 1, column + right - 1))


class _WebTablesReader(HTMLParser):
    """Takes the tables of a page apart; a table in a cell is a table of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.done: list[_TableReader] = []
        self.open: list[_TableReader] = []
        self.words: list[str] | None = None
        self.spans = (1, 1)
        self.number: str | None = None
        self.silent = self.raised = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._end_cell()
            table = _TableReader()
            self.open.append(table)
            self.done.append(table)
        elif tag == "tr" and self.open:
            self._end_cell()
            self.open[-1].rows.append([])
        elif tag in {"td", "th"} and self.open:
            self._end_cell()
            if not self.open[-1].rows:
                self.open[-1].rows.append([])
            said = dict(attrs)
            self.words, self.number = [], said.get("x:num")
            self.spans = (_count(said.get("rowspan")), _count(said.get("colspan")))
        elif tag in SILENT:
            self.silent += 1
        elif tag == RAISED:
            self.raised += 1
        elif tag in BREAKS and self.words:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th", "tr"}:
            self._end_cell()
        elif tag == "table" and self.open:
            self._end_cell()
            self.open.pop()
        elif tag in SILENT and self.silent:
            self.silent -= 1
        elif tag == RAISED and self.raised:
            self.raised -= 1

    def handle_data(self, data: str) -> None:
        if self.words is not None and not self.silent:
            self.words.append(raised.raised(data) if self.raised else data)

    def _end_cell(self) -> None:
        if self.words is not None and self.open:
            self.open[-1].put(_cell("".join(self.words), self.number), *self.spans)
        self.words = self.number = None
        self.raised = 0


def _count(said: str | None) -> int:
    return min(max(int(said), 1), MOST_SPANNED) if said and said.isdigit() else 1


def _cell(text: str, number: str | None) -> Cell:
    """The number that a page keeps beside the one it shows, else a plain number of the text, else the text."""
    shown = text.strip()
    if number:
        try:
            return float(number)
        except ValueError:
            return shown
    plain = fold(shown)
    bare = plain.removeprefix("-")
    if PLAIN.fullmatch(bare) and not YEAR.fullmatch(bare) and not (len(bare) > 1 and bare[0] == "0" and bare[1] != "."):
        return float(plain.replace(",", "").replace(" ", ""))
    return shown
