"""What the year was planned as, how much of it is over, and to which side of the budget an item belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Figure
from reportgen.analysis.budget.executed import Calendar
from reportgen.model.period import MONTHS
from reportgen.model.reason import Reason

if TYPE_CHECKING:
    from reportgen.analysis.books import Books
    from reportgen.analysis.material import Analyses

ROOTS: Final = {"total_income": "income", "total_expense": "expense"}


def calendar(analyses: Analyses) -> Calendar:
    """Where the year stands, and what deviation the case allows."""
    elapsed = analyses.books.now.months_elapsed / MONTHS
    return Calendar(elapsed, analyses.material.case.file.analysis.off_budget)


def planned(books: Books, item: str) -> Figure:
    """An item of the year's plan."""
    found = books.to_date(item, books.now.fiscal_year)
    return found if found.value is not None else Figure.missing(Reason.NO_BUDGET)


def group_of(books: Books, item: str | None) -> str:
    """Whether an item is a part of all income or of all expense, "" for neither."""
    for _ in books.cells.items:
        if item is None or item not in books.cells.items:
            return ""
        if item in ROOTS:
            return ROOTS[item]
        item = books.item(item).parent
    return ""
