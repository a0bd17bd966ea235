"""How sure a result is: each statement is checked by evaluating again."""

from __future__ import annotations

import math
import time
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import definition, scheme, values

from reportgen.analysis.draws import Assumptions, Rescoring, drawn, drawn_weights, grades_of
from reportgen.analysis.method_comparison import METHODS_COMPARED, MethodInput
from reportgen.analysis.rank_interval import PeerScores
from reportgen.analysis.robustness import Robustness, remainder, robustness
from reportgen.catalog import load_catalog
from reportgen.model.definitions import Direction
from reportgen.model.results import Evaluation
from reportgen.model.schemes import Grade
from reportgen.model.values import IndicatorValues, Reason
from reportgen.scoring import evaluate
from reportgen.scoring.parts import effective_weights
from reportgen.scoring.standards import verdict

CATALOG = load_catalog()
ROW = {"current_ratio": 4.5, "cash_to_short_term_debt": 4.0, "receivable_turnover_days": 2.5, "net_asset_growth": 3.5}
FEW = Assumptions(count=400)


def content() -> dict[str, Any]:
    return definition()


def own(**changes: Any) -> IndicatorValues:
    return values({("own", "2025"): ROW | changes})


def judged(
    row: IndicatorValues, made: dict[str, Any] | None = None, peers: IndicatorValues | None = None
) -> Evaluation:
    return evaluate(row, scheme(made or content()), "trial", CATALOG, "own", "2025", peers=peers)


def panel(count: int) -> IndicatorValues:
    generator = np.random.default_rng(7)
    rows = {
        (f"h{number:03}", "2025"): {name: value * generator.uniform(0.7, 1.3) for name, value in ROW.items()}
        for number in range(count)
    }
    return values(rows)


def sure(row: IndicatorValues, peers: IndicatorValues | None = None, assumed: Assumptions = FEW) -> Robustness:
    made = scheme(content())
    found = evaluate(row, made, "trial", CATALOG, "own", "2025", peers=peers)
    return robustness(found, made, CATALOG, row, peers=peers, assumed=assumed)


def test_the_recount_of_an_evaluation_is_its_score():
    for row in (own(), own(receivable_turnover_days=Reason.MISSING_INPUT), own(net_asset_growth=Reason.MISSING_PRIOR)):
        found = judged(row)
        assert Rescoring.of(found, scheme(content())).recount.total() == pytest.approx(found.score, abs=1e-12)


def test_drawn_weights_stay_within_their_spread_and_keep_their_sum():
    weights = drawn_weights(np.array([0.5, 0.3, 0.2]), Assumptions(5000), np.random.default_rng(1))

    assert weights.sum(axis=1) == pytest.approx(np.ones(5000))
    assert (weights / weights[:, :1]).max() <= 1.2 / 0.8


def test_the_share_that_keeps_the_grade_is_counted_and_repeatable():
    one, other = sure(own(), assumed=Assumptions(2000)), sure(own(), assumed=Assumptions(2000))

    assert one == other
    assert {draw.what for draw in one.draws} == {"weights", "standards", "both"}
    for draw in one.draws:
        assert sum(share for _, share in draw.grades) == pytest.approx(1.0)
        assert dict(draw.grades)[Grade.GOOD] == draw.kept
        assert draw.low <= draw.mean <= draw.high


def test_without_any_spread_every_draw_is_the_score():
    found = judged(own())
    rescoring = Rescoring.of(found, scheme(content()))

    for draw in drawn(rescoring, Assumptions(50, weights=0.0, standards=0.0)):
        assert draw.kept == 1.0
        assert (draw.low, draw.high) == pytest.approx((found.score, found.score))


@given(st.lists(st.floats(0, 100), min_size=1, max_size=30))
def test_grades_of_many_totals_are_those_of_single_ones(totals: list[float]):
    made = scheme(content())
    shares = dict(grades_of(np.array(totals), made))

    graded = [verdict(total, made.grades, made.decimals).grade for total in totals]
    assert shares == {grade: pytest.approx(graded.count(grade) / len(totals)) for grade in Grade}


def test_one_indicator_moved_as_far_as_said_changes_the_grade_and_a_little_less_does_not():
    row = own(cash_to_short_term_debt=3.9, receivable_turnover_days=1.9)
    found = sure(row).distances

    assert found.up
    assert found.down
    before = judged(row).grade
    for way in (*found.up, *found.down):
        short = way.move.value + 0.999 * (way.move.target - way.move.value)
        assert judged(own(**{**_of(row), way.move.id: way.move.target})).grade is way.grade
        assert judged(own(**{**_of(row), way.move.id: short})).grade is before


def test_a_lowest_standard_that_only_costs_the_grade_once_it_is_passed_is_told_so():
    """At −27 % a margin still has points and the total its grade; a little below it has neither."""
    made = CATALOG.schemes["us_hospital_financial"]
    here = {
        "patient_care_margin": -0.011, "total_margin": 0.0267, "revenue_to_assets": 0.975, "bed_occupancy_rate": 0.7472,
        "inpatient_length_of_stay": 4.6, "current_ratio": 1.862, "asset_liability_ratio": 0.4907, "net_asset_growth": 0.0089,
        "days_cash_and_investments": 45.58, "medical_income_growth": 0.0089, "total_asset_growth": 0.0089,
    }  # fmt: skip

    def graded(**changes: float) -> Evaluation:
        return evaluate(values({("own", "2025"): here | changes}), made, "us", CATALOG, "own", "2025")

    found = robustness(graded(), made, CATALOG, values({("own", "2025"): here}), assumed=FEW).distances
    (move,) = [one.move for one in found.down]

    assert (move.id, round(move.target, 9), move.is_past) == ("patient_care_margin", -0.27, True)
    assert graded(patient_care_margin=-0.27).grade is Grade.FAIR
    assert graded(patient_care_margin=-0.2701).grade is Grade.LOW


def test_levers_are_never_income_prices_or_surplus():
    found = sure(own(net_asset_growth=0.5))

    assert CATALOG.indicators["net_asset_growth"].not_lever
    together = found.distances.together
    assert together is not None
    assert "net_asset_growth" not in {way.move.id for way in found.distances.up}
    assert "net_asset_growth" not in {move.id for move in together.moves}


def test_the_smallest_joint_change_just_reaches_the_grade():
    row = own()
    together = sure(row).distances.together

    assert together is not None
    assert together.reached
    moved = {move.id: move.target for move in together.moves}
    assert judged(own(**{**_of(row), **moved})).grade is together.grade
    less = {move.id: move.value + 0.99 * (move.target - move.value) for move in together.moves}
    assert judged(own(**{**_of(row), **less})).grade is Grade.GOOD


def test_a_missing_indicator_is_told_with_the_totals_of_its_worst_and_its_best():
    gap = sure(own(receivable_turnover_days=Reason.MISSING_INPUT)).gaps[0]

    worst, best = judged(own(receivable_turnover_days=99.0)), judged(own(receivable_turnover_days=0.1))
    assert (gap.lowest, gap.highest) == pytest.approx((worst.score, best.score))
    assert gap.grades == (worst.grade, best.grade)


def test_leaving_an_indicator_out_is_the_same_as_missing_it():
    for one in sure(own()).influences:
        made = content()
        made["parts"]["quantitative"]["missing_limit"] = 1.0
        assert one.without == pytest.approx(judged(own(**{one.id: Reason.MISSING_INPUT}), made).score)


@pytest.mark.parametrize("left_out", [("receivable_turnover_days",), ("current_ratio", "net_asset_growth")])
def test_several_left_out_leave_what_is_scored_without_them(left_out: tuple[str, ...]):
    made = content()
    made["parts"]["quantitative"]["missing_limit"] = 1.0
    found = judged(own(), made)
    told = remainder(found, scheme(made), [*left_out, "asset_growth"])
    without = judged(own(**dict.fromkeys(left_out, Reason.MISSING_INPUT)), made)

    assert told is not None
    assert told.count == len(left_out), "of what is not scored nothing is left out"
    assert told.total == pytest.approx(without.score)
    assert told.grade == without.grade
    assert told.weight == pytest.approx(sum(found.indicator(name).effective_weight for name in left_out))


def test_what_the_scheme_does_not_allow_to_be_missing_leaves_no_total():
    found, made = judged(own()), scheme(content())
    limit = made.parts["quantitative"].missing_limit
    most = sorted(found.indicators, key=lambda one: -one.weight)[:3]
    assert sum(one.weight for one in most) > limit

    told = remainder(found, made, [one.id for one in most])
    assert told is not None
    assert (told.total, told.grade) == (None, None)
    assert remainder(found, made, []) is None
    assert remainder(found, made, ["asset_growth"]) is None


def test_rounding_that_decides_is_told():
    """A total of 84.996 prints as 85.00 and is excellent; its exact value is not."""
    made = content()
    weights = {"current_ratio": 0.2498, "cash_to_short_term_debt": 0.25, "receivable_turnover_days": 0.25}
    rows = made["parts"]["quantitative"]["indicators"]
    for name, weight in (weights | {"net_asset_growth": 0.2502}).items():
        rows[name]["weight"] = weight
    row = own(current_ratio=5.0, cash_to_short_term_debt=4.0, receivable_turnover_days=2.0, net_asset_growth=4.0)
    found = judged(row, made)

    told = robustness(found, scheme(made), CATALOG, row, assumed=FEW).rounding
    assert found.score == pytest.approx(84.996)
    assert told is not None
    assert told.decides
    assert told.margin == pytest.approx(-0.004)


def test_a_rank_has_an_interval_that_holds_it_and_few_peers_have_none():
    found = sure(own(), panel(30)).rank

    assert found is not None
    assert found.low <= found.rank <= found.high
    assert found.rank == judged(own(), peers=panel(30)).rank
    assert found.among == 31
    assert sure(own(), panel(4)).rank is None


def test_methods_are_compared_on_the_same_hospitals():
    found = sure(own(), panel(30)).methods

    assert found is not None
    assert found.among == 31
    own_method = found.methods[0]
    assert (own_method.method, own_method.agreement) == ("scheme", pytest.approx(1.0))
    assert found.concordance is not None
    assert 0 < found.concordance <= 1
    assert {one.method for one in found.methods} >= {
        "topsis",
        "rank_sum_ratio",
        "grey_relation",
        "principal_components",
    }


def test_constant_columns_and_too_few_hospitals_are_said_and_never_nan():
    same = values({(f"h{number}", "2025"): dict(ROW) for number in range(6)})
    found = sure(own(), same)

    assert found.methods is not None
    for one in found.methods.methods:
        assert one.result is None or np.isfinite(one.result)
        assert one.agreement is None or np.isfinite(one.agreement)
    assert found.methods.methods[-1].problem is not None


def test_nothing_is_claimed_where_there_is_no_grade():
    row = values({("own", "2025"): {"current_ratio": 4.0}})
    found = sure(row)

    assert (found.draws, found.undrawn) == ((), "withheld")
    assert (found.methods, found.uncompared) == (None, "few")
    assert found.distances.up == found.distances.down == ()
    assert found.rounding is None
    assert found.gaps == ()


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(0.5, 5.5), min_size=4, max_size=4))
def test_the_total_lies_between_the_extremes_of_every_claim(numbers: list[float]):
    row = own(**dict(zip(ROW, numbers, strict=True)))
    found = judged(row)
    told = sure(row, assumed=Assumptions(50))

    assert found.score is not None
    if told.distances.together is not None:
        assert told.distances.together.total >= found.score - 1e-9


def test_ten_thousand_draws_take_a_fraction_of_a_second():
    row = own()
    found, made = judged(row), scheme(content())
    begin = time.perf_counter()
    drawn(Rescoring.of(found, made), Assumptions())

    assert time.perf_counter() - begin < 2.0


def _of(row: IndicatorValues) -> dict[str, float]:
    return {str(name): float(row.values[name].iloc[0]) for name in row.values.columns}


@pytest.mark.parametrize(("peers", "are_enough"), [(4, False), (5, True)])
def test_five_peers_are_enough_for_an_interval_of_ranks_and_for_other_methods(peers: int, *, are_enough: bool):
    found = sure(own(), panel(peers))

    assert (found.rank is not None, found.methods is not None) == (are_enough, are_enough)


@pytest.mark.parametrize(("peers", "are_enough"), [(18, False), (19, True)])
def test_components_want_five_hospitals_for_each_indicator(peers: int, *, are_enough: bool):
    """Of the four indicators, with the own hospital among them."""
    found = sure(own(), panel(peers))

    assert found.methods is not None
    (one,) = [each for each in found.methods.methods if each.method == "principal_components"]
    assert (one.problem is None) is are_enough


def test_grey_relation_distinguishes_by_half():
    table = MethodInput(np.array([[0.2, 1.0], [1.0, 0.4]]), np.array([0.5, 0.5]))

    assert METHODS_COMPARED["grey_relation"](table) == pytest.approx([(0.4 / 1.2 + 1) / 2, (1 + 0.4 / 1.0) / 2])


def test_a_report_draws_ten_thousand_times_by_a_fifth():
    assert Assumptions() == Assumptions(count=10_000, seed=20_020_225, weights=0.2, standards=0.2)


def test_why_there_is_no_rank_is_the_hospital_itself_or_too_few_peers():
    few, many = panel(4), panel(8)

    assert sure(own(), few).unranked == "none"
    assert sure(own(), many).unranked is None
    missing = dict.fromkeys(
        ("current_ratio", "cash_to_short_term_debt", "receivable_turnover_days"), Reason.MISSING_INPUT
    )
    assert sure(own(**missing), many).unranked == "none.own"


@given(st.lists(st.floats(0, 1), min_size=15, max_size=15), st.sets(st.integers(0, 14), max_size=6))
def test_totals_of_many_weights_are_those_of_each_hospital_alone(figures: list[float], missing: set[int]):
    """Weight of what is missing goes to the others of its ability, or that of an ability to the others."""
    scores = np.array([math.nan if at in missing else one for at, one in enumerate(figures)]).reshape(3, 5)
    groups = np.array([0, 0, 1, 1, 2])
    weights = np.random.default_rng(1).dirichlet(np.ones(5), size=4)
    names = tuple("abcde")
    panel = PeerScores(names[:3], names, scores, scores, weights[0], groups, (Direction.HIGHER,) * 5, 1.0)

    expected = [
        [
            math.nan
            if np.isnan(row).all()
            else float(np.nansum(effective_weights(own, groups, ~np.isnan(row)[None, :])[0] * row))
            for own in weights
        ]
        for row in scores
    ]
    assert panel.totals(weights) == pytest.approx(np.array(expected), nan_ok=True)
