"""Finance offices live in Windows: without what only POSIX has, a report goes its whole way, and one module asks for it."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from setup import like_windows

ROOT = Path(__file__).parents[2]
PROGRAM = ROOT / "reportgen"
CHILD = "intake/workbooks/trial.py"
"""A process of its own that reads what may crash it, and imports nothing of ours; it asks for its bounds itself."""
SYSTEM = "system.py"
ONLY_SOME_HAVE = re.compile(
    r"\bos\.(?:geteuid|getuid|fork|killpg|setsid|sysconf|uname|chown|O_NOFOLLOW|O_NONBLOCK|O_BINARY)\b"
    r"|\bsignal\.(?:SIGKILL|SIGALRM|SIGPROF|SIGHUP|setitimer)\b|/proc/"
)


@pytest.mark.slow
def test_a_report_goes_its_way_where_there_are_no_locks_and_open_files_keep_their_names(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "tests" / "cases" / "clinic", tmp_path / "case")
    command = [sys.executable, like_windows.__file__, str(tmp_path)]
    (tmp_path / "temporary").mkdir()
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(map(str, (ROOT / "tests", ROOT))),
        "TMPDIR": str(tmp_path / "temporary"),  # a folder without a lock is swept away by those who have locks
    }

    ran = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)

    assert ran.stdout.splitlines() == [f"{line.split()[0]} 0" for line in like_windows.COMMANDS], ran.stderr
    assert (tmp_path / "board.pdf").read_bytes().startswith(b"%PDF-")
    assert (tmp_path / "case" / "issued" / "XC-2025-001.pdf").is_file()
    assert list((tmp_path / "boards").rglob("*.pdf"))
    assert [path for path in tmp_path.rglob("*") if path.name.endswith(".reportgen") and path.is_file()] == []


def test_a_file_is_written_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its handle was held, for its lock, until it had its name: Windows wrote no file at all."""
    probe = (
        "from setup import like_windows; like_windows.imitate()\n"
        "from pathlib import Path; from reportgen import writing\n"
        f"writing.replace(Path({str(tmp_path / 'one.txt')!r}), b'whole')\n"
        f"writing.replace_folder(Path({str(tmp_path / 'two')!r}), lambda part: (part / 'a').write_bytes(b'in it') and None)\n"
    )
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(map(str, (ROOT / "tests", ROOT))))

    ran = subprocess.run([sys.executable, "-c", probe], capture_output=True, encoding="utf-8", check=False)

    assert ran.stderr == ""
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")} == {"one.txt", "two", "two/a"}
    assert (tmp_path / "one.txt").read_bytes() == b"whole"


@pytest.mark.slow
def test_only_one_module_asks_for_what_only_some_systems_have() -> None:
    asked = {
        path.relative_to(PROGRAM).as_posix()
        for path in sorted(PROGRAM.rglob("*.py"))
        if ONLY_SOME_HAVE.search(text := path.read_text(encoding="utf-8")) or _imports(text) & like_windows.GONE
    }

    assert asked - {CHILD} == {SYSTEM}


def _imports(text: str) -> set[str]:
    nodes = list(ast.walk(ast.parse(text)))
    named = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return named | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
