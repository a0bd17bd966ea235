"""Each method alone, JSON in and out: the same kernels that reports use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from reportgen.scoring.calculators import (
    change,
    comprehensive_score,
    delphi,
    efficacy_coefficient,
    level_efficacy,
    simple,
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
    )
}

__all__ = ["CALCULATORS", "Calculator", "Form"]
