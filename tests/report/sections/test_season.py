"""Season and rolling twelve months."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from report.sections.annual import amount, rows
from report.sections.subjects import page, tables
from reportgen.analysis.material import Material
from reportgen.report.desk.tables.sheet import Paragraphs, SectionContent


@pytest.fixture(scope="module")
def month(materials: Callable[..., Material]) -> Material:
    return materials("renhe", "2026-10")


@pytest.fixture(scope="module")
def sheet(month: Material) -> SectionContent:
    return page(month, "season")


def test_the_indices_of_twelve_months_have_a_mean_of_a_hundred(sheet: SectionContent):
    for row in rows(tables(sheet)[0]):
        assert sum(amount(cell) for cell in row[1:13]) / 12 == pytest.approx(100, abs=0.05)


def test_the_month_without_its_season_is_the_month_over_its_index(sheet: SectionContent, month: Material):
    visits = next(rows(tables(sheet)[0]))
    now = month.dataset.value("outpatient_emergency_visits", "renhe", "2026-10")
    assert amount(visits[13]) == pytest.approx(now / amount(visits[10]) * 100, rel=1e-3)


def test_twelve_months_to_now_are_held_against_the_twelve_before(sheet: SectionContent):
    for row in rows(tables(sheet)[1]):
        if not row[2].startswith("—"):
            now, before, change, rate = (amount(cell) for cell in row[1:])
            assert now - before == change
            assert rate == pytest.approx(change / before * 100, abs=0.051)


def test_items_with_too_few_months_for_a_season_stand_in_one_sentence(sheet: SectionContent):
    (line,) = [line for block in sheet.blocks if isinstance(block, Paragraphs) for line in block.lines]
    assert "Medical income" in line.en
    assert "Total expense" in line.en
    assert "22 months in a row up to the end of the period; 24 are needed." in line.en
    assert line.zh.count("22个") == 1
