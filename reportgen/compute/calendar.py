"""Which definition of an indicator holds in which year, and where none does.

Items that stand on no face of a statement, made from those that do where nobody supplies them.

The alternatives are tried in order. `ESTIMATED` are those that approximate (edge rule E21); the others are sums.

The rows of a dataset in time: which row is last year's, last month's, December's; how many days each has.

Figures of the past that must not be used: before a first year, beyond a change of regime, or known to be wrong.

Edge rules E13 (a hospital has no past before its first year), E18 (what lies on both sides of a change of regime or
scope compares only through restated balances) and E36 (figures in error).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from reportgen.formula import names_in, parse
from reportgen.formula.context import Aspect, NameContext, ValueColumn, either, finished
from reportgen.formula.evaluate import FormulaRun
from reportgen.formula.functions import CALENDAR
from reportgen.model.definitions import Indicator
from reportgen.model.expression import Call, Expression, Name
from reportgen.model.period import MONTHS, Period, PeriodKind
from reportgen.model.terms import Terms
from reportgen.model.values import CODES, Flag, Reason

if TYPE_CHECKING:
    import pandas as pd

Rows = NDArray[np.int64]

SLOTS: Final = 32
"""Numbers set aside for the periods of one year."""
YEARS: Final = 1 << 14
QUARTER_SLOT: Final = MONTHS
"""Quarter 1 has slot 13."""
NO_ROW: Final = -1


@dataclass(frozen=True, eq=False)
class Calendar:
    """Every row as a number that can be moved in time.

    Attributes:
        keys: entity, year and slot of each row in one number; slot 0 is the year, 1–12 a month, 13–16 a quarter.
        first_month: month in which the fiscal year begins.
    """

    keys: Rows
    first_month: int = 1

    @staticmethod
    def of(entities: Sequence[str], periods: Sequence[str], first_month: int = 1) -> Calendar:
        """The calendar of rows in their order."""
        numbers = {entity: number for number, entity in enumerate(dict.fromkeys(entities))}
        slots = {text: _slot(Period.parse(text)) for text in set(periods)}
        keys = [numbers[entity] * YEARS * SLOTS + slots[text] for entity, text in zip(entities, periods, strict=True)]
        return Calendar(np.array(keys, dtype=np.int64), first_month)

    @staticmethod
    def of_index(index: pd.Index[Any], first_month: int = 1) -> Calendar:
        """The calendar of an index (entity, period): each period is read once, not once a row."""
        import pandas as pd

        assert isinstance(index, pd.MultiIndex)
        slots = np.array([_slot(Period.parse(str(text))) for text in index.levels[1]], dtype=np.int64)
        entities = index.codes[0].astype(np.int64) * YEARS * SLOTS
        return Calendar(entities + slots[index.codes[1]] if len(index) else entities, first_month)

    @cached_property
    def _sorted(self) -> tuple[Rows, Rows]:
        order = np.argsort(self.keys, kind="stable")
        return self.keys[order], order

    def find(self, keys: Rows) -> Rows:
        """The rows that have these keys, −1 where there is none."""
        ordered, order = self._sorted
        if not ordered.size:
            return np.full(keys.shape, NO_ROW)
        at = np.minimum(np.searchsorted(ordered, keys), ordered.size - 1)
        return np.where(ordered[at] == keys, order[at], NO_ROW)

    @cached_property
    def _known(self) -> dict[tuple[int, int, int | None], Rows | None]:
        return {}

    def rows_in_year(self, slot: int, years: int = 0) -> Rows | None:
        """The row of a slot in each row's year, or so many years earlier; None where no row has any such row."""
        if (years, 0, slot) not in self._known:
            self._known[years, 0, slot] = self._some(self.year_keys - years * SLOTS + slot)
        return self._known[years, 0, slot]

    def rows_moved(self, years: int, steps: int) -> Rows | None:
        """The row of the period so many years and periods earlier; None where no row has any such row."""
        if (years, steps, None) not in self._known:
            self._known[years, steps, None] = self._some(self.moved(years, steps))
        return self._known[years, steps, None]

    def _some(self, keys: Rows) -> Rows | None:
        rows = self.find(keys)
        return None if (rows == NO_ROW).all() else rows

    @cached_property
    def slots(self) -> Rows:
        """Slot of each row."""
        return self.keys % SLOTS

    @cached_property
    def years(self) -> NDArray[np.bool_]:
        """Which rows are whole years."""
        return np.equal(self.slots, 0)

    @cached_property
    def year_keys(self) -> Rows:
        """Key of the year that each row belongs to."""
        return self.keys - self.slots

    @cached_property
    def year_numbers(self) -> Rows:
        """Fiscal year of each row."""
        return year_of(self.keys)

    @cached_property
    def years_back(self) -> Rows:
        """How many years lie between the first row of each row's hospital and the row."""
        _, hospital = np.unique(self.keys // (YEARS * SLOTS), return_inverse=True)
        first = np.full(self.keys.shape, YEARS)
        np.minimum.at(first, hospital, self.year_numbers)
        back: Rows = self.year_numbers - first[hospital]
        return back

    def moved(self, years: int, steps: int) -> Rows:
        """Keys of the periods so many years and so many periods earlier."""
        keys = self.keys - years * SLOTS if years else self.keys
        for _ in range(steps):
            keys = _preceding(keys)
        return keys

    @cached_property
    def elapsed(self) -> Rows:
        """Months from the start of the year to the end of each row's period."""
        return months_of(self.keys)

    @cached_property
    def lasting(self) -> Rows:
        """Months that each row's period lasts."""
        return np.where(self.years, MONTHS, np.where(self.slots > QUARTER_SLOT, 3, 1))

    def days(self, keys: Rows, *, elapsed: bool) -> NDArray[np.float64]:
        """Days of the year to date, or of the period itself (edge rule E20)."""
        times = keys % (YEARS * SLOTS)
        unique, back = np.unique(times, return_inverse=True)
        counted = [_days(int(time), self.first_month, elapsed=elapsed) for time in unique]
        return np.array(counted, dtype=np.float64)[back]


def year_of(keys: Rows) -> Rows:
    """The fiscal year behind each key."""
    return keys % (YEARS * SLOTS) // SLOTS


def months_of(keys: Rows) -> Rows:
    """Months from the start of the year to the end of the period behind each key."""
    slots = keys % SLOTS
    quarters = np.where(slots > QUARTER_SLOT, 3 * (slots - QUARTER_SLOT), slots)
    return np.where(slots == 0, MONTHS, quarters)


def _slot(period: Period) -> int:
    offset = {PeriodKind.YEAR: 0, PeriodKind.MONTH: 0, PeriodKind.QUARTER: QUARTER_SLOT}[period.kind]
    return period.year * SLOTS + offset + period.number


def _preceding(keys: Rows) -> Rows:
    slots = keys % SLOTS
    january, first_quarter = slots == 1, slots == QUARTER_SLOT + 1
    back = np.where(slots == 0, SLOTS, 1)
    back = np.where(january, SLOTS - (MONTHS - 1), back)
    return keys - np.where(first_quarter, SLOTS - 3, back)


def _days(time: int, first_month: int, *, elapsed: bool) -> int:
    year, slot = divmod(time, SLOTS)
    period = Period(year, PeriodKind.YEAR)
    if slot > QUARTER_SLOT:
        period = Period(year, PeriodKind.QUARTER, slot - QUARTER_SLOT)
    elif slot:
        period = Period(year, PeriodKind.MONTH, slot)
    return period.days_elapsed(first_month) if elapsed else days_of(period, first_month)


def days_of(period: Period, first_month: int) -> int:
    """Days of the period itself."""
    before = period.months_elapsed - period.months
    whole = period.days_elapsed(first_month)
    if not before:
        return whole
    return whole - Period(period.year, PeriodKind.MONTH, before).days_elapsed(first_month)


Codes = NDArray[np.int8]
PRINTED_BESIDE = (Aspect.OPEN, Aspect.COMPARATIVE)
"""Columns of this year's form that hold figures of the year before."""


@dataclass(frozen=True, eq=False)
class Barriers:
    """The barriers of a case, for all rows."""

    calendar: Calendar
    terms: Terms
    index: pd.Index[Any]

    @property
    def any(self) -> bool:
        """Whether there are barriers at all."""
        return self.terms.first_year is not None or bool(self.terms.breaks or self.terms.invalid)

    def codes(self, context: NameContext, restated: NDArray[np.bool_]) -> Codes:
        """Reason codes against the figures of a context, 0 where none; `restated` rows hold restated balances."""
        here = self.calendar.year_numbers
        origin = year_of(self.calendar.moved(context.years, context.steps)) - (context.aspect in PRINTED_BESIDE)
        codes = np.zeros(here.shape, dtype=np.int8)
        for year in self.terms.breaks:
            codes[(origin < year) & (year <= here) & ~restated] = CODES[Reason.NOT_COMPARABLE]
        if (first := self.terms.first_year) is not None:
            codes[(origin < first) & (first <= here)] = CODES[Reason.FIRST_YEAR]
        return codes

    @cached_property
    def _wrong(self) -> dict[bool, dict[str, list[tuple[str, str]]]]:
        """Entity and period of figures in error, by item: in columns of a period's own, and in those beside."""
        beside = self.terms.invalid | self.terms.invalid_before
        return {False: _rows_by_item(self.terms.invalid), True: _rows_by_item(beside)}

    def invalid(self, item: str, view: str = "") -> NDArray[np.bool_] | None:
        """Rows whose figures of an item are in error in a column, None where there are none."""
        wrong = self._wrong[view in PRINTED_BESIDE].get(item)
        return np.asarray(self.index.isin(wrong), dtype=np.bool_) if wrong else None

    def tainted(self, item: str, context: NameContext) -> NDArray[np.bool_] | None:
        """Rows that look at a year in which a figure of the item is in error."""
        wrong = self._wrong[False].get(item)
        if not wrong:
            return None
        found = np.zeros(len(self.index), dtype=np.bool_)
        years = year_of(self.calendar.moved(context.years, context.steps))
        for year in {Period.parse(period).year for _, period in wrong}:
            whose = {entity for entity, period in wrong if Period.parse(period).year == year}
            found |= (years == year) & self.index.isin(whose, level=0)
        return found


def _rows_by_item(figures: Iterable[tuple[str, str, str]]) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for item, entity, period in sorted(figures):
        found.setdefault(item, []).append((entity, period))
    return found


def reason_against(terms: Terms, here: Period, there: Period, context: NameContext, *, restated: bool) -> Reason | None:
    """The same for one cell: the reason against a figure of the period `there`, seen from `here`."""
    origin = there.year - (context.aspect in PRINTED_BESIDE)
    if terms.first_year is not None and origin < terms.first_year <= here.year:
        return Reason.FIRST_YEAR
    crossed = any(origin < year <= here.year for year in terms.breaks)
    return Reason.NOT_COMPARABLE if crossed and not restated else None


Earlier = Mapping[str, tuple[tuple[int, Expression], ...]]


@dataclass(frozen=True, eq=False)
class Validity:
    """The dated definitions of a catalogue over the rows of a dataset."""

    calendar: Calendar
    terms: Terms
    indicators: Mapping[str, Indicator]
    earlier: Earlier = field(default_factory=dict)

    def column(self, name: str, context: NameContext, evaluation: FormulaRun, expression: Expression) -> ValueColumn:
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

    def _bounded(self, name: str, column: ValueColumn, origin: Rows) -> ValueColumn:
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


def _chosen(rows: NDArray[np.bool_], column: ValueColumn, other: ValueColumn) -> ValueColumn:
    values = np.where(rows, column.values, other.values)
    return ValueColumn(values, np.where(rows, column.codes, other.codes).astype(np.int8))


def _barred(column: ValueColumn, rows: NDArray[np.bool_], reason: Reason) -> ValueColumn:
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
    "interest_bearing_debt": (
        "short_term_loans + long_term_loans + current_portion_non_current_liabilities",
        "short_term_loans + long_term_loans",
    ),
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
    "total_revenue": ("period_surplus + total_expense", "medical_income + other_income"),
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
