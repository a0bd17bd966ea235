"""What if: scenarios by their effect on score and grade."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from report.sections.annual import amount, rows
from report.sections.subjects import alone, drawn, page, tables
from reportgen.analysis.material import Material
from reportgen.report.desk.tables.sheet import SectionContent


@pytest.fixture(scope="module")
def month(materials: Callable[..., Material]) -> Material:
    return materials("renhe", "2026-10")


@pytest.fixture(scope="module")
def sheet(month: Material) -> SectionContent:
    return page(month, "what_if")


def test_each_scenario_states_the_surplus_it_leaves_and_the_score_it_leads_to(sheet: SectionContent, month: Material):
    score = month.evaluation.score
    assert score is not None
    lines = list(rows(tables(sheet)[0]))
    assert len(lines) == 5
    for row in lines:
        income, expense, surplus, reached, change = (amount(cell) for cell in row[1:6])
        assert income - expense == pytest.approx(surplus, abs=0.011)
        assert reached - score == pytest.approx(change, abs=0.011)


def test_scenarios_stand_by_how_far_they_move_the_score(sheet: SectionContent):
    moved = [abs(amount(row[5])) for row in rows(tables(sheet)[0])]
    assert moved == sorted(moved, reverse=True)


def test_the_headline_counts_the_changes_of_grade(sheet: SectionContent, month: Material):
    grades = [row[6] for row in rows(tables(sheet)[0])]
    changed = sum(grade != month.evaluation.grade for grade in grades)
    assert f"{changed} of {len(grades)} scenarios" in sheet.headline.en


def test_the_drawing_names_the_grade_at_each_bar(sheet: SectionContent, month: Material):
    svg = alone(month, "what_if").images[drawn(sheet)[0].picture.source].decode()
    for row in rows(tables(sheet)[0]):
        assert f"{row[4]}「" in svg


def test_it_proposes_nothing(sheet: SectionContent):
    assert "proposes nothing" in sheet.lead[0].en


def test_without_a_total_it_says_why_so_that_the_annual_lists_it_among_what_is_not_shown(month: Material):
    sheet = page(replace(month, evaluation=replace(month.evaluation, score=None, grade=None)), "what_if")

    assert [line.en for line in sheet.lacking] == [
        "No total could be formed, so nothing would move it; the scorecard says why."
    ]


@pytest.mark.parametrize(("own", "said"), [(True, "the hospital's own"), (False, "come with the program")])
def test_whose_the_assumptions_are_is_said_as_it_is(month: Material, own: bool, said: str):  # noqa: FBT001
    analysis = month.case.file.analysis.model_copy(update={"scenarios": month.catalog.scenarios if own else {}})
    file = month.case.file.model_copy(update={"analysis": analysis})
    (table,) = tables(page(replace(month, case=replace(month.case, file=file)), "what_if"))

    assert said in table.notes[0].en
