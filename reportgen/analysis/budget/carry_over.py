"""What was carried over: the statement of carry-overs as a bridge, and what projects did with it.

Opening + adjustment + change of the year = closing, to the fen, for fiscal funds, for other funds and for all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis import tables
from reportgen.analysis.answer import Facts, Figure, Lack
from reportgen.analysis.budget.life import FEN
from reportgen.model.reason import Reason

if TYPE_CHECKING:
    from reportgen.analysis.books import Books
    from reportgen.analysis.material import Analyses
    from reportgen.analysis.rows import Row
    from reportgen.model.period import Period

PROJECTS: Final = "projects"
PARTS: Final = {
    "all": ("bco_open", "bco_adjust", "bco_change", "bco_close"),
    "fiscal": ("bco_open_fiscal", "bco_adjust_fiscal", "bco_change_fiscal", "fiscal_carryover"),
    "other": ("bco_open_other", "bco_adjust_other", "bco_change_other", "bco_close_other"),
}
"""Opening, adjustment, change and closing on the statement of budget carry-overs."""
YEARS_BACK: Final = 3


@dataclass(frozen=True)
class CarriedFunds:
    """One kind of funds over a year: opening + adjustment + change = closing."""

    id: str
    opening: Figure
    adjustment: Figure
    change: Figure
    closing: Figure


@dataclass(frozen=True)
class CarriedProject:
    """A project with money of earlier years.

    Attributes:
        used: the part of what was carried in that has been spent, taking the oldest money first.
        left: carried in and not spent yet.
    """

    id: str
    name: str
    carried_in: Figure
    used: Figure
    left: Figure


@dataclass(frozen=True)
class CarryOver:
    """Carry-overs of the newest year with a statement, and of the projects at the end of the period.

    Attributes:
        year: of the statement.
        rate: closing fiscal carry-over over opening carry-over plus the year's appropriation, as the indicator has it.
    """

    year: str
    funds: tuple[CarriedFunds, ...] | Lack
    rate: Figure
    projects: tuple[CarriedProject, ...] | Lack


def carry_over(analyses: Analyses) -> CarryOver | Lack:
    """The statement and the projects; a `Lack` where there is neither."""
    books = analyses.books
    year = _newest(books)
    funds = _funds(books, year)
    rows = tables.at_end(analyses, PROJECTS)
    projects = rows if isinstance(rows, Lack) else tuple(carried(row) for row in rows.values())
    if isinstance(funds, Lack) and isinstance(projects, Lack):
        return funds
    return CarryOver(str(year), funds, books.indicator("carryover_rate", year), projects)


def carried(row: Row) -> CarriedProject:
    """What a project has used of its older money."""
    brought, spent = row.figure("carried_in"), row.figure("project_spent")
    both = brought - spent
    used = both if both.value is None else brought if both.value < 0 else spent
    return CarriedProject(row.key, row.words.get("project_name", row.key), brought, used, brought - used)


def _newest(books: Books) -> Period:
    """The newest year not after the period whose statement is there; the present one where none is."""
    for back in range(YEARS_BACK + 1):
        year = books.now.fiscal_year.previous_year(back)
        if books.to_date(PARTS["all"][-1], year).value is not None:
            return year
    return books.now.fiscal_year


def _funds(books: Books, year: Period) -> tuple[CarriedFunds, ...] | Lack:
    found = []
    for name, items in PARTS.items():
        figures = [books.to_date(item, year) for item in items]
        opening, adjustment, change, closing = figures
        gap = (opening + adjustment + change - closing).value
        if gap is None:
            lost = next(item for item, one in zip(items, figures, strict=True) if one.value is None)
            return Lack("item_of", Reason.MISSING_INPUT, {"item": books.item(lost).name, "period": str(year)})
        if abs(gap) > FEN:
            facts: Facts = {"item": books.item(items[-1]).name, "gap": gap}
            return Lack("carry_over", Reason.INVALID_INPUT, facts, closing.places)
        found.append(CarriedFunds(name, opening, adjustment, change, closing))
    return tuple(found)
