"""What moved an indicator that is the growth of a total: the two lines of the total that changed most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen import formula
from reportgen.report.calendar_words import period_with_year
from reportgen.report.desk.figures import SUMS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.model.definition import Text
    from reportgen.report.desk.context import Context

MOST: Final = 2


def cause(context: Context, identifier: str) -> Text | None:
    """The total's change in money and its two largest movers; None where it is no growth of a total of lines."""
    names = formula.names_in(context.material.catalog.expressions[identifier])
    base = _base(context, identifier)
    if len(names) != 1 or base is None:
        return None
    change = _change(context, names[0], base)
    moves = {line: _change(context, line, base) for line in _lines(context, names[0])}
    known = sorted(((abs(move), line) for line, move in moves.items() if move), reverse=True)
    if change is None or len(known) < MOST:
        return None
    listed = [_told(context, line, moves[line] or 0.0) for _, line in known[:MOST]]
    total = context.say.begun(_told(context, names[0], change))
    return context.say("card.cause", total=total, base=period_with_year(base), listed=context.say.join(listed))


def _base(context: Context, identifier: str) -> str | None:
    """The one period with which the formula compares; None where it takes figures of one period only."""
    tree = context.material.derive(identifier)
    periods = {leaf.period for leaf in tree.items() if leaf.period and not leaf.view}
    earlier = periods - {context.material.period}
    return next(iter(earlier)) if len(earlier) == 1 and len(periods) > 1 else None


def _lines(context: Context, total: str) -> Iterator[str]:
    """The lines right under a total; a line that is itself such a sum stands for its own lines."""
    items = context.material.catalog.items
    for one, item in items.items():
        if item.parent == total and item.sign == "+" and item.unit == "money":
            under = list(_lines(context, one)) if one in SUMS else []
            yield from under or [one]


def _change(context: Context, item: str, base: str) -> float | None:
    material = context.material
    now, before = (material.dataset.value(item, material.entity, period) for period in (material.period, base))
    return None if now is None or before is None else now - before


def _told(context: Context, item: str, change: float) -> Text:
    """One line with its change, as a rise or a fall of an amount of money."""
    name = context.say.within(context.caption(item))
    way = "up" if change >= 0 else "down"
    return context.say(f"card.moved.{way}", name=name, amount=context.say.money(abs(change)))
