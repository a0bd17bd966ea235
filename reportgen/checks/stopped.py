"""W49: a sheet that no form asks for, such as operating data, was there the month before, and nothing of it is now.

A form that is missing lowers the completeness of the data; a missing sheet of operations touched nothing, and the
indicators that need it were merely blank.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.catalog.messages import JOINT
from reportgen.checks.lines import items_of
from reportgen.compute.calendar import NO_ROW, Rows
from reportgen.compute.matrix import Matrix
from reportgen.model.dataset import Dataset
from reportgen.model.definition import Text
from reportgen.model.finding import Fact, Finding
from reportgen.model.place import Place

if TYPE_CHECKING:
    from reportgen.catalog import Catalog

FEWEST: Final = 5
"""Items that make a sheet; fewer come and go."""
NAMED: Final = 3


def stopped(dataset: Dataset, catalog: Catalog, matrix: Matrix, before: Rows) -> Iterator[Finding]:
    """A finding for each sheet of the month before of which a month with statements has nothing.

    Args:
        dataset: whose rows these are.
        catalog: the forms and what they state.
        matrix: the figures.
        before: the row of the month before each row that is asked about, else `NO_ROW`.
    """
    stated = frozenset(item for form in catalog.forms.values() for item in items_of(form, catalog.items))
    free = [item for item, view in matrix.at if not view and item in catalog.items and item not in stated]
    there = np.isfinite(matrix.figures[:, [matrix.at[item, ""] for item in free]])
    forms = {(form.entity, form.period) for form in dataset.forms}
    for row in np.flatnonzero(before != NO_ROW).tolist():
        entity, period = map(str, dataset.values.index[row])
        gone = np.flatnonzero(there[before[row]] & ~there[row])
        if len(gone) < FEWEST or (entity, period) not in forms:
            continue
        last = str(dataset.values.index[before[row]][1])
        kept = _sheets(dataset, (free[at] for at in np.flatnonzero(there[before[row]] & there[row])), entity, last)
        for sheet, items in _sheets(dataset, (free[at] for at in gone), entity, last).items():
            if sheet not in kept and len(items) >= FEWEST:
                facts: dict[str, Fact] = {
                    "period": period,
                    "last": last,
                    "count": len(items),
                    "items": _named(items, catalog),
                }
                yield Finding("W49", sheet, {"entity": entity, **facts})


def _sheets(dataset: Dataset, items: Iterator[str], entity: str, period: str) -> dict[Place, list[str]]:
    """The items of a month by the sheet on which they stand."""
    found: dict[Place, list[str]] = defaultdict(list)
    for item in items:
        if place := dataset.place((item, entity, period, "")):
            found[Place(place.file, place.sheet)].append(item)
    return found


def _named(items: list[str], catalog: Catalog) -> Text:
    said = [catalog.items[item].name for item in items[:NAMED]]
    return Text(zh=JOINT["zh"].join(name.zh for name in said), en=JOINT["en"].join(name.en for name in said))
