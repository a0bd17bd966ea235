"""Who follows docs/tutorial.md, and then docs/roles.md in the same folder, gets what the pages say; all YAML is right."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest

from catalog.test_schemas import faults
from docs.pages import PROJECT, Block, blocks
from reportgen import kept
from reportgen.catalog import strict_yaml
from reportgen.catalog.own import FOLDERS
from shell import reportgen

PAGES = sorted(f"docs/{path.name}" for path in (PROJECT / "docs").glob("*.md"))
LEAST = {"entity": {"id": "a", "name": {"zh": "甲", "en": "A"}}}
"""What every case.yaml says; a passage of one need not."""
ENDS = re.compile(r" +# (?P<code>\d)$")
"""A command that ends otherwise than with 0 says so behind it."""


def follow(page: str, folder: Path) -> None:
    """Do what a page tells its reader, block after block; what it shows is what was said since the last such block."""
    said = ""
    for block in blocks(page):
        if block.file:
            path = folder / block.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
        elif block.language == "sh":
            said += "".join(type_in(line, folder) for line in block.text.splitlines())
        elif block.language == "text":
            assert [line for line in block.text.splitlines() if line not in said] == [], said[-2000:]
            said = ""


def type_in(line: str, folder: Path) -> str:
    wanted = ENDS.search(line)
    words = shlex.split(line, comments=True)
    if words[0] == "reportgen":
        done: Any = reportgen(*words[1:], language="zh", cwd=folder)
    else:
        done = subprocess.run(words, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    said = f"{done.stdout}{done.stderr}"
    assert done.returncode == (int(wanted["code"]) if wanted else 0), f"{line}\n{said[-2000:]}"
    return said


@pytest.mark.slow
def test_the_tutorial_and_the_ways_of_each_role_run_as_they_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(kept.SWITCH, str(tmp_path / "kept"))  # as at a reader's, whose commands follow each other
    follow("docs/tutorial.md", tmp_path)

    follow("docs/roles.md", tmp_path)

    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")
    assert (tmp_path / "verdict.png").read_bytes().startswith(b"\x89PNG")
    assert list((tmp_path / "checked").glob("*.xlsx"))
    assert (tmp_path / "my-hospital" / "commentary" / "2026-11").is_dir()
    assert (tmp_path / "collected" / "collected.xlsx").is_file()
    assert (tmp_path / "my-hospital" / "schemes" / "own_scheme.yaml").is_file()


def schema(block: Block) -> tuple[str, str]:
    """The schema that a block of YAML is for, and its text: its file is named behind its language or in its first line."""
    first = re.match(r"# (\S+\.yaml)\n", block.text)
    path = Path(block.file or (first[1] if first else "case.yaml"))
    return path.parent.name if path.parent.name in FOLDERS else path.stem, block.text


@pytest.mark.parametrize("page", PAGES)
def test_the_yaml_of_every_page_is_right(page: str) -> None:
    for block in blocks(page):
        if block.language == "yaml":
            name, text = schema(block)
            said = strict_yaml.read(text, page).content or {}  # a block may be a remark alone
            assert faults(name, {**LEAST, **said} if name == "case" else said) == [], text


def test_a_command_that_does_not_end_as_the_page_says_is_told(tmp_path: Path) -> None:
    assert "0.1.0" in type_in("reportgen --version", tmp_path)
    with pytest.raises(AssertionError, match="--version"):
        type_in("reportgen --version   # 1", tmp_path)
