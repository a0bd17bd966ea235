"""The figures of a dataset as one array: a column costs a look into a dictionary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reportgen.model.dataset import Dataset

Values = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Matrix:
    """Rows as in the dataset; `at` says which column holds an item's view."""

    figures: NDArray[np.float64]
    at: Mapping[tuple[str, str], int]

    @staticmethod
    def of(dataset: Dataset) -> Matrix:
        """The figures of a dataset."""
        frame = dataset.values
        items, views = frame.columns.get_level_values(0), frame.columns.get_level_values(1)
        at = {key: number for number, key in enumerate(zip(items, views, strict=True))}
        return Matrix(frame.to_numpy(dtype=np.float64), at)

    def __contains__(self, key: tuple[str, str]) -> bool:
        return key in self.at

    def column(self, item: str, view: str) -> Values:
        """A view of an item for every row, NaN where nothing was read."""
        number = self.at.get((item, view))
        return np.full(len(self.figures), np.nan) if number is None else self.figures[:, number]
