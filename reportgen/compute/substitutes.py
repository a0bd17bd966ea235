"""Items that stand on no face of a statement, made from those that do where nobody supplies them.

The alternatives are tried in order. `ESTIMATED` are those that approximate (edge rule E21); the others are sums.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Final

from reportgen.formula import names_in, parse
from reportgen.formula.functions import CALENDAR
from reportgen.model.expression import Call, Expression, Name

SUBSTITUTES: Final[Mapping[str, tuple[str, ...]]] = {
    "available_bed_days": ("avg_open_beds * days", "beds_open * days"),
    "avg_open_beds": ("avg(beds_open)",),
    "avg_staff": ("avg(staff_total)",),
    "avg_doctors": ("avg(doctors)",),
    "outpatient_emergency_visits": ("outpatient_visits + emergency_visits",),
    "business_expense": ("business_activity_expense + admin_expense",),
    "interest_bearing_debt": ("short_term_loans + long_term_loans",),
    "cash_and_equivalents": (
        "cash_and_bank + fiscal_quota_receivable - restricted_cash",
        "cash_and_bank + fiscal_quota_receivable",
    ),
    "accounts_receivable_gross": ("accounts_receivable_net + bad_debt_provision_ar",),
    "patient_arrears": ("ar_outpatient_arrears + ar_discharged_arrears",),
    "personnel_expense": ("expense_wages_welfare + expense_individual_family",),
    "drug_income": ("outpatient_drug_income + inpatient_drug_income",),
    "consumables_income": ("op_consumables_income + ip_consumables_income",),
    "examination_income": ("op_examination_income + ip_examination_income",),
    "laboratory_income": ("op_laboratory_income + ip_laboratory_income",),
    "medical_service_income": (
        "medical_income - drug_income - consumables_income - examination_income - laboratory_income",
    ),
    "total_cash_inflow": ("operating_cash_inflow + investing_cash_inflow + financing_cash_inflow",),
    "total_cash_outflow": ("operating_cash_outflow + investing_cash_outflow + financing_cash_outflow",),
    "budget_total_expense": ("budget_total_expense_adjusted", "budget_total_expense_original"),
    "objective_net_asset_changes": ("0 * net_assets",),
    "damaged_drugs": ("0 * current_liabilities",),
    "drugs_to_be_returned": ("0 * current_liabilities",),
    "actual_income_execution": ("bgt_income_total",),
    "actual_expense_execution": ("bgt_expense_total",),
}
ESTIMATED: Final = frozenset({"available_bed_days", "avg_open_beds", "avg_staff", "avg_doctors"})
BUDGET: Final = "budget_"
ADJUSTED: Final = "_adjusted"


@lru_cache(maxsize=1)
def _parsed() -> Mapping[str, tuple[Expression, ...]]:
    return {item: tuple(map(parse, texts)) for item, texts in SUBSTITUTES.items()}


def substitutes(item: str, items: Collection[str]) -> tuple[Expression, ...]:
    """What an item may be made from; ``budget_total_income`` is the budget of `total_income` if that is an item."""
    known = tuple(
        one for one in _parsed().get(item, ()) if all(name in items or name in CALENDAR for name in names_in(one))
    )
    if item.startswith(BUDGET) and (rest := item.removeprefix(BUDGET)) in items:
        return (*known, Call("budget", (Name(rest),)))
    return known
