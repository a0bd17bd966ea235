"""Original and adjusted budget, line by line, and when each line was adjusted.

Rate of adjustment = (adjusted − original) / original.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from reportgen.analysis import tables
from reportgen.analysis.answer import Figure, Lack, added
from reportgen.analysis.budget.life import FEN, INCOME, LINES

if TYPE_CHECKING:
    from reportgen.analysis.material import Analyses
    from reportgen.analysis.rows import Row


@dataclass(frozen=True)
class Adjusted:
    """A line with its original and its adjusted budget; since: the first month's sheet that shows the last change."""

    id: str
    group: str
    owner: str
    original: Figure
    adjusted: Figure
    change: Figure
    rate: Figure
    since: str

    @property
    def is_changed(self) -> bool:
        """Whether the line was adjusted."""
        return self.change.value is not None and abs(self.change.value) > FEN


@dataclass(frozen=True)
class Adjustments:
    """All lines in the order of the table, and the sums of those that are spent and of income.

    Attributes:
        moved: what lines gave up to others, money: the smaller of all increases and all decreases of spending.
        stated_rate: the hospital's own total rate from its yearly budget, for comparison.
    """

    lines: tuple[Adjusted, ...]
    spending: Adjusted
    income: Adjusted
    moved: Figure
    stated_rate: Figure

    @property
    def changed(self) -> tuple[Adjusted, ...]:
        """Lines that were adjusted, largest change first."""
        found = [line for line in self.lines if line.is_changed]
        return tuple(sorted(found, key=lambda line: (-abs(line.change.value or 0.0), line.id)))


def adjustments(analyses: Analyses) -> Adjustments | Lack:
    """Adjustments up to the end of the period."""
    rows = tables.at_end(analyses, LINES)
    if isinstance(rows, Lack):
        return rows
    sheets = tables.sheets_to_date(analyses, LINES)
    lines = tuple(_line(row, since(row.key, sheets)) for row in rows.values())
    spent = [line for line in lines if line.group != INCOME]
    return Adjustments(
        lines,
        _total("spending", spent),
        _total(INCOME, [line for line in lines if line.group == INCOME]),
        moved([line.change for line in spent]),
        analyses.books.indicator("budget_adjustment_rate"),
    )


def adjusted(  # noqa: PLR0913 - a line has so many parts
    identifier: str, group: str, original: Figure, new: Figure, owner: str = "", when: str = ""
) -> Adjusted:
    """A line from its two amounts."""
    change = new - original
    return Adjusted(identifier, group, owner, original, new, change, change.over(original), when)


def moved(changes: list[Figure]) -> Figure:
    """What was shifted between lines while their sum stayed; missing as soon as one change is."""
    up = added(one if (one.value or 0.0) >= 0 or one.value is None else one.times(0.0) for one in changes)
    down = added(-one if (one.value or 0.0) <= 0 or one.value is None else one.times(0.0) for one in changes)
    if up.value is None or down.value is None:
        return up if up.value is None else down
    return up if up.value <= down.value else down


def since(line: str, sheets: Mapping[str, Mapping[str, Row]]) -> str:
    """The first month whose sheet has the budget in force now; "" where no earlier sheet shows another one."""
    seen = [(when, rows[line].figure("adjusted").value) for when, rows in sheets.items() if line in rows]
    for (_, before), (when, after) in reversed(list(pairwise(seen))):
        if before is not None and after is not None and abs(after - before) > FEN:
            return when
    return ""


def _line(row: Row, when: str) -> Adjusted:
    group, owner = row.words.get("line_class", ""), row.words.get("line_owner", "")
    return adjusted(row.key, group, row.figure("approved"), row.figure("adjusted"), owner, when)


def _total(identifier: str, lines: list[Adjusted]) -> Adjusted:
    return adjusted(identifier, identifier, added(x.original for x in lines), added(x.adjusted for x in lines))
