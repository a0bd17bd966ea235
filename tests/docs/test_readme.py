"""What README tells a newcomer to type works as it stands, in an empty folder."""

from __future__ import annotations

import re
import subprocess
import sys
import urllib.request
from http import HTTPStatus
from pathlib import Path

import pytest

from docs.pages import PROJECT, commands
from preview.conftest import running
from shell import typed

BIN = Path(sys.executable).parent
INLINE = re.compile(r"`(reportgen [a-z]+ [^`]+)`")


def run(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    words = line.split()
    return subprocess.run([BIN / words[0], *words[1:]], cwd=folder, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.slow
def test_the_commands_of_the_readme_work_one_after_the_other(tmp_path: Path) -> None:
    page = (PROJECT / "README.md").read_text(encoding="utf-8")
    lines = [line for line in commands("README.md") if line.startswith("reportgen ")]
    lines += dict.fromkeys(INLINE.findall(page))

    (served,) = [line for line in lines if line.startswith("reportgen preview ")]
    lines.remove(served)

    answers = {}
    for number, line in enumerate(lines):
        done = typed(line, tmp_path) if number else run(line, tmp_path)  # the first by the command that is installed
        assert done.returncode == 0, f"{line}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
        answers[line.split()[1]] = done.stdout
    assert [line.split()[1] for line in lines[:5]] == ["init", "read", "check", "render", "explain"]
    assert "2026年10月报表.xlsx › 资产负债表!B19" in answers["explain"]  # down to its cells
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")
    assert (tmp_path / "results.xlsx").is_file()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with running(tmp_path / served.split()[2]) as (_, address), browser.open(address, timeout=60) as page:
        assert page.status == HTTPStatus.OK


def test_the_make_targets_of_the_readme_exist() -> None:
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    named = [line.split()[1] for line in commands("README.md") if line.startswith("make ")]

    assert named == ["demo", "test"]
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in named)


@pytest.mark.parametrize("picture", ["verdict.png", "architecture.svg"])
def test_pictures_are_small_enough_for_a_slow_line(picture: str) -> None:
    assert 0 < (PROJECT / "docs" / "pictures" / picture).stat().st_size < 250_000
