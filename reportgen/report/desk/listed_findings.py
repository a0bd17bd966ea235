"""Findings row by row: what is said alike in one row with its places, and of notes by the dozen the first."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from reportgen.model.definition import Text
from reportgen.model.finding import Severity
from reportgen.report.desk.sheet import TableRow
from reportgen.report.speech import same
from reportgen.report.typography.spacing import closed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reportgen.model.finding import Finding
    from reportgen.report.desk.context import HospitalContext

FEW: Final = 2
MOST_PLACES: Final = 6
"""Places that a row lists: a row of dozens is taller than a page, and check lists them all."""
MOST_NOTES: Final = 12
"""Notes of one rule that are listed; a panel of peers has hundreds, which change nothing and fill pages."""
SEPARATOR: Final = "; "


def rows(context: HospitalContext, listed: Iterable[Finding]) -> Iterator[TableRow]:
    """A row for each thing that is said: rule, severity, message, places; findings come in the order of their rules."""
    places: dict[tuple[str, str, Text], list[str]] = {}
    for finding in listed:
        said = context.material.catalog.messages.both(finding)
        message = Text(zh=closed(said.message.zh), en=said.message.en)
        places.setdefault((finding.rule, str(said.severity), message), []).extend(_where(finding))
    for (rule, severity), group in groupby(places.items(), key=lambda one: one[0][:2]):
        found, named = list(group), (same(rule), context.say(f"severity.{severity}"))
        most = MOST_NOTES if severity == Severity.NOTE else len(found)
        yield from (TableRow((*named, message, _listed(context, where))) for (*_, message), where in found[:most])
        if len(found) > most:
            yield TableRow((*named, context.say("checks_page.more", n=len(found) - most), ""))


def _listed(context: HospitalContext, where: list[str]) -> Text | str:
    """The places of what is alike, none of what has none; of many the first, and how many there are."""
    if len(where) <= MOST_PLACES:
        return SEPARATOR.join(where)
    first, rest = SEPARATOR.join(where[:MOST_PLACES]), context.say("warnings.places", n=len(where))
    return Text(zh=f"{first} {rest.zh}", en=f"{first} {rest.en}")


def _where(finding: Finding) -> list[str]:
    """The cell of a finding, and those that it is held against where they are few; of a long sum its total alone."""
    others = finding.places if len(finding.places) <= FEW else ()
    return list(dict.fromkeys(str(place) for place in (finding.place, *others)))
