"""The performance budget of the year to come, looked at before it begins: is each aim clear, concrete and steady?

unit cost = planned money / planned result, beside that of last year.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from reportgen.analysis import tables
from reportgen.analysis.answer import Figure, Unavailable, added

if TYPE_CHECKING:
    import datetime as dt

    from reportgen.analysis.answer import RegisterRow
    from reportgen.analysis.material import Analyses

TABLE: Final = "performance_budget"


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
        rows = tables.at_end(analyses, TABLE, when)
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
        row.key, words.get("programme_owner", ""), words.get("effect", ""), words.get("effect_unit", ""), money, result,
        unit_cost, before, (unit_cost - before).over(before), _faults(row, begins),
    )  # fmt: skip


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
