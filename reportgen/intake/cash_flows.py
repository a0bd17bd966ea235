"""The cash flow statement of a case without official rules: what says how a balance changed is no balance.

By the indirect method it leads from the result to the cash of operations, line by line under the names of the balance
sheet: “Inventories 920” are 920 less of them. Behind it the lines of long-term debt or investments are payments.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import takewhile
from typing import Final

from reportgen.intake.cells import OpenTable
from reportgen.intake.columns import BALANCES
from reportgen.intake.labels import bare
from reportgen.intake.tables import SheetLine, TableSide
from reportgen.intake.vocabulary import vocabulary
from reportgen.model.definitions import NO_RULES

OPERATING: Final = "net_operating_cash_flow"
BEGINNING: Final = "cash_at_beginning"
CASH: Final = frozenset({"cash_and_bank", "cash_and_equivalents", "restricted_cash"})
"""Balances with which the statement ends."""
NOT_PAID: Final = frozenset({"depreciation_expense", "amortisation_expense"})
"""Lines that lead from the result to the cash under their own amount."""
OTHER_STATEMENTS: Final = frozenset({"total_assets", "total_income", "total_expense"})
MOST_TOLD: Final = 3


def changes(opened: OpenTable, side: TableSide, found: Mapping[SheetLine, tuple[str, ...]]) -> frozenset[SheetLine]:
    """The lines of a side that are changes or payments under the name of a balance; told in a note (I68).

    What mapping.yaml names stays what it says. `found` has the items that each line with figures may mean.
    """
    if opened.context.regime != NO_RULES:
        return frozenset()
    end = next((at for at, line in enumerate(side.lines) if found.get(line) == (OPERATING,)), None)
    if end is None:
        return frozenset()
    lines = [*_adjustments(side.lines[:end], found, opened), *_payments(side.lines[end:], found, opened)]
    lines = [line for line in lines if line.key not in opened.context.names]
    if lines:
        named = tuple(line.label.strip() for line in lines[:MOST_TOLD])
        opened.gathered.find("I68", opened.label_place(lines[0]), names=named, count=len(lines))
    return frozenset(lines)


def _adjustments(
    lines: tuple[SheetLine, ...], found: Mapping[SheetLine, tuple[str, ...]], opened: OpenTable
) -> Iterator[SheetLine]:
    """Of the lines above the cash of operations those of the same statement that are no flows of cash."""
    heads = [at for at, line in enumerate(lines) if line not in found and _heads_cash_flows(line.label)]
    first = heads[0] if heads else 0
    own = takewhile(lambda line: not OTHER_STATEMENTS.intersection(found.get(line, ())), reversed(lines[first:]))
    items = opened.context.catalog.items
    for line in reversed([*own]):
        known = [items[one] for one in found.get(line, ()) if one in items]
        is_kept = any(one.statement == "cash_flow" for one in known) or NOT_PAID.intersection(found.get(line, ()))
        if line in found and not is_kept:
            yield line


def _payments(
    lines: tuple[SheetLine, ...], found: Mapping[SheetLine, tuple[str, ...]], opened: OpenTable
) -> Iterator[SheetLine]:
    """Balances below it but cash, as far as no other statement follows."""
    items = opened.context.catalog.items
    for line in takewhile(lambda line: not OTHER_STATEMENTS.intersection(found.get(line, ())), lines):
        known = [one for one in found.get(line, ()) if one in items]
        is_balance = known and all(items[one].kind in BALANCES for one in known) and not CASH.intersection(known)
        if line in found and known != [BEGINNING] and (is_balance or _is_opening(line.label)):
            yield line


def _is_opening(label: str) -> bool:
    """Whether a line is a balance with which the year began: the statement of the year before closes with it."""
    said = bare(label).lower()
    return any(word in said for word in vocabulary().opening_lines)


def _heads_cash_flows(label: str) -> bool:
    said = bare(label).lower()
    return any(word in said for word in vocabulary().cash_flow_heads)
