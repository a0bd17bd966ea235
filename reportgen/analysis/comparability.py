"""Whether two results of one hospital compare: decided once, with figures and reasons, for every page to speak of."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum
from typing import TYPE_CHECKING

import numpy as np

from reportgen.model.period import Period
from reportgen.scoring.recount import Recount

if TYPE_CHECKING:
    from reportgen.analysis.material import Material
    from reportgen.model.results import Evaluation


@dataclass(frozen=True)
class Comparability:
    """What of an earlier result compares with this one.

    Attributes:
        period: of the earlier result.
        appeared, vanished: indicators that are scored now and were not then; that were scored then and are not now.
        redefined: indicators that had another definition then.
        broken: the fiscal year from which on the case says that figures do not compare with those before, or None.
        shared: indicators scored in both periods by one definition.
        then: the total of the earlier period by the weights of this one; None where nothing is to be compared with it.
        now: the total of this period; None where `then` is, or where it has none.
        steps: points of this period's total by which each of the shared ones moved it, the largest first.
    """

    period: str
    appeared: tuple[str, ...]
    vanished: tuple[str, ...]
    redefined: tuple[str, ...]
    broken: int | None
    shared: tuple[str, ...]
    then: float | None
    now: float | None
    steps: tuple[tuple[str, float], ...] = ()

    @property
    def apart(self) -> frozenset[str]:
        """Indicators that keep the totals apart."""
        return frozenset((*self.appeared, *self.vanished, *self.redefined))

    @property
    def is_whole(self) -> bool:
        """Whether the totals themselves compare: all that is scored is scored in both periods, by one definition."""
        return not self.apart and self.broken is None

    @property
    def change(self) -> float | None:
        """Points by which the indicators shared by both periods moved the total, the others as they are now."""
        return None if self.then is None or self.now is None else fsum(points for _, points in self.steps)

    @property
    def beside(self) -> float | None:
        """Points between both totals that come of what one period alone scored, and of the weight that it bears."""
        if self.then is None or self.now is None or self.change is None:
            return None
        return self.now - self.then - self.change


def comparability(material: Material, earlier: Evaluation) -> Comparability:
    """How an earlier result of the material's hospital compares with its own."""
    now = material.evaluation
    old, new = _scored(earlier), _scored(now)
    year = Period.parse(earlier.period).year
    redefined = [name for name in new if name in old and _is_redefined(material, name, year)]
    shared = tuple(name for name in new if name in old and name not in redefined)
    broken = _broken(material, earlier.period)
    recount = Recount.of(now, material.scheme)
    countable = not broken and not recount.is_whole
    then = _total(recount, old) if countable and shared else None
    return Comparability(
        period=earlier.period,
        appeared=tuple(name for name in new if name not in old),
        vanished=tuple(name for name in old if name not in new),
        redefined=tuple(redefined),
        broken=broken,
        shared=shared,
        then=then,
        now=None if then is None else now.score,
        steps=() if then is None else _steps(recount, old, new, shared),
    )


def _scored(evaluation: Evaluation) -> dict[str, float]:
    return {one.id: one.score for one in evaluation.indicators if one.score is not None}


def _is_redefined(material: Material, name: str, year: int) -> bool:
    """Whether another definition held in a year than in that of the report."""
    definition, today = material.catalog.indicators.get(name), Period.parse(material.period).year
    return definition is not None and any(year <= old.valid_to < today for old in definition.earlier)


def _broken(material: Material, earlier: str) -> int | None:
    then, now = Period.parse(earlier).year, Period.parse(material.period).year
    return next((year for year in material.terms.breaks if then < year <= now), None)


def _total(recount: Recount, scores: dict[str, float]) -> float | None:
    known = np.array([scores.get(name, np.nan) for name in recount.names])
    total = float(recount.totals(recount.weights, known)[0])
    return None if np.isnan(total) else total


def _steps(
    recount: Recount, old: dict[str, float], new: dict[str, float], shared: tuple[str, ...]
) -> tuple[tuple[str, float], ...]:
    """What the total of now would lack or gain, had one of the shared ones after the other its earlier score.

    So no point of a step is more than a point of that total, and they add up where a total is no sum of its scores.
    """
    known = np.array([new.get(name, np.nan) for name in recount.names])
    rows = np.tile(known, (len(shared) + 1, 1))
    for row, name in enumerate(shared, start=1):
        rows[row:, recount.names.index(name)] = old[name]
    totals = recount.totals(recount.weights, rows)
    found = [(name, float(totals[row - 1] - totals[row])) for row, name in enumerate(shared, start=1)]
    return tuple(sorted(found, key=lambda step: (-abs(step[1]), step[0])))
