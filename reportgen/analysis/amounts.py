"""Amounts of items for the hospital of a material, what totals consist of (edge rule E46), lines in words of its own.

And the expense that costs no cash, of which such a statement may print one line where a form has two.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from math import fsum
from typing import TYPE_CHECKING, Final

from reportgen.analysis.footing import left_out
from reportgen.compute.cells import Cells
from reportgen.formula.context import Aspect
from reportgen.model.definition import Text
from reportgen.model.definitions import Kind
from reportgen.model.period import Period
from reportgen.model.printing import HALF_A_FEN, PERCENT, half_up, number
from reportgen.model.terms import Terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reportgen.analysis.answer import Figure
    from reportgen.analysis.material import Analyses, Material
    from reportgen.model.blocks import Composition
    from reportgen.model.dataset import Dataset
    from reportgen.model.place import Place

PLACES: Final = 2
NOT_PAID: Final = ("depreciation_expense", "amortisation_expense")
SheetRow = tuple[tuple[str, str | None], int]
"""A sheet of a file, and a row in it from 1."""


@dataclass(frozen=True)
class Amount:
    """An item as printed, money in the unit of tables; None where there is none."""

    id: str
    name: Text
    printed: str | None
    value: float | None = None

    @property
    def is_nothing(self) -> bool:
        """Whether it was filed as zero."""
        return self.value is not None and abs(self.value) < HALF_A_FEN


@dataclass(frozen=True)
class Share:
    """A part of a total, its share as a fraction and as printed; the rest is no item."""

    id: str | None
    name: Text
    amount: str
    fraction: float
    printed: str


@dataclass(frozen=True)
class Parts:
    """A total and its parts, what is left of it called other; the printed shares may miss 100.00 by `gap`.

    Attributes:
        is_drawable: whether no part is negative, so that a picture of shares tells the truth.
        outside: lines that are parts of such a total elsewhere, and which this statement keeps out of it.
    """

    id: str
    name: Text
    amount: str
    shares: tuple[Share, ...]
    gap: str | None
    is_drawable: bool
    outside: tuple[Text, ...] = ()


class Unmade(StrEnum):
    """Why a total has no shares; the words stand under ``block.unmade``."""

    NO_TOTAL = "no_total"
    NOT_POSITIVE = "not_positive"
    PARTS_EXCEED = "parts_exceed"


def amount(material: Material, item: str) -> Amount:
    """One item on the basis of the evaluation."""
    value, defined = value_of(material, item), material.catalog.items[item]
    scale = _scale(material, item)
    return Amount(item, defined.name, None if value is None else number(value, PLACES, over=scale), value)


def _scale(material: Material, item: str) -> float:
    """By what an item is divided in tables: money by their unit, all else by nothing."""
    is_money = material.catalog.items[item].unit == "money"
    return material.table_scale if is_money else 1.0


def value_of(material: Material, item: str) -> float | None:
    """The closing balance of an item, or its flow on the basis of the evaluation."""
    case, scheme = material.case.file, material.scheme
    terms = Terms(scheme.basis, case.fiscal_year_start)
    cells = Cells(material.dataset, material.catalog.items, material.entity, terms)
    found = cells.figure(item, Period.parse(material.period), Aspect.BASIS)
    return None if found is None else found.value


def parts_of(material: Material, defined: Composition) -> Parts | Unmade:
    """The parts of a total that are there, or why it has no shares."""
    whole, names = value_of(material, defined.whole), material.catalog.items
    if whole is None or whole <= 0:
        return Unmade.NO_TOTAL if whole is None else Unmade.NOT_POSITIVE
    aside = left_out(material.analysis.footing, defined.whole, defined.parts)
    known = [(item, value) for part in defined.parts for item, value in _there(material, part)]
    known = [(item, value) for item, value in known if abs(value) >= HALF_A_FEN]
    inside = [(item, value) for item, value in known if item not in aside]
    rest, rounding = whole - fsum(value for _, value in inside), _rounding(material, [defined.whole, *dict(inside)])
    if rest < -rounding:
        return Unmade.PARTS_EXCEED
    lines: list[tuple[str | None, Text, float]] = [(item, names[item].name, value) for item, value in inside]
    if rest > rounding:
        lines.append((None, material.catalog.words["block.other"], rest))
    scale = _scale(material, defined.whole)
    shares = tuple(Share(item, name, *_shared(value, whole, scale)) for item, name, value in lines)
    gap = half_up(PERCENT, PLACES) - sum(half_up(share.fraction * PERCENT, PLACES) for share in shares)
    return Parts(
        id=defined.whole,
        name=names[defined.whole].name,
        amount=number(whole, PLACES, over=scale),
        shares=shares,
        gap=number(float(abs(gap)), PLACES) if gap else None,
        is_drawable=all(value >= 0 for _, _, value in lines),
        outside=tuple(names[item].name for item, _ in known if item in aside),
    )


def _there(material: Material, part: str) -> Iterator[tuple[str, float]]:
    """A part with its value; of flows the one line by which a statement gives it, for no balance is net in one."""
    value = value_of(material, part)
    if value is not None:
        yield part, value
        return
    items = material.catalog.items
    lines = [name for name, item in items.items() if item.parent == part and items[part].kind is Kind.FLOW]
    found = [(name, value) for name in lines if (value := value_of(material, name)) is not None]
    yield from found if len(found) == 1 else ()


def _rounding(material: Material, items: list[str]) -> float:
    """What rounding leaves between a total and its lines, more than nothing."""
    books = material.analysis.books
    return max(HALF_A_FEN, books.rounding(items, books.now))


def _shared(value: float, whole: float, scale: float) -> tuple[str, float, str]:
    """The amount as printed, and the share as a fraction and as printed."""
    return number(value, PLACES, over=scale), value / whole, number(value / whole, PLACES, times=PERCENT)


def line_place(dataset: Dataset, entity: str, now: Period, item: str) -> Place | None:
    """Where the newest statement up to a period has a line that it names; None of one made of several lines."""
    periods = [one for one in map(Period.parse, dataset.periods(entity)) if one.sort_key() <= now.sort_key()]
    for period in sorted(periods, key=Period.sort_key, reverse=True):
        for view in ("", "ytd"):
            place = dataset.place((item, entity, str(period), view))
            is_made = dataset.derived((item, entity, str(period), view))
            if place is not None and is_made and place.cell is None:
                return None
            if place is not None and not is_made and place in dataset.labels:
                return place
    return None


def rows(dataset: Dataset, entity: str, now: Period, items: Iterable[str]) -> dict[str, SheetRow]:
    """The lines that stand in a row of their own."""
    found = {}
    for item in items:
        place = line_place(dataset, entity, now, item)
        if place is not None and place.row is not None:
            found[item] = (place.file, place.sheet), place.row
    return found


def in_order(items: Sequence[str], found: Mapping[str, SheetRow]) -> dict[str, int]:
    """By line the row it has in the sheet that holds most of them; one that stands elsewhere follows the one before it.

    Statements in words of their own have an order of their own, by which whoever knows them looks for a line.
    """
    sheets = Counter(found[item][0] for item in items if item in found).most_common(1)
    ordered, last = {}, 0
    for item in items:
        if item in found and found[item][0] == sheets[0][0]:
            last = found[item][1]
        ordered[item] = last
    return ordered


def unpaid(analyses: Analyses) -> Figure:
    """Expense that costs no cash; amortisation without a line of its own is in the one line of an own statement."""
    depreciation, amortisation = (analyses.books.to_date(item) for item in NOT_PAID)
    material, now = analyses.material, analyses.books.now
    is_own = line_place(material.dataset, material.entity, now, NOT_PAID[0]) is not None
    return depreciation if is_own and amortisation.value is None else depreciation + amortisation
