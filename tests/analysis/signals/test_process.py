"""Individuals charts with all their rules."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.cases import sample
from reportgen.analysis.answer import Unavailable
from reportgen.analysis.signals.process import ProcessChart, ProcessRule, Special, chart, runs

LIMITS = [5045, 4350, 4350, 3975, 4290, 4430, 4485, 4285, 3980, 3925, 3645, 3760, 3300, 3685, 3463, 5200]
VALUES = st.lists(st.floats(-1e3, 1e3), min_size=12, max_size=40)


def of(values: list[float]) -> ProcessChart:
    found = chart("x", [str(at) for at in range(len(values))], np.array(values, dtype=float))
    assert isinstance(found, ProcessChart)
    return found


def test_limits_are_those_of_the_published_chart():
    found = of(LIMITS)

    assert (found.mean, found.upper, found.lower, found.range_limit) == pytest.approx(
        (4135.5, 5082.28266667, 3188.71733333, 1163.19013333)
    )
    assert [one for one in found.causes if one.rule is ProcessRule.OUTSIDE] == [Special(ProcessRule.OUTSIDE, 15, 15, 1)]
    assert found.current


@given(VALUES)
def test_the_limits_are_those_that_numpy_computes_from_moving_ranges(values: list[float]):
    found, ranges = of(values), np.abs(np.diff(values))

    assert found.mean == pytest.approx(np.average(values), abs=1e-9)
    assert found.upper - found.mean == pytest.approx(3 / 1.128 * ranges.mean(), rel=1e-3, abs=1e-9)
    assert found.mean - found.lower == pytest.approx(found.upper - found.mean, abs=1e-9)


def test_a_point_and_its_range_are_found_together():
    found = of([0.31, 0.29, 0.33, 0.30, 0.34, 0.32, 0.31, 0.46, 0.33, 0.30, 0.32, 0.31])

    assert Special(ProcessRule.OUTSIDE, 7, 7, 1) in found.causes
    assert Special(ProcessRule.RANGE, 6, 7, 1) in found.causes
    assert found.current == ()


def test_a_run_is_as_long_as_it_lasts():
    found = of([4, 5, 4, 5, 9, 8, 9, 10, 8, 9, 8, 9])

    assert Special(ProcessRule.RUN, 4, 11, 1) in found.causes


def test_a_point_on_the_mean_ends_a_run():
    assert list(runs(np.array([1.0, 1, 1, 0, 1, 1, 1, 1]), 4)) == [(4, 7, 1)]


def test_seven_rising_points_are_a_drift():
    found = of([5, 4, 5, 4, 5, 1, 2, 3, 4, 5, 6, 7])

    assert Special(ProcessRule.DRIFT, 5, 11, 1) in found.causes


@pytest.mark.parametrize(
    ("newest", "rules"),
    [
        ([1, 2, 3, 4, 5, 6, 7], {ProcessRule.DRIFT}),
        ([2, 1, 3, 4, 5, 6, 7], set()),  # six that rise
        ([5, 6, 5, 6, 5, 6, 5], {ProcessRule.RUN}),
        ([3, 6, 5, 6, 5, 6, 5], set()),  # six above the mean
    ],
)
def test_a_drift_and_a_run_are_of_seven_points_and_not_of_six(newest: list[float], rules: set[ProcessRule]):
    long = {ProcessRule.DRIFT, ProcessRule.RUN}

    assert {one.rule for one in of([4, 3.9, 5.5, 3.8, 4.1, 3.9, *newest]).causes} & long == rules


@given(VALUES)
def test_every_rule_finds_what_a_plain_reading_of_it_finds(values: list[float]):
    found = of(values)
    data, mean = np.array(values), found.mean
    assert {one.first for one in found.causes if one.rule is ProcessRule.OUTSIDE} == {
        at for at, value in enumerate(values) if value > found.upper or value < found.lower
    }
    covered = {at for one in found.causes if one.rule is ProcessRule.RUN for at in range(one.first, one.last + 1)}
    sides = np.sign(data - mean)
    assert covered == {
        at
        for start in range(len(values) - 6)
        if abs(sides[start : start + 7].sum()) == 7
        for at in range(start, start + 7)
    }
    near = {one.last for one in found.causes if one.rule is ProcessRule.NEAR_LIMIT}
    for last in near:
        window = data[max(0, last - 3) : last + 1]
        up, down = window > (mean + found.upper) / 2, window < (mean + found.lower) / 2
        assert max(up.sum(), down.sum()) >= 3


@given(VALUES)
def test_the_unit_does_not_matter(values: list[float]):
    rounded = [round(value, 1) for value in values]
    one, other = of(rounded), of([value * 4 for value in rounded])

    assert one.causes == other.causes


def test_under_twelve_months_there_is_no_chart():
    found = chart("x", ["1"] * 11, np.ones(11))

    assert isinstance(found, Unavailable)
    assert (found.why, found.facts) == ("months_of", {"have": 11, "need": 12})


def test_months_that_never_move_have_no_cause():
    assert of([5.0] * 14).causes == ()


def test_the_sample_is_charted_on_month_values():
    found = sample()["signals.process"]["receivable_turnover_days"]

    assert isinstance(found, ProcessChart)
    assert len(found.values) == 22
    assert found.values[-1] == pytest.approx(
        sample().material.month_values.at("receivable_turnover_days", "renhe", "2026-10").value
    )
    assert isinstance(sample("2025")["signals.process"]["receivable_turnover_days"], Unavailable)
