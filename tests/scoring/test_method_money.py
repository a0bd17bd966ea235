"""Methods of financial analysis run alone: edges, signs, and figures from both ends."""

from __future__ import annotations

from typing import Any

import pytest

from reportgen.errors import Refused
from reportgen.scoring.calculators import CALCULATORS


def answer(method: str, **inputs: Any) -> dict[str, Any]:
    return CALCULATORS[method].answer(inputs)


def value(function: str, **arguments: Any) -> float | None:
    found: float | None = answer("time_value", function=function, **arguments)["value"]
    return found


@pytest.mark.serves("003-082")
@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"rate": 0.05, "nper": 10, "pmt": -100}, 1257.7892535548839),
        ({"rate": 0.05, "nper": 10, "pmt": -100, "type": 1}, 1320.678716232628),
        ({"rate": 0.05, "nper": 10, "pmt": -100, "pv": -500}, 2072.2365669993),
        ({"rate": 0, "nper": 10, "pmt": -100, "pv": -500}, 1500),
        ({"rate": 0.1, "nper": 0, "pv": -500}, 500),
    ],
)
def test_what_savings_grow_to(arguments: dict[str, Any], expected: float):
    assert value("FV", **arguments) == pytest.approx(expected)


@pytest.mark.serves("003-083")
def test_the_average_passes_over_blanks_text_and_logical_values():
    assert value("AVERAGE", values=[2, None, "2", True, 4]) == 3
    assert value("AVERAGE", values=[None, "text"]) is None


FLOWS = [-1000, 300, 400, 500, 200]


@pytest.mark.serves("003-084")
def test_the_first_flow_lies_one_period_away_or_at_the_start():
    assert value("NPV", rate=0.08, values=FLOWS) == pytest.approx(152.44, abs=0.005)
    assert value("NPV_AT_ZERO", rate=0.08, values=FLOWS) == pytest.approx(164.64, abs=0.005)
    assert value("NPV", rate=0.08, values=[None, *FLOWS]) == value("NPV", rate=0.08, values=FLOWS)
    assert value("NPV", rate=-1, values=FLOWS) is None


@pytest.mark.serves("003-085")
@pytest.mark.parametrize(
    ("flows", "rate"),
    [
        (FLOWS, 0.153221),
        ([-860, 150, 190, 220, 240, 260], 0.0676864815818),
        ([-100, 230, -132], 0.1),
        ([-1, 4, -4], 1.0),
        ([-100, 100], 0.0),
        ([-100, 1], -0.99),
        ([-1e-300, 3e-300], 2.0),
        ([-1e308, 1.1e308], 0.1),
        ([1000, -3600, 4310, -1716], 0.1),
        ([1, 2], None),
        ([0, 0], None),
        ([-5], None),
        ([10, -5, 10], None),
    ],
)
def test_the_internal_rate_is_the_root_nearest_to_zero(flows: list[float], rate: float | None):
    assert value("IRR", values=flows) == (rate if rate is None else pytest.approx(rate, abs=1e-6))


def test_a_long_schedule_has_its_rate():
    assert value("RATE", nper=360, pmt=-1073.643246, pv=200000) == pytest.approx(0.05 / 12)
    assert value("IRR", values=[200000, *[-1073.643246] * 360]) == pytest.approx(0.05 / 12)
    assert value("RATE", nper=10, pmt=-100, pv=1000) == pytest.approx(0, abs=1e-12)
    assert value("RATE", nper=10, pmt=100, pv=1000) is None


@pytest.mark.parametrize(
    ("function", "arguments", "expected"),
    [
        ("RATE", {"nper": 2, "pmt": -110, "pv": 210}, 0.1),
        ("NPER", {"rate": 0.1, "pmt": -110, "pv": 210}, 2),
        ("PMT", {"rate": 0.1, "nper": 2, "pv": 210}, -110),
        ("PV", {"rate": 0.1, "nper": 2, "pmt": -110}, 210),
        ("IPMT", {"rate": 0.1, "nper": 2, "pv": 210, "per": 1}, 0),
        ("IPMT", {"rate": 0.1, "nper": 2, "pv": 210, "per": 2}, -10),
        ("PPMT", {"rate": 0.1, "nper": 2, "pv": 210, "per": 2}, -100),
    ],
)
def test_a_loan_of_210_at_a_tenth_is_two_payments_of_110_the_first_at_once(
    function: str, arguments: dict[str, Any], expected: float
):
    """110 paid at once leave 100; a period later they are 110."""
    assert value(function, type=1, **arguments) == pytest.approx(expected)


@pytest.mark.parametrize("due", [0, 1])
def test_cumulated_parts_are_the_sums_of_the_parts_and_add_up_to_the_payments(due: int):
    loan = {"rate": 0.01, "nper": 24, "pv": 5000, "type": due}
    for start, end in ((1, 1), (1, 24), (2, 5), (24, 24)):
        parts = [[value(name, per=per, **loan) or 0 for per in range(start, end + 1)] for name in ("IPMT", "PPMT")]
        interest, principal = (value(name, start=start, end=end, **loan) for name in ("CUMIPMT", "CUMPRINC"))

        assert [interest, principal] == pytest.approx([sum(parts[0]), sum(parts[1])], abs=1e-8)
        assert interest + principal == pytest.approx((end - start + 1) * value("PMT", **loan))
    assert value("CUMPRINC", start=1, end=24, **loan) == pytest.approx(-5000)


def test_a_loan_may_be_less_than_one_where_amounts_are_in_millions():
    assert value("CUMPRINC", rate=0.1, nper=2, pv=0.21, start=1, end=2) == pytest.approx(-0.21)
    assert value("CUMPRINC", rate=1.5, nper=2, pv=210, start=1, end=2) == pytest.approx(-210)


@pytest.mark.parametrize("function", ["EFFECT", "NOMINAL"])
def test_compounded_once_a_year_a_rate_is_the_yearly_one(function: str):
    assert value(function, rate=0.12, npery=1) == pytest.approx(0.12)


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("PMT", {"rate": 0.1, "nper": 0, "pv": 100}),
        ("NPER", {"rate": 0.1, "pmt": 5, "pv": -100}),
        ("NPER", {"rate": 0, "pmt": 0, "pv": 100}),
        ("IPMT", {"rate": 0.1, "per": 4, "nper": 3, "pv": 100}),
        ("CUMIPMT", {"rate": 0, "nper": 3, "pv": 100, "start": 1, "end": 2}),
        ("CUMIPMT", {"rate": 0.1, "nper": 3, "pv": 100, "start": 3, "end": 2}),
        ("CUMPRINC", {"rate": 0.1, "nper": 3, "pv": 0, "start": 1, "end": 2}),
        ("EFFECT", {"rate": 0, "npery": 4}),
        ("NOMINAL", {"rate": 0.1, "npery": 0.5}),
        *(
            ("MIRR", {"values": flows, "finance_rate": 0.1, "reinvest_rate": 0.1})
            for flows in ([1, 2], [0, 2], [-1, -2], [0, -2], [0, 0])
        ),
        ("IPMT", {"rate": 0.1, "per": 0, "nper": 3, "pv": 100}),
        ("PPMT", {"rate": 0.1, "per": 4, "nper": 3, "pv": 100}),
        ("CUMIPMT", {"rate": 0.1, "nper": 3, "pv": 100, "start": 1, "end": 4}),
        ("NOMINAL", {"rate": 0, "npery": 4}),
        ("EFFECT", {"rate": 0.1, "npery": 0.5}),
        ("FV", {"rate": 1e308, "nper": 1e308, "pmt": 1}),
    ],
)
def test_where_a_spreadsheet_shows_an_error_there_is_null(function: str, arguments: dict[str, Any]):
    assert value(function, **arguments) is None


@pytest.mark.parametrize(
    ("function", "arguments", "found"),
    [
        ("IPMT", {"rate": 0.1, "per": 1, "nper": 1, "pv": 100}, -10.0),
        ("PPMT", {"rate": 0.1, "per": 1, "nper": 1, "pv": 100}, -100.0),
        ("CUMIPMT", {"rate": 0.1, "nper": 1, "pv": 100, "start": 1, "end": 1}, -10.0),
        ("CUMPRINC", {"rate": 0.1, "nper": 1, "pv": 100, "start": 1, "end": 1}, -100.0),
        ("EFFECT", {"rate": 0.1, "npery": 1}, 0.1),
        ("NOMINAL", {"rate": 0.1, "npery": 1}, 0.1),
        ("MIRR", {"values": [-1, 0, 1.21], "finance_rate": 0.1, "reinvest_rate": 0.1}, 0.1),
    ],
)
def test_the_first_and_last_period_and_a_single_one_have_a_value(
    function: str, arguments: dict[str, Any], found: float
):
    assert value(function, **arguments) == pytest.approx(found)


def test_an_argument_that_a_function_needs_is_asked_for():
    with pytest.raises(Refused) as refusal:
        value("FV", nper=3)

    assert refusal.value.findings[0].rule == "M02"


@pytest.mark.serves("003-149")
def test_a_ratio_without_one_of_its_items_is_null_and_names_it():
    found = answer(
        "ratio_analysis",
        items={"current_assets": 10, "cash": None, "current_liabilities": 0},
        ratios=["current_ratio", "cash_ratio", "roa"],
    )

    assert found == {
        "current_ratio": None,
        "cash_ratio": None,
        "roa": None,
        "missing": {"cash_ratio": ["cash"], "roa": ["surplus", "total_assets_opening", "total_assets_closing"]},
    }


def test_breaking_even_is_told_in_whole_units_without_binary_noise():
    assert answer("breakeven", fixed=0.3, price=0.4, variable=0.3)["units_rounded_up"] == 3
    assert answer("breakeven", fixed=10, price=7, variable=4)["units_rounded_up"] == 4
    assert answer("breakeven", fixed=1, price=0.3, variable=0.1 + 0.2)["units"] is None


def test_what_cannot_break_even_still_has_its_result():
    found = answer("breakeven", fixed=100, price=10, variable=12, actual=5, target_surplus=7)

    assert (found["profit"], found["units"], found["sales"], found["target_units"]) == (-110, None, None, None)


@pytest.mark.parametrize(("x1", "zone"), [(1.80, "distress"), (1.81, "grey"), (2.99, "grey"), (3.0, "safe")])
def test_the_bounds_of_the_grey_zone_are_grey(x1: float, zone: str):
    found = answer("altman_z", variant="Z", x1=0, x2=0, x3=0, x4=0, x5=x1)

    assert found["zone"] == zone


def test_a_model_takes_all_its_ratios():
    with pytest.raises(Refused):
        answer("altman_z", variant="Z_prime", x1=1, x2=1, x3=1, x4=1)
    assert answer("altman_z", variant="Z_double_prime", x1=1, x2=1, x3=1, x4=1)["zone"] == "safe"
    assert answer("altman_z", form="standard_score", values=[4, 4])["z"] is None
    assert answer("altman_z", form="standard_score", values=[1, None, 3])["z"] == pytest.approx(
        [-(0.5**0.5), None, 0.5**0.5]
    )


@pytest.mark.serves("003-063")
def test_nothing_is_divided_by_nothing():
    assert answer("eva", nopat=5, capital=0, wacc=0.1) == {"capital_charge": 0, "eva": 5, "roic": None, "spread": None}
    assert answer("eva", form="wacc", equity=0, debt=0, cost_of_equity=0.1, cost_of_debt=0.1)["wacc"] is None
    found = answer("dupont", net_income=5, revenue=0, average_assets=10, average_equity=4)
    assert (found["net_margin"], found["roe"], found["tax_burden"]) == (None, 1.25, None)


def test_a_budget_without_income_has_no_execution_of_income():
    found = answer("budget_execution", lines=[{"name": "a", "budget": 5, "actual": 5, "kind": "expense"}])

    assert (found["favourable"], found["income_execution"], found["expense_execution"]) == ([True], None, 1)


@pytest.mark.parametrize(
    ("kind", "quartiles"),
    [
        ("inclusive", [7, 7, 7]),
        ("exclusive", [None, 7, None]),
        ("halves_without_median", [None, 7, None]),
        ("halves_with_median", [7, 7, 7]),
    ],
)
def test_quartiles_of_a_single_value(kind: str, quartiles: list[float | None]):
    assert answer("quartiles", data=[7], kind=kind)["quartiles"] == quartiles


@pytest.mark.parametrize(
    ("data", "x", "kind", "digits", "rank"),
    [
        ([1, 2, 3], 4, "inclusive", None, None),
        ([1, 2, 3], 0.5, "exclusive", None, None),
        ([5], 5, "inclusive", None, None),
        ([5], 5, "exclusive", None, 0.5),
        ([1, 2, 2, 3], 2.5, "inclusive", None, 2 / 3),
        (list(range(101)), 29, "inclusive", 2, 0.29),
    ],
)
def test_places_among_few_or_equal_values(
    data: list[float], x: float, kind: str, digits: int | None, rank: float | None
):
    found = answer("percentile_rank", data=data, x=x, kind=kind, digits=digits)["rank"]

    assert found == (rank if rank is None else pytest.approx(rank, abs=1e-12))


def test_one_value_has_no_limits_and_a_range_belongs_to_its_later_point():
    assert answer("control_chart", values=[4])["unpl"] is None
    found = answer("control_chart", values=[5, 5.1, 4.9, 5, 5.1, 4.9, 5, 9, 5, 5.1, 4.9, 5])
    assert found["ranges_out"] == [8, 9]
    assert found["out_of_limits"] == [8]


@pytest.mark.serves("003-063")
def test_value_added_of_a_hospital_by_the_formula_of_the_article():
    """(1,200 + 300 + 500) - 5.5 % of (60,000 - 15,000 - 3,000), the state's money charged like any other."""
    found = answer(
        "eva", form="hospital", surplus=1200, interest=300, adjustments=500, rate=0.055,
        average_assets=60000, average_free_liabilities=15000, average_construction=3000,
    )  # fmt: skip
    assert (found["capital_charge"], found["eva"]) == pytest.approx((2310, -310))


@pytest.mark.parametrize(("purchase", "within"), [(85, True), (86, False), (70, True), (69, False)])
def test_a_price_spread_of_just_fifteen_or_thirty_percent_is_usual(purchase: float, within: bool):  # noqa: FBT001
    assert answer("ratio_analysis", form="price_spread", retail=100, purchase=purchase)["within"] is within


@pytest.mark.parametrize(
    ("variant", "coefficients", "bounds"),
    [
        ("Z", (1.2, 1.4, 3.3, 0.6, 1.0), (1.81, 2.99)),
        ("Z_0.999", (1.2, 1.4, 3.3, 0.6, 0.999), (1.81, 2.99)),
        ("Z_prime", (0.717, 0.847, 3.107, 0.420, 0.998), (1.23, 2.9)),
        ("Z_double_prime", (6.56, 3.26, 6.72, 1.05), (1.1, 2.6)),
    ],
)
def test_each_model_of_altman_has_its_published_coefficients_and_grey_zone(
    variant: str, coefficients: tuple[float, ...], bounds: tuple[float, float]
):
    names = [f"x{number}" for number in range(1, len(coefficients) + 1)]
    for name, coefficient in zip(names, coefficients, strict=True):
        alone = dict.fromkeys(names, 0.0) | {name: 1.0}
        assert answer("altman_z", variant=variant, **alone)["z"] == pytest.approx(coefficient)
    for z, zone in (
        (bounds[0] - 1e-6, "distress"),
        (bounds[0], "grey"),
        (bounds[1], "grey"),
        (bounds[1] + 1e-6, "safe"),
    ):
        ratios = dict.fromkeys(names, 0.0) | {"x1": z / coefficients[0]}
        assert answer("altman_z", variant=variant, **ratios)["zone"] == zone
