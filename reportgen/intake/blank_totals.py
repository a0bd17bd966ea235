"""Totals left blank though the lines they are made of are filled (I75): not zero, and nothing to hold a sum against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import fsum
from typing import Final

from reportgen.intake import derived
from reportgen.intake.cells import Cell, OpenTable
from reportgen.intake.columns import Meaning
from reportgen.intake.figures import NOTHING
from reportgen.model.definitions import Form
from reportgen.model.finding import amount

LEAST: Final = 0.005
"""What parts come to at least where a blank total is no zero."""


def tell(cells: Sequence[Cell], opened: OpenTable, form: Form) -> None:
    """I75 for each blank total; its figure is doubtful and not zero."""
    items = opened.context.catalog.items
    for cell, sum_of_parts in _blank(cells, opened, form):
        what = cell.meaning
        entity = opened.context.entity(what.entity, opened.gathered) if what.entity else opened.setting.entity
        total = items[cell.item]
        opened.gathered.find("I75", cell.place, item=total.name, parts=amount(sum_of_parts * cell.factor, total.unit))
        opened.gathered.doubt(cell.item, entity, what.period, cell.place)


def _blank(cells: Sequence[Cell], opened: OpenTable, form: Form) -> Iterator[tuple[Cell, float]]:
    having: dict[Meaning, dict[str, Cell]] = defaultdict(dict)
    for cell in cells:
        having[cell.meaning][cell.item] = cell
    for total, parts in derived.parts_on(form, opened.context.catalog.items).items():
        for column in having.values():
            own = column.get(total)
            if own is None or own.derived or own.figure != NOTHING:
                continue
            filled = [(column[part].figure.value, sign) for part, sign in parts if part in column]
            made = fsum(sign * (value or 0.0) for value, sign in filled)
            if abs(made) >= LEAST:
                yield own, made
