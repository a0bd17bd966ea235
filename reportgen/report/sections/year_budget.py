"""The year against its budget and against the year before, and how forecasts did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.report.desk import budget_pictures, form_rows
from reportgen.report.desk.figures import BALANCES, ItemFigures, item_figures
from reportgen.report.desk.notes import Notes
from reportgen.report.desk.sheet import Block, Column, Figure, Line, Sheet, Table, saying
from reportgen.report.desk.targets import targets_table

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.report.desk.context import Context

SECTION: Final = "year_budget"
ITEMS: Final = (
    "total_income", "fiscal_income", "medical_income", "outpatient_income", "inpatient_income",
    "science_education_income", "other_income", "total_expense", "business_activity_expense", "admin_expense",
    "personnel_expense", "drug_expense", "consumables_expense", "depreciation_expense", "other_expense",
    "period_surplus", "outpatient_emergency_visits", "discharges", "surgeries", "occupied_bed_days",
)  # fmt: skip


def year_budget(context: Context) -> Sheet:
    """Budget and actual of the year, by item and by month."""
    say = context.say
    found = [figures for item in ITEMS if (figures := item_figures(context.material, item)) is not None]
    planned = [figures for figures in found if figures.budget is not None]
    aims = targets_table(context, SECTION)
    if not planned and not aims:
        return saying(say("year_budget.headline.none"), say("year_budget.none"), say("year_budget.forecast.none"))
    if not planned:
        return Sheet(say("year_budget.headline.none"), tuple(aims), (say("year_budget.none"),))
    return Sheet(_headline(context, planned), (_table(context, found), *aims, *_charts(context)))


def _headline(context: Context, planned: list[ItemFigures]) -> Text:
    first = planned[0]
    assert first.now is not None
    assert first.budget is not None
    gap = first.now - first.budget
    facts: dict[str, Text | str] = {
        "name": context.say(f"furniture.key.name.{first.id}"), "now": context.say.money(first.now),
        "gap": context.say.money(abs(gap)), "share": printing.percent(abs(gap) / first.budget, 1),
    }  # fmt: skip
    return context.say(f"year_budget.headline.{'above' if gap >= 0 else 'below'}", **facts)


def _table(context: Context, found: list[ItemFigures]) -> Table:
    say, notes = context.say, Notes()
    columns = (
        Column(say("budget.head.item"), 50), Column(say("year_budget.head.now"), 24, "n"),
        Column(say("year_budget.head.budget"), 24, "n"), Column(say("year_budget.head.gap"), 22, "n"),
        Column(say("year_budget.head.share"), 14, "n"), Column(say("year_budget.head.last"), 24, "n"),
        Column(say("budget.head.change"), 14, "n"),
    )  # fmt: skip
    lines = tuple(_line(context, figures, notes) for figures in found)
    caption = context.table(SECTION, say("year_budget.table", unit=form_rows.unit(context)))
    return Table(caption, columns, lines, (say("year_budget.note"), *notes.lines(), _forecasts(context)), dense=True)


def _forecasts(context: Context) -> Text:
    """How forecasts did: nothing yet, in a note, since a heading of its own would take a page for a sentence."""
    return context.say("year_budget.forecast", words=context.say("year_budget.forecast.none"))


def _line(context: Context, figures: ItemFigures, notes: Notes) -> Line:
    say = context.say
    assert figures.now is not None
    now = _amount(context, figures, figures.now)
    form_rows.enter(context, figures, now, SECTION)
    no_budget, no_last = say("statement.no_budget"), say("statement.no_last_year")
    budget_cells = [notes.absent(no_budget)] * 3
    if figures.budget is not None and figures.item.kind not in BALANCES:
        gap = figures.now - figures.budget
        share = (
            printing.number(gap / figures.budget, 1, sign=True, times=printing.PERCENT) if figures.budget > 0 else None
        )
        budget_cells = [
            _amount(context, figures, figures.budget), _amount(context, figures, gap, sign=True),
            share or notes.absent(say("statement.base_negative")),
        ]  # fmt: skip
    last = notes.absent(no_last) if figures.last_year is None else _amount(context, figures, figures.last_year)
    growth = figures.change
    if growth is not None:
        change: str = printing.number(growth, 1, sign=True, times=printing.PERCENT)
    else:
        change = notes.absent(no_last if figures.last_year is None else say("statement.base_negative"))
    emphasis = "total" if figures.id in {"total_income", "total_expense", "period_surplus"} else ""
    return Line((context.caption(figures.id), now, *budget_cells, last, change), emphasis, 0 if emphasis else 1)


def _amount(context: Context, figures: ItemFigures, value: float, *, sign: bool = False) -> str:
    if figures.item.unit == "money":
        return printing.number(value, form_rows.DECIMALS, sign=sign, over=form_rows.scale(context))
    return printing.number(value, 0, sign=sign)


def _charts(context: Context) -> list[Block]:
    say = context.say
    months = budget_pictures.month_pictures(context, is_low=True, is_dated=True)
    pictures = (months.columns, months.variances)
    keys = {"columns": f"columns.note{'' if months.has_last_year else '.plain'}", "variances": "variances.note"}
    return [
        Figure(
            context.figure(SECTION, say(f"year_budget.{key}", year=str(context.period.year))), picture,
            say(f"year_budget.{note}", unit=form_rows.unit(context)),
        )
        for (key, note), picture in zip(keys.items(), pictures, strict=True) if picture is not None
    ]  # fmt: skip
