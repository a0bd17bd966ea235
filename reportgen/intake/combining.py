"""Values of single cells and of wide tables in one dataset."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from reportgen.intake import assembling, ledger
from reportgen.intake.context import Gathered
from reportgen.model.dataset import Dataset, FormReading, Key
from reportgen.model.place import Place

if TYPE_CHECKING:
    import pandas as pd


def combined(
    tables: Iterable[Dataset], gathered: Gathered | None = None, settled: ledger.Ledger | None = None
) -> Dataset:
    """One dataset; of two sources with a value, forms and lists go before wide tables, the first before later ones."""
    gathered = gathered or Gathered()
    single = assembling.dataset(settled or ledger.of(()), _forms(gathered), gathered.entities)
    parts = [single, *tables]
    filled = [part for part in parts if not part.values.empty]
    if filled == [single] or not filled:
        return single
    values = _together([part.values for part in filled]).sort_index(axis=0).sort_index(axis=1)
    return Dataset(
        values=values.rename_axis(index=["entity", "period"], columns=["item", "view"]),
        place=partial(_first_place, filled),
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


def _first_place(parts: Iterable[Dataset], key: Key) -> Place | None:
    """The place of a value in the first part that has it."""
    return next((found for part in parts if (found := _place(part, key))), None)


def _place(part: Dataset, key: Key) -> Place | None:
    """The place of a value in the part that has it."""
    item, entity, period, view = key
    return part.place(key) if part.value(item, entity, period, view) is not None else None


def _forms(gathered: Gathered) -> list[FormReading]:
    return sorted(gathered.forms, key=lambda form: (form.entity, form.period, form.form, form.place))
