"""Tables of a web page, as many programs write them under the name of a workbook."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

from reportgen.intake.figures import PLAIN, Cell, fold
from reportgen.intake.sheets import Sheet

CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
ENCODINGS: Final = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5"}
MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
NAME: Final = re.compile(r"<x:Name>([^<]{1,31})</x:Name>")
YEAR: Final = re.compile(r"(?:19|20)\d{2}")
SILENT: Final = frozenset({"script", "style", "head", "title"})
BREAKS: Final = frozenset({"br", "p", "div"})
LEAST_ROWS: Final = 2
LEAST_COLUMNS: Final = 2
MOST_SPANNED: Final = 1000
MOST_CELLS: Final = 2_000_000
Area = tuple[int, int, int, int]


def sheets(content: bytes, file: str) -> tuple[Sheet, ...]:
    """The tables of a page, each as a sheet; none where it has no table, or one that is none of figures."""
    text = _text(content)
    reader = _Reader()
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


class _Table:
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


class _Reader(HTMLParser):
    """Takes the tables of a page apart; a table in a cell is a table of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.done: list[_Table] = []
        self.open: list[_Table] = []
        self.words: list[str] | None = None
        self.spans = (1, 1)
        self.number: str | None = None
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._end_cell()
            table = _Table()
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

    def handle_data(self, data: str) -> None:
        if self.words is not None and not self.silent:
            self.words.append(data)

    def _end_cell(self) -> None:
        if self.words is not None and self.open:
            self.open[-1].put(_cell("".join(self.words), self.number), *self.spans)
        self.words = self.number = None


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
