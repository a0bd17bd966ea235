"""Cash that business income will bring: the mean share received of 3–5 years, times the income budgeted."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean, stdev
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Facts, Figure, Lack
from reportgen.model.period import MONTHS
from reportgen.model.reason import Reason

if TYPE_CHECKING:
    from reportgen.analysis.material import Analyses

RATIO: Final = "cash_received_to_income"
INCOME: Final = "business_income"
FEWEST, MOST = 3, 5
STEADY: Final = 0.05
"""Coefficient of variation up to which the share may be carried forward."""


@dataclass(frozen=True)
class CashReceipts:
    """A forecast of cash receipts of the year.

    Attributes:
        ratios: cash received to income by year, fractions; variation: standard deviation over mean.
        income: budgeted; receipts = mean ratio × income.
    """

    ratios: tuple[tuple[str, float], ...]
    mean: float
    variation: float
    income: Figure
    receipts: Figure


def cash_receipts(analyses: Analyses) -> CashReceipts | Lack:
    """The forecast; withheld where the share moved too much to be carried forward."""
    books = analyses.books
    if books.now.months_elapsed == MONTHS:
        return Lack("year_over", Reason.NOT_APPLICABLE, {"period": str(books.now.fiscal_year)})
    known = [(str(year), books.indicator(RATIO, year).value) for year in books.years]
    ratios = tuple((year, ratio) for year, ratio in known if ratio is not None)[-MOST:]
    if len(ratios) < FEWEST:
        name = analyses.material.catalog.indicators[RATIO].name
        return Lack("years", Reason.MISSING_PRIOR, {"indicator": name, "have": len(ratios), "need": FEWEST})
    mean, spread = fmean(one for _, one in ratios), stdev(one for _, one in ratios)
    if mean <= 0 or spread / mean > STEADY:
        facts: Facts = {"variation": spread / mean if mean > 0 else 0.0, "limit": STEADY}
        return Lack("unsteady", Reason.BELOW_MINIMUM_CASES, facts)
    income = books.budget(INCOME)
    if income.value is None:
        return Lack("budget", Reason.NO_BUDGET, {"item": books.item(INCOME).name})
    return CashReceipts(ratios, mean, spread / mean, income, income.times(mean))
