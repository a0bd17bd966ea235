"""Claims tried on all rows at once, and a finding for each row in which one does not hold."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from reportgen.checks.ledger import Ledger, full_rows
from reportgen.checks.outcome import Marks, Trial
from reportgen.checks.rules import Claim
from reportgen.checks.telling import Teller
from reportgen.compute.calendar import Calendar
from reportgen.compute.matrix import Matrix
from reportgen.formula import Symbol
from reportgen.formula.evaluate import Evaluation, Values
from reportgen.model.dataset import Dataset

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.model.finding import Finding

CENT: Final = 0.01
NOISE: Final = 1e-6
HOLDS: Final[Mapping[str, Callable[[Values, Values], Marks]]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}


@dataclass(frozen=True, eq=False)
class Tried:
    """Both sides of a claim for every row; `count` is the number of figures in it."""

    claim: Claim
    ledger: Ledger
    left: Values
    right: Values
    count: NDArray[np.int64]
    checked: Marks
    failed: Marks


@dataclass(eq=False)
class Court:
    """Everything that claims are tried on.

    Attributes:
        asked: rows that are checked.
    """

    dataset: Dataset
    catalog: Catalog
    matrix: Matrix
    calendar: Calendar
    symbols: Mapping[str, Symbol]
    asked: Marks
    _ledgers: dict[tuple[str, tuple[str, ...]], Ledger] = field(default_factory=dict)

    def trial(self, claim: Claim) -> tuple[Trial, Iterator[Finding]]:
        """One claim on all rows."""
        tried = self.tried(claim)
        trial = Trial(claim.id, claim.rule.forms, claim.is_equation, tried.checked, tried.failed)
        rows = np.flatnonzero(tried.failed).tolist()
        teller = Teller(tried, self.dataset, self.catalog)
        return trial, (teller.finding(row) for row in rows)

    def tried(self, claim: Claim) -> Tried:
        """Both sides, and the rows in which they could be compared and do not agree."""
        ledger = self._ledger(claim)
        left, right = Evaluation(ledger).column(claim.left), Evaluation(ledger).column(claim.right)
        of_left = [ledger.present(name, context) for name, context in claim.left_names]
        of_right = [ledger.present(name, context) for name, context in claim.right_names]
        checked = (left.codes == 0) & (right.codes == 0) & self._scope(claim.rule.scope) & _all(of_left, ledger.size)
        if claim.is_equation:
            checked &= _any(of_right, ledger.size)
        else:
            checked &= _all(of_right, ledger.size)
        count = np.array([*of_left, *of_right], dtype=np.int64).sum(axis=0)
        tried = Tried(claim, ledger, left.values, right.values, count, checked, checked)
        return Tried(claim, ledger, left.values, right.values, count, checked, self._failed(tried))

    def _failed(self, tried: Tried) -> Marks:
        claim = tried.claim
        with np.errstate(invalid="ignore"):
            if not claim.is_equation:
                return np.logical_and(tried.checked, ~HOLDS[claim.operator](tried.left, tried.right))
            gap = np.abs(tried.left - tried.right)
            suspects = tried.checked & (gap > np.maximum(NOISE, claim.share * np.abs(tried.left)))
        if claim.exact:
            return suspects
        for row in np.flatnonzero(suspects).tolist():
            suspects[row] = gap[row] > self._rounding(tried, row) + NOISE
        return suspects

    def _rounding(self, tried: Tried, row: int) -> float:
        """Half a unit of the last place for every figure, at least one unit: what rounding can explain."""
        figures = (*tried.claim.left_names, *tried.claim.right_names)
        keys = [tried.ledger.key(name, context, row) for name, context in figures if name in self.catalog.items]
        steps = [self.dataset.step(key) for key in keys if key and self.dataset.place(key)]
        unit = max(steps, default=CENT)
        return max(unit, unit * int(tried.count[row]) / 2)

    def _ledger(self, claim: Claim) -> Ledger:
        key = (claim.view, claim.rule.forms)
        if key not in self._ledgers:
            full = full_rows(self.dataset, claim.rule.forms)
            self._ledgers[key] = Ledger(self.dataset, self.matrix, self.calendar, self.symbols, claim.view, full)
        return self._ledgers[key]

    def _scope(self, scope: str) -> Marks:
        whole = self.calendar.years
        return {"year": self.asked & whole, "month": self.asked & ~whole}.get(scope, self.asked)


def _all(marks: list[Marks], size: int) -> Marks:
    together: Marks = np.logical_and.reduce([np.ones(size, dtype=np.bool_), *marks])
    return together


def _any(marks: list[Marks], size: int) -> Marks:
    """Whether one of them is marked; a side without names, such as ``0``, needs none."""
    one: Marks = np.logical_or.reduce(marks) if marks else np.ones(size, dtype=np.bool_)
    return one
