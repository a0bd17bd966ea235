"""All single figures of a reading, in step.

A ledger as the dataset of a reading; where a figure stands is looked up when somebody asks.

Values of single cells and of wide tables in one dataset.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from reportgen.intake.context import FigureBlock, FoundValues, told
from reportgen.model.dataset import Dataset, Entity, FormReading, Key, Observation, View
from reportgen.model.period import MONTHS, Period
from reportgen.model.place import Place

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Number = TypeVar("Number", bound=np.generic)


Part = FigureBlock | tuple[Observation, ...]
"""Figures that were read together."""
Pair = tuple[str, str]
Moved = Callable[[Pair], Pair]
"""What becomes of a key."""


@dataclass(frozen=True, eq=False)
class Ledger:
    """Figures in the order in which they were read; the arrays are in step.

    Attributes:
        rows: entity and period of each row code.
        columns: item and view of each column code.
        row, column: codes of a figure.
        source, slot: the part in which it stands, and where in that part.
        derived: whether the reader computed it from the figure that stands there.
    """

    rows: Sequence[Pair]
    columns: Sequence[Pair]
    parts: Sequence[Part]
    row: NDArray[np.intp]
    column: NDArray[np.intp]
    value: NDArray[np.float64]
    step: NDArray[np.float64]
    source: NDArray[np.intp]
    slot: NDArray[np.intp]
    derived: NDArray[np.bool_]

    @property
    def keys(self) -> NDArray[np.intp]:
        """One number for each pair of row and column."""
        return self.row * max(1, len(self.columns)) + self.column

    def at(self, index: int) -> Observation:
        """One figure as it was read, or as it was computed."""
        part, slot = self.parts[self.source[index]], int(self.slot[index])
        found = part.observation(slot) if isinstance(part, FigureBlock) else part[slot]
        if not self.derived[index]:
            return found
        (_, period), (_, view) = self.rows[self.row[index]], self.columns[self.column[index]]
        return replace(found, period=period, view=View(view), value=float(self.value[index]), derived=True)

    def place(self, index: int) -> Place:
        """The cell of a figure."""
        part, slot = self.parts[self.source[index]], int(self.slot[index])
        return part.place(slot) if isinstance(part, FigureBlock) else part[slot].place

    def files(self, which: NDArray[np.bool_]) -> set[str]:
        """The files in which some of the figures stand; all of a block stand on one sheet."""
        import numpy as np

        at = np.flatnonzero(which)
        sources, firsts = np.unique(self.source[at], return_index=True)
        single = [source for source in sources.tolist() if not isinstance(self.parts[source], FigureBlock)]
        wanted = {*at[firsts].tolist(), *at[np.isin(self.source[at], single)].tolist()}
        return {self.place(index).file for index in wanted}

    def only(self, kept: NDArray[np.bool_] | NDArray[np.intp]) -> Ledger:
        """Some of the figures."""
        return replace(
            self,
            row=self.row[kept],
            column=self.column[kept],
            value=self.value[kept],
            step=self.step[kept],
            source=self.source[kept],
            slot=self.slot[kept],
            derived=self.derived[kept],
        )

    def with_derived(
        self, base: NDArray[np.intp], values: NDArray[np.float64], row: Moved | None = None, column: Moved | None = None
    ) -> Ledger:
        """With figures computed from others: index of the one where each stands, value, what becomes of its keys."""
        import numpy as np

        if not len(base):
            return self
        rows, rows_of = _moved(self.rows, self.row[base], row)
        columns, columns_of = _moved(self.columns, self.column[base], column)
        return Ledger(
            rows,
            columns,
            self.parts,
            np.concatenate([self.row, rows_of]),
            np.concatenate([self.column, columns_of]),
            np.concatenate([self.value, values]),
            np.concatenate([self.step, self.step[base]]),
            np.concatenate([self.source, self.source[base]]),
            np.concatenate([self.slot, self.slot[base]]),
            np.concatenate([self.derived, np.ones(len(base), dtype=np.bool_)]),
        )


def _moved(
    pairs: Sequence[Pair], codes: NDArray[np.intp], move: Moved | None
) -> tuple[Sequence[Pair], NDArray[np.intp]]:
    """All pairs with those that the ones of these codes become, and the codes of these."""
    import numpy as np

    if move is None:
        return pairs, codes
    known = codes_of(pairs)
    used = np.flatnonzero(np.bincount(codes))
    new = np.zeros(len(pairs), dtype=np.intp)
    new[used] = [known.setdefault(move(pairs[code]), len(known)) for code in used.tolist()]
    return tuple(known), new[codes]


def codes_of(pairs: Iterable[Pair]) -> dict[Pair, int]:
    """The position of each pair."""
    return {pair: code for code, pair in enumerate(pairs)}


def of(figures: Iterable[Observation | FigureBlock]) -> Ledger:
    """The figures of a reading as a ledger."""
    import numpy as np

    made = _Columns()
    for is_block, run in itertools.groupby(figures, lambda part: isinstance(part, FigureBlock)):
        if is_block:
            for block in run:
                assert isinstance(block, FigureBlock)
                made.add_block(block)
        else:
            made.add_single(tuple(part for part in run if not isinstance(part, FigureBlock)))
    sizes = [len(value) for value in made.value]
    whole = Ledger(
        tuple(made.rows),
        tuple(made.columns),
        tuple(made.parts),
        _joined(made.row, np.intp),
        _joined(made.column, np.intp),
        _joined(made.value, np.float64),
        _joined(made.step, np.float64),
        np.repeat(np.arange(len(sizes)), sizes),
        _joined([np.arange(size) for size in sizes], np.intp),
        _joined(made.derived, np.bool_),
    )
    filled = ~np.isnan(whole.value)
    return whole if filled.all() else whole.only(filled)


def _joined(arrays: Sequence[NDArray[Number]], kind: type[Number]) -> NDArray[Number]:
    import numpy as np

    return np.concatenate(arrays) if arrays else np.empty(0, dtype=kind)


@dataclass(eq=False)
class _Columns:
    """The arrays of a ledger while it is filled, part by part."""

    rows: dict[Pair, int] = field(default_factory=dict)
    columns: dict[Pair, int] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    row: list[NDArray[np.intp]] = field(default_factory=list)
    column: list[NDArray[np.intp]] = field(default_factory=list)
    value: list[NDArray[np.float64]] = field(default_factory=list)
    step: list[NDArray[np.float64]] = field(default_factory=list)
    derived: list[NDArray[np.bool_]] = field(default_factory=list)
    full: dict[tuple[int, float], tuple[NDArray[np.float64], NDArray[np.bool_]]] = field(default_factory=dict)
    known: dict[tuple[int, tuple[View, ...]], NDArray[np.intp]] = field(default_factory=dict)

    def add_block(self, block: FigureBlock) -> None:
        """The figures of a table; the columns of those laid out alike are looked up once."""
        import numpy as np

        views = tuple(head.view for head in block.heads)
        key = (id(block.slots), views)
        if key not in self.known:
            texts = [str(view) for view in views]
            pairs = zip(block.slots.items, (texts[head] for head in block.slots.heads.tolist()), strict=True)
            self.known[key] = np.array([self.columns.setdefault(pair, len(self.columns)) for pair in pairs])
        codes = [self.rows.setdefault((head.entity, head.period), len(self.rows)) for head in block.heads]
        self.parts.append(block)
        self.row.append(np.array(codes, dtype=np.intp)[block.slots.heads])
        self.column.append(self.known[key])
        self.value.append(block.values)
        size = len(block.values)
        if (size, block.step) not in self.full:
            self.full[size, block.step] = np.full(size, block.step), np.zeros(size, dtype=np.bool_)
        step, derived = self.full[size, block.step]
        self.step.append(step)
        self.derived.append(derived)

    def add_single(self, figures: tuple[Observation, ...]) -> None:
        """Figures read one by one."""
        import numpy as np

        rows, columns = self.rows, self.columns
        self.parts.append(figures)
        self.row.append(np.array([rows.setdefault((one.entity, one.period), len(rows)) for one in figures]))
        self.column.append(np.array([columns.setdefault((one.item, str(one.view)), len(columns)) for one in figures]))
        self.value.append(np.array([one.value for one in figures]))
        self.step.append(np.array([one.step for one in figures]))
        self.derived.append(np.array([one.derived for one in figures]))


def dataset(ledger: Ledger, forms: Iterable[FormReading] = (), entities: Mapping[str, Entity] | None = None) -> Dataset:
    """A ledger with one figure for each key as a dataset; places are looked up on demand."""
    import numpy as np
    import pandas as pd

    rows, row = _axis(ledger.rows, ledger.row)
    columns, column = _axis(ledger.columns, ledger.column)
    cells = np.full((len(rows), len(columns)), np.nan)
    cells[row, column] = ledger.value
    values = pd.DataFrame(cells, index=_labels(rows, "entity", "period"), columns=_labels(columns, "item", "view"))
    index = _Index(ledger, rows, columns, row, column)
    return Dataset(values, index.place, index.step, index.derived, tuple(forms), entities or {})


def _axis(pairs: Sequence[Pair], codes: NDArray[np.intp]) -> tuple[list[Pair], NDArray[np.intp]]:
    """The pairs that occur, in order, and the position of each figure among them."""
    import numpy as np

    used = np.flatnonzero(np.bincount(codes, minlength=len(pairs))).tolist()
    ordered = sorted(used, key=pairs.__getitem__)
    position = np.zeros(len(pairs), dtype=np.intp)
    position[ordered] = np.arange(len(ordered))
    return [pairs[code] for code in ordered], position[codes]


def _labels(pairs: list[Pair], first: str, second: str) -> pd.MultiIndex:
    """An axis of two levels, of pairs that are sorted and differ."""
    import pandas as pd

    if not pairs:
        return pd.MultiIndex.from_tuples([], names=[first, second])
    levels, codes = [], []
    for texts in zip(*pairs, strict=True):
        known = sorted(set(texts))
        numbers = {text: number for number, text in enumerate(known)}
        levels.append(known)
        codes.append([numbers[text] for text in texts])
    return pd.MultiIndex(levels, codes, names=[first, second], verify_integrity=False)


@dataclass(frozen=True, eq=False)
class _Index:
    """Where the figure of a key stands in a ledger."""

    ledger: Ledger
    rows: list[Pair]
    columns: list[Pair]
    row: NDArray[np.intp]
    column: NDArray[np.intp]

    @cached_property
    def _found(self) -> Mapping[tuple[int, int], int]:
        return {pair: index for index, pair in enumerate(zip(self.row.tolist(), self.column.tolist(), strict=True))}

    @cached_property
    def _codes(self) -> tuple[dict[Pair, int], dict[Pair, int]]:
        return codes_of(self.rows), codes_of(self.columns)

    def _of(self, key: Key) -> int | None:
        item, entity, period, view = key
        rows, columns = self._codes
        return self._found.get((rows.get((entity, period), -1), columns.get((item, view), -1)))

    def place(self, key: Key) -> Place | None:
        """Where a value stands."""
        index = self._of(key)
        return None if index is None else self.ledger.place(index)

    def step(self, key: Key) -> float:
        """One unit in the last place printed of a value."""
        index = self._of(key)
        return 0.01 if index is None else float(self.ledger.step[index])

    def derived(self, key: Key) -> bool:
        """Whether the reader computed a value."""
        index = self._of(key)
        return index is not None and bool(self.ledger.derived[index])


def labels(gathered: FoundValues) -> dict[Place, str]:
    """What statements in words of their own call their lines, at the place of each figure."""
    return {
        table.sheet.place(line.row, column.index): " ".join(line.label.split())
        for table in gathered.statements
        for side in table.sides
        for line in side.lines
        for column in side.columns
    }


def in_own_words(gathered: FoundValues) -> frozenset[Pair]:
    """Whose statements of which periods follow no official rules; the year is one of them that ends with one."""
    sheets = {(table.sheet.file, table.sheet.name) for table in gathered.statements}
    figures = told(gathered.observations) if sheets else ()
    found = {(one.entity, one.period) for one in figures if (one.place.file, one.place.sheet) in sheets}
    periods = ((entity, Period.parse(period)) for entity, period in found)
    return frozenset(found | {(entity, str(one.year)) for entity, one in periods if one.months_elapsed == MONTHS})


def combined(tables: Iterable[Dataset], gathered: FoundValues | None = None, settled: Ledger | None = None) -> Dataset:
    """One dataset; of two sources with a value, forms and lists go before wide tables, the first before later ones."""
    gathered = gathered or FoundValues()
    single = dataset(settled or of(()), _forms(gathered), gathered.entities)
    parts = [single, *tables]
    filled = [part for part in parts if not part.values.empty]
    if filled == [single] or not filled:
        return single
    values = _together([part.values for part in filled]).sort_index(axis=0).sort_index(axis=1)
    return Dataset(
        values=values.rename_axis(index=["entity", "period"], columns=["item", "view"]),
        place=_PlacesOfParts(tuple(filled)),
        step=single.step,
        derived=single.derived,
        forms=single.forms,
        entities=dict(sorted(gathered.entities.items())),
        ends={key: day for part in reversed(filled) for key, day in part.ends.items()},
    )


def _together(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """All values; those of rows that occur twice cell by cell, the first before later ones."""
    import pandas as pd

    stacked = pd.concat(frames)
    if stacked.index.is_unique:
        return stacked
    values = frames[0]
    for frame in frames[1:]:
        values = values.combine_first(frame)
    return values


@dataclass(frozen=True, eq=False)
class _PlacesOfParts:
    """The place of a value in the first part that has it; of the files of many years each has rows of its own."""

    parts: tuple[Dataset, ...]

    def __call__(self, key: Key) -> Place | None:
        item, entity, period, view = key
        parts = self._of_rows.get((entity, period), ())
        places = (part.place(key) for part in parts if part.value(item, entity, period, view) is not None)
        return next(filter(None, places), None)

    @cached_property
    def _of_rows(self) -> Mapping[Pair, Sequence[Dataset]]:
        found: dict[Pair, list[Dataset]] = {}
        for part in self.parts:
            for row in part.rows:
                found.setdefault(row, []).append(part)
        return found


def _forms(gathered: FoundValues) -> list[FormReading]:
    return sorted(gathered.forms, key=lambda form: (form.entity, form.period, form.form, form.place))
