"""Which forms stand for a period: its own, and for a year also those of its end that carry the whole year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from reportgen.model.dataset import Dataset, FormReading, View
from reportgen.model.definitions import Item, Kind
from reportgen.model.period import Period, PeriodKind

if TYPE_CHECKING:
    from reportgen.model.dataset import Key

BALANCES: Final = (Kind.STOCK, Kind.LEVEL)
QUARTERS: Final = 4
CARRIED: Final = (View.PERIOD, View.OPEN)
"""Columns of a year that the forms of its end have, too."""
OWN: Final = (View.PERIOD, View.YEAR_TO_DATE)
"""Columns of what a period itself states; the others tell what was before it, or what was planned."""


def submitted(dataset: Dataset, items: Mapping[str, Item], entity: str, period: str) -> dict[str, FormReading]:
    """The forms of an entity for a period, by code.

    A statement of December, or of the fourth quarter, carries the year in its column of the year to date, and a balance
    at that date is the one at the end of the year: it stands for the year of which no form of its own was read. So does
    that of the last month for a quarter, which is told from the start of the year.

    Args:
        dataset: what was read.
        items: which lines stand on which form, and which of them are balances.
        entity: whose forms.
        period: a year, a quarter or a month.
    """
    found = _read_for(dataset, entity, period)
    for end in ends(Period.parse(period)):
        for code, reading in _read_for(dataset, entity, end).items():
            if code not in found and _holds_the_year(dataset, items, reading):
                found[code] = reading
    return found


def only_beside(dataset: Dataset, items: Mapping[str, Item], entity: str, period: str) -> bool:
    """Whether a period has balances alone, each in a row whose other column is of a later period.

    So a balance sheet of September has the end of the year before beside it: nobody submitted that year.
    """
    there = [(name, items.get(name)) for name, view in dataset.known(entity, period) if view in OWN]
    if not there or not all(item is not None and item.kind in BALANCES for _, item in there):
        return False
    now = Period.parse(period).sort_key()
    later = [one for one in dataset.periods(entity) if Period.parse(one).sort_key() > now]
    return all(any(_in_one_row(dataset, name, entity, period, one) for one in later) for name, _ in there)


@lru_cache(maxsize=8)
def states_itself_alone(dataset: Dataset, entity: str, period: str) -> bool:
    """Whether a part of a year has figures of its own and none from the start of the year: it is told by itself."""
    views = {view for _, view in dataset.known(entity, period)}
    return Period.parse(period).is_partial and View.PERIOD in views and View.YEAR_TO_DATE not in views


def _in_one_row(dataset: Dataset, item: str, entity: str, period: str, later: str) -> bool:
    here, there = (dataset.place((item, entity, one, View.PERIOD)) for one in (period, later))
    return here is not None and there is not None and here.stands_beside(there)


def standing(  # noqa: PLR0913 - a figure has that many coordinates
    dataset: Dataset, item: Item, name: str, entity: str, period: str, view: str = ""
) -> Key:
    """The key of a period's figure as a column of a form prints it, wherever it was read.

    That of a year may stand on the forms of its end. An opening balance that no form of the period has is the closing
    one of the year before, and so is a comparative figure. Where nothing was read, the key of the period's own column.
    """
    return next(
        (key for key in _wherever(item, name, entity, Period.parse(period), view) if _is_there(dataset, key)),
        (name, entity, period, view),
    )


def _is_there(dataset: Dataset, key: Key) -> bool:
    return dataset.value(*key) is not None


def _wherever(item: Item, name: str, entity: str, period: Period, view: str) -> Iterator[Key]:
    yield name, entity, str(period), view
    # what a month tells from January on is the year's flow at its end, and never a quarter's
    at_end = item.kind in BALANCES and not item.opening
    is_carried = view in CARRIED and (period.kind is PeriodKind.YEAR or view != View.PERIOD or at_end)
    for end in ends(period) if is_carried else ():
        yield name, entity, end, view or _column(item)
    for begin in begins(period) if item.opening and not view else ():
        yield name, entity, begin, view
    if view == View.OPEN and item.kind in BALANCES:
        yield from _wherever(item, name, entity, period.fiscal_year.previous_year(), "")
    if view == View.COMPARATIVE:
        yield from _wherever(item, name, entity, period.previous_year(), "")


def ends(period: Period) -> tuple[str, ...]:
    """The last month and the last quarter of a year, the last month of a quarter; nothing for a month."""
    last = [(PeriodKind.MONTH, period.months_elapsed), (PeriodKind.QUARTER, QUARTERS)]
    count = {PeriodKind.YEAR: 2, PeriodKind.QUARTER: 1, PeriodKind.MONTH: 0}[period.kind]
    return tuple(str(Period(period.year, kind, number)) for kind, number in last[:count])


def begins(period: Period) -> tuple[str, ...]:
    """The first month and the first quarter of a year, the first month of a quarter; nothing for a month."""
    first = [(PeriodKind.MONTH, period.months_elapsed - period.months + 1), (PeriodKind.QUARTER, 1)]
    count = {PeriodKind.YEAR: 2, PeriodKind.QUARTER: 1, PeriodKind.MONTH: 0}[period.kind]
    return tuple(str(Period(period.year, kind, number)) for kind, number in first[:count])


def _read_for(dataset: Dataset, entity: str, period: str) -> dict[str, FormReading]:
    return {form.form: form for form in dataset.forms if (form.entity, form.period) == (entity, period)}


def _holds_the_year(dataset: Dataset, items: Mapping[str, Item], reading: FormReading) -> bool:
    return any(dataset.value(*key) is not None for key in _keys(items, reading))


def _keys(items: Mapping[str, Item], reading: FormReading) -> Iterator[Key]:
    for name, item in items.items():
        if reading.form in item.forms:
            yield name, reading.entity, reading.period, _column(item)


def _column(item: Item) -> str:
    return str(View.PERIOD if item.kind in BALANCES and not item.opening else View.YEAR_TO_DATE)
