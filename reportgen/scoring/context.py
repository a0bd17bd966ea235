"""What every step of one evaluation needs to know.

What an evaluation may know beyond the indicators and the scheme.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TypedDict

import numpy as np

from reportgen.model.definitions import Direction
from reportgen.model.experts import ExpertOpinions, Inspection, Inspections
from reportgen.model.period import Period, PeriodKind
from reportgen.model.results import Evaluation
from reportgen.model.schemes import Scheme, SchemePart
from reportgen.model.standards import HospitalClass, Targets
from reportgen.model.values import Flag
from reportgen.scoring.arrays import Booleans, Integers
from reportgen.scoring.methods import direction_of
from reportgen.scoring.sample import Sample

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.model.values import IndicatorValues

NOT_SCORED = frozenset({Flag.BELOW_ANNUALISING_MONTHS, Flag.BELOW_MINIMUM_CASES})


@dataclass(frozen=True, eq=False)
class ScoringContext:
    """One hospital, one period, one scheme, and what is known of them.

    Attributes:
        not_applicable: indicators that the case declares as not applicable (edge rule E35).
        weights_of: an evaluation by the same scheme whose weights are to be used again.
        targets: what the hospital set itself.
        inspections: rows of filled checklists.
        rounds: all rounds of opinions up to the period, in order.
        keeps_peer_values: whether results hold what each peer has, or only where the hospital stands among them.
    """

    values: IndicatorValues
    scheme: Scheme
    scheme_id: str
    catalog: Catalog
    entity: str
    period: str
    opinions: ExpertOpinions | None = None
    peers: IndicatorValues | None = None
    not_applicable: Collection[str] = field(default_factory=frozenset)
    weights_of: Evaluation | None = None
    targets: Targets = field(default_factory=dict)
    inspections: Inspections = field(default_factory=dict)
    rounds: Sequence[ExpertOpinions] = ()
    keeps_peer_values: bool = True

    @cached_property
    def when(self) -> Period:
        """The period, read."""
        return Period.parse(self.period)

    @property
    def interim(self) -> bool:
        """Whether less than a year is judged."""
        month_alone = self.scheme.basis == "month" and self.when.kind is not PeriodKind.YEAR
        return self.when.is_partial or month_alone

    def ability(self, part: SchemePart, identifier: str) -> str:
        """The ability that an indicator belongs to in this scheme."""
        return part.indicators[identifier].ability or self.catalog.indicators[identifier].ability

    def groups(self, part: SchemePart) -> Integers:
        """(m,) the number of each indicator's ability."""
        order = list(self.scheme.abilities)
        return np.array([order.index(self.ability(part, name)) for name in part.indicators], dtype=np.int64)

    def directions(self, part: SchemePart) -> dict[str, Direction]:
        """Which values are better, by indicator."""
        return {name: direction_of(name, indicator, self.catalog) for name, indicator in part.indicators.items()}

    def inspection(self, identifier: str) -> Inspection | None:
        """The row of a checklist behind the hospital's value, where one was filled in."""
        return self.inspections.get((identifier, self.entity, self.period))

    def flags(self, identifier: str) -> tuple[Flag, ...]:
        """Remarks on the hospital's value, among them the one that keeps it from being scored (edge rule E14)."""
        flags = self.values.at(identifier, self.entity, self.period).flags
        young = self.when.months_elapsed < self.scheme.annualise_min_months
        if young and Flag.ANNUALISED in flags and Flag.BELOW_ANNUALISING_MONTHS not in flags:
            return (*flags, Flag.BELOW_ANNUALISING_MONTHS)
        return flags

    def unscored(self, sample: Sample) -> Booleans:
        """(n, m) values that are shown only; what holds for the hospital holds for its peers of the same period."""
        shown_only = np.array([bool(NOT_SCORED & set(self.flags(name))) for name in sample.indicators], dtype=bool)
        return np.broadcast_to(shown_only | self._declared(sample), sample.values.shape)

    def inapplicable(self, sample: Sample) -> Booleans:
        """(1, m) what does not apply to the hospital, by the case's word or by its nature, and so is not missing."""
        result: Booleans = sample.inapplicable[:1] | self._declared(sample)
        return result

    def floor(self, sample: Sample) -> Booleans:
        """(n, m) missing values that count as the worst, where the scheme does not redistribute them."""
        if self.scheme.negative_net_assets != "floor":
            return np.zeros(sample.values.shape, dtype=bool)
        return sample.floored

    def _declared(self, sample: Sample) -> Booleans:
        return np.array([name in self.not_applicable for name in sample.indicators], dtype=bool)


class Facts(TypedDict, total=False):
    """What else may be known of an evaluation.

    Attributes:
        opinions: the experts' opinions, for parts that experts judge.
        first_month: first month of the fiscal year; scores do not depend on it, values already do.
        not_applicable: indicators that the case declares as not applicable.
        weights_of: use the weights of this evaluation by the same scheme, so that two periods compare.
        targets: what the hospital set itself, for standards of the kinds plan and budget.
        hospital: its class, by which tables of standards are chosen.
        inspections: filled checklists, for the evidence beside each mark; the marks themselves are among the values.
        rounds: all rounds of opinions up to the period, in order, for how far the experts agree in each.
        keeps_peer_values: see `ScoringContext`; with a panel, all results together would grow with the square.
    """

    opinions: ExpertOpinions | None
    first_month: int
    not_applicable: Collection[str]
    weights_of: Evaluation | None
    targets: Targets | None
    hospital: HospitalClass | None
    inspections: Inspections | None
    rounds: Sequence[ExpertOpinions]
    keeps_peer_values: bool
