"""The lines of a table held against the rows of an official form."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Final

from reportgen.intake import alignment, free_rows, recognition, sections
from reportgen.intake.alignment import Matched
from reportgen.intake.cells import OpenTable
from reportgen.intake.context import Context
from reportgen.intake.labels import bare, normalised
from reportgen.intake.tables import Side
from reportgen.model.definitions import Form, FormRow

MATRIX: Final = "matrix"


@dataclass(frozen=True)
class Match:
    """One side of a sheet held against the rows of the form that fit it best.

    Attributes:
        whole: whether the lines are those of the form, so that no figure had a say.
    """

    side: Side
    rows: tuple[FormRow, ...]
    found: Matched
    whole: bool = False

    def item(self, index: int) -> str | None:
        """The item of a line, None for headings and what is not on the form."""
        row = self.found.rows[index]
        return None if row is None else self.rows[row].item

    @cached_property
    def doubtful(self) -> tuple[int, ...]:
        """Lines that are not on the form, may mean several of its rows, or stand out of order."""
        rows, found = self.found.rows, self.found
        return tuple(
            index
            for index in range(len(self.side.lines))
            if rows[index] is None or index in found.ambiguous or index in found.disordered
        )

    @cached_property
    def parts(self) -> dict[int, list[int]]:
        """Lines of the hospital's own below a line that the form lets it divide."""
        return free_rows.below(self.side.lines, self.rows, self.found)

    @cached_property
    def items(self) -> int:
        """How many lines are items."""
        return sum(self.item(index) is not None for index in range(len(self.side.lines)))


def matched(opened: OpenTable, side: Side, form: Form) -> Match:
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
        return Match(side, whole, Matched(tuple(range(len(whole))), {}, ()), whole=True)
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


def item_of(item: str, form: Form, words: tuple[str, ...]) -> str:
    """The item of a cell: in a matrix the row's and the column's id together."""
    if form.shape != MATRIX:
        return item
    said = {bare(word).lower() for word in words}
    for head, suffix in form.matrix_columns.items():
        if {bare(part).lower() for part in head.split("/")} <= said:
            return f"{item}__{suffix}"
    return item


def items_on(form: Form) -> int:
    """How many rows of a form are items."""
    return sum(row.item is not None for row in (*form.rows, *form.right_rows))
