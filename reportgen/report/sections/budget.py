"""Headline items: month, year to date, last year, budget and its progress; income by month against the budget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.report.desk import budget_pictures, form_rows
from reportgen.report.desk.figures import BALANCES, ItemFigures, item_figures
from reportgen.report.desk.notes import Notes
from reportgen.report.desk.plans import remarks
from reportgen.report.desk.structure import composition_note, structure
from reportgen.report.passport import Entry
from reportgen.report.section import Piece

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.model.reports import Options
    from reportgen.report.desk.context import Context
    from reportgen.report.desk.desk import Picture

HEADLINES: Final = (
    "total_income", "fiscal_income", "medical_income", "total_expense", "business_activity_expense", "admin_expense",
    "period_surplus", "outpatient_emergency_visits", "discharges",
)  # fmt: skip


ROOM: Final = 10
"""Characters of an amount that its column has room for in the usual size."""


@dataclass(frozen=True)
class HeadlineRow:
    """One item; money in the table's unit, other counts as they are."""

    name: Text
    month: str
    month_last_year: str
    now: str
    last_year: str
    change: str
    budget: str
    progress: str


@dataclass(frozen=True)
class Budget:
    """The page."""

    headline: Text
    unit: Text
    rows: tuple[HeadlineRow, ...]
    notes: tuple[Text, ...]
    time_share: Text
    columns: Picture | None
    variances: Picture | None
    legend: Text
    kinds: tuple[str, ...]
    composition: Picture | None
    composition_note: Text | None
    remarks: Text | None

    @property
    def has_long(self) -> bool:
        """Whether an amount is too long for its column in the usual size."""
        figures = (figure for row in self.rows for figure in (row.month, row.now, row.last_year, row.budget))
        return max(map(len, figures), default=0) > ROOM


def pieces(context: Context, options: Options) -> list[Piece]:
    """One page; nothing where nothing was read."""
    found = _budget(context, has_composition=options.word("composition") == "shown")
    return [] if found is None else [Piece(options.entry, found)]


def _budget(context: Context, *, has_composition: bool) -> Budget | None:
    """Headline items of a month, or None where nothing was read."""
    found = [figures for item in HEADLINES if (figures := item_figures(context.material, item)) is not None]
    if not found:
        return None
    notes = Notes()
    rows = tuple(_row(context, figures, notes) for figures in found)
    months = budget_pictures.month_pictures(context, is_low=has_composition)
    return Budget(
        headline=_headline(context, found[0]),
        unit=form_rows.unit(context),
        rows=rows,
        notes=notes.lines(),
        time_share=_time(context, found[0]),
        columns=months.columns,
        variances=months.variances,
        legend=context.say("budget.legend", unit=form_rows.unit(context)),
        kinds=months.kinds,
        composition=structure(context) if has_composition else None,
        composition_note=composition_note(context, "budget") if has_composition else None,
        remarks=_remarks(context),
    )


def _remarks(context: Context) -> Text | None:
    told = [] if context.is_year else list(remarks(context))
    return context.say.join(told, "list.sentences") if told else None


def _time(context: Context, figures: ItemFigures) -> Text:
    """The share of the year gone, and that months' budgets added up are another measure than it."""
    share = printing.percent(context.period.months_elapsed / budget_pictures.MONTHS, 1)
    said = context.say("budget.time", share=share)
    if context.is_year or figures.against_budget is None or not figures.budget or not figures.budget_to_date:
        return said
    due = printing.percent(figures.budget_to_date / figures.budget, 1)
    change = printing.percent(figures.against_budget, 1, sign=True)
    return context.say.join([said, context.say("budget.bases", due=due, change=change)], "list.sentences")


def _headline(context: Context, figures: ItemFigures) -> Text:
    assert figures.now is not None
    facts = {"name": context.say(f"furniture.key.name.{figures.id}"), "now": context.say.money(figures.now)}
    if figures.change is not None:
        facts["change"] = context.say(f"budget.{'up' if figures.change >= 0 else 'down'}",
                                      share=printing.percent(abs(figures.change), 1))  # fmt: skip
    else:
        facts["change"] = context.say("budget.no_change")
    if figures.progress is None:
        return context.say("budget.headline.plain", **facts)
    time = printing.percent(context.period.months_elapsed / budget_pictures.MONTHS, 1)
    return context.say("budget.headline", progress=printing.percent(figures.progress, 1), time=time, **facts)


def _row(context: Context, figures: ItemFigures, notes: Notes) -> HeadlineRow:
    say = context.say

    def amount(value: float | None, words: str) -> str:
        if value is None:
            return notes.absent(say(words))
        return _printed(context, figures, value)

    balance = figures.item.kind in BALANCES
    now = amount(figures.now, "statement.not_submitted")
    assert figures.now is not None
    places = (figures.place,) if figures.place else ()
    context.enter(Entry(f"item.{figures.id}", figures.item.name, now, "budget", figures.now, None, places))
    absent = "budget.balance" if balance else "statement.not_submitted"
    growth = figures.change
    return HeadlineRow(
        name=context.caption(figures.id),
        month=amount(figures.month, absent),
        month_last_year=amount(figures.month_last_year, "statement.no_last_year"),
        now=now,
        last_year=amount(figures.last_year, "statement.no_last_year"),
        change=printing.number(growth, 1, sign=True, times=printing.PERCENT) if growth is not None
        else notes.absent(say(f"statement.{'no_last_year' if figures.last_year is None else 'base_negative'}")),
        budget=amount(figures.budget, "statement.no_budget"),
        progress=printing.number(figures.progress, 1, times=printing.PERCENT) if figures.progress is not None
        else notes.absent(say("statement.no_budget")),
    )  # fmt: skip


def _printed(context: Context, figures: ItemFigures, value: float) -> str:
    if figures.item.unit == "money":
        return printing.number(value, form_rows.DECIMALS, over=form_rows.scale(context))
    return printing.number(value, 0)
