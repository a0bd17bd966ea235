"""What moved an indicator that is the growth of a total: the two lines of the total that changed most."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum
from typing import TYPE_CHECKING, Final

from reportgen import formula
from reportgen.analysis.comparison.common_size import BUILT, built_together
from reportgen.catalog.calendar_words import period_with_year
from reportgen.model.dataset import View
from reportgen.report.desk.tables.figures import SUMS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.model.definition import Text
    from reportgen.report.desk.context import HospitalContext

MOST: Final = 2


@dataclass(frozen=True)
class GrowthBase:
    """With which figures a formula compares: those of an earlier period, or the opening ones of its own."""

    period: str
    view: str


def cause(context: HospitalContext, identifier: str) -> Text | None:
    """The total's change in money and its two largest movers; None where it is no growth of a total of lines."""
    names = formula.names_in(context.material.catalog.expressions[identifier])
    base = _base(context, identifier)
    if len(names) != 1 or base is None:
        return None
    change = _causes_change(context, names[0], base)
    lines = {line: _causes_change(context, line, base) for line in _lines(context, names[0])}
    moves = built_together({line: move for line, move in lines.items() if move})
    known = sorted(((abs(move), line) for line, move in moves.items()), reverse=True)
    if change is None or len(known) < MOST:
        return None
    listed = [_told(context, line, moves[line]) for _, line in known[:MOST]]
    total = context.say.begun(_told(context, names[0], change))
    facts = {"total": total, "base": _named(context, base), "listed": context.say.join(listed)}
    rest = change - fsum(moves.values())
    if abs(rest) < known[MOST - 1][0]:
        return context.say("card.cause", **facts)
    way = context.say(f"card.moved.rest.{'up' if rest >= 0 else 'down'}", amount=context.say.money(abs(rest)))
    return context.say("card.cause.part", rest=way, **facts)


def _base(context: HospitalContext, identifier: str) -> GrowthBase | None:
    """The one figure with which the formula compares; None where it takes figures of one time only."""
    tree, own = context.material.derive(identifier), GrowthBase(context.material.period, View.PERIOD)
    found = {GrowthBase(leaf.period, leaf.view) for leaf in tree.items() if leaf.period}
    earlier = found - {own}
    if own not in found or len(earlier) != 1:
        return None
    base = next(iter(earlier))
    return base if base.view in {View.PERIOD, View.OPEN} else None


def _named(context: HospitalContext, base: GrowthBase) -> Text:
    return context.say("card.base.opening") if base.view else period_with_year(base.period)


def _lines(context: HospitalContext, total: str) -> Iterator[str]:
    """The lines right under a total; a line that is itself such a sum stands for its own lines."""
    items = context.material.catalog.items
    for one, item in items.items():
        if item.parent == total and item.sign == "+" and item.unit == "money":
            under = list(_lines(context, one)) if one in SUMS else []
            yield from under or [one]


def _causes_change(context: HospitalContext, item: str, base: GrowthBase) -> float | None:
    data, entity = context.material.dataset, context.material.entity
    now, before = data.value(item, entity, context.material.period), data.value(item, entity, base.period, base.view)
    return None if now is None or before is None else now - before


def _told(context: HospitalContext, item: str, change: float) -> Text:
    """One line with its change, as a rise or a fall of an amount of money."""
    name = context.say("statement.found.built") if item == BUILT else context.say.within(context.caption(item))
    way = "up" if change >= 0 else "down"
    return context.say(f"card.moved.{way}", name=name, amount=context.say.money(abs(change)))
