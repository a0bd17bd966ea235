"""The figures of a group as if it were one hospital: what its members have, less what they have of one another.

A figure is there only where every member has it: what one of them lacks, the group lacks.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from reportgen.compute.cells import Cells
from reportgen.compute.figures import BALANCES
from reportgen.model.consolidation import Elimination, Summand
from reportgen.model.dataset import Dataset, Entity, FormReading, Key, always
from reportgen.model.definition import Text
from reportgen.model.definitions import Item, Kind
from reportgen.model.period import Period, PeriodKind
from reportgen.model.place import Place

if TYPE_CHECKING:
    from reportgen.model.casefile import GroupFile

MIRRORED: Final = {
    "liabilities_and_net_assets_total": "total_assets",
    "medical_activity_expense": "medical_activity_income",
}
"""Totals that stand over against another one: what goes out of both leaves them even."""
ADDED: Final = frozenset({"money", "count", "person", "bed", "bed_day", "weight", "m2", "tce"})
"""Units of which the group has as much as all its members together."""
BELOW: Final = "/"
"""Between the id of a hospital and the name of its department, which is no member."""
Effect = tuple[Elimination, float]
"""A line of the table, and what it does to a figure."""


def upwards(item: str, items: Mapping[str, Item]) -> Iterator[tuple[str, int]]:
    """A line and the totals that it goes into, each with the sign that it has there."""
    sign, seen = 1, {item}
    yield item, sign
    while (defined := items[item]).parent in items and defined.sign != "0" and defined.parent not in seen:
        assert defined.parent is not None
        sign = sign if defined.sign == "+" else -sign
        item = defined.parent
        seen.add(item)
        yield item, sign


def is_even(elimination: Elimination, items: Mapping[str, Item]) -> bool:
    """Whether the statements tie after it as before: an asset goes with a liability, an income with an expense."""
    net: dict[str, int] = defaultdict(int)
    for _, item in elimination.sides:
        *_, (root, sign) = upwards(item, items)
        net[MIRRORED.get(root, root)] += -sign if root in MIRRORED else sign
    return not any(net.values())


def consolidated(
    dataset: Dataset, items: Mapping[str, Item], group: GroupFile, eliminations: Sequence[Elimination], words: Text
) -> Dataset:
    """The dataset of the group alone, whose figures name their parts.

    Args:
        dataset: the members' figures.
        items: definitions by id.
        group: what the group is called, and who belongs to it; every hospital of the data where it names none.
        eliminations: the lines of the table that hold.
        words: what an elimination is called; ``{giver}`` and ``{receiver}`` are the members.
    """
    import pandas as pd

    made = _Group(dataset, items, group, _Effects.of(eliminations, items), words)
    periods = sorted({period for member in made.members for period in dataset.periods(member)})
    pairs = zip(dataset.values.columns.get_level_values(0), dataset.values.columns.get_level_values(1), strict=True)
    columns: list[tuple[str, str]] = [(item, view) for item, view in pairs if made.is_added(item)]
    rows = [[_plain(made.value((item, group.id, period, view))) for item, view in columns] for period in periods]
    values = pd.DataFrame(
        rows,
        index=pd.MultiIndex.from_tuples([(group.id, period) for period in periods], names=["entity", "period"]),
        columns=pd.MultiIndex.from_tuples([*columns], names=["item", "view"]),
        dtype="float64",
    )
    return Dataset(
        values=values,
        place=made.place,
        step=made.step,
        derived=always,
        forms=(*dataset.forms, *made.forms()),
        entities={group.id: Entity(group.id, group.name.zh)},
        unread={(item, group.id, period): places for (item, _, period), places in dataset.unread.items()},
        summands=made.summands,
        consolidated=group.id,
    )


def _plain(value: float | None) -> float:
    return math.nan if value is None else value


@dataclass(frozen=True, eq=False)
class _Effects:
    """What the eliminations do: item → period as the table names it → lines with their amounts."""

    by_item: Mapping[str, Mapping[str, tuple[Effect, ...]]]

    @staticmethod
    def of(eliminations: Iterable[Elimination], items: Mapping[str, Item]) -> _Effects:
        found: dict[str, dict[str, list[Effect]]] = defaultdict(lambda: defaultdict(list))
        for one in eliminations:
            moved: dict[str, float] = defaultdict(float)
            for _, item in one.sides:
                for above, sign in upwards(item, items):
                    moved[above] -= sign * one.amount
            for item, amount in moved.items():
                if amount:
                    found[item][one.period].append((one, amount))
        return _Effects({item: {at: tuple(some) for at, some in by.items()} for item, by in found.items()})

    def on(self, item: str, kind: Kind, period: Period, view: str) -> tuple[Effect, ...] | None:
        """What is eliminated of a figure; None where the table cannot say it."""
        found = self.by_item.get(item)
        if not found:
            return ()
        if kind in BALANCES:
            return self._balance(found, period, view)
        if view == "comp" and period.kind is PeriodKind.YEAR:
            return _flow(found, period.previous_year())
        if view == "ytd":
            return _to_date(found, period)
        return _flow(found, period) if view == "" else None

    def _balance(self, found: Mapping[str, tuple[Effect, ...]], period: Period, view: str) -> tuple[Effect, ...] | None:
        match view:
            case "" | "ytd":
                return _at_end(found, period)
            case "open":
                return _at_end(found, period.fiscal_year.previous_year())
            case "comp":
                return _at_end(found, period.previous_year())
            case _:
                return None


def _at_end(found: Mapping[str, tuple[Effect, ...]], period: Period) -> tuple[Effect, ...]:
    """Those of the period, or of another one that ends on its last day."""
    same = [Period.parse(at) for at in found]
    ending = [at for at in same if (at.year, at.months_elapsed) == (period.year, period.months_elapsed)]
    nearest = min(ending, key=lambda at: (at != period, -at.months), default=None)
    return found[str(nearest)] if nearest is not None else ()


def _flow(found: Mapping[str, tuple[Effect, ...]], period: Period) -> tuple[Effect, ...]:
    """Those of the period, or of the quarters or months that it consists of."""
    if str(period) in found:
        return found[str(period)]
    begins, ends = period.months_elapsed - period.months, period.months_elapsed
    return _within(found, period.year, begins, ends, period.months)


def _to_date(found: Mapping[str, tuple[Effect, ...]], period: Period) -> tuple[Effect, ...]:
    if not period.is_partial and str(period.fiscal_year) in found:
        return found[str(period.fiscal_year)]
    return _within(found, period.year, 0, period.months_elapsed, period.months_elapsed + 1)


def _within(
    found: Mapping[str, tuple[Effect, ...]], year: int, begins: int, ends: int, shorter: int
) -> tuple[Effect, ...]:
    """Those of the periods of a year between two month ends, of the longest kind that is named and short enough."""
    periods = [Period.parse(at) for at in found]
    inside = [
        at
        for at in periods
        if at.year == year and begins <= at.months_elapsed - at.months and at.months_elapsed <= ends
    ]
    length = max((at.months for at in inside if at.months < shorter), default=0)
    chosen = sorted((at for at in inside if at.months == length), key=Period.sort_key)
    return tuple(effect for at in chosen for effect in found[str(at)])


@dataclass(frozen=True, eq=False)
class _Group:
    """The group while its figures are made, and afterwards what each of them consists of."""

    dataset: Dataset
    items: Mapping[str, Item]
    group: GroupFile
    effects: _Effects
    words: Text

    @cached_property
    def members(self) -> tuple[str, ...]:
        """Those that case.yaml names, or all hospitals of the data."""
        return members_of(self.group, self.dataset)

    @cached_property
    def _cells(self) -> Mapping[str, Cells]:
        return {member: Cells(self.dataset, self.items, member) for member in self.members}

    def is_added(self, item: str) -> bool:
        """Whether the group has as much of it as its members together."""
        return self.items[item].kind is not Kind.MEAN and self.items[item].unit in ADDED

    def value(self, key: Key) -> float | None:
        """What all members have, less what is eliminated."""
        parts = self.summands(key)
        amounts = [part.value for part in parts]
        if not parts or any(amount is None for amount in amounts):
            return None
        return round(math.fsum(amount for amount in amounts if amount is not None), 6)

    def summands(self, key: Key) -> tuple[Summand, ...]:
        """What each member has, then what is eliminated; nothing where that is not known."""
        item, _, period, view = key
        if item not in self.items or not self.is_added(item):
            return ()
        when = Period.parse(period)
        effects = self.effects.on(item, self.items[item].kind, when, view)
        if effects is None:
            return ()
        own = (self._own(member, (item, member, period, view)) for member in self.members)
        return (*own, *(self._eliminated(one, amount) for one, amount in effects))

    def _own(self, member: str, key: Key) -> Summand:
        item, _, period, view = key
        found = self._cells[member].read(item, Period.parse(period), view)
        changed = self.dataset.adjustments.get(key)
        note = changed.reason if changed is not None else ""
        return Summand(self._name(member), None if found is None else found.value, self.dataset.places(key), note)

    def _eliminated(self, one: Elimination, amount: float) -> Summand:
        giver, receiver = self._name(one.giver), self._name(one.receiver)
        name = Text(
            zh=self.words.zh.format(giver=giver.zh, receiver=receiver.zh),
            en=self.words.en.format(giver=giver.en, receiver=receiver.en),
        )
        return Summand(name, amount, (one.place,), one.reason)

    def _name(self, member: str) -> Text:
        known = self.dataset.entities.get(member)
        called = known.name if known is not None else member
        return self.group.members.get(member) or Text(zh=called, en=called)

    def place(self, key: Key) -> Place | None:
        """Where the first of its parts stands."""
        return next((place for part in self.summands(key) for place in part.places), None)

    def step(self, key: Key) -> float:
        """The coarsest of the members' last places."""
        item, _, period, view = key
        return max(self.dataset.step((item, member, period, view)) for member in self.members)

    def forms(self) -> Iterator[FormReading]:
        """Forms that every member brought: then the group has them."""
        found: dict[tuple[str, str], dict[str, FormReading]] = defaultdict(dict)
        for form in self.dataset.forms:
            found[form.form, form.period].setdefault(form.entity, form)
        for (code, period), by in sorted(found.items()):
            if set(self.members) <= by.keys():
                some = [by[member] for member in self.members]
                filled = min(one.filled for one in some)
                rows = max(one.rows for one in some)
                yield FormReading(self.group.id, period, code, some[0].place, some[0].factor, rows, filled)


def members_of(group: GroupFile, dataset: Dataset) -> tuple[str, ...]:
    """The hospitals of a group: those that case.yaml names, or all that have data."""
    there = {name for name in dataset.values.index.get_level_values(0) if BELOW not in name}
    return tuple(sorted(group.members or there))
