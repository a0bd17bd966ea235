"""Weights by entropy and by CRITIC, and two sets of weights combined.

Weights from comparisons in pairs: of one matrix, of a group of experts, of a hierarchy of two levels.
"""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from reportgen.model.definition import Definition
from reportgen.scoring.arrays import Floats
from reportgen.scoring.calculators.base import (
    Calculator,
    Degrees,
    Directions,
    InputForm,
    Matrix,
    Membership,
    NotNegative,
    Positive,
    Table,
    Undefined,
    Value,
    Values,
    alike,
    all_or_nothing,
    array,
    fitting,
    number,
    numbers,
    signs,
    table,
)
from reportgen.scoring.kernels.normalisation import minmax
from reportgen.scoring.kernels.weights import (
    PRIORITIES,
    RANDOM_INDEX,
    WEIGHT_COMBINATIONS,
    Priorities,
    column_means,
    column_shares,
    critic_weights,
    entropy_weights,
    geometric_means,
    group_judgement,
    stretched,
    worst_triple,
)

ACCEPTED = 0.1
"""A matrix is consistent if its CR is below this."""
PRINTED = 0.1
"""How far a_ij · a_ji may be from 1: printed reciprocals are rounded, 0.11 for 1/9 or even 0.3 for 1/3."""

Judgements = tuple[tuple[Positive, ...], ...]
Method = Literal["eigenvector", "geometric_mean"]
IndexTable = Literal["saaty1980", "saaty2005"] | tuple[NotNegative, ...]


class MatrixInput(Definition):
    """Judgements a_ij, how much i matters against j; `ri_table` by name or as numbers for n = 1 and on."""

    matrix: Judgements
    ri_table: IndexTable = "saaty1980"
    method: Method = "eigenvector"


class MatrixOutput(Definition):
    """Weights, consistency, the weights by other methods, and i, k, j where a_ik · a_kj contradicts a_ij most."""

    weights: tuple[float, ...] | None
    lambda_max: Value
    CI: Value
    CR: Value
    consistent: bool | None
    weights_geometric: tuple[float, ...] | None
    weights_column_mean: tuple[float, ...] | None
    worst_triple: tuple[int, int, int] | None


class GroupInput(Definition):
    """The matrices of several experts; those with CR at 0.1 or above are left out."""

    matrices: tuple[Judgements, ...]
    ri_table: IndexTable = "saaty1980"
    method: Method = "eigenvector"


class GroupOutput(MatrixOutput):
    """The group's matrix with its weights, and which experts, from 0, were left out."""

    matrix: Table
    left_out: tuple[int, ...]


class HierarchyInput(Definition):
    """Comparisons of the criteria, and of the alternatives under each criterion."""

    criteria_matrix: Judgements
    local_matrices: tuple[Judgements, ...]
    ri_table: IndexTable = "saaty1980"
    method: Method = "eigenvector"


class HierarchyOutput(Definition):
    """Weights of criteria, local weights (rows alternatives, columns criteria), totals; CR of each comparison."""

    criteria_weights: Values
    local_weights: Table
    total: Values
    criteria_CR: Value  # noqa: N815 - the name that the method uses
    local_CR: Values  # noqa: N815 - as above


@np.errstate(all="ignore")
def matrix(inputs: MatrixInput) -> MatrixOutput:
    """Weigh by one matrix."""
    return _weighed(_judgements(inputs.matrix), inputs.ri_table, inputs.method)


@np.errstate(all="ignore")
def group(inputs: GroupInput) -> GroupOutput:
    """Weigh by the geometric mean of consistent experts."""
    experts = [_judgements(rows) for rows in inputs.matrices]
    if not experts or len({len(rows) for rows in experts}) > 1:
        raise Undefined("lengths")
    ratios = [_consistency(PRIORITIES[inputs.method](rows), inputs.ri_table) for rows in experts]
    kept = [rows for rows, found in zip(experts, ratios, strict=True) if not found >= ACCEPTED]
    if not kept:
        raise Undefined("inconsistent")
    together = group_judgement(np.array(kept))
    left_out = tuple(place for place, found in enumerate(ratios) if found >= ACCEPTED)
    weighed = _weighed(together, inputs.ri_table, inputs.method)
    return GroupOutput(**dict(weighed), matrix=table(together), left_out=left_out)


@np.errstate(all="ignore")
def hierarchy(inputs: HierarchyInput) -> HierarchyOutput:
    """Weigh alternatives by the criteria."""
    criteria = _judgements(inputs.criteria_matrix)
    locals_ = [_judgements(rows) for rows in inputs.local_matrices]
    if len(locals_) != len(criteria) or len({len(rows) for rows in locals_}) > 1:
        raise Undefined("lengths")
    find = PRIORITIES[inputs.method]
    top, below = find(criteria), [find(rows) for rows in locals_]
    local = np.array([found.weights for found in below]).T
    return HierarchyOutput(
        criteria_weights=numbers(top.weights),
        local_weights=table(local),
        total=numbers(local @ top.weights),
        criteria_CR=number(_consistency(top, inputs.ri_table)),
        local_CR=numbers(_consistency(found, inputs.ri_table) for found in below),
    )


class SynthesisInput(Definition):
    """Weights of the criteria, and local weights as they were found: rows alternatives, columns criteria."""

    criteria_weights: tuple[NotNegative, ...]
    local: tuple[tuple[NotNegative, ...], ...]


class SynthesisOutput(Definition):
    """What each alternative comes to, and which is best, from 0."""

    total: Values
    best_index: int


def synthesis(inputs: SynthesisInput) -> SynthesisOutput:
    """Add up local weights by the weights of the criteria, neither of which is changed."""
    totals = fitting(inputs.local, inputs.criteria_weights) @ np.array(inputs.criteria_weights)
    return SynthesisOutput(total=numbers(totals), best_index=int(np.argmax(totals)))


def _judgements(rows: Judgements) -> Floats:
    """A square matrix of positive reciprocal judgements."""
    found = array(rows)
    if found.shape[0] != found.shape[1]:
        raise Undefined("ragged")
    if not (np.abs(found * found.T - 1) <= PRINTED + 1e-9).all():
        raise Undefined("not_reciprocal")
    return found


def _consistency(found: Priorities, random: IndexTable) -> float:
    return found.consistency(RANDOM_INDEX[random] if isinstance(random, str) else random)


def _weighed(judgements: Floats, random: IndexTable, method: Method) -> MatrixOutput:
    found = PRIORITIES[method](judgements)
    consistency = number(_consistency(found, random))
    return MatrixOutput(
        weights=all_or_nothing(found.weights),
        lambda_max=number(found.eigenvalue),
        CI=number(found.index),
        CR=consistency,
        consistent=None if consistency is None else consistency < ACCEPTED,
        weights_geometric=all_or_nothing(geometric_means(judgements)),
        weights_column_mean=all_or_nothing(column_means(judgements)),
        worst_triple=worst_triple(judgements),
    )


CALCULATOR = Calculator(
    "ahp_weights",
    {
        "matrix": InputForm(MatrixInput, MatrixOutput, matrix),
        "hierarchy": InputForm(HierarchyInput, HierarchyOutput, hierarchy),
        "group": InputForm(GroupInput, GroupOutput, group),
        "synthesis": InputForm(SynthesisInput, SynthesisOutput, synthesis),
    },
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


ENTROPY = Calculator("entropy_weights", {"": InputForm(EntropyInput, EntropyOutput, entropy)})
CRITIC = Calculator("critic_weights", {"": InputForm(CriticInput, CriticOutput, critic)})
COMBINATION = Calculator("combination_weights", {"": InputForm(CombinationInput, CombinationOutput, combination)})
