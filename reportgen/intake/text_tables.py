"""Text tables: the encoding found strictly, the delimiter from the first lines."""

from __future__ import annotations

import codecs
import csv
import io
import re
from itertools import islice
from typing import Final

from reportgen.intake.extent import MAX_CELLS
from reportgen.intake.sheets import Sheet
from reportgen.model.delimited import read_back
from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.model.trouble import in_words

MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
UNMARKED: Final = ("utf-16-le", "utf-16-be")
STRANGE: Final = re.compile(  # neither ASCII nor a letter or mark that Chinese or Western tables use
    r"[^\x09\x0a\x0d\x20-\x7e\u00a0-\u024f\u2000-\u206f\u20ac\u2150-\u218f\u2200-\u22ff\u2460-\u25ff\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]"
)
LINE: Final = re.compile(r"[^\r\n]+")
LINE_END: Final = re.compile(r"[\r\n]")
DELIMITERS: Final = ",\t;|"
SAMPLE: Final = 20
LONGEST: Final = 5_000_000
"""Characters of a line: three hundred for each of the most columns that a sheet has."""


def decoded(content: bytes) -> tuple[str, str] | None:
    """Text and encoding: by its mark, else UTF-8, GB18030, or UTF-16 without a mark; None where none fits."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return _decode(content, encoding)
    if b"\x00" in content:
        return _unmarked(content)
    return _decode(content, "utf-8") or _decode(content, "gb18030")


def _unmarked(content: bytes) -> tuple[str, str] | None:
    """UTF-16 without a mark: of both byte orders the one in which all is letters, figures and marks of a table."""
    for encoding in UNMARKED:
        found = _decode(content, encoding)
        if found and not STRANGE.search(found[0]) and any(mark in found[0] for mark in f"\n{DELIMITERS}"):
            return found
    return None


def _decode(content: bytes, encoding: str) -> tuple[str, str] | None:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else (text, encoding)


def delimiter(text: str) -> str:
    """The mark that cuts most of the first lines into equally many columns, and most columns."""
    lines = [line[0] for line in islice(LINE.finditer(text), SAMPLE) if line[0].strip()]

    def fit(mark: str) -> tuple[int, int]:
        counts = [row.count(mark) for row in lines]
        usual = max(set(counts), key=lambda count: (counts.count(count) * (count > 0), count), default=0)
        return (counts.count(usual) if usual else 0, usual)

    return max(DELIMITERS, key=fit)


def has_long_line(text: str) -> bool:
    """Whether some line is too long to be a row of a table."""
    half = LONGEST // 2
    windows = (slice(at, at + half) for at in range(0, len(text) - half, half))
    return any(not LINE_END.search(text, one.start, one.stop) and _length(text, one.start) > LONGEST for one in windows)


def _length(text: str, at: int) -> int:
    """How long the line is in which a character stands."""
    end = LINE_END.search(text, at)
    return (end.start() if end else len(text)) - max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) - 1


def sheet(content: bytes, file: str) -> tuple[Sheet | None, tuple[Finding, ...]]:
    """A text table as a sheet without a name; a field over several lines keeps the line on which it begins."""
    if not content:
        return None, (Finding("I05", Place(file)),)
    found = decoded(content)
    if found is None:
        return None, (Finding("I21", Place(file)),)
    text, _ = found
    if has_long_line(text):
        return None, (Finding("I03", Place(file), {"problem": "@trouble.long_line"}),)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text), strict=False))
    except csv.Error as error:
        return None, (Finding("I03", Place(file), {"problem": in_words(error)}),)
    if "'" in text:  # an apostrophe keeps a spreadsheet program from calculating a text
        rows = [[read_back(cell) for cell in row] for row in rows]
    width = max((len(row) for row in rows), default=0)
    if width * len(rows) > MAX_CELLS:
        return None, (Finding("I50", Place(file), {"limit": MAX_CELLS // 1_000_000}),)
    return Sheet(file, None, tuple((*row, *([""] * (width - len(row)))) for row in rows)), ()
