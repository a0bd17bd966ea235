"""Checks of what was read: do the statements tie, are the figures plausible, how far can the data be trusted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.checks import complete_set
from reportgen.checks.causes import (
    Group,
    Subject,
    counted,
    folded,
    grouped,
    in_natural_order,
    not_checked,
    ordered,
    subject_of,
    weighed,
    wrong_before,
    wrong_figures,
)
from reportgen.checks.complete_set import COMPOSED, items_of_finding
from reportgen.checks.filings import filings
from reportgen.checks.history import History
from reportgen.checks.needs import Lacking, lacking, touched_by
from reportgen.checks.outcome import CheckOutcome, CheckResult, Marks
from reportgen.checks.outside import outside
from reportgen.checks.quality import concerning, month_sources, quality
from reportgen.checks.registers import between_forms, registers, typed_totals
from reportgen.checks.rules import claims_of
from reportgen.checks.series import digits, first_digits, series, stopped
from reportgen.checks.trials import Conditions, RuleChecker, foreign, out_of_reach, regimes
from reportgen.checks.whole_sheets import WholeSheets
from reportgen.collector import uncollected
from reportgen.compute.calendar import NO_ROW, Calendar, Rows
from reportgen.compute.peer_groups import Matrix
from reportgen.formula import Symbol
from reportgen.model.casefile import Case
from reportgen.model.dataset import Dataset
from reportgen.model.definitions import Kind
from reportgen.model.finding import Fact, Finding, Severity

if TYPE_CHECKING:
    from reportgen.catalog import Catalog


__all__ = [
    "SAYS_THE_SAME",
    "CheckOutcome",
    "CheckResult",
    "Group",
    "Lacking",
    "Subject",
    "all_of",
    "between_forms",
    "concerning",
    "counted",
    "filings",
    "folded",
    "grouped",
    "in_natural_order",
    "in_question",
    "items_in_question",
    "lacking",
    "month_sources",
    "not_checked",
    "of_months",
    "ordered",
    "outside",
    "quality",
    "registers",
    "subject_of",
    "touched_by",
    "typed_totals",
    "weighed",
    "wrong_before",
    "wrong_figures",
]


BELOW: Final = "/"
"""Between the id of a hospital and the name of its department."""
SAYS_THE_SAME = {"W12": "W02", "W03": "W04", "W14": "W04"}
"""A finding is left out where the other one says the same of the same row."""
OPEN: Final = (Severity.ERROR, Severity.WARNING)
AT_END: Final = frozenset({Kind.STOCK, Kind.LEVEL})
"""Of these a quarter has what its last month has."""
Quarters = Mapping[tuple[str, str], tuple[str, ...]]
"""Entity and quarter → its months."""


@uncollected()
def all_of(
    dataset: Dataset,
    catalog: Catalog,
    case: Case | None = None,
    in_own_words: frozenset[tuple[str, str]] = frozenset(),
) -> CheckOutcome:
    """Every rule of the catalogue that fits the case, and what only procedures can say.

    Each row is held against the rules of the regime under which it was drawn up; a rule looks only at forms that are
    there. Where a case names its hospital, the others in its data are peers: they are not checked, unless it is what
    they come to. Without a case, rows `in_own_words` (entity and period) are those of statements of no official rules.
    """
    index = dataset.values.index
    first_month = case.file.fiscal_year_start if case else 1
    calendar = Calendar.of(list(index.get_level_values(0)), list(index.get_level_values(1)), first_month)
    matrix = Matrix.of(dataset)
    asked = rows_asked(dataset, case)
    ways = regimes(dataset, catalog, matrix, case.file.regime if case else None, in_own_words)
    conditions = Conditions(dataset, calendar, ways, asked, catalog.forms, case.file.explanations if case else {})
    court = RuleChecker(
        catalog, matrix, {name: Symbol.of_unit(item.unit) for name, item in catalog.items.items()}, conditions
    )
    findings: list[Finding] = []
    trials: list[CheckResult] = []
    for claim in claims_of(catalog, {item for item, _ in matrix.at}):
        if (result := court.trial(claim)) is not None:
            trials.append(result[0])
            findings += result[1]
    before = np.where(asked, _month_before(calendar), NO_ROW)
    findings += series(dataset, catalog, matrix, before)
    findings += stopped(dataset, catalog, matrix, before)
    findings += History(dataset, catalog, matrix, calendar, asked).findings()
    findings += WholeSheets(dataset, catalog, matrix, calendar, asked).findings()
    rows = tuple((str(entity), str(period)) for entity, period in index)
    checked = {at: row for row, at in enumerate(rows) if asked[row]}
    if case is not None:
        about = {entity for entity, _ in checked}
        findings += foreign(dataset, catalog, case.file.regime, about)
        findings += out_of_reach(dataset, catalog, case.file.scheme, about)
    declared = case.file.not_applicable if case else {}
    findings += complete_set.findings(dataset, catalog, checked, declared)
    findings += digits(dataset, catalog, matrix, checked)
    findings += first_digits(dataset, catalog, matrix, checked)
    return CheckOutcome(tuple(_told_once(findings)), tuple(trials), rows)


def rows_asked(dataset: Dataset, case: Case | None) -> Marks:
    """Rows of the hospital that the case is about and of its departments, or all of them."""
    entities = dataset.values.index.get_level_values(0)
    own = case.file.entity.id if case and case.file.entity else None
    known = dataset.entities.get(own) if own else None
    if own is None or own not in entities or (known is not None and known.is_total):
        return np.ones(len(entities), dtype=np.bool_)
    return np.asarray((entities == own) | entities.str.startswith(f"{own}{BELOW}"), dtype=np.bool_)


def _month_before(calendar: Calendar) -> Rows:
    """The row of the month before each month."""
    return np.where(calendar.lasting == 1, calendar.find(calendar.moved(0, 1)), NO_ROW)


def _told_once(findings: list[Finding]) -> list[Finding]:
    """Findings by place in time, each once, without those that another one already says."""
    told = {(finding.rule, finding.facts.get("entity"), finding.facts.get("period")) for finding in findings}
    once: dict[tuple[object, ...], Finding] = {}
    for number, finding in enumerate(findings):
        at = finding.facts.get("entity"), finding.facts.get("period")
        if (SAYS_THE_SAME.get(finding.rule), *at) not in told:
            same = (*at, finding.rule, finding.place, finding.facts.get("items"), finding.facts.get("column"))
            once.setdefault(same if "gap" in finding.facts else (number,), finding)
    return sorted(
        once.values(), key=lambda finding: (str(finding.facts.get("entity")), str(finding.facts.get("period")))
    )


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
