"""What may differ between two sides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reportgen.difference.side import Cell, Side


@dataclass(frozen=True)
class Change:
    """One thing that differs; what only one side has is None on the other.

    Attributes:
        id: of what: a total, a part, an ability, a key of a definition, a file.
        printed_before, printed_after: where the results print it.
    """

    id: str
    before: Any
    after: Any
    printed_before: str | None = None
    printed_after: str | None = None


@dataclass(frozen=True)
class CellChange:
    """A figure read that differs, with where it stands on each side."""

    item: str
    period: str
    view: str
    before: Cell | None
    after: Cell | None


@dataclass(frozen=True)
class Causes:
    """Why an indicator differs, as far as the files tell it.

    Attributes:
        cells: figures in its formula that differ; definitions: keys of its definition that differ.
        told: whether the files could have told it.
    """

    cells: tuple[CellChange, ...] = ()
    definitions: tuple[str, ...] = ()
    told: bool = False


@dataclass(frozen=True)
class IndicatorChange:
    """An indicator of which something differs: the measures, and the causes of another value.

    Attributes:
        only: ``before`` or ``after`` where only one side knows it, else empty.
    """

    id: str
    measures: Mapping[str, tuple[Any, Any]]
    printed: tuple[str | None, str | None]
    causes: Causes = field(default_factory=Causes)
    only: str = ""


@dataclass(frozen=True)
class Difference:
    """Everything that differs; None is what at least one side does not carry."""

    before: Side
    after: Side
    totals: tuple[Change, ...]
    parts: tuple[Change, ...]
    abilities: tuple[Change, ...]
    indicators: tuple[IndicatorChange, ...]
    definitions: tuple[Change, ...] | None
    inputs: tuple[Change, ...] | None
    cells: tuple[CellChange, ...] | None
    gone: tuple[str, ...] | None
    new: tuple[str, ...] | None

    @property
    def is_none(self) -> bool:
        """Whether nothing differs, of all that both sides carry."""
        found = (self.totals, self.parts, self.abilities, self.indicators, self.definitions, self.inputs, self.cells,
                 self.gone, self.new)  # fmt: skip
        return not any(found)
