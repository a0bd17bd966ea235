"""Every block of docs/api.md and every cell of the notebook runs, and the tables of columns are those of the frames."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest

import reportgen
from docs.pages import PROJECT, blocks
from reportgen.export import frames

NOTEBOOK = PROJECT / "docs" / "notebooks" / "statements.ipynb"
COLUMNS = {"items": frames.ITEMS, "indicators": frames.INDICATORS, "scores": frames.SCORES, "findings": frames.FINDINGS}


def run(source: str, known: dict[str, Any]) -> Any:
    """What a cell of a notebook does: all statements, and the value of the last one where it is an expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<cell>", "exec"), known)  # noqa: S102 - our own page
    if not isinstance(last, ast.Expr):
        return None
    return eval(compile(ast.Expression(last.value), "<cell>", "eval"), known)  # noqa: S307 - as above


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which the samples are found as a reader finds them."""
    (tmp_path / "samples").symlink_to(PROJECT / "samples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_blocks_of_the_page_run_one_after_the_other(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    known: dict[str, Any] = {}
    code = [block.text for block in blocks("docs/api.md") if block.language == "python"]
    for block in code:
        run(block, known)
    said = capsys.readouterr().out

    assert len(code) == 4
    assert f"{known['evaluated'].score} good 520049-flash-2021-en.pdf" in said
    assert "missing_input" in said
    assert "no_such_scheme" in said
    assert (here / "reports" / "flash.pdf").is_file()


@pytest.mark.slow
@pytest.mark.usefixtures("here")
def test_the_cells_of_the_notebook_run_and_add_up() -> None:
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    known: dict[str, Any] = {}
    shown = [run("".join(cell["source"]), known) for cell in cells if cell["cell_type"] == "code"]
    _, total, score = shown[-1]

    assert all(cell["outputs"] == [] for cell in cells if cell["cell_type"] == "code")
    assert len(shown) == 4
    assert total == pytest.approx(score)


def test_the_page_names_every_column_and_every_stable_name() -> None:
    page = (PROJECT / "docs" / "api.md").read_text(encoding="utf-8")
    for frame, columns in COLUMNS.items():
        (row,) = re.findall(rf"^\| `{frame}` \|.*\| ([^|]*) \|$", page, re.MULTILINE)
        assert re.findall(r"`(\w+)`", row) == list(columns), frame

    assert [name for name in reportgen.__all__ if name != "__version__" and f"`{name}" not in page] == []
