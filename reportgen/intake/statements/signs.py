"""How a statement in words of its own prints what is taken off, and what is nil: in brackets, and by dashes.

Expenses, payments and deductions that a statement prints in brackets, for it takes them off: read as what they are.

Statements in words of their own do so below their operating result, under heads such as “Nonoperating revenues
(expenses)”, or throughout; then their total of expenses is below zero too, or there is none and all of them are.

Dashes of a statement in words of its own: its line is there, and nil.

Such a statement prints what it has, and a dash where a line that one of its years has is nil in another. A dash in a
table of another make, an export or a form, may as well mean that nobody knows: there it is a blank.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Final

from reportgen.catalog import Catalog
from reportgen.intake.columns.open_table import FoundFigure, OpenTable
from reportgen.intake.grid.tables import SheetLine, TableSide
from reportgen.intake.words.figures import CellValue, figure, is_dash
from reportgen.intake.words.labels import bare
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.model.dataset import View
from reportgen.model.definitions import NO_RULES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.intake.columns.column_periods import ColumnMeaning
    from reportgen.intake.columns.open_table import FoundFigure, OpenTable
    from reportgen.intake.grid.tables import SheetLine


TOTAL: Final = "total_expense"
FEWEST: Final = 3
"""Expenses that say how a statement prints all of them."""
DEDUCTED: Final = "-"
PAID: Final = "cash_flow"
"""The statement whose payments stand in brackets line by line."""
POSITION: Final = "balance_sheet"
INCOME: Final = "income"
OWED: Final = frozenset({"total_liabilities", "current_liabilities", "non_current_liabilities"})


def heads_of_both(opened: OpenTable, side: TableSide) -> Mapping[SheetLine, str]:
    """The lines of a side that stand below a head of both what is added and what is taken off, with that head."""
    found: dict[SheetLine, str] = {}
    head = ""
    for line in side.lines:
        if opened.has_figures(side, line):
            found |= {line: head} if head else {}
        else:
            head = line.label if _is_of_both(line.label) else ""
    return found


def _is_of_both(label: str) -> bool:
    words, said = vocabulary(), bare(label).lower()
    return any(word in said for word in words.added) and any(f"({word}" in said for word in words.taken_off)


def righted(
    cells: Iterable[FoundFigure], below: Mapping[str, str], opened: OpenTable, labels: Mapping[str, SheetLine]
) -> list[FoundFigure]:
    """The cells, expenses in brackets turned; `below` has the heads of both kinds by the items under them."""
    found = list(cells)
    by_item: dict[str, list[float]] = {}
    for cell in found:
        by_item.setdefault(cell.item, []).append(cell.figure.value or 0.0)
    throughout = _are_bracketed(by_item.get(TOTAL, [])) or _are_all_bracketed(by_item, opened, labels)
    owed = {item for item in by_item if _is_owed(item, opened.context.catalog)}
    owed = owed if _are_bracketed(value for item in owed for value in by_item[item]) else set()
    apart = below.keys() | _after_the_total(by_item, opened, labels)
    turned = {
        item
        for item, values in by_item.items()
        if (is_deducted(item, opened.context.catalog) and (throughout or (item in apart and _are_bracketed(values))))
        or item in owed
        or ((is_deducted(item, opened.context.catalog, PAID) or _is_taken_off(item, opened)) and _are_bracketed(values))
    }
    for item in sorted(turned, key=lambda item: labels[item].row):
        opened.gathered.find("I96", opened.label_place(labels[item]), label=labels[item].label)
    for item in sorted(lost := _losses(by_item, opened, labels), key=lambda item: labels[item].row):
        opened.gathered.find("I167", opened.label_place(labels[item]), label=labels[item].label)
    turned |= lost
    _tell_left({item: by_item[item] for item in by_item.keys() - turned}, opened, labels)
    return [cell.turned if cell.item in turned else cell for cell in found]


def _losses(by_item: Mapping[str, list[float]], opened: OpenTable, labels: Mapping[str, SheetLine]) -> set[str]:
    """Balances whose line is called a loss and nothing else, and has none of its amounts below zero."""
    words, catalog = vocabulary(), opened.context.catalog
    found = set[str]()
    for item, line in labels.items():
        said = bare(line.label).lower()
        is_loss = any(one in said for one in words.losses) and not any(one in said for one in words.gains)
        if is_loss and item in by_item and min(by_item[item]) >= 0 and not is_deducted(item, catalog):
            found |= {item} if catalog.items[item].statement == INCOME else set()
    return found


def _tell_left(by_item: Mapping[str, list[float]], opened: OpenTable, labels: Mapping[str, SheetLine]) -> None:
    """I162: expenses below zero of which nothing shows whether brackets are how they are printed, or a credit.

    Above a total of expenses that is not below zero they are what they are: the total is made of them.
    """
    total = labels.get(TOTAL)
    for item in sorted(by_item, key=lambda one: labels[one].row if one in labels else 0):
        line = labels.get(item)
        if line is None or not is_deducted(item, opened.context.catalog) or min(by_item[item]) >= 0:
            continue
        is_part = total is not None and line.row < total.row
        if not is_part and item != TOTAL and not _says_what_is_added(line.label):
            opened.gathered.find("I162", opened.label_place(line), label=line.label)


def _are_all_bracketed(by_item: Mapping[str, list[float]], opened: OpenTable, labels: Mapping[str, SheetLine]) -> bool:
    """Whether every expense of a statement that prints no total of them stands in brackets, and there are some.

    A line that is no item and calls itself an expense says as well how the statement prints one.
    """
    catalog = opened.context.catalog
    expenses = [values for item, values in by_item.items() if is_deducted(item, catalog) and any(values)]
    if TOTAL in by_item or not all(map(_are_bracketed, expenses)):
        return False
    others = list(_of_unread_expenses(opened, {line.row for line in labels.values()}))
    return len(expenses) + len(others) >= FEWEST and all(map(_are_bracketed, others))


def _of_unread_expenses(opened: OpenTable, read: AbstractSet[int]) -> Iterator[list[float]]:
    """The amounts of each line that is no item and whose name is that of an expense and of no result."""
    words, sheet = vocabulary(), opened.table.sheet
    for side in opened.table.sides:
        for line in (one for one in side.lines if one.row not in read):
            said = bare(line.label).lower()
            if any(one in said for one in words.expense_words) and not any(one in said for one in words.profit_words):
                values = [figure(sheet.at(line.row, column)).value or 0.0 for column in opened.filled(side, line)]
                yield from [values] if any(values) else ()


def _is_owed(item: str, catalog: Catalog) -> bool:
    """Whether an item is a liability: British balance sheets print all of them in brackets."""
    at: str | None = item
    while at is not None and at not in OWED:
        at = catalog.items[at].parent if at in catalog.items else None
    return at is not None


def _is_taken_off(item: str, opened: OpenTable) -> bool:
    """Whether an item is what a balance sheet takes off another line, as accumulated depreciation."""
    known = opened.context.catalog.items.get(item)
    return known is not None and known.sign == DEDUCTED and known.statement == POSITION


def _after_the_total(
    by_item: Mapping[str, list[float]], opened: OpenTable, labels: Mapping[str, SheetLine]
) -> frozenset[str]:
    """Expenses that stand below the total of expenses, where all of them are bracketed: there nothing adds them up.

    One without brackets among them says how this statement prints an expense, so that brackets are a credit; and so
    they are where the name says itself what is in brackets: “income tax expense (benefit)”.
    """
    if TOTAL not in labels:
        return frozenset()
    after = {
        item
        for item, line in labels.items()
        if line.row > labels[TOTAL].row and is_deducted(item, opened.context.catalog)
    }
    known = [values for item, values in by_item.items() if item in after and any(values)]
    credited = any(_says_what_is_added(labels[item].label) for item in after)
    return frozenset(after) if not credited and all(_are_bracketed(values) for values in known) else frozenset()


def _says_what_is_added(label: str) -> bool:
    """Whether the brackets of a name hold a word of what is added."""
    said = bare(label).lower()
    return any(f"({word}" in said for word in vocabulary().added)


def _are_bracketed(values: Iterable[float]) -> bool:
    """Whether something is below zero, and nothing above."""
    known = [value for value in values if value]
    return bool(known) and max(known) < 0


def is_deducted(item: str, catalog: Catalog, statement: str = "income") -> bool:
    """Whether an item is part of what is taken off to make the surplus, or the cash that is left."""
    at = catalog.items.get(item)
    while at is not None:
        if at.sign == DEDUCTED and at.statement == statement:
            return True
        at = catalog.items.get(at.parent) if at.parent else None
    return False


def dash_as_nil(opened: OpenTable, line: SheetLine, column: int, meant: tuple[str, ColumnMeaning]) -> CellValue | None:
    """The nil of a dash among amounts; None where a cell holds none, of what is no money, and of budgets."""
    (item, what), sheet = meant, opened.table.sheet
    if opened.context.regime != NO_RULES or opened.context.catalog.items[item].unit != "money":
        return None
    if what.view is View.BUDGET or not is_dash(sheet.at(line.row, column)):
        return None
    rows = [one.row for side in opened.table.sides for one in side.lines]
    return (
        CellValue(0.0, is_dash=True) if any(figure(sheet.at(row, column)).value is not None for row in rows) else None
    )


def without_double_dashes(cells: Sequence[FoundFigure]) -> list[FoundFigure]:
    """The cells, but for the dashes of an item of which another line of the same column has an amount."""
    amounts = {(cell.item, cell.meaning) for cell in cells if not cell.figure.is_dash}
    return [cell for cell in cells if not cell.figure.is_dash or (cell.item, cell.meaning) not in amounts]
