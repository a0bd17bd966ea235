"""How sure a result is: what would have had to be different for another grade."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reportgen.analysis.distance import Distances, distances
from reportgen.analysis.draws import Assumptions, Drawn, drawn, undrawn
from reportgen.analysis.gaps import Gap, Influence, Rounding, gaps, influences, rounding
from reportgen.analysis.judged_together import YEARS, JudgedTogether, judged_together
from reportgen.analysis.method_comparison import MethodComparison, compare, compare_together
from reportgen.analysis.panel_scores import PanelScores, panel_scores
from reportgen.analysis.rank_interval import RankInterval, rank_interval
from reportgen.analysis.ranking_interval import intervals
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
        undrawn: why there are no draws, a key below ``sure.draws`` of the words.
        uncompared: why there are no methods, a key below ``sure.methods``.
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
    undrawn: str | None = None
    uncompared: str | None = None


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
    methods, uncompared = _methods(panel, together)
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
    )


def _methods(
    panel: PanelScores | None, together: Mapping[str, JudgedTogether]
) -> tuple[MethodComparison | None, str | None]:
    """Several methods on the hospitals of the part scored by values, or else of the largest that is judged together."""
    if panel is not None or not together:
        found = compare(panel)
        return found, "few" if found is None else None
    judged = max(together.values(), key=lambda one: one.part.share)
    found = compare_together(judged)
    if found is not None:
        return found, None
    return None, "years" if judged.ranking.by == YEARS else "few"
