"""Statements that make a set, and what follows from a sheet mistaken as a whole: swapped (W54), another unit."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import reportgen.catalog
from reportgen.catalog import load
from reportgen.checks.rules import declared
from reportgen.model.definition import Definition, NonEmpty, Text
from reportgen.model.definitions import NO_RULES
from reportgen.model.finding import Fact, Finding
from reportgen.model.period import Period, PeriodKind
from reportgen.model.place import NOWHERE, Place
from reportgen.model.submitted import BALANCES, OWN, only_beside

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.model.dataset import Dataset


FILE: Final = "statements/complete_set.yaml"


class StatementOfSet(Definition):
    """One statement: the lines by which it is known, the first of which stands for it; its part in the whole."""

    name: Text
    items: tuple[str, ...]
    weight: int
    years: bool = False


class CompleteSet(Definition):
    """The statements of a set, by id, and who says so."""

    source: NonEmpty
    statements: dict[str, StatementOfSet]


@lru_cache(maxsize=1)
def complete_set() -> CompleteSet:
    """The set of the catalogue."""
    return load.shipped(CompleteSet, Path(reportgen.catalog.__file__).parent / FILE)


def can_state(catalog: Catalog, identifier: str) -> bool:
    """Whether statements without official forms can have a line of an item.

    They can of what stands on none, of what their own words name, of the totals of these, and of the statements of the
    set; what only the schedules of official forms take apart nobody can supply on them.
    """
    item, own = catalog.items[identifier], {catalog.items[name].statement for name in _named(catalog)}
    on_form = any(form in catalog.forms for form in item.forms)
    return not on_form or item.statement in own or identifier in _spoken(catalog)


@lru_cache(maxsize=4)
def _spoken(catalog: Catalog) -> frozenset[str]:
    """Items that statements without official forms name in words of their own, and the totals in which they stand."""
    meanings = (one for each in catalog.aliases.contextual.values() for one in each if NO_RULES in one.regimes)
    known, found = [*(one.item for one in meanings), *catalog.aliases.parts.values()], set[str]()
    while known:
        at = known.pop()
        if at in catalog.items and at not in found:
            found.add(at)
            known.append(catalog.items[at].parent or "")
    return frozenset(found)


def _named(catalog: Catalog) -> frozenset[str]:
    """The lines by which the statements of the set are known."""
    found = {item for statement in complete_set().statements.values() for item in statement.items}
    return frozenset(found & {*catalog.items})


def absent(
    dataset: Dataset, catalog: Catalog, entity: str, period: str, not_applicable: Container[str] = ()
) -> Iterator[str]:
    """Statements that a period in words of its own is without, by id, but for those that the case leaves out."""
    for name, statement in _due(dataset, catalog, entity, period, not_applicable):
        if not _is_there(dataset, catalog, statement, entity, period):
            yield name


def findings(
    dataset: Dataset, catalog: Catalog, rows: Iterable[tuple[str, str]], not_applicable: Container[str] = ()
) -> Iterator[Finding]:
    """W56: what the newest period of each length is without; earlier ones may stand beside it as columns of a few.

    A year of which there is a budget alone has not come yet; one that only stands beside a later period is none.
    """
    newest: dict[tuple[str, PeriodKind], Period] = {}
    for entity, text in rows:
        if (entity, text) in dataset.in_own_words and _was_submitted(dataset, catalog, entity, text):
            period = Period.parse(text)
            key = entity, period.kind
            newest[key] = max(newest.get(key, period), period, key=Period.sort_key)
    several = len({entity for entity, _ in newest}) > 1
    for (entity, _), period in newest.items():
        for name in absent(dataset, catalog, entity, str(period), not_applicable):
            statement = complete_set().statements[name]
            facts: dict[str, Fact] = {
                "entity": entity,
                "period": str(period),
                "statement": statement.name,
                "item": statement.items[0],
                "hospital": _name(dataset, entity) if several else None,
            }
            yield Finding("W56", NOWHERE, facts)


def _name(dataset: Dataset, entity: str) -> str:
    return dataset.entities[entity].name if entity in dataset.entities else entity


def _was_submitted(dataset: Dataset, catalog: Catalog, entity: str, period: str) -> bool:
    """Whether anything of a period is known but its budget, and not only beside a later one."""
    is_there = any(view in OWN for _, view in dataset.known(entity, period))
    return is_there and not only_beside(dataset, catalog.items, entity, period)


def share_there(
    dataset: Dataset, catalog: Catalog, entity: str, period: str, not_applicable: Container[str] = ()
) -> float:
    """By weight, the part of the set that is there; all of it where none is asked for."""
    due = dict(_due(dataset, catalog, entity, period, not_applicable))
    lost = sum(due[name].weight for name in absent(dataset, catalog, entity, period, not_applicable))
    whole = sum(one.weight for one in due.values())
    return (whole - lost) / whole if whole else 1.0


def _due(
    dataset: Dataset, catalog: Catalog, entity: str, period: str, not_applicable: Container[str]
) -> Iterator[tuple[str, StatementOfSet]]:
    has_forms = any((form.entity, form.period) == (entity, period) for form in dataset.forms)
    if has_forms or (entity, period) not in dataset.in_own_words:
        return
    is_year = Period.parse(period).kind is PeriodKind.YEAR
    for name, statement in complete_set().statements.items():
        if (is_year or not statement.years) and not declared(not_applicable, statement.items[0], catalog.items):
            yield name, statement


def _is_there(dataset: Dataset, catalog: Catalog, statement: StatementOfSet, entity: str, period: str) -> bool:
    """Whether a line of a statement is known; a balance at the end of the year is that of its last month, too."""
    when = Period.parse(period)
    year = str(when.fiscal_year if when.ends_year else when)
    at = {item: year if catalog.items[item].kind in BALANCES else period for item in statement.items}
    known = ((item, each, view) for item in statement.items for each in {period, at[item]} for view in OWN)
    return any(dataset.value(item, entity, each, view) is not None for item, each, view in known)


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
            MistakenSheet(
                one,
                frozenset(
                    {
                        one.place.sheet,
                        *(each.sheet for each in one.places),
                        *(
                            place.sheet
                            for places in two_values
                            if any(is_on(each, one) for each in places)
                            for place in places
                        ),
                    }
                ),
            )
            for one in whole
        )

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
