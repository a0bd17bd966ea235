"""Figures against their own past: the usual amount with the other sign (W32), far from the months before (W33)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.checks.outcome import Marks
from reportgen.compute.calendar import NO_ROW, Calendar, Rows
from reportgen.compute.peer_groups import Matrix, Values
from reportgen.model.dataset import Dataset
from reportgen.model.definitions import Item, Kind
from reportgen.model.finding import Fact, Finding, Money
from reportgen.model.place import NOWHERE

if TYPE_CHECKING:
    from reportgen.catalog import Catalog

WORTH_ASKING: Final = 10_000.0
SIMILAR: Final = 2.0
"""Factor within which an amount is of the usual size."""
FEWEST_SIGNS: Final = 2
"""Periods before that must agree on a sign."""
YEAR: Final = 12
FEWEST: Final = 8
"""Months before that a median needs."""
FAR: Final = 8.0
"""Robust standard deviations from the median that are far; in normal months one in 10¹⁵ is."""
PANEL: Final = 20
"""Hospitals above which data is a panel."""
CONSISTENT: Final = 1.4826
"""Median absolute deviation to standard deviation of normal figures."""
NOTICEABLE: Final = 0.5
"""Share of the median below which no distance is far."""


@dataclass(frozen=True, eq=False)
class DatedFigures:
    """The figures and when they stand; `asked` are the rows that are checked."""

    dataset: Dataset
    catalog: Catalog
    matrix: Matrix
    calendar: Calendar
    asked: Marks

    @property
    def is_panel(self) -> bool:
        """Whether so many hospitals are checked that hints from the past of each would be noise."""
        return len(set(self.dataset.values.index.get_level_values(0)[self.asked])) > PANEL


class History(DatedFigures):
    """Figures against the periods before."""

    def findings(self) -> Iterator[Finding]:
        """Hints from the periods before; none for a whole panel."""
        if self.is_panel:
            return
        yield from self._flips()
        yield from self._outliers()

    def _flips(self) -> Iterator[Finding]:
        """W32: an amount of the usual size, with the sign that none of the periods before had."""
        asked = np.flatnonzero(self.asked)
        earlier: Rows = np.stack([self.calendar.find(self.calendar.moved(0, n))[asked] for n in range(1, YEAR + 1)])
        if (earlier == NO_ROW).all():
            return
        names = [name for name, view in self.matrix.at if not view and self._item(name) and name not in self._balances]
        figures = self.matrix.figures[:, [self.matrix.at[name, ""] for name in names]]
        now, past = figures[asked], np.where(earlier[:, :, None] == NO_ROW, np.nan, figures[earlier])
        there = np.isfinite(past) & (past != 0)
        known = (there.sum(axis=0) >= FEWEST_SIGNS) & np.isfinite(now)
        with np.errstate(invalid="ignore"):
            opposite = ((past * now < 0) | ~there).all(axis=0) & known & (np.abs(now) >= WORTH_ASKING)
        for at, number in np.argwhere(opposite).tolist():
            usual = float(np.median(past[there[:, at, number], at, number]))
            if 1 / SIMILAR <= abs(now[at, number] / usual) <= SIMILAR:
                yield self._told("W32", names[number], int(asked[at]), {"median": Money(usual)})

    @cached_property
    def _balances(self) -> frozenset[str]:
        """Lines that are what is left after a deduction, and what of it is of one kind: their sign tells nothing."""
        items = self.catalog.items
        left = frozenset(item.parent for item in items.values() if item.parent and item.sign == "-")
        return left | {name for name, item in items.items() if item.parent in left and item.sign == "0"}

    def _outliers(self) -> Iterator[Finding]:
        """W33: a flow of a month far from the median of the twelve months before."""
        months = np.flatnonzero(self.asked & (self.calendar.lasting == 1))
        if len(months) <= FEWEST:
            return
        earlier: Rows = np.stack([self.calendar.find(self.calendar.moved(0, n))[months] for n in range(1, YEAR + 1)])
        names = [name for name, view in self.matrix.at if not view and self._flows(name)]
        figures = self.matrix.figures[:, [self.matrix.at[name, ""] for name in names]]
        past = np.where(earlier[:, :, None] == NO_ROW, np.nan, figures[earlier])
        count = np.isfinite(past).sum(axis=0)
        middle = median(past)
        spread = CONSISTENT * median(np.abs(past - middle))
        distance = np.abs(figures[months] - middle)
        with np.errstate(invalid="ignore"):
            far = (spread > 0) & (distance > FAR * spread) & (distance > NOTICEABLE * np.abs(middle))
            far &= (distance >= WORTH_ASKING) & (count >= FEWEST)
        for at, number in np.argwhere(far).tolist():
            facts: dict[str, Fact] = {"median": Money(middle[at, number]), "count": int(count[at, number])}
            yield self._told("W33", names[number], int(months[at]), facts)

    def _flows(self, name: str) -> bool:
        """Whether the item is money of a period."""
        item = self._item(name)
        return item is not None and item.kind in (Kind.FLOW, Kind.COUNT)

    def _item(self, name: str) -> Item | None:
        """The item, where it is money."""
        item = self.catalog.items.get(name)
        return item if item and item.unit == "money" else None

    def _told(self, rule: str, name: str, row: int, facts: dict[str, Fact]) -> Finding:
        entity, period = self.dataset.rows[row]
        value = Money(self.matrix.figures[row, self.matrix.at[name, ""]])
        facts |= {
            "item": self.catalog.items[name].name,
            "value": value,
            "entity": entity,
            "period": period,
            "items": (name,),
        }
        return Finding(rule, self.dataset.place((name, entity, period, "")) or NOWHERE, facts)


def median(past: Values) -> Values:
    """The median along the first axis of what is there; NaN where nothing is."""
    lower, upper = middles(past)
    middle: Values = (lower + upper) / 2
    return middle


def middles(past: Values) -> tuple[Values, Values]:
    """The two that the median lies between; the same where the count is odd, NaN where nothing is there."""
    ordered = np.sort(past, axis=0)
    count = np.isfinite(past).sum(axis=0)
    places = np.maximum(count - 1, 0) // 2, count // 2
    lower, upper = (np.take_along_axis(ordered, place[None], axis=0)[0] for place in places)
    return lower, upper
