"""The statements of financial accounting, from the books."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scripts.renhe.books import parts_of_surplus
from scripts.renhe.figures import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    from scripts.renhe.books import Books
    from scripts.renhe.ledger import Flows

Column = dict[str, "Decimal | None"]

ASSETS = {
    "cash_and_bank": ("cash_on_hand", "bank_deposits", "other_monetary_funds"),
    "short_term_investments": (),
    "fiscal_quota_receivable": ("fiscal_quota_receivable",),
    "notes_receivable": (),
    "accounts_receivable_net": (
        "ar_inpatient", "ar_insurance_outpatient", "ar_insurance_inpatient", "ar_outpatient_arrears",
        "ar_discharged_arrears", "ar_other", "bad_debt_provision_ar",
    ),
    "prepayments": ("prepayments",),
    "dividends_receivable": (),
    "interest_receivable": (),
    "other_receivables_net": ("other_receivables", "bad_debt_provision_other"),
    "inventories": ("drug_inventory", "consumables_inventory", "inventory_low_value", "inventory_other"),
    "deferred_expenses": ("deferred_expenses",),
    "current_portion_non_current_assets": (),
    "other_current_assets": (),
}  # fmt: skip
FIXED = ("buildings", "general_equipment", "special_equipment", "books", "furniture")
NON_CURRENT = {
    "lt_equity_investments": ("lt_equity_investments",),
    "lt_bond_investments": (),
    "construction_materials": (),
    "construction_in_progress": ("construction_in_progress",),
    "rd_expenditure_capitalised": (),
    "lt_deferred_expenses": ("lt_deferred_expenses",),
    "assets_pending_disposal": ("assets_pending_disposal",),
    "other_noncurrent_assets": (),
}
CURRENT_LIABILITIES = {
    "short_term_loans": ("short_term_loans",),
    "vat_payable": ("vat_payable",),
    "other_taxes_payable": ("other_taxes_payable",),
    "payable_to_treasury": ("payable_to_treasury",),
    "employee_compensation_payable": ("employee_compensation_payable",),
    "notes_payable": (),
    "accounts_payable": ("accounts_payable",),
    "interest_payable": ("interest_payable",),
    "advances_received": ("advances_inpatient", "advances_outpatient", "advances_insurance", "advances_other"),
    "other_payables": ("other_payables",),
    "accrued_expenses": ("accrued_expenses",),
    "current_portion_non_current_liabilities": ("current_portion_non_current_liabilities",),
    "other_current_liabilities": (),
}
NON_CURRENT_LIABILITIES = {
    "long_term_loans": ("long_term_loans",),
    "long_term_payables": ("long_term_payables",),
    "provisions": ("provisions",),
    "other_noncurrent_liabilities": (),
}
ACCUMULATED = ("fiscal_project", "medical", "sci_edu", "transition")


def _sums(balances: Mapping[str, Decimal], lines: Mapping[str, Iterable[str]], sign: int) -> dict[str, Decimal]:
    return {
        item: sign * sum((balances.get(account, ZERO) for account in accounts), ZERO)
        for item, accounts in lines.items()
    }


def total(lines: Mapping[str, Decimal], *names: str) -> Decimal:
    """The sum of some lines, or of all."""
    return sum((lines[name] for name in names or lines), ZERO)


def balance_sheet(balances: Mapping[str, Decimal]) -> Column:
    """The balance sheet, one column."""
    assets, others = _sums(balances, ASSETS, 1), _sums(balances, NON_CURRENT, 1)
    long_lived = _long_lived(balances)
    debts, long_debts = _sums(balances, CURRENT_LIABILITIES, -1), _sums(balances, NON_CURRENT_LIABILITIES, -1)
    own = _net_assets(balances)
    column = {**assets, **others, **long_lived, **debts, **long_debts, **own}
    column["current_assets"] = total(assets)
    column["non_current_assets"] = total(others) + total(long_lived, "fixed_assets_net", "intangible_assets_net")
    column["entrusted_assets"] = balances["entrusted_assets"]
    column["total_assets"] = total(column, "current_assets", "non_current_assets", "entrusted_assets")
    column["current_liabilities"] = total(debts)
    column["non_current_liabilities"] = total(long_debts)
    column["entrusted_liabilities"] = -balances["entrusted_liabilities"]
    parts = ("current_liabilities", "non_current_liabilities", "entrusted_liabilities")
    column["total_liabilities"] = total(column, *parts)
    column["liabilities_and_net_assets_total"] = total(column, "total_liabilities", "net_assets")
    return dict(column)


def _long_lived(balances: Mapping[str, Decimal]) -> dict[str, Decimal]:
    cost = sum((balances[f"fixed_assets_{kind}"] for kind in FIXED), ZERO)
    worn = -sum((balances.get(f"depreciation_{kind}", ZERO) for kind in FIXED), ZERO)
    software, amortised = balances["intangible_assets_cost"], -balances["intangible_accum_amort"]
    return {
        "fixed_assets_cost": cost,
        "fixed_assets_accum_depr": worn,
        "fixed_assets_net": cost - worn,
        "intangible_assets_cost": software,
        "intangible_accum_amort": amortised,
        "intangible_assets_net": software - amortised,
    }


def _net_assets(balances: Mapping[str, Decimal]) -> dict[str, Decimal]:
    parts = {f"accumulated_surplus_{name}": -balances[f"accumulated_surplus_{name}"] for name in ACCUMULATED}
    own = {
        "accumulated_surplus": total(parts),
        "special_funds": -balances["special_fund_staff_welfare"] - balances["special_fund_medical_risk"],
        "equity_method_adjustment": -balances["equity_method_adjustment"],
        "gratuitous_transfer_net_assets": ZERO,
        "current_surplus_balance": -balances.get("current_surplus_balance", ZERO),
    }
    return {**own, **parts, "net_assets": total(own)}


FUNDINGS = {
    "fiscal_basic": "fiscal_basic", "fiscal_project": "fiscal_project", "sci_edu": "sci_edu", "other": "other_funds",
}  # fmt: skip
FUNCTIONS = {"business": "business_activity_expense", "admin": "admin_expense"}
UNUSED = (
    "affiliate_remittance_income", "commercial_income", "fiscal_gov_fund_income", "commercial_expense",
    "remittance_to_superior_expense", "affiliate_subsidy_expense", "income_tax_expense",
)  # fmt: skip
PLAIN_INCOME = (
    "superior_subsidy_income", "nonpeer_fiscal_income", "investment_income", "donation_income", "interest_income",
    "rental_income", "other_income",
)  # fmt: skip


def expense(results: Mapping[str, Decimal], function: str, funding: str = "", nature: str = "") -> Decimal:
    """Expense of a function, by source of funds and nature; empty means all."""
    amount = ZERO
    for account, value in results.items():
        parts = account.split("/")
        if parts[0] == "expense" and parts[1] == function and len(parts) == 4:  # noqa: PLR2004 - a full path
            fits = (not funding or parts[2] == funding) and (not nature or parts[3].split(".")[0] == nature)
            amount += value if fits else ZERO
    return amount


def income_statement(flows: Flows, books: Books) -> Column:
    """The income statement, one column."""
    results, patients = flows.results, care_income(flows, books)
    column: dict[str, Decimal] = dict.fromkeys(UNUSED, ZERO)
    column |= {account: results[account] for account in PLAIN_INCOME}
    column |= {name: results[name] for name in ("fiscal_basic_income", "fiscal_project_income")}
    column["fiscal_income"] = column["fiscal_basic_income"] + column["fiscal_project_income"]
    column["medical_income"] = patients["medical_income"]
    column["science_education_income"] = results["research_income"] + results["teaching_income"]
    column["business_income"] = column["medical_income"] + column["science_education_income"]
    column["total_income"] = total(column, "fiscal_income", "business_income", *PLAIN_INCOME)
    for function, item in FUNCTIONS.items():
        column |= {f"{item}_{name}": expense(results, function, fund) for fund, name in FUNDINGS.items()}
        column[item] = expense(results, function)
    column["asset_disposal_expense"] = results["expense/disposal"]
    column["other_expense"] = sum((v for k, v in results.items() if k.startswith("expense/other/")), ZERO)
    column["total_expense"] = total(column, *FUNCTIONS.values(), "asset_disposal_expense", "other_expense")
    column["period_surplus"] = column["total_income"] - column["total_expense"]
    parts = parts_of_surplus(results, books.income)
    names = {"fiscal_project": "fiscal_project_surplus", "medical": "medical_surplus"}
    names["sci_edu"] = "science_education_surplus"
    return {**column, **{names[part]: amount for part, amount in parts.items()}}


def care_income(flows: Flows, books: Books) -> dict[str, Decimal]:
    """Income from patients, by kind and category."""
    lines: dict[str, Decimal] = {}
    for kind in ("outpatient", "inpatient"):
        detail = {category: flows.results[category] for category in books.assumed.at(f"{kind}.price_2022")}
        lines |= detail
        lines[f"{kind}_income"] = total(detail)
    lines["settlement_difference"] = flows.results["settlement_difference"]
    lines["medical_income"] = total(lines, "outpatient_income", "inpatient_income", "settlement_difference")
    return lines


def medical_detail(flows: Flows, books: Books) -> Column:
    """The detail of medical activities, one column: income and expense of medical activities."""
    column = {k: v or ZERO for k, v in income_statement(flows, books).items()}
    lines = column | care_income(flows, books)
    shared = (*PLAIN_INCOME, "affiliate_remittance_income", "commercial_income")
    lines["medical_activity_income"] = total(lines, "fiscal_basic_income", "medical_income", *shared)
    for function in FUNCTIONS:
        lines |= _by_nature(flows.results, function)
    costs = ("med_business_expense", "med_admin_expense", "asset_disposal_expense", "other_expense")
    lines["medical_activity_expense"] = total(lines, *costs)
    return dict(lines)


NATURES = {
    "wages": "wages", "individuals": "individuals", "goods": "goods_services", "depreciation": "depreciation",
    "amortisation": "amortisation", "special_fund": "special_fund",
}  # fmt: skip


def _by_nature(results: Mapping[str, Decimal], function: str) -> dict[str, Decimal]:
    """Expense paid from basic appropriations and own funds, by nature."""
    lines = {
        f"med_{function}_{name}": sum(
            (expense(results, function, fund, key) for fund in ("fiscal_basic", "other")), ZERO
        )
        for key, name in NATURES.items()
    }
    lines[f"med_{function}_expense"] = total(lines)
    people = (f"med_{function}_wages", f"med_{function}_individuals")
    lines[f"med_{function}_personnel"] = total(lines, *people)
    return lines
