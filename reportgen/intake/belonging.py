"""A name of several meanings in a statement without official lines: its total, or its neighbour, says which one it is.

“Supplies” is stocks above the total of current assets, and an expense above that of expenses.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from reportgen.intake.tables import SheetLine
from reportgen.model.definitions import NO_RULES, Item

INCOME, EXPENSE, RESULT = "total_income", "total_expense", "operating_surplus"
EXPENSES: Final = {INCOME: EXPENSE, "bgt_income_total": "bgt_expense_total"}
"""The expense beside each income."""
POSITION, DEBT = "balance_sheet", "short_term_loans"
Meant = Mapping[SheetLine, tuple[str, ...]]
Sure = tuple[str, ...]


def placed(meant: Meant, items: Mapping[str, Item], regime: str | None) -> dict[SheetLine, Sure]:
    """The same lines in their order; of several items the one that alone may stand where the line does.

    Official forms have their totals above their lines, and say by their order what a line is.
    """
    if regime != NO_RULES:
        return dict(meant)
    order = [*meant.values()]
    found = {line: tuple(one for one in known if one in items) for line, known in meant.items()}
    return {
        line: _by_expense(known, order, at)
        or _by_total(known, order[at + 1 :], items)
        or _behind_total(known, order, at, items)
        or _by_total(_left(known, order, at, items), order[at + 1 :], items)
        or _by_neighbour(known, order, at, items)
        or _by_name(known, line, found, items)
        or _undivided(known, order, items)
        or meant[line]
        if len(known) > 1
        else meant[line]
        for at, (line, known) in enumerate(found.items())
    }


def within(meant: Meant, by_others: AbstractSet[SheetLine], items: Mapping[str, Item]) -> dict[SheetLine, Sure]:
    """The same lines; none of income that only the lines beside it tell, where the one above it is of expense.

    Below the total of expense 财政拨款 is what was spent of that money.
    """
    found, above = dict[SheetLine, Sure](), ""
    for line, known in meant.items():
        said = {*known, *(_totals(known[0], items) if known and known[0] in items else ())}
        found[line] = (
            () if line in by_others and above and above in {EXPENSES[one] for one in said & {*EXPENSES}} else known
        )
        if line not in by_others and len(known) == 1:
            above = next((total for total in EXPENSES.values() if total in said), "")
    return found


def _by_expense(known: Sure, order: Sequence[Sure], at: int) -> Sure:
    """Of income and what is left of it the one by the side of all expense: income stands above it, the result below."""
    if {*known} != {INCOME, RESULT}:
        return ()
    above, below = (any(EXPENSE in said for said in part) for part in (order[:at], order[at + 1 :]))
    return () if above == below else (INCOME,) if below else (RESULT,)


def _by_total(known: Sure, below: Sequence[Sure], items: Mapping[str, Item]) -> Sure:
    """The one that belongs to the first total below to which not all of them do."""
    parts = ([one for one in known if {*said} & {*_totals(one, items)}] for said in below)
    return next(((within[0],) for within in parts if len(within) == 1), ())


def _behind_total(known: Sure, order: Sequence[Sure], at: int, items: Mapping[str, Item]) -> Sure:
    """The one left without those that are added up already."""
    left = _left(known, order, at, items)
    return left if len(left) == 1 else ()


def _left(known: Sure, order: Sequence[Sure], at: int, items: Mapping[str, Item]) -> Sure:
    """Those of which no total stands above the line and not below it."""
    above, below = ({one for said in part for one in said} for part in (order[:at], order[at + 1 :]))
    return tuple(one for one in known if not {*_totals(one, items)} & (above - below))


def _by_neighbour(known: Sure, order: Sequence[Sure], at: int, items: Mapping[str, Item]) -> Sure:
    """The one of the statement of the nearest line of which the item is sure, those above first."""
    near = (said[0] for said in (*reversed(order[:at]), *order[at + 1 :]) if len(said) == 1 and said[0] in items)
    statement = next((items[said].statement for said in near), None)
    alike = [one for one in known if items[one].statement == statement]
    return (alike[0],) if len(alike) == 1 else ()


def _by_name(known: Sure, line: SheetLine, found: Meant, items: Mapping[str, Item]) -> Sure:
    """The one that is called just so, where no other line may mean it as well."""
    alike = [one for one in known if line.label.strip().lower() in {items[one].name.en.lower(), items[one].name.zh}]
    alone = sum(said == known for said in found.values()) == 1
    return (alike[0],) if alone and len(alike) == 1 else ()


def _undivided(known: Sure, order: Sequence[Sure], items: Mapping[str, Item]) -> Sure:
    """The last of several balances where the statement has their common total and divides it nowhere by term.

    Of debt it is not said when it falls due: that is asked about.
    """
    named = {said[0] for said in order if len(said) == 1}
    common = frozenset.intersection(*(frozenset(_totals(one, items)) for one in known))
    is_divided = any(items[one].parent in named - common for one in known)
    is_of_balances = all(items[one].statement == POSITION for one in known)
    return (known[-1],) if is_of_balances and common & named and not is_divided and DEBT not in known else ()


def _totals(item: str, items: Mapping[str, Item]) -> Iterator[str]:
    while (parent := items[item].parent) is not None and parent in items:
        yield parent
        item = parent
