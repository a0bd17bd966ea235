"""Expenses in brackets of which a statement does not show whether they are expenses or credits."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake import rows
from reportgen.catalog import Catalog

HEADS = [("Statement of operations, year ended December 31, 2025",), ("(in dollars)",), ("", 2025)]
INCOME, INTEREST = ("Total operating revenue", 1000), ("Interest expense", -40)


@pytest.mark.parametrize(
    "lines",
    [
        [("Excess of revenue over expenses", 960)],
        [("Salaries and wages", -500)],
        [("Salaries and wages", 500), ("Supplies", 200)],
    ],
    ids=["alone", "two", "mixed"],
)
def test_interest_below_zero_is_told_where_nothing_proves_what_it_is(
    tmp_path: Path, catalog: Catalog, lines: list[tuple[str, int]]
) -> None:
    reading = rows.read(tmp_path, catalog, [*HEADS, INCOME, INTEREST, *lines])

    assert rows.values(reading)["interest_expense"] == -40
    assert ("I162", "A5") in {(one.rule, one.place.cell) for one in reading.findings}


@pytest.mark.parametrize(
    "lines",
    [
        [("Salaries and wages", 500), INTEREST, ("Total operating expenses", 460)],
        [("Salaries and wages", 500), ("Interest expense", 40), ("Total operating expenses", 540)],
        [("Salaries and wages", -500), ("Supplies", -200), INTEREST],
    ],
    ids=["credit", "plain", "turned"],
)
def test_what_is_proved_is_not_told(tmp_path: Path, catalog: Catalog, lines: list[tuple[str, int]]) -> None:
    reading = rows.read(tmp_path, catalog, [*HEADS, INCOME, *lines])

    assert "I162" not in {one.rule for one in reading.findings}
