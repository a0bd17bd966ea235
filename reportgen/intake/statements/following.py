"""Figures for which a statement in words of its own has no line, and which follow from the lines that it has.

The surplus of patient care of an American statement is patient revenue less all expense: it prints neither that nor the
expense under the name of an official form. What is made is marked as derived. It stands where the one line stands that
it is, or on the sheet as a whole, which a note tells (I98).

A line that a statement leaves out because there is none of it: proved by a total to which its other lines come (I99).

All income and all expense of a statement that prints neither: what its lines come to, down to the surplus (I98).

Hospitals of Hong Kong and Singapore list income, then expense by nature in brackets or not, then what is left, with
totals that bear no name or none at all. Where the lines come to the surplus in every column, their two sums are what
no line says. Which side a line is on its item tells, or its brackets; of a few names that are not known the sum does.

Balance sheets in one column, as Britons and Australians print them: assets less liabilities, down to net assets.

Such a sheet may have no line of all assets, and none of all liabilities: where its parts come to net assets, they are
worked out (I98). The steps between, “Net current assets” and “Total assets less current liabilities”, are no items:
where the amounts prove what they are, they are part of the sums, which a note tells (I114). So are profit before tax,
and what the cost of care leaves of its income.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import fsum
from typing import TYPE_CHECKING, Final

from reportgen.intake.columns.column_periods import ColumnMeaning
from reportgen.intake.columns.open_table import FoundFigure, OpenTable
from reportgen.intake.context import FoundValues, ReadingContext
from reportgen.intake.grid.tables import SheetLine, TableSide
from reportgen.intake.statements.line_meanings import Meant
from reportgen.intake.words.figures import CellValue, figure, rounding
from reportgen.intake.workbooks.sheets import Sheet
from reportgen.model.dataset import Observation, View
from reportgen.model.definitions import NO_RULES, Item

if TYPE_CHECKING:
    from reportgen.model.definitions import Item


SIGNS: Final = {"+": 1, "-": -1}
SAME: Final = 0.005
HIDING: Final = {
    "short_term_loans": frozenset({"other_current_liabilities", "other_payables", "payables_and_accruals"})
}
"""Lines that may hold what has no line of its own: beside them nothing is proved to be nil."""
BESIDE: Final = {"medical_activity_expense": "medical_business_cost_2012"}
"""What does not follow beside a line: where the cost of care has one by itself, not all expense is that of care."""
_Columns = Mapping[ColumnMeaning, dict[str, FoundFigure]]


def with_made(cells: Sequence[FoundFigure], opened: OpenTable, named: Mapping[str, SheetLine]) -> list[FoundFigure]:
    """The cells, and what follows from them in each column that has all it is made of.

    `named` holds the items that have lines of their own, which are never made.
    """
    columns: dict[ColumnMeaning, dict[str, FoundFigure]] = defaultdict(dict)
    for cell in cells:
        columns[cell.meaning].setdefault(cell.item, cell)
    made: list[FoundFigure] = []
    for item, parts in opened.context.catalog.aliases.follows.items():
        found = [] if {item, BESIDE.get(item, item)} & named.keys() else list(_in_columns(item, parts, columns, opened))
        made += found
        if found and len(parts) > 1:
            lines = tuple(label for part in parts for label in _labels(part, opened, named))
            name = opened.context.catalog.items[item].name
            opened.gathered.find("I98", opened.table.sheet.whole, item=name, lines=lines)
    made += _totals(columns, opened, named)
    return [*cells, *made, *_nil(columns, opened, named)]


def in_rows(
    read: Sequence[Observation], sheet: Sheet, context: ReadingContext, gathered: FoundValues, named: Mapping[str, str]
) -> Iterator[Observation]:
    """What follows from the figures of each hospital and period of a table of many; `named`: item → head."""
    rows: dict[tuple[str, str, View], dict[str, Observation]] = defaultdict(dict)
    for one in read:
        rows[one.entity, one.period, one.view][one.item] = one
    labels: dict[str, tuple[str, ...]] = {item: (label,) for item, label in named.items()}
    for item, parts in context.catalog.aliases.follows.items():
        whole = [row for row in rows.values() if item not in named and parts.keys() <= row.keys()]
        labels[item] = labels.get(item) or tuple(label for part in parts for label in labels.get(part, ()))
        for row in whole:
            lines = [row[part] for part in parts]
            value = round(fsum(SIGNS[sign] * row[part].value for part, sign in parts.items()), 6)
            place = lines[0].place if len(lines) == 1 else sheet.whole
            row[item] = replace(
                lines[0], item=item, value=value, place=place, step=fsum(one.step for one in lines), derived=True
            )
            yield row[item]
        if whole and len(parts) > 1:
            gathered.find("I98", sheet.whole, item=context.catalog.items[item].name, lines=labels[item])


def _totals(columns: _Columns, opened: OpenTable, named: Mapping[str, SheetLine]) -> list[FoundFigure]:
    """All assets and all liabilities of a balance sheet that prints neither, each told once."""
    found = [one for column in columns.values() for one in made_vertically(column, opened) if one.item not in named]
    for item in dict.fromkeys(one.item for one in found):
        lines = tuple(named[part].label.strip() for part in SIDES[item] if part in named)
        name = opened.context.catalog.items[item].name
        opened.gathered.find("I98", opened.table.sheet.whole, item=name, lines=lines)
    return found


def _nil(columns: _Columns, opened: OpenTable, named: Mapping[str, SheetLine]) -> Iterator[FoundFigure]:
    """Zeros of lines that are not there, standing at the totals that prove them."""
    items, gathered = opened.context.catalog.items, opened.gathered
    for item, total in opened.context.catalog.aliases.nil.items():
        kept = item not in named and not HIDING.get(item, frozenset()) & named.keys()
        found = [one for one in columns.values() if _is_whole(total, one, items)] if kept else []
        for column in found:
            yield replace(column[total], item=item, figure=replace(column[total].figure, value=0.0), derived=True)
        if found:
            place = opened.label_place(named[total])
            gathered.find("I99", place, item=items[item].name, total=named[total].label.strip())


def _is_whole(total: str, column: Mapping[str, FoundFigure], items: Mapping[str, Item]) -> bool:
    """Whether the lines of a total in a column come to all of it."""
    whole = column.get(total)
    lines = [cell for name, cell in column.items() if items[name].parent == total and items[name].sign == "+"]
    if whole is None or whole.figure.value is None or not lines:
        return False
    return abs(fsum(one.amount for one in lines) - whole.amount) < SAME


def _labels(item: str, opened: OpenTable, named: Mapping[str, SheetLine]) -> Iterator[str]:
    """The names of the lines that an item is read from or made of."""
    if item in named:
        yield named[item].label.strip()
    else:
        for part in opened.context.catalog.aliases.follows.get(item, {}):
            yield from _labels(part, opened, named)


def _in_columns(item: str, parts: Mapping[str, str], columns: _Columns, opened: OpenTable) -> Iterable[FoundFigure]:
    for column in columns.values():
        if parts.keys() <= column.keys():
            column[item] = _made(item, parts, column, opened)
            yield column[item]


def _made(item: str, parts: Mapping[str, str], column: Mapping[str, FoundFigure], opened: OpenTable) -> FoundFigure:
    """One figure, in the base unit: the lines that make it may be in several."""
    lines = [(column[part], SIGNS[sign]) for part, sign in parts.items()]
    value = round(fsum(sign * cell.amount for cell, sign in lines), 6)
    first = lines[0][0]
    place = first.place if len(lines) == 1 else opened.table.sheet.whole
    figure, count = replace(first.figure, value=value), sum(cell.parts for cell, _ in lines)
    return replace(first, item=item, figure=figure, place=place, factor=1.0, derived=True, parts=count)


INCOME, EXPENSE, LEFT = "total_income", "total_expense", "period_surplus"
SIGN_OF: Final = {INCOME: 1, EXPENSE: -1}
RULE: Final = "I98"
FEWEST: Final = 4
"""Lines above the surplus."""
MOST_OPEN: Final = 3
"""Lines of which nothing but the sum tells the side."""


@dataclass(frozen=True)
class _Proof:
    """The lines down to the surplus, each with its sign, and whether what is taken off stands in brackets."""

    lines: tuple[tuple[SheetLine, int], ...]
    in_brackets: bool


def made_from_ends(
    opened: OpenTable, side: TableSide, found: Meant, read: tuple[Sequence[FoundFigure], Mapping[str, SheetLine]]
) -> list[FoundFigure]:
    """Total income and total expense in each column of the surplus, where no line has either and the columns prove it.

    Args:
        opened: the table.
        side: the side of it that is read.
        found: its lines with figures, and what each may mean.
        read: the figures that were found, and the items that have lines of their own.
    """
    cells, named = read
    surplus = named.get(LEFT)
    if opened.context.regime != NO_RULES or SIGN_OF.keys() & named.keys() or surplus not in found:
        return []
    assert surplus is not None
    proof = _proof(opened, side, found, surplus)
    if proof is None:
        return []
    items, sums = opened.context.catalog.items, list[FoundFigure]()
    for item, sign in SIGN_OF.items():
        lines = [line for line, one in proof.lines if one == sign]
        labels = tuple(line.label.strip() for line in lines)
        opened.gathered.find(RULE, opened.table.sheet.whole, item=items[item].name, lines=labels)
        for column in opened.filled(side, surplus):
            at = opened.table.sheet.place(surplus.row, column)
            result = next((one for one in cells if one.item == LEFT and one.place == at), None)
            amounts = [value for line in lines if (value := figure(opened.table.sheet.at(line.row, column)).value)]
            if result is not None:
                total = fsum(amounts) * (sign if proof.in_brackets else 1)
                summed = replace(result.figure, value=round(total, 6))
                sums.append(
                    replace(
                        result,
                        item=item,
                        figure=summed,
                        place=opened.table.sheet.whole,
                        derived=True,
                        parts=max(len(lines), 1),
                    )
                )
    return sums


def _proof(opened: OpenTable, side: TableSide, found: Meant, surplus: SheetLine) -> _Proof | None:
    """The lines above the surplus that come to it in every column, where their sides are given in one way only."""
    order, held = [*found], opened.filled(side, surplus)
    above = order[: order.index(surplus)]
    cells = {line: [figure(opened.table.sheet.at(line.row, column)) for column in held] for line in (*above, surplus)}
    sides = {line: _side_of(found[line], opened.context.catalog.items) for line in above}
    for in_brackets in (True, False):
        choices = [_sides(cells[line], sides[line], in_brackets=in_brackets) for line in above]
        if not held or sum(len(one) > 1 for one in choices) > MOST_OPEN:
            continue
        given = (tuple(zip(above, signs, strict=True)) for signs in product(*choices))
        ways = [way for way in given if _comes_to(way, cells, surplus, in_brackets=in_brackets)]
        if len(ways) == 1:
            return _Proof(tuple((line, sign) for line, sign in ways[0] if sign), in_brackets)
    return None


def _sides(cells: Sequence[CellValue], side: int, *, in_brackets: bool) -> tuple[int, ...]:
    """The sides on which a line may be: 1 income, -1 expense, 0 a result of the lines above it."""
    if side and not in_brackets:
        return (side,)
    if not in_brackets:
        return (1, -1, 0)
    said = {1 if one.value > 0 else -1 for one in cells if one.value}
    if side:
        return (side,) if said <= {side} else ()
    return (*said, 0) if len(said) == 1 else (0,)


def _comes_to(
    way: Sequence[tuple[SheetLine, int]],
    cells: Mapping[SheetLine, Sequence[CellValue]],
    surplus: SheetLine,
    *,
    in_brackets: bool,
) -> bool:
    """Whether lines with their sides come to the surplus in every column, and to each result among them."""
    counted = list[tuple[Sequence[CellValue], int]]()
    for line, sign in way:
        if not sign and not _is_result(counted, cells[line], in_brackets=in_brackets):
            return False
        counted += [(cells[line], sign)] if sign else []
    are_both = {1, -1} <= {sign for _, sign in counted}
    return len(counted) >= FEWEST and are_both and _is_result(counted, cells[surplus], in_brackets=in_brackets)


def _is_result(
    parts: Sequence[tuple[Sequence[CellValue], int]], whole: Sequence[CellValue], *, in_brackets: bool
) -> bool:
    """Whether lines come to another one in each column."""
    for at, total in enumerate(whole):
        figures = [(cells[at], 1 if in_brackets else sign) for cells, sign in parts]
        if total.value is None or not figures or any(one.problem or one.scaled for one, _ in figures):
            return False
        apart = fsum(sign * (one.value or 0.0) for one, sign in figures) - total.value
        if abs(apart) > rounding(len(figures) + 1, max(one.decimals for one in (total, *(one for one, _ in figures)))):
            return False
    return bool(whole)


def _side_of(items: tuple[str, ...], known: Mapping[str, Item]) -> int:
    """1 of an item of income, -1 of one of expense, 0 of any other."""
    if len(items) != 1 or items[0] not in known:
        return 0
    chain, at = list[str](), known[items[0]].parent
    while at is not None and at in known:
        chain.append(at)
        at = known[at].parent
    return 1 if INCOME in chain else -1 if EXPENSE in chain or known[items[0]].sign == "-" else 0


ASSETS, OWED, NET = "total_assets", "total_liabilities", "net_assets"
TAX: Final = "income_tax_expense"
COST: Final = "medical_business_cost_2012"
SIDES: Final = {
    ASSETS: ("current_assets", "non_current_assets"),
    OWED: ("current_liabilities", "non_current_liabilities"),
}
STEPS: Final = (
    {"current_assets": 1, "current_liabilities": -1},
    {"current_assets": 1, "non_current_assets": 1, "current_liabilities": -1},
    {ASSETS: 1, "current_liabilities": -1},
    {"period_surplus": 1, TAX: 1},
    {INCOME: 1, EXPENSE: -1, LEFT: 0},
    {"medical_income": 1, COST: -1},
)
"""What a step comes to: net current assets, all assets less current liabilities, profit before tax, gross surplus.

What income leaves of expense is one beside the surplus alone, of which 0 says that it only has to be there.
"""
BRACKETED: Final = frozenset({"current_liabilities", TAX, COST})
"""What a statement that takes it off may print in brackets."""
STEP: Final = "I114"


def steps(opened: OpenTable, side: TableSide, meant: Meant) -> frozenset[SheetLine]:
    """The lines of a side that no item has and that are a step in every column; what mapping.yaml names stays."""
    if opened.context.regime != NO_RULES:
        return frozenset()
    of = {items[0]: line for line, items in meant.items() if len(items) == 1}
    said = opened.context.said
    found = {line: _step(opened, side, line, of) for line, items in meant.items() if not items and line.key not in said}
    proved = {line: parts for line, parts in found.items() if parts}
    for line, parts in proved.items():
        names = tuple(of[item].label.strip() for item in parts)
        opened.gathered.find(STEP, opened.label_place(line), label=line.label.strip(), lines=names)
    return frozenset(proved)


def _step(opened: OpenTable, side: TableSide, line: SheetLine, of: Mapping[str, SheetLine]) -> tuple[str, ...]:
    """The items whose lines come to a line in each of its columns, none where none do."""
    sheet = opened.table.sheet
    columns = [column.index for column in side.columns if sheet.holds(line.row, column.index)]
    for step in STEPS:
        if columns and step.keys() <= of.keys() and all(_ties(opened, at, line, step, of) for at in columns):
            return tuple(item for item, sign in step.items() if sign)
    return ()


def _ties(
    opened: OpenTable, column: int, line: SheetLine, step: Mapping[str, int], of: Mapping[str, SheetLine]
) -> bool:
    """Whether lines come to another in a column; what is owed may be printed in brackets."""
    sheet = opened.table.sheet
    whole = figure(sheet.at(line.row, column))
    parts = {item: figure(sheet.at(of[item].row, column)).value for item in step}
    if not whole.value or None in parts.values():
        return False
    amounts = {item: abs(value or 0.0) if item in BRACKETED else value or 0.0 for item, value in parts.items()}
    added = fsum(sign * amounts[item] for item, sign in step.items())
    return abs(added - whole.value) <= rounding(len(parts) + 1, whole.decimals)


def sides(column: Iterable[FoundFigure]) -> dict[str, float]:
    """All assets and all liabilities of a column where it has them, or a part of them."""
    amounts = {cell.item: cell.amount for cell in column}
    parts = {total: [amounts[part] for part in made_of if part in amounts] for total, made_of in SIDES.items()}
    return {total: amounts.get(total, fsum(found)) for total, found in parts.items() if found or total in amounts}


def made_vertically(column: Mapping[str, FoundFigure], opened: OpenTable) -> Iterator[FoundFigure]:
    """The totals that a column lacks, where assets less liabilities are just its net assets."""
    held, left = sides(column.values()), column.get(NET)
    if left is None or held.keys() != SIDES.keys() or opened.context.regime != NO_RULES:
        return
    known = [column[part] for total, parts in SIDES.items() for part in (total, *parts) if part in column]
    decimals, factor = max(one.figure.decimals for one in known), max(one.factor for one in known)
    if abs(held[ASSETS] - held[OWED] - left.amount) > rounding(len(known) + 1, decimals, factor):
        return
    for total in [one for one in SIDES if one not in column]:
        found = replace(left.figure, value=round(held[total], 6))
        yield replace(left, item=total, figure=found, place=opened.table.sheet.whole, factor=1.0, derived=True)
