"""Return on net assets of a public hospital, and the three factors that it is the product of.

surplus / net assets = surplus / income × income / assets × assets / net assets, with average balances. There is no tax
on the medical surplus, so leverage brings no tax benefit, and a high return is not an aim in itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Figure, Lack, values_of
from reportgen.analysis.books import lacking
from reportgen.analysis.drivers.split import Split, chain, shapley
from reportgen.model.reason import Reason

if TYPE_CHECKING:
    from reportgen.analysis.books import Books
    from reportgen.analysis.material import Analyses
    from reportgen.model.period import Period

ITEMS: Final = ("period_surplus", "total_income", "total_assets", "net_assets")
FACTORS: Final = ("surplus_margin", "asset_turnover", "equity_multiplier")
"""In the order in which they are replaced: result before use before structure."""


@dataclass(frozen=True)
class Levels:
    """The tree of one period; flows to date, not annualised, so that two equal parts of years compare."""

    period: str
    factors: tuple[Figure, ...]
    return_on_net_assets: Figure


@dataclass(frozen=True)
class DuPont:
    """The tree of now and of last year, and what each factor did; the split in order and free of order."""

    now: Levels
    before: Levels
    in_order: Split | Lack
    order_free: Split | Lack


def dupont(analyses: Analyses) -> DuPont | Lack:
    """Return on net assets and its change."""
    books = analyses.books
    lack = lacking(books, ITEMS)
    if lack is not None:
        return lack
    now, before = levels(books, books.now), levels(books, books.now.previous_year())
    if now.return_on_net_assets.value is None:
        return Lack("not_positive", now.return_on_net_assets.reason or Reason.NEGATIVE_DENOMINATOR)
    old, new = values_of(before.factors), values_of(now.factors)
    if old is None or new is None:
        lack = Lack("last_year", Reason.MISSING_PRIOR)
        return DuPont(now, before, lack, lack)
    return DuPont(now, before, chain(FACTORS, old, new), shapley(FACTORS, old, new))


def levels(books: Books, period: Period) -> Levels:
    """The tree of a period."""
    surplus, income = books.to_date("period_surplus", period), books.to_date("total_income", period)
    assets, own = books.average("total_assets", period), books.average("net_assets", period)
    found = (surplus.over(income), income.over(assets), assets.over(own))
    return Levels(str(period), found, surplus.over(own))
