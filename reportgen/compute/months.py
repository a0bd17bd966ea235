"""The mean of all month ends (edge rule E19): opening balance and every month, the first and the last by half."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from reportgen.compute.calendar import NO_ROW
from reportgen.formula.columns import Column, either, finished
from reportgen.formula.context import HERE, Aspect, Context
from reportgen.formula.evaluate import Evaluation, InTime, Operands
from reportgen.model.reason import CODES, Reason

if TYPE_CHECKING:
    from reportgen.compute.barriers import Barriers
    from reportgen.compute.calendar import Rows
    from reportgen.compute.figures import Figures
    from reportgen.model.expression import Expression


class MonthEnds(Operands, InTime, Protocol):
    """What month ends are read from."""

    @property
    def figures(self) -> Figures:
        """The figures with their calendar."""

    @property
    def barriers(self) -> Barriers:
        """What must not be used."""


def monthly_mean(provider: MonthEnds, node: Expression, context: Context) -> Column:
    """The mean for every row, by the month that of the period itself; none where a month end is missing."""
    calendar = provider.figures.calendar
    mean = _here(provider, node)
    if not (context.years or context.steps):
        return mean
    found = _gathered(provider, mean, calendar.moved(context.years, context.steps), context.when_missing)
    if not provider.barriers.any:
        return found
    against = provider.barriers.codes(replace(context, aspect=Aspect.BASIS), np.zeros(provider.size, dtype=np.bool_))
    return finished(found.values, either(against, found.codes))


def _here(provider: MonthEnds, node: Expression) -> Column:
    calendar, evaluation = provider.figures.calendar, Evaluation(provider, provider)
    closing = evaluation.column(node, HERE)
    opening = evaluation.column(node, Context(aspect=Aspect.OPEN))
    gone = calendar.elapsed - calendar.lasting if provider.by_month else np.zeros_like(calendar.elapsed)
    before = _gathered(provider, closing, calendar.year_keys + gone, Reason.MISSING_INPUT)
    total = np.where(gone > 0, before.values, opening.values) / 2
    codes = np.where(gone > 0, before.codes, opening.codes).astype(np.int8)
    for month in range(1, int(calendar.elapsed.max(initial=0)) + 1):
        end = _gathered(provider, closing, calendar.year_keys + month, Reason.MISSING_INPUT)
        counts, last = (gone < month) & (month <= calendar.elapsed), month == calendar.elapsed
        total = np.where(counts, total + np.where(last, end.values / 2, end.values), total)
        codes = np.where(counts, either(codes, end.codes), codes).astype(np.int8)
    return finished(total / (calendar.elapsed - gone), codes)


def _gathered(provider: MonthEnds, column: Column, keys: Rows, when_missing: Reason) -> Column:
    rows = provider.figures.calendar.find(keys)
    values = np.where(rows == NO_ROW, np.nan, column.values[rows])
    return Column(values, np.where(rows == NO_ROW, CODES[when_missing], column.codes[rows]).astype(np.int8))
