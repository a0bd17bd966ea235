"""What scores rest on: where standards come from, and what of a score hangs on the figures of other hospitals.

One answer for the cover, the method and the page of how sure a result is: what one of them says of the standards no
other may deny.

Pages that tell a score, or compare two of them, ask here how to call the time, for amounts of single
months stand beside it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from reportgen.analysis.group.material import GroupMaterial
from reportgen.catalog.calendar_words import period_name, period_short, period_spoken, period_with_year
from reportgen.model.period import MONTHS, Period
from reportgen.model.schemes import StandardKind
from reportgen.model.submitted import states_itself_alone
from reportgen.report.desk.tables.answers import covered, span
from reportgen.scoring.totals import FROM_PEERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reportgen.analysis.material import Material
    from reportgen.model.definition import Text
    from reportgen.model.results import ScoredIndicator, ScoredPart
    from reportgen.model.schemes import Scheme
    from reportgen.report.desk.context import HospitalContext, SubjectContext

OWN_YEARS: Final = frozenset({StandardKind.OWN_BEST, StandardKind.MEAN_3Y})
SET: Final = frozenset({StandardKind.PLAN, StandardKind.BUDGET, StandardKind.PERFORMANCE_BUDGET})


class StandardBasis(StrEnum):
    """Who set the standards, or what they are computed from."""

    INDUSTRY = "industry"
    SCHEME = "scheme"
    SAMPLE = "sample"
    PEERS = "peers"
    YEARS = "years"


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


def is_by_itself(context: SubjectContext) -> bool:
    """Whether nothing of a hospital's month or quarter is told from the start of the year."""
    found = context.material
    return not isinstance(found, GroupMaterial) and states_itself_alone(found.dataset, found.entity, found.period)


def is_to_date(context: HospitalContext) -> bool:
    """Whether the score of a month or quarter is one of the year so far."""
    return not context.is_year and context.material.scheme.basis != "month" and not is_by_itself(context)


def kind(context: HospitalContext) -> str:
    """What is judged as keys of words have it: a year, a month or quarter, or the year up to the end of one."""
    return f"{context.span}.to_date" if is_to_date(context) else context.span


def named(context: HospitalContext, period: str) -> Text:
    """What a score covers, with its year: ``Jan to Sep 2026``; where it is of the month alone ``Sep 2026``."""
    return _months(context, period, span, period_with_year)


def shortened(context: HospitalContext, period: str) -> Text:
    """The same beside others of its year: ``Jan to Sep``, or ``Sep``."""
    return _months(context, period, _within_year, period_short)


def spoken(context: HospitalContext, period: str) -> Text:
    """The same in a sentence."""
    return _months(context, period, _within_year, period_spoken)


def in_full(context: HospitalContext, period: str) -> Text:
    """The same in full, for letters: ``January to September 2026``."""
    return _months(context, period, _covered, period_name)


def _months(
    context: HospitalContext, period: str, words: Callable[[HospitalContext, str], Text], alone: Callable[[str], Text]
) -> Text:
    """The months that a score covers in such words, or the period alone."""
    months = Period.parse(period).months_elapsed
    if not is_to_date(context):
        return alone(period)
    if months == 1:
        return alone(period)
    return words(context, period) if months < MONTHS else period_name(str(Period.parse(period).fiscal_year))


def _within_year(context: HospitalContext, period: str) -> Text:
    when = Period.parse(period)
    if when.year != context.period.year:
        return span(context, period)
    return covered(context.say, "analysis.span.short", when.months_to_date, period_short)


def _covered(context: HospitalContext, period: str) -> Text:
    return covered(context.say, "furniture.covered", Period.parse(period).months_to_date, period_spoken)
