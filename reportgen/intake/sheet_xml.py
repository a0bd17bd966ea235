"""The XML of a sheet brought to one form, whoever wrote it: no prefixes, every cell with its reference."""

from __future__ import annotations

import re
from typing import Final

from reportgen.intake.sheets import letters

ROOT: Final = re.compile(rb"<(\w+):(?:worksheet|workbook|styleSheet)\b")
PLAIN: Final = b"<worksheet"
ROOTS: Final = (b":worksheet", b":workbook", b":styleSheet")
FIRST: Final = re.compile(rb"<c\b[^>]*>")
CELL: Final = re.compile(rb"<(row|c)\b([^>]*)>")
ROW_NUMBER: Final = re.compile(rb'\br="(\d+)"')
COLUMN: Final = re.compile(rb'\br="([A-Z]+)\d+"')
START: Final = 4096


def plain(xml: bytes) -> bytes:
    """The XML with plain names of elements, and with the references that some programs leave out."""
    is_prefixed = xml.find(PLAIN, 0, START) < 0 and any(xml.find(name, 0, START) >= 0 for name in ROOTS)
    root = ROOT.search(xml, 0, START) if is_prefixed else None
    if root:
        xml = xml.replace(b"<%s:" % root[1], b"<").replace(b"</%s:" % root[1], b"</")
    first = FIRST.search(xml)
    return _referenced(xml) if first and b' r="' not in first[0] else xml


def _referenced(xml: bytes) -> bytes:
    """Each cell with the reference that follows from its place in its row."""
    row = column = 0

    def named(found: re.Match[bytes]) -> bytes:
        nonlocal row, column
        if found[1] == b"row":
            number = ROW_NUMBER.search(found[2])
            row, column = int(number[1]) if number else row + 1, 0
            return found[0] if number else b'<row r="%d"%s>' % (row, found[2])
        own = COLUMN.search(found[2])
        if own:
            column = _number(own[1])
            return found[0]
        column += 1
        return b'<c r="%s%d"%s>' % (letters(column - 1).encode(), row, found[2])

    return CELL.sub(named, xml)


def _number(name: bytes) -> int:
    """The number of a column by its letters, from 1."""
    number = 0
    for letter in name:
        number = number * 26 + letter - ord("A") + 1
    return number
