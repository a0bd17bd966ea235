"""What an unknown line is likely to be, by the sure lines around it: a count among counts, money among money."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from reportgen.intake.tables import SheetLine
from reportgen.model.definitions import Item

MONEY: Final = "money"
COUNTED: Final = "count"


def like(line: SheetLine, found: Mapping[SheetLine, Sequence[str]], items: Mapping[str, Item]) -> str:
    """An item of the statement to which the nearest sure line belongs, of the kind and unit most of its lines have.

    Among counts in several units it is one in the unit that says no more than that they are counted. "" where no line
    is sure. `found` has, in their order, the items that each line may mean.
    """
    order = [*found]
    at = order.index(line)
    sure = {one: items[known[0]] for one, known in found.items() if len(known) == 1 and known[0] in items}
    nearest = next((sure[one] for one in (*reversed(order[:at]), *order[at + 1 :]) if one in sure), None)
    if nearest is None:
        return ""
    same = {found[line][0]: one for line, one in sure.items() if one.statement == nearest.statement}
    (kind, _), *_ = Counter(one.kind for one in same.values()).most_common(1)
    of_kind = {name: one for name, one in same.items() if one.kind is kind}
    units = Counter(one.unit for one in of_kind.values())
    unit = COUNTED if COUNTED in units else units.most_common(1)[0][0]
    return next(name for name, one in of_kind.items() if one.unit == unit)


def fits(item: Item, model: Item | None) -> bool:
    """Whether an item may stand where the model does: on its statement, or at least money where that is money."""
    return model is None or item.statement == model.statement or (item.unit == MONEY) == (model.unit == MONEY)
