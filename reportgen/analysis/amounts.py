"""Amounts of items for the hospital and period of a material, and what totals consist of (edge rule E46)."""

from __future__ import annotations

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
from reportgen.model.printing import PERCENT, half_up, number
from reportgen.model.terms import Terms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.analysis.material import Material
    from reportgen.model.blocks import Composition

PLACES: Final = 2
NOTHING: Final = 0.005
"""Half a fen: less is noise of binary."""


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
        return self.value is not None and abs(self.value) < NOTHING


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
    known = [(item, value) for item, value in known if abs(value) >= NOTHING]
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
    return max(NOTHING, books.rounding(items, books.now))


def _shared(value: float, whole: float, scale: float) -> tuple[str, float, str]:
    """The amount as printed, and the share as a fraction and as printed."""
    return number(value, PLACES, over=scale), value / whole, number(value / whole, PLACES, times=PERCENT)
