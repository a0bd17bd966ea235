"""Figures for which a statement in words of its own has no line, and which follow from the lines that it has.

The surplus of patient care of an American statement is patient revenue less all expense: it prints neither that nor the
expense under the name of an official form. What is made is marked as derived. It stands where the one line stands that
it is, or on the sheet as a whole, which a note tells (I98).

A line that a statement leaves out because there is none of it: proved by a total to which its other lines come (I99).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from math import fsum
from typing import Final

from reportgen.intake import vertical
from reportgen.intake.cells import FoundFigure, OpenTable
from reportgen.intake.columns import ColumnMeaning
from reportgen.intake.context import FoundValues, ReadingContext
from reportgen.intake.sheets import Sheet
from reportgen.intake.tables import SheetLine
from reportgen.model.dataset import Observation, View
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


def in_rows(read: Sequence[Observation], sheet: Sheet, context: ReadingContext, gathered: FoundValues,
            named: Mapping[str, str]) -> Iterator[Observation]:  # fmt: skip
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
    found = [one for column in columns.values() for one in vertical.made(column, opened) if one.item not in named]
    for item in dict.fromkeys(one.item for one in found):
        lines = tuple(named[part].label.strip() for part in vertical.SIDES[item] if part in named)
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
