"""Months beside the budget: columns of what was earned, and of what is above or below it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Lack
from reportgen.model import printing
from reportgen.model.period import Period, PeriodKind
from reportgen.report.calendar_words import period_short
from reportgen.report.charts import Column, budget_columns, variance_columns
from reportgen.report.desk import form_rows
from reportgen.report.tokens import ink

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from reportgen.analysis.outlook.year_end import Forecast
    from reportgen.report.desk.context import Context
    from reportgen.report.desk.desk import Picture

CHART, SERIES, FORECAST = "total_income", "income", "forecast"
KINDS: Final = ("actual", "previous", "budget")
MONTHS: Final = 12
HIGH, LOW = (44.0, 22.0), (28.0, 14.0)
"""Millimetres of the columns and of the differences under them, and where a third picture shares the page."""


@dataclass(frozen=True)
class MonthPictures:
    """Both drawings of the months; None for one that has nothing to show; `kinds` are the columns that there are."""

    columns: Picture | None
    variances: Picture | None
    has_last_year: bool
    kinds: tuple[str, ...] = KINDS


def month_pictures(context: Context, *, is_low: bool = False, is_dated: bool = False) -> MonthPictures:
    """Income of the twelve months, and what it is above or below the budget, with months of its own if `is_dated`."""
    months = month_columns(context)
    has_last_year = any(month.previous is not None for month in months)
    heights = LOW if is_low else HIGH
    expected = _expected(context, months)
    columns = columns_picture(context, expected, heights[0])
    variances = variances_picture(context, months, heights[1], is_dated=is_dated)
    has_forecast = any(month.forecast for month in expected)
    return MonthPictures(columns, variances, has_last_year, (*KINDS, FORECAST) if has_forecast else KINDS)


def _expected(context: Context, months: list[Column]) -> list[Column]:
    """The same with the forecast where a month is still ahead; without months enough for one, as they are."""
    found: Mapping[str, Forecast | Lack] = context.material.analysis["outlook.year_end"]
    one = found.get(SERIES) if context.is_month else None
    if one is None or isinstance(one, Lack):
        return months
    scale, year = form_rows.scale(context), context.period.year
    ahead = dict(one.ahead)
    periods = [str(Period(year, PeriodKind.MONTH, number)) for number in range(1, MONTHS + 1)]
    return [
        replace(month, actual=ahead[period] / scale, printed=printing.number(ahead[period], 0, over=scale),
                forecast=True, says="\n".join((month.says, *_said(context, {FORECAST: ahead[period]}))))
        if month.actual is None and period in ahead else month
        for month, period in zip(months, periods, strict=True)
    ]  # fmt: skip


def month_columns(context: Context) -> list[Column]:
    """Income of the twelve months: actual as far as the period goes, last year, budget."""
    dataset, entity, now = context.material.dataset, context.material.entity, context.period
    scale = form_rows.scale(context)
    found = []
    for number in range(1, MONTHS + 1):
        month = Period(now.year, PeriodKind.MONTH, number)
        actual = dataset.value(CHART, entity, str(month)) if number <= now.months_elapsed else None
        planned = dataset.value(CHART, entity, str(month), "budget")
        gap = actual - planned if actual is not None and planned is not None else None
        before = dataset.value(CHART, entity, str(month.previous_year()))
        label = period_short(str(month)).in_language(context.language)
        found.append(
            Column(
                label=label,
                actual=_scaled(actual, scale),
                printed=printing.number(actual, 0, over=scale) if actual is not None else "",
                previous=_scaled(before, scale),
                budget=_scaled(planned, scale),
                variance=_scaled(gap, scale),
                variance_printed=printing.number(gap, 0, sign=True, over=scale) if gap is not None else "",
                says="\n".join((label, *_said(context, {"actual": actual, "previous": before, "budget": planned}))),
            )
        )
    return found


def _said(context: Context, amounts: Mapping[str, float | None]) -> Iterator[str]:
    """The amounts of a month in words, those that there are."""
    scale = form_rows.scale(context)
    for kind, amount in amounts.items():
        if amount is not None:
            yield f"{context.text(f'budget.key.{kind}')} {printing.number(amount, 0, over=scale)}"


def _scaled(value: float | None, scale: float) -> float | None:
    return None if value is None else value / scale


def has_budget(columns: Iterable[Column]) -> bool:
    """Whether a month that has been is drawn beside a budget."""
    return any(one.actual is not None for one in columns) and any(one.budget is not None for one in columns)


def columns_picture(context: Context, columns: list[Column], height_mm: float = HIGH[0]) -> Picture | None:
    """The months as columns, so many millimetres high; None where none of them is there."""
    known = [column for column in columns if column.actual is not None and not column.forecast]
    if not known:
        return None
    last = known[-1]
    alt = context.text(
        "budget.alt.columns", month=last.label, value=last.printed, unit=form_rows.unit(context), n=len(known)
    )
    return context.picture("budget-columns", budget_columns(columns, alt, ink(), height_mm=height_mm))


def variances_picture(
    context: Context, columns: list[Column], height_mm: float, *, is_dated: bool = False
) -> Picture | None:
    """What the months are above or below the budget; None without a budget by month."""
    known = [column for column in columns if column.variance is not None]
    if not known:
        return None
    below = sum(1 for column in known if (column.variance or 0) < 0)
    alt = context.text(
        "budget.alt.variances", n=len(known), below=below, last=known[-1].variance_printed, unit=form_rows.unit(context)
    )
    drawn = variance_columns(columns, alt, ink(), higher_is_better=True, height_mm=height_mm, is_dated=is_dated)
    return context.picture("budget-variances", drawn)
