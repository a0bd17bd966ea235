"""`reportgen check` tells a kind of finding once, with its places in the order of people; every single one on demand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reportgen.catalog import load_catalog
from reportgen.cli import show
from reportgen.model.finding import Finding
from reportgen.model.place import NOWHERE, Place
from tests.shell import reportgen

CASE = "entity: {id: h, name: {zh: 甲医院, en: A}}\nregime: '2019'\nscheme: none\n"
MONTHS = 12


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A year of months, one file each, all with the same unknown name, and one with another."""
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    (tmp_path / "data").mkdir()
    for month in range(1, MONTHS + 1):
        other = f"2025-{month:02},另外一个不认识的,1\n" if month == MONTHS else ""
        text = f"period,item,value\n2025-{month:02},total_assets,100\n2025-{month:02},说不清的款项甲,5\n{other}"
        (tmp_path / "data" / f"{month}月.csv").write_text(text, encoding="utf-8")
    return tmp_path


def test_what_is_alike_in_many_files_is_told_once_with_the_first_and_the_last(case: Path) -> None:
    said = reportgen("check", case).stdout
    unknown = [line for line in said.splitlines() if " I13 " in line]

    assert len(unknown) == 2
    assert unknown[0].startswith("warning data/1月.csv")
    (places,) = (line for line in said.splitlines() if line.strip().startswith("Places: 12; files: 12"))
    assert [place.split()[0] for place in places.split("files: 12: ")[1].split("; ")] == [
        "data/1月.csv", "data/2月.csv", "…", "data/12月.csv",
    ]  # fmt: skip
    assert "--rule ID" in said
    assert f"warnings: {MONTHS + 1};" in said


def test_one_rule_is_listed_finding_by_finding_in_natural_order(case: Path) -> None:
    ran = reportgen("check", case, "--rule", "i13")
    files = [line.split()[1] for line in ran.stdout.splitlines() if " I13 " in line]

    assert files == [f"data/{month}月.csv" for month in (*range(1, MONTHS + 1), MONTHS)]
    assert "Places:" not in ran.stdout
    assert reportgen("check", case, "--rule", "I10").stdout.count(" · ") == 0
    assert "nearest" in reportgen("check", case, "--rule", "I990").stderr


def test_a_summary_counts_each_rule_with_its_words(case: Path) -> None:
    said = reportgen("check", case, "--summary").stdout
    (row,) = (line for line in said.splitlines() if " I13 " in line)

    assert row.split()[:4] == ["warning", "I13", str(MONTHS + 1), str(MONTHS)]
    assert "is not known" in row
    assert not {"{", "}"} & {*said}


def test_what_findings_of_a_rule_say_alike_stands_in_a_summary_and_what_differs_is_left_open() -> None:
    messages, facts = (
        load_catalog().messages,
        {"period": "2025", "column": "A", "total": "B", "value": 1, "parts": 2, "gap": 1},
    )
    one, other = (Finding("W53", NOWHERE, {**facts, "column": column}) for column in "AC")
    with_clause = Finding("W53", NOWHERE, {**facts, "left_out": "D"})

    assert messages.alike([one], "en") == messages.say(one, "en").message
    assert messages.alike([one, other], "en") == messages.say(one, "en").message.replace("A", "…")
    assert messages.alike([with_clause, one], "en") == messages.say(one, "en").message
    assert "{" not in messages.in_general("W53", "zh").message


def test_of_what_follows_from_one_cause_a_few_are_told_and_the_rest_counted(capsys: pytest.CaptureFixture[str]) -> None:
    cause = Finding("I13", Place("6.xlsx", "表"), {"label": "cause"})
    following = [
        Finding("I14", Place("6.xlsx", "表", f"C{row}"), {"label": f"line {row}"}, cause=("I13", cause.place))
        for row in range(1, 8)
    ]
    show.grouped([cause, *following], load_catalog(), "en")
    said = capsys.readouterr().out

    assert [f"C{row} " in said for row in range(1, 8)] == [True] * 3 + [False] * 4
    assert "I14: 4 more that follow from it" in said


def test_json_holds_every_single_finding(case: Path) -> None:
    found = json.loads(reportgen("check", case, "--format", "json").stdout)["findings"]

    assert sum(one["rule"] == "I13" for one in found) == MONTHS + 1


@pytest.mark.parametrize(("language", "words"), [("zh", "不认识"), ("en", "is not known")])
def test_a_code_is_explained_in_the_language_of_the_reader(language: str, words: str, tmp_path: Path) -> None:
    said = reportgen("explain", "I13", language=language, cwd=tmp_path).stdout
    check = reportgen("explain", "v01", language=language, cwd=tmp_path).stdout

    assert {"zh": "警告", "en": "warning"}[language] in said
    assert "names" in said
    assert "…" in said
    assert "{" not in said
    assert words in said
    assert "=" in check
    assert "reportgen explain I13" in reportgen("checks", "show", "I13", language=language, cwd=tmp_path).stderr


def test_a_code_that_there_is_not_names_the_nearest(tmp_path: Path) -> None:
    ran = reportgen("explain", "I990", cwd=tmp_path)

    assert ran.returncode == 3
    assert "C08" in ran.stderr


def test_what_concerns_one_period_is_listed_alone_and_decides_the_exit_code(case: Path) -> None:
    text = "period,item,value\n2025-02,total_assets,7\n"
    (case / "data" / "another.csv").write_text(text, encoding="utf-8")

    asked = ([], ["-p", "2025-02"], ["-p", "2025-03"], ["-p", "2025-01"])
    assert [bool(reportgen("check", case, *period).returncode) for period in asked] == [True, True, True, False]
    said = reportgen("check", case, "--period", "2025-01", "--summary").stdout
    assert said.splitlines()[0].startswith("Only what a report on 2025-01 counts")
    assert " I43 " not in said


@pytest.mark.parametrize(("asked", "rule"), [("2031", "C01"), ("soon", "C04")])
def test_a_period_of_which_there_is_nothing_is_refused(case: Path, asked: str, rule: str) -> None:
    ran = reportgen("check", case, "--period", asked)

    assert ran.returncode != 0
    assert rule in ran.stderr
