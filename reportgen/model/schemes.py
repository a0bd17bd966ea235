"""An evaluation scheme as it is written in YAML: parts, weights, standards, grades."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from reportgen.model.definition import Definition, NonEmpty, Text
from reportgen.model.definitions import Direction

Bound = float | tuple[float, float]
"""A standard value; for a range the interval [low, high] that earns the level."""


class Grade(StrEnum):
    """The five grades, best first."""

    EXCELLENT = "excellent"
    GOOD = "good"
    FAIR = "fair"
    LOW = "low"
    POOR = "poor"


class StandardKind(StrEnum):
    """Where a standard comes from: six kinds of source 002."""

    INDUSTRY_BEST = "industry_best"
    INDUSTRY_MEAN = "industry_mean"
    PLAN = "plan"
    OWN_BEST = "own_best"
    MEAN_3Y = "mean_3y"
    PEER_BEST = "peer_best"


class Standards(Definition):
    """Five values of one indicator, in its base unit (a percentage as a fraction), strictly monotone."""

    kind: StandardKind
    excellent: Bound
    good: Bound
    fair: Bound
    low: Bound
    poor: Bound
    source: NonEmpty
    year: int | None = None

    def values(self) -> tuple[Bound, ...]:
        """The five values, best first."""
        return self.excellent, self.good, self.fair, self.low, self.poor


class SchemeIndicator(Definition):
    """One indicator in a part: its ability, standards, weight and direction where they differ from the catalog."""

    standards: Standards | None = None
    ability: str | None = None
    weight: float | None = Field(None, ge=0)
    direction: Direction | None = None


class WeightRule(Definition):
    """How weights are found: given, equal, variation_weights, delphi … and with which options."""

    method: NonEmpty
    combine: str | None = None
    objects: str = Field("auto", pattern=r"^(auto|peers|years)$")


class SchemePart(Definition):
    """A part of the total, such as the quantitative 80 %.

    Attributes:
        share: share of the total, 0–1; the shares of all parts add up to 1.
        method: a row of the scoring methods: level_efficacy, expert_levels …
        weights: rule by which the weights are found ("given" where each indicator has one).
        coefficients: level coefficients, best first, the last for results below the lowest standard.
        from_folder: folder of the case with the experts' workbooks (key `from`).
    """

    share: float = Field(ge=0, le=1)
    method: NonEmpty
    name: Text | None = None
    weights: str | WeightRule = "given"
    indicators: dict[str, SchemeIndicator] = Field(default_factory=dict)
    coefficients: tuple[float, ...] = (1.0, 0.8, 0.6, 0.4, 0.2, 0.0)
    missing_limit: float = Field(0.3, ge=0, le=1)
    from_folder: str | None = Field(None, alias="from")


class Scheme(Definition):
    """A published or own method of evaluation.

    Attributes:
        abilities: names of the groups, in the order of the report.
        grades: lower bound of each grade, inclusive.
        decimals: to which the score is rounded half-up before the grade is decided.
        basis: whether a part of a year is judged year to date or by the month.
        requires: forms that make a period complete.
    """

    name: Text
    source: NonEmpty
    parts: dict[str, SchemePart]
    grades: dict[Grade, float]
    abilities: dict[str, Text] = Field(default_factory=dict)
    decimals: int = Field(2, ge=0, le=6)
    basis: str = Field("ytd", pattern=r"^(ytd|month)$")
    version: str = "1"
    requires: tuple[str, ...] = ()
    annualise_min_months: int = Field(3, ge=1, le=12)
    negative_net_assets: str = Field("floor", pattern=r"^(floor|redistribute)$")
    allow_missing_part: bool = False
    note: Text | None = None
    replaces: str | None = None
