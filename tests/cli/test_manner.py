"""``--quiet`` and ``--log json``: what a command says of its way, and that its answer stays the same."""

from __future__ import annotations

import json
from collections import Counter
from importlib.resources import files
from pathlib import Path
from shutil import copytree
from typing import Any

import jsonschema
import pytest

from rendered import SMALL
from shell import Done, reportgen


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return Path(copytree(SMALL / "clinic", tmp_path / "case"))


@pytest.fixture
def wrong(case: Path) -> Path:
    """The same with a sum that does not tie, and a warning."""
    table = case / "data" / "balance.csv"
    text = table.read_text(encoding="utf-8").replace("2025,total_assets,1730000", "2025,total_assets,2730000")
    table.write_text(text, encoding="utf-8")
    return case


def events(done: Done) -> list[dict[str, Any]]:
    """The lines of a log, each right by its schema."""
    schema = json.loads(files("reportgen.export").joinpath("schemas", "log-1.json").read_text(encoding="utf-8"))
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    for line in lines:
        jsonschema.Draft202012Validator(schema).validate(line)
    return lines


def stages(lines: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(line["name"], line["state"]) for line in lines if line["event"] == "stage"]


def test_a_quiet_check_of_a_sound_case_says_nothing(case: Path) -> None:
    for _ in range(2):  # the second answer may be one that was kept
        done = reportgen("check", case, "--quiet")
        assert done == Done(0, "", "")
    assert "data quality" in reportgen("check", case).stdout


@pytest.mark.parametrize("more", [[], ["--summary"], ["--rule", "V01"]])
def test_a_quiet_check_tells_errors_alone(wrong: Path, more: list[str]) -> None:
    loud, quiet = reportgen("check", wrong, *more), reportgen("check", wrong, *more, "--quiet")

    assert quiet.returncode == loud.returncode == 1
    assert "Errors:" in loud.stdout
    assert "Errors:" not in quiet.stdout
    assert "data quality" not in quiet.stdout
    assert "warning" not in quiet.stdout
    if not more:
        assert "error" in quiet.stdout


@pytest.mark.slow
def test_what_is_written_is_told_by_its_path(case: Path, tmp_path: Path) -> None:
    results, report = tmp_path / "results.json", tmp_path / "board.pdf"
    evaluated = reportgen("evaluate", case, "-p", "2025", "--format", "json", "-o", results, "-q")
    rendered = reportgen("render", case, "-p", "2025", "--lang", "en", "-o", report, "-q")

    assert evaluated == Done(0, f"{results}\n", "")
    assert rendered == Done(0, f"{report}\n", "")
    assert report.is_file()


def test_a_table_to_be_read_is_left_out_and_data_that_were_asked_for_are_not(case: Path) -> None:
    table = reportgen("evaluate", case, "-p", "2025", "--quiet")
    loud, quiet = (reportgen("evaluate", case, "-p", "2025", "--format", "json", *more) for more in ([], ["--quiet"]))

    assert table == Done(0, "", "")
    assert quiet.stdout == loud.stdout != ""


def test_a_refusal_is_told_quietly_too(case: Path) -> None:
    done = reportgen("render", case, "-p", "2031", "--quiet")

    assert (done.returncode, "C01" in done.stderr) == (3, True)
    assert "Errors:" not in done.stderr


def test_a_log_has_stages_and_the_findings_of_the_json_each_once(wrong: Path) -> None:
    told = json.loads(reportgen("check", wrong, "--format", "json").stdout)["findings"]
    done = reportgen("check", wrong, "--format", "json", "--log", "json")
    lines = events(done)
    found = [{key: one for key, one in line.items() if key != "event"} for line in lines if line["event"] == "finding"]

    assert stages(lines) == [("read", "begun"), ("read", "done")]
    assert found == told
    assert json.loads(done.stdout)["findings"] == told


@pytest.mark.parametrize("form", ["table", "json"])
def test_an_evaluation_logs_each_finding_once_and_answers_as_ever(wrong: Path, form: str) -> None:
    loud = reportgen("evaluate", wrong, "-p", "2025", "--format", form)
    done = reportgen("evaluate", wrong, "-p", "2025", "--format", form, "--log", "json")
    lines = events(done)
    rules = Counter(json.dumps(line) for line in lines if line["event"] == "finding")

    assert (done.returncode, done.stdout) == (loud.returncode, loud.stdout)
    assert stages(lines) == [("read", "begun"), ("read", "done"), ("evaluate", "begun"), ("evaluate", "done")]
    assert rules
    assert max(rules.values()) == 1


@pytest.mark.slow
def test_a_log_of_a_report_ends_with_where_it_lies(case: Path, tmp_path: Path) -> None:
    done = reportgen("render", case, "-p", "2025", "--lang", "en", "-o", tmp_path / "a.pdf", "--log", "json")
    lines = events(done)

    assert (done.returncode, done.stdout) == (0, "")
    assert lines[-1] == {"event": "result", "path": str(tmp_path / "a.pdf")}
    assert [name for name, state in stages(lines) if state == "done"] == ["read", "evaluate", "render"]


def test_what_is_refused_stands_in_the_log(case: Path, tmp_path: Path) -> None:
    period = reportgen("render", case, "-p", "2031", "--log", "json")
    lines = events(period)
    nowhere = events(reportgen("check", tmp_path / "no", "--log", "json"))

    assert period.returncode == 3
    assert stages(lines)[-1] == ("evaluate", "refused")
    assert [line["rule"] for line in lines if line["event"] == "finding"] == ["C01"]
    assert [line["rule"] for line in nowhere if line["event"] == "finding"] == ["I01"]


def test_the_next_command_speaks_as_usual(case: Path) -> None:
    reportgen("check", case, "--quiet")

    assert "Errors: 0" in reportgen("check", case).stdout
    assert reportgen("doctor", "--help").returncode == 0


def test_a_log_of_another_kind_is_refused_in_words(case: Path) -> None:
    done = reportgen("check", case, "--log", "xml")

    assert (done.returncode, "C65" in done.stderr) == (2, True)
