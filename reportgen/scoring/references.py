"""Which single standard an indicator is measured against, and where its value comes from.

What is binding comes before what was planned, that before other hospitals, and those before the own past.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.model.definitions import Direction
from reportgen.model.period import Period
from reportgen.model.results import UsedReference
from reportgen.model.schemes import PRECEDENCE, Bound, Reference, StandardKind
from reportgen.scoring.sample import gather, years

if TYPE_CHECKING:
    from reportgen.scoring.arrays import Floats
    from reportgen.scoring.context import Context

FEWEST_PEERS: Final = 5
YEARS_OF_MEAN: Final = 3
FROM_TARGETS: Final = frozenset({StandardKind.PLAN, StandardKind.BUDGET, StandardKind.PERFORMANCE_BUDGET})
FROM_PEERS: Final = frozenset(
    {StandardKind.PEER_BEST, StandardKind.PEER_MEAN, StandardKind.INDUSTRY_BEST, StandardKind.INDUSTRY_MEAN}
)


def chosen(context: Context, name: str, references: Sequence[Reference], direction: Direction) -> UsedReference | None:
    """The first reference, by precedence, that has a value; None where none has."""
    return next(_with_values(context, name, references, direction), None)


def mandatory(
    context: Context, name: str, references: Sequence[Reference], direction: Direction
) -> Iterator[tuple[Reference, bool]]:
    """Mandatory standards, and whether the hospital meets them; what has no value is not judged."""
    value = context.values.at(name, context.entity, context.period).value
    for reference in references:
        if reference.kind is StandardKind.MANDATORY and reference.value is not None and value is not None:
            yield reference, _met(value, reference.value, direction)


def _with_values(
    context: Context, name: str, references: Sequence[Reference], direction: Direction
) -> Iterator[UsedReference]:
    for reference in sorted(references, key=lambda one: PRECEDENCE[one.kind]):
        found = _resolved(context, name, reference, direction)
        if found is not None:
            yield found


def _resolved(context: Context, name: str, reference: Reference, direction: Direction) -> UsedReference | None:
    if reference.value is not None:
        passed = None
        own = context.values.at(name, context.entity, context.period).value
        if reference.kind is StandardKind.MANDATORY and own is not None:
            passed = _met(own, reference.value, direction)
        return _used(reference, reference.value, (), passed=passed)
    if (
        reference.kind is StandardKind.PERCENTILE
    ):  # of a panel that is not at hand: its value is stated or there is none
        return None
    if reference.kind in FROM_TARGETS:
        return _target(context, name, reference)
    if reference.kind in FROM_PEERS:
        return _of_peers(context, name, reference, direction)
    return _of_own_years(context, name, reference, direction)


def _target(context: Context, name: str, reference: Reference) -> UsedReference | None:
    for when in (context.period, str(context.when.fiscal_year)):
        target = context.targets.get((name, when))
        if target is not None and target.kind is reference.kind:
            return UsedReference(
                target.kind, target.value, str(target.place), reference.unacceptable, context.when.year
            )
    return None


def _of_peers(context: Context, name: str, reference: Reference, direction: Direction) -> UsedReference | None:
    sample = gather(context.values, context.peers, (name,), context.entity, context.period)
    pairs = zip(sample.entities[1:], sample.values[1:, 0], strict=True)
    wanted = [(who, float(value)) for who, value in pairs if not reference.peers or who in reference.peers]
    known = [(who, value) for who, value in wanted if not np.isnan(value)]
    if len(known) < (1 if reference.peers else FEWEST_PEERS):
        return None
    values = np.array([value for _, value in known])
    if reference.kind in {StandardKind.PEER_MEAN, StandardKind.INDUSTRY_MEAN}:
        return _used(reference, float(values.mean()), tuple(who for who, _ in known))
    best = _best(values, direction)
    return None if best is None else _used(reference, float(values[best]), (known[best][0],) if reference.peers else ())


def _of_own_years(context: Context, name: str, reference: Reference, direction: Direction) -> UsedReference | None:
    past = years(context.values, (name,), context.entity, context.period)
    pairs = [
        (when, float(value))
        for when, value in zip(past.entities, past.values[:, 0], strict=True)
        if Period.parse(when).year < context.when.year and not np.isnan(value)
    ]
    if reference.kind is StandardKind.MEAN_3Y:
        last = pairs[-YEARS_OF_MEAN:]
        if len(last) < YEARS_OF_MEAN:
            return None
        return _used(reference, float(np.mean([value for _, value in last])), tuple(when for when, _ in last))
    best = _best(np.array([value for _, value in pairs]), direction)
    return None if best is None else _used(reference, pairs[best][1], (pairs[best][0],))


def _best(values: Floats, direction: Direction) -> int | None:
    """Where the best value stands; None where neither more nor less is better."""
    if not len(values) or direction not in {Direction.HIGHER, Direction.LOWER}:
        return None
    return int(values.argmax() if direction is Direction.HIGHER else values.argmin())


def _met(value: float, standard: Bound, direction: Direction) -> bool:
    if isinstance(standard, tuple):
        return standard[0] <= value <= standard[1]
    return value <= standard if direction is Direction.LOWER else value >= standard


def _used(reference: Reference, value: Bound, objects: tuple[str, ...], *, passed: bool | None = None) -> UsedReference:
    return UsedReference(
        reference.kind, value, reference.source or "", reference.unacceptable, reference.year, objects, passed
    )
