"""A part of an evaluation as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from reportgen.model.ranking import Ranking
    from reportgen.model.results import Membership, ScoredPart

OWN_PERIODS: Final = "years"


def of_part(part: ScoredPart) -> dict[str, Any]:
    """A part with its score, and what it says beyond it: degrees, ranks, experts."""
    return {
        "id": part.id,
        "share": part.share,
        "score": part.score,
        "missing_weight": part.missing_weight,
        "withheld": None if part.withheld is None else str(part.withheld),
        "weighting": part.weighting,
        "reliability": part.reliability,
        "membership": None if part.membership is None else _membership(part.membership),
        "additive": part.additive,
        "ranking": None if part.ranking is None else _ranking(part.ranking),
        "experts": part.experts,
        "rated": part.rated,
        "screened": [asdict(one) for one in part.screened],
        "rounds": [asdict(one) for one in part.rounds],
    }


def _membership(found: Membership) -> dict[str, Any]:
    named = {"level": str(found.level), "value_level": str(found.value_level)}
    branches = {name: list(degrees) for name, degrees in found.branches.items()}
    return asdict(found) | named | {"degrees": list(found.degrees), "branches": branches}


def _ranking(found: Ranking) -> dict[str, Any]:
    """Where the hospital stands; other hospitals are counted and not named, own periods are named."""
    objects = list(found.objects) if found.by == OWN_PERIODS else None
    named = {"objects": objects, "indicators": list(found.indicators), "facts": dict(found.facts)}
    return asdict(found) | named
