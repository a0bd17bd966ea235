"""Large equipment: how much it is used, what an examination brings and costs, when its cost has come back; purchases.

Return = yearly (income − direct expense) over original cost; payback = original cost over that yearly amount.

Service items: what each costs beside the price in force, and what that comes to over the services given.

Indirect cost month by month: administrative expense by funds and by kind, its budget, and months beyond it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis import tables
from reportgen.analysis.answer import Figure, Unavailable, added
from reportgen.analysis.books import lacking
from reportgen.analysis.budget.execution import planned
from reportgen.analysis.comparison.against import Base, Compared, compared
from reportgen.model.period import MONTHS
from reportgen.model.printing import HALF_A_FEN
from reportgen.model.values import Reason

if TYPE_CHECKING:
    from reportgen.analysis.answer import RegisterRow
    from reportgen.analysis.books import Books
    from reportgen.analysis.material import Analyses

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
            `Unavailable` where nothing was spent on record.
    """

    equipment: tuple[Asset, ...] | Unavailable
    cost: Figure
    income: Figure
    use: Figure
    budget: Figure
    purchases: tuple[Purchase, ...] | Unavailable

    @property
    def by_use(self) -> tuple[Asset, ...]:
        """Machines whose use is known, the most used first."""
        known = () if isinstance(self.equipment, Unavailable) else self.equipment
        found = [one for one in known if one.use.value is not None]
        return tuple(sorted(found, key=lambda one: -(one.use.value or 0.0)))

    @property
    def least(self) -> Asset | None:
        """The machine that is used least; None where no use is known."""
        return next(iter(self.least_used(1)), None)

    def least_used(self, count: int) -> tuple[Asset, ...]:
        """Equipment with the lowest use first."""
        known = () if isinstance(self.equipment, Unavailable) else self.equipment
        found = [one for one in known if one.use.value is not None]
        return tuple(sorted(found, key=lambda one: (one.use.value, one.id)))[:count]


def assets(analyses: Analyses) -> Assets | Unavailable:
    """Equipment and purchases to date."""
    books = analyses.books
    rows = tables.to_date(analyses, TABLE)
    purchases = _purchases(books)
    if isinstance(rows, Unavailable) and isinstance(purchases, Unavailable):
        return rows
    known = {} if isinstance(rows, Unavailable) else rows
    day = books.last_day
    found = tuple(asset(row, tables.months_covered(analyses, TABLE, row), day) for row in known.values())
    sums = {name: added(row.figure(name) for row in known.values()) for name in ("hours_used", "hours_available")}
    return Assets(
        rows if isinstance(rows, Unavailable) else found,
        added(one.cost for one in found),
        added(one.income for one in found),
        sums["hours_used"].over(sums["hours_available"]),
        planned(books, BUDGET),
        purchases,
    )


def asset(row: RegisterRow, months: int, day: dt.date) -> Asset:
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


def _purchases(books: Books) -> tuple[Purchase, ...] | Unavailable:
    budget = planned(books, BUDGET)
    found = tuple(_points(books, budget))
    if not any(point.spent.value is not None for point in found):
        return Unavailable("item", Reason.MISSING_INPUT, {"item": books.item(SPENT).name})
    return found


def _points(books: Books, budget: Figure) -> Iterator[Purchase]:
    for month in books.months_to_date():
        last = month.months_elapsed == books.now.months_elapsed
        spent = books.to_date(SPENT) if last else books.to_date(SPENT, month)
        yield Purchase(str(month), spent, spent.over(budget))


SERVICE_COSTS_TABLE: Final = "service_costs"


@dataclass(frozen=True)
class ServiceItem:
    """One service item.

    Attributes:
        price: in force at the end of the period; unit_cost: as last computed; money.
        difference: price − unit cost; recovery: price over unit cost, a fraction.
        given: how many; effect: difference · given, money: what the prices leave uncovered where it is below zero.
    """

    id: str
    name: str
    price: Figure
    unit_cost: Figure
    difference: Figure
    recovery: Figure
    given: Figure
    effect: Figure


@dataclass(frozen=True)
class ServiceCosts:
    """Service items in the order of the table.

    Attributes:
        uncovered: sum of the effects below zero; covered: of those above; missing as soon as one effect is.
        recovery: all income at these prices over all cost.
    """

    services: tuple[ServiceItem, ...]
    uncovered: Figure
    covered: Figure
    recovery: Figure

    @property
    def shortfall(self) -> Figure:
        """What the prices leave uncovered, as an amount above zero."""
        return -self.uncovered

    @property
    def below_cost(self) -> tuple[ServiceItem, ...]:
        """Items priced below what they cost, largest uncovered amount first, those without a number last."""
        found = [one for one in self.services if (one.difference.value or 0.0) < 0]
        return tuple(sorted(found, key=lambda one: (one.effect.value is None, one.effect.value or 0.0, one.id)))


def service_costs(analyses: Analyses) -> ServiceCosts | Unavailable:
    """Service items to date."""
    rows = tables.to_date(analyses, SERVICE_COSTS_TABLE)
    if isinstance(rows, Unavailable):
        return rows
    found = tuple(_service(row) for row in rows.values())
    effects = [one.effect for one in found]
    low = added(one if one.value is None or one.value < 0 else one.times(0.0) for one in effects)
    high = added(one if one.value is None or one.value > 0 else one.times(0.0) for one in effects)
    income, cost = added(one.price * one.given for one in found), added(one.unit_cost * one.given for one in found)
    return ServiceCosts(found, low, high, income.over(cost))


def _service(row: RegisterRow) -> ServiceItem:
    price, cost, given = (row.figure(name) for name in ("price", "unit_cost", "services_given"))
    difference = price - cost
    name = row.words.get("service_name", row.key)
    return ServiceItem(row.key, name, price, cost, difference, price.over(cost), given, difference * given)


TOTAL: Final = "admin_expense"
FUNDS: Final = (
    "admin_expense_fiscal_basic",
    "admin_expense_fiscal_project",
    "admin_expense_sci_edu",
    "admin_expense_other_funds",
)
KINDS: Final = ("med_admin_personnel", "med_admin_goods_services", "med_admin_depreciation", "med_admin_amortisation")
"""Kinds of the administrative expense of medical activities, as the detail statement has them."""


@dataclass(frozen=True)
class Month:
    """An amount of one month and its budget; over: whether it exceeds the budget, None without one."""

    period: str
    actual: Figure
    budget: Figure
    variance: Figure
    over: bool | None


@dataclass(frozen=True)
class IndirectLine:
    """One kind of indirect cost.

    Attributes:
        to_date, budget: sums of the year so far; change: against the same months of last year.
    """

    item: str
    months: tuple[Month, ...]
    to_date: Figure
    budget: Figure
    change: Compared

    @property
    def newest(self) -> Month | None:
        """The last month with an amount."""
        return next((one for one in reversed(self.months) if one.actual.value is not None), None)

    @property
    def months_over(self) -> Figure:
        """How many months are beyond their budget."""
        return Figure.missing(Reason.NO_BUDGET) if self.over is None else Figure(float(len(self.over)))

    @property
    def over(self) -> tuple[str, ...] | None:
        """Months beyond their budget; None where no month has one."""
        judged = [one for one in self.months if one.over is not None]
        return tuple(one.period for one in judged if one.over) if judged else None


@dataclass(frozen=True)
class IndirectCosts:
    """Administrative expense in total, by funds, and by kind.

    Attributes:
        share: of all expense to date, a fraction.
        funds_left: total − its funds, to date: 0 where they make it up.
    """

    total: IndirectLine
    funds: tuple[IndirectLine, ...]
    kinds: tuple[IndirectLine, ...]
    share: Figure
    funds_left: Figure


def indirect_costs(analyses: Analyses) -> IndirectCosts | Unavailable:
    """Months of the year so far."""
    books = analyses.books
    lost = lacking(books, [TOTAL])
    if lost is not None:
        return lost
    total = _line(books, TOTAL)
    funds, kinds = (tuple(_lines(books, items)) for items in (FUNDS, KINDS))
    left = total.to_date - added(one.to_date for one in funds)
    return IndirectCosts(total, funds, kinds, total.to_date.over(books.to_date("total_expense")), left)


def _lines(books: Books, items: tuple[str, ...]) -> list[IndirectLine]:
    found = [_line(books, item) for item in items]
    return [line for line in found if line.to_date.value is not None]


def _line(books: Books, item: str) -> IndirectLine:
    found = []
    for when in books.months_to_date():
        actual, budget = books.of_month(item, when), books.budget_of_month(item, when)
        variance = actual - budget
        over = None if variance.value is None else variance.value > HALF_A_FEN
        found.append(Month(str(when), actual, budget, variance, over))
    before = str(books.now.previous_year())
    change = compared(Base.LAST_YEAR, books.to_date(item), books.last_year(item), before)
    return IndirectLine(item, tuple(found), books.to_date(item), books.budget_to_date(item), change)
