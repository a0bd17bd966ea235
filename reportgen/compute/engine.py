"""All indicators of all entities and periods at once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from reportgen.compute.calendar import Calendar
from reportgen.compute.figures import Figures
from reportgen.compute.portions import portions
from reportgen.compute.provider import Provider
from reportgen.compute.validity import Validity
from reportgen.formula import Symbol, in_order, names_in
from reportgen.formula.check import dimension_or_none
from reportgen.formula.columns import Codes, Column, Marks, Values
from reportgen.formula.context import Context, names_with_context
from reportgen.formula.evaluate import Evaluation
from reportgen.model.dataset import Dataset
from reportgen.model.reason import Flag
from reportgen.model.terms import Terms
from reportgen.model.values import IndicatorValues

if TYPE_CHECKING:
    import pandas as pd

    from reportgen.catalog import Catalog

Flags = dict[str, dict[Flag, Marks]]
Key = tuple[str, str, str]
"""Indicator, entity, period."""


def indicators(
    dataset: Dataset, catalog: Catalog, *, basis: str = "ytd", first_month: int = 1, terms: Terms | None = None
) -> IndicatorValues:
    """Compute every indicator of the catalogue for every row of the dataset.

    Args:
        dataset: what was read.
        catalog: items and indicators with their formulas.
        basis: one of the terms, for callers that need no others: "ytd" or "month".
        first_month: another: the month in which the fiscal year begins.
        terms: all terms; they come before those two.
    """
    meant = terms or Terms(basis, first_month)
    names, (values, codes) = list(catalog.indicators), _empty(len(catalog.indicators), len(dataset.values))
    flags: dict[Key, tuple[Flag, ...]] = {}
    for rows, portion in portions(dataset):
        columns, marks = _computed(portion, catalog, meant)
        for number, name in enumerate(names):
            values[number, rows], codes[number, rows] = columns[name].values, columns[name].codes
        flags |= _marked(portion.values.index, {name: columns[name] for name in names}, marks)
    return _tables(dataset.values.index, names, values, codes, flags)


def _computed(dataset: Dataset, catalog: Catalog, terms: Terms) -> tuple[dict[str, Column], Flags]:
    """Every indicator for every row of a portion, and its remarks."""
    provider = provider_of(dataset, catalog, terms)
    flags: Flags = {}
    order, _ = in_order(catalog.expressions, units(catalog))
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
def symbols_of(catalog: Catalog) -> Mapping[str, Symbol]:
    """Dimensions of all items and indicators."""
    symbols = {name: Symbol.of_unit(item.unit) for name, item in catalog.items.items()}
    order, _ = in_order(catalog.expressions, units(catalog))
    for name in order:
        if name not in symbols:
            symbols[name] = Symbol(dimension_or_none(catalog.expressions[name], symbols))
    return symbols


def _compute(name: str, provider: Provider, catalog: Catalog, flags: Flags) -> tuple[Column, dict[Flag, Marks]]:
    expression = catalog.expressions[name]
    context = Context(closing_allowed=catalog.indicators[name].average == "closing_allowed")
    evaluation = Evaluation(provider, provider)
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
    index: pd.Index[Any], names: list[str], values: Values, codes: Codes, flags: dict[Key, tuple[Flag, ...]]
) -> IndicatorValues:
    import pandas as pd

    return IndicatorValues(
        values=pd.DataFrame(values.T, index=index, columns=names, copy=False),
        reasons=pd.DataFrame(codes.T, index=index, columns=names, copy=False),
        flags=flags,
    )


def _marked(index: pd.Index[Any], columns: Mapping[str, Column], flags: Flags) -> dict[Key, tuple[Flag, ...]]:
    """Remarks by indicator, entity and period, on values that are there."""
    found = {
        (name, flag): np.flatnonzero(rows & (columns[name].codes == 0)).tolist()
        for name in columns
        for flag, rows in sorted(flags.get(name, {}).items())
    }
    needed = sorted({row for rows in found.values() for row in rows})
    keys = dict(zip(needed, index[needed], strict=True))
    marked: dict[Key, tuple[Flag, ...]] = {}
    for (name, flag), rows in found.items():
        for row in rows:
            key = (name, *keys[row])
            marked[key] = (*marked.get(key, ()), flag)
    return marked
