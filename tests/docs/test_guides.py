"""The case that docs/case-folder.md writes step by step runs and gives what the page says."""

from __future__ import annotations

import json
import shlex
import subprocess
from pathlib import Path

import pytest

from docs.pages import commands, write_files
from shell import Done, typed

PEERS = 5
DAYS = (15_800_000 + 17_400_000) / 2 * 365 / 138_200_000


def shell(line: str, folder: Path) -> Done | subprocess.CompletedProcess[str]:
    """What a reader gets who types this line there: our commands in this process, others by the shell."""
    if line.startswith("reportgen "):
        return typed(line, folder)
    return subprocess.run(["bash", "-c", line], cwd=folder, capture_output=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder as the page describes it, and its commands run."""
    folder = tmp_path_factory.mktemp("case")
    write_files("docs/case-folder.md", folder)
    for line in commands("docs/case-folder.md"):
        done = shell(line, folder)
        assert done.returncode == 0, f"{line}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
    return folder


@pytest.mark.slow
def test_the_own_indicator_has_the_value_that_the_page_works_out(case: Path) -> None:
    results = json.loads((case / "results.json").read_text(encoding="utf-8"))
    (found,) = [one for one in results["indicators"] if one["id"] == "days_in_receivables"]

    assert results["period"] == "2025"
    assert found["value"] == pytest.approx(DAYS)
    assert f"{DAYS:.1f}" == found["printed"] == "43.8"


@pytest.mark.slow
def test_the_own_scheme_scores_both_parts(case: Path) -> None:
    results = json.loads((case / "results.json").read_text(encoding="utf-8"))

    assert results["scheme"]["id"] == "small_hospital"
    assert [part["share"] for part in results["parts"]] == [0.8, 0.2]
    assert all(part["score"] is not None for part in results["parts"])
    assert results["grade"] in {"excellent", "good", "fair", "low", "poor"}


def test_the_own_check_fires_where_it_is_broken(tmp_path: Path) -> None:
    write_files("docs/case-folder.md", tmp_path)
    table = tmp_path / "data" / "statements.csv"
    text = table.read_text(encoding="utf-8").replace(
        "accounts_receivable_net,17400000.00", "accounts_receivable_net,99000000.00"
    )
    table.write_text(text, encoding="utf-8")

    done = shell("reportgen check . --format json", tmp_path)

    (found,) = json.loads(done.stdout)["findings"]
    assert (done.returncode, found["rule"], found["severity"]) == (1, "V00", "error")
    assert (found["place"]["file"], found["place"]["line"]) == ("data/statements.csv", 10)
    assert "Receivables within current assets" in found["message"]["en"]


def test_the_calculator_of_the_methods_page_runs(tmp_path: Path) -> None:
    answers = [shell(line, tmp_path) for line in commands("docs/methods.md")]

    assert [answer.returncode for answer in answers] == [0, 0], shlex.join(commands("docs/methods.md"))
    assert json.loads(answers[-1].stdout)["band"] == 2


def test_the_english_statements_of_the_guide_are_read_as_they_are(tmp_path: Path) -> None:
    write_files("docs/english-statements.md", tmp_path)
    mapping = (tmp_path / "mapping.yaml").rename(tmp_path / "kept.yaml")
    before = shell("reportgen check .", tmp_path).stdout
    mapping.rename(tmp_path / "mapping.yaml")
    check, evaluate = (shell(line, tmp_path) for line in commands("docs/english-statements.md"))
    results = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    (ratio,) = [one for one in results["indicators"] if one["id"] == "current_ratio"]

    assert [name in before for name in ("“Guest meals”", "“Investment loss”")] == [True, True]
    assert "is not known" not in check.stdout
    assert (check.returncode, evaluate.returncode) == (0, 0)
    assert ratio["value"] == pytest.approx(130_500 / 80_210)


@pytest.mark.slow
def test_the_group_of_the_guide_has_a_report_and_peers(tmp_path: Path) -> None:
    write_files("docs/groups.md", tmp_path)
    done = [shell(line, tmp_path) for line in commands("docs/groups.md")]
    results = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    page = (tmp_path / "group.html").read_text(encoding="utf-8")

    assert [each.returncode for each in done] == [0] * 8
    assert "warnings: 0" in done[0].stdout
    assert "152,000,000.00" in done[4].stdout  # current assets of all: 153,500,000 less 1,500,000
    assert results["entity"]["id"] == "E1"
    assert all(one["peer"]["n"] == PEERS for one in results["indicators"] if one["score"] is not None)
    assert "东部医疗集团" in page
    assert "康复医院" in page


@pytest.mark.slow
def test_the_archive_of_the_guide_is_made_tested_and_handed_over(tmp_path: Path) -> None:
    write_files("docs/archive.md", tmp_path)
    for line in commands("docs/archive.md"):
        done = shell(line, tmp_path)
        assert done.returncode == 0, f"{line}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"

    assert (tmp_path / "four-properties.pdf").read_bytes().startswith(b"%PDF-")
    assert json.loads((tmp_path / "diff.json").read_text(encoding="utf-8"))["same"]
    content = (path for path in (tmp_path / "archive").rglob("*") if path.is_file() and path.name != "lock")
    assert all(
        (tmp_path / "other" / path.relative_to(tmp_path / "archive")).read_bytes() == path.read_bytes()
        for path in content
    )
