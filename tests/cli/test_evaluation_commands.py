"""Commands of evaluation on a small case of our own: robustness, peers build, schemes show and compare, targets."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from cli.panel import SCHEME, schemes_file, with_part, write
from rendered import material
from reportgen.cli.app import app
from reportgen.cli.parts_page import pay
from reportgen.errors import Refused
from reportgen.model.schemes import Grade

RUNNER = CliRunner()
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


@pytest.mark.serves("003-068")
def test_two_schemes_stand_side_by_side_with_their_ranks(case: Path):
    content = json.loads(ran("schemes", "compare", case, "mine", "to_plan", "--period", "2025", "--format", "json"))

    assert [side["id"] for side in content["schemes"]] == ["mine", "to_plan"]
    assert all(side["rank"] and side["ranked"] == 9 for side in content["schemes"])
    assert "Example scheme" in ran("schemes", "compare", case, "mine", "to_plan", "--period", "2025", "--lang", "en")


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


@pytest.mark.serves("003-059", "003-060", "003-105", "003-028", "002-27")
def test_a_scheme_is_shown_with_weights_standards_sources_and_its_own_checks():
    told = ran("schemes", "show", "enterprise_2006", "--lang", "en")

    for word in ("Excellent ≥ 85", "Share % 70", "Constructed example", "tertiary, 2023", "(10)", "Surplus must not"):
        assert word in told
    assert "Figures used more than once" in told
    assert "Financial indicators: 7 (63.0% of the weight)" in told
    middle = ran("schemes", "show", "supervision_checklist", "--lang", "zh")
    assert "上 ≥ 85, 中 ≥ 60, 下 ≥ 0" in middle


def test_an_unknown_period_of_a_panel_is_refused(case: Path):
    with pytest.raises(Refused) as refused:
        RUNNER.invoke(app, ["peers", "build", str(case), "--period", "2019"], catch_exceptions=False)
    assert [finding.rule for finding in refused.value.findings] == ["C01"]
