"""What a line is by the sure lines around it: a part of what stands above, a count among counts, money among money."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from reportgen.intake.columns import BALANCES
from reportgen.intake.context import ReadingContext
from reportgen.intake.tables import NO_RANK, SheetLine, rank_of
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
    """Whether an item may stand where the model does: on its statement, or at least money where that is money.

    A balance stands among balances and no income.
    """
    if model is None or item.statement == model.statement:
        return True
    is_alike = MONEY not in {item.unit, model.unit} or (item.kind in BALANCES) == (model.kind in BALANCES)
    return (item.unit == MONEY) == (model.unit == MONEY) and is_alike


def parts(
    lines: Sequence[SheetLine], known: Mapping[int, str], beside: Mapping[int, bool], context: ReadingContext
) -> Mapping[int, str]:
    """Lines below a known one whose name means, wherever it is met, an item that is a part of that line's.

    The name alone does not tell: personnel expense below that of operating activities is not that of the hospital. Of
    lines in between, those that are not known either are beside it where their numbers are of the same rank.

    Args:
        lines: of one side of a sheet.
        known: index → item of those that are settled.
        beside: index of each other line with figures → whether its name leaves a doubt.
        context: whose rules and names hold.
    """
    found: dict[int, str] = {}
    path: list[str] = []  # the known line and the parts of parts below it, down to the last
    rank = NO_RANK
    keys = Counter(line.key for line in lines)
    for index, line in enumerate(lines):
        if index in known:
            path, rank = [known[index]], NO_RANK
        elif index in beside:
            is_beside = rank in {NO_RANK, rank_of(line.label)}
            item = None if beside[index] or not is_beside else _part(line.key, path, context, keys[line.key])
            rank = NO_RANK if item is not None else rank_of(line.label)
            if item is not None:
                found[index] = item
                above = next((one for one in wholes(item, context.catalog.items) if one in path), path[0])
                path = [*path[: path.index(above) + 1], item]
    return found


def _part(key: str, path: Sequence[str], context: ReadingContext, times: int) -> str | None:
    """The one item of the rules of the case that a name means and that is a part of the last line, or of one above it.

    None for what mapping.yaml decides. A name of several parts of the whole (drugs of outpatients, of inpatients, of
    all) is that of the part above it only where it stands there several times: once, it may be that of the whole. Where
    the sheet leaves out what is between the two (drugs, straight below all expense), it is the name's only meaning.
    """
    if not path or key in context.names or key in context.unread:
        return None
    items = context.catalog.items
    within = [one for one in context.meant(key) if path[0] in wholes(one, items)]
    found = ([one for one in within if items[one].parent == whole] for whole in reversed(path))
    last = next(filter(None, found), [])
    if not last and len(within) == 1:
        return within[0]
    if len(last) != 1 or (len(within) > 1 and times == 1 and items[last[0]].parent != path[0]):
        return None
    return last[0]


def wholes(item: str, items: Mapping[str, Item]) -> Iterator[str]:
    """What an item is a part of, the nearest first; nothing of what is no item."""
    whole = items[item].parent if item in items else None
    while whole is not None and whole in items:
        yield whole
        whole = items[whole].parent
