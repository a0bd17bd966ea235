"""What a hospital set itself for an indicator: plans, budgets, cost-effect targets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.model.place import Place
from reportgen.model.schemes import StandardKind


@dataclass(frozen=True)
class Target:
    """One target value in the indicator's base unit, and where it was written."""

    value: float
    kind: StandardKind
    place: Place


Targets = Mapping[tuple[str, str], Target]
"""By indicator and period; a month without a target of its own takes the year's."""
