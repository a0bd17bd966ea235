"""What makes the rows of a statement foot: the sum of each row, the order in which they stand, what no row names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from reportgen.analysis.amounts import SheetRow
    from reportgen.model.definitions import Item

    Amounts = Mapping[str, Sequence[float | None]]
    Belonging = Mapping[str, tuple["SumMember", ...]]


SIGNS: Final = {"+": 1, "-": -1}
STANDING_IN: Final = {
    "medical_activity_expense": ("total_expense", ("business_activity_expense", "admin_expense")),
    "admin_expense_2012": ("total_expense", ("admin_expense",)),
}
"""A sum of another form: the sum to which it belongs where none of the lines that it takes together is there."""


@dataclass(frozen=True)
class SumMember:
    """A row that belongs to a sum, and whether it adds to it or takes from it."""

    id: str
    sign: int


STEPS: Final = {"medical_surplus": ("medical_income", "medical_activity_expense")}
"""A result on the way to the last one: the income of which it is what the expense leaves."""
EQUAL: Final = 0.005
"""An amount below which two sums are the same."""


LAST: Final = "period_surplus"
"""The result to which all income and expense lead."""
PARTED: Final = ("total_income", "total_expense")
"""Sums that American statements draw more narrowly: of operations, without what investments and gifts bring."""
BEFORE: Final = (*PARTED, "operating_gains")
"""What comes to the result of operations."""
ON_THE_WAY: Final = ("operating_surplus", "nonoperating_surplus")
"""Results within the last one, the first before and the second after the lines between them."""
MOST_APART: Final = 2
"""Lines that a sum may leave out: of more, some would fit by chance."""


def stepped(printed: Amounts, sums: Collection[str]) -> Belonging:
    """The results on the way that the figures of every column bear out, where none of their lines is itself divided."""
    return {
        result: (SumMember(income, 1), SumMember(expense, -1))
        for result, (income, expense) in STEPS.items()
        if {result, income, expense} <= set(printed)
        and not {income, expense} & set(sums)
        and all(_is_left(*found) for found in zip(printed[result], printed[income], printed[expense], strict=True))
    }


def _is_left(result: float | None, income: float | None, expense: float | None) -> bool:
    if result is None or income is None or expense is None:
        return result is None
    return abs(income - expense - result) < EQUAL


NO_ROWS: Final[Mapping[str, SheetRow]] = {}


def _never(total: str, column: int, rest: float) -> bool:
    del total, column, rest
    return False


def footing_members(
    items: Mapping[str, Item],
    amounts: Amounts,
    is_unread: Callable[[str, int, float], bool] = _never,
    rows: Mapping[str, SheetRow] = NO_ROWS,
) -> dict[str, tuple[SumMember, ...]]:
    """The printed rows that stand directly under each printed sum.

    Lines that a sum is proved to leave out, for it is all of its other lines in every column, or that stand below it
    where others stand above, lead to the last result.
    Lines that say of what kind an expense is are its lines where no others are there and it is all of them, but for
    those that it is proved to leave out. Lines that were left unread count with the others: `is_unread` tells whether
    they are the rest of a sum in a column.
    """
    found: dict[str, list[SumMember]] = {}
    for identifier in amounts:
        above = _above(identifier, items, amounts)
        if above is not None and above[1]:
            found.setdefault(above[0], []).append(SumMember(identifier, above[1]))
    for whole in [one for one in PARTED if one in amounts]:
        own, aside = found.get(whole, []), beside(items, amounts, (whole,))
        lines = [*own, *(SumMember(one, 1) for one in amounts if one in aside)]
        leads = any(one.id == whole for one in found.get(LAST, ()))
        are_all = partial(_are_all, whole, amounts, is_unread, leads=leads)
        if len(lines) > len(own) and not (own and are_all(own)) and are_all(lines):
            found[whole] = lines
    other, apart = SumMember(ON_THE_WAY[1], 1), list[SumMember]()
    for total in [one for one in found.get(LAST, ()) if one.id in PARTED and one.id in found]:
        lines = found[total.id]
        for line in _apart(total.id, lines, amounts, is_unread) or _below(total.id, lines, rows):
            found[total.id].remove(line)
            apart.append(SumMember(line.id, line.sign * total.sign))
    gains = [*found.get(other.id, ()), *apart]
    if other.id in amounts and apart and (_are_above(other.id, gains, rows) or _is_all(other.id, gains, amounts)):
        found[other.id] = gains
    elif apart:
        found[LAST] += apart
    if LAST in found and other.id in amounts and _is_all(LAST, [*found[LAST], other], amounts):
        found[LAST].append(other)
    _take_subtotals(found, amounts, rows)
    return {total: tuple(belonging) for total, belonging in found.items() if belonging}


def _take_subtotals(found: dict[str, list[SumMember]], amounts: Amounts, rows: Mapping[str, SheetRow]) -> None:
    """Put the lines of a subtotal that a sum has beside them under it."""
    for total in [*found]:
        if (within := _subtotal(total, found[total], amounts, rows)) is not None:
            one, parts = within
            found[one.id] = [*found.get(one.id, ()), *(SumMember(line.id, line.sign * one.sign) for line in parts)]
            found[total] = [line for line in found[total] if line not in parts]


def _subtotal(
    total: str, lines: Sequence[SumMember], amounts: Amounts, rows: Mapping[str, SheetRow]
) -> tuple[SumMember, Sequence[SumMember]] | None:
    """A line that a sum counts twice, for it is what the lines straight above it come to; with these.

    So fixed assets as a whole stand below their net value and the works in progress.
    """
    placed = sorted((line for line in lines if line.id in rows), key=lambda line: rows[line.id])
    for at, one in enumerate(placed):
        rest_of = partial(_is_all, total, amounts=amounts)
        for first in range(at - 1):
            parts = placed[first:at]
            is_sum = _is_all(one.id, [SumMember(line.id, line.sign * one.sign) for line in parts], amounts)
            if is_sum and any(amounts[one.id]) and rest_of([line for line in lines if line not in parts]):
                return one, parts
    return None


def left_out(belonging: Belonging, total: str, lines: Collection[str]) -> frozenset[str]:
    """Those of some lines that stand under another sum and not within this one: no parts of it, whatever forms say."""
    within, open_sums = set[str](), [total]
    while open_sums:
        under = {line.id for line in belonging.get(open_sums.pop(), ())} - within
        within |= under
        open_sums += under
    elsewhere = {line.id for under in belonging.values() for line in under}
    return frozenset(lines) & elsewhere - within if total in belonging else frozenset()


def _are_all(
    total: str,
    amounts: Amounts,
    is_unread: Callable[[str, int, float], bool],
    lines: Sequence[SumMember],
    *,
    leads: bool,
) -> bool:
    """Whether lines are all of a sum, but for those that it leaves out where it leads to the last result."""
    return _is_all(total, lines, amounts, is_unread) or bool(leads and _apart(total, lines, amounts, is_unread))


def _apart(
    total: str, lines: Sequence[SumMember], amounts: Amounts, is_unread: Callable[[str, int, float], bool] = _never
) -> tuple[SumMember, ...]:
    """The lines without which a sum is all of its others; none where it is so with them, or where several fit."""
    is_all = partial(_is_all, total, amounts=amounts, is_unread=is_unread)
    if is_all(lines):
        return ()
    for count in range(1, min(MOST_APART, len(lines) - 1) + 1):
        fit = [out for out in combinations(lines, count) if is_all([line for line in lines if line not in out])]
        if fit:
            return fit[0] if len(fit) == 1 else ()
    return ()


def _are_above(total: str, lines: Sequence[SumMember], rows: Mapping[str, SheetRow]) -> bool:
    """Whether all these lines stand above a sum in its sheet."""
    if total not in rows or any(line.id not in rows for line in lines):
        return False
    sheet, at = rows[total]
    return all(rows[line.id][0] == sheet and rows[line.id][1] < at for line in lines)


def _below(total: str, lines: Sequence[SumMember], rows: Mapping[str, SheetRow]) -> tuple[SumMember, ...]:
    """The lines that stand below a sum in its sheet, where others of it stand above."""
    if total not in rows:
        return ()
    sheet, at = rows[total]
    own = [(line, rows[line.id][1]) for line in lines if line.id in rows and rows[line.id][0] == sheet]
    return tuple(line for line, row in own if row > at) if any(row < at for _, row in own) else ()


def _is_all(
    total: str, lines: Sequence[SumMember], amounts: Amounts, is_unread: Callable[[str, int, float], bool] = _never
) -> bool:
    left = [
        rest(whole, tuple((amounts[line.id][at], line.sign) for line in lines))
        for at, whole in enumerate(amounts[total])
    ]
    return all(one is None or abs(one) < EQUAL or is_unread(total, at, one) for at, one in enumerate(left))


def arranged(printed: Sequence[str], belonging: Belonging) -> list[str]:
    """The rows in the order of a statement: what belongs to a sum stands above it, before what comes after the sum.

    `printed` has them in the order of the forms, which rows of one sum and those of none keep.
    """
    at = {identifier: number for number, identifier in enumerate(printed)}
    under = {line.id for lines in belonging.values() for line in lines}
    within = {ON_THE_WAY[0]} if LAST in belonging else set()

    def block(identifier: str) -> Iterator[str]:
        lines = [line.id for line in belonging.get(identifier, ())]
        if identifier == LAST:
            lines += [one for one in within if one in at]
        for line in sorted(lines, key=lambda one: (_stage(one, identifier, belonging), first(one))):
            yield from block(line)
        yield identifier

    def first(identifier: str) -> int:
        return min(at[one] for one in block(identifier))

    roots = [one for one in printed if one not in under | within]
    return [one for root in roots for one in block(root)]


def _stage(identifier: str, total: str, belonging: Belonging) -> int:
    """Of the last result: the sums, the result of operations, the lines beside these, and what those come to."""
    if total == LAST and identifier in ON_THE_WAY:
        return 1 if identifier == ON_THE_WAY[0] else 3
    return 0 if total != LAST or identifier in belonging or identifier in BEFORE else 2


def beside(items: Mapping[str, Item], printed: Collection[str], sides: Collection[str]) -> frozenset[str]:
    """Rows that say of what kind an amount is which other rows have already: they belong to a side, and add nothing."""
    return frozenset(
        one
        for one in printed
        if any(sign == 0 and above in sides for above, sign in _footing_steps(one, items, printed))
    )


def outside(items: Mapping[str, Item], printed: Collection[str], sides: Collection[str]) -> frozenset[str]:
    """Rows that no printed sum of their side takes in: above another sum of it they would seem to belong to that."""
    found = set()
    for one in (one for one in printed if one not in sides):
        first = next(
            (above for above, _ in _footing_steps(one, items, printed) if above in printed or above in sides), None
        )
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
    return next(((above, sign) for above, sign in _footing_steps(identifier, items, printed) if above in printed), None)


def _footing_steps(identifier: str, items: Mapping[str, Item], printed: Collection[str]) -> Iterator[tuple[str, int]]:
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
