"""Stocks by class: opening + bought − used = closing, days in stock, what lies unmoved, beside the balance sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.analysis import tables
from reportgen.analysis.answer import Figure, Lack, added
from reportgen.analysis.business.stock import FEN, TABLE, Pointed, unmoved

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.analysis.material import Analyses
    from reportgen.analysis.rows import Row


@dataclass(frozen=True)
class StockClass:
    """One class of articles, or all of them.

    Attributes:
        gap: opening + bought − used − closing, which is to be 0.
        days: closing stock over use a day.
    """

    id: str
    articles: int
    opening: Figure
    purchased: Figure
    used: Figure
    closing: Figure
    gap: Figure
    days: Figure


@dataclass(frozen=True)
class Inventory:
    """Stocks to date.

    Attributes:
        classes: in the order in which they appear; total: all together.
        broken: articles whose amounts do not tie, by the gap.
        unmoved: articles nobody used for `unmoved_days`; unmoved_share: their amount over all closing stock.
        statement_gap: closing stock of the table − inventories of the balance sheet.
    """

    classes: tuple[StockClass, ...]
    total: StockClass
    broken: Mapping[str, float]
    unmoved_days: int
    unmoved: tuple[Pointed, ...]
    unmoved_share: Figure
    statement_gap: Figure


def inventory(analyses: Analyses) -> Inventory | Lack:
    """Stocks to date, and at the end of the period."""
    rows = tables.to_date(analyses, TABLE)
    if isinstance(rows, Lack):
        return rows
    books, limit = analyses.books, analyses.material.case.file.analysis.unmoved_days
    kinds = dict.fromkeys(row.words.get("article_class", "") for row in rows.values())
    groups = {kind: [row for row in rows.values() if row.words.get("article_class", "") == kind] for kind in kinds}
    total, idle = _class("total", list(rows.values()), books.days), unmoved(rows.values(), books.last_day, limit)
    gaps = {row.key: _gap(row).value for row in rows.values()}
    held = added(one.amount for one in idle) if idle else Figure(0.0)
    return Inventory(
        tuple(_class(kind, own, books.days) for kind, own in groups.items()),
        total,
        {key: gap for key, gap in gaps.items() if gap is not None and abs(gap) > FEN},
        limit,
        idle,
        held.over(total.closing),
        total.closing - books.to_date("inventories"),
    )


def _class(identifier: str, rows: Iterable[Row], days: int) -> StockClass:
    own = list(rows)
    names = ("opening_amount", "purchased_amount", "used_amount", "closing_amount")
    opening, purchased, used, closing = (added(row.figure(name) for row in own) for name in names)
    gap = opening + purchased - used - closing
    return StockClass(
        identifier, len(own), opening, purchased, used, closing, gap, closing.times(float(days)).over(used)
    )


def _gap(row: Row) -> Figure:
    opening, closing = row.figure("opening_amount"), row.figure("closing_amount")
    return opening + row.figure("purchased_amount") - row.figure("used_amount") - closing
