"""Where a rule is tried at all, and where a gap has its explanation."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.checks.ledger import Ledger
from reportgen.checks.outcome import Marks
from reportgen.checks.regimes import Regimes
from reportgen.checks.rules import Claim
from reportgen.compute.calendar import NO_ROW, Calendar
from reportgen.formula import parse
from reportgen.formula.columns import Values
from reportgen.formula.evaluate import Evaluation
from reportgen.formula.walk import claims
from reportgen.model.definition import Text
from reportgen.model.expression import Binary

if TYPE_CHECKING:
    from reportgen.model.dataset import Dataset

FULL: Final = 0.8
"""Share of a form's lines that must be on a sheet before a line that is not there counts as a blank one."""
HOLDS: Final[Mapping[str, Callable[[Values, Values], Marks]]] = {
    "==": operator.eq,
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}


@dataclass(eq=False)
class Conditions:
    """What is asked of the rows before a claim is tried on them.

    Attributes:
        asked: rows that are checked at all.
        explanations: notes of the case, by rule, or by rule and period.
    """

    dataset: Dataset
    calendar: Calendar
    regimes: Regimes
    asked: Marks
    explanations: Mapping[str, Text] = field(default_factory=dict)
    _full: dict[str, Marks] = field(default_factory=dict)
    _known: dict[tuple[str, tuple[str, ...], frozenset[tuple[int, int]]], Marks] = field(default_factory=dict)

    def rows(self, claim: Claim) -> Marks:
        """Rows of the rule's scope, drawn up under one of its regimes like the earlier ones that it looks at."""
        moves = frozenset(
            (context.years, context.steps)
            for _, context in (*claim.left_names, *claim.right_names)
            if context.years or context.steps
        )
        key = (claim.rule.scope, claim.rule.regimes, moves)
        if key not in self._known:
            self._known[key] = self._scope(claim.rule.scope) & self._of_regime(claim.rule.regimes, moves)
        return self._known[key]

    def full(self, forms: tuple[str, ...]) -> Marks:
        """Rows for which all these forms are there with nearly all their lines."""
        if not forms:
            return np.zeros(len(self.asked), dtype=np.bool_)
        full: Marks = np.logical_and.reduce([self._filled(form) for form in forms])
        return full

    def explained(self, claim: Claim, ledger: Ledger) -> Marks:
        """Rows in which a gap has its explanation: by other figures, or by a note of the case."""
        marks = np.zeros(len(self.asked), dtype=np.bool_)
        if claim.rule.explained:
            marks |= holding(claim.rule.explained, ledger)
        if claim.rule.explainable and self.explanations:
            periods = self.dataset.values.index.get_level_values(1)
            marks |= np.array([self.note(claim, str(period)) is not None for period in periods], dtype=np.bool_)
        return marks

    def note(self, claim: Claim, period: str) -> Text | None:
        """What the case says of a gap."""
        return self.explanations.get(f"{claim.id}@{period}") or self.explanations.get(claim.id)

    def _scope(self, scope: str) -> Marks:
        whole = self.calendar.years
        return {"year": self.asked & whole, "month": self.asked & ~whole}.get(scope, self.asked)

    def _of_regime(self, names: tuple[str, ...], moves: frozenset[tuple[int, int]]) -> Marks:
        if not names:
            return np.ones(len(self.asked), dtype=np.bool_)
        nobody = np.zeros(len(self.asked), dtype=np.bool_)
        own: Marks = np.logical_or.reduce([self.regimes.get(name, nobody) for name in names])
        marks = own
        for years, steps in sorted(moves):
            rows = self.calendar.find(self.calendar.moved(years, steps))
            marks = marks & ((rows == NO_ROW) | own[rows])
        return marks

    def _filled(self, code: str) -> Marks:
        if code not in self._full:
            full = {
                (form.entity, form.period)
                for form in self.dataset.forms
                if form.form == code and form.filled >= FULL * form.rows
            }
            marks = [at in full for at in self.dataset.values.index] if full else [False] * len(self.asked)
            self._full[code] = np.array(marks, dtype=np.bool_)
        return self._full[code]


def holding(text: str, ledger: Ledger) -> Marks:
    """Rows in which all claims of a text hold; a figure that is missing holds nothing."""
    marks = np.ones(ledger.size, dtype=np.bool_)
    for claim in claims(parse(text)):
        assert isinstance(claim, Binary)
        left, right = Evaluation(ledger).column(claim.left), Evaluation(ledger).column(claim.right)
        with np.errstate(invalid="ignore"):
            marks &= (left.codes == 0) & (right.codes == 0) & HOLDS[claim.operator](left.values, right.values)
    return marks
