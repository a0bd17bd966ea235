"""Figures in question bear their mark wherever they are printed, where nothing is scored as well."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from analysis.cases import case
from pages import Part, page_of
from report.sections.test_group_figures import group
from reportgen.analysis.material import Material

BEFORE = {
    "total_income": 100e6,
    "total_expense": 90e6,
    "period_surplus": 10e6,
    "total_assets": 300e6,
    "discharges": 800.0,
}
MARKED = "† In question (V22): no conclusion until settled."


def hospital(folder: Path, **now: float) -> Material:
    """Two years without a scheme; the surplus of the second is what income less expense makes, unless told."""
    figures = {f"{item}@{year}": value for year in (2024, 2025) for item, value in BEFORE.items()}
    return case(folder, figures | {f"{item}@2025": value for item, value in now.items()}, "2025").material


def block(material: Material, name: str) -> Part:
    return page_of(material, "block", "en", "annual", of=(name,))


def test_the_story_and_the_flash_mark_sentences_and_numbers_in_question(tmp_path: Path):
    asked = hospital(tmp_path, period_surplus=8e6)
    story, flash = page_of(asked, "story"), page_of(asked, "flash", kind="flash")

    assert "from ¥10.0 m to ¥8.0 m.†" in story.text
    assert story.title.endswith("†")
    assert story.text.count(MARKED) == flash.text.count(MARKED) == 1
    assert flash.row("Surplus")[0].endswith("†")
    assert flash.row("Total assets")[0] == "Total assets"


def test_a_block_marks_the_names_of_indicators_in_question_and_says_what_the_mark_means(tmp_path: Path):
    asked = block(hospital(tmp_path, period_surplus=8e6), "income")

    assert asked.row("Total income†")
    assert "† Total income and income growth rest on figures in question (V22)" in asked.text


def test_a_headline_bears_the_mark_of_what_it_tells_alone(tmp_path: Path):
    asked = hospital(tmp_path, discharges=900.0, discharged_patient_bed_days=90000.0)
    story = page_of(asked, "story")

    assert {one.rule for one in asked.findings} == {"W08"}
    assert "discharges" in story.text.partition("†")[0]
    assert not story.title.endswith("†")


def test_what_is_settled_bears_no_mark(tmp_path: Path):
    settled = replace(hospital(tmp_path, period_surplus=8e6), findings=())

    for page in (page_of(settled, "story"), page_of(settled, "flash", kind="flash"), block(settled, "income")):
        assert "†" not in page.text


@pytest.mark.parametrize(("assets", "marked"), [("3066120218.41", ""), ("3099120218.41", "†")])
def test_a_group_that_nothing_is_scored_in_marks_the_hospitals_whose_figures_are_in_question(
    tmp_path: Path, assets: str, marked: str
):
    page = page_of(group(tmp_path / "case", (",3066120218.41,", f",{assets},")), "group_figures", kind="group")

    assert page.column("Hospital")[:2] == [f"Central Hospital{marked}", "第一人民医院（示例）"]
    assert ("† Figures of the hospital are in question (V86)" in page.text) is bool(marked)
