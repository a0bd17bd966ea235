"""What a run has found out about sheets laid out alike, so that it is found out once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from reportgen.catalog import Catalog
from reportgen.intake import layouts, recognition, tables
from reportgen.intake.joining import joined
from reportgen.intake.layouts import Layout
from reportgen.intake.recognition import Found
from reportgen.intake.sheets import Sheet
from reportgen.intake.tables import Table
from reportgen.model.definitions import Form

if TYPE_CHECKING:
    from reportgen.intake.straight import Route

KEPT: Final = 8
"""Layouts of sheets of one size that are kept, the newest first."""


@dataclass(frozen=True, eq=False)
class _Known:
    """A layout, and the outcome for each of its tables: form, nearest form, the forms that its banner names."""

    layout: Layout
    outcomes: tuple[tuple[str | None, str | None, frozenset[str]], ...]


@dataclass(frozen=True, eq=False)
class Plans:
    """The layouts of a run.

    Attributes:
        kept: how many of one size; 0 to look at each sheet as if it were the first.
        sizes: how many items each form has.
        routes: ways through tables laid out alike, None where there is none but cell by cell.
    """

    catalog: Catalog
    kept: int = KEPT
    known: dict[object, list[_Known]] = field(default_factory=dict)
    routes: dict[object, list[Route | None]] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)

    def cut(self, sheet: Sheet, words: frozenset[str]) -> list[Found] | None:
        """The tables of a sheet that is laid out as one of those before, None where it is not."""
        having = self.known.get(_size(sheet), [])
        found = next((known for known in having if known.layout.applies(sheet, words)), None)
        if found is None:
            return None
        pairs = zip(found.layout.cut(sheet), found.outcomes, strict=True)
        return [self._as_known(table, *outcome) for table, outcome in pairs]

    def _as_known(self, table: Table, form: str | None, nearest: str | None, named: frozenset[str]) -> Found:
        if recognition.named(table.banner.title, self.catalog) == named:
            return Found(table, form, nearest)
        return recognition.found(table, self.catalog)

    def items_on(self, form: Form) -> int:
        """How many rows of a form are items."""
        if form.code not in self.sizes:
            self.sizes[form.code] = sum(row.item is not None for row in (*form.rows, *form.right_rows))
        return self.sizes[form.code]

    def first(self, sheet: Sheet, words: frozenset[str]) -> list[Found]:
        """The tables of a sheet; how they were found is kept where one of them is a form."""
        raw = tuple(tables.tables(sheet, words))
        cut = [recognition.found(table, self.catalog) for table in joined(raw)]
        layout = layouts.of(sheet, raw, words) if self.kept and any(each.form for each in cut) else None
        if layout is not None:
            having = self.known.setdefault(_size(sheet), [])
            having.insert(0, _Known(layout, tuple(_outcome(each, self.catalog) for each in cut)))
            del having[self.kept :]
        return cut


def _outcome(each: Found, catalog: Catalog) -> tuple[str | None, str | None, frozenset[str]]:
    return each.form, each.nearest, recognition.named(each.table.banner.title, catalog)


def _size(sheet: Sheet) -> object:
    return len(sheet.rows), sheet.width, sheet.merged
