"""People, materials and services."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from scripts.renhe.figures import ZERO, fen, wobble
from scripts.renhe.ledger import cost

if TYPE_CHECKING:
    from scripts.renhe.activity import Activity
    from scripts.renhe.assumptions import Assumptions
    from scripts.renhe.ledger import Ledger
    from scripts.renhe.months import Month

GOODS, STAFF, OTHER_PAID = "cf_op_goods_services_paid", "cf_op_staff_paid", "cf_op_other_paid"
OWN = "bgt_exp_other_funds"
OWED, PAID = "rec_cost_payables", "rec_exp_paid_payables"
PREMIUM_MONTH = 7


def incur(ledger: Ledger, assumed: Assumptions, month: Month, activity: Activity) -> None:
    """Book the month's running costs."""
    _people(ledger, assumed, month, activity)
    _materials(ledger, assumed, month)
    _services(ledger, assumed, month)
    _premium(ledger, assumed, month)
    _special_funds(ledger, assumed, month)
    _taxes(ledger, assumed, month)
    _misc(ledger, assumed, month)


def _people(ledger: Ledger, assumed: Assumptions, month: Month, activity: Activity) -> None:
    """Wages fall due in the month; most of them are paid in it."""
    head = assumed.year("staff.cost_per_head", month.year) / 12 * assumed.season("wages", month)
    total = fen(activity.staff * head * wobble("wages", month, "0.006"))
    fiscal = sum((v for k, v in ledger.month.budget.items() if k == "bgt_exp_fiscal_basic:personnel"), ZERO)
    own = total - fiscal
    science = fen(total * assumed.number("staff.science_share"))
    account = cost("business", "sci_edu", "wages")
    ledger.spend(account, science, STAFF, "bgt_exp_sci_edu")
    admin = fen(own * assumed.number("staff.admin_share"))
    for function, amount in (("admin", admin), ("business", own - admin - science)):
        individuals = fen(amount * assumed.number("staff.individuals_share") * wobble(function, month))
        ledger.post(cost(function, "other", "individuals"), "employee_compensation_payable", individuals)
        ledger.post(cost(function, "other", "wages"), "employee_compensation_payable", amount - individuals)
    _pay_people(ledger, assumed, month, own - science)


def _pay_people(ledger: Ledger, assumed: Assumptions, month: Month, accrued: Decimal) -> None:
    months = assumed.between_years("staff.payable_months", month, "0.01")
    paid = ledger.owed("employee_compensation_payable") - fen(accrued / assumed.season("wages", month) * months)
    withheld = fen(paid * assumed.number("staff.tax_withheld"))
    remitted = ledger.owed("other_taxes_payable")
    ledger.spend("employee_compensation_payable", paid - withheld, STAFF, OWN)
    ledger.spend("other_taxes_payable", remitted, STAFF, OWN)
    ledger.post("employee_compensation_payable", "other_taxes_payable", withheld)
    unpaid = accrued - (paid - withheld + remitted)
    ledger.bridge(OWED if unpaid > 0 else PAID, abs(unpaid))


def _used(ledger: Ledger, assumed: Assumptions, month: Month, stock: str) -> Decimal:
    """What is taken out of a stock in the month."""
    earned = ledger.month.results
    match stock:
        case "drug_inventory":
            sold = earned["outpatient_drug_income"] + earned["inpatient_drug_income"]
            return fen(sold * assumed.number("drug_cost_rate"))
        case "consumables_inventory":
            charged = earned["op_consumables_income"] + earned["ip_consumables_income"]
            stems = ("examination_income", "laboratory_income", "treatment_income")
            services = sum((earned[f"{kind}_{stem}"] for kind in ("op", "ip") for stem in stems), ZERO)
            return fen(charged + services * assumed.number("consumables_extra"))
        case "inventory_low_value":
            return assumed.twelfth("low_value", month, "0.08")
        case _:
            return assumed.twelfth("other_materials", month, "0.06")


def _materials(ledger: Ledger, assumed: Assumptions, month: Month) -> None:
    """Materials are bought on credit, kept in stock, and used."""
    bought = ZERO
    for stock, terms in assumed.at("materials").items():
        used = _used(ledger, assumed, month, stock)
        days = assumed.between_years(f"materials.{stock}.days", month, "0.02")
        target = fen(used / month.days * days)
        purchase = max(used + target - ledger.balances[stock], ZERO)
        ledger.post(stock, "accounts_payable", purchase)
        account = cost("business", "other", terms["nature"])
        ledger.post(account, stock, used, bridge="rec_cost_inventory_issued")
        ledger.month.memo[f"bought_{stock}"] += purchase
        bought += purchase
    usual = bought / assumed.season("inpatient", month)
    target = fen(usual * assumed.between_years("payable_months", month, "0.012"))
    paid = max(ledger.owed("accounts_payable") - target, ZERO)
    ledger.spend("accounts_payable", paid, GOODS, OWN, PAID)


def _services(ledger: Ledger, assumed: Assumptions, month: Month) -> None:
    for name, terms in assumed.at("services").items():
        season = name if name == "utilities" else "services"
        amount = assumed.twelfth(f"services.{name}.amount", month, "0.02", season)
        admin = fen(amount * Decimal(str(terms["admin"])))
        for function, part in (("admin", admin), ("business", amount - admin)):
            account = cost(function, "other", f"goods.{name}")
            if name == "utilities":
                ledger.post(account, "accrued_expenses", part, bridge=OWED)
            else:
                ledger.spend(account, part, GOODS, OWN)
        if name == "utilities":
            ledger.spend("accrued_expenses", ledger.owed("accrued_expenses") - amount, GOODS, OWN, PAID)
    research = ledger.month.results["research_income"] + ledger.month.results["teaching_income"]
    spent = fen(research * Decimal("0.78") * wobble("research", month, "0.06"))
    admin = fen(spent * Decimal("0.05"))
    ledger.spend(cost("admin", "sci_edu", "goods.research"), admin, GOODS, "bgt_exp_sci_edu")
    ledger.spend(cost("business", "sci_edu", "goods.research"), spent - admin, GOODS, "bgt_exp_sci_edu")


def _premium(ledger: Ledger, assumed: Assumptions, month: Month) -> None:
    """Liability insurance is paid in July for twelve months."""
    account, premium = cost("business", "other", "goods.insurance"), fen(assumed.number("insurance_premium"))
    due = month.number == PREMIUM_MONTH
    last = month.number == PREMIUM_MONTH - 1
    if due:
        ledger.spend("deferred_expenses", premium, GOODS, OWN, PAID)
    released = ledger.balances["deferred_expenses"] if last else fen(premium / 12)
    ledger.post(account, "deferred_expenses", released, bridge=OWED)


def _special_funds(ledger: Ledger, assumed: Assumptions, month: Month) -> None:
    income = sum((v for k, v in ledger.month.results.items() if k in assumed.at("outpatient.price_2022")), ZERO)
    income += sum((v for k, v in ledger.month.results.items() if k in assumed.at("inpatient.price_2022")), ZERO)
    set_aside = fen(income * assumed.number("medical_risk_rate"))
    ledger.post(cost("business", "other", "special_fund"), "special_fund_medical_risk", set_aside)
    ledger.bridge("rec_other", -set_aside)
    ledger.month.memo["fund_from_income"] += set_aside
    used = assumed.twelfth("medical_risk_used", month, "0.5")
    ledger.spend("special_fund_medical_risk", used, OTHER_PAID, OWN, "rec_other")
    welfare = assumed.twelfth("welfare_used", month, "0.3")
    ledger.spend("special_fund_staff_welfare", welfare, STAFF, "bco_other_special_used")
    ledger.month.memo["fund_used"] += used + welfare


def _taxes(ledger: Ledger, assumed: Assumptions, month: Month) -> None:
    """VAT of last month, and the property tax of half a year."""
    now = fen(
        assumed.number("funding.vat_rate") * sum(ledger.month.results[k] for k in ("rental_income", "other_income"))
    )
    ledger.spend("vat_payable", ledger.owed("vat_payable") - now, "taxes_paid", OWN, PAID)
    if month.number in (4, 10):
        tax = fen(assumed.year("property_tax", month.year) / 2)
        ledger.spend(cost("admin", "other", "goods.taxes"), tax, "taxes_paid", OWN)


def _misc(ledger: Ledger, assumed: Assumptions, month: Month) -> None:
    budget = "bgt_other_expense:misc"
    misc = assumed.twelfth("misc_other_expense", month, "0.2")
    ledger.spend("expense/other/misc", misc, OTHER_PAID, budget)
    if month.number == 8:  # noqa: PLR2004 - August
        ledger.spend("expense/other/fines", fen(assumed.year("fines", month.year)), OTHER_PAID, budget)
    for account, sign in (("other_payables", -1), ("other_receivables", 1)):
        _drift(ledger, account, fen(assumed.between_years(f"working_capital.{account}", month, "0.02")), sign)


def _drift(ledger: Ledger, account: str, target: Decimal, sign: int) -> None:
    """Deposits and advances that are neither income nor budget."""
    change = target - sign * ledger.balances[account]
    if (change > 0) == (sign < 0):
        ledger.receive(account, abs(change), "cf_op_other_receipts", "")
    else:
        ledger.spend(account, abs(change), OTHER_PAID, "")
