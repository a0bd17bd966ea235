"""Tables of operations that stand beside the statements: departments, contracts, equipment, measures and the like."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from pydantic import Field

from reportgen.model.definition import Definition, NonEmpty, Text
from reportgen.model.place import Place

Value = str | float


class ColumnKind(StrEnum):
    """What a cell of a column holds."""

    TEXT = "text"
    MONEY = "money"  # in the unit of the sheet, kept in the base unit
    NUMBER = "number"
    SHARE = "share"  # a fraction, written as 0.25 or as 25 %
    DATE = "date"  # kept as 2026-10-31
    CHOICE = "choice"  # one of the words of the column, kept as its id


class OverMonths(StrEnum):
    """What several months of a column come to."""

    SUM = "sum"
    MEAN = "mean"
    FIRST = "first"
    LAST = "last"


class RegisterColumn(Definition):
    """One column of a register.

    Attributes:
        over: what the months of a year come to.
        required: whether the table is known by this column; all required columns together prove it.
        also: further heads under which it is met.
        choices: id → words, for a choice.
    """

    name: Text
    kind: ColumnKind = ColumnKind.MONEY
    required: bool = False
    over: OverMonths = OverMonths.SUM
    also: tuple[str, ...] = ()
    choices: dict[str, Text] = Field(default_factory=dict)


class RegisterDefinition(Definition):
    """A table with one row for each thing.

    Attributes:
        key: columns that tell one row from another within a period.
        periodic: whether each sheet states the period that its figures are of; else the day or month it was drawn up.
        flows: money and numbers are those of the sheet's period alone, so that the months of a year may be added.
        steady: whether a thing stands on every sheet of its time, so that one left out in between is missing, not zero.
        folder: where `init` puts the empty table.
    """

    name: Text
    purpose: Text
    source: NonEmpty
    key: tuple[str, ...]
    columns: dict[str, RegisterColumn]
    periodic: bool = True
    flows: bool = True
    steady: bool = False
    folder: str = "business"


@dataclass(frozen=True, eq=False)
class Record:
    """One row of a register.

    Attributes:
        period: as the sheet states it, 2026-10 or 2026; "" where a register is not periodic and nothing is stated.
        cells: by column; a blank cell is not there.
        place: the cell of a column.
        unread: columns whose cell holds something that could not be read.
    """

    entity: str
    period: str
    cells: Mapping[str, Value]
    place: Callable[[str], Place]
    unread: frozenset[str] = frozenset()

    def number(self, column: str) -> float | None:
        """A figure in the base unit, None where the cell is blank."""
        value = self.cells.get(column)
        return value if isinstance(value, float) else None

    def text(self, column: str) -> str:
        """A word, "" where the cell is blank."""
        value = self.cells.get(column, "")
        return value if isinstance(value, str) else ""


@dataclass(frozen=True)
class Register:
    """All rows that were read of one table, in the order of files, sheets and rows."""

    id: str
    records: tuple[Record, ...] = ()

    def of(self, entity: str, period: str | None = None) -> Iterator[Record]:
        """The rows of an entity, of one period if named."""
        return (one for one in self.records if one.entity == entity and period in {None, one.period})

    def periods(self, entity: str) -> tuple[str, ...]:
        """Periods for which there are rows, sorted as text."""
        return tuple(sorted({one.period for one in self.records if one.entity == entity}))


@dataclass(frozen=True)
class Registers:
    """The registers of a case by id; one that was not supplied has no rows."""

    by_id: Mapping[str, Register] = field(default_factory=dict)

    def __getitem__(self, identifier: str) -> Register:
        """The register, empty where it was not supplied."""
        return self.by_id.get(identifier, Register(identifier))
