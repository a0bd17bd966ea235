"""Lines that are by their place what their names do not say: a whole, a part of a net, a change, no income."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from math import fsum
from typing import Final

from reportgen.intake.columns.column_periods import BALANCES
from reportgen.intake.columns.open_table import FoundFigure, OpenTable
from reportgen.intake.grid.tables import SheetLine, TableSide
from reportgen.intake.statements.line_meanings import Meant
from reportgen.intake.words.figures import figure, rounding
from reportgen.intake.words.labels import bare, normalised, unpunctuated
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.model.definitions import NO_RULES, Item
from reportgen.model.place import Place

MEANS_ALL: Final = "I160"


def as_whole(opened: OpenTable, meant: Meant) -> dict[SheetLine, tuple[str, ...]]:
    """The same lines, a part as the whole where the statement has neither that nor another part.

    “Income from medical services” is what hospitals of Hong Kong call the income from patients; by the rules of the
    mainland it is without drugs, consumables and tests. Which one it is shows in the lines beside it, and is told
    (I160). What mapping.yaml names stays.
    """
    context, found = opened.context, dict(meant)
    if context.regime != NO_RULES or not context.catalog.aliases.wholes:
        return found
    wholes = {normalised(label): item for label, item in context.catalog.aliases.wholes.items()}
    for line, known in meant.items():
        whole = wholes.get(line.key)
        if whole is None or line.key in context.said or len(known) != 1:
            continue
        others = [one for other, items in meant.items() if other is not line for one in items]
        if not any(whole in _with_totals(one, context.catalog.items) for one in others):
            found[line] = (whole,)
            name, part = (context.catalog.items[one].name for one in (whole, known[0]))
            opened.gathered.find(MEANS_ALL, opened.label_place(line), label=line.label.strip(), item=name, part=part)
    return found


def _with_totals(item: str, items: Mapping[str, Item]) -> Iterator[str]:
    """An item and the totals that it belongs to."""
    at: str | None = item
    while at is not None and at in items:
        yield at
        at = items[at].parent


UNDIVIDED: Final = "I105"
DEBT: Final = "long_term_loans"
DIVIDING: Final = frozenset(
    {
        "current_liabilities",
        "non_current_liabilities",
        "current_portion_non_current_liabilities",
        "short_term_loans",
    }
)
"""Lines by which a balance sheet tells what falls due within a year."""


def tell_undivided(cells: Iterable[FoundFigure], lines: Mapping[Place, SheetLine], opened: OpenTable) -> None:
    """I105, once a table, on debt by a name that leaves it open, where no line divides what is owed.

    “Bonds payable” above “Total current liabilities” or below it is one thing or the other. Without those headings it
    may hold what falls due within a year: it is kept as debt, of which the sum of debts is right.
    """
    found = [cell for cell in cells if cell.figure.value is not None]
    if any(cell.item in DIVIDING for cell in found):
        return
    known = {normalised(label) for label in opened.context.catalog.aliases.undivided}
    names = (known | {unpunctuated(key) for key in known}) - opened.context.names.keys()
    open_ones = [cell for cell in found if cell.item == DEBT and lines[cell.place].key in names]
    if open_ones:
        labels = tuple(dict.fromkeys(lines[cell.place].label.strip() for cell in open_ones))
        name = opened.context.catalog.items[DEBT].name
        opened.gathered.find(UNDIVIDED, open_ones[0].place, lines=labels, item=name)


WHOLE: Final = frozenset({"total_income", "total_expense", "medical_income"})
"""Lines below a head that make it the head of a statement of operations."""
INCOME: Final = "income"
MOST_TOLD: Final = 3


def additions(opened: OpenTable, side: TableSide, found: Meant) -> frozenset[SheetLine]:
    """The lines of a side that add to net assets under the name of income; told in a note (I69).

    A statement of operations and changes in net assets lists contributions and other income that it books to net
    assets alone below a head such as “Net assets with donor restrictions”, under the very names of operating lines.
    What mapping.yaml names stays what it says, but where a line of operations has the same name. `found` has the items
    that each line with figures may mean.
    """
    if opened.context.regime != NO_RULES:
        return frozenset()
    apart: list[SheetLine] = []
    for head, below in _sections(side, found):
        others = {line.key for line in found if line not in below}
        kept = opened.context.names.keys() - others
        lines = [line for line in below if line.key not in kept and _is_income(line, found, opened)]
        if not lines or any(WHOLE.intersection(found[line]) for line in below):
            continue
        named = tuple(line.label.strip() for line in lines[:MOST_TOLD])
        said = head.label.strip(" :：")
        opened.gathered.find("I69", opened.label_place(lines[0]), names=named, count=len(lines), head=said)
        apart += lines
    return frozenset(apart)


RESULT: Final = "period_surplus"


def booked_elsewhere(opened: OpenTable, side: TableSide, found: Meant) -> frozenset[SheetLine]:
    """The lines of a side that are changes under the name of a balance, or are booked to net assets alone."""
    apart = changes(opened, side, found) | additions(opened, side, found)
    return apart | of_equity(opened, side, {line: known for line, known in found.items() if line not in apart})


def of_equity(opened: OpenTable, side: TableSide, found: Meant) -> frozenset[SheetLine]:
    """The lines of a side that move net assets and are no item; told in a note (I174).

    American statements of operations go on below the excess of revenues over expenses with what is booked to net assets
    alone: unrealized gains, pension-related changes, transfers to affiliates, net assets at both ends of the year (FASB
    ASC 954-225-45). What mapping.yaml names or leaves unread stays what it says.
    """
    if opened.context.regime != NO_RULES:
        return frozenset()
    lines = [line for line in side.lines if line in found]
    result = next((at for at, line in enumerate(lines) if found[line] == (RESULT,)), len(lines))
    apart = [
        line
        for at, line in enumerate(lines)
        if not found[line] and line.key not in opened.context.said and _moves_equity(line.label, is_below=at > result)
    ]
    if apart:
        named = tuple(line.label.strip() for line in apart[:MOST_TOLD])
        opened.gathered.find("I174", opened.label_place(apart[0]), names=named, count=len(apart))
    return frozenset(apart)


def _moves_equity(label: str, *, is_below: bool) -> bool:
    words, said = vocabulary().net_assets, bare(label).lower()
    if any(name in said for name in words.names) and any(word in said for word in words.moved):
        return True
    return is_below and any(word in said for word in words.changes)


def _sections(side: TableSide, found: Meant) -> Iterator[tuple[SheetLine, list[SheetLine]]]:
    """Heads of net assets with the lines below them, up to the next head or to what net assets come to."""
    head: SheetLine | None = None
    below: list[SheetLine] = []
    for line in side.lines:
        if line in found and not _is_result(line.label):
            below.append(line)
            continue
        if head is not None:
            yield head, below
        head, below = (line if line not in found and _heads_net_assets(line.label) else None), []
    if head is not None:
        yield head, below


def _is_income(line: SheetLine, found: Meant, opened: OpenTable) -> bool:
    items = opened.context.catalog.items
    known = [items[one] for one in found[line] if one in items]
    return bool(known) and all(one.statement == INCOME for one in known)


def _heads_net_assets(label: str) -> bool:
    words, said = vocabulary().net_assets, bare(label).lower()
    is_of_them = any(word in said for word in (*words.names, *words.restricted))
    return is_of_them and (words.other in said or not any(word in said for word in words.operating))


def _is_result(label: str) -> bool:
    """Whether a line is what net assets are or changed by; what is released from them is no such line."""
    words, said = vocabulary().net_assets, bare(label).lower()
    return any(word in said for word in words.names) and words.released not in said


NETS: Final = frozenset({"fixed_assets_net", "medical_income", "net_assets"})
WORKS: Final = "construction_in_progress"
WITHIN_NET: Final = "I110"
DEDUCTED: Final = "-"
MOST_LINES: Final = 15
"""Above a net; longer lists of fixed assets stand in the notes."""
FEWEST: Final = 2


def parts_of_net(opened: OpenTable, side: TableSide, found: Meant) -> frozenset[SheetLine]:
    """The lines of a side that a net holds already, but for those that have an item of their own.

    “Land”, “Buildings”, “Equipment” and “Construction in progress” less accumulated depreciation come to “Property and
    equipment, net”: works in progress are then in the net already, and would count twice as a line of total assets. So
    do charges less allowances come to net patient revenue, and capital and reserves to equity. Where the amounts prove
    it, what is no item and the works are not read, which a note tells (I110).
    What mapping.yaml names or leaves unread stays what it says. `found` has the items that each line with figures
    may mean.
    """
    if opened.context.regime != NO_RULES:
        return frozenset()
    lines, apart = [*found], set[SheetLine]()
    for at, line in enumerate(lines):
        if len(found[line]) != 1 or found[line][0] not in NETS:
            continue
        made_of = next(_proven(opened, side, (lines[max(0, at - MOST_LINES) : at], line), found), [])
        said = opened.context.said
        within = [one for one in made_of if one.key not in said and found[one] in {(), (WORKS,)}]
        if within:
            named = tuple(one.label.strip() for one in within[:MOST_TOLD])
            place, whole = opened.label_place(within[0]), line.label.strip()
            opened.gathered.find(WITHIN_NET, place, names=named, count=len(within), total=whole)
        apart |= {*within}
    return frozenset(apart)


def _proven(
    opened: OpenTable, side: TableSide, block: tuple[Sequence[SheetLine], SheetLine], found: Meant
) -> Iterator[list[SheetLine]]:
    """The lines right above the net that come to it in every column, the most first; nothing but nil adds none."""
    (above, net), sheet = block, opened.table.sheet
    columns = [column.index for column in side.columns if sheet.holds(net.row, column.index)]
    for count in range(len(above), FEWEST - 1, -1):
        lines = above[-count:]
        is_some = any(figure(sheet.at(lines[0].row, column)).value for column in columns)
        if is_some and all(_comes_to(opened, column, (lines, net), found) for column in columns):
            yield [*lines]


def _comes_to(opened: OpenTable, column: int, block: tuple[Sequence[SheetLine], SheetLine], found: Meant) -> bool:
    """Whether the amounts of lines, subtotals among them left out, come to the net in a column."""
    lines, net = block
    read = {line: figure(opened.table.sheet.at(line.row, column)) for line in (*lines, net)}
    if read[net].value is None or any(one.problem for one in read.values()):
        return False
    places, added = max(one.decimals for one in read.values()), list[float]()
    for line in lines:
        amount = read[line].value or 0.0
        is_taken_off = _is_deducted(line, found, opened)
        is_sum = abs(fsum(added) - amount) <= rounding(len(added), places)
        if is_sum and amount and len(added) >= FEWEST and not is_taken_off:
            continue
        added.append(-abs(amount) if is_taken_off else amount)
    return abs(fsum(added) - (read[net].value or 0.0)) <= rounding(len(added), places)


def _is_deducted(line: SheetLine, found: Meant, opened: OpenTable) -> bool:
    known = [opened.context.catalog.items[one] for one in found[line] if one in opened.context.catalog.items]
    words = tuple(word.rstrip(":") for word in vocabulary().deducted)
    return any(one.sign == DEDUCTED for one in known) or bare(line.label).lower().startswith(words)


OPERATING: Final = "net_operating_cash_flow"
BEGINNING: Final = "cash_at_beginning"
CASH: Final = frozenset({"cash_and_bank", "cash_and_equivalents", "restricted_cash"})
"""Balances with which the statement ends."""
NOT_PAID: Final = frozenset({"depreciation_expense", "amortisation_expense"})
"""Lines that lead from the result to the cash under their own amount."""
OTHER_STATEMENTS: Final = frozenset({"total_assets", "total_income", "total_expense"})


def changes(opened: OpenTable, side: TableSide, found: Mapping[SheetLine, tuple[str, ...]]) -> frozenset[SheetLine]:
    """The lines of a side that are changes or payments under the name of a balance; told in a note (I68).

    By the indirect method the cash flow statement of a case without official rules leads from the result to the cash
    of operations, line by line under the names of the balance sheet: “Inventories 920” are 920 less of them. Behind it
    the lines of long-term debt or investments are payments.
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
