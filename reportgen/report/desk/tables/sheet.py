"""Pages put together from sentences, tables and drawings, each table and drawing with a caption that lists can name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.model.definition import Text
    from reportgen.report.desk.captions import Caption
    from reportgen.report.desk.context import PlacedChart

PORTRAIT_MM: Final = 172.0
SHORT_MM: Final = 75.0
"""Height up to which a table stays on one page with its caption and its notes."""
FEW: Final = 5
LAST: Final = 3
"""Rows of a table that is not parted, and of its end that stay together."""
MOST_TOGETHER: Final = 10
"""Rows under one heading that stay together."""
SECTION: Final = "section"
LINE_MM: Final = 3.6
ROW_MM: Final = 1.7
HAN: Final = "\u2e80"
HAN_MM: Final = 2.9
LATIN_MM: Final = 1.4
"""About what a line, the room around a row and a character take in the type of tables."""
LANDSCAPE_MM: Final = 257.0
FIGURES: Final = "n"
DIGIT_EM: Final = 0.555
NARROW_EM: Final = 0.278
"""Widths of digits and signs, and of commas and points."""
EM_MM: Final = 2.89
DENSE_EM_MM: Final = 2.54
PADDING_MM: Final = 2.4
"""The type of tables, that of dense ones, and what stands beside a number in its cell."""
MOST_GIVEN: Final = 0.4
"""Share of its width that a column of words may give to long amounts."""
AMOUNT: Final = re.compile(r"[+\u2212]?[0-9][0-9,]*(?:\.[0-9]+)?")
DECIMAL: Final = re.compile(r"[+\u2212\u2264\u2265]?\s*[0-9][0-9,]*\.[0-9]+%?")  # 1,234.56, −0.5, ≤ 30.0


@dataclass(frozen=True)
class TableColumn:
    """Head of a column, its width in parts of the whole, and how its cells are set.

    Attributes:
        style: empty for words, ``n`` for numbers, ``c`` centred, ``place`` for file names, ``grade`` for cells that
            hold the id of a grade, ``level`` the level of a warning, ``bullet`` for those with a drawing, ``spark``
            with a course of years, ``page`` for cells that hold the anchor of a section, ``told`` for sentences,
            ``stacked`` for words of both languages one under the other, ``code`` for row numbers that stand first.
    """

    words: Text
    width: float
    style: str = ""


@dataclass(frozen=True)
class DrawnNumber:
    """A number with a drawing behind it, such as a bullet; None where there is nothing to draw."""

    text: str
    mark: str | None


@dataclass(frozen=True)
class TableRow:
    """One row of a table, its name first; a line with a single cell is a heading over the whole width.

    Attributes:
        emphasis: empty, ``section``, ``total`` or ``grand``.
        level: of indentation.
    """

    cells: tuple[Text | str | DrawnNumber, ...]
    emphasis: str = ""
    level: int = 0


@dataclass(frozen=True)
class Table:
    """A table with its caption, what is to be known before it is read, and the notes under it.

    Attributes:
        is_unlike: whether its columns mix numbers of several units, whose points do not stand under each other.
    """

    caption: Caption
    columns: tuple[TableColumn, ...]
    lines: tuple[TableRow, ...]
    notes: tuple[Text, ...] = ()
    lead: Text | None = None
    dense: bool = False
    is_unlike: bool = False
    kind: str = "table"

    def finest(self) -> tuple[str, ...]:
        """Of each column a cell with the most decimals, to which the others are aligned; empty where it has none.

        Numbers of unlike units are not aligned: an amount has no room for the decimals of an index below it.
        """
        if self.is_unlike:
            return ("",) * len(self.columns)
        found = []
        for place in range(len(self.columns)):
            cells = [line.cells[place] for line in self.lines if place < len(line.cells)]
            found.append(max((cell for cell in cells if isinstance(cell, str)), key=_decimals, default=""))
        return tuple(found)

    def groups(self, whole_mm: float = PORTRAIT_MM) -> tuple[tuple[bool, tuple[TableRow, ...]], ...]:
        """Rows that belong together, and whether they stay on one page: few low ones, under a heading, or the last."""
        if len(self.lines) <= FEW:
            return ((self._is_low(self.lines, whole_mm), self.lines),)
        heads = [place for place, line in enumerate(self.lines) if line.emphasis == SECTION] or [0]
        edges = [*heads, len(self.lines) - LAST]
        bounds = sorted({0, *edges} if heads[-1] < edges[-1] - MOST_TOGETHER else {0, *heads})
        parts = [self.lines[start:end] for start, end in pairwise([*bounds, len(self.lines)])]
        return tuple((len(part) <= MOST_TOGETHER and self._is_low(part, whole_mm), part) for part in parts)

    def widths(self, whole_mm: float = PORTRAIT_MM) -> tuple[float, ...]:
        """Widths in mm that fill the text block; what long amounts need more is taken from the widest of the others."""
        total = sum(column.width for column in self.columns)
        widths = [column.width / total * whole_mm for column in self.columns]
        lacking = [max(0.0, self._needed(place) - width) for place, width in enumerate(widths)]
        givers = [place for place, column in enumerate(self.columns) if column.style != FIGURES]
        if any(lacking) and givers:
            widest = max(givers, key=widths.__getitem__)
            given = min(sum(lacking), widths[widest] * MOST_GIVEN)
            widths = [width + lack * given / sum(lacking) for width, lack in zip(widths, lacking, strict=True)]
            widths[widest] -= given
        return tuple(round(width, 2) for width in widths)

    def _needed(self, place: int) -> float:
        """About how wide the longest number of a column is, with its padding; 0 for words."""
        if self.columns[place].style != FIGURES:
            return 0.0
        cells = [line.cells[place] for line in self.lines if place < len(line.cells)]
        size = DENSE_EM_MM if self.dense else EM_MM
        amounts = [cell for cell in cells if isinstance(cell, str) and AMOUNT.fullmatch(cell)]
        return max((_digits_em(cell) * size for cell in amounts), default=-PADDING_MM) + PADDING_MM

    def is_short(self, whole_mm: float = PORTRAIT_MM) -> bool:
        """Whether it is about as low as a part of a page that may be left empty before it."""
        return self._is_low(self.lines, whole_mm)

    def _is_low(self, lines: Sequence[TableRow], whole_mm: float) -> bool:
        widths = self.widths(whole_mm)
        return sum(_height(line, widths) for line in lines) <= SHORT_MM

    def lines_high(self, whole_mm: float = PORTRAIT_MM) -> int:
        """About how many lines of type its rows take in both languages."""
        widths = self.widths(whole_mm)
        return sum(_lines(line, widths) for line in self.lines)


def _height(line: TableRow, widths: tuple[float, ...]) -> float:
    """About how high a row is: by the cell with most lines."""
    return ROW_MM + LINE_MM * _lines(line, widths)


def _lines(line: TableRow, widths: tuple[float, ...]) -> int:
    if len(line.cells) == 1:  # a heading has the whole width
        return 1
    return max((ceil(_length(cell) / width) for cell, width in zip(line.cells, widths, strict=False)), default=1)


def _digits_em(text: str) -> float:
    """How wide a number is in the type of the tables."""
    return sum(NARROW_EM if character in ",." else DIGIT_EM for character in text)


def _length(cell: Text | str | DrawnNumber) -> float:
    """About how long the words of a cell are on one line, in both languages where they differ."""
    words = cell.text if isinstance(cell, DrawnNumber) else cell if isinstance(cell, str) else f"{cell.zh} {cell.en}"
    return sum(LATIN_MM if character < HAN else HAN_MM for character in words)


def _decimals(text: str) -> int:
    return len(text.rpartition(".")[2]) if DECIMAL.fullmatch(text) else 0


@dataclass(frozen=True)
class ChartFigure:
    """A drawing with its caption.

    Attributes:
        labels: stand beside it, row by row, each so many millimetres high.
        is_second: whether it goes on with the drawing before it and stays on its page.
    """

    caption: Caption
    picture: PlacedChart
    note: Text | None = None
    labels: tuple[Text, ...] = ()
    row_mm: float = 5.6
    is_second: bool = False
    kind: str = "figure"


@dataclass(frozen=True)
class SheetFigures:
    """Several small drawings under one caption, each with its name."""

    caption: Caption
    pictures: tuple[tuple[Text, PlacedChart], ...]
    note: Text | None = None
    kind: str = "figures"

    @property
    def across(self) -> int:
        """How many stand beside each other."""
        return int(PORTRAIT_MM / max(picture.width_mm for _, picture in self.pictures))


@dataclass(frozen=True)
class Paragraphs:
    """Sentences, with or without a heading."""

    lines: tuple[Text, ...]
    title: Text | None = None
    kind: str = "words"


Block = Table | ChartFigure | SheetFigures | Paragraphs


@runtime_checkable
class HasLacking(Protocol):
    """Content that may have nothing to show; such sections are listed in one place where a report has one for it."""

    @property
    def lacking(self) -> tuple[Text, ...]:
        """What is missing and what to supply; empty where there is something to show."""


@dataclass(frozen=True)
class SectionContent:
    """What a section says: a finding as title, a sentence or two, and blocks in order.

    Attributes:
        lacking: where there is nothing to show, what is missing and what to supply; empty otherwise.
    """

    headline: Text
    blocks: tuple[Block, ...]
    lead: tuple[Text, ...] = ()
    lacking: tuple[Text, ...] = ()


def saying(headline: Text, *lines: Text) -> SectionContent:
    """A section for which there is nothing to show: one that says what is missing and what to supply."""
    return SectionContent(headline, (Paragraphs(lines),), lacking=lines)
