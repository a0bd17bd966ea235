"""The statements that make a set where no official form says which lines there are."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
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
from reportgen.model.place import NOWHERE
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
                "entity": entity, "period": str(period), "statement": statement.name, "item": statement.items[0],
                "hospital": _name(dataset, entity) if several else None,
            }  # fmt: skip
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
