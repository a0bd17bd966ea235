"""Marks of notes behind a year in a head say nothing of its column."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake import rows as rows_of
from reportgen.catalog import Catalog
from reportgen.intake.periods.short_dates import without_notes


@pytest.mark.parametrize(
    "heads",
    [
        ("2025(a)", "2024(b)"),
        ("2025 (Note 2)", "2024"),
        ("2025¹", "2024²"),
        ("2025†", "2024*"),
    ],
)
def test_the_years_are_read(tmp_path: Path, catalog: Catalog, heads: tuple[str, str]) -> None:
    """“2025 (Note 2)” was left out as a column of notes without a word, and “2025¹” was no year."""
    lines = [("Total operating revenue", 900, 800), ("Total operating expenses", 700, 650)]
    top = [("Valley Hospital",), ("Statement of operations",), ("(in dollars)",), ("", *heads)]

    reading = rows_of.read(tmp_path, catalog, [*top, *lines])

    read = {(one.period, one.value) for one in reading.values() if one.item == "total_income"}
    assert read == {("2025", 900), ("2024", 800)}


@pytest.mark.parametrize("text", ["2025（注1）", "2025（附注二）", "2025 (a)", "2025*†"])
def test_marks_of_notes_are_taken_off(text: str) -> None:
    assert without_notes(text) == "2025"


@pytest.mark.parametrize(
    "text", ["2025 (restated)", "2025 (budget)", "2025 (Q1)", "12/31/2025 (a)", "Beds 2025 (1)", "2025 (12)"]
)
def test_other_words_behind_a_year_stay(text: str) -> None:
    assert without_notes(text) == text
