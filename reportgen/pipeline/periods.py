"""Which period is evaluated, which earlier ones it is compared with, and the case as that period shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from reportgen import checks, compute
from reportgen.catalog import Catalog
from reportgen.compute.cells import Cells, LocatedFigure
from reportgen.errors import ExitCode, Refused
from reportgen.formula.evaluate import BUDGET_PREFIX
from reportgen.model.brand import FOLDER as COMMENTARY
from reportgen.model.dataset import Dataset, FormReading, Observation, View, extended
from reportgen.model.definitions import Item, Kind
from reportgen.model.finding import Fact, Finding
from reportgen.model.period import Period, PeriodKind
from reportgen.model.place import Place
from reportgen.model.schemes import Scheme
from reportgen.model.submitted import BALANCES, OWN, only_beside, submitted
from reportgen.model.terms import Terms
from reportgen.model.values import IndicatorValues
from reportgen.pipeline.checked import Checked

MONTHS_BACK = 12
MONTHS_OF_QUARTER = 3
YEARS_BACK = 5
MOST_NAMED = 6
FEWEST_TOTALS = 2
"""Of a statement in words of its own: income and expense, assets and what is owed."""


def chosen(  # noqa: PLR0913 - what a period is chosen from, and what is wanted of it
    dataset: Dataset,
    catalog: Catalog,
    entity: str,
    scheme: Scheme,
    asked: str | None,
    usual: PeriodKind | None = None,
) -> str:
    """The period asked for, or the newest complete one; of the usual length, where there is one.

    Raises:
        Refused: if the text is no period, or if there is nothing for that period (C01) or nothing of its own (C15).
    """
    if asked is None:
        known = complete(dataset, catalog, entity, scheme, usual)
        if not known:
            there = {reading.form for reading in dataset.forms if reading.entity == entity}
            missing = tuple(sorted(set(scheme.requires) - there)) or scheme.requires
            facts: dict[str, Fact] = {"entity": entity, "missing": missing}
            raise Refused([Finding("C05", Place("data"), facts | {"there": tuple(sorted(there)) or None})])
        return str(_usual(dataset, catalog, entity, known, usual) or known[-1])
    period = parsed(asked)
    having = list(map(str, with_values(dataset, entity)))
    if period not in having:
        raise nothing_of(period, having, "C15" if period in dataset.periods(entity) else "C01")
    return period


def _usual(
    dataset: Dataset, catalog: Catalog, entity: str, known: Sequence[Period], usual: PeriodKind | None
) -> Period | None:
    """The newest period of the usual length that was submitted, not only as a column beside a later one."""
    of_length = (period for period in reversed(known) if period.kind is usual)
    return next((one for one in of_length if not only_beside(dataset, catalog.items, entity, str(one))), None)


def nothing_of(period: str, known: Iterable[str], rule: str = "C01") -> Refused:
    """What is told where a period is asked for of which there is nothing: with the newest there are."""
    newest = sorted(known, key=lambda one: Period.parse(one).sort_key())[-MOST_NAMED:]
    return Refused([Finding(rule, Place(""), {"period": period, "known": tuple(newest)})])


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
    """Periods for which every form that the scheme requires is there, or its totals in other words, by their end.

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
        own = own | {form for form in set(scheme.requires) - own if _has_totals(dataset, catalog, form, entity, period)}
        wanted = set(scheme.requires) - own
        if own and not wanted:
            return True
        if not own and period.kind is not usual:
            return False
        carried = set(submitted(dataset, catalog.items, entity, str(period)))
        return bool(carried) and wanted <= carried

    return [period for period in having if is_complete(period)]


def _has_totals(dataset: Dataset, catalog: Catalog, code: str, entity: str, period: Period) -> bool:
    """Whether totals of a form were read for a period, though the form was not: a statement in other words."""
    form = catalog.forms.get(code)
    totals = {row.item for row in form.every_row if row.bold and row.item} if form else set()
    known = {item for item, view in dataset.known(entity, str(period)) if view in OWN}
    return len(totals & known) >= FEWEST_TOTALS


def with_values(dataset: Dataset, entity: str) -> list[Period]:
    """Periods with anything of their own, by their end: budgets, openings and figures of last year are none."""
    actual = _actual(dataset)
    having = (Period.parse(period) for period in dataset.periods(entity) if (entity, period) in actual)
    return sorted(having, key=Period.sort_key)


@lru_cache(maxsize=2)
def _actual(dataset: Dataset) -> frozenset[tuple[str, str]]:
    """Entity and period of rows with anything of their own: of a panel all at once, for each hospital asks."""
    table = dataset.values
    items, views = (table.columns.get_level_values(level) for level in (0, 1))
    columns = views.isin(OWN) & ~items.str.startswith(BUDGET_PREFIX)
    there = table.notna().to_numpy()[:, columns]
    return frozenset(row for row, figures in zip(dataset.rows, there, strict=True) if figures.any())


def before(dataset: Dataset, catalog: Catalog, entity: str, period: str, scheme: Scheme) -> list[str]:
    """Earlier periods of the same length, oldest first: twelve months (and the same month last year) or five years."""
    now = Period.parse(period)
    back = {PeriodKind.MONTH: MONTHS_BACK, PeriodKind.QUARTER: 5, PeriodKind.YEAR: YEARS_BACK}[now.kind]
    known = complete(dataset, catalog, entity, scheme, now.kind)
    same = [p for p in known if p.kind is now.kind and p.sort_key() < now.sort_key()]
    return [str(p) for p in same[-back:]]


def with_quarters(dataset: Dataset, items: Mapping[str, Item]) -> Dataset:
    """The dataset with the quarters of which it has the three months, but no figures of their own.

    A balance is the one at their end, and so is what is told from the start of the year; what a period begins with is
    that of the first month, a flow the three months together, a mean their mean. Each is marked as derived and stands
    at the cell of the last month that has one. What is blank on the form of a month counts as it does in that month;
    but a flow with a blank month is what is told from the start of the year, less what the quarter before had told.
    """
    quarters = [
        _Quarter(dataset, items, entity, quarter, months)
        for entity in dict.fromkeys(map(str, dataset.values.index.get_level_values(0)))
        for quarter, months in _quarters(set(dataset.periods(entity)))
    ]
    if not quarters:
        return dataset
    whole = extended(dataset, [one for quarter in quarters for one in quarter.figures], {})
    lost = {key: places for quarter in quarters for key, places in quarter.lost().items()}
    forms = tuple(form for quarter in quarters for form in quarter.forms())
    return replace(whole, composed=forms, unread={**whole.unread, **lost})


def _quarters(known: set[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each quarter that has no figures of its own, with its months, all of which are there."""
    for last in sorted(known):
        month = Period.parse(last)
        if month.kind is not PeriodKind.MONTH or month.number % MONTHS_OF_QUARTER:
            continue
        quarter = str(Period(month.year, PeriodKind.QUARTER, month.number // MONTHS_OF_QUARTER))
        months = months_of(quarter)
        if quarter not in known and known.issuperset(months):
            yield quarter, months


def months_of(quarter: str) -> tuple[str, ...]:
    """The three months of a quarter, in their order."""
    whole = Period.parse(quarter)
    last = whole.number * MONTHS_OF_QUARTER
    return tuple(str(Period(whole.year, PeriodKind.MONTH, last - back)) for back in (2, 1, 0))


@dataclass(frozen=True, eq=False)
class _Quarter:
    """A quarter of an entity, made of its months."""

    dataset: Dataset
    items: Mapping[str, Item]
    entity: str
    period: str
    months: tuple[str, ...]

    @cached_property
    def figures(self) -> tuple[Observation, ...]:
        """What follows from the months."""
        made = []
        for name, view in self._columns:
            item = self.items[name]
            if (found := self._figure(item, name, view)) is not None:
                value, place = found
                made.append(Observation(name, self.entity, self.period, view, value, item.unit, place, derived=True))
        return tuple(made)

    @cached_property
    def _columns(self) -> tuple[tuple[str, View], ...]:
        """The columns that were read, and that of the period beside each one of the year to date."""
        names, views = map(self.dataset.values.columns.get_level_values, (0, 1))
        read = [(name, View(view)) for name, view in zip(names, views, strict=True) if name in self.items]
        beside = [(name, View.PERIOD) for name, view in read if view is View.YEAR_TO_DATE]
        return tuple(dict.fromkeys((*read, *beside)))

    @cached_property
    def _cells(self) -> Cells:
        return Cells(self.dataset, self.items, self.entity)

    def _read(self, name: str, view: View, months: Sequence[str]) -> list[LocatedFigure | None]:
        return [self._cells.read(name, Period.parse(month), view) for month in months]

    def _figure(self, item: Item, name: str, view: View) -> tuple[float, Place] | None:
        """The value and its cell, none where nothing but blanks is there: they count on the form of the quarter."""
        if item.kind in BALANCES or view in {View.OPEN, View.YEAR_TO_DATE}:
            first = item.opening and view is View.PERIOD
            return _together(self._read(name, view, self.months[:1] if first else self.months[-1:]))
        if view is View.COMPARATIVE:  # beside a month it is of the year to date
            return _together(self._read(name, view, self.months[-1:]))
        found = self._read(name, view, self.months)
        is_told = view is View.PERIOD and item.kind is not Kind.MEAN and any(map(_is_gap, found))
        return (self._from_year_to_date(name) if is_told else None) or _together(found, mean=item.kind is Kind.MEAN)

    def _from_year_to_date(self, name: str) -> tuple[float, Place] | None:
        """A flow as what is told from the start of the year, less what was told at the end of the quarter before."""
        last = Period.parse(self.months[-1])
        before = (
            () if last.number == MONTHS_OF_QUARTER else (str(replace(last, number=last.number - len(self.months))),)
        )
        now, *earlier = self._read(name, View.YEAR_TO_DATE, (self.months[-1], *before))
        if now is None or now.place is None or not all(earlier):
            return None
        return now.value - sum(one.value for one in earlier if one), now.place

    def forms(self) -> Iterator[FormReading]:
        """The forms that are filled at the end, as those of the quarter; of its end alone where a month lacks them."""
        *others, last = [
            {
                form.form: form
                for form in self.dataset.filled(throughout=False)
                if (form.entity, form.period) == (self.entity, month)
            }
            for month in self.months
        ]
        for code, form in last.items():
            at_end = not all(code in forms for forms in others)
            yield replace(form, period=self.period, own=(), at_end=at_end)

    def lost(self) -> dict[tuple[str, str, str], tuple[Place, ...]]:
        """What could not be taken in a month, and so is not known of the quarter: it must not count as blank."""
        formed = {one.item for one in self.figures if one.view is View.PERIOD}
        found: dict[tuple[str, str, str], tuple[Place, ...]] = {}
        for (name, entity, period), places in self.dataset.unread.items():
            balance = name in self.items and self.items[name].kind in BALANCES
            counts = self.months[-1:] if balance else self.months
            if entity == self.entity and period in counts and name not in formed:
                key = (name, entity, self.period)
                found[key] = (*found.get(key, ()), *places)
        return found


def _is_gap(found: LocatedFigure | None) -> bool:
    return found is None or found.how == "blank"


def _together(found: Sequence[LocatedFigure | None], *, mean: bool = False) -> tuple[float, Place] | None:
    """The sum or the mean of months, and the last cell; None where one is missing, or all of them are blank."""
    parts = [part for part in found if part is not None]
    places = [part.place for part in parts if part.place is not None]
    if len(parts) < len(found) or not places:
        return None
    return sum(part.value for part in parts) / (len(parts) if mean else 1), places[-1]


def month_values(dataset: Dataset, catalog: Catalog, terms: Terms) -> IndicatorValues | None:
    """Indicators on single months, for run charts; None where there are no months."""
    periods = set(dataset.values.index.get_level_values(1))
    if not any("-" in period and "Q" not in period for period in periods):
        return None
    return compute.indicators(dataset, catalog, terms=replace(terms, basis="month"))


def with_period(checked: Checked, period: str | None) -> Checked:
    """The case with quarters made of its months, where a quarter is asked for.

    Only then: what is checked, and what is newest, are the periods that were read. An error of a month is one of the
    quarter asked for (W57).

    Raises:
        Refused: C04, if the text is no period.
    """
    if period is None or Period.parse(asked := parsed(period)).kind is not PeriodKind.QUARTER:
        return checked
    before = checked.reading.dataset
    dataset = with_quarters(before, checked.catalog.items)
    told = checks.of_months(checked.findings, checked.catalog, _made(before, dataset, asked))
    return replace(checked, reading=replace(checked.reading, dataset=dataset), findings=(*checked.findings, *told))


def of_period(checked: Checked, period: str) -> Checked:
    """The case with what was found about one period, and with what names none: what a report of it counts.

    Raises:
        Refused: C04, if the text is no period; C01, if no hospital has anything of it.
    """
    whole, asked = with_period(checked, period), parsed(period)
    dataset = whole.reading.dataset
    there = [str(entity) for entity, at in dataset.values.index if at == asked]
    if not there:
        raise nothing_of(asked, {str(at) for _, at in dataset.values.index})
    about: dict[object, list[Finding]] = {}
    for finding in whole.findings:
        entity = finding.facts.get("entity")
        about.setdefault(there[0] if entity is None else entity, []).append(finding)
    kept = {
        id(finding)
        for entity in there
        for finding in checks.concerning(about.get(entity, ()), dataset, whole.catalog, entity, asked)
    }
    written = f"{COMMENTARY}/{asked}/"
    findings = tuple(one for one in whole.findings if id(one) in kept or one.place.file.startswith(written))
    return replace(whole, findings=findings)


def _made(before: Dataset, after: Dataset, quarter: str) -> dict[tuple[str, str], tuple[str, ...]]:
    """The months of the quarter, for each entity of which it was made."""
    read = set(before.values.index)
    made = [str(entity) for entity, period in after.values.index if period == quarter and (entity, period) not in read]
    return {(entity, quarter): months_of(quarter) for entity in made}
