"""From the cash at the start of the year to now: what the hospital's own flows did, then what filled the gap.

Own flows are the surplus, expense that costs no cash, capital spending, what other assets took or gave back, such as
receivables that were collected, and all that was repaid; what filled the gap are loans, suppliers and other claims that
grew. Both come from the sources and uses of
the balance sheet; capital spending is what its assets moved by, less the expense that costs no cash. Where that
expense is not known the assets stand with what they moved by, under a name of their own: depreciation is in it.

The largest use beside the sources of its own term: money that is tied up for short beside loans and payables of short
term, what lasts beside debt that lasts, up to what own flows leave uncovered; the rest is the hospital's own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import fsum
from typing import TYPE_CHECKING, Final

from reportgen.analysis import tables
from reportgen.analysis.amounts import unpaid
from reportgen.analysis.answer import Figure, Unavailable, added
from reportgen.analysis.business.ageing import RECEIVABLES_TABLE
from reportgen.analysis.comparison.common_size import CLAIMS, Movement
from reportgen.model.printing import HALF_A_FEN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.analysis.books import Books
    from reportgen.analysis.comparison.common_size import SourcesAndUses
    from reportgen.analysis.material import Analyses

SURPLUS, UNPAID, CAPITAL, EQUITY = "surplus", "unpaid", "capital", "equity"
PLANT_NET, PLANT_LESS, NET_ASSETS = "plant_net", "plant_less", "net_assets"
RESULTS: Final = ("period_surplus", "period_balance_2012", "balance_1998")
"""What is left of the period, as the rules of its year call it."""
PLANT: Final = (
    "works",
    "fixed_assets_net",
    "construction_materials",
    "construction_in_progress",
    "intangible_assets_net",
    "lt_deferred_expenses",
)
RECEIVABLES: Final = "accounts_receivable_net"
SHORT: Final = ("short_term_loans", "accounts_payable")
LASTING: Final = ("long_term_loans", "long_term_payables", *SHORT)
WORKING: Final = frozenset(
    {
        "short_term_investments",
        "fiscal_quota_receivable",
        "notes_receivable",
        RECEIVABLES,
        "prepayments",
        "other_receivables_net",
        "inventories",
        "deferred_expenses",
    }
)
"""Assets in which money is tied up for less than a year."""
OTHER_CLAIMS: Final = "other_claims"
UNTOLD: Final = frozenset({"other_assets", OTHER_CLAIMS, "net_assets"})
"""Lines together that have no name of their own, and what the surplus and transfers leave: no use that explains."""
LENT: Final = frozenset({*CLAIMS, OTHER_CLAIMS})
"""Balances by which others carry the hospital: where they grow they bring money that is not its own."""
TOTAL_DEBT, CURRENT = "total_liabilities", "current_liabilities"
LIABILITIES: Final = (TOTAL_DEBT, CURRENT)
NON_CURRENT: Final = "non_current_liabilities"
NET_REPAYMENT: Final = "net_repayment"
"""Of loans of long term, less the short ones that were taken meanwhile."""
DEBT: Final = ("long_term_loans", "current_portion_non_current_liabilities")
"""Loans of long term stand in two lines. What falls due within a year goes from the first to the second without a cent
being paid, so that only both together tell what was borrowed or repaid."""


@dataclass(frozen=True)
class CashStep:
    """One step: money that came (above zero) or went; `id` is an item, or one of this module's own."""

    id: str
    amount: Figure


@dataclass(frozen=True)
class Funding:
    """The largest use and what stands against it.

    Attributes:
        use: a movement of the balance sheet; parts: by payer, largest first, where the ageing tables of the start of
            the year and of now tell it; the rest of the use is in none of them.
        sources: what loans and payables of its term grew by, even beyond the use; own: what they leave of it.
        untold: what liabilities grew by that have no line of their own, None where they did not: those beyond a year
            where the balance sheet names none of them; all where it names none at all; else all that it does not name.
        known: debts of its term whose balances are known: of these alone may be said that they did not grow.
    """

    use: Movement
    parts: tuple[CashStep, ...]
    sources: tuple[CashStep, ...]
    own: float
    untold: CashStep | None = None
    known: tuple[str, ...] = ()

    @property
    def amount(self) -> float:
        """Of the use."""
        return self.use.amount.value or 0.0

    @property
    def owed_share(self) -> float:
        """Growth of those debts over the use, a fraction that may be above 1."""
        return fsum(one.amount.value or 0.0 for one in self.sources) / self.amount


@dataclass(frozen=True)
class CashBridge:
    """From the opening to the closing balance, to the cent; steps of either side largest first after the surplus."""

    start: Figure
    end: Figure
    own: tuple[CashStep, ...]
    filled: tuple[CashStep, ...]
    funding: Funding | None

    @property
    def has_repaid(self) -> bool:
        """Whether own flows paid back any debt or claim."""
        return any(one.id in LENT for one in self.own)

    @property
    def own_sum(self) -> float:
        """What own flows brought or took."""
        return fsum(one.amount.value or 0.0 for one in self.own)

    @property
    def filled_sum(self) -> float:
        """What the others brought."""
        return fsum(one.amount.value or 0.0 for one in self.filled)


def cash_bridge(analyses: Analyses) -> CashBridge | Unavailable:
    """The bridge of the year so far."""
    found: SourcesAndUses | Unavailable = analyses["comparison.sources_and_uses"]
    if isinstance(found, Unavailable):
        return found
    books, moved = analyses.books, _debt_as_one(found)
    lent = tuple(Movement(name, amount) for name, amount in moved.items() if (amount.value or 0.0) > 0)
    used = tuple(Movement(name, -amount) for name, amount in moved.items() if (amount.value or 0.0) < 0)
    found = replace(found, sources=lent, uses=used)
    own = [*_equity(books, moved), *_plant(unpaid(analyses), moved)]
    steps = [CashStep(name, amount) for name, amount in moved.items() if amount.value]
    filled = [one for one in steps if one.id in LENT and (one.amount.value or 0.0) > 0]
    own += [one for one in steps if one not in filled]
    start, end = books.opening("cash_and_bank"), books.to_date("cash_and_bank")
    return CashBridge(start, end, tuple(own), tuple(filled), _funding(analyses, found))


def _debt_as_one(found: SourcesAndUses) -> dict[str, Figure]:
    """All movements, what brought money above zero, largest first on either side; loans of long term as one."""
    moved = {one.id: one.amount for one in found.sources} | {one.id: -one.amount for one in found.uses}
    lines = [moved.pop(name) for name in DEBT] if moved.keys() >= {*DEBT} else []
    if lines and abs((debt := added(lines)).value or 0.0) > HALF_A_FEN:
        moved[DEBT[0]] = debt
    return dict(sorted(moved.items(), key=lambda one: -abs(one[1].value or 0.0)))


def _equity(books: Books, moved: dict[str, Figure]) -> list[CashStep]:
    """The surplus, and what else moved net assets; taken out of the movements."""
    change = moved.pop("net_assets", None)
    if change is None:
        return []
    surplus = next((one for one in map(books.to_date, RESULTS) if one.value is not None), None)
    if surplus is None:
        return [CashStep(NET_ASSETS, change)]
    rest = change - surplus
    other = [CashStep(EQUITY, rest)] if abs(rest.value or 0.0) > HALF_A_FEN else []
    return [CashStep(SURPLUS, surplus), *other]


def _plant(no_cash: Figure, moved: dict[str, Figure]) -> list[CashStep]:
    """Expense that costs no cash, and capital spending or what plant fell by beyond it; one step without expense."""
    changes = [moved.pop(name) for name in PLANT if name in moved]
    if not changes:
        return []
    change = added(changes)
    if no_cash.value is None:
        return [CashStep(PLANT_NET, change)]
    spent = change - no_cash
    return [CashStep(UNPAID, no_cash), CashStep(PLANT_LESS if (spent.value or 0.0) > 0 else CAPITAL, spent)]


def _without_refinancing(found: SourcesAndUses) -> SourcesAndUses:
    """Short loans that took the place of long ones that were repaid carry nothing, and what they repaid is no use.

    Both count only by how much one of them is more than the other.
    """
    new = next((one.amount for one in found.sources if one.id == SHORT[0]), None)
    repaid = next((one.amount for one in found.uses if one.id in DEBT), None)
    if new is None or repaid is None:
        return found
    rest = new - repaid
    lent = [one for one in found.sources if one.id != SHORT[0]]
    used = [one for one in found.uses if one.id not in DEBT]
    if (rest.value or 0.0) > HALF_A_FEN:
        lent.append(Movement(SHORT[0], rest))
    elif (rest.value or 0.0) < -HALF_A_FEN:
        used.append(Movement(NET_REPAYMENT, -rest))
    return replace(found, sources=_by_amount(lent), uses=_by_amount(used))


def _by_amount(moved: Iterable[Movement]) -> tuple[Movement, ...]:
    return tuple(sorted(moved, key=lambda one: -(one.amount.value or 0.0)))


def _funding(analyses: Analyses, found: SourcesAndUses) -> Funding | None:
    """The largest use that has a name, and by how much debts of its term grew; None where there is none."""
    found = _without_refinancing(found)
    use = next((one for one in found.uses if one.id not in UNTOLD), None)
    if use is None:
        return None
    amount_used, grown = use.amount.value or 0.0, {one.id: one.amount for one in found.sources}
    terms = SHORT if use.id in WORKING else LASTING
    sources = tuple(CashStep(name, grown[name]) for name in terms if name in grown and name != use.id)
    parts = _by_payer(analyses, amount_used) if use.id == RECEIVABLES else ()
    own = amount_used - fsum(one.amount.value or 0.0 for one in sources)
    known = tuple(name for name in terms if analyses.books.since_opening(name).value is not None)
    untold = _untold(analyses.books, found, is_lasting=terms is LASTING, is_named=bool(known))
    return Funding(use, parts, sources, max(own, 0.0), untold, known)


def _untold(books: Books, found: SourcesAndUses, *, is_lasting: bool, is_named: bool) -> CashStep | None:
    """What liabilities grew by that no line tells."""
    lines = [books.to_date(item).value for item in (*DEBT, "long_term_payables")]
    if is_lasting and all(one is None for one in lines):
        total, current = map(books.since_opening, LIABILITIES)
        beyond = total - current
        if (beyond.value or 0.0) > HALF_A_FEN:
            return CashStep(NON_CURRENT, beyond)
        if beyond.value is not None and is_named:
            return None
    if not is_named:
        total = books.since_opening(TOTAL_DEBT)
        return CashStep(TOTAL_DEBT, total) if (total.value or 0.0) > HALF_A_FEN else None
    rest = next((one.amount for one in found.sources if one.id == OTHER_CLAIMS), None)
    return None if rest is None else CashStep(OTHER_CLAIMS, rest)


def changes_by_payer(analyses: Analyses) -> dict[str, Figure]:
    """What each payer owes more than at the start of the year, by its name; empty without both tables."""
    now = tables.at_end(analyses, RECEIVABLES_TABLE)
    before = tables.at_end(analyses, RECEIVABLES_TABLE, analyses.books.now.fiscal_year.previous_year())
    if isinstance(now, Unavailable) or isinstance(before, Unavailable):
        return {}
    gone = {key: -row.figure("owed") for key, row in before.items() if key not in now}
    return gone | {
        key: row.figure("owed") - before[key].figure("owed") if key in before else row.figure("owed")
        for key, row in now.items()
    }


def _by_payer(analyses: Analyses, amount: float) -> tuple[CashStep, ...]:
    """Payers who owe more, largest first, as long as they leave nothing below zero: allowances lower the sum."""
    changes = changes_by_payer(analyses)
    rows = tables.at_end(analyses, RECEIVABLES_TABLE)
    rests = set() if isinstance(rows, Unavailable) else {key for key, row in rows.items() if row.is_rest}
    known = [(key, one.value) for key, one in changes.items() if one.value is not None and key not in rests]
    parts, left = [], amount
    for key, change in sorted(known, key=lambda one: (-one[1], one[0])):
        if change <= HALF_A_FEN or change > left:
            break
        parts.append(CashStep(key, changes[key]))
        left -= change
    return tuple(parts)
