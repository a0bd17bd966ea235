"""Formulas whose stored result is not what they come to: sums and differences of cells of their own sheet.

Cells that are merged with another one, so that a figure or a name is gone, and names that are formulas without results.

Figures that nobody sees: in hidden sheets, which are not read, and in hidden rows and columns, which are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from math import fsum
from typing import Final

from reportgen.intake.context import FoundValues
from reportgen.intake.grid import head_rows, heads
from reportgen.intake.grid.head_words import Role
from reportgen.intake.grid.tables import SheetTable, is_index, supplements
from reportgen.intake.words.figures import figure, is_dash
from reportgen.intake.workbooks.sheets import Position, Sheet, Take, position, reference, takes
from reportgen.model.finding import Fact, Finding, Severity
from reportgen.model.printing import HALF_A_FEN

SHARE: Final = 1e-9
MOST_PLACES: Final = 20
LEAST: Final = 3
"""Figures below no head that are a column of them."""
MOST_CELLS: Final = 5_000
REFERENCE: Final = r"\$?[A-Z]{1,3}\$?\d{1,7}"
SUM: Final = re.compile(r"SUM\(([^()]*)\)", re.IGNORECASE)
TERM: Final = re.compile(rf"([+-]?)({REFERENCE}|\d+(?:\.\d+)?|#)")
RANGE: Final = re.compile(rf"({REFERENCE}):({REFERENCE})")
ONE: Final = re.compile(REFERENCE)
QUICK: Final = frozenset({float, int})


def tell(table: SheetTable, gathered: FoundValues) -> None:
    """I73 for each stale result in the body of a table."""
    sheet = table.sheet
    for spot, formula in sorted(sheet.formulas.items()):
        if not table.head.last < spot[0] < table.last:
            continue
        stored = sheet.rows[spot[0]][spot[1]]
        if isinstance(stored, bool) or not isinstance(stored, int | float) or _is_clearly(stored, sheet, formula):
            continue
        now = result(sheet, formula)
        if now is not None and _differ(stored, now):
            gathered.find("I73", sheet.place(*spot), formula=f"={formula}"[:60], stored=float(stored), now=now)


def _differ(stored: float, now: float) -> bool:
    return abs(stored - now) > max(HALF_A_FEN, SHARE * abs(now))


def _is_clearly(stored: float, sheet: Sheet, formula: str) -> bool:
    """Whether a formula comes to what is stored, by quick arithmetic; where that is in doubt, `result` knows."""
    added = _added(formula, len(sheet.rows), sheet.width)
    if added is None or sheet.uncached or sheet.errors:
        return False
    number, *takes_ = added
    plus, minus = ([cell for cell in take(sheet.flat) if cell != ""] for take in takes_)
    if not QUICK.issuperset(map(type, plus)) or not QUICK.issuperset(map(type, minus)):
        return False
    return not _differ(stored, number + fsum(plus) - fsum(minus))  # type: ignore[arg-type]


@lru_cache(maxsize=16384)
def _added(formula: str, height: int, width: int) -> tuple[float, Take, Take] | None:
    """What a formula adds up in a sheet of a size: a number, and the cells that it adds and takes off, row by row."""
    found = _terms(formula)
    if found is None:
        return None
    number, cells = Decimal(0), {1: list[int](), -1: list[int]()}
    for sign, term in found:
        if isinstance(term, Decimal):
            number += sign * term
        else:
            cells[sign] += [row * width + column for row, column in term.cells if row < height and column < width]
    return float(number), takes(cells[1]), takes(cells[-1])


@dataclass(frozen=True)
class _Cells:
    """Cells that a formula adds; `among` others of a sum, where a text is nothing."""

    cells: tuple[Position, ...]
    among: bool = False


@lru_cache(maxsize=16384)
def _terms(formula: str) -> tuple[tuple[int, Decimal | _Cells], ...] | None:
    """The numbers and cells that a formula adds (1) and takes off (-1); None for any that does more."""
    text = formula.replace(" ", "").removeprefix("=").removeprefix("+")
    sums = SUM.findall(text)
    terms = SUM.sub("#", text)
    found: list[tuple[int, Decimal | _Cells]] = []
    end = 0
    for match in TERM.finditer(terms):
        if match.start() != end or (end and not match[1]):
            return None
        end, sign = match.end(), -1 if match[1] == "-" else 1
        parts = _parts(sums.pop(0)) if match[2] == "#" else [_part(match[2])]
        if parts is None:
            return None
        found += [(sign, part) for part in parts]
    return tuple(found) if end == len(terms) and end else None


def _parts(inside: str) -> list[Decimal | _Cells] | None:
    """What stands between the brackets of a sum."""
    found: list[Decimal | _Cells] = []
    for part in inside.split(","):
        area = RANGE.fullmatch(part)
        if area:
            cells = tuple(_area(area[1], area[2]))
            if not cells:
                return None
            found.append(_Cells(cells, among=True))
        elif ONE.fullmatch(part):
            found.append(_part(part, among=True))
        else:
            number = _number(part)
            if number is None:
                return None
            found.append(number)
    return found


def _part(text: str, *, among: bool = False) -> Decimal | _Cells:
    """A cell, or a number."""
    return _Cells((position(text.replace("$", "")),), among) if ONE.fullmatch(text) else Decimal(text)


def result(sheet: Sheet, formula: str) -> float | None:
    """What a formula of sums, references and numbers comes to; None for any other, and where a cell is no number."""
    found = _terms(formula)
    if found is None:
        return None
    total = Decimal(0)
    for sign, term in found:
        values = [term] if isinstance(term, Decimal) else [_value(sheet, spot, among=term.among) for spot in term.cells]
        for value in values:
            if value is None:
                return None
            total += sign * value
    return float(total)


def _area(first: str, last: str) -> Iterator[Position]:
    """The cells of an area; none of one that is too large to be a sum of lines."""
    top, left = position(first.replace("$", ""))
    bottom, right = position(last.replace("$", ""))
    if (bottom - top + 1) * (right - left + 1) <= MOST_CELLS:
        yield from ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))


def _value(sheet: Sheet, spot: Position, *, among: bool) -> Decimal | None:
    """The number of a cell; a blank is zero, and so is a text among the cells of a sum."""
    row, column = spot
    if (row, column) in sheet.uncached or (row, column) in sheet.errors:
        return None
    found = sheet.rows[row][column] if row < len(sheet.rows) and column < sheet.width else ""
    if found in {"", None} or (among and isinstance(found, str)):
        return Decimal(0)
    if isinstance(found, bool) or not isinstance(found, int | float):
        return None
    return _number(f"{found:.15g}")


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def lost(table: SheetTable, gathered: FoundValues) -> None:
    """What of a table is gone or stands beside its rows and columns: names without a result (W19), merged cells."""
    sheet = table.sheet
    named = {line.column for side in table.sides for line in side.lines}
    for row, column in sorted(sheet.uncached):
        is_name = column in named and table.head.last < row < table.last
        if is_name or table.head.first <= row <= table.head.last:
            gathered.find("W19", sheet.place(row, column), formula=sheet.uncached[row, column])
    if sheet.merged:
        _covered(table, gathered)
        _unnamed(table, gathered)


def _covered(table: SheetTable, gathered: FoundValues) -> None:
    """I86 for each cell of a line that is merged into another one's figure or name: what stood there is gone."""
    sheet, columns = table.sheet, _columns(table)
    lines = {line.row: line for side in table.sides for line in side.lines}
    for spot, owner in sorted(sheet.owner.items()):
        if spot == owner or spot[1] not in columns or spot[0] not in lines or sheet.holds(*spot):
            continue
        line = lines[spot[0]]
        is_name = owner == (line.row, line.column) and any(_is_figure(sheet, (line.row, other)) for other in columns)
        if is_name or _is_figure(sheet, owner):
            gathered.find("I86", sheet.place(*spot), at=reference(*owner))


def _unnamed(table: SheetTable, gathered: FoundValues) -> None:
    """I87 for figures whose own row or column has no name, as that is merged into the one beside it."""
    sheet, columns = table.sheet, _columns(table)
    lines = {(line.row, line.column) for side in table.sides for line in side.lines}
    rows = range(table.head.last + 1, table.last)
    for (row, column), at in sorted(sheet.owner.items()):
        if row == table.head.last and column not in columns and at[1] in columns:
            spots = [(below, column) for below in rows if not sheet.holds(below, at[1])]
            _find_unnamed(sheet, spots, at, "@intake.merged_column", gathered)
        if row in rows and row > at[0] and column == at[1] and at in lines and all(row != line[0] for line in lines):
            _find_unnamed(sheet, [(row, other) for other in sorted(columns)], at, "@intake.merged_row", gathered)


def _find_unnamed(sheet: Sheet, spots: Iterable[Position], at: Position, what: str, gathered: FoundValues) -> None:
    found = [sheet.place(*spot) for spot in spots if _is_figure(sheet, spot)]
    if found:
        facts = {"what": what, "at": reference(*at)}
        gathered.findings.append(Finding("I87", found[0], facts, places=tuple(found[1:])))


def below(table: SheetTable, gathered: FoundValues) -> None:
    """W66 for the figures that a sheet prints below its table under a head of their own, such as supplements.

    W84 for lines with figures below the notes and signatures that end it: they may be lines of the table.
    """
    sheet, first = table.sheet, table.last
    cells = sheet.rows[first] if first < len(sheet.rows) else ()
    at = next((index for index, cell in enumerate(cells) if cell not in {"", None}), None)
    if at is None or not isinstance(cells[at], str):
        return
    is_supplement, words = supplements(sheet.text(first, at)), sheet.text(first, at).strip()
    head = heads.find(sheet, first + is_supplement)
    rows = range(first, head.first if head else len(sheet.rows))
    if is_supplement:
        spots = [(row, column) for row in rows for column in range(sheet.width) if _is_figure(sheet, (row, column))]
    else:
        spots = list(_named_figures(sheet, rows[1:], sorted(_columns(table))))
    if len(spots) >= (1 if is_supplement else LEAST):
        facts: dict[str, Fact] = {"text": words[:MOST_PLACES], "count": len(spots)}
        places = tuple(sheet.place(*spot) for spot in spots)
        gathered.findings.append(Finding("W66" if is_supplement else "W84", places[0], facts, places=places[1:]))


def _named_figures(sheet: Sheet, rows: Iterable[int], columns: Sequence[int]) -> Iterator[Position]:
    """Where figures other than nil stand in some columns, behind a name."""
    for row in rows:
        if any(isinstance(cell, str) and cell.strip() for cell in sheet.rows[row][: min(columns, default=0)]):
            yield from ((row, column) for column in columns if figure(sheet.at(row, column)).value)


def unheaded(table: SheetTable, gathered: FoundValues) -> None:
    """W69 for each column with figures behind those that are read and no head above it; numbers of lines need none.

    Before these it is of lines that have their figures nowhere else, as where sums stand in a column further out.
    """
    sheet, first = table.sheet, min(_columns(table), default=0)
    rows = sorted({line.row for side in table.sides for line in side.lines})
    for column in table.head.of(Role.NOTHING):
        head = (table.head.last, column.index)
        if sheet.owner.get(head, head) != head:
            continue
        cells = [(row, found) for row in rows if (found := figure(sheet.at(row, column.index)).value)]
        if column.index < first and any(_is_figure(sheet, (row, one)) for row, _ in cells for one in _columns(table)):
            continue
        if len(cells) >= LEAST and not all(value == int(value) and abs(value) <= len(rows) for _, value in cells):
            places = tuple(sheet.place(row, column.index) for row, _ in cells)
            gathered.findings.append(Finding("W69", places[0], {"count": len(places)}, places=places[1:]))


def nameless(table: SheetTable, gathered: FoundValues) -> None:
    """W80 for rows of figures and no word at all, as of totals below a rule; repeated years and numbers are none."""
    sheet, columns = table.sheet, sorted(_columns(table))
    named = {line.row for side in table.sides for line in side.lines}
    spots = [
        next(((row, column) for column in columns if _is_figure(sheet, (row, column))), None)
        for row in range(table.head.last + 1, table.last)
        if row not in named and not is_index(sheet, row) and not _has_words(sheet, row)
    ]
    places = tuple(sheet.place(*spot) for spot in spots if spot is not None)
    if places:
        gathered.findings.append(Finding("W80", places[0], {"count": len(places)}, places=places[1:]))


def _has_words(sheet: Sheet, row: int) -> bool:
    """Whether a row says anything in words, those of a cell merged into it among them, or repeats years as heads do."""
    cells = [sheet.spread(row, column) for column in range(sheet.width)]
    figures = [figure(cell).value for cell in cells if cell not in {"", None} and not is_dash(cell)]
    return None in figures or all(map(head_rows.is_year, figures))


def _columns(table: SheetTable) -> set[int]:
    return {column.index for side in table.sides for column in side.columns}


def _is_figure(sheet: Sheet, spot: Position) -> bool:
    return spot in sheet.uncached or figure(sheet.at(*spot)).value is not None


def uncalculated(sheet: Sheet, severity: Severity | None, gathered: FoundValues) -> None:
    """W19, once, for the formulas without results of a sheet of which nothing else is understood."""
    spots = sorted(sheet.uncached)[:MOST_PLACES]
    if spots:
        facts = {"formula": sheet.uncached[spots[0]]}
        first, *others = (sheet.place(*spot) for spot in spots)
        gathered.findings.append(Finding("W19", first, facts, severity, tuple(others)))


RULE = "W21"


def sheets(hidden: Iterable[Sheet], gathered: FoundValues, *, alone: bool) -> None:
    """W21 for each hidden sheet with figures; an error where nothing else of the file was read."""
    for sheet in hidden:
        if any(isinstance(cell, int | float) and not isinstance(cell, bool) for row in sheet.rows for cell in row):
            gathered.find(RULE, sheet.whole, Severity.ERROR if alone else None, what="@intake.sheet")


def rows_and_columns(table: SheetTable, gathered: FoundValues) -> None:
    """W21 for hidden rows and columns of a table, one for each run of them, at its first figure that is read.

    Numbers of lines, notes, shares and changes are not read, hidden or not.
    """
    columns = sorted({column.index for side in table.sides for column in side.columns})
    cells(table.sheet, range(table.head.last + 1, table.last), gathered, columns)


def cells(of: Sheet, rows: range, gathered: FoundValues, columns: Sequence[int] | None = None) -> None:
    """The same, for rows of a sheet; in all columns where none are named. W92 for those that are struck through."""
    if of.struck:
        _tell_struck(of, rows, gathered, columns)
    if not of.hidden_rows and not of.hidden_columns:
        return
    columns = range(of.width) if columns is None else columns
    for run in _runs(row for row in of.hidden_rows if row in rows):
        _tell(of, [(row, column) for row in run for column in columns], "@intake.row", gathered)
    for run in _runs(column for column in of.hidden_columns if column in columns):
        _tell(of, [(row, column) for row in rows for column in run], "@intake.column", gathered)


def _tell_struck(of: Sheet, rows: range, gathered: FoundValues, columns: Sequence[int] | None) -> None:
    """W92 for the figures of a table that are struck through: nobody knows whether they still hold."""
    spots = [spot for spot in sorted(of.struck) if spot[0] in rows and (columns is None or spot[1] in columns)]
    places = tuple(of.place(*spot) for spot in spots if figure(of.at(*spot)).value is not None)
    if places:
        gathered.findings.append(Finding("W92", places[0], {"count": len(places)}, places=places[1:]))


def _tell(of: Sheet, spots: Iterable[Position], what: str, gathered: FoundValues) -> None:
    found = [of.place(*spot) for spot in spots if figure(of.at(*spot)).value is not None]
    if found:
        gathered.findings.append(Finding(RULE, found[0], {"what": what}, places=tuple(found[1:])))


def _runs(numbers: Iterable[int]) -> Iterator[list[int]]:
    """Consecutive numbers together."""
    run: list[int] = []
    for number in sorted(numbers):
        if run and number > run[-1] + 1:
            yield run
            run = []
        run.append(number)
    if run:
        yield run
