"""The income statement of a company: from revenue, less one run of lines and with another, to its profit.

The words for less and for more stand before the first of each run only, and most of its lines are no items. Where the
amounts come from revenue to operating profit, and from that to net profit, the lines between are part of it (I110);
those taken off come to total expense where the statement has no such line, and those added to other gains.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from reportgen.intake.columns.open_table import FoundFigure, OpenTable
from reportgen.intake.context import FoundValues, ReadingContext
from reportgen.intake.grid.tables import SheetLine, SheetTable, TableSide
from reportgen.intake.statements import footing
from reportgen.intake.statements.line_meanings import Meant
from reportgen.intake.words.figures import CellValue, figure, rounding
from reportgen.intake.words.labels import bare, normalised
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.intake.workbooks.sheets import Sheet
from reportgen.model.definitions import NO_RULES

if TYPE_CHECKING:
    from reportgen.model.definitions import Item

INCOME, EXPENSE, RESULT, LEFT = "total_income", "total_expense", "operating_surplus", "period_surplus"
MADE: Final = {EXPENSE: -1, "operating_gains": 1}
"""What lines come to, by their sign between revenue and operating profit."""
RULE: Final = "I110"
BESIDE: Final = "0"
"""The sign of what is in no total."""
TAX: Final = "income_tax_expense"
FEWEST: Final = 3
"""Lines that are all expense."""
MOST_TOLD: Final = 3
MOST_BEHIND: Final = 3
"""Lines behind the first part of another that may be parts of it as well."""
NAMED: Final = "I124"
LineOfSide = tuple[TableSide, SheetLine]
Signed = Sequence[tuple[SheetLine, int]]


@dataclass(frozen=True)
class ProfitRun:
    """The lines between two results, which they prove to be all.

    Attributes:
        lines: those that count, with their signs.
        inside: these, and what they are divided into.
        columns: in which it was proved.
    """

    whole: SheetLine
    lines: Signed
    inside: tuple[SheetLine, ...]
    columns: tuple[int, ...]


def named(table: SheetTable, context: ReadingContext, gathered: FoundValues, said: AbstractSet[str]) -> SheetTable:
    """The table with a balance of income and expense as the surplus, where both stand in it and prove it (I124).

    Such names have been those of other balances in other rules; names that are `said` stay.
    """
    old = [at for at in _lines(table) if is_balance(at[1], said)]
    if len(old) != 1:
        return table
    places = {one[0]: at for at in _lines(table) if len(one := context.items_for(at[1].key)) == 1}
    if not can_be_surplus(places, context):
        return table
    side, line = old[0]
    if not _is_difference(table, (places[INCOME], places[EXPENSE], old[0])):
        return table
    key = normalised(context.catalog.items[LEFT].name.zh)
    lines = tuple(replace(one, key=key) if one == line else one for one in side.lines)
    gathered.find(NAMED, table.sheet.place(line.row, line.column), label=line.label.strip())
    sides = tuple(replace(one, lines=lines) if one is side else one for one in table.sides)
    return replace(table, sides=sides)


def is_balance(line: SheetLine, said: AbstractSet[str]) -> bool:
    """Whether a line has the name of a balance that other rules gave to other balances, and is not `said` to be one."""
    return line.key in vocabulary().results and line.key not in said


def can_be_surplus(known: Container[str], context: ReadingContext) -> bool:
    """Whether income and expense are among the items that are known, and their difference is not yet."""
    return INCOME in known and EXPENSE in known and LEFT not in known and context.is_in_force(LEFT)


def _lines(table: SheetTable) -> Iterator[LineOfSide]:
    return ((side, line) for side in table.sides for line in side.lines)


def _is_difference(table: SheetTable, lines: Iterable[LineOfSide]) -> bool:
    """Whether the last of three lines is the first less the second in each column, which stand in one order."""
    rows = [[figure(table.sheet.at(line.row, column.index)) for column in side.columns] for side, line in lines]
    return len({len(row) for row in rows}) == 1 and is_difference(tuple(zip(*rows, strict=True)))


def is_difference(found: Iterable[tuple[CellValue, ...]]) -> bool:
    """Whether the last of three figures is the first less the second, wherever any of them stands."""
    columns = [cells for cells in found if any(cell.value is not None for cell in cells)]
    if any(cell.value is None for cells in columns for cell in cells):
        return False
    apart = [
        abs((one.value or 0.0) - (two.value or 0.0) - (left.value or 0.0))
        <= min(rounding(FEWEST, max(one.decimals, two.decimals, left.decimals)), abs(left.value or 0.0) / 2)
        for one, two, left in columns
    ]
    return bool(apart) and all(apart)


def runs(opened: OpenTable, side: TableSide, found: Meant) -> tuple[ProfitRun, ...]:
    """What leads to operating profit, and from there to net profit, where it is proved.

    Args:
        opened: the table.
        side: the side of it that is read.
        found: its lines with figures, and what each may mean.
    """
    if opened.context.regime != NO_RULES:
        return ()
    at = dict[str, SheetLine]()
    for line, items in found.items():
        at.setdefault(items[0] if len(items) == 1 else "", line)
    ways = ((INCOME, RESULT, -1), (RESULT, LEFT, 1))
    made = [_run(opened, side, found, (at[a], at[b], sign)) for a, b, sign in ways if a in at and b in at]
    if RESULT in at and LEFT in at and made[-1] is None:
        made.append(_in_their_signs(opened, side, found, (at[RESULT], at[LEFT])))
    return tuple(one for one in made if one is not None)


def _run(opened: OpenTable, side: TableSide, found: Meant, ends: tuple[SheetLine, SheetLine, int]) -> ProfitRun | None:
    first, last, sign = ends
    lines = [*found]
    between = lines[lines.index(first) + 1 : lines.index(last)]
    held = opened.filled(side, last)
    if not any(
        bare(line.label).lower().startswith((*vocabulary().deducted, *vocabulary().of_which)) for line in between
    ):
        return None
    for left_out in range(MOST_BEHIND + 1):
        for signed in (_signed(between, sign, left_out, found), _signed(between, sign, None, found)):
            kept = [(line, one) for line, one in signed if not _is_subtotal(opened, first, line, signed, held)]
            if kept and held and all(_comes_to(opened, first, last, kept, column) for column in held):
                return ProfitRun(last, kept, tuple(between), held)
    return None


def _in_their_signs(
    opened: OpenTable, side: TableSide, found: Meant, ends: tuple[SheetLine, SheetLine]
) -> ProfitRun | None:
    """The lines of no known name from one result to the next, where all lines between come to it as they are printed.

    A trust of the NHS pays dividends on public capital there, below its finance costs and above what these come to.
    """
    lines, held = [*found], opened.filled(side, ends[1])
    between = lines[lines.index(ends[0]) + 1 : lines.index(ends[1])]
    counted = list[tuple[SheetLine, int]]()
    for line in between:
        if not any(_adds_up(opened, line, [one for one, _ in counted[at:]], held) for at in range(len(counted) - 1)):
            counted.append((line, 1))
    unknown = [line for line in between if not found[line]]
    if not (held and unknown and all(_comes_to(opened, *ends, counted, column) for column in held)):
        return None
    return ProfitRun(ends[1], [(line, 1) for line in unknown], tuple(unknown), held)


def _adds_up(opened: OpenTable, line: SheetLine, parts: Sequence[SheetLine], held: Sequence[int]) -> bool:
    """Whether a line is what the lines above it come to in every column."""
    return all(_comes_to(opened, parts[0], line, [(one, 1) for one in parts[1:]], column) for column in held)


def with_expense(
    opened: OpenTable, side: TableSide, found: dict[SheetLine, tuple[str, ...]]
) -> dict[SheetLine, tuple[str, ...]]:
    """What lines mean, where one of no known name is all that the result of operations takes off income (I115).

    Above it stand lines of income alone, and in every column they come to the result with it: it is total expense.
    What mapping.yaml leaves unread stays unread.
    """
    if opened.context.regime != NO_RULES:
        return found
    items, lines = opened.context.catalog.items, [*found]
    at = {known[0]: line for line, known in found.items() if len(known) == 1}
    if RESULT not in at or EXPENSE in at:
        return found
    above = lines[lines.index(at[INCOME]) if INCOME in at else 0 : lines.index(at[RESULT])]
    unknown = [line for line in above if not found[line]]
    incomes = [line for line in above if found[line]]
    are_income = all(len(found[one]) == 1 and _is_part(items, found[one][0], INCOME) for one in incomes)
    if len(unknown) != 1 or not incomes or not are_income or unknown[0].key in opened.context.unread:
        return found
    held = opened.filled(side, at[RESULT])
    signed = [(one, 1) for one in incomes[1:]]
    ways = ([*signed, (unknown[0], sign)] for sign in (-1, 1))
    if not any(held and all(_comes_to(opened, incomes[0], at[RESULT], way, column) for column in held) for way in ways):
        return found
    place, label = opened.label_place(unknown[0]), unknown[0].label.strip()
    opened.gathered.find("I115", place, label=label, item=items[EXPENSE].name, total=at[RESULT].label.strip())
    return {**found, unknown[0]: (EXPENSE,)}


def _is_part(items: Mapping[str, Item], name: str, whole: str) -> bool:
    """Whether an item is another one, or part of it at any depth."""
    while name != whole:
        known = items.get(name)
        if known is None or known.parent is None:
            return False
        name = known.parent
    return True


def _signed(between: Sequence[SheetLine], sign: int, left_out: int | None, found: Meant) -> Signed:
    """The lines with their signs, without parts of others and so many behind them; None leaves all in.

    Behind a line of all expense stand its parts, up to what is added.
    """
    words, signed, skip, within = vocabulary(), list[tuple[SheetLine, int]](), 0, False
    for line in between:
        label = bare(line.label).lower()
        if label.startswith(words.further):
            sign, within = 1, False
        elif label.startswith(words.deducted):
            sign = -1
        if label.startswith(words.of_which) and left_out is not None:
            skip = left_out + 1
        if within or skip > 0:
            skip -= 1
            continue
        within = found[line] == (EXPENSE,)
        signed.append((line, sign))
    return signed


def _is_subtotal(opened: OpenTable, first: SheetLine, line: SheetLine, signed: Signed, held: Sequence[int]) -> bool:
    """Whether a line is what the lines before it come to."""
    before = [one for one in signed if one[0].row < line.row]
    return len(before) > 0 and all(_comes_to(opened, first, line, before, column) for column in held)


def _comes_to(opened: OpenTable, first: SheetLine, last: SheetLine, signed: Signed, column: int) -> bool:
    sheet = opened.table.sheet
    read = [figure(sheet.at(line.row, column)) for line in (last, first, *(line for line, _ in signed))]
    if read[0].value is None or read[1].value is None or any(one.problem for one in read):
        return False
    places = max(one.decimals for one in read)
    total = read[1].value + sum(sign * (one.value or 0.0) for one, (_, sign) in zip(read[2:], signed, strict=True))
    return abs(total - read[0].value) <= rounding(len(read), places)


def inside(opened: OpenTable, proved: Iterable[ProfitRun], found: Meant) -> frozenset[SheetLine]:
    """The lines of runs, told once for each result (I110), but for those before the first that counts.

    A line that is an item stays one where no form adds it to a total, as interest, where all that is taken off before
    operating profit is expense by nature, and below it. Tax is none of total expense here.
    What mapping.yaml names or leaves unread stays what it says.
    """
    said, apart = opened.context.said, list[SheetLine]()
    for run in proved:
        counted = run.inside[run.inside.index(run.lines[0][0]) :]
        again = [line for line in run.inside if found[line] == (INCOME,)]
        items = _items_in(run, found, opened)
        own = [
            line
            for line in (*again, *counted)
            if line.key not in said and line not in items and not _is_beside(found[line], opened)
        ]
        if own:
            named = tuple(line.label.strip() for line in own[:MOST_TOLD])
            place, whole = opened.label_place(own[0]), run.whole.label.strip()
            opened.gathered.find(RULE, place, names=named, count=len(own), total=whole)
        apart += own
    return frozenset(apart)


def _items_in(run: ProfitRun, found: Meant, opened: OpenTable) -> frozenset[SheetLine]:
    """Lines that stay items: what is taken off before operating profit if it is by nature; below it all but expense."""
    items = opened.context.catalog.items
    known = [line for line in run.inside if len(found[line]) == 1]
    expenses = {name for name, item in items.items() if item.parent == EXPENSE}
    expenses |= {name for name, item in items.items() if item.parent in expenses}
    if found[run.whole] != (RESULT,):
        return frozenset(line for line in known if found[line][0] not in expenses)
    taken_off = [line for line, sign in run.lines if sign < 0]
    are_all = all(line in known and found[line][0] in expenses for line in taken_off)
    return frozenset(taken_off) if are_all else frozenset()


def _is_beside(items: tuple[str, ...], opened: OpenTable) -> bool:
    """Whether a line is an item that explains others and is added to none."""
    known = [opened.context.catalog.items.get(one) for one in items]
    return len(known) == 1 and known[0] is not None and (known[0].sign == BESIDE or items[0] == EXPENSE)


def figures(
    opened: OpenTable, proved: Iterable[ProfitRun], cells: Sequence[FoundFigure], named: Mapping[str, SheetLine]
) -> list[FoundFigure]:
    """Total expense where no line has it, and other gains, of each column of operating profit.

    Args:
        opened: the table.
        proved: the runs of its lines.
        cells: the figures that were found.
        named: the items that have lines of their own.
    """
    made, at = list[FoundFigure](), {cell.place: cell for cell in cells if cell.item == RESULT}
    for run in proved:
        for column in run.columns:
            result = at.get(opened.table.sheet.place(run.whole.row, column))
            for item, sign in MADE.items() if result else ():
                lines = [line for line, one in run.lines if one == sign]
                made += _summed(opened, (item, lines, column), result) if result and item not in named else []
    return made


def _summed(opened: OpenTable, of: tuple[str, Sequence[SheetLine], int], result: FoundFigure) -> Sequence[FoundFigure]:
    """The sum of lines in a column, as an item of the period and unit of a result in it."""
    item, lines, column = of
    sheet, parts, names = opened.table.sheet, list[FoundFigure](), list[str]()
    for line in lines:
        found = figure(sheet.at(line.row, column))
        if found.value is not None:
            place = sheet.place(line.row, column)
            parts.append(replace(result, item=item, figure=found, place=place, derived=True))
            names.append(line.label.strip())
    return footing.as_one_figure(parts, names, opened)


def taken_off(
    opened: OpenTable, side: TableSide, found: Meant, read: tuple[Sequence[FoundFigure], Mapping[str, SheetLine]]
) -> list[FoundFigure]:
    """Total expense of a statement without operating profit that prints no such line, as Australians do (I98).

    It is what the lines between all income and the profit come to in every column, whether they are printed in brackets
    or not: tax among them, the profit before it left out.
    """
    cells, named = read
    if opened.context.regime != NO_RULES or {EXPENSE, RESULT} & named.keys() or not {INCOME, LEFT} <= named.keys():
        return []
    order, income, profit = [*found], named[INCOME], named[LEFT]
    if income not in found or profit not in found:
        return []
    lines = order[order.index(income) + 1 : order.index(profit)]
    if (tax := named.get(TAX)) in lines[1:] and not found[lines[lines.index(tax) - 1]]:
        del lines[lines.index(tax) - 1]
    held = opened.filled(side, profit)
    signed = ([(line, sign) for line in lines] for sign in (1, -1))
    if len(lines) < FEWEST or not any(all(_comes_to(opened, income, profit, one, at) for at in held) for one in signed):
        return []
    name, labels = opened.context.catalog.items[EXPENSE].name, tuple(line.label.strip() for line in lines)
    opened.gathered.find("I98", opened.table.sheet.whole, item=name, lines=labels)
    sheet, made = opened.table.sheet, list[FoundFigure]()
    for cell in cells:
        if cell.item == INCOME and (column := _column_of(cell, held, sheet, income)) is not None:
            left = (cell.figure.value or 0.0) - (figure(sheet.at(profit.row, column)).value or 0.0)
            made.append(
                replace(cell, item=EXPENSE, figure=replace(cell.figure, value=left), place=sheet.whole, derived=True)
            )
    return made


def _column_of(cell: FoundFigure, held: Sequence[int], sheet: Sheet, line: SheetLine) -> int | None:
    return next((column for column in held if sheet.place(line.row, column) == cell.place), None)


def all_income(
    opened: OpenTable, side: TableSide, found: Meant, read: tuple[Sequence[FoundFigure], Mapping[str, SheetLine]]
) -> list[FoundFigure]:
    """Total income of a statement that prints none, as British ones: what less all expense is the result (I98)."""
    cells, named = read
    if opened.context.regime != NO_RULES or INCOME in named or not {EXPENSE, RESULT} <= named.keys():
        return []
    items, (expense, result) = opened.context.catalog.items, (named[EXPENSE], named[RESULT])
    order = [*found]
    if not {expense, result} <= found.keys():
        return []
    lines = [one for one in order[: order.index(result)] if one is not expense]
    held = opened.filled(side, result)
    are_income = all(len(found[one]) == 1 and _is_part(items, found[one][0], INCOME) for one in lines)
    ways = ([*((one, 1) for one in lines[1:]), (expense, sign)] for sign in (-1, 1)) if lines and are_income else ()
    if not any(held and all(_comes_to(opened, lines[0], result, way, column) for column in held) for way in ways):
        return []
    labels = tuple(line.label.strip() for line in lines)
    opened.gathered.find("I98", opened.table.sheet.whole, item=items[INCOME].name, lines=labels)
    sheet, made = opened.table.sheet, list[FoundFigure]()
    for cell in cells:
        if cell.item == RESULT and (column := _column_of(cell, held, sheet, result)) is not None:
            value = sum(figure(sheet.at(line.row, column)).value or 0.0 for line in lines)
            whole = replace(cell.figure, value=value)
            made.append(replace(cell, item=INCOME, figure=whole, place=sheet.whole, derived=True))
    return made
