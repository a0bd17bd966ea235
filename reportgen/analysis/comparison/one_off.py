"""Figures without what will not come again, and opening balances that were restated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Figure
from reportgen.formula.context import Aspect
from reportgen.model.period import Period
from reportgen.model.printing import HALF_A_FEN

if TYPE_CHECKING:
    from reportgen.analysis.books import Books
    from reportgen.analysis.material import Analyses

TABLE: Final = "one_offs"


@dataclass(frozen=True)
class OneOff:
    """One event: its amount in the item, and why it is no part of ordinary business."""

    amount: Figure
    reason: str


@dataclass(frozen=True)
class WithoutOneOff:
    """An item without its one-off parts; adjusted + one-offs = reported."""

    item: str
    reported: Figure
    events: tuple[OneOff, ...]
    adjusted: Figure


@dataclass(frozen=True)
class Restated:
    """An opening balance that is not last year's closing balance (E17)."""

    item: str
    closing: Figure
    opening: Figure
    difference: Figure


@dataclass(frozen=True)
class Comparable:
    """What was taken out, and what was restated; both empty where there is nothing of the kind."""

    adjusted: tuple[WithoutOneOff, ...]
    restated: tuple[Restated, ...]


def one_off(analyses: Analyses) -> Comparable:
    """One-off events of the year to date by item, and restated opening balances."""
    books, material = analyses.books, analyses.material
    events: dict[str, list[OneOff]] = {}
    for record in analyses.records(TABLE):
        when, item = record.period, record.text("item")
        amount = record.number("amount")
        if item not in material.catalog.items or amount is None or not _to_date(when, books.now):
            continue
        event = OneOff(Figure(amount, None, (record.place("amount"),)), record.text("reason"))
        events.setdefault(item, []).append(event)
    return Comparable(tuple(_adjusted(books, item, tuple(found)) for item, found in events.items()), _restated(books))


def _to_date(when: str, now: Period) -> bool:
    period = Period.parse(when)
    return period.year == now.year and period.months_elapsed <= now.months_elapsed


def _adjusted(books: Books, item: str, events: tuple[OneOff, ...]) -> WithoutOneOff:
    reported = adjusted = books.to_date(item)
    for event in events:
        adjusted -= event.amount
    return WithoutOneOff(item, reported, events, adjusted)


def _restated(books: Books) -> tuple[Restated, ...]:
    """Balances whose printed opening figure differs from last year's closing one."""
    found = []
    before = books.now.fiscal_year.previous_year()
    for item in books.cells.items:
        if not books.is_balance(item) or books.item(item).unit != "money":
            continue
        printed = books.cells.read(item, books.now, "open")
        closing = books.cells.figure(item, before, Aspect.BASIS)
        if printed is None or closing is None or abs(printed.value - closing.value) <= HALF_A_FEN:
            continue
        opening, last = books.opening(item), books.to_date(item, before)
        found.append(Restated(item, last, opening, opening - last))
    return tuple(found)
