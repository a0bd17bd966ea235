"""How far a sheet reaches, from its XML, before anything is laid out in memory."""

from __future__ import annotations

import re
from typing import Final

from reportgen.intake.sheets import position

FAR: Final = re.compile(rb'r="(?:[A-Z]{3}\d|[A-Z]{0,2}\d{5})')
"""A column behind ZZ or a row behind 9999; without either a sheet has at most seven million cells."""
VALUED: Final = re.compile(rb"<c [^>/]*>")
"""A cell that holds something; an empty one closes itself."""
REFERENCE: Final = re.compile(rb'\br="([A-Z]{1,3}\d{1,7})"')


def cells(xml: bytes) -> int:
    """Rows times columns up to the last cell that holds something; 0 where that is certainly little."""
    if not FAR.search(xml):
        return 0
    last_row = last_column = 0
    for cell in VALUED.finditer(xml):
        found = REFERENCE.search(cell[0])
        if found is None:
            continue
        row, column = position(found[1].decode())
        last_row, last_column = max(last_row, row + 1), max(last_column, column + 1)
    return last_row * last_column
