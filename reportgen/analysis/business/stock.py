"""What an inventory table shows by article: what lies unmoved, what was bought beyond use, unused, or dearer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Figure, merged

if TYPE_CHECKING:
    from reportgen.analysis.rows import Row

TABLE: Final = "inventory"
FEN: Final = 0.005


@dataclass(frozen=True)
class Pointed:
    """An article that is pointed out.

    Attributes:
        amount: money: what lies there, was bought beyond use, was bought and never used, or was paid more than at last
            year's price.
        measure: days since it was last used, or the new price over the old one − 1; None where there is no such thing.
    """

    id: str
    name: str
    group: str
    amount: Figure
    measure: float | None = None


def unmoved(rows: Iterable[Row], day: dt.date, days: int) -> tuple[Pointed, ...]:
    """Articles in stock that nobody used for so many days up to a day, largest amount first."""

    def found() -> Iterator[Pointed]:
        for row in _single(rows):
            held, last = row.figure("closing_amount"), row.words.get("last_used", "")
            if not last or held.value is None or held.value < FEN:
                continue
            idle = (day - dt.date.fromisoformat(last)).days
            if idle >= days:
                yield _pointed(row, held, float(idle))

    return _sorted(found())


def beyond_use(rows: Iterable[Row]) -> tuple[Pointed, ...]:
    """Articles of which more was bought than used, by the amount in excess."""
    both = ((row, row.figure("purchased_amount") - row.figure("used_amount")) for row in _single(rows))
    return _sorted(_pointed(row, excess) for row, excess in both if (excess.value or 0.0) >= FEN)


def unused(rows: Iterable[Row]) -> tuple[Pointed, ...]:
    """Articles that were bought though none was used in the whole time."""

    def found() -> Iterator[Pointed]:
        for row in _single(rows):
            bought, used = row.figure("purchased_amount"), row.figure("used_amount")
            if used.value is not None and abs(used.value) < FEN and (bought.value or 0.0) >= FEN:
                yield _pointed(row, bought)

    return _sorted(found())


def dearer(now: Mapping[str, Row], before: Mapping[str, Row]) -> tuple[Pointed, ...]:
    """Articles bought at a higher mean price than a year ago: (p1 − p0) · q1."""

    def found() -> Iterator[Pointed]:
        for key, row in now.items():
            if key not in before or row.is_rest:
                continue
            new, old = _price(row), _price(before[key])
            extra = (new - old) * row.figure("purchased_quantity")
            if new.value is None or old.value is None or (extra.value or 0.0) < FEN:
                continue
            amount = Figure(extra.value, None, merged(new, old))
            yield _pointed(row, amount, new.value / old.value - 1 if old.value > 0 else None)

    return _sorted(found())


def _single(rows: Iterable[Row]) -> Iterator[Row]:
    """Rows of one article each: a row that holds many others together has no price, and nobody can look at it."""
    return (row for row in rows if not row.is_rest)


def _price(row: Row) -> Figure:
    return row.figure("purchased_amount").over(row.figure("purchased_quantity"))


def _pointed(row: Row, amount: Figure, measure: float | None = None) -> Pointed:
    name, group = row.words.get("article_name", row.key), row.words.get("article_class", "")
    return Pointed(row.key, name, group, amount, measure)


def _sorted(found: Iterable[Pointed]) -> tuple[Pointed, ...]:
    return tuple(sorted(found, key=lambda one: (-(one.amount.value or 0.0), one.id)))
