"""Financial risk: solvency, quality of assets and efficiency, against last year and warning lines; leverage.

Financial leverage = (surplus + interest) / surplus; joined with operating leverage it says by how many percent the
surplus moves with one percent of the work.

Altman's Z of the hospital, by the models for others than manufacturers and for private firms.

x1 working capital, x2 accumulated surplus, x3 surplus before interest (of a year), each over assets; x4 net assets over
liabilities; x5 income of a year over assets. The models were fitted to companies: a public hospital is kept by the
state and its net assets are the state's, so a zone says how its balance resembles theirs and not how near it is to
failing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.analysis.answer import Facts, Figure, Unavailable
from reportgen.analysis.comparison.against import IN_POINTS, SIGN, Base, Compared, compared, direction_of
from reportgen.model.period import MONTHS, Period
from reportgen.model.values import Reason
from reportgen.model.warnings import Level
from reportgen.scoring.kernels.finance import ALTMAN

if TYPE_CHECKING:
    from reportgen.analysis.books import Books
    from reportgen.analysis.drivers.bridges import BreakEven
    from reportgen.analysis.material import Analyses

GROUPS: Final = {
    "solvency": (
        "asset_liability_ratio",
        "current_ratio",
        "quick_ratio",
        "cash_ratio",
        "interest_cover",
        "cash_to_short_term_debt",
        "cash_to_total_liabilities",
        "interest_bearing_debt_ratio",
        "contingent_liability_ratio",
    ),
    "asset_quality": (
        "bad_asset_ratio",
        "bad_debt_rate",
        "patient_arrears_rate",
        "receivable_over_1y_share",
        "idle_asset_rate",
        "fixed_asset_newness",
    ),
    "operating": (
        "total_asset_turnover",
        "receivable_turnover_days",
        "inventory_turnover_days",
        "payable_turnover_days",
        "cash_conversion_cycle",
        "income_per_100_fixed_assets",
    ),
}
"""Group → its indicators, none of which says the same as another one."""
LEVELS: Final = tuple(Level)


@dataclass(frozen=True)
class RiskRow:
    """One indicator.

    Attributes:
        change: against the same period of last year.
        better: whether it moved in its direction; None where it has none, did not move, or has no last year.
        level, line: the warning level and the line it reached, None inside all lines.
        judged: whether the chosen set has lines for it.
    """

    indicator: str
    value: Figure
    change: Compared
    better: bool | None
    level: Level | None
    line: float | None
    judged: bool


@dataclass(frozen=True)
class RiskGroup:
    """A group of indicators and its highest level, None where no line is reached."""

    id: str
    rows: tuple[RiskRow, ...]

    @property
    def level(self) -> Level | None:
        """The highest level of the group."""
        found = [row.level for row in self.rows if row.level is not None]
        return max(found, key=LEVELS.index, default=None)


@dataclass(frozen=True)
class FinancialRisk:
    """Groups, the warning set used, and degrees of leverage, times."""

    set_id: str
    groups: tuple[RiskGroup, ...]
    operating_leverage: Figure
    financial_leverage: Figure

    @property
    def level(self) -> Level | None:
        """The highest level of all."""
        found = [group.level for group in self.groups if group.level is not None]
        return max(found, key=LEVELS.index, default=None)


def financial_risk(analyses: Analyses) -> FinancialRisk | Unavailable:
    """Risk at the end of the period; `Unavailable` where not one indicator has a value."""
    chosen = analyses.material.case.file.analysis.warnings
    if chosen not in analyses.material.catalog.warnings:
        return Unavailable("warnings", Reason.INVALID_INPUT, {"name": chosen})
    groups = tuple(RiskGroup(group, tuple(_row(analyses, name) for name in names)) for group, names in GROUPS.items())
    first = groups[0].rows[0]
    if all(row.value.value is None for group in groups for row in group.rows):
        name = analyses.material.catalog.indicators[first.indicator].name
        return Unavailable("indicator", first.value.reason or Reason.MISSING_INPUT, {"indicator": name})
    return FinancialRisk(chosen, groups, _operating(analyses), _financial(analyses))


def _row(analyses: Analyses, name: str) -> RiskRow:
    books, catalog = analyses.books, analyses.material.catalog
    value, before = books.indicator(name), books.now.previous_year()
    points = catalog.indicators[name].unit == IN_POINTS
    change = compared(Base.LAST_YEAR, value, books.indicator(name, before), str(before), points=points)
    sign, moved = SIGN.get(direction_of(analyses, name)), change.difference.value
    lines = catalog.warnings[analyses.material.case.file.analysis.warnings].lines.get(name)
    level, line = (lines.level(value.value) if lines and value.value is not None else None) or (None, None)
    better = sign * moved > 0 if sign is not None and moved else None
    return RiskRow(name, value, change, better, level, line, lines is not None)


def _operating(analyses: Analyses) -> Figure:
    found: BreakEven | Unavailable = analyses["drivers.break_even"]
    return Figure.missing(found.reason) if isinstance(found, Unavailable) else found.leverage


def _financial(analyses: Analyses) -> Figure:
    surplus, interest = analyses.books.to_date("period_surplus"), analyses.books.to_date("interest_expense")
    return (surplus + interest).over(surplus)


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
        now: one for each model; before: at the same date of last year, `Unavailable` for each that cannot be had.
        years: of the first model, oldest first, those that can be had.
        caveats: keys of the sentences that belong beside them.
    """

    now: tuple[ZScore, ...]
    before: tuple[ZScore | Unavailable, ...]
    years: tuple[ZScore, ...]
    caveats: tuple[str, ...] = CAVEATS


def z_score(analyses: Analyses) -> ZScores | Unavailable:
    """Scores at the end of the period."""
    books = analyses.books
    now = [_score(books, model, books.now) for model in MODELS]
    lost = next((one for one in now if isinstance(one, Unavailable)), None)
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


def _score(books: Books, model: str, period: Period) -> ZScore | Unavailable:
    count = len(ALTMAN[model].coefficients)
    ratios = _ratios(books, period)[:count]
    for figure, item in ratios:
        if figure.value is None:
            facts: Facts = {"item": books.item(item).name, "period": str(period)}
            return Unavailable("item_of", figure.reason or Reason.MISSING_INPUT, facts)
    return of_ratios(model, str(period), tuple(figure.value or 0.0 for figure, _ in ratios))


def _ratios(books: Books, period: Period) -> list[tuple[Figure, str]]:
    """x1 … x5, each with the item that stands for it when something is missing."""
    names = (
        "total_assets",
        "total_liabilities",
        "net_assets",
        "current_assets",
        "current_liabilities",
        "accumulated_surplus",
        "period_surplus",
        "interest_expense",
        "total_income",
    )
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
