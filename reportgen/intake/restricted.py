"""Contributions and other income that a statement books to net assets alone: no income of the operations above them.

A statement of operations and changes in net assets lists them below a head such as “Net assets with donor
restrictions”, under the very names of operating lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from reportgen.intake.cells import OpenTable
from reportgen.intake.labels import bare
from reportgen.intake.tables import SheetLine, TableSide
from reportgen.intake.vocabulary import vocabulary
from reportgen.model.definitions import NO_RULES

WHOLE: Final = frozenset({"total_income", "total_expense", "medical_income"})
"""Lines below a head that make it the head of a statement of operations."""
INCOME: Final = "income"
MOST_TOLD: Final = 3
Meant = Mapping[SheetLine, tuple[str, ...]]


def additions(opened: OpenTable, side: TableSide, found: Meant) -> frozenset[SheetLine]:
    """The lines of a side that add to net assets under the name of income; told in a note (I69).

    What mapping.yaml names stays what it says, but where a line of operations has the same name. `found` has the items
    that each line with figures may mean.
    """
    if opened.context.regime != NO_RULES:
        return frozenset()
    apart: list[SheetLine] = []
    for head, below in _sections(side, found):
        others = {line.key for line in found if line not in below}
        kept = opened.context.names.keys() - others
        lines = [line for line in below if line.key not in kept and _is_income(line, found, opened)]
        if not lines or any(WHOLE.intersection(found[line]) for line in below):
            continue
        named = tuple(line.label.strip() for line in lines[:MOST_TOLD])
        said = head.label.strip(" :：")
        opened.gathered.find("I69", opened.label_place(lines[0]), names=named, count=len(lines), head=said)
        apart += lines
    return frozenset(apart)


def _sections(side: TableSide, found: Meant) -> Iterator[tuple[SheetLine, list[SheetLine]]]:
    """Heads of net assets with the lines below them, up to the next head or to what net assets come to."""
    head: SheetLine | None = None
    below: list[SheetLine] = []
    for line in side.lines:
        if line in found and not _is_result(line.label):
            below.append(line)
            continue
        if head is not None:
            yield head, below
        head, below = (line if line not in found and _heads_net_assets(line.label) else None), []
    if head is not None:
        yield head, below


def _is_income(line: SheetLine, found: Meant, opened: OpenTable) -> bool:
    items = opened.context.catalog.items
    known = [items[one] for one in found[line] if one in items]
    return bool(known) and all(one.statement == INCOME for one in known)


def _heads_net_assets(label: str) -> bool:
    words, said = vocabulary().net_assets, bare(label).lower()
    is_of_them = any(word in said for word in (*words.names, *words.restricted))
    return is_of_them and (words.other in said or not any(word in said for word in words.operating))


def _is_result(label: str) -> bool:
    """Whether a line is what net assets are or changed by; what is released from them is no such line."""
    words, said = vocabulary().net_assets, bare(label).lower()
    return any(word in said for word in words.names) and words.released not in said
