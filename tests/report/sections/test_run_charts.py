"""Run charts: months only, limits of natural variation, every rule named."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from report.sections.annual import amount, rows
from report.sections.subjects import alternatives, page, tables, told
from reportgen.analysis.answer import Unavailable
from reportgen.analysis.material import Material
from reportgen.report.desk.tables.sheet import SectionContent, SheetFigures


@pytest.fixture(scope="module")
def month(materials: Callable[..., Material]) -> Material:
    return materials("renhe", "2026-10")


@pytest.fixture(scope="module")
def sheet(month: Material) -> SectionContent:
    return page(month, "run_charts")


def test_the_headline_counts_the_charts_and_the_special_causes(sheet: SectionContent, month: Material):
    found = [one for one in month.analysis["signals.process"].values() if not isinstance(one, Unavailable)]
    special = sum(bool(one.current) for one in found)
    assert f"{special} of {len(found)} indicators" in sheet.headline.en
    assert len(list(rows(tables(sheet)[0]))) == special


def test_a_value_beyond_its_limits_is_said_to_be(sheet: SectionContent):
    lines = {row[0]: row for row in rows(tables(sheet)[0], "en")}
    assert lines
    for row in lines.values():
        now, _, lower, upper = (amount(cell) for cell in row[1:5])
        assert ("beyond the limits" in row[5]) is not (lower <= now <= upper)


def test_charts_of_special_causes_come_first(sheet: SectionContent):
    figures = next(block for block in sheet.blocks if isinstance(block, SheetFigures))
    special = {row[0] for row in rows(tables(sheet)[0], "en")}
    names = [name.en for name, _ in figures.pictures]
    assert set(names[: len(special)]) == special
    assert len(names) == 6


def test_it_claims_neither_good_nor_bad_nor_a_cause(sheet: SectionContent):
    assert "neither whether that is good nor what it is" in sheet.lead[0].en


def test_indicators_with_too_few_months_are_named(sheet: SectionContent):
    assert "No run chart for medical income growth and asset growth: fewer than 12 months" in told(sheet)


def test_a_report_of_a_year_speaks_of_the_latest_month_and_not_of_this_one(materials: Callable[..., Material]):
    sheet = page(materials("renhe", "2025"), "run_charts")
    heads = [head.words.en for table in tables(sheet) for head in table.columns]

    assert "this month" not in " ".join([sheet.headline.en, *heads, *alternatives(sheet)]).lower()
