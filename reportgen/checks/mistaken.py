"""What follows from a sheet that is mistaken as a whole: columns swapped (W54), or in another unit of money (W55)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from reportgen.model.finding import Finding
from reportgen.model.period import Period
from reportgen.model.place import Place

SWAPPED: Final = "W54"
OTHER_UNIT: Final = "W55"
COMPOSED: Final = "W57"
"""Errors of months in the quarter that is made of them."""
WHOLE_SHEET: Final = frozenset({SWAPPED, OTHER_UNIT})
TWO_VALUES: Final = frozenset({"I43", "V37"})
COMPARED: Final = TWO_VALUES | {"I84", "I89"}
"""Findings about figures, besides those that name items, that a mistaken sheet brings about."""
COLUMN: Final = re.compile(r"[A-Z]+")

SheetOf = tuple[str, str | None]
"""A file and a sheet of it."""


def sheet_of(place: Place) -> SheetOf:
    """The file and the sheet of a place."""
    return place.file, place.sheet


def column_of(place: Place) -> str | int | None:
    """The letters of a cell's column."""
    match = COLUMN.match(place.cell or "")
    return match[0] if match else place.column


def items_of_finding(finding: Finding) -> tuple[str, ...]:
    """The items that it names."""
    named = finding.facts.get("items")
    return named if isinstance(named, tuple) else ()


def places_of(finding: Finding) -> tuple[Place, ...]:
    """Every cell that it speaks of."""
    first = finding.facts.get("first")
    return (finding.place, *finding.places, *((first,) if isinstance(first, Place) else ()))


@dataclass(frozen=True)
class MistakenSheet:
    """What is told of a mistaken sheet, and the names of all sheets from which it has kept figures out."""

    told: Finding
    names: frozenset[str | None]

    @staticmethod
    def among(findings: Iterable[Finding]) -> tuple[MistakenSheet, ...]:
        """All that are told."""
        everything = tuple(findings)
        whole = [finding for finding in everything if finding.rule in WHOLE_SHEET]
        two_values = [places_of(finding) for finding in everything if whole and finding.rule in TWO_VALUES]
        return tuple(
            MistakenSheet(one, frozenset({one.place.sheet, *(each.sheet for each in one.places), *(
                place.sheet for places in two_values if any(is_on(each, one) for each in places) for place in places
            )}))
            for one in whole
        )  # fmt: skip

    @property
    def reference(self) -> tuple[str, Place]:
        """By which what follows from it names it."""
        return self.told.rule, self.told.place


def of_whole_sheet(finding: Finding, mistaken: Iterable[MistakenSheet]) -> tuple[str, Place] | None:
    """The mistaken sheet that a finding follows from.

    It reads from that sheet and something else: what is out within one column of one sheet is a mistake of its own.
    """
    facts = finding.facts
    is_of_figures = finding.rule in COMPARED or "gap" in facts or isinstance(facts.get("items"), tuple)
    if finding.rule in WHOLE_SHEET or not is_of_figures:
        return None
    places = places_of(finding)
    if "gap" in facts and len({(sheet_of(place), column_of(place)) for place in places}) == 1:
        places = ()
    for sheet in sorted(mistaken, key=lambda one: one.told.facts.get("period") != facts.get("period")):
        if any(is_on(place, sheet.told) for place in places) or _left_out_before(finding, sheet):
            return sheet.reference
    return None


def is_on(place: Place, told: Finding) -> bool:
    """Whether a place is of a mistaken workbook, of one of its sheets, or of a column."""
    wholes, letters = (told.place, *told.places), told.facts.get("letters")
    columns = letters if isinstance(letters, tuple) else (None,) * len(wholes)  # of each sheet those that are swapped
    return any(
        place.file == one.file
        and one.sheet in {None, place.sheet}
        and (of is None or not place.cell or str(column_of(place)) in of.split("/"))
        for one, of in zip(wholes, columns, strict=True)
    )


def _left_out_before(finding: Finding, sheet: MistakenSheet) -> bool:
    """Whether a line does not roll on from the period before, where a mistaken sheet has kept its figure out."""
    own, theirs = finding.facts.get("period"), sheet.told.facts.get("period")
    if not finding.facts.get("blank") or not isinstance(own, str) or not isinstance(theirs, str):
        return False
    same = finding.facts.get("entity") == sheet.told.facts.get("entity")
    follows = same and str(Period.parse(own).preceding()) == theirs
    return follows and not sheet.names.isdisjoint({None, finding.place.sheet})
