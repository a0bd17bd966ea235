"""What-if: the period's figures as they would be if a cause had been different, and what that does to score and grade.

The assumption holds for the whole year to date: volumes move patients' income, drugs and consumables; prices move
income and, without a mark-up, the cost of what is bought; wages move personnel expense. What the surplus loses or gains
is taken from or added to cash and net assets. All else stays: this shows how far a result carries, and forecasts
nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.analysis.answer import Lack
from reportgen.analysis.outlook.shifting import Shifted, shifted
from reportgen.analysis.outlook.shifts import shifts
from reportgen.analysis.rescoring import Rescoring
from reportgen.model.known import SCENARIO, under
from reportgen.scoring.grades import verdict

if TYPE_CHECKING:
    from reportgen.analysis.material import Analyses
    from reportgen.model.definition import Text
    from reportgen.model.scenarios import Scenario
    from reportgen.model.schemes import Grade

SHOWN: Final = ("total_income", "total_expense", "period_surplus", "cash_and_bank")


@dataclass(frozen=True)
class Moved:
    """A scored indicator before and after, with its scores."""

    indicator: str
    before: float
    after: float
    score_before: float
    score_after: float


@dataclass(frozen=True)
class Outcome:
    """One scenario.

    Attributes:
        changes: of the items shown, in their unit; indicators: those that move, largest change of points first.
        score, printed, grade: with the scenario; score_change: against the evaluation. None where it has no total.
    """

    id: str
    name: Text
    assumptions: Mapping[str, float]
    changes: Mapping[str, float]
    indicators: tuple[Moved, ...]
    score: float | None
    printed: str | None
    grade: Grade | None
    score_change: float | None


@dataclass(frozen=True)
class WhatIf:
    """All scenarios beside the evaluation as it is."""

    score: float | None
    grade: Grade | None
    outcomes: tuple[Outcome, ...]
    lacks: Mapping[str, Lack]


def what_if(analyses: Analyses) -> WhatIf:
    """The scenarios of the case, or those of the program where it has none."""
    material = analyses.material
    scenarios: Mapping[str, Scenario] = material.case.file.analysis.scenarios or material.catalog.scenarios
    moved: dict[str, Mapping[str, float]] = {}
    lacks: dict[str, Lack] = {}
    for name, scenario in scenarios.items():
        found = shifts(analyses.books, scenario)
        if isinstance(found, Lack):
            lacks[name] = found
        else:
            moved[name] = found
    after = shifted(analyses, moved)
    rescoring = Rescoring.of(material.evaluation, material.scheme)
    outcomes = tuple(_outcome(analyses, name, scenarios[name], moved[name], after, rescoring) for name in moved)
    return WhatIf(material.evaluation.score, material.evaluation.grade, outcomes, lacks)


def _outcome(  # noqa: PLR0913 - an outcome is made from so many things
    analyses: Analyses,
    name: str,
    scenario: Scenario,
    changes: Mapping[str, float],
    after: Shifted,
    rescoring: Rescoring,
) -> Outcome:
    evaluation = analyses.material.evaluation
    found = list(_moved(rescoring, name, after))
    scores = rescoring.recount.scores.copy()
    for column, one in found:
        scores[column] = one.score_after
    total = None
    if evaluation.score is not None:
        moved = float(rescoring.recount.totals(rescoring.recount.weights, scores)[0] - _base(rescoring))
        total = under(float(evaluation.score) + moved, f"{SCENARIO}.{name}.score")
    scheme = analyses.material.scheme
    said = None if total is None else verdict(total, scheme.grades, scheme.decimals)
    weight = {row.id: row.effective_weight for row in evaluation.indicators}
    ranked = sorted(
        (one for _, one in found),
        key=lambda one: (-abs(one.score_after - one.score_before) * weight[one.indicator], one.indicator),
    )
    return Outcome(
        name, scenario.name, {str(cause): change for cause, change in scenario.assumptions.items()},
        {item: changes.get(item, 0.0) for item in SHOWN}, tuple(ranked), total,
        said.printed if said else None, said.grade if said else None,
        None if total is None or evaluation.score is None else total - evaluation.score,
    )  # fmt: skip


def _base(rescoring: Rescoring) -> float:
    return float(rescoring.recount.totals(rescoring.recount.weights, rescoring.recount.scores)[0])


def _moved(rescoring: Rescoring, scenario: str, after: Shifted) -> Iterator[tuple[int, Moved]]:
    rows = rescoring.evaluation.indicators
    for column in rescoring.movable():
        row = rows[column]
        value = after.value(scenario, row.id)
        assert row.value is not None
        assert row.score is not None
        if value is None or not isfinite(value) or abs(value - row.value) <= 1e-12 * max(1.0, abs(row.value)):
            continue
        score = float(rescoring.scores(column, np.array([value]))[0])
        yield column, Moved(row.id, row.value, value, row.score, score)
