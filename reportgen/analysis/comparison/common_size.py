"""Common-size tables: the parts of a whole as shares of it, and how the shares moved since last year.

Where money came from and where it went, from the balance sheet: sources equal uses and the change of cash.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import fsum
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Facts, Figure, Unavailable, added, merged
from reportgen.analysis.comparison.against import Base, Compared, compared
from reportgen.model.printing import HALF_A_FEN
from reportgen.model.values import Reason

if TYPE_CHECKING:
    from reportgen.analysis.books import Books
    from reportgen.analysis.material import Analyses
    from reportgen.model.blocks import Structure
    from reportgen.model.period import Period

REST: Final = "rest"


@dataclass(frozen=True)
class WholePart:
    """One part of a whole; `id` is an item, or ``rest``.

    Attributes:
        share: of the whole, a fraction; all shares of a table add up to 1.
        earlier_share: last year's.
        against: amount against last year's.
    """

    id: str
    amount: Figure
    share: Figure
    earlier_share: Figure
    against: Compared


@dataclass(frozen=True)
class CommonSize:
    """A whole and its parts, to date."""

    id: str
    whole: Figure
    parts: tuple[WholePart, ...]


def common_size(analyses: Analyses) -> Mapping[str, CommonSize | Unavailable]:
    """All structures of the catalogue by id."""
    structures = analyses.material.catalog.structures
    return {name: of(analyses.books, name, structure) for name, structure in structures.items()}


def of(books: Books, name: str, structure: Structure) -> CommonSize | Unavailable:
    """One table; nothing where the parts do not make up the whole, since shares would then mislead."""
    whole, amounts = books.to_date(structure.whole), _amounts(books, structure, books.now)
    if whole.value is None:
        return Unavailable("item", whole.reason or Reason.MISSING_INPUT, {"item": books.item(structure.whole).name})
    if whole.value <= 0:
        return Unavailable("whole_not_positive", Reason.ZERO_DENOMINATOR, {"item": books.item(structure.whole).name})
    if isinstance(amounts, Unavailable):
        return amounts
    before = books.now.previous_year()
    earlier, last = _amounts(books, structure, before), books.last_year(structure.whole)
    known = {} if isinstance(earlier, Unavailable) else earlier
    missing = Figure.missing(Reason.MISSING_PRIOR)
    parts = tuple(
        WholePart(
            part,
            amount,
            amount.over(whole),
            known.get(part, missing).over(last),
            compared(Base.LAST_YEAR, amount, known.get(part, missing), str(before)),
        )
        for part, amount in amounts.items()
    )
    return CommonSize(name, whole, parts)


def _amounts(books: Books, structure: Structure, period: Period) -> dict[str, Figure] | Unavailable:
    """Amounts by part; the rest is what the named parts leave over."""
    found = {part: books.to_date(part, period) for part in structure.parts}
    whole = books.to_date(structure.whole, period)
    lost = next((part for part, amount in found.items() if amount.value is None), None)
    if lost is not None:
        return Unavailable("item", Reason.MISSING_INPUT, {"item": books.item(lost).name})
    total = added(found.values())
    if whole.value is None or total.value is None:
        return Unavailable("item", Reason.MISSING_INPUT, {"item": books.item(structure.whole).name})
    gap = whole.value - total.value
    rounding = books.rounding((structure.whole, *found), period)
    negligible = abs(gap) <= rounding
    if structure.rest is not None and gap > -rounding:
        return found if negligible else {**found, REST: Figure(gap, None, merged(whole, total))}
    if not negligible:
        facts: Facts = {"item": books.item(structure.whole).name, "gap": gap}
        return Unavailable("parts", Reason.INVALID_INPUT, facts, merged(whole, total))
    return found


CASH: Final = "cash_and_bank"
ASSETS: Final = (
    CASH,
    "short_term_investments",
    "fiscal_quota_receivable",
    "notes_receivable",
    "accounts_receivable_net",
    "prepayments",
    "other_receivables_net",
    "inventories",
    "deferred_expenses",
    "lt_equity_investments",
    "lt_bond_investments",
    "fixed_assets_net",
    "construction_materials",
    "construction_in_progress",
    "intangible_assets_net",
    "lt_deferred_expenses",
)
CLAIMS: Final = (
    "short_term_loans",
    "employee_compensation_payable",
    "accounts_payable",
    "advances_received",
    "other_payables",
    "current_portion_non_current_liabilities",
    "long_term_loans",
    "long_term_payables",
    "net_assets",
)
WORKS: Final = ("fixed_assets_net", "construction_materials", "construction_in_progress")
"""Between these what is finished moves without any money: their change is one movement."""
BUILT: Final = "built"
"""All of them together."""
TOTAL_ASSETS, TOTAL_CLAIMS = "total_assets", "liabilities_and_net_assets_total"
OTHERS: Final = ("works", "other_assets", "other_claims")


@dataclass(frozen=True)
class Movement:
    """A source (an asset that fell, a claim that grew) or a use, as a positive amount; or what the cash did.

    Attributes:
        id: an item, ``works`` for fixed assets with the works that become such, or ``other_assets``,
            ``other_claims`` for all lines that are not named.
    """

    id: str
    amount: Figure


@dataclass(frozen=True)
class SourcesAndUses:
    """Since the start of the year; the sum of sources is that of uses plus the change of cash."""

    sources: tuple[Movement, ...]
    uses: tuple[Movement, ...]
    cash: Movement
    total: float


def sources_and_uses(analyses: Analyses) -> SourcesAndUses | Unavailable:
    """Changes of the balance sheet since the start of the year, largest first."""
    books = analyses.books
    moved = dict(_moved(books))
    lost = next((name for name in (CASH, TOTAL_ASSETS, TOTAL_CLAIMS) if moved[name].value is None), None)
    if lost is not None:
        is_lost_now = books.to_date(lost).value is None
        return Unavailable("item" if is_lost_now else "opening", Reason.MISSING_INPUT, {"item": books.item(lost).name})
    assets, claims = moved.pop(TOTAL_ASSETS), moved.pop(TOTAL_CLAIMS)
    assert assets.value is not None
    assert claims.value is not None
    if abs(assets.value - claims.value) > HALF_A_FEN * 2:
        facts: Facts = {"item": books.item(TOTAL_ASSETS).name, "gap": assets.value - claims.value}
        return Unavailable("parts", Reason.INVALID_INPUT, facts, (*assets.places, *claims.places))
    known = {name: one for name, one in moved.items() if one.value is not None}
    flows = {name: -one if name in ASSETS else one for name, one in known.items() if name != CASH}
    if len(works := [name for name in WORKS if name in flows]) > 1:
        flows["works"] = added([flows.pop(name) for name in works])
    flows["other_assets"] = -_rest(assets, [known[name] for name in ASSETS if name in known])
    flows["other_claims"] = _rest(claims, [known[name] for name in CLAIMS if name in known])
    sources = _sorted(flows, 1)
    return SourcesAndUses(
        sources, _sorted(flows, -1), Movement(CASH, known[CASH]), fsum(one.amount.value or 0.0 for one in sources)
    )


def _moved(books: Books) -> Iterator[tuple[str, Figure]]:
    for item in (*ASSETS, *CLAIMS, TOTAL_ASSETS, TOTAL_CLAIMS):
        yield item, books.since_opening(item)


def _rest(total: Figure, parts: list[Figure]) -> Figure:
    """What the named lines leave of a total."""
    left = (total.value or 0.0) - fsum(one.value or 0.0 for one in parts)
    return Figure(left if abs(left) > HALF_A_FEN * len(parts) else 0.0, None, total.places)


def _sorted(flows: dict[str, Figure], sign: int) -> tuple[Movement, ...]:
    found = [Movement(name, one if sign > 0 else -one) for name, one in flows.items() if sign * (one.value or 0.0) > 0]
    return tuple(sorted(found, key=lambda one: (-(one.amount.value or 0.0), one.id)))


def built_together(changes: Mapping[str, float]) -> dict[str, float]:
    """Changes of lines; of fixed assets and works as one where works were finished: these fell as fixed assets rose."""
    finished, *under_way = WORKS
    works = fsum(changes.get(one, 0.0) for one in under_way)
    grown = changes.get(finished, 0.0)
    if grown <= 0 or works >= 0:
        return dict(changes)
    return {one: by for one, by in changes.items() if one not in WORKS} | {BUILT: grown + works}
