"""What has been found out about sheets laid out alike, so that a process finds it out once."""

from __future__ import annotations

import weakref
from dataclasses import dataclass, field
from typing import Final

from reportgen.catalog import Catalog
from reportgen.intake import layouts, recognition, tables
from reportgen.intake.joining import joined
from reportgen.intake.layouts import Layout
from reportgen.intake.memory import KEPT, Memory
from reportgen.intake.recognition import Found
from reportgen.intake.sheets import Sheet
from reportgen.intake.tables import Table

MOST: Final = 512
"""Sizes of sheets of which layouts are kept."""


@dataclass(frozen=True, eq=False)
class _Outcome:
    """What a table was found to be; `named` are the forms that its banner names."""

    form: str | None
    nearest: str | None
    named: frozenset[str]
    routes: Memory = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Plans:
    """The layouts that are known under one set of definitions.

    Attributes:
        kept: how many of one size; 0 to look at each sheet as if it were the first.
    """

    kept: int = KEPT
    known: dict[object, list[tuple[Layout, tuple[_Outcome, ...]]]] = field(default_factory=dict)

    def cut(self, sheet: Sheet, words: frozenset[str], catalog: Catalog) -> list[Found] | None:
        """The tables of a sheet that is laid out as one of those before, None where it is not."""
        having = self.known.get(_size(sheet), ())
        found = next((known for known in having if known[0].applies(sheet, words)), None)
        if found is None:
            return None
        layout, outcomes = found
        cut = layout.cut(sheet, words)
        if len(cut) != len(outcomes):
            return None
        return [_as_before(table, outcome, catalog) for table, outcome in zip(cut, outcomes, strict=True)]

    def first(self, sheet: Sheet, words: frozenset[str], catalog: Catalog) -> list[Found]:
        """The tables of a sheet; how they were found is kept where one of them is a form."""
        raw = tuple(tables.tables(sheet, words))
        cut = [recognition.found(table, catalog) for table in joined(raw)]
        layout = layouts.of(sheet, raw, words) if self.kept and any(each.form for each in cut) else None
        if layout is None:
            return cut
        if len(self.known) >= MOST:
            self.known.clear()
        outcomes = tuple(
            _Outcome(each.form, each.nearest, recognition.named(each.table.banner.texts, catalog)) for each in cut
        )
        self.known[_size(sheet)] = [(layout, outcomes), *self.known.get(_size(sheet), ())][: self.kept]
        return [Found(each.table, each.form, each.nearest, had.routes) for each, had in zip(cut, outcomes, strict=True)]


def _as_before(table: Table, outcome: _Outcome, catalog: Catalog) -> Found:
    if recognition.named(table.banner.texts, catalog) == outcome.named:
        return Found(table, outcome.form, outcome.nearest, outcome.routes)
    return recognition.found(table, catalog)


def _size(sheet: Sheet) -> object:
    return len(sheet.rows), sheet.width, sheet.merged


_PLANS: Final[dict[int, tuple[weakref.ref[Catalog], Plans]]] = {}


def of(catalog: Catalog) -> Plans:
    """The plans of a set of definitions, as long as it lives."""
    key = id(catalog)
    if key not in _PLANS:
        _PLANS[key] = weakref.ref(catalog, lambda _: _PLANS.pop(key, None)), Plans()
    return _PLANS[key][1]
