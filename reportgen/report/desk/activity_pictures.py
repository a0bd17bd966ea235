"""How activity went: columns of the months beside last year, or of the years where no month is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.model.period import Period, PeriodKind
from reportgen.report.calendar_words import period_short
from reportgen.report.charts import Column, budget_columns
from reportgen.report.desk import budget_pictures
from reportgen.report.desk.figures import unit_of
from reportgen.report.desk.sheets import SheetFigure
from reportgen.report.tokens import ink

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.model.definition import Text
    from reportgen.report.desk.context import Context

SHOWN: Final = ("discharges", "outpatient_emergency_visits", "bed_days_occupied")
"""What stands for the activity of a hospital: the first of these that is known."""
FEWEST: Final = 2
MOST_YEARS: Final = 5
WIDTH, HEIGHT = 150.0, 46.0
"""Millimetres of the drawing, within the text block of an upright page."""


def figure(context: Context) -> SheetFigure | None:
    """The drawing with its title; None where fewer than two periods are known."""
    for identifier in SHOWN:
        months = _months(context, identifier)
        kind, columns = ("months", months) if months else ("years", _years(context, identifier))
        known = [one for one in columns if one.actual is not None]
        if len(known) >= FEWEST:
            return _made(context, identifier, kind, columns, known)
    return None


def _months(context: Context, identifier: str) -> list[Column]:
    """The months of the year, as far as the period goes; none where there is none of them."""
    now = context.period
    months = [Period(now.year, PeriodKind.MONTH, number) for number in range(1, budget_pictures.MONTHS + 1)]
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


def _years(context: Context, identifier: str) -> list[Column]:
    years = [Period(context.period.year - back, PeriodKind.YEAR) for back in reversed(range(MOST_YEARS))]
    there = [(year, value) for year in years if (value := _value(context, identifier, year)) is not None]
    return [_column(context, year, value, None) for year, value in there]


def _value(context: Context, identifier: str, period: Period) -> float | None:
    return context.material.dataset.value(identifier, context.material.entity, str(period))


def _column(context: Context, period: Period, actual: float | None, previous: float | None) -> Column:
    label = period_short(str(period)).in_language(context.language)
    said = {"actual": actual, "previous": previous}
    words = [
        f"{context.text(f'budget.key.{kind}')} {printing.number(value, 0)}"
        for kind, value in said.items()
        if value is not None
    ]
    printed = printing.number(actual, 0) if actual is not None else ""
    return Column(label=label, actual=actual, printed=printed, previous=previous, says="\n".join((label, *words)))


def _made(
    context: Context, identifier: str, kind: str, columns: Sequence[Column], known: Sequence[Column]
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


def _title(context: Context, kind: str, name: Text, unit: Text | str, known: Sequence[Column]) -> Text:
    """What the drawing shows, numbered after the drawing of the budget, where there is one."""
    number = 2 if budget_pictures.has_budget(budget_pictures.month_columns(context)) else 1
    first, last = known[0], known[-1]
    said: dict[str, Text | str | int] = {"number": number, "name": name, "unit": unit, "year": str(context.period.year)}
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


def _course(known: Sequence[Column]) -> str:
    """From the first year to the last, and whether the last step turned: the end of a key."""
    shown = [(one.printed, one.actual) for one in known if one.actual is not None]
    (first, began), (before, previous), (last, now) = shown[0], shown[-2], shown[-1]
    if first == last:
        return "same"
    turned = before != last and (now > began) != (now > previous)
    return f"{'up' if now > began else 'down'}{'.turned' if turned else ''}"
