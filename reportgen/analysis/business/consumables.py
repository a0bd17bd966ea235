"""Materials and drugs: what is watched, how they were bought, and consumables for each hundred yuan by department."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.analysis import tables
from reportgen.analysis.answer import Figure, Lack, added
from reportgen.analysis.business.departments import DepartmentWork
from reportgen.analysis.business.monitor import MarkUp, Monitored, mark_up, monitored
from reportgen.analysis.business.stock import TABLE, Pointed, beyond_use, dearer, unmoved, unused
from reportgen.analysis.comparison.against import Compared

if TYPE_CHECKING:
    from reportgen.analysis.material import Analyses


@dataclass(frozen=True)
class Purchasing:
    """Articles pointed out in the period to date, each list by amount.

    Attributes:
        disorderly: bought though none was used; excess: more bought than used; dearer: bought above last year's price,
            a `Lack` where last year's table is not there; unmoved: in stock and unused for the case's number of days.
        purchased: all purchases of the table; excess_share: the excess over them, a fraction.
    """

    disorderly: tuple[Pointed, ...]
    excess: tuple[Pointed, ...]
    dearer: tuple[Pointed, ...] | Lack
    unmoved: tuple[Pointed, ...]
    purchased: Figure
    excess_share: Figure


@dataclass(frozen=True)
class PerHundred:
    """Consumables for each 100 yuan of a department's income, and the change since last year."""

    department: str
    value: Figure
    change: Compared


@dataclass(frozen=True)
class Consumables:
    """What is known of materials and drugs.

    Attributes:
        monitor: six indicators with their lines.
        departments: highest consumption for each 100 yuan first; a `Lack` without the table.
        mark_up: None where the scheme leaves the rule off.
    """

    monitor: tuple[Monitored, ...]
    purchasing: Purchasing | Lack
    departments: tuple[PerHundred, ...] | Lack
    mark_up: MarkUp | None

    @property
    def beyond(self) -> tuple[Monitored, ...]:
        """Indicators that have reached a line."""
        return tuple(one for one in self.monitor if one.level is not None)


def consumables(analyses: Analyses) -> Consumables:
    """Materials and drugs to date."""
    return Consumables(monitored(analyses), _purchasing(analyses), _departments(analyses), mark_up(analyses))


def _purchasing(analyses: Analyses) -> Purchasing | Lack:
    books, rows = analyses.books, tables.to_date(analyses, TABLE)
    if isinstance(rows, Lack):
        return rows
    before = tables.last_year(analyses, TABLE)
    excess = beyond_use(rows.values())
    bought = added(row.figure("purchased_amount") for row in rows.values())
    over = added(one.amount for one in excess) if excess else Figure(0.0)
    return Purchasing(
        unused(rows.values()),
        excess,
        before if isinstance(before, Lack) else dearer(rows, before),
        unmoved(rows.values(), books.last_day, analyses.material.case.file.analysis.unmoved_days),
        bought,
        over.over(bought),
    )


def _departments(analyses: Analyses) -> tuple[PerHundred, ...] | Lack:
    found: DepartmentWork | Lack = analyses["business.departments"]
    if isinstance(found, Lack):
        return found
    known = [one for one in found.departments if one.consumables_per_100.value is not None]
    ranked = sorted(known, key=lambda one: (-(one.consumables_per_100.value or 0.0), one.id))
    return tuple(PerHundred(one.id, one.consumables_per_100, one.consumables_change) for one in ranked)
