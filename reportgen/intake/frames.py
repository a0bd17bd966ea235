"""A wide table as a data frame of text, with what is needed to say where a cell stands."""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass
from fnmatch import fnmatch
from typing import TYPE_CHECKING, Final

from reportgen.intake import opening
from reportgen.intake.folder import FolderFile
from reportgen.intake.sheets import letters
from reportgen.model.finding import Finding
from reportgen.model.foreign_text import in_words, read_back
from reportgen.model.place import Place

if TYPE_CHECKING:
    import pandas as pd


HEAD: Final = 4096
NONE: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, eq=False)
class Wide:
    """One wide table.

    Attributes:
        cells: the columns that are wanted, as text from text tables and as values from workbooks; a row a line, from 0.
        heads: all heads in the order of the file.
        first: row of the first line of figures in the file, from 0.
        lines: line of each row where a field runs over several lines, else None.
    """

    file: str
    sheet: str | None
    cells: pd.DataFrame
    heads: tuple[str, ...]
    first: int
    lines: tuple[int, ...] | None = None

    def place(self, row: int, head: str | None = None) -> Place:
        """Where a cell stands, or a row."""
        line = self.lines[row] if self.lines else row + self.first + 1
        cell = f"{letters(self.heads.index(head))}{line}" if head is not None else None
        return Place(self.file, self.sheet, cell, line if self.sheet is None else None)


def open_wide(
    source: FolderFile,
    sheet: str | None,
    wanted: frozenset[str],
    findings: list[Finding],
    figures: frozenset[str] = NONE,
) -> Wide | None:
    """Read the wanted columns of a wide table; those of `figures` come as numbers where all of their cells are."""
    content = source.content
    if source.is_workbook:
        return _of_workbook(content, source.name, sheet, findings)
    content = opening.plain_table(content, source.name, findings)
    return _of_text(content, source.name, (wanted, figures), findings)


def _of_text(
    content: bytes, file: str, columns: tuple[frozenset[str], frozenset[str]], findings: list[Finding]
) -> Wide | None:
    import pandas as pd

    found = opening.decoded_text(content) if content else None
    if found is None:
        findings.append(Finding("I21" if content else "I05", Place(file)))
        return None
    text = found[0].removeprefix("\ufeff")
    if opening.has_long_line(text):
        findings.append(Finding("I03", Place(file), {"problem": "@trouble.long_line"}))
        return None
    mark = opening.delimiter(text)
    try:
        heads = pd.read_csv(io.StringIO(text[: text.find("\n", HEAD) + 1] or text), sep=mark, nrows=0).columns
        wanted = [head for head in heads if head in columns[0]]
        cells = pd.read_csv(
            _stream(content, text), sep=mark, usecols=wanted, keep_default_na=False, low_memory=False,
            dtype={head: object for head in wanted if head not in columns[1]},
            na_values={head: [""] for head in wanted if head in columns[1]},
        )  # fmt: skip
        plain = text.count("\n") <= len(cells) + 1
        lines = None if plain else _lines(text, mark, len(cells))
    except (pd.errors.ParserError, pd.errors.EmptyDataError, csv.Error, ValueError) as error:
        findings.append(Finding("I03", Place(file), {"problem": in_words(error)}))
        return None
    if "'" in text:
        cells = cells.map(lambda cell: read_back(cell) if isinstance(cell, str) else cell)
    return Wide(file, None, cells, tuple(map(str, heads)), 1, lines)


def _stream(content: bytes, text: str) -> io.BytesIO | io.StringIO:
    """UTF-8 as it is, which the parser reads at once; anything else as text."""
    plain = content.removeprefix(codecs.BOM_UTF8)
    return io.BytesIO(plain) if plain[:HEAD] == text[:HEAD].encode()[:HEAD] else io.StringIO(text)


def _lines(text: str, mark: str, rows: int) -> tuple[int, ...]:
    """The line on which each row begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    begins = []
    before = 0
    for row in reader:
        if row:
            begins.append(before + 1)
        before = reader.line_num
    return tuple(begins[1 : rows + 1])


def _of_workbook(content: bytes, file: str, name: str | None, findings: list[Finding]) -> Wide | None:
    import pandas as pd

    sheets, problems = opening.sheets(content, file)
    findings.extend(problems)
    fitting = [
        sheet
        for sheet in opening.without(sheets, findings)
        if not sheet.hidden and (name is None or fnmatch(sheet.name or "", name))
    ]
    if not fitting:
        if not problems:
            findings.append(Finding("I22", Place(file, name), {"file": name or file, "number": 0}))
        return None
    sheet = fitting[0]
    first = next((row for row in range(len(sheet.rows)) if sum(bool(cell) for cell in sheet.rows[row]) > 1), 0)
    heads = tuple(str(cell).strip() for cell in sheet.rows[first]) if sheet.rows else ()
    frame = pd.DataFrame([list(row) for row in sheet.rows[first + 1 :]], columns=list(heads), dtype=object)
    return Wide(file, sheet.name, frame, heads, first + 1)
