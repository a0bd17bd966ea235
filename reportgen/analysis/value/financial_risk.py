"""Financial risk: solvency, quality of assets and efficiency, against last year and warning lines; leverage.

Financial leverage = (surplus + interest) / surplus; joined with operating leverage it says by how many percent the
surplus moves with one percent of the work.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Figure, Lack
from reportgen.analysis.comparison.against import IN_POINTS, Base, Compared, compared
from reportgen.analysis.comparison.benchmark import SIGN
from reportgen.analysis.comparison.direction import direction_of
from reportgen.model.reason import Reason
from reportgen.model.warnings import Level

if TYPE_CHECKING:
    from reportgen.analysis.drivers.break_even import BreakEven
    from reportgen.analysis.material import Analyses

GROUPS: Final = {
    "solvency": (
        "asset_liability_ratio", "current_ratio", "quick_ratio", "cash_ratio", "interest_cover",
        "cash_to_short_term_debt", "cash_to_total_liabilities", "interest_bearing_debt_ratio",
        "contingent_liability_ratio",
    ),
    "asset_quality": (
        "bad_asset_ratio", "bad_debt_rate", "patient_arrears_rate", "receivable_over_1y_share", "idle_asset_rate",
        "fixed_asset_newness",
    ),
    "operating": (
        "total_asset_turnover", "receivable_turnover_days", "inventory_turnover_days", "payable_turnover_days",
        "cash_conversion_cycle", "income_per_100_fixed_assets",
    ),
}  # fmt: skip
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
    total_leverage: Figure

    @property
    def level(self) -> Level | None:
        """The highest level of all."""
        found = [group.level for group in self.groups if group.level is not None]
        return max(found, key=LEVELS.index, default=None)


def financial_risk(analyses: Analyses) -> FinancialRisk | Lack:
    """Risk at the end of the period; a `Lack` where not one indicator has a value."""
    chosen = analyses.material.case.file.analysis.warnings
    if chosen not in analyses.material.catalog.warnings:
        return Lack("warnings", Reason.INVALID_INPUT, {"name": chosen})
    groups = tuple(RiskGroup(group, tuple(_row(analyses, name) for name in names)) for group, names in GROUPS.items())
    first = groups[0].rows[0]
    if all(row.value.value is None for group in groups for row in group.rows):
        name = analyses.material.catalog.indicators[first.indicator].name
        return Lack("indicator", first.value.reason or Reason.MISSING_INPUT, {"indicator": name})
    operating, financial = _operating(analyses), _financial(analyses)
    return FinancialRisk(chosen, groups, operating, financial, operating * financial)


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
    found: BreakEven | Lack = analyses["drivers.break_even"]
    return Figure.missing(found.reason) if isinstance(found, Lack) else found.leverage


def _financial(analyses: Analyses) -> Figure:
    surplus, interest = analyses.books.to_date("period_surplus"), analyses.books.to_date("interest_expense")
    return (surplus + interest).over(surplus)
