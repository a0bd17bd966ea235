"""An official form, cell by cell, to values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, partial

from reportgen.intake import (
    alignment,
    amounts,
    columns,
    derived,
    free_rows,
    future,
    keeping,
    proposals,
    recognition,
    sections,
    signs,
)
from reportgen.intake.alignment import Matched
from reportgen.intake.cells import Cell, OpenTable
from reportgen.intake.columns import Meaning
from reportgen.intake.context import Context
from reportgen.intake.figures import NOTHING, figure
from reportgen.intake.labels import bare, normalised
from reportgen.intake.tables import Line, Side
from reportgen.model.dataset import FormReading, View
from reportgen.model.definitions import Form, FormRow
from reportgen.model.finding import Fact, Finding

MATRIX = "matrix"


@dataclass(frozen=True)
class Match:
    """One side of a sheet held against the rows of the form that fit it best."""

    side: Side
    rows: tuple[FormRow, ...]
    found: Matched

    def item(self, index: int) -> str | None:
        """The item of a line, None for headings and what is not on the form."""
        row = self.found.rows[index]
        return None if row is None else self.rows[row].item

    @cached_property
    def parts(self) -> dict[int, list[int]]:
        """Lines of the hospital's own below a line that the form lets it divide."""
        return free_rows.below(self.side.lines, self.rows, self.found)

    @property
    def items(self) -> int:
        """How many lines are items."""
        return sum(self.item(index) is not None for index in range(len(self.side.lines)))


def read(opened: OpenTable, form: Form) -> None:
    """Add what an official form says to what has been gathered."""
    cells: list[Cell] = []
    matched = 0
    for index, side in enumerate(opened.table.sides):
        match = _matched(opened, side, form)
        _report(opened, match, form)
        cells += _cells(
            opened, match, form, columns.meanings(opened.table, index, opened.setting.frame, opened.gathered)
        )
        matched += match.items
    cells = signs.righted(cells, opened, form)
    if form.shape != MATRIX:
        cells += derived.totals(opened, form, cells)
    cells = future.without(cells, opened)
    keeping.keep(cells, opened)
    opened.gathered.forms.extend(_readings(cells, opened, form, matched))


def _matched(opened: OpenTable, side: Side, form: Form) -> Match:
    """The rows of the form's side that fit best: left, right, or both one below the other."""
    context = opened.context
    keys = [line.key for line in side.lines]
    own = frozenset(normalised(row.label) for row in (*form.rows, *form.right_rows))
    items = frozenset(normalised(row.label) for row in (*form.rows, *form.right_rows) if row.item)
    labels = [
        (key, key in items and opened.has_figures(side, line)) for key, line in zip(keys, side.lines, strict=True)
    ]
    fits = partial(_fits, form=form, own=own, context=context)
    choices = [rows for rows in (form.rows, form.right_rows, (*form.rows, *form.right_rows)) if rows]
    whole = next((rows for rows in choices if _are(keys, rows) and not context.names.keys() & set(keys)), None)
    if whole:
        return Match(side, whole, Matched(tuple(range(len(whole))), {}, ()))
    matches = [Match(side, rows, alignment.align(labels, rows, fits)) for rows in choices]
    best = max(matches, key=lambda match: match.found.count - len(match.found.disordered))
    printed = [line.label for line in side.lines]
    return replace(best, found=sections.without_foreign(printed, best.rows, best.found))


def _are(keys: list[str], rows: tuple[FormRow, ...]) -> bool:
    """Whether the labels are those of the form, all of them in their order, as in most files."""
    return len(keys) == len(rows) and all(normalised(row.label) == key for key, row in zip(keys, rows, strict=True))


def _fits(label: tuple[str, bool], row: FormRow, *, form: Form, own: frozenset[str], context: Context) -> bool:
    """Whether a label means a row; a heading has the words of an item at times, but never its figures."""
    key, must_be_item = label
    if key in context.names:
        return row.item == context.names[key]
    if key in own:
        return normalised(row.label) == key and (row.item is not None or not must_be_item)
    if key.isascii() and key in recognition.translations(row, context.catalog):
        return row.item is not None or not must_be_item
    return row.item is not None and row.item in context.items_for(key, form.code)


def _report(opened: OpenTable, match: Match, form: Form) -> None:
    """Labels that are not on the form, that may mean several rows, or that stand out of order."""
    free = {part for parts in match.parts.values() for part in parts}
    free_rows.tell(opened, match.side, match.parts)
    for index, line in enumerate(match.side.lines):
        if not opened.has_figures(match.side, line):
            continue
        if index in match.found.ambiguous:
            opened.gathered.find("I14", opened.label_place(line), label=line.label)
        elif index in match.found.disordered:
            opened.gathered.find("I15", opened.label_place(line), label=line.label)
        elif match.found.rows[index] is None and index not in free:
            proposals.unknown(opened, index, line, match.rows, match.found)


def _cells(opened: OpenTable, match: Match, form: Form, meanings: dict[int, Meaning]) -> Iterator[Cell]:
    sheet, context = opened.table.sheet, opened.context
    for index, line in enumerate(match.side.lines):
        item = match.item(index)
        idle: list[int] = []
        for column in match.side.columns if item else ():
            target = _item(item or "", form, column.words)
            what = meanings.get(column.index)
            if what is None or target not in context.catalog.items:
                idle.append(column.index)
                continue
            found = amounts.read_figure(sheet, line.row, column.index, opened.gathered)
            parts = [match.side.lines[part] for part in match.parts.get(index, ())]
            added = free_rows.total(opened, parts, column.index) if parts and found == NOTHING else NOTHING
            printed = column.factor if column.factor is not None else opened.setting.factor
            place = sheet.place(line.row, column.index)
            factor = amounts.factor_of(target, line.unit, printed, context)
            factor = amounts.in_base_unit(found, factor, place, opened.gathered)
            if factor is not None:
                what = columns.of_item(what, column, context.catalog.items[target].kind)
                yield Cell(target, what, found if added == NOTHING else added, place, factor, added != NOTHING)
        _without_item(opened, line, idle)


def _without_item(opened: OpenTable, line: Line, columns: list[int]) -> None:
    """I44, once a row: figures in columns of the form that are no item with the row; said, not dropped."""
    sheet = opened.table.sheet
    places = [
        sheet.place(line.row, column) for column in columns if figure(sheet.at(line.row, column)).value is not None
    ]
    if places:
        facts: dict[str, Fact] = {"label": line.label, "count": len(places)}
        opened.gathered.findings.append(Finding("I44", places[0], facts, places=tuple(places[1:])))


def _item(item: str, form: Form, words: tuple[str, ...]) -> str:
    """The item of a cell: in a matrix the row's and the column's id together."""
    if form.shape != MATRIX:
        return item
    said = {bare(word).lower() for word in words}
    for head, suffix in form.matrix_columns.items():
        if {bare(part).lower() for part in head.split("/")} <= said:
            return f"{item}__{suffix}"
    return item


def _readings(cells: list[Cell], opened: OpenTable, form: Form, matched: int) -> Iterator[FormReading]:
    """The form, once for each period that its columns hold as their own."""
    official = sum(row.item is not None for row in (*form.rows, *form.right_rows))
    setting, place = opened.setting, opened.table.sheet.whole
    own = [cell for cell in cells if cell.figure.value is not None and cell.meaning.view is not View.BUDGET]
    for name, period in sorted({(cell.meaning.entity, cell.meaning.period) for cell in own}):
        factor = setting.factor or 1.0
        entity = opened.context.entity(name, opened.gathered) if name else setting.entity
        yield FormReading(entity, period, form.code, place, factor, official, min(matched, official))
