"""A part that experts judge: which of its indicators they keep, and how far each round agrees.

The part that experts judge: a level for each ability, the mean of its coefficients as the score.

Q = 100 · Σ w_j · (Σ_i c_ij / m_j), m_j the experts who rated ability j

Experts' levels as degrees of membership (fuzzy evaluation): B = W ∘ R, and the level of the largest degree.

In a tree the result of a lower level, made to add up to 1, is a row of the level above.

Kendall's coefficient of concordance: do judges rank alike?

W = 12 S / (m² (n³ − n) − m T),   chi² = m (n − 1) W with n − 1 degrees of freedom
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np

from reportgen.catalog.messages import grade_name
from reportgen.model.definition import Text
from reportgen.model.experts import ExpertOpinions
from reportgen.model.results import Membership, ScoredPart
from reportgen.model.schemes import Grade, RoundAgreement, Scheme, SchemePart, Screened, ScreeningRule, TreeNode
from reportgen.scoring.arrays import Floats, Integers, mean_ranks
from reportgen.scoring.context import ScoringContext
from reportgen.scoring.kernels import ratio
from reportgen.scoring.kernels.experts import (
    OPERATORS,
    Consultation,
    ScreeningLimits,
    boundaries,
    consulted,
    kept,
    mean_score,
)
from reportgen.scoring.methods import GIVEN, WEIGHTINGS, weighting_name
from reportgen.scoring.weighing import Remark, Weights, given, weight_rows

FEWEST_EXPERTS = 2
NO_DIFFERENCE: Final = 1e-9
"""Share of the largest sum below which a standard deviation is what floating point leaves of equal sums."""


class Consistency(NamedTuple):
    """How far ratings agree: alpha, or None where it is undefined, and how many experts and abilities it rests on."""

    alpha: float | None
    experts: int
    abilities: int


def expert_levels(levels: Floats) -> tuple[Floats, Integers]:
    """Mean coefficient and number of raters of each column; a blank (NaN) leaves the mean, and nobody leaves NaN.

    Args:
        levels: (experts, abilities) coefficients.
    """
    present = ~np.isnan(levels)
    raters = present.sum(axis=0)
    total = np.where(present, levels, 0.0).sum(axis=0)
    mean = np.divide(total, raters, out=np.full(levels.shape[1], np.nan), where=raters > 0)
    return mean, raters


def coefficients_of(opinions: ExpertOpinions, part: SchemePart) -> Floats:
    """(experts, abilities of the part) coefficient of each level given, NaN where blank."""
    by_grade = dict(zip(Grade, part.coefficients[: len(Grade)], strict=True))
    columns = _columns(opinions, part)
    return np.array(
        [[_number(row, column, by_grade) for column in columns] for row in opinions.levels], dtype=np.float64
    ).reshape(len(opinions.levels), len(columns))


def memberships(opinions: ExpertOpinions, part: SchemePart) -> Floats:
    """(abilities of the part, 5) share of the raters of an ability who gave each level; NaN where nobody rated."""
    columns = _columns(opinions, part)
    counts = np.array(
        [
            [sum(column is not None and row[column] is grade for row in opinions.levels) for grade in Grade]
            for column in columns
        ],
        dtype=np.float64,
    )
    raters = counts.sum(axis=1, keepdims=True)
    result: Floats = np.divide(counts, raters, out=np.full_like(counts, np.nan), where=raters > 0)
    return result


def importance_of(opinions: ExpertOpinions, part: SchemePart) -> Floats:
    """(experts, abilities of the part) importance marks, NaN where blank."""
    columns = _columns(opinions, part)
    return np.array(
        [
            [np.nan if column is None or row[column] is None else row[column] for column in columns]
            for row in opinions.importance
        ],
        dtype=np.float64,
    ).reshape(len(opinions.importance), len(columns))


def reliability(levels: Floats) -> Consistency:
    """How far experts agree on (experts, abilities) ratings: Cronbach's alpha, k/(k − 1) · (1 − Σ s²_i / s²_sum).

    What is judged are the abilities and those who judge are the experts, so abilities are the cases and the k experts
    the items of the test; the other way round it would say whether abilities go together. Who rated nothing is not
    counted, nor is an ability that one of the others left blank. Undefined for fewer than two experts or abilities, and
    where the sums differ by less than arithmetic can tell.

    Source: Cronbach (1951), Psychometrika 16, 297–334; the same as ICC(3,k) of Shrout and Fleiss (1979).
    """
    raters = levels[~np.isnan(levels).all(axis=1)]
    whole = raters[:, ~np.isnan(raters).any(axis=0)]
    experts, abilities = whole.shape
    if min(experts, abilities) < FEWEST_EXPERTS:
        return Consistency(None, experts, abilities)
    sums = whole.sum(axis=0)
    total = float(sums.var(ddof=1))
    if total <= (NO_DIFFERENCE * max(1.0, float(np.abs(sums).max()))) ** 2:
        return Consistency(None, experts, abilities)
    alpha = experts / (experts - 1) * (1 - whole.var(axis=1, ddof=1).sum() / total)
    return Consistency(float(alpha), experts, abilities)


def expert_weights(opinions: ExpertOpinions, part: SchemePart) -> Weights:
    """Weights of the abilities by the part's rule; the expert mean, with a remark, where the rule cannot be applied."""
    name = weighting_name(part)
    if name == GIVEN:
        return given(part)
    marks = importance_of(opinions, part)
    table = WEIGHTINGS[name](marks)
    names = tuple(part.indicators)
    if not np.isnan(table.weight).any():
        return Weights(table.weight, name, opinions.experts, weight_rows(names, table))
    fewer = "expert_mean" if not np.isnan(WEIGHTINGS["expert_mean"](marks).weight).any() else "equal"
    table = WEIGHTINGS[fewer](marks)
    return Weights(
        table.weight, fewer, opinions.experts, weight_rows(names, table), (("S24", {"n": len(opinions.experts)}),)
    )


def _columns(opinions: ExpertOpinions, part: SchemePart) -> list[int | None]:
    where = {ability: column for column, ability in enumerate(opinions.abilities)}
    return [where.get(name) for name in part.indicators]


def _number(row: tuple[Grade | None, ...], column: int | None, by_grade: dict[Grade, float]) -> float:
    grade = None if column is None else row[column]
    return np.nan if grade is None else by_grade[grade]


WEAK: Final = 0.3
SAME: Final = 1e-12
LEVELS: Final = len(Grade)
POINTS: Final = np.array([5.0, 4.0, 3.0, 2.0, 1.0])


def level_of(value: float, cuts: Sequence[float]) -> Grade:
    """The level of a mean on the scale of five points, by the lowest mean of each level but the last."""
    return tuple(Grade)[sum(value < cut - SAME for cut in cuts)]


def composed(part: SchemePart, memberships: Floats, weights: Floats) -> tuple[Floats, dict[str, Floats]]:
    """B of the whole (5,), and of each branch of a tree by its name, by the part's operator.

    Args:
        part: its operator, and its tree where it has one.
        memberships: (m, 5), NaN where nobody rated.
        weights: (m,) effective weights, 0 where nobody rated.
    """
    if not part.tree:
        return OPERATORS[part.operator](weights, np.nan_to_num(memberships)), {}
    rows = {name: memberships[place] for place, name in enumerate(part.indicators) if weights[place] > 0}
    branches: dict[str, Floats] = {}
    whole = _of_nodes(part.tree, part.operator, rows, branches)
    return np.zeros(LEVELS) if whole is None else whole, branches


def _of_nodes(
    nodes: Mapping[str, TreeNode], operator: str, rows: Mapping[str, Floats], branches: dict[str, Floats]
) -> Floats | None:
    """B of siblings; those that nobody rated leave their weight to the others, and None where nobody rated any."""
    found: list[tuple[float, Floats]] = []
    for name, node in nodes.items():
        row = rows.get(name)
        if node.children:
            below = _of_nodes(node.children, operator, rows, branches)
            if below is not None:
                row = branches[name] = ratio(below, below.sum())
        if row is not None and node.weight > 0:
            found.append((node.weight, row))
    if not found:
        return None
    weights = np.array([weight for weight, _ in found])
    return OPERATORS[operator](weights / weights.sum(), np.array([row for _, row in found]))


def score_of(part: SchemePart, degrees: Floats) -> float:
    """The score 0–1: the mean of the level coefficients by the degrees; NaN where nobody rated."""
    return mean_score(degrees, np.array(part.coefficients[:LEVELS]))


def with_membership(result: ScoredPart, part: SchemePart, memberships: Floats, weights: Floats) -> ScoredPart:
    """The part with its degrees; unchanged where nobody rated.

    Args:
        result: the part so far.
        part: its operator, tree and cuts.
        memberships: (abilities, 5), NaN where nobody rated.
        weights: (abilities,) effective weights, 0 where nobody rated.
    """
    if not weights.any():
        return result
    degrees, branches = composed(part, memberships, weights)
    largest = float(degrees.max())
    tied = degrees >= largest - SAME
    value = mean_score(degrees, POINTS)
    found = Membership(
        tuple(map(float, degrees)),
        tuple(Grade)[int(tied.argmax())],
        int(tied.sum()) > 1,
        largest < WEAK,
        value,
        level_of(value, part.cuts),
        validity(degrees),
        part.operator,
        {name: tuple(map(float, row)) for name, row in branches.items()},
        part.cuts,
    )
    return replace(result, membership=found)


def validity(degrees: Floats) -> float | None:
    """How far the largest degree may speak for all: (n β − 1) / (2 γ (n − 1)), β and γ the two largest shares of n.

    From 1 on it may, below 0.5 it hardly does; None where only one level has any degree, which needs no defence.
    """
    shares = np.sort(ratio(degrees, degrees.sum()))[::-1]
    n, largest, second = len(shares), float(shares[0]), float(shares[1])
    return (n * largest - 1) / (2 * second * (n - 1)) if second > SAME else None


def remarks(parts: Sequence[ScoredPart], scheme: Scheme, words: Mapping[str, Text]) -> Iterator[Remark]:
    """S46: two levels share the largest degree; S47: even the largest is too small to carry a judgement."""
    for part in parts:
        if part.membership is None:
            continue
        level = grade_name(part.membership.level, scheme, words)
        if part.membership.tie:
            yield "S46", {"part": part.name, "level": level, "value": part.membership.value}
        if part.membership.weak:
            yield "S47", {"part": part.name, "degree": max(part.membership.degrees), "limit": WEAK}


@dataclass(frozen=True, eq=False)
class Concordance:
    """The agreement of m judges on n objects.

    Attributes:
        squares: S, the sum of squared deviations of the rank sums from their mean.
        ties: T, Σ(t³ − t) over the ties of all judges.
        uncorrected, corrected: W without and with the correction for ties; NaN where it is undefined.
    """

    rank_sums: Floats
    squares: float
    ties: float
    uncorrected: float
    corrected: float
    judges: int
    objects: int

    def test(self, w: float) -> tuple[float, float]:
        """Chi-squared of a W and its p."""
        from scipy.special import chdtrc

        statistic = self.judges * (self.objects - 1) * w
        return statistic, float(chdtrc(self.objects - 1, statistic))


def concordance(matrix: Floats, *, ranked: bool) -> Concordance:
    """Concordance of judges (rows) on objects (columns).

    Args:
        matrix: ranks, or ratings which are ranked ascending, ties sharing the mean rank.
        ranked: whether the matrix holds ranks.
    """
    ranks = matrix if ranked else mean_ranks(matrix, axis=1)
    m, n = ranks.shape
    sums = ranks.sum(axis=0)
    squares = float(((sums - sums.mean()) ** 2).sum())
    ties = float(sum((count**3 - count).sum() for row in ranks for count in [np.unique(row, return_counts=True)[1]]))
    full = m**2 * (n**3 - n)
    return Concordance(sums, squares, ties, _over(12 * squares, full), _over(12 * squares, full - m * ties), m, n)


def _over(numerator: float, denominator: float) -> float:
    return numerator / denominator if denominator else float("nan")


FEWEST = 2


def screened(part: SchemePart, opinions: ExpertOpinions | None) -> tuple[SchemePart, tuple[Screened, ...]]:
    """The part with the indicators that the experts' marks keep, and what the marks say of each.

    Nothing is left out where the part asks for no screening, where there are no marks, and where nothing would remain.
    """
    if part.screening is None or opinions is None:
        return part, ()
    found = consulted(importance_of(opinions, part), part.screening.full_mark)
    passed = kept(found, limits_of(part.screening, found))
    if np.isnan(found.mean).all() or not passed.any():
        passed[:] = True
    names = tuple(part.indicators)
    rows = tuple(
        Screened(
            name,
            _consultation_number(found.mean[at]),
            _consultation_number(found.variation[at]),
            _consultation_number(found.full_rate[at]),
            stays,
        )
        for at, (name, stays) in enumerate(zip(names, map(bool, passed), strict=True))
    )
    left = {row.indicator: part.indicators[row.indicator] for row in rows if row.kept}
    return part.model_copy(update={"indicators": left}), rows


def limits_of(rule: ScreeningRule, found: Consultation) -> ScreeningLimits:
    """The limits of a rule; a limit that is written comes before one from the marks."""
    own = boundaries(found) if rule.boundaries else ScreeningLimits()
    return ScreeningLimits(
        own.mean if rule.mean is None else rule.mean,
        own.variation if rule.variation is None else rule.variation,
        own.full_rate if rule.full_rate is None else rule.full_rate,
    )


def agreements(part: SchemePart, rounds: Sequence[ExpertOpinions]) -> tuple[RoundAgreement, ...]:
    """Kendall's W of the importance marks of each round, in the order given; rounds without marks are left out."""
    found = []
    for one in rounds:
        marks = importance_of(one, part)
        if marks.size == 0 or np.isnan(marks).all():
            continue
        asked = marks[:, ~np.isnan(marks).all(axis=0)]
        whole = asked[~np.isnan(asked).any(axis=1)]
        experts, items = whole.shape
        file = one.place.file if one.place else ""
        w, chi2, p = None, None, None
        if min(experts, items) >= FEWEST:
            table = concordance(whole, ranked=False)
            if not np.isnan(table.corrected):
                w = table.corrected
                chi2, p = table.test(w)
        found.append(RoundAgreement(one.period, one.number, file, experts, items, w, chi2, p))
    return tuple(found)


def consultation_remarks(context: ScoringContext, parts: Sequence[ScoredPart]) -> Iterator[Remark]:
    """S48 for each indicator that screening left out."""
    for part in parts:
        for row in part.screened:
            if not row.kept:
                name = context.catalog.indicators[row.indicator].name
                shown = {"mean": _shown(row.mean), "variation": _shown(row.variation), "rate": _shown(row.full_rate)}
                yield "S48", {"part": part.name, "name": name, **shown}


def _shown(value: float | None) -> float | str:
    return "-" if value is None else value


def _consultation_number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
