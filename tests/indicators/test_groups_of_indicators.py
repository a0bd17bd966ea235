"""Groups of indicators with a sub-score, named packs, departments, and a quick ratio with its deductions."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner

from reportgen import pipeline
from reportgen.analysis.blocks import GroupScore, block
from reportgen.analysis.material import Material
from reportgen.catalog import load_catalog
from reportgen.cli.app import app
from reportgen.errors import Refused
from reportgen.model.definition import Text
from reportgen.model.results import ScoredIndicator
from reportgen.model.schemes import Direction
from reportgen.model.values import Derivation
from reportgen.report.assembly import hospital
from reportgen.report.speech import Speech, group_told

CASE = "entity: {id: h, name: {zh: 甲, en: A}}\nregime: '2019'\nscheme: own\n"
LEVELS = "standards: {kind: plan, excellent: 2.0, good: 1.5, fair: 1.0, low: 0.5, poor: 0.1, source: test}"
HEALTH = f"""own:
  name: {{zh: 试, en: Trial}}
  source: test
  grades: {{excellent: 85, good: 70, fair: 50, low: 40, poor: 0}}
  abilities: {{solvency: {{zh: 偿债, en: Solvency}}, cash_flow: {{zh: 现金, en: Cash}}, growth: {{zh: 发展, en: Growth}}}}
  parts:
    all:
      share: 1.0
      method: level_efficacy
      indicators:
        current_ratio: {{direction: higher, weight: 0.3, {LEVELS}}}
        operating_cash_in_out_ratio: {{direction: higher, weight: 0.1, {LEVELS}}}
        visits_growth: {{direction: higher, weight: 0.6, {LEVELS}}}
"""
PACKED = """own:
  name: {zh: 责任评价, en: Responsibility}
  source: test
  grades: {excellent: 85, good: 70, fair: 50, low: 40, poor: 0}
  parts:
    society:
      share: 1.0
      method: ratio_scoring
      weights: equal
      pack: PACK
      indicators:
        social_contribution_rate: {references: [{kind: plan, value: 0.5, source: test}]}
        public_welfare_input_rate: {references: [{kind: plan, value: 0.02, source: test}]}
        energy_per_10k_income: {references: [{kind: plan, value: 120, source: test}]}
        waste_reuse_growth: {references: [{kind: plan, value: 0.05, source: test}]}
        pollution_control_growth: {references: [{kind: plan, value: 0.05, source: test}]}
"""
Make = Callable[..., Material]


@pytest.fixture
def material(tmp_path: Path) -> Make:
    def of(figures: Mapping[str, float], scheme: str) -> Material:
        for name in ("data", "schemes"):
            (tmp_path / name).mkdir(exist_ok=True)
        (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
        (tmp_path / "schemes" / "own.yaml").write_text(scheme, encoding="utf-8")
        lines = [
            f"h,{key.partition('@')[2] or '2025'},{key.partition('@')[0]},{value}" for key, value in figures.items()
        ]
        (tmp_path / "data" / "a.csv").write_text("entity,period,item,value\n" + "\n".join(lines), encoding="utf-8")
        return pipeline.evaluate(pipeline.check(tmp_path), period="2025")

    return of


def told(found: GroupScore) -> Text:
    catalog = load_catalog()
    return group_told(Speech(catalog.words, "CNY"), found, catalog.indicators)


def health(current: float, inflow: float) -> dict[str, float]:
    more = {"outpatient_emergency_visits": 30.0, "outpatient_emergency_visits@2024": 10.0}
    cash = {"operating_cash_inflow": inflow, "operating_cash_outflow": 10.0}
    return {"current_assets": current, "current_liabilities": 10.0, **cash, **more}


@pytest.mark.serves("003-005")
def test_financial_health_is_one_score_and_one_paragraph_that_follow_the_inputs(material: Make):
    good, weak = (
        block(material(health(*one), HEALTH), "financial_health").health for one in ((20.0, 20.0), (20.0, 5.0))
    )

    assert good is not None
    assert weak is not None
    assert good.score == pytest.approx(100.0)
    assert weak.score == pytest.approx((0.3 * 100 + 0.1 * 40) / 0.4)
    said = [told(one) for one in (good, weak)]
    assert said[0] != said[1]
    assert "the weakest is operating cash inflow to outflow (0.50, 40.00 points)" in said[1].en
    assert "2 indicators" in said[1].en
    assert said[1].zh.startswith("该组2项指标计分")


def test_the_weakest_of_a_group_has_its_unit():
    weakest = ScoredIndicator(
        "asset_liability_ratio", "quantitative", "solvency", 0.4034, "percent", None, Direction.LOWER, score=58.0
    )

    assert "(40.34%, 58.00 points)" in told(GroupScore(60.0, 2, 1, weakest)).en


@pytest.mark.parametrize(("met", "said"), [(0, "none with Good"), (1, "1 with Good")])
def test_where_none_of_a_group_is_good_it_is_said_and_not_counted(met: int, said: str):
    weakest = ScoredIndicator(
        "asset_liability_ratio", "quantitative", "solvency", 1.2, "percent", None, Direction.LOWER, score=0.0
    )

    assert f"of 100, {said} or better;" in told(GroupScore(13.4, 3, met, weakest)).en


def test_without_a_scored_indicator_nothing_is_said_of_health(material: Make):
    found = block(material({"outpatient_emergency_visits": 30.0}, HEALTH), "financial_health").health

    assert found is not None
    assert (found.score, told(found).en) == (
        None,
        "No indicator of this group is scored, so nothing is said of it.",
    )


SOCIAL = {
    "personnel_expense": 40.0, "taxes_paid": 1.0, "interest_expense": 2.0, "charity_relief": 1.0, "total_assets": 100.0,
    "total_assets@2024": 100.0, "public_health_expense": 1.0, "assistance_expense": 0.0, "total_expense": 100.0,
    "energy_expense": 1.0, "total_income": 100.0,
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.serves("003-067", "003-002")
def test_a_scheme_may_name_a_pack_and_the_report_prints_its_name_and_version(material: Make):
    found = material(SOCIAL, PACKED.replace("PACK", "environment"))
    pack = load_catalog().packs["environment"]

    assert [row.id for row in found.evaluation.indicators] == list(pack.indicators)
    assert found.evaluation.indicator("social_contribution_rate").value == 0.44
    method = next(one.content for one in hospital(found, "annual", "zh-en").sections if one.name == "method")
    said = [text for text in method.paragraphs if pack.name.zh in text.zh]
    assert f"版本{pack.version}" in said[0].zh
    assert pack.name.en in said[0].en
    shown = CliRunner().invoke(app, ["evaluate", str(found.case.folder), "--period", "2025", "--format", "json"])
    assert json.loads(shown.stdout)["scheme"]["packs"] == [{"id": "environment", "version": pack.version}]


@pytest.mark.serves("003-002")
def test_packs_are_named_and_versioned():
    packs = load_catalog().packs

    assert {"guide-2008", "rules-2010", "appraisal-2019"} <= set(packs)
    assert all(pack.version and pack.source for pack in packs.values())


def test_a_pack_that_does_not_exist_is_refused_with_the_nearest_one(material: Make):
    with pytest.raises(Refused) as refused:
        material(SOCIAL, PACKED.replace("PACK", "enviroment"))

    (finding,) = refused.value.findings
    assert (finding.rule, str(finding.place), finding.facts["nearest"]) == (
        "D16",
        "schemes/own.yaml:10:13",
        "environment",
    )


@pytest.mark.serves("001-25")
def test_each_department_prints_its_expense_rate_with_both_items(tmp_path: Path):
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text("regime: '2019'\nscheme: none\n", encoding="utf-8")
    rows = ["entity,period,item,value"]
    for department, cost, income in (
        ("内科", 800_000, 1_000_000),
        ("外科", 900_000, 1_200_000),
        ("行政", 10_000, None),
    ):
        rows.append(f"{department},2025,cost_full_clinical,{cost}")
        rows += [f"{department},2025,dept_income_total,{income}"] if income else []
    (tmp_path / "data" / "a.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")

    command = ["evaluate", str(tmp_path), "--period", "2025", "--block", "department", "--lang", "en"]
    shown = CliRunner().invoke(app, command, env={"COLUMNS": "200"}).stdout
    cells = {line.split()[0]: line.split()[1:] for line in shown.splitlines() if line[:1] in "内外行"}
    assert cells == {
        "内科": ["80.00", "100.00", "80.00"],
        "外科": ["90.00", "120.00", "75.00"],
        "行政": ["1.00", "—", "—"],
    }


QUICK = {
    "cash_and_bank": 50.0, "short_term_investments": 10.0, "accounts_receivable_net": 30.0, "notes_receivable": 10.0,
    "current_liabilities": 50.0,
}  # fmt: skip


@pytest.mark.serves("003-038")
@pytest.mark.parametrize(
    ("deducted", "ratio"),
    [({}, 2.0), ({"damaged_drugs": 5.0}, 1.9), ({"damaged_drugs": 5.0, "drugs_to_be_returned": 20.0}, 1.5)],
)
def test_the_strict_quick_ratio_deducts_what_is_given_and_shows_each_line(
    material: Make, deducted: dict[str, float], ratio: float
):
    found = material({name: 10_000 * value for name, value in (QUICK | deducted).items()}, HEALTH)

    assert found.values.at("conservative_quick_ratio", "h", "2025").value == pytest.approx(ratio)
    shown = {one.id: one.printed for one in block(found, "quick_ratios").amounts}
    assert {name: text for name, text in shown.items() if text is not None} == {
        name: f"{value:.2f}" for name, value in (QUICK | deducted).items()
    }
    leaves = [part.id for part in _leaves(found.derive("conservative_quick_ratio"))]
    assert {"damaged_drugs", "drugs_to_be_returned"} <= set(leaves)


def _leaves(node: Derivation) -> Iterator[Derivation]:
    yield node
    for part in node.parts:
        yield from _leaves(part)
