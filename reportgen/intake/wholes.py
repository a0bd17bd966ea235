"""Names of a part of an item that mean all of it where a statement has neither that nor another part.

“Income from medical services” is what hospitals of Hong Kong call the income from patients; by the rules of the
mainland it is without drugs, consumables and tests. Which one it is shows in the lines beside it, and is told (I160).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from reportgen.intake.cells import OpenTable
from reportgen.intake.labels import normalised
from reportgen.intake.tables import SheetLine
from reportgen.model.definitions import NO_RULES, Item

RULE: Final = "I160"
Meant = Mapping[SheetLine, tuple[str, ...]]


def named(opened: OpenTable, meant: Meant) -> dict[SheetLine, tuple[str, ...]]:
    """The same lines, those that only look like a part as the whole; what mapping.yaml names stays."""
    context, found = opened.context, dict(meant)
    if context.regime != NO_RULES or not context.catalog.aliases.wholes:
        return found
    wholes = {normalised(label): item for label, item in context.catalog.aliases.wholes.items()}
    for line, known in meant.items():
        whole = wholes.get(line.key)
        if whole is None or line.key in context.said or len(known) != 1:
            continue
        others = [one for other, items in meant.items() if other is not line for one in items]
        if not any(whole in _with_totals(one, context.catalog.items) for one in others):
            found[line] = (whole,)
            name, part = (context.catalog.items[one].name for one in (whole, known[0]))
            opened.gathered.find(RULE, opened.label_place(line), label=line.label.strip(), item=name, part=part)
    return found


def _with_totals(item: str, items: Mapping[str, Item]) -> Iterator[str]:
    """An item and the totals that it belongs to."""
    at: str | None = item
    while at is not None and at in items:
        yield at
        at = items[at].parent
