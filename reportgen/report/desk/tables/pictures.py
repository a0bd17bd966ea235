"""How activity went: columns of the months beside last year, or of the years where no month is known.

Months beside the budget: columns of what was earned, and of what is above or below it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import compress
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Unavailable
from reportgen.catalog.calendar_words import period_name, period_short
from reportgen.model import printing
from reportgen.model.period import Period, PeriodKind
from reportgen.report.charts import (
    MonthColumn,
    budget_columns,
    variance_columns,
)
from reportgen.report.desk.tables import figures
from reportgen.report.desk.tables.figures import unit_of
from reportgen.report.desk.tables.official_tables import SheetFigure
from reportgen.report.tokens import ink

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from reportgen.analysis.outlook.year_end import Forecast
    from reportgen.model.definition import Text
    from reportgen.report.desk.context import HospitalContext, PlacedChart

CHART, SERIES, FORECAST = "total_income", "income", "forecast"
EXPENSE, COST = "total_expense", "cost"
KINDS: Final = ("actual", "previous", "budget")
MONTHS: Final = 12
TWO_DIGITS: Final = 10.0
FEWEST_MONTHS: Final = 3
"""Months of columns: one or two are in the table beside them."""
HIGH, LOW = (44.0, 22.0), (28.0, 14.0)
"""Millimetres of the columns and of the differences under them, and where a third picture shares the page."""


@dataclass(frozen=True)
class MonthPictures:
    """Both drawings of the months; None for one that has nothing to show; `kinds` are the columns that there are.

    `sense` tells on which side of the budget months lie: both, or one alone.
    """

    columns: PlacedChart | None
    variances: PlacedChart | None
    has_last_year: bool
    kinds: tuple[str, ...]
    sense: str


def month_pictures(context: HospitalContext, *, is_low: bool = False, is_dated: bool = False) -> MonthPictures:
    """Income of the twelve months, and what it is above or below the budget, with months of its own if `is_dated`."""
    months = month_columns(context)
    has_last_year = any(month.previous is not None for month in months)
    heights = LOW if is_low else HIGH
    expected = _expected(context, months)
    columns = columns_picture(context, expected, heights[0])
    variances = variances_picture(context, months, heights[1], is_dated=is_dated)
    there = (True, has_last_year, any(month.budget is not None for month in months), any(m.forecast for m in expected))
    return MonthPictures(columns, variances, has_last_year, tuple(compress((*KINDS, FORECAST), there)), sense(months))


def sense(months: Iterable[MonthColumn]) -> str:
    """On which side of the budget months lie: above, below, or both."""
    gaps = [one.variance for one in months if one.variance]
    is_above, is_below = any(gap > 0 for gap in gaps), any(gap < 0 for gap in gaps)
    return "both" if is_above == is_below else "above" if is_above else "below"


def _expected(context: HospitalContext, months: list[MonthColumn], series: str = SERIES) -> list[MonthColumn]:
    """The same with the forecast where a month is still ahead; without months enough for one, as they are."""
    found: Mapping[str, Forecast | Unavailable] = context.material.analysis["outlook.year_end"]
    one = found.get(series) if context.is_month else None
    if one is None or isinstance(one, Unavailable):
        return months
    scale, year = figures.scale(context), context.period.year
    ahead = dict(one.ahead)
    periods = [str(Period(year, PeriodKind.MONTH, number)) for number in range(1, MONTHS + 1)]
    return [
        replace(
            month,
            actual=ahead[period] / scale,
            printed=_printed(context, ahead[period]),
            forecast=True,
            says="\n".join((month.says, *_said(context, {FORECAST: ahead[period]}))),
        )
        if month.actual is None and period in ahead
        else month
        for month, period in zip(months, periods, strict=True)
    ]


def month_columns(context: HospitalContext, item: str = CHART) -> list[MonthColumn]:
    """Income, or another item, of the twelve months: actual as far as the period goes, last year, budget."""
    dataset, entity, now = context.material.dataset, context.material.entity, context.period
    scale = figures.scale(context)
    found = []
    for number in range(1, MONTHS + 1):
        month = Period(now.year, PeriodKind.MONTH, number)
        actual = dataset.value(item, entity, str(month)) if number <= now.months_elapsed else None
        planned = dataset.value(item, entity, str(month), "budget")
        gap = actual - planned if actual is not None and planned is not None else None
        before = dataset.value(item, entity, str(month.previous_year()))
        label = period_short(str(month)).in_language(context.language)
        found.append(
            MonthColumn(
                label=label,
                actual=_scaled(actual, scale),
                printed=_printed(context, actual) if actual is not None else "",
                previous=_scaled(before, scale),
                budget=_scaled(planned, scale),
                variance=_scaled(gap, scale),
                variance_printed=_printed(context, gap, sign=True) if gap is not None else "",
                says="\n".join((label, *_said(context, {"actual": actual, "previous": before, "budget": planned}))),
            )
        )
    return found


def _said(context: HospitalContext, amounts: Mapping[str, float | None]) -> Iterator[str]:
    """The amounts of a month in words, those that there are."""
    for kind, amount in amounts.items():
        if amount is not None:
            yield f"{context.text(f'budget.key.{kind}')} {_printed(context, amount)}"


def _printed(context: HospitalContext, amount: float, *, sign: bool = False) -> str:
    """An amount of a month: whole in its unit, with decimals where all months have less than two digits in it."""
    dataset, entity, scale = context.material.dataset, context.material.entity, figures.scale(context)
    months = [str(one) for one in context.period.fiscal_year.months_to_date]
    known = [abs(dataset.value(CHART, entity, month) or 0.0) for month in months]
    return printing.number(amount, 0 if max(known) >= TWO_DIGITS * scale else 2, sign=sign, over=scale)


def _scaled(value: float | None, scale: float) -> float | None:
    return None if value is None else value / scale


def has_budget(columns: Iterable[MonthColumn]) -> bool:
    """Whether a month that has been is drawn beside a budget."""
    return any(one.actual is not None for one in columns) and any(one.budget is not None for one in columns)


def expenses_picture(context: HospitalContext) -> PlacedChart | None:
    """Expense of the twelve months, to stand under their income where nothing else does."""
    months = _expected(context, month_columns(context, EXPENSE), COST)
    return columns_picture(context, months, what="expenses")


def columns_picture(
    context: HospitalContext, columns: list[MonthColumn], height_mm: float = HIGH[0], what: str = "columns"
) -> PlacedChart | None:
    """The months as columns, so many millimetres high; None where there are too few of them."""
    known = [column for column in columns if column.actual is not None and not column.forecast]
    drawn = [one for one in columns if (one.actual, one.previous, one.budget) != (None, None, None)]
    if not known or len(drawn) < FEWEST_MONTHS:
        return None
    last = known[-1]
    alt = context.text(
        f"budget.alt.{what}", month=last.label, value=last.printed, unit=figures.unit(context), n=len(known)
    )
    return context.picture(f"budget-{what}", budget_columns(columns, alt, ink(), height_mm=height_mm))


def variances_picture(
    context: HospitalContext, columns: list[MonthColumn], height_mm: float, *, is_dated: bool = False
) -> PlacedChart | None:
    """What the months are above or below the budget; None without a budget by month."""
    known = [column for column in columns if column.variance is not None]
    if not known:
        return None
    below = sum(1 for column in known if (column.variance or 0) < 0)
    alt = context.text(
        "budget.alt.variances", n=len(known), below=below, last=known[-1].variance_printed, unit=figures.unit(context)
    )
    drawn = variance_columns(columns, alt, ink(), higher_is_better=True, height_mm=height_mm, is_dated=is_dated)
    return context.picture("budget-variances", drawn)


SHOWN: Final = ("discharges", "outpatient_emergency_visits", "bed_days_occupied")
"""What stands for the activity of a hospital: the first of these that is known."""
FEWEST: Final = 2
MOST_YEARS: Final = 5
WIDTH, HEIGHT = 150.0, 46.0
"""Millimetres of the drawing, within the text block of an upright page."""


def figure(context: HospitalContext) -> SheetFigure | None:
    """The drawing with its title; None where fewer than two periods are known."""
    for identifier in SHOWN:
        months = _months(context, identifier)
        kind, columns = ("months", months) if months else ("years", _years(context, identifier))
        known = [one for one in columns if one.actual is not None]
        if len(known) >= FEWEST:
            return _made(context, identifier, kind, columns, known)
    return None


def _months(context: HospitalContext, identifier: str) -> list[MonthColumn]:
    """The months of the year, as far as the period goes; none where there is none of them."""
    now = context.period
    months = [Period(now.year, PeriodKind.MONTH, number) for number in range(1, MONTHS + 1)]
    reached = [month for month in months if month.number <= now.months_elapsed]
    if all(_value(context, identifier, month) is None for month in reached):
        return []
    return [
        _column(
            context,
            month,
            _value(context, identifier, month) if month in reached else None,
            _value(context, identifier, month.previous_year()),
        )
        for month in months
    ]


def _years(context: HospitalContext, identifier: str) -> list[MonthColumn]:
    years = [Period(context.period.year - back, PeriodKind.YEAR) for back in reversed(range(MOST_YEARS))]
    there = [(year, value) for year in years if (value := _value(context, identifier, year)) is not None]
    return [_column(context, year, value, None) for year, value in there]


def _value(context: HospitalContext, identifier: str, period: Period) -> float | None:
    return context.material.dataset.value(identifier, context.material.entity, str(period))


def _column(context: HospitalContext, period: Period, actual: float | None, previous: float | None) -> MonthColumn:
    label = period_short(str(period)).in_language(context.language)
    said = {"actual": actual, "previous": previous}
    words = [
        f"{context.text(f'budget.key.{kind}')} {printing.number(value, 0)}"
        for kind, value in said.items()
        if value is not None
    ]
    printed = printing.number(actual, 0) if actual is not None else ""
    return MonthColumn(label=label, actual=actual, printed=printed, previous=previous, says="\n".join((label, *words)))


def _made(
    context: HospitalContext, identifier: str, kind: str, columns: Sequence[MonthColumn], known: Sequence[MonthColumn]
) -> SheetFigure:
    say, item = context.say, context.material.catalog.items[identifier]
    unit, name = unit_of(context, item), item.name
    has_previous = any(one.previous is not None for one in columns)
    alt = context.text(
        "submission.figure.activity.alt",
        n=len(known),
        name=name,
        last=known[-1].label,
        value=known[-1].printed,
        unit=unit,
    )
    chart = budget_columns(columns, alt, ink(), width_mm=WIDTH, height_mm=HEIGHT)
    note = say(f"submission.figure.activity.{'note' if has_previous else 'alone'}")
    return SheetFigure(_title(context, kind, name, unit, known), note, context.picture("activity-columns", chart))


def _title(context: HospitalContext, kind: str, name: Text, unit: Text | str, known: Sequence[MonthColumn]) -> Text:
    """What the drawing shows, numbered after the drawing of the budget, where there is one."""
    number = 2 if has_budget(month_columns(context)) else 1
    first, last = known[0], known[-1]
    year = period_name(str(context.period.year))
    said: dict[str, Text | str | int] = {"number": number, "name": name, "unit": unit, "year": year}
    if kind == "months":
        held = [one.actual > one.previous for one in known if one.actual is not None and one.previous is not None]
        return context.say(f"submission.figure.activity.months{extent(held)}", n=len(held), reached=sum(held), **said)
    ends = {"first": first.label, "last": last.label, "before": first.printed, "now": last.printed}
    return context.say(f"submission.figure.activity.years.{_course(known)}", **said, **ends)


def extent(held: Sequence[bool]) -> str:
    """Whether something held in every month, in none or in some: the end of a key; empty without months."""
    if not held:
        return ""
    return ".every" if all(held) else ".some" if any(held) else ".never"


def _course(known: Sequence[MonthColumn]) -> str:
    """From the first year to the last, and whether the last step turned: the end of a key."""
    shown = [(one.printed, one.actual) for one in known if one.actual is not None]
    (first, began), (before, previous), (last, now) = shown[0], shown[-2], shown[-1]
    if first == last:
        return "same"
    turned = before != last and (now > began) != (now > previous)
    return f"{'up' if now > began else 'down'}{'.turned' if turned else ''}"
