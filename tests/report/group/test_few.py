"""A group of few hospitals and no year before: nothing is headed, explained or counted that is not there."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from pages import page_of, parts_of
from reportgen import pipeline
from reportgen.analysis.group.material import GroupMaterial
from reportgen.model.schemes import Grade
from reportgen.model.warnings import Level
from reportgen.report.desk.judgement.alarms import Alarm
from reportgen.report.sections import needs

LIANHE = Path(__file__).parents[3] / "samples" / "lianhe"


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> GroupMaterial:
    """Three of the hospitals, with the year and the one before, of which no growth is known."""
    folder = tmp_path_factory.mktemp("few") / "case"
    shutil.copytree(LIANHE, folder)
    (table,) = (folder / "data").glob("*.csv")
    head, *rows = table.read_text("utf-8").splitlines(keepends=True)
    kept = [row for row in rows if row.startswith(("LH01", "LH02", "LH03")) and ",2023," not in row]
    table.write_text(head + "".join(kept), "utf-8")
    file = folder / "case.yaml"
    lines = file.read_text("utf-8").splitlines(keepends=True)
    gone = tuple(f"    LH{n:02}:" for n in range(4, 99))
    file.write_text("".join(line for line in lines if not line.startswith(gone)), "utf-8")
    return pipeline.evaluate_group(pipeline.check(folder), period="2025")


def test_no_column_is_headed_that_no_hospital_could_fill(few: GroupMaterial):
    page, *_ = parts_of(few, "member", "en", kind="group")

    assert {"Value", "Score"} <= {head for table in page.tables for head in table[0]}
    assert not {"Others’ median", "Rank in level", "Score change"} & {
        head for table in page.tables for head in table[0]
    }
    assert "Fewer than 5 others of the level are ranked" in page.text
    assert "\N{CIRCLED DIGIT ONE}" not in page.text


def test_the_league_explains_only_the_marks_that_it_bears(few: GroupMaterial):
    league = page_of(few, "league", "en", kind="group")

    assert "There is no earlier result to compare with" in league.text
    assert "scored by other indicators before" not in league.text
    assert "○" not in league.text


def test_red_alerts_by_score_do_not_contradict_that_no_line_is_reached(
    few: GroupMaterial, monkeypatch: pytest.MonkeyPatch
):
    """Four hospitals had a red alert in the league, and none was at a red line."""
    found = Alarm("asset_liability_ratio", Level.RED, (), 1.0, None)
    monkeypatch.setattr(needs, "alarms", lambda _: [found])

    text = page_of(few, "needs", "en", kind="group").text

    assert "No hospital is at a red warning line" in text
    assert "The red alerts of 3 hospitals come of indicators graded Poor, not of a line: " in text


def test_none_is_said_as_none(few: GroupMaterial):
    """The titles said 0 of 3."""
    fair = tuple(
        replace(
            one,
            evaluation=replace(one.evaluation, grade=Grade.FAIR),
            quality=replace(one.quality, equations_checked=0, completeness=0.9),
        )
        for one in few.members
    )
    group = replace(few, members=fair)
    data = page_of(group, "group_quality", "en", kind="group")

    assert page_of(group, "group_verdict", "en", kind="group").title == "None of 3 hospitals is Excellent or Good"
    assert data.title == "None of 3 hospitals has 95% of the data or more"
    assert "No equations between the figures of the hospitals could be checked." in data.text
