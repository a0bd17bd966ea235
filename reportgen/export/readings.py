"""What was read, as JSON ``reportgen/readings/1`` and as CSV."""

from __future__ import annotations

import json
from typing import Any

from reportgen.catalog import Catalog
from reportgen.export import findings
from reportgen.intake import Reading
from reportgen.model import delimited
from reportgen.model.dataset import Observation
from reportgen.model.place import Place

SCHEMA = "reportgen/readings/1"
HEADS = ("entity", "period", "item", "view", "value", "unit", "file", "sheet", "cell", "line", "derived")


def document(reading: Reading, catalog: Catalog) -> dict[str, Any]:
    """Values, findings, proposals and what stayed unread."""
    return {
        "schema": SCHEMA,
        "values": [_value(value) for value in reading.values()],
        "findings": findings.listed(reading.findings, catalog),
        "proposals": [
            {"label": found.label, "item": found.item, "score": found.score, "place": findings.place(found.place)}
            for found in reading.proposals
        ],
        "unread": [{"label": found.label, "place": findings.place(found.place)} for found in reading.unread],
        "files": [{"name": file.name, "sha256": file.sha256, "kind": file.kind} for file in reading.files],
    }


def text(reading: Reading, catalog: Catalog) -> str:
    """The document as JSON."""
    return json.dumps(document(reading, catalog), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def csv(reading: Reading, catalog: Catalog) -> bytes:  # noqa: ARG001 - the same signature as text
    """One figure a row, UTF-8 with a mark so that spreadsheets read it."""
    return delimited.table([HEADS, *map(_row, reading.values())]).encode("utf-8-sig")


def _row(value: Observation) -> tuple[str | float, ...]:
    where: Place = value.place
    row = (value.entity, value.period, value.item, str(value.view), value.value, value.unit)
    return (*row, where.file, where.sheet or "", where.cell or "", where.line or "", value.derived)


def _value(value: Observation) -> dict[str, Any]:
    return {
        "item": value.item,
        "entity": value.entity,
        "period": value.period,
        "view": str(value.view),
        "value": value.value,
        "unit": value.unit,
        "place": findings.place(value.place),
        "derived": value.derived,
    }


def parquet(reading: Reading) -> bytes:
    """The values as a Parquet file, with the columns of the CSV.

    Raises:
        Refused: C18, if pyarrow is not installed.
    """
    import pandas as pd

    from reportgen.export import tables

    rows = [{"schema": tables.SCHEMA} | _value(value) | findings.place(value.place) for value in reading.values()]
    return tables.parquet(pd.DataFrame(rows, columns=["schema", *HEADS]))
