"""Single named standards: kind, value, where from, of which year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.model.schemes import StandardKind
from reportgen.report.calendar_words import period_name
from reportgen.report.desk import standards

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.model.results import ScoredIndicator, UsedReference
    from reportgen.report.desk.context import Context


OWN: Final = frozenset({StandardKind.OWN_BEST, StandardKind.MEAN_3Y})
"""Kinds that are computed from the hospital's own years."""


@dataclass(frozen=True)
class NamedStandard:
    """The one standard that an indicator is held against."""

    name: Text
    unit: Text
    kind: Text
    value: str
    unacceptable: str
    source: Text
    date: str

    @property
    def is_partial(self) -> bool:
        """Whether it states no value that is not allowed, or no year: a dash that the page explains."""
        return printing.DASH in {self.unacceptable, self.date}


def named_standards(context: Context) -> tuple[NamedStandard, ...]:
    """Those of all indicators that are not judged by five levels."""
    rows = ((one, one.reference) for one in context.evaluation.indicators)
    return tuple(_named(context, one, found) for one, found in rows if found is not None)


def _named(context: Context, one: ScoredIndicator, found: UsedReference) -> NamedStandard:
    limit = found.unacceptable
    return NamedStandard(
        name=context.short(one.id),
        unit=context.unit(one.id),
        kind=_kind(context, found),
        value=standards.bound(context, one, found.value),
        unacceptable=printing.DASH if limit is None else _plain(context, one, limit),
        source=_source(context, found),
        date=printing.DASH if found.year is None else str(found.year),
    )


def _kind(context: Context, found: UsedReference) -> Text:
    """Its kind, and of a mandatory standard whether it was met."""
    kind = context.say(f"standard.{found.kind}")
    if found.passed is None:
        return kind
    return context.say.join([kind, context.say(f"named.{'met' if found.passed else 'missed'}")], "list.beside")


def _source(context: Context, found: UsedReference) -> Text:
    """What the scheme or the targets say of it, and the years or the peers that the value was found from."""
    told = [standards.source(found.source)] if found.source else []
    if found.objects or not told:
        told.append(_objects(context, found))
    return context.say.join(told, "list.semicolon")


def _objects(context: Context, found: UsedReference) -> Text:
    say, names = context.say, context.material.peer_names
    if found.kind in OWN:
        return say("named.own", periods=say.join([period_name(period) for period in found.objects]))
    if len(found.objects) == 1:
        return names.get(found.objects[0], say("named.peer"))
    return say("named.many", n=len(found.objects)) if found.objects else say("named.peers")


def _plain(context: Context, one: ScoredIndicator, limit: float | tuple[float, float]) -> str:
    ends = limit if isinstance(limit, tuple) else (limit,)
    return standards.EN_DASH.join(context.printed(one.id, end) for end in ends)
