"""Indicators that are read together, and what is said of them, as the command prints them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pages import read, section_of
from reportgen import pipeline
from reportgen.analysis.blocks import BlockRow, block
from reportgen.catalog import load_catalog
from reportgen.cli.app import app
from reportgen.model.values import Reason
from reportgen.report import assembly
from reportgen.scoring import evaluate
from scoring.invented import values

CASE = "entity: {id: h, name: {zh: 甲, en: A}}\nregime: '2019'\nscheme: none\n"
Rows = Callable[[str, Mapping[str, float]], dict[str, BlockRow]]


@pytest.fixture
def case(tmp_path: Path) -> Callable[[Mapping[str, float]], Path]:
    def of(figures: Mapping[str, float]) -> Path:
        (tmp_path / "data").mkdir(exist_ok=True)
        (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
        lines = [
            f"h,{key.partition('@')[2] or '2025'},{key.partition('@')[0]},{value}" for key, value in figures.items()
        ]
        (tmp_path / "data" / "figures.csv").write_text(
            "entity,period,item,value\n" + "\n".join(lines) + "\n", encoding="utf-8"
        )
        return tmp_path

    return of


@pytest.fixture
def rows(case: Callable[[Mapping[str, float]], Path]) -> Rows:
    def of(name: str, figures: Mapping[str, float]) -> dict[str, BlockRow]:
        material = pipeline.evaluate(pipeline.check(case(figures)), period="2025")
        return {row.id: row for row in block(material, name).rows}

    return of


def test_blocks_hold_what_there_is():
    catalog = load_catalog()
    for defined in catalog.blocks.values():
        assert set(defined.indicators) <= set(catalog.indicators)
        assert {remark.indicator for remark in defined.remarks} <= set(defined.indicators)


@pytest.mark.serves("001-06")
def test_the_use_of_resources_is_one_table_with_formulas_and_sources(case: Callable[[Mapping[str, float]], Path]):
    folder = case({
        "occupied_bed_days": 90.0, "available_bed_days": 100.0, "medical_income": 50.0, "other_income": 0.0,
        "total_assets": 20.0, "total_assets@2024": 20.0, "avg_staff": 5.0,
    })  # fmt: skip
    shown = (
        CliRunner()
        .invoke(app, ["evaluate", str(folder), "--period", "2025", "--block", "resource_use", "--lang", "en"])
        .stdout
    )

    assert shown.startswith("Use of resources · h · 2025")
    lines = {line.split("  ")[0]: line for line in shown.splitlines()}
    indicators = load_catalog().indicators
    for name, value in (
        ("bed_occupancy_rate", "90.00"),
        ("total_asset_turnover", "2.50"),
        ("medical_income_per_staff", "10.00"),
    ):
        line = lines[indicators[name].name.en]
        assert f" {value} " in line
        assert "÷" in line
        assert indicators[name].source in line


@pytest.mark.serves("001-22")
def test_total_income_and_its_growth_stand_together_with_the_base_period(rows: Rows):
    found = rows("income", {"total_income": 1_100_000.0, "total_income@2024": 1_000_000.0})

    assert (found["total_income_amount"].printed, found["total_income_growth"].printed) == ("110.00", "10.00")
    assert (found["total_income_amount"].previous, found["total_income_growth"].base_period) == ("100.00", "2024")


@pytest.mark.serves("001-08", "003-157")
@pytest.mark.parametrize(
    ("closing", "objective", "printed", "words"),
    [
        (110.0, None, "110.00", "increased"),
        (100.0, None, "100.00", "preserved"),
        (90.0, None, "90.00", "reduced"),
        (110.0, 10.0, "100.00", "preserved"),
    ],
)
def test_net_assets_are_increased_preserved_or_reduced(
    rows: Rows, closing: float, objective: float | None, printed: str, words: str
):
    figures = {"net_assets": closing, "net_assets@2024": 100.0}
    row = rows("preservation", figures | ({"objective_net_asset_changes": objective} if objective else {}))[
        "net_asset_preservation"
    ]

    assert row.printed == printed
    assert [words in remark.en for remark in row.remarks] == [True]


@pytest.mark.serves("000-25")
@pytest.mark.parametrize(
    ("income", "words"), [(101.0, "does not depend"), (99.7, "about covers"), (99.0, "operation depends")]
)
def test_the_words_on_dependence_change_where_the_rate_crosses_one(rows: Rows, income: float, words: str):
    found = rows(
        "dependence",
        {
            "medical_income": income,
            "other_income": 0.0,
            "business_expense": 100.0,
            "fiscal_income": 20.0,
            "total_income": 200.0,
        },
    )

    assert found["fiscal_income_share"].printed == "10.00"
    assert [words in remark.en for remark in found["self_sufficiency_rate"].remarks] == [True]


VISITS = {
    "outpatient_income": 110.0,
    "outpatient_emergency_visits": 1.0,
    "outpatient_income@2024": 100.0,
    "outpatient_emergency_visits@2024": 1.0,
}


@pytest.mark.serves("000-24")
def test_the_growth_of_costs_per_service_stands_beside_the_surplus(rows: Rows):
    found = rows("public_welfare", {**VISITS, "medical_surplus": 2.0, "medical_activity_income": 40.0})

    assert list(found)[:3] == ["medical_surplus_rate", "outpatient_cost_growth", "inpatient_cost_growth"]
    assert found["medical_surplus_rate"].printed == "5.00"
    wards = {"inpatient_income": 20.0, "discharges": 2.0, "inpatient_income@2024": 18.0, "discharges@2024": 2.0}
    assert rows("public_welfare", {**VISITS, **wards})["inpatient_cost_growth"].printed == "11.11"
    assert found["outpatient_cost_growth"].printed is not None


@pytest.mark.serves("000-24")
def test_the_medical_surplus_scores_by_a_range_and_not_the_higher_the_better():
    catalog = load_catalog()
    scheme = catalog.schemes["comprehensive_80_20"]

    def score(rate: float) -> float:
        own = values({("own", "2025"): {"medical_surplus_rate": rate}})
        row = evaluate(own, scheme, "comprehensive_80_20", catalog, "own", "2025").indicator("medical_surplus_rate")
        return row.score or 0.0

    assert catalog.indicators["medical_surplus_rate"].direction == "range"
    assert score(0.02) == score(0.035) == pytest.approx(100.0)
    assert score(0.12) < score(0.06) < score(0.02)
    assert score(-0.02) < score(0.0) < score(0.02)


@pytest.mark.serves("003-081")
@pytest.mark.parametrize(("now", "said"), [(110.0, True), (104.0, False)])
def test_the_cost_of_a_visit_is_remarked_where_it_grows_faster_than_the_line(rows: Rows, now: float, said: bool):  # noqa: FBT001
    found = rows("public_welfare", {**VISITS, "outpatient_income": now})

    assert found["outpatient_income_per_visit"].printed == f"{now:.2f}"
    assert found["outpatient_cost_growth"].printed == f"{now - 100:.2f}"
    assert load_catalog().indicators["outpatient_income_per_visit"].direction == "lower"
    assert bool(found["outpatient_cost_growth"].remarks) is said


@pytest.mark.serves("003-035")
@pytest.mark.parametrize(("assets", "said"), [(8.0, True), (4.0, False)])
def test_a_current_ratio_far_above_its_line_may_be_idle_money(rows: Rows, assets: float, said: bool):  # noqa: FBT001
    row = rows("liquidity", {"current_assets": assets, "current_liabilities": 2.0})["current_ratio"]

    assert any("idle" in remark.en for remark in row.remarks) is said
    assert load_catalog().indicators["current_ratio"].thresholds["accepted"].amber == (2.0, None)


@pytest.mark.serves("003-052")
@pytest.mark.parametrize(("before", "said"), [(9.0, True), (2.0, False)])
def test_a_cash_ratio_is_remarked_where_it_stays_high_for_three_periods(rows: Rows, before: float, said: bool):  # noqa: FBT001
    cash = {"cash_and_equivalents": 9.0, "cash_and_equivalents@2024": 9.0, "cash_and_equivalents@2023": before}
    debts = {"current_liabilities": 10.0, "current_liabilities@2024": 10.0, "current_liabilities@2023": 10.0}

    assert bool(rows("liquidity", cash | debts)["cash_ratio"].remarks) is said
    assert load_catalog().indicators["cash_ratio"].direction == "range"


@pytest.mark.serves("003-041")
def test_the_adjusted_debt_ratio_stands_beside_the_unadjusted_one(rows: Rows):
    found = rows("debt", {"total_liabilities": 40.0, "total_assets": 100.0, "unrecorded_depreciation_impairment": 20.0})

    assert (found["asset_liability_ratio"].printed, found["adjusted_asset_liability_ratio"].printed) == (
        "40.00",
        "50.00",
    )


@pytest.mark.serves("003-039")
def test_the_turnover_of_drugs_stands_beside_its_days(rows: Rows):
    found = rows("turnover", {"drug_expense": 73.0, "drug_inventory": 10.0, "drug_inventory@2024": 10.0})

    assert (found["drug_turnover"].printed, found["drug_turnover_days"].printed) == ("7.30", "50.0")


@pytest.mark.serves("003-011", "003-151")
@pytest.mark.parametrize(("income", "words"), [(150.0, "good use"), (90.0, "below 100")])
def test_income_per_hundred_of_fixed_assets_is_judged_near_a_hundred(rows: Rows, income: float, words: str):
    figures = {"medical_income": income, "other_income": 0.0, "fixed_assets_net": 150.0, "fixed_assets_net@2024": 150.0}
    row = rows("ratio_analysis", figures)["income_per_100_fixed_assets"]

    assert row.printed == f"{income / 1.5:.2f}"
    assert [words in remark.en for remark in row.remarks] == [True]


SCORED = """own:
  name: {zh: 试, en: Trial}
  source: test
  grades: {excellent: 85, good: 70, fair: 50, low: 40, poor: 0}
  abilities: {operating: {zh: 运营, en: Operations}}
  parts:
    all:
      share: 1.0
      method: ratio_scoring
      indicators:
        income_per_100_fixed_assets: {ability: operating, direction: higher, weight: 1, references: [{kind: plan, value: 1, source: test}]}
"""


@pytest.mark.serves("003-151", "003-011")
def test_the_chapter_of_ratios_prints_the_value_of_the_score_table(case: Callable[[Mapping[str, float]], Path]):
    folder = case({
        "medical_income": 130.0, "other_income": 16.0, "fixed_assets_net": 200.0, "fixed_assets_net@2024": 100.0,
    })  # fmt: skip
    (folder / "schemes").mkdir()
    (folder / "schemes" / "own.yaml").write_text(SCORED, encoding="utf-8")
    (folder / "case.yaml").write_text(CASE.replace("none", "own"), encoding="utf-8")
    material = pipeline.evaluate(pipeline.check(folder), period="2025")
    ratios = section_of(material, "block", kind="annual", of=("ratio_analysis",))
    scores = section_of(material, "method", kind="annual")

    assert ratios is not None
    assert scores is not None
    assert "97.33" in ratios.row("Business income per 100 yuan of fixed assets")
    assert "97.33" in scores.tables[0][1]
    assert "is near 100 or more, which is good use" in ratios.text


@pytest.mark.serves("000-08")
@pytest.mark.parametrize("name", ["personnel_expense_share", "personnel_expense_per_staff", "cost_saving_rate"])
def test_staff_and_saving_have_a_formula_and_a_source_and_a_place_among_the_costs(name: str):
    catalog = load_catalog()

    assert catalog.indicators[name].formula
    assert catalog.indicators[name].source
    assert name in catalog.blocks["cost"].indicators


@pytest.mark.serves("000-08", "003-102")
def test_the_costs_print_staff_saving_and_energy_where_their_items_are(rows: Rows):
    found = rows(
        "cost",
        {
            "personnel_expense": 40.0,
            "total_expense": 100.0,
            "avg_staff": 4.0,
            "energy_expense": 3.0,
            "total_income": 200.0,
        },
    )

    assert found["personnel_expense_share"].printed == "40.00"
    assert found["personnel_expense_per_staff"].printed == "10.00"
    assert found["energy_per_10k_income"].printed == "150.00"
    assert found["cost_saving_rate"].reason is not None
    assert found["waste_reuse_growth"].reason is Reason.MISSING_INPUT


@pytest.mark.serves("003-129")
def test_costs_per_service_are_one_block_and_say_why_one_is_not_there(rows: Rows):
    found = rows(
        "cost_per_service",
        {
            "outpatient_income": 3000.0,
            "outpatient_drug_income": 1000.0,
            "outpatient_emergency_visits": 40.0,
            "emergency_rescue_expense": 5.0,
        },
    )

    assert found["outpatient_income_per_visit"].printed == "75.00"
    assert found["outpatient_drug_per_visit"].printed == "25.00"
    assert found["emergency_rescue_cost_per_case"].reason is Reason.MISSING_INPUT


@pytest.mark.serves("003-129")
def test_each_cost_per_service_lacks_its_own_count_and_says_so(rows: Rows):
    found = rows("cost_per_service", {
        "outpatient_income": 3000.0, "outpatient_drug_income": 1000.0, "emergency_rescue_expense": 5.0,
        "emergency_rescue_cases": 4.0,
    })  # fmt: skip

    assert found["emergency_rescue_cost_per_case"].printed == "1.25"
    for name in ("outpatient_income_per_visit", "outpatient_drug_per_visit"):
        assert (found[name].printed, found[name].reason) == (None, Reason.MISSING_INPUT)


@pytest.mark.serves("003-128")
def test_insurance_is_one_block(rows: Rows):
    found = rows("insurance", {
        "outpatient_insurance_income": 6.0, "outpatient_income": 10.0, "inpatient_insurance_income": 8.0,
        "inpatient_income": 10.0, "insurance_rejected_amount": 1.0, "insurance_claimed_amount": 100.0,
    })  # fmt: skip

    assert [row.printed for row in found.values()] == ["60.00", "80.00", "1.00"]


@pytest.mark.serves("003-101")
def test_research_stands_beside_intangible_assets(rows: Rows):
    found = rows(
        "intangibles",
        {"intangible_assets_net": 2.0, "total_assets": 100.0, "research_expense": 1.0, "total_expense": 50.0},
    )

    assert [row.printed for row in found.values()] == ["2.00", "2.00"]


@pytest.mark.serves("003-027")
def test_a_growth_without_meaning_gives_both_amounts(rows: Rows):
    row = rows("surplus_growth", {"medical_surplus": 50.0, "medical_surplus@2024": -20.0})["business_surplus_growth"]

    assert (row.printed, row.reason) == (None, Reason.NEGATIVE_BASE)
    assert row.remarks[0].en == "from loss to surplus, −20.00 before and 50.00 now"
    assert row.remarks[0].zh.startswith("扭亏为盈")


@pytest.mark.serves("002-36")
@pytest.mark.parametrize(
    ("closing", "words"),
    [
        (110.0, "good; Net assets have increased"),
        (100.0, "good; Net assets are preserved"),
        (90.0, "warning; Net assets are reduced"),
    ],
)
def test_the_preservation_of_net_assets_prints_with_its_level(
    case: Callable[[Mapping[str, float]], Path], closing: float, words: str
):
    folder = case({"net_assets": closing, "net_assets@2024": 100.0})
    shown = (
        CliRunner()
        .invoke(app, ["evaluate", str(folder), "--period", "2025", "--block", "preservation", "--lang", "en"])
        .stdout
    )

    assert words in shown
    assert load_catalog().indicators["net_asset_preservation"].ability == "growth"


@pytest.mark.serves("003-019")
@pytest.mark.parametrize("named", [True, False])
def test_the_mark_up_on_drugs_prints_where_a_scheme_names_it_and_else_nowhere(
    case: Callable[[Mapping[str, float]], Path], *, named: bool
):
    folder = case({
        "drug_markup_1998": 18.0, "drugs_at_retail_1998": 100.0, "total_liabilities": 4.0, "total_assets": 10.0,
    })  # fmt: skip
    (folder / "schemes").mkdir()
    scheme = SCORED.replace("income_per_100_fixed_assets", "drug_markup_rate" if named else "asset_liability_ratio")
    (folder / "schemes" / "own.yaml").write_text(scheme, encoding="utf-8")
    text = CASE.replace("none", "own").replace("'2019'", "'1998'")
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    report = read(assembly.hospital(pipeline.evaluate(pipeline.check(folder), period="2025"), "annual", "en"))

    assert ("drug mark-up rate" in report.text.lower()) is named
    assert ("18.00" in report["method"].text) is named
