"""Settling with subcontractors: work measured, less what was paid on their behalf, other deductions and retention.

payable = measured − deducted − other deductions − retention; what was paid on behalf and not deducted is still owed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from reportgen.analysis import tables
from reportgen.analysis.answer import Figure, Unavailable, added
from reportgen.model.values import Reason

if TYPE_CHECKING:
    from reportgen.analysis.answer import RegisterRow
    from reportgen.analysis.material import Analyses
    from reportgen.model.registers import RegisterDefinition

TABLE: Final = "subcontract_settlements"
FEN: Final = 0.005
TAKEN_OFF: Final = ("deducted", "other_deductions", "retention")
PAID: Final = "settlement_paid"


class SettlementMark(StrEnum):
    """What asks for a look at a settlement."""

    UNDEDUCTED = "undeducted"  # paid on behalf and not deducted
    NOT_TIED = "not_tied"  # payable is not what the deductions leave
    UNSIGNED = "unsigned"  # paid before all steps were taken
    OVERPAID = "overpaid"
    RETENTION = "retention"  # less kept back before completion than the table asks for


@dataclass(frozen=True)
class Settlement:
    """One settlement.

    Attributes:
        owed: paid on behalf − deducted.
        due: measured less the deductions that the table has columns for, whatever the sheet says is payable.
        rate: retention over measured.
        steps: how many of the five steps were taken.
    """

    id: str
    works: str
    subcontractor: str
    measured: Figure
    on_behalf: Figure
    deducted: Figure
    other: Figure
    retention: Figure
    due: Figure
    settled: Figure
    paid: Figure
    owed: Figure
    rate: Figure
    steps: int
    marks: tuple[SettlementMark, ...]


@dataclass(frozen=True)
class Settlements:
    """Settlements in the order of the table, and their sums."""

    settlements: tuple[Settlement, ...]
    measured: Figure
    on_behalf: Figure
    deducted: Figure
    other: Figure
    retention: Figure
    due: Figure
    paid: Figure
    owed: Figure

    @property
    def marked(self) -> tuple[Settlement, ...]:
        """Settlements that ask for a look."""
        return tuple(one for one in self.settlements if one.marks)


def settlements(analyses: Analyses) -> Settlements | Unavailable:
    """Settlements at the end of the period."""
    rows = tables.at_end(analyses, TABLE)
    if isinstance(rows, Unavailable):
        return rows
    definition = analyses.material.catalog.registers[TABLE]
    found = tuple(settlement(row, definition) for row in rows.values())
    sums = {
        name: added(getattr(one, name) for one in found)
        for name in ("measured", "on_behalf", "deducted", "other", "retention", "due", "paid", "owed")
    }
    return Settlements(found, **sums)


def settlement(row: RegisterRow, definition: RegisterDefinition) -> Settlement:
    """One row, by the steps and the least retention that the table asks for.

    A blank deduction is none, and one that the table has no column for is not known.
    """
    measured, settled, paid = row.figure("measured"), row.figure("settled"), _or_nothing(row, PAID)
    on_behalf, (deducted, other, retention) = _or_nothing(row, "on_behalf"), (_or_nothing(row, n) for n in TAKEN_OFF)
    due = measured
    for name in TAKEN_OFF:
        due = due - _or_nothing(row, name) if name in row.figures else due
    owed, rate = on_behalf - deducted, retention.over(measured)
    wanted, (share,) = definition.wants[PAID], definition.shares
    steps = sum(bool(row.words.get(step)) for step in wanted)
    marks = {
        SettlementMark.UNDEDUCTED: _exceeds(owed),
        SettlementMark.NOT_TIED: _exceeds(due - settled, settled - due),
        SettlementMark.UNSIGNED: _exceeds(paid) and steps < len(wanted),
        SettlementMark.OVERPAID: _exceeds(paid - due),
        SettlementMark.RETENTION: (
            rate.value is not None and rate.value < share.least - FEN / 100 and not row.words.get(share.unless)
        ),
    }
    return Settlement(
        row.key, row.words.get("works", ""), row.words.get("subcontractor", ""), measured, on_behalf, deducted, other,
        retention, due, settled, paid, owed, rate, steps, tuple(mark for mark, holds in marks.items() if holds),
    )  # fmt: skip


def _or_nothing(row: RegisterRow, column: str) -> Figure:
    """The figure of a column; 0 where the table has the column and the cell is blank."""
    figure = row.figure(column)
    is_blank = column in row.figures and figure.value is None and figure.reason is not Reason.INVALID_INPUT
    return Figure(0.0) if is_blank else figure


def _exceeds(*figures: Figure) -> bool:
    return any(one.value is not None and one.value > FEN for one in figures)
