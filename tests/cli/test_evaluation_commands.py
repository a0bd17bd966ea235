"""Commands of evaluation on a small case of our own: robustness, peers build, schemes show and compare, targets."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from cli.panel import SCHEME, schemes_file, with_part, write
from rendered import SAMPLES, checked, material
from reportgen.catalog import load_catalog
from reportgen.cli.app import app
from reportgen.cli.results_table import pay, print_results
from reportgen.errors import Refused
from reportgen.export.results import grade_of
from reportgen.model.printing import half_up
from reportgen.model.schemes import Grade
from reportgen.pipeline import evaluate

pytestmark = pytest.mark.usefixtures("samples_are_read_once")

RUNNER = CliRunner()
RENHE = SAMPLES / "renhe"
RESULTS = Path(__file__).parents[2] / "reportgen" / "export" / "schemas" / "results-1.json"

TO_PLAN = with_part(
    {"zh": "对照计划", "en": "Against the plan"},
    method="ratio_scoring",
    indicators={
        "current_ratio": {"direction": "higher", "weight": 1.0, "references": [{"kind": "plan"}, {"kind": "peer_mean"}]}
    },
)
BY_PEERS = with_part(
    {"zh": "同行百分位", "en": "By peers"},
    method="level_efficacy",
    standards_from="peers",
    indicators={"current_ratio": {"direction": "higher", "weight": 1.0}},
)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    rows = []
    for year, shift in (("2024", 0.0), ("2025", 0.1)):
        for number in range(9):
            code = "own" if number == 0 else f"h{number}"
            current = 100 * (1.2 + 0.15 * number + shift)
            rows.append(f"{code},{code},tertiary,east,{year},{current:.0f},100,1000,{300 + 20 * number}")
    folder = write(tmp_path / "small", {"mine": SCHEME, "to_plan": TO_PLAN}, rows)
    (folder / "standards").mkdir()
    return folder


def ran(*words: str | Path) -> str:
    found = RUNNER.invoke(app, [str(word) for word in words], catch_exceptions=False)
    assert found.exit_code in {0, 1}, found.output
    return found.stdout


@pytest.mark.slow
def test_robustness_is_printed_and_keeps_the_schema_of_results(case: Path):
    told = ran("evaluate", case, "--period", "2025", "--robustness", "--lang", "en")
    content = json.loads(ran("evaluate", case, "--period", "2025", "--robustness", "--format", "json"))

    assert "10,000 draws on weights and standards" in told
    assert "Change since 2024" in told
    Draft202012Validator(json.loads(RESULTS.read_text(encoding="utf-8"))).validate(content)
    sure = content["robustness"]
    assert {draw["what"] for draw in sure["draws"]} == {"weights", "standards", "both"}
    change = sure["change"]
    assert sum(change["effects"].values()) == pytest.approx(change["after"] - change["before"], abs=1e-9)
    assert "robustness" not in json.loads(ran("evaluate", case, "--period", "2025", "--format", "json"))


def test_it_is_said_why_grade_and_level_differ_where_those_of_an_indicator_do(capsys: pytest.CaptureFixture[str]):
    american = material("us-cms", "2021")
    rows = tuple(replace(row, level=grade_of(row.score, american)) for row in american.evaluation.indicators)
    print_results(american, "en")
    apart = capsys.readouterr().out
    print_results(replace(american, evaluation=replace(american.evaluation, indicators=rows)), "en")

    assert "The grade is that of the score" in apart
    assert "The grade is that of the score" not in capsys.readouterr().out


@pytest.mark.slow
def test_standards_built_from_a_panel_serve_a_scheme(case: Path):
    told = ran("peers", "build", case, "--lang", "en")
    assert "tertiary (8 hospitals)" in told
    assert "Left out: own" in told

    written = case / "standards" / "peers.yaml"
    for _ in range(2):
        ran("peers", "build", case, "--scheme", "mine", "-o", written)
    (case / "schemes" / "peers.yaml").write_text(schemes_file({"by_peers": BY_PEERS}), encoding="utf-8")
    content = json.loads(ran("evaluate", case, "--period", "2025", "--scheme", "by_peers", "--format", "json"))

    used = content["indicators"][0]["standards"][0]
    assert used["kind"] == "percentile"
    assert "n = 8" in used["source"]
    assert content["score"] is not None


def test_peers_json_never_names_a_hospital(case: Path):
    content = json.loads(ran("peers", "build", case, "--format", "json"))

    assert content["groups"][0]["n"] == 8
    assert content["excluded"] == ["own"]
    assert "h3" not in json.dumps(content)


def sides(said: str) -> dict[str, list[str]]:
    """What is printed, line by line: its first cell and those beside it."""
    rows = [re.split(r" {2,}", line.strip()) for line in said.splitlines()]
    return {row[0]: row[1:] for row in reversed(rows)}


@pytest.mark.serves("003-068")
def test_two_schemes_stand_side_by_side_with_scores_grades_and_ranks_and_how_far_these_lie_apart(case: Path):
    standards = SCHEME["parts"]["all"]["indicators"]["asset_liability_ratio"] | {"weight": 1.0}
    by_debt = with_part(
        {"zh": "负债", "en": "By debt"}, method="level_efficacy", indicators={"asset_liability_ratio": standards}
    )
    (case / "schemes" / "debt.yaml").write_text(schemes_file({"debt": by_debt}), encoding="utf-8")

    told = sides(ran("schemes", "compare", case, "mine", "debt", "--period", "2025", "--lang", "en"))
    assert told["Example scheme"] == ["By debt"]
    assert told["Total"] == ["71.20", "100.00"]  # 60 % of 52 for 1.3 between 1.0 and 1.5, and 40 % of 100
    assert told["Grade"] == ["Good", "Excellent"]
    assert told["Rank among peers"] == ["9/9", "1/9"]
    assert told["Ranks apart from the first"] == ["—", "−8"]
    assert told["Debt ratio"] == ["40.00", "100.0", "100.00", "100.0"]
    content = json.loads(ran("schemes", "compare", case, "mine", "debt", "--period", "2025", "--format", "json"))
    assert [(one["id"], one["rank"], one["ranked"]) for one in content["schemes"]] == [("mine", 9, 9), ("debt", 1, 9)]


PROFILES = {"balanced": "", "government": " · Government", "creditor": " · Creditors", "investor": " · Investors",
            "public_hospital": " · Public hospital"}  # fmt: skip
WEIGHTS = {
    "Surplus": [15, 8, 15, 28, 10], "Operations and efficiency": [20, 20, 15, 20, 18], "Solvency": [20, 12, 35, 15, 10],
    "Cash flow": [10, 8, 20, 12, 10], "Growth": [15, 12, 8, 18, 17], "Cost management": [10, 20, 4, 5, 20],
    "Asset quality": [10, 20, 3, 2, 15],
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.serves("003-069", "003-073", "003-074", "003-075", "003-076")
def test_profiles_of_weights_stand_side_by_side_by_name_with_totals_and_weights_that_sum_to_a_hundred():
    base = "stakeholder_views"
    names = [base if name == "balanced" else f"{base}.{name}" for name in PROFILES]
    told = sides(ran("schemes", "compare", RENHE, *names, "--period", "2025", "--lang", "en"))

    assert [one.removeprefix("Stakeholder views (balanced)") for one in told["Weight %"]] == list(PROFILES.values())
    assert {name: [float(cell) for cell in told[name]] for name in WEIGHTS} == WEIGHTS
    assert told["Sum"] == ["100.00"] * 5
    found = evaluate(checked("renhe"), period="2025", scheme=base).evaluation
    scores = {one.name.en: one.score or 0.0 for one in found.abilities}
    totals = [sum(of[place] * scores[name] / 100 for name, of in WEIGHTS.items()) for place in range(5)]
    assert told["Total"] == [f"{half_up(total, 2):.2f}" for total in totals]


@pytest.mark.serves("001-27")
@pytest.mark.parametrize(
    ("grade", "coefficient"), [(Grade.EXCELLENT, "1.20"), (Grade.GOOD, "1.10"), (Grade.POOR, "0.80")]
)
def test_the_coefficient_of_the_grade_reached_is_told_and_no_amount(grade: Grade, coefficient: str):
    found = material("renhe", "2025")
    told = pay(
        replace(found, scheme=found.catalog.schemes["department"], evaluation=replace(found.evaluation, grade=grade)),
        "en",
    )

    assert told is not None
    assert re.findall(r"\d+(?:\.\d+)?", told) == [coefficient]
    assert pay(found, "en") is None


@pytest.mark.serves("000-15")
def test_targets_of_the_hospital_come_before_its_peers(case: Path):
    def used() -> dict[str, object]:
        content = json.loads(ran("evaluate", case, "--period", "2025", "--scheme", "to_plan", "--format", "json"))
        found: dict[str, object] = content["indicators"][0]["standards"][0]
        return found

    assert used()["kind"] == "peer_mean"
    (case / "targets.csv").write_text("indicator,period,value\ncurrent_ratio,2025,1.5\n", encoding="utf-8")
    assert used() == {"kind": "plan", "level": "standard", "value": 1.5, "source": "targets.csv:2", "year": 2025}


def test_faults_of_targets_are_told_with_their_line(case: Path):
    lines = ["indicator,period,value,kind", "curent_ratio,2025,1", "current_ratio,25,1", "current_ratio,2025,x"]
    lines += ["current_ratio,2025,1.5", "current_ratio,2025,1.6"]
    (case / "targets.csv").write_text("\n".join(lines), encoding="utf-8")
    found = json.loads(ran("check", case, "--format", "json"))["findings"]

    told = {(one["place"]["line"], one["rule"]) for one in found if one["place"]["file"] == "targets.csv"}
    assert told == {(2, "S41"), (3, "S42"), (4, "S42"), (6, "S43")}


@pytest.mark.serves("003-105", "002-27")
def test_a_scheme_is_shown_with_weights_standards_sources_and_its_own_checks():
    told = ran("schemes", "show", "enterprise_2006", "--lang", "en")

    for word in ("Excellent ≥ 85", "Share % 70", "Constructed example", "tertiary, 2023", "(10)", "Surplus must not"):
        assert word in told
    assert "Financial indicators: 7 (63.0% of the weight)" in told
    assert "Own checks: sums of weights and structure are in order (version 1)" in told
    middle = ran("schemes", "show", "supervision_checklist", "--lang", "zh")
    assert "上 ≥ 85, 中 ≥ 60, 下 ≥ 0" in middle


@pytest.mark.serves("003-059")
def test_figures_that_enter_more_than_one_indicator_are_listed_with_the_weight_of_all_these():
    """Medical income is in asset turnover and receivable days (20/3 each), its own growth (7.5) and consumables (5)."""
    weights = {
        "Medical income": 20 / 3 + 20 / 3 + 7.5 + 5,
        "Total assets": 7.5 + 20 / 3 + 10,
        "Total current assets": 10 + 5,
        "Total current liabilities": 10 + 5,
        "Accounts receivable, net": 20 / 3 + 5,
    }
    listed = ", ".join(f"{name} {weight:.1f}%" for name, weight in weights.items())

    told = ran("schemes", "show", "stakeholder_views", "--lang", "en").splitlines()
    assert f"Figures used more than once (share of the weight): {listed}" in told


@pytest.mark.serves("003-105")
def test_a_scheme_with_faults_shows_what_its_own_checks_found(case: Path):
    debt = SCHEME["parts"]["all"]["indicators"]["asset_liability_ratio"]
    doubled = with_part({"zh": "两遍", "en": "Twice"}, method="level_efficacy", indicators={
        "asset_liability_ratio": debt | {"weight": 0.5}, "risk_rate": deepcopy(debt) | {"weight": 0.6}})  # fmt: skip
    (case / "schemes" / "twice.yaml").write_text(schemes_file({"twice": doubled}), encoding="utf-8")

    told = ran("schemes", "show", "twice", "--case", case, "--lang", "en")
    assert "Own checks found: " in told
    assert "1.1" in next(line for line in told.splitlines() if line.startswith("Own checks found"))
    assert "Say the same: Debt ratio and Risk rate" in told


def test_an_unknown_period_of_a_panel_is_refused(case: Path):
    with pytest.raises(Refused) as refused:
        RUNNER.invoke(app, ["peers", "build", str(case), "--period", "2019"], catch_exceptions=False)
    assert [finding.rule for finding in refused.value.findings] == ["C01"]


@pytest.mark.parametrize(("scheme", "bracket"), [("enterprise_2002", "("), ("efficacy_60_40", "")])
def test_weights_stand_in_per_cent_of_their_part_or_layer_however_they_were_stated(scheme: str, bracket: str):
    stated = load_catalog().schemes[scheme].parts.values()
    names = [name for part in stated for name in part.indicators]
    told = ran("schemes", "show", scheme, "--lang", "en")
    weights = re.findall(rf"^({'|'.join(names)}) .*?  {re.escape(bracket)}([0-9.]+)", told, re.MULTILINE)

    assert sum(float(weight) for _, weight in weights) == pytest.approx(100, abs=0.5)
