"""Two statements side by side on one sheet: each under a title of its own, with an empty column between them.

Tables of one sheet that belong together: sides one below the other, and what one banner says for all of them.

A table on its side, names across and figures down, set upright; every cell keeps its own place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Final, TypeVar

from reportgen.catalog import Catalog
from reportgen.intake.grid import banner, recognition
from reportgen.intake.grid.banner import Banner
from reportgen.intake.grid.head_words import ASIDE, MONEY, Role, role_at, role_of
from reportgen.intake.grid.heads import TableHead
from reportgen.intake.grid.recognition import RecognisedTable
from reportgen.intake.grid.tables import SheetTable
from reportgen.intake.words.figures import figure
from reportgen.intake.workbooks.sheets import Position, Sheet


def joined(tables: Iterable[SheetTable]) -> list[SheetTable]:
    """The tables of a sheet, those without words of their own above them joined to the one they follow."""
    found: list[SheetTable] = []
    for table in tables:
        if found and _continues(found[-1], table):
            found[-1] = replace(found[-1], sides=(*found[-1].sides, *table.sides), last=table.last)
        else:
            found.append(replace(table, banner=inherited(table.banner, found[-1].banner)) if found else table)
    return found


def _continues(first: SheetTable, second: SheetTable) -> bool:
    """Whether nothing but empty rows lies between the last line of one table and the head of the next.

    Both have the same figures in their columns, and no name of a line occurs in both.
    """
    if first.last > second.head.first or not _empty(first.sheet, _below_lines(first), second.head.first):
        return False
    meant = [[(column.role, column.stated) for column in side.columns] for side in (first.sides[-1], second.sides[0])]
    return meant[0] == meant[1] and not first.keys & second.keys


def _below_lines(table: SheetTable) -> int:
    return max((line.row for side in table.sides for line in side.lines), default=table.head.last) + 1


def _empty(sheet: Sheet, first: int, last: int) -> bool:
    return all(cell in {"", None} for row in range(first, last) for cell in sheet.rows[row])


def inherited(own: Banner, above: Banner) -> Banner:
    """What a banner lacks and the one above on the same sheet says: unit, hospital, date."""
    if own.factor is None and not own.units_differ:
        own = replace(own, factor=above.factor)
    if not own.entity:
        own = replace(own, entity=above.entity, entity_at=above.entity_at)
    if own.stated is None:
        own = replace(own, stated=above.stated, stated_at=above.stated_at)
    return own


Said = TypeVar("Said")
Span = tuple[int, int]
"""The first column, and the one behind the last."""
WORDS: Final = "I09"
"""What reading a figure says of a cell that holds words."""
TITLES: Final = 4
"""Rows from the top in which the titles stand."""
MOST: Final = 200_000
"""Cells of a sheet that may hold two statements; larger ones are tables of many."""


def parts(sheet: Sheet, catalog: Catalog) -> list[Sheet]:
    """The sheet cut at its empty columns where each part has the title of another form and rows of its own.

    An empty column may as well stand between the labels of one statement and its figures, below a title and a code.
    """
    spans = list(_spans(sheet)) if len(sheet.rows) * sheet.width <= MOST else []
    titled = [recognition.named(_titles(sheet, span), catalog) for span in spans]
    apart = [(span, forms) for span, forms in zip(spans, titled, strict=True) if forms and _has_rows(sheet, span)]
    if len(apart) < 2 or not _differ([forms for _, forms in apart]):  # noqa: PLR2004 - two statements
        return [sheet]
    begins = [start for (start, _), _ in apart]
    ends = [*begins[1:], sheet.width]
    return [_cut(sheet, span) for span in zip([0, *begins[1:]], ends, strict=True)]


def twins(sheet: Sheet, head: TableHead) -> list[Sheet]:
    """The sides of a table as sheets where they have the same lines below the same head, of other periods or hospitals.

    Each says so above its own columns; nothing of that is said in the heads of the columns themselves.
    """
    labels = [one.index for one in head.columns if one.role is Role.LABEL]
    begins = [at for at in labels if any(one.role in MONEY and one.index < at for one in head.columns)]
    if not begins or any(one.stated for one in head.columns if one.role in MONEY):
        return []
    spans = list(zip([0, *begins], [*begins, sheet.width], strict=True))
    names = [_names_in(sheet, head, span) for span in spans]
    if any(len(names[0] & other) * 2 < len(names[0] | other) for other in names[1:]):
        return []
    cut = [_cut(sheet, span) for span in spans]
    above = [banner.around(one, head.last, len(sheet.rows)) for one in cut]
    periods, hospitals = [one.stated for one in above], [one.entity for one in above]
    are_apart = None not in periods and len({*periods}) > 1
    return cut if are_apart or (all(hospitals) and len({*hospitals}) > 1) else []


def _names_in(sheet: Sheet, head: TableHead, span: Span) -> frozenset[str]:
    """The first words of the rows below a head, in some columns."""
    rows = (row[slice(*span)] for row in sheet.rows[head.last + 1 :])
    first = (next((cell.strip() for cell in row if isinstance(cell, str) and cell.strip()), "") for row in rows)
    return frozenset(filter(None, first))


def completed(parts: Iterable[Iterable[RecognisedTable]]) -> Iterator[RecognisedTable]:
    """The tables of the parts; what one lacks of unit, hospital and date, the one on its left says for both."""
    left: Banner | None = None
    for each in chain.from_iterable(parts):
        table = each.table
        if left is not None:
            table = replace(table, banner=inherited(table.banner, left))
        left = table.banner
        yield replace(each, table=table)


def _differ(named: Sequence[frozenset[str]]) -> bool:
    """Whether no form is named by two of them."""
    return len(frozenset[str]().union(*named)) == sum(map(len, named))


def _spans(sheet: Sheet) -> Iterator[Span]:
    """Runs of columns between columns in which nothing stands."""
    start = None
    for column in range(sheet.width):
        filled = any(row[column] not in {"", None} for row in sheet.rows)
        if filled and start is None:
            start = column
        elif not filled and start is not None:
            yield start, column
            start = None
    if start is not None:
        yield start, sheet.width


def _has_rows(sheet: Sheet, span: Span) -> bool:
    """Whether words stand beside figures in it."""
    for row in sheet.rows:
        found = [figure(cell) for cell in row[slice(*span)]]
        if any(one.problem == WORDS for one in found) and any(one.value is not None for one in found):
            return True
    return False


def _titles(sheet: Sheet, span: Span) -> list[str]:
    return [cell for row in sheet.rows[:TITLES] for cell in row[slice(*span)] if isinstance(cell, str)]


def _cut(sheet: Sheet, span: Span) -> Sheet:
    """Some columns of a sheet as a sheet; its cells know where they stand."""
    start, end = span
    origin = sheet.origin
    return replace(
        sheet,
        rows=tuple(row[start:end] for row in sheet.rows),
        merged=tuple(
            (top, left - start, bottom, min(right, end - 1) - start)
            for top, left, bottom, right in sheet.merged
            if start <= left < end
        ),
        uncached=_within(sheet.uncached, span),
        formulas={},  # their references are those of the whole sheet
        errors=_within(sheet.errors, span),
        formats=_within(sheet.formats, span),
        signs=_within(sheet.signs, span),
        struck=_within(sheet.struck, span),
        hidden_columns=frozenset(column - start for column in sheet.hidden_columns if start <= column < end),
        origin=lambda row, column: origin(row, column + start) if origin else (row, column + start),
        like=None,
    )


def _within(cells: Mapping[Position, Said], span: Span) -> dict[Position, Said]:
    start, end = span
    return {(row, column - start): said for (row, column), said in cells.items() if start <= column < end}


SEARCHED: Final = 40
LEAST_NAMES: Final = 6
Held = TypeVar("Held")


def upright(sheet: Sheet) -> Sheet | None:
    """The sheet with its table turned, or None where no row of names stands above a column of heads."""
    for row in range(min(SEARCHED, len(sheet.rows) - 1)):
        column = _first(sheet, row)
        if column is None or _names(sheet, row) < LEAST_NAMES:
            continue
        last = _last(sheet, row, column)
        if last > row:
            return _turned(sheet, (row, column), last)
    return None


def _first(sheet: Sheet, row: int) -> int | None:
    """The column in which the heads would stand."""
    filled = next((column for column, cell in enumerate(sheet.rows[row]) if cell not in {"", None}), None)
    if filled is None:
        return None
    return filled if role_of(sheet.text(row, filled)) in {Role.LABEL, Role.LINE} else max(0, filled - 1)


def _names(sheet: Sheet, row: int) -> int:
    if any(isinstance(cell, int | float) for cell in sheet.rows[row]):
        return 0
    return sum(isinstance(cell, str) and role_of(cell) in {Role.OTHER, Role.TOTAL} for cell in sheet.rows[row])


def _last(sheet: Sheet, row: int, column: int) -> int:
    """The last row below `row` whose first cell names a figure or a period."""
    last = row
    while last + 1 < len(sheet.rows) and role_at(sheet.rows[last + 1][column]) in MONEY | {Role.LINE, *ASIDE}:
        last += 1
    return last


def _turned(sheet: Sheet, corner: Position, last: int) -> Sheet:
    top, left = corner
    block = [tuple(cells[left:]) for cells in sheet.rows[top : last + 1]]
    across = list(zip(*block, strict=True))
    width = max(sheet.width, last + 1 - top)
    rows = [*sheet.rows[:top], *across, *sheet.rows[last + 1 :]]
    shift = len(across) - (last + 1 - top)

    def origin(row: int, column: int) -> Position:
        if row < top:
            return row, column
        return (top + column, left + row - top) if row < top + len(across) else (row - shift, column)

    def moved(found: Mapping[Position, Held]) -> dict[Position, Held]:
        return {_target(spot, corner, last, shift): held for spot, held in found.items()}

    return replace(
        sheet,
        rows=tuple((*cells, *([""] * (width - len(cells)))) for cells in rows),
        merged=(),
        uncached=moved(sheet.uncached),
        errors=moved(sheet.errors),
        formats=moved(sheet.formats),
        signs=moved(sheet.signs),
        struck=moved(sheet.struck),
        hidden_rows=frozenset(top + column - left for column in sheet.hidden_columns if column >= left),
        hidden_columns=frozenset(row - top for row in sheet.hidden_rows if top <= row <= last),
        origin=_kept(origin, len(sheet.rows), sheet.width),
        like=None,
    )


def _kept(origin: Callable[[int, int], Position], height: int, width: int) -> Callable[[int, int], Position]:
    """The same, for padding the nearest cell there is."""

    def place(row: int, column: int) -> Position:
        there = origin(row, column)
        return min(there[0], height - 1), min(there[1], width - 1)

    return place


def _target(spot: Position, corner: Position, last: int, shift: int) -> Position:
    """Where a cell of the sheet comes to stand."""
    row, column = spot
    if corner[0] <= row <= last:
        return corner[0] + column - corner[1], row - corner[0]
    return (row, column) if row < corner[0] else (row + shift, column)
