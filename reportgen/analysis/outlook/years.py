"""The next year from the years before, by a straight line of least squares with its interval of prediction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.analysis.answer import Facts, Lack
from reportgen.analysis.outlook.trials import students
from reportgen.model.reason import Reason

if TYPE_CHECKING:
    from reportgen.analysis.material import Analyses
    from reportgen.scoring.arrays import Floats

ITEMS: Final = ("total_income", "total_expense", "medical_income", "outpatient_emergency_visits", "discharges")
FEWEST: Final = 4


@dataclass(frozen=True)
class Line:
    """A line through n years and its next point.

    Attributes:
        slope: a year; explained: r²; low, high: of the next year, for `trials.CONFIDENCE` of such forecasts.
        error: mean size of the misses when each year from the fourth on is forecast from those before it, over the
            mean of what came; None with too few years to try.
    """

    id: str
    years: tuple[tuple[str, float], ...]
    slope: float
    intercept: float
    explained: float
    next_year: str
    forecast: float
    low: float
    high: float
    error: float | None


def next_year(analyses: Analyses) -> Mapping[str, Line | Lack]:
    """Headline items of the year after the last whole one."""
    books = analyses.books
    found: dict[str, Line | Lack] = {}
    for item in ITEMS:
        before = [year.previous_year() for year in books.years[:1]]
        years = [(year, books.to_date(item, year).value) for year in (*before, *books.years)]
        known = [(year.year, value) for year, value in years if value is not None]
        if len(known) < FEWEST or known[-1][0] - known[0][0] != len(known) - 1:
            facts: Facts = {"item": books.item(item).name, "have": len(known), "need": FEWEST}
            found[item] = Lack("whole_years", Reason.MISSING_PRIOR, facts)
        else:
            found[item] = line(item, [year for year, _ in known], np.array([value for _, value in known]))
    return found


def line(name: str, years: list[int], values: Floats) -> Line:
    """Least squares over consecutive years, four at least."""
    count = len(values)
    at = np.arange(1, count + 1, dtype=np.float64)
    slope, intercept = (float(one) for one in np.polyfit(at, values, 1))
    residual = float(((values - intercept - slope * at) ** 2).sum())
    total = float(((values - values.mean()) ** 2).sum())
    spread = float(((at - at.mean()) ** 2).sum())
    ahead = count + 1
    forecast = intercept + slope * ahead
    error = sqrt(residual / (count - 2)) * sqrt(1 + 1 / count + (ahead - at.mean()) ** 2 / spread)
    reach = students(count - 2) * error
    return Line(
        name, tuple(zip(map(str, years), map(float, values), strict=True)), slope, intercept,
        1 - residual / total if total else 1.0, str(years[-1] + 1), forecast, forecast - reach, forecast + reach,
        _missed(values),
    )  # fmt: skip


def _missed(values: Floats) -> float | None:
    misses = []
    for count in range(FEWEST - 1, len(values)):
        slope, intercept = np.polyfit(np.arange(count), values[:count], 1)
        misses.append(abs(float(values[count] - intercept - slope * count)))
    mean = float(np.abs(values[FEWEST - 1 :]).mean())
    return float(np.mean(misses)) / mean if len(misses) > 1 and mean else None
