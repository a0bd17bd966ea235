"""Free tables with one item a row: operations by month, notes, budgets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from reportgen.intake import amounts, columns, future, keeping, proposals
from reportgen.intake.cells import Cell, OpenTable
from reportgen.intake.columns import Meaning
from reportgen.intake.context import NO_RULES, Context
from reportgen.intake.tables import Line, Side, Table
from reportgen.model.dataset import View

LEAST_SHARE: Final = 0.5
LEAST_FOUND: Final = 2
TARGET: Final = "budget_"
LISTS: Final = "tidy"
"""The form code under which the aliases give meanings for tables without sections."""


def item_of(line: Line, context: Context, groups: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The items that a line may mean: by its code, else by its label.

    Where a label means several things, `groups` decide: the forms and groups to which the other lines of the table
    belong, the commonest first.
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
    return groups_of_lines([line for side in table.sides for line in side.lines], context)


def groups_of_lines(lines: Iterable[Line], context: Context) -> tuple[str, ...]:
    """As `groups_of`, for lines."""
    counts: Counter[str] = Counter()
    for line in lines:
        found = item_of(line, context)
        if len(found) == 1 and found[0] in context.catalog.items:
            counts.update(context.catalog.items[found[0]].forms)
    return tuple(sorted(counts, key=lambda group: (-counts[group], group)))


def is_list(table: Table, context: Context) -> bool:
    """Whether enough lines of a table are known items; a case without official rules has statements of its own words.

    Of those it is enough that every column is of a stated period: what is not known is proposed line by line.
    """
    lines = [line for side in table.sides for line in side.lines if _has_figures(table, side, line)]
    known = sum(bool(item_of(line, context)) for line in lines)
    if context.regime == NO_RULES and lines:
        dated = all(column.stated for side in table.sides for column in side.columns)
        return dated or known >= min(LEAST_FOUND, len(lines))
    return known >= min(LEAST_FOUND, len(lines)) and known >= LEAST_SHARE * len(lines) > 0


def read(opened: OpenTable) -> None:
    """Add the values of a free table; names that are not known are proposed."""
    table, context, gathered = opened.table, opened.context, opened.gathered
    cells: list[Cell] = []
    groups = groups_of(table, context)
    for index, side in enumerate(table.sides):
        meanings = columns.meanings(table, index, opened.setting.frame, gathered)
        for line in side.lines:
            if not opened.has_figures(side, line):
                continue
            items = item_of(line, context, groups)
            if len(items) == 1 and items[0] in context.catalog.items:
                cells += _cells(opened, line, items[0], meanings)
            elif items:
                gathered.find("I14", opened.label_place(line), label=line.label)
            else:
                near = proposals.nearest(line.key, context)
                proposals.tell_of(opened, line, near)
    keeping.keep(future.without(cells, opened), opened)


def _cells(opened: OpenTable, line: Line, item: str, meanings: dict[int, Meaning]) -> Iterator[Cell]:
    own = {column.index: column for side in opened.table.sides for column in side.columns}
    for column, said in meanings.items():
        what = columns.of_item(said, own[column], opened.context.catalog.items[item].kind)
        named = own[column].factor
        printed = named if named is not None else opened.setting.factor
        factor = amounts.factor_of(item, line.unit, printed, opened.context)
        place = opened.table.sheet.place(line.row, column)
        unit = opened.context.catalog.items[item].unit
        found = amounts.read_figure(opened.table.sheet, line.row, column, opened.gathered, unit=unit)
        if found.value is None:
            continue
        if factor is None and not found.scaled:
            opened.gathered.find("W05", place, reason="@intake.no_unit")
            return
        factor = amounts.in_base_unit(found, factor, place, opened.gathered)
        if factor is not None:
            yield Cell(item, _as_target(item, what), found, place, factor)


def _as_target(item: str, what: Meaning) -> Meaning:
    """An item that is itself a budget holds its figure as its own, not as the budget of something else."""
    if what.view is View.BUDGET and item.startswith(TARGET):
        return replace(what, view=View.PERIOD)
    return what


def _has_figures(table: Table, side: Side, line: Line) -> bool:
    return any(table.sheet.at(line.row, column.index) not in {"", None} for column in side.columns)
