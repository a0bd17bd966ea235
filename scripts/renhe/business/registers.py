"""Sheets with one row for each thing, under the heads that the catalogue's registers are known by."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from reportgen.catalog import load_catalog
from scripts.renhe.figures import ZERO, fen, whole
from scripts.renhe.sheets import Head, Label, Row, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scripts.renhe.months import Month
    from scripts.renhe.workbooks import Workbooks

Cells = dict[str, "Decimal | int | str | None"]
NARROW, WIDE, FIRST = 12, 16, 24


@cache
def given() -> Any:
    """The assumptions of business.yaml."""
    return yaml.safe_load((Path(__file__).parent / "business.yaml").read_text(encoding="utf-8"))


def sheet(workbooks: Workbooks, table: str, month: Month, rows: Iterable[Cells], *, dated: str = "month") -> Sheet:
    """A register as a sheet, dated by its month or year; columns that no row fills are left out."""
    definition, body = load_catalog().registers[table], list(rows)
    columns = {name: one for name, one in definition.columns.items() if any(name in row for row in body)}
    first = next(iter(columns))
    lines = tuple(
        Row(tuple(Label(str(row[name])) if name == first else row.get(name) for name in columns)) for row in body
    )
    widths = tuple(FIRST if name == first else WIDE if one.kind == "money" else NARROW for name, one in columns.items())
    head = tuple(Head(one.name.zh) for one in columns.values())
    name = given()["sheets"][table].format(month=month.number)
    money = any(one.kind == "money" for one in columns.values())
    date = workbooks.date(dated, month)
    return Sheet(name, definition.name.zh, "", date, (head,), lines, widths, money=money, landscape=True)


def write(workbooks: Workbooks, kind: str, year: int, sheets: Sequence[Sheet]) -> None:
    """One workbook of registers."""
    from scripts.renhe import layout

    layout.write(workbooks.folder / given()["files"][kind].format(year=year), sheets, workbooks.words)


def shared(amount: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """An amount by weights, to the fen; the largest part takes the difference of rounding."""
    total = sum(weights, Decimal(0))
    if not total:
        return [ZERO] * len(weights)
    parts = [fen(amount * weight / total) for weight in weights]
    largest = max(range(len(parts)), key=lambda at: weights[at])
    parts[largest] += amount - sum(parts, ZERO)
    return parts


def counted(count: int, weights: Sequence[Decimal]) -> list[int]:
    """A count by weights in whole numbers that add up to it."""
    total = sum(weights, Decimal(0))
    parts = [whole(count * weight / total) if total else 0 for weight in weights]
    largest = max(range(len(parts)), key=lambda at: weights[at])
    parts[largest] += count - sum(parts)
    return parts


def figure(figures: Mapping[str, Decimal | int], name: str) -> Decimal:
    """A figure as a decimal."""
    return Decimal(figures[name])
