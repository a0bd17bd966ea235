"""All checks on all rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.checks import complete_set
from reportgen.checks.history import History
from reportgen.checks.outcome import CheckOutcome, CheckResult, Marks
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
from reportgen.model.finding import Finding

if TYPE_CHECKING:
    from reportgen.catalog import Catalog

BELOW: Final = "/"
"""Between the id of a hospital and the name of its department."""
SAYS_THE_SAME = {"W12": "W02", "W03": "W04", "W14": "W04"}
"""A finding is left out where the other one says the same of the same row."""


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
    asked = _asked(dataset, case)
    ways = regimes(dataset, catalog, matrix, case.file.regime if case else None, in_own_words)
    conditions = Conditions(dataset, calendar, ways, asked, case.file.explanations if case else {})
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


def _asked(dataset: Dataset, case: Case | None) -> Marks:
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
