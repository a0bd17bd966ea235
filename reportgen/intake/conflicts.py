"""Two values for one thing: which is kept, and what has to be said."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable

from reportgen.catalog import Catalog
from reportgen.intake.context import Gathered
from reportgen.model.dataset import FormReading, Key, Observation
from reportgen.model.period import Period, PeriodKind
from reportgen.model.place import Place

FormKey = tuple[str, str, str]


def settle(gathered: Gathered, catalog: Catalog) -> None:
    """Leave one value for each item, entity, period and view, or none where they disagree."""
    _forms(gathered)
    _values(gathered, catalog)
    _missing_months(gathered)


def _forms(gathered: Gathered) -> None:
    """W16: one form twice for one period with different figures, none is kept; I18: with the same, the first is."""
    by_form: dict[FormKey, list[FormReading]] = defaultdict(list)
    for form in gathered.forms:
        by_form[form.entity, form.period, form.form].append(form)
    values = _by_sheet(gathered.observations)
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


def _values(gathered: Gathered, catalog: Catalog) -> None:
    """W16: two cells of different forms or tables disagree, no value is kept until the user chooses (edge rule E37)."""
    kept: dict[Key, Observation] = {}
    refused: set[Key] = set()
    for value in gathered.observations:
        key = (value.item, value.entity, value.period, str(value.view))
        first = kept.setdefault(key, value)
        if not _equal(first, value) and key not in refused:
            refused.add(key)
            gathered.doubt(*key[:3], value.place)
            gathered.doubt(*key[:3], first.place)
            gathered.find(
                "I43", value.place, item=catalog.items[value.item].name, period=value.period, first=first.place,
                value=value.value, other=first.value,
            )  # fmt: skip
    gathered.observations = [value for key, value in kept.items() if key not in refused]


def _equal(one: Observation, other: Observation) -> bool:
    """Equal within half a unit of the coarser last place printed."""
    return abs(one.value - other.value) <= max(one.step, other.step) / 2


def _missing_months(gathered: Gathered) -> None:
    """I16: a month without the form that the months before and after have."""
    months: dict[tuple[str, str], dict[Period, FormReading]] = defaultdict(dict)
    for form in gathered.forms:
        period = Period.parse(form.period)
        if period.kind is PeriodKind.MONTH:
            months[form.entity, form.form][period] = form
    for (entity, code), having in sorted(months.items()):
        ordered = sorted(having, key=Period.sort_key)
        for month, following in itertools.pairwise(ordered):
            for period in _between(month, following):
                place = having[following].place
                gathered.find("I16", place, entity=entity, form=code, period=str(period), following=str(following))


def _between(month: Period, following: Period) -> Iterable[Period]:
    """Months that lie between two, within a year of each other."""
    found: list[Period] = []
    step = following.preceding()
    while step.sort_key() > month.sort_key() and len(found) < 12:  # noqa: PLR2004 - a year
        found.append(step)
        step = step.preceding()
    return reversed(found)
