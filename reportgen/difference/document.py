"""A comparison as JSON: ``reportgen/diff/1``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.difference.comparing import Cell, CellChange, Change, Difference, IndicatorChange, Side

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


def _side(side: Side) -> dict[str, Any]:
    scheme = side.results.get("scheme")
    return {
        "name": side.name, "kind": str(side.kind), "entity": side.entity, "period": side.period,
        "number": side.number, "scheme": scheme, "program": side.results.get("program"),
    }  # fmt: skip


def _changes(changes: Iterable[Change]) -> list[dict[str, Any]]:
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
        "causes": {"told": causes.told, "cells": [_cell(one) for one in causes.cells],
                   "definitions": list(causes.definitions)},
    }  # fmt: skip


def _cell(change: CellChange) -> dict[str, Any]:
    return {
        "item": change.item, "period": change.period, "view": change.view,
        "before": _figure(change.before), "after": _figure(change.after),
    }  # fmt: skip


def _figure(cell: Cell | None) -> dict[str, Any] | None:
    return None if cell is None else {"value": cell.value, "place": cell.place}
