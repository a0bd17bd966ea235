"""Preservation of state assets: closing net assets, objective changes taken out, over opening net assets.

Above 1 their value grew, at 1 it was kept, below it was not. Objective changes are those that the hospital states, else
gratuitous transfers and equity-method adjustments of associates, as the balance sheet shows them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Facts, Figure, Lack, added
from reportgen.analysis.books import lacking
from reportgen.model.values import Reason

if TYPE_CHECKING:
    from reportgen.analysis.books import Books
    from reportgen.analysis.material import Analyses

TOTAL: Final = "net_assets"
STATED: Final = "objective_net_asset_changes"
OBJECTIVE: Final = ("gratuitous_transfer_net_assets", "equity_method_adjustment")
PARTS: Final = (
    "accumulated_surplus", "special_funds", "equity_method_adjustment", "gratuitous_transfer_net_assets",
    "current_surplus_balance",
)  # fmt: skip
HELD: Final = ("fixed_assets_net", "idle_fixed_assets_cost", "assets_pending_disposal", "lt_equity_investments")
FEN: Final = 0.005
EVEN: Final = 1e-12


class Preserved(StrEnum):
    """What became of the value."""

    GROWN = "grown"
    KEPT = "kept"
    REDUCED = "reduced"


@dataclass(frozen=True)
class NetAssetsPart:
    """A part of net assets: opening + change = closing; objective: whether its change is no result of the hospital."""

    item: str
    opening: Figure
    change: Figure
    closing: Figure
    objective: bool


@dataclass(frozen=True)
class Held:
    """State assets in kind: opening and closing, with the change."""

    item: str
    opening: Figure
    change: Figure
    closing: Figure


@dataclass(frozen=True)
class StateAssets:
    """Net assets over the year so far.

    Attributes:
        opening, closing: at the start of the year and at the end of the period.
        objective: changes from outside, money; stated: whether the hospital states them.
        rate: (closing − objective) over opening, a fraction; plain: closing over opening.
        parts: they add up to opening, change and closing. A `Lack` where they do not.
        held: assets in kind, as far as both balances are known.
    """

    opening: float
    closing: float
    objective: Figure
    stated: bool
    rate: Figure
    plain: Figure
    verdict: Preserved | None
    parts: tuple[NetAssetsPart, ...] | Lack
    held: tuple[Held, ...]


def state_assets(analyses: Analyses) -> StateAssets | Lack:
    """Preservation over the year so far."""
    books = analyses.books
    lost = lacking(books, [TOTAL])
    if lost is not None:
        return lost
    opening, closing = books.opening(TOTAL), books.to_date(TOTAL)
    if opening.value is None or closing.value is None:
        facts: Facts = {"item": books.item(TOTAL).name, "period": str(books.now.fiscal_year.previous_year())}
        return Lack("item_of", opening.reason or Reason.MISSING_PRIOR, facts)
    parts, stated = _parts(books), books.to_date(STATED)
    objective = stated if stated.value is not None else _objective(books)
    rate = (closing - objective).over(opening)
    held = tuple(Held(item, *_movement(books, item)) for item in HELD)
    return StateAssets(
        opening.value,
        closing.value,
        objective,
        stated.value is not None,
        rate,
        closing.over(opening),
        verdict(rate.value),
        parts,
        tuple(one for one in held if one.change.value is not None),
    )


def verdict(rate: float | None) -> Preserved | None:
    """What a rate of preservation says; noise of binary is no change."""
    if rate is None:
        return None
    if abs(rate - 1) <= EVEN:
        return Preserved.KEPT
    return Preserved.GROWN if rate > 1 else Preserved.REDUCED


def _movement(books: Books, item: str) -> tuple[Figure, Figure, Figure]:
    opening, closing = books.opening(item), books.to_date(item)
    return opening, closing - opening, closing


def _objective(books: Books) -> Figure:
    """Changes of the lines that are never the hospital's own doing."""
    return added(_movement(books, item)[1] for item in OBJECTIVE)


def _parts(books: Books) -> tuple[NetAssetsPart, ...] | Lack:
    found = tuple(NetAssetsPart(item, *_movement(books, item), item in OBJECTIVE) for item in PARTS)
    opening, closing = books.opening(TOTAL), books.to_date(TOTAL)
    for side, whole in (("opening", opening), ("closing", closing)):
        figures = {part.item: getattr(part, side) for part in found}
        lost = next((item for item, figure in figures.items() if figure.value is None), None)
        if lost is not None:
            return Lack("item_of", Reason.MISSING_INPUT, {"item": books.item(lost).name, "period": str(books.now)})
        gap = (whole - added(figures.values())).value
        if gap is None or abs(gap) > FEN:
            facts: Facts = {"item": books.item(TOTAL).name, "gap": gap or 0.0}
            return Lack("parts", Reason.INVALID_INPUT, facts)
    return found
