"""Warnings of the year, followed month by month once more."""

from __future__ import annotations

from collections.abc import Callable

from report.sections.annual import gap, rows, sheet, tables
from reportgen.analysis.material import Material
from reportgen.report.section import Report


def test_each_spell_is_that_of_the_months(reports: Callable[..., Report], materials: Callable[..., Material]):
    material = materials("renhe", "2025")
    months = [f"2025-{month:02}" for month in range(1, 13)]
    weak: dict[str, list[bool]] = {}
    for month in months:
        for indicator in material.judge(month).indicators:
            if indicator.standards is not None:
                low = indicator.score is not None and round(indicator.score + 1e-9, 1) < 50
                weak.setdefault(indicator.id, []).append(low)
    expected = sum(
        now and not before for marks in weak.values() for before, now in zip([False, *marks], marks, strict=False)
    )
    found = sheet(reports("renhe", "en", "2025", "annual"), "alerts")
    lines = list(rows(tables(found)[0], "en"))
    assert len(lines) == expected
    still = sum(marks[-1] for marks in weak.values())
    assert sum(1 for row in lines if row[2] == "still open") == still
    assert (
        found.headline.en
        == f"By scores month by month: {expected} warnings in the year, {still or 'none'} still open at its end"
    )


def test_without_months_it_says_what_to_supply(reports: Callable[..., Report]):
    assert "monthly statements" in gap(reports("us-cms", "en", "2021", "annual"), "Warnings of the year")


def test_indicators_that_no_month_judges_are_named(reports: Callable[..., Report]):
    table = tables(sheet(reports("renhe", "en", "2025", "annual"), "alerts"))[0]
    assert any(
        note.en.startswith("Medical income growth and asset growth") and "no score by month" in note.en
        for note in table.notes
    )
