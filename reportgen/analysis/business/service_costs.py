"""Service items: what each costs beside the price in force, and what that comes to over the services given.

Indirect cost month by month: administrative expense by funds and by kind, its budget, and months beyond it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis import tables
from reportgen.analysis.answer import Figure, Lack, added
from reportgen.analysis.books import lacking
from reportgen.analysis.comparison.against import Base, Compared, compared

if TYPE_CHECKING:
    from reportgen.analysis.books import Books
    from reportgen.analysis.material import Analyses
    from reportgen.analysis.rows import Row


TABLE: Final = "service_costs"


@dataclass(frozen=True)
class Service:
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

    services: tuple[Service, ...]
    uncovered: Figure
    covered: Figure
    recovery: Figure

    @property
    def below_cost(self) -> tuple[Service, ...]:
        """Items priced below what they cost, largest uncovered amount first, those without a number last."""
        found = [one for one in self.services if (one.difference.value or 0.0) < 0]
        return tuple(sorted(found, key=lambda one: (one.effect.value is None, one.effect.value or 0.0, one.id)))


def service_costs(analyses: Analyses) -> ServiceCosts | Lack:
    """Service items to date."""
    rows = tables.to_date(analyses, TABLE)
    if isinstance(rows, Lack):
        return rows
    found = tuple(_service(row) for row in rows.values())
    effects = [one.effect for one in found]
    low = added(one if one.value is None or one.value < 0 else one.times(0.0) for one in effects)
    high = added(one if one.value is None or one.value > 0 else one.times(0.0) for one in effects)
    income, cost = added(one.price * one.given for one in found), added(one.unit_cost * one.given for one in found)
    return ServiceCosts(found, low, high, income.over(cost))


def _service(row: Row) -> Service:
    price, cost, given = (row.figure(name) for name in ("price", "unit_cost", "services_given"))
    difference = price - cost
    name = row.words.get("service_name", row.key)
    return Service(row.key, name, price, cost, difference, price.over(cost), given, difference * given)


TOTAL: Final = "admin_expense"
FUNDS: Final = (
    "admin_expense_fiscal_basic", "admin_expense_fiscal_project", "admin_expense_sci_edu", "admin_expense_other_funds",
)  # fmt: skip
KINDS: Final = ("med_admin_personnel", "med_admin_goods_services", "med_admin_depreciation", "med_admin_amortisation")
"""Kinds of the administrative expense of medical activities, as the detail statement has them."""
FEN: Final = 0.005


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


def indirect_costs(analyses: Analyses) -> IndirectCosts | Lack:
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
        over = None if variance.value is None else variance.value > FEN
        found.append(Month(str(when), actual, budget, variance, over))
    before = str(books.now.previous_year())
    change = compared(Base.LAST_YEAR, books.to_date(item), books.last_year(item), before)
    return IndirectLine(item, tuple(found), books.to_date(item), books.budget_to_date(item), change)
