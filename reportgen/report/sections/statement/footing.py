"""What makes the rows of a statement foot: which row belongs to which sum, and what of a sum no row names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from reportgen.model.definitions import Item

SIGNS: Final = {"+": 1, "-": -1}
STANDING_IN: Final = {"medical_activity_expense": ("total_expense", ("business_activity_expense", "admin_expense"))}
"""A sum of another form: the sum to which it belongs where none of the lines that it takes together is there."""


@dataclass(frozen=True)
class Member:
    """A row that belongs to a sum, and whether it adds to it or takes from it."""

    id: str
    sign: int


STEPS: Final = {"medical_surplus": ("medical_income", "medical_activity_expense")}
"""A result on the way to the last one: the income of which it is what the expense leaves."""
EQUAL: Final = 0.005
"""An amount below which two sums are the same."""


def stepped(printed: Mapping[str, Sequence[float | None]], sums: Collection[str]) -> Mapping[str, tuple[Member, ...]]:
    """The results on the way that the figures of every column bear out, where none of their lines is itself divided."""
    return {
        result: (Member(income, 1), Member(expense, -1))
        for result, (income, expense) in STEPS.items()
        if {result, income, expense} <= set(printed)
        and not {income, expense} & set(sums)
        and all(_is_left(*found) for found in zip(printed[result], printed[income], printed[expense], strict=True))
    }


def _is_left(result: float | None, income: float | None, expense: float | None) -> bool:
    if result is None or income is None or expense is None:
        return result is None
    return abs(income - expense - result) < EQUAL


def members(items: Mapping[str, Item], printed: Collection[str]) -> dict[str, tuple[Member, ...]]:
    """The printed rows that stand directly under each printed sum."""
    found: dict[str, list[Member]] = {}
    for identifier in printed:
        above = _above(identifier, items, printed)
        if above is not None and above[1]:
            found.setdefault(above[0], []).append(Member(identifier, above[1]))
    return {total: tuple(belonging) for total, belonging in found.items()}


def beside(items: Mapping[str, Item], printed: Collection[str], sides: Collection[str]) -> frozenset[str]:
    """Rows that say of what kind an amount is which other rows have already: they belong to a side, and add nothing."""
    return frozenset(
        one
        for one in printed
        if any(sign == 0 and above in sides for above, sign in _steps(one, items, printed))
    )  # fmt: skip


def outside(items: Mapping[str, Item], printed: Collection[str], sides: Collection[str]) -> frozenset[str]:
    """Rows that no printed sum of their side takes in: above another sum of it they would seem to belong to that."""
    found = set()
    for one in (one for one in printed if one not in sides):
        first = next((above for above, _ in _steps(one, items, printed) if above in printed or above in sides), None)
        if first is not None and first not in printed:
            found.add(one)
    return frozenset(found)


def rest(total: float | None, belonging: tuple[tuple[float | None, int], ...]) -> float | None:
    """What of a sum no printed row names; a row without a figure is not named."""
    if total is None:
        return None
    return total - sum(value * sign for value, sign in belonging if value is not None)


def _above(identifier: str, items: Mapping[str, Item], printed: Collection[str]) -> tuple[str, int] | None:
    """The nearest sum that is printed, and how the row counts in it."""
    return next(((above, sign) for above, sign in _steps(identifier, items, printed) if above in printed), None)


def _steps(identifier: str, items: Mapping[str, Item], printed: Collection[str]) -> Iterator[tuple[str, int]]:
    """The sums above a row, from the nearest on, with its sign in each."""
    sign, item = 1, items.get(identifier)
    while item is not None:
        above, own = item.parent, SIGNS.get(item.sign, 0)
        if identifier in STANDING_IN and not any(one in printed for one in STANDING_IN[identifier][1]):
            above, own = STANDING_IN[identifier][0], 1
        if above is None:
            return
        sign *= own
        yield above, sign
        identifier, item = above, items.get(above)
