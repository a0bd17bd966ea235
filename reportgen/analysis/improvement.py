"""How far the indicators that management can move may be moved, and the points that it brings."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.model.known import ATTAINABLE, under
from reportgen.scoring.methods import METHODS
from reportgen.scoring.standards import bounds, edges

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reportgen.catalog import Catalog
    from reportgen.model.results import Evaluation, ScoredIndicator
    from reportgen.model.schemes import Scheme, Standards

    Quarters = Mapping[str, tuple[float, float]]
    """The lower and upper quartile of those among whom a hospital has no place, by indicator."""

FULL: Final = 100.0
NOBODY: Final[Quarters] = MappingProxyType({})


@dataclass(frozen=True)
class Improvement:
    """From the value to a better one, and the points of the total that it brings.

    Attributes:
        is_capped: whether the target is what the better peers or the hospital itself reached, short of the standard.
    """

    id: str
    value: float
    target: float
    gain: float
    is_capped: bool


def levers(
    evaluation: Evaluation,
    scheme: Scheme,
    catalog: Catalog,
    history: Iterable[Evaluation] = (),
    quarters: Quarters = NOBODY,
) -> tuple[Improvement, ...]:
    """What management can move and what brings points: of levels alone, for only these say what a step would bring.

    Income, prices, surplus and what follows from them are no levers, nor is what experts judge.
    """
    earlier = tuple(history)
    found = (
        improvement(one, scheme, earlier, quarters.get(one.id, ()))
        for one in evaluation.indicators
        if one.id in catalog.indicators and not catalog.indicators[one.id].not_lever
    )
    return tuple(one for one in found if one is not None and one.gain > 0)


def improvement(
    one: ScoredIndicator, scheme: Scheme, history: Sequence[Evaluation], others: Sequence[float] = ()
) -> Improvement | None:
    """To the standard of the best level, no further than the better quarter of the peers or the hospital itself came.

    A standard that nobody is known to have reached promises points that nobody can get. None where the indicator has no
    levels or has full marks; no gain where nobody is known to be better.

    Args:
        one: the indicator.
        scheme: by which it was scored.
        history: earlier results.
        others: the quartiles of those among whom the hospital has no place, where it has no peers.
    """
    if one.value is None or one.score is None or one.standards is None or one.score >= FULL:
        return None
    if scheme.parts[one.part].method not in METHODS:
        return None
    low, high = (float(side) for side in edges(one.standards, one.direction)[:, 0])
    is_low = one.value < low
    aim = _sourced(low if is_low else high, one.standards)
    known = [*_known(one, history), *others]
    reach = aim if not known else min(aim, max(known)) if is_low else max(aim, min(known))
    if (reach <= one.value) if is_low else (reach >= one.value):
        return Improvement(one.id, one.value, one.value, 0.0, is_capped=True)
    score = FULL if reach == aim else under(score_at(one, scheme, reach), f"{ATTAINABLE}.{one.id}.score")
    return Improvement(one.id, one.value, reach, (score - one.score) * one.effective_weight, is_capped=reach != aim)


def one_of_each_driver(found: Iterable[Improvement], catalog: Catalog) -> list[Improvement]:
    """Largest gain first; of those that one measure moves together only the largest, for their gains do not add up."""
    kept: dict[str, Improvement] = {}
    for one in sorted(found, key=lambda one: (-one.gain, one.id)):
        kept.setdefault(catalog.indicators[one.id].driver or one.id, one)
    return list(kept.values())


def score_at(one: ScoredIndicator, scheme: Scheme, value: float) -> float:
    """What another value of an indicator with levels would score."""
    assert one.standards is not None
    part = scheme.parts[one.part]
    levels = METHODS[part.method](np.array([value]), edges(one.standards, one.direction), np.array(part.coefficients))
    return float(levels.score[0]) * FULL


def _sourced(aim: float, standards: Standards) -> float:
    """The standard of the best level as it stands in the scheme, for the way through edges loses where it is from."""
    return next((bound for bound in bounds(standards.excellent) if bound == aim), aim)


def _known(one: ScoredIndicator, history: Iterable[Evaluation]) -> Iterator[float]:
    """The quartiles of the peers, and the hospital's own values of earlier periods of the same kind."""
    if one.peer is not None:
        yield from (one.peer.lower_quartile, one.peer.upper_quartile)
    rows = (row for earlier in history for row in earlier.indicators if row.id == one.id)
    yield from (row.value for row in rows if row.value is not None)
