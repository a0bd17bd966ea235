"""All analyses by id, and the functions that make them, each imported when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Final

ANALYSES: Final[Mapping[str, str]] = {
    "comparison.items": "comparison.against:items",
    "comparison.indicators": "comparison.against:indicators",
    "comparison.common_size": "comparison.common_size:common_size",
    "comparison.trends": "comparison.trends:trends",
    "comparison.seasons": "comparison.trends:seasons",
    "comparison.benchmarks": "comparison.against:benchmarks",
    "comparison.one_off": "comparison.one_off:one_off",
    "comparison.sources_and_uses": "comparison.common_size:sources_and_uses",
    "comparison.cash_bridge": "comparison.cash_bridge:cash_bridge",
    "drivers.income": "drivers.bridges:income",
    "drivers.income_in_order": "drivers.bridges:income_in_order",
    "drivers.cost": "drivers.bridges:cost",
    "drivers.surplus": "drivers.bridges:surplus",
    "drivers.dupont": "drivers.substitution:dupont",
    "drivers.break_even": "drivers.bridges:break_even",
    "drivers.cost_behaviour": "drivers.bridges:behaviour",
    "drivers.departments": "drivers.departments:departments",
    "drivers.materials": "drivers.departments:materials",
    "drivers.drug_income": "drivers.departments:drug_income",
    "drivers.case_mix": "drivers.departments:case_mix",
    "signals.process": "signals.process:charts",
    "signals.outliers": "signals.process:outliers",
    "signals.risks": "signals.risks:risks",
    "signals.follow_up": "signals.follow_up:follow_up",
    "signals.judgements": "signals.judgements:judgements",
    "outlook.year_end": "outlook.year_end:year_end",
    "outlook.what_if": "outlook.what_if:what_if",
    "outlook.liquidity": "outlook.liquidity:liquidity",
    "outlook.cash_receipts": "outlook.liquidity:cash_receipts",
    "outlook.last_forecasts": "outlook.year_end:last_forecasts",
    "outlook.proposed": "outlook.proposed:proposed",
    "outlook.debts": "outlook.liquidity:debts",
    "outlook.next_year": "outlook.trials:next_year",
    "budget.life": "budget.life:life",
    "budget.execution": "budget.execution:execution",
    "budget.adjustments": "budget.life:adjustments",
    "budget.carry_over": "budget.life:carry_over",
    "budget.projects": "budget.projects:projects",
    "budget.second_split": "budget.lessons:second_split",
    "budget.applications": "budget.applications:applications",
    "budget.before_year": "budget.applications:before_year",
    "budget.flexible": "budget.projects:flexible",
    "budget.lessons": "budget.lessons:lessons",
    "business.unit_economics": "business.units:unit_economics",
    "business.departments": "business.departments:departments",
    "business.disease_groups": "business.departments:disease_groups",
    "business.projects": "business.contracts:projects",
    "business.assets": "business.assets:assets",
    "business.consumables": "business.inventory:consumables",
    "business.receivables": "business.ageing:receivables",
    "business.payables": "business.ageing:payables",
    "business.inventory": "business.inventory:inventory",
    "business.contracts": "business.contracts:contracts",
    "business.settlements": "business.contracts:settlements",
    "business.responsibility": "business.appraisal:responsibility",
    "business.appraisal": "business.appraisal:appraisal",
    "business.national_appraisal": "business.national_appraisal:national_appraisal",
    "business.service_costs": "business.assets:service_costs",
    "business.indirect_costs": "business.assets:indirect_costs",
    "value.eva": "value.capital:eva",
    "value.z_score": "value.financial_risk:z_score",
    "value.financial_risk": "value.financial_risk:financial_risk",
    "value.state_assets": "value.views:state_assets",
    "value.capital_projects": "value.capital:capital_projects",
    "value.stakeholders": "value.stakeholders:stakeholders",
    "value.environment": "value.views:environment",
    "value.intangibles": "value.views:intangibles",
    "value.strategy": "value.views:strategy",
    "value.staff": "value.views:staff",
    "value.patients": "value.views:patients",
}
"""Id → module below reportgen.analysis, and the function of it that takes the analyses asked and gives a result."""


def function_of(identifier: str) -> Callable[[Any], Any]:
    """The function behind an id; its module is imported now, so that a report pays only for what it prints.

    Raises:
        KeyError: if there is no such analysis.
    """
    module, _, name = ANALYSES[identifier].partition(":")
    found: Callable[[Any], Any] = getattr(import_module(f"reportgen.analysis.{module}"), name)
    return found
