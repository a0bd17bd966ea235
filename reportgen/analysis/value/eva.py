"""Economic value added of a public hospital: the result before the cost of capital, less a charge on all capital.

EVA = surplus + interest + adjustments − rate · (assets − current liabilities that bear no interest − construction in
progress), balances as the mean of opening and closing. The charge is that of the part of the year. No tax is taken off:
the surplus of medical care bears none. For information only: a public hospital is not to earn its cost of capital.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Facts, Figure, Lack
from reportgen.model.period import MONTHS
from reportgen.model.reason import Reason

if TYPE_CHECKING:
    from reportgen.analysis.books import Books
    from reportgen.analysis.material import Analyses
    from reportgen.model.period import Period

RATE: Final = "capital_charge_rate"
ADJUSTMENTS: Final = "eva_adjustments"
FLOWS: Final = ("period_surplus", "interest_expense")
BALANCES: Final = (
    "total_assets", "current_liabilities", "short_term_loans", "current_portion_non_current_liabilities",
    "construction_in_progress", "net_assets",
)  # fmt: skip


@dataclass(frozen=True)
class Eva:
    """Value added over a part of a year, money.

    Attributes:
        period: of the figures.
        surplus, interest: to date; adjustments: as the hospital states them, missing where it states none, and then
            none is made.
        result: their sum.
        assets, free_liabilities, construction: means of opening and closing; capital: assets − the other two.
        rate: yearly cost of capital, a fraction; stated: whether it is a figure of the hospital and not the case's
            setting.
        charge: rate · part of the year · capital; value: result − charge; yearly: value scaled to a year.
        return_on_capital: result scaled to a year over capital: the rate at which nothing would be added.
        equity_charge: the part of the charge that falls on net assets: the opportunity cost of what the state put in.
    """

    period: str
    surplus: float
    interest: float
    adjustments: Figure
    result: float
    assets: float
    free_liabilities: float
    construction: float
    capital: float
    rate: float
    stated: bool
    charge: float
    value: float
    yearly: float
    return_on_capital: Figure
    equity_charge: float


@dataclass(frozen=True)
class ValueAdded:
    """EVA to date, and that of the same months of last year.

    Attributes:
        by_result, by_capital, by_rate: what the change since last year is owed to; they add up to it. None where there
            is no last year.
    """

    now: Eva
    before: Eva | Lack
    by_result: float | None
    by_capital: float | None
    by_rate: float | None


def eva(analyses: Analyses) -> ValueAdded | Lack:
    """Value added to date and its change."""
    books, rate = analyses.books, analyses.material.case.file.analysis.capital_charge
    now, before = _of(books, books.now, rate), _of(books, books.now.previous_year(), rate)
    if isinstance(now, Lack):
        return now
    if isinstance(before, Lack):
        return ValueAdded(now, before, None, None, None)
    part = books.now.months_elapsed / MONTHS
    return ValueAdded(
        now,
        before,
        now.result - before.result,
        -before.rate * part * (now.capital - before.capital),
        -(now.rate - before.rate) * part * now.capital,
    )


def value_added(  # noqa: PLR0913 - EVA has so many parts
    period: str,
    flows: tuple[float, float],
    adjustments: Figure,
    balances: dict[str, float],
    rate: Figure,
    months: int,
) -> Eva | Lack:
    """EVA from surplus and interest, mean balances by item, and a rate; nothing where there is no capital."""
    result = sum(flows) + (adjustments.value or 0.0)
    free = balances["current_liabilities"] - balances["short_term_loans"]
    free -= balances["current_portion_non_current_liabilities"]
    capital = balances["total_assets"] - free - balances["construction_in_progress"]
    if capital <= 0 or rate.value is None:
        return Lack("no_capital", Reason.NEGATIVE_DENOMINATOR, {"period": period})
    part = months / MONTHS
    charge = rate.value * part * capital
    return Eva(
        period=period,
        surplus=flows[0],
        interest=flows[1],
        adjustments=adjustments,
        result=result,
        assets=balances["total_assets"],
        free_liabilities=free,
        construction=balances["construction_in_progress"],
        capital=capital,
        rate=rate.value,
        stated=bool(rate.places),
        charge=charge,
        value=result - charge,
        yearly=(result - charge) / part,
        return_on_capital=Figure(result / part / capital),
        equity_charge=rate.value * part * balances["net_assets"],
    )


def _of(books: Books, period: Period, setting: float) -> Eva | Lack:
    flows = {item: books.to_date(item, period) for item in FLOWS}
    means = {item: books.average(item, period) for item in BALANCES}
    for item, figure in {**flows, **means}.items():
        if figure.value is None:
            facts: Facts = {"item": books.item(item).name, "period": str(period)}
            return Lack("item_of", figure.reason or Reason.MISSING_INPUT, facts)
    stated = books.to_date(RATE, period)
    surplus, interest = (one.value or 0.0 for one in flows.values())
    return value_added(
        str(period),
        (surplus, interest),
        books.to_date(ADJUSTMENTS, period),
        {item: one.value or 0.0 for item, one in means.items()},
        stated if stated.value is not None else Figure(setting),
        period.months_elapsed,
    )
