"""What scores that are still missing can do to the grade: the total with each at nothing, and at all its points."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isclose
from typing import Final

import numpy as np

from reportgen.model.results import Evaluation, ScoredIndicator
from reportgen.model.schemes import Grade, Scheme, StandardKind
from reportgen.model.values import Flag, Reason
from reportgen.scoring.methods import JOINT
from reportgen.scoring.recount import FULL, Recount
from reportgen.scoring.standards import verdict
from reportgen.scoring.totals import met

NOTHING: Final = 0.0
TOLERANCE: Final = 1e-9


@dataclass(frozen=True)
class TotalGrade:
    """A total as printed, and its grade; None where the total would still be withheld."""

    score: float | None
    printed: str | None
    grade: Grade | None


WITHHELD: Final = TotalGrade(None, None, None)


@dataclass(frozen=True)
class Reach:
    """What some missing scores can come to, together.

    Attributes:
        indicators: whose scores are missing.
        weight: their share of the whole.
        lowest, highest: the total with all of them at 0, and at 100 points.
    """

    indicators: tuple[str, ...]
    weight: float
    lowest: TotalGrade
    highest: TotalGrade


@dataclass(frozen=True, eq=False)
class OpenScores:
    """An evaluation with the scores that it lacks.

    Attributes:
        missing: indicators that have a weight, no value, and would be scored if they had one.
    """

    evaluation: Evaluation
    scheme: Scheme
    recount: Recount
    missing: tuple[str, ...]

    @staticmethod
    def of(evaluation: Evaluation, scheme: Scheme) -> OpenScores | None:
        """Ready to be asked; None where the total is none that single scores add up to."""
        if not evaluation.indicators:
            return None
        missing = tuple(row.id for row in evaluation.indicators if _is_missing(row))
        found = OpenScores(evaluation, scheme, Recount.of(evaluation, scheme), missing)
        return found if found._holds() else None

    def reach(self, indicators: Iterable[str]) -> Reach | None:
        """What the missing ones among some indicators can do together; None where none of them is missing."""
        wanted = set(indicators)
        names = tuple(name for name in self.missing if name in wanted)
        if not names:
            return None
        weight = sum(row.weight for row in self.evaluation.indicators if row.id in names)
        lowest, highest = (self._with(dict.fromkeys(names, score)) for score in (NOTHING, FULL))
        return Reach(names, weight, lowest, highest)

    def _holds(self) -> bool:
        """Whether counting again comes to the total as evaluated: else nothing may be said of another one."""
        open_parts = {row.part for row in self.evaluation.indicators if row.id in self.missing}
        if self.recount.is_whole or any(self.scheme.parts[part].method in JOINT for part in open_parts):
            return False
        now, known = self._with({}).score, self.evaluation.score
        if now is None or known is None:
            return now is known
        return isclose(now, known, abs_tol=TOLERANCE * FULL)

    def _with(self, filled: Mapping[str, float]) -> TotalGrade:
        """The total with some of the missing scores filled in."""
        scores = self.recount.scores.copy()
        for column, row in enumerate(self.evaluation.indicators):
            scores[column] = filled.get(row.id, scores[column])
        for number, part in enumerate(self.evaluation.parts):
            columns = self.recount.parts == number
            if (
                not self._is_withheld(part.id, part.missing_weight, part.share, filled)
                and (~np.isnan(scores[columns])).any()
            ):
                continue
            if not self.scheme.allow_missing_part:
                return WITHHELD
            scores[columns] = np.nan
        total = float(self.recount.totals(self.recount.weights, scores)[0])
        return WITHHELD if np.isnan(total) else self._graded(total)

    def _is_withheld(self, part: str, missing: float, share: float, filled: Mapping[str, float]) -> bool:
        """Whether more of a part's weight is missing than the scheme allows, once some of it is filled in."""
        rows = (row for row in self.evaluation.indicators if row.part == part and row.id in filled)
        found = sum(row.weight for row in rows if row.score is None) / share if share else 0.0
        return missing - found > self.scheme.parts[part].missing_limit + TOLERANCE

    def _graded(self, total: float) -> TotalGrade:
        """By the bands of the scheme, and never better than missed mandatory standards allow."""
        found = verdict(total, self.scheme.grades, self.scheme.decimals)
        worst = [reference.veto for row in self.evaluation.indicators if row.value is not None
                 for reference in self.scheme.parts[row.part].indicators[row.id].references
                 if reference.kind is StandardKind.MANDATORY and reference.value is not None and reference.veto
                 and not met(row.value, reference.value, row.direction)]  # fmt: skip
        return TotalGrade(total, found.printed, max((found.grade, *worst), key=list(Grade).index))


def _is_missing(row: ScoredIndicator) -> bool:
    """What does not apply, or has a value and no standard, is not waited for; a missing one may count as the worst."""
    unscored = row.score is None or Flag.FLOORED in row.flags
    return unscored and row.value is None and row.weight > 0 and row.reason is not Reason.NOT_APPLICABLE
