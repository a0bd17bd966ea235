"""Which figures are in error: those that a submission must not rest on, and that a draft marks (edge rule E36)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from reportgen.checks.causes import CELL_NOT_READ, LINE_NOT_READ
from reportgen.model.finding import Finding, Severity

if TYPE_CHECKING:
    from reportgen.catalog import Catalog

Figure = tuple[str, str, str]
"""Item, entity, period."""


def wrong_figures(findings: Iterable[Finding], catalog: Catalog) -> frozenset[Figure]:
    """The total whose own parts do not make it, the part that could not be read, and what lies outside its scale.

    Sums that only follow from another one are not in error themselves.
    """
    return frozenset(figure for finding in findings for figure in _figures(finding, catalog))


def _figures(finding: Finding, catalog: Catalog) -> Iterator[Figure]:
    entity, period = finding.facts.get("entity"), finding.facts.get("period")
    if isinstance(entity, str) and isinstance(period, str):
        yield from ((item, entity, period) for item in _items(finding, catalog))


def _items(finding: Finding, catalog: Catalog) -> tuple[str, ...]:
    if finding.cause is not None:
        named = finding.facts.get("blank") if finding.cause[0] in CELL_NOT_READ | LINE_NOT_READ else ()
        return named if isinstance(named, tuple) else ()
    named = finding.facts.get("items") if catalog.messages.severity(finding) is Severity.ERROR else ()
    return named[:1] if isinstance(named, tuple) else ()
