"""A sheet beside the statements that stops coming: told once, in the month that lacks it."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl

from reportgen import pipeline
from reportgen.model.finding import Finding

SAMPLE = Path(__file__).parents[2] / "samples" / "renhe"


def told(folder: Path) -> list[Finding]:
    return [finding for finding in pipeline.check(folder).findings if finding.rule == "W49"]


def without(tmp_path: Path, *months: str) -> Path:
    """The sample without operating data of some months of 2026."""
    case = tmp_path / "case"
    shutil.copytree(SAMPLE, case)
    path = case / "data" / "2026" / "2026年运营数据.xlsx"
    book = openpyxl.load_workbook(path)
    for month in months:
        del book[month]
    book.save(path)
    return case


def test_operating_data_missing_in_the_newest_month_are_told_where_they_stood_last(tmp_path: Path):
    (finding,) = told(without(tmp_path, "10月"))
    assert (finding.facts["period"], finding.facts["last"], finding.place.sheet) == ("2026-10", "2026-09", "9月")


def test_a_gap_is_told_once_however_long_it_is(tmp_path: Path):
    assert [finding.facts["period"] for finding in told(without(tmp_path, "8月", "9月", "10月"))] == ["2026-08"]


def test_complete_data_say_nothing():
    assert told(SAMPLE) == []
