"""What a scheme must keep before anything is scored by it; all faults are told in one go."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from reportgen.errors import Refused
from reportgen.model.definitions import Direction
from reportgen.model.finding import Fact, Finding
from reportgen.model.place import NOWHERE, Place
from reportgen.model.schemes import Grade, Scheme, SchemeIndicator, SchemePart, WeightRule
from reportgen.scoring.methods import EXPERT_LEVELS, METHODS
from reportgen.scoring.standards import faults, listed
from reportgen.scoring.weights import COMBINATIONS, WEIGHTINGS

if TYPE_CHECKING:
    from reportgen.catalog import Catalog

TOLERANCE: Final = 1e-6
LEVELS: Final = 6
PERCENT: Final = 100.0
GIVEN: Final = "given"
DELPHI: Final = "delphi"


def insist(scheme: Scheme, scheme_id: str, catalog: Catalog) -> None:
    """Refuse a scheme that cannot be scored by.

    Raises:
        Refused: with every fault, at the line of the scheme where it is known.
    """
    found = tuple(scheme_findings(scheme, scheme_id, catalog))
    if found:
        raise Refused(found)


def scheme_findings(scheme: Scheme, scheme_id: str, catalog: Catalog) -> Iterator[Finding]:
    """Every fault of a scheme."""

    def fault(rule: str, trail: str, facts: Mapping[str, Fact]) -> Finding:
        return Finding(rule, _place(catalog, scheme_id, trail), {"scheme": scheme_id, **facts})

    total = math.fsum(part.share for part in scheme.parts.values())
    if abs(total - 1) > TOLERANCE:
        yield fault("S02", "parts", {"sum": total})
    bounds = [scheme.grades.get(grade, math.nan) for grade in Grade]
    if not all(better > worse for better, worse in pairwise(bounds)):
        yield fault("S12", "grades", {"grades": " / ".join(f"{bound:g}" for bound in bounds)})
    for identifier, part in scheme.parts.items():
        trail = f"parts.{identifier}"
        yield from (
            fault(rule, f"{trail}.{where}", {"part": identifier, **facts})
            for rule, where, facts in (*_part_faults(part), *_indicator_faults(part, scheme, catalog))
        )


Fault = tuple[str, str, dict[str, Fact]]
"""rule, trail within the part, facts."""


def _part_faults(part: SchemePart) -> Iterator[Fault]:
    """Faults of a part as a whole: method, weighting, coefficients, sum of weights."""
    methods = (*METHODS, EXPERT_LEVELS)
    if part.method not in methods:
        yield "S03", "method", {"method": part.method, "known": tuple(sorted(methods))}
    name, known = weighting_name(part), (*WEIGHTINGS, GIVEN)
    if name not in known:
        yield "S04", "weights", {"weighting": name, "known": tuple(sorted(known))}
    falling = all(better > worse for better, worse in pairwise(part.coefficients))
    if len(part.coefficients) != LEVELS or not falling:
        yield "S13", "coefficients", {"coefficients": " / ".join(f"{value:g}" for value in part.coefficients)}
    if name == GIVEN:
        yield from _weight_faults(part)


def _weight_faults(part: SchemePart) -> Iterator[Fault]:
    """Given weights: one for each indicator, and 1 (or 100) together."""
    lacking = tuple(name for name, indicator in part.indicators.items() if indicator.weight is None)
    total = math.fsum(indicator.weight or 0.0 for indicator in part.indicators.values())
    if lacking:
        yield "S09", "indicators", {"indicators": lacking}
    elif min(abs(total - 1), abs(total / PERCENT - 1)) > TOLERANCE:
        yield "S10", "indicators", {"sum": total}


def _indicator_faults(part: SchemePart, scheme: Scheme, catalog: Catalog) -> Iterator[Fault]:
    """Faults of the single indicators of a part."""
    for identifier, indicator in part.indicators.items():
        trail = f"indicators.{identifier}"
        facts: dict[str, Fact] = {"indicator": identifier}
        if identifier not in catalog.indicators:
            yield "S05", trail, facts
            continue
        facts["name"] = catalog.indicators[identifier].name
        ability = indicator.ability or catalog.indicators[identifier].ability
        if ability not in scheme.abilities:
            yield "S11", f"{trail}.ability", {**facts, "ability": ability}
        if part.method in METHODS:
            yield from (
                (rule, f"{trail}.standards", facts | more)
                for rule, more in _standard_faults(identifier, indicator, catalog)
            )


def _standard_faults(
    identifier: str, indicator: SchemeIndicator, catalog: Catalog
) -> Iterator[tuple[str, dict[str, Fact]]]:
    direction = direction_of(identifier, indicator, catalog)
    if indicator.standards is None:
        yield "S08", {}
        return
    more: dict[str, Fact] = {"standards": listed(indicator.standards), "direction": f"@direction.{direction}"}
    yield from ((rule, more) for rule in faults(indicator.standards, direction))


def direction_of(identifier: str, indicator: SchemeIndicator, catalog: Catalog) -> Direction:
    """The scheme's word on which values are better, or else the catalog's."""
    return indicator.direction or catalog.indicators[identifier].direction


def weighting_name(part: SchemePart) -> str:
    """The row of WEIGHTINGS that a part asks for: `delphi` together with its rule."""
    rule = part.weights if isinstance(part.weights, WeightRule) else WeightRule(method=part.weights)
    if rule.method != DELPHI:
        return rule.method
    return f"{DELPHI}_{rule.combine or next(iter(COMBINATIONS))}"


def _place(catalog: Catalog, scheme_id: str, trail: str) -> Place:
    """The line of the innermost part of a trail that is known."""
    steps = trail.split(".")
    for length in range(len(steps), -1, -1):
        place = catalog.place("schemes", scheme_id, ".".join(steps[:length]))
        if place != NOWHERE:
            return place
    return Place(f"schemes/{scheme_id}")
