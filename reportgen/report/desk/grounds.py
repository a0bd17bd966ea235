"""What scores rest on: where standards come from, and what of a score hangs on the figures of other hospitals.

One answer for the cover, the method and the page of how sure a result is: what one of them says of the standards no
other may deny.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from reportgen.model.schemes import StandardKind
from reportgen.scoring.totals import FROM_PEERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.analysis.material import Material
    from reportgen.model.definition import Text
    from reportgen.model.results import ScoredIndicator, ScoredPart
    from reportgen.model.schemes import Scheme
    from reportgen.report.desk.context import HospitalContext, SubjectContext


class StandardBasis(StrEnum):
    """Who set the standards, or what they are computed from."""

    INDUSTRY = "industry"
    SCHEME = "scheme"
    SAMPLE = "sample"
    PEERS = "peers"
    YEARS = "years"


OF_OTHERS: Final = frozenset({StandardBasis.SAMPLE, StandardBasis.PEERS})
OWN_YEARS: Final = frozenset({StandardKind.OWN_BEST, StandardKind.MEAN_3Y})
SET: Final = frozenset({StandardKind.PLAN, StandardKind.BUDGET, StandardKind.PERFORMANCE_BUDGET})


def basis_of(indicator: ScoredIndicator, scheme: Scheme) -> StandardBasis | None:
    """What the standards of an indicator come from; None where it is held against none."""
    found = indicator.standards or indicator.reference
    if found is None:
        return None
    if found.kind in SET:
        return StandardBasis.SCHEME
    if found.kind is StandardKind.PERCENTILE:
        return StandardBasis.SAMPLE
    if found.kind in OWN_YEARS:
        return StandardBasis.YEARS
    if found.kind is StandardKind.PEER_BEST or found.kind is StandardKind.PEER_MEAN or _is_found(indicator, scheme):
        return StandardBasis.PEERS
    return StandardBasis.INDUSTRY


def _is_found(indicator: ScoredIndicator, scheme: Scheme) -> bool:
    """Whether the data gave the single standard, because the scheme states no value for it."""
    reference = indicator.reference
    if reference is None or reference.kind not in FROM_PEERS:
        return False
    stated = scheme.parts[indicator.part].indicators[indicator.id].references
    return any(one.kind is reference.kind and one.value is None for one in stated)


def bases(material: Material) -> tuple[StandardBasis, ...]:
    """All that the standards of an evaluation come from, each once."""
    found = {basis_of(one, material.scheme) for one in material.evaluation.indicators}
    return tuple(one for one in StandardBasis if one in found)


def standards(context: SubjectContext, *materials: Material) -> Text | None:
    """What the standards are called on the cover; None where nothing is held against any."""
    found = dict.fromkeys(one for material in materials for one in bases(material))
    named = [context.say(f"grounds.standards.{one}") for one in StandardBasis if one in found]
    return context.say.join(named, "list.and") if named else None


def of_others(context: HospitalContext) -> Iterator[Text]:
    """What of the score hangs on the figures of other hospitals: weights, standards, places among them."""
    material = context.material
    for part in material.evaluation.parts:
        if part.ranking is not None:
            if part.ranking.by == "peers":
                yield context.say("grounds.others.ranking", part=context.say.within(part.name))
        elif _weighed_by_others(material, part):
            yield context.say("grounds.others.weights", part=context.say.within(part.name))
    found = [basis_of(one, material.scheme) for one in material.evaluation.indicators]
    if StandardBasis.PEERS in found:
        yield context.say("grounds.others.standards", n=found.count(StandardBasis.PEERS))


def _weighed_by_others(material: Material, part: ScoredPart) -> bool:
    """Whether the weights were found from hospitals, not from the hospital's own years."""
    own = {str(period) for who, period in material.values.values.index if who == material.entity}
    return bool(part.weights) and not part.experts and not set(part.objects) <= own


def note(context: HospitalContext) -> Text:
    """How far scores and grades depend on how other hospitals do."""
    if all(part.ranking is not None for part in context.evaluation.parts):
        return context.say("sure.fixed.unused")
    if named := list(of_others(context)):
        return context.say("sure.fixed.others", what=context.say.join(named, "list.semicolon"))
    is_sample = StandardBasis.SAMPLE in bases(context.material)
    return context.say("sure.fixed.sample" if is_sample else "sure.fixed.note")
