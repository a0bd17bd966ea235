"""Employees counted each month have a mean of the year, though nothing tells how many there were before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from intake.rows import read
from reportgen.catalog import Catalog
from reportgen.compute.cells import Cells
from reportgen.formula.context import Aspect
from reportgen.model.period import Period

MONTHS: list[tuple[Any, ...]] = [
    ("人员情况", "2025年"), ("指标", *(f"2025年{month}月" for month in range(1, 13))), ("职工人数", *(100.0 + month for month in range(1, 13))),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "expected"),
    [(MONTHS, 106.5), ([*MONTHS, ("平均在职职工人数", *[90.0] * 12)], 90.0)],
)
def test_the_mean_of_the_year_is_that_of_its_months(
    tmp_path: Path, catalog: Catalog, rows: list[tuple[Any, ...]], expected: float
) -> None:
    dataset = read(tmp_path, catalog, rows).dataset
    (entity,) = {entity for entity, _ in dataset.values.index}
    found = Cells(dataset, catalog.items, str(entity)).figure("avg_staff", Period.parse("2025-12"), Aspect.BASIS)

    assert found is not None
    assert found.value == expected
