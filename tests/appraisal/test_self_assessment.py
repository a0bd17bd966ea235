"""The self-assessment: how each line stands, moved and is borne out, worked by hand; what its pages say."""

from __future__ import annotations

from pathlib import Path

import pytest

import filed
from report.sections.subjects import page, tables
from reportgen import pipeline
from reportgen.analysis.answer import Unavailable
from reportgen.analysis.business.national_appraisal import LineCourse, LineStanding
from reportgen.model.definition import Language
from reportgen.report.desk.sheet import Paragraphs, SectionContent, Table

pytestmark = pytest.mark.serves("004-05")
ENTRIES = {
    "3": {"reason": "不开展三级手术"},
    "4": {"numerator": 3, "denominator": 120, "evidence": "病案统计", "department": "医务部"},
    "6": {"numerator": 1400},
    "16": {"value": "40%"},
    "14": {"value": "-1.1%"},
}


def said(sheet: SectionContent, language: Language = "en") -> str:
    """All words of a section."""
    found = [sheet.headline, *sheet.lead]
    for block in sheet.blocks:
        if isinstance(block, Paragraphs):
            found += [*([block.title] if block.title else []), *block.lines]
    return "\n".join(text.in_language(language) for text in found)


def cells(table: Table, number: str, language: Language = "en") -> list[str]:
    """The cells of the row of a number."""
    row = next(line for line in table.lines if line.cells[0] == number)
    return [cell if isinstance(cell, str) else cell.in_language(language) for cell in row.cells]


def test_a_line_stands_as_computed_filed_missing_or_not_asked(tmp_path: Path):
    found = filed.answer(filed.filed(tmp_path / "case", ENTRIES))
    standing = {number: filed.line(found, number).standing for number in ("1", "4", "16", "3", "8")}
    assert standing == {
        "1": LineStanding.COMPUTED, "4": LineStanding.COMPUTED, "16": LineStanding.FILED, "3": LineStanding.NOT_ASKED,
        "8": LineStanding.MISSING,
    }  # fmt: skip
    assert filed.line(found, "16").value.value == pytest.approx(0.4)
    assert filed.line(found, "16").value.places[0].cell == "I23"


def test_the_course_follows_the_direction_of_the_list(tmp_path: Path):
    found = filed.answer(filed.filed(tmp_path / "case", ENTRIES))
    course = {number: filed.line(found, number).course for number in ("1", "2", "13", "28", "6")}
    assert course == {
        "1": LineCourse.WORSE,  # 25 % to 22 %, to rise
        "2": LineCourse.BETTER,  # 30 % to 40 %, to rise
        "13": None,  # the stay is watched, no way is better
        "28": LineCourse.WORSE,  # 80 to 76
        "6": None,  # nothing was filed for the year before
    }
    assert [one.line.number for one in found.at_risk] == ["1", "28"]


def test_rows_are_counted_by_dimension_and_a_row_of_parts_is_whole_when_all_are(tmp_path: Path):
    found = filed.answer(filed.filed(tmp_path / "case", ENTRIES))
    counts = {one.id: (one.rows, one.whole, one.not_asked, one.better, one.worse) for one in found.dimensions}
    assert counts == {
        "quality": (13, 5, 1, 1, 1),  # rows 1, 2, 4, 6 and 13 have values
        "operations": (9, 4, 0, 0, 0),  # 14, 15, 16 and 20
        "development": (4, 1, 0, 0, 0),  # 23; five shares of doctors are not there
        "satisfaction": (2, 1, 0, 0, 1),  # 28
    }
    assert (found.rows, found.whole) == (28, 11)


def test_a_filed_value_that_the_own_tables_do_not_give_is_held_beside_theirs(tmp_path: Path):
    more = {**ENTRIES, "20": {"value": "12%"}}
    found = filed.answer(filed.filed(tmp_path / "case", more))
    assert [one.line.number for one in found.differing] == ["20"]
    assert (filed.line(found, "20").filed, filed.line(found, "20").value.value) == (
        pytest.approx(0.12), pytest.approx(0.1),
    )  # fmt: skip


def test_what_a_hospital_files_by_itself_without_evidence_is_counted(tmp_path: Path):
    found = filed.answer(filed.filed(tmp_path / "case", ENTRIES))
    assert [one.line.number for one in found.unproved] == ["6"]


def test_there_is_none_of_a_month_or_of_a_hospital_on_no_list(tmp_path: Path):
    folder = filed.case(tmp_path / "case")
    text = (folder / "case.yaml").read_text(encoding="utf-8").replace(", level: 二级甲等", "")
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    answer = filed.material(pipeline.check(folder)).analysis["business.national_appraisal"]
    assert isinstance(answer, Unavailable)
    assert answer.why == "appraisal_list"


def test_the_page_says_that_it_is_an_own_assessment_and_scores_nothing(tmp_path: Path):
    sheet = page(filed.material(filed.filed(tmp_path / "case", ENTRIES)), "self_assessment")
    assert "11 of 28 rows are whole" in sheet.headline.en
    assert "no result of the authority" in said(sheet)
    assert "这里不计总分" in said(sheet, "zh")


def test_the_page_names_what_is_at_risk_what_went_well_and_what_is_missing(tmp_path: Path):
    sheet = page(filed.material(filed.filed(tmp_path / "case", ENTRIES)), "self_assessment")
    words = said(sheet)
    assert "Share of discharged patients with surgery: from 25.00% to 22.00%, wanted to rise" in words
    assert "Share of minimally invasive surgery among operated discharges: from 30.00% to 40.00%" in words
    assert "Low-risk" not in words.partition("without a value")[0]
    assert "Participation in provincial EQA" in words.partition("without a value")[2]


def test_a_band_stands_only_where_the_authority_told_one(tmp_path: Path):
    bands = "national_appraisal: {bands: [{year: 2024, band: B+, source: {zh: 省卫健委通报, en: notice of the province}}]}\n"
    told = said(page(filed.material(filed.filed(tmp_path / "case", {}, bands)), "self_assessment"))
    silent = said(page(filed.material(filed.filed(tmp_path / "silent", {})), "self_assessment"))
    assert "The authority gave the band B+ for 2024 (notice of the province)." in told
    assert "band" not in silent


def test_each_row_shows_both_years_the_wanted_direction_and_a_mark_where_it_is_watched(tmp_path: Path):
    (table,) = tables(page(filed.material(filed.filed(tmp_path / "case", ENTRIES)), "appraised_rows"))
    assert cells(table, "1")[1:7] == [
        "▲Share of discharged patients with surgery", "%", "22.00", "25.00", "to rise", "worse",
    ]  # fmt: skip
    assert cells(table, "25")[1].startswith("Talent-training")
    assert cells(table, "3")[3].startswith("—")


def test_the_evidence_stands_beside_numerator_and_denominator(tmp_path: Path):
    table = tables(page(filed.material(filed.filed(tmp_path / "case", ENTRIES)), "appraised_evidence"))[0]
    assert cells(table, "4", "zh")[2:] == ["3", "120", "病案首页", "病案统计", "医务部"]
    assert cells(table, "3", "zh")[5] == "不适用：不开展三级手术"


def test_what_the_manual_has_to_settle_is_listed_row_by_row(tmp_path: Path):
    sheet = page(filed.material(filed.filed(tmp_path / "case", ENTRIES)), "appraised_doubts")
    (table,) = tables(sheet)
    assert len(table.lines) == 27  # all but the average stay
    assert sheet.headline.en == "27 definitions are to be checked against the manual of the year"
    assert "护士数除以医师数" in cells(table, "23", "zh")[2]
