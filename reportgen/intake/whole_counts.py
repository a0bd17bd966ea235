"""Counts of visits, discharges and the like that are no whole numbers (W82): read as they are, and told.

Such a figure is a mean, or one in ten thousands whose unit nobody wrote down; as a count it would be far too small.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

import numpy as np

from reportgen.catalog import Catalog
from reportgen.intake.context import FigureBlock, FoundValues
from reportgen.model.dataset import Observation
from reportgen.model.finding import Fact, Finding

RULE: Final = "W82"
COUNT: Final = "count"
STATEMENT: Final = "operations"
NEAR: Final = 1e-6
"""What arithmetic leaves of a whole number."""


def settle(gathered: FoundValues, catalog: Catalog) -> None:
    """W82 once for each item of a sheet, at the first of its figures."""
    found: dict[tuple[str, str | None, str], list[Observation]] = defaultdict(list)
    for one in _broken(gathered):
        if one.item in catalog.items and catalog.items[one.item].statement == STATEMENT:
            found[one.place.file, one.place.sheet, one.item].append(one)
    for (_, _, item), (first, *others) in found.items():
        facts: dict[str, Fact] = {
            "item": catalog.items[item].name, "items": (item,), "count": 1 + len(others), "value": first.value,
        }  # fmt: skip
        gathered.findings.append(Finding(RULE, first.place, facts, places=tuple(one.place for one in others)))


def _broken(gathered: FoundValues) -> Iterator[Observation]:
    """The counts that are no whole numbers."""
    for part in gathered.observations:
        if isinstance(part, FigureBlock):
            broken = np.abs(part.values - np.rint(part.values)) > NEAR
            yield from (part.observation(slot) for slot in broken.nonzero()[0].tolist() if _counts(part, slot))
        elif part.unit == COUNT and not part.derived and abs(part.value - round(part.value)) > NEAR:
            yield part


def _counts(block: FigureBlock, slot: int) -> bool:
    return block.slots.units[slot] == COUNT
