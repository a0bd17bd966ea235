"""Every hospital and period of a panel scored at once, by the parts of a scheme that values are scored in.

A part scored for a whole panel once: each of its hospitals leaves itself out of what it is held against.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.model.period import Period
from reportgen.model.results import UsedReference
from reportgen.model.schemes import Grade, Scheme, SchemePart
from reportgen.model.standards import HospitalClass
from reportgen.model.values import CODES, Flag, Reason
from reportgen.scoring import standards, weighing
from reportgen.scoring.arrays import Booleans, Floats, Integers
from reportgen.scoring.context import ScoringContext
from reportgen.scoring.methods import GIVEN, JOINT, VALUED, direction_of, weighting_name
from reportgen.scoring.parts import PartPeers, PartScores, score_values
from reportgen.scoring.ranked_part import panel_totals
from reportgen.scoring.sample import Sample, of_panel, usable
from reportgen.scoring.scheme_rules import insist
from reportgen.scoring.weighing import Weights

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.model.values import IndicatorValues

FULL = 100.0


@dataclass(frozen=True, eq=False)
class PanelScores:
    """The totals of n hospitals and periods.

    Attributes:
        entities, periods: (n,) of each row.
        totals: (n,), 0–100 over the parts that values are scored in; NaN where a part is withheld.
        grades: (n,) number of the grade among those of the scheme, best first; −1 where there is none.
    """

    entities: tuple[str, ...]
    periods: tuple[str, ...]
    totals: Floats
    grades: Integers


def score_panel(
    values: IndicatorValues, scheme: Scheme, scheme_id: str, catalog: Catalog, *, hospital: HospitalClass | None = None
) -> PanelScores:
    """Score a panel; weights from data are found from the hospitals of the same period that have every figure.

    Standards that hang on one hospital alone (its own best, its targets) are not known here: such indicators are not
    scored. What experts judge is left out, and the totals are of the other parts.

    Raises:
        Refused: if the scheme breaks its rules.
    """
    values = usable(values)
    entities, periods = (values.values.index.get_level_values(level).to_numpy(dtype=object) for level in (0, 1))
    matrix, codes = values.values.to_numpy(dtype=np.float64), values.reasons.to_numpy(dtype=np.int8)
    samples: list[Sample] = []
    found: list[Floats] = []
    for period in sorted(set(periods.tolist()), key=lambda text: Period.parse(text).sort_key()):
        plain = standards.applied(scheme, catalog.standards, hospital or HospitalClass(), period)
        insist(plain, scheme_id, catalog)
        rows = np.flatnonzero(periods == period)
        names = tuple(str(name) for name in values.values.columns)
        samples.append(Sample(period, tuple(entities[rows].tolist()), names, matrix[rows], codes[rows]))
        found.append(_totals(values, samples[-1], plain, catalog))
    totals = np.concatenate(found) if found else np.empty(0)
    return PanelScores(
        tuple(entity for sample in samples for entity in sample.entities),
        tuple(sample.period for sample in samples for _ in sample.entities),
        totals,
        grades_of(totals, scheme),
    )


def grades_of(totals: Floats, scheme: Scheme) -> Integers:
    """(n,) number of the grade of each total, decided on the total rounded half-up as printed; −1 for NaN."""
    bounds = sorted(scheme.grades.values(), reverse=True)
    scale = 10.0**scheme.decimals
    known = np.where(np.isnan(totals), 0.0, totals)
    printed = np.floor(np.round(known * scale + 0.5, 10)) / scale
    places = (printed[:, None] < np.array(bounds[:-1])).sum(axis=1)
    return np.where(np.isnan(totals), -1, places).astype(np.int64)


def grade_at(place: int, scheme: Scheme) -> Grade | None:
    """The grade behind a number; None for −1."""
    ranked = sorted(scheme.grades, key=lambda grade: -scheme.grades[grade])
    return None if place < 0 else ranked[place]


def _totals(values: IndicatorValues, whole: Sample, scheme: Scheme, catalog: Catalog) -> Floats:
    parts = [part for part in scheme.parts.values() if part.method in VALUED]
    share = sum(part.share for part in parts)
    scored = [part.share * _part(values, whole, part, scheme, catalog) for part in parts]
    if not scored or not share:
        return np.full(len(whole.entities), np.nan)
    return np.asarray(FULL * np.sum(scored, axis=0) / share, dtype=np.float64)


def _part(values: IndicatorValues, whole: Sample, part: SchemePart, scheme: Scheme, catalog: Catalog) -> Floats:
    """(n,) scores of one part, 0–1."""
    sample = _sample(whole, part)
    directions = {name: direction_of(name, one, catalog) for name, one in part.indicators.items()}
    order = list(scheme.abilities)
    groups = np.array(
        [order.index(one.ability or catalog.indicators[name].ability) for name, one in part.indicators.items()]
    )
    shown_only = np.array([_shown_only(values, name, whole.period, scheme) for name in part.indicators])
    weights = _weights(part, sample, catalog)
    if part.method in JOINT:
        return panel_totals(part, np.where(shown_only, np.nan, sample.values), directions, weights.shares)
    floor = sample.floored if scheme.negative_net_assets == "floor" else np.zeros(sample.values.shape, dtype=bool)
    scores = score_values(
        part,
        sample,
        weights,
        directions,
        groups,
        np.broadcast_to(shown_only, sample.values.shape),
        floor,
        sample.reasons == CODES[Reason.NOT_APPLICABLE],
        dict(_references(part)),
    )
    return scores.total


def _sample(whole: Sample, part: SchemePart) -> Sample:
    """The columns of a part; an indicator that nobody has is missing throughout."""
    known = {name: column for column, name in enumerate(whole.indicators)}
    columns = [known.get(name, -1) for name in part.indicators]
    absent = np.array(columns) < 0
    codes = np.where(absent, np.int8(CODES[Reason.MISSING_INPUT]), whole.reasons[:, columns])
    numbers = np.where(codes > 0, np.nan, whole.values[:, columns])
    return Sample(whole.period, whole.entities, tuple(part.indicators), numbers, codes)


def _weights(part: SchemePart, sample: Sample, catalog: Catalog) -> Weights:
    return weighing.given(part) if weighting_name(part) == GIVEN else weighing.of_sample(part, sample, catalog)


def _references(part: SchemePart) -> Iterator[tuple[str, UsedReference]]:
    """Single standards that are the same for all."""
    for name, one in part.indicators.items():
        for reference in one.references:
            if reference.value is not None:
                yield name, UsedReference(reference.kind, reference.value, "", reference.unacceptable)
                break


def _shown_only(values: IndicatorValues, name: str, period: str, scheme: Scheme) -> bool:
    """Whether an annualised indicator rests on too few months to be scored."""
    if Period.parse(period).months_elapsed >= scheme.annualise_min_months:
        return False
    return any(
        Flag.ANNUALISED in flags for (one, _, when), flags in values.flags.items() if (one, when) == (name, period)
    )


@dataclass(frozen=True, eq=False)
class PartPanel:
    """All hospitals of a panel in one period, scored by a part.

    Attributes:
        rows: the row of each hospital.
        values: (n, m), and scores: (n, m) of them.
        peers: the same in order.
    """

    rows: Mapping[str, int]
    values: Floats
    scores: Floats
    peers: PartPeers

    @staticmethod
    def of(sample: Sample, scores: PartScores) -> PartPanel:
        """What was found of a panel's sample."""
        rows = {entity: row for row, entity in enumerate(sample.entities)}
        return PartPanel(rows, sample.values, scores.scores, PartPeers.of(scores.total, sample.values, scores.scores))

    def without(self, entity: str) -> PartPeers:
        """The others, for one that may be among them."""
        row = self.rows.get(entity)
        if row is None:
            return self.peers
        values = (one.without(value) for one, value in zip(self.peers.values, self.values[row], strict=True))
        scores = (one.without(score) for one, score in zip(self.peers.scores, self.scores[row], strict=True))
        return PartPeers(np.delete(self.peers.totals, row), tuple(values), tuple(scores))


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
_answers: Final[deque[tuple[_Question, PartPanel]]] = deque(maxlen=KEPT)


def beside_peers(
    context: ScoringContext, part: SchemePart, weights: Weights, used: Mapping[str, UsedReference]
) -> PartPeers | None:
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
    answer = PartPanel.of(sample, of_values(context, part, sample, weights, used, sample.inapplicable))
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
