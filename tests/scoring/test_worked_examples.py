"""Every calculator repeats worked examples, most of them published."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reportgen.catalog import load_catalog
from reportgen.errors import Refused
from reportgen.scoring.calculators import CALCULATORS

WORKED = Path(__file__).parent / "worked"


def cases() -> list[Any]:
    return [
        pytest.param(file.stem, case, id=f"{file.stem}-{number}")
        for file in sorted(WORKED.glob("*.json"))
        for number, case in enumerate(json.loads(file.read_text(encoding="utf-8")), start=1)
    ]


def agrees(found: Any, expected: Any, tolerance: float) -> bool:
    """Numbers within an absolute or relative tolerance, everything else exactly; further keys are welcome."""
    if isinstance(expected, dict):
        return all(key in found and agrees(found[key], value, tolerance) for key, value in expected.items())
    if isinstance(expected, list):
        return len(found) == len(expected) and all(
            agrees(a, b, tolerance) for a, b in zip(found, expected, strict=True)
        )
    if isinstance(expected, bool | str) or expected is None:
        return bool(found == expected)
    return isinstance(found, int | float) and abs(found - expected) <= max(tolerance, tolerance * abs(expected))


@pytest.mark.parametrize(("method", "case"), cases())
def test_a_method_repeats_a_worked_example(method: str, case: dict[str, Any]):
    found = json.loads(json.dumps(CALCULATORS[method].answer(case["inputs"]), allow_nan=False))

    assert agrees(found, case["expected"], case["tolerance"])


def test_every_example_has_its_own_name_a_title_and_a_source():
    known = [case.values[1] for case in cases()]

    assert len({case["id"] for case in known}) == len(known)
    assert all(case["title"] and case["source"] for case in known)


def test_every_method_has_an_example_and_words():
    words = load_catalog().words

    assert sorted(CALCULATORS) == sorted(file.stem for file in WORKED.glob("*.json"))
    assert all(f"method.{name}.{key}" in words for name in CALCULATORS for key in ("name", "meaning", "source"))


WRONG = [
    ("level_efficacy", {"actual": 1, "weight": "a", "standards": {}}, "D05"),
    ("level_efficacy", {"actual": True, "weight": 1, "standards": {}}, "D05"),
    ("level_efficacy", {"actual": 1, "weight": 1, "standards": {}, "cap": 2}, "D03"),
    ("level_efficacy", {"actual": 1, "weight": 1}, "D04"),
    ("level_efficacy", {"actual": 1, "weight": 1, "standards": {"excellent": 1, "good": 2}}, "M02"),
    ("level_efficacy", {"actual": 5, "weight": 1, "standards": {"excellent": None, "good": 2}}, "M02"),
    (
        "level_efficacy",
        {"actual": 5, "weight": 1, "higher_is_better": False, "standards": {"good": 6, "fair": 7}},
        "D03",
    ),
    (
        "level_efficacy",
        {"actual": 5, "weight": 1, "higher_is_better": False, "standards": {"good": 6, "low": 7}},
        "M02",
    ),
    ("variation_weights", {"matrix": [[1.0, float("nan")]]}, "D11"),
    ("variation_weights", {"matrix": [[1], [1, 2]]}, "M02"),
    ("variation_weights", {"matrix": []}, "M02"),
    ("comprehensive_score", {"form": "level", "score": 1, "level_lower_bounds": [["A", 5], ["B", 7]]}, "M02"),
    ("comprehensive_score", {"form": "level", "score": 1, "level_lower_bounds": [["A", None], ["B", 7]]}, "M02"),
    ("delphi", {"form": "vote"}, "M01"),
    ("delphi", {"form": "kendall"}, "M02"),
    ("efficacy_coefficient", {"actual": 1, "unacceptable": 2, "satisfactory": 2}, "M02"),
    ("composite_index", {"norms": {"a": 1}, "sign": {"b": 1}, "actual": {"a": 1}}, "M02"),
    ("ahp_weights", {"criteria_weights": [1], "local": [[1, 2]]}, "M02"),
    ("delphi", {"judgement_basis": 1.2, "familiarity": 1}, "D11"),
    ("fuzzy_evaluation", {"form": "scores", "weights": [1], "R": [[1], [2]]}, "M02"),
    ("trend", {"values": [1, 2], "t": [3, 3]}, "M02"),
    ("time_value", {"flows": [-1], "rate": 0.1}, "D11"),
    ("budget_execution", {"budget": 1, "actual_to_date": 1, "months": 13}, "D11"),
    ("ratio_analysis", {"retail": 1, "purchase": 1, "usual": [0.3, 0.1]}, "M02"),
    ("chain_substitution", {"factors": ["a"], "base": [1], "actual": [2], "order": ["b"]}, "M02"),
]


@pytest.mark.parametrize(("method", "inputs", "rule"), WRONG)
def test_wrong_inputs_are_refused_in_both_languages(method: str, inputs: dict[str, Any], rule: str):
    with pytest.raises(Refused) as refusal:
        CALCULATORS[method].answer(inputs, "inputs.json")

    assert [finding.rule for finding in refusal.value.findings] == [rule]
    said = load_catalog().messages.both(refusal.value.findings[0])
    assert "@" not in said.message.zh + said.message.en


def test_a_form_that_nobody_named_is_known_by_its_inputs():
    assert CALCULATORS["budget_execution"].answer({"plan": -500, "actual": 120})["completion"] == pytest.approx(2.24)
    assert CALCULATORS["trend"].answer({"values": [1, 2]})["growth"] == [None, 100.0]  # of two that fit the first


def test_what_is_undefined_comes_back_as_null():
    constant = CALCULATORS["variation_weights"].answer({"matrix": [[1, 2], [1, 2], [1, 2]]})
    unmarked = CALCULATORS["delphi"].answer({"scores": [[0, 0], [0, 0]]})

    assert (constant["cv"], constant["weights"]) == ([0.0, 0.0], None)
    assert (unmarked["cv"], unmarked["weights"]) == ([None, None], None)
