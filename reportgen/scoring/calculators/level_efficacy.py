"""The score of one indicator by levels and efficacy within the level, step by step."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated

import numpy as np
from pydantic import Field

from reportgen.model.definition import Definition
from reportgen.scoring.arrays import BELOW, Floats
from reportgen.scoring.calculators.base import Calculator, Finite, Form, Undefined, number
from reportgen.scoring.level_efficacy import level_efficacy

LEVELS = 5


class FiveStandards(Definition):
    """The five standards; one may be null where it is not needed."""

    excellent: Finite | None = None
    good: Finite | None = None
    average: Finite | None = None
    low: Finite | None = None
    poor: Finite | None = None

    def values(self) -> list[float | None]:
        """Best first."""
        return [self.excellent, self.good, self.average, self.low, self.poor]


class LevelEfficacyInput(Definition):
    """One value, its weight and standards."""

    actual: Finite
    weight: Finite
    standards: FiveStandards
    higher_is_better: bool = True
    coefficients: Annotated[tuple[Finite, ...], Field(min_length=LEVELS, max_length=LEVELS)] = (1.0, 0.8, 0.6, 0.4, 0.2)


class LevelEfficacyOutput(Definition):
    """Band 0 (best) … 5 (below the lowest standard), and the steps to the score."""

    band: int
    base: float
    efficacy: float | None
    adjust: float
    score: float


def run(inputs: LevelEfficacyInput) -> LevelEfficacyOutput:
    """Score one value; one that is better lower is mirrored together with its standards."""
    sign = 1.0 if inputs.higher_is_better else -1.0
    edges = np.array([sign * _steps(inputs, sign), np.full(LEVELS, np.inf)])
    levels = level_efficacy(np.array([sign * inputs.actual]), edges, np.array([*inputs.coefficients, 0.0]))
    band, score = int(levels.level[0]), levels.score[0]
    if np.isnan(score) or (band == BELOW and inputs.standards.poor is None):
        raise Undefined("standard_needed")
    return LevelEfficacyOutput(
        band=band,
        base=float(levels.base[0] * inputs.weight),
        efficacy=number(levels.efficacy[0]),
        adjust=float(levels.adjustment[0] * inputs.weight),
        score=float(score * inputs.weight),
    )


def _steps(inputs: LevelEfficacyInput, sign: float) -> Floats:
    """The standards, NaN where there is none."""
    known = [value for value in inputs.standards.values() if value is not None]
    if not all(sign * (better - worse) > 0 for better, worse in pairwise(known)):
        raise Undefined("not_monotone")
    return np.array([np.nan if value is None else value for value in inputs.standards.values()])


CALCULATOR = Calculator("level_efficacy", {"": Form(LevelEfficacyInput, LevelEfficacyOutput, run)})
