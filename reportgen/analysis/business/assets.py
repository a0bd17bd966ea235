"""Large equipment: how much it is used, what an examination brings and costs, when its cost has come back; purchases.

Return = yearly (income − direct expense) over original cost; payback = original cost over that yearly amount.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis import tables
from reportgen.analysis.answer import Figure, Lack, added
from reportgen.analysis.budget.execution import planned
from reportgen.model.period import MONTHS
from reportgen.model.values import Reason

if TYPE_CHECKING:
    from reportgen.analysis.books import Books
    from reportgen.analysis.material import Analyses
    from reportgen.analysis.rows import Row

TABLE: Final = "equipment"
SPENT: Final = "capital_expenditure"
BUDGET: Final = "budget_capital_expenditure"
DAYS_OF_YEAR: Final = 365.25


@dataclass(frozen=True)
class Asset:
    """One piece of equipment, to date.

    Attributes:
        age: years in service at the end of the period.
        use: hours used over hours available, a fraction; pace: examinations an hour used.
        income_per_examination, cost_per_examination: money; the cost holds direct expense and depreciation.
        margin: income − direct expense − depreciation; cash: income − direct expense.
        yearly_return: cash of a year over original cost, a fraction; payback: years; missing where cash is not above 0.
        recovered: whether its age has passed the payback; None where one of the two is unknown.
    """

    id: str
    name: str
    department: str
    cost: Figure
    age: Figure
    use: Figure
    examinations: Figure
    pace: Figure
    income: Figure
    income_per_examination: Figure
    cost_per_examination: Figure
    margin: Figure
    cash: Figure
    yearly_return: Figure
    payback: Figure
    recovered: bool | None


@dataclass(frozen=True)
class Purchase:
    """Capital expenditure up to the end of a month, and its share of the year's capital budget."""

    period: str
    spent: Figure
    execution: Figure


@dataclass(frozen=True)
class Assets:
    """Equipment in the order of the table, sums, and the path of purchases.

    Attributes:
        use: hours used over hours available of all, a fraction.
        purchases: months of the year so far; the last point is what the indicator of capital budget execution says. A
            `Lack` where nothing was spent on record.
    """

    equipment: tuple[Asset, ...] | Lack
    cost: Figure
    income: Figure
    use: Figure
    budget: Figure
    purchases: tuple[Purchase, ...] | Lack

    def least_used(self, count: int) -> tuple[Asset, ...]:
        """Equipment with the lowest use first."""
        known = () if isinstance(self.equipment, Lack) else self.equipment
        found = [one for one in known if one.use.value is not None]
        return tuple(sorted(found, key=lambda one: (one.use.value, one.id)))[:count]


def assets(analyses: Analyses) -> Assets | Lack:
    """Equipment and purchases to date."""
    books = analyses.books
    rows = tables.to_date(analyses, TABLE)
    purchases = _purchases(books)
    if isinstance(rows, Lack) and isinstance(purchases, Lack):
        return rows
    known = {} if isinstance(rows, Lack) else rows
    day = books.last_day
    found = tuple(asset(row, tables.months_covered(analyses, TABLE, row), day) for row in known.values())
    sums = {name: added(row.figure(name) for row in known.values()) for name in ("hours_used", "hours_available")}
    return Assets(
        rows if isinstance(rows, Lack) else found,
        added(one.cost for one in found),
        added(one.income for one in found),
        sums["hours_used"].over(sums["hours_available"]),
        planned(books, BUDGET),
        purchases,
    )


def asset(row: Row, months: int, day: dt.date) -> Asset:
    """One row of the table, whose flows are those of so many months up to a day."""
    cost, income, direct = (row.figure(name) for name in ("cost", "asset_income", "asset_direct_cost"))
    worn, done, used = (row.figure(name) for name in ("asset_depreciation", "examinations", "hours_used"))
    cash, age = income - direct, _age(row.words.get("in_service", ""), day)
    yearly = cash.times(MONTHS / months)
    payback = cost.over(yearly)
    both = age.value is not None and payback.value is not None
    return Asset(
        id=row.key,
        name=row.words.get("asset_name", row.key),
        department=row.words.get("asset_department", ""),
        cost=cost,
        age=age,
        use=used.over(row.figure("hours_available")),
        examinations=done,
        pace=done.over(used),
        income=income,
        income_per_examination=income.over(done),
        cost_per_examination=(direct + worn).over(done),
        margin=cash - worn,
        cash=cash,
        yearly_return=yearly.over(cost),
        payback=payback,
        recovered=(age.value or 0.0) >= (payback.value or 0.0) if both else None,
    )


def _age(since: str, day: dt.date) -> Figure:
    if not since:
        return Figure.missing()
    days = (day - dt.date.fromisoformat(since)).days
    return Figure(days / DAYS_OF_YEAR) if days >= 0 else Figure.missing(Reason.INVALID_INPUT)


def _purchases(books: Books) -> tuple[Purchase, ...] | Lack:
    budget = planned(books, BUDGET)
    found = tuple(_points(books, budget))
    if not any(point.spent.value is not None for point in found):
        return Lack("item", Reason.MISSING_INPUT, {"item": books.item(SPENT).name})
    return found


def _points(books: Books, budget: Figure) -> Iterator[Purchase]:
    for month in books.months_to_date():
        last = month.months_elapsed == books.now.months_elapsed
        spent = books.to_date(SPENT) if last else books.to_date(SPENT, month)
        yield Purchase(str(month), spent, spent.over(budget))
