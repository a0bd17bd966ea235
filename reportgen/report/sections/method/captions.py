"""The captions of the tables of the appendix, in the order of its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportgen.model.definition import Text
    from reportgen.report.desk.captions import Caption
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.sections.method import MethodAppendix

SECTION: Final = "method"


def captions(context: HospitalContext, found: MethodAppendix) -> Mapping[str, Caption]:
    """Of all its tables, by what they show."""
    return {key: context.table(SECTION, words) for key, words in _titled(context, found)}


def _titled(context: HospitalContext, found: MethodAppendix) -> Iterator[tuple[str, Text]]:
    say = context.say
    for part in found.parts:
        yield f"scores.{part.id}", say("appendix.table", name=part.name)
        if part.inspected:
            yield f"checked.{part.id}", say("checked.title", name=part.name)
    for place, table in enumerate(found.weights):
        yield f"weights.{place}", table.title
    if found.standards:
        yield "standards", say("appendix.standards")
    if found.named:
        yield "named", say("named.title")
