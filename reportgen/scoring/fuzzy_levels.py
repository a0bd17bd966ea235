"""Experts' levels as degrees of membership (fuzzy evaluation): B = W ∘ R, and the level of the largest degree.

In a tree the result of a lower level, made to add up to 1, is a row of the level above.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from reportgen.catalog.grades import grade_name
from reportgen.model.definition import Text
from reportgen.model.results import Membership, ScoredPart
from reportgen.model.schemes import Grade, Scheme, SchemePart, TreeNode
from reportgen.scoring.arrays import Floats
from reportgen.scoring.kernels.arithmetic import ratio
from reportgen.scoring.kernels.fuzzy import OPERATORS, mean_score
from reportgen.scoring.weighing import Remark

WEAK: Final = 0.3
SAME: Final = 1e-12
LEVELS: Final = len(Grade)
POINTS: Final = np.array([5.0, 4.0, 3.0, 2.0, 1.0])


def level_of(value: float, cuts: Sequence[float]) -> Grade:
    """The level of a mean on the scale of five points, by the lowest mean of each level but the last."""
    return tuple(Grade)[sum(value < cut - SAME for cut in cuts)]


def composed(part: SchemePart, memberships: Floats, weights: Floats) -> tuple[Floats, dict[str, Floats]]:
    """B of the whole (5,), and of each branch of a tree by its name, by the part's operator.

    Args:
        part: its operator, and its tree where it has one.
        memberships: (m, 5), NaN where nobody rated.
        weights: (m,) effective weights, 0 where nobody rated.
    """
    if not part.tree:
        return OPERATORS[part.operator](weights, np.nan_to_num(memberships)), {}
    rows = {name: memberships[place] for place, name in enumerate(part.indicators) if weights[place] > 0}
    branches: dict[str, Floats] = {}
    whole = _of_nodes(part.tree, part.operator, rows, branches)
    return np.zeros(LEVELS) if whole is None else whole, branches


def _of_nodes(
    nodes: Mapping[str, TreeNode], operator: str, rows: Mapping[str, Floats], branches: dict[str, Floats]
) -> Floats | None:
    """B of siblings; those that nobody rated leave their weight to the others, and None where nobody rated any."""
    found: list[tuple[float, Floats]] = []
    for name, node in nodes.items():
        row = rows.get(name)
        if node.children:
            below = _of_nodes(node.children, operator, rows, branches)
            if below is not None:
                row = branches[name] = ratio(below, below.sum())
        if row is not None and node.weight > 0:
            found.append((node.weight, row))
    if not found:
        return None
    weights = np.array([weight for weight, _ in found])
    return OPERATORS[operator](weights / weights.sum(), np.array([row for _, row in found]))


def score_of(part: SchemePart, degrees: Floats) -> float:
    """The score 0–1: the mean of the level coefficients by the degrees; NaN where nobody rated."""
    return mean_score(degrees, np.array(part.coefficients[:LEVELS]))


def with_membership(result: ScoredPart, part: SchemePart, memberships: Floats, weights: Floats) -> ScoredPart:
    """The part with its degrees; unchanged where nobody rated.

    Args:
        result: the part so far.
        part: its operator, tree and cuts.
        memberships: (abilities, 5), NaN where nobody rated.
        weights: (abilities,) effective weights, 0 where nobody rated.
    """
    if not weights.any():
        return result
    degrees, branches = composed(part, memberships, weights)
    largest = float(degrees.max())
    tied = degrees >= largest - SAME
    value = mean_score(degrees, POINTS)
    found = Membership(
        tuple(map(float, degrees)),
        tuple(Grade)[int(tied.argmax())],
        int(tied.sum()) > 1,
        largest < WEAK,
        value,
        level_of(value, part.cuts),
        validity(degrees),
        part.operator,
        {name: tuple(map(float, row)) for name, row in branches.items()},
        part.cuts,
    )
    return replace(result, membership=found)


def validity(degrees: Floats) -> float | None:
    """How far the largest degree may speak for all: (n β − 1) / (2 γ (n − 1)), β and γ the two largest shares of n.

    From 1 on it may, below 0.5 it hardly does; None where only one level has any degree, which needs no defence.
    """
    shares = np.sort(ratio(degrees, degrees.sum()))[::-1]
    n, largest, second = len(shares), float(shares[0]), float(shares[1])
    return (n * largest - 1) / (2 * second * (n - 1)) if second > SAME else None


def remarks(parts: Sequence[ScoredPart], scheme: Scheme, words: Mapping[str, Text]) -> Iterator[Remark]:
    """S46: two levels share the largest degree; S47: even the largest is too small to carry a judgement."""
    for part in parts:
        if part.membership is None:
            continue
        level = grade_name(part.membership.level, scheme, words)
        if part.membership.tie:
            yield "S46", {"part": part.name, "level": level, "value": part.membership.value}
        if part.membership.weak:
            yield "S47", {"part": part.name, "degree": max(part.membership.degrees), "limit": WEAK}
