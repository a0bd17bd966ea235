"""The total of a quantitative and a qualitative score, and the level it falls in."""

from __future__ import annotations

import math
from decimal import Decimal
from itertools import pairwise

from pydantic import Field

from reportgen.model.definition import Definition
from reportgen.model.rounding import half_up
from reportgen.scoring.calculators.base import Calculator, Finite, Form, Undefined
from reportgen.scoring.grades import exact

Bounds = tuple[tuple[str, Finite | None], ...]
"""Level and its lower bound, best first; the last may be open."""


class SynthesisInput(Definition):
    """Two scores and their weights."""

    quantitative: Finite
    qualitative: Finite
    level_lower_bounds: Bounds
    weight_quantitative: Finite = 0.8
    weight_qualitative: Finite = 0.2
    decimals: int = Field(2, ge=0, le=10)


class LevelInput(Definition):
    """A score to be graded."""

    score: Finite
    level_lower_bounds: Bounds
    decimals: int = Field(2, ge=0, le=10)


class LevelOutput(Definition):
    """Level of the score as printed, and of the score before rounding."""

    level: str
    level_unrounded: str


class SynthesisOutput(LevelOutput):
    """The exact total and its level."""

    total: float


def synthesis(inputs: SynthesisInput) -> SynthesisOutput:
    """Weigh, add, grade."""
    total = inputs.weight_quantitative * inputs.quantitative + inputs.weight_qualitative * inputs.qualitative
    if not math.isfinite(total):
        raise Undefined("too_large")
    graded = level(LevelInput(score=total, level_lower_bounds=inputs.level_lower_bounds, decimals=inputs.decimals))
    return SynthesisOutput(total=total, level=graded.level, level_unrounded=graded.level_unrounded)


def level(inputs: LevelInput) -> LevelOutput:
    """Grade a score; a lower bound belongs to the better level."""
    printed = half_up(inputs.score, inputs.decimals)
    return LevelOutput(
        level=_level(printed, inputs.level_lower_bounds),
        level_unrounded=_level(exact(inputs.score), inputs.level_lower_bounds),
    )


def _level(score: Decimal, bounds: Bounds) -> str:
    known = [bound for _, bound in bounds if bound is not None]
    open_inside = any(bound is None for _, bound in bounds[:-1])
    if open_inside or any(better <= worse for better, worse in pairwise(known)):
        raise Undefined("bounds")
    for name, bound in bounds:
        if bound is None or score >= exact(bound):
            return name
    raise Undefined("below_all_bounds")


CALCULATOR = Calculator(
    "comprehensive_score",
    {"synthesis": Form(SynthesisInput, SynthesisOutput, synthesis), "level": Form(LevelInput, LevelOutput, level)},
)
