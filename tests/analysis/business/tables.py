"""Operations tables as a hospital would put them down: a title, a date, heads, rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from analysis.cases import case

Rows = list[tuple[object, ...]]


def table(period: str, heads: Sequence[str], *rows: tuple[object, ...]) -> Rows:
    """A register dated so."""
    return [("表",), (period,), tuple(heads), *rows]


def answer(
    folder: Path, name: str, tables: dict[str, Rows], figures: dict[str, float] | None = None, **more: Any
) -> Any:
    """One analysis of a case of the year 2025."""
    period = more.pop("period", "2025")
    given = {f"total_income@{period}": 1.0} | (figures or {})
    return case(folder, given, period, tables=tables, **more)[name]
