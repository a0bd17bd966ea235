"""Which period and view each money column of a table holds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from reportgen.intake.context import Gathered
from reportgen.intake.dates import DECEMBER, Stated
from reportgen.intake.head_words import Role
from reportgen.intake.heads import Column
from reportgen.intake.tables import Table
from reportgen.model.dataset import View
from reportgen.model.period import Period, PeriodKind

MONTHLY: Final[dict[Role, View | None]] = {
    Role.OPEN: View.OPEN,
    Role.COMPARATIVE: View.COMPARATIVE,
    Role.MONTH: View.PERIOD,
    Role.CURRENT: View.PERIOD,
    Role.YEAR_TO_DATE: View.YEAR_TO_DATE,
}
ANNUAL: Final = MONTHLY | {Role.MONTH: None, Role.YEAR_TO_DATE: View.PERIOD}


@dataclass(frozen=True)
class Meaning:
    """A column's period, as text, its view, and the hospital that its head names, "" where it is the sheet's."""

    period: str
    view: View
    entity: str = ""


@dataclass(frozen=True)
class Frame:
    """The period of a sheet and how it is to be understood.

    Attributes:
        base: period printed on the sheet, a year for an annual statement; None where there is none.
        budget: whether the figures are a budget.
        stocks: whether a bare date is a balance day.
    """

    base: Period | None
    budget: bool = False


def meaning(column: Column, frame: Frame) -> Meaning | None:
    """The period and view of a column; None where its figures are not taken."""
    period = _own(column, frame) or frame.base
    if period is None:
        return None
    if frame.budget and column.role is not Role.COMPARATIVE:
        own = _own(column, frame)
        return Meaning(str(own or period.fiscal_year), View.BUDGET)
    if column.role is Role.BUDGET:
        own = _own(column, frame)
        return Meaning(str(own if own and own.kind is PeriodKind.MONTH else period.fiscal_year), View.BUDGET)
    view = _view(column, annual=period.kind is PeriodKind.YEAR)
    return None if view is None else Meaning(str(period), view)


def _view(column: Column, *, annual: bool) -> View | None:
    """The view by the words of the head; the month's figure on an annual sheet is nobody's."""
    if column.role is Role.YEAR:
        return View.PERIOD if annual or column.stated is not None else View.YEAR_TO_DATE
    return (ANNUAL if annual else MONTHLY).get(column.role, View.PERIOD)


def _own(column: Column, frame: Frame) -> Period | None:
    """The period that a column's head names, a bare month in the year of the sheet."""
    if column.stated:
        return settled(column.stated, monthly=False)
    if column.month and frame.base:
        return Period(frame.base.year, PeriodKind.MONTH, column.month)
    return None


def settled(stated: Stated, *, monthly: bool) -> Period:
    """A balance day at the end of December is the year's, unless the workbook is a monthly one."""
    if stated.day is not None and stated.period.number == DECEMBER and not monthly:
        return stated.period.fiscal_year
    return stated.period


def meanings(table: Table, side: int, frame: Frame, gathered: Gathered) -> dict[int, Meaning]:
    """By column index; two columns of one meaning are a finding, and only the first is read."""
    found: dict[int, Meaning] = {}
    seen: dict[tuple[Meaning, tuple[str, ...]], int] = {}
    for column in table.sides[side].columns:
        what = meaning(column, frame)
        if what is None:
            continue
        if column.entity:
            what = replace(what, entity=column.entity)
        key = (what, column.words)
        if key in seen:
            place = table.sheet.place(table.head.last, column.index)
            gathered.find("I36", place, head="".join(column.words))
            continue
        seen[key] = column.index
        found[column.index] = what
    return found
