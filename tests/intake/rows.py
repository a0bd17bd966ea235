"""A sheet of rows, written and read as a workbook without a case."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import openpyxl

from reportgen import intake
from reportgen.catalog import Catalog
from reportgen.intake.reading import Reading

Rows = list[tuple[Any, ...]]


def read(tmp_path: Path, catalog: Catalog, rows: Iterable[tuple[Any, ...]]) -> Reading:
    """What is read of a workbook of one sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    return intake.read_paths([tmp_path / "a.xlsx"], catalog)


def values(reading: Reading, view: str = "") -> dict[str, float]:
    """Item → what was read of it for the period itself, or in a view."""
    return {one.item: one.value for one in reading.values() if one.view == view}
