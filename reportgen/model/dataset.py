"""What was read: values by entity, period, item and view, and where each of them stands.

Cells of a table by their keys, for those who ask for thousands of single ones.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

from reportgen.model.consolidation import Summand
from reportgen.model.place import Place, natural

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd


@dataclass(frozen=True, eq=False)
class Grid:
    """A table taken apart: where each row and column stands, and the cells.

    A frame finds a cell by copying its index, which takes a hundred times longer.
    """

    rows: Mapping[Hashable, int]
    columns: Mapping[Hashable, int]
    cells: Any

    @staticmethod
    def of(frame: pd.DataFrame) -> Grid:
        """The cells of a frame of one type."""
        rows = {key: number for number, key in enumerate(frame.index)}
        return Grid(rows, {key: number for number, key in enumerate(frame.columns)}, frame.to_numpy())

    def at(self, row: Hashable, column: Hashable) -> float | None:
        """One cell, NaN included; None where there is no such row or column."""
        across, down = self.columns.get(column), self.rows.get(row)
        return None if across is None or down is None else float(self.cells[down, across])

    def filled(self, row: Hashable) -> tuple[Any, ...]:
        """The columns in which a row has a number, in their order; none where there is no such row."""
        down = self.rows.get(row)
        cells = () if down is None else self.cells[down].tolist()
        return tuple(name for name, cell in zip(self.columns, cells, strict=False) if not math.isnan(cell))


class View(StrEnum):
    """Which figure of an item: its closing balance or flow of the period, or another one on the same form."""

    PERIOD = ""
    OPEN = "open"
    COMPARATIVE = "comp"
    YEAR_TO_DATE = "ytd"
    BUDGET = "budget"
    BUDGET_ORIGINAL = "budget_original"  # as first approved, where the budget was adjusted


@dataclass(frozen=True)
class Observation:
    """One figure as read, in the base unit (yuan, dollars, counts).

    Attributes:
        unit: money, count, … of the item.
        step: one unit in the last place printed, in the base unit: sets the tolerance of sums.
        derived: computed by the reader because the form lacks it (a total, a month from two year-to-dates).
    """

    item: str
    entity: str
    period: str
    view: View
    value: float
    unit: str
    place: Place
    step: float = 0.01
    derived: bool = False


@dataclass(frozen=True)
class Adjustment:
    """What an audit changed of a figure: reported + amount = audited, and why; in the base unit."""

    reported: float
    amount: float
    audited: float
    reason: str
    place: Place


@dataclass(frozen=True)
class OwnLine:
    """A line that the hospital itself wrote into a form, below the row that it divides.

    Attributes:
        row: the item of that row.
        label: as it is written on the form.
        figures: of the columns, by the items that they are parts of.
    """

    row: str
    label: str
    figures: tuple[Observation, ...]


@dataclass(frozen=True)
class FormReading:
    """One form found: whose, for which period, where, how full it is, and the hospital's own lines on it.

    Attributes:
        at_end: whether it is there for the end of its period only, as that of a quarter of which a month lacks it.
    """

    entity: str
    period: str
    form: str
    place: Place
    factor: float = 1.0
    rows: int = 0
    filled: int = 0
    own: tuple[OwnLine, ...] = ()
    at_end: bool = False


@dataclass(frozen=True)
class Entity:
    """A hospital of the data: names in the source's own words, attributes for grouping.

    Attributes:
        is_total: whether it is what the hospitals of a file come to, and so none of them.
    """

    id: str
    name: str
    group: str | None = None
    region: str | None = None
    is_total: bool = False


Key = tuple[str, str, str, str]
"""item, entity, period, view."""


LAST_PLACE: Final = 0.01
"""One unit in the last place of money, where nothing else is known of a value."""


def nowhere(_: Key) -> Place | None:
    """No value has a place."""
    return None


def always(_: Key) -> bool:
    """The reader computed every value."""
    return True


def never(_: Key) -> bool:
    """It read every value."""
    return False


def _cents(_: Key) -> float:
    return LAST_PLACE


def _single(_: Key) -> tuple[Summand, ...]:
    return ()


def _down(place: Place) -> tuple[object, ...]:
    return place.line or 0, natural(place.cell or "")


@dataclass(frozen=True, eq=False)
class Dataset:
    """All values of a case, in step with their places.

    Attributes:
        values: rows (entity, period), columns (item, view), float64; NaN where nothing was read.
            Both axes are sorted MultiIndexes of strings.
        place: the place of a value, or None; asked on demand.
        step: one unit in the last place printed of a value.
        derived: whether the reader computed a value.
        forms: the forms that were found.
        entities: by id.
        adjustments: figures that rest on an audit; all others are as reported.
        unread: figures that are there and could not be taken, as item, entity and period → where.
        left_out: figures of lines that mapping.yaml leaves unread: where → the amount, and one unit in its last place.
        notes: what was said of a figure where it was given: the evidence of a rating.
        ends: last day of a period, where the source says it of its rows: hospitals of a panel close at different times.
        vouchers: where a figure stands → the vouchers and documents by which it was booked, as the source names them.
        labels: where a figure of a statement in words of its own stands → the name of its line, as written there.
        summands: of what a consolidated figure is made; of none where it was read.
        consolidated: the group whose figures these are, made of those of its members; "" where they are hospitals'.
        composed: forms of periods made of others, as a quarter of its months: nobody brought them, but what is blank in
            each of the parts is blank in the whole.
        in_own_words: entity and period of statements that follow no official rules.
    """

    values: pd.DataFrame
    place: Callable[[Key], Place | None]
    step: Callable[[Key], float] = _cents
    derived: Callable[[Key], bool] = never
    forms: tuple[FormReading, ...] = ()
    entities: Mapping[str, Entity] = field(default_factory=dict)
    adjustments: Mapping[Key, Adjustment] = field(default_factory=dict)
    unread: Mapping[tuple[str, str, str], tuple[Place, ...]] = field(default_factory=dict)
    left_out: Mapping[Place, tuple[float, float]] = field(default_factory=dict)
    notes: Mapping[Key, str] = field(default_factory=dict)
    ends: Mapping[tuple[str, str], date] = field(default_factory=dict)
    vouchers: Mapping[Place, str] = field(default_factory=dict)
    labels: Mapping[Place, str] = field(default_factory=dict)
    summands: Callable[[Key], tuple[Summand, ...]] = _single
    consolidated: str = ""
    composed: tuple[FormReading, ...] = ()
    in_own_words: frozenset[tuple[str, str]] = frozenset()

    def value(self, item: str, entity: str, period: str, view: str = "") -> float | None:
        """One value, or None where nothing was read."""
        number = self._grid.at((entity, period), (item, view))
        return None if number is None or math.isnan(number) else number

    def is_left_out(self, amount: float, at: Place | None) -> bool:
        """Whether lines that mapping.yaml leaves unread come to an amount, in the sheet and the column of a place.

        They follow each other but for lines that were read: of any that happen to add up, some nearly always would.
        """
        places = sorted((place for place in self.left_out if at is not None and place.stands_under(at)), key=_down)
        here = [self.left_out[place] for place in places]
        runs = (here[first:last] for first, last in combinations(range(len(here) + 1), 2))
        return any(abs(math.fsum(value for value, _ in run) - amount) <= max(step for _, step in run) for run in runs)

    def places(self, key: Key) -> tuple[Place, ...]:
        """Everything that a value rests on: its cell, and the line of the audit adjustment that changed it.

        A consolidated one rests on the cells of all members, and on the lines of the eliminations.
        """
        if parts := self.summands(key):
            return tuple(dict.fromkeys(place for part in parts for place in part.places))
        found = (self.place(key), change.place if (change := self.adjustments.get(key)) else None)
        return tuple(place for place in found if place is not None)

    def filled(self, *, throughout: bool) -> Iterator[FormReading]:
        """The forms on which a blank tells something, for something stands on them; those made of others, too.

        Of what a period is as a whole (`throughout`) those tell nothing that are there for its end only.
        """
        forms = (form for form in (*self.forms, *self.composed) if form.filled or not form.rows)
        return (form for form in forms if not (throughout and form.at_end))

    @cached_property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """Entity and period of each row: an index of pandas takes a hundred times longer to say one."""
        return tuple((str(entity), str(period)) for entity, period in self.values.index)

    @cached_property
    def _grid(self) -> Grid:
        return Grid.of(self.values)

    def periods(self, entity: str) -> tuple[str, ...]:
        """Periods of an entity for which there is a row, sorted as text."""
        return self._periods.get(entity, ())

    def known(self, entity: str, period: str) -> tuple[tuple[str, str], ...]:
        """Item and view of what was read of an entity for a period."""
        return self._grid.filled((entity, period))

    def only_lacked_by(self, entity: str) -> Iterator[str]:
        """Periods that an entity lacks and all others have."""
        own, others = self.periods(entity), len(self._periods) - (entity in self._periods)
        return (period for period, count in self._counts.items() if count == others and period not in own)

    @cached_property
    def _counts(self) -> Mapping[str, int]:
        return Counter(period for periods in self._periods.values() for period in periods)

    @cached_property
    def _periods(self) -> Mapping[str, tuple[str, ...]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for entity, period in sorted(self.values.index):
            found[entity].append(period)
        return {entity: tuple(periods) for entity, periods in found.items()}


def extended(dataset: Dataset, observations: Iterable[Observation], notes: Mapping[Key, str]) -> Dataset:
    """The dataset with further observations, for keys that it has no value for, and with notes on figures."""
    seen = tuple(observations)
    more = from_observations(seen)
    if not seen:
        return replace(dataset, notes={**dataset.notes, **notes})
    whole = _filled(dataset.values, more.values)
    both = _Extended(dataset, more, frozenset((one.item, one.entity, one.period, str(one.view)) for one in seen))
    return replace(
        dataset,
        values=whole,
        place=both.place,
        step=both.step,
        derived=both.derived,
        notes={**dataset.notes, **notes},
    )


def _filled(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """The values of both tables, of the first where both have one; `combine_first` takes a hundred times as long."""
    import numpy as np
    import pandas as pd

    index, columns = first.index.union(second.index), first.columns.union(second.columns)
    whole = np.full((len(index), len(columns)), np.nan)
    for table in (second, first):
        rows, places = index.get_indexer(table.index), columns.get_indexer(table.columns)
        values = table.to_numpy()
        row, place = np.nonzero(~np.isnan(values))
        whole[rows[row], places[place]] = values[row, place]
    return pd.DataFrame(whole, index=index, columns=columns).sort_index().sort_index(axis="columns")


@dataclass(frozen=True, eq=False)
class _Extended:
    """What is known of the values of one dataset, of the added ones by another."""

    dataset: Dataset
    more: Dataset
    added: frozenset[Key]

    def place(self, key: Key) -> Place | None:
        return (self.more if key in self.added else self.dataset).place(key)

    def step(self, key: Key) -> float:
        return (self.more if key in self.added else self.dataset).step(key)

    def derived(self, key: Key) -> bool:
        return (self.more if key in self.added else self.dataset).derived(key)


@dataclass(frozen=True, eq=False)
class _Observed:
    """What is known of values that were observed one by one."""

    kept: Mapping[Key, Observation]

    def place(self, key: Key) -> Place | None:
        return self.kept[key].place if key in self.kept else None

    def step(self, key: Key) -> float:
        return self.kept[key].step if key in self.kept else LAST_PLACE

    def derived(self, key: Key) -> bool:
        return key in self.kept and self.kept[key].derived


def from_observations(
    observations: Iterable[Observation],
    forms: Iterable[FormReading] = (),
    entities: Mapping[str, Entity] | None = None,
) -> Dataset:
    """A dataset of single observations; of two for one key the first is kept (the reader reports the conflict)."""
    import pandas as pd

    kept: dict[Key, Observation] = {}
    for observation in observations:
        key = (observation.item, observation.entity, observation.period, str(observation.view))
        kept.setdefault(key, observation)
    columns = pd.MultiIndex.from_tuples(sorted({(k[0], k[3]) for k in kept}), names=["item", "view"])
    index = pd.MultiIndex.from_tuples(sorted({(k[1], k[2]) for k in kept}), names=["entity", "period"])
    values = pd.DataFrame(float("nan"), index=index, columns=columns, dtype="float64")
    if kept:
        rows = index.get_indexer(pd.MultiIndex.from_tuples([(k[1], k[2]) for k in kept]))
        places = columns.get_indexer(pd.MultiIndex.from_tuples([(k[0], k[3]) for k in kept]))
        matrix = values.to_numpy(copy=True)
        matrix[rows, places] = [observation.value for observation in kept.values()]
        values = pd.DataFrame(matrix, index=index, columns=columns)
    known = _Observed(kept)
    return Dataset(
        values=values,
        place=known.place,
        step=known.step,
        derived=known.derived,
        forms=tuple(forms),
        entities=entities or {},
    )
