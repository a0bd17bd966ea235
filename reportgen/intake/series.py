"""Figures of other periods that follow from those that were read: marked as derived."""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum
from typing import TYPE_CHECKING, Final

from reportgen.catalog import Catalog
from reportgen.intake.ledger import Ledger, Pair
from reportgen.model.dataset import View
from reportgen.model.definitions import Kind
from reportgen.model.period import MONTHS, Period, PeriodKind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FLOWS: Final = frozenset({Kind.FLOW, Kind.COUNT})
BALANCES: Final = frozenset({Kind.STOCK, Kind.LEVEL})
VIEWS: Final = (View.PERIOD, View.YEAR_TO_DATE)
Derived = tuple[int, tuple[Pair, Pair], float]
"""Index of the figure where it stands, its row and column, its value."""


def extended(ledger: Ledger, catalog: Catalog) -> Ledger:
    """With year to date from months, a month from two year-to-dates, and a year from its December."""
    ledger = _with(ledger, _from_months(ledger, catalog))
    return _with(ledger, _years(ledger, catalog))


def _with(ledger: Ledger, derived: Iterator[Derived]) -> Ledger:
    found = list(derived)
    return ledger.with_derived([one[0] for one in found], [one[1] for one in found], [one[2] for one in found])


def _from_months(ledger: Ledger, catalog: Catalog) -> Iterator[Derived]:
    """Flows of the months of a year side by side: which figures are there, and which follow from them."""
    import numpy as np

    months = _months(ledger)
    views = _columns(ledger, catalog, FLOWS)
    number, view = months[ledger.row], views[ledger.column]
    flows = np.flatnonzero((number > 0) & (view >= 0))
    if not len(flows):
        return
    lines = _lines(ledger)[flows]
    table = np.full((int(lines.max()) + 1, MONTHS + 1, len(VIEWS)), -1, dtype=np.intp)
    table[lines, number[flows], view[flows]] = flows
    yield from _to_date(ledger, table)
    yield from _of_month(ledger, table)


def _to_date(ledger: Ledger, table: NDArray[np.intp]) -> Iterator[Derived]:
    """Year to date where it is not there and all months up to it are."""
    import numpy as np

    there = table >= 0
    unbroken = np.logical_and.accumulate(there[:, 1:, 0], axis=1)
    for line, month in np.argwhere(unbroken & ~there[:, 1:, 1]).tolist():
        run = table[line, 1 : month + 2, 0]
        yield _derived(ledger, int(run[-1]), View.YEAR_TO_DATE, fsum(ledger.value[run].tolist()))


def _of_month(ledger: Ledger, table: NDArray[np.intp]) -> Iterator[Derived]:
    """A month where it is not there and its year to date and the one before are; January is its year to date."""
    import numpy as np

    there = table >= 0
    before = there[:, :-1, 1].copy()
    before[:, 0] = True
    for line, month in np.argwhere(~there[:, 1:, 0] & there[:, 1:, 1] & before).tolist():
        here, earlier = int(table[line, month + 1, 1]), int(table[line, month, 1])
        flow = float(ledger.value[here]) - (float(ledger.value[earlier]) if month else 0.0)
        yield _derived(ledger, here, View.PERIOD, flow)


def _derived(ledger: Ledger, base: int, view: View, value: float) -> Derived:
    """A sum of money or counts, without the noise of binary."""
    item = ledger.columns[ledger.column[base]][0]
    return base, (ledger.rows[ledger.row[base]], (item, str(view))), round(value, 6)


def _years(ledger: Ledger, catalog: Catalog) -> Iterator[Derived]:
    """The year's figure where only its months are there: December's year to date, or its closing balance."""
    import numpy as np

    december = _months(ledger) == MONTHS
    flows, balances = _columns(ledger, catalog, FLOWS), _columns(ledger, catalog, BALANCES)
    fits = (flows == VIEWS.index(View.YEAR_TO_DATE)) | (balances == VIEWS.index(View.PERIOD))
    base = np.flatnonzero(december[ledger.row] & fits[ledger.column])
    if not len(base):
        return
    known = _known(ledger)
    for index in base.tolist():
        entity, period = ledger.rows[ledger.row[index]]
        key = ((entity, str(Period.parse(period).year)), (ledger.columns[ledger.column[index]][0], str(View.PERIOD)))
        if key not in known:
            yield index, key, float(ledger.value[index])


def _known(ledger: Ledger) -> set[tuple[Pair, Pair]]:
    """The keys of figures of years."""
    years = [Period.parse(period).kind is PeriodKind.YEAR for _, period in ledger.rows]
    if not any(years):
        return set()
    import numpy as np

    found = np.flatnonzero(np.array(years)[ledger.row])
    return {
        (ledger.rows[row], ledger.columns[column])
        for row, column in zip(ledger.row[found].tolist(), ledger.column[found].tolist(), strict=True)
    }


def _months(ledger: Ledger) -> NDArray[np.intp]:
    """The month of each row, 0 for quarters and years."""
    import numpy as np

    periods = (Period.parse(period) for _, period in ledger.rows)
    return np.array([when.number if when.kind is PeriodKind.MONTH else 0 for when in periods], dtype=np.intp)


def _columns(ledger: Ledger, catalog: Catalog, kinds: frozenset[Kind]) -> NDArray[np.intp]:
    """For each column the number of its view among `VIEWS` if its item is of these kinds, else -1."""
    import numpy as np

    numbers = {str(view): number for number, view in enumerate(VIEWS)}
    found = (
        numbers.get(view, -1) if view in numbers and catalog.items[item].kind in kinds else -1
        for item, view in ledger.columns
    )
    return np.fromiter(found, dtype=np.intp, count=len(ledger.columns))


def _lines(ledger: Ledger) -> NDArray[np.intp]:
    """A number for each figure, the same for the figures of one item of one hospital in one year."""
    import numpy as np

    years: dict[tuple[str, int], int] = {}
    items: dict[str, int] = {}
    year = [years.setdefault((entity, Period.parse(period).year), len(years)) for entity, period in ledger.rows]
    item = [items.setdefault(identifier, len(items)) for identifier, _ in ledger.columns]
    numbers = np.array(year)[ledger.row] * len(items) + np.array(item)[ledger.column]
    return np.unique(numbers, return_inverse=True)[1]
