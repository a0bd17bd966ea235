"""Parquet files, where pyarrow is installed."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from reportgen.intake.extent import MAX_CELLS
from reportgen.intake.figures import Cell
from reportgen.intake.sheets import Sheet
from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.model.trouble import in_words


def sheets(content: bytes, file: str) -> tuple[tuple[Sheet, ...], tuple[Finding, ...]]:
    """The table of a Parquet file as a sheet without a name, heads in its first row."""
    try:
        import pyarrow.parquet as pq
    except ImportError:
        return (), (Finding("I52", Place(file)),)
    from pyarrow import ArrowException

    try:
        opened = pq.ParquetFile(io.BytesIO(content))
        if opened.metadata.num_rows * opened.metadata.num_columns > MAX_CELLS:
            return (), (Finding("I50", Place(file), {"limit": MAX_CELLS // 1_000_000}),)
        table = opened.read()
    except (ArrowException, OSError, ValueError) as error:
        return (), (Finding("I03", Place(file), {"problem": in_words(error)}),)
    columns = [[_cell(value) for value in column.to_pylist()] for column in table.columns]
    rows = zip(*columns, strict=True) if columns else ()
    return (Sheet(file, None, (tuple(table.column_names), *(tuple(row) for row in rows))),), ()


def _cell(value: Any) -> Cell:
    """A value of Parquet as that of a cell."""
    if value is None or isinstance(value, str | bool | int | float | dt.date):
        return "" if value is None else value
    return float(value) if hasattr(value, "as_tuple") else str(value)
