"""Lines that the form deducts, entered as negatives: their sign is set right where the sums of the form prove it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from reportgen.intake.cells import Cell, OpenTable
from reportgen.intake.columns import Meaning
from reportgen.intake.labels import bare
from reportgen.intake.vocabulary import vocabulary
from reportgen.model.definitions import Form, FormRow

FEN: Final = 0.005


def righted(cells: list[Cell], opened: OpenTable, form: Form) -> list[Cell]:
    """The cells, with deducted lines positive where gross + line = net shows that they were entered as negatives."""
    by_item: dict[tuple[str, Meaning], Cell] = {(cell.item, cell.meaning): cell for cell in cells}
    turned: set[tuple[str, Meaning]] = set()
    for gross, less, net in _deductions(form):
        turned |= {(less.item or "", what) for what in _negative(by_item, (gross, less, net), cells)}
    _tell(by_item, turned, opened)
    return [_turned(cell) if (cell.item, cell.meaning) in turned else cell for cell in cells]


def deducted(form: Form) -> frozenset[str]:
    """The items of a form that stand between what they are deducted from and what is left."""
    return frozenset(less.item or "" for _, less, _ in _deductions(form))


def _deductions(form: Form) -> Iterator[tuple[FormRow, FormRow, FormRow]]:
    for rows in (form.rows, form.right_rows):
        for gross, less, net in zip(rows, rows[1:], rows[2:], strict=False):
            if _is_deducted(less) and gross.item and net.item:
                yield gross, less, net


def _is_deducted(row: FormRow) -> bool:
    return row.item is not None and bare(row.label).startswith(vocabulary().deducted)


def _negative(
    found: dict[tuple[str, Meaning], Cell], rows: tuple[FormRow, FormRow, FormRow], cells: list[Cell]
) -> set[Meaning]:
    """The columns in which gross + line = net and the line is below zero."""
    kept = set()
    for what in {cell.meaning for cell in cells}:
        three = [found.get((row.item or "", what)) for row in rows]
        values = [cell.figure.value for cell in three if cell and cell.figure.value is not None]
        if len(values) == len(rows) and values[1] < 0 and abs(values[0] + values[1] - values[2]) < FEN:
            kept.add(what)
    return kept


def _turned(cell: Cell) -> Cell:
    return replace(cell, figure=replace(cell.figure, value=-(cell.figure.value or 0.0)))


def _tell(found: dict[tuple[str, Meaning], Cell], turned: set[tuple[str, Meaning]], opened: OpenTable) -> None:
    """I57, once for each line."""
    first: dict[str, Cell] = defaultdict()
    for key in sorted(turned, key=lambda key: (key[0], key[1].period, str(key[1].view))):
        first.setdefault(key[0], found[key])
    for item, cell in first.items():
        opened.gathered.find("I57", cell.place, item=opened.context.catalog.items[item].name)
