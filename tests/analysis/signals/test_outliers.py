"""Values far from the others by the median and its deviations."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import median_abs_deviation

from analysis.cases import sample
from reportgen.analysis.answer import Unavailable
from reportgen.analysis.signals.process import Outlier, outlier, spread

OTHERS = np.array([2.1, 2.6, 2.4, 2.5, 2.3, 2.1, 2.3, 2.6])


def test_the_score_is_0_6745_times_the_distance_in_deviations():
    found = outlier("x", "peers", 8.2, OTHERS)

    assert isinstance(found, Outlier)
    assert found.score == pytest.approx(0.6745 * (8.2 - 2.35) / median_abs_deviation(OTHERS))
    assert outlier("x", "peers", 2.9, OTHERS) is None


@pytest.mark.parametrize(("value", "is_far"), [(3.38, False), (3.395, True), (1.32, False), (1.305, True)])
def test_far_is_more_than_three_and_a_half_deviations_on_either_side(value: float, *, is_far: bool):
    assert isinstance(outlier("x", "peers", value, OTHERS), Outlier) is is_far


def test_eight_others_are_enough_and_seven_are_not():
    assert isinstance(outlier("x", "peers", 8.2, OTHERS[:8]), Outlier)
    assert isinstance(outlier("x", "peers", 8.2, OTHERS[:7]), Unavailable)


@given(st.lists(st.floats(-1e6, 1e6), min_size=8, max_size=40))
def test_the_spread_is_that_of_scipy_where_half_do_not_agree(values: list[float]):
    data = np.array(values)
    expected = median_abs_deviation(data)

    if expected > 0:
        assert spread(data) == pytest.approx(expected / 0.6745)
    else:
        assert spread(data) == pytest.approx(np.abs(data - np.median(data)).mean() * 1.253314)


def test_one_far_value_does_not_hide_itself():
    assert isinstance(outlier("x", "months", 900.0, np.array([*OTHERS, 900.0])), Outlier)


@pytest.mark.parametrize(
    ("value", "others", "why"), [(1.0, OTHERS[:7], "cases"), (None, OTHERS, "cases"), (1.0, np.ones(9), "all_alike")]
)
def test_too_few_or_equal_values_say_nothing(value: float | None, others: np.ndarray, why: str):
    found = outlier("x", "peers", value, others)

    assert isinstance(found, Unavailable)
    assert found.why == why


def test_the_slow_settlement_of_the_sample_stands_out():
    found = sample()["signals.outliers"].found

    assert [(one.id, one.against) for one in found] == [("receivable_turnover_days", "months")]
