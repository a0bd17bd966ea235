"""Warnings of the year, followed month by month once more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.cases import write
from pages import page_of
from report.sections.annual import gap, rows, sheet, tables
from reportgen import pipeline
from reportgen.analysis.material import Material
from reportgen.model.results import Evaluation
from reportgen.report.desk.context import HospitalContext
from reportgen.report.section import Report
from reportgen.report.sections.run_charts import alerts


def test_each_spell_is_that_of_the_months(reports: Callable[..., Report], materials: Callable[..., Material]):
    material = materials("renhe", "2025")
    months = [f"2025-{month:02}" for month in range(1, 13)]
    weak: dict[str, list[bool]] = {}
    judged = {month: material.judge(month).indicators for month in months}
    watched = {one.id for month in months[:-1] for one in judged[month] if one.score is not None}
    for month in months:
        for indicator in judged[month]:
            if indicator.id in watched and indicator.standards is not None:
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


@pytest.mark.slow
def test_without_months_it_says_what_to_supply(reports: Callable[..., Report]):
    assert "monthly statements" in gap(reports("us-cms", "en", "2021", "annual"), "Warnings of the year")


def test_indicators_that_no_month_judges_are_named(reports: Callable[..., Report]):
    table = tables(sheet(reports("renhe", "en", "2025", "annual"), "alerts"))[0]
    assert any(
        note.en.startswith("Medical income growth and asset growth") and "no score by month" in note.en
        for note in table.notes
    )


def test_what_no_month_judges_is_not_said_to_have_been_well(tmp_path: Path):
    """Months of activity alone, beside a year whose debts are weak."""
    beds = {"occupied_bed_days": 2700.0, "available_bed_days": 3000.0}
    months = {f"{item}@2025-{month:02}": value for month in range(1, 13) for item, value in beds.items()}
    write(tmp_path, months | {"total_assets@2025": 100e6, "total_liabilities@2025": 62e6, "current_assets@2025": 30e6,
                              "current_liabilities@2025": 40e6})  # fmt: skip
    words = (tmp_path / "case.yaml").read_text("utf-8").replace("scheme: none", "scheme: comprehensive_80_20")
    (tmp_path / "case.yaml").write_text(words, "utf-8")
    material = pipeline.evaluate(pipeline.check(tmp_path), period="2025")

    page = page_of(material, "alerts", kind="annual")

    assert page.title == "1 indicator scored by month, none Low or Poor in any of 12 months"
    assert "The scores of 1 indicator in 12 months were looked through" in page.text
    assert "Debt ratio and current ratio have no score by month" in page.text


def test_a_month_without_a_score_ends_no_warning(tmp_path: Path) -> None:
    """Bed occupancy in each month, the weak debt ratio in September alone: no month says that it was mended."""
    beds = {"occupied_bed_days": 2700.0, "available_bed_days": 3000.0}
    months = {f"{item}@2025-{month:02}": value for month in range(1, 13) for item, value in beds.items()}
    debts = {"total_assets": 100e6, "total_liabilities": 62e6, "current_assets": 45e6, "current_liabilities": 30e6}
    write(tmp_path, months | {f"{item}@{when}": value for item, value in debts.items() for when in ("2025-09", "2025")})
    words = (tmp_path / "case.yaml").read_text("utf-8").replace("scheme: none", "scheme: comprehensive_80_20")
    (tmp_path / "case.yaml").write_text(words, "utf-8")
    page = page_of(pipeline.evaluate(pipeline.check(tmp_path), period="2025"), "alerts", kind="annual")

    assert page.row("Debt ratio")[1:4] == [
        "Sep 2025",
        "still open",
        "2",
    ]  # and in December, as the form of the year tells
    assert "1 still open at its end" in page.title
    assert "A month without a score neither closes a warning" in page.text


def test_months_without_a_score_are_not_said_to_be_missing(materials: Callable[..., Material]):
    material = materials("renhe", "2025")

    def unscored(period: str) -> Evaluation:
        found = material.judge(period)
        return replace(found, indicators=tuple(replace(one, score=None) for one in found.indicators))

    found = alerts(HospitalContext.of(replace(material, judge=unscored), "en"))

    assert "No scores by month" in found.headline.en
    assert "could be scored" in found.lacking[0].en
