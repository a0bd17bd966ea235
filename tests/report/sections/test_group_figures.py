"""A group that nothing is scored in shows its hospitals side by side, and claims no scores."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pages import page_of, section_of
from reportgen import pipeline
from reportgen.analysis.group.material import GroupMaterial

ALLIANCE = Path(__file__).parents[2] / "cases" / "alliance"


def group(folder: Path, *lines: tuple[str, str]) -> GroupMaterial:
    """The alliance without a scheme; `lines` replace words of its table."""
    shutil.copytree(ALLIANCE, folder)
    file, table = folder / "case.yaml", folder / "data" / "years.csv"
    scored = file.read_text(encoding="utf-8")
    assert "scheme: stakeholder_views.public_hospital" in scored
    file.write_text(scored.replace("scheme: stakeholder_views.public_hospital", "scheme: none"), encoding="utf-8")
    text = table.read_text(encoding="utf-8")
    for old, new in lines:
        assert old in text
        text = text.replace(old, new)
    table.write_text(text, encoding="utf-8")
    return pipeline.evaluate_group(pipeline.check(folder), period="2025")


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> GroupMaterial:
    return group(tmp_path_factory.mktemp("unscored") / "sound")


def test_its_hospitals_stand_side_by_side_the_largest_income_first(sound: GroupMaterial):
    page = page_of(sound, "group_figures", "en", kind="group")

    assert page.title == "None of the 3 hospitals that have data runs a deficit"
    hospitals = ["Central Hospital", "第一人民医院（示例）", "妇女儿童医院（示例）"]
    assert page.column("Hospital") == [*hospitals, "Sum"]
    assert page.row("Central Hospital")[1:4] == ["1,895.4", "28.5", "3,066.1"]
    assert page.row("Sum")[2] == "61.1"
    assert "nothing is scored, graded or ranked" in page.text


def test_a_group_that_is_scored_has_its_league_instead(tmp_path: Path):
    shutil.copytree(ALLIANCE, tmp_path / "case")
    scored = pipeline.evaluate_group(pipeline.check(tmp_path / "case"), period="2025")

    assert section_of(scored, "group_figures", kind="group") is None


def test_its_cover_tells_of_no_scores_and_of_no_pages_that_it_has_not(sound: GroupMaterial):
    said = page_of(sound, "cover", "en", kind="group").text

    assert "nothing is scored or ranked" in said
    assert "Scores of abilities" not in said
    assert "Each hospital's page" not in said


def test_deficits_are_counted_and_what_is_missing_has_no_sum(tmp_path: Path):
    found = group(tmp_path / "case", (",28521579.57,", ",-28521579.57,"), (",3066120218.41,", ",,"))
    page = page_of(found, "group_figures", "zh", kind="group")

    assert page.title == "3家医院中1家亏损"
    total = page.row("合计")
    assert total[1:4] == ["437,517", "401", "—"]
    assert "有一家没有的，不列合计" in page.text
