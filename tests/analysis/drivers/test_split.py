"""A change is split into effects that add up to it, in a printed order or free of any."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from math import prod
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from reportgen.analysis.answer import Unavailable
from reportgen.analysis.drivers.split import Split, SplitMethod, chain, logarithmic, quotient, shapley

FACTORS = st.lists(
    st.tuples(st.floats(0.01, 1e4), st.floats(0.01, 1e4)), min_size=1, max_size=5
)  # fmt: skip


def largest(before: Sequence[float], after: Sequence[float]) -> float:
    """The largest product on the way, by which the noise of binary is measured."""
    return prod(map(max, before, after))


def amounts(split: Split) -> list[float]:
    return [effect.amount for effect in split.effects]


@pytest.mark.serves("003-154")
@pytest.mark.parametrize(
    ("before", "after", "effects"),
    [
        ((10_000, 12, 50), (11_000, 11.5, 52), (600_000, -275_000, 253_000)),
        ((1000, 20, 50), (1100, 19, 48), (100_000, -55_000, -41_800)),
        ((500, 700, 1.04), (520, 720, 1.025), (14_560, 10_816, -5_616)),
        ((0.0453, 1.5, 2.0833), (0.03, 1.6, 2.0), (-0.047811735, 0.0062499, -0.0039984)),
    ],
)
def test_factors_are_replaced_one_by_one(
    before: tuple[float, ...], after: tuple[float, ...], effects: tuple[float, ...]
):
    names = [f"f{at}" for at in range(len(before))]
    found = chain(names, before, after)

    assert amounts(found) == pytest.approx(effects)
    assert found.order == tuple(names)
    assert found.method is SplitMethod.CHAIN


def test_another_order_gives_other_effects_of_the_same_sum():
    one = chain(["output", "use", "price"], (1000, 20, 50), (1100, 19, 48))
    other = chain(["price", "use", "output"], (50, 20, 1000), (48, 19, 1100))

    assert amounts(other) == pytest.approx([-40_000, -48_000, 91_200])
    assert sum(amounts(one)) == pytest.approx(sum(amounts(other)))


def test_a_quotient_is_chained_by_numerator_and_denominator():
    found = chain(["surplus", "assets"], (1500, 30_000), (1860, 33_500), quotient)

    assert amounts(found) == pytest.approx([0.012, -0.0064776119403])
    assert found.after == pytest.approx(0.0555223880597)


def test_the_order_free_split_is_the_mean_over_all_orders():
    found = shapley(["output", "use", "price"], (1000, 20, 50), (1100, 19, 48))

    assert amounts(found) == pytest.approx([95566.6666667, -51433.3333333, -40933.3333333])


@given(FACTORS)
def test_effects_add_up_to_the_change(factors: list[tuple[float, float]]):
    before, after = zip(*factors, strict=True)
    names = [f"f{at}" for at in range(len(factors))]
    change, size = prod(after) - prod(before), largest(before, after)

    for found in (chain(names, before, after), shapley(names, before, after), logarithmic(names, before, after)):
        assert isinstance(found, Split)
        assert sum(amounts(found)) == pytest.approx(change, abs=1e-9 * size)


@given(FACTORS)
def test_the_shapley_split_equals_the_mean_of_the_chains(factors: list[tuple[float, float]]):
    before, after = zip(*factors, strict=True)
    orders = list(permutations(range(len(factors))))
    sums = [0.0] * len(factors)
    for order in orders:
        one = chain(list(map(str, order)), [before[at] for at in order], [after[at] for at in order])
        for place, effect in zip(order, one.effects, strict=True):
            sums[place] += effect.amount / len(orders)
    size = largest(before, after)

    assert amounts(shapley(list(map(str, range(len(factors)))), before, after)) == pytest.approx(sums, abs=1e-9 * size)


@given(FACTORS)
def test_the_logarithmic_split_is_what_each_factor_adds_along_the_way_of_constant_growth(
    factors: list[tuple[float, float]],
):
    before, after = (np.array(side) for side in zip(*factors, strict=True))
    growth = np.log(after / before)
    whole, _ = quad(lambda done: np.prod(before * np.exp(growth * done)), 0.0, 1.0, epsrel=1e-10)

    found = amounts(logarithmic(list(map(str, range(len(factors)))), tuple(before), tuple(after)))

    assert found == pytest.approx(list(growth * whole), rel=1e-6, abs=1e-6 * largest(before, after))


@given(FACTORS, st.randoms())
def test_equal_factors_share_alike_and_names_do_not_matter(factors: list[tuple[float, float]], random: Random):
    before, after = zip(*factors, strict=True)
    order = list(range(len(factors)))
    random.shuffle(order)
    size = largest(before, after)
    straight = amounts(shapley(list(map(str, range(len(factors)))), before, after))
    mixed = amounts(shapley(list(map(str, order)), [before[at] for at in order], [after[at] for at in order]))

    assert [straight[at] for at in order] == pytest.approx(mixed, abs=1e-9 * size)
    twice = amounts(shapley(["a", "b"], (before[0],) * 2, (after[0],) * 2))
    assert twice[0] == pytest.approx(twice[1])


@given(FACTORS, st.floats(0.01, 1e4))
def test_a_factor_that_stays_has_no_effect(factors: list[tuple[float, float]], same: float):
    before, after = zip(*[*factors, (same, same)], strict=True)
    names = [f"f{at}" for at in range(len(before))]

    for found in (chain(names, before, after), shapley(names, before, after), logarithmic(names, before, after)):
        assert isinstance(found, Split)
        assert found.effects[-1].amount == pytest.approx(0.0, abs=1e-9 * largest(before, after))


@given(FACTORS)
def test_the_way_back_has_the_opposite_effects(factors: list[tuple[float, float]]):
    before, after = zip(*factors, strict=True)
    names = [f"f{at}" for at in range(len(before))]
    size = largest(before, after)

    for split in (shapley, logarithmic):
        there, back = split(names, before, after), split(names, after, before)
        assert isinstance(there, Split)
        assert isinstance(back, Split)
        assert amounts(there) == pytest.approx([-one for one in amounts(back)], abs=1e-9 * size)


def test_a_logarithm_needs_positive_factors():
    found = logarithmic(["a", "b"], (1, 0), (2, 3))

    assert isinstance(found, Unavailable)
    assert found.why == "factors_not_positive"
    with pytest.raises(ValueError, match="9"):
        shapley([str(at) for at in range(9)], [1] * 9, [2] * 9)
