"""Methods run alone: what worked examples do not reach: groups, trees, special cases, edges and refusals."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest

import reportgen.scoring.calculators as package
from reportgen.catalog import load_catalog
from reportgen.errors import Refused
from reportgen.scoring.calculators import CALCULATORS, ratios, weights
from reportgen.scoring.kernels.finance import RATIOS
from reportgen.scoring.kernels.time_value import FUNCTIONS


def answer(method: str, **inputs: Any) -> dict[str, Any]:
    return CALCULATORS[method].answer(inputs)


def refused(method: str, **inputs: Any) -> str:
    """The problem that a method is refused for, or the rule of the definitions."""
    with pytest.raises(Refused) as refusal:
        answer(method, **inputs)
    finding = refusal.value.findings[0]
    return str(finding.facts["problem"]).removeprefix("@method.problem.") if finding.rule == "M02" else finding.rule


def test_every_problem_has_words_in_both_languages():
    sources = Path(package.__file__).parent.glob("*.py")
    keys = {key for source in sources for key in re.findall(r'Undefined\("(\w+)"', source.read_text(encoding="utf-8"))}

    assert keys
    assert all(f"method.problem.{key}" in load_catalog().words for key in keys)


def test_the_names_that_inputs_take_are_those_of_the_kernels():
    assert set(get_args(ratios.Name)) == set(RATIOS)
    assert set(get_args(ratios.FunctionName)) == set(FUNCTIONS)


def test_every_method_describes_its_inputs_and_outputs():
    assert all(form["input"] and form["output"] for method in CALCULATORS.values() for form in method.schema().values())


# --- comparisons in pairs -------------------------------------------------------------------------------------------


@pytest.mark.serves("003-187")
def test_weights_and_consistency_of_the_comparison_of_four():
    found = answer(
        "ahp_weights", matrix=[[1, 3, 5, 2], [1 / 3, 1, 3, 1 / 2], [1 / 5, 1 / 3, 1, 1 / 4], [1 / 2, 2, 4, 1]]
    )

    assert found["weights"] == pytest.approx([0.4729, 0.1699, 0.0729, 0.2844], abs=5e-5)
    assert found["CR"] == pytest.approx(0.0189, abs=5e-5)
    assert found["consistent"]


@pytest.mark.serves("003-187")
def test_just_as_much_as_is_accepted_is_not_consistent_any_more(monkeypatch: pytest.MonkeyPatch):
    matrix = [[1, 3, 5, 2], [1 / 3, 1, 3, 1 / 2], [1 / 5, 1 / 3, 1, 1 / 4], [1 / 2, 2, 4, 1]]
    ratio = answer("ahp_weights", matrix=matrix)["CR"]

    said = []
    for accepted in (ratio, math.nextafter(ratio, 1)):
        monkeypatch.setattr(weights, "ACCEPTED", accepted)
        said.append(answer("ahp_weights", matrix=matrix)["consistent"])

    assert said == [False, True]


@pytest.mark.serves("003-188")
def test_experts_judge_together_by_the_geometric_mean_of_their_cells():
    found = answer("ahp_weights", form="group", matrices=[[[1, 3], [1 / 3, 1]], [[1, 5], [0.2, 1]]])

    assert found["matrix"][0][1] == pytest.approx(15**0.5)
    assert np.multiply(found["matrix"], np.transpose(found["matrix"])) == pytest.approx(np.ones((2, 2)))
    assert found["weights"] == pytest.approx([0.794786903842, 0.205213096158])
    assert found["left_out"] == []


CONTRARY = [[1, 9, 1 / 9], [1 / 9, 1, 9], [9, 1 / 9, 1]]
SOUND = [[1, 2, 4], [1 / 2, 1, 2], [1 / 4, 1 / 2, 1]]


def test_an_inconsistent_expert_is_left_out_of_the_group():
    found = answer("ahp_weights", form="group", matrices=[SOUND, CONTRARY])

    assert found["left_out"] == [1]
    assert found["weights"] == pytest.approx([4 / 7, 2 / 7, 1 / 7])
    assert refused("ahp_weights", form="group", matrices=[CONTRARY]) == "inconsistent"


def test_the_comparison_that_contradicts_the_others_most_is_named():
    found = answer(
        "ahp_weights", matrix=[[1, 2, 4, 8], [1 / 2, 1, 2, 1 / 9], [1 / 4, 1 / 2, 1, 2], [1 / 8, 9, 1 / 2, 1]]
    )

    assert not found["consistent"]
    assert {1, 3} <= set(found["worst_triple"])


@pytest.mark.serves("003-189")
@pytest.mark.parametrize("matrix", [[[1, 3], [3, 1]], [[2, 3], [1 / 3, 1]], [[1, 9], [0.01, 1]]])
def test_judgements_must_be_reciprocal(matrix: list[list[float]]):
    assert refused("ahp_weights", matrix=matrix) == "not_reciprocal"


def test_judgements_must_be_positive_and_square():
    assert refused("ahp_weights", matrix=[[1, -3], [-1 / 3, 1]]) == "D11"
    assert refused("ahp_weights", matrix=[[1, 3, 5], [1 / 3, 1, 2]]) == "ragged"
    pair, three = [[1, 3], [1 / 3, 1]], np.ones((3, 3)).tolist()
    for below in ([pair, three], [pair]):
        assert refused("ahp_weights", form="hierarchy", criteria_matrix=pair, local_matrices=below) == "lengths"


def test_printed_reciprocals_may_be_a_tenth_off():
    assert answer("ahp_weights", matrix=[[1, 3], [0.3, 1]])["weights"] == pytest.approx([0.75, 0.25], abs=0.02)
    assert answer("ahp_weights", matrix=[[1, 2], [0.55, 1]])["weights"] == pytest.approx([0.66, 0.34], abs=0.02)
    assert refused("ahp_weights", matrix=[[1, 2], [0.5505, 1]]) == "not_reciprocal"


def test_two_objects_cannot_contradict_one_another():
    assert answer("ahp_weights", matrix=[[1, 7], [1 / 7, 1]])["CR"] == 0
    assert answer("ahp_weights", matrix=[[1]])["weights"] == [1.0]


def test_beyond_the_table_of_random_indices_there_is_no_ratio():
    found = answer("ahp_weights", matrix=np.ones((11, 11)).tolist())

    assert (found["CR"], found["consistent"]) == (None, None)
    assert answer("ahp_weights", matrix=CONTRARY, ri_table=[0, 0, 0.5])["CR"] > 1


@pytest.mark.serves("003-190")
def test_local_weights_add_up_by_the_weights_of_the_criteria():
    pair = [[1, 3], [1 / 3, 1]]
    found = answer("ahp_weights", form="hierarchy", criteria_matrix=pair, local_matrices=[pair, [[1, 1], [1, 1]]])

    assert found["total"] == pytest.approx([0.75 * 0.75 + 0.25 * 0.5, 0.75 * 0.25 + 0.25 * 0.5])
    assert refused("ahp_weights", form="hierarchy", criteria_matrix=pair, local_matrices=[pair]) == "lengths"


# --- fuzzy evaluation -----------------------------------------------------------------------------------------------

TREE = [
    {
        "name": "solvency",
        "weight": 0.3,
        "branches": [
            {"name": "current", "weight": 0.6, "membership": [0.3, 0.4, 0.2, 0.1, 0]},
            {"name": "debt", "weight": 0.4, "membership": [0.2, 0.3, 0.3, 0.1, 0.1]},
        ],
    },
    {
        "name": "operation",
        "weight": 0.45,
        "branches": [
            {"name": "turnover", "weight": 0.5, "membership": [0.4, 0.4, 0.1, 0.1, 0]},
            {"name": "beds", "weight": 0.3, "membership": [0.1, 0.5, 0.3, 0.1, 0]},
            {"name": "stay", "weight": 0.2, "membership": [0.2, 0.2, 0.4, 0.1, 0.1]},
        ],
    },
    {"name": "surplus", "weight": 0.25, "membership": [0.1, 0.3, 0.4, 0.1, 0.1]},
]


@pytest.mark.parametrize(
    "branches",
    [
        [{"name": "a", "weight": 0.5, "membership": [0.5, 0.5]}, {"name": "b", "weight": 0.5, "membership": [1.0]}],
        [{"name": "a", "weight": 1.0, "membership": []}],
        [],
    ],
    ids=["one has fewer grades", "no grades", "no branches"],
)
def test_a_tree_whose_leaves_have_not_the_same_grades_is_refused(branches: list[dict[str, Any]]):
    with pytest.raises(Refused):
        answer("fuzzy_evaluation", form="tree", branches=branches)


@pytest.mark.serves("003-191")
def test_a_tree_is_evaluated_from_its_leaves():
    found = answer("fuzzy_evaluation", form="tree", branches=TREE, grade_scores=[95, 80, 65, 50, 30])

    assert found["levels"]["solvency"] == pytest.approx([0.26, 0.36, 0.24, 0.1, 0.04])
    assert found["B"] == pytest.approx([0.2245, 0.3585, 0.271, 0.1, 0.046])
    assert (found["max_grade"], found["score"]) == (1, pytest.approx(74.0025))


@pytest.mark.serves("003-191")
def test_ties_for_the_highest_membership_are_reported_in_spite_of_binary_noise():
    found = answer("fuzzy_evaluation", form="defuzzify", membership=[0.1, 0.3, 0.1 + 0.2], scores=[3, 2, 1])

    assert (found["max_grade"], found["tied"]) == (1, [1, 2])


def test_the_operators_cap_a_sum_at_one_and_normalise_nothing():
    found = answer("fuzzy_evaluation", weights=[0.9, 0.9], R=[[1.0, 0.2], [1.0, 0.2]])

    assert found["B"]["M(prod,sum)"] == [1.0, pytest.approx(0.36)]
    assert found["B_normalised"]["M(prod,sum)"] == pytest.approx([1 / 1.36, 0.36 / 1.36])
    assert found["score"] is None


def test_no_membership_at_all_has_no_shares():
    assert answer("fuzzy_evaluation", weights=[1.0], R=[[0, 0]])["B_normalised"]["M(min,max)"] == [None, None]


def test_a_value_belongs_to_triangular_grades_by_its_distance_from_their_peaks():
    grades = {"low": [0.5, 1, 1.5], "middle": [1, 1.5, 2], "high": [1.5, 2, 2.5]}
    found = answer("fuzzy_evaluation", form="triangular", x=1.3, grades=grades)

    assert found["membership"] == pytest.approx({"low": 0.4, "middle": 0.6, "high": 0})


def test_a_leaf_has_memberships_or_branches_and_memberships_lie_between_nothing_and_all():
    assert refused("fuzzy_evaluation", form="tree", branches=[{"name": "a", "weight": 1}]) == "leaf_or_branch"
    assert refused("fuzzy_evaluation", weights=[1.0], R=[[88.0]]) == "D11"
    assert refused("fuzzy_evaluation", weights=[1.0], R=[[1.0], [0.5]]) == "lengths"


# --- ranking --------------------------------------------------------------------------------------------------------

ALIKE = [[3, 5], [3, 5], [3, 5]]


def test_objects_that_are_all_alike_are_not_ranked():
    assert answer("topsis", matrix=ALIKE, weights=None, directions=[1, 1])["rank"] == [None] * 3
    assert answer("grey_relation", form="matrix", matrix=ALIKE, directions=[1, 1])["grade"] == [None] * 3


@pytest.mark.parametrize("normalisation", ["vector", "minmax", "none"])
def test_a_constant_column_contributes_nothing(normalisation: str):
    matrix = [[3, 1], [3, 8], [3, 5]]
    full = answer("topsis", matrix=matrix, weights=[0.5, 0.5], directions=[1, 1], normalisation=normalisation)
    alone = answer("topsis", matrix=[[b] for _, b in matrix], weights=[1], directions=[1], normalisation=normalisation)

    assert full["closeness"] == pytest.approx(alone["closeness"])


def test_scores_that_differ_by_binary_noise_share_a_place():
    found = answer("topsis", matrix=[[0.1 + 0.2], [0.3], [0.1]], weights=[1], directions=[1], normalisation="none")

    assert found["rank"] == [1, 1, 3]


def test_grey_relation_to_the_worst_gives_a_closeness():
    matrix = [[8.0, 150.0, 60.0], [7.0, 180.0, 80.0], [6.0, 200.0, 100.0]]
    found = answer("grey_relation", form="closeness", matrix=matrix, directions=[1, 1, 1], weights=[0.3, 0.4, 0.3])

    assert found["ideal_grade"] == pytest.approx([0.577777777778, 0.566137566138, 0.8])
    assert found["anti_grade"] == pytest.approx([0.8, 0.532467532468, 0.577777777778])
    assert found["closeness"] == pytest.approx([0.41935483871, 0.515323992995, 0.58064516129])


def test_synthetic_incidence_lies_between_the_absolute_and_the_relative_one():
    series = {"x0": [30.5, 34.7, 35.9, 38.2, 41.0], "x1": [22.1, 25.4, 27.1, 28.3, 31.5]}
    found = answer("grey_relation", form="incidence", variant="synthetic", **series)

    assert found["incidence"] == pytest.approx(0.940025515475)


def test_without_two_distinct_rank_sums_there_is_no_line():
    found = answer("rank_sum_ratio", matrix=ALIKE, directions=[1, -1], probit_limits=[4, 6])

    assert found["rsr"] == pytest.approx([2 / 3] * 3)
    assert (found["slope"], found["grade"], found["order"]) == (None, [None] * 3, [1, 1, 1])
    assert refused("rank_sum_ratio", matrix=[[1], [2]], directions=[1], probit_limits=[6, 4]) == "limits"


def test_equal_rank_sums_make_one_point_of_the_line():
    found = answer("rank_sum_ratio", matrix=[[1, 4], [2, 3], [3, 2], [9, 9]], directions=[1, 1])

    assert found["distribution"]["f"] == [3, 1]
    assert found["distribution"]["mean_rank"] == [2.0, 4.0]
    assert found["distribution"]["p"] == [0.5, 1 - 1 / 16]


# --- components -----------------------------------------------------------------------------------------------------


@pytest.mark.serves("003-145")
def test_how_many_components_stay_is_a_rule():
    panel = [[3.2, 1.4, 48], [4.6, 1.8, 50], [1.1, 1.0, 66], [2.7, 1.4, 42], [5.1, 1.9, 60]]

    assert answer("principal_components", matrix=panel, retain="cumulative>=0.95")["components"] == 2
    assert answer("principal_components", matrix=panel, retain=3)["cumulative"][-1] == pytest.approx(1)
    assert refused("principal_components", matrix=panel, retain=4) == "retain"
    assert refused("principal_components", matrix=panel, retain="as many as please") == "D05"


def test_components_need_correlations():
    assert refused("principal_components", matrix=[[1, 2], [1, 3], [1, 4]]) == "constant_column"
    assert refused("principal_components", matrix=[[1, 2]]) == "constant_column"
    assert refused("principal_components", correlation=[[1, 0.5], [0.4, 1]]) == "not_correlations"
    assert refused("principal_components", correlation=[[1, 1.5], [1.5, 1]]) == "not_correlations"
    assert refused("principal_components") == "matrix_or_correlation"


def test_singular_correlations_suit_nothing():
    found = answer("principal_components", form="suitability", matrix=[[1, 2, 5], [2, 4, 1], [3, 6, 2], [4, 8, 9]])

    assert (found["kmo"], found["bartlett_chi2"], found["df"], found["p"]) == (None, None, 3, None)


# --- weights and scales ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("normalisation", ["column_share", "minmax_shift_0.0001", "minmax_range_0.002_0.998"])
def test_an_indicator_that_is_the_same_for_all_has_full_entropy_and_no_weight(normalisation: str):
    found = answer("entropy_weights", matrix=[[0.1, 1], [0.1, 2], [0.1, 4]], normalisation=normalisation)

    assert (found["entropy"][0], found["weights"]) == (1.0, [0.0, 1.0])


def test_entropy_needs_two_objects_something_to_share_and_no_negative_shares():
    assert answer("entropy_weights", matrix=[[1, 2]])["weights"] is None
    assert answer("entropy_weights", matrix=[[0, 2], [0, 3]])["entropy"][0] is None
    assert answer("entropy_weights", matrix=[[3, 2], [3, 2]])["weights"] is None
    assert refused("entropy_weights", matrix=[[-1, 2], [2, 3]]) == "negative"


def test_critic_leaves_a_constant_indicator_out():
    matrix = [[1, 5, 2], [2, 5, 1], [4, 5, 4]]
    found, without = (
        answer("critic_weights", matrix=matrix),
        answer("critic_weights", matrix=[[a, c] for a, _, c in matrix]),
    )

    assert found["conflict"][1] is None
    assert found["weights"] == pytest.approx([without["weights"][0], 0, without["weights"][1]])
    assert answer("critic_weights", matrix=[[1, 2]])["weights"] is None


def test_equal_sets_of_weights_combine_to_themselves():
    for variant in ("linear", "game"):
        found = answer(
            "combination_weights", subjective=[0.5, 0.3, 0.2], objective=[0.5, 0.3, 0.2], variant=variant, alpha=0.3
        )
        assert found["weights"] == pytest.approx([0.5, 0.3, 0.2])


def test_combined_weights_need_their_share_and_something_in_common():
    assert refused("combination_weights", subjective=[1], objective=[1], variant="linear") == "argument"
    assert answer("combination_weights", subjective=[1, 0], objective=[0, 1], variant="product")["weights"] is None
    assert refused("combination_weights", subjective=[-1, 2], objective=[0, 1], variant="product") == "D11"


@pytest.mark.parametrize(
    ("inputs", "values"),
    [
        ({"variant": "minmax_benefit", "values": [5, 5]}, None),
        ({"variant": "minmax_cost", "values": [5, None]}, None),
        ({"variant": "distance_to_best", "values": [7, 7], "best": 7}, None),
        ({"variant": "mean", "values": [-1, 1]}, None),
        ({"variant": "initial", "values": [0, 1]}, None),
        ({"variant": "l2", "values": [0, 0]}, None),
        ({"variant": "mean", "values": [None, None]}, None),
        ({"variant": "mean", "values": [5, None, 5]}, [1, None, 1]),
        ({"variant": "interval", "values": [86, None, 92], "interval": [85, 93]}, [1, None, 1]),
        ({"variant": "minmax_benefit", "values": [1, 2, 3], "low": 60, "high": 100}, [60, 80, 100]),
    ],
)
def test_values_that_cannot_be_scaled_are_null_and_missing_ones_stay_missing(inputs: dict[str, Any], values: Any):
    assert answer("normalisation", **inputs)["values"] == values


def test_a_scale_needs_what_its_name_says():
    assert refused("normalisation", variant="distance_to_best", values=[1]) == "argument"
    assert refused("normalisation", variant="interval", values=[1], interval=[3, 2]) == "interval"


# --- correction -----------------------------------------------------------------------------------------------------

LADDERS = [
    (9, [16.5, 11.3, 6.8, 1.5, -2.6], 10),
    (1.4, [3.2, 2.0, 1.0, 0.3, -0.8], 9),
    (6.0, [12, 8, 5, 1, -4], 8),
    (10.1, [15, 11, 7, 2, -3], 7),
]
LEVELS = ("excellent", "good", "average", "low", "poor")


@pytest.mark.serves("003-087")
def test_a_part_is_corrected_by_the_weighted_sum_of_its_coefficients():
    indicators = [
        {"actual": x, "standards": dict(zip(LEVELS, ladder, strict=True)), "weight": w} for x, ladder, w in LADDERS
    ]
    found = answer("correction_coefficient", form="part", part_weight=34, part_basic_score=25.31, indicators=indicators)

    assert found["single"] == pytest.approx([0.953366013072, 0.935588235294, 0.922254901961, 1.01058823529])
    assert found["comprehensive"] == pytest.approx(0.953120915033)
    assert found["corrected_score"] == pytest.approx(24.1234903595)


@pytest.mark.serves("003-087")
def test_where_the_formula_has_no_meaning_the_rules_set_the_coefficient():
    found = [
        answer("correction_coefficient", form="special", case=case)["coefficient"]
        for case in (
            "numerator_positive_denominator_negative",
            "numerator_negative_denominator_positive",
            "both_negative",
            "non_performing_assets_all_or_denominator_negative",
            "loss_turned_into_profit",
            "no_standard",
        )
    ]

    assert found == [1.1, 0.9, 0.8, 0.8, 1.1, 1.0]


@pytest.mark.serves("003-087")
@pytest.mark.parametrize("left_out", ["actual", "standards"])
def test_an_indicator_without_its_value_or_its_standards_needs_a_case(left_out: str):
    x, ladder, weight = LADDERS[0]
    whole = {"actual": x, "standards": dict(zip(LEVELS, ladder, strict=True)), "weight": weight}
    short = {name: one for name, one in whole.items() if name != left_out}

    def part(**more: Any) -> Any:
        return answer(
            "correction_coefficient", form="part", part_weight=34, part_basic_score=25.31, indicators=[short | more]
        )

    assert part(case="both_negative")["single"] == [0.8]
    with pytest.raises(Refused):
        part()


@pytest.mark.serves("003-087")
@pytest.mark.parametrize(
    ("actual", "higher", "unlimited"),
    [(5, True, 1.7), (4, True, 1.7), (-1, True, 0.5), (0, True, 0.7), (2.5, True, 1 + 0.6 + 0.1 - 0.5)],
)
def test_the_ends_of_the_ladder_have_their_own_coefficients(actual: float, higher: bool, unlimited: float):  # noqa: FBT001
    ladder = dict(zip(LEVELS, [4, 3, 2, 1, 0], strict=True))
    found = answer(
        "correction_coefficient",
        actual=actual,
        standards=ladder,
        higher_is_better=higher,
        part_basic_score=10,
        part_weight=20,
    )

    assert found["unlimited"] == pytest.approx(unlimited)
    mirrored = answer(
        "correction_coefficient",
        actual=-actual,
        standards={level: -value for level, value in ladder.items()},
        higher_is_better=not higher,
        part_basic_score=10,
        part_weight=20,
    )
    assert mirrored == found


def test_two_points_make_a_line_and_one_does_not():
    found = answer("trend", form="linear", values=[3, 5])

    assert [found[name] for name in ("slope", "intercept", "forecast")] == pytest.approx([2.0, 1.0, 7.0])
    assert refused("trend", form="linear", values=[3, 5], t=[1, 1]) == "too_few"


def test_nothing_to_pay_is_no_negative_zero():
    assert str(answer("time_value", function="PV", rate=0.05, nper=3, pmt=0, fv=0)["value"]) == "0.0"


def test_without_interest_as_many_payments_as_the_debt_and_what_is_saved_take():
    found = answer("time_value", function="NPER", rate=0, pmt=-100, pv=700, fv=300)

    assert found["value"] == pytest.approx(10)


@pytest.mark.parametrize("column", [-1, 2])
def test_a_group_of_a_figure_that_is_not_there_is_refused(column: int):
    groups = [[0], [column]]

    assert refused("composite_index", actual=[1, 2], standard=[1, 1], directions=[1, 1], groups=groups) == "lengths"
