"""Figures that lie outside the scale of their item: told with their cell, and not taken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from reportgen.catalog import Catalog
from reportgen.intake.reading import Reading
from reportgen.model.dataset import Dataset
from reportgen.model.finding import Fact, Finding
from reportgen.model.place import NOWHERE

if TYPE_CHECKING:
    from numpy.typing import NDArray


def within_scales(reading: Reading, catalog: Catalog) -> Reading:
    """The reading without the figures that their items' scales do not know."""
    dataset = reading.dataset
    wrong: dict[tuple[str, str], NDArray[np.bool_]] = {}
    for item, view in [(str(key[0]), str(key[1])) for key in dataset.values.columns]:
        between = catalog.items[item].between if item in catalog.items else None
        if between is not None:
            outside = _outside(dataset.values[item, view].to_numpy(), between)
            wrong |= {(item, view): outside} if outside.any() else {}
    if not wrong:
        return reading
    values = dataset.values.copy()
    for column, outside in wrong.items():
        values.loc[outside, column] = np.nan
    told = [finding for column, rows in wrong.items() for finding in _told(dataset, column, rows, catalog)]
    return replace(reading, dataset=replace(dataset, values=values), findings=(*reading.findings, *told))


def _outside(figures: NDArray[np.float64], between: tuple[float, float]) -> NDArray[np.bool_]:
    return (figures < between[0]) | (figures > between[1])


def _told(dataset: Dataset, column: tuple[str, str], outside: NDArray[np.bool_], catalog: Catalog) -> Iterator[Finding]:
    item, view = column
    defined = catalog.items[item]
    assert defined.between is not None
    low, high = defined.between
    for entity, period in dataset.values.index[outside]:
        value = dataset.value(item, entity, period, view)
        facts: dict[str, Fact] = {"item": defined.name, "items": (item,), "entity": entity, "period": period}
        place = dataset.place((item, entity, period, view)) or NOWHERE
        yield Finding("N05", place, facts | {"value": value, "low": low, "high": high})
