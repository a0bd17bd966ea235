"""One number down to its cells, in both languages and as JSON: conversions, adjustments, parts of a year, panels."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from reportgen.cli.app import app

pytestmark = pytest.mark.usefixtures("samples_are_read_once")

RUNNER = CliRunner()
CASE = "entity: {id: h, name: {zh: 甲医院, en: A}}\nregime: '2019'\nscheme: own\nfiscal_year_start: 7\n"
MAPPING = """sources:
  - file: data/wide.csv
    layout: wide
    entity: {id: code}
    period: when
    unit: 10000
    columns: {资产: total_assets, 收入: medical_income, 其他: other_income, 负债: total_liabilities}
"""
SCHEME = """own:
  name: {zh: 试, en: Trial}
  source: test
  grades: {excellent: 85, good: 70, fair: 50, low: 40, poor: 0}
  abilities: {solvency: {zh: 偿债, en: Solvency}, operating: {zh: 营运, en: Operations}}
  parts:
    all:
      share: 1.0
      method: ratio_scoring
      indicators:
        asset_liability_ratio: {direction: lower, weight: 0.6, references: [{kind: plan, value: 0.5, source: plan of the board}]}
        total_asset_turnover: {direction: higher, weight: 0.2, references: [{kind: budget, value: 0.8, source: budget}]}
        current_ratio: {ability: solvency, direction: higher, weight: 0.2, references: [{kind: plan, value: 2, source: plan}]}
"""
ROWS = """code,when,资产,收入,其他,负债
h,2024,100,,,40
h,2025-Q1,120,9,1,60
h,2024-08,120,6,1,60
h,2024-07,110,4,0,50
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    for name in ("data", "schemes"):
        (tmp_path / name).mkdir()
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    (tmp_path / "mapping.yaml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "schemes" / "own.yaml").write_text(SCHEME, encoding="utf-8")
    (tmp_path / "data" / "wide.csv").write_text(ROWS, encoding="utf-8")
    return tmp_path


def told(case: Path, indicator: str, *words: str) -> str:
    found = RUNNER.invoke(app, ["explain", str(case), indicator, *words], catch_exceptions=False)
    assert found.exit_code in {0, 1}, found.output
    return found.stdout


def nodes(case: Path, indicator: str, *words: str) -> list[dict[str, Any]]:
    def below(node: dict[str, Any]) -> list[dict[str, Any]]:
        return [node, *(one for part in node["parts"] for one in below(part))]

    return below(json.loads(told(case, indicator, "--format", "json", *words))["derivation"])


@pytest.mark.slow
def test_the_unit_of_a_mapped_table_is_a_step(case: Path):
    assert "资产总计 = 1,200,000 · total_assets · 2024-08 · data/wide.csv › C4 · × 10,000" in told(
        case, "asset_liability_ratio", "--period", "2024-08", "--lang", "zh"
    )
    factors = {one["id"]: one["factor"] for one in nodes(case, "asset_liability_ratio", "--period", "2024-08")}
    assert factors["total_assets"] == 10_000
    assert factors["/"] == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "zh",
            ["年化（医疗收入 + 其他收入）÷ 平均资产总计", "年化系数 = 6", "月数 = 2", "已年化", "出处: 医院财务制度"],
        ),
        (
            "en",
            ["annualised (Medical income + Other income) ÷ average Total assets", "factor to a year = 6", "months = 2"],
        ),
    ],
)
def test_a_part_of_a_fiscal_year_from_july_shows_how_it_became_a_year(case: Path, language: str, words: list[str]):
    shown = told(case, "total_asset_turnover", "--period", "2024-08", "--lang", language)

    assert not [one for one in words if one not in shown]
    values = {one["id"]: one["value"] for one in nodes(case, "total_asset_turnover", "--period", "2024-08")}
    assert values["annualised"] == 6 * 110_000
    assert values["annual_factor"] == 6


def test_a_quarter_is_explained_by_its_own_figures(case: Path):
    found = nodes(case, "total_asset_turnover", "--period", "2025-Q1")

    assert {one["period"] for one in found if one["kind"] == "item"} >= {"2025-Q1"}
    assert next(one["value"] for one in found if one["id"] == "annual_factor") == 4
    assert next(one["value"] for one in found if one["id"] == "annualised") == 400_000


@pytest.mark.slow
def test_the_standard_the_score_the_weights_and_the_contribution_are_told(case: Path):
    shown = told(case, "asset_liability_ratio", "--period", "2025-Q1", "--lang", "en")
    score = json.loads(told(case, "asset_liability_ratio", "--period", "2025-Q1", "--format", "json"))["score"]

    assert "Standards: hospital planned value 50 · plan of the board" in shown
    assert "Weight % 60.00 → 80.00" in shown
    assert "Points 80.00" in shown
    assert (score["weight"], score["effective_weight"]) == (pytest.approx(0.6), pytest.approx(0.8))
    assert score["reference"]["value"] == 0.5
    assert (score["part"], score["ability"]) == ("all", "solvency")


@pytest.mark.slow
def test_an_adjusted_figure_tells_what_was_reported_and_why_it_changed(case: Path):
    rows = "item,period,reported,adjustment,audited,reason\ntotal_assets,2024-08,1200000,-200000,1000000,重复入账\n"
    (case / "adjustments.csv").write_text(rows, encoding="utf-8")

    shown = told(case, "asset_liability_ratio", "--period", "2024-08", "--lang", "zh")
    assert "资产总计 = 1,000,000" in shown
    assert "(1,200,000 -200,000: 重复入账 · adjustments.csv:2)" in shown
    changed = next(one for one in nodes(case, "asset_liability_ratio", "--period", "2024-08") if one["adjustment"])
    assert changed["adjustment"]["audited"] == 1_000_000
    assert changed["adjustment"]["place"]["line"] == 2


@pytest.mark.slow
def test_what_is_missing_tells_its_reason_and_rule(case: Path):
    shown = told(case, "current_ratio", "--period", "2024-08", "--lang", "en")

    assert "(E34)" in shown
    assert {one["rule"] for one in nodes(case, "current_ratio", "--period", "2024-08")} == {"E34"}


def test_a_hospital_or_a_department_of_many_is_explained_by_its_name(case: Path):
    (case / "case.yaml").write_text("regime: '2019'\nscheme: none\n", encoding="utf-8")
    (case / "data" / "wide.csv").write_text(ROWS + "内科,2024-08,12,6,1,3\n", encoding="utf-8")

    shown = told(case, "asset_liability_ratio", "--entity", "内科", "--period", "2024-08", "--lang", "en")
    assert "25.00 %" in shown
    assert "data/wide.csv › C6" in shown


@pytest.mark.slow
def test_an_earlier_definition_is_told_in_its_own_words(case: Path):
    (case / "indicators").mkdir()
    (case / "indicators" / "own.yaml").write_text(
        "asset_liability_ratio:\n  name: {zh: 负债率, en: Debt ratio}\n  ability: solvency\n  replaces: asset_liability_ratio\n"
        "  formula: total_liabilities / total_assets\n  unit: percent\n  direction: lower\n  source: new\n"
        "  meaning: {zh: 靠负债筹来的资产。, en: Assets financed by debt.}\n"
        "  earlier: [{formula: total_liabilities / (total_assets - other_income), valid_to: 2024, source: old}]\n",
        encoding="utf-8",
    )
    (case / "data" / "wide.csv").write_text(ROWS.replace("h,2024,100,,,40", "h,2024,100,5,20,40"), encoding="utf-8")

    assert "Total liabilities ÷ (Total assets − Other income) = 0.5" in told(
        case, "asset_liability_ratio", "--period", "2024", "--lang", "en"
    )
    assert "Formula: Total liabilities ÷ Total assets" in told(
        case, "asset_liability_ratio", "--period", "2024-08", "--lang", "en"
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lang", "unit", "source"), [("zh", "元/人", "行业惯例"), ("en", "¥ per head", "common practice")]
)
def test_units_have_their_currency_and_sources_one_language(lang: str, unit: str, source: str):
    words = ["explain", "samples/renhe", "medical_income_per_staff", "--period", "2026-10", "--lang", lang]
    shown = RUNNER.invoke(app, words).stdout
    one = RUNNER.invoke(app, ["indicators", "show", "medical_income_per_staff", "--lang", lang]).stdout

    assert f" {unit} · " in shown.splitlines()[0]
    for printed in (shown, one):
        assert source in printed
        assert "/ common practice" not in printed
