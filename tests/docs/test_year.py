"""The case that docs/year.md writes runs through its commands, and gives what the page says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from docs.pages import PROJECT, commands, write_files
from shell import typed

PAGE = "docs/year.md"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("year")
    write_files(PAGE, folder)
    for line in commands(PAGE):
        done = typed(line, folder)
        assert done.returncode == 0, f"{line}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
    return folder


def test_the_draft_is_marked_where_the_page_says(case: Path) -> None:
    draft = (case / "commentary" / "2026-11" / "01.zh.md").read_text(encoding="utf-8")

    for mark in ("[?十月末?]", "[?九月?]", "[?上升?]", "[?减少?]", "[?300万元?]", "{{ current_ratio }}"):
        assert mark in draft


def test_the_missing_score_reaches_as_far_as_the_page_says(case: Path) -> None:
    done = typed("reportgen status . --period 2026-10 --format json", case)
    (hospital,) = json.loads(done.stdout)["hospitals"]

    (reach,) = hospital["open_scores"]
    assert reach["indicators"] == ["asset_liability_ratio"]
    assert reach["weight"] == pytest.approx(0.4)
    words = f"总分在 {reach['lowest']['printed']} 与 {reach['highest']['printed']} 之间"
    assert words in (PROJECT / PAGE).read_text(encoding="utf-8").replace("\n", "")


def test_the_calendar_is_there(case: Path) -> None:
    assert (case / "due.ics").read_bytes().count(b"BEGIN:VEVENT") == 25
