"""A name of several meanings in a statement without official lines: its total, or its neighbour, says which one it is.

“Supplies” is stocks above the total of current assets, and an expense above that of expenses.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reportgen.intake.tables import SheetLine
from reportgen.model.definitions import Item

Meant = Mapping[SheetLine, tuple[str, ...]]


def placed(meant: Meant, items: Mapping[str, Item]) -> dict[SheetLine, tuple[str, ...]]:
    """The same lines in the same order; of several items the one that stands where the line does, where one alone may."""
    order = [*meant]
    return {line: _choice(found, order[at + 1 :], order[:at], meant, items) for at, (line, found) in enumerate(meant.items())}


def _choice(
    found: tuple[str, ...], below: list[SheetLine], above: list[SheetLine], meant: Meant, items: Mapping[str, Item]
) -> tuple[str, ...]:
    known = tuple(one for one in found if one in items)
    if len(known) < 2:  # noqa: PLR2004 - one item is no choice
        return found
    for line in below:
        within = [one for one in known if set(meant[line]) & {*_totals(one, items)}]
        if len(within) == 1:
            return (within[0],)
    for line in (*reversed(above), *below):
        beside = [one for one in known if any(_are_alike(items[one], items[said]) for said in meant[line] if said in items)]
        if len(meant[line]) == 1 and beside:
            return (beside[0],) if len(beside) == 1 else found
    return found


def _totals(item: str, items: Mapping[str, Item]) -> Iterator[str]:
    while (parent := items[item].parent) in items:
        assert parent is not None
        yield parent
        item = parent


def _are_alike(one: Item, other: Item) -> bool:
    return one.statement == other.statement
