"""`reportgen map` shows what unknown names look like, and writes nothing that nobody agreed to."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A case with one misspelt name."""
    sys.path.insert(0, str(ROOT))
    try:
        from scripts import small_workbooks as small
    finally:
        sys.path.remove(str(ROOT))
    shutil.copy(ROOT / "samples/broken/missing_month/case/case.yaml", tmp_path / "case.yaml")
    made = small.figures("会政财02", small.load_catalog())
    rows = small.sheet("会政财02", "2025年度", ("本年数", "上年数"), [made, made])
    rows[4][0] = "一、本期的收入"
    small.write(tmp_path / "data" / "a.xlsx", {"收入费用表": rows})
    return tmp_path


def run(case: Path, *words: str, answer: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "reportgen", "map", str(case), *words]
    settings = {**os.environ, "REPORTGEN_LANG": "en"}
    if answer is None:
        return subprocess.run(
            command, check=False, capture_output=True, text=True, cwd=ROOT, env=settings, stdin=subprocess.DEVNULL
        )
    here, there = pty.openpty()
    os.write(here, answer.encode())
    return subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT, env=settings, stdin=there)


def test_without_anybody_to_ask_names_are_shown_and_nothing_is_written(case: Path):
    ran = run(case)

    assert ran.returncode == 0
    assert "total_income" in ran.stdout
    assert "（一）财政拨款收入" in ran.stdout
    assert not (case / "mapping.yaml").exists()


def test_likeness_alone_is_not_accepted(case: Path):
    assert run(case, "--accept-exact").returncode == 0
    assert not (case / "mapping.yaml").exists()


def test_what_was_agreed_to_is_written_and_then_read(case: Path):
    (case / "mapping.yaml").write_text("# ours\nnames: {}\n", encoding="utf-8")

    assert run(case, answer="y\n").returncode == 0

    assert (case / "mapping.yaml").read_text(encoding="utf-8") == '# ours\nnames:\n  "一、本期的收入": total_income\n'
    assert "total_income" not in run(case).stdout


def test_it_says_what_came_of_it(case: Path):
    assert "Names with a proposal: 1" in run(case).stderr
    assert "--accept-exact" in run(case).stderr
    assert "No name was written" in run(case, answer="n\n").stderr
    assert "Names added to mapping.yaml: 1" in run(case, answer="y\n").stderr


def test_where_every_name_is_known_it_says_so_and_shows_no_empty_table(case: Path):
    run(case, answer="y\n" * 9)
    (case / "data" / "a.xlsx").unlink()
    shutil.copytree(ROOT / "samples/broken/missing_month/case/data", case / "data", dirs_exist_ok=True)

    ran = run(case)

    assert "Every name is known" in ran.stderr
    assert ran.stdout == ""
