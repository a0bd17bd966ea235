"""Formulas whose stored result is not what they come to: sums and differences of cells of their own sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Final

from reportgen.intake.context import Gathered
from reportgen.intake.sheets import Position, Sheet, letters, position
from reportgen.intake.tables import Table

FEN: Final = 0.005
SHARE: Final = 1e-9
MOST_CELLS: Final = 5_000
REFERENCE: Final = r"\$?[A-Z]{1,3}\$?\d{1,7}"
SUM: Final = re.compile(r"SUM\(([^()]*)\)", re.IGNORECASE)
TERM: Final = re.compile(rf"([+-]?)({REFERENCE}|\d+(?:\.\d+)?|#)")
RANGE: Final = re.compile(rf"({REFERENCE}):({REFERENCE})")
PARTS: Final = re.compile(r"(?<![A-Za-z_!'.])(\$?)([A-Z]{1,3})(\$?)(\d{1,7})(?![\d(A-Za-z_!])")
ONE: Final = re.compile(REFERENCE)


def tell(table: Table, gathered: Gathered) -> None:
    """I73 for each stale result in the body of a table."""
    sheet = table.sheet
    for spot, formula in sorted(sheet.formulas.items()):
        if not table.head.last < spot[0] < table.last:
            continue
        stored, now = sheet.rows[spot[0]][spot[1]], result(sheet, formula)
        if now is None or isinstance(stored, bool) or not isinstance(stored, int | float):
            continue
        if abs(stored - now) > max(FEN, SHARE * abs(now)):
            gathered.find("I73", sheet.place(*spot), formula=f"={formula}"[:60], stored=float(stored), now=now)


def result(sheet: Sheet, formula: str) -> float | None:
    """What a formula of sums, references and numbers comes to; None for any other, and where a cell is no number."""
    text = formula.replace(" ", "").removeprefix("=").removeprefix("+")
    sums: list[Decimal] = []
    for inside in SUM.findall(text):
        total = _sum(sheet, inside)
        if total is None:
            return None
        sums.append(total)
    terms = SUM.sub("#", text)
    total = Decimal(0)
    end = 0
    for match in TERM.finditer(terms):
        value = sums.pop(0) if match[2] == "#" else _value(sheet, match[2])
        if value is None or match.start() != end or (end and not match[1]):
            return None
        total += -value if match[1] == "-" else value
        end = match.end()
    return float(total) if end == len(terms) and end else None


def _sum(sheet: Sheet, inside: str) -> Decimal | None:
    total = Decimal(0)
    for part in inside.split(","):
        area = RANGE.fullmatch(part)
        if area:
            values = [_value(sheet, spot, among=True) for spot in _area(area[1], area[2])] or [None]
        else:
            values = [_value(sheet, part, among=bool(ONE.fullmatch(part)))]
        for value in values:
            if value is None:
                return None
            total += value
    return total


def _area(first: str, last: str) -> Iterator[Position]:
    """The cells of an area; none of one that is too large to be a sum of lines."""
    top, left = position(first.replace("$", ""))
    bottom, right = position(last.replace("$", ""))
    if (bottom - top + 1) * (right - left + 1) <= MOST_CELLS:
        yield from ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))


def _value(sheet: Sheet, cell: str | Position, *, among: bool = False) -> Decimal | None:
    """A number, or that of a cell; a blank is zero, and so is a text among the cells of a sum."""
    if isinstance(cell, str) and not ONE.fullmatch(cell):
        return _number(cell)
    row, column = position(cell.replace("$", "")) if isinstance(cell, str) else cell
    if (row, column) in sheet.uncached or (row, column) in sheet.errors:
        return None
    found = sheet.rows[row][column] if row < len(sheet.rows) and column < sheet.width else ""
    if found in {"", None} or (among and isinstance(found, str)):
        return Decimal(0)
    if isinstance(found, bool) or not isinstance(found, int | float):
        return None
    return _number(f"{found:.15g}")


def moved(home: Position, formula: str, spot: Position) -> str:
    """A formula of one cell as it reads in another one, its relative references moved along."""
    down, right = spot[0] - home[0], spot[1] - home[1]

    def there(found: re.Match[str]) -> str:
        row, column = position(f"{found[2]}{found[4]}")
        row, column = row if found[3] else row + down, column if found[1] else column + right
        if row < 0 or column < 0:
            return "#REF!"
        return f"{found[1]}{letters(column)}{found[3]}{row + 1}"

    return PARTS.sub(there, formula)


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
