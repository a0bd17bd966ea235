"""Loans, leases, provisions and doubtful debts."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from scripts.renhe.figures import fen

if TYPE_CHECKING:
    from scripts.renhe.assumptions import Assumptions
    from scripts.renhe.ledger import Ledger
    from scripts.renhe.months import Month

DRAWN, REPAID = "cf_fin_loans_received", "cf_fin_loans_repaid"
INCOME_OF_LOANS, SERVICE = "rec_bgt_income_loans", "rec_exp_loan_service"
QUARTER_ENDS = (3, 6, 9, 12)
CLAIMS = ("ar_inpatient", "ar_insurance_outpatient", "ar_insurance_inpatient", "ar_outpatient_arrears")
CLAIMS_OF_THE_LEFT = ("ar_discharged_arrears", "ar_other")


def serve(ledger: Ledger, assumed: Assumptions, month: Month) -> None:
    """Book the month's borrowing, repayment, interest and provisions."""
    _interest(ledger, assumed, month)
    _long_loans(ledger, assumed, month)
    _short_loans(ledger, assumed, month)
    _lease(ledger, assumed, month)
    if month.number in QUARTER_ENDS:
        _doubtful(ledger, assumed, month)
    if assumed.happens("debt.litigation", month):
        claim = fen(str(assumed.at("debt.litigation.amount")))
        ledger.post("expense/other/litigation", "provisions", claim)
        ledger.bridge("rec_other", -claim)


def _interest(ledger: Ledger, assumed: Assumptions, month: Month) -> None:
    long = ledger.owed("long_term_loans") + ledger.owed("current_portion_non_current_liabilities")
    short = ledger.owed("short_term_loans")
    rates = [assumed.year(f"debt.{kind}_rate", month.year) for kind in ("long", "short")]
    due = fen((long * rates[0] + short * rates[1]) * month.days / 360)
    ledger.post("expense/other/interest", "interest_payable", due, bridge="rec_cost_payables")
    if month.number in QUARTER_ENDS:
        paid = ledger.owed("interest_payable") - fen(due * Decimal("0.33"))
        ledger.spend("interest_payable", paid, "cf_fin_interest_paid", "bgt_other_expense:interest", SERVICE)


def _long_loans(ledger: Ledger, assumed: Assumptions, month: Month) -> None:
    if month.number in QUARTER_ENDS:
        drawn = fen(assumed.year("debt.long_drawn", month.year) / 4)
        ledger.receive("long_term_loans", drawn, DRAWN, "bgt_debt_income", INCOME_OF_LOANS)
        left = Decimal(1 + (12 - month.number) // 3)
        repaid = fen(ledger.owed("current_portion_non_current_liabilities") / left)
        account = "current_portion_non_current_liabilities"
        ledger.spend(account, repaid, REPAID, "bgt_debt_repayment", SERVICE)
    if month.closes_the_year:
        due = fen(assumed.year("debt.long_repaid_next", month.year))
        ledger.post("long_term_loans", "current_portion_non_current_liabilities", due)


def _short_loans(ledger: Ledger, assumed: Assumptions, month: Month) -> None:
    """Working-capital loans are renewed each May; a further one may be taken."""
    if month.number == 5:  # noqa: PLR2004 - May
        ledger.spend("short_term_loans", ledger.owed("short_term_loans"), REPAID, "bgt_debt_repayment", SERVICE)
        new = fen(assumed.year("debt.short_balance", month.year))
        ledger.receive("short_term_loans", new, DRAWN, "bgt_debt_income", INCOME_OF_LOANS)
    if assumed.happens("debt.short_extra", month):
        extra = fen(str(assumed.at("debt.short_extra.amount")))
        ledger.receive("short_term_loans", extra, DRAWN, "bgt_debt_income", INCOME_OF_LOANS)


def _lease(ledger: Ledger, assumed: Assumptions, month: Month) -> None:
    paid = fen(assumed.number("debt.lease_paid"))
    line, budget = "cf_fin_other_paid", "bgt_exp_other_funds"
    ledger.spend("long_term_payables", paid, line, budget, "rec_exp_paid_payables")
    if month.number == 1:
        new = fen(assumed.year("debt.lease_new", month.year))
        ledger.post("fixed_assets_special_equipment", "long_term_payables", new)


def _doubtful(ledger: Ledger, assumed: Assumptions, month: Month) -> None:
    """Allowances follow the claims each quarter."""
    gross = sum(ledger.balances[account] for account in CLAIMS + CLAIMS_OF_THE_LEFT)
    levels = {
        "bad_debt_provision_ar": fen(gross * assumed.year("bad_debt_rate", month.year)),
        "bad_debt_provision_other": fen(ledger.balances["other_receivables"] * Decimal("0.04")),
    }
    for account, level in levels.items():
        change = level - ledger.owed(account)
        if change > 0:
            ledger.post("expense/other/bad_debt", account, change)
        else:
            ledger.post(account, "expense/other/bad_debt", -change)
        ledger.bridge("rec_other", -change)
