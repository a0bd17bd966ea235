"""What was understood of a set of files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import fsum, isnan
from typing import TYPE_CHECKING

from reportgen.model.dataset import Dataset, Observation, View
from reportgen.model.experts import ExpertOpinions, Inspection
from reportgen.model.finding import Finding
from reportgen.model.place import NOWHERE, Place
from reportgen.model.registers import Registers

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Proposal:
    """A name that is not known but looks like one that is; never taken by itself.

    Attributes:
        score: likeness from 0 to 1.
        above, below: the names next to it, "" where there are none; of a column's head those on its left and right.
        source: of the head of a column in a source of mapping.yaml, the number of the source from 0.
    """

    label: str
    item: str
    score: float
    place: Place
    above: str = ""
    below: str = ""
    source: int | None = None


@dataclass(frozen=True)
class Unread:
    """A row label or a column head that was not understood.

    Attributes:
        amount: the first figure that stands with it, in the base unit; None where there is none.
        source: of the head of a column in a source of mapping.yaml, the number of the source from 0.
        like: an item of the statement, kind and unit of the lines around it, "" where none of them is sure.
    """

    label: str
    place: Place
    amount: float | None = None
    source: int | None = None
    like: str = ""


@dataclass(frozen=True)
class SourceFile:
    """A file that was opened: its name, its digest, and what it held (official, tidy, experts …)."""

    name: str
    sha256: str
    kind: str


@dataclass(frozen=True, eq=False)
class Reading:
    """Values with their places, and everything that has to be said of the files.

    Attributes:
        rounds: experts' opinions, one of each workbook, and one of the forms that experts filled in on one occasion.
        units: unit of each item read.
        inspections: rows of filled checklists, by file name.
        registers: departments, contracts, measures and other tables beside the statements.
    """

    dataset: Dataset
    findings: tuple[Finding, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    unread: tuple[Unread, ...] = ()
    rounds: tuple[ExpertOpinions, ...] = ()
    files: tuple[SourceFile, ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)
    inspections: tuple[Inspection, ...] = ()
    registers: Registers = field(default_factory=Registers)

    @property
    def unread_amount(self) -> float:
        """Sum of the figures that were not understood, the first one of each name, in the base unit."""
        return fsum(abs(name.amount) for name in self.unread if name.amount is not None)

    @property
    def has_values(self) -> bool:
        """Whether any figure was read."""
        return bool(self.dataset.values.notna().to_numpy().any())

    def values(self) -> Iterator[Observation]:
        """Every figure read, by entity, period, item and view."""
        dataset = self.dataset
        frame = dataset.values
        rows = _pairs(frame.index)
        columns = _pairs(frame.columns)
        for (entity, period), row in zip(rows, frame.to_numpy(), strict=True):
            for (item, view), value in zip(columns, row, strict=True):
                if not isnan(value):
                    key = (item, entity, period, view)
                    place, derived = dataset.place(key) or NOWHERE, dataset.derived(key)
                    unit, step = self.units.get(item, ""), dataset.step(key)
                    yield Observation(item, entity, period, View(view), float(value), unit, place, step, derived)


def _pairs(index: pd.Index) -> list[tuple[str, str]]:
    """The labels of an axis with two levels."""
    return list(zip(index.get_level_values(0), index.get_level_values(1), strict=True))
