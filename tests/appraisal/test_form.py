"""The form of the national appraisal: written with what the own tables have, and read back line by line."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

import filed
from reportgen import pipeline
from reportgen.cli.app import app
from reportgen.errors import ExitCode
from reportgen.model.finding import Money
from shell import reportgen

pytestmark = pytest.mark.serves("004-04")


def rows(path: Path) -> dict[str, tuple[object, ...]]:
    sheet = openpyxl.load_workbook(path).active
    return {str(row[0]): row for row in sheet.iter_rows(min_row=filed.FIRST, values_only=True)}


def test_the_form_has_a_line_for_each_value_with_what_the_own_tables_give(tmp_path: Path):
    found = rows(filed.form(filed.case(tmp_path / "case")))
    assert len(found) == 40
    assert found["1"][:8] == ("1", "Share of discharged patients with surgery", "%", "to rise",
        "Inpatient surgical procedures", 110, "Discharges", 500)  # fmt: skip
    assert found["1"][8].startswith("=IF(OR(F7=")
    assert (found["4"][5], found["4"][7]) == (None, None)
    assert found["28"][8] == 76


def test_figures_of_the_own_tables_are_locked_and_the_others_are_open(tmp_path: Path):
    sheet = openpyxl.load_workbook(filed.form(filed.case(tmp_path / "case"))).active
    at = {str(row[0].value): row for row in sheet.iter_rows(min_row=filed.FIRST)}
    assert sheet.protection.sheet
    assert (at["1"][5].protection.locked, at["4"][5].protection.locked) == (True, False)
    assert not at["1"][9].protection.locked


def test_what_is_filed_becomes_figures_of_the_year_with_their_cells(tmp_path: Path):
    found = filed.filed(tmp_path / "case", {
        "4": {"numerator": 3, "denominator": 120, "evidence": "病案统计"}, "11": {"value": "3级"},
    })  # fmt: skip
    assert filed.told(found) == []
    values = filed.material(found).values
    assert values.at("surgical_complication_rate", "h", "2025").value == 3 / 120
    assert values.at("emr_application_level", "h", "2025").value == 3
    place = found.reading.dataset.place(("surgical_complication_cases", "h", "2025", ""))
    assert str(place).endswith("appraisal_2025.xlsx › Form of the national appraisal!F10")


def test_a_blank_is_not_reported_and_zero_is_zero(tmp_path: Path):
    found = filed.filed(tmp_path / "case", {"4": {"numerator": 0, "denominator": 120}})
    values = filed.material(found).values
    assert values.at("surgical_complication_rate", "h", "2025").value == 0
    assert values.at("grade3_surgery_share", "h", "2025").value is None


def test_the_own_tables_come_before_what_is_filed_and_the_difference_is_told(tmp_path: Path):
    found = filed.filed(tmp_path / "case", {"1": {"numerator": 115}, "2": {"denominator": 115}})
    finding = filed.one(found, "K26")
    assert (finding.facts["value"], finding.facts["own"]) == (115, 110)
    assert not isinstance(finding.facts["value"], Money), "patients are no money"
    assert finding.place.cell == "F7"
    values = filed.material(found).values
    assert values.at("operations_per_discharge", "h", "2025").value == 110 / 500


def test_one_item_with_two_values_is_told_and_neither_is_used(tmp_path: Path):
    found = filed.filed(tmp_path / "case", {"3": {"numerator": 5, "denominator": 109}})
    finding = filed.one(found, "K27")
    assert {finding.facts["value"], finding.facts["first"]} == {109, 110}
    assert filed.material(found).values.at("grade3_surgery_share", "h", "2025").value is None


def test_a_part_above_its_whole_is_told_and_not_used(tmp_path: Path):
    found = filed.filed(tmp_path / "case", {"4": {"numerator": 121, "denominator": 120}})
    assert filed.told(found) == [("K25", "F10")]
    assert filed.material(found).values.at("surgical_complication_rate", "h", "2025").value is None


def test_a_part_alone_is_told_but_not_where_it_was_there_from_the_start(tmp_path: Path):
    found = filed.filed(tmp_path / "case", {"4": {"numerator": 3}})
    assert filed.told(found) == [("K32", "F10")]
    assert filed.told(filed.filed(tmp_path / "untouched", {})) == []


@pytest.mark.parametrize(("text", "value"), [("35.2%", 0.352), (0.352, 0.352), ("12", None), ("about", None)])
def test_a_percentage_is_a_fraction_or_bears_its_mark(tmp_path: Path, text: object, value: float | None):
    found = filed.filed(tmp_path / "case", {"16": {"value": text}})
    assert filed.line(filed.answer(found), "16").value.value == (None if value is None else pytest.approx(value))
    assert [rule for rule, _ in filed.told(found)] == ([] if value is not None else ["K30"])


@pytest.mark.parametrize(
    ("entry", "rule"),
    [
        ({"number": "99"}, "K23"),
        ({"name": "Average length of stay"}, "K24"),
        ({"numerator": 6, "denominator": 120, "value": "6%"}, "K28"),
        ({"numerator": 6, "denominator": 120, "value": "5%"}, None),
        ({"numerator": 6, "denominator": 80, "value": "7.5%"}, None),
        ({"numerator": 6, "denominator": 96, "value": "6.3%"}, None),
        ({"numerator": 6, "denominator": 96, "value": "6.4%"}, "K28"),
        ({"numerator": 3, "denominator": 4, "value": "1"}, None),
        ({"numerator": 1, "denominator": 2, "value": "1"}, None),
        ({"numerator": 1, "denominator": 2, "value": "1.0"}, "K28"),
    ],
)
def test_a_line_that_is_not_what_it_says_is_told(tmp_path: Path, entry: dict[str, object], rule: str | None):
    found = filed.filed(tmp_path / "case", {"4": entry})
    assert [told for told, _ in filed.told(found)] == ([rule] if rule else [])


def test_a_name_in_the_wrong_row_keeps_its_figures_out(tmp_path: Path):
    found = filed.filed(tmp_path / "case", {"4": {"name": "Grade-3", "numerator": 6, "denominator": 120}})
    assert filed.material(found).values.at("surgical_complication_rate", "h", "2025").value is None


def test_a_jump_asks_for_a_remark(tmp_path: Path):
    folder = filed.case(tmp_path / "case")
    filed.fill(filed.form(folder, 2024), {"4": {"numerator": 3, "denominator": 100}, "6": {"numerator": 1400}})
    path = filed.form(folder, 2025)
    filed.fill(path, {"4": {"numerator": 6, "denominator": 100}, "6": {"numerator": 1680}})
    told = [one for one in pipeline.check(folder).findings if one.rule == "K29"]
    jumps = {one.facts["number"]: one.facts["change"] for one in told}
    assert jumps == {"2": 33.3, "4": 100.0, "14": -210.0}
    assert {one.facts["limit"] for one in told} == {30.0}
    filed.fill(path, {number: {"remark": "编码目录扩大"} for number in jumps})
    assert filed.told(pipeline.check(folder)) == []


@pytest.mark.slow
def test_a_change_of_just_the_limit_is_no_jump(tmp_path: Path):
    folder = filed.case(tmp_path / "case", "national_appraisal: {jump: 0.3}\n")
    filed.fill(filed.form(folder, 2024), {"4": {"numerator": 10, "denominator": 100}})
    path = filed.form(folder, 2025)

    for numerator, told in ((13, False), (7, False), (14, True), (6, True)):
        filed.fill(path, {"4": {"numerator": numerator, "denominator": 100}})
        jumps = {one.facts["number"] for one in pipeline.check(folder).findings if one.rule == "K29"}
        assert ("4" in jumps) is told, numerator


def test_how_much_is_a_jump_is_the_hospitals_to_say(tmp_path: Path):
    folder = filed.case(tmp_path / "case", "national_appraisal: {jump: 1.5}\n")
    filed.fill(filed.form(folder, 2024), {"4": {"numerator": 3, "denominator": 100}})
    filed.fill(filed.form(folder, 2025), {"4": {"numerator": 6, "denominator": 100}})
    assert [one.facts["number"] for one in pipeline.check(folder).findings if one.rule == "K29"] == ["14"]


def test_a_hospital_on_no_list_is_told_and_gets_no_form(tmp_path: Path):
    folder = filed.case(tmp_path / "case")
    filed.form(folder)
    text = (folder / "case.yaml").read_text(encoding="utf-8").replace(", level: 二级甲等", "")
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    assert [rule for rule, _ in filed.told(pipeline.check(folder))] == ["K31"]
    refused = reportgen("appraisal", folder, "--year", "2024")
    assert refused.returncode == ExitCode.INPUT
    assert "K31" in refused.stderr


def test_a_list_that_there_is_not_is_told_with_the_nearest(tmp_path: Path):
    folder = filed.case(tmp_path / "case", "national_appraisal: {pack: appraisal_tertary}\n")
    finding = filed.one(pipeline.check(folder), "D08")
    assert finding.facts["nearest"] == "appraisal_tertiary"


def test_a_form_of_a_month_is_told(tmp_path: Path):
    folder = filed.case(tmp_path / "case")
    path = filed.form(folder)
    book = openpyxl.load_workbook(path)
    book.active["A3"] = "2025年6月"
    book.save(path)
    assert [rule for rule, _ in filed.told(pipeline.check(folder))] == ["K33"]


def test_a_form_that_is_there_is_not_written_over(tmp_path: Path):
    folder = filed.case(tmp_path / "case")
    before = filed.form(folder).read_bytes()
    again = reportgen("appraisal", folder, "--year", "2025", "--lang", "en")
    assert again.returncode == ExitCode.USAGE
    assert "C28" in again.stderr
    assert (folder / "business" / "appraisal_2025.xlsx").read_bytes() == before


def test_what_was_filed_stays_in_a_form_that_is_written_anew(tmp_path: Path):
    folder = tmp_path / "case"
    filed.filed(folder, {"4": {"numerator": 3, "denominator": 120, "evidence": "统计", "department": "医务部"}})
    other = tmp_path / "again.xlsx"
    found = CliRunner().invoke(app, ["appraisal", str(folder), "--year", "2025", "--lang", "en", "-o", str(other)])
    assert found.exit_code == 0
    assert rows(other)["4"][5:12] == (
        3,
        "Discharged patients with elective surgery",
        120,
        rows(other)["4"][8],
        "统计",
        "医务部",
        None,
    )


def test_a_form_of_a_list_that_is_not_there_is_told_once_and_not_checked(tmp_path: Path):
    filed.fill(filed.form(folder := filed.case(tmp_path / "case")), {"4": {"numerator": 130, "denominator": 120}})
    (folder / "case.yaml").write_text(f"{filed.CASE}national_appraisal: {{pack: no_such_list}}\n", encoding="utf-8")
    found = pipeline.check(folder)
    assert [(one.rule, str(one.place)) for one in found.findings if one.rule.startswith("D")] == [
        ("D08", "case.yaml:4:28")
    ]
    assert filed.told(found) == [("K31", "A7")]
