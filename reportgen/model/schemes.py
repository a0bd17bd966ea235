"""An evaluation scheme as written in YAML: parts, weights, standards, grades, how experts and rankings are asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Final

from pydantic import Field

from reportgen.model.definition import Definition, NonEmpty, RowMeaning, Text
from reportgen.model.definitions import Direction

Retained = Annotated[str, Field(pattern=r"^(eigenvalue>[0-9]+(\.[0-9]+)?|cumulative>=0\.[0-9]+)$")]
Count = Annotated[int, Field(ge=1, le=50)]
Bound = float | tuple[float, float]
"""A standard value; for a range the interval [low, high] that earns the level."""
Finite = Annotated[float, Field(allow_inf_nan=False)]


class ScreeningRule(Definition):
    """Limits that an indicator's importance marks must keep; those left open are not asked.

    Attributes:
        mean: least mean mark; variation: largest coefficient of variation; full_rate: least share of full marks.
        boundaries: take the limits from the marks themselves: mean and full-mark rate not below their own mean less one
            standard deviation, variation not above its mean and one standard deviation.
        full_mark: the highest mark of the scale.
    """

    mean: float | None = Field(None, ge=0, allow_inf_nan=False)
    variation: float | None = Field(None, gt=0, allow_inf_nan=False)
    full_rate: float | None = Field(None, ge=0, le=1)
    boundaries: bool = False
    full_mark: float = Field(10.0, gt=0, allow_inf_nan=False)


@dataclass(frozen=True)
class Screened:
    """What the experts' marks say of one indicator, and whether it is kept; None where nobody marked it."""

    indicator: str
    mean: float | None
    variation: float | None
    full_rate: float | None
    kept: bool


@dataclass(frozen=True)
class RoundAgreement:
    """How far the experts of one round agree on the order of the indicators (Kendall's W, ties corrected).

    Attributes:
        number: of the round, where its sheet states one.
        experts: those who marked every indicator; items: indicators.
        w, chi2, p: None where they are undefined: fewer than two experts or items, or no differences.
    """

    period: str | None
    number: int | None
    file: str
    experts: int
    items: int
    w: float | None
    chi2: float | None
    p: float | None


class RankingRule(Definition):
    """How objects are ranked; what a method does not know is refused, and what is left open is the method's usual.

    Attributes:
        objects: peers of the same period, the hospital's own periods of the same kind, or whichever there are.
        normalisation: topsis: vector, minmax; grey_relation: minmax, max_ratio.
        rho: distinguishing coefficient of grey_relation.
        ranking: rank_sum_ratio: integer or non_integer ranks.
        probit_limits: rank_sum_ratio: bounds between the groups that the fitted ratios fall into.
        retain: components or factors kept: a count, eigenvalue>1 or cumulative>=0.8.
        rotation: factor_analysis: none or varimax.
        score: what becomes the score of the part: native (the method's own result × 100, where it lies in 0–1), fitted
            (of rank_sum_ratio), percentile (mid-rank share of the objects), minmax (worst 0, best 100), or none: a rank
            alone.
    """

    objects: str = Field("auto", pattern=r"^(auto|peers|years)$")
    normalisation: str | None = Field(None, pattern=r"^(vector|minmax|max_ratio)$")
    rho: float = Field(0.5, gt=0, le=1)
    ranking: str = Field("integer", pattern=r"^(integer|non_integer)$")
    probit_limits: tuple[float, ...] = (4.0, 6.0)
    retain: Count | Retained = "eigenvalue>1"
    rotation: str = Field("none", pattern=r"^(none|varimax)$")
    score: str | None = Field(None, pattern=r"^(native|fitted|percentile|minmax|none)$")


@dataclass(frozen=True)
class Ranking:
    """Where the hospital stands among the objects that a part was judged with.

    Attributes:
        result: of the method, in its own terms; more is better.
        rank: 1 is best, equal results share the better place; among: objects, the own included.
        objects: hospitals or periods, the own first; by: peers or years.
        indicators: those that all objects have.
        facts: what else the method tells, by names below ``ranking.fact`` of the words, None where it is undefined.
    """

    method: str
    result: float
    rank: int
    among: int
    by: str
    objects: tuple[str, ...]
    indicators: tuple[str, ...]
    facts: Mapping[str, float | None] = field(default_factory=dict)


class Grade(StrEnum):
    """The five grades, best first."""

    EXCELLENT = "excellent"
    GOOD = "good"
    FAIR = "fair"
    LOW = "low"
    POOR = "poor"


class StandardKind(StrEnum):
    """Where a standard comes from: six kinds of one source, four references of another, and percentiles of a panel."""

    INDUSTRY_BEST = "industry_best"
    INDUSTRY_MEAN = "industry_mean"
    PLAN = "plan"
    OWN_BEST = "own_best"
    MEAN_3Y = "mean_3y"
    PEER_BEST = "peer_best"
    MANDATORY = "mandatory"
    BUDGET = "budget"
    PERFORMANCE_BUDGET = "performance_budget"
    PEER_MEAN = "peer_mean"
    PERCENTILE = "percentile"


PRECEDENCE: Final[Mapping[StandardKind, int]] = {
    StandardKind.MANDATORY: 0,
    StandardKind.PLAN: 1,
    StandardKind.BUDGET: 1,
    StandardKind.PERFORMANCE_BUDGET: 1,
    StandardKind.INDUSTRY_BEST: 2,
    StandardKind.INDUSTRY_MEAN: 2,
    StandardKind.PEER_BEST: 2,
    StandardKind.PEER_MEAN: 2,
    StandardKind.PERCENTILE: 2,
    StandardKind.OWN_BEST: 3,
    StandardKind.MEAN_3Y: 3,
}
"""Which of several standards counts: what is binding, then what was planned, then others, then the own past."""


class Standards(Definition):
    """Five values of one indicator, in its base unit (a percentage as a fraction), strictly monotone.

    Attributes:
        level, type, region: the class of hospitals that they were made for.
    """

    kind: StandardKind
    excellent: Bound
    good: Bound
    fair: Bound
    low: Bound
    poor: Bound
    source: NonEmpty
    year: int | None = None
    level: str | None = None
    type: str | None = None
    region: str | None = None

    def values(self) -> tuple[Bound, ...]:
        """The five values, best first."""
        return self.excellent, self.good, self.fair, self.low, self.poor


class Reference(Definition):
    """One value to measure against, for methods that need no five levels.

    Attributes:
        value: the standard (for efficacy_coefficient the satisfactory value), or the best range as [low, high]; None
            where the data give it: the own best year, the mean of three years, the best or the mean of the peers, the
            budget.
        unacceptable: the not-allowed value of efficacy_coefficient; of a range its outer limits as [low, high].
        peers: whose best it is, for peer_best.
        veto: the best grade that remains where a mandatory standard is missed.
    """

    kind: StandardKind
    value: Finite | tuple[Finite, Finite] | None = None
    unacceptable: Finite | tuple[Finite, Finite] | None = None
    source: str | None = None
    year: int | None = None
    peers: tuple[str, ...] = ()
    veto: Grade | None = None


class SchemeIndicator(Definition):
    """One indicator in a part: its ability, standards, weight and direction where they differ from the catalog.

    Attributes:
        references: single standards, of which the first by PRECEDENCE that has a value counts.
        layer: basic or correction, for enterprise_layers.
        full_mark: the mark that earns everything, for weighted_checklist.
        name: of a row of a checklist that no indicator of the catalogue stands for: the row becomes one.
        meaning: what the mark of such a row tells, as of any indicator; where there is a name it must be there.
    """

    standards: Standards | None = None
    references: tuple[Reference, ...] = ()
    ability: str | None = None
    weight: float | None = Field(None, ge=0, allow_inf_nan=False)
    direction: Direction | None = None
    layer: str = Field("basic", pattern=r"^(basic|correction)$")
    full_mark: float | None = Field(None, gt=0, allow_inf_nan=False)
    name: Text | None = None
    meaning: RowMeaning = Field(None, validate_default=True)


class TreeNode(Definition):
    """A node of a tree of any depth: its weight among its siblings; a node without children is an indicator."""

    weight: float = Field(ge=0, allow_inf_nan=False)
    name: Text | None = None
    children: dict[str, TreeNode] = Field(default_factory=dict)


class WeightRule(Definition):
    """How weights are found: given, equal, variation_weights, delphi, ahp … and with which options.

    Attributes:
        of: for combined, two weightings, such as given and variation_weights.
        alpha: for combined and linear, the share of the first.
        judgements: for ahp, one matrix of pairwise comparisons for each expert, in the order of the indicators.
        levels: for ahp in a tree, such matrices by the node whose children are compared, ``top`` for the first level;
            what nobody compared keeps the tree's weights.
    """

    method: NonEmpty
    combine: str | None = None
    objects: str = Field("auto", pattern=r"^(auto|peers|years)$")
    of: tuple[str, ...] = ()
    alpha: float = Field(0.5, ge=0, le=1)
    judgements: tuple[tuple[tuple[float, ...], ...], ...] = ()
    levels: dict[str, tuple[tuple[tuple[float, ...], ...], ...]] = Field(default_factory=dict)


class SchemePart(Definition):
    """A part of the total, such as the quantitative 80 %.

    Attributes:
        share: share of the total, 0–1; the shares of all parts add up to 1.
        method: a row of the scoring methods: level_efficacy, expert_levels …
        weights: rule by which the weights are found ("given" where each indicator has one).
        coefficients: level coefficients, best first, the last for results below the lowest standard.
        standards_from: family of level tables which stand in where an indicator has no standards of its own.
        ability_weights: weight of each ability; the weights of its indicators then divide it.
        tree: indicators by local weights; its leaves become the part's indicators, its first level the abilities.
        cap, floor: limits of a single index of ratio_scoring and composite_index, off by default.
        pack: a named set of indicators of the catalogue; those of it that the part does not list itself are added.
        range_in_ratio: whether those two measure a value outside its best range by the nearest edge, or not at all.
        correction_limits: between which a correction coefficient of enterprise_layers is held.
        correlation_limit: correlation of two indicators in the panel from which a remark names both.
        aggregate: whether indices or efficacies make the part's score as a mean or as a weighted geometric mean.
        operator: of fuzzy_levels, how weights and memberships are composed; cuts: lowest mean of five points for each
            level but the last, inclusive: practice, not given by the publication.
        ranking: options of methods that judge hospitals or years against one another.
        screening: of parts that experts judge, limits by which their marks keep an indicator or leave it out.
        from_folder: folder of the case with the experts' workbooks (key `from`).
    """

    share: float = Field(ge=0, le=1)
    method: NonEmpty
    name: Text | None = None
    weights: str | WeightRule = "given"
    indicators: dict[str, SchemeIndicator] = Field(default_factory=dict)
    coefficients: tuple[float, ...] = (1.0, 0.8, 0.6, 0.4, 0.2, 0.0)
    missing_limit: float = Field(0.3, ge=0, le=1)
    standards_from: str | None = None
    ability_weights: dict[str, float] = Field(default_factory=dict)
    tree: dict[str, TreeNode] = Field(default_factory=dict)
    cap: float | None = Field(None, gt=0, allow_inf_nan=False)
    floor: float | None = Field(None, ge=0, allow_inf_nan=False)
    range_in_ratio: str = Field("none", pattern=r"^(none|edge)$")
    pack: str | None = None
    correction_limits: tuple[float, float] = (0.7, 1.3)
    correlation_limit: float = Field(0.98, gt=0, le=1)
    aggregate: str = Field("arithmetic", pattern=r"^(arithmetic|geometric)$")
    operator: str = Field("M(prod,sum)", pattern=r"^(M\(min,max\)|M\(prod,max\)|M\(min,bounded_sum\)|M\(prod,sum\))$")
    cuts: tuple[Finite, Finite, Finite, Finite] = (4.5, 3.5, 2.5, 1.5)
    ranking: RankingRule = RankingRule()
    screening: ScreeningRule | None = None
    from_folder: str | None = Field(None, alias="from")


class Profile(Definition):
    """The weights of one group of readers on the same indicators; percentages or shares of the abilities."""

    name: Text
    ability_weights: dict[str, float]
    source: str | None = None


class Scheme(Definition):
    """A published or own method of evaluation.

    Attributes:
        abilities: names of the groups, in the order of the report.
        grades: lower bound of each grade, inclusive.
        decimals: to which the score is rounded half-up before the grade is decided.
        basis: whether a part of a year is judged year to date or by the month.
        averages: opening and closing (two_point), or all month ends (monthly).
        annualise: whether a part of a year becomes a year by its months or by its days.
        day_base: days of a year where they are fixed; None for those of the calendar.
        requires: forms that make a period complete.
        grade_names: what this scheme calls its grades; a scheme with fewer than five names those that it has.
        pay_coefficients: coefficient of each grade for appraisals; never an amount.
        consequences: what follows from a grade, in the words of those who set the scheme; none where it says nothing.
        profiles: further sets of ability weights; each becomes a scheme of its own, called ``scheme.profile``.
    """

    name: Text
    source: NonEmpty
    parts: dict[str, SchemePart]
    grades: dict[Grade, float]
    abilities: dict[str, Text] = Field(default_factory=dict)
    decimals: int = Field(2, ge=0, le=6)
    basis: str = Field("ytd", pattern=r"^(ytd|month)$")
    averages: str = Field("two_point", pattern=r"^(two_point|monthly)$")
    annualise: str = Field("months", pattern=r"^(months|days)$")
    day_base: int | None = Field(None, ge=360, le=366)
    version: str = "1"
    requires: tuple[str, ...] = ()
    annualise_min_months: int = Field(3, ge=1, le=12)
    negative_net_assets: str = Field("floor", pattern=r"^(floor|redistribute)$")
    allow_missing_part: bool = False
    grade_names: dict[Grade, Text] = Field(default_factory=dict)
    pay_coefficients: dict[Grade, float] = Field(default_factory=dict)
    consequences: dict[Grade, Text] = Field(default_factory=dict)
    profiles: dict[str, Profile] = Field(default_factory=dict)
    note: Text | None = None
    replaces: str | None = None
