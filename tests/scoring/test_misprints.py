"""Printed examples that err: what is printed and what is right, each computed anew by the calculator itself."""

from __future__ import annotations

from typing import Any

import pytest

from reportgen.catalog import load_catalog
from reportgen.scoring.calculators import CALCULATORS
from shell import reportgen

SERIES = {"x0": [30.5, 34.7, 35.9, 38.2, 41.0], "x1": [22.1, 25.4, 27.1, 28.3, 31.5]}
CASES: list[tuple[str, str, dict[str, Any], str, str, str]] = [
    ("ratio_scoring", "seven_ratios",
     {"form": "ratio", "weights": [25, 25, 15, 10, 10, 10, 5], "standards": [2, 1.5, 2.5, 8, 6, 4, 3],
      "actual": [2.33, 0.88, 3.33, 12, 10, 2.66, 1.63], "higher_is_better": [True] * 7, "cap": None},
     "total", "105.35", "104.805"),
    ("delphi", "four_judges",
     {"form": "kendall", "ranks": [[1, 3, 2, 5, 4], [2, 1, 3, 4, 5], [3, 1, 2, 5, 4], [3, 2, 1, 4, 5]],
      "tie_correction": True},
     "W", "0.73", "0.7625"),
    ("grey_relation", "absolute", {"form": "incidence", **SERIES, "variant": "absolute"},
     "incidence", "0.9323", "0.9273"),
    ("grey_relation", "relative", {"form": "incidence", **SERIES, "variant": "relative"},
     "incidence", "0.9914", "0.9527"),
    ("trend", "cube_root", {"form": "cagr", "begin": 10000, "end": 19000, "periods": 3}, "cagr", "16.67%", "23.86%"),
    ("percentile_rank", "truncated",
     {"data": [10, 12, 13, 14, 14, 14.5, 16, 17.5, 17.75, 20, 22], "x": 18, "kind": "exclusive", "digits": 1},
     "rank", "0.8", "0.7"),
    ("eva", "equity_charge", {"nopat": 420, "capital": 1300, "wacc": 0.1}, "eva", "390", "290"),
    ("altman_z", "coefficient",
     {"variant": "Z_double_prime", "x1": 0.120550161812, "x2": 0.15857605178, "x3": 0.0339805825243, "x4": 1.49193548387},
     "z", "3.095", "3.103"),
    ("index_decomposition", "fisher", {"form": "prices", "p0": [1, 1], "p1": [1, 2], "q0": [670, 10], "q1": [770, 190]},
     "fisher", "110.40", "110.25"),
]  # fmt: skip


@pytest.mark.serves("004-02")
@pytest.mark.parametrize(
    ("method", "name", "inputs", "key", "printed", "right"), CASES, ids=[case[1] for case in CASES]
)
def test_the_right_value_is_what_the_calculator_gives(
    method: str, name: str, inputs: dict[str, Any], key: str, printed: str, right: str
):
    said = load_catalog().words[f"method.{method}.misprints.{name}"]
    found = _value(CALCULATORS[method].answer(inputs, "test"), key)

    places = len(right.rstrip("%").partition(".")[2])
    assert f"{found * 100:.{places}f}%" == right if right.endswith("%") else f"{found:.{places}f}" == right
    assert printed != right
    for words in (said.zh, said.en):
        assert printed in words
        assert right in words


def _value(answer: Any, key: str) -> float:
    content = answer if isinstance(answer, dict) else answer.model_dump()
    return float(content.get("outputs", content.get("result", content))[key])


@pytest.mark.serves("004-02")
@pytest.mark.parametrize(
    ("lang", "words"), [("zh", "例题有误：一道银行考试模拟题"), ("en", "A printed example errs: ")]
)
def test_the_method_tells_its_erring_examples(lang: str, words: str):
    done = reportgen("method", "show", "eva", "--lang", lang)

    assert done.returncode == 0
    assert words in done.stdout
    assert "390" in done.stdout


def test_a_method_without_any_says_nothing_of_the_kind():
    assert "errs" not in reportgen("method", "show", "weighted_checklist", "--lang", "en").stdout
