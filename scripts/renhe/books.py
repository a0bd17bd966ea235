"""The whole life of the hospital in the model: month after month, with the closing of each year."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from scripts.renhe import activity, care, costs, debts, estate, funding
from scripts.renhe.figures import ZERO, fen, wobble
from scripts.renhe.ledger import Flows, Ledger
from scripts.renhe.months import Month, from_to

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scripts.renhe.activity import Activity
    from scripts.renhe.assumptions import Assumptions

OTHER_INCOME = (
    "fiscal_basic_income", "fiscal_project_income", "research_income", "teaching_income", "superior_subsidy_income",
    "affiliate_remittance_income", "commercial_income", "nonpeer_fiscal_income", "investment_income",
    "donation_income", "interest_income", "rental_income", "other_income", "settlement_difference",
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One month as the books show it: balances (after closing, in December) and flows."""

    month: Month
    balances: Mapping[str, Decimal]
    flows: Flows
    activity: Activity


@dataclass(frozen=True)
class Books:
    """All months, and the balances from which they start."""

    assumed: Assumptions
    opening: Mapping[str, Decimal]
    entries: Mapping[Month, Entry] = field(default_factory=dict)

    @cached_property
    def income(self) -> frozenset[str]:
        """Income accounts."""
        return income_accounts(self.assumed)

    def balances(self, month: Month) -> Mapping[str, Decimal]:
        """Closing balances of a month; before the first month, the opening."""
        return self.entries[month].balances if month in self.entries else self.opening

    def flows(self, months: Iterable[Month]) -> Flows:
        """The flows of several months together."""
        total = Flows()
        for month in months:
            one = self.entries[month].flows
            for name in ("results", "cash", "budget", "bridges", "memo"):
                for key, amount in getattr(one, name).items():
                    getattr(total, name)[key] += amount
        return total


def income_accounts(assumed: Assumptions) -> frozenset[str]:
    """All accounts of income."""
    prices = (*assumed.at("outpatient.price_2022"), *assumed.at("inpatient.price_2022"))
    return frozenset((*OTHER_INCOME, *prices))


def keep(assumed: Assumptions) -> Books:
    """Live through all months."""
    opening = {account: fen(str(amount)) for account, amount in assumed.at("opening").items()}
    opening["accumulated_surplus_medical"] = -sum(opening.values(), ZERO)
    ledger = Ledger(opening, income_accounts(assumed))
    entries: dict[Month, Entry] = {}
    before = None
    for month in from_to(Month(*assumed.at("first")), Month(*assumed.at("last"))):
        before = _live(ledger, assumed, month, before)
        if month.closes_the_year:
            year = [entries[m].flows for m in month.of_year()[:-1]]
            _close(ledger, assumed, [*year, ledger.month])
        _reconcile(ledger, month)
        flows = ledger.turn_the_month()
        if month.closes_the_year:
            _empty_the_year(ledger)
        entries[month] = Entry(month, dict(ledger.balances), flows, before)
    return Books(assumed, opening, entries)


def _live(ledger: Ledger, assumed: Assumptions, month: Month, before: Activity | None) -> Activity:
    """One month of care, funding, costs, assets and debts."""
    now = activity.of_month(assumed, month, before)
    care.charge(ledger, assumed, month, now)
    funding.fund(ledger, assumed, month)
    costs.incur(ledger, assumed, month, now)
    estate.maintain(ledger, assumed, month)
    debts.serve(ledger, assumed, month)
    _hold_for_others(ledger, month)
    return now


def _hold_for_others(ledger: Ledger, month: Month) -> None:
    """Money held for others changes both sides alike."""
    target = fen(Decimal(1846215) * wobble("entrusted", month, "0.18"))
    change = target - ledger.balances["entrusted_assets"]
    sides = ("entrusted_assets", "entrusted_liabilities")
    debit, credit = sides if change > 0 else sides[::-1]
    ledger.post(debit, credit, abs(change))


def parts_of_surplus(results: Mapping[str, Decimal], income: frozenset[str]) -> dict[str, Decimal]:
    """The surplus by the funds that it belongs to: fiscal_project, sci_edu, medical."""
    parts = {"fiscal_project": ZERO, "sci_edu": ZERO, "medical": ZERO}
    owners = {"fiscal_project_income": "fiscal_project", "research_income": "sci_edu", "teaching_income": "sci_edu"}
    for account, amount in results.items():
        funding_source = account.split("/")[2] if account.count("/") == 3 else ""  # noqa: PLR2004
        owner = owners.get(account) or (funding_source if funding_source in parts else "medical")
        parts[owner] += amount if account in income else -amount
    return parts


def _close(ledger: Ledger, assumed: Assumptions, year: list[Flows]) -> None:
    """Set aside the welfare fund from the year's medical surplus, and give each fund its surplus."""
    results: dict[str, Decimal] = {}
    for flows in year:
        for account, amount in flows.results.items():
            results[account] = results.get(account, ZERO) + amount
    parts = parts_of_surplus(results, ledger.income)
    for name, amount in parts.items():
        account = f"accumulated_surplus_{name}"
        sides = ("closing", account) if amount > 0 else (account, "closing")
        ledger.post(*sides, abs(amount))
    welfare = max(fen(parts["medical"] * assumed.number("welfare_rate")), ZERO)
    ledger.post("accumulated_surplus_medical", "special_fund_staff_welfare", welfare)
    ledger.month.memo["fund_from_surplus"] += welfare


def _empty_the_year(ledger: Ledger) -> None:
    """After closing, the year's surplus account is empty."""
    ledger.balances["current_surplus_balance"] += ledger.balances.pop("closing")
    if ledger.balances["current_surplus_balance"]:
        message = "the closing does not empty the surplus account"
        raise ValueError(message)


REVENUE = ("bgt_fiscal_basic", "bgt_fiscal_project", "bgt_medical_income", "bgt_sci_edu_income", "bgt_superior_subsidy",
           "bgt_nonpeer_fiscal", "bgt_debt_income", "bgt_investment_income", "bgt_other_income")  # fmt: skip
"""Lines of budgetary income; the other lines that begin with bgt_, and fiscal_project_expense, are expenditure."""
NEGATIVE_BRIDGES = (
    "rec_bgt_income_receivables", "rec_bgt_income_loans", "rec_cost_inventory_issued", "rec_cost_depreciation",
    "rec_cost_disposal", "rec_cost_payables",
)  # fmt: skip


def budget_balance(budget: Mapping[str, Decimal]) -> Decimal:
    """Budgetary income less expenditure."""
    total = ZERO
    for line, amount in budget.items():
        name = line.partition(":")[0]
        if name and not name.startswith("bco_"):
            total += amount if name in REVENUE else -amount
    return total


def _reconcile(ledger: Ledger, month: Month) -> None:
    """Every difference between surplus and budgetary balance has been named."""
    gap = ledger.surplus() - budget_balance(ledger.month.budget)
    named = sum((-v if k in NEGATIVE_BRIDGES else v for k, v in ledger.month.bridges.items() if k), ZERO)
    if gap != named:
        message = f"{month}: surplus and budget differ by {gap}, named {named}"
        raise ValueError(message)
