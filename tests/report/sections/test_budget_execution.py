"""Execution of the budget against the part of the year that is over."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from report.sections.annual import amount, rows
from report.sections.subjects import drawn, page, tables
from reportgen.analysis.material import Material
from reportgen.report.desk.sheet import Sheet


@pytest.fixture(scope="module")
def month(materials: Callable[..., Material]) -> Material:
    return materials("renhe", "2026-10")


@pytest.fixture(scope="module")
def sheet(month: Material) -> Sheet:
    return page(month, "budget_execution")


@pytest.mark.serves("000-10", "001-44")
def test_used_less_the_time_gone_is_the_gap_of_every_line(sheet: Sheet):
    for row in rows(tables(sheet)[0]):
        budget, actual, used, gap = (amount(cell) for cell in row[2:6])
        assert used == pytest.approx(actual / budget * 100, abs=0.06)
        assert gap == pytest.approx(used - 10 / 12 * 100, abs=0.11)


def test_the_headline_counts_lines_that_are_off_and_over(sheet: Sheet, month: Material):
    found = month.analysis["budget.execution"]
    assert f"{len(found.off)} of {len(found.known)} budget lines" in sheet.headline.en
    assert f"{len(found.overspent)} over the year's budget" in sheet.headline.en


def test_every_line_has_its_owner_and_standing_in_words(sheet: Sheet):
    words = {row[6] for row in rows(tables(sheet)[0], "en")}
    assert words <= {"on track", "behind time", "ahead of time", "over the year’s budget"}
    assert all(row[1] for row in list(rows(tables(sheet)[0]))[3:])


@pytest.mark.serves("003-179")
def test_lines_of_cost_name_who_answers_for_them(renhe: Material) -> None:
    found = renhe.analysis["budget.execution"]
    owners = {one.owner for one in found.known if one.owner}
    shown = {row[1] for table in tables(page(renhe, "budget_execution")) for row in rows(table, "zh")}
    assert owners
    assert owners <= shown


def test_the_flexible_budget_names_the_basis_of_its_variable_share(sheet: Sheet, month: Material):
    found = month.analysis["budget.flexible"]
    note = next(one.note.en for one in drawn(sheet) if one.note and "flexed" in one.note.en)
    assert f"the variable part ({found.variable_share * 100:.1f}%" in note
    assert "not the expenditure of budget accounting" in note
