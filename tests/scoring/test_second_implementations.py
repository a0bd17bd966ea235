"""Every method is computed a second time: by straight arithmetic or by a library; none is left out."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest
import second_figures
import second_scores
from scipy import stats
from second import HERE
from test_worked_examples import agrees

from reportgen.scoring import METHODS, WEIGHTINGS
from reportgen.scoring.calculators import CALCULATORS

assert second_figures, second_scores  # they register themselves
ELSEWHERE: Final = {
    "normalisation": ("test_method_oracles", "test_scales_value_by_value"),
    "entropy_weights": ("test_method_oracles", "test_entropy_is_that_of_scipy"),
    "critic_weights": ("test_method_oracles", "test_critic_by_single_correlations"),
    "combination_weights": ("test_method_oracles", "test_the_game_combination_is_nearest_to_both_sets_of_weights"),
    "ahp_weights.matrix": ("test_method_oracles", "test_the_eigenvector_by_repeated_multiplication"),
    "fuzzy_evaluation.operators": ("test_method_oracles", "test_fuzzy_operators_cell_by_cell"),
    "topsis": ("test_method_oracles", "test_topsis_object_by_object"),
    "rank_sum_ratio": ("test_method_oracles", "test_the_line_of_rank_sums_is_that_of_scipy"),
    "grey_relation.matrix": ("test_method_oracles", "test_grey_relation_cell_by_cell"),
    "grey_relation.incidence": ("test_method_oracles", "test_grey_incidence_by_a_loop"),
    "principal_components.pca": ("test_method_oracles", "test_components_by_singular_values"),
    "principal_components.suitability": (
        "test_method_oracles",
        "test_suitability_by_partial_correlations_of_residuals",
    ),
    "factor_analysis": ("test_method_oracles", "test_factors_by_a_search_for_the_angle_of_most_variance"),
    "factor_analysis.suitability": (
        "test_method_oracles",
        "test_suitability_by_partial_correlations_of_residuals",
    ),
    "percentile_rank": ("test_method_oracles", "test_places_are_those_of_scipy"),
    "quartiles.quartiles": ("test_method_oracles", "test_quartiles_are_those_of_the_standard_library_and_numpy"),
    "control_chart": ("test_method_oracles", "test_limits_of_a_chart_by_hand"),
    "altman_z.standard_score": ("test_method_oracles", "test_standard_scores_are_those_of_scipy"),
    "correction_coefficient": ("test_method_oracles", "test_a_correction_coefficient_by_hand"),
    "time_value": ("test_method_oracles", "test_annuities_are_those_of_numpy_financial"),
}
"""Methods held against a library or a longer computation in a test of its own: file and test."""
SCHEMES: Final = {
    "level_efficacy": ("test_kernels", "test_a_level_score_is_its_base_and_the_way_to_the_next_better_level"),
    "efficacy_coefficient": ("test_joined_parts", "test_a_geometric_efficacy_is_that_of_the_calculator"),
    "enterprise_layers": ("test_relative", "test_the_second_layer_of_schemes_is_the_calculators"),
}
"""Methods of schemes held against their calculators, which are held against the rest."""


def names() -> list[str]:
    """Every calculation of every method."""
    return [f"{name}.{form}" if form else name for name, one in CALCULATORS.items() for form in one.forms]


def test_every_method_has_a_second_implementation():
    assert sorted({*HERE, *ELSEWHERE}) == sorted(names())
    assert sorted(SCHEMES) == sorted(METHODS)
    assert sorted(WEIGHED) == sorted(WEIGHTINGS)


@pytest.mark.parametrize("file", sorted({file for file, _ in (*ELSEWHERE.values(), *SCHEMES.values())}))
def test_the_tests_named_here_are_there(file: str):
    tree = ast.parse((Path(__file__).parent / f"{file}.py").read_text(encoding="utf-8"))
    there = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}

    assert {test for name, test in (*ELSEWHERE.values(), *SCHEMES.values()) if name == file} <= there


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("name", sorted(HERE))
def test_both_ways_come_to_the_same(name: str, seed: int):
    inputs, expected = HERE[name](np.random.default_rng(seed))
    method, _, form = name.partition(".")
    found = CALCULATORS[method].answer({"form": form, **inputs})

    for key, value in expected.items():
        if isinstance(value, dict):
            assert found[key] == pytest.approx(value), key
        elif value is None or isinstance(value, bool | str):
            assert found[key] == value, key
        else:
            assert agrees(found[key], value, 1e-9), key


PANEL: Final = np.random.default_rng(3).uniform(0.1, 1, (7, 4))


def shares(column: Any) -> Any:
    return np.array(column) / sum(column)


MEAN, CV = PANEL.mean(axis=0), PANEL.std(axis=0, ddof=1) / PANEL.mean(axis=0)
WEIGHED: Final[dict[str, Callable[[], Any]]] = {
    "equal": lambda: [0.25] * 4,
    "expert_mean": lambda: shares(MEAN),
    "variation_weights": lambda: shares(stats.variation(PANEL, ddof=1)),
    "deviation_weights": lambda: shares(stats.tstd(PANEL)),
    "entropy_weights": lambda: shares(1 - stats.entropy(PANEL + 1e-4, base=len(PANEL))),
    "critic_weights": lambda: shares(stats.tstd(PANEL) * (1 - np.corrcoef(PANEL.T)).sum(axis=0)),
    "delphi_average": lambda: (shares(MEAN) + shares(CV)) / 2,
    "delphi_product": lambda: shares(MEAN * CV),
    "delphi_consensus": lambda: shares(MEAN * (1 - CV)),
}


@pytest.mark.parametrize("name", sorted(WEIGHED))
def test_a_weighting_of_schemes_is_that_of_scipy_or_straight_arithmetic(name: str):
    assert WEIGHTINGS[name](PANEL).weight == pytest.approx(WEIGHED[name]())
