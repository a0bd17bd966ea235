"""A formula computed over all rows at once: values, and reason codes in step.

When a division has no answer (edge rules E01–E11, E48), decided from what the divisor is made of.

A divisor is a base of comparison, and a base that is not positive has no meaning: every divisor below zero yields a
reason, unless it is a constant. Which reason depends on the divisor:

- figures of the past alone are the base of a growth: `negative_base` (but `negative_denominator` for net assets);
- a difference that comes to nothing counts as negative;
- debt, interest or investments that are zero mean that there are none: `not_applicable`;
- a budget of zero against an amount is `no_budget`;
- everything else is `zero_denominator` or `negative_denominator`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Final, Protocol

import numpy as np

from reportgen.formula import finance
from reportgen.formula.check import Dimension, Symbol, dimension_or_none
from reportgen.formula.context import (
    HERE,
    Aspect,
    Codes,
    Marks,
    NameContext,
    ValueColumn,
    Values,
    Years,
    either,
    finished,
    moved,
    names_with_context,
    period_before,
)
from reportgen.formula.walk import series_of
from reportgen.model.expression import Binary, Call, Expression, Name, Number, Unary
from reportgen.model.values import CODES, Flag, Reason

BUDGET_PREFIX: Final = "budget_"
NET_ASSETS: Final = "net_assets"
MAY_NOT_EXIST: Final = frozenset(
    {
        "interest_expense",
        "interest_bearing_debt",
        "short_term_loans",
        "long_term_loans",
        "current_portion_non_current_liabilities",
        "financing_cash_inflow",
        "capital_expenditure_cash",
        "lt_equity_investments",
        "lt_bond_investments",
        "short_term_investments",
    }
)
"""Items whose zero says that the hospital has nothing of the kind (E07)."""

HALF_A_CENT: Final = 0.005
HALF_A_COUNT: Final = 0.5
NOISE: Final = 1e-12
COUNTED: Final = ({"count": 1}, {"person": 1}, {"bed": 1}, {"bed": 1, "day": 1}, {"day": 1})


@dataclass(frozen=True)
class Divisor:
    """How a divisor is judged.

    Attributes:
        nothing: below this size it is zero: half a unit of the last place.
        when_zero, when_negative: the reasons; None where a negative divisor is as good as any other.
        of_budget: whether a zero is `no_budget` as soon as the numerator is positive.
        dimension: for the judgement whether it is large enough to be stable (E05).
    """

    nothing: float
    when_zero: Reason
    when_negative: Reason | None
    of_budget: bool
    dimension: Dimension


def divisor(expression: Expression, context: NameContext, symbols: Mapping[str, Symbol]) -> Divisor:
    """Judge the right side of a division; `context` is where the division stands."""
    named = tuple(names_with_context(expression, context))
    names = {name for name, _ in named}
    kind = dimension_or_none(expression, symbols)
    difference = isinstance(expression, Binary) and expression.operator == "-"
    return Divisor(
        nothing=_nothing(kind),
        when_zero=_when_zero(names, difference=difference and bool(names)),
        when_negative=_when_negative(named),
        of_budget=bool(named) and all(_is_budget(name, where) for name, where in named),
        dimension=kind,
    )


def _when_zero(names: set[str], *, difference: bool) -> Reason:
    if names and names <= MAY_NOT_EXIST:
        return Reason.NOT_APPLICABLE
    return Reason.NEGATIVE_DENOMINATOR if difference else Reason.ZERO_DENOMINATOR


def _when_negative(named: tuple[tuple[str, NameContext], ...]) -> Reason | None:
    if not named:
        return None
    growth = all(where.is_earlier for _, where in named) and {name for name, _ in named} != {NET_ASSETS}
    return Reason.NEGATIVE_BASE if growth else Reason.NEGATIVE_DENOMINATOR


def _is_budget(name: str, where: NameContext) -> bool:
    return where.aspect is Aspect.BUDGET or name.startswith(BUDGET_PREFIX)


def _nothing(kind: Dimension) -> float:
    if kind == {"money": 1}:
        return HALF_A_CENT
    return HALF_A_COUNT if kind in COUNTED else NOISE


YEAR: Final = 12.0
ENOUGH_MONTHS: Final = 3
ENOUGH_CASES: Final = 30.0
ENOUGH_MONEY: Final = 0.001
YARDSTICK: Final = "total_income"


class Operands(Protocol):
    """What a formula is computed from; one row per entity and period."""

    @property
    def size(self) -> int:
        """Number of rows."""

    @property
    def symbols(self) -> Mapping[str, Symbol]:
        """Dimensions of all names."""

    def operand(self, name: str, context: NameContext) -> ValueColumn:
        """An item, an indicator, `days` or `months` for every row."""


class InTime(Protocol):
    """How figures of a part of a year, and balances at several dates, are joined."""

    def annual(self, context: NameContext) -> tuple[Values, Values]:
        """E14: by what a figure to date is multiplied to be that of a year, and the months it covers."""

    def average(self, node: Expression, context: NameContext) -> ValueColumn | None:
        """E19: another mean than that of opening and closing balance, where one is asked for."""

    def opening(self, year: ValueColumn, last: ValueColumn, context: NameContext) -> ValueColumn:
        """E15: of two opening balances, that of the year and what the period before left, the one meant."""

    @property
    def by_month(self) -> bool:
        """Whether a part of a year stands for itself."""

    @property
    def years_back(self) -> Years:
        """How many years lie between the first row of a row's hospital and the row."""


@dataclass
class FormulaRun:
    """One formula over all rows; remarks on values are gathered on the way.

    Attributes:
        in_time: other means and years than those of whole months, where the terms of a case ask for them.
        flags: rows to which a remark applies, whether or not there is a value in the end.
    """

    operands: Operands
    in_time: InTime | None = None
    flags: dict[Flag, Marks] = field(default_factory=dict)

    def column(self, node: Expression, context: NameContext = HERE) -> ValueColumn:
        """The value of a node for every row."""
        match node:
            case Number(value=value):
                return self._constant(value)
            case Name(id=name):
                return self.operands.operand(name, context)
            case Unary(operator=operator, operand=operand):
                inner = self.column(operand, context)
                return ValueColumn(-inner.values, inner.codes) if operator == "-" else inner
            case Binary(operator="/"):
                return self._quotient(node, context)
            case Binary():
                return self._joined(node, context)
            case Call():
                return self._call(node, context)

    def mark(self, flag: Flag, rows: Marks) -> None:
        """Remember a remark on rows."""
        self.flags[flag] = self.flags.get(flag, np.zeros(self.operands.size, dtype=np.bool_)) | rows

    def _constant(self, value: float) -> ValueColumn:
        return ValueColumn(np.full(self.operands.size, value), np.zeros(self.operands.size, dtype=np.int8))

    def _joined(self, node: Binary, context: NameContext) -> ValueColumn:
        left, right = self.column(node.left, context), self.column(node.right, context)
        codes = either(left.codes, right.codes)
        with np.errstate(all="ignore"):
            match node.operator:
                case "+":
                    return finished(left.values + right.values, codes)
                case "-":
                    return finished(left.values - right.values, codes)
                case "*":
                    return finished(left.values * right.values, codes)
                case "**":
                    return _power(left.values, right.values, codes)
        raise AssertionError(node.operator)

    def _quotient(self, node: Binary, context: NameContext) -> ValueColumn:
        above, below = self.column(node.left, context), self.column(node.right, context)
        codes = either(above.codes, below.codes)
        if below.codes.all():  # nothing to judge a divisor by, and nothing to mark
            return ValueColumn(np.full(self.operands.size, np.nan), codes)
        judged = divisor(node.right, context, self.operands.symbols)
        codes = either(codes, _divisor_codes(judged, above.values, below.values))
        self._mark_unstable(node, judged, below.values)
        with np.errstate(all="ignore"):
            return finished(above.values / below.values, codes)

    def _mark_unstable(self, node: Binary, judged: Divisor, below: Values) -> None:
        """E05: a divisor that is there but tiny; E22: money per case with too few cases."""
        if judged.dimension == {"count": 1}:
            per_case = dimension_or_none(node.left, self.operands.symbols) == {"money": 1}
            flag = Flag.BELOW_MINIMUM_CASES if per_case else Flag.UNSTABLE_DENOMINATOR
            self.mark(flag, (below > 0) & (below < ENOUGH_CASES))
        elif judged.dimension == {"money": 1} and YARDSTICK in self.operands.symbols:
            income = self.operands.operand(YARDSTICK, HERE).values
            self.mark(Flag.UNSTABLE_DENOMINATOR, (below > 0) & (below < ENOUGH_MONEY * income))

    def _call(self, node: Call, context: NameContext) -> ValueColumn:
        match node.function:
            case "avg":
                return self._average(node, context)
            case "annualised":
                return self._annualised(node, context)
            case "abs":
                inner = self.column(node.arguments[0], context)
                return ValueColumn(np.abs(inner.values), inner.codes)
            case "sum" | "max" | "min" | "npv" | "irr" | "fv":
                return self._combined(node, context)
            case _:
                return self.column(node.arguments[0], moved(context, node))

    def _average(self, node: Call, context: NameContext) -> ValueColumn:
        """E12, E19: the mean of opening and closing balance; the closing one alone in a first year (E13)."""
        if self.in_time and (other := self.in_time.average(node.arguments[0], context)) is not None:
            return other
        closing = self.column(node.arguments[0], context)
        opening = self._opening(node.arguments[0], context)
        values, codes = (opening.values + closing.values) / 2, either(closing.codes, opening.codes)
        alone = (closing.codes == 0) & (opening.codes == CODES[Reason.FIRST_YEAR])
        if context.closing_allowed:
            alone = (closing.codes == 0) & (opening.codes != 0)
        if alone.any():
            self.mark(Flag.CLOSING_FOR_AVERAGE, alone)
            values, codes = np.where(alone, closing.values, values), np.where(alone, np.int8(0), codes)
        return finished(values, codes)

    def _opening(self, node: Expression, context: NameContext) -> ValueColumn:
        """The opening balance of the year, or of the period where it stands for itself."""
        year = self.column(node, moved(context, Call("open", ())))
        if self.in_time and self.in_time.by_month:
            return self.in_time.opening(year, self.column(node, period_before(context)), context)
        return year

    def _annualised(self, node: Call, context: NameContext) -> ValueColumn:
        """E14: year to date × 12 / months; twelve months stay as they are; a month that stands for itself × 12."""
        inside = moved(context, node)
        if self.in_time and self.in_time.by_month:
            inside = replace(inside, aspect=Aspect.MONTH)
        year_to_date = self.column(node.arguments[0], inside)
        months = self.operands.operand("months", inside).values
        factor = YEAR / months
        if self.in_time:
            factor, months = self.in_time.annual(inside)
        self.mark(Flag.ANNUALISED, factor != 1)
        self.mark(Flag.BELOW_ANNUALISING_MONTHS, months < ENOUGH_MONTHS)
        return finished(year_to_date.values * factor, year_to_date.codes)

    def _series(self, node: Call, flow: Expression, context: NameContext) -> ValueColumn:
        """The flows of all years up to the row's own, from the first that there is; after it none may be missing."""
        back = self.in_time.years_back if self.in_time else np.zeros(self.operands.size, np.int64)
        ages = range(int(back.max(initial=0)), -1, -1)
        years = [self.column(flow, replace(context, years=context.years + ago)) for ago in ages]
        there = [(year.codes == 0) & (ago <= back) for ago, year in zip(ages, years, strict=True)]
        started = list(np.logical_or.accumulate(there))
        gaps = [np.where(begun, year.codes, 0).astype(np.int8) for year, begun in zip(years, started, strict=True)]
        codes = reduce(either, [*gaps, np.where(started[-1], 0, years[-1].codes).astype(np.int8)])
        flows = [year.values for year in years]
        with np.errstate(all="ignore"):
            if node.function == "irr":
                return finished(finance.irr_of_series(flows, started), codes)
            rate = self.column(node.arguments[0], context)
            return finished(finance.npv_of_series(rate.values, flows, started), either(rate.codes, codes))

    def _combined(self, node: Call, context: NameContext) -> ValueColumn:
        if (flow := series_of(node)) is not None:
            return self._series(node, flow, context)
        columns = [self.column(argument, context) for argument in node.arguments]
        codes = reduce(either, [column.codes for column in columns])
        with np.errstate(all="ignore"):
            return finished(combine(node.function, [column.values for column in columns]), codes)


def combine(function: str, values: list[Values]) -> Values:
    """The functions of several values, from left to right."""
    match function:
        case "npv":
            return finance.npv(values[0], values[1:])
        case "irr":
            return finance.irr(values)
        case "fv":
            rate, periods, payment, *more = values
            present, due = [*more, np.zeros_like(rate), np.zeros_like(rate)][:2]
            return finance.fv(rate, periods, payment, present, due)
    joined = {"sum": np.add, "max": np.maximum, "min": np.minimum}[function]
    return reduce(joined, values)


def _power(base: Values, exponent: Values, codes: Codes) -> ValueColumn:
    """A broken power of a negative number has no meaning: the base of a mean growth must not be negative."""
    broken = (base < 0) & (exponent != np.floor(exponent))
    zero = (base == 0) & (exponent < 0)
    codes = either(codes, np.where(broken, CODES[Reason.NEGATIVE_BASE], 0).astype(np.int8))
    codes = either(codes, np.where(zero, CODES[Reason.ZERO_DENOMINATOR], 0).astype(np.int8))
    return finished(np.power(base, exponent), codes)


def _divisor_codes(judged: Divisor, above: Values, below: Values) -> Codes:
    codes = np.zeros(below.shape, dtype=np.int8)
    if judged.when_negative is not None:
        codes[below < 0] = CODES[judged.when_negative]
    zero = np.abs(below) < judged.nothing
    codes[zero] = CODES[judged.when_zero]
    if judged.of_budget:
        codes[zero & (above > 0)] = CODES[Reason.NO_BUDGET]
    return codes
