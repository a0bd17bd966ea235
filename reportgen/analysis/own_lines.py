"""Where the lines of a statement in words of its own stand: their sheet, their row, and so their order.

And the expense that costs no cash, of which such a statement may print one line where a form has two.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from reportgen.model.period import Period

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reportgen.analysis.answer import Figure
    from reportgen.analysis.material import Analyses
    from reportgen.model.dataset import Dataset
    from reportgen.model.place import Place

NOT_PAID: Final = ("depreciation_expense", "amortisation_expense")
SheetRow = tuple[tuple[str, str | None], int]
"""A sheet of a file, and a row in it from 1."""


def line_place(dataset: Dataset, entity: str, now: Period, item: str) -> Place | None:
    """Where the newest statement up to a period has a line that it names; None of one made of several lines."""
    periods = [one for one in map(Period.parse, dataset.periods(entity)) if one.sort_key() <= now.sort_key()]
    for period in sorted(periods, key=Period.sort_key, reverse=True):
        for view in ("", "ytd"):
            place = dataset.place((item, entity, str(period), view))
            is_made = dataset.derived((item, entity, str(period), view))
            if place is not None and is_made and place.cell is None:
                return None
            if place is not None and not is_made and place in dataset.labels:
                return place
    return None


def rows(dataset: Dataset, entity: str, now: Period, items: Iterable[str]) -> dict[str, SheetRow]:
    """The lines that stand in a row of their own."""
    found = {}
    for item in items:
        place = line_place(dataset, entity, now, item)
        if place is not None and place.row is not None:
            found[item] = (place.file, place.sheet), place.row
    return found


def in_order(items: Sequence[str], found: Mapping[str, SheetRow]) -> dict[str, int]:
    """By line the row it has in the sheet that holds most of them; one that stands elsewhere follows the one before it.

    Statements in words of their own have an order of their own, by which whoever knows them looks for a line.
    """
    sheets = Counter(found[item][0] for item in items if item in found).most_common(1)
    ordered, last = {}, 0
    for item in items:
        if item in found and found[item][0] == sheets[0][0]:
            last = found[item][1]
        ordered[item] = last
    return ordered


def unpaid(analyses: Analyses) -> Figure:
    """Expense that costs no cash; amortisation without a line of its own is in the one line of an own statement."""
    depreciation, amortisation = (analyses.books.to_date(item) for item in NOT_PAID)
    material, now = analyses.material, analyses.books.now
    is_own = line_place(material.dataset, material.entity, now, NOT_PAID[0]) is not None
    return depreciation if is_own and amortisation.value is None else depreciation + amortisation
