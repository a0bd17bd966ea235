"""Fixed and variable cost: where income covers all cost, and how far from it the hospital stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.analysis.answer import Facts, Figure, Lack, merged
from reportgen.analysis.comparison.trends import unbroken
from reportgen.model.values import Reason
from reportgen.scoring.kernels.finance import breakeven

if TYPE_CHECKING:
    from reportgen.analysis.books import Books
    from reportgen.analysis.material import Analyses
    from reportgen.model.place import Place
    from reportgen.scoring.arrays import Floats

FEWEST_MONTHS: Final = 12
WEAK: Final = 0.5
"""Share of the variance of cost that the work has to explain before a line says anything."""


@dataclass(frozen=True)
class BreakEven:
    """The point at which medical income covers cost, to date.

    Attributes:
        contribution_rate: what remains of a yuan of income after variable cost.
        income: break-even income; margin: income above it; margin_rate: as a share of income.
        leverage: contribution over surplus: by how many percent the surplus moves with one percent of the work;
            missing at or below the break-even point.
    """

    fixed: float
    variable: float
    actual: float
    contribution_rate: float
    income: float
    margin: float
    margin_rate: float
    leverage: Figure
    places: tuple[Place, ...]


@dataclass(frozen=True)
class CostBehaviour:
    """Monthly cost as fixed + rate · work, by least squares.

    Attributes:
        fixed: a month; rate: for each unit of work; explained: r², 0–1; months: how many were used.
        firm: whether the work explains enough of the cost to rely on the line.
    """

    work: str
    fixed: float
    rate: float
    explained: float
    months: int
    firm: bool


def break_even(analyses: Analyses) -> BreakEven | Lack:
    """From the fixed and the variable cost that the hospital states."""
    books = analyses.books
    figures = {name: books.to_date(name) for name in ("fixed_cost", "variable_cost", "medical_income")}
    lost = next((name for name, one in figures.items() if one.value is None), None)
    if lost is not None:
        return Lack("item", Reason.MISSING_INPUT, {"item": books.item(lost).name})
    fixed, variable, actual = (one.value or 0.0 for one in figures.values())
    return point(fixed, variable, actual, merged(*figures.values()))


def point(fixed: float, variable: float, actual: float, places: tuple[Place, ...] = ()) -> BreakEven | Lack:
    """Break-even income = fixed / (1 − variable rate); nothing where a yuan of income costs a yuan or more."""
    if actual <= 0:
        return Lack("income_not_positive", Reason.ZERO_DENOMINATOR)
    if fixed < 0 or variable < 0:
        return Lack("cost_negative", Reason.NEGATIVE_BASE)
    found = breakeven(fixed, 1.0, variable / actual)
    if not np.isfinite(found.sales):
        return Lack("no_contribution", Reason.NEGATIVE_DENOMINATOR, {"rate": variable / actual}, places)
    surplus = actual - variable - fixed
    leverage = Figure((actual - variable) / surplus) if surplus > 0 else Figure.missing(Reason.NEGATIVE_DENOMINATOR)
    margin = actual - found.sales
    return BreakEven(
        fixed, variable, actual, found.contribution_rate, found.sales, margin, margin / actual, leverage, places
    )


def behaviour(analyses: Analyses) -> CostBehaviour | Lack:
    """Total expense of months against the weighted cases that were treated in them."""
    books = analyses.books
    return of_months(books, "total_expense", "drg_weight_sum")


def of_months(books: Books, cost: str, work: str) -> CostBehaviour | Lack:
    """The line through the months for which both are known; the months of the longest unbroken run up to now."""
    pairs = [(str(when), books.of_month(cost, when), books.of_month(work, when)) for when in books.all_months]
    costs, _ = unbroken([(when, one + two.times(0.0)) for when, one, two in pairs])
    works, _ = unbroken([(when, two + one.times(0.0)) for when, one, two in pairs])
    if len(costs) < FEWEST_MONTHS:
        facts: Facts = {"item": books.item(cost).name, "have": len(costs), "need": FEWEST_MONTHS}
        return Lack("months", Reason.MISSING_INPUT, facts)
    return line(work, works, costs)


def line(work: str, works: Floats, costs: Floats) -> CostBehaviour | Lack:
    """Least squares; nothing where the work never changed."""
    spread = float(((works - works.mean()) ** 2).sum())
    if spread == 0:
        return Lack("work_constant", Reason.ZERO_DENOMINATOR)
    rate = float(((works - works.mean()) * (costs - costs.mean())).sum()) / spread
    fixed = float(costs.mean() - rate * works.mean())
    total = float(((costs - costs.mean()) ** 2).sum())
    explained = 1 - float(((costs - fixed - rate * works) ** 2).sum()) / total if total else 1.0
    return CostBehaviour(work, fixed, rate, explained, len(works), firm=explained >= WEAK and rate > 0 and fixed > 0)
