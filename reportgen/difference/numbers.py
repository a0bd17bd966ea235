"""Figures of items that the pages of a report print, as its numbers.json has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from reportgen.catalog import load_catalog
from reportgen.difference.side import Cell, CellKey
from reportgen.model.definitions import Kind
from reportgen.model.period import Period
from reportgen.report.desk.figures import view_to_date

ITEM: Final = "item."
TO_DATE: Final = frozenset({"to_date", "spoken"})
"""Ends of keys that stand for the same figure as the item alone: its balance, or its amount of the year to date."""


def printed(numbers: Mapping[str, Any], definitions: Mapping[str, Any], period: Period) -> dict[CellKey, Cell]:
    """Every figure of a cell that the pages print; what was added up from several cells is none.

    A main number comes first, before the same figure elsewhere, known again by its value alone.

    Args:
        numbers: reportgen/numbers/1.
        definitions: reportgen/definitions/1, of which the items of the case's own are taken.
        period: of the report.
    """
    kinds = {name: (item.kind, item.opening) for name, item in load_catalog().items.items()} | dict(
        _own(definitions.get("items"))
    )
    rows, found = numbers.get("numbers"), dict[CellKey, Cell]()
    for row in rows if isinstance(rows, list) else ():
        name, value, places = (row.get(key) for key in ("key", "value", "places"))
        if not isinstance(name, str) or not name.startswith(ITEM) or not isinstance(value, (int, float)) or not places:
            continue
        key = _key(name.removeprefix(ITEM), period, kinds)
        if key is not None:
            found.setdefault(key, Cell(float(value), ", ".join(map(str, places))))
    return found


def _own(items: Any) -> Iterator[tuple[str, tuple[Kind, bool]]]:
    for name, item in items.items() if isinstance(items, dict) else ():
        kind = item.get("kind") if isinstance(item, dict) else None
        if kind in set(Kind):
            yield str(name), (Kind(kind), item.get("opening") is True)


def _key(name: str, period: Period, kinds: Mapping[str, tuple[Kind, bool]]) -> CellKey | None:
    """Of ``item``, ``item.period`` or ``item.period.view``; nothing where the item alone does not tell which figure."""
    item, _, rest = name.partition(".")
    if rest and rest not in TO_DATE:
        when, _, view = rest.partition(".")
        return item, when, view
    if item not in kinds:
        return None
    kind, opening = kinds[item]
    return item, str(period), view_to_date(kind, period, opening=opening)
