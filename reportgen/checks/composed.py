"""Errors of months in the quarters that are made of them: a sum of figures in error is in error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from reportgen.checks.causes import wrong_figures
from reportgen.checks.mistaken import COMPOSED, items_of_finding
from reportgen.checks.needs import touched_by
from reportgen.model.definitions import Kind
from reportgen.model.finding import Fact, Finding, Severity

if TYPE_CHECKING:
    from reportgen.catalog import Catalog

AT_END: Final = frozenset({Kind.STOCK, Kind.LEVEL})
"""Of these a quarter has what its last month has."""
Quarters = Mapping[tuple[str, str], tuple[str, ...]]
"""Entity and quarter → its months."""


def of_months(findings: Sequence[Finding], catalog: Catalog, quarters: Quarters) -> Iterator[Finding]:
    """W57 for each quarter that rests on a figure in error of a month."""
    errors = [finding for finding in findings if catalog.messages.severity(finding) is Severity.ERROR]
    for (entity, quarter), months in quarters.items():
        found = [one for one in errors if one.facts.get("entity") == entity and _counts(one, months, catalog)]
        if found:
            wrong = [item for item, *_ in sorted(wrong_figures(found, catalog))]
            touched = {name for finding in found for name in touched_by(finding, catalog)}
            facts: dict[str, Fact] = {
                "entity": entity,
                "period": quarter,
                "months": tuple(sorted({str(finding.facts["period"]) for finding in found})),
                "rules": tuple(sorted({finding.rule for finding in found})),
                "items": tuple(item for item in dict.fromkeys(wrong) if item in catalog.items),
                "indicators": tuple(name for name in catalog.indicators if name in touched),
            }
            yield Finding(COMPOSED, found[0].place, facts)


def _counts(finding: Finding, months: Sequence[str], catalog: Catalog) -> bool:
    """Whether a finding is about what the quarter takes from one of its months: of a balance the last one alone."""
    period, named = finding.facts.get("period"), items_of_finding(finding)
    known = [catalog.items[item] for item in named if item in catalog.items]
    is_at_end = bool(known) and all(item.kind in AT_END for item in known)
    return period in (months[-1:] if is_at_end else months)
