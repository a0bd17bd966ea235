"""Lines of figures in statements that nobody read: data with such a line are not complete, nor of the first grade."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from reportgen.checks.complete_set import complete_set
from reportgen.model.finding import Finding

if TYPE_CHECKING:
    from reportgen.model.dataset import Dataset, FormReading
    from reportgen.model.place import Place

UNREAD: Final = frozenset({"I13", "I14", "I33", "I95", "I106"})
"""Findings on the name of a line whose figures were left out."""
SheetOfPlace = tuple[str, str | None]


def statement_sheets(
    dataset: Dataset, entity: str, periods: Iterable[str], forms: Iterable[FormReading]
) -> frozenset[SheetOfPlace]:
    """Where statements of some periods stand: official forms, and sheets with a line by which others are known."""
    known = {item for statement in complete_set().statements.values() for item in statement.items}
    places = (place for period in periods for item, place in _lines(dataset, entity, period) if item in known)
    return frozenset(map(_sheet, (*places, *(form.place for form in forms))))


def lines_read(dataset: Dataset, entity: str, periods: Iterable[str], sheets: frozenset[SheetOfPlace]) -> int:
    """How many lines with figures were read of some sheets."""
    read = {
        (item, place)
        for period in periods
        for item, place in _lines(dataset, entity, period)
        if _sheet(place) in sheets
    }
    return len(read)


def of_statements(findings: Iterable[Finding], sheets: frozenset[SheetOfPlace]) -> tuple[Finding, ...]:
    """Findings but for those on lines that were not read of what is no statement."""
    return tuple(one for one in findings if one.rule not in UNREAD or _stands_on(one, sheets))


def lines_unread(findings: Iterable[Finding], sheets: frozenset[SheetOfPlace]) -> int:
    """How many lines with figures were left out of some sheets."""
    return sum(_count(one) for one in findings if one.rule in UNREAD and _stands_on(one, sheets))


def _count(finding: Finding) -> int:
    more = finding.facts.get("more")
    return 1 + (more if isinstance(more, int) else 0)


def _stands_on(finding: Finding, sheets: frozenset[SheetOfPlace]) -> bool:
    return any(_sheet(place) in sheets for place in (finding.place, *finding.places))


def _sheet(place: Place) -> SheetOfPlace:
    return place.file, place.sheet


def _lines(dataset: Dataset, entity: str, period: str) -> Iterator[tuple[str, Place]]:
    for item, view in dataset.known(entity, period):
        place = dataset.place((item, entity, period, view))
        if place is not None:
            yield item, place
