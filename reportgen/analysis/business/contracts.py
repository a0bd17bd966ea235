"""Contracts: how much is fulfilled and paid beside the time that has run; and settling with subcontractors.

Projects as business: what a unit of result cost beside what was planned for it, and the contracts behind the money.

effect = (unit cost − planned unit cost) · units achieved: what dearer or cheaper results come to.

payable = measured − deducted − other deductions − retention; what was paid on behalf and not deducted is still owed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from reportgen.analysis import tables
from reportgen.analysis.answer import Figure, Unavailable, added
from reportgen.model.printing import HALF_A_FEN, PERCENT
from reportgen.model.values import Reason

if TYPE_CHECKING:
    from reportgen.analysis.answer import RegisterRow
    from reportgen.analysis.budget.projects import Project, Projects
    from reportgen.analysis.material import Analyses
    from reportgen.model.registers import RegisterDefinition


TABLE: Final = "contracts"
SOON: Final = 90
SUBCONTRACTS: Final = "subcontract_settlements"
TAKEN_OFF: Final = ("deducted", "other_deductions", "retention")
PAID: Final = "settlement_paid"


class ContractTerm(StrEnum):
    """Where a contract stands in time."""

    RUNNING = "running"
    ENDING = "ending"  # within 90 days
    ENDED = "ended"


class ContractMark(StrEnum):
    """What asks for a look at a contract."""

    OVERPAID = "overpaid"  # more paid than the contract says
    PAID_AHEAD = "paid_ahead"  # more paid than fulfilled
    ENDED_OPEN = "ended_open"  # ended, and not fulfilled or not paid
    NO_OWNER = "no_owner"
    UNSTATED = "unstated"  # an amount is left blank, so that what was paid cannot be held against it


@dataclass(frozen=True)
class Contract:
    """One contract at the end of the period.

    Attributes:
        paid_share, fulfilled_share: over the amount, fractions; elapsed: part of its term that has run, 0–1.
        unpaid: amount − paid: the commitment that is left.
        ahead: paid − fulfilled.
    """

    id: str
    subject: str
    party: str
    group: str
    owner: str
    budget_line: str
    signed: str
    ends: str
    amount: Figure
    fulfilled: Figure
    paid: Figure
    fulfilled_share: Figure
    paid_share: Figure
    elapsed: Figure
    unpaid: Figure
    ahead: Figure
    term: ContractTerm | None
    marks: tuple[ContractMark, ...]

    @property
    def lead(self) -> Figure:
        """Fulfilled less paid, as shares of the amount: below zero where it is paid ahead."""
        return self.fulfilled_share - self.paid_share


@dataclass(frozen=True)
class Sum:
    """Contracts of one class together."""

    id: str
    count: int
    amount: Figure
    paid: Figure
    unpaid: Figure


@dataclass(frozen=True)
class Contracts:
    """Contracts in the order of the list; sums by class, income apart from what is to be paid."""

    contracts: tuple[Contract, ...]
    by_class: Mapping[str, Sum]

    @property
    def marked(self) -> tuple[Contract, ...]:
        """Contracts that ask for a look."""
        return tuple(one for one in self.contracts if one.marks)

    @property
    def by_lead(self) -> tuple[Contract, ...]:
        """Contracts whose lead is known, those that are paid furthest ahead first, in the points that are drawn."""
        known = [one for one in self.contracts if one.lead.value is not None]
        return tuple(sorted(known, key=lambda one: _points(one.fulfilled_share) - _points(one.paid_share)))

    @property
    def classes(self) -> tuple[Sum, ...]:
        """The classes in the order of the list."""
        return tuple(self.by_class.values())


def _points(share: Figure) -> float:
    return (share.value or 0.0) * PERCENT


def contracts(analyses: Analyses) -> Contracts | Unavailable:
    """Contracts at the end of the period."""
    rows = tables.at_end(analyses, TABLE)
    if isinstance(rows, Unavailable):
        return rows
    found = tuple(contract(row, analyses.books.last_day) for row in rows.values())
    kinds = dict.fromkeys(one.group for one in found)
    return Contracts(found, {kind: _sum(kind, [one for one in found if one.group == kind]) for kind in kinds})


def contract(row: RegisterRow, day: dt.date) -> Contract:
    """One row, seen on a day."""
    amount, fulfilled, paid = (row.figure(name) for name in ("contract_amount", "fulfilled", "paid"))
    signed, ends = row.words.get("signed", ""), row.words.get("ends", "")
    owner, term = row.words.get("contract_owner", ""), _term(ends, day)
    return Contract(
        id=row.key,
        subject=row.words.get("subject", ""),
        party=row.words.get("party", ""),
        group=row.words.get("contract_class", ""),
        owner=owner,
        budget_line=row.words.get("budget_line", ""),
        signed=signed,
        ends=ends,
        amount=amount,
        fulfilled=fulfilled,
        paid=paid,
        fulfilled_share=fulfilled.over(amount),
        paid_share=paid.over(amount),
        elapsed=_elapsed(signed, ends, day),
        unpaid=amount - paid,
        ahead=paid - fulfilled,
        term=term,
        marks=_marks(amount, fulfilled, paid, term, owner),
    )


def _marks(
    amount: Figure, fulfilled: Figure, paid: Figure, term: ContractTerm | None, owner: str
) -> tuple[ContractMark, ...]:
    unpaid, undone = (amount - paid).value, (amount - fulfilled).value
    found = {
        ContractMark.OVERPAID: unpaid is not None and unpaid < -HALF_A_FEN,
        ContractMark.PAID_AHEAD: ((paid - fulfilled).value or 0.0) > HALF_A_FEN,
        ContractMark.ENDED_OPEN: term is ContractTerm.ENDED and max(unpaid or 0.0, undone or 0.0) > HALF_A_FEN,
        ContractMark.NO_OWNER: not owner,
        ContractMark.UNSTATED: unpaid is None or undone is None,
    }
    return tuple(mark for mark, holds in found.items() if holds)


def _term(ends: str, day: dt.date) -> ContractTerm | None:
    if not ends:
        return None
    left = (dt.date.fromisoformat(ends) - day).days
    return ContractTerm.ENDED if left < 0 else ContractTerm.ENDING if left <= SOON else ContractTerm.RUNNING


def _elapsed(signed: str, ends: str, day: dt.date) -> Figure:
    if not signed or not ends:
        return Figure.missing()
    start, end = dt.date.fromisoformat(signed), dt.date.fromisoformat(ends)
    if end <= start:
        return Figure.missing(Reason.INVALID_INPUT)
    return Figure(min(max((day - start).days / (end - start).days, 0.0), 1.0))


def _sum(name: str, own: list[Contract]) -> Sum:
    return Sum(name, len(own), added(x.amount for x in own), added(x.paid for x in own), added(x.unpaid for x in own))


@dataclass(frozen=True)
class ProjectCost:
    """One project with a countable result.

    Attributes:
        achieved: units so far; spent: money so far.
        unit_cost, planned: money a unit; deviation: unit cost over planned − 1, a fraction.
        effect: money.
    """

    id: str
    name: str
    target: str
    achieved: Figure
    spent: Figure
    unit_cost: Figure
    planned: Figure
    deviation: Figure
    effect: Figure


@dataclass(frozen=True)
class ProjectCosts:
    """Projects with a countable result, and the names of those without one."""

    projects: tuple[ProjectCost, ...]
    uncounted: tuple[str, ...]


def projects(analyses: Analyses) -> ProjectCosts | Unavailable:
    """Projects to date."""
    found: Projects | Unavailable = analyses["budget.projects"]
    if isinstance(found, Unavailable):
        return found
    counted = [one for one in found.projects if one.unit_cost.value is not None and one.planned_unit_cost.value]
    uncounted = tuple(one.name for one in found.projects if one not in counted)
    return ProjectCosts(tuple(_cost(one) for one in counted), uncounted)


def _cost(one: Project) -> ProjectCost:
    dearer = one.unit_cost - one.planned_unit_cost
    return ProjectCost(
        one.id,
        one.name,
        one.target,
        one.achieved,
        one.money.actual,
        one.unit_cost,
        one.planned_unit_cost,
        dearer.over(one.planned_unit_cost),
        dearer * one.achieved,
    )


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
    rows = tables.at_end(analyses, SUBCONTRACTS)
    if isinstance(rows, Unavailable):
        return rows
    definition = analyses.material.catalog.registers[SUBCONTRACTS]
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
            rate.value is not None and rate.value < share.least - HALF_A_FEN / 100 and not row.words.get(share.unless)
        ),
    }
    return Settlement(
        row.key,
        row.words.get("works", ""),
        row.words.get("subcontractor", ""),
        measured,
        on_behalf,
        deducted,
        other,
        retention,
        due,
        settled,
        paid,
        owed,
        rate,
        steps,
        tuple(mark for mark, holds in marks.items() if holds),
    )


def _or_nothing(row: RegisterRow, column: str) -> Figure:
    """The figure of a column; 0 where the table has the column and the cell is blank."""
    figure = row.figure(column)
    is_blank = column in row.figures and figure.value is None and figure.reason is not Reason.INVALID_INPUT
    return Figure(0.0) if is_blank else figure


def _exceeds(*figures: Figure) -> bool:
    return any(one.value is not None and one.value > HALF_A_FEN for one in figures)
