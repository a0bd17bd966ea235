"""What given weights must keep: one for each indicator, the right sums at every level of a scheme."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Final

from reportgen.model.finding import Fact
from reportgen.model.schemes import Scheme, SchemePart, TreeNode
from reportgen.scoring.methods import LAYERED
from reportgen.scoring.ranking import UNWEIGHTED

TOLERANCE: Final = 1e-6
PERCENT: Final = 100.0
GIVEN: Final = "given"

Fault = tuple[str, str, dict[str, Fact]]
"""rule, trail within the part, facts."""


def faults(part: SchemePart, scheme: Scheme, weighting: str) -> Iterator[Fault]:
    """Every fault of the weights that a part writes down."""
    if part.tree:
        yield from _tree_faults(part.tree, "tree")
        return
    if part.ability_weights:
        yield from _ability_faults(part, scheme)
        return
    if weighting == GIVEN and part.method not in UNWEIGHTED:
        yield from _given_faults(part)
    if part.method == LAYERED:
        yield from _correction_faults(part)


def whole(total: float) -> bool:
    """Whether weights make 1, or 100 where they are written in percent."""
    return min(abs(total - 1), abs(total / PERCENT - 1)) <= TOLERANCE


def _given_faults(part: SchemePart) -> Iterator[Fault]:
    lacking = tuple(name for name, indicator in part.indicators.items() if indicator.weight is None)
    total = math.fsum(one.weight or 0.0 for one in part.indicators.values() if one.layer == "basic")
    if lacking:
        yield "S09", "indicators", {"indicators": lacking}
    elif not whole(total):
        yield "S10", "indicators", {"sum": total}


def _correction_faults(part: SchemePart) -> Iterator[Fault]:
    """S18: the correction indicators of a content weigh as much as its basic ones."""
    sums: dict[str, dict[str, float]] = {}
    for one in part.indicators.values():
        of_content = sums.setdefault(one.ability or "", {"basic": 0.0, "correction": 0.0})
        of_content[one.layer] += one.weight or 0.0
    for content, both in sums.items():
        if abs(both["basic"] - both["correction"]) > TOLERANCE * PERCENT:
            yield "S18", "indicators", {"ability": content, "basic": both["basic"], "correction": both["correction"]}


def _tree_faults(siblings: Mapping[str, TreeNode], trail: str) -> Iterator[Fault]:
    """S19: at each node of a tree the weights below it make 1 (or 100)."""
    total = math.fsum(node.weight for node in siblings.values())
    if not whole(total):
        yield "S19", trail, {"node": trail, "sum": total}
    for name, node in siblings.items():
        if node.children:
            yield from _tree_faults(node.children, f"{trail}.{name}.children")


def _ability_faults(part: SchemePart, scheme: Scheme) -> Iterator[Fault]:
    """S31: the weights of abilities make 1 (or 100), and each stands for an ability that has indicators."""
    total = math.fsum(part.ability_weights.values())
    if not whole(total) or min(part.ability_weights.values()) < 0:
        yield "S10", "ability_weights", {"sum": total}
    used = {one.ability for one in part.indicators.values()}
    for name in part.ability_weights:
        if name not in scheme.abilities or name not in used:
            yield "S31", f"ability_weights.{name}", {"ability": name}
