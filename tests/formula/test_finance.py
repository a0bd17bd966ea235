"""npv, irr and fv of formulas against numpy-financial and a spreadsheet's examples."""

from __future__ import annotations

import numpy as np
import numpy_financial
import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from reportgen.formula import finance
from reportgen.scoring.calculators import CALCULATORS

AMOUNTS = some.floats(-1e6, 1e6).map(lambda x: round(x, 2))
RATES = some.floats(-0.5, 2.0).map(lambda x: round(x, 4))


def column(value: float) -> np.ndarray:
    return np.array([value])


@given(rate=RATES, flows=some.lists(AMOUNTS, min_size=1, max_size=12))
def test_the_first_flow_is_discounted_one_period_as_in_spreadsheets(rate: float, flows: list[float]):
    found = finance.npv(column(rate), [column(flow) for flow in flows])[0]

    assert found == pytest.approx(numpy_financial.npv(rate, flows) / (1 + rate), rel=1e-9, abs=1e-6)


@given(outlay=some.floats(1, 1e6), flows=some.lists(some.floats(1, 1e6), min_size=1, max_size=10))
def test_the_internal_rate_makes_a_project_worth_nothing(outlay: float, flows: list[float]):
    assume(0.05 < sum(flows) / outlay < 50)
    found = finance.irr([column(-outlay), *map(column, flows)])[0]

    assert found == pytest.approx(numpy_financial.irr([-outlay, *flows]), rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("flows", [[1.0, 2.0], [-1.0, -2.0], [0.0, 2.0], [-1.0, 0.0], [0.0, 0.0], [-1.0, np.nan, 2.0]])
def test_flows_of_one_sign_and_unknown_ones_have_no_internal_rate(flows: list[float]):
    assert np.isnan(finance.irr(list(map(column, flows)))[0])


@pytest.mark.parametrize("unit", [1e-200, 1e-4, 1.0, 1e8, 1e200])
def test_an_internal_rate_is_the_same_in_any_unit_of_money(unit: float):
    assert finance.irr([column(-100 * unit), column(60 * unit), column(60 * unit)])[0] == pytest.approx(
        0.130662, abs=1e-6
    )


@pytest.mark.parametrize("rate", [-0.6, -0.2, 0.0, 0.03, 0.1, 0.5, 3.0])
def test_an_internal_rate_that_two_roots_share_is_found(rate: float):
    """The worth of the flows touches zero there and nowhere crosses it."""
    growth = 1 + rate

    assert finance.irr(list(map(column, [1.0, -2 * growth, growth**2])))[0] == pytest.approx(rate, abs=1e-6)


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_flows_whose_worth_comes_near_zero_and_turns_have_no_internal_rate(sign: float):
    assert np.isnan(finance.irr([column(sign), column(-2.2 * sign), column(1.2101 * sign)])[0])


@given(flows=some.lists(AMOUNTS, min_size=2, max_size=6))
def test_turned_flows_have_the_same_internal_rate(flows: list[float]):
    found, turned = (finance.irr([column(sign * flow) for flow in flows])[0] for sign in (1.0, -1.0))

    assert found == pytest.approx(turned, nan_ok=True)


UNKNOWN = np.nan
YEARS = [  # what came before the first flow is no flow; rows: (started, flow) year by year
    [(True, -100.0), (True, 44.0), (True, 72.6)],
    [(False, 9.0), (True, -100.0), (True, 121.0)],
    [(False, UNKNOWN), (True, -100.0), (True, 121.0)],
    [(False, UNKNOWN), (False, UNKNOWN), (True, 50.0)],
    [(False, UNKNOWN), (False, UNKNOWN), (False, UNKNOWN)],
    [(True, -100.0), (True, UNKNOWN), (True, 300.0)],
]


def series() -> tuple[list[np.ndarray], list[np.ndarray]]:
    started, flows = (
        np.array([[pair[k] for pair in row] for row in YEARS], dtype=kind).T for k, kind in enumerate((bool, float))
    )
    return list(flows), list(started)


def test_a_series_of_years_is_worth_what_its_flows_from_the_first_on_are_worth():
    rates = np.array([0.1, 0.1, 0.2, 0.25, 0.1, 0.1])
    found = finance.npv_of_series(rates, *series())

    for row, rate, worth in zip(YEARS, rates, found, strict=True):
        own = [column(flow) for there, flow in row if there]
        assert worth == pytest.approx(finance.npv(column(rate), own)[0], nan_ok=True)


def test_the_internal_rate_of_a_series_is_that_of_its_flows_from_the_first_on():
    found = finance.irr_of_series(*series())

    assert found[:3] == pytest.approx([0.1, 0.21, 0.21])
    assert np.isnan(found[3:]).all()


@pytest.mark.parametrize("flows", [[-1000.0, 2350.0, -1380.0], [-1600.0, 10_000.0, -10_000.0], [-100.0, 60.0, 60.0]])
def test_a_formula_and_the_calculator_give_one_internal_rate(flows: list[float]):
    """The first two have two roots each: 15 % and 20 %, 25 % and 400 %; the one nearest to zero counts."""
    of_formula = finance.irr([column(flow) for flow in flows])[0]
    of_method = CALCULATORS["time_value"].answer({"function": "IRR", "values": flows})["value"]

    assert of_formula == of_method
    assert sum(flow / (1 + of_formula) ** year for year, flow in enumerate(flows)) == pytest.approx(0, abs=1e-6)


@given(rate=RATES, periods=some.integers(1, 40), payment=AMOUNTS, present=AMOUNTS, due=some.sampled_from([0.0, 1.0]))
def test_the_future_value_keeps_the_signs_of_spreadsheets(
    rate: float, periods: int, payment: float, present: float, due: float
):
    assume(rate != 0)  # numpy-financial divides by it before it looks
    found = finance.fv(*map(column, (rate, float(periods), payment, present, due)))[0]
    theirs = numpy_financial.fv(rate, periods, payment, present, "begin" if due else "end")

    assert found == pytest.approx(float(theirs), rel=1e-8, abs=1e-4)


def test_paying_in_a_hundred_each_year_gives_a_positive_sum():
    assert finance.fv(*map(column, (0.05, 3.0, -100.0, 0.0, 0.0)))[0] == pytest.approx(315.25)


def test_without_interest_the_future_value_is_what_was_paid():
    assert finance.fv(*map(column, (0.0, 3.0, -100.0, -50.0, 1.0)))[0] == 350.0
