"""Figures of other periods that follow from those that were read: marked as derived."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from math import fsum
from typing import TYPE_CHECKING, Final

from reportgen.catalog import Catalog
from reportgen.intake.context import Gathered
from reportgen.intake.ledger import Ledger, Pair
from reportgen.model.dataset import View
from reportgen.model.definitions import Kind
from reportgen.model.period import MONTHS, Period, PeriodKind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FLOWS: Final = (Kind.FLOW, Kind.COUNT)
BALANCES: Final = (Kind.STOCK, Kind.LEVEL)
VIEWS: Final = (str(View.PERIOD), str(View.YEAR_TO_DATE))
OWN: Final = str(View.PERIOD)
Derived = tuple[int, tuple[Pair, Pair], float]
"""Index of the figure where it stands, its row and column, its value."""


@dataclass(frozen=True)
class Blanks:
    """Which lines that a month does not have are blank lines of a form that it has.

    Attributes:
        forms: entity, period and code of the forms that were read.
        doubtful: figures that are there and could not be taken.
    """

    forms: frozenset[tuple[str, str, str]]
    doubtful: Collection[tuple[str, str, str]]
    catalog: Catalog

    @staticmethod
    def of(gathered: Gathered, catalog: Catalog) -> Blanks:
        """Of everything that was read."""
        forms = frozenset((form.entity, form.period, form.form) for form in gathered.forms)
        return Blanks(forms, gathered.doubtful, catalog)

    def is_blank(self, item: str, entity: str, period: str) -> bool:
        """Whether nothing stands on the line of a form that is there: zero, where such a line may be left empty."""
        of = self.catalog.items[item]
        return (
            of.blank_is_zero
            and (item, entity, period) not in self.doubtful
            and any((entity, period, form) in self.forms for form in of.forms)
        )


def extended(ledger: Ledger, catalog: Catalog, blanks: Blanks | None = None) -> Ledger:
    """With year to date from months, a month from two year-to-dates, and a year from its December."""
    ledger = _with(ledger, _from_months(ledger, catalog, blanks))
    return _with(ledger, _years(ledger, catalog))


def _with(ledger: Ledger, derived: Iterator[Derived]) -> Ledger:
    found = list(derived)
    return ledger.with_derived([one[0] for one in found], [one[1] for one in found], [one[2] for one in found])


def _from_months(ledger: Ledger, catalog: Catalog, blanks: Blanks | None) -> Iterator[Derived]:
    """Flows of the months of a year side by side: which figures are there, and which follow from them."""
    import numpy as np

    views = np.array([VIEWS.index(view) if view in VIEWS else -1 for _, view in ledger.columns], dtype=np.intp)
    number, view = _months(ledger)[ledger.row], views[ledger.column]
    flows = np.flatnonzero((number > 0) & (view >= 0) & _are(ledger, catalog, FLOWS)[ledger.column])
    if not len(flows):
        return
    lines = _lines(ledger, flows)
    table = np.full((int(lines.max()) + 1, MONTHS + 1, len(VIEWS)), -1, dtype=np.intp)
    table[lines, number[flows], view[flows]] = flows
    blank = _blank(ledger, table, blanks)
    yield from _to_date(ledger, table, blank)
    yield from _of_month(ledger, table, blank)


def _blank(ledger: Ledger, table: NDArray[np.intp], blanks: Blanks | None) -> NDArray[np.bool_]:
    """For each line and month whether it is a blank line of a form that is there; asked only before a later figure."""
    import numpy as np

    blank = np.zeros(table.shape[:2], dtype=np.bool_)
    there: NDArray[np.bool_] = np.logical_or.reduce(table >= 0, axis=2)
    later = np.logical_or.accumulate(there[:, ::-1], axis=1)[:, ::-1]
    for line, month in np.argwhere(~there[:, 1:] & later[:, 1:]).tolist() if blanks else ():
        index = int(table[line][table[line] >= 0][0])
        entity, period = ledger.rows[ledger.row[index]]
        when = Period(Period.parse(period).year, PeriodKind.MONTH, month + 1)
        assert blanks
        blank[line, month + 1] = blanks.is_blank(ledger.columns[ledger.column[index]][0], entity, str(when))
    return blank


def _to_date(ledger: Ledger, table: NDArray[np.intp], blank: NDArray[np.bool_]) -> Iterator[Derived]:
    """Year to date where it is not there and all months up to it are, or are blank."""
    import numpy as np

    there = table >= 0
    unbroken = np.logical_and.accumulate(there[:, 1:, 0] | blank[:, 1:], axis=1)
    for line, month in np.argwhere(unbroken & there[:, 1:, 0] & ~there[:, 1:, 1]).tolist():
        months = table[line, 1 : month + 2, 0]
        run = months[months >= 0]
        yield _derived(ledger, int(run[-1]), View.YEAR_TO_DATE, fsum(ledger.value[run].tolist()))


def _of_month(ledger: Ledger, table: NDArray[np.intp], blank: NDArray[np.bool_]) -> Iterator[Derived]:
    """A month where it is not there and its year to date and the one before are; January is its year to date.

    Before the year to date was a blank line, it was nothing.
    """
    import numpy as np

    there = table >= 0
    before = there[:, :-1, 1] | blank[:, :-1]
    before[:, 0] = True
    for line, month in np.argwhere(~there[:, 1:, 0] & there[:, 1:, 1] & before).tolist():
        here, earlier = int(table[line, month + 1, 1]), int(table[line, month, 1])
        flow = float(ledger.value[here]) - (float(ledger.value[earlier]) if month and earlier >= 0 else 0.0)
        yield _derived(ledger, here, View.PERIOD, flow)


def _derived(ledger: Ledger, base: int, view: View, value: float) -> Derived:
    """A sum of money or counts, without the noise of binary."""
    item = ledger.columns[ledger.column[base]][0]
    return base, (ledger.rows[ledger.row[base]], (item, str(view))), round(value, 6)


def _years(ledger: Ledger, catalog: Catalog) -> Iterator[Derived]:
    """The year's figure where only its months are there: December's year to date, or its closing balance."""
    import numpy as np

    december = _months(ledger) == MONTHS
    if not december.any():
        return
    to_date = np.array([view == View.YEAR_TO_DATE for _, view in ledger.columns], dtype=np.bool_)
    closing = np.array([view == View.PERIOD for _, view in ledger.columns], dtype=np.bool_)
    fits = to_date & _are(ledger, catalog, FLOWS) | closing & _are(ledger, catalog, BALANCES)
    base = np.flatnonzero(december[ledger.row] & fits[ledger.column])
    known = _known(ledger)
    years = [(entity, str(Period.parse(period).year)) for entity, period in ledger.rows]
    rows, columns = ledger.row[base].tolist(), ledger.column[base].tolist()
    for index, row, column, value in zip(base.tolist(), rows, columns, ledger.value[base].tolist(), strict=True):
        key = (years[row], (ledger.columns[column][0], OWN))
        if key not in known:
            yield index, key, value


def _known(ledger: Ledger) -> set[tuple[Pair, Pair]]:
    """The keys of figures of years."""
    import numpy as np

    years = np.array([Period.parse(period).kind is PeriodKind.YEAR for _, period in ledger.rows], dtype=np.bool_)
    found = np.flatnonzero(years[ledger.row])
    return {
        (ledger.rows[row], ledger.columns[column])
        for row, column in zip(ledger.row[found].tolist(), ledger.column[found].tolist(), strict=True)
    }


def _months(ledger: Ledger) -> NDArray[np.intp]:
    """The month of each row, 0 for quarters and years."""
    import numpy as np

    periods = (Period.parse(period) for _, period in ledger.rows)
    return np.array([when.number if when.kind is PeriodKind.MONTH else 0 for when in periods], dtype=np.intp)


def _are(ledger: Ledger, catalog: Catalog, kinds: tuple[Kind, ...]) -> NDArray[np.bool_]:
    """For each column whether its item is of these kinds."""
    import numpy as np

    return np.array([catalog.items[item].kind in kinds for item, _ in ledger.columns], dtype=np.bool_)


def _lines(ledger: Ledger, flows: NDArray[np.intp]) -> NDArray[np.intp]:
    """A number for each of these figures, the same for those of one item of one hospital in one year."""
    import numpy as np

    years: dict[tuple[str, int], int] = {}
    items: dict[str, int] = {}
    year = [years.setdefault((entity, Period.parse(period).year), len(years)) for entity, period in ledger.rows]
    item = [items.setdefault(identifier, len(items)) for identifier, _ in ledger.columns]
    numbers = np.array(year)[ledger.row[flows]] * len(items) + np.array(item)[ledger.column[flows]]
    used = np.bincount(numbers) > 0
    lines: NDArray[np.intp] = (np.cumsum(used) - 1)[numbers]
    return lines
