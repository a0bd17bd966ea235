"""What the documents to the agency, the board and the archive say of figures that an open finding asks about."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from report.sections.reading import content
from reportgen import checks
from reportgen.analysis.material import Material
from reportgen.model.definition import Text
from reportgen.report.assembly import hospital
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.grades import outlook
from reportgen.report.desk.tables import doubts
from reportgen.report.sections.budget_statements import execution
from reportgen.report.sections.letter import letter
from reportgen.report.sections.letter.problems import reported
from reportgen.report.sections.scorecard import scorecard
from reportgen.report.sections.summary import summary
from reportgen.report.sections.verdict import verdict
from reportgen.report.setting import ModeFilters

TOUCHED = ("patient_care_margin", "days_cash_and_investments")
"""What rests on the expense of medical activities, one of the two lines between which amounts moved (W48)."""


@pytest.fixture(name="american")
def _american(materials: Callable[..., Material]) -> Material:
    return materials("us-cms", "2021")


def told(view: Any) -> str:
    return "".join(paragraph.words.zh for paragraph in view.paragraphs)


def settled(material: Material) -> Material:
    """The same with nothing to ask about."""
    return dataclasses.replace(material, findings=())


def test_an_amount_that_moved_puts_in_question_what_rests_on_one_of_the_lines(american: Material):
    """The margin is reported as an amount of its own, and hangs on the expense all the same."""
    found = doubts.doubted(HospitalContext.of(american, "zh"))
    assert found == dict.fromkeys(TOUCHED, frozenset({"W48"}))
    assert tuple(found) == TOUCHED
    assert not doubts.doubted(HospitalContext.of(settled(american), "zh"))


def test_findings_of_other_hospitals_and_years_and_notes_ask_nothing(american: Material, renhe: Material):
    asked = checks.in_question(american.findings, american.catalog, american.entity, "2020")
    assert not asked
    assert not checks.in_question(renhe.findings, renhe.catalog, renhe.entity, "2026-03")


def test_no_strength_is_claimed_on_figures_in_question(american: Material):
    def said(material: Material) -> str:
        return "".join(one.words.zh for one in outlook.strengths(HospitalContext.of(material, "zh")))

    names = [HospitalContext.of(american, "zh").short(name).zh for name in TOUCHED]
    assert any(name in said(settled(american)) for name in names)
    assert not any(name in said(american) for name in names)


def test_every_document_says_which_indicators_rest_on_figures_in_question(american: Material):
    context = HospitalContext.of(american, "zh")
    caution = doubts.told(context)
    assert caution is not None
    assert "2项指标数据待核实（W48）" in verdict(context).remark.zh  # type: ignore[union-attr]
    assert doubts.explained(context) in scorecard(context).notes
    assert caution.zh in summary(context, has_contents=False).overall.zh
    in_full = doubts.told(context, in_full=True)
    assert in_full is not None
    assert in_full.zh in told(letter(context))
    (scores,) = content(hospital(american, "agency", "zh"), "score_table").sheets
    assert in_full in scores.notes


def test_sums_that_tie_are_not_said_to_be_all_where_a_warning_is_open(american: Material, renhe: Material):
    text, view = told(letter(HospitalContext.of(american, "zh"))), content(hospital(american, "agency", "zh"), "pledge")
    assert "全部相符。另有1项警告待核实。" in text
    answers = {row.cells[1].text.zh: row.cells[2].text.zh for row in view.sheets[0].rows}
    assert answers["报表勾稽关系是否相符"] == "3项全部相符；另有1项警告待核实"
    assert "待核实" not in told(letter(HospitalContext.of(renhe, "zh")))


def test_amounts_of_differences_have_their_currency(american: Material):
    sheet = content(hospital(american, "agency", "zh"), "check_table").sheets[-1]
    assert sheet.code.zh == "金额单位：美元"


def test_a_case_with_a_source_of_its_own_claims_no_ledgers(american: Material, renhe: Material):
    source = american.case.file.data_source
    assert isinstance(source, Text)
    for material, is_public in ((american, True), (renhe, False)):
        pledge = content(hospital(material, "agency", "zh"), "pledge").paragraphs[0].zh
        assert ("账簿" in pledge) is not is_public
        assert ("第一部分所列来源" in pledge) is is_public
        assert (source.zh in told(letter(HospitalContext.of(material, "zh")))) is is_public


def position(material: Material, mode: str = "zh") -> Any:
    return content(hospital(material, "agency", mode), "financial_statements").sheets


def test_cells_that_a_form_leaves_blank_are_not_said_to_be_missing(renhe: Material):
    """Two lines of monthly balance sheets have no opening balance."""
    rows = {row.cells[3].text.zh: row.cells for row in position(renhe)[0].rows if row.cells[3].text}
    for name in ("无偿调拨净资产*", "本期盈余*"):
        assert rows[name][5].text.startswith("——")
        assert rows[name][4].text[0].isdigit()
    assert any("表样" in note.zh for note in position(renhe)[0].notes)


def test_totals_of_both_sides_stand_on_one_line(renhe: Material):
    last = position(renhe)[0].rows[-1].cells
    assert (last[0].text.zh, last[3].text.zh) == ("资产总计", "负债和净资产总计")
    assert last[1].text == last[4].text


def test_levels_of_a_schedule_are_those_of_its_form(renhe: Material):
    sheet = position(renhe)[2]
    levels = {row.cells[0].text.zh: row.cells[0].level for row in sheet.rows if row.cells[0].text}
    assert [levels[name] for name in ("医疗收入", "门急诊收入", "挂号收入")] == [1, 2, 3]
    assert "会政财02表附表01" in sheet.code.zh
    assert not sheet.code.figures  # the number of a form is no figure that needs a source
    balances = {row.cells[3].text.zh: row.cells[3].level for row in position(renhe)[0].rows if row.cells[3].text}
    assert [balances[name] for name in ("累计盈余", "其中：财政项目盈余", "医疗盈余")] == [1, 2, 4]
    costs = {row.cells[3].text.zh: row.cells[3].level for row in sheet.rows if row.cells[3].text}
    assert [costs[name] for name in ("人员经费", "其中：工资福利费用", "对个人和家庭的补助费用")] == [2, 3, 5]


def test_a_range_stays_on_its_line():
    assert '<span class="kept air-before">1.50–2.50</span>' in ModeFilters("zh").united("优秀标准1.50–2.50，")
    assert '<span class="kept air-before">2017—2021年</span>' in ModeFilters("zh").united("公开数据2017—2021年，")


def test_a_schedule_names_appropriations_as_a_line_of_its_own(renhe: Material):
    schedule, statement = position(renhe)[2], position(renhe)[1]
    assert "Of which: appropriation, basic" in [row.cells[0].text.en for row in statement.rows]
    assert schedule.rows[1].cells[0].text == Text(zh="财政基本拨款收入", en="Appropriation, basic")
    continued = HospitalContext.of(renhe, "en").say("caption.continued", title=schedule.title)
    assert schedule.has_room("en", continued, schedule.code)


def test_the_budget_stands_in_the_order_of_the_statement_of_income(renhe: Material):
    sheet = execution(HospitalContext.of(renhe, "zh"))
    assert sheet is not None
    names = {row.cells[0].text.zh: (row.cells[0].level, row.emphasis) for row in sheet.rows}
    assert names["一、本期收入"] == (0, "total")
    assert names["（二）事业收入"] == (1, "")
    assert names["其中：医疗收入"] == (2, "")
    assert names["科教收入"] == (4, "")


def test_in_an_english_report_a_month_of_a_file_name_stays_with_its_number():
    assert '<span class="kept">10<span lang="zh-CN">月</span></span>!I5' in ModeFilters("en").united(
        "收发存.xlsx › 10月!I5"
    )


def test_problems_of_the_letter_are_those_of_page_1_by_what_they_cost_and_it_says_so(american: Material):
    context = HospitalContext.of(american, "zh")
    lost = {one.id: (100 - one.score) * one.effective_weight for one in context.evaluation.indicators if one.score}
    listed = [one.id for one in outlook.endangered(context)]
    assert listed == sorted(listed, key=lambda name: -lost[name])
    assert listed[:2] == sorted(lost, key=lambda name: -lost[name])[:2]  # the third may be the step that brings most
    assert [one.id for one in reported(context)][: len(listed)] == listed
    assert "按失分" in told(letter(context))


def test_the_copy_in_english_has_words_of_its_own_for_draft_and_class(renhe: Material):
    report = hospital(dataclasses.replace(renhe, draft=True), "agency", "zh-en")
    marks = {report.images[name] for name in report.images if name.startswith("marks/draft")}
    copied = next(section.content for section in report.copy.sections if section.name == "letter")

    assert len(marks) == 2
    assert any("classed as Tertiary A" in paragraph.words.en for paragraph in copied.paragraphs)


@pytest.mark.slow
def test_a_table_of_a_form_that_goes_on_repeats_its_date_and_unit(renhe: Material):
    from reportgen.report import page

    html = page(renhe, kind="agency", mode="zh").decode()

    assert "资产负债表（续表）\u20032026年10月31日\u2003会政财01表" in html.replace("&emsp;", "\u2003")
