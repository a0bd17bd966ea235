"""Debt in a balance sheet that does not divide its liabilities by when they fall due.

“Bonds payable” above “Total current liabilities” or below it is one thing or the other. Without those headings it may
hold what falls due within a year: it is kept as debt, of which the sum of debts is right; what is open is told (I105).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from reportgen.intake.cells import FoundFigure, OpenTable
from reportgen.intake.labels import normalised, unpunctuated
from reportgen.intake.tables import SheetLine
from reportgen.model.place import Place

RULE: Final = "I105"
DEBT: Final = "long_term_loans"
DIVIDING: Final = frozenset({
    "current_liabilities", "non_current_liabilities", "current_portion_non_current_liabilities", "short_term_loans",
})  # fmt: skip
"""Lines by which a balance sheet tells what falls due within a year."""


def tell(cells: Iterable[FoundFigure], lines: Mapping[Place, SheetLine], opened: OpenTable) -> None:
    """I105, once a table, on debt by a name that leaves it open, where no line divides what is owed."""
    found = [cell for cell in cells if cell.figure.value is not None]
    if any(cell.item in DIVIDING for cell in found):
        return
    known = {normalised(label) for label in opened.context.catalog.aliases.undivided}
    names = (known | {unpunctuated(key) for key in known}) - opened.context.names.keys()
    open_ones = [cell for cell in found if cell.item == DEBT and lines[cell.place].key in names]
    if open_ones:
        labels = tuple(dict.fromkeys(lines[cell.place].label.strip() for cell in open_ones))
        name = opened.context.catalog.items[DEBT].name
        opened.gathered.find(RULE, open_ones[0].place, lines=labels, item=name)
