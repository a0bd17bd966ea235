"""Where income covers all cost, and how cost follows the work."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import linregress

from analysis.cases import sample
from reportgen.analysis.answer import Unavailable
from reportgen.analysis.drivers.bridges import BreakEven, CostBehaviour, line, point


@pytest.mark.serves("003-166")
def test_break_even_income_is_fixed_cost_over_the_contribution_rate():
    found = point(4200, 7000, 12_000)

    assert isinstance(found, BreakEven)
    assert found.income == pytest.approx(10_080)
    assert found.margin == pytest.approx(1_920)
    assert found.margin_rate == pytest.approx(0.16)
    assert found.leverage.value == pytest.approx(1 / found.margin_rate)


@pytest.mark.serves("003-166")
@pytest.mark.parametrize(
    ("fixed", "variable", "income", "why"),
    [
        (1, 10, 10, "no_contribution"),
        (1, 12, 10, "no_contribution"),
        (1, 1, 0, "income_not_positive"),
        (-1, 1, 5, "cost_negative"),
    ],
)
def test_without_a_contribution_there_is_no_such_point(fixed: float, variable: float, income: float, why: str):
    found = point(fixed, variable, income)

    assert isinstance(found, Unavailable)
    assert found.why == why


@given(st.floats(1, 1e8), st.floats(0, 0.98), st.floats(1, 1e8))
def test_at_the_point_nothing_is_left(fixed: float, rate: float, income: float):
    found = point(fixed, rate * income, income)

    assert isinstance(found, BreakEven)
    assert found.income * (1 - rate) - fixed == pytest.approx(0.0, abs=1e-6 * max(fixed, found.income))


def test_the_sample_stands_below_the_point_that_its_own_cost_split_gives():
    found = sample()["drivers.break_even"]

    assert isinstance(found, BreakEven)
    assert found.fixed + found.variable == pytest.approx(1127779945.11)
    assert found.margin < 0
    assert found.leverage.value is None


@given(
    st.lists(st.tuples(st.floats(1, 1e4), st.floats(1, 1e6)), min_size=3, max_size=40, unique_by=lambda pair: pair[0])
)
def test_the_line_is_that_of_least_squares(points: list[tuple[float, float]]):
    works, costs = (np.array(one) for one in zip(*points, strict=True))
    found, expected = line("work", works, costs), linregress(works, costs)

    assert isinstance(found, CostBehaviour)
    assert found.rate == pytest.approx(expected.slope, rel=1e-6, abs=1e-6)
    assert found.fixed == pytest.approx(expected.intercept, rel=1e-6, abs=1e-3)
    assert found.explained == pytest.approx(expected.rvalue**2, rel=1e-6, abs=1e-6)


def test_work_that_never_changes_says_nothing_of_cost():
    found = line("work", np.array([5.0, 5.0, 5.0]), np.array([1.0, 2.0, 3.0]))

    assert isinstance(found, Unavailable)
    assert found.why == "work_constant"
