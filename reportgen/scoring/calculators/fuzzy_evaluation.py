"""Fuzzy evaluation: by four operators, over a tree of indicators, and from memberships to one figure."""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from reportgen.model.definition import Definition
from reportgen.scoring.arrays import Floats
from reportgen.scoring.calculators.base import (
    Calculator,
    Finite,
    InputForm,
    Membership,
    Positive,
    Row,
    Undefined,
    Value,
    Values,
    alike,
    fitting,
    number,
    numbers,
)
from reportgen.scoring.kernels import first_highest, ratio
from reportgen.scoring.kernels.experts import OPERATORS, mean_score, triangular

Memberships = tuple[Membership, ...]
Operator = Literal["M(min,max)", "M(prod,max)", "M(min,bounded_sum)", "M(prod,sum)"]


class OperatorsInput(Definition):
    """Weights of indicators, memberships R (rows indicators, columns grades), scores of the grades."""

    weights: Memberships
    R: tuple[Memberships, ...]
    grade_scores: Row | None = None


class OperatorsOutput(Definition):
    """By operator: B, its shares, the grade of the highest membership, all grades that tie for it, the mean score."""

    B: dict[str, Values]
    B_normalised: dict[str, Values]
    max_grade: dict[str, int]
    tied: dict[str, tuple[int, ...]]
    score: dict[str, Value] | None


class Node(Definition):
    """A branch with its weight among its siblings: either memberships of the grades or branches below."""

    name: str
    weight: Membership
    membership: Memberships | None = None
    branches: tuple[Node, ...] | None = None


class TreeInput(Definition):
    """A tree of any depth; the result of a lower level is a row of the level above."""

    branches: tuple[Node, ...]
    operator: Operator = "M(prod,sum)"
    grade_scores: Row | None = None


class TreeOutput(Definition):
    """B of the whole and of each branch by its path, the grade of the highest membership, ties, the mean score."""

    B: Values
    levels: dict[str, Values]
    max_grade: int
    tied: tuple[int, ...]
    score: Value


class DefuzzifyInput(Definition):
    """Memberships of grades and their scores; `k` sharpens the memberships."""

    membership: Memberships
    scores: Row
    k: Positive = 1.0


class DefuzzifyOutput(Definition):
    """The weighted mean of the scores and the grade of the highest membership, with all that tie for it."""

    weighted_average: Value
    max_grade: int
    tied: tuple[int, ...]


class TriangularInput(Definition):
    """A value, and the left foot, peak and right foot of each grade."""

    x: Finite
    grades: Annotated[dict[str, tuple[Finite, Finite, Finite]], Field(min_length=1)]


class TriangularOutput(Definition):
    """Membership of each grade."""

    membership: dict[str, Value]


@np.errstate(all="ignore")
def operators(inputs: OperatorsInput) -> OperatorsOutput:
    """Evaluate by every operator."""
    matrix = fitting(inputs.R, inputs.grade_scores)
    alike(inputs.weights, inputs.R)
    weights = np.array(inputs.weights)
    found = {name: operate(weights, matrix) for name, operate in OPERATORS.items()}
    ties = {name: _tied(b) for name, b in found.items()}
    return OperatorsOutput(
        B={name: numbers(b) for name, b in found.items()},
        B_normalised={name: numbers(ratio(b, b.sum())) for name, b in found.items()},
        max_grade={name: grades[0] for name, grades in ties.items()},
        tied=ties,
        score=None if inputs.grade_scores is None else {n: _score(b, inputs.grade_scores) for n, b in found.items()},
    )


@np.errstate(all="ignore")
def tree(inputs: TreeInput) -> TreeOutput:
    """Evaluate level by level, from the leaves up."""
    levels: dict[str, Values] = {}
    whole = _branches(inputs.branches, inputs.operator, "", levels)
    if inputs.grade_scores is not None and len(inputs.grade_scores) != len(whole):
        raise Undefined("lengths")
    tied = _tied(whole)
    score = None if inputs.grade_scores is None else _score(whole, inputs.grade_scores)
    return TreeOutput(B=numbers(whole), levels=levels, max_grade=tied[0], tied=tied, score=score)


@np.errstate(all="ignore")
def defuzzify(inputs: DefuzzifyInput) -> DefuzzifyOutput:
    """One figure out of memberships."""
    alike(inputs.membership, inputs.scores)
    membership = np.array(inputs.membership)
    tied = _tied(membership)
    mean = mean_score(membership, np.array(inputs.scores), inputs.k)
    return DefuzzifyOutput(weighted_average=number(mean), max_grade=tied[0], tied=tied)


@np.errstate(all="ignore")
def memberships(inputs: TriangularInput) -> TriangularOutput:
    """Memberships of a value in triangular grades."""
    if not all(left <= peak <= right for left, peak, right in inputs.grades.values()):
        raise Undefined("interval")
    found = triangular(inputs.x, np.array(list(inputs.grades.values())))
    return TriangularOutput(membership=dict(zip(inputs.grades, numbers(found), strict=True)))


def _branches(nodes: tuple[Node, ...], operator: Operator, path: str, levels: dict[str, Values]) -> Floats:
    rows = [_row(node, operator, f"{path}/{node.name}".removeprefix("/"), levels) for node in nodes]
    if not rows or len({len(row) for row in rows}) > 1 or not len(rows[0]):
        raise Undefined("ragged")
    return OPERATORS[operator](np.array([node.weight for node in nodes]), np.array(rows))


class ScoresInput(Definition):
    """Weights of indicators, and scores in place of memberships (rows indicators, columns objects)."""

    weights: Memberships
    R: tuple[Row, ...]


class ScoresOutput(Definition):
    """The weighted mean score of each object; of scores above 1 the other operators say nothing."""

    B: Values


def scores(inputs: ScoresInput) -> ScoresOutput:
    """Compose scores by sums of products."""
    alike(inputs.weights, inputs.R)
    return ScoresOutput(B=numbers(np.array(inputs.weights) @ fitting(inputs.R)))


def _row(node: Node, operator: Operator, path: str, levels: dict[str, Values]) -> Floats:
    if (node.membership is None) == (node.branches is None):
        raise Undefined("leaf_or_branch")
    if node.branches is None:
        return np.array(node.membership, dtype=np.float64)
    found = _branches(node.branches, operator, path, levels)
    levels[path] = numbers(found)
    return found


def _tied(membership: Floats) -> tuple[int, ...]:
    return tuple(int(grade) for grade in first_highest(membership))


def _score(membership: Floats, scores: Row) -> Value:
    return number(mean_score(membership, np.array(scores)))


CALCULATOR = Calculator(
    "fuzzy_evaluation",
    {
        "operators": InputForm(OperatorsInput, OperatorsOutput, operators),
        "defuzzify": InputForm(DefuzzifyInput, DefuzzifyOutput, defuzzify),
        "tree": InputForm(TreeInput, TreeOutput, tree),
        "scores": InputForm(ScoresInput, ScoresOutput, scores),
        "triangular": InputForm(TriangularInput, TriangularOutput, memberships),
    },
)
