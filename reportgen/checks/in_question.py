"""Which indicators rest on figures that an open finding asks about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from reportgen.checks.needs import touched_by
from reportgen.model.finding import Finding, Severity

if TYPE_CHECKING:
    from reportgen.catalog import Catalog

OPEN: Final = (Severity.ERROR, Severity.WARNING)


def in_question(
    findings: Iterable[Finding], catalog: Catalog, entity: str, period: str
) -> Mapping[str, frozenset[str]]:
    """The rules by the indicators that they put in question, for one hospital in one period.

    An indicator that says the same as a touched one (`same_as`) is touched as well: a margin that is reported as an
    amount of its own hangs on the expense just as the rate of expense does. A finding that the hospital has explained
    is a note and asks no more.
    """
    found: dict[str, set[str]] = {}
    for finding in findings:
        if _is_open(finding, catalog, entity, period):
            for name in _with_alike(touched_by(finding, catalog), catalog):
                found.setdefault(name, set()).add(finding.rule)
    return {name: frozenset(rules) for name, rules in found.items()}


def items_in_question(
    findings: Iterable[Finding], catalog: Catalog, entity: str, period: str
) -> Mapping[str, frozenset[str]]:
    """The same by the items whose own figures the findings name."""
    found: dict[str, set[str]] = {}
    for finding in findings:
        named = finding.facts.get("items")
        if isinstance(named, tuple) and _is_open(finding, catalog, entity, period):
            for item in named:
                found.setdefault(item, set()).add(finding.rule)
    return {name: frozenset(rules) for name, rules in found.items()}


def _is_open(finding: Finding, catalog: Catalog, entity: str, period: str) -> bool:
    own = (finding.facts.get("entity"), finding.facts.get("period")) == (entity, period)
    rule = catalog.checks.get(finding.rule)
    return (
        own
        and not finding.is_of_before
        and (rule is None or rule.doubts)
        and catalog.messages.severity(finding) in OPEN
    )


def _with_alike(touched: Iterable[str], catalog: Catalog) -> set[str]:
    """Those that are touched, what says the same as one of them, and what says the same as that."""
    found, waiting = set[str](), list(touched)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [other for other, one in catalog.indicators.items() if name in one.same_as]
            waiting += catalog.indicators[name].same_as
    return found
