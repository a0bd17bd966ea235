"""Weights by entropy and by CRITIC, and two sets of weights combined."""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from reportgen.model.definition import Definition
from reportgen.scoring.arrays import Floats
from reportgen.scoring.calculators.base import (
    Calculator,
    Degrees,
    Form,
    Matrix,
    Undefined,
    alike,
    all_or_nothing,
    numbers,
)
from reportgen.scoring.calculators.shapes import Directions, Membership, NotNegative, Values, fitting, signs
from reportgen.scoring.kernels.normalisation import minmax
from reportgen.scoring.kernels.objective_weights import (
    WEIGHT_COMBINATIONS,
    column_shares,
    critic_weights,
    entropy_weights,
    stretched,
)

SHARES = "column_share"
SHIFT, RANGE = "minmax_shift_", "minmax_range_"
NUMBER = r"(0|[0-9]+\.?[0-9]*)"


class EntropyInput(Definition):
    """Rows of objects; `normalisation` says how shares are made, e.g. minmax_shift_0.0001; `k` any base, it cancels."""

    matrix: Matrix
    directions: Directions | None = None
    normalisation: Annotated[str, Field(pattern=f"^({SHARES}|{SHIFT}{NUMBER}|{RANGE}{NUMBER}_{NUMBER})$")] = SHARES
    k: Literal["1/ln m", "1/log2 m", "1/log10 m"] | None = None


class EntropyOutput(Definition):
    """Entropy, what it lacks to 1, and weights."""

    entropy: Values
    divergence: Values
    weights: tuple[float, ...] | None


class CriticInput(Definition):
    """Rows of objects; unscaled columns ignore the directions."""

    matrix: Matrix
    directions: Directions | None = None
    scale_minmax: bool = True
    correlation: Literal["pearson", "spearman"] = "pearson"
    ddof: Degrees = 1


class CriticOutput(Definition):
    """Deviation, conflict, information and weight of each column; a constant one has no conflict and weighs 0."""

    std: Values
    conflict: Values
    info: Values
    weights: tuple[float, ...] | None


class CombinationInput(Definition):
    """Two sets of weights; `alpha` is the share of the subjective one in `linear`."""

    subjective: tuple[NotNegative, ...]
    objective: tuple[NotNegative, ...]
    variant: Literal["linear", "product", "geometric_mean", "game"]
    alpha: Membership | None = None


class CombinationOutput(Definition):
    """The combined weights."""

    weights: tuple[float, ...] | None


@np.errstate(all="ignore")
def entropy(inputs: EntropyInput) -> EntropyOutput:
    """Weigh by entropy."""
    matrix = fitting(inputs.matrix, inputs.directions)
    found = entropy_weights(_portions(matrix, signs(inputs.directions, matrix.shape[1]), inputs.normalisation))
    return EntropyOutput(
        entropy=numbers(found.entropy), divergence=numbers(found.divergence), weights=all_or_nothing(found.weights)
    )


def _portions(matrix: Floats, directions: Floats, normalisation: str) -> Floats:
    if normalisation == SHARES:
        if (matrix < 0).any():
            raise Undefined("negative")
        return column_shares(matrix)
    flat = stretched(matrix, directions)
    if normalisation.startswith(SHIFT):
        return column_shares(flat + float(normalisation.removeprefix(SHIFT)))
    low, high = (float(end) for end in normalisation.removeprefix(RANGE).split("_"))
    return column_shares(low + (high - low) * flat)


@np.errstate(all="ignore")
def critic(inputs: CriticInput) -> CriticOutput:
    """Weigh by spread and conflict."""
    matrix = fitting(inputs.matrix, inputs.directions)
    if inputs.scale_minmax:
        varying = matrix.max(axis=0) != matrix.min(axis=0)
        matrix = np.where(varying, minmax(matrix, signs(inputs.directions, matrix.shape[1])), 0.0)
    found = critic_weights(matrix, ranked=inputs.correlation == "spearman", ddof=inputs.ddof)
    return CriticOutput(
        std=numbers(found.deviation),
        conflict=numbers(found.conflict),
        info=numbers(found.information),
        weights=all_or_nothing(found.weights),
    )


@np.errstate(all="ignore")
def combination(inputs: CombinationInput) -> CombinationOutput:
    """Combine two sets of weights."""
    alike(inputs.subjective, inputs.objective)
    if inputs.variant == "linear" and inputs.alpha is None:
        raise Undefined("argument")
    combine = WEIGHT_COMBINATIONS[inputs.variant]
    weights = combine(np.array(inputs.subjective), np.array(inputs.objective), inputs.alpha or 0.0)
    return CombinationOutput(weights=all_or_nothing(weights))


ENTROPY = Calculator("entropy_weights", {"": Form(EntropyInput, EntropyOutput, entropy)})
CRITIC = Calculator("critic_weights", {"": Form(CriticInput, CriticOutput, critic)})
COMBINATION = Calculator("combination_weights", {"": Form(CombinationInput, CombinationOutput, combination)})
