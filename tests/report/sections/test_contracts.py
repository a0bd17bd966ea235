"""Contracts and who answers for which figure."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from report.sections.annual import amount, rows
from report.sections.subjects import page, tables
from reportgen.analysis.material import Material
from reportgen.report.desk.tables.sheet import SectionContent


@pytest.fixture(scope="module")
def month(materials: Callable[..., Material]) -> Material:
    return materials("renhe", "2026-10")


@pytest.fixture(scope="module")
def sheet(month: Material) -> SectionContent:
    return page(month, "contracts")


def test_classes_add_up_to_the_contracts(sheet: SectionContent):
    contracts, classes, _ = tables(sheet)
    for column, total in ((2, 2), (3, 3)):
        listed = sum(amount(row[column]) for row in rows(contracts))
        assert listed == pytest.approx(sum(amount(row[total]) for row in rows(classes)), abs=0.06)


def test_figures_without_an_owner_are_counted_and_named(sheet: SectionContent, month: Material):
    found = month.analysis["business.responsibility"]
    lines = list(rows(tables(sheet)[2]))
    missing = sum(int(row[1]) - int(row[2]) for row in lines)
    assert missing == len(found.unowned)
    assert f"{missing} figures have no owner" in sheet.headline.en


def test_owners_that_the_case_names_are_told_of(renhe: Material):
    assert any("owners in case.yaml" in note.en for table in tables(page(renhe, "contracts")) for note in table.notes)
