"""What the checks found, and how often each of them could be tried."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from reportgen.model.finding import Finding
from reportgen.model.place import natural

Marks = NDArray[np.bool_]
Sides = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class CheckResult:
    """One claim of a rule on one column, tried on all rows.

    Attributes:
        forms: sets of forms on which the claim stands, one of each regime under which it holds.
        equation: whether it says that two sides are equal.
        checked, failed: one mark per row of the dataset; a row without the figures is not checked.
        view: the column on which it was tried.
        items: what it reads.
        left, right: both sides by row, NaN where they could not be formed; None where nobody kept them.
    """

    rule: str
    forms: tuple[frozenset[str], ...]
    equation: bool
    checked: Marks
    failed: Marks
    view: str = ""
    items: tuple[str, ...] = ()
    left: Sides | None = None
    right: Sides | None = None


@dataclass(frozen=True, eq=False)
class CheckOutcome:
    """Findings, and trials in step with the rows of the dataset.

    Attributes:
        rows: entity and period of each row.
    """

    findings: tuple[Finding, ...]
    tried: tuple[CheckResult, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()

    def equations(self, entity: str, period: str, *forms: str) -> tuple[int, int]:
        """How many equations were checked, and how many of them failed, in one row (and on some forms only)."""
        row = self._row_of.get((entity, period))
        if row is None:
            return 0, 0
        trials = list(self._equations(forms))
        return sum(bool(trial.checked[row]) for trial in trials), sum(bool(trial.failed[row]) for trial in trials)

    def standing_on(self, entity: str, period: str, form: str) -> int:
        """How many equations were checked in one row that stand on this form alone."""
        row = self._row_of.get((entity, period))
        if row is None:
            return 0
        return sum(bool(trial.checked[row]) for trial in self._equations((form,)) if {form} in trial.forms)

    def rules(self, entity: str, period: str, *, equations: bool | None = None) -> tuple[tuple[str, int, int], ...]:
        """By rule, how many of its claims were checked in one row, and how many of them failed.

        `equations` asks for equations alone, or for all other claims alone.
        """
        row = self._row_of.get((entity, period))
        if row is None:
            return ()
        counts: dict[str, tuple[int, int]] = {}
        for trial in self.tried:
            if equations not in (None, trial.equation):
                continue
            checked, failed = counts.get(trial.rule, (0, 0))
            counts[trial.rule] = checked + bool(trial.checked[row]), failed + bool(trial.failed[row])
        return tuple((rule, *counts[rule]) for rule in sorted(counts, key=natural))

    @cached_property
    def _row_of(self) -> Mapping[tuple[str, str], int]:
        return {row: number for number, row in enumerate(self.rows)}

    def _equations(self, forms: tuple[str, ...]) -> Iterator[CheckResult]:
        wanted = set(forms)
        return (one for one in self.tried if one.equation and (not wanted or any(wanted & each for each in one.forms)))
