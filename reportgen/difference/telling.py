"""A comparison as a leaflet: what differs, the figures first, and why where the files tell it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from reportgen.difference.printed import (
    NOTHING,
    ComparisonNames,
    clipped,
    cut,
    digest,
    figure,
    hospital,
    joined,
    of_cell,
    places,
    plain,
    short,
    standards,
)
from reportgen.difference.printed import printed_same as same
from reportgen.model.definition import Text
from reportgen.model.leaflet import Cell as Printed
from reportgen.model.leaflet import LeafletColumn, LeafletRow, LeafletTable, Notice
from reportgen.model.printing import number
from reportgen.pipeline.archiving import said

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.difference.comparing import CellChange, ComparedChange, ComparedSide, Difference, IndicatorChange
    from reportgen.model.finding import Fact

GRADES: Final = frozenset({"grade", "quality"})
SHARES: Final = frozenset({"weight", "effective_weight"})
FIGURES: Final = frozenset({"totals", "indicators", "cells"})  # tables whose two sides are numbers


@dataclass(frozen=True)
class Room:
    """How many rows of each table there is room for; what is left out is counted."""

    indicators: int = 14
    figures: int = 8
    definitions: int = 5
    files: int = 5
    sentences: int = 4
    causes: int = 2


SMALLER: Final = (
    Room(),
    Room(9, 5, 3, 3, 2, 2),
    Room(6, 3, 2, 2, 1, 1),
    Room(3, 2, 1, 1, 1, 1),
    Room(1, 1, 1, 1, 0, 1),
)
"""Room on a page, the most first: the first is taken that fits."""
ALL: Final = Room(*[10**9] * 6)


@dataclass(frozen=True)
class DifferenceWriter:
    """The words of one comparison."""

    found: Difference
    catalog: Catalog
    room: Room

    @cached_property
    def names(self) -> ComparisonNames:
        """What things are called."""
        return ComparisonNames(self.catalog, str(self.found.after.results.get("currency") or "CNY"))

    def leaflet(self, day: dt.date, program: str) -> Notice:
        """The whole comparison."""
        found, words = self.found, self.catalog.words
        sides = (("before", found.before), ("after", found.after))
        tables = (
            self._totals(),
            self._indicators(),
            self._cells(),
            self._definitions(),
            self._files(),
            self._sentences(),
        )
        return Notice(
            title=words["diff.title"],
            subject=same(f"{short(found.before)} → {short(found.after)}"),
            facts=tuple((words[f"diff.side.{key}"], self._side(side)) for key, side in sides),
            verdict=LeafletRow((self._verdict(),), "good" if found.is_none else "open"),
            tables=tuple(table for table in tables if table.rows or table.note),
            notes=tuple(self._notes()),
            day=day,
            program=program,
        )

    def _side(self, side: ComparedSide) -> Text:
        words = self.catalog.words
        facts: dict[str, Fact] = {
            "kind": words[f"diff.kind.{side.kind}"],
            "name": side.name,
            "hospital": hospital(side),
            "period": side.period,
            "scheme": self._scheme(side.results.get("scheme") or {}),
        }
        found = said(words, "diff.side.fact", facts)
        return said(words, "diff.side.numbered", {"fact": found, "number": side.number}) if side.number else found

    def _scheme(self, scheme: Mapping[str, Any]) -> Text:
        facts: dict[str, Fact] = {"id": str(scheme.get("id", NOTHING)), "version": str(scheme.get("version", NOTHING))}
        return said(self.catalog.words, "diff.side.scheme", facts)

    def _verdict(self) -> Text:
        found = self.found
        if found.is_none:
            return self.catalog.words["diff.verdict.same"]
        facts: dict[str, Fact] = {
            "indicators": len(found.indicators),
            "cells": len(found.cells or ()),
            "definitions": len(found.definitions or ()),
            "files": len(found.inputs or ()),
            "sentences": len(found.gone or ()) + len(found.new or ()),
        }
        return said(self.catalog.words, "diff.verdict.differs", facts)

    def _notes(self) -> Iterable[Text]:
        """What could not be compared, and that other hospitals or periods are compared at all."""
        found, words = self.found, self.catalog.words
        lacking = {"cells": found.cells, "definitions": found.definitions, "inputs": found.inputs, "words": found.gone}
        names = [words[f"diff.lacking.{key}"] for key, value in lacking.items() if value is None]
        if (found.before.entity, found.before.period) != (found.after.entity, found.after.period):
            yield words["diff.other_subject"]
        if names:
            yield said(words, "diff.not_compared", {"names": joined(words, names)})

    def _table(
        self, key: str, heads: Sequence[tuple[str, float]], rows: Iterable[LeafletRow], left: int
    ) -> LeafletTable:
        words = self.catalog.words
        numbers = {"before", "after"} if key in FIGURES else set()
        columns = tuple(
            LeafletColumn(words[f"diff.head.{head}"], width, "n" if head in numbers else "") for head, width in heads
        )
        note = said(words, "diff.more", {"n": left}) if left else None
        return LeafletTable(words[f"diff.table.{key}"], columns, tuple(rows), note)

    def _totals(self) -> LeafletTable:
        found, words = self.found, self.catalog.words
        rows = [(words[f"diff.total.{one.id}"], one) for one in found.totals]
        rows += [(self.names.part(one.id), one) for one in found.parts]
        rows += [(self.names.ability(one.id), one) for one in found.abilities]
        cells = [
            LeafletRow(
                (name, self._total(one, one.before, one.printed_before), self._total(one, one.after, one.printed_after))
            )
            for name, one in rows
        ]
        return self._table("totals", (("what", 40), ("before", 30), ("after", 30)), cells, 0)

    def _total(self, change: ComparedChange, value: Any, printed: str | None) -> Printed:
        if value is None:
            return NOTHING
        if change.id in GRADES:
            key = f"grade.{value}"
            return self.catalog.words[key] if key in self.catalog.words else str(value)
        if isinstance(value, dict):
            return self._scheme(value)
        return printed or figure(value)

    def _indicators(self) -> LeafletTable:
        found = sorted(self.found.indicators, key=lambda one: "value" not in one.measures)
        shown, left = cut(found, self.room.indicators)
        heads = (("indicator", 26), ("before", 13), ("after", 13), ("why", 48))
        return self._table("indicators", heads, [self._indicator(one) for one in shown], left)

    def _indicator(self, change: IndicatorChange) -> LeafletRow:
        if "value" in change.measures:
            before, after = (self._value(change, side) for side in (0, 1))
            return LeafletRow((self.names.measured(change.id), before, after, self._why(change)))
        name = next(iter(change.measures))
        before, after = (self._measure(change, name, side) for side in (0, 1))
        return LeafletRow((self.names.indicator(change.id), before, after, self._why(change)))

    def _value(self, change: IndicatorChange, side: int) -> Printed:
        value = change.measures["value"][side]
        if value is None:
            reason = change.measures.get("reason", (None, None))[side]
            key = f"reason.{reason}"
            return self.catalog.words.get(key, NOTHING)
        is_told = change.printed[0] != change.printed[1]
        return (change.printed[side] if is_told else None) or self.names.finer(change.id, value)

    def _measure(self, change: IndicatorChange, name: str, side: int) -> Printed:
        value = change.measures[name][side]
        if name == "standards" and value:
            return standards(value, change.measures[name][1 - side], self.catalog.indicators.get(change.id))
        if name == "grade" and f"grade.{value}" in self.catalog.words:
            return self.catalog.words[f"grade.{value}"]
        if value is None or isinstance(value, (list, tuple)):
            return NOTHING
        is_share = name in SHARES and isinstance(value, (int, float))
        facts: dict[str, Fact] = {
            "measure": self.catalog.words[f"diff.measure.{name}"],
            "value": f"{number(100 * value, 4)}%" if is_share else figure(value),
        }
        return said(self.catalog.words, "diff.of_measure", facts)

    def _why(self, change: IndicatorChange) -> Text:
        """Which figures, or which words of the definition; of what is no value, which measures."""
        words, causes = self.catalog.words, change.causes
        if change.only:
            return words[f"diff.why.only_{change.only}"]
        if "value" not in change.measures:
            return joined(words, [words[f"diff.measure.{name}"] for name in change.measures])
        shown, left = cut(causes.cells, self.room.causes)
        found = [self._cause(cell) for cell in shown]
        found += [said(words, "diff.why.definition", {"key": key}) for key in causes.definitions]
        if left:
            found.append(said(words, "diff.why.more", {"n": left}))
        unknown = words["diff.why.no_figure" if causes.told else "diff.why.untold"]
        return joined(words, found) if found else unknown

    def _cause(self, change: CellChange) -> Text:
        facts: dict[str, Fact] = {
            "item": self.names.item(change.item),
            "period": change.period,
            "before": of_cell(change.before),
            "after": of_cell(change.after),
        }
        return said(self.catalog.words, "diff.why.cell", facts)

    def _cells(self) -> LeafletTable:
        shown, left = cut(self.found.cells or (), self.room.figures)
        rows = [
            LeafletRow((self.names.item(one.item), one.period, of_cell(one.before), of_cell(one.after), places(one)))
            for one in shown
        ]
        heads = (("figure", 24), ("period", 10), ("before", 16), ("after", 16), ("place", 34))
        return self._table("cells", heads, rows, left)

    def _definitions(self) -> LeafletTable:
        shown, left = cut(self.found.definitions or (), self.room.definitions)
        rows = [LeafletRow((one.id, plain(one.before), plain(one.after))) for one in shown]
        return self._table("definitions", (("key", 32), ("before", 34), ("after", 34)), rows, left)

    def _files(self) -> LeafletTable:
        shown, left = cut(self.found.inputs or (), self.room.files)
        rows = [LeafletRow((one.id, digest(one.before), digest(one.after))) for one in shown]
        return self._table("inputs", (("file", 50), ("before", 25), ("after", 25)), rows, left)

    def _sentences(self) -> LeafletTable:
        words = self.catalog.words
        gone, without = cut(self.found.gone or (), self.room.sentences)
        new, beyond = cut(self.found.new or (), self.room.sentences)
        rows = [LeafletRow((words["diff.words.gone"], clipped(one))) for one in gone]
        rows += [LeafletRow((words["diff.words.new"], clipped(one))) for one in new]
        return self._table("words", (("change", 14), ("sentence", 86)), rows, without + beyond)
