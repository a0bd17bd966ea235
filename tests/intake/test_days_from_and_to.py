"""“7/1/2025 to 9/30/2025” is of the quarter: days in numbers from one to another are the months between them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from intake import rows as rows_of
from reportgen import intake
from reportgen.catalog import Catalog
from reportgen.intake.periods import dates, spans
from reportgen.intake.reading import Reading

LINES: list[tuple[Any, ...]] = [("Total operating revenue", 900, 800), ("Total operating expenses", 700, 650)]
CASE = "entity: {id: h, name: {en: Valley Hospital}}\nregime: other\ncurrency: USD\nscheme: none\nlanguages: en\n"


def _read(tmp_path: Path, catalog: Catalog, title: str, *, first_month: int = 1) -> Reading:
    """What is read below a title with a column of actual figures, of a hospital whose year begins in a month."""
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text(f"{CASE}fiscal_year_start: {first_month}\n", encoding="utf-8")
    rows = [("Valley Hospital",), ("Income statement",), (title,), ("(in dollars)",), ("", "Actual"), *LINES]
    rows_of.read(tmp_path / "data", catalog, rows)
    return intake.read(intake.open_case(tmp_path), catalog)


@pytest.mark.parametrize(
    ("title", "first_month", "period", "view"),
    [
        ("For the period 7/1/2025 to 9/30/2025", 1, "2025-Q3", ""),
        ("10/01/2025 - 12/31/2025", 7, "2026-Q2", ""),
        ("01/07/2025 to 30/09/2025", 1, "2025-Q3", ""),
        ("2025-07-01 to 2025-09-30", 1, "2025-Q3", ""),
        ("1/1/25 - 8/31/25", 1, "2025-08", "ytd"),
        ("From 01/01/2025 To 08/31/2025", 1, "2025-08", "ytd"),
        ("01.01.2025 – 31.08.2025", 1, "2025-08", "ytd"),
        ("Period: 10/01/2024 - 05/31/2025", 10, "2025-05", "ytd"),
        ("01/01/2025 - 12/31/2025", 1, "2025", ""),
        ("7/1/2024 through 6/30/2025", 7, "2025", ""),
        ("9/1/2025 to 9/30/2025", 1, "2025-09", ""),
        ("2025/01/01-2025/08/31", 1, "2025-08", "ytd"),
    ],
)
def test_they_are_the_months_between_them(
    tmp_path: Path, catalog: Catalog, title: str, first_month: int, period: str, view: str
) -> None:
    """They were read as the whole year, as the month of the first day, or as a month of the year before."""
    reading = _read(tmp_path, catalog, title, first_month=first_month)

    read = {(one.period, one.view, one.value) for one in reading.values() if one.item == "total_income"}
    assert read == {(period, view, 900)}


@pytest.mark.parametrize("title", ["12/29/2024 to 9/27/2025", "7/4/2025 - 9/30/2025", "2025-07-02 to 2025-09-30"])
def test_days_that_begin_and_end_no_months_are_no_period(tmp_path: Path, catalog: Catalog, title: str) -> None:
    reading = _read(tmp_path, catalog, title)

    assert not [one for one in reading.values() if one.item == "total_income"]
    assert "I17" in {one.rule for one in reading.findings}


@pytest.mark.parametrize("text", ["2025-01-01至2025-09-30", "2025.1.1-2025.9.30", "2025/01/01-2025/09/30"])
def test_chinese_ranges_stay_as_they_are_written(text: str) -> None:
    stated = dates.named(spans.with_months_counted(text, 1))

    assert stated
    assert (str(stated.period), stated.since) == ("2025-09", 1)
