"""Applications for budget and what the review granted; and the aims of the budget to come, looked at before it begins.

adjusted budget = approved + granted. Where a line leaves its adjusted budget blank, this is it.

unit cost = planned money / planned result, beside that of last year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from reportgen.analysis import tables
from reportgen.analysis.answer import Figure, Unavailable, added
from reportgen.checks.registers import APPLICATIONS as TABLE
from reportgen.checks.registers import LINES, granting_column, sign_of
from reportgen.model.values import Reason

if TYPE_CHECKING:
    import datetime as dt

    from reportgen.analysis.answer import RegisterRow
    from reportgen.analysis.material import Analyses

PENDING: Final = ("", "pending")
NOTHING: Final = Figure(0.0)
OBJECTIVES: Final = "performance_budget"


@dataclass(frozen=True)
class BudgetApplication:
    """One application; asked and granted are below zero where less was asked for.

    Attributes:
        verdict: granted, reduced, refused or pending.
        granted: 0 where it was refused, missing while nobody has decided.
    """

    id: str
    line: str
    department: str
    grounds: str
    asked: Figure
    granted: Figure
    verdict: str
    asked_on: str
    reviewed_on: str
    reviewer: str

    @property
    def is_pending(self) -> bool:
        """Whether nobody has decided."""
        return self.verdict in PENDING


@dataclass(frozen=True)
class MovedLine:
    """A line of the budget that applications moved."""

    id: str
    approved: Figure
    granted: Figure
    adjusted: Figure
    booked: Figure
    left: Figure


@dataclass(frozen=True)
class BudgetApplications:
    """All applications in the order of the table, the lines that they moved, and sums."""

    applications: tuple[BudgetApplication, ...]
    lines: tuple[MovedLine, ...]
    asked: Figure
    granted: Figure

    @property
    def decided(self) -> tuple[BudgetApplication, ...]:
        """Applications that were reviewed."""
        return tuple(one for one in self.applications if not one.is_pending)

    @property
    def pending(self) -> tuple[BudgetApplication, ...]:
        """Applications that nobody has decided."""
        return tuple(one for one in self.applications if one.is_pending)


def applications(analyses: Analyses) -> BudgetApplications | Unavailable:
    """Applications at the end of the period, and what they did to the lines of the budget."""
    rows = tables.at_end(analyses, TABLE)
    if isinstance(rows, Unavailable):
        return rows
    found = tuple(application(row) for row in rows.values())
    lines = tables.at_end(analyses, LINES)
    moved = () if isinstance(lines, Unavailable) else _moved(found, lines)
    decided = [one.granted for one in found if not one.is_pending]
    return BudgetApplications(found, moved, added(one.asked for one in found), added(decided) if decided else NOTHING)


def application(row: RegisterRow) -> BudgetApplication:
    """One row of the table."""
    words, sign = row.words, float(sign_of(row.words.get("applied_for", "")))
    asked, verdict = row.figure("asked").times(sign), words.get("verdict", "pending")
    return BudgetApplication(
        row.key,
        words.get("applied_line", ""),
        words.get("applicant", ""),
        words.get("grounds", ""),
        asked,
        _granted(row, verdict).times(sign),
        verdict,
        words.get("asked_on", ""),
        words.get("reviewed_on", ""),
        words.get("reviewer", ""),
    )


def _granted(row: RegisterRow, verdict: str) -> Figure:
    """What was granted; missing while nobody has decided."""
    if verdict in PENDING:
        return Figure.missing(Reason.NOT_APPLICABLE)
    column = granting_column(verdict, is_stated=row.figure("granted").value is not None)
    return NOTHING if column is None else row.figure(column)


def _moved(found: tuple[BudgetApplication, ...], lines: Mapping[str, RegisterRow]) -> tuple[MovedLine, ...]:
    names = dict.fromkeys(one.line for one in found if one.granted.value and one.line in lines)
    return tuple(_line(lines[name], [one for one in found if one.line == name]) for name in names)


def _line(row: RegisterRow, own: list[BudgetApplication]) -> MovedLine:
    granted = added(one.granted for one in own if not one.is_pending)
    approved, booked = row.figure("approved"), row.figure("booked")
    adjusted = _adjusted(row, granted)
    return MovedLine(row.key, approved, granted, adjusted, booked, adjusted - booked)


def _adjusted(row: RegisterRow, granted: Figure) -> Figure:
    stated = row.figure("adjusted")
    is_blank = stated.value is None and stated.reason is not Reason.INVALID_INPUT
    return row.figure("approved") + granted if is_blank else stated


def budget_lines(analyses: Analyses) -> dict[str, RegisterRow] | Unavailable:
    """The lines of the budget at the end of the period; a blank adjusted budget is what applications make of it."""
    rows = tables.at_end(analyses, LINES)
    given = TABLE in analyses.material.registers.by_id
    if isinstance(rows, Unavailable) or not given:
        return rows
    asked = tables.at_end(analyses, TABLE)
    if isinstance(asked, Unavailable):
        return rows
    found = [application(row) for row in asked.values()]
    return {key: _filled(row, [one for one in found if one.line == key]) for key, row in rows.items()}


def _filled(row: RegisterRow, own: list[BudgetApplication]) -> RegisterRow:
    granted = [one.granted for one in own if not one.is_pending]
    if not granted:
        return row
    return replace(row, figures={**row.figures, "adjusted": _adjusted(row, added(granted))})


class AimFault(StrEnum):
    """What an aim lacks."""

    NO_RESULT = "no_result"  # not clear: what is to come of it is not said
    NO_OWNER = "no_owner"  # not clear: nobody answers for it
    NO_UNIT = "no_unit"  # not concrete: a number that counts nothing
    NO_NUMBER = "no_number"  # not concrete
    NO_BASIS = "no_basis"  # not concrete: the money rests on no estimate
    CHANGED = "changed"  # not steady: it was changed once the year had begun


@dataclass(frozen=True)
class Programme:
    """One programme.

    Attributes:
        unit_cost, before: money a unit of result, planned and last year; dearer: planned over last year's less 1.
        faults: what stands against its aim, in the order of the three demands.
    """

    id: str
    owner: str
    effect: str
    unit: str
    money: Figure
    result: Figure
    unit_cost: Figure
    before: Figure
    dearer: Figure
    faults: tuple[AimFault, ...]

    @property
    def is_ready(self) -> bool:
        """Whether the year may be judged by it."""
        return not self.faults


@dataclass(frozen=True)
class PerformanceBudget:
    """The programmes of a year, in the order of the table."""

    year: str
    programmes: tuple[Programme, ...]
    money: Figure

    @property
    def ready(self) -> tuple[Programme, ...]:
        """Those whose aims are clear, concrete and steady."""
        return tuple(one for one in self.programmes if one.is_ready)

    @property
    def faulty(self) -> tuple[Programme, ...]:
        """Those whose aims are not."""
        return tuple(one for one in self.programmes if not one.is_ready)


def before_year(analyses: Analyses) -> PerformanceBudget | Unavailable:
    """The performance budget of the year after the period's, else of its own year."""
    year = analyses.books.now.fiscal_year
    lost: Unavailable | None = None
    for when in (year.following(), year):
        rows = tables.at_end(analyses, OBJECTIVES, when)
        if not isinstance(rows, Unavailable):
            begins = when.year_start(analyses.books.cells.terms.first_month)
            found = tuple(programme(row, begins) for row in rows.values())
            return PerformanceBudget(str(when.year), found, added(one.money for one in found))
        lost = lost or rows
    assert lost is not None
    return lost


def programme(row: RegisterRow, begins: dt.date) -> Programme:
    """One row of the table of a year that begins then."""
    money, result = row.figure("planned_money"), row.figure("planned_effect")
    unit_cost, before = money.over(result), row.figure("last_money").over(row.figure("last_effect"))
    words = row.words
    return Programme(
        row.key,
        words.get("programme_owner", ""),
        words.get("effect", ""),
        words.get("effect_unit", ""),
        money,
        result,
        unit_cost,
        before,
        (unit_cost - before).over(before),
        _faults(row, begins),
    )


def _faults(row: RegisterRow, begins: dt.date) -> tuple[AimFault, ...]:
    words = row.words
    found = {
        AimFault.NO_RESULT: not words.get("effect"),
        AimFault.NO_OWNER: not words.get("programme_owner"),
        AimFault.NO_NUMBER: not row.figure("planned_effect").value,
        AimFault.NO_UNIT: not words.get("effect_unit"),
        AimFault.NO_BASIS: not words.get("basis"),
        AimFault.CHANGED: words.get("changed_on", "") >= begins.isoformat(),
    }
    return tuple(fault for fault, holds in found.items() if holds)
