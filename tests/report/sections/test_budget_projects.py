"""Projects: money and results; carry-overs that add up."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from report.sections.annual import amount, rows
from report.sections.subjects import page, tables, told
from reportgen.analysis.material import Material
from reportgen.report.desk.tables.sheet import SectionContent


@pytest.fixture(scope="module")
def month(materials: Callable[..., Material]) -> Material:
    return materials("renhe", "2026-10")


@pytest.fixture(scope="module")
def sheet(month: Material) -> SectionContent:
    return page(month, "budget_projects")


@pytest.mark.serves("000-40")
def test_money_of_the_projects_adds_up_and_results_are_said(sheet: SectionContent):
    *projects, total = rows(tables(sheet)[0], "en")
    for column in (2, 3):
        assert sum(amount(row[column]) for row in projects) == pytest.approx(amount(total[column]), abs=0.03)
    assert {row[8] for row in projects} <= {"met", "not met yet", "missed"}
    met = sum(row[8] == "met" for row in projects)
    assert f"{met} has met" in sheet.headline.en


def test_carry_overs_lead_from_opening_to_closing(sheet: SectionContent):
    for row in rows(tables(sheet)[1]):
        opening, adjustment, change, closing = (amount(cell) for cell in row[1:])
        assert opening + adjustment + change == pytest.approx(closing, abs=0.016)


@pytest.mark.serves("003-169")
def test_monthly_measured_payment_is_told_in_the_note_of_a_project_report_alone(renhe: Material) -> None:
    (note, *_) = tables(page(renhe, "budget_projects"))[0].notes
    assert "联签后付款" in note.zh
    assert "have signed" in note.en
    assert "联签后付款" not in told(page(renhe, "budget_execution"))


def test_how_works_are_paid_is_told_as_a_rule(renhe: Material):
    note = next(note for table in tables(page(renhe, "budget_projects")) for note in table.notes if "priced" in note.en)

    assert "is to be measured and priced each month" in note.en
