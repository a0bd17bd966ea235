"""The self-assessment: how each line stands, moved and is borne out, worked by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

import filed
from reportgen import pipeline
from reportgen.analysis.answer import Unavailable
from reportgen.analysis.business.national_appraisal import LineCourse, LineStanding

pytestmark = pytest.mark.serves("004-05")


def test_a_line_stands_as_computed_filed_missing_or_not_asked(tmp_path: Path):
    found = filed.answer(filed.filed(tmp_path / "case", filed.ENTRIES))
    standing = {number: filed.line(found, number).standing for number in ("1", "4", "16", "3", "8")}
    assert standing == {
        "1": LineStanding.COMPUTED, "4": LineStanding.COMPUTED, "16": LineStanding.FILED, "3": LineStanding.NOT_ASKED,
        "8": LineStanding.MISSING,
    }  # fmt: skip
    assert filed.line(found, "16").value.value == pytest.approx(0.4)
    assert filed.line(found, "16").value.places[0].cell == "I23"


def test_the_course_follows_the_direction_of_the_list(tmp_path: Path):
    found = filed.answer(filed.filed(tmp_path / "case", filed.ENTRIES))
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
    found = filed.answer(filed.filed(tmp_path / "case", filed.ENTRIES))
    counts = {one.id: (one.rows, one.whole, one.not_asked, one.better, one.worse) for one in found.dimensions}
    assert counts == {
        "quality": (13, 5, 1, 1, 1),  # rows 1, 2, 4, 6 and 13 have values
        "operations": (9, 4, 0, 0, 0),  # 14, 15, 16 and 20
        "development": (4, 1, 0, 0, 0),  # 23; five shares of doctors are not there
        "satisfaction": (2, 1, 0, 0, 1),  # 28
    }
    assert (found.rows, found.whole) == (28, 11)


def test_a_filed_value_that_the_own_tables_do_not_give_is_held_beside_theirs(tmp_path: Path):
    more = {**filed.ENTRIES, "20": {"value": "12%"}}
    found = filed.answer(filed.filed(tmp_path / "case", more))
    assert [one.line.number for one in found.differing] == ["20"]
    assert (filed.line(found, "20").filed, filed.line(found, "20").value.value) == (
        pytest.approx(0.12), pytest.approx(0.1),
    )  # fmt: skip


def test_what_a_hospital_files_by_itself_without_evidence_is_counted(tmp_path: Path):
    found = filed.answer(filed.filed(tmp_path / "case", filed.ENTRIES))
    assert [one.line.number for one in found.unproved] == ["6"]


def test_there_is_none_of_a_month_or_of_a_hospital_on_no_list(tmp_path: Path):
    folder = filed.case(tmp_path / "case")
    text = (folder / "case.yaml").read_text(encoding="utf-8").replace(", level: 二级甲等", "")
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    answer = filed.material(pipeline.check(folder)).analysis["business.national_appraisal"]
    assert isinstance(answer, Unavailable)
    assert answer.why == "appraisal_list"
