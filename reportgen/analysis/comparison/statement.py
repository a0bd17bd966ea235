"""A figure against an earlier one and against the budget (edge rules E11, E48)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from reportgen.model.dataset import Dataset, View
from reportgen.model.definitions import Form, FormRow
from reportgen.model.period import Period, PeriodKind
from reportgen.model.reason import Reason


class Turn(StrEnum):
    """What happened on either side of zero, where a rate would mislead."""

    LOSS_TO_SURPLUS = "loss_to_surplus"
    SURPLUS_TO_LOSS = "surplus_to_loss"
    LOSS_REDUCED = "loss_reduced"
    LOSS_GREW = "loss_grew"


@dataclass(frozen=True)
class Change:
    """The difference of two figures; the rate is missing, with a reason, where the base is zero or less."""

    difference: float | None
    rate: float | None
    reason: Reason | None = None
    turn: Turn | None = None


@dataclass(frozen=True)
class StatementRow:
    """One row of an official form with what may be said beside it.

    Attributes:
        official: the figures of the form's own columns, by view.
        earlier: the same figure of the same period last year.
        change: of the analysed figure (year to date for flows of a month) against `earlier`.
        budget: the full-year budget; execution: the analysed figure over it.
    """

    row: FormRow
    official: dict[str, float | None]
    analysed: float | None
    earlier: float | None
    change: Change
    budget: float | None
    execution: float | None


def change(now: float | None, base: float | None) -> Change:
    """Compare a figure with an earlier one."""
    if now is None:
        return Change(None, None, Reason.MISSING_INPUT)
    if base is None:
        return Change(None, None, Reason.MISSING_PRIOR)
    turn = Turn.SURPLUS_TO_LOSS if base >= 0 > now else _from_loss(now, base)
    if base == 0:
        return Change(now - base, None, Reason.ZERO_DENOMINATOR, turn)
    if base < 0:
        return Change(now - base, None, Reason.NEGATIVE_BASE, turn)
    return Change(now - base, (now - base) / base, None, turn)


def statement_rows(dataset: Dataset, form: Form, entity: str, period: str) -> tuple[StatementRow, ...]:
    """The rows of a form in official order, each with its comparisons."""
    return tuple(_rows(dataset, form, entity, Period.parse(period)))


def _rows(dataset: Dataset, form: Form, entity: str, period: Period) -> Iterator[StatementRow]:
    columns = form.annual if period.kind is PeriodKind.YEAR else form.monthly
    views = tuple(column.view for column in columns)
    view = View.YEAR_TO_DATE if View.YEAR_TO_DATE in views else View.PERIOD
    for row in (*form.rows, *form.right_rows):
        official = {one: _value(dataset, row, entity, period, one) for one in views}
        now = _value(dataset, row, entity, period, view)
        earlier = _value(dataset, row, entity, period.previous_year(), view)
        if earlier is None:
            earlier = _value(dataset, row, entity, period, View.COMPARATIVE)
        budget = _value(dataset, row, entity, period.fiscal_year, View.BUDGET)
        execution = now / budget if now is not None and budget else None
        yield StatementRow(row, official, now, earlier, change(now, earlier), budget, execution)


def _value(dataset: Dataset, row: FormRow, entity: str, period: Period, view: str) -> float | None:
    return None if row.item is None else dataset.value(row.item, entity, str(period), view)


def _from_loss(now: float, base: float) -> Turn | None:
    if base >= 0:
        return None
    if now >= 0:
        return Turn.LOSS_TO_SURPLUS
    return Turn.LOSS_REDUCED if now > base else Turn.LOSS_GREW if now < base else None
