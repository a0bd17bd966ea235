"""Which items an evaluation needs, and which of its indicators a gap in the data touches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from reportgen.compute.substitutes import substitutes
from reportgen.formula import names_in
from reportgen.model.dataset import Dataset
from reportgen.model.expression import Expression
from reportgen.model.finding import Finding, Severity
from reportgen.model.schemes import Scheme

if TYPE_CHECKING:
    from reportgen.catalog import Catalog


def indicators_of(scheme: Scheme) -> tuple[str, ...]:
    """Indicators that are computed, not rated by experts."""
    parts = (part for part in scheme.parts.values() if part.from_folder is None)
    return tuple(dict.fromkeys(name for part in parts for name in part.indicators))


def items_needed(catalog: Catalog, scheme: Scheme) -> tuple[str, ...]:
    """Items from which the indicators of a scheme are computed."""
    found = (item for name in indicators_of(scheme) for item in items_of(catalog, name))
    return tuple(dict.fromkeys(found))


def items_of(catalog: Catalog, indicator: str) -> tuple[str, ...]:
    """Items below an indicator, through the indicators that it refers to."""
    names = (name for tree in trees_of(catalog, indicator) for name in names_in(tree))
    return tuple(dict.fromkeys(name for name in names if name in catalog.items))


def trees_of(catalog: Catalog, indicator: str) -> Iterator[Expression]:
    """The formula of an indicator, and those of the indicators that it refers to."""
    seen, waiting = {indicator}, [indicator]
    while waiting:
        formula = catalog.expressions.get(waiting.pop())
        if formula is None:
            continue
        yield formula
        more = [name for name in names_in(formula) if name not in catalog.items and name not in seen]
        seen.update(more)
        waiting += more


@lru_cache(maxsize=4)
def indicators_by_item(catalog: Catalog) -> Mapping[str, tuple[str, ...]]:
    """The indicators that each item goes into, without the obsolete ones."""
    found: dict[str, list[str]] = {}
    for name, indicator in catalog.indicators.items():
        if not indicator.obsolete:
            for item in items_of(catalog, name):
                found.setdefault(item, []).append(name)
    return {item: tuple(names) for item, names in found.items()}


def touched_by(finding: Finding, catalog: Catalog) -> tuple[str, ...]:
    """The indicators that a finding touches: all that its figures go into, for any of them may be the wrong one."""
    named = finding.facts.get("indicators")
    if isinstance(named, tuple):
        return named
    items = finding.facts.get("items")
    if not isinstance(items, tuple):
        return ()
    known = indicators_by_item(catalog)
    touched = {name for item in items for name in known.get(item, ())}
    return tuple(name for name in catalog.indicators if name in touched)


def gaps(  # noqa: PLR0913 - everything that speaks about a gap
    dataset: Dataset, catalog: Catalog, scheme: Scheme, entity: str, period: str, findings: Iterable[Finding]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What is missing or does not tie, and the indicators it touches."""
    errors = (finding for finding in findings if catalog.messages.severity(finding) is Severity.ERROR)
    wrong = dict.fromkeys(items[0] for finding in errors if isinstance(items := finding.facts.get("items"), tuple))
    missing = (item for item in items_needed(catalog, scheme) if is_missing(dataset, catalog, item, entity, period))
    for item in dict.fromkeys((*wrong, *missing)):
        names = tuple(name for name in indicators_of(scheme) if item in items_of(catalog, name))
        if names:
            yield item, names


def is_missing(dataset: Dataset, catalog: Catalog, item: str, entity: str, period: str) -> bool:
    """Whether nothing was read of an item, and neither a blank nor other items stand for it."""
    if catalog.items[item].blank_is_zero or substitutes(item, catalog.items):
        return False
    return all(dataset.value(item, entity, period, view) is None for view in ("", "ytd"))
