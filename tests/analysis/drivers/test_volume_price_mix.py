"""Volume, mix and price of several services, and services that begin or end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.analysis.answer import Unavailable
from reportgen.analysis.drivers.split import ServiceVolume, VolumePriceMix, volume_price_mix

AMOUNT = st.floats(0.01, 1e6)
SERVICES = st.lists(
    st.one_of(
        st.tuples(AMOUNT, AMOUNT, AMOUNT, AMOUNT),
        st.tuples(st.just(0.0), st.just(0.0), AMOUNT, AMOUNT),
        st.tuples(AMOUNT, AMOUNT, st.just(0.0), st.just(0.0)),
    ),
    min_size=1,
    max_size=8,
)


def test_quantity_and_mix_at_given_margins():
    margins, old, new = (12, 20, 9), (300, 500, 200), (350, 480, 290)
    services = [ServiceVolume(str(m), q0, q0 * m, q1, q1 * m) for m, q0, q1 in zip(margins, old, new, strict=True)]
    found = volume_price_mix(services)

    assert isinstance(found, VolumePriceMix)
    assert (found.volume, found.mix, found.price) == pytest.approx((1848, -838, 0))


@pytest.mark.serves("003-172")
def test_price_at_new_quantities_and_quantity_at_old_prices():
    services = [
        ServiceVolume(str(at), q0, p0 * q0, q1, p1 * q1)
        for at, (p0, p1, q0, q1) in enumerate(((39, 40, 1, 1.5), (40, 44, 12, 10), (45, 50, 2, 1.5), (30, 36, 2, 1.5)))
    ]
    found = volume_price_mix(services)

    assert isinstance(found, VolumePriceMix)
    assert found.price == pytest.approx(58)
    assert found.volume + found.mix == pytest.approx(-98)


@given(SERVICES)
def test_the_parts_add_up_to_the_change(rows: list[tuple[float, float, float, float]]):
    found = volume_price_mix([ServiceVolume(str(at), *row) for at, row in enumerate(rows)])

    assert isinstance(found, VolumePriceMix)
    size = max(1.0, *(abs(one) for one in (found.before, found.after, found.volume, found.mix)))
    parts = found.volume + found.mix + found.price + found.begun + found.ended
    assert parts == pytest.approx(found.after - found.before, abs=1e-9 * size)
    assert sum(one.mix for one in found.services) == pytest.approx(found.mix, abs=1e-9 * size)


@given(SERVICES, st.floats(0.1, 10))
def test_services_that_grow_alike_have_no_mix_effect(rows: list[tuple[float, float, float, float]], growth: float):
    alike = [(q0, v0, q0 * growth, v0 * growth) for q0, v0, *_ in rows if q0]
    found = volume_price_mix([ServiceVolume(str(at), *row) for at, row in enumerate(alike)])

    assert isinstance(found, VolumePriceMix)
    size = max(1.0, found.before, found.after)
    assert (found.mix, found.price) == pytest.approx((0.0, 0.0), abs=1e-9 * size)


@pytest.mark.parametrize(
    "service", [ServiceVolume("x", 0, 5, 1, 1), ServiceVolume("x", 1, 1, 0, 5), ServiceVolume("x", -1, 5, 1, 1)]
)
def test_a_value_without_a_quantity_has_no_price(service: ServiceVolume):
    found = volume_price_mix([ServiceVolume("a", 1, 2, 3, 4), service])

    assert isinstance(found, Unavailable)
    assert (found.why, found.facts["name"]) == ("quantity", "x")


def test_begun_and_ended_services_stand_apart():
    found = volume_price_mix([ServiceVolume("new", 0, 0, 2, 30), ServiceVolume("old", 3, 12, 0, 0)])

    assert isinstance(found, VolumePriceMix)
    assert found.effects() == {"volume": 0, "mix": 0, "price": 0, "begun": 30, "ended": -12}
