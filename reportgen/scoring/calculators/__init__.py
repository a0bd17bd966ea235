"""Each method alone, JSON in and out: the same kernels that reports use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from reportgen.scoring.calculators import (
    change,
    correction,
    delphi,
    finance,
    fuzzy_evaluation,
    ranking,
    ratios,
    simple,
    statistics,
    weights,
)
from reportgen.scoring.calculators.base import Calculator, InputForm

CALCULATORS: Final[Mapping[str, Calculator]] = {
    calculator.name: calculator
    for calculator in (
        simple.CALCULATOR,
        correction.LEVEL_EFFICACY_CALCULATOR,
        simple.VARIATION_WEIGHTS_CALCULATOR,
        delphi.CALCULATOR,
        correction.EFFICACY,
        simple.RATIO,
        simple.INDEX,
        simple.CHECKLIST,
        change.TREND,
        change.SUBSTITUTION,
        statistics.NORMALISATION_CALCULATOR,
        weights.ENTROPY,
        weights.CRITIC,
        weights.COMBINATION,
        weights.CALCULATOR,
        fuzzy_evaluation.CALCULATOR,
        ranking.TOPSIS,
        ranking.GREY,
        ranking.CALCULATOR,
        statistics.CALCULATOR,
        statistics.FACTORS,
        correction.CALCULATOR,
        finance.DUPONT,
        finance.EVA,
        finance.BREAKEVEN,
        finance.ALTMAN_Z,
        finance.BUDGET,
        change.CALCULATOR,
        statistics.PERCENTILE_RANK,
        statistics.QUARTILE,
        statistics.CONTROL_CHART,
        ratios.CALCULATOR,
        ratios.TIME_VALUE,
    )
}

__all__ = ["CALCULATORS", "Calculator", "InputForm"]
