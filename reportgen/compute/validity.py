"""Which definition of an indicator holds in which year, and where none does.

Items that stand on no face of a statement, made from those that do where nobody supplies them.

The alternatives are tried in order. `ESTIMATED` are those that approximate (edge rule E21); the others are sums.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from reportgen.compute.calendar import Calendar, Rows, year_of
from reportgen.formula import names_in, parse
from reportgen.formula.columns import Column, either, finished
from reportgen.formula.context import Context
from reportgen.formula.evaluate import Evaluation
from reportgen.formula.functions import CALENDAR
from reportgen.model.definitions import Indicator
from reportgen.model.expression import Call, Expression, Name
from reportgen.model.terms import Terms
from reportgen.model.values import CODES, Flag, Reason

Earlier = Mapping[str, tuple[tuple[int, Expression], ...]]


@dataclass(frozen=True, eq=False)
class Validity:
    """The dated definitions of a catalogue over the rows of a dataset."""

    calendar: Calendar
    terms: Terms
    indicators: Mapping[str, Indicator]
    earlier: Earlier = field(default_factory=dict)

    def column(self, name: str, context: Context, evaluation: Evaluation, expression: Expression) -> Column:
        """Each row by the definition of the year it looks at; two definitions are never compared."""
        origin = year_of(self.calendar.moved(context.years, context.steps))
        older = self.earlier.get(name, ())
        column = evaluation.column(expression, context)
        for valid_to, formula in reversed(older):
            column = _chosen(origin <= valid_to, evaluation.column(formula, context), column)
        if older:
            here, there = (_number(years, older) for years in (self.calendar.year_numbers, origin))
            column = _barred(column, here != there, Reason.NOT_COMPARABLE)
            evaluation.mark(Flag.EARLIER_DEFINITION, there < len(older))
        return self._bounded(name, column, origin)

    def _bounded(self, name: str, column: Column, origin: Rows) -> Column:
        defined = self.indicators[name]
        if defined.regimes and self.terms.regime is not None and self.terms.regime not in defined.regimes:
            return _barred(column, np.ones(origin.shape, dtype=np.bool_), Reason.NOT_APPLICABLE)
        if defined.valid_from is not None:
            column = _barred(column, origin < defined.valid_from, Reason.NOT_APPLICABLE)
        if defined.valid_to is not None:
            column = _barred(column, origin > defined.valid_to, Reason.NOT_APPLICABLE)
        return column


def definition_of(year: int, earlier: tuple[tuple[int, Expression], ...]) -> int:
    """Number of the definition that holds in a year: that of the newest is the number of earlier ones."""
    return sum(valid_to < year for valid_to, _ in earlier)


def is_valid(defined: Indicator, year: int, regime: str | None) -> bool:
    """Whether an indicator exists in a year and a regime."""
    in_regime = not defined.regimes or regime is None or regime in defined.regimes
    after = defined.valid_from is None or year >= defined.valid_from
    return in_regime and after and (defined.valid_to is None or year <= defined.valid_to)


def _number(years: Rows, earlier: tuple[tuple[int, Expression], ...]) -> Rows:
    numbers: Rows = np.zeros(years.shape, dtype=np.int64)
    for valid_to, _ in earlier:
        numbers = numbers + (years > valid_to)
    return numbers


def _chosen(rows: NDArray[np.bool_], column: Column, other: Column) -> Column:
    values = np.where(rows, column.values, other.values)
    return Column(values, np.where(rows, column.codes, other.codes).astype(np.int8))


def _barred(column: Column, rows: NDArray[np.bool_], reason: Reason) -> Column:
    """A reason against rows comes before any other."""
    against = np.where(rows, CODES[reason], 0).astype(np.int8)
    return finished(column.values, either(against, column.codes))


SUBSTITUTES: Final[Mapping[str, tuple[str, ...]]] = {
    "available_bed_days": ("avg_open_beds * days", "beds_open * days"),
    "avg_open_beds": ("avg(beds_open)",),
    "avg_staff": ("avg(staff_total)",),
    "avg_doctors": ("avg(doctors)",),
    "outpatient_emergency_visits": ("outpatient_visits + emergency_visits",),
    "business_expense": ("business_activity_expense + admin_expense",),
    "interest_bearing_debt": ("short_term_loans + long_term_loans",),
    "cash_and_equivalents": (
        "cash_and_bank + fiscal_quota_receivable - restricted_cash",
        "cash_and_bank + fiscal_quota_receivable",
    ),
    "accounts_receivable_gross": ("accounts_receivable_net + bad_debt_provision_ar",),
    "patient_arrears": ("ar_outpatient_arrears + ar_discharged_arrears",),
    "personnel_expense": ("expense_wages_welfare + expense_individual_family",),
    "drug_income": ("outpatient_drug_income + inpatient_drug_income",),
    "consumables_income": ("op_consumables_income + ip_consumables_income",),
    "examination_income": ("op_examination_income + ip_examination_income",),
    "laboratory_income": ("op_laboratory_income + ip_laboratory_income",),
    "medical_service_income": (
        "medical_income - drug_income - consumables_income - examination_income - laboratory_income",
    ),
    "total_cash_inflow": ("operating_cash_inflow + investing_cash_inflow + financing_cash_inflow",),
    "total_cash_outflow": ("operating_cash_outflow + investing_cash_outflow + financing_cash_outflow",),
    "budget_total_expense": ("budget_total_expense_adjusted", "budget_total_expense_original"),
    "objective_net_asset_changes": ("0 * net_assets",),
    "damaged_drugs": ("0 * current_liabilities",),
    "drugs_to_be_returned": ("0 * current_liabilities",),
    "actual_income_execution": ("bgt_income_total",),
    "actual_expense_execution": ("bgt_expense_total",),
}
ESTIMATED: Final = frozenset({"available_bed_days", "avg_open_beds", "avg_staff", "avg_doctors"})
BUDGET: Final = "budget_"
ADJUSTED: Final = "_adjusted"


@lru_cache(maxsize=1)
def _parsed() -> Mapping[str, tuple[Expression, ...]]:
    return {item: tuple(map(parse, texts)) for item, texts in SUBSTITUTES.items()}


def substitutes(item: str, items: Collection[str]) -> tuple[Expression, ...]:
    """What an item may be made from; ``budget_total_income`` is the budget of `total_income` if that is an item."""
    known = tuple(
        one for one in _parsed().get(item, ()) if all(name in items or name in CALENDAR for name in names_in(one))
    )
    if item.startswith(BUDGET) and (rest := item.removeprefix(BUDGET)) in items:
        return (*known, Call("budget", (Name(rest),)))
    return known
