"""A page or two that tell the outcome of one look: facts, tables, notes; plain data for a screen or for paper."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from reportgen.model.definition import Text

Cell = Text | str
Style = Literal["", "n", "place", "mark"]
"""How cells of a column are set: words, numbers, names of files and digests, or the verdict of the row."""
Mark = Literal["", "good", "bad", "open"]
"""What a row amounts to; its words say it as well."""


@dataclass(frozen=True)
class LeafletColumn:
    """Head of a column, its width in parts of the whole, and how its cells are set."""

    head: Text
    width: float
    style: Style = ""


@dataclass(frozen=True)
class LeafletRow:
    """Cells, and what the row amounts to; a row of a single cell is a heading over the whole width."""

    cells: tuple[Cell, ...]
    mark: Mark = ""


@dataclass(frozen=True)
class LeafletTable:
    """A table with its caption; `note` stands under it, and alone where there are no rows."""

    caption: Text
    columns: tuple[LeafletColumn, ...]
    rows: tuple[LeafletRow, ...]
    note: Text | None = None


@dataclass(frozen=True)
class Notice:
    """What one look has found.

    Attributes:
        title: what was looked for; subject: at what.
        facts: names and values at the head.
        verdict: the outcome in a sentence, and what it amounts to.
        day: of the look, which the file bears.
        program: that looked.
    """

    title: Text
    subject: Text
    facts: tuple[tuple[Text, Cell], ...]
    verdict: LeafletRow
    tables: tuple[LeafletTable, ...]
    notes: tuple[Text, ...]
    day: dt.date
    program: str
