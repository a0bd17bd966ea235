"""Weights of a part from comparisons in pairs, one matrix for each expert (AHP), of all its indicators or by level.

Saaty, The Analytic Hierarchy Process (1980): weights are the principal eigenvector of the joint judgement, the
geometric mean of the experts' judgements; a consistency ratio of 0.10 or more is a contradiction.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.catalog.expansion import leaves
from reportgen.model.definition import Text
from reportgen.model.finding import Fact
from reportgen.model.schemes import SchemePart, TreeNode, WeightRule
from reportgen.scoring.arrays import Floats
from reportgen.scoring.kernels.weights import PRIORITIES, RANDOM_INDEX, group_judgement, worst_triple

if TYPE_CHECKING:
    from reportgen.catalog import Catalog

TABLE: Final = "saaty1980"
CONSISTENT: Final = 0.10
RECIPROCAL: Final = 1e-6
TOP: Final = "top"
"""Names the first level of a tree among `levels`."""

Fault = tuple[str, str, dict[str, Fact]]
"""rule, trail within the part, facts."""
Matrices = tuple[tuple[tuple[float, ...], ...], ...]


@dataclass(frozen=True)
class PairwiseLevel:
    """What experts compared with one another: the trail of their matrices in the part, and the members in order."""

    trail: str
    members: tuple[str, ...]
    matrices: Matrices
    node: Text | None = None
    """The name of the node above the members; none where they are the first level or the indicators of the part."""

    @property
    def joint(self) -> Floats:
        """(n, n), the judgement of all experts together."""
        return group_judgement(np.array(self.matrices, dtype=np.float64))

    @property
    def shares(self) -> Floats:
        """(n,), adding up to 1."""
        return PRIORITIES["eigenvector"](self.joint).weights

    def faults(self) -> Iterator[Fault]:
        """S14, with the cell: a matrix of the wrong size, a judgement that is not positive, not reciprocal, no 1."""
        n = len(self.members)
        named: dict[str, Fact] = {"part": self.node} if self.node else {}
        if not self.matrices:
            yield "S14", self.trail, named | {"expert": 0, "cell": "-"}
        for expert, matrix in enumerate(self.matrices, start=1):
            trail = f"{self.trail}.{expert - 1}"
            if len(matrix) != n or any(len(row) != n for row in matrix):
                size = f"{len(matrix)} x {len(matrix[0]) if matrix else 0}"
                yield "S14", trail, named | {"expert": expert, "cell": size}
                continue
            for row, column in _wrong_cells(np.array(matrix, dtype=np.float64)):
                yield "S14", f"{trail}.{row}.{column}", named | {"expert": expert, "cell": f"({row + 1}, {column + 1})"}


def faults(part: SchemePart) -> Iterator[Fault]:
    """S14 as `PairwiseLevel.faults`; S53 where a level is compared that the tree has not."""
    known = _levels(part.tree)
    for name in _rule(part).levels:
        if name not in known:
            yield "S53", f"weights.levels.{name}", {"level": name, "known": tuple(known)}
    for compared in _compared(part):
        yield from compared.faults()


def shares(part: SchemePart) -> Floats:
    """(m,) weights of the indicators; by level the products of the local weights down the tree.

    A level that nobody compared keeps the local weights that the tree states.
    """
    if not _rule(part).levels:
        return next(_compared(part)).shares
    local = {
        member: float(share)
        for compared in _compared(part)
        for member, share in zip(compared.members, compared.shares, strict=True)
    }
    found = {leaf: weight for leaf, _, weight in leaves(_weighed(part.tree, local))}
    return np.array([found[name] for name in part.indicators])


def contradictions(part: SchemePart, catalog: Catalog) -> Iterator[Fault]:
    """S29 where a joint judgement contradicts itself, with the three members that do so most; none if refused."""
    if any(True for _ in faults(part)):
        return
    for compared in _compared(part):
        joint = compared.joint
        ratio, triple = PRIORITIES["eigenvector"](joint).consistency(RANDOM_INDEX[TABLE]), worst_triple(joint)
        if triple is None or ratio < CONSISTENT:
            continue
        names = dict(_names(part.tree)) | {one: catalog.indicators[one].name for one in part.indicators}
        i, k, j = triple
        one, through, other = (names[compared.members[place]] for place in triple)
        facts: dict[str, Fact] = {"ratio": "-" if isnan(ratio) else ratio, "table": TABLE}
        facts |= {"one": one, "through": through, "other": other}
        facts |= {"direct": float(joint[i, j]), "implied": float(joint[i, k] * joint[k, j])}
        yield "S29", "weights", facts


def _compared(part: SchemePart) -> Iterator[PairwiseLevel]:
    rule = _rule(part)
    if not rule.levels:
        yield PairwiseLevel("weights.judgements", tuple(part.indicators), rule.judgements)
    known, names = _levels(part.tree), dict(_names(part.tree))
    for name, matrices in rule.levels.items():
        if name in known:
            yield PairwiseLevel(f"weights.levels.{name}", tuple(known[name]), matrices, names.get(name))


def _levels(tree: Mapping[str, TreeNode]) -> dict[str, Mapping[str, TreeNode]]:
    """Siblings by the node above them, of all nodes that have some."""
    found: dict[str, Mapping[str, TreeNode]] = {TOP: tree} if tree else {}
    for name, node in tree.items():
        if node.children:
            found |= {name if above == TOP else above: below for above, below in _levels(node.children).items()}
    return found


def _names(tree: Mapping[str, TreeNode]) -> Iterator[tuple[str, Text]]:
    for name, node in tree.items():
        yield name, node.name or Text(zh=name, en=name)
        yield from _names(node.children)


def _weighed(tree: Mapping[str, TreeNode], local: Mapping[str, float]) -> dict[str, TreeNode]:
    return {
        name: node.model_copy(
            update={"weight": local.get(name, node.weight), "children": _weighed(node.children, local)}
        )
        for name, node in tree.items()
    }


def _rule(part: SchemePart) -> WeightRule:
    return part.weights if isinstance(part.weights, WeightRule) else WeightRule(method=part.weights)


def _wrong_cells(matrix: Floats) -> Iterator[tuple[int, int]]:
    """Cells that are not positive, and those whose counterpart is not their reciprocal."""
    for row in range(len(matrix)):
        for column in range(row, len(matrix)):
            one, other = float(matrix[row, column]), float(matrix[column, row])
            if not (np.isfinite(one) and one > 0):
                yield row, column
            elif not (np.isfinite(other) and abs(one * other - 1) <= RECIPROCAL):
                yield column, row
