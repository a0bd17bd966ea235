"""Notes and operations: what the forms do not print and a finance department keeps beside them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from scripts.renhe.books import budget_balance
from scripts.renhe.figures import ZERO, fen, whole, wobble
from scripts.renhe.statements import FIXED, expense, income_statement, medical_detail

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scripts.renhe.books import Books
    from scripts.renhe.ledger import Flows
    from scripts.renhe.months import Month

Figures = dict[str, Decimal | int]

ARREARS = ("ar_outpatient_arrears", "ar_discharged_arrears")
INSURANCE = ("ar_insurance_outpatient", "ar_insurance_inpatient")
ADVANCES = ("advances_insurance", "advances_outpatient", "advances_inpatient")
STOCKS_KEPT = (
    "cash_on_hand", "bank_deposits", "other_monetary_funds", "ar_inpatient", *INSURANCE, *ARREARS, "ar_other",
    "drug_inventory", "consumables_inventory", "inventory_low_value", "inventory_other",
)  # fmt: skip


def stocks(books: Books, month: Month) -> Figures:
    """Balances of the notes at the end of a month."""
    balances = books.balances(month)
    figures: Figures = {account: balances[account] for account in STOCKS_KEPT}
    figures |= {account: -balances[account] for account in (*ADVANCES, "advances_other")}
    figures |= {name: -balances[name] for name in ("bad_debt_provision_ar", "bad_debt_provision_other")}
    figures |= {name: -balances[name] for name in ("special_fund_staff_welfare", "special_fund_medical_risk")}
    figures |= {f"fixed_assets_{kind}": balances[f"fixed_assets_{kind}"] for kind in FIXED}
    return figures | _sums(balances) | _estimates(balances, month)


def _sums(balances: Mapping[str, Decimal]) -> Figures:
    insured = sum((balances[name] for name in INSURANCE), ZERO)
    arrears = sum((balances[name] for name in ARREARS), ZERO)
    gross = insured + arrears + balances["ar_inpatient"] + balances["ar_other"]
    loans = ("short_term_loans", "long_term_loans", "current_portion_non_current_liabilities")
    return {
        "restricted_cash": balances["other_monetary_funds"],
        "cash_and_equivalents": balances["cash_on_hand"] + balances["bank_deposits"],
        "ar_insurance": insured,
        "ar_medical": insured + arrears,
        "patient_arrears": arrears,
        "accounts_receivable_gross": gross,
        "medical_receivables_net": gross - balances["ar_other"] + balances["bad_debt_provision_ar"],
        "advances_medical": -sum((balances[name] for name in ADVANCES), ZERO),
        "medical_equipment_cost": balances["fixed_assets_special_equipment"],
        "interest_bearing_debt": -sum((balances[name] for name in loans), ZERO),
        "impairment_allowances": -balances["bad_debt_provision_ar"] - balances["bad_debt_provision_other"],
    }


def _estimates(balances: Mapping[str, Decimal], month: Month) -> Figures:
    """What comes from lists that the model does not keep."""
    equipment = balances["fixed_assets_special_equipment"]
    arrears = balances["ar_discharged_arrears"]
    old = fen(arrears * Decimal("0.58") * wobble("old arrears", month, "0.03"))
    return {
        "accounts_receivable_over_1y": old,
        "fixed_assets_fully_depreciated": fen(equipment * Decimal("0.162") * wobble("worn out", month, "0.01")),
        "idle_fixed_assets_cost": fen(equipment * Decimal("0.0118") * wobble("idle", month, "0.03")),
        "contingent_liabilities": fen(Decimal(2416300) * wobble("claims", f"{month.year}", "0.2")),
        "non_performing_assets": fen(old * Decimal("1.34")),
    }


GOODS = {
    "drug_expense": "drug", "consumables_expense": "consumables", "other_materials_expense": "other_materials",
    "utilities_expense": "utilities", "maintenance_expense": "maintenance", "training_expense": "training",
    "property_management_expense": "property", "office_expense": "office", "travel_expense": "travel",
    "hospitality_expense": "hospitality",
}  # fmt: skip
PRICES_CHECKED = Decimal(240)
"""Items of bills that are looked at in a month."""
PACKAGES = 9000
"""Yuan of drugs that come in a kilogram of boxes."""
ESTIMATED_SHARES = {
    "public_health_expense": ("total_expense", "0.0062", "0.1"),
    "assistance_expense": ("total_expense", "0.0021", "0.2"),
    "charity_relief": ("total_expense", "0.0009", "0.3"),
    "mandated_task_expense": ("total_expense", "0.0014", "0.3"),
    "auxiliary_drug_income": ("drug_income", "0.064", "0.04"),
    "key_drug_income": ("drug_income", "0.052", "0.05"),
    "antibiotic_expense": ("drug_income", "0.071", "0.04"),
    "essential_drug_purchases": ("drug_purchases", "0.472", "0.03"),
    "centralised_drug_purchase": ("drug_purchases", "0.318", "0.03"),
    "outpatient_cost": ("medical_cost", "0.372", "0.01"),
    "fixed_cost": ("total_expense", "0.478", "0.006"),
    "talent_training_expense": ("total_expense", "0.0048", "0.1"),
    "pollution_control_expense": ("total_expense", "0.0011", "0.06"),
    "technology_upgrade_expense": ("total_expense", "0.0031", "0.1"),
    "eva_adjustments": ("research_expense", "0.12", "0.02"),
}


def month_flows(books: Books, month: Month) -> Figures:
    """The flows of the notes in one month."""
    flows = books.flows([month])
    income, detail = income_statement(flows, books), medical_detail(flows, books)
    figures = _natures(flows) | _patients(flows, {k: v or ZERO for k, v in detail.items()}, month)
    figures["research_income"] = flows.results["research_income"]
    figures["teaching_income"] = flows.results["teaching_income"]
    run = (income["business_activity_expense"] or ZERO) + (income["admin_expense"] or ZERO)
    fiscal = ("business_activity_expense_fiscal_project", "admin_expense_fiscal_project")
    figures["business_expense"] = run - sum((income[name] or ZERO for name in fiscal), ZERO)
    figures |= _execution(flows)
    bases: dict[str, Decimal] = {k: Decimal(v) for k, v in figures.items()}
    bases["total_expense"] = income["total_expense"] or ZERO
    bases["medical_cost"] = (detail["med_business_expense"] or ZERO) + (detail["med_admin_expense"] or ZERO)
    for item, (base, share, width) in ESTIMATED_SHARES.items():
        figures[item] = fen(bases[base] * Decimal(share) * wobble(item, month, width))
    checked = figures["price_items_checked"] = whole(PRICES_CHECKED * wobble("prices checked", month, "0.1"))
    figures["price_items_compliant"] = whole(checked * Decimal("0.986") * wobble("prices right", month, "0.01"))
    figures["waste_reused"] = whole(bases["drug_expense"] / PACKAGES * wobble("waste reused", month, "0.05"))
    figures["inpatient_cost"] = bases["medical_cost"] - figures["outpatient_cost"]
    figures["variable_cost"] = bases["total_expense"] - figures["fixed_cost"]
    return figures


def _natures(flows: Flows) -> Figures:
    """Expense by nature."""
    results = flows.results
    goods = {item: _goods(results, name) for item, name in GOODS.items()}
    figures: Figures = {
        "personnel_expense": _both(results, "wages") + _both(results, "individuals"),
        "expense_wages_welfare": _both(results, "wages"),
        "expense_individual_family": _both(results, "individuals"),
        "expense_goods_services": _both(results, "goods"),
        **goods,
        "specialised_materials_expense": goods["drug_expense"] + goods["consumables_expense"],
        "depreciation_expense": _both(results, "depreciation"),
        "amortisation_expense": _both(results, "amortisation"),
        "expense_special_fund_provision": _both(results, "special_fund"),
        "expense_medical_risk_fund": _both(results, "special_fund"),
        "interest_expense": results["expense/other/interest"],
        "bad_debt_loss": results["expense/other/bad_debt"],
        "fines_expense": results["expense/other/fines"],
        "research_expense": expense(results, "business", "sci_edu") + expense(results, "admin", "sci_edu"),
    }
    fen_of_three = goods["hospitality_expense"] + fen(goods["travel_expense"] * Decimal("0.11"))
    materials = ("drug_expense", "consumables_expense", "other_materials_expense")
    figures["three_public_expense"] = fen_of_three
    figures["finance_expense"] = Decimal(figures["interest_expense"])
    running = Decimal(figures["expense_goods_services"]) - sum((goods[name] for name in materials), ZERO)
    return figures | {"public_running_expense": running}


def _both(results: Mapping[str, Decimal], nature: str) -> Decimal:
    return expense(results, "business", "", nature) + expense(results, "admin", "", nature)


def _goods(results: Mapping[str, Decimal], name: str) -> Decimal:
    return sum((v for k, v in results.items() if k.startswith("expense/") and k.endswith(f"/goods.{name}")), ZERO)


HERBAL, PATENT = {"op": "0.128", "ip": "0.031"}, {"op": "0.162", "ip": "0.074"}


def _patients(flows: Flows, detail: Mapping[str, Decimal], month: Month) -> Figures:
    """Income from patients by category, kind of drug and payer."""
    figures: Figures = {}
    for prefix, kind in (("op", "outpatient"), ("ip", "inpatient")):
        drugs = detail[f"{kind}_drug_income"]
        herbal = figures[f"{prefix}_drug_herbal_income"] = fen(
            drugs * Decimal(HERBAL[prefix]) * wobble("herbal", month)
        )
        patent = figures[f"{prefix}_drug_patent_income"] = fen(
            drugs * Decimal(PATENT[prefix]) * wobble("patent", month)
        )
        figures[f"{prefix}_drug_western_income"] = drugs - herbal - patent
        figures[f"{kind}_insurance_income"] = flows.memo[f"insured_{kind}"]
    herbs = Decimal(figures["op_drug_herbal_income"]) + Decimal(figures["ip_drug_herbal_income"])
    figures["tcm_pieces_income"] = herbs
    figures["insurance_income"] = flows.memo["insured_outpatient"] + flows.memo["insured_inpatient"]
    taken = detail["settlement_difference"]
    for item in ("drug_income", "consumables_income", "examination_income", "laboratory_income"):
        stem = item.removesuffix("_income")
        names = ("outpatient_drug_income", "inpatient_drug_income")
        pair = names if stem == "drug" else (f"op_{stem}_income", f"ip_{stem}_income")
        figures[item] = detail[pair[0]] + detail[pair[1]]
        taken += Decimal(figures[item])
    figures["medical_service_income"] = detail["medical_income"] - taken + detail["settlement_difference"]
    figures["drug_purchases"] = flows.memo["bought_drug_inventory"]
    return figures | _insurers(flows)


def _insurers(flows: Flows) -> Figures:
    claimed = flows.memo["insured_outpatient"] + flows.memo["insured_inpatient"]
    return {
        "insurance_claimed_amount": claimed,
        "insurance_settled_amount": claimed - flows.memo["insurance_refused"],
        "insurance_rejected_amount": fen(flows.memo["insurance_refused"] * Decimal("0.42")),
        "receivable_recovered": flows.memo["insurance_collected"],
    }


def _execution(flows: Flows) -> Figures:
    """Budgetary income and expenditure of the month."""
    spent = -budget_balance({k: v for k, v in flows.budget.items() if _is_expenditure(k)})
    earned = budget_balance(flows.budget) + spent
    capital = flows.cash["capital_expenditure_cash"]
    return {
        "actual_income_execution": earned,
        "actual_expense_execution": spent,
        "capital_expenditure": capital,
        "procurement_actual": fen(
            capital * Decimal("0.81") + flows.cash["cf_op_goods_services_paid"] * Decimal("0.062")
        ),
    }


def _is_expenditure(line: str) -> bool:
    return line.startswith(("bgt_exp_", "fiscal_project_expense", "bgt_debt_repayment", "bgt_other_expense"))


def flows_of(books: Books, months: Sequence[Month]) -> Figures:
    """The flows of the notes over several months."""
    total: Figures = {}
    for month in months:
        for item, amount in month_flows(books, month).items():
            total[item] = total.get(item, ZERO) + amount
    return total


def staff_at(books: Books, month: Month) -> dict[str, int]:
    """The staff at the end of a month, by kind."""
    mean = books.entries[month].activity.staff
    shares = {
        "doctors": "0.2985", "nurses": "0.4395", "pharmacists": "0.0412", "technicians": "0.0560",
        "staff_other_health": "0.0128", "staff_other_technical": "0.0335", "staff_admin": "0.0572",
    }  # fmt: skip
    people = {kind: whole(mean * Decimal(share)) for kind, share in shares.items()}
    people["staff_logistics"] = whole(mean) - sum(people.values())
    health = ("doctors", "nurses", "pharmacists", "technicians", "staff_other_health")
    people["health_professionals"] = sum(people[kind] for kind in health)
    people["staff_total"] = whole(mean)
    return people
