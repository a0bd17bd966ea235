"""The history of one indicator: months where there are months, else years."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis import trend_signal
from reportgen.analysis.definitions_in_time import one_definition
from reportgen.model.period import Period, PeriodKind

if TYPE_CHECKING:
    from reportgen.analysis import TrendSignal
    from reportgen.model.results import ScoredIndicator
    from reportgen.report.desk.context import Context

SPARK_MONTHS: Final = 12
TREND_MONTHS: Final = 24


@dataclass(frozen=True)
class Series:
    """Values by period, oldest first, None where there is none.

    Attributes:
        signal: verdict of the process-control rules on month values; None under twelve points.
        since: the first period, where earlier ones are left out since the indicator was defined otherwise; else None.
    """

    periods: tuple[str, ...]
    values: tuple[float | None, ...]
    signal: TrendSignal | None
    since: str | None = None

    @property
    def known(self) -> tuple[float, ...]:
        """The values that are there."""
        return tuple(value for value in self.values if value is not None)

    def last(self, length: int) -> Series:
        """The newest periods only."""
        return Series(self.periods[-length:], self.values[-length:], self.signal, self.since)


def series(context: Context, indicator: ScoredIndicator) -> Series:
    """The last twelve months, or the years that there are."""
    return full_series(context, indicator).last(SPARK_MONTHS)


def full_series(context: Context, indicator: ScoredIndicator) -> Series:
    """Up to 24 months on month values, or all years on the evaluation basis, up to the report's period."""
    material = context.material
    values = material.month_values if context.is_month else material.values
    if values is None:
        return Series((), (), None)
    every = _periods(context)
    periods = tuple(one for one in every if one_definition(material.catalog, indicator.id, one, material.period))
    otherwise = [values.at(indicator.id, material.entity, one).value for one in every if one not in periods]
    found = tuple(values.at(indicator.id, material.entity, period).value for period in periods)
    first = next((index for index, value in enumerate(found) if value is not None), len(found))
    periods, found = periods[first:], found[first:]
    known = [value for value in found if value is not None]
    since = periods[0] if periods and any(value is not None for value in otherwise) else None
    return Series(periods, found, trend_signal(known) if context.is_month else None, since)


def _periods(context: Context) -> tuple[str, ...]:
    now = context.period
    if now.kind is PeriodKind.MONTH:
        return _months_back(now)
    known = (Period.parse(period) for period in context.material.dataset.periods(context.material.entity))
    return tuple(str(period) for period in known if period.kind is PeriodKind.YEAR and period.year <= now.year)


def _months_back(now: Period) -> tuple[str, ...]:
    periods = [now]
    while len(periods) < TREND_MONTHS:
        periods.append(periods[-1].preceding())
    return tuple(str(period) for period in reversed(periods))
