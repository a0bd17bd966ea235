"""Figures of a whole table in step, told one by one only where somebody asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.intake.sheets import Sheet
from reportgen.model.dataset import Observation, View
from reportgen.model.place import Place

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Slots:
    """The cells of a table that hold figures, row by row; shared by sheets laid out alike.

    Attributes:
        items, units: of each cell.
        rows, columns: where it stands, from 0.
        heads: index of its column among those that are read.
    """

    items: tuple[str, ...]
    units: tuple[str, ...]
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    heads: NDArray[np.intp]


@dataclass(frozen=True)
class Series:
    """Whose figures a column holds, for which period, in which view."""

    entity: str
    period: str
    view: View


@dataclass(frozen=True, eq=False)
class Block:
    """The figures of one table, in the base unit.

    Attributes:
        heads: what each column that is read holds.
        values: in step with the slots; NaN where a cell is blank.
        step: one unit in the last place printed.
    """

    slots: Slots
    heads: tuple[Series, ...]
    values: NDArray[np.float64]
    step: float
    sheet: Sheet

    def place(self, slot: int) -> Place:
        """The cell of a figure."""
        return self.sheet.place(self.slots.rows[slot], self.slots.columns[slot])

    def observation(self, slot: int) -> Observation:
        """One of the figures."""
        slots, what, value = self.slots, self.heads[self.slots.heads[slot]], float(self.values[slot])
        unit, place = slots.units[slot], self.place(slot)
        return Observation(slots.items[slot], what.entity, what.period, what.view, value, unit, place, self.step)

    def held(self) -> set[tuple[str, str]]:
        """Whose figures it holds as their own and for which period: budgets are not."""
        filled = set(self.slots.heads[self.values == self.values].tolist())
        heads = (self.heads[head] for head in filled)
        return {(head.entity, head.period) for head in heads if head.view is not View.BUDGET}

    def observations(self) -> Iterator[Observation]:
        """All figures, but for blank cells."""
        filled = (self.values == self.values).nonzero()[0]
        return map(self.observation, filled.tolist())


def told(figures: Iterable[Observation | Block]) -> Iterator[Observation]:
    """The figures one by one, in the order in which they were read."""
    for part in figures:
        if isinstance(part, Block):
            yield from part.observations()
        else:
            yield part
