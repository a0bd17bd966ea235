"""What an indicator would score with another value, by the method and the standards that it was scored by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from reportgen.model.definitions import Direction
from reportgen.model.results import Evaluation, ScoredIndicator
from reportgen.model.schemes import Scheme
from reportgen.scoring.arrays import Floats
from reportgen.scoring.methods import JOINT, METHODS, VALUED
from reportgen.scoring.parts import scored
from reportgen.scoring.recount import FULL, Recount
from reportgen.scoring.standards import edges

ALONE: Final = VALUED - JOINT
"""Methods by which the score of a value depends on that value alone."""
LEVEL_STEPS: Final = 4
"""Steps between five levels."""


@dataclass(frozen=True, eq=False)
class Rescoring:
    """An evaluation whose values can be moved."""

    evaluation: Evaluation
    scheme: Scheme
    recount: Recount

    @staticmethod
    def of(evaluation: Evaluation, scheme: Scheme) -> Rescoring:
        """Ready to move."""
        return Rescoring(evaluation, scheme, Recount.of(evaluation, scheme))

    def movable(self) -> tuple[int, ...]:
        """Columns whose score follows from a value."""
        rows = self.evaluation.indicators
        return tuple(
            column
            for column, row in enumerate(rows)
            if self.scheme.parts[row.part].method in ALONE and row.value is not None and row.score is not None
        )

    def is_joint(self, column: int) -> bool:
        """Whether an indicator is judged only together with others: hospitals, periods, or indicators."""
        return self.scheme.parts[self.evaluation.indicators[column].part].method in JOINT

    def scores(self, column: int, values: Floats) -> Floats:
        """(n,) scores 0–100 of other values of one indicator."""
        row = self.evaluation.indicators[column]
        part = self.scheme.parts[row.part]
        indicator = part.indicators[row.id].model_copy(update={"standards": row.standards})
        return FULL * scored(part, indicator, values, row.direction, row.reference).score

    def best(self, column: int) -> float | None:
        """The nearest value that earns the most; None where the method knows no best."""
        row = self.evaluation.indicators[column]
        assert row.value is not None
        if row.standards is not None and self.scheme.parts[row.part].method in METHODS:
            low, high = edges(row.standards, row.direction)[:, 0]
            return float(np.clip(row.value, low, high))
        if row.reference is None:
            return None
        standard = row.reference.value
        if isinstance(standard, tuple):
            return float(np.clip(row.value, *standard))
        better = max if row.direction is Direction.HIGHER else min
        return float(better(row.value, standard))

    def worst(self, column: int) -> float | None:
        """The value of the lowest standard on the side on which the indicator stands."""
        row = self.evaluation.indicators[column]
        assert row.value is not None
        if row.standards is None or self.scheme.parts[row.part].method not in METHODS:
            return None if row.reference is None else _nearest(row.value, row.reference.unacceptable)
        low, high = edges(row.standards, row.direction)
        return _nearest(row.value, tuple(float(end) for end in (low[-1], high[-1]) if np.isfinite(end)))

    def step(self, column: int) -> float:
        """The mean distance between two levels, or a quarter of the way between two points; 0 where unknown."""
        row = self.evaluation.indicators[column]
        return step_of(row)


def step_of(row: ScoredIndicator) -> float:
    """The mean distance between two neighbouring standards of an indicator."""
    if row.standards is not None:
        low, high = edges(row.standards, row.direction)
        sides = [abs(float(side[0] - side[-1])) for side in (low, high) if np.isfinite(side).all()]
        return sum(sides) / len(sides) / LEVEL_STEPS
    if row.reference is None:
        return 0.0
    other = 0.0 if row.reference.unacceptable is None else row.reference.unacceptable
    ends = np.broadcast_to(row.reference.value, 2) - np.broadcast_to(other, 2)
    return float(np.abs(ends).mean()) / LEVEL_STEPS


def _nearest(value: float, ends: float | tuple[float, ...] | None) -> float | None:
    """The end that lies nearest to a value, the lower of two equally near ones."""
    if ends is None:
        return None
    return min(ends if isinstance(ends, tuple) else (ends,), key=lambda end: (abs(value - end), end))
