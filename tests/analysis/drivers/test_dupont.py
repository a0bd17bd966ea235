"""Return on net assets and its three factors."""

from __future__ import annotations

from itertools import permutations
from math import factorial
from pathlib import Path

import numpy as np
import pytest

from analysis.cases import case, sample
from reportgen.analysis.answer import Unavailable
from reportgen.analysis.drivers.substitution import DuPont, dupont

BOOKS = {
    "period_surplus@2025": 120.0, "total_income@2025": 130.0, "total_assets@2025": 320.0, "total_assets@2024": 280.0,
    "net_assets@2025": 210.0, "net_assets@2024": 190.0,
}  # fmt: skip


def test_the_factors_multiply_to_the_return(tmp_path: Path):
    found = case(tmp_path, BOOKS, "2025")["drivers.dupont"]

    assert isinstance(found, DuPont)
    factors = [one.value for one in found.now.factors]
    assert factors == pytest.approx([0.923076923077, 0.433333333333, 1.5])
    assert found.now.return_on_net_assets.value == pytest.approx(0.6)


def test_without_last_year_there_is_a_tree_but_no_split(tmp_path: Path):
    found = case(tmp_path, BOOKS, "2025")["drivers.dupont"]

    assert isinstance(found.in_order, Unavailable)
    assert found.in_order.why == "last_year"


def test_both_splits_explain_the_change_of_the_sample():
    found = dupont(sample())

    assert isinstance(found, DuPont)
    change = found.now.return_on_net_assets.value - found.before.return_on_net_assets.value
    for split in (found.in_order, found.order_free):
        assert sum(effect.amount for effect in split.effects) == pytest.approx(change)


def test_the_order_free_split_of_the_sample_is_that_of_all_orders_by_numpy():
    found = sample()["drivers.dupont"]
    before, after = (np.array([one.value for one in side.factors]) for side in (found.before, found.now))
    sums = np.zeros(len(before))
    for order in permutations(range(len(before))):
        mixed = before.copy()
        for at in order:
            was = mixed.prod()
            mixed[at] = after[at]
            sums[at] += mixed.prod() - was

    assert [one.amount for one in found.order_free.effects] == pytest.approx(list(sums / factorial(len(before))))


def test_what_is_missing_is_named(tmp_path: Path):
    found = case(tmp_path, {k: v for k, v in BOOKS.items() if k != "net_assets@2025"}, "2025")["drivers.dupont"]

    assert isinstance(found, Unavailable)
    assert found.facts["item"].en == "Total net assets"


@pytest.mark.parametrize(
    ("figures", "why"),
    [
        ({"net_assets@2024": -400.0}, "not_positive"),
        ({"net_assets@2024": None}, "average"),
    ],
)
def test_why_there_is_no_return_is_what_it_is(tmp_path: Path, figures: dict[str, float | None], why: str):
    books = {name: value for name, value in (BOOKS | figures).items() if value is not None}
    found = case(tmp_path, books, "2025")["drivers.dupont"]

    assert isinstance(found, Unavailable)
    assert found.why == why


@pytest.mark.parametrize(
    ("figures", "why"),
    [
        ({"total_income@2025": -1.0, "period_surplus@2024": 1.0, "total_income@2024": 2.0}, "factors"),
        ({"period_surplus@2024": 1.0, "total_income@2024": 2.0}, "factors_before"),
        ({}, "last_year"),
    ],
)
def test_a_change_that_cannot_be_split_names_the_year_that_lacks_something(
    tmp_path: Path, figures: dict[str, float], why: str
):
    found = case(tmp_path, BOOKS | figures, "2025")["drivers.dupont"]

    assert found.in_order.why == why
