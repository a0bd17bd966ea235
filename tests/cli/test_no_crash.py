"""What once ended the program as its own fault is told as what it is, with its place."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.errors import ExitCode
from shell import ROOT, reportgen


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    shutil.copytree(ROOT / "tests" / "cases" / "clinic", folder)
    return folder


def add(case: Path, name: str, text: str) -> None:
    with (case / name).open("a", encoding="utf-8", newline="") as stream:
        stream.write(text)


@pytest.mark.parametrize(
    ("name", "text", "code", "told"),
    [
        ("targets.csv", "indicator,\rperiod,value\r", ExitCode.FINDINGS, "targets.csv:1 · S40"),
        ("targets.csv", "indicator,period,value\rcurrent_ratio,2025,1.5\r", ExitCode.DONE, ""),
        ("targets.csv", "indicator,period,value\n" + "x" * 200_000, ExitCode.FINDINGS, "targets.csv · I03"),
        ("supplied.csv", "indicator,period,value\rcurrent_ratio,2025,9\r", ExitCode.DONE, "supplied.csv:2 · W31"),
        ("supplied.csv", "indicator,period,value\n" + "x" * 200_000, ExitCode.FINDINGS, "supplied.csv · I03"),
        ("ratings.csv", "项目,期间,等级,依据\r甲,2025,优,抽查\r", ExitCode.FINDINGS, "ratings.csv:2:1 · N02"),
        ("adjustments.csv", "item,\rperiod", ExitCode.FINDINGS, "adjustments.csv:1 · A01"),
        ("data/old.csv", "entity,period,item,value\rclinic,2020,inventories,5\r", ExitCode.DONE, ""),
        ("case.yaml", "\nfirst_year: 1" + "0" * 5000 + "\n", ExitCode.INPUT, "D01"),
        ("case.yaml", "\nmateriality: 1" + "0" * 320 + "\n", ExitCode.INPUT, "D01"),
    ],
)
def test_odd_text_is_told_by_its_place(case: Path, name: str, text: str, code: ExitCode, told: str):
    add(case, name, text)

    ran = reportgen("check", case)

    assert ran.returncode == code, ran.stdout + ran.stderr
    assert told in ran.stdout + ran.stderr


DEEP = '{"a":' * 20_000


@pytest.mark.parametrize(
    "words",
    [
        lambda deep, _: ("method", "run", "ahp_weights", "--input", deep),
        lambda deep, _: ("diff", deep, deep),
        lambda _, case: ("check", case),
    ],
    ids=["method", "diff", "issued"],
)
def test_json_that_goes_too_deep_is_told(
    case: Path, tmp_path: Path, words: Callable[[Path, Path], tuple[str | Path, ...]]
):
    deep = tmp_path / "deep.json"
    deep.write_text(DEEP, encoding="utf-8")
    (case / "issued").mkdir()
    shutil.copy(deep, case / "issued" / "X-1.json")

    ran = reportgen(*words(deep, case))

    assert ran.returncode in {ExitCode.DONE, ExitCode.FINDINGS, ExitCode.INPUT}, ran.stderr
    assert "deep" in ran.stdout + ran.stderr or "W41" in ran.stdout


@pytest.mark.slow
def test_a_working_folder_that_is_gone_is_told(tmp_path: Path):
    gone, here = tmp_path / "gone", Path.cwd()
    gone.mkdir()
    try:
        os.chdir(gone)
        gone.rmdir()
        code, said = _called("check", ".")
    finally:
        os.chdir(here)

    assert (code, "C70" in said) == (ExitCode.ENVIRONMENT, True)


def _called(*words: str) -> tuple[int, str]:
    """As a shell does it, without a change of folder before."""
    import subprocess
    import sys

    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "reportgen", *words]
    ran = subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=60)
    return ran.returncode, ran.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_folder_that_may_not_be_read_is_told(case: Path):
    (case / "data" / "2024").mkdir(mode=0)

    ran = reportgen("check", case)

    assert ran.returncode == ExitCode.FINDINGS
    assert "data/2024 · C14" in ran.stdout


def test_a_folder_that_cannot_be_listed_is_told(case: Path, monkeypatch: pytest.MonkeyPatch):
    (case / "data" / "2024").mkdir()
    plain = Path.iterdir

    def closed(path: Path) -> object:
        if path.name == "2024":
            raise PermissionError(13, "Permission denied")
        return plain(path)

    monkeypatch.setattr(Path, "iterdir", closed)

    ran = reportgen("check", case)

    assert ran.returncode == ExitCode.FINDINGS
    assert "data/2024 · C14" in ran.stdout


GBK = os.fsdecode("资产负债表".encode("gbk"))
"""A name as it comes out of an archive that was packed where names are GBK."""


@pytest.mark.parametrize("name", [f"data/{GBK}.csv", f"commentary/2025/{GBK}.zh.md", f"templates/{GBK}/a.html"])
@pytest.mark.parametrize(
    "words",
    [("check", "--format", "html"), ("render",), ("evaluate",), ("review", "--period", "2025", "--role", "preparer")],
    ids=" ".join,
)
def test_a_name_in_another_encoding_is_told_as_it_was_meant_and_nothing_is_read(
    case: Path, name: str, words: tuple[str, ...]
):
    (case / name).parent.mkdir(parents=True, exist_ok=True)
    (case / name).write_text("entity,period,item,value\nclinic,2020,inventories,5\n", encoding="utf-8")

    ran = reportgen(words[0], case, *words[1:])

    assert ran.returncode == ExitCode.INPUT, ran.stdout + ran.stderr
    assert "资产负债表" in ran.stderr
    assert "I82" in ran.stderr
    assert not (case / "journal.jsonl").exists()


def test_a_name_in_another_encoding_is_told_where_a_file_alone_is_read(tmp_path: Path):
    (tmp_path / f"{GBK}.csv").write_text("a,b\n1,2\n", encoding="utf-8")

    ran = reportgen("read", tmp_path / f"{GBK}.csv")

    assert ran.returncode in {ExitCode.INPUT, ExitCode.FINDINGS}
    assert "I82" in ran.stdout + ran.stderr


@pytest.mark.slow
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_stream_that_the_caller_closed_takes_nothing_and_does_no_harm(case: Path, tmp_path: Path, closed: str):
    written = tmp_path / "out.json"
    command = f"{sys.executable} -m reportgen check {case} --format json -o {written} {closed}"

    ran = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S602 - ours

    assert ran.returncode == 0, ran.stderr
    assert "Traceback" not in ran.stderr
    assert json.loads(written.read_text(encoding="utf-8"))["findings"] is not None


def test_folders_without_end_are_told_and_not_followed(case: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(case / "data")
    for _ in range(60):
        os.mkdir("x")  # noqa: PTH102 - one in the other
        os.chdir("x")
    monkeypatch.undo()

    ran = reportgen("check", case)

    assert ran.returncode == ExitCode.INPUT, ran.stderr
    assert "data · I83" in ran.stderr
