"""How far a sheet reaches, from its XML or its records, before anything is laid out in memory.

A reader lays out every cell between the first and the last one: a single reference that no sheet has would take the
memory of the machine. The bounds of a sheet are those of ECMA-376 part 1, 18.3.1.73 (1,048,576 rows, columns to XFD).
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from typing import Final

from reportgen.intake.sheets import position

MAX_CELLS: Final = 20_000_000
"""Rows times columns of a sheet that is read."""
MOST_ROWS: Final = 1_048_576
MOST_COLUMNS: Final = 16_384
BEYOND: Final = MOST_ROWS * MOST_COLUMNS + 1
"""What a sheet is said to span that refers to a cell beyond the bounds of any."""
FAR: Final = re.compile(rb'<(?:c|row)\b(?! (?:(?!r=)[\w:.]+="[^"<>]*" +)*r="[A-Z]{0,2}\d{1,4}"[ />])|<\w+:(?:c|row)\b')
"""A column behind ZZ, a row behind 9999, or a place written unusually; else a sheet has at most seven million cells."""
TAG: Final = re.compile(rb"<(\w+:)?(c|row)\b((?:[^<>/]|/(?!>))*)>")
"""A row, or a cell that holds something; an empty one closes itself."""
REFERENCE: Final = re.compile(rb"""\br\s*=\s*["']([^"']*)["']""")
CELL: Final = re.compile(rb"[A-Za-z]{1,3}0*[1-9]\d{0,6}")
ROW: Final = re.compile(rb"0*[1-9]\d{0,6}")
ROW_RECORD: Final = 0
CELL_RECORDS: Final = frozenset(range(1, 13))
"""[MS-XLSB] 2.3.1: BrtCellBlank to BrtFmlaError; a cell begins with its column, a row with its number."""
MORE: Final = 0x80
"""The bit by which a number of a record's head goes on in the next byte."""


@dataclass(frozen=True)
class Extent:
    """How far a sheet reaches.

    Attributes:
        cells: rows times columns up to the last cell that holds something; 0 where that is certainly little.
        is_sure: whether every cell says in the usual way where it stands, so that no reader can see it elsewhere.
    """

    cells: int = 0
    is_sure: bool = True


NEAR: Final = Extent()


def of_xml(xml: bytes) -> Extent:
    """That of a sheet of a workbook (xlsx), by its XML."""
    if not FAR.search(xml):
        return NEAR
    last_row = last_column = 0
    is_sure = True
    for tag in TAG.finditer(xml):
        prefix, kind, attributes = tag.groups()
        places = REFERENCE.findall(attributes)
        is_sure = is_sure and len(places) == 1 and not prefix and b"='" not in attributes
        if not places:
            continue  # where it stands follows from its neighbours
        if kind == b"row":
            if not ROW.fullmatch(places[0]) or int(places[0]) > MOST_ROWS:
                return Extent(BEYOND)
            continue
        if not CELL.fullmatch(places[0]):
            return Extent(BEYOND)
        row, column = position(places[0].decode().upper())
        if row >= MOST_ROWS or column >= MOST_COLUMNS:
            return Extent(BEYOND)
        last_row, last_column = max(last_row, row + 1), max(last_column, column + 1)
    return Extent(last_row * last_column, is_sure)


def of_records(part: bytes) -> int:
    """Rows times columns of a sheet of a binary workbook (xlsb), by its records; of one cut off, by those there are."""
    last_row = last_column = row = at = 0
    while at < len(part):
        kind, at = _number(part, at, 2)
        size, at = _number(part, at, 4)
        body, at = part[at : at + 4], at + size
        if len(body) < 4:  # noqa: PLR2004 - four bytes make the number of a row or column
            continue
        if kind == ROW_RECORD:
            (row,) = struct.unpack("<I", body)
        elif kind in CELL_RECORDS:
            (column,) = struct.unpack("<I", body)
            if row >= MOST_ROWS or column >= MOST_COLUMNS:
                return BEYOND
            last_row, last_column = max(last_row, row + 1), max(last_column, column + 1)
    return last_row * last_column


def _number(part: bytes, at: int, most: int) -> tuple[int, int]:
    """A number of seven bits a byte, and where the next thing begins ([MS-XLSB] 2.1.4)."""
    number = 0
    for shift in range(most):
        if at >= len(part):
            break
        byte = part[at]
        at += 1
        number |= (byte & ~MORE) << (7 * shift)
        if not byte & MORE:
            break
    return number, at
