"""Kernels: levels, weights, redistribution, grades."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.definitions import Direction
from reportgen.model.printing import half_up
from reportgen.model.schemes import Grade, StandardKind, Standards
from reportgen.scoring import METHODS, WEIGHTINGS
from reportgen.scoring.experts import expert_levels
from reportgen.scoring.kernels import ratio
from reportgen.scoring.kernels.components import above, suitability
from reportgen.scoring.kernels.weights import RANDOM_INDEX, Priorities
from reportgen.scoring.parts import effective_weights
from reportgen.scoring.relative import efficacy_coefficient, is_nested, level_efficacy
from reportgen.scoring.sample import OrderedValues, place_among, position, standing
from reportgen.scoring.standards import edges, faults, verdict

COEFFICIENTS = np.array([1.0, 0.8, 0.6, 0.4, 0.2, 0.0])
BOUNDS = {Grade.EXCELLENT: 85.0, Grade.GOOD: 70.0, Grade.FAIR: 50.0, Grade.LOW: 40.0, Grade.POOR: 0.0}


def standards(*values: object) -> Standards:
    names = ("excellent", "good", "fair", "low", "poor")
    return Standards.model_validate(
        {"kind": StandardKind.PLAN, "source": "test", **dict(zip(names, values, strict=True))}
    )


HIGHER = edges(standards(12.6, 8.9, 7.2, 2.4, -3.1), Direction.HIGHER)
LOWER = edges(standards(30.0, 40.0, 50.0, 60.0, 75.0), Direction.LOWER)
TARGET = edges(standards((0.98, 1.02), (0.95, 1.05), (0.90, 1.10), (0.85, 1.15), (0.80, 1.20)), Direction.TARGET)


@pytest.mark.serves("002-28", "002-29")
def test_a_level_score_is_its_base_and_the_way_to_the_next_better_level():
    found = level_efficacy(np.array([8.0, 20.0, 12.6, -3.1, -5.0]), HIGHER, COEFFICIENTS)

    assert found.level.tolist() == [2, 0, 0, 4, 5]
    assert found.score == pytest.approx([0.6 + 0.2 * 8 / 17, 1.0, 1.0, 0.2, 0.0])
    assert found.efficacy == pytest.approx([8 / 17, np.nan, np.nan, 0.0, np.nan], nan_ok=True)


def test_lower_is_better_by_its_own_standards():
    found = level_efficacy(np.array([34.0, 30.0, 0.0, 75.0, 75.1]), LOWER, COEFFICIENTS)

    assert found.level.tolist() == [1, 0, 0, 4, 5]
    assert found.score == pytest.approx([0.92, 1.0, 1.0, 0.2, 0.0])


def test_a_range_scores_on_both_sides():
    found = level_efficacy(np.array([0.80, 0.925, 0.98, 1.0, 1.02, 1.075, 1.21]), TARGET, COEFFICIENTS)

    assert found.score == pytest.approx([0.2, 0.7, 1.0, 1.0, 1.0, 0.7, 0.0])


def test_a_missing_value_has_no_score_in_any_method():
    for method in METHODS.values():
        assert np.isnan(method(np.array([np.nan]), HIGHER, COEFFICIENTS).score).all()


@given(st.floats(-50, 50), st.floats(-50, 50))
def test_a_better_value_never_scores_less(one: float, other: float):
    worse, better = sorted((one, other))
    found = level_efficacy(np.array([worse, better]), HIGHER, COEFFICIENTS).score

    assert found[0] <= found[1]


def test_the_efficacy_coefficient_is_held_between_nothing_and_full_marks():
    found = efficacy_coefficient(np.array([12.6, -3.1, 4.75, 99.0, -99.0]), HIGHER, COEFFICIENTS)

    assert found.score == pytest.approx([1.0, 0.6, 0.8, 1.0, 0.0])


@pytest.mark.serves("002-27")
@pytest.mark.parametrize(
    ("values", "direction", "rules"),
    [
        ((5, 4, 3, 2, 1), Direction.HIGHER, []),
        ((1, 2, 3, 4, 5), Direction.LOWER, []),
        ((5, 4, 4, 2, 1), Direction.HIGHER, ["S06"]),
        ((5, 4, 3, 2, 1), Direction.LOWER, ["S06"]),
        (((4, 5), (3, 6), (2, 7), (1, 8), (0, 9)), Direction.RANGE, []),
        (((4, 5), (3, 6), (2, 6), (1, 8), (0, 9)), Direction.RANGE, ["S06"]),
        (((5, 4), (3, 6), (2, 7), (1, 8), (0, 9)), Direction.RANGE, ["S06"]),
        ((5, 4, 3, 2, 1), Direction.RANGE, ["S07"]),
        (((4, 5), (3, 6), (2, 7), (1, 8), (0, 9)), Direction.HIGHER, ["S07"]),
        ((5, 4, 3, 2, 1), Direction.NONE, ["S07"]),
    ],
)
def test_standards_run_strictly_one_way(values: tuple[object, ...], direction: Direction, rules: list[str]):
    assert (
        list(faults(standards(*(float(v) if isinstance(v, int) else tuple(map(float, v)) for v in values)), direction))
        == rules
    )


def test_weights_by_variation_are_shares_of_the_coefficient_of_variation():
    panel = np.array([[3.0, 0.80, 42], [1.5, 0.74, 48], [4.5, 0.86, 36], [3.0, 0.80, 54]])
    found = WEIGHTINGS["variation_weights"](panel)

    assert found.weight == pytest.approx([0.636279, 0.095442, 0.268279], abs=1e-6)
    assert found.deviation == pytest.approx([1.224745, 0.048990, 7.745967], abs=1e-6)


OPINIONS = np.array(
    [
        [9, 8, 7, 7, 6, 8, 7],
        [8, 9, 7, 6, 6, 8, 8],
        [9, 9, 6, 7, 5, 7, 6],
        [10, 8, 8, 6, 7, 9, 7],
        [9, 9, 7, 7, 6, 8, 9],
    ],
    dtype=float,
)


@pytest.mark.serves("002-19")
@pytest.mark.parametrize(
    ("rule", "weights"),
    [
        ("average", [0.1428, 0.1281, 0.1401, 0.1232, 0.1429, 0.1404, 0.1825]),
        ("product", [0.1396, 0.1082, 0.1396, 0.1082, 0.1396, 0.1396, 0.2252]),
        ("consensus", [0.1745, 0.1694, 0.1324, 0.1273, 0.1113, 0.1534, 0.1317]),
    ],
)
def test_experts_marks_and_their_variation_combine_by_a_rule(rule: str, weights: list[float]):
    assert WEIGHTINGS[f"delphi_{rule}"](OPINIONS).weight == pytest.approx(weights, abs=6e-5)


def test_experts_of_one_mind_are_weighed_by_their_mean():
    found = WEIGHTINGS["delphi_average"](np.array([[9.0, 6.0], [9.0, 6.0], [9.0, 6.0]]))

    assert found.weight == pytest.approx([0.6, 0.4])


def test_a_constant_column_weighs_nothing_in_spite_of_binary_noise():
    assert WEIGHTINGS["variation_weights"](np.array([[0.1, 1], [0.1, 2], [0.1, 4]])).weight.tolist() == [0.0, 1.0]


def test_a_blank_leaves_the_mean_of_its_column_alone():
    assert WEIGHTINGS["expert_mean"](np.array([[8.0, np.nan], [4.0, 6.0]])).mean.tolist() == [6.0, 6.0]


def test_lost_weight_goes_to_the_ability_and_then_to_the_others():
    weights, groups = np.array([8.0, 7.0, 5.0, 30.0, 50.0]), np.array([0, 0, 0, 1, 2])
    present = np.array([[True, True, False, True, True], [True, True, True, False, True]])
    found = effective_weights(weights, groups, present)

    assert found[0] == pytest.approx([8 * 20 / 15, 7 * 20 / 15, 0, 30, 50])
    assert found[1] == pytest.approx([8 / 0.7, 7 / 0.7, 5 / 0.7, 0, 50 / 0.7])


@given(
    st.lists(st.tuples(st.floats(0.01, 9), st.integers(0, 3), st.booleans()), min_size=1, max_size=12).filter(
        lambda rows: any(present for _, _, present in rows)
    )
)
def test_redistribution_loses_no_weight(rows: list[tuple[float, int, bool]]):
    weights, groups, present = (np.array(column) for column in zip(*rows, strict=True))

    assert effective_weights(weights, groups, present[None, :]).sum() == pytest.approx(weights.sum())


@pytest.mark.serves("002-31")
@pytest.mark.parametrize(
    ("score", "printed", "grade", "unrounded"),
    [
        (85, "85.00", "excellent", "excellent"),
        (84.995, "85.00", "excellent", "good"),
        (84.99499999999999, "85.00", "excellent", "good"),
        (84.994, "84.99", "good", "good"),
        (70, "70.00", "good", "good"),
        (69.99, "69.99", "fair", "fair"),
        (50, "50.00", "fair", "fair"),
        (49.99, "49.99", "low", "low"),
        (40, "40.00", "low", "low"),
        (39.99, "39.99", "poor", "poor"),
        (0, "0.00", "poor", "poor"),
        (100, "100.00", "excellent", "excellent"),
        (85.00000000000001 - 1e-14, "85.00", "excellent", "excellent"),
    ],
)
def test_a_grade_is_decided_on_the_printed_score(score: float, printed: str, grade: str, unrounded: str):
    found = verdict(score, BOUNDS, 2)

    assert (found.printed, found.grade, found.unrounded) == (printed, grade, unrounded)


def test_a_hospital_is_left_out_of_its_peers_and_counted_in_for_its_rank():
    values = np.array([4.0, 1.0, 2.0, 4.0, 5.0, 6.0])
    found = position(values, values, Direction.LOWER)

    assert found is not None
    assert (found.n, found.median, found.rank) == (5, 4.0, 3)
    assert found.percentile == pytest.approx(100 * (2 + 0.5 * 2) / 6)
    assert position(values[:5], values[:5], Direction.LOWER) is None


AMOUNTS = st.one_of(st.floats(-1e9, 1e9), st.sampled_from([0.0, 1.0, 1.0, 2.5, -3.0]))


@given(st.lists(AMOUNTS, min_size=6, max_size=30), st.data())
def test_who_leaves_himself_out_of_an_order_stands_where_he_would_among_the_others_alone(
    values: list[float], data: st.DataObject
):
    """The slow way: all others put in order for each of them, and quantiles by numpy."""
    direction = data.draw(st.sampled_from([Direction.HIGHER, Direction.LOWER, Direction.RANGE]))
    scores = [data.draw(st.sampled_from([0.0, 0.2, 0.55, 1.0])) for _ in values]
    everybody, all_scores = OrderedValues.of(np.array(values)), OrderedValues.of(np.array(scores))

    for at, (own, score) in enumerate(zip(values, scores, strict=True)):
        others, theirs = np.delete(values, at), np.delete(scores, at)
        found = place_among(own, score, everybody.without(own), all_scores.without(score), direction)
        merits, merit = {Direction.HIGHER: (others, own), Direction.LOWER: (-others, -own)}.get(
            direction, (theirs, score)
        )
        close = 1e-9 * abs(merit)
        assert found is not None
        assert found.values == tuple(sorted(others.tolist()))
        assert [found.lower_quartile, found.median, found.upper_quartile] == np.quantile(
            others, [0.25, 0.5, 0.75]
        ).tolist()
        assert found.rank == 1 + sum(merits > merit + close)
        assert found.tied == sum((merits >= merit - close) & (merits <= merit + close))
        below, same = sum(others < own - 1e-9 * abs(own)), sum(np.abs(others - own) <= 1e-9 * abs(own))
        assert found.percentile == pytest.approx(100 * (below + (same + 1) / 2) / len(values))


def test_a_value_that_is_missing_was_none_of_those_in_order():
    order = OrderedValues.of(np.array([3.0, np.nan, 1.0]))

    assert order.each().tolist() == order.without(math.nan).each().tolist() == [1.0, 3.0]
    assert (order.without(1.0).each().tolist(), len(order.without(1.0))) == ([3.0], 1)


def test_ranks_share_a_place_when_scores_print_alike():
    totals = np.array([88.0, 91.2, 88.004, 70.0, np.nan, 60.0, 50.0])

    assert standing(totals, 2) == (2, 6, 70.0)


def test_two_indicators_carry_a_common_factor_as_far_as_they_correlate():
    found = suitability(np.array([[1.0, 0.6], [0.6, 1.0]]), 10)
    statistic = -(10 - 1 - 9 / 6) * math.log(1 - 0.36)  # Bartlett, with p = 2

    assert (found.kmo, found.df) == (pytest.approx(0.5), 1)  # 0.5 for any two
    assert found.chi2 == pytest.approx(statistic)
    assert found.p == pytest.approx(math.erfc(math.sqrt(statistic / 2)))  # chi-square with one degree of freedom


def test_a_level_is_the_mean_of_who_rated_and_one_rater_is_enough():
    mean, raters = expert_levels(np.array([[1.0, np.nan, 0.8], [0.6, np.nan, np.nan]]))

    assert raters.tolist() == [2, 0, 1]
    assert mean.tolist() == pytest.approx([0.8, math.nan, 0.8], nan_ok=True)


@pytest.mark.parametrize(
    ("top", "bottom", "found"),
    [
        (3.0, 2.0, 1.5),
        (3.0, 1.0, 3.0),
        (3.0, -2.0, -1.5),
        (3.0, 0.0, None),
        (math.inf, 1.0, None),
        (1.0, math.inf, None),
    ],
)
def test_a_quotient_is_a_number_only_of_numbers_over_something(top: float, bottom: float, found: float | None):
    value = float(ratio(top, bottom))

    assert (None if math.isnan(value) else value) == found


@pytest.mark.parametrize(
    ("inner", "outer", "nested"),
    [
        ((1.0, 2.0), None, True),
        ((2.0, 2.0), None, True),
        ((2.0, 1.0), None, False),
        ((1.0, 2.0), (0.0, 3.0), True),
        ((1.0, 2.0), (1.0, 3.0), False),
        ((1.0, 2.0), (0.0, 2.0), False),
    ],
)
def test_a_range_lies_strictly_within_its_outer_limits(
    inner: tuple[float, float], outer: tuple[float, float] | None, *, nested: bool
):
    assert is_nested(inner, outer) is nested


def test_an_eigenvalue_of_just_the_bound_does_not_exceed_it():
    assert above(np.array([2.0, 1.0 + 1e-6, 1.0, 0.5]), 1.0) == 2


@given(st.lists(st.one_of(st.floats(0, 100), st.sampled_from([69.995, 70.0, 70.004999, 70.005, 70.01])), min_size=6))
def test_ranks_are_those_of_totals_as_they_are_printed(totals: list[float]):
    """The slow way: each of them rounded."""
    printed = [half_up(total, 2) for total in totals]

    assert standing(np.array(totals), 2)[0] == 1 + sum(one > printed[0] for one in printed[1:])


@pytest.mark.parametrize(
    ("table", "means"),
    [
        ("saaty1980", [0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49]),
        ("saaty2005", [0.52, 0.89, 1.11, 1.25, 1.35, 1.40, 1.45, 1.49]),
    ],
)
def test_a_consistency_is_held_against_the_published_mean_of_random_judgements(table: str, means: list[float]):
    def ratio_of(objects: int) -> float:
        return Priorities(np.full(objects, 1 / objects), 0.0, 0.1).consistency(RANDOM_INDEX[table])

    assert [ratio_of(objects) for objects in range(1, 11)] == pytest.approx([0, 0, *(0.1 / mean for mean in means)])
    assert math.isnan(ratio_of(11))
