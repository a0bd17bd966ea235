"""Months, seasons and rolling years."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.tsa.seasonal import seasonal_decompose

from analysis.cases import case, sample
from reportgen.analysis.answer import Unavailable
from reportgen.analysis.comparison.trends import seasonal_indices


@given(st.lists(st.floats(1, 1e5), min_size=24, max_size=60))
def test_indices_are_those_of_a_classical_decomposition(values: list[float]):
    expected = seasonal_decompose(np.array(values), model="multiplicative", period=12).seasonal[:12]

    assert seasonal_indices(np.array(values), 1) == pytest.approx(tuple(expected), rel=1e-9)
    assert sum(seasonal_indices(np.array(values), 4)) == pytest.approx(12)


def test_indices_stand_at_their_months_whenever_a_series_begins():
    values = np.tile([2.0, *([1.0] * 11)], 3)

    assert seasonal_indices(values, 1)[0] == max(seasonal_indices(values, 1))
    assert seasonal_indices(values, 5)[4] == max(seasonal_indices(values, 5))


def months(count: int, last: tuple[int, int] = (2025, 12)) -> dict[str, float]:
    found, (year, month) = {}, last
    for at in range(count):
        found[f"discharges@{year}-{month:02}"] = 100.0 + at
        year, month = (year - 1, 12) if month == 1 else (year, month - 1)
    return found


def test_rolling_twelve_months_are_held_against_the_twelve_before(tmp_path: Path):
    found = case(tmp_path, months(24), "2025-12")["comparison.seasons"]["discharges"]

    assert found.rolling_now.value == pytest.approx(sum(100 + at for at in range(12)))
    assert found.rolling.against.value == pytest.approx(sum(112 + at for at in range(12)))
    assert found.rolling.period == "2024-12"


def test_under_two_years_there_is_no_season(tmp_path: Path):
    found = case(tmp_path, months(23), "2025-12")["comparison.seasons"]["discharges"]

    assert isinstance(found.season, Unavailable)
    assert (found.season.facts["have"], found.season.facts["need"]) == (23, 24)
    assert found.rolling.against.value is None


def test_a_gap_ends_the_run_and_the_rolling_year(tmp_path: Path):
    figures = {key: value for key, value in months(30).items() if key != "discharges@2025-03"}
    found = case(tmp_path, figures, "2025-12")["comparison.seasons"]["discharges"]

    assert isinstance(found.season, Unavailable)
    assert found.season.facts["have"] == 9
    assert found.rolling_now.value is None
    assert len(found.series) == 30


def test_a_month_of_nothing_has_no_season(tmp_path: Path):
    found = case(tmp_path, {**months(26), "discharges@2025-02": 0.0}, "2025-12")["comparison.seasons"]["discharges"]

    assert isinstance(found.season, Unavailable)
    assert found.season.why == "months_not_positive"


def test_the_sample_has_four_years_of_visits_by_month():
    found = sample()["comparison.seasons"]["outpatient_emergency_visits"]

    assert len(found.series) == 46
    assert min(range(12), key=lambda month: found.season.indices[month]) == 1  # February
