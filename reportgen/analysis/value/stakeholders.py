"""One hospital as several groups see it: the same indicators and standards, the abilities weighed as each group would.

A view differs from the first one by the sum over the abilities of (its weight − the first one's) · score.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Unavailable
from reportgen.model.definition import Text

if TYPE_CHECKING:
    from reportgen.analysis.material import Analyses, Material
    from reportgen.model.results import Evaluation
    from reportgen.model.schemes import Grade, Scheme

BUILT_IN: Final = "stakeholder_views"
HUNDRED: Final = 100.0
FEWEST: Final = 2


@dataclass(frozen=True)
class AbilityMove:
    """By how many points the weight of one ability moves a total."""

    ability: str
    points: float


@dataclass(frozen=True)
class StakeholderView:
    """What one group would say.

    Attributes:
        id: the profile of the scheme; "" for the scheme itself.
        name: None for the scheme itself, which weighs for nobody in particular.
        weights: of the abilities, of 100, as the scheme states them.
        moves: by ability, what its weight does to the total against the first view, of those that have a score.
    """

    id: str
    name: Text | None
    score: float | None
    grade: Grade | None
    weights: Mapping[str, float]
    moves: tuple[AbilityMove, ...] = ()

    @property
    def lift(self) -> AbilityMove | None:
        """The ability that raises the total most against the first view."""
        return max((one for one in self.moves if one.points > 0), key=lambda one: one.points, default=None)

    @property
    def drag(self) -> AbilityMove | None:
        """The ability that lowers it most."""
        return min((one for one in self.moves if one.points < 0), key=lambda one: one.points, default=None)


@dataclass(frozen=True)
class Stakeholders:
    """All views, the scheme itself first; names, scores and order of the abilities are the same in all."""

    scheme: str
    views: tuple[StakeholderView, ...]
    abilities: Mapping[str, Text]
    scores: Mapping[str, float | None]

    @property
    def scored(self) -> tuple[StakeholderView, ...]:
        """Views with a total."""
        return tuple(one for one in self.views if one.score is not None)

    @property
    def unscored(self) -> tuple[str, ...]:
        """Abilities without a score, whose weight the others share."""
        return tuple(name for name, score in self.scores.items() if score is None)


def stakeholders(analyses: Analyses) -> Stakeholders | Unavailable:
    """The profiles of the hospital's own scheme, or those of the built-in one where that has none."""
    material = analyses.material
    base = _base(material)
    if base is None or material.by_scheme is None:
        return Unavailable("profiles")
    own = material.catalog.schemes[base].profiles
    found = {name: material.by_scheme(f"{base}.{name}" if name else base) for name in ("", *own)}
    first = found[""]
    if first.score is None:
        return Unavailable("profiles_unscored")
    for row in first.indicators:
        analyses.trace.named(row.id)
    schemes = material.catalog.schemes
    weights = {name: _weights(schemes[f"{base}.{name}" if name else base]) for name in found}
    views = tuple(
        StakeholderView(
            name,
            own[name].name if name else None,
            one.score,
            one.grade,
            weights[name],
            _moves(first, one) if name else (),
        )
        for name, one in found.items()
    )
    return Stakeholders(
        base, views, {one.id: one.name for one in first.abilities}, {one.id: one.score for one in first.abilities}
    )


def _base(material: Material) -> str | None:
    """The scheme whose profiles are shown."""
    schemes = material.catalog.schemes
    named = (material.scheme_id.partition(".")[0], BUILT_IN)
    return next((one for one in named if one in schemes and len(schemes[one].profiles) + 1 >= FEWEST), None)


def _weights(scheme: Scheme) -> dict[str, float]:
    """Of each ability, of 100: the weights of its indicators within their part, by the share of the part."""
    found: dict[str, list[float]] = {}
    for part in scheme.parts.values():
        whole = fsum(one.weight or 0.0 for one in part.indicators.values())
        for one in part.indicators.values():
            if one.ability is not None and whole:
                found.setdefault(one.ability, []).append(HUNDRED * part.share * (one.weight or 0.0) / whole)
    return {ability: fsum(weights) for ability, weights in found.items()}


def _moves(first: Evaluation, other: Evaluation) -> tuple[AbilityMove, ...]:
    """What the weights that were used, gaps made up for, do to the total."""
    before = {one.id: one.weight for one in first.abilities}
    return tuple(
        AbilityMove(one.id, (one.weight - before[one.id]) * one.score)
        for one in other.abilities
        if one.score is not None and one.id in before
    )
