"""Weights of a scheme from comparisons in pairs, one matrix for each expert (AHP)."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.model.finding import Fact
from reportgen.model.schemes import SchemePart, WeightRule
from reportgen.scoring.arrays import Floats
from reportgen.scoring.kernels.hierarchy import PRIORITIES, RANDOM_INDEX, group_judgement, worst_triple
from reportgen.scoring.weighing import Weights

if TYPE_CHECKING:
    from reportgen.catalog import Catalog

TABLE: Final = "saaty1980"
CONSISTENT: Final = 0.10
RECIPROCAL: Final = 1e-6

Fault = tuple[str, str, dict[str, Fact]]


def faults(part: SchemePart) -> Iterator[Fault]:
    """S14, with the cell: a matrix of the wrong size, a judgement that is not positive, not reciprocal, no 1."""
    n = len(part.indicators)
    matrices = _matrices(part)
    if not matrices:
        yield "S14", "weights", {"expert": 0, "cell": "-"}
    for expert, matrix in enumerate(matrices, start=1):
        trail = f"weights.judgements.{expert - 1}"
        if len(matrix) != n or any(len(row) != n for row in matrix):
            yield "S14", trail, {"expert": expert, "cell": f"{len(matrix)} x {len(matrix[0]) if matrix else 0}"}
            continue
        for row, column in _wrong_cells(np.array(matrix, dtype=np.float64)):
            yield "S14", f"{trail}.{row}.{column}", {"expert": expert, "cell": f"({row + 1}, {column + 1})"}


def weights(part: SchemePart) -> Weights:
    """Weights by the principal eigenvector of the joint judgement."""
    return Weights(PRIORITIES["eigenvector"](_joint(part)).weights, "ahp")


def contradictions(part: SchemePart, catalog: Catalog) -> Iterator[Fault]:
    """S29 where the joint judgement contradicts itself, with the three indicators that do so most; none if refused."""
    if not _matrices(part) or any(True for _ in faults(part)):
        return
    joint = _joint(part)
    ratio, triple = PRIORITIES["eigenvector"](joint).consistency(RANDOM_INDEX[TABLE]), worst_triple(joint)
    if triple is None or ratio < CONSISTENT:
        return
    one, through, other = (tuple(part.indicators)[place] for place in triple)
    facts: dict[str, Fact] = {"ratio": ratio, "table": TABLE}
    if isnan(ratio):
        facts["ratio"] = "-"
    known = catalog.indicators
    facts |= {"one": known[one].name, "through": known[through].name, "other": known[other].name}
    i, k, j = triple
    facts |= {"direct": float(joint[i, j]), "implied": float(joint[i, k] * joint[k, j])}
    yield "S29", "weights", facts


def _joint(part: SchemePart) -> Floats:
    return group_judgement(np.array(_matrices(part), dtype=np.float64))


def _matrices(part: SchemePart) -> tuple[tuple[tuple[float, ...], ...], ...]:
    return part.weights.judgements if isinstance(part.weights, WeightRule) else ()


def _wrong_cells(matrix: Floats) -> Iterator[tuple[int, int]]:
    """Cells that are not positive, and those whose counterpart is not their reciprocal."""
    for row in range(len(matrix)):
        for column in range(row, len(matrix)):
            one, other = float(matrix[row, column]), float(matrix[column, row])
            if not (np.isfinite(one) and one > 0):
                yield row, column
            elif not (np.isfinite(other) and abs(one * other - 1) <= RECIPROCAL):
                yield column, row
