"""What totals prove: that several lines are one item, and that months come to what stands beside them.

One item in several lines of a statement in words of its own: added where the total above which they stand proves it.

“Bonds payable” and “Mortgage payable” are both long-term debt. Where a total comes to all of its known lines only with
each of them, their sum is what the item is, and names their cells (I102); else nobody can say what the second line is,
which is told (I43), also where both have the same amount and are read as one that no total proves to be one (I104).
Names of a part, such as “Salaries - physicians”, are read only with that proof (I103).

Totals of months or quarters that do not come to them (W83): the months are read, and the total is told.

A total behind months is no figure of its own and is left out; where it differs, one of the figures is wrong.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from math import fsum
from typing import Final

from reportgen.intake.columns.column_periods import ColumnMeaning
from reportgen.intake.columns.open_table import FoundFigure, OpenTable
from reportgen.intake.context import FoundValues
from reportgen.intake.grid.head_columns import HeadColumn
from reportgen.intake.grid.head_words import Role
from reportgen.intake.grid.tables import SheetLine, figures_in
from reportgen.intake.periods import dates
from reportgen.intake.statements.following import ASSETS, NET, OWED, SIDES, sides
from reportgen.intake.words.figures import HALF, comes_to, figure, rounding
from reportgen.intake.words.labels import bare
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.intake.workbooks.sheets import Sheet, position
from reportgen.model.consolidation import Summand
from reportgen.model.dataset import View
from reportgen.model.definition import Text
from reportgen.model.definitions import Item, Kind
from reportgen.model.finding import Fact, Finding
from reportgen.model.period import MONTHS, Period, PeriodKind
from reportgen.model.place import Place

SEVERAL: Final = 2
SIGNS: Final = {"+": 1, "0": 1, "-": -1}
ADDED_UP: Final = "I102"
PARTS: Final = "I103"
ONCE: Final = "I104"
_Lines = Mapping[Place, SheetLine]
_Column = Sequence[FoundFigure]


def lines_added(cells: Sequence[FoundFigure], lines: _Lines, opened: OpenTable) -> list[FoundFigure]:
    """The cells; of an item in several lines the sum, and of parts without proof none.

    `lines` are those in which the cells stand.
    """
    columns: dict[ColumnMeaning, list[FoundFigure]] = defaultdict(list)
    for cell in cells:
        if cell.figure.value is not None:
            columns[cell.meaning].append(cell)
    parts = opened.context.part_names
    times = {meaning: Counter(cell.item for cell in column) for meaning, column in columns.items()}
    several = {item for counted in times.values() for item, count in counted.items() if count >= SEVERAL}
    asked = several | {cell.item for cell in cells if lines[cell.place].key in parts}
    kept = list(cells)
    for item in sorted(asked, key=lambda item: min(lines[cell.place].row for cell in cells if cell.item == item)):
        own = [cell for cell in cells if cell.item == item]
        proofs = [_proof(item, column, lines, opened) for column in columns.values()]
        if None not in proofs:
            kept = as_one_line(item, kept, lines, opened)
            if len(labels := _labels(own, lines)) >= SEVERAL:
                total = next(proof for proof in proofs if proof)
                name = opened.context.catalog.items[item].name
                opened.gathered.find(ADDED_UP, own[0].place, lines=labels, item=name, total=total)
        elif any(lines[cell.place].key in parts for cell in own):
            kept = [cell for cell in kept if cell.item != item]
            for cell in own:
                opened.gathered.doubt(item, opened.entity(cell), cell.meaning.period, cell.place)
            name = opened.context.catalog.items[item].name
            opened.gathered.find(PARTS, own[0].place, lines=_labels(own, lines), item=name)
        elif _is_once(item, columns.values(), lines, opened) is False:
            name = opened.context.catalog.items[item].name
            opened.gathered.find(ONCE, own[0].place, lines=_labels(own, lines), item=name)
    return kept


def _is_once(item: str, columns: Iterable[_Column], lines: _Lines, opened: OpenTable) -> bool | None:
    """Whether a total proves that lines with the same amounts are one; None where they are no such lines.

    Totals are printed again below, and lines once more behind their total or in another statement of the sheet: these
    are one.
    """
    items = opened.context.catalog.items
    alike = [column for column in columns if sum(cell.item == item and bool(cell.amount) for cell in column) >= SEVERAL]
    for column in alike:
        having, own = {cell.item for cell in column}, [cell for cell in column if cell.item == item]
        if len({cell.amount for cell in own}) > 1 or any(_total(one, having, items) == item for one in having):
            return None
        rows = sorted(lines[cell.place].row for cell in own)
        total = _total(item, having, items)
        behind = {any(lines[one.place].row < row for one in column if one.item == total) for row in rows}
        between = {items[cell.item].statement for cell in column if rows[0] < lines[cell.place].row < rows[-1]}
        if len(behind) > 1 or between - {items[item].statement}:
            return None
        once = [cell for cell in column if cell not in own[1:]]
        if _proof(item, once, lines, opened) or _is_left_over(own[0], column):
            return True
    return False if alike else None


def _is_left_over(one: FoundFigure, column: _Column) -> bool:
    """Whether net assets are just what assets less liabilities leave: the line below reserves says it again."""
    held = sides(column)
    if one.item != NET or len(held) < len(SIDES):
        return False
    named = {NET, *SIDES, *chain.from_iterable(SIDES.values())}
    return abs(held[ASSETS] - held[OWED] - one.amount) <= rounding_of([cell for cell in column if cell.item in named])


def _proof(item: str, column: _Column, lines: _Lines, opened: OpenTable) -> str | None:
    """The name of the total that comes to all of its lines in a column, "" where it has none of the item; else None."""
    items = opened.context.catalog.items
    own = [cell for cell in column if cell.item == item]
    if not own:
        return ""
    having = {cell.item for cell in column}
    total = _total(item, having, items)
    wholes = [cell for cell in column if cell.item == total]
    if total is None or len(wholes) != 1 or any(_total(cell.item, having, items) == item for cell in column):
        return None
    at = lines[wholes[0].place].row
    within = [cell for cell in column if _total(cell.item, having, items) == total and lines[cell.place].row < at]
    if any(cell not in within for cell in own):
        return None
    apart = fsum(SIGNS[items[cell.item].sign] * cell.amount for cell in within) - wholes[0].amount
    return lines[wholes[0].place].label.strip() if is_rounding(apart, [*within, *wholes], own) else None


def _total(item: str, having: Iterable[str], items: Mapping[str, Item]) -> str | None:
    """The nearest total of an item that stands in the column."""
    known, at = set(having), items[item].parent
    while at is not None and at not in known:
        at = items[at].parent if at in items else None
    return at


def is_rounding(apart: float, cells: Sequence[FoundFigure], own: Sequence[FoundFigure]) -> bool:
    """Whether what cells leave of their total is rounding alone, and no amount of some of them (`own`) too many."""
    least = min((abs(cell.amount) for cell in own if cell.amount), default=0.0)
    return abs(apart) <= min(rounding_of(cells), least * HALF)


def rounding_of(cells: Sequence[FoundFigure]) -> float:
    """What rounding may leave between a total and so many lines, in the base unit."""
    return rounding(len(cells), max(cell.figure.decimals for cell in cells), max(cell.factor for cell in cells))


def as_one_line(item: str, cells: Iterable[FoundFigure], lines: _Lines, opened: OpenTable) -> list[FoundFigure]:
    """The cells with one of the item in each column; it stands on the sheet, and its parts are kept."""
    kept: list[FoundFigure] = []
    own: dict[ColumnMeaning, list[FoundFigure]] = defaultdict(list)
    for cell in cells:
        (own[cell.meaning] if cell.item == item and cell.figure.value is not None else kept).append(cell)
    named = ((found, [lines[cell.place].label.strip() for cell in found]) for found in own.values())
    return [*kept, *chain.from_iterable(as_one_figure(found, names, opened) for found, names in named)]


def as_one_figure(found: Sequence[FoundFigure], names: Sequence[str], opened: OpenTable) -> Sequence[FoundFigure]:
    """One figure for those of an item in a column, which stands on the sheet and whose parts are kept by name."""
    if len(found) < SEVERAL:
        return found
    first, item = found[0], found[0].item
    key = (item, opened.entity(first), first.meaning.period, str(first.meaning.view))
    value = round(fsum(one.amount for one in found), 6)
    opened.gathered.summands[key] = tuple(
        Summand(Text(zh=name, en=name), cell.amount, (cell.place,)) for name, cell in zip(names, found, strict=True)
    )
    figure, parts = replace(first.figure, value=value), sum(cell.parts for cell in found)
    return [replace(first, figure=figure, place=opened.table.sheet.whole, factor=1.0, derived=True, parts=parts)]


def _labels(cells: Iterable[FoundFigure], lines: _Lines) -> tuple[str, ...]:
    return tuple(dict.fromkeys(lines[cell.place].label.strip() for cell in cells))


RULE: Final = "W83"
ADDED: Final = frozenset({Kind.FLOW, Kind.COUNT})
"""What of several months comes to that of all of them."""
QUARTER, QUARTERS = 3, 4
FEWEST: Final = 2
Cells = Sequence[tuple[int, int]]
"""Rows and columns."""
Sum = tuple[tuple[int, int], Cells, Kind]
"""The cell of a total, those of its parts, and what they measure."""


def tell_columns(cells: Iterable[FoundFigure], opened: OpenTable) -> None:
    """W83 for each column of a total behind months or quarters that some line does not come to."""
    table, items = opened.table, opened.context.catalog.items
    totals = figures_in(table.sheet, table.head, table.last, Role.TOTAL)
    rows = _rows(cells, items) if totals else {}
    for column in totals:
        parts = [one for side in table.sides for one in side.columns if one.index < column.index]
        if len(parts) >= FEWEST and len(kinds := {_part(one) for one in parts}) == 1 and None not in kinds:
            sums = (((row, column.index), [(row, one.index) for one in parts], kind) for row, kind in rows.items())
            tell(column.head, sums, table.sheet, opened.gathered)


def tell_periods(cells: Iterable[FoundFigure], opened: OpenTable) -> None:
    """W83 for figures of a quarter, a year or the year so far beside all of their months or quarters.

    Amounts of money of a year, or since it began, are held to their months by the checks of the figures.
    """
    table, items = opened.table, opened.context.catalog.items
    by_line: dict[tuple[str, str], dict[tuple[str, View], FoundFigure]] = defaultdict(dict)
    for cell in cells if opened.context.year_end == dates.DECEMBER else ():
        if cell.item in items and items[cell.item].kind in ADDED and cell.place.cell and not cell.derived:
            by_line[cell.item, cell.meaning.entity].setdefault((cell.meaning.period, cell.meaning.view), cell)
    sums: dict[int, list[Sum]] = defaultdict(list)
    for (item, _), held in by_line.items():
        for (period, view), cell in held.items():
            parts = _parts(Period.parse(period), view, held, kind=items[item].kind)
            if parts and all(one.factor == cell.factor for one in parts):
                row, column = position(cell.place.cell or "")
                spots = [position(one.place.cell or "") for one in parts]
                sums[column].append(((row, column), spots, items[item].kind))
    heads = {column.index: column.head for side in table.sides for column in side.columns}
    for column, found in sums.items():
        tell(heads.get(column, ""), found, table.sheet, opened.gathered)


def _parts(
    period: Period, view: View, held: Mapping[tuple[str, View], FoundFigure], *, kind: Kind
) -> list[FoundFigure]:
    """The months or quarters of which a figure is the sum; none where they are not all there."""
    months: tuple[PeriodKind, Iterable[int]] = (PeriodKind.MONTH, range(1, MONTHS + 1))
    tried = [months] if kind is Kind.COUNT else []
    if view is View.PERIOD and period.kind is PeriodKind.QUARTER:
        tried = [(PeriodKind.MONTH, range(QUARTER * (period.number - 1) + 1, QUARTER * period.number + 1))]
    elif view is View.PERIOD and period.kind is PeriodKind.YEAR:
        tried.append((PeriodKind.QUARTER, range(1, QUARTERS + 1)))
    elif view is View.YEAR_TO_DATE and period.kind is PeriodKind.MONTH:
        tried = [(each, range(1, period.number + 1)) for each, _ in tried]
    else:
        tried = []
    found = ([held.get((str(Period(period.year, each, one)), View.PERIOD)) for one in ones] for each, ones in tried)
    return next(([one for one in each if one is not None] for each in found if None not in each), [])


def tell_rows(sheet: Sheet, head: tuple[int, int], added: Mapping[int, Kind], gathered: FoundValues) -> None:
    """W83 for the total behind rows of months or quarters, which a column names below a head."""
    (first, column), words = head, vocabulary().total_rows
    rows = range(first + 1, len(sheet.rows))
    total = next((row for row in rows if bare(sheet.text(row, column)).lower() in words), None)
    parts = [row for row in rows if row < (total or 0)]
    months = {dates.months_of(sheet.text(row, column)) for row in parts}
    if total is not None and len(parts) >= FEWEST and None not in months and len(months) == len(parts):
        sums = (((total, at), [(row, at) for row in parts], kind) for at, kind in added.items())
        tell(sheet.text(total, column).strip(), sums, sheet, gathered)


def tell(head: str, sums: Iterable[Sum], sheet: Sheet, gathered: FoundValues) -> None:
    """W83 once for totals under one head, at the first that its parts do not come to; blanks add nothing."""
    wrong = list(_wrong(sums, sheet))
    if wrong:
        (place, value, total), *others = wrong
        count = len(wrong) if others else None
        facts: dict[str, Fact] = {"head": head, "count": count, "value": value, "sum": total}
        gathered.findings.append(Finding(RULE, place, facts, places=tuple(one[0] for one in others)))


def _wrong(sums: Iterable[Sum], sheet: Sheet) -> Iterator[tuple[Place, float, float]]:
    for at, spots, kind in sums:
        total, parts = figure(sheet.at(*at)), [figure(sheet.at(*spot)) for spot in spots]
        if total.value is None or any(one.problem for one in parts):
            continue
        added = fsum(one.value or 0.0 for one in parts)
        is_whole = kind is Kind.COUNT and added.is_integer()  # of whole numbers rounding leaves nothing
        if not comes_to(total, parts) or (is_whole and total.value != added):
            yield sheet.place(*at), total.value, added


def _rows(cells: Iterable[FoundFigure], items: Mapping[str, Item]) -> dict[int, Kind]:
    """The rows of what of several months adds up, and what it measures."""
    found = ((one.place.cell, items[one.item].kind) for one in cells if one.item in items)
    return {position(cell)[0]: kind for cell, kind in found if cell and kind in ADDED}


def _part(column: HeadColumn) -> PeriodKind | None:
    """Of what a column is by its head, a month or a quarter by itself; None of any other."""
    if column.stated is not None:
        is_single = column.stated.since in {None, column.stated.period.number}
        kind = column.stated.period.kind
        return kind if is_single and kind is not PeriodKind.YEAR else None
    if column.quarter is not None:
        return PeriodKind.QUARTER
    return PeriodKind.MONTH if column.month is not None and column.since in {None, column.month} else None
