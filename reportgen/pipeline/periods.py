"""Which period is evaluated, and which earlier ones it is compared with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from reportgen import compute
from reportgen.catalog import Catalog
from reportgen.compute.cells import Cells
from reportgen.errors import ExitCode, Refused
from reportgen.formula.evaluate import BUDGET_PREFIX
from reportgen.model.dataset import Dataset, FormReading, Observation, View, extended
from reportgen.model.definitions import Item, Kind
from reportgen.model.finding import Fact, Finding
from reportgen.model.period import Period, PeriodKind
from reportgen.model.place import Place
from reportgen.model.schemes import Scheme
from reportgen.model.submitted import BALANCES, submitted
from reportgen.model.terms import Terms
from reportgen.model.values import IndicatorValues

PLANNED = (View.BUDGET, View.BUDGET_ORIGINAL)
MONTHS_BACK = 12
MONTHS_OF_QUARTER = 3
FLOWS = (Kind.FLOW, Kind.COUNT)
YEARS_BACK = 5


def chosen(  # noqa: PLR0913 - what a period is chosen from, and what is wanted of it
    dataset: Dataset, catalog: Catalog, entity: str, scheme: Scheme, asked: str | None,
    usual: PeriodKind | None = None,
) -> str:  # fmt: skip
    """The period asked for, or the newest complete one; of the usual length, where there is one.

    Raises:
        Refused: if the text is no period, or if there is nothing for that period (C01) or only a budget (C15).
    """
    if asked is None:
        known = complete(dataset, catalog, entity, scheme, usual)
        if not known:
            there = {reading.form for reading in dataset.forms if reading.entity == entity}
            missing = tuple(sorted(set(scheme.requires) - there)) or scheme.requires
            facts: dict[str, Fact] = {"entity": entity, "missing": missing}
            raise Refused([Finding("C05", Place("data"), facts | {"there": tuple(sorted(there)) or None})])
        return str(([period for period in known if period.kind is usual] or known)[-1])
    period = parsed(asked)
    is_there = period in dataset.periods(entity)
    if not is_there or not _has_values(dataset, entity, period):
        having = list(map(str, with_values(dataset, entity)))
        facts = {"period": period, "known": tuple(having[-6:])}
        raise Refused([Finding("C15" if is_there else "C01", Place(""), facts)])
    return period


def begun(dataset: Dataset, catalog: Catalog, entity: str, scheme: Scheme) -> str:
    """The newest complete period, and where none is complete the newest that has any figure.

    Raises:
        Refused: if there is nothing of any period (C05).
    """
    having = with_values(dataset, entity)
    if having and not complete(dataset, catalog, entity, scheme):
        return str(having[-1])
    return chosen(dataset, catalog, entity, scheme, None)


def parsed(asked: str) -> str:
    """A period as the user writes it.

    Raises:
        Refused: C04, if the text is no period.
    """
    try:
        return str(Period.parse(asked))
    except ValueError:
        raise Refused([Finding("C04", Place(""), {"text": asked})], ExitCode.USAGE) from None


def of_panel(dataset: Dataset, catalog: Catalog, scheme: Scheme, asked: str | None) -> str:
    """The period of a whole panel: the one asked for, or the newest that most hospitals have."""
    index = dataset.values.index
    if asked is not None:
        first = next((entity for entity, period in index if period == parsed(asked)), index[0][0])
        return chosen(dataset, catalog, str(first), scheme, asked)
    counts: dict[str, int] = {}
    for _, period in index:
        counts[str(period)] = counts.get(str(period), 0) + 1
    most = max(counts.values())
    return max((p for p, n in counts.items() if n * 2 >= most), key=lambda p: Period.parse(p).sort_key())


def complete(
    dataset: Dataset, catalog: Catalog, entity: str, scheme: Scheme, usual: PeriodKind | None = None
) -> list[Period]:
    """Periods for which every form that the scheme requires is there, by their end.

    A year of which some form was read has those of its December, too, where they carry the year; and so has one of
    which none was read, if it is years that are wanted (`usual`).
    A source that is no official form (a wide or tidy table) has no forms to ask for: any period with values counts.
    """
    forms: dict[str, set[str]] = {}
    for reading in dataset.forms:
        if reading.entity == entity:
            forms.setdefault(reading.period, set()).add(reading.form)
    having = with_values(dataset, entity)
    if not forms:
        return having

    def is_complete(period: Period) -> bool:
        own = forms.get(str(period), set())
        wanted = set(scheme.requires) - own
        if own and not wanted:
            return True
        if not own and period.kind is not usual:
            return False
        carried = set(submitted(dataset, catalog.items, entity, str(period)))
        return bool(carried) and wanted <= carried

    return [period for period in having if is_complete(period)]


def with_values(dataset: Dataset, entity: str) -> list[Period]:
    """Periods with anything but a budget, by their end."""
    having = [period for period in dataset.periods(entity) if _has_values(dataset, entity, period)]
    return sorted(map(Period.parse, having), key=Period.sort_key)


def _has_values(dataset: Dataset, entity: str, period: str) -> bool:
    """Whether anything but a budget was read: neither beside a line nor as a line of its own."""
    table = dataset.values
    row = table.index.get_loc((entity, period))
    items, views = (table.columns.get_level_values(level) for level in (0, 1))
    actual = ~views.isin(PLANNED) & ~items.str.startswith(BUDGET_PREFIX)
    return bool(table.notna().to_numpy()[row, actual].any())


def before(dataset: Dataset, catalog: Catalog, entity: str, period: str, scheme: Scheme) -> list[str]:
    """Earlier periods of the same length, oldest first: twelve months (and the same month last year) or five years."""
    now = Period.parse(period)
    back = {PeriodKind.MONTH: MONTHS_BACK, PeriodKind.QUARTER: 5, PeriodKind.YEAR: YEARS_BACK}[now.kind]
    known = complete(dataset, catalog, entity, scheme, now.kind)
    same = [p for p in known if p.kind is now.kind and p.sort_key() < now.sort_key()]
    return [str(p) for p in same[-back:]]


def with_quarters(dataset: Dataset, items: Mapping[str, Item]) -> Dataset:
    """The dataset with the quarters of which it has the three months, but no figures of their own.

    A balance is the one at their end, and so is what is told from the start of the year; a flow is the three months
    together, a mean their mean. Each is marked as derived and stands at the cell of the last month that has one. What is
    blank on the form of a month counts as it does in that month, and what is blank in all three of them in the quarter.
    """
    quarters = [
        _Quarter(dataset, items, entity, quarter, months)
        for entity in dict.fromkeys(map(str, dataset.values.index.get_level_values(0)))
        for quarter, months in _quarters(set(dataset.periods(entity)))
    ]
    if not quarters:
        return dataset
    made = [one for quarter in quarters for one in quarter.figures()]
    lost = {key: places for quarter in quarters for key, places in quarter.lost().items()}
    forms = (form for quarter in quarters for form in quarter.forms())
    whole = extended(dataset, made, {})
    return replace(whole, composed=tuple(forms), unread={**whole.unread, **lost})


def _quarters(known: set[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each quarter that has no figures of its own, with its months, all of which are there."""
    for last in sorted(known):
        month = Period.parse(last)
        if month.kind is not PeriodKind.MONTH or month.number % MONTHS_OF_QUARTER:
            continue
        months = tuple(str(Period(month.year, month.kind, month.number - back)) for back in (2, 1, 0))
        quarter = str(Period(month.year, PeriodKind.QUARTER, month.number // MONTHS_OF_QUARTER))
        if quarter not in known and known.issuperset(months):
            yield quarter, months


@dataclass(frozen=True, eq=False)
class _Quarter:
    """A quarter of an entity, made of its months."""

    dataset: Dataset
    items: Mapping[str, Item]
    entity: str
    period: str
    months: tuple[str, ...]

    @cached_property
    def _cells(self) -> Cells:
        """The figures of the months; one that is there and could not be taken is no blank."""
        return Cells(self.dataset, self.items, self.entity, Terms(invalid=frozenset(self.dataset.unread)))

    def figures(self) -> Iterator[Observation]:
        """What follows from the months."""
        for name, said in self.dataset.values.columns:
            item, view = self.items.get(str(name)), View(str(said))
            if item is not None and (found := self._figure(item, str(name), view)) is not None:
                value, place = found
                yield Observation(str(name), self.entity, self.period, view, value, item.unit, place, derived=True)

    def _figure(self, item: Item, name: str, view: View) -> tuple[float, Place] | None:
        """The value and its cell, none where nothing but blanks is there: they count on the form of the quarter."""
        found = [self._cells.read(name, Period.parse(month), view) for month in self.months]
        if item.kind in BALANCES or view in {View.OPEN, View.YEAR_TO_DATE}:
            found = found[-1:]
        elif view is View.COMPARATIVE:  # of what length that of a month is, it varies
            return None
        parts = [part for part in found if part is not None]
        places = [part.place for part in parts if part.place is not None]
        if len(parts) < len(found) or not places:
            return self._from_year_to_date(item, name, view)
        return sum(part.value for part in parts) / (len(parts) if item.kind is Kind.MEAN else 1), places[-1]

    def _from_year_to_date(self, item: Item, name: str, view: View) -> tuple[float, Place] | None:
        """A flow as what is told from the start of the year, less what was told at the end of the quarter before."""
        last = Period.parse(self.months[-1])
        if item.kind not in FLOWS or view is not View.PERIOD:
            return None
        now = self._cells.read(name, last, View.YEAR_TO_DATE)
        if now is None or now.place is None or last.number == MONTHS_OF_QUARTER:
            return None if now is None or now.place is None else (now.value, now.place)
        before = Period(last.year, last.kind, last.number - MONTHS_OF_QUARTER)
        earlier = self._cells.read(name, before, View.YEAR_TO_DATE)
        return None if earlier is None else (now.value - earlier.value, now.place)

    def forms(self) -> Iterator[FormReading]:
        """The forms that are filled for every month, as those of the quarter: at the sheets of its last month."""
        of_month = [
            {form.form: form for form in self.dataset.filled if (form.entity, form.period) == (self.entity, month)}
            for month in self.months
        ]
        for code, form in of_month[-1].items():
            if all(code in forms for forms in of_month):
                yield replace(form, period=self.period, own=())

    def lost(self) -> dict[tuple[str, str, str], tuple[Place, ...]]:
        """What could not be taken in a month, and so is not known of the quarter: it must not count as blank."""
        formed = {(one.item, one.view) for one in self.figures()}
        found: dict[tuple[str, str, str], tuple[Place, ...]] = {}
        for (name, entity, period), places in self.dataset.unread.items():
            counts = self.months[-1:] if name in self.items and self.items[name].kind in BALANCES else self.months
            if entity == self.entity and period in counts and (name, View.PERIOD) not in formed:
                key = (name, entity, self.period)
                found[key] = (*found.get(key, ()), *places)
        return found


def month_values(dataset: Dataset, catalog: Catalog, terms: Terms) -> IndicatorValues | None:
    """Indicators on single months, for run charts; None where there are no months."""
    periods = set(dataset.values.index.get_level_values(1))
    if not any("-" in period and "Q" not in period for period in periods):
        return None
    return compute.indicators(dataset, catalog, terms=replace(terms, basis="month"))
