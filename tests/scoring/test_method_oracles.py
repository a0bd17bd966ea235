"""A second implementation of each method, by another library or written straight from its definition."""

from __future__ import annotations

import statistics
from itertools import combinations
from typing import Any

import numpy as np
import numpy_financial
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats

from reportgen.scoring.calculators import CALCULATORS

RANDOM = np.random.default_rng(20)
PANELS = [RANDOM.uniform(1, 50, size).round(2) for size in ((6, 4), (9, 5), (12, 3))]
SIGNS = [[1, -1, 1, -1, 1][: panel.shape[1]] for panel in PANELS]
BOTH = list(zip(PANELS, SIGNS, strict=True))


def answer(method: str, /, **inputs: Any) -> dict[str, Any]:
    return CALCULATORS[method].answer(inputs)


def scaled(panel: Any, signs: list[int]) -> Any:
    """Min-max by direction, column by column."""
    columns = [
        [(x - min(c)) / (max(c) - min(c)) if s > 0 else (max(c) - x) / (max(c) - min(c)) for x in c]
        for c, s in zip(panel.T.tolist(), signs, strict=True)
    ]
    return np.array(columns).T


@pytest.mark.parametrize(("panel", "signs"), BOTH)
def test_entropy_is_that_of_scipy(panel: Any, signs: list[int]):
    stretched = 0.002 + 0.996 * scaled(panel, signs)
    for values, name in ((panel, "column_share"), (stretched, "minmax_range_0.002_0.998")):
        entropy = stats.entropy(values, axis=0, base=len(panel))
        found = answer("entropy_weights", matrix=panel.tolist(), directions=signs, normalisation=name)

        assert found["entropy"] == pytest.approx(entropy)
        assert found["weights"] == pytest.approx((1 - entropy) / (1 - entropy).sum())


@pytest.mark.parametrize(("panel", "signs"), BOTH)
def test_critic_by_single_correlations(panel: Any, signs: list[int]):
    flat = scaled(panel, signs)
    for name, correlate in (("pearson", stats.pearsonr), ("spearman", stats.spearmanr)):
        conflict = [sum(1 - correlate(a, b).statistic for b in flat.T) for a in flat.T]
        found = answer("critic_weights", matrix=panel.tolist(), directions=signs, correlation=name, ddof=0)

        assert found["std"] == pytest.approx([statistics.pstdev(column) for column in flat.T.tolist()])
        assert found["conflict"] == pytest.approx(conflict)


def test_the_game_combination_is_nearest_to_both_sets_of_weights():
    one, other = np.array([0.4, 0.3, 0.2, 0.1]), np.array([0.25, 0.2, 0.3, 0.25])
    factors = optimize.fsolve(lambda a: [a[0] * one @ one + a[1] * one @ other - one @ one,
                                         a[0] * other @ one + a[1] * other @ other - other @ other], [0.5, 0.5])  # fmt: skip
    expected = (factors[0] * one + factors[1] * other) / factors.sum()

    found = answer("combination_weights", subjective=one.tolist(), objective=other.tolist(), variant="game")
    assert found["weights"] == pytest.approx(expected)


@pytest.mark.parametrize("n", [3, 4, 6])
def test_the_eigenvector_by_repeated_multiplication(n: int):
    matrix = np.eye(n)
    for i, j in combinations(range(n), 2):
        matrix[i, j] = RANDOM.choice([1, 2, 3, 5, 1 / 3, 1 / 5])
        matrix[j, i] = 1 / matrix[i, j]
    weights = np.ones(n) / n
    for _ in range(2000):
        weights = matrix @ weights / (matrix @ weights).sum()
    found = answer("ahp_weights", matrix=matrix.tolist())

    assert found["weights"] == pytest.approx(weights)
    assert found["lambda_max"] == pytest.approx((matrix @ weights).sum())
    assert found["weights_geometric"] == pytest.approx(stats.gmean(matrix, axis=1) / stats.gmean(matrix, axis=1).sum())


def test_fuzzy_operators_cell_by_cell():
    weights, rows = [0.5, 0.3, 0.2], [[0.2, 0.7, 0.1], [0.6, 0.1, 0.3], [0.9, 0.05, 0.05]]
    found = answer("fuzzy_evaluation", weights=weights, R=rows)["B"]
    cells = [list(zip(weights, column, strict=True)) for column in zip(*rows, strict=True)]

    assert found["M(min,max)"] == [max(min(w, r) for w, r in column) for column in cells]
    assert found["M(prod,max)"] == pytest.approx([max(w * r for w, r in column) for column in cells])
    assert found["M(min,bounded_sum)"] == pytest.approx([min(1, sum(min(w, r) for w, r in c)) for c in cells])
    assert found["M(prod,sum)"] == pytest.approx([sum(w * r for w, r in column) for column in cells])


@pytest.mark.parametrize(("panel", "signs"), BOTH)
def test_topsis_object_by_object(panel: Any, signs: list[int]):
    m = len(signs)
    weighted = panel / np.linalg.norm(panel, axis=0) / m
    best = [max(c) if s > 0 else min(c) for c, s in zip(weighted.T, signs, strict=True)]
    worst = [min(c) if s > 0 else max(c) for c, s in zip(weighted.T, signs, strict=True)]
    plus, minus = (np.array([np.linalg.norm(row - end) for row in weighted]) for end in (best, worst))
    found = answer("topsis", matrix=panel.tolist(), weights=[1 / m] * m, directions=signs)

    assert found["closeness"] == pytest.approx(minus / (plus + minus))
    assert found["rank"] == stats.rankdata(-minus / (plus + minus), method="min").tolist()


@pytest.mark.parametrize(("panel", "signs"), BOTH)
def test_the_line_of_rank_sums_is_that_of_scipy(panel: Any, signs: list[int]):
    found = answer("rank_sum_ratio", matrix=panel.tolist(), directions=signs, probit_limits=[4, 6])
    ranks = np.array([stats.rankdata(s * c) for c, s in zip(panel.T, signs, strict=True)]).T
    rsr = ranks.mean(axis=1) / len(panel)
    table = found["distribution"]
    line = stats.linregress(table["probit"], table["rsr"])

    assert found["rsr"] == pytest.approx(rsr)
    assert table["probit"] == pytest.approx([5 + statistics.NormalDist().inv_cdf(p) for p in table["p"]])
    assert [found["slope"], found["intercept"], found["r"]] == pytest.approx([line.slope, line.intercept, line.rvalue])
    assert found["limits_rsr"] == pytest.approx([line.intercept + line.slope * limit for limit in (4, 6)])
    assert found["grade"] == [sum(fit >= limit for limit in found["limits_rsr"]) for fit in found["fitted"]]


@pytest.mark.parametrize(("panel", "signs"), BOTH)
def test_grey_relation_cell_by_cell(panel: Any, signs: list[int]):
    gaps = 1 - scaled(panel, signs)
    grades = [sum((0.4 * gaps.max()) / (gap + 0.4 * gaps.max()) for gap in row) / len(row) for row in gaps]
    found = answer("grey_relation", form="matrix", matrix=panel.tolist(), directions=signs, rho=0.4)

    assert found["grade"] == pytest.approx(grades)


def test_grey_incidence_by_a_loop():
    one, other = [3.0, 5.0, 4.0, 9.0], [10.0, 12.0, 19.0, 15.0]

    def area(x: list[float]) -> float:
        return sum(v - x[0] for v in x[1:-1]) + 0.5 * (x[-1] - x[0])

    s0, s1 = area(one), area(other)
    expected = (1 + abs(s0) + abs(s1)) / (1 + abs(s0) + abs(s1) + abs(s1 - s0))

    assert answer("grey_relation", form="incidence", x0=one, x1=other)["incidence"] == pytest.approx(expected)


@pytest.mark.serves("003-145")
@pytest.mark.parametrize(("panel", "signs"), BOTH)
def test_components_by_singular_values(panel: Any, signs: list[int]):
    z = stats.zscore(panel * signs, ddof=1)
    _, singular, right = np.linalg.svd(z, full_matrices=False)
    eigenvalues = singular**2 / (len(panel) - 1)
    turned = right.T * np.sign(right.sum(axis=1))
    composite = (z @ turned[:, :2]) @ (eigenvalues[:2] / eigenvalues[:2].sum())
    found = answer("principal_components", matrix=panel.tolist(), directions=signs, retain=2)

    assert found["eigenvalues"] == pytest.approx(eigenvalues)
    assert np.array(found["abs_loadings"]) == pytest.approx(np.abs(turned[:, :2]) * np.sqrt(eigenvalues[:2]))
    assert found["composite"] == pytest.approx(composite)


@pytest.mark.serves("003-145")
@pytest.mark.parametrize("panel", PANELS)
def test_suitability_by_partial_correlations_of_residuals(panel: Any):
    n, p = panel.shape
    simple = partial = 0.0
    for i, j in combinations(range(p), 2):
        rest = np.column_stack([np.ones(n), np.delete(panel, [i, j], axis=1)])
        residuals = [panel[:, k] - rest @ np.linalg.lstsq(rest, panel[:, k], rcond=None)[0] for k in (i, j)]
        partial += stats.pearsonr(*residuals).statistic ** 2
        simple += stats.pearsonr(panel[:, i], panel[:, j]).statistic ** 2
    found = answer("principal_components", form="suitability", matrix=panel.tolist())
    chi2 = -(n - 1 - (2 * p + 5) / 6) * np.log(np.linalg.det(np.corrcoef(panel.T)))

    assert found["kmo"] == pytest.approx(simple / (simple + partial))
    assert found["p"] == pytest.approx(1 - stats.chi2.cdf(chi2, p * (p - 1) / 2))


def test_scales_value_by_value():
    values = [3.0, 8.0, 5.5, 1.0]
    expected = {
        "minmax_benefit": [(x - 1) / 7 for x in values],
        "minmax_cost": [(8 - x) / 7 for x in values],
        "l2": (np.array(values) / np.linalg.norm(values)).tolist(),
        "mean": [x / statistics.fmean(values) for x in values],
        "initial": [x / 3 for x in values],
    }

    for variant, scale in expected.items():
        assert answer("normalisation", variant=variant, values=values)["values"] == pytest.approx(scale)
    best = answer("normalisation", variant="distance_to_best", values=values, best=5)["values"]
    inside = answer("normalisation", variant="interval", values=values, interval=[3, 6])["values"]
    assert best == pytest.approx([1 - 2 / 4, 1 - 3 / 4, 1 - 0.5 / 4, 1 - 4 / 4])
    assert inside == pytest.approx([1, 1 - 2 / 2, 1, 1 - 2 / 2])


numbers = st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=20)


@given(numbers)
def test_quartiles_are_those_of_the_standard_library_and_numpy(values: list[float]):
    for kind, method in (("inclusive", "linear"), ("exclusive", "weibull")):
        found = answer("quartiles", data=values, kind=kind)["quartiles"]

        assert found == pytest.approx(statistics.quantiles(values, n=4, method=kind), abs=1e-6)  # type: ignore[arg-type]
        assert found == pytest.approx(np.quantile(values, [0.25, 0.5, 0.75], method=method), abs=1e-6)  # type: ignore[call-overload]


@given(st.lists(st.integers(0, 30), min_size=2, max_size=15), st.data())
def test_places_are_those_of_scipy(values: list[int], data: st.DataObject):
    x = data.draw(st.sampled_from(values))
    below = stats.percentileofscore(values, x, kind="strict") / 100 * len(values)

    assert answer("percentile_rank", data=values, x=x)["rank"] == pytest.approx(below / (len(values) - 1))
    exclusive = answer("percentile_rank", data=values, x=x, kind="exclusive")["rank"]
    assert exclusive == pytest.approx((below + 1) / (len(values) + 1))


def test_limits_of_a_chart_by_hand():
    values = [12.0, 15.0, 11.0, 18.0, 14.0]
    found = answer("control_chart", values=values)

    assert found["mr_bar"] == statistics.fmean([3, 4, 7, 4])
    assert [found["lnpl"], found["unpl"], found["url"]] == pytest.approx(
        [14 - 2.66 * 4.5, 14 + 2.66 * 4.5, 3.268 * 4.5]
    )


def test_standard_scores_are_those_of_scipy():
    values = [3.2, 4.6, 1.1, 2.7]
    for ddof in (0, 1):
        found = answer("altman_z", form="standard_score", values=values, ddof=ddof)["z"]
        assert found == pytest.approx(stats.zscore(values, ddof=ddof))


def test_a_correction_coefficient_by_hand():
    ladder = {"excellent": 10, "good": 8, "average": 6, "low": 4, "poor": 2}
    found = answer("correction_coefficient", actual=7, standards=ladder, part_basic_score=15, part_weight=20)

    assert found["coefficient"] == pytest.approx(1 + (0.6 + 0.5 * 0.2 - 0.75))


def test_small_formulas_by_hand():
    levels = answer("dupont", net_income=6, revenue=80, average_assets=100, average_equity=40, ebt=8, ebit=10)
    assert levels["roe"] == pytest.approx(levels["net_margin"] * levels["asset_turnover"] * levels["equity_multiplier"])
    assert levels["net_margin"] == pytest.approx(
        levels["tax_burden"] * levels["interest_burden"] * levels["ebit_margin"]
    )
    assert answer("eva", form="wacc", equity=60, debt=40, cost_of_equity=0.1, cost_of_debt=0.05, tax_rate=0.2)[
        "wacc"
    ] == pytest.approx(0.6 * 0.1 + 0.4 * 0.05 * 0.8)
    assert answer("breakeven", fixed=4200, price=12000, variable=7000)["sales"] == pytest.approx(4200 / (1 - 7 / 12))
    line = answer("budget_execution", lines=[{"name": "a", "budget": -50, "actual": 10, "kind": "income"}])
    assert (line["execution"], line["variance_rate"], line["favourable"]) == ([-0.2], [-1.2], [True])
    prices = answer("index_decomposition", form="prices", p0=[1, 2], p1=[2, 3], q0=[5, 6], q1=[4, 9])
    assert prices["fisher"] == pytest.approx(100 * (28 / 17 * 35 / 22) ** 0.5)
    items = {"surplus": 8, "total_assets": 120, "total_assets_opening": 80}
    assert answer("ratio_analysis", items=items, ratios=["roa"])["roa"] == pytest.approx(0.08)


@pytest.mark.serves("003-145")
@pytest.mark.parametrize(("panel", "signs"), BOTH)
def test_factors_by_a_search_for_the_angle_of_most_variance(panel: Any, signs: list[int]):
    """Two principal factors, turned by the angle at which their squared loadings vary most; scores by regression."""
    z = stats.zscore(panel * signs, ddof=1)
    related = np.corrcoef(z, rowvar=False)
    strengths, directions = np.linalg.eigh(related)
    raw = directions[:, ::-1][:, :2] * np.sqrt(strengths[::-1][:2])

    def turned(angle: float) -> Any:
        return raw @ np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])

    steps = np.linspace(0, np.pi / 2, 4001)
    coarse = max(steps, key=lambda angle: (turned(angle) ** 2).var(axis=0).sum())
    best = optimize.minimize_scalar(
        lambda angle: -(turned(angle) ** 2).var(axis=0).sum(), bounds=(coarse - 1e-3, coarse + 1e-3), method="bounded",
        options={"xatol": 1e-12},
    ).x  # fmt: skip
    loadings = turned(best)
    loadings = loadings[:, np.argsort(-(loadings**2).sum(axis=0))] * 1.0
    loadings *= np.sign(loadings.sum(axis=0))
    scores = z @ np.linalg.solve(related, loadings)
    shares = (loadings**2).sum(axis=0) / (loadings**2).sum()

    found = answer("factor_analysis", matrix=panel.tolist(), directions=signs, retain=2)
    assert np.allclose(found["loadings"], loadings, atol=1e-5)
    assert np.allclose(found["scores"], scores, atol=1e-4)
    assert found["shares"] == pytest.approx(shares.tolist(), abs=1e-5)
    assert found["composite"] == pytest.approx((scores @ shares).tolist(), abs=1e-4)
    plain = answer("factor_analysis", matrix=panel.tolist(), directions=signs, retain=2, rotation="none")
    assert np.allclose(np.abs(plain["loadings"]), np.abs(raw), atol=1e-9)


rates, lengths, amounts = st.floats(0.001, 0.3), st.integers(1, 60), st.floats(-1e5, 1e5)
due = st.sampled_from([0, 1])


def value(function: str, **arguments: Any) -> Any:
    return answer("time_value", function=function, **arguments)["value"]


def near(expected: Any) -> Any:
    return pytest.approx(float(expected), rel=1e-9, abs=1e-6)


@given(rates, lengths, amounts, amounts, due)
def test_annuities_are_those_of_numpy_financial(rate: float, nper: int, one: float, other: float, when: int):
    terms = {"rate": rate, "nper": nper, "type": when}

    assert value("FV", pmt=one, pv=other, **terms) == near(numpy_financial.fv(rate, nper, one, other, when))
    assert value("PV", pmt=one, fv=other, **terms) == near(numpy_financial.pv(rate, nper, one, other, when))
    assert value("PMT", pv=one, fv=other, **terms) == near(numpy_financial.pmt(rate, nper, one, other, when))


@given(rates, st.integers(2, 60), st.floats(1, 1e5), due, st.data())
def test_parts_of_payments_are_those_of_numpy_financial(
    rate: float, nper: int, pv: float, when: int, data: st.DataObject
):
    per = data.draw(st.integers(1, nper))
    terms = {"rate": rate, "per": per, "nper": nper, "pv": pv, "type": when}

    assert value("IPMT", **terms) == near(numpy_financial.ipmt(rate, per, nper, pv, 0, when))
    assert value("PPMT", **terms) == near(numpy_financial.ppmt(rate, per, nper, pv, 0, when))


@given(rates, st.lists(st.floats(1, 1e4), min_size=1, max_size=12))
def test_present_values_and_rates_are_those_of_numpy_financial(rate: float, earned: list[float]):
    flows = [-sum(earned) / 2, *earned]

    assert value("NPV_AT_ZERO", rate=rate, values=flows) == near(numpy_financial.npv(rate, flows))
    assert value("IRR", values=flows) == pytest.approx(float(numpy_financial.irr(flows)), rel=1e-6, abs=1e-8)
    assert value("MIRR", values=flows, finance_rate=rate, reinvest_rate=0.02) == near(
        numpy_financial.mirr(flows, rate, 0.02)
    )


@given(rates, st.integers(2, 60), st.floats(1, 1e5))
def test_length_and_rate_of_a_loan_are_those_of_numpy_financial(rate: float, nper: int, pv: float):
    pmt = float(numpy_financial.pmt(rate, nper, pv))

    assert value("NPER", rate=rate, pmt=pmt, pv=pv) == pytest.approx(nper)
    assert value("RATE", nper=nper, pmt=pmt, pv=pv) == pytest.approx(rate, rel=1e-6)


def test_compounding_by_the_year():
    assert value("EFFECT", rate=0.12, npery=12) == pytest.approx(1.01**12 - 1)
    assert value("NOMINAL", rate=1.01**12 - 1, npery=12) == pytest.approx(0.12)
