"""How sure a result is: what would have had to be different for another grade.

What is missing could have moved the total by so much; what each indicator decides; where rounding decides.

How sure the result of a material is, and why it changed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from math import fsum
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary, ref

import numpy as np

from reportgen.analysis.distance import Distances, distances
from reportgen.analysis.draws import Assumptions, DrawnTotals, Rescoring, drawn, undrawn
from reportgen.analysis.method_comparison import MethodComparison, compare, compare_together
from reportgen.analysis.rank_interval import (
    SINGLY,
    YEARS,
    JudgedTogether,
    PeerScores,
    RankInterval,
    intervals,
    judged_together,
    panel_scores,
    rank_interval,
    unranked,
)
from reportgen.model.results import Evaluation
from reportgen.model.schemes import Grade, Scheme
from reportgen.model.values import Reason
from reportgen.scoring.parts import TOLERANCE
from reportgen.scoring.recount import FULL
from reportgen.scoring.standards import verdict

if TYPE_CHECKING:
    from reportgen.analysis.attribution import Attribution, GradePoint
    from reportgen.analysis.material import Material
    from reportgen.catalog import Catalog
    from reportgen.model.values import IndicatorValues


@dataclass(frozen=True)
class MissingIndicator:
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


def gaps(rescoring: Rescoring) -> tuple[MissingIndicator, ...]:
    """Every indicator that should have been scored and was not, largest span first; none where there is no total.

    What one missing indicator alone would do to a total that is withheld is no total either.
    """
    recount, found = rescoring.recount, []
    if rescoring.evaluation.score is None:
        return ()
    for column, row in enumerate(rescoring.evaluation.indicators):
        if row.weight <= 0 or not np.isnan(recount.scores[column]) or rescoring.is_joint(column):
            continue
        scores = np.tile(recount.scores, (2, 1))
        scores[:, column] = 0.0, FULL
        low, high = (float(total) for total in recount.totals(recount.weights, scores))
        found.append(
            MissingIndicator(
                row.id, row.reason, row.weight, low, high, (_grade(rescoring, low), _grade(rescoring, high))
            )
        )
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


@dataclass(frozen=True)
class Remainder:
    """What several indicators left out leave: the total and the grade, their weights spread as if they were missing.

    Attributes:
        count: indicators that were left out, which are those that are scored; weight: their share of the total.
        grade: None where more is out than the scheme allows to be missing; the total is withheld then as well.
    """

    count: int
    weight: float
    total: float | None
    grade: Grade | None


def remainder(evaluation: Evaluation, scheme: Scheme, left_out: Collection[str]) -> Remainder | None:
    """The result without some of its indicators; None without a grade, or where none of them is scored by itself."""
    rescoring = Rescoring.of(evaluation, scheme)
    recount, rows = rescoring.recount, list(enumerate(evaluation.indicators))
    columns = [at for at, row in rows if row.id in left_out and row.score is not None and not rescoring.is_joint(at)]
    if not columns or evaluation.grade is None:
        return None
    weight = fsum(evaluation.indicators[at].effective_weight for at in columns)
    scores = recount.scores.copy()
    scores[columns] = np.nan
    total = float(recount.totals(recount.weights, scores)[0])
    there = {row.id for at, row in rows if row.score is not None and at not in columns}
    if np.isnan(total) or any(_lacks_too_much(evaluation, scheme, part, there) for part in scheme.parts):
        return Remainder(len(columns), weight, None, None)
    return Remainder(len(columns), weight, total, _grade(rescoring, total))


def _lacks_too_much(evaluation: Evaluation, scheme: Scheme, part: str, there: Collection[str]) -> bool:
    """Whether a part of the scheme could not be scored with these indicators alone."""
    weights = {row.id: row.weight for row in evaluation.indicators if row.part == part}
    missing = fsum(weight for name, weight in weights.items() if name not in there)
    return missing > (scheme.parts[part].missing_limit + TOLERANCE) * fsum(weights.values())


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


@dataclass(frozen=True)
class Robustness:
    """All that is known of how sure a result is.

    Attributes:
        draws: on weights, on standards and on both; empty where there is no grade.
        distances: ways to another grade.
        gaps: indicators that are missing; influences: indicators that carry the result, largest first.
        rank: among the peers, with its interval; methods: several methods on the same hospitals.
        rankings: of parts that judge objects against one another, the rank with its interval by the part's id.
        undrawn: why there are no draws, a key below ``sure.draws`` of the words.
        uncompared: why there are no methods, a key below ``sure.methods``.
        unranked: why there is no rank, a key below ``sure.place``.
    """

    assumed: Assumptions
    draws: tuple[DrawnTotals, ...]
    distances: Distances
    gaps: tuple[MissingIndicator, ...]
    influences: tuple[Influence, ...]
    rounding: Rounding | None
    rank: RankInterval | None
    methods: MethodComparison | None
    rankings: Mapping[str, RankInterval] = field(default_factory=dict)
    undrawn: str | None = None
    uncompared: str | None = None
    unranked: str | None = None


def robustness(  # noqa: PLR0913 - the facts of an evaluation, by name
    evaluation: Evaluation,
    scheme: Scheme,
    catalog: Catalog,
    values: IndicatorValues,
    *,
    peers: IndicatorValues | None = None,
    assumed: Assumptions | None = None,
) -> Robustness:
    """Everything at once, for one hospital; the same input gives the same result."""
    rescoring = Rescoring.of(evaluation, scheme)
    assumed = assumed or Assumptions()
    panel = panel_scores(evaluation, scheme, values, peers)
    together = judged_together(evaluation, scheme, values, peers)
    methods, uncompared = _methods(panel, together, scheme)
    return Robustness(
        assumed,
        drawn(rescoring, assumed),
        distances(rescoring, catalog, values),
        gaps(rescoring),
        influences(rescoring),
        rounding(rescoring),
        rank_interval(panel, assumed),
        methods,
        intervals(together, assumed),
        undrawn(rescoring),
        uncompared,
        unranked(panel, scheme),
    )


def _methods(
    panel: PeerScores | None, together: Mapping[str, JudgedTogether], scheme: Scheme
) -> tuple[MethodComparison | None, str | None]:
    """Several methods on the hospitals of the part scored by values, or else of the largest that is judged together."""
    if panel is not None or not together:
        found = compare(panel)
        why = "few" if any(part.method in SINGLY for part in scheme.parts.values()) else "method"
        return found, why if found is None else None
    judged = max(together.values(), key=lambda one: one.part.share)
    found = compare_together(judged)
    if found is not None:
        return found, None
    return None, "years" if judged.ranking.by == YEARS else "few"


@dataclass(frozen=True)
class _Assured:
    """What is known of values, and what it was worked out from; a weak hold of the peers, which may be these values."""

    evaluation: Evaluation
    scheme: Scheme
    catalog: Catalog
    peers: ref[IndicatorValues] | None
    found: Robustness

    def is_of(self, material: Material) -> bool:
        """Whether it was worked out from the very objects that a material holds."""
        same = self.evaluation is material.evaluation and self.scheme is material.scheme
        return same and self.catalog is material.catalog and (self.peers and self.peers()) is material.peers


_KNOWN: Final[WeakKeyDictionary[IndicatorValues, _Assured]] = WeakKeyDictionary()
"""The last of each, for as long as the values are there: several reports and languages ask for one and the same."""


def robustness_of(material: Material) -> Robustness:
    """Draws, distances, gaps, rank and methods for one hospital and period, worked out once."""
    known = _KNOWN.get(material.values)
    if known is None or not known.is_of(material):
        found = robustness(
            material.evaluation, material.scheme, material.catalog, material.values, peers=material.peers
        )
        peers = None if material.peers is None else ref(material.peers)
        known = _KNOWN[material.values] = _Assured(material.evaluation, material.scheme, material.catalog, peers, found)
    return known.found


def change_of(material: Material) -> Attribution | None:
    """The change of the score since the same period of last year, by causes; None where there is no such score."""
    from reportgen.analysis.attribution import attribution
    from reportgen.model.period import Period

    earlier = str(Period.parse(material.period).previous_year())
    if material.judge is None or earlier not in material.history:
        return None
    before, restated = material.judge(earlier), material.history[earlier]
    return attribution(before, material.evaluation, material.scheme, restated=restated)


def grades_of(material: Material) -> tuple[GradePoint, ...]:
    """Grades of the earlier periods by today's weights, and of this one."""
    from reportgen.analysis.attribution import grade_history
    from reportgen.model.period import Period

    kind = Period.parse(material.period).kind
    whole = {**material.history, material.period: material.evaluation}
    alike = [period for period in whole if Period.parse(period).kind is kind]
    return grade_history({period: whole[period] for period in sorted(alike)})
