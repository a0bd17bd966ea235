"""What a scheme must keep before anything is scored by it; all faults are told in one go.

Options of a part that its method does not know, or cannot do without.

What given weights must keep: one for each indicator, the right sums at every level of a scheme.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from reportgen.errors import Refused
from reportgen.kept import kept_for_last
from reportgen.model.definitions import PERCENT, Direction
from reportgen.model.finding import Fact, Finding
from reportgen.model.place import NOWHERE, Place
from reportgen.model.schemes import Bound, Grade, RankingRule, Scheme, SchemeIndicator, SchemePart, TreeNode
from reportgen.scoring import comparisons, relative, weighing
from reportgen.scoring.methods import (
    AHP,
    COMBINED,
    EXPERT_METHODS,
    FUZZY,
    GEOMETRIC,
    GIVEN,
    JOINT,
    LAYERED,
    VALUED,
    WEIGHTINGS,
    direction_of,
    part_name,
    weighting_name,
)
from reportgen.scoring.ranking import NORMALISATIONS, OPTIONS, UNBOUNDED, UNWEIGHTED
from reportgen.scoring.relative import SINGLE
from reportgen.scoring.standards import LARGEST, TWO_SIDED, bounds, faults, highest, listed

if TYPE_CHECKING:
    from reportgen.catalog import Catalog

OptionFault = tuple[str, str, dict[str, Fact]]
"""rule, trail within the part, facts."""

HARDLY_A_SHARE, BEYOND_DOUBT = 1.5, 10.0
"""Standards of percentages: the highest of the program's own is 1.1, and nothing is measured by 1,000 %."""
SCORES: Final = ("native", "percentile", "minmax", "none")
EQUAL: Final = "equal"


def option_faults(part: SchemePart, scheme: Scheme) -> Iterator[OptionFault]:
    """S34 for each option that does not fit the method."""
    if part.aggregate == "geometric" and part.method not in GEOMETRIC:
        yield _fault("aggregate", part.aggregate, ("arithmetic",))
    if part.operator != _default("operator") and part.method != FUZZY:
        yield _fault("operator", part.operator, (str(_default("operator")),))
    if part.cuts != _default("cuts") and (part.method != FUZZY or list(part.cuts) != sorted(part.cuts, reverse=True)):
        yield _fault("cuts", _listed(part.cuts), (_listed(_default("cuts")),))
    if part.method in JOINT:
        yield from _ranking_faults(part, scheme)
    elif part.ranking != RankingRule():
        yield _fault("ranking", part.method, tuple(sorted(JOINT)))


def _ranking_faults(part: SchemePart, scheme: Scheme) -> Iterator[OptionFault]:
    rule, usual = part.ranking, RankingRule()
    for option, value in rule:
        if option not in OPTIONS[part.method] and value != getattr(usual, option):
            yield _fault(f"ranking.{option}", str(value), OPTIONS[part.method])
    known = NORMALISATIONS.get(part.method, ())
    if known and rule.normalisation is not None and rule.normalisation not in known:
        yield _fault("ranking.normalisation", rule.normalisation, known)
    bounded = tuple(one for one in SCORES if one != "native" or part.method not in UNBOUNDED)
    ways = (*bounded, "fitted") if part.method == "rank_sum_ratio" else bounded
    if rule.score is not None and rule.score not in ways:
        yield _fault("ranking.score", rule.score, ways)
    alone = rule.score == "none" or (rule.score is None and part.method in UNBOUNDED)
    if alone and len(scheme.parts) > 1:
        yield _fault("ranking.score", "none", tuple(one for one in ways if one != "none"))
    weighed = weighting_name(part) not in {GIVEN, EQUAL} or any(one.weight for one in part.indicators.values())
    if part.method in UNWEIGHTED and weighed:
        yield _fault("weights", weighting_name(part), (EQUAL,))


def _fault(option: str, value: str, known: tuple[str, ...]) -> OptionFault:
    return "S34", option, {"option": option, "value": value, "known": known}


def _listed(cuts: Iterable[float]) -> str:
    return " > ".join(f"{cut:g}" for cut in cuts)


def _default(option: str) -> Any:
    return SchemePart.model_fields[option].default


TOLERANCE: Final = 1e-6
HUNDRED: Final = 100.0
GIVEN_WEIGHTS: Final = "given"

WeightFault = tuple[str, str, dict[str, Fact]]
"""rule, trail within the part, facts."""


def weight_faults(part: SchemePart, scheme: Scheme, weighting: str) -> Iterator[WeightFault]:
    """Every fault of the weights that a part writes down."""
    if part.tree:
        yield from _tree_faults(part.tree, "tree")
        return
    if part.ability_weights:
        yield from _ability_faults(part, scheme)
        return
    if weighting == GIVEN_WEIGHTS and part.method not in UNWEIGHTED:
        yield from _given_faults(part)
    if part.method == LAYERED:
        yield from _correction_faults(part)


def whole(total: float) -> bool:
    """Whether weights make 1, or 100 where they are written in percent."""
    return min(abs(total - 1), abs(total / HUNDRED - 1)) <= TOLERANCE


def _given_faults(part: SchemePart) -> Iterator[WeightFault]:
    lacking = tuple(name for name, indicator in part.indicators.items() if indicator.weight is None)
    total = math.fsum(one.weight or 0.0 for one in part.indicators.values() if one.layer == "basic")
    if lacking:
        yield "S09", "indicators", {"indicators": lacking}
    elif not whole(total):
        yield "S10", "indicators", {"sum": total}


def _correction_faults(part: SchemePart) -> Iterator[WeightFault]:
    """S18: the correction indicators of a content weigh as much as its basic ones."""
    sums: dict[str, dict[str, float]] = {}
    for one in part.indicators.values():
        of_content = sums.setdefault(one.ability or "", {"basic": 0.0, "correction": 0.0})
        of_content[one.layer] += one.weight or 0.0
    for content, both in sums.items():
        if abs(both["basic"] - both["correction"]) > TOLERANCE * HUNDRED:
            yield "S18", "indicators", {"ability": content, "basic": both["basic"], "correction": both["correction"]}


def _tree_faults(siblings: Mapping[str, TreeNode], trail: str) -> Iterator[WeightFault]:
    """S19: at each node of a tree the weights below it make 1 (or 100)."""
    total = math.fsum(node.weight for node in siblings.values())
    if not whole(total):
        yield "S19", trail, {"node": trail, "sum": total}
    for name, node in siblings.items():
        if node.children:
            yield from _tree_faults(node.children, f"{trail}.{name}.children")


def _ability_faults(part: SchemePart, scheme: Scheme) -> Iterator[WeightFault]:
    """S31: the weights of abilities make 1 (or 100), and each stands for an ability that has indicators."""
    total = math.fsum(part.ability_weights.values())
    if not whole(total) or min(part.ability_weights.values()) < 0:
        yield "S10", "ability_weights", {"sum": total}
    used = {one.ability for one in part.indicators.values()}
    for name in part.ability_weights:
        if name not in scheme.abilities or name not in used:
            yield "S31", f"ability_weights.{name}", {"ability": name}


LEVELS: Final = 6


def insist(scheme: Scheme, scheme_id: str, catalog: Catalog) -> None:
    """Refuse a scheme that cannot be scored by.

    Raises:
        Refused: with every fault, at the line of the scheme where it is known.
    """
    if found := _faults(scheme, scheme_id, catalog):
        raise Refused(found)


@kept_for_last
def _faults(scheme: Scheme, scheme_id: str, catalog: Catalog) -> tuple[Finding, ...]:
    return tuple(scheme_findings(scheme, scheme_id, catalog))


def scheme_findings(scheme: Scheme, scheme_id: str, catalog: Catalog) -> Iterator[Finding]:
    """Every fault of a scheme."""

    def fault(rule: str, trail: str, facts: Mapping[str, Fact]) -> Finding:
        return Finding(rule, _place(catalog, scheme_id, trail), {"scheme": scheme_id, **facts})

    total = math.fsum(part.share for part in scheme.parts.values())
    if abs(total - 1) > TOLERANCE:
        yield fault("S02", "parts", {"sum": f"{total:.9g}"})
    expected = [grade for grade in Grade if grade in (scheme.grade_names or Grade)]
    bounds = [scheme.grades.get(grade, math.nan) for grade in expected]
    if len(bounds) != max(len(scheme.grades), 2) or not all(better > worse for better, worse in pairwise(bounds)):
        yield fault("S12", "grades", {"grades": " / ".join(f"{bound:g}" for bound in bounds)})
    yield from (fault("S50", f"parts.{facts['part']}", facts) for facts in _namesakes(scheme, catalog))
    for identifier, part in scheme.parts.items():
        trail = f"parts.{identifier}"
        yield from (
            fault(rule, f"{trail}.{where}", {"part": identifier, **facts})
            for rule, where, facts in (
                *_part_faults(part),
                *option_faults(part, scheme),
                *weight_faults(part, scheme, weighting_name(part)),
                *_indicator_faults(part, scheme, catalog),
            )
        )


def doubts(scheme: Scheme, scheme_id: str, catalog: Catalog) -> Iterator[Finding]:
    """S56 for standards of percentages that look as if they were written in percent; beyond doubt they are a fault."""
    for identifier, part in scheme.parts.items():
        for name, one in part.indicators.items() if part.method in VALUED else ():
            trail = f"parts.{identifier}.indicators.{name}"
            for where, values in _percentages(name, one, catalog):
                if HARDLY_A_SHARE < highest(values) <= BEYOND_DOUBT:
                    facts: dict[str, Fact] = {"scheme": scheme_id, "indicator": name, "standards": listed(values)}
                    place = _place(catalog, scheme_id, f"{trail}.{where}")
                    yield Finding("S56", place, {**facts, "name": catalog.indicators[name].name})


def _percentages(name: str, one: SchemeIndicator, catalog: Catalog) -> Iterator[tuple[str, tuple[Bound, ...]]]:
    """What is written as standards of a percentage, and under which key; nothing of any other indicator."""
    if name not in catalog.indicators or catalog.indicators[name].unit != PERCENT:
        return
    if one.standards is not None:
        yield "standards", one.standards.values()
    for place, reference in enumerate(one.references):
        values = tuple(value for value in (reference.value, reference.unacceptable) if value is not None)
        if values:
            yield f"references.{place}", values


def contradictions(scheme: Scheme, scheme_id: str, catalog: Catalog) -> Iterator[Finding]:
    """S29 for each part whose pairwise comparisons contradict themselves: a draft says so, a submission is refused."""
    for identifier, part in scheme.parts.items():
        if weighting_name(part) == AHP or (weighting_name(part) == COMBINED and AHP in weighing.named(part)):
            name: Fact = part_name(identifier, part, catalog.words)
            for rule, where, facts in comparisons.contradictions(part, catalog):
                place = _place(catalog, scheme_id, f"parts.{identifier}.{where}")
                yield Finding(rule, place, {"scheme": scheme_id, "part": name, **facts})


Fault = tuple[str, str, dict[str, Fact]]
"""rule, trail within the part, facts."""


def _namesakes(scheme: Scheme, catalog: Catalog) -> Iterator[dict[str, Fact]]:
    """Parts without a name that would be called as another part is, and which one."""
    methods = (*VALUED, *EXPERT_METHODS)
    names = {one: part_name(one, part, catalog.words) for one, part in scheme.parts.items() if part.method in methods}
    for identifier, name in names.items():
        other = next((one for one, its in names.items() if one != identifier and its == name), None)
        if other is not None and scheme.parts[identifier].name is None:
            yield {"part": identifier, "other": other, "name": name}


def _part_faults(part: SchemePart) -> Iterator[Fault]:
    """Faults of a part as a whole: method, weighting, coefficients, sum of weights."""
    methods = (*VALUED, *EXPERT_METHODS)
    if part.method not in methods:
        yield "S03", "method", {"method": part.method, "known": tuple(sorted(methods))}
    name, known = weighting_name(part), (*WEIGHTINGS, GIVEN, AHP, COMBINED)
    if name not in known:
        yield "S04", "weights", {"weighting": name, "known": tuple(sorted(known))}
    falling = all(better > worse for better, worse in pairwise(part.coefficients))
    if len(part.coefficients) != LEVELS or not falling:
        yield "S13", "coefficients", {"coefficients": " / ".join(f"{value:g}" for value in part.coefficients)}
    if name == AHP:
        yield from comparisons.faults(part)
    if name == COMBINED:
        yield from weighing.combination_faults(part)


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
        if part.method in VALUED:
            yield from (
                (rule, f"{trail}.{where}", facts | more)
                for rule, where, more in (
                    *_standard_faults(identifier, indicator, part, catalog),
                    *_reference_faults(identifier, indicator, part, catalog),
                    *_percent_faults(identifier, indicator, catalog),
                )
            )


def _standard_faults(
    identifier: str, indicator: SchemeIndicator, part: SchemePart, catalog: Catalog
) -> Iterator[Fault]:
    direction = direction_of(identifier, indicator, catalog)
    if indicator.standards is None and part.method in JOINT and direction in {Direction.HIGHER, Direction.LOWER}:
        return
    if indicator.standards is None:
        single = part.method in SINGLE and (indicator.references or indicator.full_mark is not None)
        if not single and part.standards_from is None:
            yield "S08", "standards", {}
        return
    more: dict[str, Fact] = {"standards": listed(indicator.standards.values()), "direction": f"@direction.{direction}"}
    yield from ((rule, "standards", more) for rule in faults(indicator.standards, direction))


def _percent_faults(identifier: str, indicator: SchemeIndicator, catalog: Catalog) -> Iterator[Fault]:
    """S55: standards of a percentage that were written in percent beyond doubt."""
    for where, values in _percentages(identifier, indicator, catalog):
        if highest(values) > BEYOND_DOUBT:
            yield "S55", where, {"standards": listed(values)}


def _reference_faults(
    identifier: str, indicator: SchemeIndicator, part: SchemePart, catalog: Catalog
) -> Iterator[Fault]:
    """Single standards: a written value has a source, and a two-point method two different points."""
    two_sided = direction_of(identifier, indicator, catalog) in TWO_SIDED
    two_points = part.method == "efficacy_coefficient" and indicator.standards is None
    for place, reference in enumerate(indicator.references):
        where: str = f"references.{place}"
        if reference.value is not None and not reference.source:
            yield "S15", where, {"kind": f"@standard_kind.{reference.kind}"}
        points = (reference.value, reference.unacceptable)
        if any(point is not None and not abs(bound) < LARGEST for point in points for bound in bounds(point or 0.0)):
            yield "S17", where, {}
        elif any(isinstance(point, tuple) for point in points):
            if not (two_sided and _is_range(*points, needs_limits=two_points)):
                yield "S49", where, {}
        elif (points[0] is not None and points[0] == points[1]) or (two_points and reference.unacceptable is None):
            yield "S16", where, {}


def _is_range(inner: Bound | None, outer: Bound | None, *, needs_limits: bool) -> bool:
    """Whether a best range and its outer limits are pairs, one within the other (edge rule E24)."""
    if not isinstance(inner, tuple) or (outer is not None and not isinstance(outer, tuple)):
        return False
    return relative.is_nested(inner, outer) and (outer is not None or not needs_limits)


def _place(catalog: Catalog, scheme_id: str, trail: str) -> Place:
    """The line of the innermost part of a trail that is known."""
    steps = trail.split(".")
    for length in range(len(steps), -1, -1):
        place = catalog.place("schemes", scheme_id, ".".join(steps[:length]))
        if place != NOWHERE:
            return place
    return Place(f"schemes/{scheme_id}")
