"""The steps of `render`, in their order, and what a failure of each one says."""

from __future__ import annotations

import contextlib
import io
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from reportgen.cli import manner
from reportgen.cli.app import app
from reportgen.cli.language import help_text
from reportgen.errors import Refused
from reportgen.progress import reached

CASE = "entity: {id: h, name: {zh: 甲医院, en: A}}\nregime: '2019'\nscheme: none\n"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    (folder / "data").mkdir(parents=True)
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    (folder / "data" / "a.csv").write_text("entity,period,item,value\nh,2025,total_assets,5\n", encoding="utf-8")
    return folder


def rendered(case: Path, *more: str) -> tuple[str, Refused | None]:
    """What is told beside the report, and the refusal that ended it."""
    words = ["render", str(case), "--format", "html", "-o", str(case.parent / "r.html"), *more]
    found = CliRunner().invoke(app, words)
    return found.stderr, found.exception if isinstance(found.exception, Refused) else None


@pytest.mark.serves("003-032")
def test_one_command_reads_computes_and_sets_in_this_order(case: Path, monkeypatch: pytest.MonkeyPatch):
    terminal = io.StringIO()
    monkeypatch.setattr(manner, "_watched", lambda: terminal)
    monkeypatch.setenv("TERM", "xterm")
    rendered(case)
    told = [line.rpartition(manner.AGAIN)[2] for line in terminal.getvalue().split("\n")]

    assert [line[4:-4] for line in told if line] == [
        help_text(f"progress.{name}") for name in ("read", "evaluate", "render")
    ]
    assert "A" in (case.parent / "r.html").read_text(encoding="utf-8")


def broken_scheme(case: Path) -> None:
    (case / "schemes").mkdir()
    (case / "schemes" / "own.yaml").write_text("own: {name: {zh: 甲}}\n", encoding="utf-8")


def foreign_quote(case: Path) -> None:
    (case / "commentary" / "2025").mkdir(parents=True)
    (case / "commentary" / "2025" / "01.zh.md").write_text("得分 {{ score }}", encoding="utf-8")


@pytest.mark.serves("003-032")
@pytest.mark.parametrize(
    ("spoil", "more", "step", "place"),
    [
        (broken_scheme, (), "read", "schemes/own.yaml"),
        (lambda _: None, ("--period", "2019"), "evaluate", ""),
        (foreign_quote, (), "render", "commentary/2025/01.zh.md"),
    ],
    ids=["read", "evaluate", "render"],
)
def test_a_failure_names_its_step_and_its_file(case: Path, spoil: object, more: tuple[str, ...], step: str, place: str):
    spoil(case)  # type: ignore[operator]
    said, refused = rendered(case, *more)

    assert help_text(f"progress.stopped.{step}") in said
    assert refused is not None
    assert place in {one.place.file for one in refused.findings if one.place}
    assert not (case.parent / "r.html").exists()


PROBE = """
import sys
from reportgen.cli import app, manner
say = manner._say
def told(out, words, **how):
    say(out, f"{words} [{'reportgen.pipeline' in sys.modules}]", **how)
manner._say = told
sys.argv = ["reportgen", *sys.argv[1:]]
app.main()
"""


def on_a_terminal(*words: str) -> str:
    """What somebody sees on stderr who looks on, and after each word whether anything heavy was loaded by then."""
    outer, inner = pty.openpty()
    with os.fdopen(outer, "rb", closefd=True, buffering=0) as shown:
        subprocess.run(
            [sys.executable, "-c", PROBE, *words], check=False, stdout=subprocess.DEVNULL, stderr=inner,
            env=os.environ | {"REPORTGEN_LANG": "en", "TERM": "xterm"},
        )  # fmt: skip
        os.close(inner)
        return b"".join(_read(shown)).decode()


def _read(shown: io.FileIO) -> Iterator[bytes]:
    with contextlib.suppress(OSError):  # the end of a terminal
        while content := shown.read(65536):
            yield content


@pytest.mark.parametrize("command", ["check", "evaluate", "explain"])
@pytest.mark.slow
def test_who_looks_on_sees_something_before_anything_heavy_is_loaded(case: Path, command: str):
    told = on_a_terminal(command, str(case), *(["current_ratio"] if command == "explain" else []))

    assert "Starting … [False]" in told
    assert "Reading and checking … [True]" in told
    assert told.index("Starting") < told.index("Reading")


def test_files_are_counted_while_they_are_read(case: Path, monkeypatch: pytest.MonkeyPatch):
    terminal = io.StringIO()
    monkeypatch.setattr(manner, "_watched", lambda: terminal)
    monkeypatch.setattr(manner, "PAUSE", 0.0)
    monkeypatch.setenv("REPORTGEN_LANG", "en")
    monkeypatch.setenv("TERM", "xterm")
    (case / "data" / "b.csv").write_text("entity,period,item,value\nh,2024,total_assets,5\n", encoding="utf-8")
    rendered(case)

    assert "Reading and checking … files: 1" in terminal.getvalue()
    assert "Reading and checking … files: 2" in terminal.getvalue()


def test_the_time_left_is_told_once_somebody_waits_and_it_is_known(monkeypatch: pytest.MonkeyPatch):
    terminal, now = io.StringIO(), [0.0]
    monkeypatch.setattr(manner, "_watched", lambda: terminal)
    monkeypatch.setattr(manner.time, "monotonic", lambda: now[0])
    monkeypatch.setenv("REPORTGEN_LANG", "en")
    monkeypatch.setenv("TERM", "xterm")
    with manner.step("evaluate"):
        for moment, what, done, of in ((1.0, "hospitals", 10, 40), (4.0, "hospitals", 30, 40), (8.0, "pages", 3, None)):
            now[0] = moment
            reached(what, done, of)

    assert "10 of 40 hospitals\x1b" in terminal.getvalue()
    assert "30 of 40 hospitals, about 2 s left\x1b" in terminal.getvalue()
    assert "pages: 3\x1b" in terminal.getvalue()


def test_a_terminal_that_knows_letters_only_gets_each_step_once(case: Path, monkeypatch: pytest.MonkeyPatch):
    terminal = io.StringIO()
    monkeypatch.setattr(manner, "_watched", lambda: terminal)
    monkeypatch.setattr(manner, "PAUSE", 0.0)
    monkeypatch.setenv("TERM", "dumb")
    rendered(case)

    names = ("start", "read", "evaluate", "render")
    assert terminal.getvalue() == "".join(f"{help_text(f'progress.{name}')}\n" for name in names)


def test_nobody_is_told_who_does_not_look_on(case: Path):
    said, _ = rendered(case)

    assert "\r" not in said
    assert help_text("progress.read") not in said
