"""Two values for one thing: which is kept, and what has to be said."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from reportgen.catalog import Catalog
from reportgen.intake import approved, ledger, silent, unreached
from reportgen.intake.blocks import told
from reportgen.intake.context import Gathered
from reportgen.intake.ledger import Ledger
from reportgen.model.dataset import FormReading, Observation
from reportgen.model.finding import amount
from reportgen.model.period import MONTHS, Period, PeriodKind
from reportgen.model.place import Place

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DENSE: Final = 8
"""A table of so many times the figures is still quicker than sorting them."""
TO: Final = "–"
FormKey = tuple[str, str, str]
Months = dict[tuple[str, str], dict[int, FormReading]]


def settle(gathered: Gathered, catalog: Catalog) -> Ledger:
    """One figure for each item, entity, period and view, or none where they disagree."""
    unreached.leave_out(gathered)
    _forms(gathered)
    gathered.observations += approved.totals(gathered)
    settled = _values(gathered, catalog)
    months = _by_month(gathered)
    _missing_months(gathered, months)
    _missing_in_newest(gathered, months)
    return settled


def _forms(gathered: Gathered) -> None:
    """W16: one form twice for one period with different figures, none is kept; I18: with the same, the first is."""
    by_form: dict[FormKey, list[FormReading]] = defaultdict(list)
    for form in gathered.forms:
        by_form[form.entity, form.period, form.form].append(form)
    if all(len(readings) < 2 for readings in by_form.values()):  # noqa: PLR2004 - twice
        return
    gathered.observations = list(told(gathered.observations))
    values = _by_sheet(told(gathered.observations))
    for (entity, period, code), readings in sorted(by_form.items()):
        sheets = list(dict.fromkeys((form.place.file, form.place.sheet) for form in readings))
        if len(sheets) < 2:  # noqa: PLR2004 - twice
            continue
        first = values[sheets[0], entity, period]
        for sheet in sheets[1:]:
            other = values[sheet, entity, period]
            shared = sorted(set(first) & set(other))
            apart = [key for key in shared if not _equal(first[key], other[key])]
            place = Place(*sheet)
            gathered.find(
                "W16" if apart else "I18", place,
                entity=entity, form=code, period=period, first=Place(*sheets[0]), count=len(apart),
            )  # fmt: skip
            if apart:
                dropped = {*first.values(), *other.values()}
                for value in dropped:
                    gathered.doubt(value.item, value.entity, value.period, value.place)
                gathered.observations = [value for value in gathered.observations if value not in dropped]


def _by_sheet(
    observations: Iterable[Observation],
) -> dict[tuple[tuple[str, str | None], str, str], dict[tuple[str, str], Observation]]:
    found: dict[tuple[tuple[str, str | None], str, str], dict[tuple[str, str], Observation]] = defaultdict(dict)
    for value in observations:
        where = (value.place.file, value.place.sheet)
        found[where, value.entity, value.period].setdefault((value.item, str(value.view)), value)
    return found


def _values(gathered: Gathered, catalog: Catalog) -> Ledger:
    """W16: two cells of different forms or tables disagree, no value is kept until the user chooses (edge rule E37)."""
    import numpy as np

    read = ledger.of(gathered.observations)
    keys = read.keys
    first = _firsts(keys, len(read.rows) * len(read.columns))
    own = np.arange(len(keys))
    if (first == own).all():
        return read
    half = np.maximum(read.step, read.step[first]) / 2
    apart = np.flatnonzero(np.abs(read.value[first] - read.value) > half)  # a figure is never apart from itself
    refused: set[int] = set()
    for index in apart.tolist():
        key = int(keys[index])
        if key not in refused:
            refused.add(key)
            _tell_apart(read, index, int(first[index]), gathered, catalog)
    taken = (first == own) & ~np.isin(keys, sorted(refused))
    kept, dropped = ({read.place(index).file for index in np.flatnonzero(of).tolist()} for of in (taken, first != own))
    silent.repeated(kept, dropped, gathered)
    return read.only(taken)


def _firsts(keys: NDArray[np.intp], size: int) -> NDArray[np.intp]:
    """For each key the index at which it occurs first; all are below `size`."""
    import numpy as np

    if size > DENSE * len(keys):
        _, firsts, which = np.unique(keys, return_index=True, return_inverse=True)
        return firsts[which]
    at = np.empty(size, dtype=np.intp)
    at[keys[::-1]] = np.arange(len(keys))[::-1]  # of two the later one written stays, which is the first
    return at[keys]


def _tell_apart(read: Ledger, index: int, first: int, gathered: Gathered, catalog: Catalog) -> None:
    """I43 at the later of two figures."""
    item, _ = read.columns[read.column[index]]
    entity, period = read.rows[read.row[index]]
    place, other = read.place(index), read.place(first)
    gathered.doubt(item, entity, period, place)
    gathered.doubt(item, entity, period, other)
    unit = catalog.items[item].unit
    gathered.find(
        "I43", place, item=catalog.items[item].name, period=period, first=other,
        value=amount(float(read.value[index]), unit), other=amount(float(read.value[first]), unit),
    )  # fmt: skip


def _equal(one: Observation, other: Observation) -> bool:
    """Equal within half a unit of the coarser last place printed."""
    return abs(one.value - other.value) <= max(one.step, other.step) / 2


def _missing_months(gathered: Gathered, months: Months) -> None:
    """I16: a month without the form that the months before and after have, but for a month beside that of last year."""
    for (entity, code), having in sorted(months.items()):
        if max(having) - min(having) + 1 == len(having):
            continue
        for month, following in itertools.pairwise(sorted(having)):
            if following - month == 1 or (
                following - month == MONTHS and having[month].place == having[following].place
            ):
                continue
            missing = [_named(number) for number in range(max(month + 1, following - MONTHS), following)]
            place, since = having[following].place, tuple(dict.fromkeys((missing[0], missing[-1])))
            gathered.find(
                "I16", place, entity=entity, form=code, period=TO.join(since), following=_named(following),
                count=len(missing),
            )  # fmt: skip


def _missing_in_newest(gathered: Gathered, months: Months) -> None:
    """I81: the newest month of a hospital lacks a form that both months before it have."""
    newest: dict[str, int] = {}
    for (entity, _), having in months.items():
        newest[entity] = max(newest.get(entity, 0), *having)
    for (entity, code), having in sorted(months.items()):
        last = newest[entity]
        if last not in having and last - 1 in having and last - 2 in having:
            before = having[last - 1]
            gathered.find(
                "I81", before.place, entity=entity, form=code, period=_named(last), before=before.period
            )  # fmt: skip


def _by_month(gathered: Gathered) -> Months:
    """The forms of months, by hospital and form, then by the number of the month since year 0."""
    months: Months = defaultdict(dict)
    for form in gathered.forms:
        period = Period.parse(form.period)
        if period.kind is PeriodKind.MONTH:
            months[form.entity, form.form][period.year * MONTHS + period.number - 1] = form
    return months


def _named(month: int) -> str:
    return str(Period(month // MONTHS, PeriodKind.MONTH, month % MONTHS + 1))
