"""Tables of official documents: a title, a line of facts, fixed columns, official rows, notes, names to sign.

Numbers in cells as printed: how wide they are, and how many digits they have after the point.

What an official table is made of: heads of columns, rows and their cells.

Rows of an official table that stand on one page with those beside them: sums, deductions, heads.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.report.passport import ProvenanceEntry
from reportgen.report.speech import same

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.model.definition import Language, Text
    from reportgen.report.desk.captions import Notes
    from reportgen.report.desk.context import HospitalContext, PlacedChart

DIGIT: Final = 0.5
MARK: Final = 0.25
SIGN: Final = 0.564
"""Widths of a digit, a comma or point, and a sign in the face of official digits, in sizes of its type."""
NUMBER: Final = re.compile(r"[0-9](?:\.(?P<decimals>[0-9]+))?$")


def ems(digits: str) -> float:
    """Width of a number, in sizes of its type."""
    return sum(DIGIT if one.isdigit() else MARK if one in ",." else SIGN for one in digits)


def decimals(text: Text | str) -> int | None:
    """Digits after the last point of a number; None where there is no number."""
    found = NUMBER.search(text) if isinstance(text, str) else None
    return None if found is None else len(found["decimals"] or "")


@dataclass(frozen=True)
class OfficialColumn:
    """Head of a column; `kind` is row (a name), n (a number), c (centred) or w (words); `width` in millimetres.

    `parts` are those of a Chinese head, none of which is broken.
    """

    words: Text
    kind: str
    width: float
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class OfficialCell:
    """One cell: `kind` as of its column, or none where the form has no cell; `level` indents a name.

    Attributes:
        parts: of a Chinese name, none of which is broken.
        is_bold: whether it is of a sum that has but one side of its row.
    """

    text: Text | str
    kind: str
    level: int = 0
    parts: tuple[str, ...] = ()
    is_bold: bool = False


@dataclass(frozen=True)
class OfficialRow:
    """One row; `emphasis` is empty, total, or group for a name over all columns."""

    cells: tuple[OfficialCell, ...]
    emphasis: str = ""


@dataclass(frozen=True)
class OfficialSpan:
    """A head over several columns, or where `span` is 1 a head that needs no second row."""

    words: Text
    span: int


LESS: Final = ("\u51cf\uff1a", "\u6e1b\uff1a")
"""What the name of a deduction begins with."""


def manner(rows: Sequence[OfficialRow], row: int) -> str:
    """Class of a row that no page ends or begins with alone: a total, the last above one, a head of rows below.

    What is deducted stays under what it is deducted from, and what is left under both.
    """
    if _is_sum(rows, row) or _is_deducted(rows, row) or (row and _is_deducted(rows, row - 1)):
        return " sum"
    if _is_head(rows, row):
        return " head"
    return " last-of-sum" if row and row + 1 < len(rows) and _is_sum(rows, row + 1) else ""


def _is_sum(rows: Sequence[OfficialRow], row: int) -> bool:
    """Whether a row is a total, or has a name in bold with an amount beside it."""
    cells = rows[row].cells
    named = ((cell, beside) for cell, beside in pairwise(cells) if cell.kind == "total")
    return row > 0 and (rows[row].emphasis == "total" or any(beside.kind == "n" for _, beside in named))


def _is_deducted(rows: Sequence[OfficialRow], row: int) -> bool:
    """Whether a row takes something off the one before it."""
    names = (cell.text for cell in rows[row].cells if cell.kind in {"row", "total"})
    return any((name if isinstance(name, str) else name.zh).startswith(LESS) for name in names)


def _is_head(rows: Sequence[OfficialRow], row: int) -> bool:
    """Whether a row has a name in bold without an amount beside it, and none on its other side."""
    cells = rows[row].cells
    return any(cell.kind == "total" and beside.kind == "none" for cell, beside in pairwise(cells))


MOST_CONTINUED: Final = {False: 64, True: 100}
"""Letters of title, day and unit that the line above a table which goes on holds, upright and on its side."""
DENSE_FROM: Final = 8
"""Columns of amounts from which the type of a table is smaller."""
SIZE: Final = 10.5
DENSE: Final = 9.0
"""Sizes of the type of official tables, in points."""
SMALLER: Final = (9.5, 9.0, 8.5, 8.0, 7.5, 7.0)
"""Sizes, in points, of amounts that are too long for their columns otherwise."""
POINT_MM: Final = 25.4 / 72
AIR_MM: Final = 2.4
TALL: Final = range(26, 40)
"""Numbers of rows that fill an upright page together with what stands under the table."""
SHORT: Final = 12
"""Rows of a table that fills half a page on its side: it stands whole, a longer one may be parted."""
FEN: Final = 2
"""Decimals of amounts in official statements."""


@dataclass(frozen=True)
class OfficialTable:
    """One table on its own page.

    Attributes:
        code: of the official form with the unit, at the right above the table.
        spans: the upper row of heads, where there are two.
        is_wide: whether it lies on its side.
        is_signed: whether names to sign stand under it.
        is_part: whether it goes on with the form of the table before it, as its title then says.
        runs_on: whether it may begin under another one of its attachment that lies as it does.
    """

    id: str
    title: Text
    holder: Text
    period: Text
    code: Text
    columns: tuple[OfficialColumn, ...]
    rows: tuple[OfficialRow, ...]
    notes: tuple[Text, ...] = ()
    spans: tuple[OfficialSpan, ...] = ()
    is_wide: bool = False
    is_signed: bool = True
    is_part: bool = False
    runs_on: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether it is not parted: so few of its rows would stand before the end of the page under another table."""
        return self.runs_on and len(self.rows) <= SHORT

    @property
    def is_grouped(self) -> bool:
        """Whether its rows stand in groups, each under a name over all columns."""
        return any(row.emphasis == "group" for row in self.rows)

    def has_room(self, language: Language, *said: Text) -> bool:
        """Whether the line above a table that goes on holds these words."""
        return sum(len(words.in_language(language)) for words in said) <= MOST_CONTINUED[self.is_wide]

    def ends_sum(self, row: int) -> str:
        """Class of a row that no page ends or begins with alone."""
        return manner(self.rows, row)

    def lacks(self, column: int, text: Text | str) -> str:
        """Class of a number by the digits it has less after the point than the longest of its column."""
        own, most = decimals(text), self._decimals[column]
        if own is None or most is None or own == most:
            return ""
        return f"lacks-{most - own}{'' if own else '-point'}"

    @cached_property
    def _decimals(self) -> tuple[int | None, ...]:
        """The most digits after the point, by column; None where no cell has a number."""
        found: list[int | None] = [None] * len(self.columns)
        for row in self.rows:
            for index, cell in enumerate(row.cells):
                if cell.kind == "n" and (own := decimals(cell.text)) is not None:
                    found[index] = max(own, found[index] or 0)
        return tuple(found)

    @property
    def _is_dense(self) -> bool:
        return sum(column.kind == "n" for column in self.columns) >= DENSE_FROM

    @property
    def density(self) -> str:
        """Classes of its type: many columns and long amounts are smaller, rows that fill the page closer."""
        found = []
        if self._is_dense:
            found.append("dense")
        elif self.is_signed and len(self.rows) in TALL:
            found.append("tall")
        usual = DENSE if self._is_dense else SIZE
        if self._largest < usual:
            found.append(f"amounts-{next((size for size in SMALLER if size <= self._largest), SMALLER[-1]) * 10:.0f}")
        return " ".join(found)

    @property
    def _largest(self) -> float:
        """The largest size, in points, in which every amount fits its column."""
        return min(
            (
                (column.width - AIR_MM) / (ems(str(cell.text)) * POINT_MM)
                for row in self.rows
                if len(row.cells) == len(self.columns)
                for column, cell in zip(self.columns, row.cells, strict=True)
                if column.kind == "n" and cell.kind == "n" and cell.text
            ),
            default=SIZE,
        )


@dataclass(frozen=True)
class SheetFigure:
    """A drawing in black and greys behind the tables of an attachment, its title under it as in official documents."""

    title: Text
    note: Text
    picture: PlacedChart
    is_wide: bool = False


@dataclass(frozen=True)
class Sheets:
    """The tables of one attachment, and where there are any the drawing and the sentences behind them."""

    sheets: tuple[OfficialTable, ...]
    figure: SheetFigure | None = None
    paragraphs: tuple[Text, ...] = ()


EMPTY: Final = OfficialCell("", "none")


def named(text: Text, level: int = 0) -> OfficialCell:
    """The name of a row."""
    return OfficialCell(text, "row", level)


def number(text: str) -> OfficialCell:
    """A number as printed."""
    return OfficialCell(text, "n")


def words(text: Text | str) -> OfficialCell:
    """Words."""
    return OfficialCell(text, "w")


def group(text: Text, columns: int) -> OfficialRow:
    """A name over all columns."""
    del columns
    return OfficialRow((named(text),), "group")


def amount(
    context: HospitalContext, key: tuple[str, str, str], section: str, notes: Notes, missing: Text
) -> OfficialCell:
    """An amount in the currency's unit to the hundredth, entered in the passport, or a dash with its reason.

    Args:
        context: the desk.
        key: item, period and view.
        section: where it stands.
        notes: those under the table.
        missing: why it is not there, if it is not.
    """
    item, period, view = key
    material = context.material
    value = material.dataset.value(item, material.entity, period, view)
    if value is None:
        return number(notes.absent(missing))
    places = material.dataset.places((item, material.entity, period, view))
    name = material.catalog.items[item].name if item in material.catalog.items else same(item)
    entry = ".".join(part for part in ("item", item, period if period != material.period else "", view) if part)
    printed = printing.number(value, FEN)
    return number(context.enter(ProvenanceEntry(entry, name, printed, section, value, None, places)))
