"""One thing of a register, as analyses read it: its figures and words, over the sheets of a period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.analysis.answer import Figure


@dataclass(frozen=True)
class Row:
    """One thing of a register.

    Attributes:
        key: what names it.
        figures: numbers by column, missing where a cell is blank.
        words: texts, choices and dates by column, as last stated; blank cells are not there.
        months: how many sheets it stands on.
        gaps: months of which it has no row though it stood on a sheet before: what is added up over them is missing,
            for a row that is left out says neither that the thing has ended nor that it had none.
        is_rest: whether it holds all things without a row of their own; it counts in sums and is not ranked.
    """

    key: str
    figures: Mapping[str, Figure]
    words: Mapping[str, str]
    months: int = 1
    gaps: tuple[str, ...] = ()
    is_rest: bool = False

    def figure(self, column: str) -> Figure:
        """A number, missing where the table has no such column."""
        return self.figures.get(column, Figure.missing())
