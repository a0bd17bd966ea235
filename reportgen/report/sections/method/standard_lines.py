"""The standards of each indicator, and where they come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.report.desk import standards
from reportgen.report.desk.gradings import padding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.model.definition import Text
    from reportgen.model.results import ScoredIndicator
    from reportgen.report.desk.context import Context


@dataclass(frozen=True)
class StandardLine:
    """The five standards of one indicator."""

    name: Text
    unit: Text
    values: tuple[str, ...]
    pad: str
    kind: Text


def standard_line(context: Context, indicator: ScoredIndicator) -> StandardLine:
    """The standards of an indicator that has some, in its unit."""
    assert indicator.standards is not None
    return StandardLine(
        name=context.short(indicator.id),
        unit=context.unit(indicator.id),
        values=tuple(standards.bound(context, indicator, value) for value in indicator.standards.values()),
        pad=padding(context, indicator.id),
        kind=context.say(f"standard.{indicator.standards.kind}"),
    )


def sources(context: Context) -> Iterable[Text]:
    """Where the standards come from: one line for all, or one for each source."""
    by_source: dict[str, list[Text]] = {}
    for indicator in context.evaluation.indicators:
        if indicator.standards is not None:
            by_source.setdefault(indicator.standards.source, []).append(context.short(indicator.id))
    if len(by_source) == 1:
        yield context.say("appendix.source.all", source=standards.source(next(iter(by_source))))
        return
    for words, names in by_source.items():
        yield context.say("appendix.source.some", names=context.say.join(names), source=standards.source(words))
