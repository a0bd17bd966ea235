"""The edge rules of scoring, rounding, missing values, ranks and peers; named after their numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from invented import definition, scheme, values

from reportgen.catalog import load_catalog
from reportgen.model.definitions import Direction
from reportgen.model.printing import half_up, number
from reportgen.model.results import Evaluation
from reportgen.model.schemes import Grade, StandardKind, Standards
from reportgen.model.values import Flag, Reason
from reportgen.scoring import WEIGHTINGS, evaluate
from reportgen.scoring.kernels.weights import RANDOM_INDEX, eigenvector, entropy_weights
from reportgen.scoring.parts import effective_weights
from reportgen.scoring.relative import Measure, clamped, index, level_efficacy, marks, two_point
from reportgen.scoring.sample import position, standing
from reportgen.scoring.scheme_rules import scheme_findings
from reportgen.scoring.standards import edges, faults, verdict

COEFFICIENTS = np.array([1.0, 0.8, 0.6, 0.4, 0.2, 0.0])
BOUNDS = {Grade.EXCELLENT: 85.0, Grade.GOOD: 70.0, Grade.FAIR: 50.0, Grade.LOW: 40.0, Grade.POOR: 0.0}
OWN = {"current_ratio": 4.0, "cash_to_short_term_debt": 4.0, "receivable_turnover_days": 2.0, "net_asset_growth": 4.0}


def standards(*levels: object) -> Standards:
    names = ("excellent", "good", "fair", "low", "poor")
    return Standards.model_validate(
        {"kind": StandardKind.PLAN, "source": "test", **dict(zip(names, levels, strict=True))}
    )


def judged(**changes: object) -> Evaluation:
    own = values({("own", "2025"): {**OWN, **changes}})  # type: ignore[dict-item]
    return evaluate(own, scheme(definition()), "trial", load_catalog(), "own", "2025")


def test_e04_by_default_negative_net_assets_score_at_the_floor_and_print_a_dash():
    row = judged(net_asset_growth=Reason.NEGATIVE_DENOMINATOR).indicator("net_asset_growth")

    assert (row.value, row.score, row.level) == (None, 0.0, "poor")


def test_e07_what_does_not_exist_gives_its_weight_away_and_not_full_marks():
    found = judged(cash_to_short_term_debt=Reason.NOT_APPLICABLE, current_ratio=2.0)

    assert found.indicator("cash_to_short_term_debt").effective_weight == 0
    assert found.indicator("current_ratio").effective_weight == pytest.approx(0.6)
    assert not found.incomplete


def test_the_best_level_tells_its_steps_as_the_others_do():
    steps = judged(current_ratio=1e3).indicator("current_ratio").steps

    assert steps is not None
    assert (steps.level, steps.coefficient) == (Grade.EXCELLENT, 1.0)


def test_e09_a_true_zero_scores_best_where_lower_is_better():
    assert judged(receivable_turnover_days=0.0).indicator("receivable_turnover_days").score == 100.0


def test_e14_under_three_months_an_annualised_value_is_shown_and_not_scored():
    own = values({("own", "2025-02"): OWN}, {("current_ratio", "own", "2025-02"): (Flag.ANNUALISED,)})
    row = evaluate(own, scheme(definition()), "trial", load_catalog(), "own", "2025-02").indicator("current_ratio")

    assert (row.value, row.score) == (4.0, None)


def test_e16_percentages_differ_in_points():
    assert number((0.1350 - 0.1230) * 100, 2, sign=True) == "+1.20"


def test_e22_an_average_of_too_few_cases_is_shown_and_not_scored():
    own = values({("own", "2025"): OWN}, {("current_ratio", "own", "2025"): (Flag.BELOW_MINIMUM_CASES,)})
    row = evaluate(own, scheme(definition()), "trial", load_catalog(), "own", "2025").indicator("current_ratio")

    assert (row.value, row.score, row.reason) == (4.0, None, None)


def test_e23_lower_is_better_by_the_same_signed_formula_and_its_own_standards():
    low = edges(standards(30.0, 40.0, 50.0, 60.0, 75.0), Direction.LOWER)

    assert level_efficacy(np.array([34.0]), low, COEFFICIENTS).score == pytest.approx([0.92])


def test_e24_both_edges_of_a_range_belong_to_it_and_outside_it_falls_on_both_sides():
    bed_use = edges(standards((0.85, 0.93), (0.80, 0.97), (0.75, 1.0), (0.70, 1.05), (0.65, 1.10)), Direction.RANGE)

    found = level_efficacy(np.array([0.85, 0.93, 0.825, 0.95, 0.64, 1.11]), bed_use, COEFFICIENTS).score
    assert found == pytest.approx([1.0, 1.0, 0.9, 0.9, 0.0, 0.0])


def test_e24_a_range_without_limits_is_a_fault_of_the_scheme():
    assert list(faults(standards(5.0, 4.0, 3.0, 2.0, 1.0), Direction.RANGE)) == ["S07"]


@pytest.mark.parametrize(
    ("value", "mark"),
    [(97.25, 0.75), (93.0, 1.0), (85.0, 1.0), (75.0, 0.5), (65.0, 0.0), (110.0, 0.0), (120.0, 0.0), (60.0, 0.0)],
)
def test_e24_outside_the_range_the_mark_falls_in_proportion_to_the_outer_limits(value: float, mark: float):
    bed_use = Measure((85.0, 93.0), Direction.RANGE, (65.0, 110.0))

    assert np.clip(marks(np.array([value]), (85.0, 93.0), (65.0, 110.0)), 0, 1) == pytest.approx([mark])
    assert two_point(np.array([value]), bed_use)[0] == pytest.approx(
        max(0.0, 0.6 + 0.4 * marks(np.array([value]), (85.0, 93.0), (65.0, 110.0))[0])
    )


@pytest.mark.parametrize(
    ("value", "reference", "method", "rules"),
    [
        ((85.0, 93.0), None, "efficacy_coefficient", ["S49"]),
        ((85.0, 93.0), None, "ratio_scoring", []),
        ((85.0, 93.0), (65.0, 110.0), "efficacy_coefficient", []),
        ((85.0, 93.0), (85.0, 110.0), "ratio_scoring", ["S49"]),
        ((93.0, 85.0), (65.0, 110.0), "ratio_scoring", ["S49"]),
        (90.0, (65.0, 110.0), "ratio_scoring", ["S49"]),
    ],
)
def test_e24_a_range_has_outer_limits_around_it(value: object, reference: object, method: str, rules: list[str]):
    held = {"kind": "plan", "value": value, "unacceptable": reference, "source": "test"}
    found = scheme_findings(scheme(of_ranges(method, held)), "trial", load_catalog())

    assert [finding.rule for finding in found] == rules


def test_e24_a_range_is_for_indicators_that_have_a_best_range():
    content = of_ranges("ratio_scoring", {"kind": "plan", "value": (1.0, 2.0), "source": "test"})
    content["parts"]["quantitative"]["indicators"]["current_ratio"]["direction"] = "higher"

    assert [one.rule for one in scheme_findings(scheme(content), "trial", load_catalog())] == ["S49"]


def of_ranges(method: str, held: dict[str, object], **part: object) -> dict[str, Any]:
    content = definition()
    one = {"ability": "solvency", "direction": "range", "weight": 1.0, "references": [held]}
    content["parts"]["quantitative"] |= {"method": method, "indicators": {"current_ratio": one}, **part}
    return content


@pytest.mark.parametrize(
    ("value", "inner", "outer", "score"),
    [
        (75.0, (40.0, 60.0), None, 80.0),
        (50.0, (40.0, 60.0), None, 100.0),
        (30.0, (40.0, 60.0), None, 75.0),
        (-1.0, (40.0, 60.0), None, None),
        (4.0, (0.0, 3.0), (-3.0, 5.0), 50.0),
        (-2.0, (-1.0, 5.0), (-3.0, 9.0), 50.0),
        (4.0, (0.0, 3.0), None, None),
    ],
)
def test_e25_where_edges_are_asked_for_a_range_is_measured_by_the_nearest_one(
    value: float, inner: tuple[float, float], outer: tuple[float, float] | None, score: float | None
):
    held = {"kind": "plan", "value": inner, "unacceptable": outer, "source": "test"}
    content = of_ranges("ratio_scoring", held, range_in_ratio="edge")
    own = values({("own", "2025"): {"current_ratio": value}})
    row = evaluate(own, scheme(content), "trial", load_catalog(), "own", "2025").indicator("current_ratio")

    assert row.score == (None if score is None else pytest.approx(score))
    assert row.reason == (Reason.NO_STANDARD if score is None else None)


def test_e25_by_default_a_range_does_not_fit_a_method_that_divides():
    held = {"kind": "plan", "value": (40.0, 60.0), "unacceptable": (20.0, 80.0), "source": "test"}
    own = values({("own", "2025"): {"current_ratio": 75.0}})
    row = evaluate(own, scheme(of_ranges("ratio_scoring", held)), "trial", load_catalog(), "own", "2025").indicators[0]

    assert (row.value, row.score, row.reason) == (75.0, None, Reason.NO_STANDARD)


def test_e25_a_negative_value_where_less_is_better_is_invalid():
    content = of_ranges("ratio_scoring", {"kind": "plan", "value": 10.0, "source": "test"})
    content["parts"]["quantitative"]["indicators"]["current_ratio"]["direction"] = "lower"
    own = values({("own", "2025"): {"current_ratio": -5.0}})
    row = evaluate(own, scheme(content), "trial", load_catalog(), "own", "2025").indicators[0]

    assert (row.score, row.reason) == (None, Reason.INVALID_INPUT)


@pytest.mark.parametrize(
    ("value", "measure", "expected"),
    [
        (0.75, Measure(0.5, Direction.RANGE), np.nan),
        (5.0, Measure(10.0, Direction.LOWER), 2.0),
        (0.0, Measure(10.0, Direction.LOWER, cap=1.5), 1.5),
        (-5.0, Measure(10.0, Direction.LOWER), np.nan),
        (5.0, Measure(10.0, Direction.HIGHER), 0.5),
        (5.0, Measure(-1.0, Direction.HIGHER), np.nan),
    ],
)
def test_e25_a_division_by_a_standard_needs_one_side_and_a_positive_standard(
    value: float, measure: Measure, expected: float
):
    assert index(np.array([value]), measure) == pytest.approx([expected], nan_ok=True)


def test_e26_single_scores_are_held_in_nothing_to_full_and_the_page_says_so():
    measure = Measure(2.0, Direction.HIGHER, unacceptable=1.0)

    assert two_point(np.array([3.0, -9.0]), measure).tolist() == [1.0, 0.0]
    assert clamped(np.array([3.0]), measure, "efficacy_coefficient")
    assert not clamped(np.array([1.5]), measure, "efficacy_coefficient")


def test_e26_a_low_value_is_limited_by_its_points_and_a_mark_by_the_full_mark():
    debt = Measure(0.4, Direction.LOWER, unacceptable=0.8)

    assert not clamped(np.array([0.5]), debt, "efficacy_coefficient")  # above the value, within the points
    assert clamped(np.array([0.1]), debt, "efficacy_coefficient")
    marks = Measure(10.0, Direction.HIGHER)
    found = [clamped(np.array([mark]), marks, "weighted_checklist") for mark in (-0.1, 0.0, 10.0, 10.1, np.nan)]
    assert found == [True, False, False, True, False]


def test_e27_equal_written_standards_are_an_error():
    assert list(faults(standards(5.0, 4.0, 4.0, 2.0, 1.0), Direction.HIGHER)) == ["S06"]


def test_e27_a_constant_column_weighs_nothing():
    weights = WEIGHTINGS["variation_weights"](np.array([[1.0, 5.0], [2.0, 5.0], [3.0, 5.0]])).weight

    assert weights.tolist() == [1.0, 0.0]


@pytest.mark.parametrize(("score", "grade"), [(85.0, "excellent"), (84.99, "good"), (40.0, "low"), (39.99, "poor")])
def test_e28_bands_hold_their_lower_bound(score: float, grade: str):
    assert verdict(score, BOUNDS, 2).grade == grade


def test_e28_at_most_belongs_to_the_better_level():
    low = edges(standards(30.0, 40.0, 50.0, 60.0, 75.0), Direction.LOWER)

    assert level_efficacy(np.array([40.0, 40.01]), low, COEFFICIENTS).level.tolist() == [1, 2]


def test_e29_the_level_is_that_of_the_printed_value_and_the_score_that_of_the_exact_one():
    row = judged(current_ratio=3.9961).indicator("current_ratio")

    assert (row.level, row.score) == ("good", pytest.approx(79.922))


@pytest.mark.parametrize(
    ("value", "places", "printed"),
    [
        (2.345, 2, "2.35"), (-2.345, 2, "-2.35"), (0.125, 2, "0.13"), (1.005, 2, "1.01"), (-0.004, 2, "0.00"),
        (84.99499999999999, 2, "85.00"), (2.5, 0, "3"), (3.5, 0, "4"),
    ],
)  # fmt: skip
def test_e31_half_up_on_fifteen_digits(value: float, places: int, printed: str):
    assert str(half_up(value, places)) == printed


@pytest.mark.parametrize(
    ("score", "printed", "grade", "unrounded"),
    [(84.995, "85.00", "excellent", "good"), (84.994, "84.99", "good", "good")],
)
def test_e32_the_grade_is_that_of_the_printed_score(score: float, printed: str, grade: str, unrounded: str):
    found = verdict(score, BOUNDS, 2)

    assert (found.printed, found.grade, found.unrounded) == (printed, grade, unrounded)


def test_e33_a_lost_weight_goes_to_its_group_in_proportion():
    found = effective_weights(
        np.array([8.0, 7.0, 5.0, 80.0]), np.array([0, 0, 0, 1]), np.array([[True, True, False, True]])
    )

    assert np.round(found[0], 2).tolist() == [10.67, 9.33, 0.0, 80.0]
    assert found.sum() == pytest.approx(100)


@pytest.mark.parametrize(
    ("missing", "graded", "incomplete"),
    [
        ({}, True, False),
        ({"net_asset_growth": Reason.MISSING_PRIOR}, True, True),
        ({"net_asset_growth": Reason.MISSING_PRIOR, "cash_to_short_term_debt": Reason.MISSING_INPUT}, False, True),
    ],
)
def test_e33_beyond_thirty_percent_the_grade_is_withheld_and_beyond_ten_it_is_marked(
    missing: dict[str, Reason],
    graded: bool,  # noqa: FBT001
    incomplete: bool,  # noqa: FBT001
):
    found = judged(**missing)

    assert (found.grade is not None, found.incomplete) == (graded, incomplete)


@pytest.mark.parametrize(
    ("weight", "incomplete"), [(0.0999, False), (0.1, True)], ids=["less than a tenth", "a tenth exactly"]
)
def test_e33_a_tenth_of_the_weight_without_value_marks_the_result(weight: float, incomplete: bool):  # noqa: FBT001
    content = definition()
    rows = content["parts"]["quantitative"]["indicators"]
    rows["net_asset_growth"]["weight"] = weight
    rows["current_ratio"]["weight"] = 1 - weight - 0.2 - 0.25
    own = values({("own", "2025"): {**OWN, "net_asset_growth": Reason.MISSING_PRIOR}})

    found = evaluate(own, scheme(content), "trial", load_catalog(), "own", "2025")

    assert found.incomplete is incomplete


def test_e35_what_the_case_declares_does_not_count_as_missing():
    own = values({("own", "2025"): {**OWN, "receivable_turnover_days": Reason.MISSING_INPUT}})
    declared = ["receivable_turnover_days"]
    found = evaluate(own, scheme(definition()), "trial", load_catalog(), "own", "2025", not_applicable=declared)

    assert (found.parts[0].missing_weight, found.score) == (0.0, pytest.approx(80.0))


def test_e38_equal_printed_scores_share_a_place():
    scores = [91.2, 88.001, 88.0, 70.0, 60.0, 50.0]
    ranks = [standing(np.array([own, *(s for s in scores if s is not own)]), 2)[0] for own in scores]

    assert ranks == [1, 2, 2, 4, 5, 6]


def test_e38_percentiles_take_the_middle_of_equals():
    found = position(np.array([2.0, 1.0, 2.0, 3.0, 4.0, 5.0]), np.zeros(6), Direction.HIGHER)

    assert found is not None
    assert found.percentile == pytest.approx(100 * (1 + 0.5 * 2) / 6)


def test_e38_what_division_leaves_of_fen_parts_nobody():
    """Debts of 120 % of assets, each kept to the fen: two pages of a group gave them ranks 11 and 14 of 14."""
    found = position(np.array([1.2 + 1e-11, 1.2, 1.2 - 1e-11, 0.5, 0.6, 0.7]), np.zeros(6), Direction.LOWER)

    assert found is not None
    assert (found.rank, found.tied) == (4, 2)
    assert found.percentile == pytest.approx(100 * (3 + 0.5 * 3) / 6)


def test_e39_without_a_grade_there_is_no_rank_and_it_counts_for_nobody():
    own_missing = standing(np.array([np.nan, 1.0, 2.0, 3.0, 4.0, 5.0]), 2)
    one_missing = standing(np.array([9.0, np.nan, 2.0, 3.0, 4.0, 5.0, 1.0]), 2)

    assert own_missing == (None, 5, 3.0)
    assert one_missing == (1, 6, 3.0)


@pytest.mark.parametrize(("peers", "there"), [(4, False), (5, True)])
def test_e41_peers_count_from_five_on_and_without_the_hospital_itself(peers: int, there: bool):  # noqa: FBT001
    found = position(np.array([100.0, *range(peers)]), np.zeros(peers + 1), Direction.HIGHER)

    assert (found is not None) is there
    assert found is None or (found.n, found.median, found.lower_quartile) == (5, 2.0, 1.0)


def test_e42_nothing_of_a_share_has_no_entropy_and_weights_are_numbers():
    found = entropy_weights(np.array([[0.0, 0.5], [1.0, 0.5]]))

    assert found.entropy.tolist() == [0.0, 1.0]
    assert found.weights.tolist() == [1.0, 0.0]


def test_e42_judgements_that_contradict_one_another_are_measured():
    contradictory = np.array([[1.0, 9.0, 1 / 9], [1 / 9, 1.0, 9.0], [9.0, 1 / 9, 1.0]])

    assert eigenvector(contradictory).consistency(RANDOM_INDEX["saaty1980"]) > 0.1


def test_a_value_equal_to_a_standard_but_for_what_division_leaves_has_reached_it():
    rising = np.array([[0.65, 0.58, 0.5, 0.42, 0.34], [np.inf] * 5])
    falling = np.array([[-np.inf] * 5, [0.2, 0.25, 0.3, 0.38, 0.48]])

    for standards_, edge, sign in ((rising, 0.34, -1), (falling, 0.48, 1)):
        scores = level_efficacy(
            np.array([edge * (1 + sign * 7e-12), edge, edge + sign * 1e-4]), standards_, COEFFICIENTS
        )
        assert scores.score.tolist() == [0.2, 0.2, 0.0]
