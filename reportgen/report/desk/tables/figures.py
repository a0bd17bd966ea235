"""Figures of single items as headline tables need them: the month, the year to date, last year, the budget.

Rows of a statement as they are printed: caption, official columns, change on last year, distance to the budget.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from reportgen.checks.rules import declared
from reportgen.compute.cells import Cells
from reportgen.compute.figures import tells_year_end
from reportgen.formula.context import Aspect
from reportgen.model import printing
from reportgen.model.dataset import View
from reportgen.model.definition import Text
from reportgen.model.definitions import Item, Kind
from reportgen.model.period import MONTHS, Period, PeriodKind
from reportgen.model.submitted import standing
from reportgen.model.terms import Terms
from reportgen.model.values import executed, growth, why
from reportgen.report import marks
from reportgen.report.passport import ProvenanceEntry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.analysis.material import Material
    from reportgen.model.dataset import Dataset, Key
    from reportgen.model.definitions import FormRow
    from reportgen.model.place import Place
    from reportgen.report.desk.captions import Notes
    from reportgen.report.desk.context import HospitalContext

COUNT: Final = "count"
BALANCES: Final = frozenset({Kind.STOCK, Kind.LEVEL, Kind.MEAN})
SUMS: Final = frozenset({"current_assets", "non_current_assets", "current_liabilities", "non_current_liabilities"})
"""Sums of a balance sheet whose own lines are held against each other."""


@dataclass(frozen=True)
class ItemFigures:
    """One item around one period; None where nothing was read.

    Attributes:
        alone, alone_last_year: amount of the month or quarter alone, or None for a year and for balances.
        now, last_year: year to date (or closing balance) and the same of last year.
        budget: of the whole year; budget_to_date: the months' budgets added up, where all are given.
        place: the cell of `now`; None where it was added up from months.
        was_nil: whether no cell holds last year's, but a blank one that counts as nil.
    """

    id: str
    item: Item
    alone: float | None
    alone_last_year: float | None
    now: float | None
    last_year: float | None
    budget: float | None
    budget_to_date: float | None
    place: Place | None
    was_nil: bool = False

    @property
    def why_no_last_year(self) -> str:
        """The key of the words that say why there is no figure of last year, or none to hold this one against."""
        return "statement.blank_is_zero" if self.was_nil else "statement.no_last_year"

    @property
    def why_no_change(self) -> str:
        """The key of the words that say why there is no rate of change."""
        return why(0.0 if self.was_nil else self.last_year)

    @property
    def change(self) -> float | None:
        """Change on last year as a fraction; None on a base that is not positive."""
        return growth(self.now, self.last_year)

    @property
    def against_budget(self) -> float | None:
        """Difference from the budget to date (or from the year's budget for a year) as a fraction."""
        return growth(self.now, self.budget_to_date)

    @property
    def progress(self) -> float | None:
        """Share of the year's budget that is used or earned."""
        return executed(self.now, self.budget)


def item_figures(material: Material, identifier: str) -> ItemFigures | None:
    """The figures of an item, or None where the catalog or the period has nothing of it."""
    item = material.catalog.items.get(identifier)
    if item is None:
        return None
    entity, period = material.entity, Period.parse(material.period)
    now, place = to_date(material.dataset, item, identifier, entity, period)
    if now is None:
        return None
    flows = item.kind not in BALANCES and period.kind is not PeriodKind.YEAR
    year_before = period.previous_year()
    budgets = _budgets(material, item, identifier, period) if item.kind not in BALANCES else (None, None)
    before = last_year(material.dataset, item, identifier, entity, period)
    blanks = Cells(material.dataset, material.catalog.items, entity, material.terms)
    return ItemFigures(
        id=identifier,
        item=item,
        alone=material.dataset.value(identifier, entity, str(period)) if flows else None,
        alone_last_year=material.dataset.value(identifier, entity, str(year_before)) if flows else None,
        now=now,
        last_year=before,
        budget=budgets[0],
        budget_to_date=budgets[1],
        place=place,
        was_nil=before is None and blanks.is_nil(identifier, year_before, Aspect.BASIS),
    )


def to_date(
    dataset: Dataset, item: Item, identifier: str, entity: str, period: Period
) -> tuple[float | None, Place | None]:
    """The balance, or the amount of the year to date with its cell; months are added up only where all are there.

    The last month or quarter of a year has of the year what it lacks.
    """
    found = _to_date(dataset, item, identifier, entity, period)
    if found[0] is not None or not period.ends_year or not tells_year_end(item, Aspect.YEAR_TO_DATE, Terms()):
        return found
    return _to_date(dataset, item, identifier, entity, period.fiscal_year)


def _to_date(
    dataset: Dataset, item: Item, identifier: str, entity: str, period: Period
) -> tuple[float | None, Place | None]:
    if period.kind is PeriodKind.YEAR:
        key = standing(dataset, item, identifier, entity, str(period))
        return dataset.value(*key), None if added_from(dataset, identifier, entity, period) else dataset.place(key)
    view = view_to_date(item.kind, period, opening=item.opening)
    given = _found(dataset, identifier, entity, str(period), view)
    if given[0] is not None or view == View.PERIOD:
        return given
    if item.opening or item.kind is Kind.MEAN:
        return _of_first_month(dataset, item, identifier, entity, period)
    return _summed(dataset, identifier, entity, period, ""), None


def view_to_date(kind: Kind, period: Period, *, opening: bool = False) -> View:
    """Which figure of an item is its balance, or that of the year to date; the mean of a month is not the year's."""
    is_balance = kind in BALANCES and kind is not Kind.MEAN and not opening
    return View.PERIOD if is_balance or period.kind is PeriodKind.YEAR else View.YEAR_TO_DATE


def _of_first_month(
    dataset: Dataset, item: Item, identifier: str, entity: str, period: Period
) -> tuple[float | None, Place | None]:
    """What the first month begins with; the mean of the first month alone, while there is no other."""
    if not item.opening and period.months_elapsed > 1:
        return None, None
    return _found(dataset, identifier, entity, str(Period(period.year, PeriodKind.MONTH, 1)), View.PERIOD)


def last_year(dataset: Dataset, item: Item, identifier: str, entity: str, period: Period) -> float | None:
    """The balance, or the amount of the year to date, of the same period of the year before."""
    found, _ = to_date(dataset, item, identifier, entity, period.previous_year())
    return found if found is not None else dataset.value(identifier, entity, str(period), "comp")


def added_from(dataset: Dataset, item: str, entity: str, year: Period) -> PeriodKind | None:
    """The parts of which the reader made a year's figure by adding them up; None where a cell holds it."""
    if not dataset.derived((item, entity, str(year), View.PERIOD)):
        return None
    for kind, last in ((PeriodKind.MONTH, MONTHS), (PeriodKind.QUARTER, MONTHS // 3)):
        key = (item, entity, str(Period(year.year, kind, last)), View.YEAR_TO_DATE)
        if dataset.value(*key) is not None and dataset.derived(key):
            return kind
    return None


def _budgets(material: Material, item: Item, identifier: str, period: Period) -> tuple[float | None, float | None]:
    """Of the year and to date: the budget beside the line, or for the year that of the item which plans it."""
    dataset, entity = material.dataset, material.entity
    year = dataset.value(identifier, entity, str(period.fiscal_year), "budget")
    if year is None and item.budget is not None:
        year = dataset.value(item.budget, entity, str(period.fiscal_year))
    if period.kind is PeriodKind.YEAR:
        return year, year
    return year, _summed(dataset, identifier, entity, period, "budget")


def _summed(dataset: Dataset, identifier: str, entity: str, period: Period, view: str) -> float | None:
    months = list(map(str, period.months_to_date))
    values = [dataset.value(identifier, entity, month, view) for month in months]
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _found(dataset: Dataset, item: str, entity: str, period: str, view: str) -> tuple[float | None, Place | None]:
    value = dataset.value(item, entity, period, view)
    return value, dataset.place((item, entity, period, view)) if value is not None else None


def unit_of(context: HospitalContext, item: Item) -> Text | str:
    """The unit of an item in words: of money the currency, of a count what is counted; empty where none is known."""
    if item.unit == "money":
        return context.say.currency_name()
    if item.unit == COUNT and item.counted is not None:
        return item.counted
    key = f"item_unit.{item.unit}"
    return context.say(key) if key in context.say.words else ""


DECIMALS: Final = 2
CONTINUED: Final = 2
"""Level from which rows may be an "of which" and go on with it."""
AFTER: Final = 2
"""By which the level of a row that goes on with an "of which" is set off from that of its first one."""
NOT_TO_FILL: Final = "\u2014\u2014"
"""In cells that a form does not ask for."""
COLON: Final = "\uff1a"


@dataclass(frozen=True)
class StatementCell:
    """A number of the table, and the class of its colour."""

    text: str
    sense: str = ""
    mark: str | None = None


@dataclass(frozen=True)
class FormLine:
    """One line of a statement; a heading has no cells."""

    caption: Text
    level: int
    emphasis: str  # "", total or grand
    cells: tuple[StatementCell, ...]


def scale(context: HospitalContext) -> float:
    """Divisor of the amounts in tables: that of the report, or 1 where they are exact."""
    return 1.0 if context.exact else context.material.table_scale


UNITS: Final = {
    printing.WAN: "unit.table.CNY",
    printing.MILLION: "unit.table.other",
    printing.THOUSAND: "unit.table.thousand",
}


def unit(context: HospitalContext) -> Text:
    """The unit of amounts in tables."""
    if scale(context) == 1:
        return context.say("unit.table.exact", name=context.say.currency_name())
    return context.say(UNITS[scale(context)], name=context.say.currency_name(), sign=context.say.currency_sign())


def money(context: HospitalContext, value: float | None, notes: Notes, words: Text, *, sign: bool = False) -> str:
    """An amount in the table's unit with two decimals, or a dash with its reason."""
    if value is None:
        return notes.absent(words)
    return printing.number(value, DECIMALS, sign=sign, over=scale(context))


def why_absent(context: HospitalContext, identifier: str, usual: Text, view: str = "") -> Text:
    """Why an amount in a column is not there: as usual, or because what was filled in could not be read.

    A line may also never apply, as the case declares, or be blank where that means zero: completeness and indicators
    count these so. A blank in last year's column means it where last year's form was brought and is blank as well.
    """
    material, items = context.material, context.material.catalog.items
    if (identifier, material.entity, material.period) in material.dataset.unread:
        return context.say("statement.not_read")
    if declared(material.case.file.not_applicable, identifier, items):
        return context.say("statement.not_applicable")
    before, period = context.period.previous_year(), context.period
    when, aspect = {
        "comp": (before, Aspect.YEAR_TO_DATE),
        "open": (period, Aspect.OPEN),
        "ytd": (period, Aspect.YEAR_TO_DATE),
    }.get(view, (period, Aspect.MONTH))
    cells = material.analysis.books.cells
    is_proved = view == "comp" and cells.nils.is_proved(identifier, material.period, view)
    is_nil = identifier in items and (is_proved or cells.is_nil(identifier, when, aspect))
    return context.say("statement.blank_is_zero") if is_nil else usual


def change_cells(
    context: HospitalContext, now: float | None, base: float | None, notes: Notes, missing: tuple[Text, Text]
) -> tuple[StatementCell, StatementCell]:
    """Change in amount and in percent; no percentage on a base that is not positive, or below zero.

    Args:
        context: the desk.
        now: the amount.
        base: what it is compared with.
        notes: where reasons are told.
        missing: why there is no amount, and why there is nothing to compare it with.
    """
    if now is None or base is None:
        words = missing[0 if now is None else 1]
        return StatementCell(notes.absent(words)), StatementCell(notes.absent(words))
    amount = StatementCell(printing.number(now - base, DECIMALS, sign=True, over=scale(context)))
    rate = growth(now, base)
    if rate is None:
        return amount, StatementCell(notes.absent(context.say(why(base))))
    return amount, StatementCell(printing.number(rate, 1, sign=True, times=printing.PERCENT))


def variance_cell(
    context: HospitalContext, name: str, difference: float | None, widest: float, sense: int
) -> StatementCell | None:
    """Distance to the budget with its bar; `sense` 1 where more is better, −1 where less is, 0 where neither."""
    if difference is None:
        return None
    text = printing.number(difference, DECIMALS, sign=True, over=scale(context))
    verdict = printing.sense(text) * sense
    token = {1: "fav", -1: "unfav", 0: "bar"}[verdict]
    share = difference / widest if widest else 0.0
    source = context.mark(f"variance-{name}", marks.variance(share, token)) if difference else None
    return StatementCell(text, {1: "fav", -1: "unfav", 0: ""}[verdict], source)


def caption(context: HospitalContext, row: FormRow) -> Text:
    """The official caption, starred as on the form where only monthly statements have the line.

    Its English is short where it stands behind the Chinese, or would not fit its column.
    """
    item = context.material.catalog.items.get(row.item) if row.item else None
    full = row.english or (item.name.en if item else row.label)
    key = f"caption.{row.item}"
    if f"alone.{key}" in context.say.words:
        full = context.say(f"alone.{key}").en
    if context.mode == "zh-en" and key in context.say.words:
        full = context.say(key).en
    named = Text(zh=row.label, en=full)
    return context.say("form.star", caption=named) if row.monthly else named


def level(row: FormRow, rows: Sequence[FormRow]) -> int:
    """Indentation: rows that continue an "of which" above them, among their own level, stand under its first name."""
    if row.level < CONTINUED or COLON in row.label:
        return row.level
    above = takewhile(lambda one: one.level >= row.level, reversed(rows[: rows.index(row)]))
    goes_on = any(one.level == row.level and COLON in one.label for one in above)
    return row.level + AFTER * goes_on


def is_not_asked(context: HospitalContext, row: FormRow, view: str) -> bool:
    """Whether the form leaves the cell blank: a line of monthly statements has no opening balance, a year has none."""
    return row.monthly and (view == "open" or context.is_year)


def figure_key(context: HospitalContext, row: FormRow, view: str) -> Key:
    """Which figure a column prints of a row: wherever it was read, but never one that the form does not ask for."""
    material = context.material
    assert row.item is not None
    if is_not_asked(context, row, view):
        return row.item, material.entity, material.period, view
    item = material.catalog.items[row.item]
    return standing(material.dataset, item, row.item, material.entity, material.period, view)


def unread(context: HospitalContext, item: str, value: float, period: str) -> Text:
    """Where a figure comes from that no cell holds: a blank counted as nil, or the months, added up or their mean."""
    is_nil = value == 0 and context.material.catalog.items[item].blank_is_zero
    if is_nil and not _was_read(context.material, item, Period.parse(period).year):
        return context.say("statement.blank_is_zero")
    material, when = context.material, Period.parse(period)
    parts = added_from(material.dataset, item, material.entity, when.fiscal_year)
    of = "quarters" if parts is PeriodKind.QUARTER else "months"
    return context.say(f"passport.origin.{'mean_of_' * (material.catalog.items[item].kind is Kind.MEAN)}{of}")


def _was_read(material: Material, item: str, year: int) -> bool:
    """Whether any cell holds an amount of an item in a year: nil may then be the sum of what is written there."""
    dataset, entity = material.dataset, material.entity
    columns = dataset.values.columns
    views = columns.get_level_values("view")[columns.get_level_values("item") == item]
    periods = [one for one in dataset.periods(entity) if Period.parse(one).year == year]
    return any(dataset.value(item, entity, one, view) is not None for one in periods for view in views)


def enter(context: HospitalContext, figures: ItemFigures, printed: str, section: str) -> None:
    """The passport of a printed amount."""
    if figures.now is None:
        return
    places = (figures.place,) if figures.place else ()
    origin = None if places else unread(context, figures.id, figures.now, context.material.period)
    context.enter(
        ProvenanceEntry(f"item.{figures.id}", figures.item.name, printed, section, figures.now, origin, places)
    )
