"""What the built-in indicators compute, each by an example with the items it needs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from reportgen import compute, scoring
from reportgen.catalog import load_catalog
from reportgen.cli.app import app
from reportgen.cli.catalogue import apps
from reportgen.errors import Refused
from reportgen.model.dataset import Observation, View, from_observations
from reportgen.model.definition import Language
from reportgen.model.definitions import Direction, RatioType
from reportgen.model.place import NOWHERE
from reportgen.model.printing import measured
from reportgen.model.schemes import Scheme
from reportgen.model.terms import Terms
from reportgen.model.values import Measured, Reason
from reportgen.scoring.experts import expert_levels

CATALOG = load_catalog()


def measure(indicator: str, figures: Mapping[str, float], period: str = "2025", terms: Terms | None = None) -> Measured:
    """One indicator over items written as ``item`` (this year), ``item@period`` or ``item/view``."""
    observations = []
    for key, value in figures.items():
        name, _, view = key.partition("/")
        item, _, when = name.partition("@")
        observations.append(
            Observation(item, "renhe", when or period, View(view), value, CATALOG.items[item].unit, NOWHERE)
        )
    dataset = from_observations(observations)
    found = compute.indicators(dataset, CATALOG, terms=terms).at(indicator, "renhe", period)
    tree = compute.derive(dataset, CATALOG, indicator, "renhe", period, terms=terms)
    assert (tree.value, tree.reason) == (found.value, found.reason)
    return found


def both(item: str, opening: float, closing: float) -> dict[str, float]:
    return {f"{item}/open": opening, item: closing}


VALUES = [
    ("fixed_asset_turnover", {"medical_income": 300.0, **both("fixed_assets_net", 100.0, 200.0)}, 2.0),
    ("income_per_100_equipment", {"medical_income": 300.0, **both("medical_equipment_cost", 100.0, 200.0)}, 200.0),
    ("idle_asset_rate", {"idle_fixed_assets_cost": 5.0, "fixed_assets_cost": 100.0}, 0.05),
    ("net_asset_preservation", {"net_assets": 110.0, "net_assets/open": 100.0}, 1.10),
    ("net_asset_preservation", {"net_assets": 110.0, "net_assets/open": 100.0, "objective_net_asset_changes": 6.0}, 1.04),
    ("total_income_amount", {"total_income": 500.0}, 500.0),
    ("total_income_growth", {"total_income": 110.0, "total_income@2024": 100.0}, 0.1),
    ("admin_expense_rate", {"admin_expense": 10.0, "total_expense": 100.0}, 0.1),
    ("income_per_100_fixed_assets", {"medical_income": 140.0, "other_income": 10.0, **both("fixed_assets_net", 100.0, 200.0)}, 100.0),
    ("business_income_per_staff", {"medical_income": 900.0, "other_income": 100.0, "avg_staff": 10.0}, 100.0),
    ("self_sufficiency_rate", {"medical_income": 90.0, "other_income": 10.0, "business_activity_expense": 70.0, "admin_expense": 10.0, "business_expense": 80.0}, 1.25),
    ("asset_liability_ratio", {"total_liabilities": 40.0, "total_assets": 100.0}, 0.4),
    ("interest_bearing_debt_ratio", {"short_term_loans": 20.0, "long_term_loans": 10.0, "current_portion_non_current_liabilities": 6.0, "total_liabilities": 144.0}, 0.25),
    ("interest_bearing_debt_ratio", {"short_term_loans": 20.0, "long_term_loans": 10.0, "total_liabilities": 120.0}, 0.25),
    ("cash_to_business_surplus", {"net_operating_cash_flow": 5.0, "medical_surplus": 4.0}, 1.25),
    ("cash_to_medical_income", {"net_operating_cash_flow": 5.0, "medical_income": 50.0}, 0.1),
    ("cash_return_on_assets", {"net_operating_cash_flow": 5.0, "total_assets": 50.0}, 0.1),
    ("cost_admin_expense_rate", {"admin_expense": 8.0, "business_expense": 80.0}, 0.1),
    ("clinical_pathway_share", {"clinical_pathway_cases": 30.0, "discharges": 120.0}, 0.25),
    ("current_ratio", {"current_assets": 3.0, "current_liabilities": 2.0}, 1.5),
    ("quick_ratio", {"current_assets": 3.0, "inventories": 1.0, "current_liabilities": 2.0}, 1.0),
    ("drug_turnover", {"drug_expense": 60.0, **both("drug_inventory", 8.0, 12.0)}, 6.0),
    ("drug_turnover_days", {"drug_expense": 73.0, **both("drug_inventory", 8.0, 12.0)}, 50.0),
    ("receivable_turnover", {"medical_income": 60.0, **both("medical_receivables_net", 8.0, 12.0)}, 6.0),
    ("net_surplus_margin", {"period_surplus": 2.0, "medical_income": 50.0}, 0.04),
    ("return_on_assets", {"period_surplus": 2.0, **both("total_assets", 90.0, 110.0)}, 0.02),
    ("operating_cash_index", {"net_operating_cash_flow": 9.0, "medical_surplus": 4.0, "depreciation_expense": 4.0, "amortisation_expense": 1.0}, 1.0),
    ("cash_ratio", {"cash_and_equivalents": 5.0, "current_liabilities": 20.0}, 0.25),
    ("rd_intensity", {"research_expense": 2.0, "total_expense": 100.0}, 0.02),
    ("outpatient_satisfaction_rate", {"outpatient_satisfaction_score": 93.5}, 93.5),
    ("return_on_assets_before_interest", {"period_surplus": 2.0, "interest_expense": 1.0, **both("total_assets", 90.0, 110.0)}, 0.03),
    ("medical_surplus_rate", {"medical_surplus": 2.0, "medical_activity_income": 40.0}, 0.05),
    ("human_resource_input_growth", {"personnel_expense": 105.0, "training_expense": 5.0, "personnel_expense@2024": 97.0, "training_expense@2024": 3.0}, 0.1),
    ("energy_per_10k_income", {"energy_expense": 3.0, "total_income": 200.0}, 150.0),
    ("business_income_share", {"medical_income": 80.0, "other_income": 10.0, "total_income": 100.0}, 0.9),
    ("fiscal_to_business_income", {"medical_income": 80.0, "other_income": 10.0, "fiscal_income": 10.0, "total_income": 100.0}, 1.0),
    ("other_income_share", {"other_income": 10.0, "total_income": 100.0}, 0.1),
    ("surplus_to_income_rate", {"period_surplus": 3.0, "total_income": 100.0}, 0.03),
    ("net_income_rate", {"period_surplus": 3.0, **both("net_assets", 50.0, 70.0)}, 0.05),
    ("expense_income_rate", {"admin_expense": 8.0, "other_expense": 2.0, "total_income": 100.0}, 0.1),
    ("non_medical_expense_share", {"admin_expense": 8.0, "other_expense": 2.0, "total_expense": 80.0}, 0.125),
    ("asset_utilisation_rate", {"total_income": 50.0, **both("total_assets", 90.0, 110.0)}, 0.5),
    ("asset_liquidity_rate", {"current_assets": 30.0, "total_assets": 100.0}, 0.3),
    ("risk_rate", {"total_liabilities": 40.0, "total_assets": 100.0}, 0.4),
    ("medical_expense_per_100_income", {"medical_activity_expense": 96.0, "medical_income": 100.0}, 96.0),
    ("inventory_turnover", {"drug_expense": 40.0, "consumables_expense": 15.0, "other_materials_expense": 5.0, **both("inventories", 8.0, 12.0)}, 6.0),
    ("inventory_loss_rate", {"inventory_losses": 1.0, **both("inventories", 8.0, 12.0)}, 0.1),
    ("medical_ethics_score", {"rating_medical_ethics": 0.8}, 0.8),
    ("intangible_asset_share", {"intangible_assets_net": 2.0, "total_assets": 100.0}, 0.02),
    ("outpatient_cost_growth", {"outpatient_income": 220.0, "outpatient_emergency_visits": 2.0, "outpatient_income@2024": 100.0, "outpatient_emergency_visits@2024": 1.0}, 0.1),
    ("inpatient_cost_growth", {"inpatient_income": 220.0, "discharges": 2.0, "inpatient_income@2024": 100.0, "discharges@2024": 1.0}, 0.1),
    ("donation_cooperation_share", {"donation_income": 3.0, "cooperation_income": 1.0, "total_income": 50.0}, 0.08),
    ("earnings_per_share", {"period_surplus": 3.0, "share_count": 6.0}, 0.5),
    ("knowledge_asset_value_growth", {"knowledge_asset_value": 6.0, "knowledge_asset_value@2024": 5.0}, 0.2),
    ("comprehensive_surplus", {"net_assets": 110.0, "net_assets@2024": 100.0, "na_transfer__total": 4.0}, 6.0),
    ("technology_input_ratio", {"research_expense": 2.0, "technology_upgrade_expense": 1.0, "medical_income": 60.0}, 0.05),
    ("research_funding_per_100_staff", {"research_funding": 8.0, "health_professionals": 4.0}, 200.0),
    ("project_npv", {}, None),
]  # fmt: skip


SERVED = {
    "business_income_per_staff": pytest.mark.serves("003-013"),
    "cash_to_medical_income": pytest.mark.serves("003-023"),
    "cost_admin_expense_rate": pytest.mark.serves("003-026"),
    "receivable_turnover": pytest.mark.serves("003-040"),
    "return_on_assets": pytest.mark.serves("003-048"),
    "return_on_assets_before_interest": pytest.mark.serves("003-095"),
    "medical_surplus_rate": pytest.mark.serves("003-096"),
    "human_resource_input_growth": pytest.mark.serves("003-099"),
    "business_income_share": pytest.mark.serves("003-114"),
    "other_income_share": pytest.mark.serves("003-116"),
    "surplus_to_income_rate": pytest.mark.serves("003-117"),
    "net_income_rate": pytest.mark.serves("003-118"),
    "non_medical_expense_share": pytest.mark.serves("003-120"),
    "asset_utilisation_rate": pytest.mark.serves("003-121"),
    "asset_liquidity_rate": pytest.mark.serves("003-122"),
    "medical_expense_per_100_income": pytest.mark.serves("003-150"),
    "inventory_turnover": pytest.mark.serves("003-152"),
    "self_sufficiency_rate": pytest.mark.serves("003-015"),
    "outpatient_cost_growth": pytest.mark.serves("003-134"),
    "inpatient_cost_growth": pytest.mark.serves("003-134"),
    "asset_liability_ratio": pytest.mark.serves("003-017", "003-141"),
    "expense_income_rate": pytest.mark.serves("003-119"),
    "cash_to_business_surplus": pytest.mark.serves("003-022"),
    "operating_cash_index": pytest.mark.serves("003-051"),
    "clinical_pathway_share": pytest.mark.serves("003-030"),
    "inventory_loss_rate": pytest.mark.serves("003-173"),
    "fiscal_to_business_income": pytest.mark.serves("003-115"),
    "income_per_100_fixed_assets": pytest.mark.serves("003-011"),
    "current_ratio": pytest.mark.serves("003-034"),
    "risk_rate": pytest.mark.serves("003-141"),
    "energy_per_10k_income": pytest.mark.serves("003-102"),
    "donation_cooperation_share": pytest.mark.serves("003-133"),
    "earnings_per_share": pytest.mark.serves("003-097"),
    "knowledge_asset_value_growth": pytest.mark.serves("003-100"),
    "comprehensive_surplus": pytest.mark.serves("003-091"),
    "rd_intensity": pytest.mark.serves("003-066"),
    "technology_input_ratio": pytest.mark.serves("003-066"),
    "research_funding_per_100_staff": pytest.mark.serves("003-066"),
}
"""Indicator -> the rows whose promise its value is."""


@pytest.mark.parametrize(
    ("indicator", "figures", "value"),
    [pytest.param(*row, marks=SERVED.get(row[0], ())) for row in VALUES if row[2] is not None],
)
def test_an_indicator_by_its_definition(indicator: str, figures: Mapping[str, float], value: float):
    assert measure(indicator, figures).value == pytest.approx(value)


REASONS = [
    ("idle_asset_rate", {"fixed_assets_cost": 100.0}, Reason.MISSING_INPUT),
    ("cash_to_business_surplus", {"net_operating_cash_flow": 5.0, "medical_surplus": 0.0}, Reason.ZERO_DENOMINATOR),
    ("cash_to_business_surplus", {"net_operating_cash_flow": 5.0, "medical_surplus": -1.0}, Reason.NEGATIVE_DENOMINATOR),
    ("operating_cash_index", {"net_operating_cash_flow": 9.0, "medical_surplus": -6.0, "depreciation_expense": 4.0, "amortisation_expense": 1.0}, Reason.NEGATIVE_DENOMINATOR),
    ("clinical_pathway_share", {"discharges": 120.0}, Reason.MISSING_INPUT),
    ("return_on_net_assets", {"period_surplus": 3.0, **both("net_assets", -50.0, -70.0)}, Reason.NEGATIVE_DENOMINATOR),
    ("earnings_per_share", {"period_surplus": 3.0}, Reason.MISSING_INPUT),
    ("knowledge_asset_value_growth", {"total_assets": 1.0}, Reason.MISSING_INPUT),
    ("inventory_loss_rate", both("inventories", 8.0, 12.0), Reason.MISSING_INPUT),
    ("senior_staff_share", {"staff_total": 10.0}, Reason.MISSING_INPUT),
    ("finance_staff_integration_score", {"staff_total": 10.0}, Reason.MISSING_INPUT),
    ("emergency_rescue_cost_per_case", {"total_assets": 1.0}, Reason.MISSING_INPUT),
    ("total_income_growth", {"total_income": 1.0}, Reason.MISSING_PRIOR),
    ("business_surplus_growth", {"medical_surplus": 1.0, "medical_surplus@2024": -1.0}, Reason.NEGATIVE_BASE),
    ("business_surplus_growth", {"medical_surplus": 1.0, "medical_surplus@2024": 0.0}, Reason.ZERO_DENOMINATOR),
    ("interest_cover", {"period_surplus": 1.0, "interest_expense": 0.0}, Reason.NOT_APPLICABLE),
]  # fmt: skip


@pytest.mark.serves("001-05")
@pytest.mark.parametrize(
    ("indicator", "figures", "value"),
    [
        ("fixed_asset_turnover", {"medical_income": 60.0, "other_income": 0.0, "fixed_assets_net": 30.0,
                                  "fixed_assets_net@2024": 10.0}, 3.0),
        ("income_per_100_equipment", {"medical_income": 60.0, "medical_equipment_cost": 40.0, "medical_equipment_cost@2024": 40.0}, 150.0),
        ("idle_asset_rate", {"idle_fixed_assets_cost": 5.0, "fixed_assets_cost": 100.0}, 0.05),
    ],
)  # fmt: skip
def test_the_use_of_fixed_assets_is_computed_from_its_items(indicator: str, figures: Mapping[str, float], value: float):
    assert measure(indicator, figures).value == pytest.approx(value)


WITHOUT = {
    "idle_asset_rate": pytest.mark.serves("001-05"),
    "senior_staff_share": pytest.mark.serves("001-17"),
    "finance_staff_integration_score": pytest.mark.serves("001-17"),
    "cash_to_business_surplus": pytest.mark.serves("003-022"),
    "business_surplus_growth": pytest.mark.serves("003-027"),
    "clinical_pathway_share": pytest.mark.serves("003-030"),
    "operating_cash_index": pytest.mark.serves("003-051"),
    "earnings_per_share": pytest.mark.serves("003-097"),
    "knowledge_asset_value_growth": pytest.mark.serves("003-100"),
}
"""Indicator -> the rows that promise a reason where it has no value."""


@pytest.mark.parametrize(
    ("indicator", "figures", "reason"), [pytest.param(*row, marks=WITHOUT.get(row[0], ())) for row in REASONS]
)
def test_an_indicator_that_cannot_be_computed_says_why_in_both_languages(
    indicator: str, figures: Mapping[str, float], reason: Reason
):
    found = measure(indicator, figures)

    assert (found.value, found.reason) == (None, reason)
    words = CATALOG.words[f"reason.{reason}"]
    assert words.zh
    assert words.en


PRINTED = [
    ("cash_to_business_surplus", {"net_operating_cash_flow": 5.0, "medical_surplus": 0.0}, Reason.ZERO_DENOMINATOR),
    (
        "cash_to_business_surplus",
        {"net_operating_cash_flow": 5.0, "medical_surplus": -1.0},
        Reason.NEGATIVE_DENOMINATOR,
    ),
    ("clinical_pathway_share", {"discharges": 120.0}, Reason.MISSING_INPUT),
]


@pytest.mark.serves("003-022", "003-030")
@pytest.mark.parametrize(("indicator", "figures", "reason"), PRINTED)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_reason_is_printed_where_there_is_no_value(
    tmp_path: Path, indicator: str, figures: Mapping[str, float], reason: Reason, language: Language
):
    (tmp_path / "data").mkdir()
    case = "entity: {id: h, name: {zh: 甲, en: A}}\nregime: '2019'\nscheme: none\n"
    (tmp_path / "case.yaml").write_text(case, encoding="utf-8")
    rows = [f"h,2025,{item},{value}" for item, value in figures.items()]
    (tmp_path / "data" / "a.csv").write_text("\n".join(["entity,period,item,value", *rows]), encoding="utf-8")
    shown = CliRunner().invoke(app, ["explain", str(tmp_path), indicator, "--period", "2025", "--lang", language])

    assert CATALOG.words[f"reason.{reason}"].in_language(language).split("{")[0] in shown.output


DIRECTIONS = {
    "asset_liability_ratio": "range", "cost_admin_expense_rate": "lower", "current_ratio": "range", "cash_ratio": "range",
    "return_on_assets": "range", "medical_surplus_rate": "range", "surplus_to_income_rate": "range",
    "expense_income_rate": "lower", "risk_rate": "lower", "medical_expense_per_100_income": "lower",
    "outpatient_income_per_visit": "lower", "outpatient_cost_growth": "lower", "inpatient_cost_growth": "lower",
}  # fmt: skip


@pytest.mark.serves(
    "003-017", "003-119", "003-134", "003-026", "003-048", "003-052", "003-081", "003-096", "003-117", "003-141", "003-150",
)  # fmt: skip
@pytest.mark.parametrize(("indicator", "direction"), DIRECTIONS.items())
def test_the_direction_is_that_of_a_public_hospital(indicator: str, direction: str):
    assert CATALOG.indicators[indicator].direction == direction


@pytest.mark.serves("003-017")
def test_a_scheme_may_set_another_direction():
    levels = {"kind": "plan", "excellent": 0.3, "good": 0.4, "fair": 0.5, "low": 0.6, "poor": 0.7, "source": "test"}

    def scored(levels: dict[str, object], **direction: str) -> float | None:
        one = {"ability": "solvency", "weight": 1.0, "standards": levels} | direction
        content = {
            "name": {"zh": "试", "en": "Trial"}, "source": "test",
            "grades": {"excellent": 85.0, "good": 70.0, "fair": 50.0, "low": 40.0, "poor": 0.0},
            "abilities": {"solvency": {"zh": "偿债", "en": "Solvency"}},
            "parts": {"all": {"share": 1.0, "method": "level_efficacy", "indicators": {"asset_liability_ratio": one}}},
        }  # fmt: skip
        rows = [Observation(item, "renhe", "2025", View.PERIOD, value, "money", NOWHERE)
                for item, value in (("total_liabilities", 1.0), ("total_assets", 10.0))]  # fmt: skip
        values = compute.indicators(from_observations(rows), CATALOG)
        scheme = Scheme.model_validate(content, strict=False)
        return scoring.evaluate(values, scheme, "trial", CATALOG, "renhe", "2025").score

    bands = {"excellent": (0.4, 0.5), "good": (0.3, 0.6), "fair": (0.2, 0.7), "low": (0.1, 0.8), "poor": (0.05, 0.9)}
    assert scored(levels, direction="lower") == 100
    assert scored(levels | bands) == pytest.approx(40)


WHY_OFF = {
    "drug_markup_rate": "the mark-up on drugs was abolished; off by default",
    "comprehensive_surplus": "For information only; off by default",
    "earnings_per_share": "Not applicable to public hospitals",
    "knowledge_asset_value_growth": "supplied values alone; off by default",
    "drug_margin": "off by default",
    "medical_service_margin": "off by default",
}


@pytest.mark.serves("003-019", "003-091", "003-097", "003-100", "003-044")
@pytest.mark.parametrize(
    "indicator",
    [
        "drug_markup_rate",
        "comprehensive_surplus",
        "earnings_per_share",
        "knowledge_asset_value_growth",
        "drug_margin",
        "medical_service_margin",
    ],
)
def test_what_is_obsolete_or_for_information_is_there_off_and_explained(indicator: str):
    defined = CATALOG.indicators[indicator]

    assert defined.obsolete
    assert defined.note is not None
    assert WHY_OFF[indicator] in defined.note.en
    assert not any(
        indicator in part.indicators for scheme in CATALOG.schemes.values() for part in scheme.parts.values()
    )


LEGACY = {"drug_expense_1998": 100.0, "drug_income_1998": 101.0}


@pytest.mark.serves("003-044", "003-046")
@pytest.mark.parametrize(("regime", "value"), [("1998", 100 / 101), ("2012", None), ("2019", None)])
def test_what_rests_on_the_accounts_of_1998_applies_to_them_alone(regime: str, value: float | None):
    found = measure("drug_cost_income_rate", LEGACY, terms=Terms(regime=regime))

    assert found.value == pytest.approx(value)
    assert found.reason is (None if value else Reason.NOT_APPLICABLE)
    assert CATALOG.indicators["medical_service_margin"].regimes == ("1998",)


@pytest.mark.serves("003-045")
@pytest.mark.parametrize(("expense", "income", "printed"), [(3600.0, 4500.0, "80.00"), (5000.0, 6000.0, "83.33")])
def test_the_cost_to_income_rate_of_the_source(expense: float, income: float, printed: str):
    found = measure("medical_cost_income_rate", {"medical_expense_1998": expense, "medical_income_1998": income})

    assert found.value is not None
    assert measured(found.value, CATALOG.indicators["medical_cost_income_rate"]) == printed


@pytest.mark.serves("003-149")
def test_every_indicator_has_a_kind_of_ratio_and_another_word_is_refused(tmp_path: Path):
    kinds = {indicator.ratio_type for indicator in CATALOG.indicators.values()}
    assert kinds == set(RatioType)
    assert CATALOG.indicators["drug_share"].ratio_type == "structure"
    assert CATALOG.indicators["total_asset_turnover"].ratio_type == "input_output"
    assert CATALOG.indicators["current_ratio"].ratio_type == "correlation"

    own(tmp_path, OWN + "  ratio_type: mixture\n")
    with pytest.raises(Refused) as caught:
        load_catalog(tmp_path)
    assert [f"{finding.rule} {finding.place}" for finding in caught.value.findings] == ["D08 indicators/own.yaml:10:15"]


OWN = """
admin_expense_rate:
  name: {zh: 管理费用率, en: Administrative expense rate}
  ability: cost
  formula: admin_expense / total_income
  unit: percent
  direction: lower
  source: 本院
  meaning: {zh: 收入中用于管理的部分。, en: The part of income spent on administration.}
"""


def own(folder: Path, text: str) -> None:
    (folder / "indicators").mkdir(exist_ok=True)
    (folder / "indicators" / "own.yaml").write_text(text, encoding="utf-8")


@pytest.mark.serves("001-23")
def test_a_case_may_define_its_own_denominator(tmp_path: Path):
    own(tmp_path, OWN + "  replaces: admin_expense_rate\n")

    assert CATALOG.indicators["admin_expense_rate"].formula == "admin_expense / total_expense"
    assert load_catalog(tmp_path).indicators["admin_expense_rate"].formula == "admin_expense / total_income"


@pytest.mark.serves("003-034")
def test_a_case_may_show_a_ratio_in_percent_without_changing_its_value(tmp_path: Path):
    own(
        tmp_path,
        "current_ratio:\n  name: {zh: 流动比率, en: Current ratio}\n  ability: solvency\n  unit: percent\n  direction: range\n"
        "  formula: current_assets / current_liabilities\n  source: 本院\n  replaces: current_ratio\n"
        "  meaning: {zh: 短期偿付能力。, en: Short-term cover.}\n",
    )
    changed = load_catalog(tmp_path).indicators["current_ratio"]

    assert measured(1.5, changed) == "150.00"
    assert measured(1.5, CATALOG.indicators["current_ratio"]) == "1.50"
    assert changed.formula == CATALOG.indicators["current_ratio"].formula


GROUPS = {
    "operating": {"total_asset_turnover", "inventory_turnover", "receivable_turnover", "fixed_asset_turnover"},
    "efficiency": {"bed_occupancy_rate", "average_length_of_stay", "visits_per_staff"},
    "growth": {"total_income_growth", "total_asset_growth", "net_asset_growth", "visits_growth"},
    "cash_flow": {"cash_to_medical_income", "operating_cash_index", "cash_return_on_assets"},
}


@pytest.mark.serves("003-006", "003-007", "003-104")
@pytest.mark.parametrize(("group", "members"), GROUPS.items())
def test_a_group_is_listed_by_the_command(group: str, members: set[str]):
    listed = CliRunner().invoke(apps["indicators"], ["list", "--group", group, "--format", "json"])

    rows = json.loads(listed.stdout)
    assert members <= {row["id"] for row in rows}
    assert {row["group"] for row in rows} == {group}


def test_an_indicator_is_shown_with_its_formula_in_words_in_both_languages():
    for language, words in (("zh", "负债合计 ÷ 资产总计"), ("en", "total liabilities ÷ total assets")):
        shown = CliRunner().invoke(apps["indicators"], ["show", "asset_liability_ratio", "--lang", language])

        assert words in shown.stdout.lower()
        assert "good 0.6..0.7" in shown.stdout


@pytest.mark.slow
@pytest.mark.serves("003-009")
def test_growth_without_a_base_period_says_so():
    growth = [name for name, one in CATALOG.indicators.items() if one.ability == "growth" and "prev(" in one.formula]
    figures = dict.fromkeys(CATALOG.items, 1.0)

    assert len(growth) > 10
    for name in growth:
        assert measure(name, figures).reason in {Reason.MISSING_PRIOR, Reason.ZERO_DENOMINATOR}, name


@pytest.mark.serves("003-066")
@pytest.mark.parametrize("indicator", ["rd_intensity", "technology_input_ratio", "research_funding_per_100_staff"])
def test_indicators_of_innovation_are_optional(indicator: str):
    assert not CATALOG.indicators[indicator].obsolete
    assert measure(indicator, {"total_assets": 1.0}).reason is Reason.MISSING_INPUT


LETTERS = {
    "A": "business_income_share", "B": "fiscal_to_business_income", "C": "other_income_share",
    "D": "surplus_to_income_rate", "E": "net_income_rate", "F": "expense_income_rate", "G": "non_medical_expense_share",
    "H": "asset_utilisation_rate", "I": "asset_liquidity_rate", "J": "risk_rate",
}  # fmt: skip


@pytest.mark.serves("003-113", "003-140")
def test_the_ten_ratios_have_one_letter_each_and_say_that_their_formulas_are_reconstructed():
    pack = CATALOG.packs["ratios-AJ"]

    assert {letter: name for name, letter in pack.indicators.items()} == LETTERS
    assert list(pack.indicators.values()) == list("ABCDEFGHIJ")
    assert "重建" in pack.source
    for name in pack.indicators:
        assert "重建" in CATALOG.indicators[name].source or "重建" in CATALOG.indicators[name].note.zh, name  # type: ignore[union-attr]


@pytest.mark.serves("003-115")
def test_the_purposes_of_subsidies_are_noted():
    note = CATALOG.indicators["fiscal_to_business_income"].note

    assert note is not None
    assert all(word in note.en for word in ("construction", "equipment", "retirees", "policy losses"))


def test_packs_are_named_and_versioned_and_hold_what_there_is():
    for pack in CATALOG.packs.values():
        assert pack.version
        assert set(pack.indicators) <= set(CATALOG.indicators)
    assert {"guide-2008", "rules-2010", "appraisal-2019", "ratios-AJ", "environment"} <= set(CATALOG.packs)


def test_lines_of_conflicting_sources_stand_side_by_side():
    sets = CATALOG.indicators["asset_liability_ratio"].thresholds

    assert sets["article_2009"].good == (0.6, 0.7)
    assert sets["public_hospital"].good == (None, 0.4)
    assert sets["article_2009"].source != sets["public_hospital"].source


def test_every_pair_of_indicators_that_say_the_same_is_marked_on_one_side_at_least():
    pairs = {("risk_rate", "asset_liability_ratio"), ("medical_surplus_rate", "medical_activity_cost_rate")}

    for one, other in pairs:
        assert other in CATALOG.indicators[one].same_as or one in CATALOG.indicators[other].same_as
    alike: dict[str, list[str]] = {}
    for name, indicator in CATALOG.indicators.items():
        alike.setdefault(indicator.formula.replace(" ", ""), []).append(name)
    for names in alike.values():
        for one in names[1:]:
            assert names[0] in CATALOG.indicators[one].same_as or one in CATALOG.indicators[names[0]].same_as, names


def test_an_indicator_ranges_over_all_directions():
    assert {indicator.direction for indicator in CATALOG.indicators.values()} == set(Direction)


@pytest.mark.serves("003-024")
def test_cash_return_is_measured_by_closing_assets_with_averaged_assets_as_an_option():
    assets = {"net_operating_cash_flow": 6.0, "total_assets": 60.0, "total_assets/open": 40.0}

    assert measure("cash_return_on_assets", assets).value == pytest.approx(0.1)
    assert measure("asset_cash_recovery", assets).value == pytest.approx(0.12)
    assert "asset_cash_recovery" in CATALOG.indicators["cash_return_on_assets"].same_as


@pytest.mark.serves("003-055")
def test_cash_received_is_a_percentage_of_business_income():
    found = measure("cash_received_to_income", {"cf_op_business_receipts": 45.0, "business_income": 50.0})

    assert found.value == pytest.approx(0.9)
    assert measured(0.9, CATALOG.indicators["cash_received_to_income"]) == "90.00"


@pytest.mark.serves("003-043", "003-044")
def test_the_net_margin_splits_into_medical_and_drug_margins_under_the_rules_of_1998():
    assert measure("net_surplus_margin", {"period_surplus": 2.0, "medical_income": 50.0}).value == pytest.approx(0.04)
    figures = {
        "medical_income_1998": 50.0, "medical_expense_1998": 46.0, "drug_income_1998": 40.0, "drug_expense_1998": 37.0,
    }  # fmt: skip
    for name, margin in (("medical_service_margin", 0.08), ("drug_margin", 0.075)):
        assert measure(name, figures, terms=Terms(regime="1998")).value == pytest.approx(margin)
        assert measure(name, figures, terms=Terms(regime="2019")).reason is Reason.NOT_APPLICABLE


@pytest.mark.serves("003-094")
def test_the_return_on_net_assets_is_for_information_and_needs_net_assets():
    scheme = CATALOG.schemes["comprehensive_80_20"]

    assert not any("return_on_net_assets" in part.indicators for part in scheme.parts.values())
    for opening, closing, reason in (
        (-50.0, -70.0, Reason.NEGATIVE_DENOMINATOR),
        (-50.0, 50.0, Reason.ZERO_DENOMINATOR),
    ):
        assert (
            measure("return_on_net_assets", {"period_surplus": 3.0, **both("net_assets", opening, closing)}).reason
            is reason
        )


@pytest.mark.serves("003-141")
def test_scoring_the_risk_rate_beside_the_debt_ratio_is_warned_of():
    level = {"kind": "plan", "excellent": 0.3, "good": 0.4, "fair": 0.5, "low": 0.6, "poor": 0.7, "source": "test"}
    one = {"ability": "solvency", "direction": "lower", "weight": 0.5, "standards": level}
    scheme = Scheme.model_validate(
        {
            "name": {"zh": "试", "en": "Trial"}, "source": "test",
            "grades": {"excellent": 85.0, "good": 70.0, "fair": 50.0, "low": 40.0, "poor": 0.0},
            "abilities": {"solvency": {"zh": "偿债", "en": "Solvency"}},
            "parts": {"all": {"share": 1.0, "method": "level_efficacy", "indicators": {"risk_rate": one, "asset_liability_ratio": one}}},
        },
        strict=False,
    )  # fmt: skip
    rows = [
        Observation(item, "renhe", "2025", View.PERIOD, value, "money", NOWHERE)
        for item, value in (("total_liabilities", 4.0), ("total_assets", 10.0))
    ]
    values = compute.indicators(from_observations(rows), CATALOG)

    found = scoring.evaluate(values, scheme, "trial", CATALOG, "renhe", "2025")
    assert [finding.rule for finding in scoring.remarks_of(found)] == ["S27"]


@pytest.mark.serves("003-037")
def test_the_quick_ratio_leaves_inventories_out_and_prepayments_too_where_the_case_says_so(tmp_path: Path):
    figures = {"current_assets": 10.0, "inventories": 2.0, "prepayments": 1.0, "current_liabilities": 4.0}
    own(
        tmp_path,
        "quick_ratio:\n  name: {zh: 速动比率, en: Quick ratio}\n  ability: solvency\n  unit: times\n  direction: range\n"
        "  formula: (current_assets - inventories - prepayments) / current_liabilities\n  source: 本院\n  replaces: quick_ratio\n"
        "  meaning: {zh: 不计存货和预付款的偿付能力。, en: Cover without inventories and prepayments.}\n",
    )

    assert measure("quick_ratio", figures).value == 2.0
    rows = [Observation(item, "renhe", "2025", View.PERIOD, value, "money", NOWHERE) for item, value in figures.items()]
    assert (
        compute.indicators(from_observations(rows), load_catalog(tmp_path)).at("quick_ratio", "renhe", "2025").value
        == 1.75
    )


@pytest.mark.serves("000-37")
def test_the_competence_of_staff_is_the_mean_of_the_levels_given_and_blanks_are_left_out():
    assert "personnel_ability" in CATALOG.schemes["comprehensive_80_20"].parts["qualitative"].indicators
    coefficients = dict(
        zip("优良中低差", CATALOG.schemes["comprehensive_80_20"].parts["qualitative"].coefficients, strict=False)
    )
    ratings = np.array([[coefficients["优"]], [np.nan], [coefficients["中"]], [coefficients["良"]]])

    mean, raters = expert_levels(ratings)
    assert (mean[0], raters[0]) == (pytest.approx(0.8), 3)
