"""Loans by the month in which they fall due, the heap among them, and money borrowed in the last twelve months.

All of it is what the table of debts says: due dates of the newest sheet, and amounts that rose from one to the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, pairwise
from math import fsum
from typing import TYPE_CHECKING, Final

from reportgen.analysis import tables
from reportgen.analysis.answer import Unavailable, added
from reportgen.analysis.outlook.liquidity import DEBTS, DUE, due_by_month, months_ahead
from reportgen.model.period import MONTHS

if TYPE_CHECKING:
    from reportgen.analysis.answer import RegisterRow
    from reportgen.analysis.material import Analyses


SOON: Final = 6
"""Months within which a board expects every loan to be provided for."""
HEAP: Final = 0.1
"""Share of the cash from which on loans that fall due in neighbouring months are a heap."""
FEN: Final = 0.005


@dataclass(frozen=True)
class Heap:
    """Loans that fall due in months that follow one another.

    Attributes:
        at: the first of them among the months ahead; first_day: on which the first of the loans falls due.
        interest: of a year at their rates; None where a rate is missing.
    """

    months: tuple[str, ...]
    amount: float
    at: int
    first_day: str
    interest: float | None


@dataclass(frozen=True)
class NewLoan:
    """Money borrowed in a month and still owed."""

    period: str
    amount: float


@dataclass(frozen=True)
class DebtsDue:
    """What falls due in each of the twelve months ahead; what is overdue stands in the first.

    Attributes:
        undated: how many loans have no date or no amount.
        heap: the largest run of months, where it is at least `HEAP` of the cash.
        soon: the sum of the first six months.
        borrowed: the largest sum borrowed in one of the last twelve months.
    """

    months: tuple[tuple[str, float], ...]
    undated: int
    heap: Heap | None
    soon: float
    borrowed: NewLoan | None

    @property
    def total(self) -> float:
        """What falls due within the twelve months."""
        return fsum(amount for _, amount in self.months)


def debts(analyses: Analyses) -> DebtsDue | Unavailable:
    """By the newest sheet of the table."""
    ahead = months_ahead(analyses.books.now)
    amounts, undated = due_by_month(analyses, ahead)
    if isinstance(amounts, Unavailable):
        return amounts
    months = tuple(zip(map(str, ahead), amounts, strict=True))
    return DebtsDue(months, undated, _heap(analyses, months), fsum(amounts[:SOON]), _borrowed(analyses))


def may_fall_due(analyses: Analyses) -> bool:
    """Whether loans fall due within a year, or may: without a date in the table, or on the balance sheet alone."""
    found: DebtsDue | Unavailable = analyses["outlook.debts"]
    if isinstance(found, Unavailable):
        return False
    return found.total > 0 or bool(found.undated) or due_by_sheet(analyses) > 0


def due_by_sheet(analyses: Analyses) -> float:
    """What the balance sheet calls due within a year, as far as it says; instalments, which have no date, among it."""
    return fsum(analyses.books.to_date(item).value or 0.0 for item in DUE)


def _heap(analyses: Analyses, months: tuple[tuple[str, float], ...]) -> Heap | None:
    cash = analyses.books.to_date("cash_and_bank").value
    runs = [list(run) for owed, run in groupby(enumerate(months), key=lambda one: one[1][1] > FEN) if owed]
    largest = max(runs, key=_sum, default=None)
    if largest is None or cash is None or _sum(largest) < HEAP * cash:
        return None
    names = tuple(when for _, (when, _) in largest)
    rows = tables.at_end(analyses, DEBTS)
    known = [] if isinstance(rows, Unavailable) else list(rows.values())
    own = [row for row in known if row.words.get("due", "")[:7] in names and row.figure("outstanding").value]
    interest = added(row.figure("outstanding") * row.figure("rate") for row in own).value
    first = min((row.words["due"] for row in own), default="")
    return Heap(names, _sum(largest), largest[0][0], first, interest)


def _sum(run: list[tuple[int, tuple[str, float]]]) -> float:
    return fsum(amount for _, (_, amount) in run)


def _borrowed(analyses: Analyses) -> NewLoan | None:
    """From sheets of months that follow each other; a month without a sheet tells nothing."""
    now = tables.at_end(analyses, DEBTS)
    sheets = [(str(when), tables.at_end(analyses, DEBTS, when)) for when in analyses.books.months_back(MONTHS + 1)]
    found = [
        NewLoan(when, _risen(before, after, {} if isinstance(now, Unavailable) else now))
        for (_, before), (when, after) in pairwise(sheets)
        if not isinstance(before, Unavailable) and not isinstance(after, Unavailable)
    ]
    return max((one for one in found if one.amount > FEN), key=lambda one: one.amount, default=None)


def _risen(before: dict[str, RegisterRow], after: dict[str, RegisterRow], now: dict[str, RegisterRow]) -> float:
    """What loans rose by, as far as it is still owed.

    Instalments that are put together or numbered anew are no new money: an older loan rises under the due date it had,
    and a new one has a due date that no loan had.
    """
    known = {row.words.get("due") for row in before.values()}
    due = {loan: row.words.get("due") for loan, row in after.items()}
    new = [
        loan
        for loan in after
        if (due[loan] == before[loan].words.get("due") if loan in before else due[loan] not in known)
    ]
    return fsum(max(min(_owed(after, loan) - _owed(before, loan), _owed(now, loan)), 0.0) for loan in new)


def _owed(rows: dict[str, RegisterRow], loan: str) -> float:
    return (rows[loan].figure("outstanding").value or 0.0) if loan in rows else 0.0
