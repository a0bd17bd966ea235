"""Medical receivables by payer and age, how long each payer takes, and what may never come in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis import tables
from reportgen.analysis.answer import Figure, Lack, added
from reportgen.analysis.business.ageing import Ages, ages, together
from reportgen.analysis.comparison.against import Base, Compared, compared
from reportgen.model.reason import Reason

if TYPE_CHECKING:
    from reportgen.analysis.material import Analyses
    from reportgen.analysis.rows import Row

TABLE: Final = "receivables_ageing"
AGES: Final = (
    "within_3_months", "within_6_months", "within_1_year", "within_2_years", "within_3_years", "over_3_years",
)  # fmt: skip
OLD: Final = AGES[3:]
STATEMENT: Final = "accounts_receivable_gross"
UNREALISED: Final = (
    "insurance_rejected_amount", "patient_arrears", "bad_debt_provision_ar", "accounts_receivable_over_1y",
    "bad_debt_loss", "contingent_liabilities",
)  # fmt: skip
"""Rejected by insurers, owed by patients, provided for, older than a year, written off, contingent."""


@dataclass(frozen=True)
class Payer:
    """One payer at the end of the period.

    Attributes:
        share: of all receivables, a fraction.
        rejected, disputed, billed: of this year; rejection_rate: rejected over billed.
        days: balance over what is billed a day: how long the payer takes.
        change: of the balance since the same day of last year.
    """

    id: str
    ages: Ages
    share: Figure
    rejected: Figure
    disputed: Figure
    billed: Figure
    rejection_rate: Figure
    days: Figure
    change: Compared
    is_rest: bool = False


@dataclass(frozen=True)
class Unrealised:
    """An amount that may not come in, or has not: money, its share of gross receivables, and last year's."""

    item: str
    amount: Figure
    share: Figure
    change: Compared


@dataclass(frozen=True)
class Receivables:
    """Payers, largest balance first and what holds the others together last, their sum, and amounts at risk.

    Attributes:
        statement_gap: balance of the table − gross receivables of the notes.
    """

    payers: tuple[Payer, ...] | Lack
    total: Ages | None
    statement_gap: Figure
    unrealised: tuple[Unrealised, ...]


def receivables(analyses: Analyses) -> Receivables | Lack:
    """Receivables at the end of the period; a `Lack` where neither the table nor an amount at risk is known."""
    books = analyses.books
    rows, unrealised = tables.at_end(analyses, TABLE), tuple(_unrealised(analyses))
    if isinstance(rows, Lack):
        nothing = all(one.amount.value is None for one in unrealised)
        return rows if nothing else Receivables(rows, None, Figure.missing(), unrealised)
    before = tables.at_end(analyses, TABLE, books.now.previous_year())
    earlier = {} if isinstance(before, Lack) else before
    whole = added(row.figure("owed") for row in rows.values())
    found = [_payer(analyses, row, earlier.get(row.key), whole) for row in rows.values()]
    total = together([one.ages for one in found], AGES, OLD)
    ranked = sorted(found, key=lambda one: (one.is_rest, -(one.ages.balance.value or 0.0), one.id))
    return Receivables(tuple(ranked), total, total.balance - books.to_date(STATEMENT), unrealised)


def _payer(analyses: Analyses, row: Row, before: Row | None, whole: Figure) -> Payer:
    books = analyses.books
    owed, billed, rejected = row.figure("owed"), row.figure("billed"), row.figure("rejected")
    old = before.figure("owed") if before else Figure.missing(Reason.MISSING_PRIOR)
    return Payer(
        id=row.key,
        ages=ages(row, AGES, OLD, "owed"),
        share=owed.over(whole),
        rejected=rejected,
        disputed=row.figure("disputed"),
        billed=billed,
        rejection_rate=rejected.over(billed),
        days=owed.times(float(books.days)).over(billed),
        change=compared(Base.LAST_YEAR, owed, old, str(books.now.previous_year())),
        is_rest=row.is_rest,
    )


def _unrealised(analyses: Analyses) -> Iterator[Unrealised]:
    books = analyses.books
    whole, before = books.to_date(STATEMENT), books.now.previous_year()
    for item in UNREALISED:
        amount = books.to_date(item)
        change = compared(Base.LAST_YEAR, amount, books.last_year(item), str(before))
        yield Unrealised(item, amount, amount.over(whole), change)
