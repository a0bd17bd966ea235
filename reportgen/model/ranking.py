"""Methods that judge hospitals, or years, against one another: how a scheme asks for one, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field

from reportgen.model.definition import Definition

Retained = Annotated[str, Field(pattern=r"^(eigenvalue>[0-9]+(\.[0-9]+)?|cumulative>=0\.[0-9]+)$")]
Count = Annotated[int, Field(ge=1, le=50)]


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
