"""Tables with a row for each day, which is no period of a report: they are told (I156) and not read."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from reportgen.intake import lists
from reportgen.intake.context import FoundValues
from reportgen.intake.sheets import Sheet
from reportgen.model.period import Period

RULE: Final = "I156"


def told(sheet: Sheet, head: int, column: int | None, gathered: FoundValues) -> bool:
    """Whether rows below a head are of several days of one month by a column; this is told."""
    days: dict[Period, dict[int, int]] = defaultdict(dict)
    for row in range(head + 1, len(sheet.rows)) if column is not None else ():
        stated = lists.stated_of(sheet.at(row, column or 0))
        if stated is not None and stated.day is not None:
            days[stated.period].setdefault(stated.day, row)
    rows = next((found for found in days.values() if len(found) > 1), None)
    if rows is None:
        return False
    gathered.find(RULE, sheet.place(min(rows.values()), column or 0), count=sum(map(len, days.values())))
    return True
