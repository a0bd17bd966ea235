"""The workbooks of the sample hospital, as the tests open them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from samples.statement_reader import Lines, both, sides, workbook

Book = dict[str, list[list[Any]]]

CASE = Path(__file__).parents[2] / "samples" / "renhe"
YEARS = (2023, 2024, 2025)
MONTHS = tuple((year, month) for year in (2025, 2026) for month in range(1, 13) if (year, month) <= (2026, 10))


def annual(year: int) -> Book:
    return workbook(CASE / f"data/{year}/{year}年度财务报表.xlsx")


def monthly(year: int, month: int) -> Book:
    return workbook(CASE / f"data/{year}/{year}年{month:02}月报表.xlsx")


SETS = [pytest.param(annual(y), id=str(y)) for y in YEARS] + [
    pytest.param(monthly(*m), id=f"{m[0]}-{m[1]:02}") for m in MONTHS
]


def balance(book: Book) -> Lines:
    return both(book["资产负债表"])


def income(book: Book) -> Lines:
    return sides(book["收入费用表"])[0]
