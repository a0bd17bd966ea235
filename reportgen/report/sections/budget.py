"""Headline items of a month or quarter: to date, last year, budget and its progress; income by month beside the budget.

The year against its budget and against the year before, and how forecasts did.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.catalog.calendar_words import period_name
from reportgen.model import printing, values
from reportgen.report.desk.brief.brief_pages import STORY
from reportgen.report.desk.brief.happened import is_slight
from reportgen.report.desk.brief.plans import composed, remarks
from reportgen.report.desk.brief.story import SURPLUS, promises
from reportgen.report.desk.captions import Notes
from reportgen.report.desk.grades.scale import targets_table
from reportgen.report.desk.tables import figures as desk_figures
from reportgen.report.desk.tables import pictures as desk_pictures
from reportgen.report.desk.tables.answers import balance_said
from reportgen.report.desk.tables.figures import BALANCES, ItemFigures, item_figures
from reportgen.report.desk.tables.sheet import Block, ChartFigure, SectionContent, Table, TableColumn, TableRow, saying
from reportgen.report.passport import ProvenanceEntry
from reportgen.report.section import Piece

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.model.reports import Options
    from reportgen.report.desk.context import HospitalContext, PlacedChart

HEADLINES: Final = (
    "total_income",
    "fiscal_income",
    "medical_income",
    "total_expense",
    "business_activity_expense",
    "admin_expense",
    SURPLUS,
    "outpatient_emergency_visits",
    "discharges",
)


ROOM: Final = 10
"""Characters of an amount that its column has room for in the usual size."""


@dataclass(frozen=True)
class HeadlineRow:
    """One item; money in the table's unit, other counts as they are."""

    name: Text
    alone: str
    alone_last_year: str
    now: str
    last_year: str
    change: str
    budget: str
    progress: str


@dataclass(frozen=True)
class Budget:
    """The page."""

    headline: Text
    span: str
    title: Text
    rows: tuple[HeadlineRow, ...]
    has_past: bool
    has_budget: bool
    notes: tuple[Text, ...]
    time_share: Text | None
    columns: PlacedChart | None
    expenses: PlacedChart | None
    variances: PlacedChart | None
    sense: Text
    legend: Text
    kinds: tuple[str, ...]
    composition: PlacedChart | None
    composition_note: Text | None
    remarks: Text | None

    @property
    def has_long(self) -> bool:
        """Whether an amount is too long for its column in the usual size."""
        figures = (figure for row in self.rows for figure in (row.alone, row.now, row.last_year, row.budget))
        return max(map(len, figures), default=0) > ROOM


def pieces(context: HospitalContext, options: Options) -> list[Piece]:
    """One page; nothing where nothing was read."""
    found = _budget(context, has_composition=options.word("composition") == "shown")
    if found is None:
        return []
    return [Piece(options.entry, found, title=None if found.has_budget else context.say("budget.title_alone"))]


def _titled(context: HospitalContext, found: list[ItemFigures]) -> Text:
    """What the table is called: activity has units of its own where there is any."""
    key = "budget.table" if any(one.item.unit != "money" for one in found) else "budget.table.money"
    return context.say(key, unit=desk_figures.unit(context))


def _budget(context: HospitalContext, *, has_composition: bool) -> Budget | None:
    """Headline items of a month or quarter, or None where nothing was read."""
    found = [figures for item in HEADLINES if (figures := item_figures(context.material, item)) is not None]
    if not found:
        return None
    notes, shown = Notes(), _shown(found)
    rows = tuple(_row(context, figures, notes, shown) for figures in found)
    bars, note = composed(context, "budget") if has_composition else (None, None)
    months = desk_pictures.month_pictures(context, is_low=bars is not None)
    is_alone = bars is None and months.columns is not None and months.variances is None
    return Budget(
        headline=_headline(context, found[0]),
        span=context.span,
        title=_titled(context, found),
        rows=rows,
        has_past=PAST in shown,
        has_budget=PLAN in shown,
        notes=(*notes.lines(), *_left_out(context, shown)),
        time_share=_time(context, found[0]) if PLAN in shown else None,
        columns=months.columns,
        expenses=desk_pictures.expenses_picture(context) if is_alone else None,
        variances=months.variances,
        sense=context.say(f"budget.sense.{months.sense}"),
        legend=context.say("budget.legend", unit=desk_figures.unit(context)),
        kinds=months.kinds,
        composition=bars,
        composition_note=note,
        remarks=_remarks(context),
    )


PAST, PLAN = "past", "plan"
"""Groups of columns that stand only where something would stand in them: last year's, and those of the budget."""


def _shown(found: list[ItemFigures]) -> frozenset[str]:
    past = any(one.alone_last_year is not None or one.last_year is not None for one in found)
    plan = any(one.budget is not None for one in found)
    return frozenset(group for group, has in ((PAST, past), (PLAN, plan)) if has)


def _left_out(context: HospitalContext, shown: frozenset[str]) -> tuple[Text, ...]:
    """Which groups of columns are missing, and why."""
    words = ((PAST, "budget.no_past"), (PLAN, "budget.no_plan"))
    return tuple(context.say(key) for group, key in words if group not in shown)


def _remarks(context: HospitalContext) -> Text | None:
    told = [] if context.is_year else list(remarks(context))
    return context.say.join(told, "list.sentences") if told else None


def _time(context: HospitalContext, figures: ItemFigures) -> Text:
    """The share of the year gone, and that months' budgets added up are another measure than it."""
    share = printing.percent(context.period.months_elapsed / desk_pictures.MONTHS, 1)
    said = context.say("budget.time", share=share)
    if context.is_year or figures.against_budget is None or not figures.budget or not figures.budget_to_date:
        return said
    due = printing.percent(figures.budget_to_date / figures.budget, 1)
    change = printing.percent(figures.against_budget, 1, sign=True)
    return context.say.join([said, context.say("budget.bases", due=due, change=change)], "list.sentences")


def _headline(context: HospitalContext, figures: ItemFigures) -> Text:
    assert figures.now is not None
    name, now = balance_said(context, figures.id, figures.now)
    facts = {"name": name, "now": now}
    if figures.change is not None:
        facts["change"] = context.say(
            f"budget.{'up' if figures.change >= 0 else 'down'}", share=printing.percent(abs(figures.change), 1)
        )
    else:
        facts["change"] = context.say(f"budget.{'from_nil' if figures.was_nil else 'no_change'}")
    if figures.progress is None:
        return context.say("budget.headline.plain", **facts)
    time = printing.percent(context.period.months_elapsed / desk_pictures.MONTHS, 1)
    return context.say("budget.headline", progress=printing.percent(figures.progress, 1), time=time, **facts)


def _row(context: HospitalContext, figures: ItemFigures, notes: Notes, shown: frozenset[str]) -> HeadlineRow:
    say = context.say

    def absent_in(group: str, words: str) -> str:
        return notes.absent(say(words)) if group in shown else ""

    def amount(value: float | None, words: str, group: str = "") -> str:
        if value is None:
            return absent_in(group, words) if group else notes.absent(say(words))
        return _printed(context, figures, value)

    balance = figures.item.kind in BALANCES
    now = amount(figures.now, "statement.not_submitted")
    assert figures.now is not None
    places = (figures.place,) if figures.place else ()
    context.enter(ProvenanceEntry(f"item.{figures.id}", figures.item.name, now, "budget", figures.now, None, places))
    absent = "budget.balance" if balance else "statement.not_submitted"
    growth = figures.change
    return HeadlineRow(
        name=context.caption(figures.id),
        alone=amount(figures.alone, absent),
        alone_last_year=amount(figures.alone_last_year, "statement.no_last_year", PAST),
        now=now,
        last_year=amount(figures.last_year, figures.why_no_last_year, PAST),
        change=printing.number(growth, 1, sign=True, times=printing.PERCENT)
        if growth is not None
        else absent_in(PAST, figures.why_no_change),
        budget=amount(figures.budget, "statement.no_budget", PLAN),
        progress=printing.number(figures.progress, 1, times=printing.PERCENT)
        if figures.progress is not None
        else absent_in(PLAN, f"statement.{_why_no_progress(figures.budget)}"),
    )


def _why_no_progress(budget: float | None) -> str:
    """Why no share of a budget is told: there is none, it is nothing or a deficit, or what came has the other sign."""
    if budget is None:
        return "no_budget"
    return "budget_missed" if budget > 0 else "budget_deficit" if budget < 0 else "budget_nil"


def _printed(context: HospitalContext, figures: ItemFigures, value: float) -> str:
    if figures.item.unit == "money":
        return printing.number(value, desk_figures.DECIMALS, over=desk_figures.scale(context))
    return printing.number(value, 0)


SECTION: Final = "year_budget"
ITEMS: Final = (
    "total_income",
    "fiscal_income",
    "medical_income",
    "outpatient_income",
    "inpatient_income",
    "science_education_income",
    "other_income",
    "total_expense",
    "business_activity_expense",
    "admin_expense",
    "personnel_expense",
    "drug_expense",
    "consumables_expense",
    "depreciation_expense",
    "other_expense",
    SURPLUS,
    "outpatient_emergency_visits",
    "discharges",
    "surgeries",
    "occupied_bed_days",
)


def year_budget(context: HospitalContext) -> SectionContent:
    """Budget and actual of the year, by item and by month."""
    say = context.say
    found = [figures for item in ITEMS if (figures := item_figures(context.material, item)) is not None]
    planned = [figures for figures in found if figures.budget is not None]
    aims = targets_table(context, SECTION)
    if not planned and not aims:
        return saying(say("year_budget.headline.none"), say("year_budget.none"), say.begun(_forecast_words(context)))
    if not planned:
        return SectionContent(say("year_budget.headline.none"), tuple(aims), (say("year_budget.none"),))
    return SectionContent(_year_budget_headline(context, planned), (_table(context, found), *aims, *_charts(context)))


def _year_budget_headline(context: HospitalContext, planned: list[ItemFigures]) -> Text:
    first = planned[0]
    assert first.now is not None
    assert first.budget is not None
    gap = first.now - first.budget
    facts: dict[str, Text | str] = {
        "name": context.say(f"furniture.key.name.{first.id}"),
        "now": context.say.money(first.now),
    }
    key, rate = "above" if gap > 0 else "below", values.growth(first.now, first.budget)
    if abs(gap) < printing.HALF_A_FEN:
        key = "level"
    else:
        facts["gap"] = context.say.money(abs(gap))
        facts |= {} if rate is None else {"share": printing.percent(abs(rate), 1)}
        key += ".by" if rate is None else ""
    said = context.say(f"year_budget.headline.{key}", **facts)
    left = next((one for one in planned if one.id == SURPLUS and one is not first), None)
    if left is None or left.now is None or left.budget is None or min(left.now, left.budget) < 0:
        return said
    more = left.now - left.budget
    if is_slight(context, more):
        return said
    key = f"year_budget.headline.surplus.{'above' if more > 0 else 'below'}"
    return context.say(key, said=said, gap=context.say.money(abs(more)))


def _table(context: HospitalContext, found: list[ItemFigures]) -> Table:
    say, notes = context.say, Notes()
    columns = (
        TableColumn(say("budget.head.item"), 50),
        TableColumn(say("year_budget.head.now"), 24, "n"),
        TableColumn(say("year_budget.head.budget"), 24, "n"),
        TableColumn(say("year_budget.head.gap"), 22, "n"),
        TableColumn(say("year_budget.head.share"), 14, "n"),
        TableColumn(say("year_budget.head.last"), 24, "n"),
        TableColumn(say("budget.head.change"), 14, "n"),
    )
    lines = tuple(_line(context, figures, notes) for figures in found)
    caption = context.table(SECTION, say("year_budget.table", unit=desk_figures.unit(context)))
    return Table(caption, columns, lines, (say("year_budget.note"), *notes.lines(), _forecasts(context)), dense=True)


def _forecasts(context: HospitalContext) -> Text:
    """How forecasts did: nothing yet, in a note, since a heading of its own would take a page for a sentence."""
    return context.say("year_budget.forecast", words=_forecast_words(context))


def _forecast_words(context: HospitalContext) -> Text:
    """That none is kept; where the story holds one that was worked out since against the outcome, that it does."""
    told = context.anchor(STORY) is not None and any(one.is_forecast for one in promises(context))
    return context.say(f"year_budget.forecast.none{'.again' if told else ''}")


def _line(context: HospitalContext, figures: ItemFigures, notes: Notes) -> TableRow:
    say = context.say
    assert figures.now is not None
    now = _amount(context, figures, figures.now)
    desk_figures.enter(context, figures, now, SECTION)
    no_budget = say("statement.no_budget")
    budget_cells = [notes.absent(no_budget)] * 3
    if figures.budget is not None and figures.item.kind not in BALANCES:
        gap, rate = figures.now - figures.budget, values.growth(figures.now, figures.budget)
        share = None if rate is None else printing.number(rate, 1, sign=True, times=printing.PERCENT)
        budget_cells = [
            _amount(context, figures, figures.budget),
            _amount(context, figures, gap, sign=True),
            share or notes.absent(say(values.why(figures.budget))),
        ]
    before = figures.last_year
    last = notes.absent(say(figures.why_no_last_year)) if before is None else _amount(context, figures, before)
    growth = figures.change
    if growth is not None:
        change: str = printing.number(growth, 1, sign=True, times=printing.PERCENT)
    else:
        change = notes.absent(say(figures.why_no_change))
    emphasis = "total" if figures.id in {"total_income", "total_expense", "period_surplus"} else ""
    return TableRow((context.caption(figures.id), now, *budget_cells, last, change), emphasis, 0 if emphasis else 1)


def _amount(context: HospitalContext, figures: ItemFigures, value: float, *, sign: bool = False) -> str:
    if figures.item.unit == "money":
        return printing.number(value, desk_figures.DECIMALS, sign=sign, over=desk_figures.scale(context))
    return printing.number(value, 0, sign=sign)


def _charts(context: HospitalContext) -> list[Block]:
    say = context.say
    months = desk_pictures.month_pictures(context, is_low=True, is_dated=True)
    pictures = (months.columns, months.variances)
    keys = {
        "columns": f"columns.note{'' if months.has_last_year else '.plain'}",
        "variances": f"variances.note.{months.sense}",
    }
    return [
        ChartFigure(
            context.figure(SECTION, say(f"year_budget.{key}", year=period_name(str(context.period.year)))),
            picture,
            say(f"year_budget.{note}", unit=desk_figures.unit(context)),
        )
        for (key, note), picture in zip(keys.items(), pictures, strict=True)
        if picture is not None
    ]
