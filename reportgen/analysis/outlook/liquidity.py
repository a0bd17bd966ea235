"""Cash month by month for a year: what the work brings, what falls due (loans by month too), and the lowest point.

cash = cash before + surplus forecast + expense that is no payment − capital expenditure planned − debts falling due −
works contracts beyond that plan. Each part that nobody supplied is named; without the forecast there is no path.

Cash that business income will bring: the mean share received of 3–5 years, times the income budgeted.

All of it is what the table of debts says: due dates of the newest sheet, and amounts that rose from one to the next.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from math import fsum
from statistics import fmean, stdev
from typing import TYPE_CHECKING, Final

from reportgen.analysis import tables
from reportgen.analysis.amounts import NOT_PAID, unpaid
from reportgen.analysis.answer import Facts, Figure, Unavailable, added
from reportgen.analysis.books import lacking
from reportgen.analysis.outlook.trials import FLOWS
from reportgen.analysis.outlook.year_end import series
from reportgen.model.period import MONTHS, Period, PeriodKind
from reportgen.model.printing import HALF_A_FEN
from reportgen.model.values import Reason

if TYPE_CHECKING:
    from reportgen.analysis.answer import RegisterRow
    from reportgen.analysis.books import Books
    from reportgen.analysis.material import Analyses

HORIZON: Final = MONTHS
DEBTS: Final = "debts"
DUE: Final = ("short_term_loans", "current_portion_non_current_liabilities")
INCOME, EXPENSE = "total_income", "total_expense"
RATIO: Final = "cash_received_to_income"
CASH_RECEIPTS_INCOME: Final = "business_income"
FEWEST, MOST = 3, 5
STEADY: Final = 0.05
"""Coefficient of variation up to which the share may be carried forward."""
SOON: Final = 6
"""Months within which a board expects every loan to be provided for."""
HEAP: Final = 0.1
"""Share of the cash from which on loans that fall due in neighbouring months are a heap."""


@dataclass(frozen=True)
class CashMonth:
    """One month ahead: what comes in and goes out, and the cash at its end."""

    period: str
    operations: float
    capital: float
    debts: float
    contracts: float
    cash: float


@dataclass(frozen=True)
class Liquidity:
    """A year of cash, a forecast.

    Attributes:
        cash: now; lowest: the month with the least cash; short: the first month below nothing, if any.
        lacks: parts that are not in the path, because nobody supplied them.
        way: how the surplus was forecast.
        due_within_year: loans that the balance sheet calls due within a year of the end of the period.
        debts_gap: balances of the table of debts − loans of the balance sheet; missing where one of them is.
    """

    cash: Figure
    months: tuple[CashMonth, ...]
    lowest: CashMonth
    short: str | None
    way: str
    lacks: Mapping[str, Unavailable]
    due_within_year: Figure = field(default_factory=Figure.missing)
    debts_gap: Figure = field(default_factory=Figure.missing)

    @property
    def due_undated(self) -> float:
        """Of the loans that the balance sheet calls due within a year, what no date of the path pays."""
        return max((self.due_within_year.value or 0.0) - fsum(month.debts for month in self.months), 0.0)


def liquidity(analyses: Analyses) -> Liquidity | Unavailable:
    """The path of cash for the twelve months after the period."""
    books = analyses.books
    cash = books.to_date("cash_and_bank")
    if cash.value is None:
        return Unavailable("item", Reason.MISSING_INPUT, {"item": books.item("cash_and_bank").name})
    income, spent = (series(books, [item])[0] for item in (INCOME, EXPENSE))
    have = min(len(income), len(spent))
    way = next((name for name, one in FLOWS.items() if have >= one.fewest), None)
    if way is None or (income <= 0).any() or (spent <= 0).any():
        return Unavailable(
            "months", Reason.BELOW_MINIMUM_CASES, {"item": books.item(INCOME).name, "have": have, "need": MONTHS}
        )
    ahead = FLOWS[way].follow(income[-have:], HORIZON) - FLOWS[way].follow(spent[-have:], HORIZON)
    months = months_ahead(books.now)
    capital = _capital(books, months)
    debts, undated = due_by_month(analyses, months)
    parts: dict[str, list[float] | Unavailable] = {
        "unpaid": _unpaid(analyses),
        "capital": capital,
        "debts": debts,
        "contracts": _committed(analyses, months, 0.0 if isinstance(capital, Unavailable) else fsum(capital)),
    }
    if undated:
        parts["undated"] = Unavailable("debts_undated", Reason.MISSING_INPUT, {"n": undated})
    found = _path(cash.value, list(map(float, ahead)), months, parts)
    lowest = min(found, key=lambda one: (one.cash, one.period))
    short = next((one.period for one in found if one.cash < 0), None)
    lacks = {name: one for name, one in parts.items() if isinstance(one, Unavailable)}
    due = added(books.to_date(item) for item in DUE)
    return Liquidity(cash, found, lowest, short, way, lacks, due, _debts_gap(analyses))


def _debts_gap(analyses: Analyses) -> Figure:
    rows = tables.at_end(analyses, DEBTS)
    if isinstance(rows, Unavailable):
        return Figure.missing()
    (tie,) = analyses.material.catalog.registers[DEBTS].meets
    stated = added(row.figure(tie.column) for row in rows.values())
    return stated - added(analyses.books.to_date(item) for item in tie.items)


def _path(
    cash: float, surplus: list[float], months: tuple[Period, ...], parts: Mapping[str, list[float] | Unavailable]
) -> tuple[CashMonth, ...]:
    found: list[CashMonth] = []
    known = {name: [0.0] * len(months) if isinstance(one, Unavailable) else one for name, one in parts.items()}
    for at, month in enumerate(months):
        operations = surplus[at] + known["unpaid"][at]
        capital, debts, contracts = (known[name][at] for name in ("capital", "debts", "contracts"))
        cash += operations - capital - debts - contracts
        found.append(CashMonth(str(month), operations, capital, debts, contracts, cash))
    return tuple(found)


def months_ahead(now: Period) -> tuple[Period, ...]:
    """The months of a year that follow a period."""
    year, number = now.year, now.months_elapsed
    places = range(number, number + HORIZON)
    return tuple(Period(year + at // MONTHS, PeriodKind.MONTH, at % MONTHS + 1) for at in places)


def _unpaid(analyses: Analyses) -> list[float] | Unavailable:
    """Expense that costs no cash, as in a mean month of the year so far."""
    total, books = unpaid(analyses).value, analyses.books
    if total is None:
        return lacking(books, NOT_PAID) or []
    return [total / books.now.months_elapsed] * HORIZON


def _capital(books: Books, months: tuple[Period, ...]) -> list[float] | Unavailable:
    """What the capital budget leaves for the rest of the year, evenly; next year its own budget, or else the same."""
    budget = _planned(books, books.now.fiscal_year)
    spent = books.to_date("capital_expenditure")
    if budget.value is None or spent.value is None:
        return Unavailable("budget", Reason.NO_BUDGET, {"item": books.item("capital_expenditure").name})
    rest = sum(month.year == books.now.year for month in months)
    left = max(budget.value - spent.value, 0.0)
    following = _planned(books, books.now.fiscal_year.previous_year(-1)).value
    after = (budget.value if following is None else following) / MONTHS
    return [left / rest if month.year == books.now.year else after for month in months]


def _planned(books: Books, year: Period) -> Figure:
    """The capital budget of a year."""
    return books.to_date("budget_capital_expenditure", year)


def due_by_month(analyses: Analyses, months: tuple[Period, ...]) -> tuple[list[float] | Unavailable, int]:
    """Debts by their due dates, what is overdue in the first month; and how many have no date or no amount owed."""
    rows = tables.at_end(analyses, DEBTS)
    if isinstance(rows, Unavailable):
        return rows, 0
    amounts, undated = [0.0] * len(months), 0
    for row in rows.values():
        due, amount = row.words.get("due", ""), row.figure("outstanding").value
        at = _place(due, months)
        if amount is None or amount < 0 or (amount and not due):
            undated += 1
        elif at is not None:
            amounts[at] += amount
    return amounts, undated


def _committed(analyses: Analyses, months: tuple[Period, ...], planned: float) -> list[float] | Unavailable:
    """What works contracts will take beyond the capital expenditure planned, evenly over the months until they end.

    The plan pays for works and equipment, the expense forecast for services and goods; neither is counted twice.
    """
    rows = tables.at_end(analyses, "contracts")
    if isinstance(rows, Unavailable):
        return rows
    amounts = [0.0] * len(months)
    for row in rows.values():
        unpaid = (row.figure("contract_amount") - row.figure("paid")).value
        end = _place(row.words.get("ends", ""), months)
        if row.words.get("contract_class") != "works" or unpaid is None or unpaid <= 0:
            continue
        count = len(months) if end is None else end + 1
        for at in range(count):
            amounts[at] += unpaid / count
    return beyond(amounts, planned)


def beyond(amounts: list[float], planned: float) -> list[float]:
    """The part of amounts that a plan does not cover, spread as the amounts are."""
    total = fsum(amounts)
    share = max(0.0, 1 - planned / total) if total else 0.0
    return [share * amount for amount in amounts]


def _place(day: str, months: tuple[Period, ...]) -> int | None:
    """The month ahead in which a day lies; the first for a day that is past, None for one beyond the horizon."""
    try:
        when = dt.date.fromisoformat(day)
    except ValueError:
        return None
    first, month = months[0], Period.of_month(when.year, when.month)
    at = (month.year - first.year) * MONTHS + month.number - first.number
    return max(at, 0) if at < len(months) else None


@dataclass(frozen=True)
class CashReceipts:
    """A forecast of cash receipts of the year.

    Attributes:
        ratios: cash received to income by year, fractions; variation: standard deviation over mean.
        income: budgeted; receipts = mean ratio × income.
    """

    ratios: tuple[tuple[str, float], ...]
    mean: float
    variation: float
    income: Figure
    receipts: Figure


def cash_receipts(analyses: Analyses) -> CashReceipts | Unavailable:
    """The forecast; withheld where the share moved too much to be carried forward."""
    books = analyses.books
    if books.now.months_elapsed == MONTHS:
        return Unavailable("year_over", Reason.NOT_APPLICABLE, {"period": str(books.now.fiscal_year)})
    known = [(str(year), books.indicator(RATIO, year).value) for year in books.years]
    ratios = tuple((year, ratio) for year, ratio in known if ratio is not None)[-MOST:]
    if len(ratios) < FEWEST:
        name = analyses.material.catalog.indicators[RATIO].name
        return Unavailable("years", Reason.MISSING_PRIOR, {"indicator": name, "have": len(ratios), "need": FEWEST})
    mean, spread = fmean(one for _, one in ratios), stdev(one for _, one in ratios)
    if mean <= 0 or spread / mean > STEADY:
        facts: Facts = {"variation": spread / mean if mean > 0 else 0.0, "limit": STEADY}
        return Unavailable("unsteady", Reason.BELOW_MINIMUM_CASES, facts)
    income = books.budget(CASH_RECEIPTS_INCOME)
    if income.value is None:
        return Unavailable("budget", Reason.NO_BUDGET, {"item": books.item(CASH_RECEIPTS_INCOME).name})
    return CashReceipts(ratios, mean, spread / mean, income, income.times(mean))


@dataclass(frozen=True)
class Heap:
    """Loans that fall due in months that follow one another.

    Attributes:
        at: the first of them among the months ahead; first_day: on which the first of the loans falls due.
        interest: of a year at their rates; None where a rate is missing.
    """

    months: tuple[str, ...]
    amount: float
    at: int
    first_day: str
    interest: float | None


@dataclass(frozen=True)
class NewLoan:
    """Money borrowed in a month and still owed."""

    period: str
    amount: float


@dataclass(frozen=True)
class DebtsDue:
    """What falls due in each of the twelve months ahead; what is overdue stands in the first.

    Attributes:
        undated: how many loans have no date or no amount.
        heap: the largest run of months, where it is at least `HEAP` of the cash.
        soon: the sum of the first six months.
        borrowed: the largest sum borrowed in one of the last twelve months.
    """

    months: tuple[tuple[str, float], ...]
    undated: int
    heap: Heap | None
    soon: float
    borrowed: NewLoan | None

    @property
    def total(self) -> float:
        """What falls due within the twelve months."""
        return fsum(amount for _, amount in self.months)


def debts(analyses: Analyses) -> DebtsDue | Unavailable:
    """By the newest sheet of the table."""
    ahead = months_ahead(analyses.books.now)
    amounts, undated = due_by_month(analyses, ahead)
    if isinstance(amounts, Unavailable):
        return amounts
    months = tuple(zip(map(str, ahead), amounts, strict=True))
    return DebtsDue(months, undated, _heap(analyses, months), fsum(amounts[:SOON]), _borrowed(analyses))


def may_fall_due(analyses: Analyses) -> bool:
    """Whether loans fall due within a year, or may: without a date in the table, or on the balance sheet alone."""
    found: DebtsDue | Unavailable = analyses["outlook.debts"]
    if isinstance(found, Unavailable):
        return False
    return found.total > 0 or bool(found.undated) or due_by_sheet(analyses) > 0


def due_by_sheet(analyses: Analyses) -> float:
    """What the balance sheet calls due within a year, as far as it says; instalments, which have no date, among it."""
    return fsum(analyses.books.to_date(item).value or 0.0 for item in DUE)


def _heap(analyses: Analyses, months: tuple[tuple[str, float], ...]) -> Heap | None:
    cash = analyses.books.to_date("cash_and_bank").value
    runs = [list(run) for owed, run in groupby(enumerate(months), key=lambda one: one[1][1] > HALF_A_FEN) if owed]
    largest = max(runs, key=_sum, default=None)
    if largest is None or cash is None or _sum(largest) < HEAP * cash:
        return None
    names = tuple(when for _, (when, _) in largest)
    rows = tables.at_end(analyses, DEBTS)
    known = [] if isinstance(rows, Unavailable) else list(rows.values())
    own = [row for row in known if row.words.get("due", "")[:7] in names and row.figure("outstanding").value]
    interest = added(row.figure("outstanding") * row.figure("rate") for row in own).value
    first = min((row.words["due"] for row in own), default="")
    return Heap(names, _sum(largest), largest[0][0], first, interest)


def _sum(run: list[tuple[int, tuple[str, float]]]) -> float:
    return fsum(amount for _, (_, amount) in run)


def _borrowed(analyses: Analyses) -> NewLoan | None:
    """From sheets of months that follow each other; a month without a sheet tells nothing."""
    now = tables.at_end(analyses, DEBTS)
    sheets = [(str(when), tables.at_end(analyses, DEBTS, when)) for when in analyses.books.months_back(MONTHS + 1)]
    found = [
        NewLoan(when, _risen(before, after, {} if isinstance(now, Unavailable) else now))
        for (_, before), (when, after) in pairwise(sheets)
        if not isinstance(before, Unavailable) and not isinstance(after, Unavailable)
    ]
    return max((one for one in found if one.amount > HALF_A_FEN), key=lambda one: one.amount, default=None)


def _risen(before: dict[str, RegisterRow], after: dict[str, RegisterRow], now: dict[str, RegisterRow]) -> float:
    """What loans rose by, as far as it is still owed.

    Instalments that are put together or numbered anew are no new money: an older loan rises under the due date it had,
    and a new one has a due date that no loan had.
    """
    known = {row.words.get("due") for row in before.values()}
    due = {loan: row.words.get("due") for loan, row in after.items()}
    new = [
        loan
        for loan in after
        if (due[loan] == before[loan].words.get("due") if loan in before else due[loan] not in known)
    ]
    return fsum(max(min(_owed(after, loan) - _owed(before, loan), _owed(now, loan)), 0.0) for loan in new)


def _owed(rows: dict[str, RegisterRow], loan: str) -> float:
    return (rows[loan].figure("outstanding").value or 0.0) if loan in rows else 0.0
