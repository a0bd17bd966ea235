"""Months that have not come yet: a column of zeros behind the last month with figures is empty, not zero."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from reportgen.intake.cells import Cell, OpenTable
from reportgen.model.period import Period, PeriodKind

LEAST: Final = 3
"""Cells that must be zero before a column is taken for one of a month to come."""


def without(cells: list[Cell], opened: OpenTable) -> list[Cell]:
    """The cells but for those of months to come, which I45 tells (edge rule E49)."""
    months: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        if Period.parse(cell.meaning.period).kind is PeriodKind.MONTH and cell.figure.value is not None:
            months[cell.meaning.period].append(cell)
    lasting = max(
        (period for period, having in months.items() if any(cell.figure.value for cell in having)), default=""
    )
    dropped = {
        period: having[0]
        for period, having in sorted(months.items())
        if lasting and period > lasting and len(having) >= LEAST
    }
    for period, first in dropped.items():
        opened.gathered.find("I45", first.place, period=period)
    return [cell for cell in cells if cell.meaning.period not in dropped]
