"""The sheet of standards, and the formula by which a score follows from a value and the cells of its standards.

score = base + efficacy · (coefficient of the next better level − base), as in scoring.level_efficacy: whoever changes a
statement, a standard or a coefficient in the workbook gets the score and the grade that the program would give.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from reportgen.scoring.level_efficacy import NOISE, level_efficacy
from reportgen.scoring.methods import METHODS
from reportgen.scoring.standards import edges

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportgen.analysis.material import Material
    from reportgen.model.results import ScoredIndicator

LEVELS: Final = 5
OPEN: Final = 1e300
"""Stands for an edge that is not there: higher is better has no upper one."""
LOW, HIGH, COEFFICIENT = 2, 2 + LEVELS, 2 + 2 * LEVELS
"""First columns of the lower edges, the upper edges, and the six coefficients."""
COLUMNS: Final = (
    "id", "name_zh", *(f"low_{level}" for level in range(1, LEVELS + 1)),
    *(f"high_{level}" for level in range(1, LEVELS + 1)), *(f"coefficient_{level}" for level in range(1, LEVELS + 2)),
)  # fmt: skip


def lives(material: Material, indicator: ScoredIndicator) -> bool:
    """Whether the score of an indicator follows from its value and five standards of its own."""
    method = material.scheme.parts[indicator.part].method
    if indicator.standards is None or indicator.value is None or METHODS.get(method) is not level_efficacy:
        return False
    low, high = edges(indicator.standards, indicator.direction)
    return not (np.isnan(low).any() or np.isnan(high).any())


def write(sheet: Any, material: Material, first: int, looks: Mapping[str, Any]) -> dict[str, int]:
    """The standards of each indicator whose score follows from them; its row by id."""
    rows: dict[str, int] = {}
    for indicator in (one for one in material.evaluation.indicators if lives(material, one)):
        assert indicator.standards is not None
        row = rows[indicator.id] = first + len(rows)
        sheet.write_row(row, 0, [indicator.id, material.catalog.indicators[indicator.id].name.zh])
        sides = edges(indicator.standards, indicator.direction)
        for column, values in ((LOW, sides[0]), (HIGH, sides[1])):
            _numbers(sheet, row, column, [float(np.clip(value, -OPEN, OPEN)) for value in values], looks["edge"])
        coefficients = material.scheme.parts[indicator.part].coefficients
        _numbers(sheet, row, COEFFICIENT, [float(value) for value in coefficients], looks["plain"])
    return rows


def _numbers(sheet: Any, row: int, column: int, values: Sequence[float], look: Any) -> None:
    for place, value in enumerate(values):
        sheet.write_number(row, column + place, value, look)


def score(sheet: str, row: int, value: str) -> str:
    """The score 0–100 of the value in a cell, by the standards in a row."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    def cell(column: int) -> str:
        return f"'{sheet}'!{xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)}"

    def between(column: int, better: int, worse: int) -> str:
        """From one edge to the next better one; what lies within noise of an edge is on it."""
        own, next_one = cell(column + worse), cell(column + better)
        return f"MAX(0,({value}-{own})/({next_one}-{own}))"

    found = cell(COEFFICIENT + LEVELS)
    for level in reversed(range(LEVELS)):
        low, high, base = cell(LOW + level), cell(HIGH + level), cell(COEFFICIENT + level)
        reached = f"AND({value}>={low}-{NOISE}*ABS({low}),{value}<={high}+{NOISE}*ABS({high}))"
        gained = base
        if level:
            above, below = between(HIGH, level - 1, level), between(LOW, level - 1, level)
            gained = f"{base}+({cell(COEFFICIENT + level - 1)}-{base})*IF({value}>{cell(HIGH)},{above},{below})"
        found = f"IF({reached},{gained},{found})"
    return f"100*{found}"
