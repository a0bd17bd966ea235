"""A sheet beside the statements that stops coming: told once, in the month that lacks it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from reportgen import pipeline
from reportgen.catalog import Catalog
from reportgen.checks import CheckOutcome
from reportgen.checks.series import items_of
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


@pytest.mark.slow
def test_operating_data_missing_in_the_newest_month_are_told_where_they_stood_last(tmp_path: Path):
    (finding,) = told(without(tmp_path, "10月"))
    assert (finding.facts["period"], finding.facts["last"], finding.place.sheet) == ("2026-10", "2026-09", "9月")


@pytest.mark.slow
def test_a_gap_is_told_once_however_long_it_is(tmp_path: Path):
    assert [finding.facts["period"] for finding in told(without(tmp_path, "8月", "9月", "10月"))] == ["2026-08"]


@pytest.mark.parametrize(("lines", "found"), [(5, [5]), (4, [])])
def test_a_sheet_has_five_lines_at_least(
    catalog: Catalog, checked: Callable[..., CheckOutcome], lines: int, found: list[int]
):
    """Operating data of January, and in February the statement alone."""
    stated = {item for form in catalog.forms.values() for item in items_of(form, catalog.items)}
    beside = [item for item in catalog.items if item not in stated][:lines]
    figures = {f"{item}@2025-01": 1.0 for item in beside} | {"total_income@2025-02": 7.0}

    findings = checked(figures, ["会政财02@2025-02"]).findings

    assert [finding.facts["count"] for finding in findings if finding.rule == "W49"] == found


def test_a_sheet_that_still_comes_with_fewer_lines_has_not_stopped(
    catalog: Catalog, checked: Callable[..., CheckOutcome]
):
    """Two sheets of six lines in January; in February one of them has a line, of the other there is nothing."""
    stated = {item for form in catalog.forms.values() for item in items_of(form, catalog.items)}
    beside = [item for item in catalog.items if item not in stated][:12]
    sheets = {item: "kept" if at < 6 else "gone" for at, item in enumerate(beside)}
    figures = {f"{item}@2025-01": 1.0 for item in beside}
    figures |= {f"{beside[0]}@2025-02": 1.0, "total_income@2025-02": 7.0}

    found = [one for one in checked(figures, ["会政财02@2025-02"], sheets=sheets).findings if one.rule == "W49"]

    assert [(one.place.sheet, one.facts["count"]) for one in found] == [("gone", 6)]


@pytest.mark.slow
def test_complete_data_say_nothing():
    assert told(SAMPLE) == []
