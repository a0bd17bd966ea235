"""Ages of what is owed: amounts by age that add up to the balance, what is not aged, what is old.

Suppliers: what was bought from each, what is owed and since when, and how much rests on the largest of them.

Medical receivables by payer and age, how long each payer takes, and what may never come in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis import tables
from reportgen.analysis.answer import Figure, Unavailable, added
from reportgen.analysis.comparison.against import Base, Compared, compared
from reportgen.model.printing import HALF_A_FEN
from reportgen.model.values import Reason

if TYPE_CHECKING:
    from reportgen.analysis.answer import RegisterRow
    from reportgen.analysis.material import Analyses


@dataclass(frozen=True)
class Ages:
    """A balance by age.

    Attributes:
        by_age: amounts by column; missing where the table leaves the cell blank.
        balance: as the table states it; left: balance − known ages: what the table does not age.
        old: the ages of a year and more; old_share: over the balance, a fraction. Missing while something is not aged
            and no old age is stated.
        undivided: the amount of the ages `within`, where the table states them together and not each: none of them is
            known then, and not nothing.
    """

    by_age: Mapping[str, Figure]
    balance: Figure
    left: Figure
    old: Figure
    old_share: Figure
    undivided: Figure | None = None
    within: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool | None:
        """Whether the ages make up the balance; None without a balance."""
        return None if self.left.value is None else abs(self.left.value) <= HALF_A_FEN

    def of(self, columns: Sequence[str]) -> Figure:
        """What is of these ages, of none named what is `young`; a blank age is nothing only in a complete balance."""
        if not columns:
            return self.young
        names = [name for name in columns if name in self.by_age]
        return added(_filled(self, name) for name in names)

    @property
    def young(self) -> Figure:
        """What is of the ages `within`, told apart or not."""
        return self.of(self.within) if self.undivided is None else self.undivided


def ages(
    row: RegisterRow, columns: Sequence[str], old: Sequence[str], balance: str, together: Mapping[str, Sequence[str]]
) -> Ages:
    """The ages of a row: blank cells are nothing owed only where the others make up the balance.

    What a row states together counts where it leaves one of its ages out; these are then of no known amount.
    """
    by_age = {name: row.figure(name) for name in columns}
    for name, within in together.items():
        whole = row.figure(name)
        if whole.value is not None and any(by_age[one].value is None for one in within):
            return made(by_age | {one: Figure.missing() for one in within}, old, row.figure(balance), whole, within)
    return made(by_age, old, row.figure(balance), None, *together.values())


def together(parts: Iterable[Ages], columns: Sequence[str], old: Sequence[str]) -> Ages:
    """Ages of several rows; a blank age of a row that is complete without it counts as nothing."""
    known = list(parts)
    by_age = {name: added(_filled(one, name) for one in known) for name in columns}
    within = next((one.within for one in known if one.within), ())
    young = added(one.young for one in known) if any(one.undivided is not None for one in known) else None
    return made(by_age, old, added(one.balance for one in known), young, within)


def made(
    by_age: Mapping[str, Figure],
    old: Sequence[str],
    balance: Figure,
    undivided: Figure | None = None,
    within: Sequence[str] = (),
) -> Ages:
    """Ages from their amounts."""
    counted = [one for name, one in by_age.items() if undivided is None or name not in within]
    stated = [one for one in (*counted, undivided) if one is not None and one.value is not None]
    left = balance - added(stated) if stated else balance
    complete = left.value is not None and abs(left.value) <= HALF_A_FEN
    past = [by_age[name] for name in old]
    known = [one for one in past if one.value is not None]
    aged = added(known) if known else Figure(0.0) if complete else Figure.missing()
    if not complete and len(known) < len(past):
        aged = Figure.missing()
    return Ages(by_age, balance, left, aged, aged.over(balance), undivided, tuple(within))


def _filled(one: Ages, name: str) -> Figure:
    figure = one.by_age[name]
    is_nothing = one.is_complete and (one.undivided is None or name not in one.within)
    return Figure(0.0) if figure.value is None and is_nothing else figure


TABLE: Final = "payables_ageing"
AGES: Final = ("due_within_3_months", "due_within_6_months", "due_within_1_year", "due_over_1_year")
OLD: Final = AGES[3:]
TOGETHER: Final = {"due_under_1_year": AGES[:3]}
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


def payables(analyses: Analyses) -> Payables | Unavailable:
    """Suppliers at the end of the period."""
    rows = tables.at_end(analyses, TABLE)
    if isinstance(rows, Unavailable):
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


def _supplier(row: RegisterRow, bought: Figure, days: int) -> Supplier:
    own = row.figure("purchases")
    lasting = row.figure("payable").times(float(days)).over(own)
    aged = ages(row, AGES, OLD, "payable", TOGETHER)
    return Supplier(row.key, row.words.get("supplies", ""), aged, own, own.over(bought), lasting, row.is_rest)


RECEIVABLES_TABLE: Final = "receivables_ageing"
RECEIVABLES_AGES: Final = (
    "within_3_months",
    "within_6_months",
    "within_1_year",
    "within_2_years",
    "within_3_years",
    "over_3_years",
)
RECEIVABLES_OLD: Final = RECEIVABLES_AGES[3:]
OLDEST: Final = RECEIVABLES_AGES[5:]
RECEIVABLES_TOGETHER: Final = {"under_1_year": RECEIVABLES_AGES[:3]}
RECEIVABLES_STATEMENT: Final = "accounts_receivable_gross"
UNREALISED: Final = (
    "insurance_rejected_amount",
    "patient_arrears",
    "bad_debt_provision_ar",
    "accounts_receivable_over_1y",
    "bad_debt_loss",
    "contingent_liabilities",
)
"""Rejected by insurers, owed by patients, provided for, older than a year, written off, contingent."""


@dataclass(frozen=True)
class Payer:
    """One payer at the end of the period.

    Attributes:
        share: of all receivables, a fraction.
        provided: what is provided for it.
        rejected, disputed, billed: of this year; rejection_rate: rejected over billed.
        days: balance over what is billed a day: how long the payer takes.
        change: of the balance since the same day of last year.
    """

    id: str
    ages: Ages
    share: Figure
    provided: Figure
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

    payers: tuple[Payer, ...] | Unavailable
    total: Ages | None
    statement_gap: Figure
    unrealised: tuple[Unrealised, ...]


def receivables(analyses: Analyses) -> Receivables | Unavailable:
    """Receivables at the end of the period; `Unavailable` where neither the table nor an amount at risk is known."""
    books = analyses.books
    rows, unrealised = tables.at_end(analyses, RECEIVABLES_TABLE), tuple(_unrealised(analyses))
    if isinstance(rows, Unavailable):
        nothing = all(one.amount.value is None for one in unrealised)
        return rows if nothing else Receivables(rows, None, Figure.missing(), unrealised)
    before = tables.at_end(analyses, RECEIVABLES_TABLE, books.now.previous_year())
    earlier = {} if isinstance(before, Unavailable) else before
    whole = added(row.figure("owed") for row in rows.values())
    found = [_payer(analyses, row, earlier.get(row.key), whole) for row in rows.values()]
    total = together([one.ages for one in found], RECEIVABLES_AGES, RECEIVABLES_OLD)
    ranked = sorted(found, key=lambda one: (one.is_rest, -(one.ages.balance.value or 0.0), one.id))
    return Receivables(tuple(ranked), total, total.balance - books.to_date(RECEIVABLES_STATEMENT), unrealised)


def _payer(analyses: Analyses, row: RegisterRow, before: RegisterRow | None, whole: Figure) -> Payer:
    books = analyses.books
    owed, billed, rejected = row.figure("owed"), row.figure("billed"), row.figure("rejected")
    old = before.figure("owed") if before else Figure.missing(Reason.MISSING_PRIOR)
    return Payer(
        id=row.key,
        ages=ages(row, RECEIVABLES_AGES, RECEIVABLES_OLD, "owed", RECEIVABLES_TOGETHER),
        share=owed.over(whole),
        provided=row.figure("provided"),
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
    whole, before = books.to_date(RECEIVABLES_STATEMENT), books.now.previous_year()
    for item in UNREALISED:
        amount = books.to_date(item)
        change = compared(Base.LAST_YEAR, amount, books.last_year(item), str(before))
        yield Unrealised(item, amount, amount.over(whole), change)
