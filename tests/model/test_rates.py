"""A figure grew by so many per cent, or it turned, and then there is no per cent to tell."""

from __future__ import annotations

import pytest

from reportgen.model import values


@pytest.mark.parametrize(
    ("now", "base", "rate", "why"),
    [
        (110.0, 100.0, 0.1, None),
        (0.0, 100.0, -1.0, None),
        (-479.1, 100.0, None, "statement.turned_negative"),
        (5.0, -3.0, None, "statement.base_negative"),
        (-5.0, -3.0, None, "statement.base_negative"),
        (5.0, 0.0, None, "statement.base_zero"),
        (5.0, None, None, "statement.no_last_year"),
    ],
)
def test_no_rate_where_a_figure_turned(now: float, base: float | None, rate: float | None, why: str | None) -> None:
    assert values.growth(now, base) == (None if rate is None else pytest.approx(rate))
    if rate is None:
        assert values.why(base) == why


@pytest.mark.parametrize(
    ("now", "budget", "share"),
    [
        (50.0, 200.0, 0.25),
        (0.0, 200.0, 0.0),
        (-50.0, 200.0, None),
        (5.0, 0.0, None),
        (-5.0, -10.0, None),
        (5.0, None, None),
    ],
)
def test_a_deficit_is_no_share_of_a_surplus_that_was_planned(
    now: float, budget: float | None, share: float | None
) -> None:
    assert values.executed(now, budget) == share
