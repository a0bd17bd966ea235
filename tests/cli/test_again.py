"""An answer given again is the one given before, byte for byte, and only where nothing that shapes it changed."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from unittest import mock

import pytest

from reportgen import kept, pipeline
from reportgen.cli.again import SHOWN_BY
from shell import ROOT, reportgen

CLINIC = Path(__file__).parents[1] / "cases" / "clinic"
ASKED = [
    "check", "check --summary", "check --strict", "check --rule V01", "check --format json", "check --format html",
    "check --lang zh", "evaluate", "evaluate --format json", "evaluate --format jsonl", "evaluate --format csv",
    "evaluate --robustness", "evaluate --strict", "evaluate --scheme none", "evaluate --lang zh",
    "evaluate --robustness --format json", "explain current_ratio", "explain current_ratio --format json",
    "explain current_ratio --lang zh",
]  # fmt: skip


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(kept.SWITCH, str(tmp_path / "kept"))
    found = Path(shutil.copytree(CLINIC, tmp_path / "case"))
    (found / "data" / "unknown.docx").write_bytes(b"x")  # so that something is found
    return found


def words(asked: str, case: Path) -> list[str]:
    command, *options = asked.split()
    return [command, str(case), *options]


@pytest.mark.slow
@pytest.mark.parametrize("asked", ASKED)
def test_the_same_bytes_with_and_without_what_was_kept(case: Path, asked: str, monkeypatch: pytest.MonkeyPatch):
    made, *again = [reportgen(*words(asked, case)) for _ in range(2)]
    with mock.patch.object(pipeline, "check", side_effect=AssertionError("read again")):
        again.append(reportgen(*words(asked, case)))
    monkeypatch.setenv(kept.SWITCH, "off")
    without = reportgen(*words(asked, case))

    assert made.stdout
    assert [made, *again] == [without] * 3


@pytest.mark.slow
def test_an_answer_made_of_what_was_kept_is_the_same_too(case: Path, monkeypatch: pytest.MonkeyPatch):
    """The case comes from the store, its answers not yet: each is made of values that were written and read."""
    reportgen("check", case)
    reportgen("evaluate", case)
    made = [reportgen(*words(asked, case)) for asked in ASKED]
    monkeypatch.setenv(kept.SWITCH, "off")

    assert made == [reportgen(*words(asked, case)) for asked in ASKED]


def test_a_new_file_is_told_at_once(case: Path):
    before = reportgen("check", case)
    (case / "data" / "another.docx").write_bytes(b"y")
    after = reportgen("check", case)

    assert "another.docx" not in before.stdout
    assert "another.docx" in after.stdout


def test_the_language_of_the_place_counts(case: Path):
    english, chinese = (reportgen("check", case, language=language) for language in ("en", "zh"))

    assert english.stdout != chinese.stdout
    assert reportgen("check", case, language="en") == english


def test_the_width_of_the_terminal_counts(case: Path, monkeypatch: pytest.MonkeyPatch):
    def shown(columns: str) -> str:
        monkeypatch.setenv("COLUMNS", columns)
        monkeypatch.setenv("FORCE_COLOR", "1")
        return reportgen("evaluate", case).stdout

    narrow, wide = shown("40"), shown("200")

    assert narrow != wide
    assert shown("40") == narrow


def test_colours_count(case: Path, monkeypatch: pytest.MonkeyPatch):
    plain = reportgen("check", case).stdout
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    coloured = reportgen("check", case).stdout

    assert "\x1b" not in plain
    assert "\x1b" in coloured


def test_every_variable_that_rich_asks_for_counts():
    found = importlib.util.find_spec("rich.console")
    assert found is not None
    assert found.origin is not None
    asked = set(re.findall(r"environ\.get\(\s*\"(\w+)\"", Path(found.origin).read_text(encoding="utf-8")))

    assert {"COLUMNS", "NO_COLOR", "TERM"} <= asked
    assert [name for name in sorted(asked) if not name.startswith(SHOWN_BY)] == []


def test_a_refusal_is_not_kept(case: Path):
    refused = reportgen("evaluate", case, "--period", "1999")
    assert refused.returncode == 3
    with mock.patch.object(pipeline, "check", wraps=pipeline.check) as check:
        assert reportgen("evaluate", case, "--period", "1999") == refused
    assert check.called


def test_a_file_is_written_whatever_was_kept(case: Path, tmp_path: Path):
    shown = reportgen("evaluate", case, "--format", "json")
    for name in ("a.json", "b.json"):
        assert reportgen("evaluate", case, "--format", "json", "-o", tmp_path / name).returncode == shown.returncode
        assert (tmp_path / name).read_text(encoding="utf-8") == shown.stdout


PROBE = """
import json, os, sys
opened = set()
def hear(event, args):
    if event in {"open", "os.scandir", "os.listdir"} and isinstance(args[0], str | bytes | os.PathLike):
        opened.add(os.path.abspath(os.fsdecode(args[0])))
sys.addaudithook(hear)
from reportgen.cli.app import main
sys.argv = ["reportgen", *sys.argv[1:]]
try:
    main()
except SystemExit:
    pass
print(json.dumps(sorted(opened)), file=sys.stderr)
"""


@pytest.mark.parametrize("asked", ["check", "evaluate", "explain current_ratio"])
@pytest.mark.slow
def test_no_file_is_opened_that_does_not_count(case: Path, asked: str):
    temporary = case.parent / "tmp"
    temporary.mkdir()
    ran = subprocess.run(
        [sys.executable, "-c", PROBE, *words(asked, case)],
        capture_output=True, text=True, check=True, cwd=ROOT,
        env=os.environ | {"REPORTGEN_LANG": "en", "TMPDIR": str(temporary)},
    )  # fmt: skip
    opened = [Path(name) for name in json.loads(ran.stderr.splitlines()[-1])]
    counted = [case, ROOT / "reportgen", *(ROOT / name for name in ("samples", "styles", "templates"))]
    around = [
        case.parent / "kept",
        temporary,  # the process's own, empty when it begins
        Path(sys.prefix),
        Path(sys.base_prefix),
        *map(Path, ("/proc", "/sys", "/dev", "/etc", "/usr")),
    ]
    libraries = [Path(folder) for folder in sys.path if folder and Path(folder) != ROOT]

    assert [path for path in opened if path.is_relative_to(case)]
    assert [
        path
        for path in opened
        if path != ROOT and not any(path.is_relative_to(one) for one in (*counted, *around, *libraries))
    ] == []
