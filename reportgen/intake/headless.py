"""Sheets that are not understood, and what is told of them.

Those whose lines are known and whose heads are not: no column says of which period its figures are.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from reportgen.intake import by_donor, lists, register_heads, stale
from reportgen.intake.context import FoundValues, ReadingContext
from reportgen.intake.figures import Cell, figure
from reportgen.intake.labels import bare, normalised
from reportgen.intake.sheets import Sheet
from reportgen.intake.tables import SheetLine
from reportgen.intake.vocabulary import vocabulary
from reportgen.model.finding import Severity

RULE: Final = "I85"
SOME, ACCOUNTS = "I157", "I77"
LEAST: Final = 2
"""Known lines with figures that make a sheet a statement, as they make a table a list."""
LONGEST: Final = 30
MOST: Final = 6
"""Heads that are repeated in a message, and characters of each."""
Rows = Sequence[Sequence[Cell]]
MANY_FIGURES: Final = 12


def not_understood(sheet: Sheet, rows: Rows, nearest: str | None, held: tuple[ReadingContext, FoundValues]) -> None:
    """K09 of a table of things, I35 beside a form, I85 of known lines, I157 of some of them, else I08; no words.

    I77 of accounts with both of their sides; W63 of known lines whose columns are parts without a total.
    """
    context, gathered = held
    count = figures(rows)
    form = context.catalog.forms[nearest] if nearest else None
    register = register_heads.almost(sheet, context)
    if register is not None:
        definition, missing = register
        gathered.find("K09", sheet.whole, table=definition.name, columns=register_heads.named(missing))
    elif form is not None:
        gathered.find("I35", sheet.whole, count=count, code=form.code, title=form.title)
    elif count and any(map(_heads_accounts, sheet.rows)):
        gathered.find(ACCOUNTS, sheet.whole, count=count)
    elif (known := heads_above(sheet, context)) is not None and (parts := by_donor.above(sheet)):
        place, heads, formula = by_donor.no_total(parts[1], sheet, parts[0])
        gathered.find(by_donor.RULE, place, heads=heads, formula=formula)
    elif known is not None:
        gathered.find(RULE, sheet.whole, heads=known)
        stale.uncalculated(sheet, None, gathered)
    elif count and (some := _some_known(sheet, context)):
        line, those, every = some
        place = sheet.place(line.row, line.column)
        gathered.find(SOME, place, count=count, known=those, lines=every, name=line.label)
    elif count:
        gathered.find("I08", sheet.whole, Severity.NOTE if count < MANY_FIGURES else None, count=count)
    elif sheet.uncached:
        stale.uncalculated(sheet, Severity.WARNING, gathered)


def _heads_accounts(cells: Sequence[Cell]) -> bool:
    return names_both_sides({bare(cell).lower() for cell in cells if isinstance(cell, str)})


def names_both_sides(words: AbstractSet[str]) -> bool:
    """Whether words of a head name both sides of accounts, as in a trial balance."""
    return all(any(word.endswith(side) for word in words) for side in vocabulary().ledger_heads)


def _some_known(sheet: Sheet, context: ReadingContext) -> tuple[SheetLine, int, int] | None:
    """The first known line of a sheet, how many are known, and of how many; None where that says nothing."""
    lines = [line for row in range(len(sheet.rows)) if (line := _line(sheet, row)) is not None]
    items = context.catalog.items
    known = [line for line in lines if len(found := lists.item_of(line, context)) == 1 and found[0] in items]
    return (known[0], len(known), len(lines)) if len(known) >= LEAST else None


def figures(rows: Rows) -> int:
    """How many figures there are; where all are texts, those that can be read as amounts."""
    count = sum(isinstance(cell, int | float) and not isinstance(cell, bool) for row in rows for cell in row)
    return count or sum(isinstance(cell, str) and figure(cell).value is not None for row in rows for cell in row)


def heads_above(sheet: Sheet, context: ReadingContext) -> tuple[str, ...] | None:
    """What stands above the figures of known lines, in their columns; None where too few lines are known."""
    lines = [line for row in range(len(sheet.rows)) if (line := _line(sheet, row)) is not None]
    known = [line for line in lines if any(item in context.catalog.items for item in lists.item_of(line, context))]
    if len(known) < LEAST or len(known) < lists.LEAST_SHARE * len(lines):
        return None
    columns = sorted({column for line in known for column in _figures(sheet, line)})
    above = (_words(sheet, row, columns) for row in range(lines[0].row - 1, -1, -1))
    return next((words for words in above if words), ())


def _line(sheet: Sheet, row: int) -> SheetLine | None:
    """A row of words with a figure behind them."""
    column = next((index for index in range(sheet.width) if sheet.text(row, index).strip()), None)
    if column is None:
        return None
    label = sheet.text(row, column).strip()
    line = SheetLine(row, column, label, normalised(label))
    return line if _figures(sheet, line) else None


def _figures(sheet: Sheet, line: SheetLine) -> tuple[int, ...]:
    behind = range(line.column + 1, sheet.width)
    return tuple(
        column
        for column in behind
        if (line.row, column) in sheet.uncached or figure(sheet.at(line.row, column)).value is not None
    )


def _text(cell: Cell | None) -> str:
    """A cell as it is seen: a year has no decimals."""
    return f"{cell:g}" if isinstance(cell, float) else str(cell or "").strip()


def _words(sheet: Sheet, row: int, columns: list[int]) -> tuple[str, ...]:
    cells = (_text(sheet.uncached.get((row, column)) or sheet.at(row, column)) for column in columns)
    return tuple(cell[:LONGEST] for cell in cells if cell)[:MOST]
