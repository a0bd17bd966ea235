"""The books: every entry has two sides, and says what it means for cash and for the budget."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from scripts.renhe.figures import ZERO

if TYPE_CHECKING:
    from collections.abc import Mapping

CASH = ("cash_on_hand", "bank_deposits", "fiscal_quota_receivable")
"""Accounts that the cash-flow statement calls cash; restricted money is not among them."""

INCOME_SIGN = {"income": 1, "expense": -1}


def cost(function: str, funding: str, nature: str) -> str:
    """The expense account of a function (business, admin), a source of funds and a nature."""
    return f"expense/{function}/{funding}/{nature}"


@dataclass
class Flows:
    """What happened in one month, by account or line."""

    results: defaultdict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    cash: defaultdict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    budget: defaultdict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    bridges: defaultdict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    memo: defaultdict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))


class Ledger:
    """Balances (debit positive), and the flows of the month at hand."""

    def __init__(self, opening: Mapping[str, Decimal], income: frozenset[str]) -> None:
        """Start from opening balances that add up to zero."""
        self.balances: defaultdict[str, Decimal] = defaultdict(Decimal, opening)
        self.income = income
        self.month = Flows()

    def owed(self, account: str) -> Decimal:
        """A balance seen from the credit side."""
        return -self.balances[account]

    def post(  # noqa: PLR0913 - the sides of an entry
        self, debit: str, credit: str, amount: Decimal, *, cash: str = "", budget: str = "", bridge: str = ""
    ) -> None:
        """Book an amount, with its line of the cash-flow statement, of the budget and of the reconciliation."""
        if amount < 0:
            message = f"negative entry: {debit} / {credit} {amount}"
            raise ValueError(message)
        if ((debit in CASH) != (credit in CASH)) != bool(cash):
            message = f"cash moves without a line, or a line without cash: {debit} / {credit}"
            raise ValueError(message)
        self._book(debit, amount)
        self._book(credit, -amount)
        self.month.cash[cash] += amount
        self.month.budget[budget] += amount
        self.month.bridges[bridge] += amount

    def bridge(self, category: str, amount: Decimal) -> None:
        """Say where budget and accrual differ without an entry of its own."""
        self.month.bridges[category] += amount

    def spend(self, debit: str, amount: Decimal, cash: str, budget: str, bridge: str = "") -> None:
        """Pay from the bank."""
        self.post(debit, "bank_deposits", amount, cash=cash, budget=budget, bridge=bridge)

    def receive(self, credit: str, amount: Decimal, cash: str, budget: str, bridge: str = "") -> None:
        """Take into the bank."""
        self.post("bank_deposits", credit, amount, cash=cash, budget=budget, bridge=bridge)

    def _book(self, account: str, amount: Decimal) -> None:
        if account in self.income:
            self.month.results[account] -= amount
        elif account.startswith("expense/"):
            self.month.results[account] += amount
        else:
            self.balances[account] += amount

    def surplus(self) -> Decimal:
        """Income less expense of the month."""
        return sum((v if k in self.income else -v for k, v in self.month.results.items()), ZERO)

    def turn_the_month(self) -> Flows:
        """Move the month's surplus into the balance sheet and begin a new month."""
        self.balances["current_surplus_balance"] -= self.surplus()
        done, self.month = self.month, Flows()
        return done
