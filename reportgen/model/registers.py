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


class Naming(StrEnum):
    """What the words of a column name."""

    INDICATOR = "indicator"  # by id, or by its name in either language
    PERIOD = "period"  # written as 2026-10, 2026-Q3 or 2026


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
        least: what a number of the column cannot be below.
        most: the column that it cannot be above, in the same row; a count above it is not used, while money that was
            paid beyond a contract is a fact, and told.
        after: the date that it cannot be before, in the same row.
        names: what its words must name; a row that names nothing known is not used.
        highest_share: of a share, above which a number is one in percent.
        recomputed: whether it is worked out from the others, so that a formula without a result is no loss.
        holds: columns that it holds together where a table does not tell them apart; it stands in for those required.
        ages: the first and the last day of the age of what it holds, so that finer ones of a table come to it.
    """

    name: Text
    kind: ColumnKind = ColumnKind.MONEY
    required: bool = False
    over: OverMonths = OverMonths.SUM
    also: tuple[str, ...] = ()
    choices: dict[str, Text] = Field(default_factory=dict)
    least: float | None = None
    most: str | None = None
    after: str | None = None
    names: Naming | None = None
    recomputed: bool = False
    highest_share: float = 1.0
    holds: tuple[str, ...] = ()
    ages: tuple[int, int] | None = None

    def refuses(self, value: float) -> bool:
        """Whether a number cannot be."""
        return self.least is not None and value < self.least


class RegisterSum(Definition):
    """Columns of a row that come to another one; parts left blank hold what the others leave."""

    parts: tuple[str, ...]
    less: tuple[str, ...] = ()
    total: str


class RegisterTie(Definition):
    """What the rows of a sheet come to in the statements: the sum of some balances at the end of its period."""

    column: str
    items: tuple[str, ...]


class RegisterCover(Definition):
    """A money column that must reach another one in the same row; a blank is nothing."""

    column: str
    of: str


class RegisterLeast(Definition):
    """A money column that must come to a share of another one, until a day is entered in a third."""

    column: str
    of: str
    least: float
    unless: str


class RegisterDefinition(Definition):
    """A table with one row for each thing.

    Attributes:
        key: columns that tell one row from another within a period.
        named_by: columns whose words together are the key where a sheet has no column for it.
        periodic: whether each sheet states the period that its figures are of; else the day or month it was drawn up.
        flows: money and numbers are those of the sheet's period alone, so that the months of a year may be added.
        steady: whether a thing stands on every sheet of its time, so that one left out in between is missing, not zero.
        folder: where `init` puts the empty table; None where another command writes it.
        adds_up: sums within a row; meets: sums over the rows that stand in the statements as well.
        wholes: shares by the column whose equal cells they are shares of, and so add up to one.
        covers, shares: what a column must reach of another one.
        wants: by a money column what must be filled in once it holds an amount.
        apart: pairs of columns that must not name the same person.
        told_by: words that, all in one of its first rows, say that a sheet is meant to be one, whatever its heads are.
        never: words of a title that say it is another table, unless the title says this one too by `told_by`.
        rest: how the name of a row begins that holds all things without a row of their own; such a row is none of them.
    """

    name: Text
    purpose: Text
    source: NonEmpty
    key: tuple[str, ...]
    named_by: tuple[str, ...] = ()
    columns: dict[str, RegisterColumn]
    periodic: bool = True
    flows: bool = True
    steady: bool = False
    folder: str | None = "business"
    told_by: tuple[tuple[str, ...], ...] = ()
    never: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()
    adds_up: tuple[RegisterSum, ...] = ()
    meets: tuple[RegisterTie, ...] = ()
    wholes: dict[str, str] = Field(default_factory=dict)
    covers: tuple[RegisterCover, ...] = ()
    shares: tuple[RegisterLeast, ...] = ()
    wants: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    apart: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, eq=False)
class Record:
    """One row of a register.

    Attributes:
        period: as the sheet states it, 2026-10 or 2026; "" where a register is not periodic and nothing is stated.
        cells: by column; a blank cell is not there.
        place: the cell of a column.
        unread: columns whose cell holds something that could not be read.
        step: to how much the sheet states its money, in the base unit: half a last printed digit may be lost of each.
    """

    entity: str
    period: str
    cells: Mapping[str, Value]
    place: Callable[[str], Place]
    unread: frozenset[str] = frozenset()
    step: float = 0.01

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
