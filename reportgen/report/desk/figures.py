"""Figures of single items as headline tables need them: the month, the year to date, last year, the budget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.model.dataset import View
from reportgen.model.definitions import Item, Kind
from reportgen.model.period import Period, PeriodKind
from reportgen.model.submitted import standing

if TYPE_CHECKING:
    from reportgen.analysis.material import Material
    from reportgen.model.dataset import Dataset
    from reportgen.model.definition import Text
    from reportgen.model.place import Place
    from reportgen.report.desk.context import Context

COUNT: Final = "count"
BALANCES: Final = frozenset({Kind.STOCK, Kind.LEVEL, Kind.MEAN})

SUMS: Final = frozenset({"current_assets", "non_current_assets", "current_liabilities", "non_current_liabilities"})
"""Sums of a balance sheet whose own lines are held against each other."""


@dataclass(frozen=True)
class ItemFigures:
    """One item around one period; None where nothing was read.

    Attributes:
        month: amount of the month alone, or None for a year and for balances.
        now, last_year: year to date (or closing balance) and the same of last year.
        budget: of the whole year; budget_to_date: the months' budgets added up, where all are given.
        place: the cell of `now`; None where it was added up from months.
    """

    id: str
    item: Item
    month: float | None
    month_last_year: float | None
    now: float | None
    last_year: float | None
    budget: float | None
    budget_to_date: float | None
    place: Place | None

    @property
    def change(self) -> float | None:
        """Change on last year as a fraction; None on a base that is not positive."""
        return _change(self.now, self.last_year)

    @property
    def against_budget(self) -> float | None:
        """Difference from the budget to date (or from the year's budget for a year) as a fraction."""
        return _change(self.now, self.budget_to_date)

    @property
    def progress(self) -> float | None:
        """Share of the year's budget that is used or earned."""
        return self.now / self.budget if self.now is not None and self.budget else None


def _change(now: float | None, base: float | None) -> float | None:
    if now is None or base is None or base <= 0:
        return None
    return now / base - 1


def item_figures(material: Material, identifier: str) -> ItemFigures | None:
    """The figures of an item, or None where the catalog or the period has nothing of it."""
    item = material.catalog.items.get(identifier)
    if item is None:
        return None
    entity, period = material.entity, Period.parse(material.period)
    now, place = to_date(material.dataset, item, identifier, entity, period)
    if now is None:
        return None
    flows = item.kind not in BALANCES and period.kind is PeriodKind.MONTH
    year_before = period.previous_year()
    budgets = _budgets(material, item, identifier, period) if item.kind not in BALANCES else (None, None)
    return ItemFigures(
        id=identifier,
        item=item,
        month=material.dataset.value(identifier, entity, str(period)) if flows else None,
        month_last_year=material.dataset.value(identifier, entity, str(year_before)) if flows else None,
        now=now,
        last_year=_last_year(material.dataset, item, identifier, entity, period),
        budget=budgets[0],
        budget_to_date=budgets[1],
        place=place,
    )


def to_date(
    dataset: Dataset, item: Item, identifier: str, entity: str, period: Period
) -> tuple[float | None, Place | None]:
    """The balance, or the amount of the year to date with its cell; months are added up only where all are there."""
    if period.kind is PeriodKind.YEAR:
        key = standing(dataset, item, identifier, entity, str(period))
        return dataset.value(*key), dataset.place(key)
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


def _last_year(dataset: Dataset, item: Item, identifier: str, entity: str, period: Period) -> float | None:
    found, _ = to_date(dataset, item, identifier, entity, period.previous_year())
    if found is None and period.kind is PeriodKind.YEAR:
        return dataset.value(identifier, entity, str(period), "comp")
    return found


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
    months = [str(Period(period.year, PeriodKind.MONTH, number)) for number in range(1, period.months_elapsed + 1)]
    values = [dataset.value(identifier, entity, month, view) for month in months]
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _found(dataset: Dataset, item: str, entity: str, period: str, view: str) -> tuple[float | None, Place | None]:
    value = dataset.value(item, entity, period, view)
    return value, dataset.place((item, entity, period, view)) if value is not None else None


def unit_of(context: Context, item: Item) -> Text | str:
    """The unit of an item in words: of money the currency, of a count what is counted; empty where none is known."""
    if item.unit == "money":
        return context.say.currency_name()
    if item.unit == COUNT and item.counted is not None:
        return item.counted
    key = f"item_unit.{item.unit}"
    return context.say(key) if key in context.say.words else ""
