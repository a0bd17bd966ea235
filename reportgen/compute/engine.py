"""All indicators of all entities and periods at once.

A dataset hospital by hospital in portions: no indicator looks beyond its own hospital, so memory need not either.

Groups of hospitals, or the departments of one: their figures added up, so that a ratio is one of sums (E40).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from reportgen.compute.calendar import Calendar, Validity
from reportgen.compute.figures import Figures, tells_year_end
from reportgen.compute.provider import Provider
from reportgen.formula import Symbol, in_order, names_in
from reportgen.formula.check import dimension_or_none
from reportgen.formula.context import Codes, Marks, NameContext, ValueColumn, Values, names_with_context
from reportgen.formula.evaluate import FormulaRun
from reportgen.formula.functions import CALENDAR
from reportgen.model.dataset import Adjustment, Dataset, Entity, FormReading, Key, View, always, nowhere
from reportgen.model.definitions import Item, Kind
from reportgen.model.terms import Terms
from reportgen.model.values import Flag, IndicatorValues

if TYPE_CHECKING:
    import pandas as pd

    from reportgen.catalog import Catalog

ROWS: Final = 1 << 15
"""Rows of a portion, about: columns of this length stay near the processor."""


def portions(dataset: Dataset, rows: int = ROWS) -> Iterator[tuple[slice, Dataset]]:
    """The whole dataset, or slices of it with the rows that each holds; no hospital is cut in two.

    Where the rows of a hospital do not stand together there is one portion only.
    """
    starts = _starts(dataset.values.index)
    size = len(dataset.values)
    if starts is None or size <= rows:
        yield slice(0, size), dataset
        return
    cuts = _cuts(starts, size, rows)
    forms, composed, adjustments = _forms(dataset.forms), _forms(dataset.composed), _adjustments(dataset)
    for begin, end in pairwise(cuts):
        values = dataset.values.iloc[begin:end]
        entities = values.index.unique(0)
        yield (
            slice(begin, end),
            replace(
                dataset,
                values=values,
                forms=tuple(form for entity in entities for form in forms.get(entity, ())),
                composed=tuple(form for entity in entities for form in composed.get(entity, ())),
                adjustments={key: one for entity in entities for key, one in adjustments.get(entity, ())},
            ),
        )


def _starts(index: pd.Index[Any]) -> NDArray[np.int64] | None:
    """The first row of each hospital, None where the rows of one do not stand together."""
    import pandas as pd

    assert isinstance(index, pd.MultiIndex)
    codes = np.asarray(index.codes[0])
    starts = np.flatnonzero(np.diff(codes, prepend=-1))
    return starts if len(np.unique(codes)) == len(starts) else None


def _cuts(starts: NDArray[np.int64], size: int, rows: int) -> list[int]:
    """Where portions begin, and the end: at the first hospital that begins at or after every so many rows."""
    wanted = np.searchsorted(starts, np.arange(0, size, rows))
    return [*np.unique(starts[wanted[wanted < len(starts)]]).tolist(), size]


def _forms(forms: Iterable[FormReading]) -> Mapping[str, list[FormReading]]:
    """Forms by hospital."""
    found: dict[str, list[FormReading]] = defaultdict(list)
    for form in forms:
        found[form.entity].append(form)
    return found


def _adjustments(dataset: Dataset) -> Mapping[str, list[tuple[Key, Adjustment]]]:
    """Adjustments by hospital."""
    found: dict[str, list[tuple[Key, Adjustment]]] = defaultdict(list)
    for key, one in dataset.adjustments.items():
        found[key[1]].append((key, one))
    return found


LAST_YEAR: Final = NameContext(years=1)
Flags = dict[str, dict[Flag, Marks]]
EngineKey = tuple[str, str, str]
"""Indicator, entity, period."""


def indicators(  # noqa: PLR0913 - what is computed of what, and each of the terms by its name
    dataset: Dataset,
    catalog: Catalog,
    *,
    basis: str = "ytd",
    first_month: int = 1,
    terms: Terms | None = None,
    wanted: Iterable[str] | None = None,
) -> IndicatorValues:
    """Compute every indicator of the catalogue for every row of the dataset.

    Args:
        dataset: what was read.
        catalog: items and indicators with their formulas.
        basis: one of the terms, for callers that need no others: "ytd" or "month".
        first_month: another: the month in which the fiscal year begins.
        terms: all terms; they come before those two.
        wanted: some indicators, where no others are asked for.
    """
    meant = terms or Terms(basis, first_month)
    names, order = list(catalog.indicators), _order(catalog)
    if wanted is not None:
        names = list(wanted)
        needed = {name for one in names for name in catalog.indicators_behind(one)}
        order = tuple(name for name in order if name in needed)
    values, codes = _empty(len(names), len(dataset.values))
    flags: dict[EngineKey, tuple[Flag, ...]] = {}
    for rows, portion in portions(dataset):
        columns, marks = _computed(portion, catalog, meant, order)
        for number, name in enumerate(names):
            values[number, rows], codes[number, rows] = columns[name].values, columns[name].codes
        flags |= _marked(portion.values.index, {name: columns[name] for name in names}, marks)
    found = _tables(dataset.values.index, names, values, codes, flags)
    before = partial(_year_before, dataset, catalog, meant, names) if has_comparatives(dataset) else None
    return replace(found, of_year=of_year(catalog, meant, order), year_before=before)


def has_comparatives(dataset: Dataset) -> bool:
    """Whether some sheet prints figures of the year before beside its own: its flows, or the balances at its end."""
    views = dataset.values.columns.get_level_values(1)
    return View.COMPARATIVE in views or View.OPEN in views


def _year_before(dataset: Dataset, catalog: Catalog, terms: Terms, names: list[str]) -> IndicatorValues:
    """In each row the indicators of a year earlier, as formulas see them that step back by a year."""
    values, codes = _empty(len(names), len(dataset.values))
    for rows, portion in portions(dataset):
        provider = provider_of(portion, catalog, terms)
        for number, name in enumerate(names):
            column = provider.operand(name, LAST_YEAR)
            values[number, rows], codes[number, rows] = column.values, column.codes
    return _tables(dataset.values.index, names, values, codes, {})


def of_year(catalog: Catalog, terms: Terms, order: Iterable[str] | None = None) -> frozenset[str]:
    """Indicators all of whose figures the year tells of its last month; what steps back by months is another then.

    `order`: those that are asked about, each after those that it refers to; all where none is given.
    """
    found: set[str] = set()
    for name in () if terms.by_month else _order(catalog) if order is None else order:
        asked = names_with_context(catalog.expressions[name])
        if all(not where.steps and (one in found or _tells(one, where, catalog, terms)) for one, where in asked):
            found.add(name)
    return frozenset(found)


def _tells(name: str, where: NameContext, catalog: Catalog, terms: Terms) -> bool:
    item = catalog.items.get(name)
    return name in CALENDAR if item is None else tells_year_end(item, where.aspect, terms)


def _computed(
    dataset: Dataset, catalog: Catalog, terms: Terms, order: Iterable[str]
) -> tuple[dict[str, ValueColumn], Flags]:
    """Indicators, each after those that it refers to, for every row of a portion, and their remarks."""
    provider = provider_of(dataset, catalog, terms)
    flags: Flags = {}
    for name in order:
        provider.computed[name], flags[name] = _compute(name, provider, catalog, flags)
    return provider.computed, flags


def units(catalog: Catalog) -> dict[str, str]:
    """Units by item."""
    return {name: item.unit for name, item in catalog.items.items()}


def provider_of(dataset: Dataset, catalog: Catalog, terms: Terms) -> Provider:
    """The operands that a dataset offers to the formulas of a catalogue."""
    rows = Calendar.of_index(dataset.values.index, terms.first_month)
    figures = Figures(dataset, catalog.items, rows, terms)
    validity = Validity(rows, terms, catalog.indicators, catalog.earlier)
    return Provider(figures, catalog.expressions, symbols_of(catalog), validity)


@lru_cache(maxsize=4)
def _order(catalog: Catalog) -> tuple[str, ...]:
    """Indicators, each after those that it refers to."""
    return in_order(catalog.expressions, units(catalog))[0]


@lru_cache(maxsize=4)
def symbols_of(catalog: Catalog) -> Mapping[str, Symbol]:
    """Dimensions of all items and indicators."""
    symbols = {name: Symbol.of_unit(item.unit) for name, item in catalog.items.items()}
    for name in _order(catalog):
        if name not in symbols:
            symbols[name] = Symbol(dimension_or_none(catalog.expressions[name], symbols))
    return symbols


def _compute(name: str, provider: Provider, catalog: Catalog, flags: Flags) -> tuple[ValueColumn, dict[Flag, Marks]]:
    expression = catalog.expressions[name]
    context = NameContext(closing_allowed=catalog.indicators[name].average == "closing_allowed")
    evaluation = FormulaRun(provider, provider)
    column = provider.indicator(name, context, evaluation)
    for used in names_in(expression):
        for flag, rows in flags.get(used, {}).items():
            evaluation.mark(flag, rows)
        if used in provider.estimated:
            evaluation.mark(Flag.ESTIMATED, provider.estimated[used])
    if provider.has_marked:
        for item, where in names_with_context(expression):
            evaluation.mark(Flag.AUDITED, provider.audited(item, where))
            evaluation.mark(Flag.DOUBTFUL, provider.doubtful(item, where))
    return column, evaluation.flags


def _empty(indicators: int, rows: int) -> tuple[Values, Codes]:
    return np.empty((indicators, rows)), np.empty((indicators, rows), dtype=np.int8)


def _tables(
    index: pd.Index[Any], names: list[str], values: Values, codes: Codes, flags: dict[EngineKey, tuple[Flag, ...]]
) -> IndicatorValues:
    import pandas as pd

    return IndicatorValues(
        values=pd.DataFrame(values.T, index=index, columns=names, copy=False),
        reasons=pd.DataFrame(codes.T, index=index, columns=names, copy=False),
        flags=flags,
    )


def _marked(
    index: pd.Index[Any], columns: Mapping[str, ValueColumn], flags: Flags
) -> dict[EngineKey, tuple[Flag, ...]]:
    """Remarks by indicator, entity and period, on values that are there."""
    found = {
        (name, flag): np.flatnonzero(rows & (columns[name].codes == 0)).tolist()
        for name in columns
        for flag, rows in sorted(flags.get(name, {}).items())
    }
    needed = sorted({row for rows in found.values() for row in rows})
    keys = dict(zip(needed, index[needed], strict=True))
    marked: dict[EngineKey, tuple[Flag, ...]] = {}
    for (name, flag), rows in found.items():
        for row in rows:
            key = (name, *keys[row])
            marked[key] = (*marked.get(key, ()), flag)
    return marked


NOT_ADDED: Final = Kind.MEAN


def summed(dataset: Dataset, items: Mapping[str, Item], groups: Mapping[str, Sequence[str]]) -> Dataset:
    """A dataset whose entities are the groups: plain sums, nothing eliminated between members.

    A sum is there only where every member that has the period has the figure; means and weights are never added.

    Args:
        dataset: the members' figures.
        items: definitions by id, for what may be added.
        groups: members by group.
    """
    import pandas as pd

    frame = dataset.values
    keep = [items[item].kind is not NOT_ADDED for item in frame.columns.get_level_values(0)]
    frame = frame.loc[:, keep]
    parts = []
    for group, members in groups.items():
        rows = frame[frame.index.get_level_values(0).isin(list(members))]
        periods = rows.index.get_level_values(1)
        whole = rows.groupby(periods).sum(min_count=1).where(rows.notna().groupby(periods).all())
        whole.index = pd.MultiIndex.from_product([[group], whole.index], names=["entity", "period"])
        parts.append(whole)
    return Dataset(
        values=pd.concat(parts).sort_index(),
        place=nowhere,
        derived=always,
        entities={group: Entity(group, group) for group in groups},
    )
