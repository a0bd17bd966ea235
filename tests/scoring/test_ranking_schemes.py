"""Schemes whose parts judge hospitals, or years, against one another: by YAML alone, and by a second implementation."""

from __future__ import annotations

from typing import Any

import numpy as np
import pymcdm.methods as mcdm
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import HIGHER, definition, scheme, values
from pymcdm.normalizations import minmax_normalization, vector_normalization
from scipy import stats
from statsmodels.multivariate.factor import Factor
from statsmodels.multivariate.factor_rotation import rotate_factors

from reportgen.analysis.attribution import attribution
from reportgen.analysis.distance import Distances
from reportgen.analysis.draws import Assumptions, Rescoring
from reportgen.analysis.rank_interval import intervals, judged_together
from reportgen.analysis.robustness import robustness
from reportgen.catalog import load_catalog
from reportgen.model.results import Evaluation
from reportgen.model.schemes import RankingRule
from reportgen.model.values import IndicatorValues, Reason
from reportgen.scoring import evaluate, ranked_part, scheme_findings, score_panel
from reportgen.scoring.calculators import CALCULATORS
from reportgen.scoring.kernels.components import factors, principal_components, varimax
from reportgen.scoring.ranking import Ranked, scores

CATALOG = load_catalog()
NAMES = ("current_ratio", "cash_to_short_term_debt", "receivable_turnover_days", "net_asset_growth")
SIGNS = np.array([1.0, 1.0, -1.0, 1.0])
WEIGHTS = np.array([0.4, 0.2, 0.25, 0.15])
MATRIX = np.random.default_rng(7).uniform(1, 50, (12, 4)).round(2)
METHODS = ("topsis", "rank_sum_ratio", "grey_relation", "principal_components", "factor_analysis")
UNWEIGHTED = METHODS[3:]


def written(method: str, **options: Any) -> dict[str, Any]:
    """A scheme of one part without any standard."""
    content = definition()
    part = content["parts"]["quantitative"]
    part |= {"method": method, "ranking": options}
    for one in part["indicators"].values():
        del one["standards"]
        if method in UNWEIGHTED:
            del one["weight"]
    return content


def panel(matrix: Any = MATRIX, period: str = "2025", **missing: dict[str, Reason]) -> IndicatorValues:
    rows = {
        (f"h{place:02}", period): dict(zip(NAMES, map(float, row), strict=True)) for place, row in enumerate(matrix)
    }
    for hospital, gaps in missing.items():
        rows[hospital, period] |= gaps  # type: ignore[arg-type]
    return values(rows)


def judged(content: dict[str, Any], known: IndicatorValues, hospital: str = "h00", period: str = "2025") -> Evaluation:
    return evaluate(known, scheme(content), "mine", CATALOG, hospital, period)


def results(content: dict[str, Any], known: IndicatorValues, count: int = len(MATRIX)) -> list[float]:
    found = [judged(content, known, f"h{place:02}").parts[0].ranking for place in range(count)]
    return [one.result for one in found if one is not None]


def run(method: str, **inputs: Any) -> dict[str, Any]:
    return CALCULATORS[method].answer({"matrix": MATRIX.tolist(), "directions": SIGNS.tolist(), **inputs})


@pytest.mark.parametrize(("name", "normalise"), [("vector", vector_normalization), ("minmax", minmax_normalization)])
def test_a_scheme_by_topsis_gives_what_pymcdm_gives(name: str, normalise: Any):
    found = results(written("topsis", normalisation=name), panel())

    assert found == pytest.approx(mcdm.TOPSIS(normalise)(MATRIX, WEIGHTS, SIGNS))
    assert judged(written("topsis", normalisation=name), panel()).score == pytest.approx(100 * found[0])


@pytest.mark.parametrize("ranking", ["integer", "non_integer"])
def test_a_scheme_by_rank_sums_gives_what_the_calculator_gives(ranking: str):
    alone = run("rank_sum_ratio", weights=WEIGHTS.tolist(), ranking=ranking, probit_limits=[4, 6])
    content = written("rank_sum_ratio", ranking=ranking)
    ranked = [judged(content, panel(), f"h{place:02}").parts[0].ranking for place in range(len(MATRIX))]

    assert [one.result for one in ranked if one] == pytest.approx(alone["rsr"])
    assert [one.facts["fitted"] for one in ranked if one] == pytest.approx(alone["fitted"])
    assert [one.facts["group"] for one in ranked if one] == alone["grade"]
    if ranking == "integer":
        by_scipy = sum(w * stats.rankdata(s * c) for w, s, c in zip(WEIGHTS, SIGNS, MATRIX.T, strict=True)) / len(
            MATRIX
        )
        assert [one.result for one in ranked if one] == pytest.approx(by_scipy)


def test_a_scheme_may_score_by_what_the_line_of_rank_sums_gives():
    content = written("rank_sum_ratio", score="fitted")
    fitted = np.clip(run("rank_sum_ratio", weights=WEIGHTS.tolist())["fitted"], 0.0, 1.0)

    assert [judged(content, panel(), f"h{place:02}").score for place in range(3)] == pytest.approx(100 * fitted[:3])


@pytest.mark.parametrize("name", ["minmax", "max_ratio"])
def test_a_scheme_by_grey_relation_gives_what_the_calculator_gives(name: str):
    alone = run("grey_relation", form="matrix", weights=WEIGHTS.tolist(), normalisation=name, rho=0.4)
    content = written("grey_relation", normalisation=name, rho=0.4)
    found = judged(content, panel())

    assert results(content, panel()) == pytest.approx(alone["grade"])
    assert [row.score for row in found.indicators] == pytest.approx([100 * one for one in alone["coefficients"][0]])
    assert found.score == pytest.approx(sum(row.points or 0 for row in found.indicators))


@pytest.mark.serves("003-145")
def test_a_scheme_by_principal_components_ranks_and_gives_no_score_unless_it_says_how():
    alone = run("principal_components", retain="eigenvalue>1")
    content = written("principal_components")
    found = judged(content, panel())

    assert results(content, panel()) == pytest.approx(alone["composite"])
    assert found.score is None
    assert found.grade is None
    assert found.parts[0].withheld is None
    assert found.parts[0].ranking is not None
    assert found.parts[0].ranking.rank == alone["rank"][0]
    assert [rule for rule, _ in found.warnings] == ["S44", "S45"]
    scored = judged(written("principal_components", score="percentile"), panel())
    assert scored.score == pytest.approx(100 * (len(MATRIX) - alone["rank"][0] + 0.5) / len(MATRIX))


def standardised() -> Any:
    return stats.zscore(MATRIX * SIGNS, ddof=1)


@pytest.mark.serves("003-145")
def test_factor_scores_are_the_regression_of_the_figures_on_the_loadings():
    """F = Z R⁻¹ L with loadings by statsmodels' principal components and its varimax, up to order and sign."""
    z = standardised()
    related = np.corrcoef(z, rowvar=False)
    found = factors(z, principal_components(related), 2, turned=True)
    values_, vectors = np.linalg.eigh(related)
    loadings = (vectors * np.sqrt(values_))[:, ::-1][:, :2]
    turned, _ = rotate_factors(loadings, "varimax")
    by_regression = z @ np.linalg.solve(related, turned)

    for column in range(2):
        alike = [abs(np.corrcoef(found.scores[:, column], one)[0, 1]) for one in by_regression.T]
        assert max(alike) == pytest.approx(1.0, abs=1e-5)
    assert np.sort((found.loadings**2).sum(axis=0)) == pytest.approx(np.sort((turned**2).sum(axis=0)), abs=1e-4)
    assert found.scores.var(axis=0, ddof=1) == pytest.approx(1.0)
    assert found.shares.sum() == pytest.approx(1.0)
    content = written("factor_analysis", retain=2, rotation="varimax")
    assert results(content, panel()) == pytest.approx(found.composite)


def test_factors_without_rotation_explain_what_those_of_statsmodels_explain():
    z = standardised()
    by_statsmodels = Factor(z, n_factor=2, method="pa", smc=False).fit(maxiter=1)
    found = factors(z, principal_components(np.corrcoef(z, rowvar=False)), 2, turned=False)

    assert np.abs(found.loadings) == pytest.approx(np.abs(by_statsmodels.loadings), abs=1e-6)
    assert (found.scores.T @ found.scores / (len(z) - 1)) == pytest.approx(np.eye(2), abs=1e-9)


@given(st.integers(2, 5), st.integers(0, 2**32 - 1))
@settings(max_examples=30, deadline=None)
def test_a_rotation_keeps_what_the_factors_explain_of_each_indicator(k: int, seed: int):
    loadings = np.random.default_rng(seed).uniform(-1, 1, (7, k))
    rotation = varimax(loadings)

    assert rotation @ rotation.T == pytest.approx(np.eye(k), abs=1e-9)
    assert ((loadings @ rotation) ** 2).sum(axis=1) == pytest.approx((loadings**2).sum(axis=1))

    def spread(of: Any) -> float:
        return float((of**2).var(axis=0).sum())

    assert spread(loadings @ rotation) >= spread(loadings) - 1e-9


@pytest.mark.parametrize("method", METHODS)
def test_neither_units_nor_the_order_of_hospitals_matter(method: str):
    content = written(method)
    first = judged(content, panel()).parts[0].ranking
    scaled = MATRIX * np.array([1000.0, 0.01, 1.0, 7.0])
    again = judged(content, panel(scaled)).parts[0].ranking
    turned = np.vstack([MATRIX[:1], MATRIX[:0:-1]])
    other = judged(content, panel(turned)).parts[0].ranking

    assert first is not None
    assert again is not None
    assert other is not None
    assert again.result == pytest.approx(first.result)
    assert other.result == pytest.approx(first.result)
    assert first.rank == again.rank == other.rank


@pytest.mark.parametrize("method", METHODS)
def test_a_hospital_that_is_best_in_all_is_first(method: str):
    best = np.where(SIGNS > 0, MATRIX.max(axis=0) + 1, MATRIX.min(axis=0) / 2)
    related = np.sort(MATRIX * SIGNS, axis=0) * SIGNS  # all indicators rise together
    matrix = np.vstack([best, related])
    ranking = judged(written(method), panel(matrix)).parts[0].ranking

    assert ranking is not None
    assert ranking.rank == 1


@pytest.mark.parametrize("method", METHODS)
def test_what_the_hospital_lacks_is_left_out_for_all_and_its_weight_goes_to_the_others(method: str):
    found = judged(written(method), panel(h00={"receivable_turnover_days": Reason.MISSING_INPUT}))
    ranking = found.parts[0].ranking

    assert ranking is not None
    assert ranking.indicators == ("current_ratio", "cash_to_short_term_debt", "net_asset_growth")
    assert sum(row.effective_weight for row in found.indicators) == pytest.approx(1.0)
    assert found.indicator("receivable_turnover_days").effective_weight == 0
    assert found.indicator("receivable_turnover_days").points is None
    assert found.parts[0].missing_weight == pytest.approx(found.indicator("receivable_turnover_days").weight)


def test_a_hospital_with_gaps_is_no_object_for_the_others():
    whole = judged(written("topsis"), panel(MATRIX[:11]))
    gapped = judged(written("topsis"), panel(h11={"net_asset_growth": Reason.ZERO_DENOMINATOR}))

    assert gapped.score == pytest.approx(whole.score)
    assert gapped.parts[0].ranking is not None
    assert gapped.parts[0].ranking.among == 11


def test_own_years_stand_in_where_there_are_no_peers():
    rows = {
        ("own", str(2020 + place)): dict(zip(NAMES, map(float, row), strict=True))
        for place, row in enumerate(MATRIX[:6])
    }
    rows |= {("own", when): rows["own", "2021"] for when in ("2021-12", "2021-06", "2021-Q4")}  # no years
    ranking = judged(written("topsis"), values(rows), "own").parts[0].ranking

    assert ranking is not None
    assert (ranking.by, ranking.objects) == ("years", ("2025", "2024", "2023", "2022", "2021", "2020"))
    by_pymcdm = mcdm.TOPSIS(vector_normalization)(MATRIX[:6][::-1], WEIGHTS, SIGNS)
    assert ranking.result == pytest.approx(by_pymcdm[0])


def test_two_objects_are_not_ranked_and_the_part_says_so():
    found = judged(written("topsis"), panel(MATRIX[:2]))

    assert found.score is None
    assert found.parts[0].withheld is Reason.MISSING_INPUT
    assert [(rule, facts.get("n")) for rule, facts in found.warnings] == [("S35", 2)]


@pytest.mark.parametrize("method", METHODS)
def test_figures_that_do_not_differ_leave_no_result(method: str):
    found = judged(written(method), panel(np.full((6, 4), 3.0)))

    assert found.score is None
    assert "S36" in [rule for rule, _ in found.warnings]


def test_a_range_is_judged_by_its_levels_and_needs_them():
    content = written("topsis")
    ratio = content["parts"]["quantitative"]["indicators"]["current_ratio"]
    ratio["direction"] = "range"
    assert [one.rule for one in scheme_findings(scheme(content), "mine", CATALOG)] == ["S08"]

    nested = {
        name: [2.0 - width, 3.0 + width] for name, width in zip(list(HIGHER)[1:6], (0, 1, 5, 20, 60), strict=True)
    }
    ratio["standards"] = {"kind": "plan", "source": "test", **nested}
    assert not list(scheme_findings(scheme(content), "mine", CATALOG))
    inside = MATRIX.copy()
    inside[:2, 0] = 2.2, 2.9
    assert results(content, panel(inside))[0] > 0


@pytest.mark.parametrize(
    ("method", "change"),
    [
        ("topsis", {"normalisation": "max_ratio"}),
        ("grey_relation", {"normalisation": "vector"}),
        ("rank_sum_ratio", {"normalisation": "vector"}),
        ("topsis", {"score": "fitted"}),
        ("principal_components", {"score": "native"}),
    ],
)
def test_an_option_that_the_method_does_not_know_is_refused(method: str, change: dict[str, Any]):
    found = list(scheme_findings(scheme(written(method, **change)), "mine", CATALOG))

    assert [one.rule for one in found] == ["S34"]


def test_options_of_other_methods_are_refused():
    content = definition()
    content["parts"]["quantitative"] |= {"aggregate": "geometric", "operator": "M(min,max)", "ranking": {"rho": 0.3}}
    assert [one.rule for one in scheme_findings(scheme(content), "mine", CATALOG)] == ["S34"] * 3

    weighed = written("factor_analysis")
    weighed["parts"]["quantitative"]["weights"] = "entropy_weights"
    assert [one.rule for one in scheme_findings(scheme(weighed), "mine", CATALOG)] == ["S34"]


@pytest.mark.parametrize(
    ("method", "change", "is_alone"),
    [
        ("principal_components", {}, True),
        ("principal_components", {"score": "percentile"}, False),
        ("topsis", {}, False),
        ("topsis", {"score": "none"}, True),
    ],
)
def test_a_rank_alone_cannot_be_part_of_a_total(method: str, change: dict[str, Any], is_alone: bool):  # noqa: FBT001
    content = written(method, **change)
    parts = content["parts"]
    parts["quantitative"]["share"] = 0.5
    parts["other"] = definition()["parts"]["quantitative"] | {"share": 0.5}

    assert ("S34" in {one.rule for one in scheme_findings(scheme(content), "mine", CATALOG)}) is is_alone


@pytest.mark.parametrize("method", METHODS[:3])
def test_a_whole_panel_is_scored_as_each_hospital_is(method: str):
    content = written(method)
    found = score_panel(panel(), scheme(content), "mine", CATALOG)

    one_by_one = [judged(content, panel(), f"h{place:02}").score for place in range(len(MATRIX))]
    assert list(found.totals) == pytest.approx(one_by_one)


@pytest.mark.parametrize("method", METHODS)
def test_a_rank_stands_within_its_interval(method: str):
    content, known = written(method), panel()
    found = judged(content, known)
    interval = intervals(judged_together(found, scheme(content), known, None), Assumptions())["quantitative"]

    assert found.parts[0].ranking is not None
    assert (
        interval.low <= interval.rank == found.parts[0].ranking.rank <= interval.high <= interval.among == len(MATRIX)
    )
    assert interval == intervals(judged_together(found, scheme(content), known, None), Assumptions())["quantitative"]


def test_closeness_by_many_weights_is_closeness_by_each():
    from reportgen.model.schemes import RankingRule
    from reportgen.scoring.ranking import Objects, by_weights

    weights = np.random.default_rng(1).dirichlet(np.ones(4), 20)
    for name, normalise in (("vector", vector_normalization), ("minmax", minmax_normalization)):
        rule = RankingRule(normalisation=name)
        found = by_weights("topsis", Objects(MATRIX, SIGNS, WEIGHTS), rule, weights)
        each = np.column_stack([mcdm.TOPSIS(normalise)(MATRIX, one, SIGNS) for one in weights])
        assert found == pytest.approx(each)


@pytest.mark.parametrize("method", METHODS)
def test_how_sure_a_ranking_is(method: str):
    """Draws on weights where indicators add up; no ways to another grade, for no value has a score of its own."""
    content = written(method, score="percentile") if method in UNWEIGHTED else written(method)
    found, known = judged(content, panel()), panel()
    sure = robustness(found, scheme(content), CATALOG, known, assumed=Assumptions(count=200))

    summed = method in {"rank_sum_ratio", "grey_relation"}
    assert [one.what for one in sure.draws] == (["weights"] if summed else [])
    assert sure.distances == Distances()
    assert sure.gaps == ()
    assert sure.undrawn == (None if summed else "together")
    assert sure.rounding is not None
    assert set(sure.rankings) == {"quantitative"}
    assert Rescoring.of(found, scheme(content)).recount.total() == pytest.approx(found.score)


@pytest.mark.parametrize("method", METHODS)
def test_other_methods_rank_the_same_hospitals_and_their_agreement_is_told(method: str):
    """Twenty hospitals and four indicators, so that components exist; weights that a method does not heed are equal."""
    matrix = np.random.default_rng(11).uniform(1, 50, (20, 4)).round(2)
    content, known = written(method), panel(matrix)
    sure = robustness(judged(content, known), scheme(content), CATALOG, known, assumed=Assumptions(count=50))

    assert sure.methods is not None
    assert sure.uncompared is None
    assert (sure.methods.among, set(sure.methods.indicators)) == (20, set(NAMES))
    told = {one.method: one for one in sure.methods.methods}
    assert sure.methods.methods[0].method == "scheme"
    others = {"weighted_minmax", "topsis", "rank_sum_ratio", "grey_relation", "principal_components"} - {method}
    assert set(told) == {"scheme"} | others
    own = results(content, known, len(matrix))
    assert told["scheme"].result == pytest.approx(own[0])
    assert told["scheme"].rank == stats.rankdata([-one for one in own], method="min")[0]
    weights = np.full(4, 0.25) if method in UNWEIGHTED else WEIGHTS
    stretched = (matrix * SIGNS - (matrix * SIGNS).min(axis=0)) / np.ptp(matrix, axis=0)
    assert told["weighted_minmax"].result == pytest.approx((stretched @ weights)[0])
    assert told["weighted_minmax"].agreement == pytest.approx(
        stats.spearmanr(stretched @ weights, np.round(own, 12)).statistic
    )
    if "topsis" in others:
        by_topsis = mcdm.TOPSIS(minmax_normalization)(matrix, weights, SIGNS)
        assert told["topsis"].agreement == pytest.approx(stats.spearmanr(by_topsis, np.round(own, 12)).statistic)


@pytest.mark.parametrize("method", ["topsis", "factor_analysis"])
def test_why_methods_are_not_compared_is_said(method: str):
    few = panel(MATRIX[:5])
    content = written(method)
    sure = robustness(judged(content, few), scheme(content), CATALOG, few)
    assert (sure.methods, sure.uncompared) == (None, "few")

    own = values(
        {("h00", f"{2020 + place}"): dict(zip(NAMES, map(float, MATRIX[place]), strict=True)) for place in range(6)}
    )
    content = written(method, objects="years")
    sure = robustness(judged(content, own), scheme(content), CATALOG, own)
    assert (sure.methods, sure.uncompared) == (None, "years")
    assert set(sure.rankings) == {"quantitative"}


@pytest.mark.parametrize("method", UNWEIGHTED)
def test_a_rank_alone_has_no_grade_to_keep_and_says_so(method: str):
    content, known = written(method), panel()
    sure = robustness(judged(content, known), scheme(content), CATALOG, known, assumed=Assumptions(count=50))

    assert (sure.draws, sure.undrawn) == ((), "rank_alone")
    for key in ("draws.rank_alone", "draws.together", "draws.withheld", "methods.years", "methods.few"):
        assert CATALOG.words[f"sure.{key}"].zh


@pytest.mark.parametrize("method", METHODS[:3])
def test_a_change_of_rank_score_is_split_without_a_rest(method: str):
    then, now = panel(MATRIX, "2024"), panel(MATRIX[::-1], "2025")
    content = written(method)
    before, after = judged(content, then, period="2024"), judged(content, now)
    split = attribution(before, after, scheme(content))

    assert split is not None
    assert sum(points for _, points in split.effects) == pytest.approx(
        (after.score or 0) - (before.score or 0), abs=1e-9
    )
    rows = [sum(row.points) for row in split.indicators]
    assert sum(rows) == pytest.approx((after.score or 0) - (before.score or 0), abs=1e-9)


@pytest.mark.serves("003-145")
@pytest.mark.parametrize(
    ("kmo", "p", "told"),
    [(0.6, 0.0499, False), (0.599, 0.049, True), (0.55, 0.001, True), (0.6, 0.05, True), (float("nan"), 0.0, True)],
)
def test_factors_are_doubted_where_the_figures_have_too_little_in_common(kmo: float, p: float, told: bool):  # noqa: FBT001
    ranked = Ranked(np.array([1.0, 2.0]), facts={"kmo": kmo, "bartlett_p": p})

    assert ("S45" in {rule for rule, _ in ranked_part._remarks(ranked, 2, 10)}) is told


@pytest.mark.serves("003-145")
@pytest.mark.parametrize(("objects", "told"), [(9, True), (10, False)])
def test_fewer_than_five_hospitals_for_each_indicator_are_told(objects: int, told: bool):  # noqa: FBT001
    ranked = Ranked(np.array([1.0, 2.0]), facts={"kmo": 0.8, "bartlett_p": 0.001})

    assert [rule for rule, _ in ranked_part._remarks(ranked, 2, objects)] == (["S44"] if told else [])


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("native", [0.2, 0.6, 0.6, 1.0]),
        ("percentile", [0.125, 0.5, 0.5, 0.875]),  # equals share the middle of their places
        ("minmax", [0.0, 0.5, 0.5, 1.0]),
        ("none", [np.nan] * 4),
    ],
)
def test_results_become_scores_as_the_rule_says(kind: str, found: list[float]):
    results = Ranked(np.array([0.2, 0.6, 0.6, 1.0]))

    assert scores("topsis", results, RankingRule(score=kind)) == pytest.approx(found, nan_ok=True)


def test_results_that_are_all_alike_cannot_be_stretched():
    assert np.isnan(scores("topsis", Ranked(np.full(3, 0.4)), RankingRule(score="minmax"))).all()
