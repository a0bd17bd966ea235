"""Free tables with one item a row: operations by month, notes, budgets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from typing import Final

from reportgen.intake.columns import amounts, column_periods
from reportgen.intake.columns.column_periods import ColumnMeaning
from reportgen.intake.columns.open_table import FoundFigure, OpenTable
from reportgen.intake.context import ReadingContext
from reportgen.intake.grid import head_rows
from reportgen.intake.grid.head_columns import HeadColumn
from reportgen.intake.grid.head_words import Role
from reportgen.intake.grid.tables import SheetLine, SheetTable, TableSide
from reportgen.intake.periods import dates, spans
from reportgen.intake.periods.dates import Stated
from reportgen.intake.statements import (
    by_parts,
    by_place,
    divisions,
    following,
    keeping,
    line_meanings,
    profits,
    proposals,
    signs,
)
from reportgen.intake.words.labels import in_both_languages, normalised, translation, unpunctuated
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.intake.workbooks.sheets import Sheet
from reportgen.model.dataset import View
from reportgen.model.definitions import NO_RULES, Kind
from reportgen.model.finding import Severity
from reportgen.model.period import Period
from reportgen.model.place import Place

LEAST_SHARE: Final = 0.5
LEAST_FOUND: Final = 2
TARGET: Final = "budget_"
CARRIED_OUT: Final = {
    "budget_total_income": "actual_income_execution",
    "budget_total_expense": "actual_expense_execution",
}
"""What was carried out of budgets that tables of their execution have a name for."""
LISTS: Final = "tidy"
"""The form code under which the aliases give meanings for tables without sections."""


def item_of(line: SheetLine, context: ReadingContext, groups: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The items that a line may mean: by its code, else by its label.

    Where a label means several things, `groups` decide: the forms and groups to which the other lines of the table
    belong, the commonest first.
    """
    named = (line.code, line.label, line.key, groups)
    if named not in context.items_of_lines:
        context.items_of_lines[named] = _item_of(line, context, groups)
    return context.items_of_lines[named]


def _item_of(line: SheetLine, context: ReadingContext, groups: tuple[str, ...]) -> tuple[str, ...]:
    if line.code in context.catalog.items:
        return (line.code,)
    if line.label in context.catalog.items:
        return (line.label,)
    found = _in_force(context.items_for(line.key, LISTS), context, line.key)
    if not found and context.regime == NO_RULES:
        others = (*_left_of(line.key), *_without_losses(line.key), unpunctuated(line.key))
        found = next((known for key in others if (known := context.items_for(key, LISTS))), found)
        found = found or _agreed(line.label, context) or _translated(line, context)
    if len(found) != 1 and not _is_said(context, line.key):
        by_group = (context.items_for(line.key, group, sure=False) for group in groups)
        found = next((known for one in by_group if (known := _of_today(one, context, line.key))), found)
    return _in_force(found, context, line.key)


def _of_today(found: tuple[str, ...], context: ReadingContext, key: str) -> tuple[str, ...]:
    """Items by the company of a line; in a case without rules none of past ones where today's have the name too."""
    meant = {item for item, _ in context.meanings.get(key, ())}
    if context.regime != NO_RULES or not any(map(partial(line_meanings.is_of_today, context=context), meant)):
        return found
    return tuple(item for item in found if line_meanings.is_of_today(item, context))


def _is_said(context: ReadingContext, key: str) -> bool:
    """Whether a name has several meanings in a case's own words, which no group of official lines tells apart."""
    return context.regime == NO_RULES and [form for _, form in context.meanings.get(key, ())].count(LISTS) > 1


def _in_force(found: tuple[str, ...], context: ReadingContext, key: str) -> tuple[str, ...]:
    """Of several items those of the rules of the case, where there are any; its own words may mean others too.

    None is of public budgeting in a case without official rules: its “Other expenditure” is an expense.
    """
    if key not in context.names:
        public = line_meanings.is_of_public_budgets
        found = tuple(item for item in found if item.startswith(TARGET) or not public(item, context))
    if len(found) < 2 or not context.regime or _is_said(context, key):  # noqa: PLR2004 - one item is no choice
        return found
    return tuple(item for item in found if line_meanings.in_regime(item, context)) or found


def groups_of(table: SheetTable, context: ReadingContext) -> tuple[str, ...]:
    """The groups of the items that are sure in a table, the commonest first."""
    return groups_of_lines([line for side in table.sides for line in side.lines], context)


def groups_of_lines(lines: Iterable[SheetLine], context: ReadingContext) -> tuple[str, ...]:
    """As `groups_of`, for lines."""
    counts: Counter[str] = Counter()
    for line in lines:
        found = item_of(line, context)
        if len(found) == 1 and found[0] in context.catalog.items:
            counts.update(context.catalog.items[found[0]].forms)
    return tuple(sorted(counts, key=lambda group: (-counts[group], group)))


def groups_near(
    lines: Sequence[SheetLine], groups: tuple[str, ...], context: ReadingContext
) -> dict[SheetLine, tuple[str, ...]]:
    """The groups of a table for each line, those first to which the nearest line before belongs whose item is sure.

    A table may hold lines of several statements one after the other: 本期盈余 behind expenses is not that of a balance.
    """
    found, here = dict[SheetLine, tuple[str, ...]](), groups
    for line in lines:
        found.setdefault(line, here)
        sure = item_of(line, context)
        if len(sure) == 1 and sure[0] in context.catalog.items:
            near = [group for group in groups if group in context.catalog.items[sure[0]].forms]
            here = (*near, *(group for group in groups if group not in near))
    return found


def is_list(table: SheetTable, context: ReadingContext) -> bool:
    """Whether enough lines of a table, but for ratios, are known items.

    A case without official rules has statements of its own words. Of those it is enough that every column is of a
    stated period: what is not known is proposed line by line.
    """
    lines = [
        line
        for side in table.sides
        for line in side.lines
        if _has_figures(table, side, line) and line.key not in context.computed
    ]
    known = sum(bool(item_of(line, context)) for line in lines)
    if context.regime == NO_RULES and lines:
        dated = all(column.stated for side in table.sides for column in side.columns)
        return dated or known >= min(LEAST_FOUND, len(lines))
    return known >= min(LEAST_FOUND, len(lines)) and known >= LEAST_SHARE * len(lines) > 0


def read(opened: OpenTable) -> None:
    """Add the values of a free table; names that are not known are proposed."""
    table, context, gathered = opened.table, opened.context, opened.gathered
    cells, made, functions = list[FoundFigure](), list[FoundFigure](), list[divisions.DividedFunctions]()
    named, below, lines_at = dict[str, SheetLine](), dict[str, str](), dict[Place, SheetLine]()
    groups = groups_of(table, context)
    columns = {column.index: column for side in table.sides for column in side.columns}
    for index, side in enumerate(table.sides):
        heads = signs.heads_of_both(opened, side)
        meanings = column_periods.meanings(table, index, opened.setting.frame, gathered)
        meant_by = [(columns[column], said) for column, said in meanings.items()]
        lines = [line for line in side.lines if opened.has_figures(side, line)]
        near = groups_near(side.lines, groups, context)
        meant = {line: () if line.key in context.unread else item_of(line, context, near[line]) for line in lines}
        by_others = {line for line, known in meant.items() if known and not item_of(line, context)}
        meant = by_place.as_whole(opened, line_meanings.of_section(meant, by_others, context.catalog.items))
        meant = profits.with_expense(opened, side, line_meanings.by_total(meant, context.catalog.items, context.regime))
        apart = by_place.booked_elsewhere(opened, side, meant)
        functions.append(divisions.functions(opened, side, meant))
        apart |= by_place.parts_of_net(opened, side, meant) | functions[-1].inside
        proved = profits.runs(opened, side, meant)
        apart |= profits.inside(opened, proved, meant)
        apart |= following.steps(opened, side, {line: known for line, known in meant.items() if line not in apart})
        for line, items in meant.items():
            if line in apart:
                continue
            if len(items) == 1 and line_meanings.is_of_others(line, meant, context, column_periods.years(meanings)):
                like = line_meanings.like(line, {**meant, line: ()}, context.catalog.items)
                proposals.tell_of(opened, line, proposals.nearest_in_force(line.label, items[0], context, like), like)
            elif len(items) == 1 and items[0] in context.catalog.items:
                found = list(_cells(opened, line, items[0], meant_by))
                cells += found
                lines_at |= {cell.place: line for cell in found}
                named[items[0]] = line
                below |= {items[0]: heads[line]} if line in heads else {}
            elif items:
                gathered.find("I14", opened.label_place(line), label=line.label)
            else:
                like = line_meanings.like(line, meant, context.catalog.items)
                proposals.tell_of(opened, line, proposals.nearest(line.label, context, like), like)
        made += profits.figures(opened, proved, cells, named)
        made += profits.all_income(opened, side, meant, (cells, named))
        made += profits.taken_off(opened, side, meant, (cells, named)) or following.made_from_ends(
            opened, side, meant, (cells, named)
        )
    if context.regime == NO_RULES:
        years = [cell.meaning.period for cell in cells if cell.meaning.period.isdigit()]
        gathered.newest[table.sheet.file, table.sheet.name] = max(years, default="")
        cells = signs.righted(signs.without_double_dashes(cells), below, opened, named)
        by_place.tell_undivided(cells, lines_at, opened)
        cells = divisions.functions_added(cells, lines_at, opened, functions)
        cells = following.with_made([*cells, *made], opened, named)
    else:
        cells += by_parts.of_list(opened, lines_at, cells)
    keeping.keep(keeping.without(cells, opened), opened)


def _cells(
    opened: OpenTable, line: SheetLine, item: str, columns: Iterable[tuple[HeadColumn, ColumnMeaning]]
) -> Iterator[FoundFigure]:
    sheet, of_line = opened.table.sheet, item
    for column, said in columns:
        item = _in_column(opened, of_line, column)
        if not item:
            opened.gathered.find("I173", opened.label_place(line), label=line.label, head=column.head)
            continue
        definition = opened.context.catalog.items[item]
        what = column_periods.of_item(said, column, definition.kind)
        if what.view is not View.BUDGET and _is_of_open_length(opened, column, item):
            opened.gathered.find("I97", opened.label_place(line), label=line.label)
            return
        nil = signs.dash_as_nil(opened, line, column.index, (item, what))
        found = nil or amounts.read_figure(sheet, line.row, column.index, opened.gathered, unit=definition.unit)
        if found.value is None:
            continue
        printed = column.factor if column.factor is not None else opened.setting.factor
        factor = amounts.factor_of(item, line.unit, printed, opened.context)
        place = sheet.place(line.row, column.index)
        if factor is None and not found.scaled:
            opened.gathered.find("W05", place, Severity.ERROR, reason="@intake.no_unit")
            return
        factor = amounts.in_base_unit(found, factor, place, opened.gathered)
        if factor is not None:
            yield FoundFigure(item, _as_target(item, what), found, place, factor)


def _is_of_open_length(opened: OpenTable, column: HeadColumn, item: str) -> bool:
    """Whether a flow stands in a table of quarters, and no word says whether it is of one or adds up the year."""
    span, is_flow = opened.setting.frame.span, opened.context.catalog.items[item].kind in {Kind.FLOW, Kind.COUNT}
    return is_flow and span is not None and not span.is_said and spans.named("".join(column.words)) is None


def _as_target(item: str, what: ColumnMeaning) -> ColumnMeaning:
    """An item that is itself a budget holds its figure as its own, not as the budget of something else."""
    if what.view is View.BUDGET and item.startswith(TARGET):
        return replace(what, view=View.PERIOD)
    return what


def _in_column(opened: OpenTable, item: str, column: HeadColumn) -> str:
    """The item of a line in a column: of a budget beside budgets what was carried out, "" where that has no name."""
    is_budget = column.role in {Role.BUDGET, Role.ORIGINAL} or not opened.setting.frame.has_budgets
    if is_budget or not item.startswith(TARGET):
        return item
    done = CARRIED_OUT.get(item, item.removeprefix(TARGET))
    return done if done in opened.context.catalog.items else ""


def _has_figures(table: SheetTable, side: TableSide, line: SheetLine) -> bool:
    return any(table.sheet.holds(line.row, column.index) for column in side.columns)


def period_of(cell: object) -> Period | None:
    """A period from a text, a year as a number, or a date; January to December are the year."""
    found = stated_of(cell)
    return found.period if found and not found.is_odd else None


def stated_of(cell: object) -> Stated | None:
    """As `period_of`, with what else is said of it."""
    if (isinstance(cell, float) and cell.is_integer()) or (isinstance(cell, int) and not isinstance(cell, bool)):
        cell = str(int(cell))
    if isinstance(cell, float) and (month := head_rows.month(cell)):
        cell = "{:04}-{:02}".format(*month)
    if isinstance(cell, str):
        found = dates.head(cell.strip())
        whole = found is not None and found.is_whole_year
        return replace(found, period=found.period.fiscal_year) if found and whole else found
    return dates.stated(cell)  # type: ignore[arg-type]


def text(sheet: Sheet, row: int, column: int | None) -> str:
    """A cell as text, whole numbers without decimals."""
    if column is None:
        return ""
    cell = sheet.at(row, column)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def _agreed(label: str, context: ReadingContext) -> tuple[str, ...]:
    """The items that both the English and the Chinese name of a label mean; none where one is not known, or is other.

    What stands behind a name in another language may be a part of it: “Inventories 药品”.
    """
    names = in_both_languages(label)
    if names is None:
        return ()
    english, chinese = (context.items_for(name, LISTS) for name in names)
    return tuple(item for item in english if item in chinese)


def _translated(line: SheetLine, context: ReadingContext) -> tuple[str, ...]:
    """What the English name behind a Chinese one means that nobody knows under any rules."""
    english = translation(line.label)
    if not english or context.meanings.get(line.key):
        return ()
    return context.items_for(normalised(english), LISTS)


def _left_of(key: str) -> tuple[str, ...]:
    """The names of what is left where a name tells what was taken off it: “…, net of allowance of $2,140”.

    The plainest is the last; none where the name tells nothing of the kind.
    """
    found = _taken_off().search(key)
    return () if found is None or not found.start() else (f"{key[: found.start()]},net", key[: found.start()])


def _without_losses(key: str) -> tuple[str, ...]:
    """The name without a word in brackets that says what is below zero: “(deficit) excess of …”; none without one."""
    found = _losses().sub("", key)
    return () if found == key or not found else (found,)


@lru_cache(maxsize=1)
def _losses() -> re.Pattern[str]:
    return re.compile(rf"\((?:{'|'.join(vocabulary().losses)})\)")


@lru_cache(maxsize=1)
def _taken_off() -> re.Pattern[str]:
    return re.compile(rf"[,(]*(?:{'|'.join(vocabulary().net_of)}).*$")


def is_mean(line: SheetLine, context: ReadingContext) -> bool:
    """Whether a name is that of a ratio or a mean, which of departments never add up."""
    items = context.catalog.items
    found = [items[one].kind for one in item_of(line, context) if one in items]
    return line.key in context.computed or Kind.MEAN in found
