"""A sheet as data: what stands in its head, body and foot, before it is laid out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal


@dataclass(frozen=True)
class Row:
    """A row of the body: cells in order; labels carry their level of indentation."""

    cells: tuple[Label | Decimal | int | str | None, ...]


@dataclass(frozen=True)
class Label:
    """A label with its level; level 0 is bold."""

    text: str
    level: int = 1
    aligned: bool = False


@dataclass(frozen=True)
class Head:
    """A head cell over `across` columns and `down` rows."""

    text: str
    across: int = 1
    down: int = 1


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook.

    Attributes:
        heads: rows of head cells; a cell that a merged cell above covers is None.
        widths: of the columns, in characters.
        issued: the foot line with the date of issue.
        money: whether all figures are money, so that one unit line says it.
    """

    name: str
    title: str
    code: str
    date: str
    heads: tuple[tuple[Head | None, ...], ...]
    rows: tuple[Row, ...]
    widths: tuple[int, ...]
    notes: tuple[str, ...] = ()
    issued: str = ""
    money: bool = True
    landscape: bool = False
