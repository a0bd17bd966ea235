"""Values of a comparison as its rows print them.

What things are called in a comparison, by the catalogue; what it does not know keeps its id.

The standards of an indicator on one side of a comparison, in a few words.

A comparison as JSON: ``reportgen/diff/1``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from reportgen.model.definition import Text
from reportgen.model.printing import decimals, displayed, measured, number
from reportgen.model.results import same
from reportgen.pipeline.archiving import said
from reportgen.report.speech import Speech

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.catalog import Catalog
    from reportgen.catalog.messages import Words
    from reportgen.difference.comparing import (
        CellChange,
        ComparedChange,
        ComparedSide,
        Difference,
        IndicatorChange,
        ReadFigure,
    )
    from reportgen.model.definitions import Indicator

NOTHING: Final = "\N{EM DASH}"
LONGEST: Final = 90
"""Characters of a sentence or a definition that a row shows."""
DIGITS: Final = 12
"""Digits of a file's digest."""
T = TypeVar("T")


def cut(found: Sequence[T], most: int) -> tuple[Sequence[T], int]:
    """As many as there is room for, and how many are left out."""
    return found[:most], max(0, len(found) - most)


def printed_same(text: str) -> Text:
    """One text for both languages."""
    return Text(zh=text or NOTHING, en=text or NOTHING)


def short(side: ComparedSide) -> str:
    """A side in a few words: its number, or hospital and period."""
    return side.number or f"{side.entity} {side.period}"


def hospital(side: ComparedSide) -> Text:
    """The name of the hospital, as the results have it."""
    name = side.results["entity"].get("name")
    is_named = isinstance(name, dict) and name.get("zh") and name.get("en")
    return Text(zh=str(name["zh"]), en=str(name["en"])) if is_named else printed_same(side.entity)


def joined(words: Words, texts: Sequence[Text]) -> Text:
    """One after the other, between the marks of each language."""
    between = words["diff.between"]
    return Text(zh=between.zh.join(one.zh for one in texts), en=between.en.join(one.en for one in texts))


def figure(value: Any) -> str:
    """A figure with two decimals."""
    return number(value, 2) if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)


def of_cell(cell: Any) -> str:
    """A figure read."""
    return NOTHING if cell is None else number(cell.value, 2)


def places(change: CellChange) -> str:
    """Where a figure stands, on both sides."""
    found = [cell.place for cell in (change.before, change.after) if cell is not None and cell.place]
    return " → ".join(dict.fromkeys(found)) or NOTHING


def plain(value: Any) -> str:
    """A value of a definition."""
    if value is None:
        return NOTHING
    return clipped(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def clipped(text: str) -> str:
    """A text, not too long for its row."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def digest(value: Any) -> str:
    """The beginning of a digest."""
    return NOTHING if value is None else f"{str(value)[:DIGITS]}…"


FINER: Final = 4
"""Decimals more, where two values are printed alike and differ."""


@dataclass(frozen=True)
class ComparisonNames:
    """The names of one comparison; `currency` is that of the results."""

    catalog: Catalog
    currency: str

    def _of(self, key: str, identifier: str) -> Text:
        return self.catalog.words[key] if key in self.catalog.words else printed_same(identifier)

    def part(self, identifier: str) -> Text:
        """A part of the total."""
        return said(self.catalog.words, "diff.part", {"name": self._of(f"diff.parts.{identifier}", identifier)})

    def ability(self, identifier: str) -> Text:
        """A group of indicators."""
        return self._of(f"ability.{identifier}", identifier)

    def item(self, identifier: str) -> Text:
        """A line of the statements."""
        known = self.catalog.items.get(identifier)
        return known.name if known else printed_same(identifier)

    def indicator(self, identifier: str) -> Text:
        """An indicator."""
        known = self.catalog.indicators.get(identifier)
        return known.name if known else printed_same(identifier)

    def measured(self, identifier: str) -> Text:
        """An indicator with the unit of its values as results print them."""
        known = self.catalog.indicators.get(identifier)
        if known is None:
            return printed_same(identifier)
        speech = Speech(self.catalog.words, self.currency)
        return said(self.catalog.words, "diff.measured", {"name": known.name, "unit": speech.printed_unit(known)})

    def finer(self, identifier: str, value: float) -> str:
        """A value with so many decimals that one which is printed alike differs."""
        known = self.catalog.indicators.get(identifier)
        return figure(value) if known is None else number(displayed(value, known.unit), decimals(known) + FINER)


SEQUENCE: Final = (list, tuple)


def standards(found: Any, other: Any, indicator: Indicator | None) -> str:
    """The values, from the best level to the worst; source and year where the values are those of the others."""
    rows, others = (side if isinstance(side, SEQUENCE) else () for side in (found, other))
    values = [_member(row, "value") for row in rows]
    if not same(values, [_member(row, "value") for row in others]):
        return clipped(" / ".join(_bound(value, indicator) for value in values)) or NOTHING
    told = dict.fromkeys(str(part) for row in rows for key in ("year", "source") if (part := _member(row, key)))
    return clipped(" ".join(told)) or NOTHING


def _member(row: Any, key: str) -> Any:
    return row.get(key) if isinstance(row, dict) else None


def _bound(value: Any, indicator: Indicator | None) -> str:
    """A value or a range, in the unit of pages; an open end is left empty."""
    if isinstance(value, SEQUENCE):
        return "–".join("" if end is None else _bound(end, indicator) for end in value)
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return measured(value, indicator) if is_number and indicator is not None else figure(value)


SCHEMA: Final = "reportgen/diff/1"


def document(found: Difference) -> dict[str, Any]:
    """Everything that differs, at full precision; null is what at least one side does not carry."""
    return {
        "schema": SCHEMA,
        "before": _side(found.before),
        "after": _side(found.after),
        "same": found.is_none,
        "totals": _changes(found.totals),
        "parts": _changes(found.parts),
        "abilities": _changes(found.abilities),
        "indicators": [_indicator(change) for change in found.indicators],
        "cells": None if found.cells is None else [_cell(change) for change in found.cells],
        "definitions": None if found.definitions is None else _changes(found.definitions),
        "inputs": None if found.inputs is None else _changes(found.inputs),
        "words": None if found.gone is None else {"gone": list(found.gone), "new": list(found.new or ())},
    }


def _side(side: ComparedSide) -> dict[str, Any]:
    scheme = side.results.get("scheme")
    return {
        "name": side.name,
        "kind": str(side.kind),
        "entity": side.entity,
        "period": side.period,
        "number": side.number,
        "scheme": scheme,
        "program": side.results.get("program"),
    }


def _changes(changes: Iterable[ComparedChange]) -> list[dict[str, Any]]:
    return [
        {
            "id": change.id,
            "before": change.before,
            "after": change.after,
            "printed_before": change.printed_before,
            "printed_after": change.printed_after,
        }
        for change in changes
    ]


def _indicator(change: IndicatorChange) -> dict[str, Any]:
    causes = change.causes
    return {
        "id": change.id,
        "only": change.only or None,
        "printed_before": change.printed[0],
        "printed_after": change.printed[1],
        "changes": {name: {"before": before, "after": after} for name, (before, after) in change.measures.items()},
        "causes": {
            "told": causes.told,
            "cells": [_cell(one) for one in causes.cells],
            "definitions": list(causes.definitions),
        },
    }


def _cell(change: CellChange) -> dict[str, Any]:
    return {
        "item": change.item,
        "period": change.period,
        "view": change.view,
        "before": _figure(change.before),
        "after": _figure(change.after),
    }


def _figure(cell: ReadFigure | None) -> dict[str, Any] | None:
    return None if cell is None else {"value": cell.value, "place": cell.place}
