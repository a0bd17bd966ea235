"""What patients and insurers are charged, and how they pay."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from scripts.renhe.figures import ZERO, fen, wobble

if TYPE_CHECKING:
    from scripts.renhe.activity import Activity
    from scripts.renhe.assumptions import Assumptions
    from scripts.renhe.ledger import Ledger
    from scripts.renhe.months import Month

RECEIPTS, BUDGET = "cf_op_business_receipts", "bgt_medical_income"
EARNED, COLLECTED = "rec_income_receivables", "rec_bgt_income_receivables"


def charge(ledger: Ledger, assumed: Assumptions, month: Month, activity: Activity) -> None:
    """Charge the month's care, and settle every charge in money or as a claim."""
    outpatient = _bill(ledger, assumed, month, "outpatient", activity.visits + activity.emergency)
    inpatient = _bill(ledger, assumed, month, "inpatient", activity.discharges)
    insured = _insured(ledger, assumed, month, {"outpatient": outpatient, "inpatient": inpatient})
    _deposits(ledger, assumed, month, inpatient - insured["inpatient"])
    for account in ("ar_inpatient", "ar_outpatient_arrears", "ar_discharged_arrears", "ar_other"):
        _claim(ledger, account, fen(assumed.between_years(f"working_capital.{account}", month)))
    for account in ("advances_outpatient", "advances_insurance"):
        _advance(ledger, account, fen(assumed.between_years(f"working_capital.{account}", month)))
    ledger.receive("patients", ledger.balances["patients"], RECEIPTS, BUDGET)


def _bill(ledger: Ledger, assumed: Assumptions, month: Month, kind: str, cases: int) -> Decimal:
    """Charge all categories; the total."""
    years = month.year - 2022 + Decimal(month.number - 6) / 12
    total = ZERO
    for category, price in assumed.at(f"{kind}.price_2022").items():
        growth = 1 + Decimal(str(assumed.at(f"{kind}.growth.{category}")))
        amount = fen(cases * Decimal(str(price)) * growth**years * wobble(category, month, "0.018"))
        ledger.post("patients", category, amount)
        total += amount
    return total


def _insured(ledger: Ledger, assumed: Assumptions, month: Month, billed: dict[str, Decimal]) -> dict[str, Decimal]:
    """Book the insurers' part and collect what they pay; the parts by kind of care."""
    parts = {}
    for kind, total in billed.items():
        account = f"ar_insurance_{kind}"
        part = parts[kind] = fen(total * assumed.year(f"{kind}.insured", month.year) * wobble(account, month, "0.008"))
        ledger.post(account, "patients", part, bridge=EARNED)
        ledger.month.memo[f"insured_{kind}"] += part
        refused = fen(part * assumed.year("settlement_difference", month.year) * wobble(f"{account}.cut", month, "0.2"))
        ledger.post("settlement_difference", account, refused)
        ledger.bridge(EARNED, -refused)
        ledger.month.memo["insurance_refused"] += refused
        _collect(ledger, assumed, month, kind, part)
    return parts


def _collect(ledger: Ledger, assumed: Assumptions, month: Month, kind: str, billed: Decimal) -> None:
    """The insurer pays down to so many months of billing."""
    account = f"ar_insurance_{kind}"
    usual = billed / assumed.season(kind, month)
    months = assumed.between_years(f"{kind}.insured_months", month, "0.02")
    paid = ledger.balances[account] - fen(usual * months)
    ledger.receive(account, paid, RECEIPTS, BUDGET, COLLECTED)
    ledger.month.memo["insurance_collected"] += paid


def _deposits(ledger: Ledger, assumed: Assumptions, month: Month, own_share: Decimal) -> None:
    """In-patients pay deposits, and deposits pay for care."""
    deposit = fen(own_share * assumed.number("deposits") * wobble("deposits", month))
    target = fen(assumed.between_years("working_capital.advances_inpatient", month))
    used = ledger.owed("advances_inpatient") + deposit - target
    ledger.receive("advances_inpatient", deposit, RECEIPTS, BUDGET, COLLECTED)
    ledger.post("advances_inpatient", "patients", used, bridge=EARNED)


def _claim(ledger: Ledger, account: str, target: Decimal) -> None:
    """Bring a receivable to its level: by new claims, or by payment."""
    change = target - ledger.balances[account]
    if change > 0:
        ledger.post(account, "patients", change, bridge=EARNED)
    else:
        ledger.receive(account, -change, RECEIPTS, BUDGET, COLLECTED)


def _advance(ledger: Ledger, account: str, target: Decimal) -> None:
    """Bring money received in advance to its level: by payment, or by use."""
    change = target - ledger.owed(account)
    if change > 0:
        ledger.receive(account, change, RECEIPTS, BUDGET, COLLECTED)
    else:
        ledger.post(account, "patients", -change, bridge=EARNED)
