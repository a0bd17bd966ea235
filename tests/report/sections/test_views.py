"""What money does not say."""

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
    return page(month, "views")


def test_each_view_has_a_part_and_the_headline_counts_the_moves(sheet: SectionContent):
    found = list(rows(tables(sheet)[0], "en"))
    assert sum(len(row) == 1 for row in found) == 5
    lines = [row for row in found if len(row) > 1]
    better, worse = (sum(row[4] == word for row in lines) for word in ("better", "worse"))
    assert (
        sheet.headline.en
        == f"Of {len(lines)} figures beyond money {better} are better than last year and {worse} worse"
    )


def test_a_move_is_that_of_the_printed_values(sheet: SectionContent):
    for row in rows(tables(sheet)[0], "en"):
        if len(row) > 1 and row[4]:
            assert amount(row[2]) != amount(row[3])
