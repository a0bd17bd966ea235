"""Plain tables that a user writes for a command: columns known by the words of their head, wherever that stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from reportgen.intake.figures import Cell
    from reportgen.model.definition import Text

DEEPEST: Final = 10
"""Rows among which the head is looked for."""


def head(
    rows: Sequence[tuple[Cell, ...]], words: Mapping[str, Text], needed: frozenset[str]
) -> tuple[int, Mapping[str, int]] | None:
    """The row of the head, and which column is what; None where no row has all that is needed.

    Args:
        rows: of a sheet.
        words: what the columns may be called, by their key; spellings stand between strokes.
        needed: keys without which a row is no head.
    """
    spellings = {
        word.strip().lower(): key
        for key, text in words.items()
        for word in (*text.zh.split("/"), *text.en.split("/"))
    }  # fmt: skip
    for number, row in enumerate(rows[:DEEPEST]):
        columns: dict[str, int] = {}
        for index, cell in enumerate(row):
            key = spellings.get(str(cell).strip().lower())
            if key is not None:
                columns.setdefault(key, index)
        if needed <= columns.keys():
            return number, columns
    return None
