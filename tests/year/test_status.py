"""`status`: what is here, missing or late, from whom, and what each piece can still do to the grade."""

from __future__ import annotations

import json
import shutil
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from reportgen import pipeline
from shell import ROOT, reportgen
from year.years import commentary, filled, hospital

DEADLINES = """\
deadlines:
  - {of: [forms, commentary], each: month, day: 15, owner: {zh: 财务科, en: Finance}}
  - {of: [会政财02], each: month, day: 31, owner: {zh: 核算科, en: Accounts}}
  - {of: [board], each: month, day: 20}
  - {of: [annual], each: year, months: 3, day: 31}
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = hospital(tmp_path / "small", DEADLINES)
    commentary(folder, "2026-10", "稳定。\n")
    return folder


def asked(case: Path, *words: str) -> dict[str, Any]:
    done = reportgen("status", case, "--format", "json", *words)
    document = json.loads(done.stdout)
    schema = files("reportgen.export").joinpath("schemas", "status-1.json").read_text(encoding="utf-8")
    jsonschema.Draft202012Validator(json.loads(schema)).validate(document)
    found: dict[str, Any] = document["hospitals"][0]
    return found


def due(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in found["due"]}


def test_what_came_last_month_is_missing_this_month_with_day_and_owner(case: Path):
    found = due(asked(case, "--period", "2026-11", "--date", "2026-12-10"))

    assert {one["state"] for one in found.values()} == {"missing"}
    assert (found["会政财01"]["due"], found["会政财01"]["owner"]["en"]) == ("2026-12-15", "Finance")
    assert (found["会政财02"]["due"], found["会政财02"]["owner"]["en"]) == ("2026-12-31", "Accounts")
    assert found["board"]["due"] == "2026-12-20"
    assert "annual" not in found
    assert not any(one["late"] for one in found.values())


@pytest.mark.parametrize(
    ("day", "late", "code"), [("2026-12-15", 0, 0), ("2026-12-16", 2, 1), ("2026-12-21", 3, 1), ("2027-01-01", 4, 1)]
)
def test_what_is_past_its_day_is_late_and_the_exit_code_says_so(case: Path, day: str, late: int, code: int):
    done = reportgen("status", case, "-p", "2026-11", "--date", day)

    assert done.returncode == code
    assert done.stdout.count(" late") == late


def test_what_is_here_is_never_late(case: Path):
    found = due(asked(case, "--period", "2026-10", "--date", "2027-06-01"))

    assert {found[name]["state"] for name in ("会政财01", "会政财02", "commentary")} == {"here"}
    assert [name for name, one in found.items() if one["late"]] == ["board"]


def test_strictly_what_is_missing_counts_before_its_day(case: Path):
    words = ("status", case, "-p", "2026-11", "--date", "2026-11-23")

    assert reportgen(*words).returncode == 0
    assert reportgen(*words, "--strict").returncode == 1


def test_blank_forms_and_drafts_are_not_here(case: Path):
    reportgen("month", "new", case, "2026-11")

    found = due(asked(case, "--date", "2026-11-23"))

    assert {found[name]["state"] for name in ("会政财01", "会政财02")} == {"blank"}
    assert found["commentary"]["state"] == "draft"
    assert found["会政财01"]["files"] == ["data/2026/2026年11月报表.xlsx"]


@pytest.mark.slow
def test_the_period_is_the_one_under_way(case: Path):
    assert asked(case, "--date", "2026-11-23")["period"] == "2026-10"
    assert asked(case, "--date", "2026-12-16")["period"] == "2026-11"
    commentary(case, "2026-11", "新的。\n")
    assert asked(case, "--date", "2026-11-23")["period"] == "2026-11"


def test_what_unlocks_what_is_the_answer_of_check(case: Path):
    (case / "data" / "2026" / "2026年10月报表.xlsx").write_bytes(filled(("会政财01",), "2026年10月"))

    found = asked(case, "-p", "2026-10")

    checked = pipeline.check(case)
    pieces = [piece for _, some in pipeline.lacking(checked, "2026-10") for piece in some]
    (form,) = (piece for piece in pieces if (piece.kind, piece.form) == ("form", "会政财02"))
    assert form.indicators
    assert due(found)["会政财02"]["indicators"] == list(form.indicators)
    assert [one["form"] for one in found["lacking"]] == [piece.form for piece in pieces]


def test_each_missing_score_has_its_least_and_its_most():
    found = asked(ROOT / "tests" / "cases" / "clinic", "-p", "2025")

    (only,) = found["open_scores"]
    assert only == found["all_open_scores"]
    assert (only["lowest"]["printed"], only["highest"]["printed"]) == ("67.37", "87.37")
    assert (only["lowest"]["grade"], only["highest"]["grade"]) == ("fair", "excellent")


@pytest.mark.parametrize(
    ("language", "words"), [("zh", ("得0分时", "67.37（中）")), ("en", ("At 0 points", "67.37 (Fair)"))]
)
def test_the_table_speaks_both_languages(language: str, words: tuple[str, str]):
    done = reportgen("status", ROOT / "tests" / "cases" / "clinic", "-p", "2025", language=language)

    assert all(word in done.stdout for word in words)


def test_a_quarter_that_is_made_of_months_lacks_nothing(tmp_path: Path):
    case = hospital(tmp_path / "small", months=(7, 8, 9))

    found = asked(case, "-p", "2026-Q3", "--date", "2026-11-23")

    assert {one["state"] for one in found["due"] if one["kind"] == "forms"} == {"here"}
    assert not {"会政财01", "会政财02"} & {one["form"] for one in found["lacking"] if one["kind"] == "form"}


@pytest.mark.slow
def test_a_panel_tells_each_hospital(tmp_path: Path):
    shutil.copytree(ROOT / "samples" / "lianhe", tmp_path / "group")

    done = reportgen("status", tmp_path / "group", "--format", "json", "-p", "2025")
    one = reportgen("status", tmp_path / "group", "--format", "json", "-p", "2025", "--entity", "LH02")

    assert len(json.loads(done.stdout)["hospitals"]) == 18
    assert [each["entity"] for each in json.loads(one.stdout)["hospitals"]] == ["LH02"]


def test_nothing_here_is_nothing_scored(tmp_path: Path):
    case = hospital(tmp_path / "small", months=())

    done = reportgen("status", case, "--date", "2026-11-23")

    assert "2026-10" in done.stdout
    assert "nothing is scored" in done.stdout


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("deadlines: [{of: [froms], each: month, day: 15}]", "D08"),
        ("deadlines: [{of: [forms], each: month, day: 15}, {of: [forms], each: month, day: 20}]", "D30"),
        ("deadlines: [{of: [forms], each: week, day: 15}]", "D08"),
        ("deadlines: [{of: [forms], each: month, day: 32}]", "D11"),
        ("deadlines: [{of: [], each: month, day: 15}]", "D"),
        ("deadlines: [{of: [forms], each: month, day: 15, who: me}]", "D"),
        ("deadlines: [{of: [report], each: month, day: 15}]", "D08"),
    ],
)
def test_wrong_deadlines_are_told_with_their_line(tmp_path: Path, text: str, code: str):
    case = hospital(tmp_path / "small", text + "\n", months=())

    done = reportgen("check", case)

    assert done.returncode in {1, 3}
    told = [line for line in (done.stdout + done.stderr).splitlines() if "case.yaml:" in line]
    assert [line for line in told if f"· {code}" in line], done.stdout + done.stderr
