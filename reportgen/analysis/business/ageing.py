"""Ages of what is owed: amounts by age that add up to the balance, what is not aged, what is old."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Figure, added

if TYPE_CHECKING:
    from reportgen.analysis.rows import Row

FEN: Final = 0.005


@dataclass(frozen=True)
class Ages:
    """A balance by age.

    Attributes:
        by_age: amounts by column; missing where the table leaves the cell blank.
        balance: as the table states it; left: balance − known ages: what the table does not age.
        old: the ages of a year and more; old_share: over the balance, a fraction. Missing while something is not aged
            and no old age is stated.
    """

    by_age: Mapping[str, Figure]
    balance: Figure
    left: Figure
    old: Figure
    old_share: Figure

    @property
    def is_complete(self) -> bool | None:
        """Whether the ages make up the balance; None without a balance."""
        return None if self.left.value is None else abs(self.left.value) <= FEN


def ages(row: Row, columns: Sequence[str], old: Sequence[str], balance: str) -> Ages:
    """The ages of a row: blank cells are nothing owed only where the others make up the balance."""
    return made({name: row.figure(name) for name in columns}, old, row.figure(balance))


def together(parts: Iterable[Ages], columns: Sequence[str], old: Sequence[str]) -> Ages:
    """Ages of several rows; a blank age of a row that is complete without it counts as nothing."""
    known = list(parts)
    return made(
        {name: added(_filled(one, name) for one in known) for name in columns}, old, added(one.balance for one in known)
    )


def made(by_age: Mapping[str, Figure], old: Sequence[str], balance: Figure) -> Ages:
    """Ages from their amounts."""
    stated = [one for one in by_age.values() if one.value is not None]
    left = balance - added(stated) if stated else balance
    complete = left.value is not None and abs(left.value) <= FEN
    past = [by_age[name] for name in old]
    known = [one for one in past if one.value is not None]
    aged = added(known) if known else Figure(0.0) if complete else Figure.missing()
    if not complete and len(known) < len(past):
        aged = Figure.missing()
    return Ages(by_age, balance, left, aged, aged.over(balance))


def _filled(one: Ages, name: str) -> Figure:
    figure = one.by_age[name]
    return Figure(0.0) if figure.value is None and one.is_complete else figure
