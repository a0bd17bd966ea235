"""The steps of `render`, in their order, and what a failure of each one says."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from reportgen.cli import show
from reportgen.cli.app import app
from reportgen.cli.language import help_text
from reportgen.errors import Refused

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
    told: list[str] = []
    monkeypatch.setattr(show, "progress", told.append)
    rendered(case)

    assert told == [help_text(f"progress.{name}") for name in ("read", "evaluate", "render")]
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
