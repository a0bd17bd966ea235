"""Where a number or a word stands, precisely enough to put a finger on it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

NUMBER: Final = re.compile(r"(\d+)")
LETTERS: Final = re.compile(r"[A-Z]+")
ROW: Final = re.compile(r"\d+$")


@dataclass(frozen=True, order=True)
class Place:
    """A place in a file of the case.

    Attributes:
        file: path relative to the case (or to the folder read), with forward slashes; "" for the case as a whole.
        sheet: sheet of a workbook, or None.
        cell: A1 reference in that sheet, or in a text table as spreadsheets open it; or None.
        line: line of a text file, from 1, or None.
        column: column in that line, from 1, or None.
    """

    file: str
    sheet: str | None = None
    cell: str | None = None
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """As people write it: ``a.xlsx › Sheet!C18``, ``a.csv › C18`` or ``case.yaml:3:9``."""
        if self.sheet is not None:
            return f"{self.file} › {self.sheet}" + (f"!{self.cell}" if self.cell else "")
        if self.cell is not None:
            return f"{self.file} › {self.cell}"
        position = [str(part) for part in (self.line, self.column) if part is not None]
        return ":".join([self.file, *position])

    @property
    def row(self) -> int | None:
        """The row of its cell, or the line of its file, from 1; None of a place that is neither."""
        match = ROW.search(self.cell or "")
        return int(match[0]) if match else self.line

    def stands_under(self, other: Place) -> bool:
        """Whether both stand in one column of one sheet."""
        mine, theirs = (LETTERS.match(one.cell or "") for one in (self, other))
        beside = (mine and mine[0], self.column) == (theirs and theirs[0], other.column)
        return beside and (self.file, self.sheet) == (other.file, other.sheet)

    def stands_beside(self, other: Place) -> bool:
        """Whether both stand in one row of one sheet, each in a column of its own."""
        same = (self.file, self.sheet, self.row) == (other.file, other.sheet, other.row)
        return same and self.row is not None and self != other


NOWHERE = Place("")


def natural(text: str) -> tuple[tuple[str, int], ...]:
    """A key by which names with numbers sort as people count: 2月 before 10月."""
    parts = NUMBER.split(text)
    return tuple((words, int(digits or 0)) for words, digits in zip(parts[::2], [*parts[1::2], ""], strict=True))
