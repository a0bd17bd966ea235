"""The year to its end: what was, and what may follow, with an interval and the error that the method made before.

Each way of forecasting is tried on the past: from every earlier month with enough months behind it the same number of
months is forecast and held against what came. The way with the least error is used; the benchmark is printed beside
it. The interval is ± t · root mean square of these errors, so it says what such forecasts missed by, and no more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.analysis.answer import Facts, Figure, Unavailable, merged
from reportgen.analysis.comparison.trends import unbroken
from reportgen.analysis.outlook.trials import BALANCES, FLOWS, ForecastPart, Tested, bands, reach, tried
from reportgen.model.period import MONTHS, Period, PeriodKind
from reportgen.model.printing import HALF_A_FEN
from reportgen.model.values import Reason

if TYPE_CHECKING:
    from reportgen.analysis.books import Books
    from reportgen.analysis.material import Analyses
    from reportgen.scoring.arrays import Floats

SERIES: Final[Mapping[str, tuple[str, ...]]] = {
    "income": ("total_income",),
    "cost": ("total_expense",),
    "surplus": ("total_income", "-total_expense"),
    "cash": ("cash_and_bank",),
}
"""Forecasts by id, and the items they are made of; a surplus is what the other two leave."""
RESULT: Final = "period_surplus"
OUTSIDE: Final = (RESULT, "-total_income", "total_expense")
"""What a surplus holds besides: statements may keep gains, as of investments, out of both totals."""


@dataclass(frozen=True)
class Forecast:
    """The year's figure as it may come out; a forecast, which no score uses.

    Attributes:
        ways: by item; a surplus is the forecast of income less that of cost.
        to_date: what was; past: its months, oldest first; ahead: forecast by month.
        total: of the year, or the balance at its end.
        low, high: of the total, for `CONFIDENCE` of such forecasts; None with too few trials to say.
        bands: of each month ahead by itself, likewise; empty with too few trials.
        tested: the ways used; benchmark: the plain ones; None where there are too few months to test.
        budget: of the year, and the gap of the forecast to it.
    """

    id: str
    ways: Mapping[str, str]
    to_date: Figure
    past: tuple[tuple[str, float], ...]
    ahead: tuple[tuple[str, float], ...]
    total: float
    low: float | None
    high: float | None
    bands: tuple[tuple[float, float], ...]
    tested: Tested | None
    benchmark: Tested | None
    budget: Figure
    gap: Figure
    months: int


def year_end(analyses: Analyses) -> Mapping[str, Forecast | Unavailable]:
    """Income, cost, surplus and cash at the end of the year, by id."""
    return {name: of(analyses.books, name, items) for name, items in SERIES.items()}


def of(books: Books, name: str, items: Sequence[str]) -> Forecast | Unavailable:
    """One forecast; nothing for a year that is over, a series with a gap at its end, or less than a year of months."""
    steps = MONTHS - books.now.months_elapsed
    if steps == 0:
        return Unavailable("year_over", Reason.NOT_APPLICABLE, {"period": str(books.now.fiscal_year)})
    parts = []
    for item in items:
        part = _part(books, item, steps)
        if isinstance(part, Unavailable):
            return part
        parts.append(part)
    beside = _beside(books) if name == "surplus" else None
    if isinstance(beside, Unavailable):
        return beside
    items, parts = (*items, *(OUTSIDE if beside else ())), [*parts, *([beside] if beside else [])]
    count = min(len(part.values) for part in parts)
    parts = [replace(part, values=part.values[-count:]) for part in parts]
    return _forecast(books, name, items, parts, steps)


def _beside(books: Books) -> ForecastPart | Unavailable | None:
    """What the surplus of the statements holds besides income and expense; None where that is nothing.

    It has both signs, so that it comes as in the same months of the year before.
    """
    values = series(books, OUTSIDE)[0]
    to_date = _signed(books, OUTSIDE).value
    if to_date is None or (abs(to_date) < HALF_A_FEN and not (np.abs(values) >= HALF_A_FEN).any()):
        return None
    if len(values) < MONTHS:
        return _too_few(books, RESULT, values)
    return ForecastPart(RESULT, 1, values, list(FLOWS)[-1], balance=False)


def _part(books: Books, item: str, steps: int) -> ForecastPart | Unavailable:
    """An item with the way that missed least in the past; without a trial the plainest."""
    plain = item.removeprefix("-")
    balance, (values, periods) = books.is_balance(plain), series(books, [plain])
    few = _too_few(books, plain, values)
    if len(values) < MONTHS or periods[-1] != _newest(books):
        return few
    if not balance and (values <= 0).any():
        return Unavailable("months_not_positive", Reason.NEGATIVE_BASE, few.facts)
    sign = -1 if item.startswith("-") else 1
    ways = BALANCES if balance else FLOWS
    usable = [ForecastPart(plain, sign, values, way, balance) for way, one in ways.items() if len(values) >= one.fewest]
    found = [(one, tested) for one in usable if (tested := tried([one], steps)) is not None]
    return min(found, key=lambda pair: pair[1].error)[0] if found else usable[-1]


def _too_few(books: Books, item: str, values: Floats) -> Unavailable:
    facts: Facts = {"item": books.item(item).name, "have": len(values), "need": MONTHS}
    return Unavailable("months", Reason.BELOW_MINIMUM_CASES, facts)


def _forecast(books: Books, name: str, items: Sequence[str], parts: Sequence[ForecastPart], steps: int) -> Forecast:
    ahead = np.sum([part.ahead(steps) for part in parts], axis=0)
    to_date, balance = _signed(books, items), parts[0].balance
    assert to_date.value is not None
    total = float(ahead[-1]) if balance else to_date.value + float(ahead.sum())
    tested, budget = tried(parts, steps), _budget(books, items)
    spread = reach(tested) if tested else None
    numbers = range(books.now.months_elapsed + 1, MONTHS + 1)
    names = [str(Period(books.now.year, PeriodKind.MONTH, number)) for number in numbers]
    months, ways = tuple(zip(names, map(float, ahead), strict=True)), {part.item: part.way for part in parts}
    return Forecast(
        name,
        ways,
        to_date,
        _past(books, parts),
        months,
        total,
        None if spread is None else total - spread,
        None if spread is None else total + spread,
        bands(parts, ahead),
        tested,
        tried([replace(part, way=list(part.ways)[-1]) for part in parts], steps),
        budget,
        Figure(total, None, to_date.places) - budget,
        len(parts[0].values),
    )


def _past(books: Books, parts: Sequence[ForecastPart]) -> tuple[tuple[str, float], ...]:
    """The months that all parts have, put together."""
    together = np.sum([part.sign * part.values for part in parts], axis=0)
    return tuple(zip(map(str, books.months_back(len(together))), map(float, together), strict=True))


def _signed(books: Books, items: Sequence[str]) -> Figure:
    total = Figure(0.0)
    for item in items:
        one = books.to_date(item.removeprefix("-"))
        total = total - one if item.startswith("-") else total + one
    return total


def _budget(books: Books, items: Sequence[str]) -> Figure:
    budgets = [(item, books.budget(item.removeprefix("-"))) for item in items]
    if any(one.value is None for _, one in budgets):
        return Figure.missing(Reason.NO_BUDGET)
    value = sum(-(one.value or 0.0) if item.startswith("-") else (one.value or 0.0) for item, one in budgets)
    return Figure(value, None, merged(*(one for _, one in budgets)))


def series(books: Books, items: Sequence[str]) -> tuple[Floats, tuple[Period, ...]]:
    """Months of a sum of items without gaps up to now."""
    when = books.months_back(_count(books))
    found = []
    for month in when:
        total = Figure(0.0)
        for item in items:
            one = books.of_month(item.removeprefix("-"), month)
            total = total - one if item.startswith("-") else total + one
        found.append((str(month), total))
    return unbroken(found)


def _count(books: Books) -> int:
    if not books.all_months:
        return 1
    first = books.all_months[0]
    return (books.now.year - first.year) * MONTHS + books.now.months_elapsed - first.number + 1


def _newest(books: Books) -> Period:
    return books.now.last_month


@dataclass(frozen=True)
class LastForecast:
    """What would have been forecast a month ago for now by the same rules, and what came.

    Attributes:
        made: the month at whose end it was made.
        said: to date, or the balance; low, high: as `Forecast` has them, of one month ahead.
        is_inside: whether what came lies in the range, None without one.
    """

    made: str
    said: float
    low: float | None
    high: float | None
    came: Figure

    @property
    def is_inside(self) -> bool | None:
        """Whether what came lies in the range; None without a range."""
        if self.low is None or self.high is None or self.came.value is None:
            return None
        return self.low <= self.came.value <= self.high


def last_forecasts(analyses: Analyses) -> Mapping[str, LastForecast | Unavailable]:
    """By id as in `year_end`; within the first month of a year there was nothing to forecast for it."""
    books = analyses.books
    if books.now.months_elapsed == 1:
        lack = Unavailable("year_over", Reason.NOT_APPLICABLE, {"period": str(books.now.fiscal_year.previous_year())})
        return dict.fromkeys(SERIES, lack)
    earlier = books.now.last_month.preceding()
    then = replace(books, now=earlier)
    made = {name: (items, of(then, name, items)) for name, items in SERIES.items()}
    return {name: _held_against(books, one, _whole(books, items), earlier) for name, (items, one) in made.items()}


def _whole(books: Books, items: Sequence[str]) -> Sequence[str]:
    """The items with what a surplus of the statements holds besides them, where they tell."""
    is_result = items == SERIES["surplus"] and books.to_date(RESULT).value is not None
    return (*items, *OUTSIDE) if is_result else items


def _held_against(
    books: Books, made: Forecast | Unavailable, items: Sequence[str], when: Period
) -> LastForecast | Unavailable:
    came = _signed(books, items)
    if isinstance(made, Unavailable):
        return made
    if came.value is None:
        return Unavailable("item", Reason.MISSING_INPUT, {"item": books.item(items[0]).name})
    base = 0.0 if books.is_balance(items[0]) else made.to_date.value or 0.0
    low, high = (base + made.bands[0][0], base + made.bands[0][1]) if made.bands else (None, None)
    return LastForecast(str(when), base + made.ahead[0][1], low, high, came)
