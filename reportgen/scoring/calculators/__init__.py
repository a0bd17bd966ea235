"""Each method alone, JSON in and out: the same kernels that reports use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from reportgen.scoring.calculators import (
    ahp_weights,
    change,
    comprehensive_score,
    correction_coefficient,
    delphi,
    distance,
    efficacy_coefficient,
    finance,
    fuzzy_evaluation,
    index_decomposition,
    level_efficacy,
    normalisation,
    objective_weights,
    order_statistics,
    principal_components,
    profitability,
    rank_sum_ratio,
    ratio_analysis,
    simple,
    time_value,
    variation_weights,
)
from reportgen.scoring.calculators.base import Calculator, Form

CALCULATORS: Final[Mapping[str, Calculator]] = {
    calculator.name: calculator
    for calculator in (
        comprehensive_score.CALCULATOR,
        level_efficacy.CALCULATOR,
        variation_weights.CALCULATOR,
        delphi.CALCULATOR,
        efficacy_coefficient.CALCULATOR,
        simple.RATIO,
        simple.INDEX,
        simple.CHECKLIST,
        change.TREND,
        change.SUBSTITUTION,
        normalisation.CALCULATOR,
        objective_weights.ENTROPY,
        objective_weights.CRITIC,
        objective_weights.COMBINATION,
        ahp_weights.CALCULATOR,
        fuzzy_evaluation.CALCULATOR,
        distance.TOPSIS,
        distance.GREY,
        rank_sum_ratio.CALCULATOR,
        principal_components.CALCULATOR,
        correction_coefficient.CALCULATOR,
        profitability.DUPONT,
        profitability.EVA,
        finance.BREAKEVEN,
        finance.ALTMAN_Z,
        finance.BUDGET,
        index_decomposition.CALCULATOR,
        order_statistics.PERCENTILE_RANK,
        order_statistics.QUARTILE,
        order_statistics.CONTROL_CHART,
        ratio_analysis.CALCULATOR,
        time_value.CALCULATOR,
    )
}

__all__ = ["CALCULATORS", "Calculator", "Form"]
