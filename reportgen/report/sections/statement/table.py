"""A statement as it is printed, official or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.report.desk.captions import Caption
    from reportgen.report.desk.desk import Picture
    from reportgen.report.desk.form_rows import StatementRow

ROOM: Final = 12
EXACT_ROOM: Final = 17
"""Characters of an amount that the columns have room for in the usual size, and where it stands to the hundredth."""
EXACT_USUAL: Final = 16
"""Of an amount to the hundredth those that narrow columns have room for: an amount of billions, without a sign."""

AIRY: Final = 36
ROOMY: Final = 48
AIRY_WIDE: Final = 24
LONE: Final = 18
"""Rows up to which a page has room for much more and for some more air between them, though some take two lines."""
SHEET_MM: Final = 257.0
CAPTION_MM: Final = 40.0
MANY: Final = 9
"""Columns of amounts on one landscape page, from which on each is as wide as its amounts are long."""
LEAST: Final = 9
"""Characters of the narrowest column, for the words of its head."""


@dataclass(frozen=True)
class Head:
    """Head of a column; `analysis` columns are not part of the form.

    Attributes:
        over: the head that the column shares with its neighbours.
        parts: its Chinese where it goes on to a second line.
    """

    words: Text
    analysis: bool = False
    style: str = "amount"
    over: Head | None = None
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Statement:
    """One statement page.

    Attributes:
        is_wide: whether it stands on landscape pages.
        is_exact: whether amounts stand to the hundredth of the currency, which takes wider columns.
        second_side: the number of the row from which the second side of the form stands, on a page of its own; on
            landscape pages that of the main row where it is parted, if it has to be. None where all fits a page.
        side_notes: the reasons that rows of the first side name, told on its page.
        caption: under which the list of tables names it.
        headline: what it shows, over a table that is no official form; its own name stands above it then.
        is_alone: whether it is the only table of its form.
    """

    id: str
    kind: str
    title: Text
    form: Text
    heads: tuple[Head, ...]
    rows: tuple[StatementRow, ...]
    notes: tuple[Text, ...]
    legend: Text
    composition: Picture | None = None
    composition_note: Text | None = None
    is_wide: bool = False
    is_exact: bool = False
    caption: Caption | None = None
    headline: Text | None = None
    second_side: int | None = None
    side_notes: tuple[Text, ...] = ()
    is_alone: bool = False

    @property
    def has_long(self) -> bool:
        """Whether an amount is too long for its column in the usual size."""
        return self._longest > (EXACT_ROOM if self.is_exact else ROOM)

    @property
    def is_full(self) -> bool:
        """Whether amounts to the hundredth take more than the narrow columns that leave captions their room."""
        return self.is_exact and self._longest > EXACT_USUAL

    @property
    def _longest(self) -> int:
        return max((len(cell.text) for row in self.rows for cell in row.cells), default=0)

    @property
    def air(self) -> str:
        """How the rows of a page share its height: the fewer they are, the more each has.

        Matrices of two years share a page; one alone has it to itself.
        """
        if not self.is_exact or (self.kind == "matrix" and not self.is_alone):
            return ""
        if self.kind == "matrix":
            return "lone" if len(self.rows) <= LONE else ""
        if self.is_wide:
            return "airy" if len(self.rows) <= AIRY_WIDE else ""
        most = max(self.second_side or 0, len(self.rows) - (self.second_side or 0))
        return "airy" if most <= AIRY else "roomy" if most <= ROOMY else ""

    @property
    def spans(self) -> tuple[tuple[Head, int], ...]:
        """The upper of two rows of heads: the first column of each span and how many it holds; none where one row does.

        A column without a shared head has 0, and its own head takes both rows.
        """
        if not any(head.over for head in self.heads):
            return ()
        found: list[tuple[Head, int]] = []
        for head in self.heads:
            if head.over and found and found[-1][0].over == head.over:
                found[-1] = (found[-1][0], found[-1][1] + 1)
            else:
                found.append((head, 1 if head.over else 0))
        return tuple(found)

    @property
    def widths(self) -> tuple[float, ...]:
        """Of the captions and of each column in millimetres, by the longest amount; none where the style sheet says it.

        A form of a dozen columns has columns of zeros beside columns of billions.
        """
        if not self.is_wide or len(self.heads) < MANY:
            return ()
        amounts = [[len(row.cells[index].text) for row in self.rows if row.cells] for index in range(len(self.heads))]
        longest = [max(LEAST, *lengths) for lengths in amounts]
        each = (SHEET_MM - CAPTION_MM) / sum(longest)
        return (CAPTION_MM, *(round(each * length, 2) for length in longest))
