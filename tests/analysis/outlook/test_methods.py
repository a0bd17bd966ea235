"""Ways of continuing a series, held against statsmodels."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.tsa.forecasting.theta import ThetaModel
from statsmodels.tsa.holtwinters import SimpleExpSmoothing

from reportgen.analysis.outlook.trials import (
    BALANCES,
    FLOWS,
    best_smoothing,
    same_changes,
    same_month,
    same_month_grown,
    smoothed,
    theta,
)

SEASON = np.array([0.95, 0.85, 1.05, 1.0, 1.0, 1.0, 1.05, 1.04, 1.0, 0.99, 1.02, 1.05])


def months(count: int, seed: int, growth: float = 0.004) -> np.ndarray:
    random = np.random.default_rng(seed)
    noise = 1 + 0.02 * random.standard_normal(count)
    return 1e8 * (1 + growth) ** np.arange(count) * SEASON[np.arange(count) % 12] * noise


@pytest.mark.serves("001-09")
@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("count", [36, 46, 60])
def test_theta_is_that_of_statsmodels(count: int, seed: int):
    values = months(count, seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitted = ThetaModel(values, period=12, deseasonalize=True, use_test=False, method="multiplicative").fit()
    expected = np.asarray(fitted.forecast(14))

    assert theta(values, 14) == pytest.approx(expected, rel=2e-3)


@pytest.mark.parametrize("seed", range(4))
def test_the_smoothing_misses_no_more_than_that_of_statsmodels(seed: int):
    values = months(40, seed) / SEASON[np.arange(40) % 12]
    fitted = SimpleExpSmoothing(values, initialization_method="known", initial_level=values[0]).fit()

    def missed(smoothing: float) -> float:
        return float(((values[1:] - smoothed(values, smoothing)[:-1]) ** 2).sum())

    assert missed(best_smoothing(values)) <= fitted.sse * (1 + 1e-6)
    assert smoothed(values, 0.3)[-1] == pytest.approx(
        SimpleExpSmoothing(values, initialization_method="known", initial_level=values[0])
        .fit(smoothing_level=0.3, optimized=False)
        .forecast(1)[0]
    )


def test_last_years_months_come_again():
    values = months(30, 1)

    assert same_month(values, 15) == pytest.approx([*values[-12:], *values[-12:-9]])


def test_last_years_months_grow_as_both_years_did():
    values = np.array([*range(1, 13), 2.0, 4.0, 6.0])

    assert same_month_grown(values, 2) == pytest.approx([8.0, 10.0])
    whole = np.concatenate([np.full(12, 10.0), np.full(12, 11.0)])
    assert same_month_grown(whole, 13)[[0, -1]] == pytest.approx([12.1, 13.31])


def test_a_balance_moves_as_it_did_last_year():
    values = np.array([100.0, 101, 103, 106, 110, 115, 121, 128, 136, 145, 155, 166, 178])

    assert same_changes(values, 2) == pytest.approx([179, 181])


@given(st.integers(36, 60), st.integers(1, 24), st.floats(0.01, 100))
def test_every_way_scales_with_its_unit(count: int, steps: int, unit: float):
    values = months(count, 3)
    for way in (*FLOWS.values(), *BALANCES.values()):
        assert way.follow(values * unit, steps) == pytest.approx(way.follow(values, steps) * unit, rel=1e-4)
        assert len(way.follow(values, steps)) == steps
