"""Single standards in print: their kind, where they come from, whether a duty was met, and what limits did."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from analysis.cases import write as put_down
from cli.panel import with_part, write
from pages import Part, page_of, section_of
from reportgen import pipeline
from reportgen.analysis.material import Material
from reportgen.model.results import UsedReference
from reportgen.model.schemes import StandardKind

DEBT = [{"kind": "plan", "value": 0.4, "source": "board"}]
SHIFTS = {"2022": -0.1, "2023": 0.3, "2024": 0.0, "2025": 0.1}


def judged(folder: Path, method: str, references: list[dict[str, Any]], targets: str = "", **part: Any) -> Material:
    """The hospital `own` of nine: current ratio 1.3 (1.1, 1.5, 1.2 before), debt ratio 0.3; the eight others have more."""
    rows = []
    for year, shift in SHIFTS.items():
        for number in range(9):
            code = "own" if number == 0 else f"h{number}"
            current = 100 * (1.2 + 0.15 * number + shift)
            rows.append(f"{code},{code},tertiary,east,{year},{current:.0f},100,1000,{300 + 20 * number}")
    indicators = {
        "current_ratio": {"direction": "higher", "weight": 0.25, "references": references},
        "asset_liability_ratio": {"direction": "lower", "weight": 0.75, "references": DEBT},
    }
    scheme = with_part({"zh": "试", "en": "Trial"}, method=method, indicators=indicators, **part)
    case = write(folder / "case", {"mine": scheme}, rows)
    if targets:
        (case / "targets.csv").write_text(f"indicator,period,value,kind\n{targets}\n", encoding="utf-8")
    return pipeline.evaluate(pipeline.check(case), period="2025")


def printed(material: Material, section: str = "method", mode: str = "en") -> Part:
    found = section_of(material, section, mode)
    assert found is not None
    return found


LAW = {"kind": "mandatory", "value": 2.0, "source": "law"}


@pytest.mark.serves("003-110")
@pytest.mark.parametrize(
    ("value", "en", "zh", "held"),
    [(2.0, "mandatory: missed", "强制标准（未达标）", True), (1.3, "mandatory: met", "强制标准（达标）", False)],
)
def test_a_mandatory_standard_prints_whether_it_was_met_and_that_a_miss_holds_the_grade(
    tmp_path: Path, value: float, en: str, zh: str, *, held: bool
):
    material = judged(tmp_path, "ratio_scoring", [LAW | {"value": value, "veto": "fair"}])
    english, chinese = printed(material), printed(material, mode="zh")

    assert english.tables[1][2][:4] == ["Current ratio", "times", en, f"≥ {value:.2f}"]
    assert chinese.tables[1][2][2] == zh
    assert ("Current ratio misses its mandatory standard, so the grade is held at Fair." in english.text) is held
    assert ("流动比率”未达到强制标准，等级以“中”为限" in chinese.text) is held
    assert material.evaluation.grade == ("fair" if held else "excellent")
    page = page_of(material, "verdict")
    assert ("Mandatory standard missed in current ratio: Fair" in page.title) is held
    assert ("The score alone would be Excellent; current ratio missed a mandatory standard" in page.text) is held


@pytest.mark.serves("003-110")
def test_without_a_veto_a_miss_is_printed_and_the_grade_stands(tmp_path: Path):
    material = judged(tmp_path, "ratio_scoring", [LAW])

    assert printed(material).tables[1][2][2] == "mandatory: missed"
    assert "the grade is held" not in printed(material).text
    assert material.evaluation.grade == "excellent"


ORDER: list[tuple[dict[str, Any], list[str]]] = [
    (LAW, ["mandatory: missed", "≥ 2.00", "—", "law"]),
    ({"kind": "plan", "value": 1.6, "source": "board"}, ["plan", "≥ 1.60", "—", "board"]),
    ({"kind": "peer_mean"}, ["peers' mean", "≥ 1.98", "—", "8 peers"]),
    ({"kind": "own_best"}, ["own best", "≥ 1.50", "—", "Own figures of 2023"]),
]


@pytest.mark.serves("003-139", "003-111")
@pytest.mark.parametrize("first", range(len(ORDER)))
def test_of_several_standards_the_one_that_comes_first_is_printed_with_its_kind(tmp_path: Path, first: int):
    given = [reference for reference, _ in reversed(ORDER[first:])]
    found = printed(judged(tmp_path, "ratio_scoring", given))

    assert found.tables[1][2] == ["Current ratio", "times", *ORDER[first][1], "—"]


@pytest.mark.serves("003-153")
def test_without_a_standard_of_the_industry_the_own_past_counts_and_else_the_weight_goes_to_the_others(tmp_path: Path):
    industry = {"kind": "industry_best", "peers": ["nobody"]}
    past = printed(judged(tmp_path / "past", "ratio_scoring", [industry, {"kind": "mean_3y"}]))
    none = judged(tmp_path / "none", "ratio_scoring", [industry])

    assert past.tables[1][2][2:6] == ["three-year mean", "≥ 1.27", "—", "Own figures of 2022, 2023 and 2024"]
    row = next(row for row in printed(none).tables[0] if row[0] == "Current ratio")
    assert (row[1], row[7:]) == ("1.30", ["0.00", "—①"])
    assert none.evaluation.score == pytest.approx(100 * 0.4 / 0.3)


@pytest.mark.serves("003-108", "003-109")
@pytest.mark.parametrize(
    ("kind", "en"), [("budget", "budget"), ("performance_budget", "performance budget"), ("plan", "plan")]
)
def test_a_target_of_a_budget_prints_beside_what_came_of_it(tmp_path: Path, kind: str, en: str):
    found = printed(judged(tmp_path, "ratio_scoring", [{"kind": kind}], f"current_ratio,2025,1.6,{kind}"))

    assert next(row for row in found.tables[0] if row[0] == "Current ratio")[1:3] == ["1.30", "≥ 1.60"]
    assert found.tables[1][2][2:] == [en, "≥ 1.60", "—", "targets.csv:2", "2025"]


UNIT_COST = """own:
  name: {zh: 试, en: Trial}
  source: test
  grades: {excellent: 85, good: 70, fair: 50, low: 40, poor: 0}
  abilities: {cost: {zh: 成本, en: Cost}}
  parts:
    all:
      share: 1.0
      method: ratio_scoring
      indicators:
        outpatient_cost_per_visit: {ability: cost, direction: lower, weight: 1, references: [{kind: performance_budget}]}
"""


@pytest.mark.serves("003-109")
def test_a_planned_unit_cost_prints_beside_the_actual_one(tmp_path: Path):
    put_down(tmp_path, {"outpatient_cost@2025": 5_200_000.0, "outpatient_emergency_visits@2025": 20_000.0})
    case = tmp_path / "case.yaml"
    case.write_text(case.read_text(encoding="utf-8").replace("scheme: none", "scheme: own"), encoding="utf-8")
    (tmp_path / "schemes").mkdir()
    (tmp_path / "schemes" / "own.yaml").write_text(UNIT_COST, encoding="utf-8")
    line = "outpatient_cost_per_visit,2025,247,performance_budget"
    (tmp_path / "targets.csv").write_text(f"indicator,period,value,kind\n{line}\n", encoding="utf-8")
    material = pipeline.evaluate(pipeline.check(tmp_path), period="2025")

    found = printed(material)
    assert found.tables[0][1][1:3] == ["260.00", "≤ 247.00"]
    assert found.tables[1][1][1:4] == ["¥ each", "performance budget", "≤ 247.00"]
    assert material.evaluation.score == pytest.approx(95.0)


@pytest.mark.serves("003-123")
@pytest.mark.parametrize(("limits", "scores"), [({}, (65.0, 133.3)), ({"cap": 1.2, "floor": 0.8}, (80.0, 120.0))])
def test_cap_and_floor_hold_a_ratio_and_print_where_they_act(
    tmp_path: Path, limits: dict[str, float], scores: tuple[float, float]
):
    material = judged(tmp_path, "ratio_scoring", [LAW | {"kind": "plan"}], **limits)
    found = printed(material, "scorecard")

    assert found.row("Current ratio, times")[-3] == f"{scores[0]:.1f}"
    assert found.row("Debt ratio, %")[-3] == f"{scores[1]:.1f}"
    assert ("Debt ratio and Current ratio: Score capped." in found.text) is bool(limits)


@pytest.mark.serves("003-125")
def test_the_composite_index_prints_with_three_decimals(tmp_path: Path):
    material = judged(tmp_path, "composite_index", [LAW | {"kind": "plan"}])

    assert f"Composite index {0.25 * 1.3 / 2.0 + 0.75 * 0.4 / 0.3:.3f}." in printed(material).text
    assert "综合指数1.163。" in printed(material, mode="zh").text


@pytest.mark.parametrize(("year", "limit", "told"), [(2025, None, True), (None, 1.0, True), (2025, 1.0, False)])
def test_a_dash_among_single_standards_is_explained_and_only_where_there_is_one(
    renhe: Material, *, year: int | None, limit: float | None, told: bool
):
    first, *others = renhe.evaluation.indicators
    standard = UsedReference(kind=StandardKind.PLAN, value=1.5, source="plan", year=year, unacceptable=limit)
    rows = (replace(first, reference=standard), *others)
    page = section_of(replace(renhe, evaluation=replace(renhe.evaluation, indicators=rows)), "method")

    assert page is not None
    assert ("no value is set that is not allowed" in page.text) is told
