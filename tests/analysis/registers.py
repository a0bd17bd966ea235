"""The sample with some rows of a register otherwise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from analysis.cases import sample
from reportgen.analysis.material import Material
from reportgen.model.registers import Record, Register, Registers


def with_rows(table: str, change: Callable[[Record], Record | None], period: str = "2026-10") -> Material:
    """The sample after a change of each row of a table; None leaves a row out."""
    material = sample(period).material
    kept = material.registers[table]
    records = tuple(row for row in map(change, kept.records) if row is not None)
    known = {**material.registers.by_id, table: Register(table, records)}
    return replace(material, registers=Registers(known))


def written(row: Record, **cells: object) -> Record:
    """A row with other cells; None empties one."""
    kept = {**row.cells, **cells}
    return replace(row, cells={name: value for name, value in kept.items() if value is not None})  # type: ignore[misc]
