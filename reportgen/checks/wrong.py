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
    grave = (finding for finding in findings if catalog.messages.severity(finding) is Severity.ERROR)
    return frozenset(figure for finding in grave for figure in _figures(finding))


def _figures(finding: Finding) -> Iterator[Figure]:
    entity, period = finding.facts.get("entity"), finding.facts.get("period")
    if not isinstance(entity, str) or not isinstance(period, str):
        return
    if finding.cause is None:
        key = "items"
    elif finding.cause[0] in CELL_NOT_READ | LINE_NOT_READ:
        key = "blank"
    else:
        return
    named = finding.facts.get(key)
    if isinstance(named, tuple):
        yield from ((item, entity, period) for item in (named[:1] if key == "items" else named))
