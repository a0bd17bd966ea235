"""Published and recomputed figures that are no case of a single calculator: several of them make one result."""

from __future__ import annotations

from itertools import permutations
from math import prod
from typing import Any

import numpy as np
import pytest

from reportgen.errors import Refused
from reportgen.scoring.calculators import CALCULATORS
from reportgen.scoring.kernels.ranking import topsis
from reportgen.scoring.ranking import SCORES, Ranked

LEVELS = ("excellent", "good", "average", "low", "poor")


def answer(method: str, /, **inputs: Any) -> dict[str, Any]:
    return CALCULATORS[method].answer(inputs)


def test_eight_basic_indicators_of_the_rules_of_2006_make_a_total():
    weights = [20, 14, 10, 12, 12, 10, 12, 10]
    actual = [8, 5.1, 0.55, 9.3, 50, 3.2, 11, 104.5]
    standards = [
        [12.6, 8.9, 7.2, 2.4, -3.1], [8.3, 6.0, 4.1, 1.6, -1.9], [1.1, 0.8, 0.5, 0.3, 0.1],
        [14.2, 9.8, 6.1, 3.3, 1.5], [44.6, 57.3, 64.9, 78.4, 90.2], [5.2, 3.9, 2.4, 0.9, -1.0],
        [21, 14, 7, -4, -15], [109.5, 106, 103.3, 100.2, 95],
    ]  # fmt: skip
    found = [
        answer(
            "level_efficacy",
            actual=value,
            weight=weight,
            higher_is_better=place != 4,
            standards=dict(zip(LEVELS, row, strict=True)),
        )["score"]
        for place, (value, weight, row) in enumerate(zip(actual, weights, standards, strict=True))
    ]

    expected = [13.8823529412, 9.87368421053, 6.33333333333, 9.27567567568]
    assert found == pytest.approx([*expected, 10.9795275591, 7.06666666667, 8.57142857143, 6.88888888889])
    assert sum(found) == pytest.approx(72.8715578468)


def test_four_correction_indicators_correct_a_part():
    rows = [
        (9, [16.5, 11.3, 6.8, 1.5, -2.6], 10),
        (1.4, [3.2, 2.0, 1.0, 0.3, -0.8], 9),
        (6.0, [12, 8, 5, 1, -4], 8),
        (10.1, [15, 11, 7, 2, -3], 7),
    ]
    indicators = [
        {"actual": value, "standards": dict(zip(LEVELS, row, strict=True)), "weight": weight, "higher_is_better": True}
        for value, row, weight in rows
    ]
    found = answer("correction_coefficient", form="part", part_weight=34, part_basic_score=25.31, indicators=indicators)

    assert found["single"] == pytest.approx([0.953366013072, 0.935588235294, 0.922254901961, 1.01058823529])
    assert found["comprehensive"] == pytest.approx(0.953120915033)
    assert found["corrected_score"] == pytest.approx(24.1234903595)


def test_corrected_parts_and_the_review_make_a_total_by_the_rules_of_2006():
    corrected = [b * c for b, c in ((25.31, 1.0142), (17.6, 0.962), (16.9, 1.081), (15.2, 0.93))]
    found = answer(
        "comprehensive_score",
        quantitative=sum(corrected),
        qualitative=83,
        weight_quantitative=0.7,
        weight_qualitative=0.3,
        level_lower_bounds=[["A", 85], ["B", 70], ["C", None]],
    )

    assert corrected == pytest.approx([25.669402, 16.9312, 18.2689, 14.136])
    assert (found["total"], found["level"]) == (pytest.approx(77.4038514), "B")


def test_a_financial_index_of_strengths():
    found = answer(
        "composite_index",
        actual=[0.4, 0.02, 0.06, 1.25],
        standard=[0.133, 0.007, 0.02, 0.417],
        directions=[1, 1, 1, 1],
        weights=[0.35, 0.1, 0.2, 0.35],
    )

    assert found["indices"] == pytest.approx([3.00751879699, 2.85714285714, 3.0, 2.99760191847])
    assert found["index"] == pytest.approx(2.98750653612)


def test_a_group_is_the_geometric_mean_of_cells_and_not_of_weights():
    found = answer("ahp_weights", form="group", matrices=[[[1, 3], [1 / 3, 1]], [[1, 5], [0.2, 1]]])

    assert found["matrix"][0][1] == pytest.approx(3.87298334621)
    assert found["weights"] == pytest.approx([0.794786903842, 0.205213096158])


def test_ranks_may_come_as_they_are():
    ranks = [[5, 4, 5], [3, 5, 2], [1, 2, 1], [4, 3, 4], [2, 1, 3]]
    found = answer("rank_sum_ratio", matrix=ranks, directions=[1, 1, 1])

    assert found["rsr"] == pytest.approx([14 / 15, 10 / 15, 4 / 15, 11 / 15, 6 / 15])


def test_return_on_equity_in_five_factors():
    by_factors = answer(
        "dupont",
        net_income=0.12 * 0.6 * 0.7,
        revenue=1,
        average_assets=0.5,
        average_equity=0.5 / 1.5,
        ebt=0.072,
        ebit=0.12,
    )
    assert (by_factors["tax_burden"], by_factors["roe"]) == pytest.approx((0.7, 0.1512))

    solved = answer("dupont", net_income=1.95, revenue=30, average_assets=15, average_equity=8, ebt=3, ebit=3.4)
    names = ("tax_burden", "interest_burden", "ebit_margin", "asset_turnover", "equity_multiplier", "roe")
    assert [solved[name] for name in names] == pytest.approx(
        [0.65, 0.882352941176, 0.113333333333, 2.0, 1.875, 0.24375]
    )


def test_a_listed_company_with_minority_interests():
    known = {"revenue": 2195359.27, "average_assets": 2668454.11, "average_equity": 1586381.59}
    known |= {"ebit": 182371.03, "ebt": 171872.09}
    parent = answer("dupont", net_income=143274.9, **known)
    whole = answer("dupont", net_income=140991.44, **known)

    assert parent["net_margin"] == pytest.approx(0.0652626210014)
    assert parent["roe"] == pytest.approx(0.0903155337298)
    assert whole["net_margin"] == pytest.approx(0.064222490563)
    names = ("asset_turnover", "equity_multiplier", "ebit_margin", "tax_burden", "interest_burden")
    assert [whole[name] for name in names] == pytest.approx(
        [0.822708272094, 1.6821010322, 0.0830711549094, 0.820327721621, 0.942430878413]
    )


def test_the_cost_of_equity_belongs_to_the_charge():
    found = answer("eva", nopat=500 - 80, capital=1000, wacc=0.1 + 30 / 1000)

    assert (found["capital_charge"], found["eva"]) == pytest.approx((130, 290))


def test_effects_averaged_over_all_orders_favour_no_factor():
    names = ["output", "use", "price"]
    found = [
        answer("chain_substitution", factors=names, base=[1000, 20, 50], actual=[1100, 19, 48], order=list(order))[
            "effects"
        ]
        for order in permutations(names)
    ]
    means = [sum(one[name] for one in found) / len(found) for name in names]

    assert means == pytest.approx([95566.6666667, -51433.3333333, -40933.3333333])
    assert sum(means) == pytest.approx(3200)


def test_a_quotient_is_substituted_above_and_below():
    found = answer(
        "chain_substitution",
        factors=["surplus", "assets"],
        base=[1500, 1 / 30000],
        actual=[1860, 1 / 33500],
        order=["surplus", "assets"],
    )

    assert found["steps"] == pytest.approx([0.05, 0.062, 0.0555223880597])
    assert found["effects"] == pytest.approx({"surplus": 0.012, "assets": -0.0064776119403})


def test_price_and_quantity_variances_are_effects_at_the_other_factor_fixed():
    def effect(name: str, base: list[float], actual: list[float]) -> float:
        order = ["quantity", "price"]
        return float(
            answer("chain_substitution", factors=order, base=base, actual=actual, order=order)["effects"][name]
        )

    assert effect("price", [9000, 170], [9000, 175]) == pytest.approx(45000)
    assert effect("quantity", [10000, 19.5], [9000, 19.5]) == pytest.approx(-19500)


def test_a_flexible_budget_is_the_plan_at_the_actual_volume():
    static, flexible = (
        answer("breakeven", fixed=690000, price=120, variable=88, actual=units)["profit"] for units in (30000, 24000)
    )
    actual = 3000000 - 2280240 - 684000

    assert (static, flexible, actual) == (270000, 78000, 35760)
    assert (flexible - static, actual - flexible, actual - static) == (-192000, -42240, -234240)


def test_three_levels_of_variances():
    lines = [
        {"name": "revenue", "budget": 1800000, "actual": 1850000, "kind": "income"},
        {"name": "variable cost", "budget": 990000, "actual": 1120000, "kind": "expense"},
        {"name": "profit against the flexible plan", "budget": 100000, "actual": 25000, "kind": "income"},
        {"name": "profit against the static plan", "budget": 262000, "actual": 25000, "kind": "income"},
    ]
    found = answer("budget_execution", lines=lines)

    assert found["variance"] == [50000, 130000, -75000, -237000]
    assert found["favourable"] == [True, False, False, False]


def test_a_mean_of_growth_rates_is_not_the_compound_rate():
    growth = [8.6, -1.7, 12.5, 14.2]
    grown = 100 * prod(1 + rate / 100 for rate in growth)

    assert answer("time_value", function="AVERAGE", values=growth)["value"] == pytest.approx(8.4)
    assert answer("trend", form="cagr", begin=100, end=grown, periods=4)["cagr"] == pytest.approx(0.0821824643521)


@pytest.mark.parametrize(
    ("begin", "end", "rate"),
    [(0.5, 0.605, 0.1), (0.8, 0.2, -0.5), (0, 5, None), (5, 0, None), (-4, 9, None), (4, -9, None)],
)
def test_a_compound_rate_needs_two_positive_ends_however_small(begin: float, end: float, rate: float | None):
    found = answer("trend", form="cagr", begin=begin, end=end, periods=2)["cagr"]

    assert found == (rate if rate is None else pytest.approx(rate))


def test_equipment_is_worth_its_price():
    flows = [-860, 150, 190, 220, 240, 260]
    npv = answer("time_value", function="NPV_AT_ZERO", rate=0.06, values=flows)["value"]
    later = answer("time_value", function="NPV", rate=0.06, values=flows[1:])["value"]

    assert npv == pytest.approx(19.7146039544)
    assert answer("time_value", function="IRR", values=flows)["value"] == pytest.approx(0.0676864815818)
    assert later / 860 == pytest.approx(1.02292395809)


def test_breakeven_of_a_fixed_mix_of_services():
    services = [(312, 188, 0.62), (9800, 6150, 0.03), (640, 352, 0.35)]
    price, variable = (sum(row[place] * row[2] for row in services) for place in (0, 1))
    found = answer("breakeven", fixed=52000000, price=price, variable=variable)

    assert (found["unit_contribution"], found["contribution_rate"]) == pytest.approx((287.18, 0.403660182166))
    assert found["units"] == pytest.approx(181071.10523)
    assert [found["units"] * share for _, _, share in services] == pytest.approx(
        [112264.085243, 5432.13315691, 63374.8868306]
    )
    assert found["sales"] == pytest.approx(128821227.105)


def test_breakeven_from_the_use_of_capacity():
    found = answer("breakeven", fixed=600000, price=30, variable=15, actual=50000)

    assert (found["units"], found["capacity_rate"], found["sales"], found["profit"]) == (40000, 0.8, 1200000, 150000)


def test_the_score_of_private_service_firms_has_its_own_coefficients():
    found = answer(
        "altman_z",
        variant="Z_double_prime",
        x1=0.120550161812,
        x2=0.15857605178,
        x3=0.0339805825243,
        x4=1.49193548387,
    )

    assert (found["z"], found["zone"]) == (pytest.approx(3.10264876292), "safe")


@pytest.mark.parametrize(
    ("budget", "actual", "rate"), [(52000, 33800, 0.65), (12800, 13950, 1.08984375), (13450, 13950, 1.03717472119)]
)
def test_execution_names_its_base(budget: float, actual: float, rate: float):
    line = {"name": "a", "budget": budget, "actual": actual, "kind": "income"}

    assert answer("budget_execution", lines=[line])["execution"] == pytest.approx([rate])


@pytest.mark.parametrize(
    ("q0", "q1", "indices"),
    [
        ([670, 10], [770, 190], (101.470588235, 119.791666667, 110.251217147)),
        ([73.28, 26.72], [73.15, 26.85], (126.72, 126.85, 126.784983338)),
    ],
)
def test_the_ideal_index_is_the_geometric_mean_of_the_two(q0: list[float], q1: list[float], indices: tuple[float, ...]):
    """Of two goods one keeps its price and the other doubles it, so that the sums are those of the source."""
    found = answer("index_decomposition", p0=[1, 1], p1=[1, 2], q0=q0, q1=q1)

    assert (found["laspeyres"], found["paasche"], found["fisher"]) == pytest.approx(indices)


def test_quantity_and_mix_make_the_change_at_fixed_margins():
    q0, q1, margin = [300.0, 500.0, 200.0], [350.0, 480.0, 290.0], [12.0, 20.0, 9.0]
    shares = [[one / sum(q) for one in q] for q in (q0, q1)]
    mean = sum(s * m for s, m in zip(shares[0], margin, strict=True))
    mix = answer(
        "index_decomposition",
        form="structure",
        shares0=shares[0],
        shares1=shares[1],
        rates0=margin,
        rates1=margin,
        order="structure_first",
    )

    assert (sum(q1) - sum(q0)) * mean == pytest.approx(1848.0)
    assert sum(q1) * mix["structure"] == pytest.approx(-838.0)
    assert mix["level"] == pytest.approx(0)


def test_a_percentile_rank_among_eight_peers():
    data, x = [3.2, 4.6, 1.1, 2.7, 5.1, 3.9, 0.6, 2.2], 3.9
    inclusive = answer("percentile_rank", data=data, x=x, kind="inclusive")["rank"]
    turned = answer("percentile_rank", data=[-one for one in data], x=-x, kind="inclusive")["rank"]

    assert (inclusive, turned) == pytest.approx((0.714285714286, 0.285714285714))
    assert answer("percentile_rank", data=data, x=x, kind="exclusive")["rank"] == pytest.approx(2 / 3)
    assert SCORES["percentile"](Ranked(np.array(data)))[data.index(x)] == pytest.approx(0.6875)


@pytest.mark.parametrize("row", [[21, 14, 7, 8, 5], [90, 80, 55, 60, 50]])
def test_standards_that_do_not_go_one_way_score_nothing(row: list[float]):
    """All above zero, so that their order alone can tell."""
    given = dict(zip(LEVELS, row, strict=True))

    with pytest.raises(Refused) as refusal:
        answer("level_efficacy", actual=10, weight=10, higher_is_better=True, standards=given)
    assert refusal.value.findings[0].facts["problem"] == "@method.problem.not_monotone"


def test_an_indicator_that_is_nought_everywhere_moves_no_place_and_one_that_is_one_keeps_its_length():
    nought = topsis(np.array([[0.0, 1.0], [0.0, 2.0]]), np.array([0.5, 0.5]), np.array([1.0, 1.0]), "vector")
    even = topsis(np.array([[1.0, 1.0], [1.0, 2.0]]), np.array([0.5, 0.5]), np.array([1.0, 1.0]), "vector")

    assert nought.ideal[0] == 0.0
    assert nought.closeness.tolist() == [0.0, 1.0]
    assert even.ideal[0] == pytest.approx(0.5 / np.sqrt(2))
