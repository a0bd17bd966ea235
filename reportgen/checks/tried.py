"""A claim held against every row."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from reportgen.checks.ledger import Ledger
from reportgen.checks.outcome import Marks
from reportgen.checks.rules import Claim, Figure
from reportgen.formula.columns import Values


@dataclass(frozen=True, eq=False)
class Tried:
    """Both sides of a claim for every row, and where they do not agree."""

    claim: Claim
    ledger: Ledger
    left: Values
    right: Values
    checked: Marks
    failed: Marks

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """Everything that the claim reads, the left side first."""
        return tuple(dict.fromkeys((*self.claim.left_names, *self.claim.right_names)))
