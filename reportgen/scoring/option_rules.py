"""Options of a part that its method does not know, or cannot do without."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from reportgen.model.finding import Fact
from reportgen.model.ranking import RankingRule
from reportgen.model.schemes import Scheme, SchemePart
from reportgen.scoring.methods import FUZZY, GEOMETRIC, JOINT
from reportgen.scoring.naming import GIVEN, weighting_name
from reportgen.scoring.ranking import NORMALISATIONS, OPTIONS, UNBOUNDED, UNWEIGHTED

Fault = tuple[str, str, dict[str, Fact]]
"""rule, trail within the part, facts."""

SCORES: Final = ("native", "percentile", "minmax", "none")
EQUAL: Final = "equal"


def faults(part: SchemePart, scheme: Scheme) -> Iterator[Fault]:
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


def _ranking_faults(part: SchemePart, scheme: Scheme) -> Iterator[Fault]:
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


def _fault(option: str, value: str, known: tuple[str, ...]) -> Fault:
    return "S34", option, {"option": option, "value": value, "known": known}


def _listed(cuts: Iterable[float]) -> str:
    return " > ".join(f"{cut:g}" for cut in cuts)


def _default(option: str) -> Any:
    return SchemePart.model_fields[option].default
