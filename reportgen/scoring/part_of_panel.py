"""A part scored for a whole panel once: each of its hospitals leaves itself out of what it is held against."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.model.results import UsedReference
from reportgen.model.schemes import SchemePart
from reportgen.scoring.arrays import Booleans, Floats
from reportgen.scoring.context import ScoringContext
from reportgen.scoring.parts import PartScores, ScoredPeers, score_values
from reportgen.scoring.sample import Sample, of_panel
from reportgen.scoring.weighing import Weights

if TYPE_CHECKING:
    from reportgen.model.values import IndicatorValues


@dataclass(frozen=True, eq=False)
class ScoredPanel:
    """All hospitals of a panel in one period, scored by a part.

    Attributes:
        rows: the row of each hospital.
        values: (n, m), and scores: (n, m) of them.
        peers: the same in order.
    """

    rows: Mapping[str, int]
    values: Floats
    scores: Floats
    peers: ScoredPeers

    @staticmethod
    def of(sample: Sample, scores: PartScores) -> ScoredPanel:
        """What was found of a panel's sample."""
        rows = {entity: row for row, entity in enumerate(sample.entities)}
        return ScoredPanel(
            rows, sample.values, scores.scores, ScoredPeers.of(scores.total, sample.values, scores.scores)
        )

    def without(self, entity: str) -> ScoredPeers:
        """The others, for one that may be among them."""
        row = self.rows.get(entity)
        if row is None:
            return self.peers
        values = (one.without(value) for one, value in zip(self.peers.values, self.values[row], strict=True))
        scores = (one.without(score) for one, score in zip(self.peers.scores, self.scores[row], strict=True))
        return ScoredPeers(np.delete(self.peers.totals, row), tuple(values), tuple(scores))


@dataclass(frozen=True, eq=False)
class _Question:
    """All that the scores of a panel depend on."""

    peers: IndicatorValues
    period: str
    part: SchemePart
    shares: tuple[float, ...]
    references: Mapping[str, UsedReference]
    unscored: tuple[bool, ...]
    terms: tuple[object, ...]

    def same(self, other: _Question) -> bool:
        """Whether the answer is the same: a panel is itself alone, all else what it says."""
        mine, theirs = vars(self), vars(other)
        return self.peers is other.peers and all(mine[name] == theirs[name] for name in mine if name != "peers")


KEPT: Final = 16
"""Answers that are kept: parts by periods by classes of hospitals of a few panels."""
_answers: Final[deque[tuple[_Question, ScoredPanel]]] = deque(maxlen=KEPT)


def beside_peers(
    context: ScoringContext, part: SchemePart, weights: Weights, used: Mapping[str, UsedReference]
) -> ScoredPeers | None:
    """The peers of the hospital, scored as it is: by its weights, standards and remarks on indicators; None without."""
    if context.peers is None:
        return None
    sample = of_panel(context.peers, tuple(part.indicators), context.period)
    asked = _Question(
        context.peers,
        context.period,
        part,
        tuple(weights.shares.tolist()),
        dict(used),
        tuple(context.unscored(sample)[:1].ravel().tolist()),
        (context.directions(part), context.groups(part).tolist(), context.scheme.negative_net_assets),
    )
    for known, answer in tuple(_answers):
        if known.same(asked):
            return answer.without(context.entity)
    answer = ScoredPanel.of(sample, of_values(context, part, sample, weights, used, sample.inapplicable))
    _answers.append((asked, answer))
    return answer.without(context.entity)


def of_values(  # noqa: PLR0913 - as score_values
    context: ScoringContext,
    part: SchemePart,
    sample: Sample,
    weights: Weights,
    used: Mapping[str, UsedReference],
    inapplicable: Booleans,
) -> PartScores:
    """The rows of a sample, each scored by itself; (n, m) what does not apply is not missing."""
    return score_values(
        part,
        sample,
        weights,
        context.directions(part),
        context.groups(part),
        context.unscored(sample),
        context.floor(sample),
        inapplicable,
        used,
    )
