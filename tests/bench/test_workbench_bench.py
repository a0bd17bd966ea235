"""The bench of the workbench changes a figure, and waits for the pages that have it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bench import workbench
from reportgen.pipeline import check

CLINIC = Path(__file__).parents[1] / "cases" / "clinic"
CMS = Path(__file__).parents[2] / "samples" / "us-cms"


@pytest.mark.parametrize("case", [CLINIC, CMS], ids=["workbooks", "a table"])
def test_one_figure_is_another_after_a_change(case: Path, tmp_path: Path) -> None:
    shutil.copytree(case, tmp_path / "case")
    before = check(tmp_path / "case").reading.dataset.values

    workbench._change(tmp_path / "case")

    after = check(tmp_path / "case").reading.dataset.values
    assert after.shape == before.shape
    assert int(((after != before) & after.notna()).to_numpy().sum()) >= 1


@pytest.mark.slow
def test_pages_and_figures_are_timed_after_each_change(capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(workbench._measured(CLINIC, 1))

    said = capsys.readouterr().out
    assert len(rows) == said.count("clinic: ") == 2
    seconds = [float(line.split("|")[2]) for line in said.splitlines()]
    assert seconds[0] <= seconds[1] > 0
