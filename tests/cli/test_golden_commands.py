"""The golden cases of the 80/20 scheme through the program's own commands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shell import reportgen

GOLDEN = Path(__file__).parents[1] / "cases" / "golden"


def answer(*words: str | Path) -> dict[str, object]:
    ran = reportgen(*words)
    assert ran.returncode == 0, ran.stderr
    content: dict[str, object] = json.loads(ran.stdout)
    return content


@pytest.mark.serves("002-33")
def test_evaluate_gives_87_784_printed_87_78_excellent():
    content = answer("evaluate", GOLDEN / "complete", "--format", "json")

    assert content["score"] == pytest.approx(87.784, abs=1e-9)
    assert content["score_printed"] == "87.78"
    assert content["grade"] == "excellent"


@pytest.mark.serves("002-29")
def test_evaluate_spreads_the_weight_of_what_is_missing():
    content = answer("evaluate", GOLDEN / "inventory_missing", "--format", "json")
    quantitative = next(part for part in content["parts"] if part["id"] == "quantitative")  # type: ignore[attr-defined]

    assert quantitative["score"] == pytest.approx(88.578380, abs=5e-7)
    assert content["incomplete"] is False or content["grade"] is not None


@pytest.mark.serves("002-33")
def test_the_calculator_agrees(tmp_path: Path):
    source = tmp_path / "input.json"
    bounds = [["优", 85], ["良", 70], ["中", 50], ["低", 40], ["差", None]]
    inputs = {
        "form": "synthesis", "quantitative": 88.48, "qualitative": 85, "weight_quantitative": 0.8,
        "weight_qualitative": 0.2, "level_lower_bounds": bounds, "decimals": 2,
    }  # fmt: skip
    source.write_text(json.dumps(inputs), encoding="utf-8")

    content = answer("method", "run", "comprehensive_score", "--input", source)
    assert content == {"total": pytest.approx(87.784), "level": "优", "level_unrounded": "优"}
