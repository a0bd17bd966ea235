"""Free tables with one item a row: operations by month, notes, budgets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reportgen.intake import amounts, columns, official, proposals
from reportgen.intake.context import Context, Gathered
from reportgen.intake.official import Cell, Setting
from reportgen.intake.reading import Proposal, Unread
from reportgen.intake.tables import Line, Side, Table

LEAST_SHARE: Final = 0.5
LEAST_FOUND: Final = 2
LISTS: Final = "tidy"
"""The form code under which the aliases give meanings for tables without sections."""


def item_of(line: Line, context: Context) -> tuple[str, ...]:
    """The items that a line may mean: by its code, else by its label, where several by the words above it."""
    if line.code in context.catalog.items:
        return (line.code,)
    if line.label in context.catalog.items:
        return (line.label,)
    found = context.items_for(line.key, LISTS)
    if len(found) > 1 and context.regime:
        found = tuple(item for item in found if _in_regime(item, context)) or found
    return found


def _in_regime(item: str, context: Context) -> bool:
    regimes = context.catalog.items[item].regimes
    return not regimes or context.regime in regimes


def is_list(table: Table, context: Context) -> bool:
    """Whether enough lines of a table are known items."""
    lines = [line for side in table.sides for line in side.lines if _has_figures(table, side, line)]
    known = sum(bool(item_of(line, context)) for line in lines)
    return known >= min(LEAST_FOUND, len(lines)) and known >= LEAST_SHARE * len(lines) > 0


def read(table: Table, setting: Setting, context: Context, gathered: Gathered) -> None:
    """Add the values of a free table; names that are not known are proposed."""
    cells: list[Cell] = []
    for index, side in enumerate(table.sides):
        meanings = columns.meanings(table, index, setting.frame, gathered)
        for line in side.lines:
            if not _has_figures(table, side, line):
                continue
            items = item_of(line, context)
            if len(items) == 1 and items[0] in context.catalog.items:
                cells += _cells(table, line, items[0], (meanings, setting), context, gathered)
            else:
                _unknown(table, line, items, context, gathered)
    official.keep(cells, table, setting, context, gathered)


def _cells(
    table: Table,
    line: Line,
    item: str,
    reading: tuple[dict[int, columns.Meaning], Setting],
    context: Context,
    gathered: Gathered,
) -> Iterator[Cell]:
    meanings, setting = reading
    factor = amounts.factor_of(item, line.unit, setting.factor, context)
    for column, what in meanings.items():
        place = table.sheet.place(line.row, column)
        found = amounts.read_figure(table.sheet, line.row, column, gathered)
        if found.value is None:
            continue
        if factor is None:
            gathered.find("W05", place, reason="missing")
            return
        yield Cell(item, what, found, place, factor)


def _unknown(table: Table, line: Line, items: tuple[str, ...], context: Context, gathered: Gathered) -> None:
    place = table.sheet.place(line.row, line.column)
    gathered.unread.append(Unread(line.label, place))
    if items:
        gathered.find("I14", place, label=line.label)
        return
    near = proposals.nearest(line.key, context)
    if near is None:
        gathered.find("I13", place, label=line.label)
        return
    gathered.proposals.append(Proposal(line.label, near[1], near[0], place))
    gathered.find("I33", place, label=line.label, item=context.catalog.items[near[1]].name, id=near[1])


def _has_figures(table: Table, side: Side, line: Line) -> bool:
    return any(table.sheet.at(line.row, column.index) not in {"", None} for column in side.columns)
