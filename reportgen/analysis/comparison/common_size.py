"""Common-size tables: the parts of a whole as shares of it, and how the shares moved since last year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Facts, Figure, Lack, added, merged
from reportgen.analysis.comparison.against import Base, Compared, compared
from reportgen.model.reason import Reason

if TYPE_CHECKING:
    from reportgen.analysis.books import Books
    from reportgen.analysis.material import Analyses
    from reportgen.model.period import Period
    from reportgen.model.structures import Structure

FEN: Final = 0.005
"""Half a fen for each part: what rounding of the printed parts may come to."""
REST: Final = "rest"


@dataclass(frozen=True)
class Part:
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
    parts: tuple[Part, ...]


def common_size(analyses: Analyses) -> Mapping[str, CommonSize | Lack]:
    """All structures of the catalogue by id."""
    structures = analyses.material.catalog.structures
    return {name: of(analyses.books, name, structure) for name, structure in structures.items()}


def of(books: Books, name: str, structure: Structure) -> CommonSize | Lack:
    """One table; nothing where the parts do not make up the whole, since shares would then mislead."""
    whole, amounts = books.to_date(structure.whole), _amounts(books, structure, books.now)
    if whole.value is None:
        return Lack("item", whole.reason or Reason.MISSING_INPUT, {"item": books.item(structure.whole).name})
    if whole.value <= 0:
        return Lack("whole_not_positive", Reason.ZERO_DENOMINATOR, {"item": books.item(structure.whole).name})
    if isinstance(amounts, Lack):
        return amounts
    before = books.now.previous_year()
    earlier, last = _amounts(books, structure, before), books.last_year(structure.whole)
    known = {} if isinstance(earlier, Lack) else earlier
    missing = Figure.missing(Reason.MISSING_PRIOR)
    parts = tuple(
        Part(
            part,
            amount,
            amount.over(whole),
            known.get(part, missing).over(last),
            compared(Base.LAST_YEAR, amount, known.get(part, missing), str(before)),
        )
        for part, amount in amounts.items()
    )
    return CommonSize(name, whole, parts)


def _amounts(books: Books, structure: Structure, period: Period) -> dict[str, Figure] | Lack:
    """Amounts by part; the rest is what the named parts leave over."""
    found = {part: books.to_date(part, period) for part in structure.parts}
    whole = books.to_date(structure.whole, period)
    lost = next((part for part, amount in found.items() if amount.value is None), None)
    if lost is not None:
        return Lack("item", Reason.MISSING_INPUT, {"item": books.item(lost).name})
    total = added(found.values())
    if whole.value is None or total.value is None:
        return Lack("item", Reason.MISSING_INPUT, {"item": books.item(structure.whole).name})
    gap = whole.value - total.value
    negligible = abs(gap) <= FEN * (len(found) + 1)
    if structure.rest is not None and gap > -FEN:
        return found if negligible else {**found, REST: Figure(gap, None, merged(whole, total))}
    if not negligible:
        facts: Facts = {"item": books.item(structure.whole).name, "gap": gap}
        return Lack("parts", Reason.INVALID_INPUT, facts, merged(whole, total))
    return found
