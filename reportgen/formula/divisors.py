"""When a division has no answer (edge rules E01–E11, E48), decided from what the divisor is made of.

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
from dataclasses import dataclass
from typing import Final

from reportgen.formula.check import Symbol, dimension_or_none
from reportgen.formula.context import Aspect, Context, names_with_context
from reportgen.formula.units import Dimension
from reportgen.model.expression import Binary, Expression
from reportgen.model.reason import Reason

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


def divisor(expression: Expression, context: Context, symbols: Mapping[str, Symbol]) -> Divisor:
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


def _when_negative(named: tuple[tuple[str, Context], ...]) -> Reason | None:
    if not named:
        return None
    growth = all(where.is_earlier for _, where in named) and {name for name, _ in named} != {NET_ASSETS}
    return Reason.NEGATIVE_BASE if growth else Reason.NEGATIVE_DENOMINATOR


def _is_budget(name: str, where: Context) -> bool:
    return where.aspect is Aspect.BUDGET or name.startswith(BUDGET_PREFIX)


def _nothing(kind: Dimension) -> float:
    if kind == {"money": 1}:
        return HALF_A_CENT
    return HALF_A_COUNT if kind in COUNTED else NOISE
