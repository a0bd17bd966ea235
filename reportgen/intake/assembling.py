"""A ledger as the dataset of a reading; where a figure stands is looked up when somebody asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from reportgen.intake.ledger import Ledger, Pair, codes_of
from reportgen.model.dataset import Dataset, Entity, FormReading, Key
from reportgen.model.place import Place

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray


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
