"""What is missing could have moved the total by so much; what each indicator decides; where rounding decides."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reportgen.analysis.rescoring import Rescoring
from reportgen.model.reason import Reason
from reportgen.model.schemes import Grade
from reportgen.scoring.grades import verdict
from reportgen.scoring.recount import FULL


@dataclass(frozen=True)
class Gap:
    """A missing indicator: the totals and grades if it had scored nothing, and if it had scored everything."""

    id: str
    reason: Reason | None
    weight: float
    lowest: float
    highest: float
    grades: tuple[Grade, Grade]


@dataclass(frozen=True)
class Influence:
    """A scored indicator: the total and the grade without it, its weight spread as if it were missing."""

    id: str
    without: float
    grade: Grade
    decides: bool


@dataclass(frozen=True)
class Rounding:
    """Where rounding decides.

    Attributes:
        margin: points from the exact total to the nearest grade bound, negative below it.
        decides: whether the exact total lies in another band than the printed one.
        indicators: those whose printed value stands at another level than the exact one.
    """

    margin: float
    decides: bool
    indicators: tuple[str, ...]


def gaps(rescoring: Rescoring) -> tuple[Gap, ...]:
    """Every indicator that should have been scored and was not, largest span first."""
    recount, found = rescoring.recount, []
    for column, row in enumerate(rescoring.evaluation.indicators):
        if row.weight <= 0 or not np.isnan(recount.scores[column]) or rescoring.is_joint(column):
            continue
        scores = np.tile(recount.scores, (2, 1))
        scores[:, column] = 0.0, FULL
        low, high = (float(total) for total in recount.totals(recount.weights, scores))
        found.append(Gap(row.id, row.reason, row.weight, low, high, (_grade(rescoring, low), _grade(rescoring, high))))
    return tuple(sorted(found, key=lambda gap: (gap.lowest - gap.highest, gap.id)))


def influences(rescoring: Rescoring) -> tuple[Influence, ...]:
    """Every scored indicator left out in turn, largest change of the total first."""
    recount, evaluation = rescoring.recount, rescoring.evaluation
    columns = [column for column, row in enumerate(evaluation.indicators) if row.score is not None and row.weight > 0]
    if len(columns) < 2 or evaluation.grade is None:  # noqa: PLR2004 - one must remain
        return ()
    scores = np.tile(recount.scores, (len(columns), 1))
    scores[np.arange(len(columns)), columns] = np.nan
    totals = recount.totals(recount.weights, scores)
    found = []
    for column, total in zip(columns, totals, strict=True):
        if not np.isnan(total):
            grade = _grade(rescoring, float(total))
            name = evaluation.indicators[column].id
            found.append(Influence(name, float(total), grade, grade is not evaluation.grade))
    own = recount.total()
    return tuple(sorted(found, key=lambda one: (-abs(one.without - own), one.id)))


def rounding(rescoring: Rescoring) -> Rounding | None:
    """Where rounding decides; None without a total."""
    evaluation = rescoring.evaluation
    if evaluation.score is None:
        return None
    bounds = sorted(rescoring.scheme.grades.values())[1:]
    margin = min((evaluation.score - bound for bound in bounds), key=abs, default=evaluation.score)
    apart = tuple(
        row.id
        for row in evaluation.indicators
        if row.steps is not None and row.level is not None and row.level is not (row.steps.level or Grade.POOR)
    )
    return Rounding(margin, evaluation.grade is not evaluation.grade_unrounded, apart)


def _grade(rescoring: Rescoring, total: float) -> Grade:
    return verdict(total, rescoring.scheme.grades, rescoring.scheme.decimals).grade
