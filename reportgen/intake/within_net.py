"""The lines above a net of which it is made: they are part of it and nothing beside it.

“Land”, “Buildings”, “Equipment” and “Construction in progress” less accumulated depreciation come to “Property and
equipment, net”: works in progress are then in the net already, and would count twice as a line of total assets. So do
charges less allowances come to net patient revenue, and capital and reserves to equity. Where the amounts prove it,
what is no item and the works are not read, which a note tells (I110).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import fsum
from typing import Final

from reportgen.intake.cells import OpenTable
from reportgen.intake.figures import figure, rounding
from reportgen.intake.labels import bare
from reportgen.intake.tables import SheetLine, TableSide
from reportgen.intake.vocabulary import vocabulary
from reportgen.model.definitions import NO_RULES

NETS: Final = frozenset({"fixed_assets_net", "medical_income", "net_assets"})
WORKS: Final = "construction_in_progress"
RULE: Final = "I110"
DEDUCTED: Final = "-"
MOST_LINES: Final = 15
"""Above a net; longer lists of fixed assets stand in the notes."""
FEWEST: Final = 2
MOST_TOLD: Final = 3
Meant = Mapping[SheetLine, tuple[str, ...]]


def parts(opened: OpenTable, side: TableSide, found: Meant) -> frozenset[SheetLine]:
    """The lines of a side that a net holds already, but for those that have an item of their own.

    What mapping.yaml names or leaves unread stays what it says. `found` has the items that each line with figures
    may mean.
    """
    if opened.context.regime != NO_RULES:
        return frozenset()
    lines, apart = [*found], set[SheetLine]()
    for at, line in enumerate(lines):
        if len(found[line]) != 1 or found[line][0] not in NETS:
            continue
        made_of = next(_proven(opened, side, (lines[max(0, at - MOST_LINES) : at], line), found), [])
        said = opened.context.said
        within = [one for one in made_of if one.key not in said and found[one] in {(), (WORKS,)}]
        if within:
            named = tuple(one.label.strip() for one in within[:MOST_TOLD])
            place, whole = opened.label_place(within[0]), line.label.strip()
            opened.gathered.find(RULE, place, names=named, count=len(within), total=whole)
        apart |= {*within}
    return frozenset(apart)


def _proven(
    opened: OpenTable, side: TableSide, block: tuple[Sequence[SheetLine], SheetLine], found: Meant
) -> Iterator[list[SheetLine]]:
    """The lines right above the net that come to it in every column, the most first; nothing but nil adds none."""
    (above, net), sheet = block, opened.table.sheet
    columns = [column.index for column in side.columns if sheet.holds(net.row, column.index)]
    for count in range(len(above), FEWEST - 1, -1):
        lines = above[-count:]
        is_some = any(figure(sheet.at(lines[0].row, column)).value for column in columns)
        if is_some and all(_comes_to(opened, column, (lines, net), found) for column in columns):
            yield [*lines]


def _comes_to(opened: OpenTable, column: int, block: tuple[Sequence[SheetLine], SheetLine], found: Meant) -> bool:
    """Whether the amounts of lines, subtotals among them left out, come to the net in a column."""
    lines, net = block
    read = {line: figure(opened.table.sheet.at(line.row, column)) for line in (*lines, net)}
    if read[net].value is None or any(one.problem for one in read.values()):
        return False
    places, added = max(one.decimals for one in read.values()), list[float]()
    for line in lines:
        amount = read[line].value or 0.0
        is_taken_off = _is_deducted(line, found, opened)
        is_sum = abs(fsum(added) - amount) <= rounding(len(added), places)
        if is_sum and amount and len(added) >= FEWEST and not is_taken_off:
            continue
        added.append(-abs(amount) if is_taken_off else amount)
    return abs(fsum(added) - (read[net].value or 0.0)) <= rounding(len(added), places)


def _is_deducted(line: SheetLine, found: Meant, opened: OpenTable) -> bool:
    known = [opened.context.catalog.items[one] for one in found[line] if one in opened.context.catalog.items]
    words = tuple(word.rstrip(":") for word in vocabulary().deducted)
    return any(one.sign == DEDUCTED for one in known) or bare(line.label).lower().startswith(words)
