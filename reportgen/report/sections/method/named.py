"""Single named standards: kind, value, where from, of which year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.model import printing
from reportgen.report.desk import standards

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.model.results import ScoredIndicator, UsedReference
    from reportgen.report.desk.context import Context


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


def named_standards(context: Context) -> tuple[NamedStandard, ...]:
    """Those of all indicators that are not judged by five levels."""
    rows = ((one, one.reference) for one in context.evaluation.indicators)
    return tuple(_named(context, one, found) for one, found in rows if found is not None)


def _named(context: Context, one: ScoredIndicator, found: UsedReference) -> NamedStandard:
    limit = found.unacceptable
    return NamedStandard(
        name=context.short(one.id),
        unit=context.unit(one.id),
        kind=context.say(f"standard.{found.kind}"),
        value=standards.bound(context, one, found.value),
        unacceptable=printing.DASH if limit is None else _plain(context, one, limit),
        source=standards.source(found.source),
        date=printing.DASH if found.year is None else str(found.year),
    )


def _plain(context: Context, one: ScoredIndicator, limit: float | tuple[float, float]) -> str:
    ends = limit if isinstance(limit, tuple) else (limit,)
    return standards.EN_DASH.join(context.printed(one.id, end) for end in ends)
