"""The part that experts judge: a level for each ability, the mean of its coefficients as the score.

Q = 100 · Σ w_j · (Σ_i c_ij / m_j), m_j the experts who rated ability j
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from reportgen.model.experts import ExpertOpinions
from reportgen.model.schemes import Grade, SchemePart
from reportgen.scoring.arrays import Floats, Integers
from reportgen.scoring.naming import GIVEN, weighting_name
from reportgen.scoring.weighing import Weights, given, weight_rows
from reportgen.scoring.weights import WEIGHTINGS

FEWEST_EXPERTS = 2
NO_DIFFERENCE: Final = 1e-9
"""Share of the largest sum below which a standard deviation is what floating point leaves of equal sums."""


class Consistency(NamedTuple):
    """How far ratings agree: alpha, or None where it is undefined, and how many experts and abilities it rests on."""

    alpha: float | None
    experts: int
    abilities: int


def expert_levels(levels: Floats) -> tuple[Floats, Integers]:
    """Mean coefficient and number of raters of each column; a blank (NaN) leaves the mean, and nobody leaves NaN.

    Args:
        levels: (experts, abilities) coefficients.
    """
    present = ~np.isnan(levels)
    raters = present.sum(axis=0)
    total = np.where(present, levels, 0.0).sum(axis=0)
    mean = np.divide(total, raters, out=np.full(levels.shape[1], np.nan), where=raters > 0)
    return mean, raters


def coefficients_of(opinions: ExpertOpinions, part: SchemePart) -> Floats:
    """(experts, abilities of the part) coefficient of each level given, NaN where blank."""
    by_grade = dict(zip(Grade, part.coefficients[: len(Grade)], strict=True))
    columns = _columns(opinions, part)
    return np.array(
        [[_number(row, column, by_grade) for column in columns] for row in opinions.levels], dtype=np.float64
    ).reshape(len(opinions.levels), len(columns))


def memberships(opinions: ExpertOpinions, part: SchemePart) -> Floats:
    """(abilities of the part, 5) share of the raters of an ability who gave each level; NaN where nobody rated."""
    columns = _columns(opinions, part)
    counts = np.array(
        [
            [sum(column is not None and row[column] is grade for row in opinions.levels) for grade in Grade]
            for column in columns
        ],
        dtype=np.float64,
    )
    raters = counts.sum(axis=1, keepdims=True)
    result: Floats = np.divide(counts, raters, out=np.full_like(counts, np.nan), where=raters > 0)
    return result


def importance_of(opinions: ExpertOpinions, part: SchemePart) -> Floats:
    """(experts, abilities of the part) importance marks, NaN where blank."""
    columns = _columns(opinions, part)
    return np.array(
        [
            [np.nan if column is None or row[column] is None else row[column] for column in columns]
            for row in opinions.importance
        ],
        dtype=np.float64,
    ).reshape(len(opinions.importance), len(columns))


def reliability(levels: Floats) -> Consistency:
    """How far experts agree on (experts, abilities) ratings: Cronbach's alpha, k/(k − 1) · (1 − Σ s²_i / s²_sum).

    What is judged are the abilities and those who judge are the experts, so abilities are the cases and the k experts
    the items of the test; the other way round it would say whether abilities go together. Who rated nothing is not
    counted, nor is an ability that one of the others left blank. Undefined for fewer than two experts or abilities, and
    where the sums differ by less than arithmetic can tell.

    Source: Cronbach (1951), Psychometrika 16, 297–334; the same as ICC(3,k) of Shrout and Fleiss (1979).
    """
    raters = levels[~np.isnan(levels).all(axis=1)]
    whole = raters[:, ~np.isnan(raters).any(axis=0)]
    experts, abilities = whole.shape
    if min(experts, abilities) < FEWEST_EXPERTS:
        return Consistency(None, experts, abilities)
    sums = whole.sum(axis=0)
    total = float(sums.var(ddof=1))
    if total <= (NO_DIFFERENCE * max(1.0, float(np.abs(sums).max()))) ** 2:
        return Consistency(None, experts, abilities)
    alpha = experts / (experts - 1) * (1 - whole.var(axis=1, ddof=1).sum() / total)
    return Consistency(float(alpha), experts, abilities)


def expert_weights(opinions: ExpertOpinions, part: SchemePart) -> Weights:
    """Weights of the abilities by the part's rule; the expert mean, with a remark, where the rule cannot be applied."""
    name = weighting_name(part)
    if name == GIVEN:
        return given(part)
    marks = importance_of(opinions, part)
    table = WEIGHTINGS[name](marks)
    names = tuple(part.indicators)
    if not np.isnan(table.weight).any():
        return Weights(table.weight, name, opinions.experts, weight_rows(names, table))
    fewer = "expert_mean" if not np.isnan(WEIGHTINGS["expert_mean"](marks).weight).any() else "equal"
    table = WEIGHTINGS[fewer](marks)
    return Weights(
        table.weight, fewer, opinions.experts, weight_rows(names, table), (("S24", {"n": len(opinions.experts)}),)
    )


def _columns(opinions: ExpertOpinions, part: SchemePart) -> list[int | None]:
    where = {ability: column for column, ability in enumerate(opinions.abilities)}
    return [where.get(name) for name in part.indicators]


def _number(row: tuple[Grade | None, ...], column: int | None, by_grade: dict[Grade, float]) -> float:
    grade = None if column is None else row[column]
    return np.nan if grade is None else by_grade[grade]
