"""What the total of a line says of it where no cell has its figure: there is none of it, or nothing at all.

A total that comes to its other lines leaves nothing for one that is blank or not on the sheet. A total of which no line
has a figure says nothing of any of them: they are unknown, and not nil, whatever is commonly left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from reportgen.kept import kept_for_last
from reportgen.model.dataset import Dataset
from reportgen.model.definitions import Item

SAME: Final = 0.005
"""Less than what two equal amounts may differ by."""
REMAINING: Final = "other_"
"""In the names of lines that take what has none of its own: a figure on them may hold any other."""
SIGNS: Final = {"+": 1.0, "-": -1.0}


@dataclass(frozen=True)
class TotalLines:
    """A total of a form and the lines that are added or deducted in it.

    Attributes:
        lines: their items and signs.
    """

    total: str
    lines: tuple[tuple[str, float], ...]


BY_FUNDS: Final = {
    "period_surplus": ("fiscal_project_surplus", "medical_surplus", "science_education_surplus"),
    "bgt_balance": ("bgt_balance_fiscal_project", "bgt_balance_medical", "bgt_balance_sci_edu"),
}
DIVIDED_AGAIN: Final = tuple(
    TotalLines(whole, tuple((part, 1.0) for part in parts)) for whole, parts in BY_FUNDS.items()
)
"""Wholes with a second way to divide them, by where the money came from, beside the lines of which they are made."""


@kept_for_last
def totals_of(items: Mapping[str, Item]) -> Mapping[str, TotalLines]:
    """For each line that is added or deducted on a form: its total, and all lines of that."""
    lines: dict[str, list[tuple[str, float]]] = {}
    for name, item in items.items():
        total = items.get(item.parent or "")
        if total is not None and item.sign in SIGNS and {*item.forms} & {*total.forms}:
            lines.setdefault(item.parent or "", []).append((name, SIGNS[item.sign]))
    made = [TotalLines(total, tuple(found)) for total, found in lines.items()]
    made += [one for one in DIVIDED_AGAIN if {one.total, *(name for name, _ in one.lines)} <= {*items}]
    return {name: one for one in made for name, _ in one.lines}


@kept_for_last
def by_total(of: Mapping[str, TotalLines]) -> Mapping[str, TotalLines]:
    """The same by the totals themselves."""
    again = {id(one) for one in DIVIDED_AGAIN}  # by identity: comparing what they hold costs more than all the rest
    return {one.total: one for one in of.values() if id(one) not in again}


def undivided(whole: NDArray[np.float64], shares: Sequence[NDArray[np.float64]]) -> NDArray[np.bool_]:
    """Rows in which a total has a figure and none of its lines."""
    alone: NDArray[np.bool_] = np.isfinite(whole) & (whole != 0)
    return alone & unknown(shares)


def unknown(shares: Sequence[NDArray[np.float64]]) -> NDArray[np.bool_]:
    """Rows in which no line has a figure."""
    return np.asarray(np.logical_and.reduce([np.isnan(share) for share in shares]), dtype=np.bool_)


def proved(whole: NDArray[np.float64], of: TotalLines, shares: Sequence[NDArray[np.float64]]) -> NDArray[np.bool_]:
    """Rows in which lines come to their total without one that has no figure, and none remains that may hold it."""
    found = ~unknown(shares)
    left, hides = -whole, np.zeros(len(whole), dtype=np.bool_)
    for (name, sign), share in zip(of.lines, map(np.nan_to_num, shares), strict=True):
        left = left + sign * share
        hides |= (share != 0) & (REMAINING in name)
    return np.asarray(found & ~hides & (np.abs(left) < SAME), dtype=np.bool_)


@dataclass(frozen=True, eq=False)
class NilLines:
    """The same of a hospital, line by line: the slow way beside `undivided` and `proved`, with which it must agree."""

    dataset: Dataset
    items: Mapping[str, Item]
    entity: str

    @cached_property
    def _totals(self) -> Mapping[str, TotalLines]:
        return totals_of(self.items)

    def is_nil(self, item: str, period: str, view: str) -> bool:
        """Whether a line of a form that has no figure is none: by what is commonly left out, and by its total."""
        usual, of = self.items[item].blank_is_zero, self._totals.get(item)
        if self._has_lines(item, period, view):
            return False
        if of is None:
            return usual
        whole, shares = self._figures(of, period, view)
        if usual:
            return bool(shares) or not whole
        if whole is None:
            return not shares and self.is_nil(of.total, period, view)
        return self._is_whole(whole, shares) and not _hides(shares)

    def _has_lines(self, item: str, period: str, view: str) -> bool:
        """Whether it is a total of which a line has an amount: what that comes to is not known, and not nil."""
        own = self._by_total.get(item)
        return own is not None and any(self._figures(own, period, view)[1].values())

    @cached_property
    def _by_total(self) -> Mapping[str, TotalLines]:
        return by_total(self._totals)

    def is_proved(self, item: str, period: str, view: str) -> bool:
        """Whether a total that the form has, or one that is none itself, leaves nothing for a line without figure."""
        of = self._totals.get(item)
        if of is None or self.dataset.value(item, self.entity, period, view) is not None:
            return False
        whole, shares = self._figures(of, period, view)
        if whole is None:
            return not shares and self.is_proved(of.total, period, view)
        return self._is_whole(whole, shares) and (self.items[item].blank_is_zero or not _hides(shares))

    def _figures(self, of: TotalLines, period: str, view: str) -> tuple[float | None, dict[str, float]]:
        """The figure of a total, and those of its lines with their signs, as far as there are any."""
        found = {name: self.dataset.value(name, self.entity, period, view) for name, _ in of.lines}
        shares = {name: sign * share for name, sign in of.lines if (share := found[name]) is not None}
        return self.dataset.value(of.total, self.entity, period, view), shares

    @staticmethod
    def _is_whole(whole: float | None, shares: Mapping[str, float]) -> bool:
        return whole is not None and bool(shares) and abs(sum(shares.values()) - whole) < SAME


def _hides(shares: Mapping[str, float]) -> bool:
    return any(share and REMAINING in name for name, share in shares.items())
