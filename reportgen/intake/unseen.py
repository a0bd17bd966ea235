"""Control characters and marks that turn the direction of writing: taken out of what is read, and told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from reportgen.intake import text_tables
from reportgen.intake.labels import UNSEEN
from reportgen.intake.sheets import Sheet
from reportgen.model.finding import Finding
from reportgen.model.place import Place

SUSPECT: Final = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]|\xc2[\x80-\x9f]"
)
"""Bytes among which every such character of a text in UTF-8 is; others may be too."""
SPACE: Final = 0x20
ENDS: Final = (b"\t", b"\n", b"\r")
DELETE: Final = b"\x7f"
PORTION: Final = 1 << 18
"""Bytes that are looked through at a time."""
LEADS: Final = (b"\xe2\x80", b"\xe2\x81", b"\xc2")
"""How those begin that are more than one byte long."""


def without(sheets: Iterable[Sheet], findings: list[Finding]) -> Iterator[Sheet]:
    """The sheets with plain names and texts; the first cell concerned of each sheet is told (I53)."""
    plain_texts: set[str] = set()
    fine: dict[int, Sheet] = {}
    for sheet in sheets:
        repeats = sheet.like is not None and id(sheet.like.first) in fine
        place = _first(sheet, sheet.changed_texts if repeats else sheet.texts, plain_texts)
        if place is None:
            fine[id(sheet)] = sheet
            yield sheet
            continue
        findings.append(Finding("I53", place))
        rows = tuple(tuple(plain(cell) if isinstance(cell, str) else cell for cell in row) for row in sheet.rows)
        yield replace(sheet, name=None if sheet.name is None else plain(sheet.name), rows=rows, like=None)


def plain(text: str) -> str:
    """A text without them."""
    return UNSEEN.sub("", text)


def plain_table(content: bytes, file: str, findings: list[Finding]) -> bytes:
    """A text table without them; told once, with its first line."""
    decoded = text_tables.decoded(content) if _is_suspect(content) else None
    found = UNSEEN.search(decoded[0]) if decoded else None
    if decoded is None or found is None:
        return content
    findings.append(Finding("I53", Place(file, line=decoded[0].count("\n", 0, found.start()) + 1)))
    return plain(decoded[0]).encode()


def _is_suspect(content: bytes) -> bool:
    """Whether a search of single characters is worth its time: most tables hold none of their bytes."""
    if _has_controls(content):
        return True
    return not content.isascii() and any(lead in content for lead in LEADS) and bool(SUSPECT.search(content))


def _has_controls(content: bytes) -> bool:
    """Whether there are control characters but for those that end lines and fields, counted a portion at a time."""
    import numpy as np

    low = sum(
        int(np.count_nonzero(np.frombuffer(content, np.uint8, min(PORTION, len(content) - at), at) < SPACE))
        for at in range(0, len(content), PORTION)
    )
    return low > sum(map(content.count, ENDS)) or DELETE in content


def _first(sheet: Sheet, among: frozenset[str], known: set[str]) -> Place | None:
    """The first cell concerned, if any of these texts is; those in which nothing was found are added to the known."""
    if sheet.name is not None and UNSEEN.search(sheet.name):
        return Place(sheet.file, plain(sheet.name))
    texts = among.difference(known)
    if not any(UNSEEN.search(text) for text in texts):
        known |= texts
        return None
    for row, cells in enumerate(sheet.rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, str) and cell and UNSEEN.search(cell):
                return sheet.place(row, column)
    return None
