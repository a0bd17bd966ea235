"""An official form, cell by cell, to values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from reportgen.intake.columns import amounts, column_periods
from reportgen.intake.columns.column_periods import ColumnMeaning
from reportgen.intake.columns.open_table import FoundFigure, OpenTable
from reportgen.intake.context import budget_years, is_own
from reportgen.intake.grid.head_columns import HeadColumn
from reportgen.intake.grid.tables import SheetLine, TableSide
from reportgen.intake.statements import by_parts, divisions, keeping, matching, proposals, straight
from reportgen.intake.statements.matching import MATRIX, Match
from reportgen.intake.words.figures import NOTHING, figure
from reportgen.intake.workbooks.sheets import Sheet
from reportgen.model.dataset import FormReading, Observation, OwnLine
from reportgen.model.definitions import Form
from reportgen.model.finding import Fact, Finding
from reportgen.model.place import Place


def read(opened: OpenTable, form: Form) -> None:
    """Add what an official form says to what has been gathered."""
    taken = straight.taken(opened, form)
    if taken is None:
        _read_cells(opened, form)
        return
    for match in taken.route.matches:
        _report(opened, match)
    keeping.tell_stray(opened)
    opened.gathered.observations.append(taken.block)
    full = taken.route.items, taken.route.official
    opened.gathered.forms.extend(_readings(taken.own, opened, form, full))


def _read_cells(opened: OpenTable, form: Form) -> None:
    """As `read`, cell by cell."""
    cells: list[FoundFigure] = []
    lines: list[OwnLine] = []
    unknown: list[tuple[TableSide, SheetLine]] = []
    matched = 0
    matches = [matching.matched(opened, side, form) for side in opened.table.sides]
    meant: list[dict[int, ColumnMeaning]] = []
    for index, match in enumerate(matches):
        _report(opened, match)
        unknown += [(match.side, match.side.lines[number]) for number in _unknown(match)]
        meanings = column_periods.meanings(opened.table, index, opened.setting.frame, opened.gathered)
        meant.append(meanings)
        divided = by_parts.natures(opened, match, meanings)
        rows = {opened.label_place(line).row for line in divided.inside}
        cells += [cell for cell in _cells(opened, match, form, meanings) if cell.place.row not in rows]
        cells += divided.cells
        lines += _own_lines(opened, match, form, meanings)
        matched += match.items
    cells = matching.righted(cells, opened, form)
    if form.shape != MATRIX:
        cells = keeping.completed(cells, opened, form)
        cells += by_parts.of_form(opened, matches, form, meant, cells)
        keeping.tell(cells, opened, form)
        added = keeping.totals(opened, form, cells)
        proposals.by_amount(opened, unknown, added)
        cells += added
    cells = keeping.without(cells, opened)
    keeping.keep(cells, opened)
    having = {cell.meaning for cell in cells if cell.figure.value is not None}
    budgets = budget_years({(cell.meaning.period, cell.meaning.view) for cell in cells})
    held = {what for what in having if is_own(what.period, what.view, budgets)}
    own = {
        (opened.context.entity(what.entity, opened.gathered) if what.entity else opened.setting.entity, what.period)
        for what in held
    }
    readings = _readings(own, opened, form, (matched, matching.items_on(form)))
    opened.gathered.forms.extend(replace(reading, own=_of(reading, lines)) for reading in readings)


def _report(opened: OpenTable, match: Match) -> None:
    """Labels that are not on the form, that may mean several rows, or that stand out of order."""
    unknown = frozenset(_unknown(match))
    divisions.tell(opened, match.side, match.parts)
    for index in match.doubtful:
        line = match.side.lines[index]
        if not opened.has_figures(match.side, line):
            continue
        if index in match.found.ambiguous:
            opened.gathered.find("I14", opened.label_place(line), label=line.label)
        elif index in match.found.disordered:
            opened.gathered.find("I15", opened.label_place(line), label=line.label)
        elif index in unknown and line.key not in opened.context.unread and (twin := _twin(match, line)) is not None:
            opened.gathered.find("I106", opened.label_place(line), label=line.label, first=opened.label_place(twin))
        elif index in unknown:
            proposals.unknown(opened, index, line, match.rows, match.found)


def _twin(match: Match, line: SheetLine) -> SheetLine | None:
    """The line of the same name that was taken for the row of the form; None where the name is on it nowhere."""
    rows = zip(match.side.lines, match.found.rows, strict=True)
    return next((one for one, row in rows if row is not None and one.key == line.key), None)


def _unknown(match: Match) -> Iterator[int]:
    """Lines that are no row of the form and stand in none that is divided."""
    free = {part for parts in match.parts.values() for part in parts}
    free |= {index for block in match.blocks for index in block.lines}
    return (index for index in match.doubtful if match.found.rows[index] is None and index not in free)


def _cells(opened: OpenTable, match: Match, form: Form, meanings: dict[int, ColumnMeaning]) -> Iterator[FoundFigure]:
    sheet, context = opened.table.sheet, opened.context
    told = column_periods.told(match.side, meanings, opened.setting.frame)
    left: list[tuple[SheetLine, list[int]]] = []
    for index, line in enumerate(match.side.lines):
        item = match.item(index)
        idle: list[int] = []
        for column in match.side.columns if item else ():
            target = matching.item_of(item or "", form, column.words)
            what = meanings.get(column.index)
            if what is None or target not in context.catalog.items:
                idle += [] if what is None and column in told else [column.index]
                continue
            found = amounts.read_figure(sheet, line.row, column.index, opened.gathered)
            parts = [match.side.lines[part] for part in match.parts.get(index, ())]
            added = divisions.total(opened, parts, column.index) if parts and found == NOTHING else NOTHING
            printed = column.factor if column.factor is not None else opened.setting.factor
            place = sheet.place(line.row, column.index)
            factor = amounts.factor_of(target, line.unit, printed, context)
            factor = amounts.in_base_unit(found, factor, place, opened.gathered)
            if factor is not None:
                what = column_periods.of_item(what, column, context.catalog.items[target].kind)
                yield FoundFigure(target, what, found if added == NOTHING else added, place, factor, added != NOTHING)
        left.append((line, idle))
    _without_item(opened, left)


def _own_lines(opened: OpenTable, match: Match, form: Form, meanings: dict[int, ColumnMeaning]) -> Iterator[OwnLine]:
    """The lines by which the hospital divides one of the form: in its total, but to be printed as they stand."""
    for index, parts in match.parts.items():
        row = match.item(index) or ""
        heads = [
            (column, what, matching.item_of(row, form, column.words))
            for column in match.side.columns
            if (what := meanings.get(column.index))
        ]
        for line in (match.side.lines[part] for part in parts):
            figures = tuple(_figures(opened, line, heads))
            if figures:
                yield OwnLine(row, line.label.strip(), figures)


def _figures(
    opened: OpenTable, line: SheetLine, heads: list[tuple[HeadColumn, ColumnMeaning, str]]
) -> Iterator[Observation]:
    sheet, items, factor = opened.table.sheet, opened.context.catalog.items, opened.setting.factor or 1.0
    for column, what, item in heads:
        value = figure(sheet.at(line.row, column.index)).value
        if value is None or item not in items:
            continue
        entity = opened.context.entity(what.entity, opened.gathered) if what.entity else opened.setting.entity
        amount = amounts.exact(value, factor if column.factor is None else column.factor, money=True)
        place = sheet.place(line.row, column.index)
        yield Observation(item, entity, what.period, what.view, amount, items[item].unit, place)


def _of(reading: FormReading, lines: Iterable[OwnLine]) -> tuple[OwnLine, ...]:
    """What the lines hold of the hospital and the period that a form was read for."""
    whose = reading.entity, reading.period
    kept = ((line, tuple(one for one in line.figures if (one.entity, one.period) == whose)) for line in lines)
    return tuple(replace(line, figures=figures) for line, figures in kept if figures)


def _without_item(opened: OpenTable, left: Iterable[tuple[SheetLine, list[int]]]) -> None:
    """I44, once a table: figures in columns of the form that are no item with their row; said, not dropped."""
    sheet, at = opened.table.sheet, dict[Place, str]()
    for line, idle in left:
        places = (sheet.place(line.row, column) for column in idle if _is_number(sheet, line.row, column))
        at.update(dict.fromkeys(places, line.label))
    if at:
        first, *others = at
        rows = len({place.row for place in at})
        facts: dict[str, Fact] = {"label": at[first], "count": len(at), "rows": rows if rows > 1 else None}
        opened.gathered.findings.append(Finding("I44", first, facts, places=tuple(others)))


def _is_number(sheet: Sheet, row: int, column: int) -> bool:
    return figure(sheet.at(row, column)).value is not None


def _readings(
    own: Iterable[tuple[str, str]], opened: OpenTable, form: Form, full: tuple[int, int]
) -> Iterator[FormReading]:
    """The form, once for each hospital and period that its columns hold as their own; its items found, and all."""
    found, official = full
    factor, place = opened.setting.factor or 1.0, opened.table.sheet.whole
    for entity, period in sorted(own):
        yield FormReading(entity, period, form.code, place, factor, official, min(found, official))
