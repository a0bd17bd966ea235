"""What an official table is made of: heads of columns, rows and their cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportgen.model.definition import Text


@dataclass(frozen=True)
class Column:
    """Head of a column; `kind` is row (a name), n (a number), c (centred) or w (words); `width` in millimetres.

    `parts` are those of a Chinese head, none of which is broken.
    """

    words: Text
    kind: str
    width: float
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cell:
    """One cell: `kind` as of its column, or none where the form has no cell; `level` indents a name.

    Attributes:
        parts: of a Chinese name, none of which is broken.
        is_bold: whether it is of a sum that has but one side of its row.
    """

    text: Text | str
    kind: str
    level: int = 0
    parts: tuple[str, ...] = ()
    is_bold: bool = False


@dataclass(frozen=True)
class Line:
    """One row; `emphasis` is empty, total, or group for a name over all columns."""

    cells: tuple[Cell, ...]
    emphasis: str = ""


@dataclass(frozen=True)
class Span:
    """A head over several columns, or where `span` is 1 a head that needs no second row."""

    words: Text
    span: int
