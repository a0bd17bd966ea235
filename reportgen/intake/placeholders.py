"""Amounts of exactly one that stand for nothing: told (I113), and not taken.

Filings that must have a figure in every field are given a 1 where there is none. Beside millions it would be a fall of
all there was. Official forms are another matter: what is booked at a nominal amount stands there as one yuan.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.model.dataset import View
from reportgen.model.finding import Fact, Finding
from reportgen.model.place import NOWHERE

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.intake.reading import Reading
    from reportgen.model.casefile import Case
    from reportgen.model.dataset import Key

ONE: Final = 1.0
MILLIONS: Final = 1e6
"""The largest amount of a row, from which on it is none that anybody would file to the single unit as 1."""


def without_placeholders(reading: Reading, case: Case, catalog: Catalog) -> Reading:
    """The reading without such amounts of the case's hospital, or of every one where the case names none."""
    own, dataset = case.file.entity.id if case.file.entity else None, reading.dataset
    found = [key for key in _found(reading, catalog) if own in {None, key[1]}]
    if not found:
        return reading
    values, unread = dataset.values.copy(), dict(dataset.unread)
    for item, entity, period, view in found:
        values.loc[(entity, period), (item, view)] = np.nan
        place = dataset.place((item, entity, period, view))
        unread[item, entity, period] = (place,) if place else ()
    told = [_finding(reading, catalog, key) for key in found]
    return replace(reading, dataset=replace(dataset, values=values, unread=unread), findings=(*reading.findings, *told))


def _found(reading: Reading, catalog: Catalog) -> Iterator[Key]:
    dataset = reading.dataset
    of_forms = {(form.entity, form.period) for form in dataset.forms}
    columns = [(str(key[0]), str(key[1])) for key in dataset.values.columns]
    money = [at for at, (item, view) in enumerate(columns)
             if view == View.PERIOD and item in catalog.items and catalog.items[item].unit == "money"]  # fmt: skip
    amounts = np.nan_to_num(dataset.values.to_numpy()[:, money])
    beside = np.abs(amounts).max(axis=1, initial=0.0) >= MILLIONS
    for row, column in np.argwhere((amounts == ONE) & beside[:, None]).tolist():
        item, view = columns[money[column]]
        if dataset.rows[row] not in of_forms:
            yield item, *dataset.rows[row], view


def _finding(reading: Reading, catalog: Catalog, key: Key) -> Finding:
    item, entity, period, _ = key
    facts: dict[str, Fact] = {
        "item": catalog.items[item].name, "items": (item,), "entity": entity, "period": period,
    }  # fmt: skip
    return Finding("I113", reading.dataset.place(key) or NOWHERE, facts)
