"""How sure a result is: what would have had to be different for another grade."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reportgen.analysis.distance import Distances, distances
from reportgen.analysis.draws import Assumptions, Drawn, drawn
from reportgen.analysis.gaps import Gap, Influence, Rounding, gaps, influences, rounding
from reportgen.analysis.method_comparison import MethodComparison, compare
from reportgen.analysis.panel_scores import panel_scores
from reportgen.analysis.rank_interval import RankInterval, rank_interval
from reportgen.analysis.ranking_interval import ranking_intervals
from reportgen.analysis.rescoring import Rescoring
from reportgen.model.results import Evaluation
from reportgen.model.schemes import Scheme

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.model.values import IndicatorValues


@dataclass(frozen=True)
class Robustness:
    """All that is known of how sure a result is.

    Attributes:
        draws: on weights, on standards and on both; empty where there is no grade.
        distances: ways to another grade.
        gaps: indicators that are missing; influences: indicators that carry the result, largest first.
        rank: among the peers, with its interval; methods: several methods on the same hospitals.
        rankings: of parts that judge objects against one another, the rank with its interval by the part's id.
    """

    assumed: Assumptions
    draws: tuple[Drawn, ...]
    distances: Distances
    gaps: tuple[Gap, ...]
    influences: tuple[Influence, ...]
    rounding: Rounding | None
    rank: RankInterval | None
    methods: MethodComparison | None
    rankings: Mapping[str, RankInterval] = field(default_factory=dict)


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
    return Robustness(
        assumed,
        drawn(rescoring, assumed),
        distances(rescoring, catalog, values),
        gaps(rescoring),
        influences(rescoring),
        rounding(rescoring),
        rank_interval(panel, assumed),
        compare(panel),
        ranking_intervals(evaluation, scheme, values, peers, assumed),
    )
