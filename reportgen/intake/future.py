"""Months that have not come yet: a column of zeros behind the last month with figures is empty, not zero."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from reportgen.intake.cells import Cell, OpenTable
from reportgen.model.period import Period, PeriodKind

LEAST: Final = 3
"""Cells that must be zero before a column is taken for one of a month to come."""


def without(cells: list[Cell], opened: OpenTable) -> list[Cell]:
    """The cells but for those of months to come, which I45 tells (edge rule E49)."""
    having: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        if cell.figure.value is not None:
            having[cell.meaning.period].append(cell)
    months = {
        period: (len(found), any(cell.figure.value for cell in found)) for period, found in sorted(having.items())
    }
    to_come = dropped(months)
    for period in to_come:
        opened.gathered.find("I45", having[period][0].place, period=period)
    return [cell for cell in cells if cell.meaning.period not in to_come]


def dropped(periods: Mapping[str, tuple[int, bool]]) -> list[str]:
    """The months to come: of each period is given how many figures it has, and whether any of them is not zero."""
    months = {period: held for period, held in periods.items() if Period.parse(period).kind is PeriodKind.MONTH}
    lasting = max((period for period, (_, moved) in months.items() if moved), default="")
    return [period for period, (count, _) in months.items() if lasting and period > lasting and count >= LEAST]
