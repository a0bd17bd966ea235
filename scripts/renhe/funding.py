"""Money that does not come from patients: appropriations, research, and other income."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from scripts.renhe.figures import fen, wobble
from scripts.renhe.ledger import cost

if TYPE_CHECKING:
    from scripts.renhe.assumptions import Assumptions
    from scripts.renhe.ledger import Ledger
    from scripts.renhe.months import Month

OTHER_RECEIPTS = "cf_op_other_receipts"
PROJECT_PLAN = {3: "0.10", 4: "0.08", 5: "0.10", 6: "0.10", 7: "0.10", 8: "0.10", 9: "0.13", 10: "0.13", 11: "0.16"}
"""Share of the year's grants, less the quota, by month."""


def fund(ledger: Ledger, assumed: Assumptions, month: Month) -> None:
    """Book appropriations, research money and other income of the month."""
    _basic(ledger, assumed, month)
    _projects(ledger, assumed, month)
    _science(ledger, assumed, month)
    _other(ledger, assumed, month)
    _investment(ledger, assumed, month)


def _basic(ledger: Ledger, assumed: Assumptions, month: Month) -> None:
    """The basic appropriation comes and is spent in the same month, mostly on people."""
    granted = assumed.twelfth("funding.fiscal_basic", month, "0.015")
    personnel = fen(granted * assumed.number("funding.personnel_share"))
    ledger.receive("fiscal_basic_income", granted, "cf_op_fiscal_basic", "bgt_fiscal_basic")
    retired = fen(personnel * Decimal("0.31"))
    staff, budget = "cf_op_staff_paid", "bgt_exp_fiscal_basic:personnel"
    ledger.spend(cost("admin", "fiscal_basic", "individuals"), retired, staff, budget)
    ledger.spend(cost("business", "fiscal_basic", "wages"), personnel - retired, staff, budget)
    running, budget = granted - personnel, "bgt_exp_fiscal_basic:operating"
    admin = fen(running * Decimal("0.44"))
    ledger.spend(cost("admin", "fiscal_basic", "goods.property"), admin, "cf_op_goods_services_paid", budget)
    ledger.spend(
        cost("business", "fiscal_basic", "goods.utilities"), running - admin, "cf_op_goods_services_paid", budget
    )


def _projects(ledger: Ledger, assumed: Assumptions, month: Month) -> None:
    quota = assumed.number("funding.quota_share")
    for name in assumed.at("funding.projects"):
        path = f"funding.projects.{name}"
        granted = assumed.year(f"{path}.granted", month.year)
        capital = bool(assumed.at(f"{path}.capital"))
        line = "cf_fin_fiscal_capital" if capital else "cf_op_fiscal_noncapital_project"
        share = Decimal(PROJECT_PLAN.get(month.number, "0"))
        amount = fen(granted * (1 - quota) * share * wobble(path, month))
        ledger.receive("fiscal_project_income", amount, line, f"bgt_fiscal_project:{name}")
        if month.closes_the_year:
            _quota(ledger, name, fen(granted * quota * wobble(f"{path}.quota", month)), line)
        _spend_project(ledger, name, amount * assumed.number(f"{path}.{'capital' if capital else 'running'}"), month)
    if month.number in (2, 3, 4, 5, 6):
        _use_quota(ledger, month)
    returned = fen(assumed.year("funding.returned", month.year)) if month.number == 4 else Decimal(0)  # noqa: PLR2004
    ledger.post(
        "accumulated_surplus_fiscal_project",
        "fiscal_quota_receivable",
        returned,
        cash="cf_op_other_paid",
        budget="bco_fiscal_transfer_out",
    )


def _quota(ledger: Ledger, name: str, amount: Decimal, line: str) -> None:
    """Granted for the year and not yet released by the treasury."""
    ledger.post(
        "fiscal_quota_receivable", "fiscal_project_income", amount, cash=line, budget=f"bgt_fiscal_project:{name}"
    )


def _use_quota(ledger: Ledger, month: Month) -> None:
    """Last year's quota pays for equipment and running costs of its projects in spring."""
    left = ledger.balances["fiscal_quota_receivable"]
    share = {2: "0.18", 3: "0.24", 4: "0.30", 5: "0.42", 6: "0.74"}[month.number]
    total = fen(left * Decimal(share) * wobble("quota", month, "0.05"))
    ledger.post("bank_deposits", "fiscal_quota_receivable", total)
    equipment = fen(total * Decimal("0.54"))
    _spend_project(ledger, "equipment", equipment, month)
    _spend_project(ledger, "subject_building", total - equipment, month)


def _spend_project(ledger: Ledger, name: str, amount: Decimal, month: Month) -> None:
    amount, budget = fen(amount), f"fiscal_project_expense:{name}"
    if name == "equipment":
        asset = "fixed_assets_special_equipment"
        ledger.spend(asset, amount, "capital_expenditure_cash", budget, "rec_exp_capital")
        return
    admin = fen(amount * Decimal("0.06") * wobble("project admin", month, "0.2"))
    paid = "cf_op_goods_services_paid"
    ledger.spend(cost("admin", "fiscal_project", "goods.professional"), admin, paid, budget)
    ledger.spend(cost("business", "fiscal_project", "goods.professional"), amount - admin, paid, budget)


def _science(ledger: Ledger, assumed: Assumptions, month: Month) -> None:
    """Research and teaching money is received in advance and earned as it is used."""
    received = assumed.twelfth("funding.science_received", month, "0.35")
    earned = assumed.twelfth("funding.science_earned", month, "0.12")
    receipts, budget = "cf_op_business_receipts", "bgt_sci_edu_income"
    ledger.receive("advances_other", received, receipts, budget, "rec_bgt_income_receivables")
    teaching = fen(earned * assumed.number("funding.teaching_share"))
    ledger.post("advances_other", "teaching_income", teaching, bridge="rec_income_receivables")
    ledger.post("advances_other", "research_income", earned - teaching, bridge="rec_income_receivables")


def _other(ledger: Ledger, assumed: Assumptions, month: Month) -> None:
    for account, budget in {
        "superior_subsidy_income": "bgt_superior_subsidy",
        "nonpeer_fiscal_income": "bgt_nonpeer_fiscal",
        "donation_income": "bgt_other_income:donation",
    }.items():
        ledger.receive(account, assumed.twelfth(f"funding.{account}", month, "0.3"), OTHER_RECEIPTS, budget)
    interest = fen(ledger.balances["bank_deposits"] * assumed.number("funding.interest_rate") / 12)
    ledger.receive("interest_income", interest, OTHER_RECEIPTS, "bgt_other_income:interest")
    for account in ("rental_income", "other_income"):
        amount = assumed.twelfth(f"funding.{account}", month, "0.06")
        budget = f"bgt_other_income:{account.removesuffix('_income')}"
        ledger.receive(account, amount, OTHER_RECEIPTS, budget)
        tax = fen(amount * assumed.number("funding.vat_rate"))
        ledger.receive("vat_payable", tax, OTHER_RECEIPTS, budget)
        ledger.bridge("rec_other", -tax)


def _investment(ledger: Ledger, assumed: Assumptions, month: Month) -> None:
    """One associate, by the equity method: profit in June and December, dividend in July."""
    if month.number in (6, 12):
        profit = fen(assumed.year("funding.equity_profit", month.year) / 2 * wobble("associate", month, "0.1"))
        ledger.post("lt_equity_investments", "investment_income", profit, bridge="rec_other")
    if month.number == 7:  # noqa: PLR2004 - July
        dividend = fen(assumed.year("funding.dividend", month.year))
        line, bridge = "cf_inv_income_received", "rec_bgt_income_receivables"
        ledger.receive("lt_equity_investments", dividend, line, "bgt_investment_income", bridge)
    if month.closes_the_year:
        change = fen(assumed.year("funding.equity_adjustment", month.year))
        ledger.post("lt_equity_investments", "equity_method_adjustment", change)
