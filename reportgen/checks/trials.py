"""Claims tried on all rows at once, and a finding for each row in which one does not hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.checks.conditions import HOLDS, Conditions, holding
from reportgen.checks.ledger import Ledger
from reportgen.checks.outcome import Marks, Trial
from reportgen.checks.rules import Claim
from reportgen.checks.sums import Term
from reportgen.checks.telling import Teller
from reportgen.checks.tried import Tried
from reportgen.compute.matrix import Matrix
from reportgen.formula import Symbol
from reportgen.formula.columns import Values
from reportgen.formula.evaluate import Evaluation
from reportgen.model.expression import Expression

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.formula.context import Context
    from reportgen.model.finding import Finding

CENT: Final = 0.01
NOISE: Final = 1e-6


@dataclass(eq=False)
class Court:
    """Everything that claims are tried on."""

    catalog: Catalog
    matrix: Matrix
    symbols: Mapping[str, Symbol]
    conditions: Conditions
    _ledgers: dict[tuple[str, tuple[str, ...]], Ledger] = field(default_factory=dict)
    _read: dict[str, dict[tuple[str, Context], Values]] = field(default_factory=dict)

    def trial(self, claim: Claim) -> tuple[Trial, Iterator[Finding]] | None:
        """One claim on all rows; None where it could not be tried on any."""
        tried = self.tried(claim)
        if tried is None:
            return None
        items = tuple(dict.fromkeys(name for name, _ in tried.figures))
        trial = Trial(
            claim.id, claim.rule.forms, claim.is_equation, tried.checked, tried.failed,
            claim.view, items, tried.left, tried.right,
        )  # fmt: skip
        return trial, self._findings(tried) if tried.failed.any() else iter(())

    def tried(self, claim: Claim) -> Tried | None:
        """Both sides, and the rows in which they could be compared and do not agree."""
        ledger = self._ledger(claim)
        if not self._could_be(claim, ledger):
            return None
        rows = self.conditions.rows(claim)
        of_right = [ledger.present(*figure) for figure in claim.right_names]
        checked = _all([rows, *(ledger.present(*figure) for figure in claim.left_names)])
        checked &= _any(of_right, ledger.size) if claim.is_equation else _all([rows, *of_right])
        if not checked.any():
            return None
        left = _side(claim.left, claim.left_terms, ledger)
        right = _side(claim.right, claim.right_terms, ledger)
        checked &= np.isfinite(left) & np.isfinite(right)
        if claim.rule.unless:
            checked &= ~holding(claim.rule.unless, ledger)
        return Tried(claim, ledger, left, right, checked, self._failed(claim, ledger, (left, right), checked))

    def _could_be(self, claim: Claim, ledger: Ledger) -> bool:
        """Whether any row can have what the claim needs."""
        if not all(ledger.is_there(*figure) for figure in claim.left_names):
            return False
        right = (ledger.is_there(*figure) for figure in claim.right_names)
        return not claim.right_names or (any(right) if claim.is_equation else all(right))

    def _findings(self, tried: Tried) -> Iterator[Finding]:
        teller = Teller(tried, self.catalog)
        explained = self.conditions.explained(tried.claim, tried.ledger)
        for row in np.flatnonzero(tried.failed).tolist():
            period = str(self.conditions.dataset.values.index[row][1])
            note = self.conditions.note(tried.claim, period) if tried.claim.rule.explainable else None
            yield teller.finding(row, explained=bool(explained[row]), note=note)

    def _failed(self, claim: Claim, ledger: Ledger, sides: tuple[Values, Values], checked: Marks) -> Marks:
        left, right = sides
        with np.errstate(invalid="ignore"):
            if not claim.is_equation:
                return np.logical_and(checked, ~HOLDS[claim.operator](left, right))
            gap = np.abs(left - right)
            suspects = checked & (gap > np.maximum(NOISE, claim.share * np.abs(left)))
        if claim.exact:
            return suspects
        for row in np.flatnonzero(suspects).tolist():
            suspects[row] = gap[row] > _rounding(claim, ledger, row) + NOISE
        return suspects

    def _ledger(self, claim: Claim) -> Ledger:
        key = (claim.view, claim.rule.forms)
        if key not in self._ledgers:
            conditions = self.conditions
            self._ledgers[key] = Ledger(
                conditions.dataset, self.matrix, conditions.calendar, self.symbols, claim.view,
                conditions.full(claim.rule.forms), self._read.setdefault(claim.view, {}),
            )  # fmt: skip
        return self._ledgers[key]


def _side(side: Expression, terms: tuple[Term, ...] | None, ledger: Ledger) -> Values:
    if terms is not None:
        return ledger.total(terms)
    column = Evaluation(ledger).column(side)
    return np.where(column.codes == 0, column.values, np.nan)


def _rounding(claim: Claim, ledger: Ledger, row: int) -> float:
    """Half a unit of the last place for every figure, at least one unit: what rounding can explain."""
    figures = [*claim.left_names, *claim.right_names]
    keys = [ledger.key(name, context, row) for name, context in figures]
    dataset = ledger.dataset
    steps = [dataset.step(key) for key in keys if key and dataset.place(key)]
    unit = max(steps, default=CENT)
    return max(unit, unit * sum(bool(ledger.present(*figure)[row]) for figure in figures) / 2)


def _all(marks: list[Marks]) -> Marks:
    together: Marks = np.logical_and.reduce(marks)
    return together


def _any(marks: list[Marks], size: int) -> Marks:
    """Whether one of them is marked; a side without names, such as ``0``, needs none."""
    one: Marks = np.logical_or.reduce(marks) if marks else np.ones(size, dtype=np.bool_)
    return one
