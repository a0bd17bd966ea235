"""Laws of the methods of one standard and of the second layer, and the same by other means."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.definitions import Direction
from reportgen.scoring.calculators import CALCULATORS
from reportgen.scoring.kernels.normalisation import BAND_COEFFICIENTS, correction_coefficient
from reportgen.scoring.methods import critic, entropy
from reportgen.scoring.parts import coefficients
from reportgen.scoring.parts import layer_corrections as corrections
from reportgen.scoring.relative import SINGLE, Measure, level_efficacy, range_index

positive = st.floats(0.01, 1e6)
BOTH = (Direction.HIGHER, Direction.LOWER)


@given(positive, positive, st.floats(1e-3, 1e3), st.sampled_from(BOTH))
def test_an_index_does_not_depend_on_the_unit(value: float, standard: float, unit: float, direction: Direction):
    one = SINGLE["ratio_scoring"](np.array([value]), Measure(standard, direction))
    other = SINGLE["ratio_scoring"](np.array([unit * value]), Measure(unit * standard, direction))

    assert one == pytest.approx(other, rel=1e-12)


@given(st.lists(positive, min_size=2, max_size=20), positive, st.sampled_from(BOTH), st.sampled_from(sorted(SINGLE)))
def test_better_values_never_score_less(found: list[float], standard: float, direction: Direction, method: str):
    ranked = np.sort(np.array(found))
    unacceptable = standard * (0.5 if direction is Direction.HIGHER else 2.0)
    scores = SINGLE[method](ranked, Measure(standard, direction, unacceptable))

    falls = direction is Direction.LOWER and method != "weighted_checklist"
    steps = -np.diff(scores) if falls else np.diff(scores)
    assert (steps >= -1e-9).all()


@given(st.floats(-1e6, 1e6), positive, st.sampled_from(sorted(SINGLE)))
def test_scores_are_bounded_where_the_method_says_so(value: float, standard: float, method: str):
    measured = Measure(standard, Direction.HIGHER, standard / 2, cap=1.5, floor=0.5)
    score = SINGLE[method](np.array([value]), measured)[0]

    low, high = (0.5, 1.5) if method in {"ratio_scoring", "composite_index"} else (0.0, 1.0)
    assert np.isnan(score) or low <= score <= high


@pytest.mark.parametrize(
    ("value", "standard", "direction"),
    [
        (-1.0, 2.0, "higher"),
        (1.0, 0.0, "higher"),
        (1.0, -2.0, "lower"),
        (-1.0, 2.0, "lower"),
        (1.0, 2.0, "range"),
        (0.0, 2.0, "lower"),
    ],
)
def test_an_index_that_has_no_meaning_is_undefined(value: float, standard: float, direction: str):
    assert np.isnan(SINGLE["ratio_scoring"](np.array([value]), Measure(standard, Direction(direction)))).all()


def test_a_true_zero_of_a_lower_is_better_indicator_gets_the_cap():
    assert SINGLE["ratio_scoring"](np.array([0.0]), Measure(2.0, Direction.LOWER, cap=1.5)).tolist() == [1.5]


@given(st.floats(0.1, 100), st.floats(0.1, 100), st.booleans())
def test_schemes_and_the_calculator_give_the_same_ratio(actual: float, standard: float, higher: bool):  # noqa: FBT001 - a parameter
    inputs = {
        "form": "ratio",
        "weights": [25.0],
        "standards": [standard],
        "actual": [actual],
        "higher_is_better": [higher],
    }
    direction = Direction.HIGHER if higher else Direction.LOWER
    scored = SINGLE["ratio_scoring"](np.array([actual]), Measure(standard, direction))

    assert CALCULATORS["ratio_scoring"].answer(inputs)["total"] == pytest.approx(25 * scored[0])


@given(st.lists(st.floats(-1, 11), min_size=1, max_size=10), st.floats(0, 1))
def test_the_second_layer_of_schemes_is_the_calculators(found: list[float], analysis: float):
    edges = np.array([[9.0, 7.0, 5.0, 3.0, 1.0], [np.inf] * 5])
    levels = level_efficacy(np.array(found), edges, BAND_COEFFICIENTS)

    own = coefficients(levels.score[:, None], np.full((len(found), 1), analysis), (0.7, 1.3))[:, 0]
    assert own == pytest.approx(np.clip(correction_coefficient(levels, analysis), 0.7, 1.3))


@given(st.lists(st.floats(0, 1), min_size=4, max_size=4))
def test_a_corrected_content_never_exceeds_its_weight(scores: list[float]):
    found = np.array([scores])
    basic = np.array([[0.6, 0.4, 0.0, 0.0]])
    _, of_content = corrections(found, basic, np.array([0.0, 0.0, 0.7, 0.3]), np.zeros(4, dtype=np.int64), (0.7, 1.3))

    assert (basic * found).sum() * of_content[0, 0] <= 1.2 + 1e-9
    assert 0.7 <= of_content[0, 0] <= 1.3


@given(st.integers(0, 1000))
def test_weights_from_data_add_up_do_not_hang_on_order_and_ignore_a_constant_column(seed: int):
    matrix = np.random.default_rng(seed).uniform(0, 1, (8, 4))
    order = np.array([2, 0, 3, 1])
    for weigh in (entropy, critic):
        weights = weigh(matrix).weight
        assert weights.sum() == pytest.approx(1.0)
        assert weigh(matrix[:, order]).weight == pytest.approx(weights[order])
        assert weigh(matrix[::-1]).weight == pytest.approx(weights)
        flat = matrix.copy()
        flat[:, 1] = 0.5
        assert weigh(flat).weight[1] == pytest.approx(0.0, abs=1e-9)


def test_a_range_of_shares_below_one_is_judged_by_its_nearest_edge():
    found = range_index(np.array([0.2, 0.4, 0.6, 1.6, -0.1]), (0.4, 0.8), None)

    assert found == pytest.approx([0.5, 1.0, 1.0, 0.5, np.nan], nan_ok=True)
