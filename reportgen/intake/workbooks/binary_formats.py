"""What a binary workbook (xlsb) says beyond its values: hidden rows and columns, and formats that show other numbers.

The records are those of [MS-XLSB] 2.3.1: the number of a row or a column begins each of them, a style has three bytes.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from reportgen.intake.workbooks import contents, formats
from reportgen.intake.workbooks.contents import CELL_RECORDS, ROW_RECORD, Package
from reportgen.intake.workbooks.sheets import Position, Sheet

BOOK: Final = "xl/workbook.bin"
RELATIONS: Final = "xl/_rels/workbook.bin.rels"
STYLES: Final = "xl/styles.bin"
COLUMNS_RECORD: Final = 60
FORMAT_RECORD: Final = 44
STYLE_RECORD: Final = 47
FIRST_STYLE, LAST_STYLE = 617, 618
"""Around the styles of cells; other records of styles stand elsewhere."""
SHEET_RECORD: Final = 156
HIDDEN_ROW: Final = 0x10
HIDDEN_COLUMN: Final = 1
MOST_HIDDEN: Final = 200
"""Columns of one record that are kept: what is hidden to the end of the sheet holds nothing."""
LINK: Final = re.compile(rb"<Relationship\b(?=[^>]*\bId=\"([^\"]*)\")(?=[^>]*\bTarget=\"([^\"]*)\")")


@dataclass(frozen=True)
class BinaryMarkup:
    """What the records of one sheet say."""

    styles: dict[Position, int] = field(default_factory=dict)
    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)


def with_markup(package: Package, found: tuple[Sheet, ...]) -> tuple[Sheet, ...]:
    """The sheets with what their records say.

    Raises:
        struct.error: if a record is shorter than its kind.
    """
    codes = tuple(_codes(package.read(STYLES))) if STYLES in package else ()
    powers = {index: power for index, code in enumerate(codes) if (power := formats.power_of(code))}
    signs = {index: sign for index, code in enumerate(codes) if (sign := formats.sign_in(code))}
    parts = dict(_parts(package))
    return tuple(
        _with(sheet, _markup(package.read(part)), powers, signs)
        if (part := parts.get(sheet.name or "", "")) in package
        else sheet
        for sheet in found
    )


def _with(sheet: Sheet, page: BinaryMarkup, powers: dict[int, int], signs: dict[int, str]) -> Sheet:
    return replace(
        sheet,
        formats={spot: powers[style] for spot, style in page.styles.items() if style in powers},
        signs={spot: signs[style] for spot, style in page.styles.items() if style in signs},
        hidden_rows=frozenset(page.rows),
        hidden_columns=frozenset(page.columns),
    )


def _markup(part: bytes) -> BinaryMarkup:
    page, row = BinaryMarkup(), 0
    for kind, body in contents.records(part):
        if kind == ROW_RECORD:
            row, _, _, _, flags = struct.unpack_from("<IIHBB", body)
            page.rows.update([row] if flags & HIDDEN_ROW else ())
        elif kind in CELL_RECORDS:
            column, style = struct.unpack_from("<II", body)
            page.styles[row, column] = style & 0xFFFFFF
        elif kind == COLUMNS_RECORD:
            first, last, _, _, flags = struct.unpack_from("<IIIIH", body)
            page.columns.update(range(first, min(last, first + MOST_HIDDEN) + 1) if flags & HIDDEN_COLUMN else ())
    return page


def _codes(part: bytes) -> Iterator[str]:
    """The number format of each style of cells, by its index."""
    known = dict.fromkeys(formats.BUILT_IN_PERCENTS, "0%")
    is_of_cells = False
    for kind, body in contents.records(part):
        if kind == FORMAT_RECORD:
            known[struct.unpack_from("<H", body)[0]] = _text(body, 2)[0]
        elif kind in {FIRST_STYLE, LAST_STYLE}:
            is_of_cells = kind == FIRST_STYLE
        elif kind == STYLE_RECORD and is_of_cells:
            yield known.get(struct.unpack_from("<HH", body)[1], "")


def _parts(package: Package) -> Iterator[tuple[str, str]]:
    """The name of each sheet and the file of its records."""
    links = package.read(RELATIONS) if RELATIONS in package else b""
    targets = {key.decode(): target.decode() for key, target in LINK.findall(links)}
    for kind, body in contents.records(package.read(BOOK)):
        if kind == SHEET_RECORD:
            key, behind = _text(body, 8)
            target = targets.get(key, "")
            yield _text(body, behind)[0], target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _text(body: bytes, at: int) -> tuple[str, int]:
    """A text behind the number of its characters, and where the next thing begins; none at all is the number -1."""
    (length,) = struct.unpack_from("<i", body, at)
    first, last = at + 4, at + 4 + 2 * max(length, 0)
    return body[first:last].decode("utf-16-le", errors="replace"), last
