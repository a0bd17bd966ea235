"""Laws that every method keeps, whatever the figures."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.errors import Refused
from reportgen.scoring.calculators import CALCULATORS

WORKED = Path(__file__).parent / "worked"

Panel = list[list[float]]
figures = st.integers(1, 10_000).map(lambda number: number / 8)


@st.composite
def panels(draw: st.DrawFn, rows: int = 2, columns: int = 1) -> Panel:
    """Positive figures without binary noise, no column constant."""
    n, m = draw(st.integers(rows, 7)), draw(st.integers(columns, 5))
    varying = st.lists(figures, min_size=n, max_size=n).filter(lambda column: len(set(column)) > 1)
    return [list(row) for row in zip(*[draw(varying) for _ in range(m)], strict=True)]


def answer(method: str, /, **inputs: Any) -> dict[str, Any]:
    return CALCULATORS[method].answer(inputs)


def better(panel: Panel, **inputs: Any) -> dict[str, Any]:
    return {"matrix": panel, "directions": [1] * len(panel[0]), **inputs}


SCORES = {
    "topsis": ("closeness", {"weights": None, "normalisation": "minmax"}),
    "rank_sum_ratio": ("rsr", {}),
    "grey_relation": ("grade", {"form": "matrix"}),
}


@pytest.mark.parametrize("method", SCORES)
@given(panel=panels())
def test_a_ranking_lies_between_nothing_and_all_and_does_not_depend_on_the_order_of_objects(method: str, panel: Panel):
    score, inputs = SCORES[method]
    found = answer(method, **better(panel, **inputs))[score]
    turned = answer(method, **better(panel[::-1], **inputs))[score]

    assert all(0 <= one <= 1 + 1e-12 for one in found)
    assert turned == pytest.approx(found[::-1], abs=1e-9)


@pytest.mark.parametrize("method", SCORES)
@given(panel=panels(), unit=st.sampled_from([0.01, 1000.0, 1e6]))
def test_a_ranking_does_not_depend_on_units(method: str, panel: Panel, unit: float):
    score, inputs = SCORES[method]
    scaled = [[row[0] * unit, *row[1:]] for row in panel]

    expected = answer(method, **better(panel, **inputs))[score]
    assert answer(method, **better(scaled, **inputs))[score] == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("method", SCORES)
@given(panel=panels())
def test_an_object_that_is_best_in_everything_is_first_and_the_worst_is_last(method: str, panel: Panel):
    _, inputs = SCORES[method]
    top, bottom = (
        [max(column) + 1 for column in zip(*panel, strict=True)],
        [min(c) / 2 for c in zip(*panel, strict=True)],
    )
    found = answer(method, **better([top, *panel, bottom], **inputs))
    place = found.get("rank", found.get("order"))

    assert (place[0], place[-1]) == (1, len(place))


@pytest.mark.parametrize("method", SCORES)
@given(panel=panels())
def test_less_is_better_is_the_mirror_of_more_is_better(method: str, panel: Panel):
    score, inputs = SCORES[method]
    mirrored = [[-value for value in row] for row in panel]
    found = answer(method, **{**better(mirrored, **inputs), "directions": [-1] * len(panel[0])})

    assert found[score] == pytest.approx(answer(method, **better(panel, **inputs))[score], abs=1e-9)


@given(panels(rows=3, columns=2), st.sampled_from(["entropy_weights", "critic_weights", "variation_weights"]))
def test_weights_from_figures_add_up_to_one_and_do_not_depend_on_units_or_order(panel: Panel, method: str):
    weights = answer(method, matrix=panel)["weights"]
    if weights is None:
        return
    scaled = answer(method, matrix=[[row[0] * 1000, *row[1:]] for row in panel[::-1]])["weights"]

    assert sum(weights) == pytest.approx(1)
    assert min(weights) >= 0
    assert scaled == pytest.approx(weights, abs=1e-6)


@given(st.integers(2, 7), st.data())
def test_consistent_judgements_give_back_their_weights_by_every_method(n: int, data: st.DataObject):
    weights = np.array(data.draw(st.lists(st.integers(1, 9), min_size=n, max_size=n)), dtype=float)
    matrix = (weights[:, None] / weights[None, :]).tolist()
    expected = pytest.approx(weights / weights.sum())
    for method in ("eigenvector", "geometric_mean"):
        found = answer("ahp_weights", matrix=matrix, method=method)

        assert found["CR"] == pytest.approx(0, abs=1e-9)
        assert found["lambda_max"] == pytest.approx(n)
        assert found["weights"] == expected
        assert found["weights_column_mean"] == expected


@given(st.lists(st.lists(st.sampled_from([1, 2, 3, 5, 7, 9]), min_size=3, max_size=3), min_size=1, max_size=1))
def test_the_principal_eigenvalue_is_at_least_the_number_of_objects(cells: list[list[int]]):
    a, b, c = cells[0]
    found = answer("ahp_weights", matrix=[[1, a, b], [1 / a, 1, c], [1 / b, 1 / c, 1]])

    assert found["lambda_max"] >= 3 - 1e-9
    assert sum(found["weights"]) == pytest.approx(1)


memberships = st.lists(st.integers(0, 100).map(lambda n: n / 100), min_size=4, max_size=4)


@given(st.lists(memberships, min_size=2, max_size=5), st.data())
def test_memberships_stay_between_nothing_and_all_under_every_operator(rows: Panel, data: st.DataObject):
    raw = data.draw(st.lists(st.integers(1, 9), min_size=len(rows), max_size=len(rows)))
    found = answer("fuzzy_evaluation", weights=[w / sum(raw) for w in raw], R=rows, grade_scores=[4, 3, 2, 1])
    b = found["B"]

    assert all(0 <= one <= 1 for values in b.values() for one in values)
    assert all(x <= y + 1e-12 for x, y in zip(b["M(prod,max)"], b["M(min,max)"], strict=True))
    assert all(x <= y + 1e-12 for x, y in zip(b["M(min,max)"], b["M(min,bounded_sum)"], strict=True))
    assert all(score is None or 1 - 1e-9 <= score <= 4 + 1e-9 for score in found["score"].values())


@given(panels(rows=4, columns=2))
def test_eigenvalues_add_up_to_the_number_of_indicators_and_all_components_explain_everything(panel: Panel):
    found = answer("principal_components", matrix=panel, retain=len(panel[0]))

    assert sum(found["eigenvalues"]) == pytest.approx(len(panel[0]))
    assert found["communalities"] == pytest.approx([1] * len(panel[0]))
    assert sum(found["composite"]) == pytest.approx(0, abs=1e-6)


columns = st.lists(figures, min_size=3, max_size=3)


@given(columns, columns, columns, columns)
def test_effects_add_up_to_the_change(one: list[float], two: list[float], three: list[float], four: list[float]):
    prices = answer("index_decomposition", form="prices", p0=one, p1=two, q0=three, q1=four)
    change = np.dot(two, four) - np.dot(one, three)
    splits = [
        answer(
            "index_decomposition", form="structure", shares0=one, shares1=two, rates0=three, rates1=four, order=order
        )
        for order in ("structure_first", "level_first", "average")
    ]

    assert prices["total_change"] == pytest.approx(change, abs=1e-3)
    assert prices["laspeyres"] * prices["paasche_quantity"] / 100 == pytest.approx(prices["value"])
    assert [s["structure"] + s["level"] for s in splits] == pytest.approx(
        [np.dot(two, four) - np.dot(one, three)] * 3, abs=1e-3
    )


@given(st.lists(figures, min_size=3, max_size=12), st.data())
def test_a_place_never_falls_as_the_value_rises(values: list[float], data: st.DataObject):
    low, high = sorted(data.draw(st.tuples(*[st.floats(min(values), max(values))] * 2)))
    for kind in ("inclusive", "exclusive"):
        first, second = (answer("percentile_rank", data=values, x=x, kind=kind)["rank"] for x in (low, high))

        assert 0 <= first <= second <= 1


@given(st.floats(-0.5, 2), st.lists(st.integers(1, 1000), min_size=1, max_size=10))
def test_the_rate_found_makes_the_present_value_nothing(rate: float, earned: list[int]):
    outlay = -sum(flow / (1 + rate) ** year for year, flow in enumerate(earned, start=1))
    found = answer("time_value", function="IRR", values=[outlay, *earned])["value"]

    assert found == pytest.approx(rate, abs=1e-8)


@given(st.just(0.0) | st.floats(0.0001, 0.5), st.integers(1, 40), st.floats(1, 1e6), st.sampled_from([0, 1]))
def test_a_loan_is_paid_off_by_its_payments(rate: float, nper: int, pv: float, due: int):
    pmt = answer("time_value", function="PMT", rate=rate, nper=nper, pv=pv, type=due)["value"]

    assert answer("time_value", function="FV", rate=rate, nper=nper, pmt=pmt, pv=pv, type=due)[
        "value"
    ] == pytest.approx(0, abs=1e-6 * pv * (1 + rate) ** nper)
    assert answer("time_value", function="PV", rate=rate, nper=nper, pmt=pmt, type=due)["value"] == pytest.approx(pv)
    assert answer("time_value", function="NPER", rate=rate, pmt=pmt, pv=pv, type=due)["value"] == pytest.approx(nper)


# --- whatever is put in ---------------------------------------------------------------------------------------------

CASES = [
    (file.stem, case["inputs"])
    for file in sorted(WORKED.glob("*.json"))
    for case in json.loads(file.read_text(encoding="utf-8"))
]
ODD: list[Any] = [0, 1, -1, 1e308, -1e308, 5e-324, None, True, "", [], [0, 0], {}]


def places(content: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths of all values."""
    if path:
        yield path
    if isinstance(content, dict | list):
        for key, below in content.items() if isinstance(content, dict) else enumerate(content):
            yield from places(below, (*path, key))


@given(st.sampled_from(CASES), st.sampled_from(ODD), st.data())
def test_whatever_stands_for_a_value_there_is_an_answer_without_nan_or_a_refusal(
    case: tuple[str, dict[str, Any]], odd: Any, data: st.DataObject
):
    method, inputs = case[0], copy.deepcopy(case[1])
    *way, last = data.draw(st.sampled_from(list(places(inputs))))
    inside: Any = inputs
    for key in way:
        inside = inside[key]
    inside[last] = odd
    with suppress(Refused):
        json.dumps(CALCULATORS[method].answer(inputs), allow_nan=False)


INSIDE = {
    "topsis": ("closeness", {"weights": None, "normalisation": "minmax"}),
    "grey_relation": ("grade", {"form": "matrix", "normalisation": "minmax"}),
}


@pytest.mark.parametrize("method", INSIDE)
@given(panel=panels(3), share=st.floats(0.05, 0.95))
def test_an_object_between_the_extremes_changes_no_other_result(method: str, panel: Panel, share: float):
    score, inputs = INSIDE[method]
    found = answer(method, **better(panel, **inputs))[score]
    ends = [(min(column), max(column)) for column in zip(*panel, strict=True)]
    more = [*panel, [low + share * (high - low) for low, high in ends]]

    assert answer(method, **better(more, **inputs))[score][:-1] == pytest.approx(found, abs=1e-9)


@given(panel=panels(3), other=st.lists(figures, min_size=5, max_size=5))
def test_who_is_nowhere_worse_has_no_smaller_rank_sum_whoever_joins(panel: Panel, other: list[float]):
    best = [max(column) for column in zip(*panel, strict=True)]
    found = answer("rank_sum_ratio", **better([best, *panel, other[: len(best)], best]))["rsr"]

    assert all(found[0] >= one - 1e-12 for one in found[1 : 1 + len(panel)])
    assert found[0] == pytest.approx(found[-1])


@given(panel=panels(2, 2), other=st.lists(figures, min_size=5, max_size=5))
def test_standards_judge_an_object_whatever_others_there_are(panel: Panel, other: list[float]):
    columns = len(panel[0])
    inputs = {
        "form": "several",
        "unacceptable": [1.0] * columns,
        "satisfactory": [900.0] * columns,
        "weights": [1 / columns] * columns,
        "aggregate": "arithmetic",
    }
    alone = answer("efficacy_coefficient", matrix=panel, **inputs)["total"]
    together = answer("efficacy_coefficient", matrix=[*panel, other[:columns]], **inputs)["total"]

    assert together[: len(panel)] == pytest.approx(alone)
