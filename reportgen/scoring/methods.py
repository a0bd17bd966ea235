"""The scoring methods that a scheme can name for a part, and how weights come from a matrix of indicators.

METHODS score values by five levels, relative.SINGLE by one standard; EXPERT_METHODS score the opinions of experts.

What a scheme calls things: its parts and their weighting, and which way an indicator is better.

coefficient of variation   CV_j = s_j / |mean_j|,  w_j = CV_j / ΣCV
expert mean                w_j = mean_j / Σmean
expert mean with CV        average (a + b)/2 · product a·b · consensus mean·(1 − CV), normalised
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.model.definition import Text
from reportgen.model.definitions import Direction
from reportgen.model.schemes import SchemeIndicator, SchemePart, WeightRule
from reportgen.scoring.arrays import Floats, Method, Weighting, WeightTable, moments, shares
from reportgen.scoring.kernels.weights import column_shares, critic_weights, entropy_weights
from reportgen.scoring.ranking import RANKINGS_OF_OBJECTS
from reportgen.scoring.relative import SINGLE, efficacy_coefficient, level_efficacy

if TYPE_CHECKING:
    from reportgen.catalog import Catalog


METHODS: Final[Mapping[str, Method]] = {
    "level_efficacy": level_efficacy,
    "efficacy_coefficient": efficacy_coefficient,
    "enterprise_layers": level_efficacy,
}

LAYERED: Final = "enterprise_layers"
"""The method whose basic scores are corrected by a second layer of indicators."""

JOINT: Final = frozenset(RANKINGS_OF_OBJECTS)
"""Methods that judge the values of several objects against one another; their results are relative."""

VALUED: Final = frozenset({*METHODS, *SINGLE, *JOINT})
"""Methods that score values."""

SUMMED: Final = frozenset({"rank_sum_ratio", "grey_relation"})
"""Methods of JOINT whose result is the weighted sum of what each indicator contributes."""

GEOMETRIC: Final = frozenset({"composite_index", "ratio_scoring", "efficacy_coefficient"})
"""Methods whose single scores may be joined by a geometric mean."""

EXPERT_LEVELS: Final = "expert_levels"
"""The method of a part that experts judge; its levels come from opinions, not from values."""

FUZZY: Final = "fuzzy_levels"
"""The same opinions as degrees of membership in each level."""

MEAN_OPERATOR: Final = "M(prod,sum)"
"""The operator of fuzzy evaluation whose result is the weighted mean of the memberships."""

EXPERT_METHODS: Final = frozenset({EXPERT_LEVELS, FUZZY})


SUM: Final = "sum"
PRODUCT: Final = "product"
WHOLE: Final = "whole"
GIVEN: Final = "given"
AHP: Final = "ahp"
COMBINED: Final = "combined"
DELPHI: Final = "delphi"
Combination = Callable[[WeightTable, Floats, Floats], Floats]
COMBINATIONS: Final[Mapping[str, Combination]] = {
    "average": lambda _, a, b: (a + b) / 2,
    "product": lambda _, a, b: shares(a * b),
    "consensus": lambda table, a, b: shares(table.mean * (1 - table.variation)),  # noqa: ARG005 - one signature for all
}
"""How the mean of experts' opinions and their disagreement make one weight; only `consensus` rewards agreement."""
OF_SCORES: Final = frozenset({"entropy_weights", "critic_weights"})
"""Weightings that need every column to run from worse to better: they are given scores, not values."""
SHIFT: Final = 1e-4
"""Added to scores before shares are taken, so that no logarithm of zero arises."""


def joined(part: SchemePart) -> str:
    """How indicators make the part: a SUM of scores by weight, a PRODUCT of powers, or only as a WHOLE."""
    if part.aggregate == "geometric":
        return PRODUCT
    if part.method in JOINT:
        native = (part.ranking.score or "native") == "native"
        return SUM if part.method in SUMMED and native else WHOLE
    return WHOLE if part.method == FUZZY and part.operator != MEAN_OPERATOR else SUM


def direction_of(identifier: str, indicator: SchemeIndicator, catalog: Catalog) -> Direction:
    """The scheme's word on which values are better, or else the catalog's."""
    return indicator.direction or catalog.indicators[identifier].direction


def part_name(identifier: str, part: SchemePart, words: Mapping[str, Text]) -> Text:
    """The name that a scheme gives a part, or else what a part of this id, or of this method, is usually called.

    Every scoring method has such a name; a part by an unknown one, which is never scored by, is called by its id.
    """
    usual = words.get(f"part_of_scheme.{identifier}") or words.get(f"part_by_method.{part.method}")
    return part.name or usual or Text(zh=identifier, en=identifier)


def weighting_name(part: SchemePart) -> str:
    """The row of WEIGHTINGS that a part asks for: `delphi` together with its rule."""
    rule = part.weights if isinstance(part.weights, WeightRule) else WeightRule(method=part.weights)
    if rule.method != DELPHI:
        return rule.method
    return f"{DELPHI}_{rule.combine or next(iter(COMBINATIONS))}"


def _with(table: WeightTable, weight: Floats, a: Floats | None = None, b: Floats | None = None) -> WeightTable:
    """The same moments with weights."""
    return WeightTable(table.mean, table.deviation, table.variation, weight, table.n, a, b)


def equal(matrix: Floats) -> WeightTable:
    """The same weight for each column."""
    return _with(moments(matrix), np.full(matrix.shape[1], 1.0 / matrix.shape[1]))


def expert_mean(matrix: Floats) -> WeightTable:
    """Weights in proportion to the mean importance."""
    table = moments(matrix)
    return _with(table, shares(table.mean))


def variation_weights(matrix: Floats) -> WeightTable:
    """Weights in proportion to the coefficient of variation; a constant column weighs 0."""
    table = moments(matrix)
    return _with(table, shares(table.variation))


def deviation_weights(matrix: Floats) -> WeightTable:
    """Weights in proportion to the standard deviation: another method, often taken for the one before."""
    table = moments(matrix)
    return _with(table, shares(table.deviation))


def delphi(matrix: Floats, combine: str = "average") -> WeightTable:
    """Weights from experts' importance marks: mean and variation combined by a rule of COMBINATIONS."""
    table = moments(matrix)
    a, b = shares(table.mean), shares(table.variation)
    if np.isnan(b).all() and not table.variation.any():  # full agreement: there is no variation to share out
        b = a
    return _with(table, COMBINATIONS[combine](table, a, b), a, b)


def entropy(matrix: Floats) -> WeightTable:
    """Weights by entropy of scores 0–1: a column that tells more apart weighs more."""
    return _with(moments(matrix), entropy_weights(column_shares(matrix + SHIFT)).weights)


def critic(matrix: Floats) -> WeightTable:
    """Weights by spread and conflict of scores 0–1 (CRITIC)."""
    return _with(moments(matrix), critic_weights(matrix, ranked=False, ddof=1).weights)


WEIGHTINGS: Final[Mapping[str, Weighting]] = {
    "equal": equal,
    "expert_mean": expert_mean,
    "variation_weights": variation_weights,
    "deviation_weights": deviation_weights,
    "entropy_weights": entropy,
    "critic_weights": critic,
    **{f"delphi_{rule}": partial(delphi, combine=rule) for rule in COMBINATIONS},
}
"""Weightings by the names that schemes use; `delphi` with its rule, and `given` needs no row here."""
