"""Figures of other periods that follow from those that were read: marked as derived.

Means that are taken from what each month counts, where nothing tells how the year began.

Of employees counted at each month's end a year has its mean from the first month on. Where last year's count is known,
or the mean is stated, nothing is made.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import fsum
from typing import TYPE_CHECKING, Final

from reportgen.catalog import Catalog
from reportgen.intake.context import FoundValues
from reportgen.intake.settlement.ledger import Ledger, Moved, Pair, codes_of
from reportgen.model.dataset import Observation, View
from reportgen.model.definitions import Kind
from reportgen.model.period import MONTHS, Period, PeriodKind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Computed = tuple[NDArray[np.intp], NDArray[np.float64]]
    """Indices of the figures where the computed ones stand, and their values."""


PARTS: Final = (PeriodKind.MONTH, PeriodKind.QUARTER)
"""Of a year."""
FLOWS: Final = (Kind.FLOW, Kind.COUNT)
BALANCES: Final = (Kind.STOCK, Kind.LEVEL)
VIEWS: Final = (str(View.PERIOD), str(View.YEAR_TO_DATE))
OWN: Final = str(View.PERIOD)
MOST: Final = 1e14
"""Fen below which a year of amounts adds up in whole numbers without loss."""


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
    def of(gathered: FoundValues, catalog: Catalog) -> Blanks:
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
    """With year to date from months or quarters, one of these from two year-to-dates, and a year from its last one."""
    found = ledger
    for part in PARTS:
        found = _with_parts(found, catalog, part, blanks)
    for part in PARTS:
        found = _with_years(found, catalog, part)
    return found


def _with_parts(ledger: Ledger, catalog: Catalog, part: PeriodKind, blanks: Blanks | None) -> Ledger:
    """Flows of the months or quarters of a year side by side: which are there, and which follow from them."""
    import numpy as np

    views = np.array([VIEWS.index(view) if view in VIEWS else -1 for _, view in ledger.columns], dtype=np.intp)
    number, view = _numbers(ledger, part)[ledger.row], views[ledger.column]
    flows = np.flatnonzero((number > 0) & (view >= 0) & _are(ledger, catalog, FLOWS)[ledger.column])
    if not len(flows):
        return ledger
    lines = _lines(ledger, flows)
    table = np.full((int(lines.max()) + 1, MONTHS + 1, len(VIEWS)), -1, dtype=np.intp)
    table[lines, number[flows], view[flows]] = flows
    blank = _blank(ledger, table, part, blanks)
    for of, (base, values) in zip(
        VIEWS, (_of_month(ledger, table, blank), _to_date(ledger, table, blank)), strict=True
    ):
        ledger = ledger.with_derived(base, values, column=partial(_viewed, of))
    return ledger


def _viewed(view: str, pair: Pair) -> Pair:
    return pair[0], view


def _blank(ledger: Ledger, table: NDArray[np.intp], part: PeriodKind, blanks: Blanks | None) -> NDArray[np.bool_]:
    """For each line and part of a year whether it is a blank line of a form that is there."""
    import numpy as np

    blank = np.zeros(table.shape[:2], dtype=np.bool_)
    there: NDArray[np.bool_] = np.logical_or.reduce(table >= 0, axis=2)
    later = np.logical_or.accumulate(there[:, ::-1], axis=1)[:, ::-1]
    for line, month in np.argwhere(~there[:, 1:] & later[:, 1:]).tolist() if blanks else ():
        index = int(table[line][table[line] >= 0][0])
        entity, period = ledger.rows[ledger.row[index]]
        when = Period(Period.parse(period).year, part, month + 1)
        assert blanks
        blank[line, month + 1] = blanks.is_blank(ledger.columns[ledger.column[index]][0], entity, str(when))
    return blank


def _to_date(ledger: Ledger, table: NDArray[np.intp], blank: NDArray[np.bool_]) -> Computed:
    """Year to date where it is not there and all months up to it are, or are blank."""
    import numpy as np

    there = table[:, 1:] >= 0
    unbroken = np.logical_and.accumulate(there[:, :, 0] | blank[:, 1:], axis=1)
    wanted = unbroken & there[:, :, 0] & ~there[:, :, 1]
    months = np.where(there[:, :, 0], ledger.value[table[:, 1:, 0]], 0.0)
    so_far = _running(months)
    stated = np.where(there[:, :, 1] & unbroken, np.arange(MONTHS), -1)
    last = np.maximum.accumulate(stated, axis=1)  # what a year to date before says more than its months is part of it
    rows = np.arange(len(table))[:, None]
    more = np.where(last >= 0, ledger.value[table[rows, last + 1, 1]] - so_far[rows, last], 0.0)
    return table[:, 1:, 0][wanted], np.where(more == 0, so_far, np.round(so_far + more, 6))[wanted]


def _of_month(ledger: Ledger, table: NDArray[np.intp], blank: NDArray[np.bool_]) -> Computed:
    """A month where it is not there and its year to date and the one before are; January is its year to date.

    Before the year to date was a blank line, it was nothing.
    """
    import numpy as np

    there = table >= 0
    before = there[:, :-1, 1] | blank[:, :-1]
    before[:, 0] = True
    wanted = ~there[:, 1:, 0] & there[:, 1:, 1] & before
    here, earlier = table[:, 1:, 1][wanted], table[:, :-1, 1][wanted]
    less = np.where(earlier >= 0, ledger.value[earlier], 0.0)
    return here, _running(np.stack([ledger.value[here], -less], axis=1))[:, -1]


def _running(terms: NDArray[np.float64]) -> NDArray[np.float64]:
    """The sums of each row up to each of its terms, without the noise of binary: amounts to the fen in whole fen."""
    import numpy as np

    fen = np.rint(terms * 100.0)
    found: NDArray[np.float64] = np.cumsum(fen, axis=1) / 100.0
    for row in np.flatnonzero(((fen / 100.0 != terms) | (np.abs(fen) >= MOST)).any(axis=1)).tolist():
        found[row] = [round(fsum(terms[row, :until].tolist()), 6) for until in range(1, terms.shape[1] + 1)]
    return found


def _with_years(ledger: Ledger, catalog: Catalog, last: PeriodKind) -> Ledger:
    """The year's figure where only its months are there: December's year to date, or its closing balance.

    So it is where only its quarters are there. What a year begins with is what December says of it, or January.
    """
    import numpy as np

    december = _ends_a_year(ledger, last)
    if not december.any():
        return ledger
    to_date = np.array([view == View.YEAR_TO_DATE for _, view in ledger.columns], dtype=np.bool_)
    own = np.array([view == View.PERIOD for _, view in ledger.columns], dtype=np.bool_)
    begins = np.array([catalog.items[item].opening for item, _ in ledger.columns], dtype=np.bool_)
    fits = to_date & (_are(ledger, catalog, FLOWS) | begins) | own & _are(ledger, catalog, BALANCES) & ~begins
    ending = december[ledger.row] & fits[ledger.column]  # a plan for December ends no year
    found = _as_years(ledger, ending)
    january = _begins_a_year(found, last, {_year_of(ledger.rows[at]) for at in set(ledger.row[ending].tolist())})
    is_first = np.array(
        [view == View.PERIOD and catalog.items[item].opening for item, view in found.columns], dtype=np.bool_
    )
    return _as_years(found, january[found.row] & is_first[found.column])


def _as_years(ledger: Ledger, wanted: NDArray[np.bool_]) -> Ledger:
    """With these figures as those of their years, where there are no others."""
    import numpy as np

    base = np.flatnonzero(wanted)
    row, column = _codes(ledger.rows, _year_of), _codes(ledger.columns, _own)
    found = row[ledger.row[base]], column[ledger.column[base]]
    known = np.isin(found[0] * max(1, len(ledger.columns)) + found[1], ledger.keys)
    base = base[~(known & (found[0] >= 0) & (found[1] >= 0))]
    return ledger.with_derived(base, ledger.value[base], row=_year_of, column=_own)


def _year_of(pair: Pair) -> Pair:
    return pair[0], str(Period.parse(pair[1]).year)


_own: Final = partial(_viewed, OWN)


def _codes(pairs: Sequence[Pair], move: Moved) -> NDArray[np.intp]:
    """For each pair the code of what it becomes, -1 where that is none of them."""
    import numpy as np

    known = codes_of(pairs)
    return np.array([known.get(move(pair), -1) for pair in pairs], dtype=np.intp)


def _ends_a_year(ledger: Ledger, kind: PeriodKind) -> NDArray[np.bool_]:
    """The rows of Decembers, or of fourth quarters."""
    import numpy as np

    periods = (Period.parse(period) for _, period in ledger.rows)
    return np.array([when.kind is kind and when.months_elapsed == MONTHS for when in periods], dtype=np.bool_)


def _begins_a_year(ledger: Ledger, kind: PeriodKind, years: Collection[Pair]) -> NDArray[np.bool_]:
    """The rows of Januaries, or of first quarters, of some years."""
    import numpy as np

    periods = ((pair, Period.parse(pair[1])) for pair in ledger.rows)
    first = [when.kind is kind and when.number == 1 and _year_of(pair) in years for pair, when in periods]
    return np.array(first, dtype=np.bool_)


def _numbers(ledger: Ledger, part: PeriodKind) -> NDArray[np.intp]:
    """The number of each row that is such a part of a year, 0 for others."""
    import numpy as np

    periods = (Period.parse(period) for _, period in ledger.rows)
    return np.array([when.number if when.kind is part else 0 for when in periods], dtype=np.intp)


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


MEANS: Final = {"staff_total": "avg_staff", "beds_open": "avg_open_beds", "doctors": "avg_doctors"}
"""What is counted, and its mean."""


def monthly_means(gathered: FoundValues) -> Iterator[Observation]:
    """The mean of each month that has a count, derived and at the place of that."""
    named = {*MEANS, *MEANS.values()}
    found = [one for one in gathered.observations if isinstance(one, Observation) and one.item in named]
    known = {(one.item, one.entity, Period.parse(one.period).year, one.view) for one in found}
    for one in found:
        when = Period.parse(one.period)
        if one.item not in MEANS or when.kind is not PeriodKind.MONTH or one.view is not View.PERIOD:
            continue
        before = {(one.item, one.entity, when.year - 1, view) for view in (View.PERIOD, View.YEAR_TO_DATE)}
        before |= {(one.item, one.entity, when.year, view) for view in (View.OPEN, View.COMPARATIVE)}
        before |= {(MEANS[one.item], one.entity, when.year, view) for view in (View.PERIOD, View.YEAR_TO_DATE)}
        if not before & known:
            yield replace(one, item=MEANS[one.item], derived=True)
