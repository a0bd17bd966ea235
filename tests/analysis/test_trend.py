"""Signal or noise."""

from __future__ import annotations

import pytest

from reportgen.analysis import SignalKind, trend_signal

NOISE = [10.0, 11.0, 9.0, 10.5, 9.5, 10.0, 11.0, 9.0, 10.0, 9.5, 10.5, 10.0]


def test_under_twelve_points_there_is_no_verdict():
    assert trend_signal(NOISE[:11]) is None


def test_limits_are_the_mean_and_2_66_mean_moving_ranges():
    found = trend_signal([0.31, 0.29, 0.33, 0.30, 0.34, 0.32, 0.31, 0.46, 0.33, 0.30, 0.32, 0.31])

    assert found is not None
    assert (found.mean, found.upper, found.lower) == pytest.approx((0.326666666667, 0.447575757576, 0.205757575758))
    assert (found.kind, found.outside) == (SignalKind.UNCLEAR, (7,))


@pytest.mark.parametrize(
    ("values", "kind", "direction"),
    [
        (NOISE, SignalKind.STEADY, 0),
        ([*NOISE, 16.0], SignalKind.OUTSIDE, 1),
        ([*NOISE, 4.0], SignalKind.OUTSIDE, -1),
        ([*NOISE, 10.1, 10.2, 10.3, 10.4, 10.5, 10.6], SignalKind.DRIFTING, 1),
        ([*NOISE[:11], 10.9, 10.8, 11.0, 10.8, 11.1, 10.9, 11.0], SignalKind.SHIFTED, 1),
        ([5.0] * 12, SignalKind.STEADY, 0),
    ],
)
def test_the_newest_points_decide(values: list[float], kind: SignalKind, direction: int):
    found = trend_signal(values)

    assert found is not None
    assert (found.kind, found.direction) == (kind, direction)


def test_a_level_left_a_year_ago_is_no_change_now():
    found = trend_signal(
        [5.0, 5.2, 5.5, 5.6, 5.5, 5.6, 6.5, 6.6, 6.9, 3.9, 3.8, 4.0, 4.4, 4.3, 4.4, 3.6, 3.7, 3.7, 4.1, 4.0]
    )

    assert found is not None
    assert (found.kind, found.direction) == (SignalKind.UNCLEAR, 0)


def test_one_month_alone_makes_no_shift():
    assert (one := trend_signal([9.0, *[4.0] * 11])) is not None
    assert one.kind is SignalKind.UNCLEAR
    assert (several := trend_signal([5.0, 5.1, 5.0, 5.1, 5.0, *[4.5, 4.4] * 3, 4.5])) is not None
    assert (several.kind, several.direction) == (SignalKind.SHIFTED, -1)
