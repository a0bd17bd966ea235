"""The standards of an indicator on one side of a comparison, in a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from reportgen.difference.printed import NOTHING, clipped, figure
from reportgen.model.printing import measured
from reportgen.model.sameness import same

if TYPE_CHECKING:
    from reportgen.model.definitions import Indicator

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
