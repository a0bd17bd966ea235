"""What holds for every section about a subject: it answers, or says in both languages what to supply."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from report.sections.annual import printed
from report.sections.reading import exact
from report.sections.subjects import SUBJECTS, alone, alternatives, page, tables, told
from reportgen.analysis.material import Material
from reportgen.report.assembly import hospital
from reportgen.report.desk.sheet import Sheet, Words
from reportgen.report.section import Report

EACH = pytest.mark.parametrize("name", SUBJECTS)
WHOLE_YEAR_LACKS = {"run_charts", "volume_price", "budget_life", "appraisal"}
"""Sections that rest on months only, or on registers that the sample has of one year."""
CMS_LACKS = {
    "drivers", "volume_price", "return_tree", "department_margins", "break_even", "run_charts", "season", "common_size",
    "what_if", "cash_outlook", "risk_watch", "budget_execution", "budget_life", "budget_projects", "unit_economics",
    "ageing", "service_costs", "appraisal", "equipment", "materials_watch", "views",
}  # fmt: skip
"""Sections for which the sample of another country has no data."""


OWN_NAMES = {
    "department_margins", "budget_execution", "budget_projects", "unit_economics", "equipment", "contracts",
    "materials_watch", "appraisal",
}  # fmt: skip
"""Drawings with names that the hospital gave: of departments, lines, projects, groups, machines, contracts, posts."""


@pytest.fixture(scope="module")
def month(materials: Callable[..., Material]) -> Material:
    return materials("renhe", "2026-10")


@EACH
def test_it_answers_for_a_month_with_a_table_or_a_drawing(month: Material, name: str):
    sheet = page(month, name)
    assert tables(sheet)
    assert re.search(r"\d", sheet.headline.zh)


@EACH
def test_both_languages_state_the_same_exact_numbers(month: Material, name: str):
    sheet = page(month, name)
    for text in (
        sheet.headline,
        *sheet.lead,
        *(line for b in sheet.blocks if isinstance(b, Words) for line in b.lines),
    ):
        if "亿" not in text.zh and "万" not in text.zh:  # scaled by the language
            assert exact(text.zh) == exact(text.en), text


@EACH
def test_every_drawing_says_what_it_shows_with_a_number(month: Material, name: str):
    for language in ("zh", "en"):
        sheet = alone(month, name, language).sections[0].content
        found = list(alternatives(sheet))
        assert len(set(found)) == len(found)
        assert all(re.search(r"\d", alt) and "{" not in alt for alt in found)
        if language == "en" and name not in OWN_NAMES:
            assert not any(re.search("[\u4e00-\u9fff]", alt) for alt in found)


@EACH
def test_a_whole_year_has_its_answer_too(materials: Callable[..., Material], name: str):
    sheet = page(materials("renhe", "2025"), name)
    assert bool(tables(sheet)) is (name not in WHOLE_YEAR_LACKS)


@EACH
def test_what_the_data_does_not_hold_is_one_sentence_that_says_what_to_supply(
    materials: Callable[..., Material], name: str
):
    sheet = page(materials("us-cms"), name)
    assert isinstance(sheet, Sheet)
    assert bool(tables(sheet)) is (name not in CMS_LACKS)
    if name in CMS_LACKS:
        assert re.search(r"[Ss]upply|needed|fewer than|missing|not submitted", told(sheet)), told(sheet)
        assert not re.search(r"\bnan\b|None", told(sheet))


@EACH
def test_a_dash_has_its_reason_under_the_table(month: Material, name: str):
    for table in tables(page(month, name)):
        marks = {cell[1:] for line in table.lines for cell in map(printed, line.cells) if re.fullmatch("—.+", cell)}
        assert marks <= {note.zh.split(" ")[0] for note in table.notes}


def test_the_annual_report_has_them_in_a_part_of_their_own_and_the_board_s_only_on_request(
    reports: Callable[..., Report],
):
    annual = [section.name for section in reports("renhe", "zh", "2025", "annual").sections]
    part = annual[annual.index("growth") - 1]
    assert part == "part"
    assert {"drivers", "forecast", "what_if", "risk_watch", "cash_outlook"} <= set(annual)
    assert not set(SUBJECTS) & {section.name for section in reports("renhe", "zh").sections}


def test_a_submission_cannot_have_scenarios(month: Material):
    from dataclasses import replace

    from reportgen.errors import Refused
    from reportgen.model.reports import ReportChoice

    file = month.case.file.model_copy(update={"reports": {"agency": ReportChoice(sections=("what_if",))}})
    with pytest.raises(Refused) as refused:
        hospital(replace(month, case=replace(month.case, file=file)), "agency", "zh")
    assert {finding.rule for finding in refused.value.findings} & {"D26", "D22"}
