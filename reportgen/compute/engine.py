"""All indicators of all entities and periods at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from reportgen.compute.calendar import Calendar
from reportgen.compute.figures import Figures
from reportgen.compute.provider import Provider
from reportgen.compute.validity import Validity
from reportgen.formula import Symbol, in_order, names_in
from reportgen.formula.check import dimension_or_none
from reportgen.formula.context import Context, names_with_context
from reportgen.formula.evaluate import Column, Evaluation, Marks
from reportgen.model.dataset import Dataset
from reportgen.model.reason import Flag
from reportgen.model.terms import Terms
from reportgen.model.values import IndicatorValues

if TYPE_CHECKING:
    from reportgen.catalog import Catalog

Flags = dict[str, dict[Flag, Marks]]


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
    provider = provider_of(dataset, catalog, terms or Terms(basis, first_month))
    flags: Flags = {}
    order, _ = in_order(catalog.expressions, units(catalog))
    for name in order:
        provider.computed[name], flags[name] = _compute(name, provider, catalog, flags)
    return _tables(dataset, {name: provider.computed[name] for name in catalog.indicators}, flags)


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
    if provider.figures.dataset.adjustments:
        for item, where in names_with_context(expression):
            evaluation.mark(Flag.AUDITED, provider.audited(item, where))
    return column, evaluation.flags


def _tables(dataset: Dataset, columns: Mapping[str, Column], flags: Flags) -> IndicatorValues:
    import pandas as pd

    index, names = dataset.values.index, list(columns)
    values = np.array([column.values for column in columns.values()], dtype=np.float64)
    codes = np.array([column.codes for column in columns.values()], dtype=np.int8)
    return IndicatorValues(
        values=pd.DataFrame(values.reshape(len(names), len(index)).T, index=index, columns=names),
        reasons=pd.DataFrame(codes.reshape(len(names), len(index)).T, index=index, columns=names),
        flags=_marked(list(index), columns, flags),
    )


def _marked(
    index: Sequence[tuple[str, str]], columns: Mapping[str, Column], flags: Flags
) -> dict[tuple[str, str, str], tuple[Flag, ...]]:
    """Remarks by indicator, entity and period, on values that are there."""
    marked: dict[tuple[str, str, str], tuple[Flag, ...]] = {}
    for name, column in columns.items():
        there = column.codes == 0
        for flag, rows in sorted(flags.get(name, {}).items()):
            for row in np.flatnonzero(rows & there).tolist():
                key = (name, *index[row])
                marked[key] = (*marked.get(key, ()), flag)
    return marked
