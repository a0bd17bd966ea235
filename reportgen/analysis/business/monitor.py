"""Purchasing watched by indicators: materials and drugs against warning lines, with value, line and advice.

Lines are those of the set that the case has chosen, else those of the set of purchasing; each says where it comes from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Figure
from reportgen.analysis.comparison.against import IN_POINTS, Base, Compared, compared
from reportgen.model.warnings import Level

if TYPE_CHECKING:
    from reportgen.analysis.material import Analyses
    from reportgen.model.definition import Text
    from reportgen.model.warnings import WarningLine

SET: Final = "purchasing"
WATCHED: Final = {
    "consumable": ("consumables_per_100_medical_income", "consumables_turnover", "consumables_expense_growth"),
    "drug": ("drug_share", "drug_turnover_days", "drug_purchase_to_use"),
}
MARKUP: Final = "drug_markup_rate"
MARKUP_RANGE: Final = "historical"


@dataclass(frozen=True)
class Monitored:
    """One indicator of purchasing.

    Attributes:
        group: consumable or drug.
        value: in its base unit; change: against the same period of last year.
        level: the warning level that it reached; None inside all lines, and without any.
        line: the line that it reached, or inside all lines would reach first; None without lines.
        measure, owner: what is usually done about it and by whom; None without lines.
    """

    indicator: str
    group: str
    value: Figure
    change: Compared
    level: Level | None
    line: float | None
    measure: Text | None
    owner: Text | None
    source: str


@dataclass(frozen=True)
class MarkUp:
    """The mark-up on drugs against the range of its time; verdict: below, within or above, None without a value."""

    value: Figure
    low: float
    high: float
    verdict: str | None
    source: str


def monitored(analyses: Analyses) -> tuple[Monitored, ...]:
    """All watched indicators, materials first."""
    return tuple(_monitored(analyses, name, group) for group, names in WATCHED.items() for name in names)


def mark_up(analyses: Analyses) -> MarkUp | None:
    """The rule of 15 to 30 %; None where the scheme does not score the indicator, which is off since 2012."""
    scored = {name for part in analyses.material.scheme.parts.values() for name in part.indicators}
    if MARKUP not in scored:
        return None
    lines = analyses.material.catalog.indicators[MARKUP].thresholds[MARKUP_RANGE]
    ((low, high),) = lines.bands()["good"]
    assert low is not None  # the catalogue's own range
    assert high is not None
    value = analyses.books.indicator(MARKUP)
    return MarkUp(value, low, high, verdict(value.value, low, high), lines.source)


def verdict(value: float | None, low: float, high: float) -> str | None:
    """Where a value lies; both ends of the range belong to it."""
    if value is None:
        return None
    return "below" if value < low else "above" if value > high else "within"


def _monitored(analyses: Analyses, name: str, group: str) -> Monitored:
    books = analyses.books
    value, before = books.indicator(name), books.now.previous_year()
    points = analyses.material.catalog.indicators[name].unit == IN_POINTS
    change = compared(Base.LAST_YEAR, value, books.indicator(name, before), str(before), points=points)
    found = _lines(analyses, name)
    if found is None:
        return Monitored(name, group, value, change, None, None, None, None, "")
    line, source = found
    if value.value is None:
        return Monitored(name, group, value, change, None, None, line.measure, line.owner, source)
    level, at = line.level(value.value) or (None, line.nearest(value.value))
    return Monitored(name, group, value, change, level, at, line.measure, line.owner, source)


def _lines(analyses: Analyses, name: str) -> tuple[WarningLine, str] | None:
    sets = analyses.material.catalog.warnings
    for chosen in (analyses.material.case.file.analysis.warnings, SET):
        if chosen in sets and name in sets[chosen].lines:
            line = sets[chosen].lines[name]
            return line, line.source or sets[chosen].source
    return None
