"""What moved income, expense and surplus: the bridges on the page add up, and name what they are made of."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from report.sections.annual import amount, rows
from report.sections.ranking import wanting
from report.sections.subjects import drawn, page, tables, told
from reportgen.analysis.material import Material
from reportgen.report.assembly import hospital
from reportgen.report.desk.tables.sheet import ChartFigure, SectionContent
from reportgen.report.section import Report


@pytest.fixture(scope="module")
def month(materials: Callable[..., Material]) -> Material:
    return materials("renhe", "2026-10")


@pytest.fixture(scope="module")
def sheet(month: Material) -> SectionContent:
    return page(month, "drivers")


@pytest.mark.serves("003-154", "001-04")
def test_every_step_of_income_stands_in_the_table_both_ways_and_comes_to_the_change(
    sheet: SectionContent, month: Material
):
    *steps, total = rows(tables(sheet)[0])
    books = month.analysis.books
    change = books.to_date("total_income").value - books.last_year("total_income").value
    for column in (1, 2):
        assert sum(amount(row[column]) for row in steps) == pytest.approx(amount(total[column]), abs=0.005 * len(steps))
        assert amount(total[column]) == pytest.approx(change / 1e4, abs=0.005)


def test_the_order_of_substitution_is_printed(sheet: SectionContent):
    words = " ".join(note.en for note in tables(sheet)[0].notes)
    assert "Visits → Income a visit → Discharges → Case mix" in words


def test_a_bridge_has_a_row_for_each_step_between_its_ends(sheet: SectionContent):
    figures = drawn(sheet)
    assert len(figures) == 3
    for figure in figures:
        assert figure.labels[0].en == "Jan to Oct 2025"
        assert figure.labels[-1].en == "Jan to Oct 2026"
        assert 3 <= len(figure.labels) <= 12


def test_what_the_title_says_of_the_change_stands_under_the_drawing_too(sheet: SectionContent, month: Material):
    for figure, name in zip(drawn(sheet), ("income", "cost", "surplus"), strict=True):
        found = month.analysis[f"drivers.{name}"]
        change = f"{(found.after.value - found.before.value) / 1e4:+,.2f}".replace("-", "−")
        assert figure.note is not None
        assert figure.note.en.endswith(f"the change, {change}")


def test_the_headline_states_the_change_and_the_step_that_did_most(sheet: SectionContent, month: Material):
    found = month.analysis["drivers.income"]
    most = max(found.steps, key=lambda step: step.amount)
    assert most.id == "inpatient_income.discharges"
    assert "discharges" in sheet.headline.en
    assert f"{(found.after.value - found.before.value) / 1e6:.1f}" in sheet.headline.en
    assert f"{most.amount / 1e6:.1f}" in sheet.headline.en


def test_a_case_may_ask_for_one_bridge(month: Material):
    from dataclasses import replace

    from reportgen.model.reports import ReportChoice

    choice = ReportChoice(sections=("drivers",), options={"drivers": {"of": ("cost",)}})
    file = month.case.file.model_copy(update={"reports": {"board": choice}})
    report = hospital(replace(month, case=replace(month.case, file=file)), "board", "zh-en")
    blocks = report.sections[0].content.blocks
    assert [block.caption.words.en for block in blocks if isinstance(block, ChartFigure)] == ["What moved expense"]


def test_without_visits_it_says_what_to_supply(materials: Callable[..., Material]):
    sheet = page(materials("us-cms"), "drivers")
    assert not tables(sheet)
    assert "Missing in 2021: Outpatient and emergency visits" in told(sheet)


def test_it_stands_in_the_annual_report_and_in_the_board_s_only_on_request(
    reports: Callable[..., Report], month: Material
):
    assert "drivers" in {section.name for section in reports("renhe", "zh", "2025", "annual").sections}
    assert "drivers" not in {section.name for section in reports("renhe", "zh").sections}
    assert "drivers" in {section.name for section in hospital(wanting(month, "drivers"), "board", "zh").sections}
