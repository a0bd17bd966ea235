"""Free tables with one item a row: operations by month, notes, budgets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from reportgen.intake import amounts, columns, official, proposals
from reportgen.intake.cells import Cell, Setting
from reportgen.intake.context import Context, Gathered
from reportgen.intake.reading import Proposal, Unread
from reportgen.intake.tables import Line, Side, Table
from reportgen.model.dataset import View

LEAST_SHARE: Final = 0.5
LEAST_FOUND: Final = 2
TARGET: Final = "budget_"
LISTS: Final = "tidy"
"""The form code under which the aliases give meanings for tables without sections."""


def item_of(line: Line, context: Context, groups: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The items that a line may mean: by its code, else by its label.

    Args:
        groups: forms and groups to which the other lines of the table belong, the commonest first; they decide where a
            label means several things.
    """
    if line.code in context.catalog.items:
        return (line.code,)
    if line.label in context.catalog.items:
        return (line.label,)
    found = context.items_for(line.key, LISTS)
    if len(found) != 1:
        found = next((known for group in groups if (known := context.items_for(line.key, group, sure=False))), found)
    if len(found) > 1 and context.regime:
        found = tuple(item for item in found if _in_regime(item, context)) or found
    return found


def _in_regime(item: str, context: Context) -> bool:
    regimes = context.catalog.items[item].regimes
    return not regimes or context.regime in regimes


def groups_of(table: Table, context: Context) -> tuple[str, ...]:
    """The groups of the items that are sure in a table, the commonest first."""
    counts: Counter[str] = Counter()
    for side in table.sides:
        for line in side.lines:
            found = item_of(line, context)
            if len(found) == 1 and found[0] in context.catalog.items:
                counts.update(context.catalog.items[found[0]].forms)
    return tuple(sorted(counts, key=lambda group: (-counts[group], group)))


def is_list(table: Table, context: Context) -> bool:
    """Whether enough lines of a table are known items."""
    lines = [line for side in table.sides for line in side.lines if _has_figures(table, side, line)]
    known = sum(bool(item_of(line, context)) for line in lines)
    return known >= min(LEAST_FOUND, len(lines)) and known >= LEAST_SHARE * len(lines) > 0


def read(table: Table, setting: Setting, context: Context, gathered: Gathered) -> None:
    """Add the values of a free table; names that are not known are proposed."""
    cells: list[Cell] = []
    groups = groups_of(table, context)
    for index, side in enumerate(table.sides):
        meanings = columns.meanings(table, index, setting.frame, gathered)
        for line in side.lines:
            if not _has_figures(table, side, line):
                continue
            items = item_of(line, context, groups)
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
            gathered.find("W05", place, reason="@intake.no_unit")
            return
        yield Cell(item, _as_target(item, what), found, place, factor)


def _as_target(item: str, what: columns.Meaning) -> columns.Meaning:
    """An item that is itself a budget holds its figure as its own, not as the budget of something else."""
    if what.view is View.BUDGET and item.startswith(TARGET):
        return columns.Meaning(what.period, View.PERIOD)
    return what


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
