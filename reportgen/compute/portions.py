"""A dataset hospital by hospital in portions: no indicator looks beyond its own hospital, so memory need not either."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from reportgen.model.dataset import Adjustment, Dataset, FormReading, Key

if TYPE_CHECKING:
    import pandas as pd

ROWS: Final = 1 << 15
"""Rows of a portion, about: columns of this length stay near the processor."""


def portions(dataset: Dataset, rows: int = ROWS) -> Iterator[tuple[slice, Dataset]]:
    """The whole dataset, or slices of it with the rows that each holds; no hospital is cut in two.

    Where the rows of a hospital do not stand together there is one portion only.
    """
    starts = _starts(dataset.values.index)
    size = len(dataset.values)
    if starts is None or size <= rows:
        yield slice(0, size), dataset
        return
    cuts = _cuts(starts, size, rows)
    forms, adjustments = _of_each(dataset)
    for begin, end in pairwise(cuts):
        values = dataset.values.iloc[begin:end]
        entities = values.index.unique(0)
        yield (
            slice(begin, end),
            replace(
                dataset,
                values=values,
                forms=tuple(form for entity in entities for form in forms.get(entity, ())),
                adjustments={key: one for entity in entities for key, one in adjustments.get(entity, ())},
            ),
        )


def _starts(index: pd.Index[Any]) -> NDArray[np.int64] | None:
    """The first row of each hospital, None where the rows of one do not stand together."""
    import pandas as pd

    assert isinstance(index, pd.MultiIndex)
    codes = np.asarray(index.codes[0])
    starts = np.flatnonzero(np.diff(codes, prepend=-1))
    return starts if len(np.unique(codes)) == len(starts) else None


def _cuts(starts: NDArray[np.int64], size: int, rows: int) -> list[int]:
    """Where portions begin, and the end: at the first hospital that begins at or after every so many rows."""
    wanted = np.searchsorted(starts, np.arange(0, size, rows))
    return [*np.unique(starts[wanted[wanted < len(starts)]]).tolist(), size]


def _of_each(dataset: Dataset) -> tuple[Mapping[str, list[FormReading]], Mapping[str, list[tuple[Key, Adjustment]]]]:
    """Forms and adjustments by hospital."""
    forms: dict[str, list[FormReading]] = defaultdict(list)
    adjustments: dict[str, list[tuple[Key, Adjustment]]] = defaultdict(list)
    for form in dataset.forms:
        forms[form.entity].append(form)
    for key, one in dataset.adjustments.items():
        adjustments[key[1]].append((key, one))
    return forms, adjustments
