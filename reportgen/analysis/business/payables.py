"""Suppliers: what was bought from each, what is owed and since when, and how much rests on the largest of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis import tables
from reportgen.analysis.answer import Figure, Lack, added
from reportgen.analysis.business.ageing import Ages, ages, together

if TYPE_CHECKING:
    from reportgen.analysis.material import Analyses
    from reportgen.analysis.rows import Row

TABLE: Final = "payables_ageing"
AGES: Final = ("due_within_3_months", "due_within_6_months", "due_within_1_year", "due_over_1_year")
OLD: Final = AGES[3:]
STATEMENT: Final = "accounts_payable"
LARGEST: Final = 10
TOP: Final = 5


@dataclass(frozen=True)
class Supplier:
    """One supplier, or all that have no row of their own.

    Attributes:
        share: of all purchases of the year, a fraction; days: balance over purchases a day.
    """

    id: str
    supplies: str
    ages: Ages
    purchases: Figure
    share: Figure
    days: Figure
    is_rest: bool = False


@dataclass(frozen=True)
class Payables:
    """Suppliers, largest purchases first, and their sums; what holds the others together comes last.

    Attributes:
        purchases: of all; by_class: purchases by what is supplied.
        top_share: share of the five largest in all purchases.
        concentration: sum of squared shares of the suppliers named (Herfindahl–Hirschman), 0–1.
        statement_gap: balance of the table − accounts payable of the balance sheet.
        smaller: the suppliers after the ten largest as one; None where there are none.
    """

    suppliers: tuple[Supplier, ...]
    total: Ages
    purchases: Figure
    by_class: Mapping[str, Figure]
    days: Figure
    top_share: Figure
    concentration: Figure
    statement_gap: Figure
    smaller: Supplier | None = None

    @property
    def largest(self) -> tuple[Supplier, ...]:
        """The ten with the largest purchases."""
        return self.named[:LARGEST]

    @property
    def named(self) -> tuple[Supplier, ...]:
        """Those with a row of their own."""
        return tuple(one for one in self.suppliers if not one.is_rest)

    @property
    def rest(self) -> tuple[Supplier, ...]:
        """What the table holds together: no supplier, and so without a place among them."""
        return tuple(one for one in self.suppliers if one.is_rest)


def payables(analyses: Analyses) -> Payables | Lack:
    """Suppliers at the end of the period."""
    rows = tables.at_end(analyses, TABLE)
    if isinstance(rows, Lack):
        return rows
    books = analyses.books
    bought = added(row.figure("purchases") for row in rows.values())
    found = [_supplier(row, bought, books.days) for row in rows.values()]
    found.sort(key=lambda one: (one.is_rest, -(one.purchases.value or 0.0), -(one.ages.balance.value or 0.0), one.id))
    named = [one for one in found if not one.is_rest]
    total = together([one.ages for one in found], AGES, OLD)
    kinds = dict.fromkeys(one.supplies for one in found)
    return Payables(
        tuple(found),
        total,
        bought,
        {kind: added(one.purchases for one in found if one.supplies == kind) for kind in kinds},
        total.balance.times(float(books.days)).over(bought),
        added(one.share for one in named[:TOP]),
        added(one.share * one.share for one in named),
        total.balance - books.to_date(STATEMENT),
        _as_one(named[LARGEST:], bought, books.days),
    )


def _as_one(suppliers: list[Supplier], bought: Figure, days: int) -> Supplier | None:
    if not suppliers:
        return None
    own, aged = added(one.purchases for one in suppliers), together([one.ages for one in suppliers], AGES, OLD)
    lasting = aged.balance.times(float(days)).over(own)
    return Supplier(str(len(suppliers)), "", aged, own, own.over(bought), lasting, is_rest=True)


def _supplier(row: Row, bought: Figure, days: int) -> Supplier:
    own = row.figure("purchases")
    lasting = row.figure("payable").times(float(days)).over(own)
    aged = ages(row, AGES, OLD, "payable")
    return Supplier(row.key, row.words.get("supplies", ""), aged, own, own.over(bought), lasting, row.is_rest)
