"""The result of an evaluation: scores, grades, and everything that a page needs to say why.

When two values of results are one, though another computer may compute the last digits otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from reportgen.model.definition import Text
from reportgen.model.definitions import Direction
from reportgen.model.finding import Fact
from reportgen.model.schemes import Bound, Grade, Ranking, RoundAgreement, Screened, StandardKind, Standards
from reportgen.model.values import Flag, Reason


@dataclass(frozen=True)
class PeerPosition:
    """Where a value stands among its peers (the hospital itself counted in for the percentile only)."""

    n: int
    median: float
    lower_quartile: float
    upper_quartile: float
    percentile: float
    rank: int
    values: tuple[float, ...] = ()
    tied: int = 0
    """Peers that share the rank."""


@dataclass(frozen=True)
class LevelScore:
    """The steps of the level efficacy score of one indicator, for a weight of 1 (schemes.md 1.6)."""

    level: Grade | None
    coefficient: float
    base: float
    efficacy: float | None
    adjustment: float
    score: float


@dataclass(frozen=True)
class UsedReference:
    """The single standard that a score rests on: kind, value or best range, where from.

    Attributes:
        unacceptable: the not-allowed value, where the method has one.
        objects: years or hospitals that it was computed from.
        passed: for a mandatory standard, whether it was met.
    """

    kind: StandardKind
    value: Bound
    source: str
    unacceptable: Bound | None = None
    year: int | None = None
    objects: tuple[str, ...] = ()
    passed: bool | None = None


@dataclass(frozen=True)
class ScoredIndicator:
    """One indicator as scored.

    Attributes:
        value, previous: base unit, None with `reason` where not available; `previous` the same period last year.
        weight: share of the whole (all parts), 0–1; effective_weight: after redistribution.
        score: 0–100; points = score × effective_weight.
        steps: how the score came about, where the method has steps.
        raters: experts who rated (qualitative indicators), else 0.
        reference: the single standard, where the method takes one instead of five.
        layer: basic or correction; correction: the coefficient that the indicator gives (layer correction) or that its
            ability's effective weights were multiplied by (layer basic), None in schemes of one layer.
        evidence, inspector: of a row of a checklist, what its mark rests on and who inspected; None where unknown.
    """

    id: str
    part: str
    ability: str
    value: float | None
    unit: str
    reason: Reason | None
    direction: Direction
    previous: float | None = None
    basis: str = "ytd"
    standards: Standards | None = None
    weight: float = 0.0
    effective_weight: float = 0.0
    score: float | None = None
    points: float | None = None
    level: Grade | None = None
    steps: LevelScore | None = None
    flags: tuple[Flag, ...] = ()
    peer: PeerPosition | None = None
    raters: int = 0
    reference: UsedReference | None = None
    layer: str = "basic"
    correction: float | None = None
    evidence: str | None = None
    inspector: str | None = None

    @property
    def is_floored(self) -> bool:
        """Whether it has no value for want of positive net assets, and so the lowest score."""
        return Flag.FLOORED in self.flags


@dataclass(frozen=True)
class WeightRow:
    """How the weight of one indicator was found: mean, standard deviation, coefficient of variation, weight.

    What too few marks or objects leave unknown is None.
    """

    indicator: str
    mean: float | None
    deviation: float | None
    variation: float | None
    weight: float
    n: int
    mean_weight: float | None = None
    variation_weight: float | None = None


@dataclass(frozen=True)
class ScoredAbility:
    """A group of indicators within the total: weight (share of the whole), score 0–100, grade."""

    id: str
    name: Text
    part: str
    weight: float
    score: float | None
    grade: Grade | None


@dataclass(frozen=True)
class Membership:
    """How far a part belongs to each level, best first, and the level it belongs to most.

    Attributes:
        tie: whether another level has the same degree; the best of them is named.
        weak: whether even the largest degree is too small to carry a judgement.
        value: the weighted mean on the scale of five points; value_level: its level by `cuts`, maybe another one.
        validity: of naming the level of the largest degree, see `fuzzy_levels.validity`.
        operator: how weights and memberships were composed; branches: degrees of each branch of a tree, by its id.
    """

    degrees: tuple[float, ...]
    level: Grade
    tie: bool
    weak: bool
    value: float
    value_level: Grade
    validity: float | None = None
    operator: str = "M(prod,sum)"
    branches: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    cuts: tuple[float, ...] = (4.5, 3.5, 2.5, 1.5)


@dataclass(frozen=True)
class ScoredPart:
    """A part of the total: share, score 0–100, weight that is missing, or why it is withheld.

    Attributes:
        membership: for fuzzy_levels, the degrees whose weighted mean is the score.
        reliability: for parts that experts judge, Cronbach's alpha of their ratings, the abilities being the
            cases and the experts those who measure; None where it is undefined.
        additive: whether the score is the sum of the indicators' scores by effective weight; where it is not, points
            are the part's score shared out by the effective weights.
        ranking: for methods that judge objects against one another, where the hospital stands.
        experts: how many rated, for parts that they judge; rated: how many abilities all of them rated, on which the
            reliability rests; screened: what their marks kept; rounds: how far they agree.
    """

    id: str
    name: Text
    share: float
    score: float | None
    missing_weight: float = 0.0
    withheld: Reason | None = None
    weighting: str = "given"
    objects: tuple[str, ...] = ()
    weights: tuple[WeightRow, ...] = ()
    membership: Membership | None = None
    reliability: float | None = None
    additive: bool = True
    ranking: Ranking | None = None
    experts: int = 0
    rated: int = 0
    screened: tuple[Screened, ...] = ()
    rounds: tuple[RoundAgreement, ...] = ()


@dataclass(frozen=True)
class Evaluation:
    """One hospital, one period, one scheme.

    Attributes:
        score: exact total; score_printed: rounded half-up to the scheme's decimals; grade: decided on the printed one.
        grade_unrounded: where the exact score falls in another band, that band; else the same grade.
        interim: whether the period is a part of a year.
        comparable_score: the total 0–100 of the parts that peers have as well, those scored by values; `rank` and
            `peer_median_score` are of such totals. None where one of those parts is withheld.
        warnings: remarks of the weighting and scoring, as (rule id, facts).
    """

    scheme: str
    scheme_version: str
    entity: str
    period: str
    indicators: tuple[ScoredIndicator, ...]
    abilities: tuple[ScoredAbility, ...]
    parts: tuple[ScoredPart, ...]
    score: float | None
    score_printed: str | None
    grade: Grade | None
    grade_unrounded: Grade | None
    interim: bool = False
    incomplete: bool = False
    rank: int | None = None
    ranked: int = 0
    peer_median_score: float | None = None
    comparable_score: float | None = None
    warnings: tuple[tuple[str, Mapping[str, Fact]], ...] = field(default=())

    def indicator(self, identifier: str) -> ScoredIndicator:
        """One indicator by id.

        Raises:
            KeyError: if the scheme does not score it.
        """
        for indicator in self.indicators:
            if indicator.id == identifier:
                return indicator
        raise KeyError(identifier)


SAME: Final = 1e-9
"""Share of a value up to which another computer may compute it otherwise."""


def same(before: Any, after: Any) -> bool:
    """Whether two values are one: numbers up to `SAME`, sequences and mappings part by part, all else as it is.

    A tuple is the list that it becomes in JSON.
    """
    if isinstance(before, bool) or isinstance(after, bool):
        return before is after
    if isinstance(before, (int, float)) and isinstance(after, (int, float)):
        return abs(before - after) <= SAME * max(1.0, abs(before), abs(after))
    if isinstance(before, dict) and isinstance(after, dict):
        return before.keys() == after.keys() and all(same(before[key], after[key]) for key in before)
    if isinstance(before, (list, tuple)) and isinstance(after, (list, tuple)):
        return len(before) == len(after) and all(map(same, before, after))
    return bool(before == after)
