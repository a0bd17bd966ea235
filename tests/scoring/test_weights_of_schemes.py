"""Weights that a scheme asks for: from data, from experts, combined, and what stands in where that cannot be done."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from invented import definition, scheme, values
from typer.testing import CliRunner

from reportgen.catalog import load_catalog
from reportgen.cli.app import app
from reportgen.errors import Refused
from reportgen.model.definition import Text
from reportgen.model.results import Evaluation
from reportgen.model.values import IndicatorValues, Reason
from reportgen.scoring import evaluate, scheme_findings
from reportgen.scoring.calculators import CALCULATORS
from reportgen.scoring.methods import weighting_name
from reportgen.scoring.weighing import as_before

CATALOG = load_catalog()
NAMES = ("current_ratio", "cash_to_short_term_debt", "receivable_turnover_days", "net_asset_growth")
SPREAD = np.random.default_rng(5).uniform(0.5, 5.5, (12, 4))


def panel(matrix: Any, **names: str) -> IndicatorValues:
    rows = {f"h{n:02}": dict(zip(NAMES, map(float, row), strict=True)) for n, row in enumerate(matrix)}
    return values({(names.get(own, own), "2025"): row for own, row in rows.items()})


def judged(rule: Any, matrix: Any = SPREAD, entity: str = "h00", **part: Any) -> Evaluation:
    made = definition()
    made["parts"]["quantitative"] |= {"weights": rule, **part}
    frame = panel(matrix)
    return evaluate(frame, scheme(made), "trial", CATALOG, entity, "2025", peers=frame)


def weights(found: Evaluation) -> list[float]:
    return [row.weight for row in found.indicators]


@pytest.mark.serves("002-17")
def test_the_four_hospital_panel_has_its_published_weights():
    matrix = [[3.0, 0.80, 42], [1.5, 0.74, 48], [4.5, 0.86, 36], [3.0, 0.80, 54]]
    found = CALCULATORS["variation_weights"].answer({"matrix": matrix, "variant": "cv", "ddof": 1})

    assert found["weights"] == pytest.approx([0.636279, 0.095442, 0.268279], abs=5e-7)


MARKS = [
    [9, 8, 7, 7, 6, 8, 7],
    [8, 9, 7, 6, 6, 8, 8],
    [9, 9, 6, 7, 5, 7, 6],
    [10, 8, 8, 6, 7, 9, 7],
    [9, 9, 7, 7, 6, 8, 9],
]
DEVIATION = [0.7071, 0.5477, 0.7071, 0.5477, 0.7071, 0.7071, 1.1402]
VARIATION = [0.0786, 0.0637, 0.1010, 0.0830, 0.1179, 0.0884, 0.1541]


@pytest.mark.serves("002-16")
def test_experts_marks_give_means_variation_and_weights_that_add_up():
    found = CALCULATORS["delphi"].answer({"form": "expert_scores", "scores": MARKS, "ddof": 1})

    assert found["mean"] == pytest.approx([9.0, 8.6, 7.0, 6.6, 6.0, 8.0, 7.4])
    assert found["std"] == pytest.approx(DEVIATION, abs=5e-5)
    assert found["cv"] == pytest.approx(VARIATION, abs=5e-5)
    assert found["weights"] == pytest.approx([0.1711, 0.1635, 0.1331, 0.1255, 0.1141, 0.1521, 0.1407], abs=5e-5)
    assert sum(found["weights"]) == pytest.approx(1.0)


@pytest.mark.serves("002-19")
def test_marks_are_combined_by_their_average_unless_the_scheme_says_how():
    default = load_catalog().schemes["comprehensive_80_20"].parts["qualitative"]

    assert weighting_name(default) == "delphi_average"
    assert weighting_name(default.model_copy(update={"weights": "delphi"})) == "delphi_average"
    told = {rule: CATALOG.words[f"weighting.delphi_{rule}"].en for rule in ("average", "product", "consensus")}
    assert told["product"] == "product of expert mean and coefficient of variation"
    assert len(set(told.values())) == 3


@pytest.mark.serves("003-144")
def test_the_composite_index_returns_each_step():
    inputs = {"actual": [1.85, 60], "standard": [2.0, 50], "directions": [1, -1], "weights": [0.4, 0.6], "scale": 1}
    found = CALCULATORS["composite_index"].answer(inputs)

    assert found["indices"] == pytest.approx([0.925, 50 / 60])
    assert found["weights"] == [0.4, 0.6]
    assert found["weighted"] == pytest.approx([0.37, 0.5])
    assert found["index"] == pytest.approx(0.87)


@pytest.mark.serves("003-144")
def test_the_command_prints_the_steps_of_the_composite_index_in_their_order(tmp_path: Path):
    inputs = {"actual": [1.85, 60], "standard": [2.0, 50], "directions": [1, -1], "weights": [0.4, 0.6], "scale": 1}
    (tmp_path / "in.json").write_text(json.dumps(inputs), encoding="utf-8")
    shown = CliRunner().invoke(app, ["method", "run", "composite_index", "--input", str(tmp_path / "in.json")]).stdout

    found = json.loads(shown)
    assert [name for name in found if found[name] is not None] == ["indices", "weights", "weighted", "index"]
    assert found["index"] == pytest.approx(sum(found["weighted"]))


@pytest.mark.serves("002-17")
@pytest.mark.parametrize(
    ("matrix", "told", "said"),
    [
        ([[3.0, 0.8], [1.5, 0.7]], "income, growth", "fewer than three objects"),
        ([[3.0, 0.8], [1.5, -0.8], [2.0, 0.0]], "growth", "the mean is 0"),
    ],
)
def test_too_few_objects_and_a_mean_of_zero_are_refused_and_name_the_indicators(
    matrix: list[list[float]], told: str, said: str
):
    with pytest.raises(Refused) as refused:
        CALCULATORS["variation_weights"].answer({"matrix": matrix, "names": ["income", "growth"]})

    (finding,) = refused.value.findings
    message = CATALOG.messages.both(finding).message
    assert f"for indicators {told}: " in message.en
    assert said in message.en
    assert told.replace(", ", "、") in message.zh


def test_schemes_fall_back_on_equal_weights_where_objects_are_few_or_a_mean_is_zero_and_say_so():
    one_peer = judged("variation_weights", SPREAD[:2])
    balanced = SPREAD.copy()
    balanced[:, 3] -= balanced[:, 3].mean()
    balanced[-1, 3] -= balanced[:, 3].sum()
    zero = judged("variation_weights", balanced)

    assert weights(one_peer) == pytest.approx([0.25] * 4)
    assert one_peer.warnings[0][0] == "S20"
    assert {"S21", "S23"} & {rule for rule, _ in zero.warnings}
    assert all(np.isfinite(weights(zero)))


@pytest.mark.parametrize("combine", ["linear", "product", "geometric_mean", "game"])
def test_given_and_measured_weights_are_combined(combine: str):
    rule = {"method": "combined", "of": ["given", "variation_weights"], "combine": combine}
    given, measured, found = judged("given"), judged("variation_weights"), judged(rule)

    own = {
        "form": combine,
        "subjective": weights(given),
        "objective": weights(measured),
        "variant": combine,
        "alpha": 0.5,
    }
    own.pop("form")
    assert weights(found) == pytest.approx(CALCULATORS["combination_weights"].answer(own)["weights"])
    assert sum(weights(found)) == pytest.approx(1.0)
    assert found.parts[0].objects == measured.parts[0].objects


@pytest.mark.parametrize(
    "rule", [{"of": ["given"]}, {"of": ["given", "dice"]}, {"of": ["given", "equal"], "combine": "darts"}]
)
def test_a_combination_that_names_no_two_weightings_is_refused(rule: dict[str, Any]):
    made = definition()
    made["parts"]["quantitative"]["weights"] = {"method": "combined"} | rule

    assert [finding.rule for finding in scheme_findings(scheme(made), "trial", CATALOG)] == ["S32"]


@pytest.mark.serves("002-07")
def test_indicators_that_move_together_are_named():
    matrix = SPREAD.copy()
    matrix[:, 1] = 2 * matrix[:, 0] + 0.001 * matrix[:, 2]
    found = judged("variation_weights", matrix)

    told = [facts for rule, facts in found.warnings if rule == "S33"]
    assert [(one["name"], one["other"]) for one in told] == [
        (CATALOG.indicators["current_ratio"].name, CATALOG.indicators["cash_to_short_term_debt"].name)
    ]
    for limit, named in ((told[0]["r"], 1), (1.0, 0)):  # just as much is enough
        again = judged("variation_weights", matrix, correlation_limit=limit).warnings
        assert [rule for rule, _ in again].count("S33") == named


@pytest.mark.serves("002-07")
def test_two_indicators_of_the_same_formula_are_named():
    made = definition()
    rows = made["parts"]["quantitative"]["indicators"]
    rows["asset_liability_ratio"] = rows.pop("current_ratio") | {"weight": 0.2}
    rows["risk_rate"] = dict(rows["asset_liability_ratio"])
    own = values({("own", "2025"): dict.fromkeys(rows, 3.0)})

    told = [
        facts for rule, facts in evaluate(own, scheme(made), "trial", CATALOG, "own", "2025").warnings if rule == "S27"
    ]
    names = {CATALOG.indicators[name].name for name in ("asset_liability_ratio", "risk_rate")}
    assert [{facts["name"], facts["other"]} for facts in told] == [names]


@pytest.mark.parametrize("wrong", [1e308, -1e308, 1e15, float("inf")])
@pytest.mark.parametrize("rule", ["variation_weights", "given", "entropy_weights", "critic_weights"])
def test_a_figure_that_no_arithmetic_can_bear_is_missing_with_its_reason(wrong: float, rule: str):
    matrix = SPREAD.copy()
    matrix[0, 0] = wrong
    own, other = judged(rule, matrix), judged(rule, matrix, "h01")

    row = own.indicator("current_ratio")
    assert (row.value, row.score, row.reason) == (None, None, Reason.INVALID_INPUT)
    assert other.score is not None
    assert all(np.isfinite(weights(other)))


@pytest.mark.serves("002-17")
def test_where_objects_are_enough_and_figures_are_not_the_indicator_and_how_many_lack_it_are_named():
    sparse = SPREAD[:6].copy()
    sparse[1:4, 2] = np.nan
    sparse[2, 0] = np.nan

    found = judged("variation_weights", sparse)

    ((rule, facts),) = found.warnings
    assert (rule, facts["n"], facts["objects"], facts["fewest"]) == ("S52", 3, 6, 5)
    one, other = (CATALOG.indicators[NAMES[column]].name for column in (2, 0))
    lacking = facts["lacking"]
    assert isinstance(lacking, Text)
    assert lacking.zh.startswith(f"“{one.zh}”3个（须有")
    assert f"“{other.zh}”1个（须有流动资产合计、流动负债合计）" in lacking.zh
    assert f"“{other.en}” 1 (it takes Total current assets, Total current liabilities)" in lacking.en
    assert weights(found) == pytest.approx([0.25] * 4)


@pytest.mark.serves("002-17")
@pytest.mark.parametrize(("named", "is_told"), [("2023", True), ("320106", False), ("east", False)])
def test_of_objects_that_lack_an_indicator_years_are_named_and_hospitals_are_not(named: str, *, is_told: bool):
    sparse = SPREAD[:6].copy()
    sparse[1:4, 2] = np.nan
    made = definition()
    made["parts"]["quantitative"] |= {"weights": "variation_weights"}
    frame = panel(sparse, h01=named)

    ((_, facts),) = evaluate(frame, scheme(made), "trial", CATALOG, "h00", "2025", peers=frame).warnings

    assert (named in facts["lacking"].zh, named in facts["lacking"].en) == (is_told, is_told)


@pytest.mark.parametrize(("objects", "rule", "known"), [(5, "S52", 2), (4, "S20", 1)])
def test_five_objects_are_enough_and_four_are_too_few_whatever_they_lack(objects: int, rule: str, known: int):
    sparse = SPREAD[:objects].copy()
    sparse[1:4, 2] = np.nan

    ((told, facts),) = judged("variation_weights", sparse).warnings

    assert (told, facts["n"]) == (rule, known)


@pytest.mark.parametrize(("objects", "told"), [(9, 0), (10, 1)])
@pytest.mark.parametrize(("noise", "together"), [(0.0, True), (9.0, False)])
def test_s33_indicators_that_move_together_are_told_from_ten_objects_on(
    objects: int, told: int, noise: float, *, together: bool
):
    matrix = SPREAD[:objects].copy()
    matrix[:, 1] = 2 * matrix[:, 0] + noise * SPREAD[:objects, 3] * (-1) ** np.arange(objects)
    remarks = [facts for rule, facts in judged("variation_weights", matrix).warnings if rule == "S33"]

    assert len(remarks) == (told if together else 0)
    if remarks:
        names = [CATALOG.indicators[name].name for name in NAMES[:2]]
        assert (remarks[0]["name"], remarks[0]["other"], remarks[0]["r"]) == (*names, pytest.approx(1.0))


@pytest.mark.parametrize(("mean", "rule"), [(0.101, None), (0.099, "S21"), (-0.101, None), (-0.099, "S21")])
def test_s21_a_mean_below_a_tenth_of_the_deviation_is_told(mean: float, rule: str | None):
    column = np.array([-1.0, 1.0, -1.0, 1.0, -1.0, 1.0])
    matrix = SPREAD[:6].copy()
    matrix[:, 3] = mean + column / column.std(ddof=1)

    told = [(rule, facts["indicator"]) for rule, facts in judged("variation_weights", matrix).warnings if rule == "S21"]

    assert told == ([(rule, NAMES[3])] if rule else [])


def test_the_weights_of_another_evaluation_are_those_within_the_part():
    found = judged("variation_weights")
    part = scheme(definition()).parts["quantitative"]
    earlier = replace(found.parts[0], share=0.8)
    rows = tuple(replace(row, weight=row.weight * 0.8) for row in found.indicators)

    same = as_before(part, earlier, replace(found, indicators=rows))
    fewer = as_before(part, earlier, replace(found, indicators=rows[1:]))

    assert same.shares == pytest.approx(weights(found))
    assert fewer.shares[0] == 0
    assert fewer.shares.sum() == pytest.approx(1.0)
    assert (same.weighting, same.objects, same.rows) == (earlier.weighting, earlier.objects, earlier.weights)


@pytest.mark.parametrize(("gaps", "years", "told"), [(2, 1, (6, 5, 4)), (5, 2, (4, 3, 2))])
def test_s52_names_the_objects_that_come_nearest_to_being_enough(gaps: int, years: int, told: tuple[int, int, int]):
    """Six hospitals of which five are wanted whole, or four own years of which three are."""
    matrix = SPREAD[:6].copy()
    matrix[1 : 1 + gaps, 2] = np.nan
    rows: dict[tuple[str, str], dict[str, float]] = {
        (f"h{n:02}", "2025"): dict(zip(NAMES, map(float, row), strict=True)) for n, row in enumerate(matrix)
    }
    own = rows["h00", "2025"]
    for number, year in enumerate(("2024", "2023", "2022")):
        rows["h00", year] = own if number < years - 1 else {**own, NAMES[0]: float("nan")}
    made = definition()
    made["parts"]["quantitative"] |= {"weights": "variation_weights"}
    frame = values(rows)

    remarks = evaluate(frame, scheme(made), "trial", CATALOG, "h00", "2025", peers=frame).warnings

    ((_, facts),) = [(rule, facts) for rule, facts in remarks if rule == "S52"]
    assert (facts["objects"], facts["fewest"], facts["n"]) == told
