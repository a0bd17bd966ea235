"""Altman's Z of the hospital, by the models for others than manufacturers and for private firms.

x1 working capital, x2 accumulated surplus, x3 surplus before interest (of a year), each over assets; x4 net assets over
liabilities; x5 income of a year over assets. The models were fitted to companies: a public hospital is kept by the
state and its net assets are the state's, so a zone says how its balance resembles theirs and not how near it is to
failing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.analysis.answer import Facts, Figure, Lack
from reportgen.model.period import MONTHS, Period
from reportgen.model.reason import Reason
from reportgen.scoring.kernels.finance import ALTMAN

if TYPE_CHECKING:
    from reportgen.analysis.books import Books
    from reportgen.analysis.material import Analyses

MODELS: Final = ("Z_double_prime", "Z_prime")
CAVEATS: Final = ("analysis.caveat.fitted", "analysis.caveat.state", "analysis.caveat.information")
YEARS: Final = 5


@dataclass(frozen=True)
class ZScore:
    """One model at one date.

    Attributes:
        ratios: x1 …, fractions; contributions: coefficient · ratio; they add up to z.
        zone: distress, grey or safe; lower, upper: the ends of the grey zone, which belong to it.
    """

    model: str
    period: str
    ratios: tuple[float, ...]
    contributions: tuple[float, ...]
    z: float
    zone: str
    lower: float
    upper: float


@dataclass(frozen=True)
class ZScores:
    """Scores by model, now and at the ends of earlier years.

    Attributes:
        now: one for each model; before: at the same date of last year, a `Lack` for each that cannot be had.
        years: of the first model, oldest first, those that can be had.
        caveats: keys of the sentences that belong beside them.
    """

    now: tuple[ZScore, ...]
    before: tuple[ZScore | Lack, ...]
    years: tuple[ZScore, ...]
    caveats: tuple[str, ...] = CAVEATS


def z_score(analyses: Analyses) -> ZScores | Lack:
    """Scores at the end of the period."""
    books = analyses.books
    now = [_score(books, model, books.now) for model in MODELS]
    lost = next((one for one in now if isinstance(one, Lack)), None)
    if lost is not None:
        return lost
    past = [year for year in books.years if year.sort_key() < books.now.sort_key()][-YEARS:]
    years = (_score(books, MODELS[0], year) for year in past)
    return ZScores(
        tuple(one for one in now if isinstance(one, ZScore)),
        tuple(_score(books, model, books.now.previous_year()) for model in MODELS),
        tuple(one for one in years if isinstance(one, ZScore)),
    )


def of_ratios(model: str, period: str, ratios: tuple[float, ...]) -> ZScore:
    """The score of x1 … by a model."""
    chosen = ALTMAN[model]
    used = ratios[: len(chosen.coefficients)]
    parts = tuple(weight * value for weight, value in zip(chosen.coefficients, used, strict=True))
    z = chosen.score(np.array(used))
    return ZScore(model, period, used, parts, z, chosen.zone(z), *chosen.grey)


def _score(books: Books, model: str, period: Period) -> ZScore | Lack:
    count = len(ALTMAN[model].coefficients)
    ratios = _ratios(books, period)[:count]
    for figure, item in ratios:
        if figure.value is None:
            facts: Facts = {"item": books.item(item).name, "period": str(period)}
            return Lack("item_of", figure.reason or Reason.MISSING_INPUT, facts)
    return of_ratios(model, str(period), tuple(figure.value or 0.0 for figure, _ in ratios))


def _ratios(books: Books, period: Period) -> list[tuple[Figure, str]]:
    """x1 … x5, each with the item that stands for it when something is missing."""
    names = (
        "total_assets", "total_liabilities", "net_assets", "current_assets", "current_liabilities",
        "accumulated_surplus", "period_surplus", "interest_expense", "total_income",
    )  # fmt: skip
    found = {name: books.to_date(name, period) for name in names}
    lost = next((name for name, figure in found.items() if figure.value is None), None)
    assets, yearly = found["total_assets"], MONTHS / period.months_elapsed
    working = found["current_assets"] - found["current_liabilities"]
    before_interest = (found["period_surplus"] + found["interest_expense"]).times(yearly)
    return [
        (working.over(assets), lost or "total_assets"),
        (found["accumulated_surplus"].over(assets), lost or "total_assets"),
        (before_interest.over(assets), lost or "total_assets"),
        (found["net_assets"].over(found["total_liabilities"]), lost or "total_liabilities"),
        (found["total_income"].times(yearly).over(assets), lost or "total_assets"),
    ]
