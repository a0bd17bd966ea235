"""One list of values made comparable."""

from __future__ import annotations

from typing import Literal

import numpy as np

from reportgen.model.definition import Definition
from reportgen.scoring.calculators.base import Calculator, Finite, Form, Gaps, Undefined, numbers
from reportgen.scoring.calculators.shapes import Values
from reportgen.scoring.kernels.normalisation import NORMALISATIONS, Target

Variant = Literal["minmax_benefit", "minmax_cost", "distance_to_best", "interval", "l2", "mean", "initial"]


class NormalisationInput(Definition):
    """Values, null where missing; `low` and `high` for min-max, `best` and `interval` for the variants of that name."""

    variant: Variant
    values: Gaps
    low: Finite = 0.0
    high: Finite = 1.0
    best: Finite | None = None
    interval: tuple[Finite, Finite] | None = None


class NormalisationOutput(Definition):
    """The values on the new scale; null as a whole where the divisor is 0."""

    values: Values | None


@np.errstate(all="ignore")
def run(inputs: NormalisationInput) -> NormalisationOutput:
    """Normalise what is there."""
    needed = {"distance_to_best": inputs.best, "interval": inputs.interval}
    if needed.get(inputs.variant, inputs) is None:
        raise Undefined("argument")
    if inputs.interval is not None and inputs.interval[0] > inputs.interval[1]:
        raise Undefined("interval")
    values = np.array([np.nan if value is None else value for value in inputs.values], dtype=np.float64)
    missing = np.isnan(values)
    if missing.all():
        return NormalisationOutput(values=None)
    result = NORMALISATIONS[inputs.variant](values, _target(inputs))
    whole = np.isfinite(result[~missing]).all()
    return NormalisationOutput(values=numbers(result) if whole else None)


def _target(inputs: NormalisationInput) -> Target:
    best = np.nan if inputs.best is None else inputs.best
    return Target(inputs.low, inputs.high, best, inputs.interval or (np.nan, np.nan))


CALCULATOR = Calculator("normalisation", {"": Form(NormalisationInput, NormalisationOutput, run)})
