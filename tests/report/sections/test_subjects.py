"""What holds for every section about a subject: it answers, or says in both languages what to supply."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import pytest

from rendered import material
from report.sections.annual import printed
from report.sections.reading import exact
from report.sections.subjects import SUBJECTS, alone, alternatives, tables, told
from reportgen.report.assembly import hospital
from reportgen.report.desk.tables.sheet import Paragraphs, SectionContent
from reportgen.report.section import Report

EACH = pytest.mark.parametrize("name", SUBJECTS)
WHOLE_YEAR_LACKS = {"run_charts", "volume_price", "budget_life", "appraisal"}
"""Sections that rest on months only, or on registers that the sample has of one year."""
CMS_LACKS = {
    "drivers", "volume_price", "return_tree", "department_margins", "break_even", "run_charts", "season", "common_size",
    "what_if", "cash_outlook", "budget_execution", "budget_life", "budget_projects", "unit_economics",
    "ageing", "service_costs", "appraisal", "equipment", "materials_watch", "views", "cost_management",
}  # fmt: skip
"""Sections for which the sample of another country has no data."""
PUBLIC_ONLY = ("state_assets",)
"""Sections about duties that only the accounting rules of Chinese public hospitals know."""


OWN_NAMES = {
    "department_margins", "budget_execution", "budget_projects", "unit_economics", "equipment", "contracts",
    "materials_watch", "appraisal",
}  # fmt: skip
"""Drawings with names that the hospital gave: of departments, lines, projects, groups, machines, contracts, posts."""


@cache
def sheet_of(name: str, sample: str = "renhe", period: str = "2026-10", mode: str = "zh-en") -> SectionContent:
    """A section alone on its report, put together once; the sample's newest month unless asked otherwise."""
    found = alone(material(sample, period), name, mode).sections[0].content
    assert isinstance(found, SectionContent)
    return found


@EACH
def test_it_answers_for_a_month_with_a_table_or_a_drawing(name: str):
    sheet = sheet_of(name)
    assert tables(sheet)
    assert re.search(r"\d", sheet.headline.zh)


@EACH
def test_both_languages_state_the_same_exact_numbers(name: str):
    sheet = sheet_of(name)
    for text in (
        sheet.headline,
        *sheet.lead,
        *(line for b in sheet.blocks if isinstance(b, Paragraphs) for line in b.lines),
    ):
        if "亿" not in text.zh and "万" not in text.zh:  # scaled by the language
            assert exact(text.zh) == exact(text.en), text


@EACH
def test_every_drawing_says_what_it_shows_with_a_number(name: str):
    for language in ("zh", "en"):
        found = list(alternatives(sheet_of(name, mode=language)))
        assert len(set(found)) == len(found)
        assert all(re.search(r"\d", alt) and "{" not in alt for alt in found)
        if language == "en" and name not in OWN_NAMES:
            assert not any(re.search("[\u4e00-\u9fff]", alt) for alt in found)


@EACH
def test_a_whole_year_has_its_answer_too(name: str):
    sheet = sheet_of(name, period="2025")
    assert bool(tables(sheet)) is (name not in WHOLE_YEAR_LACKS)


@pytest.mark.parametrize("name", PUBLIC_ONLY)
def test_duties_of_public_hospitals_are_no_matter_of_others(name: str):
    assert not alone(material("us-cms", "2021"), name).sections


@pytest.mark.parametrize("name", [name for name in SUBJECTS if name not in PUBLIC_ONLY])
def test_what_the_data_does_not_hold_is_one_sentence_that_says_what_to_supply(name: str):
    sheet = sheet_of(name, "us-cms", "2021")
    assert bool(tables(sheet)) is (name not in CMS_LACKS)
    if name in CMS_LACKS:
        assert re.search(r"[Ss]upply|needed|fewer than|missing|not submitted", told(sheet)), told(sheet)
        assert not re.search(r"\bnan\b|None", told(sheet))


@EACH
def test_a_dash_has_its_reason_under_the_table(name: str):
    for table in tables(sheet_of(name)):
        marks = {cell[1:] for line in table.lines for cell in map(printed, line.cells) if re.fullmatch("—.+", cell)}
        assert marks <= {note.zh.split(" ")[0] for note in table.notes}


@pytest.mark.slow
def test_the_annual_report_has_them_in_a_part_of_their_own_and_the_board_s_only_on_request(
    reports: Callable[..., Report],
):
    annual = [section.name for section in reports("renhe", "zh", "2025", "annual").sections]
    part = annual[annual.index("growth") - 1]
    assert part == "part"
    assert {"drivers", "forecast", "what_if", "risk_watch", "cash_outlook"} <= set(annual)
    assert not set(SUBJECTS) & {section.name for section in reports("renhe", "zh").sections}


def test_a_submission_cannot_have_scenarios():
    from dataclasses import replace

    from reportgen.errors import Refused
    from reportgen.model.reports import ReportChoice

    month = material("renhe", "2026-10")
    file = month.case.file.model_copy(update={"reports": {"agency": ReportChoice(sections=("what_if",))}})
    with pytest.raises(Refused) as refused:
        hospital(replace(month, case=replace(month.case, file=file)), "agency", "zh")
    assert {finding.rule for finding in refused.value.findings} & {"D26", "D22"}
