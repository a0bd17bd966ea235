"""The lines of a total of which some have been left out: what of the statement belongs to it.

What the rule names and is there; for a line that is not, the lines that make it. A hospital's own items count where
their parent is the total, or where they stand among its lines. In a statement whose lines stand above their total, what
stands below it is no line of it: gains below the result of operations are none of operating revenue.

What rounding explains where a total and its lines differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import nan
from typing import TYPE_CHECKING, Final

from reportgen.catalog.catalog import builtin_catalog
from reportgen.checks.complete_set import column_of, sheet_of
from reportgen.formula.context import HERE
from reportgen.model.period import MONTHS, Period

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.checks.outcome import Marks
    from reportgen.checks.rules import Claim, OperandCells, OperandTable
    from reportgen.formula.context import NameContext
    from reportgen.model.dataset import Dataset, Key
    from reportgen.model.place import Place

SIGNS: Final = {"+": 1.0, "-": -1.0}
CENT: Final = 0.01
"""What two sums of the same amounts may be apart, added in another order."""
NOISE: Final = 1e-6
"""What adding leaves of amounts that are equal."""


def is_sum_of_lines(claim: Claim) -> bool:
    """Whether one total is compared with lines of the same statement and period."""
    left, right = claim.left_terms, claim.right_terms
    return (
        left is not None and right is not None and len(left) == 1 and all(one.context == HERE for one in left + right)
    )


@dataclass(frozen=True, eq=False)
class LinesOfTotal:
    """One total in one row of the dataset."""

    claim: Claim
    ledger: OperandTable
    row: int
    catalog: Catalog

    def total(self) -> float:
        """What the lines come to: all of them, or those on their side of the total where that is nearer to it.

        Nearest of all are those which are just the total, and then those which, with lines that the user leaves unread,
        come to it: an amount of such lines may be that of something else by chance.

        Nothing can be said where a statement that is no official form has one line of less than the total: that is
        one of which, and no list.
        """
        whole = self._value(self._name) or 0.0
        named = dict(self._named())
        read = [named, named | self._own(named)]
        read.append(self._on_its_side(read[1]))
        gaps = [(whole - sum(one.values()), one) for one in read if one]
        lines = min(gaps, key=lambda gap: (*self._distance(gap[0]), abs(gap[0])), default=(0.0, {}))[1]
        found = sum(lines.values())
        if abs(whole - found) > CENT and self.claim.rule.forms and (parts := self._divided()):
            return sum(parts.values()) if abs(whole - sum(parts.values())) <= CENT else nan
        return nan if len(lines) == 1 and 0 <= found / (whole or nan) < 1 and not self.claim.rule.forms else found

    def _distance(self, gap: float) -> tuple[bool, bool]:
        is_apart = abs(gap) > CENT
        return is_apart, is_apart and not self._is_left_out(gap)

    def _is_left_out(self, gap: float) -> bool:
        return self.ledger.dataset.is_left_out(gap, self._place(self._name))

    @cached_property
    def _name(self) -> str:
        assert self.claim.left_terms is not None
        return self.claim.left_terms[0].name

    def _named(self) -> Iterator[tuple[str, float]]:
        terms = self.claim.right_terms or ()
        apart = {term.name for term in terms}
        for term in terms:
            yield from self._made(term.name, term.sign, apart)

    def _made(self, name: str, sign: float, apart: set[str]) -> Iterator[tuple[str, float]]:
        """A line, or the lines that make it."""
        if (value := self._value(name)) is not None:
            yield name, sign * value
            return
        for part in _parts(self.catalog).get(name, ()):
            if part not in apart:
                yield from self._made(part, sign * SIGNS[self.catalog.items[part].sign], apart)

    def _own(self, lines: Mapping[str, float]) -> dict[str, float]:
        """Own items of the hospital that belong to the total, with their signs."""
        there = {name: value for name in _own_items(self.catalog) if (value := self._value(name)) is not None}
        beside = self._beside(lines) if there else frozenset()
        found = {}
        for name, value in there.items():
            item = self.catalog.items[name]
            if name in beside or (item.parent == self._name and item.sign in SIGNS):
                found[name] = value * SIGNS.get(item.sign, 1.0)
        return found

    def _beside(self, lines: Mapping[str, float]) -> frozenset[str]:
        """Own items among the lines: from the total on, as far as no figure of anything else stands between."""
        at = self._rows
        if self._name not in at:
            return frozenset()
        upwards = any(at[name] < at[self._name] for name in lines if name in at)
        order = sorted(at, key=lambda name: -at[name] if upwards else at[name])
        found = set()
        for name in order[order.index(self._name) + 1 :]:
            is_own = name not in builtin_catalog().items
            if not is_own and name not in lines and not self._leads_to(name, {self._name, *lines}):
                break
            found |= {name} if is_own else set()
        return frozenset(found)

    def _leads_to(self, name: str, wholes: set[str]) -> bool:
        item, seen = self.catalog.items.get(name), set[str]()
        while item is not None and item.parent and item.parent not in seen:
            if item.parent in wholes:
                return True
            seen.add(item.parent)
            item = self.catalog.items.get(item.parent)
        return False

    def _on_its_side(self, lines: Mapping[str, float]) -> dict[str, float]:
        """The lines above the total, where any stand there; nothing where its sheet has none of them."""
        last = self._row(self._name)
        if last is None:
            return {}
        at = {name: row for name in lines if (row := self._row(name)) is not None}
        above = {name: value for name, value in lines.items() if name in at and at[name] < last}
        return above or {name: value for name, value in lines.items() if name in at}

    def _divided(self) -> dict[str, float]:
        """The lines of the total's column that are parts of it, and of none of each other, if they make it.

        All expense may be divided by nature, with other expense of the form beside, and by no function at all. Where
        they do not come to the total but for rounding, they are no way to divide it: they may be parts of each other.
        """
        there = {name for name in self._rows if name != self._name and self._leads_to(name, {self._name})}
        whole = {name for name in there if not self._leads_to(name, there)}
        found = {name: SIGNS.get(self.catalog.items[name].sign, 1.0) * (self._value(name) or 0.0) for name in whole}
        entity, period = self.ledger.dataset.rows[self.row]
        dataset, view = self.ledger.dataset, self.claim.view
        unit = max(dataset.step((name, entity, period, view)) for name in (self._name, *found))
        apart = abs((self._value(self._name) or 0.0) - sum(found.values()))
        return found if apart <= max(CENT, unit * (len(found) + 1) / 2) else {}

    @cached_property
    def _rows(self) -> Mapping[str, int]:
        """The items in the total's column of its sheet, by the row in which they stand."""
        names = dict.fromkeys([*self._names, *self.catalog.aliases.follows])
        return {name: row for name in names if (row := self._row(name)) is not None}

    def _row(self, name: str) -> int | None:
        """The row in which an item stands in the total's column of its sheet.

        What is made of several lines stands on none of its own, but where the last of them stands.
        """
        own = self._own_row(name)
        parts = self.catalog.aliases.follows.get(name, {}) if own is None else {}
        rows = [self._own_row(part) for part in parts]
        known = [row for row in rows if row is not None]
        return max(known) if known and len(known) == len(rows) else own

    def _own_row(self, name: str) -> int | None:
        whole = self._whole
        if whole is None or (name, self.claim.view) not in self.ledger.matrix.at:
            return None
        rows = (place.row for place in self._places(name) if _in_column(place, whole))
        return max((row for row in rows if row is not None), default=None)

    @cached_property
    def _whole(self) -> Place | None:
        """Where the total itself stands."""
        return self._place(self._name)

    @property
    def _names(self) -> Iterator[str]:
        return (name for name, view in self.ledger.matrix.at if view == self.claim.view and name in self.catalog.items)

    def _value(self, name: str) -> float | None:
        entity, period = self.ledger.dataset.rows[self.row]
        return self.ledger.dataset.value(name, entity, period, self.claim.view)

    def _places(self, name: str) -> tuple[Place, ...]:
        """The cell of a figure, or those of the lines of which it is the sum."""
        entity, period = self.ledger.dataset.rows[self.row]
        key = (name, entity, period, self.claim.view)
        parts = self.ledger.dataset.summands(key)
        place = self._place(name)
        return tuple(one for part in parts for one in part.places) or ((place,) if place else ())

    def _place(self, name: str) -> Place | None:
        entity, period = self.ledger.dataset.rows[self.row]
        return self.ledger.dataset.place((name, entity, period, self.claim.view))


@lru_cache(maxsize=4)
def _parts(catalog: Catalog) -> Mapping[str, tuple[str, ...]]:
    """The items that add to another one or are taken from it."""
    found: dict[str, tuple[str, ...]] = {}
    for name, item in catalog.items.items():
        if item.parent and item.sign in SIGNS:
            found[item.parent] = (*found.get(item.parent, ()), name)
    return found


@lru_cache(maxsize=4)
def _own_items(catalog: Catalog) -> tuple[str, ...]:
    """The items that a hospital defined itself."""
    return tuple(name for name in catalog.items if name not in builtin_catalog().items)


def _in_column(place: Place, whole: Place) -> bool:
    return sheet_of(place) == sheet_of(whole) and column_of(place) == column_of(whole)


@dataclass(frozen=True, eq=False)
class SumRounding:
    """What rounding explains of a gap: half a unit of the last place for every figure, at least one unit.

    A figure that was added up of months has the rounding of each of them.
    """

    claim: Claim
    ledger: OperandTable

    def explains(self, gap: float, row: int) -> bool:
        """Whether a gap in a row is no more than that."""
        dataset = self.ledger.dataset
        keys = [self.ledger.key_at(cells, row) for cells in self._cells]
        steps = sorted(((dataset.step(key), key) for key in keys if key), reverse=True)
        unit = next((step for step, key in steps if dataset.place(key)), CENT)
        if gap > unit * max(1.0, len(keys) * MONTHS / 2) + NOISE:  # nearly all that do not tie
            return False
        there = [key for key, present in zip(keys, self._present, strict=True) if present[row]]
        most = sum(_roundings(key, dataset) if unit > CENT else 1 for key in there)
        return gap <= max(unit, unit * most / 2) + NOISE

    @cached_property
    def _figures(self) -> list[tuple[str, NameContext]]:
        return [*self.claim.left_names, *self.claim.right_names]

    @cached_property
    def _cells(self) -> list[OperandCells]:
        return [self.ledger.cells(*figure) for figure in self._figures]

    @cached_property
    def _present(self) -> list[Marks]:
        return [self.ledger.present(*figure) for figure in self._figures]


def _roundings(key: Key | None, dataset: Dataset) -> int:
    """How many printed figures one was made of: the months of a year to date, or two years to date of a month."""
    if key is None or not dataset.derived(key):
        return 1
    return max(2, Period.parse(key[2]).months_elapsed)
