"""Parts that are printed each by itself and then miss their printed total in the last digit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.model.rounding import half_up

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.model.definition import Text
    from reportgen.report.desk.context import Context


def noted(context: Context, note: Text, total: float, parts: Iterable[float]) -> Text:
    """The note, and by how much the printed total exceeds the sum of the printed parts where it does not equal it."""
    decimals = context.material.scheme.decimals
    gap = half_up(total, decimals) - sum(half_up(part, decimals) for part in parts)
    return context.say("bridge.last_digit", note=note, gap=context.points(float(gap))) if gap else note
