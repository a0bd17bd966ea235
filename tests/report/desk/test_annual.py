"""What stands for a year though less is over is named below every table that prints it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from report.sections.subjects import page, tables
from reportgen.analysis.material import Material
from reportgen.model.values import Flag
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.tables.answers import annualised


@pytest.fixture(scope="module")
def month(materials: Callable[..., Material]) -> Material:
    return materials("renhe", "2026-10")


def test_annualised_indicators_are_named_with_the_months_they_rest_on(month: Material):
    (said,) = annualised(
        HospitalContext.of(month, "zh-en"), ["current_ratio", "return_on_assets", "total_asset_turnover"]
    )

    assert said.en == "Annualised from 10 months: Return on assets and Asset turnover."


def test_a_whole_year_says_nothing(materials: Callable[..., Material]):
    assert annualised(HospitalContext.of(materials("renhe", "2025"), "zh-en"), ["return_on_assets"]) == ()


@pytest.mark.parametrize("section", ["benchmark", "value_added", "views", "materials_watch"])
def test_every_table_of_indicators_names_those_of_its_own(month: Material, section: str):
    names = {
        (one.short or one.name).en
        for key, one in month.catalog.indicators.items()
        if Flag.ANNUALISED in month.values.at(key, "renhe", "2026-10").flags
    }
    for table in tables(page(month, section)):
        printed = {line.cells[0].en for line in table.lines if hasattr(line.cells[0], "en")} & names
        said = " ".join(note.en for note in table.notes if note.en.startswith("Annualised"))
        assert all(name in said for name in printed), table.caption
        assert bool(printed) == bool(said)
