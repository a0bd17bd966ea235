"""Text in tables of text (CSV) that spreadsheet programs must not take for a formula, and the way back.

As OWASP's "CSV Injection" says: a cell that begins with one of these marks is set behind an apostrophe. A number is
none of them, negative or not.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from typing import Any, Final

MARKS: Final = "=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20"
FORMULA: Final = re.compile(f"[{MARKS}]")
NUMBER: Final = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?%?", re.ASCII)
ESCAPED: Final = re.compile(f"'(?=[{MARKS}])")


def escaped(cell: Any) -> Any:
    """A cell as it is written: text that would be a formula behind an apostrophe, all else as it is."""
    if isinstance(cell, str) and FORMULA.match(cell) and not NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def read_back(cell: str) -> str:
    """A text as it was before it was escaped."""
    return cell[1:] if ESCAPED.match(cell) else cell


def table(rows: Iterable[Iterable[Any]], end: str = "\r\n") -> str:
    """Rows as CSV."""
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator=end).writerows([escaped(cell) for cell in row] for row in rows)
    return stream.getvalue()
